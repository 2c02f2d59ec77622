//! How the amount of each edition follows from the plan period and from the edition before: rows that add up across.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::printed;
use super::super::sheet::Sheet;
use super::OutcomeSheets;
use crate::lang::{Lang, Text, text};
use crate::outcome::{BridgeEntry, EditionEntry};
use crate::report::ReportError;

impl OutcomeSheets<'_> {
    pub(super) fn steps(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "財政計画への読替えと、版から版への増減", en: "How the amounts of editions come about");
        let mut sheet = self.sheet(text!(ja: "財政計画への読替え", en: "Reconciliation"), about)?;
        let unit = self.outcome().header.unit.name(self.lang());
        let note = text!(
            ja: "最後の欄は左の欄を足す計算式です。表示の額で横の計が一致するよう端数を調整しています。P10・P90 は足しても合いません。（単位：{unit}）",
            en: "The last column adds up those before it by formula; amounts are rounded so that they add up across. P10 and P90 do not. (unit: {unit})"
        );
        sheet.row = 2;
        sheet.prose(note.get(self.lang()));
        sheet.row = 4;
        let mut breaks = Vec::new();
        for (n, edition) in self.outcome().editions.iter().enumerate() {
            if n > 0 {
                breaks.push(sheet.row);
            }
            self.of_edition(&mut sheet, edition)?;
        }
        sheet.inner.set_page_breaks(&breaks)?;
        book.add(sheet, Repeated::default())
    }

    fn of_edition(&self, sheet: &mut Sheet, edition: &EditionEntry) -> Result<(), ReportError> {
        let head = self.report.edition_head(edition).split_whitespace().collect::<Vec<_>>().join(" ");
        let head = if self.outcome().header.fixed_period {
            text!(ja: "財政計画への読替え：計画期間の額から {head}へ", en: "Reconciliation: from the plan period to the edition with {head}")
        } else {
            text!(ja: "版の内訳：{head}", en: "What makes up the edition with {head}")
        };
        self.table(sheet, &head, &self.report.reconciliation(edition))?;
        let bridges: Vec<&BridgeEntry> = self.outcome().bridges.iter().filter(|b| b.to == edition.base).collect();
        let Some(first) = bridges.first() else { return Ok(()) };
        let [from, to] = [first.from, first.to].map(|base| [Lang::Ja, Lang::En].map(|lang| base.short(lang)));
        let ([from_ja, from_en], [to_ja, to_en]) = (from, to);
        let head = text!(ja: "版から版への増減：{from_ja}基準の版から{to_ja}基準の版へ", en: "Bridge: from the edition with base {from_en} to the one with base {to_en}");
        self.table(sheet, &head, &self.report.bridge(&bridges))
    }

    fn table(&self, sheet: &mut Sheet, head: &Text, table: &crate::report::document::Table) -> Result<(), ReportError> {
        sheet.text((sheet.row, 0), head.get(self.lang()), Face::Section, Weight::Part)?;
        sheet.row += 1;
        printed::write(sheet, table)?;
        sheet.row += 1;
        Ok(())
    }
}
