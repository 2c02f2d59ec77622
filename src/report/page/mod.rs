//! One page for a browser, with charts: it needs nothing but itself, runs no script and asks for nothing.

mod chart;
mod compare;
mod document;
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
