//! 総括: the verdict, the table by basic policy, and the notes.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::{Place, Sheet};
use super::{Told, weight};
use crate::lang::text;
use crate::outcome::{Entry, TOTAL};
use crate::report::ReportError;
use crate::report::numbers::spoken;
use crate::report::words;

impl Told<'_> {
    pub(super) fn summary(&self, book: &mut Book) -> Result<(), ReportError> {
        let about = text!(ja: "改革改善効果額の見通し", en: "Outlook of the reform effect");
        let mut sheet = self.sheet(text!(ja: "総括", en: "Summary"), about)?;
        if self.outcome().results.is_empty() {
            let none = text!(ja: "試行が一つも終わっていないため、結果はありません。", en: "No trial was completed, so there is no result.");
            sheet.prose(none.get(self.lang()), 0)?;
            return book.add(sheet, Repeated::default());
        }
        let confidence = spoken(self.outcome().provenance.confidence);
        let mut heads = words::edition_columns(&confidence);
        heads[0] = words::columns("")[0].clone();
        // The verdict stands above, once the table's width is known.
        sheet.row = 5;
        sheet.name_unit((4, 9))?;
        let head = sheet.row;
        sheet.heads(&heads)?;
        self.policies(&mut sheet)?;
        let below = sheet.row + 1;
        if let Some(total) = self.report.main_entry(TOTAL) {
            sheet.row = 2;
            sheet.prose(self.report.verdict(total).get(self.lang()), 0)?;
        }
        sheet.row = below;
        self.notes(&mut sheet)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }

    fn policies(&self, sheet: &mut Sheet) -> Result<(), ReportError> {
        let entries: Vec<&Entry> = self.report.policies().filter_map(|p| self.report.main_entry(p)).collect();
        self.block(sheet, &entries)
    }

    /// One row an entry, the total last: what adds up is a formula there.
    pub(super) fn block(&self, sheet: &mut Sheet, entries: &[&Entry]) -> Result<(), ReportError> {
        let first = sheet.row;
        for entry in entries {
            let (row, weight) = (sheet.row, weight(&entry.policy));
            sheet.text((row, 0), &self.report.name(&entry.policy), Face::Name, weight)?;
            let amounts = self.amounts(entry);
            for (column, amount) in (1..).zip([amounts.target, Some(amounts.planned), Some(amounts.mean)]) {
                let parts: Vec<Place> = (first..row).map(|r| (r, column)).collect();
                summed(sheet, (row, column), &parts, amount, weight)?;
            }
            let q = &entry.quantiles;
            for (column, amount) in (4..).zip([q.p10, q.p50, q.p90]) {
                sheet.amount((row, column), amount, weight)?;
            }
            sheet.chance_if_any((row, 7), entry.p_met, weight)?;
            sheet.amount_if_any((row, 8), entry.mean_shortfall, weight)?;
            sheet.amount_if_any((row, 9), entry.extra, weight)?;
            sheet.row += 1;
        }
        Ok(())
    }

    fn notes(&self, sheet: &mut Sheet) -> Result<(), ReportError> {
        let quantiles = text!(
            ja: "P10・P50・P90 の分位点、達成確率、平均不足額、追加額は足し合わせられません。合計の行のこれらの欄は、合計そのものの分布によります。",
            en: "Quantiles (P10, P50, P90), probabilities, mean shortfalls and extras do not add up: in the row of the total they are those of the total's own distribution."
        );
        Ok(sheet.notes([quantiles].into_iter().chain(self.report.notes()))?)
    }
}

/// The amount of a part as it is; of a sum, as a formula of its parts.
pub(super) fn summed(
    sheet: &mut Sheet,
    at: Place,
    parts: &[Place],
    amount: Option<f64>,
    weight: Weight,
) -> Result<(), ReportError> {
    if weight == Weight::Sum && !parts.is_empty() {
        Ok(sheet.sum_if_any(at, parts, amount, weight)?)
    } else {
        Ok(sheet.amount_if_any(at, amount, weight)?)
    }
}
