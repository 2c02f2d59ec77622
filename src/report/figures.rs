//! Amounts as they are printed, rounded once: each by itself, or so that parts add up to their totals.

use super::footing::both_ways;
use crate::fiscal::FiscalYear;
use crate::money::Unit;
use crate::outcome::{Amounts, Entry, Outcome, PeriodKind, TOTAL};

/// How the amounts of a table are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Each by itself, half away from zero: parts may not add up, which a note says.
    #[default]
    Each,
    /// So that policies add up to the total and years to the plan period (端数調整): no amount moves by a unit or more.
    ToAdd,
}

/// One of the amounts that add up.
type EntryAmount = fn(&Entry) -> f64;
/// Where it is printed.
type SetAmount = fn(&mut Amounts, f64);

/// The amounts of an outcome that add up, as printed: target, planned, mean.
pub(super) struct Figures<'a> {
    entries: &'a [Entry],
    rounding: Rounding,
    unit: Unit,
    rounded: Vec<Amounts>,
}

impl<'a> Figures<'a> {
    pub(super) fn of(outcome: &'a Outcome, rounding: Rounding) -> Self {
        let entries = &outcome.results[..];
        let unit = outcome.header.unit;
        let each = |e: &Entry| Amounts { target: e.target, planned: e.planned, mean: e.mean };
        let mut figures = Self { entries, rounding, unit, rounded: entries.iter().map(each).collect() };
        if rounding == Rounding::ToAdd {
            let groups = groups(outcome);
            groups.iter().for_each(|group| figures.make_add_up(group));
        }
        figures
    }

    pub(super) fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The amounts of an entry of the outcome: to be rounded where they are printed, or rounded so that they add up.
    pub(super) fn amounts(&self, entry: &Entry) -> Amounts {
        let at = self.entries.iter().position(|e| std::ptr::eq(e, entry));
        // What is part of no table that adds up, as the general account, is rounded by itself.
        let alone = || Amounts { target: entry.target, planned: entry.planned, mean: entry.mean };
        at.and_then(|at| self.rounded.get(at)).copied().unwrap_or_else(alone)
    }

    /// The amounts of a policy over the plan period, or in the edition with a base year, for a walk that begins or ends
    /// there: as printed elsewhere where everything adds up, else the exact ones.
    pub(super) fn end(&self, policy: &str, base: Option<FiscalYear>, exact: Amounts) -> Amounts {
        let is_plan = |e: &Entry| e.period.kind == PeriodKind::Plan;
        let same = |e: &&Entry| e.policy == policy && if base.is_some() { e.period.base == base } else { is_plan(e) };
        match self.rounding {
            Rounding::Each => exact,
            Rounding::ToAdd => self.entries.iter().find(same).map_or(exact, |e| self.amounts(e)),
        }
    }

    /// Rounds a table: a column a period, the last the sum of the others if there are several; in each column the
    /// policies, then the total.
    fn make_add_up(&mut self, table: &[Vec<usize>]) {
        // What has no target adds nothing to the total's, and stays without one.
        let kinds: [(EntryAmount, SetAmount); 3] = [
            (|e| e.target.unwrap_or(0.0), |a, amount| a.target = a.target.map(|_| amount)),
            (|e| e.planned, |a, amount| a.planned = amount),
            (|e| e.mean, |a, amount| a.mean = amount),
        ];
        for (of, into) in kinds {
            let exact = |at: &usize| of(&self.entries[*at]);
            let columns: Vec<Vec<f64>> = table.iter().map(|column| column.iter().map(exact).collect()).collect();
            let Some(rounded) = footed(self.unit, &columns) else { continue };
            for (places, amounts) in table.iter().zip(rounded) {
                for (place, amount) in places.iter().zip(amounts) {
                    into(&mut self.rounded[*place], amount);
                }
            }
        }
    }
}

