//! The workbook of a set of scenarios: its tables to be printed, charts, and the rows of every table as data.

mod charts;
mod facts;

use super::book::Book;
use super::face::{Face, Weight};
use super::printed;
use super::sheet::Sheet;
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::report::set::told::{Room, Said, said};
use crate::report::{ReportError, SetReport, SetTable};

/// What is printed, in its order.
const PRINTED: [SetTable; 7] = [
    SetTable::Ranking,
    SetTable::Odds,
    SetTable::Effects,
    SetTable::Regret,
    SetTable::Failures,
    SetTable::Editions,
    SetTable::Scenarios,
];

/// The workbook of a set.
pub(super) fn workbook(report: &SetReport<'_>, lang: Lang) -> Result<Harmless, ReportError> {
    let mut book = Book::new(&report.set().title, lang)?;
    let sheets = Sheets { report: *report, lang };
    let facts = facts::Facts::of(report, lang);
    for table in PRINTED.into_iter().filter(|table| report.tells(*table)) {
        sheets.sheet(&mut book, table)?;
    }
    sheets.charts(&mut book, &facts)?;
    facts.tables.into_iter().chain([facts.best, facts.weights]).try_for_each(|table| book.data(table))?;
    book.finish()
}

/// A set that sheets are made of.
struct Sheets<'a> {
    report: SetReport<'a>,
    lang: Lang,
}

impl Sheets<'_> {
    fn word(&self, words: Text) -> String {
        words.get(self.lang).to_owned()
    }

    /// A sheet with the lines that head every report of the set, and below them what is said of a table; none where that
    /// holds no table.
    fn sheet(&self, book: &mut Book, table: SetTable) -> Result<(), ReportError> {
        let report = &self.report;
        if table == SetTable::Regret && report.outcome.robustness().is_err() {
            return Ok(());
        }
        let Said { before, sections } = said(report, table, Room::SHEET, self.lang);
        let Some(section) = sections.into_iter().next() else { return Ok(()) };
        let mut sheet = Sheet::new(names(table)[0].get(self.lang), report.money(), self.lang)?;
        for (n, line) in before.iter().flat_map(printed::lines).enumerate() {
            let face = if n == 0 { Face::Title } else { Face::Plain };
            sheet.text((sheet.row, 0), line, face, Weight::Part)?;
            sheet.row += 1;
        }
        sheet.row += 1;
        sheet.text((sheet.row, 0), &section.head, Face::Section, Weight::Part)?;
        sheet.row += 1;
        let repeated = printed::pieces(&mut sheet, &section.pieces)?;
        book.add(sheet, repeated)
    }
}

/// What the sheet that is printed is called, and that of data.
fn names(table: SetTable) -> [Text; 2] {
    match table {
        SetTable::Summary | SetTable::Ranking => [text!(ja: "順位", en: "Ranking"), text!(ja: "順位", en: "ranking")],
        SetTable::Odds => [text!(ja: "要因の組合せ", en: "Odds"), text!(ja: "要因の組合せ", en: "odds")],
        SetTable::Regret => [text!(ja: "最善案との差と頑健さ", en: "Regret"), text!(ja: "最善案との差", en: "regret")],
        SetTable::Effects => [text!(ja: "主効果", en: "Main effects"), text!(ja: "主効果", en: "effects")],
        SetTable::Failures => {
            [text!(ja: "未達の条件", en: "Where it is missed"), text!(ja: "未達の条件", en: "failures")]
        }
        SetTable::Editions => [text!(ja: "版別", en: "By edition"), text!(ja: "版", en: "editions")],
        SetTable::Scenarios => [text!(ja: "シナリオ一覧", en: "Scenarios"), text!(ja: "シナリオ", en: "scenarios")],
    }
}
