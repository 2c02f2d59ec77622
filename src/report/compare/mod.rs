//! Comparisons → bytes.

mod names;
mod text;
pub(super) mod words;

pub(super) use names::Names;
pub(super) use text::{ComparisonReport, SectionPieces, odds, printed_change};
pub(super) use words::component as component_name;

use super::facts::{Manner, comparison};
#[cfg(feature = "html")]
use super::page;
#[cfg(feature = "xlsx")]
use super::workbook;
use super::{Encoding, ReportError, csv, json};
use crate::analysis::Comparison;
use crate::fiscal::{FiscalYear, Span};
use crate::harmless::Harmless;
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
    /// What each scenario is called; none where they are called plan and revision.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub labels: &'a [String],
}

/// A plan, one revision of it, and the comparison of the two.
#[derive(Clone, Copy)]
pub(in crate::report) struct Pair<'a> {
    pub(in crate::report) plan: &'a Outcome,
    pub(in crate::report) revised: &'a Outcome,
    pub(in crate::report) comparison: &'a Comparison,
    /// What the two are called.
    pub(in crate::report) names: Names<'a>,
}

impl<'a> Compared<'a> {
    pub(in crate::report) fn pairs(&self) -> impl Iterator<Item = Pair<'a>> {
        let both = self.outcomes.split_first().map(|(plan, revised)| revised.iter().map(move |r| (plan, r)));
        let pairs = both.into_iter().flatten().zip(self.comparisons).enumerate();
        pairs.map(|(at, ((plan, revised), comparison))| {
            let names = match (self.labels.first(), self.labels.get(at + 1)) {
                (Some(plan), Some(revised)) => Names::of([plan, revised]),
                _ => Names::DEFAULT,
            };
            Pair { plan, revised, comparison, names }
        })
    }
}

/// Years as data: `2024`, or `2024-2026`.
pub(super) fn years_in_data(years: Span) -> String {
    let [first, last] = [years.first, years.last].map(FiscalYear::calendar);
    if first == last { first.to_string() } else { format!("{first}-{last}") }
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

/// How much a comparison tells as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ComparisonLength {
    /// By policy, what the change comes from, three notes.
    #[default]
    Brief,
    /// Every section and note.
    Whole,
}

/// The format of a comparison, with what can be chosen about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonFormat {
    /// Tables and notes for reading.
    Text(ComparisonLength),
    /// Tidy rows of one table for spreadsheets: UTF-8 with a byte order mark, CRLF.
    Csv(ComparisonTable, Encoding),
    /// Everything.
    Json,
    /// The rows of one table, with the columns of csv, unrounded.
    JsonRows(ComparisonTable),
    /// One page for a browser, with charts.
    #[cfg(feature = "html")]
    Html,
    /// A workbook: sheets to be printed and sheets of data.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

/// Every chart of the page of a comparison, each as a picture by itself.
#[cfg(feature = "html")]
pub fn comparison_charts(compared: &Compared<'_>, lang: Lang) -> Vec<super::NamedChart> {
    page::charts_of_comparison(compared, lang)
}

/// Renders a comparison.
///
/// # Errors
/// Characters that the encoding asked for does not have; what the format's writer reports, which it does not with
/// comparisons that mikomi made.
pub fn render_comparison(
    compared: &Compared<'_>,
    format: ComparisonFormat,
    lang: Lang,
) -> Result<Harmless, ReportError> {
    match format {
        ComparisonFormat::Text(length) => Ok(Harmless::words(&text::render(compared, length, lang))),
        ComparisonFormat::Csv(table, encoding) => encoding.of(csv::of(&comparison(compared, table, Manner::ROUNDED))?),
        ComparisonFormat::Json => json::pretty(compared),
        ComparisonFormat::JsonRows(table) => json::rows(&comparison(compared, table, Manner::EXACT)),
        #[cfg(feature = "html")]
        ComparisonFormat::Html => Ok(page::of_comparison(compared, lang)),
        #[cfg(feature = "xlsx")]
        ComparisonFormat::Xlsx => workbook::of_comparison(compared, lang),
    }
}
