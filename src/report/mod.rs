//! Outcome → bytes. One renderer a file; none of them computes anything that the outcome does not hold.

mod by_year;
mod columns;
mod compare;
mod csv;
mod csv_steps;
mod edition_notes;
mod editions;
mod explain;
mod json;
mod notes;
mod numbers;
mod precision;
mod reference;
mod set;
mod steps;
mod tables;
mod text;
mod throughput;
mod words;

pub use compare::{Compared, ComparisonFormat, ComparisonTable, render_comparison};
pub use explain::{trace_text, words_of_plan};
pub use precision::not_precise;
pub use reference::{classes, input_reference, sweep_reference};
pub use set::{Layout, SetFormat, SetReport, SetTable, render_set};
pub use throughput::throughput;

use crate::fiscal::FiscalYear;
use crate::lang::Lang;
use crate::outcome::Outcome;

/// The format of a report, with what can be chosen about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tables and notes for reading.
    Text(Editions),
    /// Tidy rows for spreadsheets: UTF-8 with a byte order mark, CRLF.
    Csv(CsvTable),
    /// Everything.
    Json(AsList),
}

/// The editions of the financial plan whose reconciliation and bridge are printed; the overview holds all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Editions {
    /// The one made in the plan's as-of year.
    #[default]
    Current,
    /// Each.
    All,
    /// None.
    None,
    /// The one with this base year.
    Base(FiscalYear),
}

/// What the rows of a CSV file are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvTable {
    /// One a policy or total and period.
    #[default]
    Results,
    /// One a step from the plan-period amount to an edition's basis.
    Reconciliation,
    /// One a step from an edition to the next.
    Bridge,
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

/// Renders outcomes, one after the other.
///
/// # Errors
/// What the format's writer reports; not with outcomes that mikomi made.
pub fn render(outcomes: &[Outcome], format: Format, lang: Lang) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Text(editions) => Ok(text::render(outcomes, editions, lang).into_bytes()),
        Format::Csv(CsvTable::Results) => csv::render(outcomes),
        Format::Csv(CsvTable::Reconciliation) => csv_steps::reconciliations(outcomes),
        Format::Csv(CsvTable::Bridge) => csv_steps::bridges(outcomes),
        Format::Json(as_list) => json::render(outcomes, as_list),
    }
}
