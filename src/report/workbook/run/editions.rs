//! 財政計画の版: every edition side by side, what they booked, and how each amount comes about.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::Sheet;
use super::{Told, weight};
use crate::lang::text;
use crate::outcome::{EditionEntry, Entry};
use crate::report::numbers::spoken;
use crate::report::{ReportError, words};

impl Told<'_> {
    pub(super) fn editions(&self, book: &mut Book) -> Result<(), ReportError> {
        if self.outcome().editions.is_empty() {
            return Ok(());
        }
        let about = text!(ja: "財政計画の版ごとの改革改善効果額", en: "Reform effect by edition of the financial plan");
        let mut sheet = self.sheet(text!(ja: "財政計画の版", en: "Editions"), about)?;
        sheet.name_unit((2, 9))?;
        let head = sheet.row;
        let confidence = spoken(self.outcome().provenance.confidence);
        sheet.heads(&words::edition_columns(&confidence))?;
        for edition in &self.outcome().editions {
            let entries = self.report.policies().filter_map(|p| self.outcome().edition_entry(p, edition.base));
            self.titled(&mut sheet, &self.head_of(edition), &entries.collect::<Vec<_>>())?;
        }
        let rolling = text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year");
        let entries = self.report.policies().filter_map(|p| self.outcome().rolling_entry(p));
        self.titled(&mut sheet, &self.word(rolling), &entries.collect::<Vec<_>>())?;
        let mark = self.report.mark();
        let marked = text!(ja: "{mark} 現在の版。P10・P50・P90 と達成確率などは足し合わせられません。", en: "{mark} The current edition. Quantiles, probabilities and the like do not add up.");
        sheet.prose(marked.get(self.lang()), 3)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })?;
        self.booked(book, &confidence)?;
        self.steps(book)
    }

    /// The name of an edition with its mark and its own name.
    pub(super) fn head_of(&self, edition: &EditionEntry) -> String {
        let mark = if self.report.is_current(edition) { self.report.mark() } else { "" };
        let name = edition.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{}{mark}{name}", words::edition(edition, self.lang()))
    }

    /// A heading with the rows that stand under it; nothing where there are none.
    fn titled(&self, sheet: &mut Sheet, head: &str, entries: &[&Entry]) -> Result<(), ReportError> {
        if entries.is_empty() {
            return Ok(());
        }
        heading_row(sheet, head, 10)?;
        self.block(sheet, entries)
    }

    /// What the editions booked, for those that state it.
    fn booked(&self, book: &mut Book, confidence: &str) -> Result<(), ReportError> {
        if self.outcome().results.iter().all(|e| e.booked.is_none()) {
            return Ok(());
        }
        let about = text!(ja: "版が計上した効果額との比較", en: "Against the effect that the editions booked");
        let mut sheet = self.sheet(text!(ja: "版の計上額", en: "Booked"), about)?;
        sheet.name_unit((2, 6))?;
        let head = sheet.row;
        sheet.heads(&words::booked_columns(confidence))?;
        for edition in &self.outcome().editions {
            let entries = self.report.policies().filter_map(|p| self.outcome().edition_entry(p, edition.base));
            let booked: Vec<&Entry> = entries.filter(|e| e.booked.is_some()).collect();
            if booked.is_empty() {
                continue;
            }
            heading_row(&mut sheet, &self.head_of(edition), 7)?;
            for entry in booked {
                self.booked_row(&mut sheet, entry)?;
            }
        }
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }

    fn booked_row(&self, sheet: &mut Sheet, entry: &Entry) -> Result<(), ReportError> {
        let Some(booked) = &entry.booked else { return Ok(()) };
        let (row, weight, amounts) = (sheet.row, weight(&entry.policy), self.amounts(entry));
        sheet.text((row, 0), &self.report.name(&entry.policy), Face::Name, weight)?;
        for (column, amount) in (1..).zip([booked.amount, amounts.planned, amounts.mean]) {
            sheet.amount((row, column), amount, weight)?;
        }
        sheet.chance((row, 4), &booked.p_met, weight)?;
        sheet.amount((row, 5), booked.mean_shortfall, weight)?;
        sheet.amount((row, 6), booked.extra, weight)?;
        sheet.row += 1;
        Ok(())
    }
}

/// A row that holds nothing but the name of what follows.
fn heading_row(sheet: &mut Sheet, head: &str, columns: u16) -> Result<(), ReportError> {
    sheet.text((sheet.row, 0), head, Face::Name, Weight::Sum)?;
    for column in 1..columns {
        sheet.text((sheet.row, column), "", Face::Name, Weight::Sum)?;
    }
    sheet.row += 1;
    Ok(())
}
