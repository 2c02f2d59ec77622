//! Outcome → bytes. One renderer a file; none of them computes anything that the outcome does not hold.

mod brief;
mod by_year;
mod check;
mod columns;
mod compare;
mod council;
mod csv;
#[cfg(feature = "sets")]
mod dictionary;
mod document;
mod edition_notes;
mod editions;
mod encoding;
mod explain;
mod facts;
mod figures;
mod footing;
#[cfg(feature = "workbook")]
mod imported;
mod json;
mod notes;
mod numbers;
#[cfg(feature = "html")]
mod page;
mod precision;
mod reached;
mod reference;
#[cfg(feature = "sets")]
mod set;
mod steps;
mod tables;
mod terminal;
mod text;
#[cfg(feature = "sets")]
mod throughput;
mod words;
#[cfg(feature = "xlsx")]
mod workbook;

pub use check::checked;
#[cfg(feature = "html")]
pub use compare::comparison_charts;
pub use compare::{Compared, ComparisonFormat, ComparisonLength, ComparisonTable, render_comparison};
#[cfg(feature = "sets")]
pub use dictionary::data_reference;
pub use encoding::{Encoding, Misfit};
pub use explain::{trace_text, words_of_plan};
pub use figures::Rounding;
#[cfg(feature = "workbook")]
pub(crate) use imported::{Into as ImportedInto, changes as imported_changes, understood};
pub use precision::not_precise;
pub use reached::reached_text;
pub use reference::{checks, classes, input_reference, map_reference, sweep_reference};
#[cfg(all(feature = "sets", feature = "html"))]
pub use set::set_charts;
#[cfg(feature = "sets")]
pub use set::{SetFormat, SetReport, SetTable, render_set};
#[cfg(feature = "sets")]
pub use throughput::throughput;

use crate::fiscal::FiscalYear;
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::outcome::Outcome;
use facts::{Facts, Manner};
#[cfg(feature = "html")]
pub use page::NamedChart;

/// The format of a report, with what can be chosen about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tables and notes for reading.
    Text(Detail),
    /// Tidy rows for spreadsheets, CRLF.
    Csv(RunTable, Encoding),
    /// Everything.
    Json(AsList),
    /// The rows of one table, with the columns of csv, unrounded.
    JsonRows(RunTable),
    /// One page for a browser, with charts; it needs nothing but itself.
    #[cfg(feature = "html")]
    Html,
    /// A workbook: sheets to be printed, with formulas and charts, and sheets of data.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

/// How a report is written, whatever its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The language of its words.
    pub lang: Lang,
    /// How amounts are rounded where they are printed; data are not rounded to whole units.
    pub rounding: Rounding,
}

/// How much a text report tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What decides, on about a screen: the tables by policy and by year, the current edition, three notes.
    #[default]
    Brief,
    /// Every table and note, with the steps of these editions.
    Whole(Editions),
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

/// The tables of a run that tidy rows can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunTable {
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
    /// The workbook writer's message.
    #[error(transparent)]
    #[cfg(feature = "xlsx")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// Characters that the encoding asked for does not have.
    #[error("{}", encoding::told(.0).en)]
    Unencodable(Vec<Misfit>),
}

impl ReportError {
    /// The message for users.
    pub fn text(&self) -> Text {
        match self {
            Self::Unencodable(misfits) => encoding::told(misfits),
            other => text!(ja: "帳票を作れません（{other}）。", en: "cannot make the report ({other})."),
        }
    }

    /// Whether what was asked for cannot be, rather than something having gone wrong.
    pub fn is_of_input(&self) -> bool {
        matches!(self, Self::Unencodable(_))
    }
}

fn tidy(outcomes: &[Outcome], table: RunTable, manner: Manner) -> Facts {
    match table {
        RunTable::Results => facts::results(outcomes, manner),
        RunTable::Reconciliation => facts::reconciliations(outcomes, manner),
        RunTable::Bridge => facts::bridges(outcomes, manner),
    }
}

/// Every chart of the page of outcomes, each as a picture by itself.
#[cfg(feature = "html")]
pub fn charts(outcomes: &[Outcome], style: Style) -> Vec<NamedChart> {
    page::charts_of_run(outcomes, style)
}

/// Renders outcomes, one after the other.
///
/// # Errors
/// Characters that the encoding asked for does not have; what the format's writer reports, which it does not with
/// outcomes that mikomi made.
pub fn render(outcomes: &[Outcome], format: Format, style: Style) -> Result<Harmless, ReportError> {
    match format {
        Format::Text(Detail::Brief) => Ok(Harmless::words(&brief::render(outcomes, style))),
        Format::Text(Detail::Whole(editions)) => Ok(Harmless::words(&text::render(outcomes, editions, style))),
        Format::Csv(table, encoding) => encoding.of(csv::of(&tidy(outcomes, table, Manner::ROUNDED))?),
        Format::Json(as_list) => json::whole(outcomes, as_list),
        Format::JsonRows(table) => json::rows(&tidy(outcomes, table, Manner::EXACT)),
        #[cfg(feature = "html")]
        Format::Html => Ok(page::of_run(outcomes, style)),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => workbook::of_run(outcomes, style),
    }
}
