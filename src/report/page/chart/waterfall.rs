//! Steps from one amount to another: what each adds or takes, each beginning where the one before it ends.

use super::axis::{Axis, Scale};
use super::label::{shortened, width, wrapped};
use super::{About, LINE, Point, SMALL, area, chart, diamond, line, words};
use crate::money::Unit;
use maud::{Markup, html};

const TOP: f64 = 34.0;
const BOTTOM: f64 = 270.0;

/// Whether a column stands by itself or changes the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report::page) enum StepKind {
    /// An amount.
    Amount,
    /// What is added or taken.
    Change,
}

/// A column.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct WaterfallStep {
    /// Its name.
    pub(in crate::report::page) name: String,
    /// What it is.
    pub(in crate::report::page) kind: StepKind,
    /// The amount, or what is added to it.
    pub(in crate::report::page) amount: f64,
    /// It as printed over the column.
    pub(in crate::report::page) said: String,
    /// A target to be held against an amount.
    pub(in crate::report::page) target: Option<f64>,
    /// The column in words.
    pub(in crate::report::page) values: String,
}

/// The steps in their order.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Waterfall {
    /// The steps.
    pub(in crate::report::page) steps: Vec<WaterfallStep>,
    /// The unit of their amounts.
    pub(in crate::report::page) unit: Unit,
}

impl Waterfall {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let spans = self.spans();
        let targets = self.steps.iter().filter_map(|s| s.target);
        let axis = Axis::over(spans.iter().flat_map(|(from, to)| [*from, *to]).chain(targets), true, 5);
        let (left, right) = (axis.label_width() + 14.0, about.width - 8.0);
        let each = (right - left) / self.steps.len().max(1) as f64;
        let y = axis.scale(BOTTOM, TOP);
        let names: Vec<Vec<String>> = self.steps.iter().map(|s| named(s, each - 4.0, self.unit)).collect();
        let lines = names.iter().map(Vec::len).max().unwrap_or(1);
        let drawing = html! {
            (axis.across(y, left, right, |v| axis.label(v)))
            (words("tick", (4.0, 14.0), &format!("({})", about.unit)))
            @for (i, name) in names.iter().enumerate() {
                @for (line, said) in name.iter().enumerate() {
                    (words("tick middle", (left + each * (i as f64 + 0.5), BOTTOM + LINE * (line as f64 + 1.0)), said))
                }
            }
            @for (i, (_, end)) in spans.iter().enumerate().take(spans.len().saturating_sub(1)) {
                @let x = left + each * i as f64;
                (line("joint", (x + each * 0.85, y.at(*end)), (x + each * 1.15, y.at(*end))))
            }
        };
        let points: Vec<Point> = self
            .steps
            .iter()
            .zip(&spans)
            .enumerate()
            .map(|(i, (s, span))| column(s, *span, (left, each, i), y))
            .collect();
        chart(about, BOTTOM + LINE * lines as f64 + 10.0, drawing, &points)
    }

    /// From where to where each column goes.
    fn spans(&self) -> Vec<(f64, f64)> {
        let mut level = 0.0;
        let span = |step: &WaterfallStep| {
            let from = if step.kind == StepKind::Amount { 0.0 } else { level };
            level = from + step.amount;
            (from, level)
        };
        self.steps.iter().map(span).collect()
    }
}

/// The lines below a column: its name, and the target that it is held against.
fn named(step: &WaterfallStep, room: f64, unit: Unit) -> Vec<String> {
    let target = step.target.map(|target| shortened(&format!("◇ {}", unit.in_table(target)), room, SMALL));
    wrapped(&step.name, room, SMALL, 4).into_iter().chain(target).collect()
}

fn column(step: &WaterfallStep, (from, to): (f64, f64), (left, each, i): (f64, f64, usize), y: Scale) -> Point {
    let x = left + each * i as f64;
    let (begin, end) = (x + each * 0.15, x + each * 0.85);
    let class = match step.kind {
        StepKind::Amount => "bar",
        StepKind::Change if step.amount < 0.0 => "bar fall",
        StepKind::Change => "bar rise",
    };
    let (top, bottom) = (y.at(from.max(to)), y.at(from.min(to)));
    let middle = f64::midpoint(begin, end);
    let (class_of_words, height) = said_at(step, top, bottom, y);
    // Where columns are narrow, neighbours are told on different lines.
    let lift = if width(&step.said, SMALL) > each - 4.0 { LINE * (i % 2) as f64 } else { 0.0 };
    let marks = html! {
        (area(class, (begin, top), (end, bottom)))
        @if bottom - top < 1.0 { (line("joint", (begin, top), (end, top))) }
        @if let Some(target) = step.target {
            (line("target", (begin - 4.0, y.at(target)), (end + 4.0, y.at(target))))
            (diamond(middle, y.at(target)))
        }
        (words(class_of_words, (middle, height - lift), &step.said))
    };
    Point {
        hit: area("hit", (x + 1.0, TOP - 30.0), (x + each - 1.0, BOTTOM)),
        marks,
        values: vec![step.values.clone()],
    }
}

/// Where the amount of a column is told: above it, or where the target's mark is in the way within it or above the mark.
fn said_at(step: &WaterfallStep, top: f64, bottom: f64, y: Scale) -> (&'static str, f64) {
    let target = step.target.map(|target| y.at(target));
    let clear = |height: f64| target.is_none_or(|t| (t - (height - 5.0)).abs() > 14.0);
    match () {
        () if clear(top - 6.0) => ("on middle", top - 6.0),
        () if bottom - top > 24.0 && clear(top + 17.0) => ("within middle", top + 17.0),
        () => ("on middle", target.unwrap_or(top).min(top) - 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_clear_of_targets() {
        let y = Axis::over([0.0, 100.0], true, 5).scale(200.0, 0.0);
        let step = |target| WaterfallStep {
            name: String::new(),
            kind: StepKind::Amount,
            amount: 50.0,
            said: String::new(),
            target,
            values: String::new(),
        };
        // The column reaches from 200 up to 100; targets at 96 and 110 stand where words above it would.
        assert_eq!(said_at(&step(None), 100.0, 200.0, y), ("on middle", 94.0));
        assert_eq!(said_at(&step(Some(90.0)), 100.0, 200.0, y), ("on middle", 94.0));
        assert_eq!(said_at(&step(Some(52.0)), 100.0, 200.0, y), ("within middle", 117.0));
        assert_eq!(said_at(&step(Some(52.0)), 100.0, 110.0, y), ("on middle", 86.0));
    }

    #[test]
    fn columns_begin_where_the_one_before_ends() {
        let step = |kind, amount| WaterfallStep {
            name: String::new(),
            kind,
            amount,
            said: String::new(),
            target: None,
            values: String::new(),
        };
        let steps = vec![
            step(StepKind::Amount, 100.0),
            step(StepKind::Change, -30.0),
            step(StepKind::Change, 5.0),
            step(StepKind::Amount, 75.0),
        ];
        assert_eq!(
            Waterfall { steps, unit: Unit::whole(crate::money::Name::ThousandYen) }.spans(),
            [(0.0, 100.0), (100.0, 70.0), (70.0, 75.0), (0.0, 75.0)]
        );
    }
}
