//! Bars to the right and left of zero with the interval about each, one row a name: rankings, and what matters most.

use super::axis::Axis;
use super::label::{shortened, width};
use super::{About, LINE, Point, SIZE, SMALL, area, chart, line, words};
use maud::{Markup, html};

const ROW: f64 = 26.0;
/// What a name takes that stands over its bar.
const OVER: f64 = 18.0;
const TOP: f64 = 8.0;
/// The most that names and values may take of the width.
const NAMES: f64 = 300.0;
const VALUES: f64 = 170.0;

/// A row.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Bar {
    /// Its name.
    pub(in crate::report::page) name: String,
    /// Its value.
    pub(in crate::report::page) value: f64,
    /// The interval about it.
    pub(in crate::report::page) interval: Option<(f64, f64)>,
    /// The value as printed beside the bar.
    pub(in crate::report::page) said: String,
    /// The row in words.
    pub(in crate::report::page) values: String,
    /// Whether it stands out: the base, the best.
    pub(in crate::report::page) strong: bool,
}

/// Rows in their order. More than about twenty do not fit on a page: they are better drawn in parts.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Bars {
    /// The rows.
    pub(in crate::report::page) rows: Vec<Bar>,
    /// What the values are, with their unit.
    pub(in crate::report::page) axis: String,
    /// Whether the values are probabilities, so that the axis goes from 0 to 100 %.
    pub(in crate::report::page) of_probability: bool,
}

impl Bars {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let ends = self.rows.iter().flat_map(|r| r.interval.map_or([r.value; 2], |(low, high)| [low, high]));
        let all = ends.chain(self.rows.iter().map(|r| r.value));
        let axis = if self.of_probability { Axis::of_probability() } else { Axis::over(all, true, 5) };
        let widest = |of: fn(&Bar) -> &str, most: f64| {
            self.rows.iter().map(|r| width(of(r), SIZE)).fold(0.0, f64::max).min(most)
        };
        // Names too long to stand beside their bars stand over them, or they would end alike.
        let over = if self.rows.iter().any(|r| width(&r.name, SIZE) > NAMES) { OVER } else { 0.0 };
        let (names, values) = (widest(|r| &r.name, NAMES), widest(|r| &r.said, VALUES));
        // The first amount of the axis stands below the place where bars begin.
        let edge = axis.label_width().max(width("100%", SMALL)) / 2.0 + 6.0;
        let (left, right) = (if over > 0.0 { edge } else { names + 24.0 }, about.width - values - 24.0);
        let x = axis.scale(left, right);
        let row_height = ROW + over;
        let bottom = TOP + row_height * self.rows.len() as f64;
        let (mut drawing, mut points) = (Vec::new(), Vec::new());
        for (i, row) in self.rows.iter().enumerate() {
            let top = TOP + row_height * i as f64;
            let y = top + over + ROW / 2.0;
            let class = if row.strong { "label strong" } else { "label" };
            drawing.push(if over > 0.0 {
                words(
                    &format!("{class} halo"),
                    (left, top + 14.0),
                    &shortened(&row.name, about.width - left - 12.0, SIZE),
                )
            } else {
                words(&format!("{class} end"), (names + 12.0, y + 4.5), &shortened(&row.name, NAMES, SIZE))
            });
            drawing.push(words(
                &format!("{class} end"),
                (about.width - 6.0, y + 4.5),
                &shortened(&row.said, VALUES, SIZE),
            ));
            let class = if row.strong { "bar strong" } else { "bar" };
            let marks = html! {
                (area(class, (x.at(0.0), y - 7.0), (x.at(row.value), y + 7.0)))
                @if let Some((low, high)) = row.interval {
                    (line("interval", (x.at(low), y), (x.at(high), y)))
                    (line("interval", (x.at(low), y - 5.0), (x.at(low), y + 5.0)))
                    (line("interval", (x.at(high), y - 5.0), (x.at(high), y + 5.0)))
                }
            };
            points.push(Point {
                hit: area("hit", (2.0, top + 1.0), (about.width - 2.0, top + row_height - 1.0)),
                marks,
                values: vec![row.values.clone()],
            });
        }
        let axis_words = html! {
            @if self.of_probability {
                @for tick in &axis.ticks {
                    (line("grid", (x.at(*tick), TOP), (x.at(*tick), bottom)))
                    (words("tick middle", (x.at(*tick), bottom + LINE), &format!("{:.0}%", tick * 100.0)))
                }
            } @else { (axis.upward(x, [TOP, bottom, about.width])) }
            (words("tick middle", (f64::midpoint(left, right), bottom + 2.0 * LINE + 4.0), &self.axis))
            @for part in &drawing { (part) }
        };
        chart(about, bottom + 2.0 * LINE + 12.0, axis_words, &points)
    }
}
