//! What charts show by year and no table of results holds: the range as a piece upon another, and what has come so far.

use super::super::data::{Cell, Table};
use super::sheet_name;
use crate::fiscal::Span;
use crate::lang::{Lang, text};
use crate::outcome::{Amounts, Entry, Outcome};
use crate::report::council::added_up;

const COLUMNS: [&str; 9] = [
    "scenario_number",
    "policy",
    "first_fy",
    "first_era",
    "p10",
    "p10_to_p90",
    "target_so_far",
    "planned_so_far",
    "mean_so_far",
];

/// One row a policy and year.
pub(in crate::report::workbook) struct Years<'a> {
    pub(in crate::report::workbook) table: Table,
    /// The number of the outcome and the entry of each row.
    order: Vec<(usize, &'a Entry)>,
}

impl Years<'_> {
    /// The first and the last row of a policy on the sheet: of all years, or of some.
    pub(in crate::report::workbook) fn rows(
        &self,
        outcome: usize,
        policy: &str,
        years: Option<Span>,
    ) -> Option<(u32, u32)> {
        let is_of = |(number, entry): &(usize, &Entry)| {
            let is_in = years.is_none_or(|years| years.contains(entry.period.first));
            *number == outcome && entry.policy == policy && is_in
        };
        let row = |at: usize| u32::try_from(at + 1).ok();
        row(self.order.iter().position(is_of)?).zip(row(self.order.iter().rposition(is_of)?))
    }
}

pub(in crate::report::workbook) fn years(outcomes: &[Outcome], lang: Lang) -> Years<'_> {
    let mut table = Table::new(&sheet_name(text!(ja: "年度図", en: "years"), lang), &[&COLUMNS]);
    let mut order = Vec::new();
    for (number, outcome) in outcomes.iter().enumerate() {
        let mut policies: Vec<&str> = Vec::new();
        for entry in &outcome.results {
            if !policies.contains(&entry.policy.as_str()) {
                policies.push(&entry.policy);
            }
        }
        for policy in policies {
            let entries = outcome.header.plan.years().filter_map(|year| outcome.year_entry(policy, year));
            let entries: Vec<&Entry> = entries.collect();
            for (entry, so_far) in entries.iter().zip(added_up(entries.iter().copied())) {
                table.rows.push(row(number, entry, &so_far));
                order.push((number, *entry));
            }
        }
    }
    Years { table, order }
}

fn row(number: usize, entry: &Entry, so_far: &Amounts) -> Vec<Cell> {
    let (year, q) = (entry.period.first, entry.quantiles);
    let mut row = vec![(number + 1).into(), entry.policy.as_str().into(), year.into(), year.era().into()];
    row.extend([q.p10.into(), (q.p90 - q.p10).into(), so_far.target.into()]);
    row.extend([so_far.planned, so_far.mean].map(Cell::from));
    row
}
