//! The tables of a brief report: by policy, by year, the current edition.

use super::fit::{fits, fitting};
use super::{Brief, MOST_POLICIES};
use crate::lang::{Lang, Text, text};
use crate::outcome::{EditionEntry, TOTAL};
use crate::report::document::{Cell, Table};
use crate::report::numbers::spoken;
use crate::report::words;

/// The columns of the main table by position, in the order in which they are left out: P50, P10 with P90, the extra that
/// is needed (a sentence tells that of the total), the planned effect. Target, mean, odds and mean shortfall stay.
const ORDER: [&[usize]; 4] = [&[4], &[3, 5], &[8], &[1]];
/// What is told of every year, and where there are more policies than [`FEW`].
const OF_YEARS: [&str; 3] = ["target", "mean", "p_met"];
const OF_MANY: [&str; 2] = ["mean", "p_met"];
const FEW: usize = 3;
/// The most years beside one another.
const BESIDE: usize = 8;

impl Brief<'_> {
    /// One row a policy and the total.
    pub(super) fn main(&self) -> Table {
        let entries = self.policies.iter().filter_map(|policy| self.report.main_entry(policy));
        self.of_entries(entries.map(|entry| self.report.entry_row(entry)).collect())
    }

    fn of_entries(&self, rows: Vec<crate::report::text::EntryRow>) -> Table {
        let mut heads = words::edition_columns(&spoken(self.report.outcome.provenance.confidence));
        heads[0] = words::columns("")[0].clone();
        heads[8] = text!(ja: "平均不足額", en: "Mean\nshortfall");
        fitting(&self.report.of_entries("main", &Text::default(), &heads, rows), &ORDER, self.report.lang)
    }

    /// Each year with what is known of it: all policies, or the total where they do not fit beside one another.
    pub(super) fn by_year(&self, out: &mut String) {
        let heading = text!(ja: "\n年度別", en: "\nBy fiscal year");
        let whole = self.report.by_year(usize::MAX);
        let all: Vec<Table> = whole.iter().map(|table| self.yearly(table, &self.policies)).collect();
        if all.iter().all(|table| fits(table, self.report.lang)) {
            self.say(out, &heading);
            all.iter().for_each(|table| self.draw(out, table));
            return;
        }
        self.say(out, &text!(ja: "\n年度別（合計。基本方針別は --detail で示します）", en: "\nBy fiscal year (the total; --detail shows policies)"));
        let of_total = |beside: usize| -> Vec<Table> {
            self.report.by_year(beside).iter().map(|table| self.yearly(table, &[TOTAL])).collect()
        };
        let parts = (1..=BESIDE).rev().map(of_total);
        let fitted = parts.into_iter().find(|tables| tables.iter().all(|table| fits(table, self.report.lang)));
        for table in fitted.unwrap_or_else(|| of_total(1)) {
            self.draw(out, &table);
        }
    }

    /// The rows that are told of some policies, without the plan period where there is no room for it.
    fn yearly(&self, table: &Table, policies: &[&str]) -> Table {
        let statistics = if policies.len() > FEW + 1 { &OF_MANY[..] } else { &OF_YEARS[..] };
        let is_told = |row: usize| {
            let key = table.keys.get(row);
            let policy = key.and_then(|key| key.policy.as_deref()).filter(|policy| policies.contains(policy))?;
            let statistic = key.and_then(|key| key.statistic).filter(|statistic| statistics.contains(statistic))?;
            Some((row, policy, statistic))
        };
        let rows: Vec<(usize, &str, &str)> = (0..table.rows()).filter_map(is_told).collect();
        let mut picked = table.clone();
        for column in picked.labels.iter_mut().chain(&mut picked.columns) {
            column.cells = rows.iter().filter_map(|(row, ..)| column.cells.get(*row).cloned()).collect();
        }
        if let Some(names) = picked.labels.first_mut() {
            let name = |(_, policy, statistic): &(usize, &str, &str)| match statistics.first() {
                Some(first) if first == statistic => Cell::Words(self.report.name(policy)),
                _ => Cell::Words(String::new()),
            };
            names.cells = rows.iter().map(name).collect();
        }
        let has_plan = picked
            .columns
            .last()
            .is_some_and(|column| column.period.as_deref().is_some_and(|period| period.starts_with("plan:")));
        let last = [picked.columns.len().saturating_sub(1)];
        let order: &[&[usize]] = if has_plan { &[&last] } else { &[] };
        fitting(&picked, order, self.report.lang)
    }

    /// The current edition of the financial plan beside a plan period.
    pub(super) fn edition(&self, out: &mut String) {
        let Some(edition) = self.report.current().filter(|_| self.report.outcome.header.fixed_period) else { return };
        self.say(out, &heading(edition));
        let entries = self.policies.iter().filter_map(|policy| self.report.outcome.edition_entry(policy, edition.base));
        self.draw(out, &self.of_entries(entries.map(|entry| self.report.entry_row(entry)).collect()));
        if let Some(total) = self.report.outcome.edition_entry(TOTAL, edition.base) {
            self.say(out, &self.report.verdict(total));
        }
    }
}

fn heading(edition: &EditionEntry) -> Text {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
    let made = edition.as_of.text();
    let (made_ja, made_en) = (made.ja, made.en);
    text!(
        ja: "\n財政計画の現在の版：{made_ja}ローリング版、{ja}",
        en: "\nThe current edition of the financial plan: made in {made_en}, {en}"
    )
}

const _: () = assert!(FEW < MOST_POLICIES);
