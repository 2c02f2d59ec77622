//! Outcome → bytes. One renderer a file; none of them computes anything that the outcome does not hold.

mod compare;
mod csv;
mod explain;
mod json;
mod numbers;
mod reference;
mod text;
mod words;

pub use compare::{Compared, ComparisonTable, render_comparison};
pub use explain::{trace_text, words_of_plan};
pub use reference::{classes, input_reference};

use crate::lang::Lang;
use crate::outcome::Outcome;

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Tables and notes for reading.
    #[default]
    Text,
    /// Tidy rows for spreadsheets: UTF-8 with a byte order mark, CRLF.
    Csv,
    /// Everything.
    Json,
}

/// Whether several scenarios were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsList {
    /// Several, however many were run in the end.
    Yes,
    /// One.
    No,
}

/// A report that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The CSV writer's message.
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    /// The JSON writer's message.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Renders outcomes, one after the other; `as_list` says whether JSON is a list of them or the only one.
///
/// # Errors
/// What the format's writer reports; not with outcomes that mikomi made.
pub fn render(outcomes: &[Outcome], as_list: AsList, format: Format, lang: Lang) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Text => Ok(text::render(outcomes, lang).into_bytes()),
        Format::Csv => csv::render(outcomes),
        Format::Json => json::render(outcomes, as_list),
    }
}
