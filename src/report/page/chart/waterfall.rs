//! Steps from one amount to another: what each adds or takes, each beginning where the one before it ends.

use super::axis::{Axis, Scale};
use super::label::{width, wrapped};
use super::{About, LINE, Point, SMALL, WIDTH, area, chart, diamond, line, words};
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
pub(in crate::report::page) struct Step {
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
    pub(in crate::report::page) steps: Vec<Step>,
}

impl Waterfall {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let spans = self.spans();
        let targets = self.steps.iter().filter_map(|s| s.target);
        let axis = Axis::over(spans.iter().flat_map(|(from, to)| [*from, *to]).chain(targets), true, 5);
        let (left, right) = (axis.label_width() + 14.0, WIDTH - 8.0);
        let each = (right - left) / self.steps.len().max(1) as f64;
        let y = axis.scale(BOTTOM, TOP);
        let names: Vec<Vec<String>> = self.steps.iter().map(|s| wrapped(&s.name, each - 8.0, SMALL, 4)).collect();
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
        let span = |step: &Step| {
            let from = if step.kind == StepKind::Amount { 0.0 } else { level };
            level = from + step.amount;
            (from, level)
        };
        self.steps.iter().map(span).collect()
    }
}

fn column(step: &Step, (from, to): (f64, f64), (left, each, i): (f64, f64, usize), y: Scale) -> Point {
    let x = left + each * i as f64;
    let (begin, end) = (x + each * 0.15, x + each * 0.85);
    let class = match step.kind {
        StepKind::Amount => "bar",
        StepKind::Change if step.amount < 0.0 => "bar fall",
        StepKind::Change => "bar rise",
    };
    let top = y.at(from.max(to)).min(step.target.map_or(f64::MAX, |t| y.at(t) - 4.0));
    let middle = f64::midpoint(begin, end);
    // Where columns are narrow, neighbours are told on different lines.
    let lift = if width(&step.said, SMALL) > each - 4.0 { LINE * (i % 2) as f64 } else { 0.0 };
    let marks = html! {
        (area("hit", (x + 1.0, TOP - 30.0), (x + each - 1.0, BOTTOM)))
        (area(class, (begin, y.at(from)), (end, y.at(to))))
        @if let Some(target) = step.target {
            (line("target", (begin - 4.0, y.at(target)), (end + 4.0, y.at(target))))
            (diamond(middle, y.at(target)))
        }
        (words("on middle", (middle, top - 6.0 - lift), &step.said))
    };
    Point { marks, values: vec![step.values.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_where_the_one_before_ends() {
        let step = |kind, amount| Step {
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
        assert_eq!(Waterfall { steps }.spans(), [(0.0, 100.0), (100.0, 70.0), (70.0, 75.0), (0.0, 75.0)]);
    }
}
