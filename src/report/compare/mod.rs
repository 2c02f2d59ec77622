//! Comparisons → bytes.

use super::ReportError;
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

/// The format of a comparison, with what can be chosen about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonFormat {
    /// Tables and notes for reading.
    Text,
    /// Tidy rows of one table for spreadsheets: UTF-8 with a byte order mark, CRLF.
    Csv(ComparisonTable),
    /// Everything.
    Json,
}

/// Renders a comparison.
///
/// # Errors
/// What the format's writer reports; not with comparisons that mikomi made.
pub fn render_comparison(
    compared: &Compared<'_>,
    format: ComparisonFormat,
    _lang: Lang,
) -> Result<Vec<u8>, ReportError> {
    match format {
        ComparisonFormat::Text | ComparisonFormat::Csv(_) | ComparisonFormat::Json => {
            let mut bytes = serde_json::to_vec_pretty(compared)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
    }
}
