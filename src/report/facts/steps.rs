//! How the amount of an edition follows from the plan period, and from the edition before: one row a step. Where amounts
//! are rounded, they add up to the yen.

use super::{Facts, Manner, QUANTILES, WHOSE, made_by, names, unit};
use crate::money::Unit;
use crate::outcome::fields::{Fact, MADE_BY, word};
use crate::outcome::{Amounts, BridgeEntry, EditionEntry, Outcome, Quantiles, ReconciliationEntry};
use crate::report::steps::walk_of;

/// The step of a reconciliation that holds what the others add up to.
const EDITION: &str = "edition";
/// What a step amounts to.
const AMOUNTS: [&str; 3] = ["target", "planned", "mean"];
/// From which edition to which, and the step.
const BRIDGE: [&str; 5] = ["from_base_fy", "from_base_era", "to_base_fy", "to_base_era", "step"];

pub(in crate::report) fn reconciliations(outcomes: &[Outcome], manner: Manner) -> Facts {
    let edition = ["base_fy", "base_era", "edition_name", "first_fy", "last_fy", "first_era", "last_era"];
    let more = ["edition_as_of_fy", "edition_as_of_era", "plan_basis", "step"];
    let mut table = Facts::new(&[&WHOSE, &edition, &more, &["unit"], &AMOUNTS, &names(&MADE_BY)]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for edition in &outcome.editions {
            for entry in &edition.reconciliation {
                table.rows.extend(reconciliation(number, outcome, edition, entry, manner));
            }
        }
    }
    table
}

fn reconciliation(
    number: usize,
    outcome: &Outcome,
    edition: &EditionEntry,
    entry: &ReconciliationEntry,
    manner: Manner,
) -> Vec<Vec<Fact>> {
    let of = outcome.header.unit;
    let steps: Vec<Amounts> = entry.steps.iter().map(|s| s.amounts).collect();
    let Some((first, others)) = steps.split_first() else { return Vec::new() };
    let amounts = manner.walk(first, others, &entry.edition, of);
    let names = entry.steps.iter().map(|s| word(&s.step)).chain([EDITION.to_owned()]);
    let EditionEntry { base, first, last, as_of, ref name, .. } = *edition;
    let edition: [Fact; 10] = [
        base.into(),
        base.era().into(),
        name.clone().into(),
        first.into(),
        last.into(),
        first.era().into(),
        last.era().into(),
        as_of.into(),
        as_of.era().into(),
        word(&outcome.provenance.basis).into(),
    ];
    let row = |(step, amounts): (String, [Fact; 3])| {
        let whose = manner.whose(number, outcome, &entry.policy);
        [&whose[..], &edition, &[step.into(), unit(of)], &amounts, &made_by(outcome)].concat()
    };
    names.zip(amounts).map(row).collect()
}

pub(in crate::report) fn bridges(outcomes: &[Outcome], manner: Manner) -> Facts {
    let mut table = Facts::new(&[&WHOSE, &["unit"], &bridge_columns(), &names(&MADE_BY)]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for entry in &outcome.bridges {
            let whose = [&manner.whose(number, outcome, &entry.policy)[..], &[unit(outcome.header.unit)]].concat();
            let steps = bridge(entry, [outcome, outcome], outcome.header.unit, manner);
            table.rows.extend(steps.into_iter().map(|step| [&whose[..], &step, &made_by(outcome)].concat()));
        }
    }
    table
}

pub(super) fn bridge_columns() -> Vec<&'static str> {
    [&BRIDGE[..], &AMOUNTS, &["sd"], &QUANTILES].concat()
}

/// The edition before, the steps, and the edition after, in the columns of [`bridge_columns`]; the two outcomes hold the
/// editions at the ends.
pub(super) fn bridge(entry: &BridgeEntry, ends: [&Outcome; 2], of: Unit, manner: Manner) -> Vec<Vec<Fact>> {
    let steps: Vec<Amounts> = entry.steps.iter().map(|s| s.amounts).collect();
    let amounts = manner.walk(&entry.before, &steps, &entry.after, of);
    let names = entry.steps.iter().map(|s| word(&s.step));
    let names = ["before".to_owned()].into_iter().chain(names).chain(["after".to_owned()]);
    let end = |outcome: &Outcome, base| outcome.edition_entry(&entry.policy, base).map(|e| (e.sd, e.quantiles));
    let inner = entry.steps.iter().map(|s| Some((s.sd, s.quantiles)));
    let spreads = [end(ends[0], entry.from)].into_iter().chain(inner).chain([end(ends[1], entry.to)]);
    let (from, to) = (entry.from, entry.to);
    let row = |((step, amounts), spread): ((String, [Fact; 3]), _)| {
        let which: [Fact; 5] = [from.into(), from.era().into(), to.into(), to.era().into(), step.into()];
        [&which[..], &amounts, &manner.spread(spread, of)].concat()
    };
    names.zip(amounts).zip(spreads).map(row).collect()
}

impl Manner {
    /// Standard deviation and quantiles.
    fn spread(self, spread: Option<(Option<f64>, Quantiles)>, of: Unit) -> Vec<Fact> {
        let Some((sd, quantiles)) = spread else { return vec![Fact::Nothing; 1 + QUANTILES.len()] };
        [&[self.optional(sd, of)], &self.quantiles(&quantiles, of)[..]].concat()
    }

    /// Target, planned and mean of every row of a walk; rounded ones add up to the yen.
    fn walk(self, first: &Amounts, steps: &[Amounts], last: &Amounts, of: Unit) -> Vec<[Fact; 3]> {
        let column = |get: fn(&Amounts) -> Option<f64>| -> Vec<Fact> {
            let exact = [first].into_iter().chain(steps).chain([last]).map(|a| get(a).into());
            if !self.to_yen {
                return exact.collect();
            }
            let yen = |amounts: &Amounts| get(amounts).map(|amount| amount * of.parts());
            let undefined = || vec![Fact::Nothing; steps.len() + 2];
            let told = |walk: Vec<f64>| walk.into_iter().map(|yen| self.amount(yen / of.parts(), of)).collect();
            walk_of(Unit::whole(of.name), first, steps.iter(), last, yen).map_or_else(undefined, told)
        };
        let [targets, planned, means] = [column(|a| a.target), column(|a| Some(a.planned)), column(|a| Some(a.mean))];
        let rows = targets.into_iter().zip(planned).zip(means);
        rows.map(|((target, planned), mean)| [target, planned, mean]).collect()
    }
}
