//! 財政計画の版: every edition side by side, what they booked, and how each amount comes about.

use super::super::book::{Book, Repeated};
use super::super::printed;
use super::OutcomeSheets;
use crate::lang::text;
use crate::report::ReportError;

impl OutcomeSheets<'_> {
    pub(super) fn editions(&self, book: &mut Book) -> Result<(), ReportError> {
        if self.outcome().editions.is_empty() {
            return Ok(());
        }
        let about = text!(ja: "財政計画の版別の改革改善効果額", en: "Reform effect by edition of the financial plan");
        let mut sheet = self.sheet(text!(ja: "財政計画の版", en: "Editions"), about)?;
        let rows = printed::with_unit(&mut sheet, &self.report.overview())?;
        let mark = self.report.mark();
        let marked = text!(ja: "{mark} 現在の版。P10・P50・P90 と達成確率などは足し合わせられません。", en: "{mark} The current edition. Quantiles, probabilities and the like do not add up.");
        sheet.prose(marked.get(self.lang()));
        book.add(sheet, Repeated { rows, columns: 1 })?;
        self.booked(book)?;
        self.steps(book)
    }

    /// What the editions booked, for those that state it.
    fn booked(&self, book: &mut Book) -> Result<(), ReportError> {
        if self.outcome().results.iter().all(|e| e.booked.is_none()) {
            return Ok(());
        }
        let about = text!(ja: "版が計上した効果額との比較", en: "Against the effect that the editions booked");
        let mut sheet = self.sheet(text!(ja: "版の計上額", en: "Booked"), about)?;
        let rows = printed::with_unit(&mut sheet, &self.report.booked())?;
        book.add(sheet, Repeated { rows, columns: 1 })
    }
}
