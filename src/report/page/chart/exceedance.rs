//! The probability of reaching at least an amount, as a falling curve, with the amounts that matter marked on it.

use super::axis::{Axis, Scale};
use super::label::shortened;
use super::{About, LINE, Point, SIZE, SMALL, WHOLE, area, beside, chart, extent, line, path, place, words};
use crate::lang::{Lang, text};
use crate::money::Unit;
use maud::{Markup, html};

/// How high amounts are drawn, of a chart that stands alone and of one beside another.
const HEIGHTS: [f64; 2] = [260.0, 200.0];
/// The probabilities, in percent, whose amounts can be reached by mouse or keyboard.
const SHOWN: [usize; 11] = [95, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5];

/// One distribution.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Curve {
    /// Its name; nothing where there is only one.
    pub(in crate::report::page) name: String,
    /// The amounts below which lie 1 %, 2 % … 99 %.
    pub(in crate::report::page) percentiles: Vec<f64>,
}

/// An amount that matters.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Mark {
    /// The amount.
    pub(in crate::report::page) amount: f64,
    /// The probability of reaching it.
    pub(in crate::report::page) probability: f64,
    /// What it is, in words with its numbers.
    pub(in crate::report::page) words: String,
    /// Whether it is a target (else what is reached with a probability).
    pub(in crate::report::page) is_target: bool,
}

/// The curves of one or several distributions.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Exceedance {
    /// The distributions.
    pub(in crate::report::page) curves: Vec<Curve>,
    /// The amounts that matter.
    pub(in crate::report::page) marks: Vec<Mark>,
    /// The unit of the amounts.
    pub(in crate::report::page) unit: Unit,
}

struct Frame {
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Of the whole chart.
    width: f64,
}

impl Exceedance {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let named = if self.curves.len() > 1 { self.curves.len() } else { 0 };
        let amounts = self.curves.iter().flat_map(|c| &c.percentiles).copied();
        let axis = Axis::over(amounts.chain(self.marks.iter().map(|m| m.amount)), false, 6);
        let upward = Axis::of_probability();
        let top = 8.0 + LINE * (named + self.marks.len()) as f64 + 8.0;
        let (left, right, bottom) = (50.0, about.width - 44.0, top + HEIGHTS[usize::from(about.width < WHOLE)]);
        let (x, y) = (axis.scale(left, right), upward.scale(bottom, top));
        let frame = Frame { x, y, left, right, top, bottom, width: about.width };
        let drawing = html! {
            (upward.across(y, left, right, |p| format!("{:.0}%", p * 100.0)))
            (axis.upward(x, [top, bottom, about.width]))
            (words("tick middle", (f64::midpoint(left, right), bottom + 2.0 * LINE + 4.0), &amount_axis(about)))
            @for (i, curve) in self.curves.iter().enumerate() { (frame.curve(i, curve, named > 0)) }
            @for (i, mark) in self.marks.iter().enumerate() { (frame.mark(named + i, mark, &self.marks[i + 1..])) }
        };
        chart(about, bottom + 2.0 * LINE + 12.0, drawing, &self.points(&frame, about))
    }

    fn points(&self, frame: &Frame, about: &About) -> Vec<Point> {
        let of_level = |percent: &usize| {
            let at = |c: &Curve| c.percentiles.get(99 - percent).copied();
            let amounts: Vec<(String, f64)> =
                self.curves.iter().filter_map(|c| Some((c.name.clone(), at(c)?))).collect();
            let y = frame.y.at(*percent as f64 / 100.0);
            let marks = html! {
                @for (_, amount) in &amounts { circle class="dot" cx=(place(frame.x.at(*amount))) cy=(place(y)) r="3.5" {} }
            };
            let values = amounts
                .iter()
                .map(|(name, amount)| reached(name, *percent, &self.unit.in_table(*amount), about))
                .collect();
            Point { hit: area("hit", (frame.left, y - 5.0), (frame.right, y + 5.0)), marks, values }
        };
        let of_mark = |mark: &Mark| {
            let (x, y) = (frame.x.at(mark.amount), frame.y.at(mark.probability));
            let marks = html! {
                @if mark.is_target { (super::diamond(x, y)) } @else { circle class="ring" cx=(place(x)) cy=(place(y)) r="5.5" {} }
            };
            let hit = area("hit", (x - 8.0, y - 8.0), (x + 8.0, y + 8.0));
            Point { hit, marks, values: vec![mark.words.clone()] }
        };
        SHOWN.iter().map(of_level).chain(self.marks.iter().map(of_mark)).filter(|p| !p.values.is_empty()).collect()
    }
}

impl Frame {
    fn curve(&self, i: usize, curve: &Curve, named: bool) -> Markup {
        let class = if i == 0 { "curve" } else { "curve other" };
        let at = |(k, amount): (usize, &f64)| (self.x.at(*amount), self.y.at(1.0 - (k + 1) as f64 / 100.0));
        let y = 8.0 + LINE * (i as f64 + 0.5);
        html! {
            polyline class=(class) points=(path(curve.percentiles.iter().enumerate().map(at))) {}
            @if named {
                (line(class, (self.left, y), (self.left + 36.0, y)))
                (words("label", (self.left + 44.0, y + 4.5), &shortened(&curve.name, self.right - self.left - 44.0, SIZE)))
            }
        }
    }

    /// A mark with its words on a line of its own above the curve. Its line begins there, unless it would cross the words
    /// of a mark below.
    fn mark(&self, row: usize, mark: &Mark, below: &[Mark]) -> Markup {
        let (x, y) = (self.x.at(mark.amount), self.y.at(mark.probability));
        let above = 8.0 + LINE * (row as f64 + 0.5);
        let crosses = |other: &Mark| {
            let (from, to) = extent(self.x.at(other.amount), &said(other), self.width);
            (from - 4.0..=to + 4.0).contains(&x)
        };
        let begin = if below.iter().any(crosses) { self.top } else { above };
        let class = if mark.is_target { "target" } else { "reached" };
        html! {
            (line(class, (x, begin), (x, self.bottom)))
            @if !mark.is_target { (line(class, (self.left, y), (x, y))) }
            (beside("label", (x, above + 4.5), &said(mark), self.width))
        }
    }
}

/// The words of a mark with the sign that stands on the curve.
fn said(mark: &Mark) -> String {
    let sign = if mark.is_target { "◇" } else { "○" };
    format!("{sign} {}", shortened(&mark.words, 420.0, SIZE))
}

fn amount_axis(about: &About) -> String {
    let unit = &about.unit;
    text!(ja: "効果額（{unit}）", en: "effect ({unit})").get(about.lang).to_owned()
}

fn reached(name: &str, percent: usize, amount: &str, about: &About) -> String {
    let unit = &about.unit;
    let of = match (name, about.lang) {
        ("", _) => String::new(),
        (name, Lang::Ja) => format!("{}：", shortened(name, 300.0, SMALL)),
        (name, Lang::En) => format!("{}: ", shortened(name, 300.0, SMALL)),
    };
    let said = text!(ja: "{of}{percent}% の確率で {amount}{unit}以上", en: "{of}with a probability of {percent}% at least {amount} {unit}");
    said.get(about.lang).to_owned()
}
