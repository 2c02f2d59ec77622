//! A workbook: sheets to be printed (帳票), with formulas and charts, and sheets of data.

use super::{Compared, ReportError, SetReport, Style};
use crate::lang::Lang;
use crate::outcome::Outcome;

/// The workbook of outcomes.
pub(super) fn of_run(_outcomes: &[Outcome], _style: Style) -> Result<Vec<u8>, ReportError> {
    Ok(Vec::new())
}

/// The workbook of a plan against its revisions.
pub(super) fn of_comparison(_compared: &Compared<'_>, _lang: Lang) -> Result<Vec<u8>, ReportError> {
    Ok(Vec::new())
}

/// The workbook of a set of scenarios.
pub(super) fn of_set(_report: &SetReport<'_>, _lang: Lang) -> Result<Vec<u8>, ReportError> {
    Ok(Vec::new())
}
