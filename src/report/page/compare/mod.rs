//! The page of a comparison: a plan against its revisions, one part a revision.

mod alone;
mod attribution;
mod behind;
mod difference;
mod editions;
mod fan;
mod made;
mod odds;
mod pieces;
mod summary;
mod track_record;

use super::chart::{About, Kept, WHOLE};
use super::document::{Place, document};
use super::parts::{Look, heading};
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::outcome::TOTAL;
use crate::report::compare::ComparisonReport;
use crate::report::figures::Figures;
use crate::report::text::no_result;
use crate::report::{Compared, Rounding};
use maud::{Markup, html};

pub(super) use alone::charts;

/// The page of a plan against its revisions.
pub(super) fn page(compared: &Compared<'_>, lang: Lang) -> Harmless {
    let title = text!(ja: "改革改善効果額の比較", en: "Comparison of the reform effect");
    let title = title.get(lang);
    let (mut places, mut bodies) = (Vec::new(), Vec::new());
    for (i, pair) in compared.pairs().enumerate() {
        let figures = [pair.plan, pair.revised].map(|outcome| Figures::of(outcome, Rounding::Each));
        let told = ComparisonReport { pair, figures: [&figures[0], &figures[1]], lang };
        let of = compared.comparisons.len();
        let part = RevisionPart { told, at: i, of, level: if of > 1 { 3 } else { 2 }, kept: None };
        places.extend(part.places());
        bodies.push(part.draw());
    }
    let plan = compared.outcomes.first().map_or("", |o| o.header.title.as_str());
    let head = html! { (heading(1, Look::Page, None, title)) };
    let body = html! { @for body in &bodies { (body) } };
    document(lang, &format!("{title}　{plan}"), &head, &places, &body)
}

/// A plan against one revision.
struct RevisionPart<'a> {
    told: ComparisonReport<'a>,
    /// Which revision, of how many.
    at: usize,
    of: usize,
    /// The level of the headings of sections.
    level: u8,
    /// Who wants its charts by themselves.
    kept: Option<Kept>,
}

impl RevisionPart<'_> {
    fn draw(&self) -> Markup {
        html! {
            div class="part compare" {
                @if self.of > 1 { (heading(2, Look::Page, Some(&self.id("part")), &self.title())) }
                @for line in self.head_lines() { p class="about" { (line) } }
                @if self.told.is_empty() { p class="notice" { (no_result().get(self.told.lang)) } }
                @else { (self.summary()) (self.owners()) (self.sections()) (self.behind()) (self.made()) }
            }
        }
    }

    /// The unit of every amount.
    fn money(&self) -> Unit {
        self.told.money()
    }

    /// What is compared, over which period, in which unit.
    fn head_lines(&self) -> Vec<String> {
        let (period, unit, pair) = (self.told.period(), self.told.unit(), self.told.pair);
        let (ja, en) = (period.ja, period.en);
        let first = text!(ja: "{ja}（単位：{unit}）", en: "{en} (unit: {unit})");
        let sides = self.told.names().heads().into_iter().zip([pair.plan, pair.revised]).map(|(name, outcome)| {
            let (ja, en, title) = (name.ja, name.en, &outcome.header.title);
            text!(ja: "{ja}：{title}", en: "{en}: {title}")
        });
        [first].into_iter().chain(sides).map(|words| self.say(&words)).collect()
    }

    /// What leads to the part's own places.
    fn places(&self) -> Vec<Place> {
        if self.of > 1 {
            return vec![Place { id: self.id("part"), title: self.title() }];
        }
        if self.told.is_empty() {
            return Vec::new();
        }
        let sections = self.told.sections().into_iter().zip(pieces::NAMES).map(|((title, _), name)| (title, name));
        let behind = behind::NAMES.map(|name| (behind::title(name, self.told.names()), name));
        let all =
            [(charts_title(), "charts")].into_iter().chain(sections).chain(behind).chain([(made::title(), "made")]);
        all.map(|(title, name)| Place { id: self.id(name), title: title.get(self.told.lang).to_owned() }).collect()
    }

    fn title(&self) -> String {
        let title = &self.told.pair.revised.header.title;
        let (n, [_, after]) = (self.at + 1, self.told.names().heads());
        let (ja, en) = (after.ja, after.en);
        self.say(&text!(ja: "{n}. {ja}：{title}", en: "{n}. {en}: {title}"))
    }

    /// The charts of the total and of each policy.
    fn owners(&self) -> Markup {
        let main: Vec<_> = self.told.main().collect();
        if main.is_empty() {
            return html! {};
        }
        let both = main.into_iter().filter(|d| !self.told.is_of_one(d));
        let (policies, total): (Vec<_>, Vec<_>) = both.partition(|d| d.policy != TOTAL);
        html! {
            section {
                (self.heading("charts", &charts_title()))
                (self.odds())
                @for (i, difference) in total.into_iter().chain(policies).enumerate() {
                    div class="group" {
                        (heading(self.level + 1, Look::Group, None, &self.told.name(&difference.policy)))
                        (self.fan(i, difference))
                        (self.waterfall(i, difference))
                        (self.difference(i, difference))
                    }
                }
            }
        }
    }

    fn heading(&self, name: &str, title: &Text) -> Markup {
        heading(self.level, Look::Section, Some(&self.id(name)), title.get(self.told.lang))
    }

    /// An id of this part.
    fn id(&self, name: &str) -> String {
        format!("r{}-{name}", self.at + 1)
    }

    fn about(&self, id: &str, title: &Text, description: &[String]) -> About {
        About {
            id: self.id(id),
            title: title.get(self.told.lang).to_owned(),
            description: description.join(" "),
            unit: self.told.unit().to_owned(),
            lang: self.told.lang,
            width: WHOLE,
            kept: self.kept.clone(),
        }
    }

    fn say(&self, words: &Text) -> String {
        words.get(self.told.lang).to_owned()
    }
}

fn charts_title() -> Text {
    text!(ja: "合計と基本方針別の見通し", en: "The total and each basic policy")
}