/// Columns of parts and their sum, rounded so that they add up; nothing where they do not add up in the first place, as
/// where the total has targets of its own.
fn footed(unit: Unit, columns: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let adds = |parts: f64, sum: f64| (parts - sum).abs() < 1e-6 * sum.abs().max(1.0);
    let split: Option<Vec<(&f64, &[f64])>> = columns.iter().map(|column| column.split_last()).collect();
    let split = split.filter(|s| s.iter().all(|(sum, parts)| adds(parts.iter().sum(), **sum)))?;
    let totals: Vec<f64> = split.iter().map(|(sum, _)| **sum).collect();
    let parts: Vec<Vec<f64>> = split.iter().map(|(_, parts)| parts.to_vec()).collect();
    let (whole, years) = totals.split_last()?;
    let (sums, parts) = if years.is_empty() {
        (vec![unit.round(*whole)], vec![unit.rounded_to_add(&parts[0], *whole)])
    } else {
        adds(years.iter().sum(), *whole).then_some(())?;
        let sums = [unit.rounded_to_add(years, *whole), vec![unit.round(*whole)]].concat();
        let parts = both_ways(unit, &parts, &sums);
        (sums, parts)
    };
    let with_sum = |(mut column, sum): (Vec<f64>, f64)| {
        column.push(sum);
        column
    };
    Some(parts.into_iter().zip(sums).map(with_sum).collect())
}

/// The tables that an outcome is printed in, as positions of entries: the years with the plan period, each edition by
/// itself, the plan period counted by edition.
fn groups(outcome: &Outcome) -> Vec<Vec<Vec<usize>>> {
    let order: Vec<&str> = outcome.header.policies.iter().map(|p| p.id.as_str()).chain([TOTAL]).collect();
    let column = |same: &dyn Fn(&Entry) -> bool| -> Option<Vec<usize>> {
        let at = |id: &&str| outcome.results.iter().position(|e| e.policy == *id && same(e));
        order.iter().map(at).collect()
    };
    let years = outcome.header.plan.years();
    let by_year = years.filter_map(|y| column(&|e: &Entry| e.period.kind == PeriodKind::Year && e.period.first == y));
    let by_year: Vec<Vec<usize>> = by_year.collect();
    let plan = column(&|e| e.period.kind == PeriodKind::Plan);
    let rolling = column(&|e| e.period.kind == PeriodKind::Rolling);
    let editions = outcome.editions.iter().filter_map(|edition| column(&|e| e.period.base == Some(edition.base)));
    let mut groups: Vec<Vec<Vec<usize>>> = editions.chain(rolling).map(|column| vec![column]).collect();
    match plan {
        Some(plan) => groups.push(by_year.into_iter().chain([plan]).collect()),
        None => groups.extend(by_year.into_iter().map(|column| vec![column])),
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    const YEN: Unit = Unit::whole(Name::Yen);

    #[test]
    fn tables_add_up_both_ways() {
        // Two policies over two years: 0.4 + 0.4 = 0.8 → 1 in each year, 1.6 → 2 in all; each policy has 0.8 → 1.
        let rounded = footed(YEN, &[vec![0.4, 0.4, 0.8], vec![0.4, 0.4, 0.8], vec![0.8, 0.8, 1.6]]).expect("adds up");
        for column in &rounded {
            assert_eq!(column[0] + column[1], column[2]);
        }
        assert_eq!(rounded[2], [1.0, 1.0, 2.0]);
        assert_eq!([rounded[0][2], rounded[1][2]], [1.0, 1.0]);
        assert!((0..3).all(|row| rounded[0][row] + rounded[1][row] == rounded[2][row]));
    }

    #[test]
    fn a_total_of_its_own_is_not_forced() {
        assert_eq!(footed(YEN, &[vec![1.4, 1.4, 5.0]]), None);
        assert_eq!(footed(YEN, &[vec![1.4, 1.4, 2.8]]), Some(vec![vec![2.0, 1.0, 3.0]]));
    }
}
