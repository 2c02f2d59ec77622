//! Every statistic of every policy and period, in an order in which charts find what they show side by side.

use super::super::data::Table;
use super::sheet_name;
use crate::fiscal::Span;
use crate::lang::{Lang, text};
use crate::outcome::{Entry, Outcome, PeriodKind};
use crate::report::facts::{Facts, Manner, result_columns, result_row};

/// What rows stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report::workbook) enum Block<'a> {
    /// The years of a policy, in order: all or some of them.
    Years(&'a str, Option<Span>),
    /// The plan period, policy by policy.
    Plan,
    /// The editions of a policy, in order.
    Editions(&'a str),
}

impl Block<'_> {
    fn holds(self, e: &Entry) -> bool {
        match self {
            Self::Years(policy, years) => {
                let is_in = years.is_none_or(|years| years.contains(e.period.first));
                e.policy == policy && e.period.kind == PeriodKind::Year && is_in
            }
            Self::Plan => e.period.kind == PeriodKind::Plan,
            Self::Editions(policy) => e.policy == policy && e.period.kind == PeriodKind::Edition,
        }
    }
}

/// The table, and for each of its rows the number of its outcome and its entry.
pub(in crate::report::workbook) struct Results<'a> {
    pub(in crate::report::workbook) table: Table,
    order: Vec<(usize, &'a Entry)>,
}

impl Results<'_> {
    /// The first and the last row of a block of an outcome on the sheet; nothing where there is none or the rows do not
    /// stand side by side.
    pub(in crate::report::workbook) fn rows(&self, outcome: usize, block: Block) -> Option<(u32, u32)> {
        let of = |&(_, &(number, entry)): &(usize, &(usize, &Entry))| number == outcome && block.holds(entry);
        let rows: Vec<usize> = self.order.iter().enumerate().filter(of).map(|(row, _)| row).collect();
        let (first, last) = (*rows.first()?, *rows.last()?);
        let row = |at: usize| u32::try_from(at + 1).ok();
        (last - first + 1 == rows.len()).then_some(())?;
        row(first).zip(row(last))
    }
}

pub(in crate::report::workbook) fn results(outcomes: &[Outcome], lang: Lang) -> Results<'_> {
    let all = outcomes.iter().enumerate().flat_map(|(number, o)| o.all_entries().map(move |e| (number, e)));
    let mut order: Vec<(usize, &Entry)> = all.collect();
    // Stable: policies and years keep their order.
    order.sort_by_key(|(number, e)| (*number, kind(e)));
    let manner = Manner::workbook(lang);
    let rows = order.iter().map(|(number, e)| result_row(*number, &outcomes[*number], e, manner)).collect();
    let name = sheet_name(text!(ja: "結果", en: "results"), lang);
    Results { table: Table::of(&name, Facts { columns: result_columns(), rows }), order }
}

fn kind(e: &Entry) -> u8 {
    match e.period.kind {
        PeriodKind::Year => 0,
        PeriodKind::Years => 1,
        PeriodKind::Plan => 2,
        PeriodKind::Rolling => 3,
        PeriodKind::Edition => 4,
    }
}
