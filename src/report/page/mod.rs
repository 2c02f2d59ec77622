//! One page for a browser, with charts: it needs nothing but itself, runs no script and asks for nothing.

mod chart;
mod compare;
mod document;
mod parts;
mod run;
mod set;
mod tables;

use super::{Compared, SetReport, Style};
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
pub(super) fn of_set(report: &SetReport<'_>, lang: Lang) -> Harmless {
    set::page(report, lang)
}
