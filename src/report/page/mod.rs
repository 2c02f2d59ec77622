//! One page for a browser, with charts: it needs nothing but itself, runs no script and asks for nothing.

mod chart;
mod compare;
mod document;
mod named;
mod parts;
mod run;
#[cfg(feature = "sets")]
mod set;
mod tables;

#[cfg(feature = "sets")]
use super::SetReport;
use super::{Compared, Style};
use crate::harmless::Harmless;
use crate::lang::Lang;
use crate::outcome::Outcome;

pub use named::NamedChart;
#[cfg(feature = "sets")]
pub(super) use named::of_set as charts_of_set;
pub(super) use named::{of_comparison as charts_of_comparison, of_run as charts_of_run};

/// The page of outcomes, one after the other.
pub(super) fn of_run(outcomes: &[Outcome], style: Style) -> Harmless {
    run::page(outcomes, style)
}

/// The page of a plan against its revisions.
pub(super) fn of_comparison(compared: &Compared<'_>, lang: Lang) -> Harmless {
    compare::page(compared, lang)
}

/// The page of a set of scenarios.
#[cfg(feature = "sets")]
pub(super) fn of_set(report: &SetReport<'_>, lang: Lang) -> Harmless {
    set::page(report, lang)
}
