//! 年度別: target, planned effect, mean and odds by year, policy by policy.

use super::super::book::{Book, Repeated};
use super::super::printed;
use super::OutcomeSheets;
use crate::lang::text;
use crate::report::ReportError;

impl OutcomeSheets<'_> {
    pub(super) fn years(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "年度別の改革改善効果額", en: "Reform effect by fiscal year");
        let mut sheet = self.sheet(text!(ja: "年度別", en: "By year"), about)?;
        let mut rows = None;
        for table in self.report.by_year(usize::MAX) {
            rows = printed::with_unit(&mut sheet, &table)?;
        }
        sheet.row += 1;
        let note = text!(
            ja: "注. 計画値－目標、計画期間の額、合計は計算式です。達成確率は足し合わせられません。実績の確定した年度の達成確率は 0％ か 100％ です。",
            en: "Note. Differences, plan-period amounts and totals are formulas. Probabilities do not add up; those of years with settled actuals are 0% or 100%."
        );
        sheet.prose(note.get(self.lang()));
        book.add(sheet, Repeated { rows, columns: 2 })
    }
}
