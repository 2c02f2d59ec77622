//! The workbook of a set of scenarios: its tables to be printed, charts, and the rows of every table as data.

mod charts;
mod effects;
mod facts;
mod odds;
mod ranking;
mod regret;
mod scenarios;

use super::book::Book;
use super::chance::Digits;
use super::face::{Face, Weight};
use super::sheet::{Place, Sheet};
use crate::batch::reading::{Measure, Reading, Statistic};
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::report::numbers::UNDEFINED;
use crate::report::set::told::{Piece, pieces};
use crate::report::{ReportError, SetReport, SetTable};
use crate::stats::Proportion;

/// The workbook of a set.
pub(super) fn workbook(report: &SetReport<'_>, lang: Lang) -> Result<Harmless, ReportError> {
    let mut book = Book::new(&report.results.title, lang)?;
    let sheets = Sheets { report, lang };
    let facts = facts::Facts::of(report, lang);
    sheets.ranking(&mut book)?;
    sheets.odds(&mut book)?;
    sheets.effects(&mut book)?;
    sheets.regret(&mut book)?;
    sheets.scenarios(&mut book)?;
    sheets.charts(&mut book, &facts)?;
    for table in facts.tables {
        book.data(table)?;
    }
    book.finish()
}

/// Percentage points in a share of 1.
const POINTS: f64 = 100.0;

/// A set that sheets are made of.
struct Sheets<'a> {
    report: &'a SetReport<'a>,
    lang: Lang,
}

impl<'a> Sheets<'a> {
    fn reading(&self) -> Reading<'a> {
        self.report.reading()
    }

    fn word(&self, words: Text) -> String {
        words.get(self.lang).to_owned()
    }

    /// A sheet with the lines that head every report of the set, and below them its own heading.
    fn sheet(&self, name: Text, table: SetTable) -> Result<Sheet, ReportError> {
        let mut sheet = Sheet::new(name.get(self.lang), self.report.money(), self.lang)?;
        let (above, head, _) = self.said(table);
        for (n, words) in above.iter().enumerate() {
            let face = if n == 0 { Face::Title } else { Face::Plain };
            for line in words.lines().filter(|line| !line.trim().is_empty()) {
                sheet.text((sheet.row, 0), line, face, Weight::Part)?;
                sheet.row += 1;
            }
        }
        sheet.row += 1;
        sheet.text((sheet.row, 0), &head, Face::Section, Weight::Part)?;
        sheet.row += 1;
        Ok(sheet)
    }

    /// What is said of a table on a terminal: above it, its heading, and below it.
    fn said(&self, table: SetTable) -> (Vec<String>, String, Vec<String>) {
        let (mut above, mut head, mut below) = (Vec::new(), None, Vec::new());
        for piece in pieces(self.report, table, self.lang) {
            match piece {
                Piece::Section(_, words) => head = head.or(Some(words)),
                Piece::Hinted(_, words) | Piece::Said(words) if head.is_none() => above.push(words),
                Piece::Said(words) => below.push(words),
                // What a terminal leaves out, a sheet may hold: it tells that of itself.
                Piece::Hinted(..) | Piece::Table(..) | Piece::Ranked(..) => {}
            }
        }
        (above, head.unwrap_or_default(), below)
    }

    /// The sentences below a table, without those that tell how to ask a terminal for more.
    fn below(&self, sheet: &mut Sheet, table: SetTable) -> Result<(), ReportError> {
        sheet.row += 1;
        for words in self.said(table).2 {
            for line in words.lines().filter(|line| !line.trim().is_empty() && !line.contains("--table")) {
                sheet.prose(line, 0)?;
            }
        }
        Ok(())
    }

    /// A value of the statistic; an undefined one is told as such.
    fn value(
        &self,
        sheet: &mut Sheet,
        at: Place,
        value: Option<f64>,
        interval: Option<[f64; 2]>,
    ) -> Result<(), ReportError> {
        let Some(value) = value else { return Ok(sheet.text(at, UNDEFINED, Face::Middle, Weight::Part)?) };
        let is_simulated = self.report.results.scenarios.iter().any(|s| s.entry.is_ok() && s.trials > 0);
        let face = match (self.report.statistic.measure(), interval) {
            (Measure::Amount, _) => return Ok(sheet.amount(at, value, Weight::Part)?),
            (Measure::Probability, Some([low, high])) => {
                Face::Chance(Digits::of(&Proportion { value, low, high }, self.lang))
            }
            (Measure::Probability, None) if is_simulated => Face::Chance(Digits::seen(self.lang)),
            _ => Face::Share,
        };
        Ok(sheet.number(at, value, face, Weight::Part)?)
    }

    /// A difference of two values: of shares in percentage points, of amounts an amount.
    fn change(&self, sheet: &mut Sheet, at: Place, change: Option<f64>) -> Result<(), ReportError> {
        let Some(change) = change else { return Ok(sheet.text(at, UNDEFINED, Face::Middle, Weight::Part)?) };
        if self.report.statistic.measure() == Measure::Amount {
            return Ok(sheet.amount(at, change, Weight::Part)?);
        }
        Ok(sheet.number(at, change * POINTS, Face::Points, Weight::Part)?)
    }

    /// An amount in the unit of the set, whatever the statistic.
    fn amount(sheet: &mut Sheet, at: Place, amount: Option<f64>) -> Result<(), ReportError> {
        match amount {
            Some(amount) => Ok(sheet.amount(at, amount, Weight::Part)?),
            None => Ok(sheet.text(at, UNDEFINED, Face::Middle, Weight::Part)?),
        }
    }

    /// A probability, whatever the statistic.
    fn odds_of(
        &self,
        sheet: &mut Sheet,
        at: Place,
        odds: Option<f64>,
        interval: Option<[f64; 2]>,
    ) -> Result<(), ReportError> {
        let report = SetReport { statistic: Statistic::PMet, ..*self.report };
        Sheets { report: &report, lang: self.lang }.value(sheet, at, odds, interval)
    }

    /// The heading of differences: with their unit where they are in points.
    fn in_points(&self, head: Text) -> Text {
        if self.report.statistic.measure() == Measure::Amount {
            return head;
        }
        let Text { ja, en } = head;
        text!(ja: "{ja}\n（ポイント）", en: "{en}\n(points)")
    }

    /// How many rows stand on no sheet to be printed.
    fn left_out(&self, sheet: &mut Sheet, all: usize, shown: usize) -> Result<(), ReportError> {
        let left = all.saturating_sub(shown);
        if left == 0 {
            return Ok(());
        }
        sheet.row += 1;
        let words = text!(
            ja: "全 {all} 行のうち {left} 行は省いています。すべての行は、データのシートにあります。",
            en: "{left} of {all} rows are left out here: all are on the sheet of data."
        );
        Ok(sheet.prose(words.get(self.lang), 0)?)
    }
}
