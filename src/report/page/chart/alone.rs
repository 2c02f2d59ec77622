//! A chart by itself: a picture that needs no page, with its title, its rules and its patterns, and nothing to point at.

use super::label::wrapped;
use super::{About, LINE, Point, area, place, words};
use crate::lang::{Lang, text};
use crate::report::page::document::{STYLE, definitions};
use maud::{Markup, PreEscaped, html};
use std::sync::mpsc::Sender;

/// Where charts go that are wanted by themselves.
pub(in crate::report::page) type Kept = Sender<Alone>;

/// White on every side.
const MARGIN: f64 = 20.0;
/// The size of the title.
const TITLE: f64 = 18.0;
/// From one line of the title to the next.
const TITLE_LINE: f64 = 24.0;
/// The fonts of a page, and what other systems have.
const FONTS: &str =
    "'BIZ UDPGothic', 'Yu Gothic', 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP', IPAexGothic, sans-serif";

/// A chart that was drawn.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Alone {
    about: About,
    height: f64,
    drawing: Markup,
    marks: Vec<Markup>,
}

impl Alone {
    /// It as it goes into its page.
    pub(super) fn of(about: &About, height: f64, drawing: &Markup, points: &[Point]) -> Self {
        let marks = points.iter().map(|point| point.marks.clone()).collect();
        Self { about: About { kept: None, ..about.clone() }, height, drawing: drawing.clone(), marks }
    }

    /// Its id on its page.
    pub(in crate::report::page) fn id(&self) -> &str {
        &self.about.id
    }

    /// Its title; where its page says by a heading what it is of, with that.
    pub(in crate::report::page) fn title(&self, of: &str) -> String {
        let title = &self.about.title;
        if of.is_empty() {
            return title.clone();
        }
        text!(ja: "{of}：{title}", en: "{of}: {title}").get(self.about.lang).to_owned()
    }

    /// It as a picture.
    pub(in crate::report::page) fn draw(&self, title: &str) -> Markup {
        let lines = wrapped(title, self.about.width, TITLE, 3);
        let top = MARGIN + TITLE_LINE * lines.len() as f64 + LINE / 2.0;
        let (width, height) = (self.about.width + 2.0 * MARGIN, top + self.height + MARGIN);
        let lang = if self.about.lang == Lang::Ja { "ja" } else { "en" };
        html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(place(width)) height=(place(height)) viewBox={ "0 0 " (place(width)) " " (place(height)) } lang=(lang) role="img" aria-labelledby="title desc" {
                title id="title" { (title) }
                desc id="desc" { (self.about.description) }
                style { (PreEscaped(rules())) }
                (definitions())
                (area("paper", (0.0, 0.0), (width, height)))
                g class="chart" {
                    @for (at, line) in lines.iter().enumerate() {
                        (words("title", (MARGIN, MARGIN + TITLE_LINE * at as f64 + TITLE - 2.0), line))
                    }
                    g transform={ "translate(" (place(MARGIN)) " " (place(top)) ")" } {
                        (self.drawing)
                        @for marks in &self.marks { (marks) }
                    }
                }
            }
        }
    }
}

/// The rules of the page's style that charts need, without the names that programs for documents do not know.
fn rules() -> String {
    let (root, page) = STYLE.split_once('}').unwrap_or_default();
    let of_charts = page.split_once("/* charts */").map_or("", |(_, rules)| rules);
    let of_charts = of_charts.split_once("@page").map_or(of_charts, |(rules, _)| rules);
    let is_of_page =
        |line: &&str| [":hover", ":focus", ".hit", ".hint", ".point", ".defs"].iter().any(|of| line.contains(of));
    let kept: Vec<&str> =
        of_charts.lines().map(str::trim).filter(|line| !line.is_empty() && !is_of_page(line)).collect();
    let mut rules = kept.join("\n");
    let colours = root.split_once('{').map_or("", |(_, colours)| colours).split(';');
    for (name, colour) in colours.filter_map(|colour| colour.split_once(':')) {
        rules = rules.replace(&format!("var({})", name.trim()), colour.trim());
    }
    format!(
        "\n.chart text {{ font-family: {FONTS}; }}\n{rules}\n.paper {{ fill: #fff; }}\n.chart .title {{ font-size: {TITLE}px; font-weight: 700; }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_charts() {
        let rules = rules();
        for needed in [".grid {", ".bar {", ".level0 {", ".median {", ".target-mark {"] {
            assert!(rules.contains(needed), "{needed} {rules}");
        }
        for other in ["var(", ":hover", ".hit", "@media", "table", "--ink"] {
            assert!(!rules.contains(other), "{other} {rules}");
        }
        assert_eq!(rules.matches('{').count(), rules.matches('}').count());
    }
}
