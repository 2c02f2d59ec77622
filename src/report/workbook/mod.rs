//! A workbook: sheets to be printed (帳票), with formulas and charts, and sheets of data.
//!
//! A sheet to be printed is laid out for reading, its sums are formulas. A sheet of data has one row a thing, numbers as
//! they are, and names that programs know: what the JSON report holds can be read back from it to the last bit.

mod book;
mod chance;
mod chart;
mod comparison;
mod data;
mod face;
mod facts;
mod gallery;
mod initiatives;
mod printed;
mod prose;
mod run;
#[cfg(feature = "sets")]
mod set;
mod sheet;
mod waterfall;

#[cfg(feature = "sets")]
use super::SetReport;
use super::{Compared, ReportError, Style};
use crate::harmless::Harmless;
use crate::lang::Lang;
use crate::outcome::Outcome;

/// The workbook of outcomes.
pub(super) fn of_run(outcomes: &[Outcome], style: Style) -> Result<Harmless, ReportError> {
    run::workbook(outcomes, style)
}

/// The workbook of a plan against its revisions.
pub(super) fn of_comparison(compared: &Compared<'_>, lang: Lang) -> Result<Harmless, ReportError> {
    comparison::workbook(compared, lang)
}

/// The workbook of a set of scenarios.
#[cfg(feature = "sets")]
pub(super) fn of_set(report: &SetReport<'_>, lang: Lang) -> Result<Harmless, ReportError> {
    set::workbook(report, lang)
}
