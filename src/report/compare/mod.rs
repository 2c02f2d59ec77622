//! Comparisons → bytes.

use super::{Format, ReportError};
use crate::analysis::Comparison;
use crate::lang::Lang;
use crate::outcome::Outcome;
use serde::Serialize;

/// The outcomes of a plan and of its revisions, and the comparison of each revision with the plan.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Compared<'a> {
    /// The plan's outcome, then the revisions'.
    pub outcomes: &'a [Outcome],
    /// One comparison a revision.
    pub comparisons: &'a [Comparison],
}

/// The tables of a comparison that tidy rows can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ComparisonTable {
    /// Both values and their difference, by policy and period.
    #[default]
    Differences,
    /// What the differences come from.
    Attribution,
    /// From edition to edition.
    Bridge,
    /// Which distribution lies above the other.
    Dominance,
    /// Predictions against actuals.
    TrackRecord,
    /// Which initiatives go on from which.
    Lineages,
}

/// Renders a comparison; `table` says which one tidy rows hold.
///
/// # Errors
/// What the format's writer reports; not with comparisons that mikomi made.
pub fn render_comparison(
    compared: &Compared<'_>,
    format: Format,
    _table: ComparisonTable,
    _lang: Lang,
) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Text | Format::Csv | Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(compared)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
    }
}
