//! The editions of the financial plan as tables: the overview of all, and which of them are shown step by step.

use super::document::{Adds, Cell, Key, Look, Number, Table};
use super::numbers::spoken;
use super::text::{AmountOf, EntryRow, Report};
use super::{Editions, terminal, words};
use crate::lang::{Lang, Text, text};
use crate::outcome::{EditionEntry, Entry, TOTAL};

/// What stands before the names of an edition's policies.
pub(super) const INDENT: &str = "  ";

impl<'a> Report<'a> {
    /// The section on editions; nothing without one.
    pub(super) fn section_editions(&self, out: &mut String) {
        if self.outcome.editions.is_empty() {
            return;
        }
        self.line(out, text!(ja: "\n財政計画の版", en: "\nEditions of the financial plan"));
        terminal::write(out, &self.overview(), self.lang);
        self.current_in_words(out);
        if self.outcome.results.iter().any(|e| e.booked.is_some()) {
            self.line(
                out,
                text!(ja: "\n版が計上した効果額との比較", en: "\nAgainst the effect that the editions booked"),
            );
            terminal::write(out, &self.booked(), self.lang);
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

    /// All editions, and last the plan period counted by editions.
    pub(super) fn overview(&self) -> Table {
        self.overview_of(&self.outcome.editions.iter().collect::<Vec<_>>(), true)
    }

    /// One block an edition and one row a policy and the total; last, where it is wanted, the plan period counted by editions.
    pub(super) fn overview_of(&self, editions: &[&EditionEntry], with_rolling: bool) -> Table {
        let confidence = spoken(self.outcome.provenance.confidence);
        let mut rows = Vec::new();
        for edition in editions {
            let entries = self.policies().filter_map(|p| self.outcome.edition_entry(p, edition.base));
            rows.extend(block(self.edition_head(edition), entries.map(|e| indented(self.entry_row(e)))));
        }
        let head = text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year");
        let rolling = self.policies().filter_map(|p| self.outcome.rolling_entry(p)).filter(|_| with_rolling);
        rows.extend(block(head.get(self.lang).to_owned(), rolling.map(|e| indented(self.entry_row(e)))));
        let caption = text!(ja: "版別の見通し", en: "Outlook by edition");
        self.of_entries("editions", &caption, &words::edition_columns(&confidence), rows)
    }

    /// What the editions booked, for those that state it.
    pub(super) fn booked(&self) -> Table {
        let confidence = spoken(self.outcome.provenance.confidence);
        let mut rows = Vec::new();
        for edition in &self.outcome.editions {
            let entries = self.policies().filter_map(|p| self.outcome.edition_entry(p, edition.base));
            rows.extend(block(self.edition_head(edition), entries.filter_map(|e| self.booked_row(e))));
        }
        let caption = text!(ja: "版が計上した効果額との比較", en: "Against the effect that the editions booked");
        self.of_entries("booked", &caption, &words::booked_columns(&confidence), rows)
    }

    fn booked_row(&self, e: &Entry) -> Option<EntryRow> {
        let booked = e.booked.as_ref()?;
        let mut cells = vec![Cell::Words(self.name(&e.policy)), self.amount_of(Some(booked.amount))];
        // What was booked may be stated for the total alone, so nothing here is the sum of what stands above it.
        cells.extend([AmountOf::Planned, AmountOf::Mean].map(|of| self.adding_up(e, of).that_adds(Adds::Nothing)));
        cells.push(Cell::Number(Number::chance(&booked.p_met)));
        cells.extend([booked.mean_shortfall, booked.extra].map(|amount| self.amount_of(Some(amount))));
        Some(indented(Self::row_of(e, cells)))
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
        self.line(out, text!(ja: "{mark} 現在の版（{made_ja}ローリング版、{base_ja}基準）。{ja}", en: "{mark} The current edition (base {base_en}, made in {made_en}).{en}"));
    }
}

/// A heading with the rows that stand under it; nothing where there are none.
fn block(head: String, rows: impl Iterator<Item = EntryRow>) -> Vec<EntryRow> {
    let rows: Vec<EntryRow> = rows.collect();
    let head = EntryRow { look: Look::Head, cells: vec![Cell::Words(head)], key: Key::default() };
    (!rows.is_empty()).then_some(head).into_iter().chain(rows).collect()
}

/// A row that stands under a heading.
fn indented(mut row: EntryRow) -> EntryRow {
    if let Some(Cell::Words(name)) = row.cells.first_mut() {
        name.insert_str(0, INDENT);
    }
    row
}
