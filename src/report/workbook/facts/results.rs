//! Every statistic of every policy and period, in an order in which charts find what they show side by side.

use super::super::data::{Cell, PERIOD, QUANTILES, Table, period, quantiles};
use super::{WHOSE, sheet_name, whose};
use crate::fiscal::Span;
use crate::lang::{Lang, text};
use crate::outcome::{Booked, Entry, Outcome, PeriodKind};
use crate::report::ReportError;
use crate::stats::Proportion;

const AMOUNTS: [&str; 6] = ["unit", "target", "planned", "mean", "sd", "se"];
const AGAINST: [&str; 11] = [
    "p_met",
    "p_met_low",
    "p_met_high",
    "mean_shortfall",
    "mean_shortfall_se",
    "mean_shortfall_if_short",
    "cvar90",
    "extra_for_80",
    "confidence",
    "extra",
    "achievement",
];
const BOOKED: [&str; 8] = [
    "booked",
    "p_met_booked",
    "p_met_booked_low",
    "p_met_booked_high",
    "mean_shortfall_booked",
    "mean_shortfall_if_short_booked",
    "cvar90_booked",
    "extra_booked",
];

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

pub(in crate::report::workbook) fn results(outcomes: &[Outcome], lang: Lang) -> Result<Results<'_>, ReportError> {
    let name = sheet_name(text!(ja: "結果", en: "results"), lang);
    let mut table = Table::new(&name, &[&WHOSE, &PERIOD, &AMOUNTS, &QUANTILES, &AGAINST, &BOOKED]);
    let all = outcomes.iter().enumerate().flat_map(|(number, o)| o.results.iter().map(move |e| (number, e)));
    let mut order: Vec<(usize, &Entry)> = all.collect();
    // Stable: policies and years keep their order.
    order.sort_by_key(|(number, e)| (*number, kind(e)));
    for (number, e) in &order {
        table.rows.push(row(*number, &outcomes[*number], e, lang)?);
    }
    Ok(Results { table, order })
}

fn kind(e: &Entry) -> u8 {
    match e.period.kind {
        PeriodKind::Year => 0,
        PeriodKind::Years => 1,
        PeriodKind::Plan => 2,
        PeriodKind::PlanByEdition => 3,
        PeriodKind::Edition => 4,
    }
}

fn row(number: usize, outcome: &Outcome, e: &Entry, lang: Lang) -> Result<Vec<Cell>, ReportError> {
    let mut cells = whose(number, outcome, &e.policy, lang).to_vec();
    cells.extend(period(&e.period, e.basis)?);
    cells.push(outcome.header.unit.name(Lang::Ja).into());
    cells.extend([e.target, Some(e.planned), Some(e.mean)].map(Cell::from));
    cells.extend([e.sd, e.se].map(Cell::from));
    cells.extend(quantiles(&e.quantiles));
    let p = e.p_met;
    cells.extend([p.map(|p| p.value), p.map(|p| p.low), p.map(|p| p.high)].map(Cell::from));
    cells.push(e.mean_shortfall.into());
    cells.extend([e.mean_shortfall_se, e.mean_shortfall_if_short].map(Cell::from));
    cells.extend([e.cvar90, e.extra_for_80, Some(outcome.provenance.confidence), e.extra].map(Cell::from));
    cells.push(e.achievement.into());
    cells.extend(e.booked.as_ref().map(booked).into_iter().flatten());
    Ok(cells)
}

fn proportion(p: &Proportion) -> [Cell; 3] {
    [p.value, p.low, p.high].map(Cell::from)
}

fn booked(b: &Booked) -> [Cell; 8] {
    let [value, low, high] = proportion(&b.p_met);
    let (short, if_short) = (b.mean_shortfall.into(), b.mean_shortfall_if_short.into());
    [b.amount.into(), value, low, high, short, if_short, b.cvar90.into(), b.extra.into()]
}
