//! The workbook of runs: for each outcome its sheets to be printed, then the data of all.

mod charts;
mod editions;
mod initiatives;
mod steps;
mod summary;
mod years;

use super::book::Book;
use super::face::{Face, Weight};
use super::facts;
use super::sheet::Sheet;
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Amounts, Entry, Outcome};
use crate::report::figures::Figures;
use crate::report::text::Report;
use crate::report::{Editions, ReportError, Rounding, Style};

/// The workbook of outcomes.
pub(super) fn workbook(outcomes: &[Outcome], style: Style) -> Result<Harmless, ReportError> {
    let title = outcomes.first().map_or("", |outcome| &outcome.header.title);
    let mut book = Book::new(title, style.lang)?;
    let results = facts::results(outcomes, style.lang);
    let years = facts::years(outcomes, style.lang);
    let mut shown = charts::Data::of(style.lang);
    for (number, outcome) in outcomes.iter().enumerate() {
        let figures = Figures::of(outcome, style.rounding);
        let report = Report { outcome, editions: Editions::All, lang: style.lang, figures: &figures };
        let suffix = if outcomes.len() > 1 { format!(" {}", number + 1) } else { String::new() };
        let told = OutcomeSheets { report, suffix };
        told.summary(&mut book, number, &years)?;
        if !outcome.results.is_empty() {
            told.initiatives(&mut book)?;
            told.years(&mut book)?;
            told.editions(&mut book)?;
            told.charts(&mut book, number, (&results, &years), &mut shown)?;
        }
    }
    book.data(results.table)?;
    for table in facts::others(outcomes, style.lang) {
        book.data(table)?;
    }
    book.data(shown.table())?;
    book.data(years.table)?;
    book.data(facts::made_by(outcomes, style.lang))?;
    book.finish()
}

/// An outcome that sheets are made of.
struct OutcomeSheets<'a> {
    report: Report<'a>,
    /// What stands behind the names of its sheets.
    suffix: String,
}

impl<'a> OutcomeSheets<'a> {
    fn outcome(&self) -> &'a Outcome {
        self.report.outcome
    }

    fn lang(&self) -> Lang {
        self.report.lang
    }

    fn word(&self, words: Text) -> String {
        words.get(self.lang()).to_owned()
    }

    /// The amounts of an entry as a cell holds them: whole units where they are rounded to add up, else as they are.
    fn amounts(&self, entry: &Entry) -> Amounts {
        match self.report.figures.rounding() {
            Rounding::ToAdd => self.report.figures.amounts(entry),
            Rounding::Each => Amounts { target: entry.target, planned: entry.planned, mean: entry.mean },
        }
    }

    /// A sheet with its title, what it is about, and a row for the unit.
    fn sheet(&self, name: Text, about: Text) -> Result<Sheet, ReportError> {
        let name = format!("{}{}", name.get(self.lang()), self.suffix);
        let mut sheet = Sheet::new(&name, self.outcome().header.unit, self.lang())?;
        sheet.text((0, 0), &self.outcome().header.title, Face::Title, Weight::Part)?;
        let period = self.report.period();
        let (ja, en, about_ja, about_en) = (period.ja, period.en, about.ja, about.en);
        let about = text!(ja: "{about_ja}　{ja}", en: "{about_en}, {en}");
        sheet.text((1, 0), about.get(self.lang()), Face::Plain, Weight::Part)?;
        sheet.row = 3;
        Ok(sheet)
    }
}
