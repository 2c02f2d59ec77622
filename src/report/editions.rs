//! The editions of the financial plan as tables: the overview of all, and which of them are shown step by step.

use super::Editions;
use super::numbers::{probability, spoken};
use super::tables::{align, table};
use super::text::Report;
use super::words;
use crate::lang::{Lang, Text, text};
use crate::outcome::{EditionEntry, Entry, TOTAL};
use comfy_table::Table;
use std::fmt::Write as _;

/// What stands before the names of an edition's policies.
pub(super) const INDENT: &str = "  ";

impl<'a> Report<'a> {
    /// The section on editions; nothing without one.
    pub(super) fn section_editions(&self, out: &mut String) {
        if self.outcome.editions.is_empty() {
            return;
        }
        self.line(out, text!(ja: "\n財政計画の版", en: "\nEditions of the financial plan"));
        let _ = writeln!(out, "{}", self.overview());
        self.current_in_words(out);
        if self.outcome.results.iter().any(|e| e.booked.is_some()) {
            self.line(
                out,
                text!(ja: "\n版が計上した効果額との比較", en: "\nAgainst the effect that the editions booked"),
            );
            let _ = writeln!(out, "{}", self.booked());
        }
        for edition in self.shown() {
            self.steps_of(out, edition);
        }
    }

    /// The edition made in the plan's as-of year; before any year is closed the first. Where none was made in that year,
    /// the last one made before it.
    pub(super) fn current(&self) -> Option<&'a EditionEntry> {
        let editions = &self.outcome.editions;
        let made = |now| {
            let before = editions.iter().filter(move |e| e.as_of <= now);
            before.max_by_key(|e| (e.as_of, e.base))
        };
        self.outcome.provenance.as_of.and_then(made).or(editions.first())
    }

    pub(super) fn is_current(&self, edition: &EditionEntry) -> bool {
        self.current().is_some_and(|current| current.base == edition.base)
    }

    /// The editions whose steps are shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'a EditionEntry> {
        let report = *self;
        let wanted = move |e: &&EditionEntry| match report.editions {
            Editions::Current => report.is_current(e),
            Editions::All => true,
            Editions::None => false,
            Editions::Base(base) => e.base == base,
        };
        self.outcome.editions.iter().filter(wanted)
    }

    /// What stands beside the current edition.
    pub(super) fn mark(&self) -> &'static str {
        if self.lang == Lang::Ja { "＊" } else { "*" }
    }

    /// The name of an edition over its block: base year and years, its own name below.
    pub(super) fn edition_head(&self, edition: &EditionEntry) -> String {
        let mark = if self.is_current(edition) { self.mark() } else { "" };
        let name = edition.name.as_ref().map(|name| format!("\n{INDENT}{name}")).unwrap_or_default();
        format!("{}{mark}{name}", words::edition(edition, self.lang))
    }

    /// One block an edition and one row a policy and the total; last, the plan period counted by editions.
    fn overview(&self) -> Table {
        let confidence = spoken(self.outcome.provenance.confidence);
        let mut table = self.table_of(&words::edition_columns(&confidence));
        for edition in &self.outcome.editions {
            let entries = self.policies().filter_map(|p| self.outcome.edition_entry(p, edition.base));
            self.block(&mut table, self.edition_head(edition), entries, |e| self.row(e));
        }
        let head = text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year");
        let rolling = self.policies().filter_map(|p| self.outcome.rolling_entry(p));
        self.block(&mut table, head.get(self.lang).to_owned(), rolling, |e| self.row(e));
        align(&mut table);
        table
    }

    /// What the editions booked, for those that state it.
    fn booked(&self) -> Table {
        let confidence = spoken(self.outcome.provenance.confidence);
        let mut table = self.table_of(&words::booked_columns(&confidence));
        let figures = |e: &Entry| {
            let Some(booked) = e.booked else { return Vec::new() };
            let mut row: Vec<String> = [booked.amount, self.figures.amounts(e).planned, self.figures.amounts(e).mean]
                .map(self.money().printer())
                .into();
            row.push(probability(&booked.p_met, self.lang));
            row.extend([booked.mean_shortfall, booked.extra].map(self.money().printer()));
            row
        };
        for edition in &self.outcome.editions {
            let entries = self.policies().filter_map(|p| self.outcome.edition_entry(p, edition.base));
            let booked = entries.filter(|e| e.booked.is_some());
            self.block(&mut table, self.edition_head(edition), booked, figures);
        }
        align(&mut table);
        table
    }

    pub(super) fn table_of(&self, heads: &[Text]) -> Table {
        table(heads.iter().map(|head| head.get(self.lang).to_owned()).collect())
    }

    /// A heading with the rows that stand under it; nothing where there are none.
    fn block<'e>(
        &self,
        table: &mut Table,
        head: String,
        entries: impl Iterator<Item = &'e Entry>,
        figures: impl Fn(&Entry) -> Vec<String>,
    ) {
        let row = |e: &Entry| [vec![format!("{INDENT}{}", self.name(&e.policy))], figures(e)].concat();
        let rows: Vec<Vec<String>> = entries.map(row).collect();
        if !rows.is_empty() {
            table.add_row([head]);
            table.add_rows(rows);
        }
    }

    /// What the mark means, and where the plan has a period of its own, how the current edition's total stands.
    pub(super) fn current_in_words(&self, out: &mut String) {
        let Some(current) = self.current() else { return };
        let (made, base) = (current.as_of.text(), current.base.text());
        let (made_ja, made_en, base_ja, base_en) = (made.ja, made.en, base.ja, base.en);
        let total = self.outcome.edition_entry(TOTAL, current.base).filter(|_| self.outcome.header.fixed_period);
        let mark = self.mark();
        let verdict = total.map_or_else(Text::default, |total| {
            let Text { ja, en } = self.verdict(total);
            text!(ja: "{ja}", en: " {en}")
        });
        let (ja, en) = (verdict.ja, verdict.en);
        self.line(out, text!(ja: "{mark} 現在の版（{base_ja}基準、{made_ja}作成）。{ja}", en: "{mark} The current edition (base {base_en}, made in {made_en}).{en}"));
    }
}
