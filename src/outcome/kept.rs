//! Whether a result that was kept as a file is whole: what reports are made from must fit together.

use super::editions::sum as add;
use super::{Amounts, CountedOn, Distribution, Entry, GENERAL_ACCOUNT, JointEntry, Outcome, PeriodKind, TOTAL};
use crate::stats::{PERCENTILES, Proportion};
use std::collections::BTreeSet;
use std::iter;

impl Outcome {
    /// Whether everything that refers to policies and years fits the header, and every number can be what it is called.
    /// What was simulated cannot be checked: for that it must be simulated again.
    ///
    /// # Errors
    /// The first thing that does not fit, by its key.
    pub fn check(&self) -> Result<(), String> {
        let header = &self.header;
        let years = header.plan.len();
        let ids: BTreeSet<&str> = header.policies.iter().map(|p| p.id.as_str()).collect();
        holds(ids.len() == header.policies.len() && !ids.contains(TOTAL), || "header.policies: ids".to_owned())?;
        holds(header.states.len() == years, || "header.states: one a year of header.plan".to_owned())?;
        holds(is_share(self.provenance.confidence), || "provenance.confidence: from 0 to 1".to_owned())?;
        let known = |policy: &str| policy == TOTAL || ids.contains(policy);
        let named = |at: &str, policy: &str| holds(known(policy), || format!("{at}: no policy '{policy}'"));
        for (i, entry) in self.results.iter().enumerate() {
            named(&format!("results[{i}].policy"), &entry.policy)?;
            entry.check().map_err(|what| format!("results[{i}].{what}"))?;
        }
        for (i, entry) in self.general_account.iter().enumerate() {
            holds(entry.policy == GENERAL_ACCOUNT, || format!("general_account[{i}].policy: {GENERAL_ACCOUNT}"))?;
            entry.check().map_err(|what| format!("general_account[{i}].{what}"))?;
        }
        for (i, d) in self.distributions.iter().enumerate() {
            named(&format!("distributions[{i}].policy"), &d.policy)?;
            d.check().map_err(|what| format!("distributions[{i}].{what}"))?;
        }
        for (i, b) in self.breakdown.iter().enumerate() {
            named(&format!("breakdown[{i}].policy"), &b.policy)?;
            let mut rows = b.initiatives.iter().map(|row| row.by_year.len()).chain([b.unallocated.len()]);
            holds(rows.all(|row| row == years), || format!("breakdown[{i}]: an amount a year of header.plan"))?;
        }
        for (i, joint) in self.joint.iter().enumerate() {
            let n = joint.policies.len();
            joint.policies.iter().try_for_each(|policy| named(&format!("joint[{i}].policies"), policy))?;
            holds(joint.fits(n), || format!("joint[{i}]: the odds of {n} policies"))?;
            let again = self.joint[..i].iter().any(|other| other.period == joint.period);
            holds(!again, || format!("joint[{i}].period: each period once"))?;
        }
        self.adds_up()?;
        let of_steps = self.editions.iter().flat_map(|e| e.reconciliation.iter().map(|r| &r.policy));
        let of_bridges = self.bridges.iter().map(|b| &b.policy);
        of_steps.chain(of_bridges).try_for_each(|policy| named("editions, bridges", policy))
    }
}

