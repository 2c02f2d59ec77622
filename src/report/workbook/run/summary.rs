//! 総括: the verdict, the table by basic policy, and the notes.

use super::super::book::{Book, Repeated};
use super::super::printed;
use super::super::sheet::Sheet;
use super::OutcomeSheets;
use crate::lang::text;
use crate::outcome::TOTAL;
use crate::report::ReportError;

impl OutcomeSheets<'_> {
    pub(super) fn summary(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "改革改善効果額の見通し", en: "Outlook of the reform effect");
        let mut sheet = self.sheet(text!(ja: "総括", en: "Summary"), about)?;
        if self.outcome().results.is_empty() {
            let none = text!(ja: "試行が一つも終わっていないため、結果はありません。", en: "No trial was completed, so there is no result.");
            sheet.prose(none.get(self.lang()), 0)?;
            return book.add(sheet, Repeated::default());
        }
        // The verdict stands above, once the table's width is known.
        sheet.row = 5;
        let rows = printed::with_unit(&mut sheet, &self.report.by_policy())?;
        let below = sheet.row + 1;
        if let Some(total) = self.report.main_entry(TOTAL) {
            sheet.row = 2;
            sheet.prose(self.report.verdict(total).get(self.lang()), 0)?;
        }
        sheet.row = below;
        self.notes(&mut sheet)?;
        book.add(sheet, Repeated { rows, columns: 1 })
    }

    fn notes(&self, sheet: &mut Sheet) -> Result<(), ReportError> {
        let quantiles = text!(
            ja: "P10・P50・P90 の分位点、達成確率、平均不足額、追加額は足し合わせられません。合計の行のこれらの欄は、合計そのものの分布によります。",
            en: "Quantiles (P10, P50, P90), probabilities, mean shortfalls and extras do not add up: in the row of the total they are those of the total's own distribution."
        );
        Ok(sheet.notes([quantiles].into_iter().chain(self.report.notes()))?)
    }
}
