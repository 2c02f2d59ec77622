//! The editions of the financial plan: the odds of each, what they booked, and how the current one follows from the plan.

use super::Part;
use super::odds::Column;
use crate::lang::text;
use crate::outcome::{EditionEntry, Entry};
use crate::report::numbers::{probability, spoken};
use crate::report::page::parts::{Cell, Row, RowLook, Table, of_numbers, of_words};
use crate::report::words;
use maud::{Markup, html};

impl<'a> Part<'a> {
    pub(super) fn editions(&self) -> Markup {
        let title = text!(ja: "版ごとの達成確率", en: "Odds by edition");
        let mut current = String::new();
        self.report.current_in_words(&mut current);
        let notes = self.report.edition_notes();
        let about = notes.iter().take(1).cloned().collect::<Vec<_>>();
        html! {
            p { (current.trim()) }
            (self.maps("edition-map", &title, &self.by_edition(), false, &about))
            (self.overview().draw(self.lang()))
            @if self.report.outcome.results.iter().any(|e| e.booked.is_some()) { (self.booked().draw(self.lang())) }
            ul class="plain" { @for note in notes.iter().skip(1) { li { (self.say(note)) } } }
            @if let Some(edition) = self.report.current() { (self.reconciled(edition)) (self.bridged(edition)) }
        }
    }

    fn by_edition(&self) -> Vec<Column<'a>> {
        let report = self.report;
        let column = |edition: &'a EditionEntry| {
            let base = edition.base;
            let said = words::edition(edition, report.lang);
            let mark = if report.is_current(edition) { report.mark() } else { "" };
            let name = said.replacen('（', "\n（", 1).replacen(" (", "\n(", 1) + mark;
            Column { name, said, entry: Box::new(move |policy| report.outcome.edition_entry(policy, base)) }
        };
        report.outcome.editions.iter().map(column).collect()
    }

    /// One block an edition; last, the plan period counted by editions.
    fn overview(&self) -> Table {
        let caption = text!(ja: "版ごとの見通し", en: "Outlook by edition");
        let mut rows = Vec::new();
        for edition in &self.report.outcome.editions {
            let entries = self.report.policies().filter_map(|p| self.report.outcome.edition_entry(p, edition.base));
            rows.extend(block(&self.report.edition_head(edition), entries.map(|e| self.main_row(e))));
        }
        let rolling = text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year");
        let entries = self.report.policies().filter_map(|p| self.report.outcome.rolling_entry(p));
        rows.extend(block(
            &self.say(&rolling),
            entries.map(|e| Row {
                // Told apart from the plan period on the plan's own basis.
                period: Some(format!("rolling:{}-{}", e.period.first.calendar(), e.period.last.calendar())),
                ..self.main_row(e)
            }),
        ));
        Table { name: "editions", caption: self.say(&caption), unit: self.unit(), heads: self.heads(), rows }
    }

    /// What the editions booked, for those that state it.
    fn booked(&self) -> Table {
        let confidence = spoken(self.report.outcome.provenance.confidence);
        let columns = words::booked_columns(&confidence);
        let mut heads: Vec<(String, bool)> = columns.iter().map(|w| of_numbers(&self.say(w))).collect();
        heads[0] = of_words(&self.say(&columns[0]));
        let mut rows = Vec::new();
        for edition in &self.report.outcome.editions {
            let entries = self.report.policies().filter_map(|p| self.report.outcome.edition_entry(p, edition.base));
            rows.extend(block(&self.report.edition_head(edition), entries.filter_map(|e| self.booked_row(e))));
        }
        let caption = text!(ja: "版が計上した効果額との比較", en: "Against the effect that the editions booked");
        Table { name: "booked", caption: self.say(&caption), unit: self.unit(), heads, rows }
    }

    fn booked_row(&self, e: &Entry) -> Option<Row> {
        let booked = e.booked.as_ref()?;
        let printed = self.report.figures.amounts(e);
        let cells = vec![
            Cell::amount(self.money(), booked.amount),
            super::tables::printed(self.money(), printed.planned, e.planned),
            super::tables::printed(self.money(), printed.mean, e.mean),
            Cell::number(probability(&booked.p_met, self.lang()), Some(booked.p_met.value)),
            Cell::amount(self.money(), booked.mean_shortfall),
            Cell::amount(self.money(), booked.extra),
        ];
        Some(Row { cells, ..self.main_row(e) })
    }
}

/// A heading with the rows that stand under it; nothing where there are none.
fn block(head: &str, rows: impl Iterator<Item = Row>) -> Vec<Row> {
    let rows: Vec<Row> = rows.collect();
    let head = (!rows.is_empty()).then(|| Row {
        head: head.split_whitespace().collect::<Vec<_>>().join(" "),
        look: RowLook::Head,
        ..Row::default()
    });
    head.into_iter().chain(rows).collect()
}