impl Outcome {
    /// Whether what adds up in every result does: policies to the total, steps to what they lead to, initiatives to their
    /// policy.
    fn adds_up(&self) -> Result<(), String> {
        let simulated = self.provenance.trials > 0 || !self.provenance.simulated;
        holds(!simulated || !self.results.is_empty(), || "results: at least one".to_owned())?;
        for (i, total) in self.results.iter().enumerate().filter(|(_, e)| e.policy == TOTAL) {
            let parts =
                self.results.iter().filter(|e| e.policy != TOTAL && e.period == total.period && e.basis == total.basis);
            let [planned, mean] = parts.fold([0.0; 2], |[p, m], e| [p + e.planned, m + e.mean]);
            let adds = same(planned, total.planned) && (same(mean, total.mean) || close(mean, total));
            holds(adds, || format!("results[{i}]: planned and mean of the total, the sums of the policies'"))?;
        }
        for (i, edition) in self.editions.iter().enumerate() {
            for r in &edition.reconciliation {
                let adds = leads(
                    &Amounts { target: r.edition.target.map(|_| 0.0), ..Amounts::default() },
                    r.steps.iter().map(|s| s.amounts),
                    &r.edition,
                );
                holds(adds, || format!("editions[{i}].reconciliation: steps that add up to the edition"))?;
            }
        }
        for (i, b) in self.bridges.iter().enumerate() {
            let adds = leads(&b.before, b.steps.iter().map(|s| s.amounts), &b.after);
            holds(adds, || format!("bridges[{i}]: steps that add up to the later edition"))?;
        }
        for (i, b) in self.breakdown.iter().enumerate() {
            for (at, year) in self.header.plan.years().enumerate() {
                let rows: f64 = b.initiatives.iter().filter_map(|row| row.by_year[at]).sum();
                let whole = self.year_entry(&b.policy, year).map(|e| e.planned);
                let adds = whole.is_none_or(|whole| same(rows + b.unallocated[at], whole));
                holds(adds, || format!("breakdown[{i}]: initiatives that add up to the planned effect of {year}"))?;
            }
        }
        Ok(())
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

/// Whether steps lead from one amount to another, planned and, where there are any, in targets.
fn leads(from: &Amounts, steps: impl Iterator<Item = Amounts>, to: &Amounts) -> bool {
    let end = add(iter::once(*from).chain(steps));
    let targets = match (end.target, to.target) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a == b,
    };
    targets && same(end.planned, to.planned)
}

/// Means are sums of whole numbers of a resolution of their own: they add up to that.
fn close(mean: f64, total: &Entry) -> bool {
    let resolution = total.sd.unwrap_or(0.0).max(total.mean.abs()) * 1e-6;
    (mean - total.mean).abs() <= resolution
}

impl Entry {
    fn check(&self) -> Result<(), String> {
        holds(self.period.first <= self.period.last, || "period: years in their order".to_owned())?;
        let by_edition = matches!(self.period.kind, PeriodKind::Edition | PeriodKind::Rolling);
        holds(by_edition == (self.basis == CountedOn::Edition), || {
            "period.kind: edition or rolling where basis is edition, and only there".to_owned()
        })?;
        let odds = self.p_met.as_ref().is_none_or(is_proportion);
        holds(odds, || "p_met: from 0 to 1, low to high".to_owned())?;
        let held = [self.p_met.is_some(), self.mean_shortfall.is_some(), self.cvar90.is_some(), self.extra.is_some()];
        let same = held.iter().all(|h| *h == self.target.is_some());
        holds(same, || "target: stated where p_met, mean_shortfall, cvar90 and extra are".to_owned())?;
        let booked = self.booked.as_ref().is_none_or(|b| is_proportion(&b.p_met));
        holds(booked, || "booked.p_met: from 0 to 1, low to high".to_owned())?;
        let q = &self.quantiles;
        let rising = [q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].is_sorted();
        holds(rising, || "quantiles: rising".to_owned())
    }
}

impl Distribution {
    /// Whether it is one.
    ///
    /// # Errors
    /// What is wrong, by its key.
    pub(crate) fn check(&self) -> Result<(), String> {
        let whole = self.percentiles.len() == PERCENTILES && self.percentiles.is_sorted();
        holds(whole, || format!("percentiles: {PERCENTILES} rising amounts"))
    }
}

impl JointEntry {
    fn fits(&self, policies: usize) -> bool {
        let given = &self.short_given;
        is_proportion(&self.all_met)
            && [&self.exactly, &self.at_least].into_iter().all(|odds| odds.len() == policies + 1)
            && self.exactly.iter().chain(&self.at_least).all(|p| is_share(*p))
            && given.len() == policies
            && given.iter().all(|row| row.len() == policies)
    }
}

fn is_share(number: f64) -> bool {
    // What was summed can lie a rounding beyond.
    (-1e-9..=1.0 + 1e-9).contains(&number)
}

pub(crate) fn is_proportion(p: &Proportion) -> bool {
    [p.low, p.value, p.high].is_sorted() && is_share(p.low) && is_share(p.high)
}

fn holds(what: bool, or: impl FnOnce() -> String) -> Result<(), String> {
    if what { Ok(()) } else { Err(or()) }
}
