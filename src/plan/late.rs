//! Amounts that come later or earlier than stated.

use super::{LevelKey, LevelPart};
use crate::fiscal::FiscalYear;
use crate::model::Stream;

/// A year, and what is known of it: in `as_of`, the first year that is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct View {
    pub(super) year: FiscalYear,
    pub(super) as_of: Option<FiscalYear>,
}

impl View {
    pub(super) fn level(self, part: LevelPart) -> LevelKey {
        LevelKey { part, year: self.year, as_of: self.as_of }
    }

    /// Whether the year is closed.
    pub(super) fn is_closed(self) -> bool {
        self.at_is_closed(self.year)
    }

    /// Whether another year is closed by what is known.
    fn at_is_closed(self, year: FiscalYear) -> bool {
        self.as_of.is_some_and(|as_of| year < as_of)
    }
}

/// A level `delay` years late, interpolated between whole years.
pub(super) fn interpolated(year: FiscalYear, delay: f64, level: impl Fn(FiscalYear) -> f64) -> f64 {
    let whole = delay.floor();
    let fraction = delay - whole;
    let now = level(year.plus(-(whole as i32)));
    if fraction == 0.0 { now } else { now + fraction * (level(year.plus(-(whole as i32) - 1)) - now) }
}

/// The whole years by which a one-off amount is late in the plan: a fraction of one half or more is the later year.
pub(super) fn rounded(delay: f64) -> f64 {
    (delay + 0.5).floor()
}

/// What is stated of a stream, `delay` years late; of a one-off stream by whole years.
pub(super) fn stated(stream: &Stream, view: View, delay: f64) -> f64 {
    if stream.recurring {
        interpolated(view.year, delay, |year| stream.curve.at(year))
    } else {
        one_off(stream, view, delay as i32)
    }
}

/// A one-off amount `delay` years late. It never moves between closed and open years: planned for a closed year it is lost
/// to the open ones, planned for an open year it comes in the first of them at the earliest.
fn one_off(stream: &Stream, view: View, delay: i32) -> f64 {
    let year = view.year;
    let from = year.plus(-delay);
    if view.at_is_closed(from) != view.is_closed() {
        0.0
    } else if view.as_of == Some(year) && delay < 0 {
        (0..=-delay).map(|k| stream.curve.at(year.plus(k))).sum()
    } else {
        stream.curve.at(from)
    }
}
