//! 順位: scenarios from the best to the worst, and which of them can be told apart.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::Sheet;
use super::Sheets;
use crate::batch::reading::{Ranked, Ranking, Verdict};
use crate::lang::{Text, text};
use crate::report::numbers::UNDEFINED;
use crate::report::{ReportError, SetTable};

/// How many places are printed unless asked for otherwise; data hold all.
const USUAL: usize = 1000;

impl Sheets<'_> {
    pub(super) fn ranking(&self, book: &mut Book) -> Result<(), ReportError> {
        let mut sheet = self.sheet(text!(ja: "順位", en: "Ranking"), SetTable::Ranking)?;
        let shown = self.report.rows_shown(USUAL);
        let ranking = Ranking::of(&self.reading(), shown, 0);
        let head = sheet.row;
        sheet.heads(&[
            text!(ja: "順位", en: "Place"),
            self.report.statistic.name(),
            text!(ja: "95%区間\n下限", en: "95% interval\nlow"),
            text!(ja: "95%区間\n上限", en: "95% interval\nhigh"),
            self.in_points(text!(ja: "最良との差", en: "Less the best")),
            self.in_points(text!(ja: "差の誤差(±)", en: "Its error (±)")),
            text!(ja: "最良と", en: "From\nthe best"),
            text!(ja: "一つ上と", en: "From the\none above"),
            text!(ja: "同順位とみる\n範囲（から）", en: "Not told apart\nfrom place"),
            text!(ja: "同順位とみる\n範囲（まで）", en: "Not told apart\nto place"),
            text!(ja: "シナリオ", en: "Scenario"),
        ])?;
        for (place, ranked) in ranking.rows.iter().take(shown).enumerate() {
            self.place(&mut sheet, place, ranked)?;
        }
        self.left_out(&mut sheet, ranking.rows.len(), shown)?;
        self.below(&mut sheet, SetTable::Ranking)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 2 })
    }

    fn place(&self, sheet: &mut Sheet, place: usize, ranked: &Ranked) -> Result<(), ReportError> {
        let (row, interval) = (sheet.row, self.reading().interval(ranked.scenario));
        sheet.number((row, 0), (place + 1) as f64, Face::Count, Weight::Part)?;
        self.value(sheet, (row, 1), Some(ranked.value), interval)?;
        self.value(sheet, (row, 2), interval.map(|i| i[0]), None)?;
        self.value(sheet, (row, 3), interval.map(|i| i[1]), None)?;
        self.change(sheet, (row, 4), ranked.to_best.map(|d| d.value))?;
        self.change(sheet, (row, 5), ranked.to_best.and_then(|d| d.half_width))?;
        let verdicts = [ranked.to_best, ranked.to_previous].map(|d| d.map(|d| d.verdict()));
        for (column, found) in (6..).zip(verdicts) {
            sheet.text((row, column), &self.word(verdict(found)), Face::Middle, Weight::Part)?;
        }
        for (column, end) in (8..).zip([0, 1]) {
            match ranked.places {
                Some(places) => sheet.number((row, column), places[end] as f64, Face::Count, Weight::Part)?,
                None => sheet.text((row, column), UNDEFINED, Face::Middle, Weight::Part)?,
            }
        }
        sheet.text((row, 10), &self.report.results.scenarios[ranked.scenario].name, Face::Name, Weight::Part)?;
        sheet.row += 1;
        Ok(())
    }
}

fn verdict(verdict: Option<Verdict>) -> Text {
    match verdict {
        None => Text::same(UNDEFINED),
        Some(Verdict::Same) => text!(ja: "差なし", en: "the same"),
        Some(Verdict::NotApart) => text!(ja: "区別できない", en: "cannot be told"),
        Some(Verdict::Apart) => text!(ja: "区別できる", en: "apart"),
        Some(Verdict::Unknown) => text!(ja: "不明", en: "not known"),
    }
}
