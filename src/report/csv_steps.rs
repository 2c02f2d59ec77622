//! Tidy rows, one a step: from the plan-period amount to an edition's basis, or from an edition to the next. Amounts add
//! up to the yen.

use super::ReportError;
use super::csv::{PROVENANCE, amount, calendar, policy, provenance, word, written};
use super::steps::walk_of;
use crate::harmless::in_csv;
use crate::lang::Lang;
use crate::money::Unit;
use crate::outcome::{Amounts, BridgeEntry, EditionEntry, Outcome, Quantiles, ReconciliationEntry};

/// The step of a reconciliation that holds what the others add up to.
const EDITION: &str = "edition";
/// The steps of a bridge that hold its ends.
const ENDS: [&str; 2] = ["before", "after"];

pub(super) fn reconciliations(outcomes: &[Outcome]) -> Result<Vec<u8>, ReportError> {
    let header = [
        &["title", "base_fy", "first_fy", "last_fy", "edition_as_of_fy", "policy", "policy_name", "step"][..],
        &["target", "planned", "mean", "unit", "plan_basis"],
        &PROVENANCE,
    ]
    .concat();
    let mut rows = Vec::new();
    for outcome in outcomes {
        for edition in &outcome.editions {
            for entry in &edition.reconciliation {
                reconciliation(outcome, edition, entry, &mut rows)?;
            }
        }
    }
    written(&header, rows)
}

fn reconciliation(
    outcome: &Outcome,
    edition: &EditionEntry,
    entry: &ReconciliationEntry,
    rows: &mut Vec<Vec<String>>,
) -> Result<(), ReportError> {
    let unit = outcome.header.unit;
    let steps: Vec<Amounts> = entry.steps.iter().map(|s| s.amounts).collect();
    let Some((first, others)) = steps.split_first() else { return Ok(()) };
    let amounts = adding_up(first, others, &entry.edition, unit);
    let names = entry.steps.iter().map(|s| word(&s.step)).chain([Ok(EDITION.to_owned())]);
    for (name, amounts) in names.zip(amounts) {
        let mut cells = vec![in_csv(&outcome.header.title)];
        cells.extend([edition.base, edition.first, edition.last, edition.as_of].map(calendar));
        cells.extend(policy(outcome, &entry.policy));
        cells.push(name?);
        cells.extend(amounts);
        cells.extend([unit.name(Lang::Ja).to_owned(), word(&outcome.provenance.basis)?]);
        cells.extend(provenance(outcome)?);
        rows.push(cells);
    }
    Ok(())
}

pub(super) fn bridges(outcomes: &[Outcome]) -> Result<Vec<u8>, ReportError> {
    let header = [
        &["title", "from_base_fy", "to_base_fy", "policy", "policy_name", "step"][..],
        &["target", "planned", "mean", "sd", "p10", "p50", "p90", "unit"],
        &PROVENANCE,
    ]
    .concat();
    let mut rows = Vec::new();
    for outcome in outcomes {
        for entry in &outcome.bridges {
            bridge(outcome, entry, &mut rows)?;
        }
    }
    written(&header, rows)
}

fn bridge(outcome: &Outcome, entry: &BridgeEntry, rows: &mut Vec<Vec<String>>) -> Result<(), ReportError> {
    let unit = outcome.header.unit;
    let steps: Vec<Amounts> = entry.steps.iter().map(|s| s.amounts).collect();
    let amounts = adding_up(&entry.before, &steps, &entry.after, unit);
    let [before, after] = ENDS.map(|name| Ok(name.to_owned()));
    let names = [before].into_iter().chain(entry.steps.iter().map(|s| word(&s.step))).chain([after]);
    let end = |base| outcome.edition_entry(&entry.policy, base).map(|e| (e.sd, e.quantiles));
    let inner = entry.steps.iter().map(|s| Some((s.sd, s.quantiles)));
    let spreads = [end(entry.from)].into_iter().chain(inner).chain([end(entry.to)]);
    for ((name, amounts), spread) in names.zip(amounts).zip(spreads) {
        let mut cells = vec![in_csv(&outcome.header.title), calendar(entry.from), calendar(entry.to)];
        cells.extend(policy(outcome, &entry.policy));
        cells.push(name?);
        cells.extend(amounts);
        cells.extend(spread_cells(spread, unit));
        cells.push(unit.name(Lang::Ja).to_owned());
        cells.extend(provenance(outcome)?);
        rows.push(cells);
    }
    Ok(())
}

/// Standard deviation, P10, P50 and P90.
fn spread_cells(spread: Option<(Option<f64>, Quantiles)>, unit: Unit) -> [String; 4] {
    let quantiles = spread.map(|(_, q)| [q.p10, q.p50, q.p90]);
    let [p10, p50, p90] = [0, 1, 2].map(|i| quantiles.map(|q| q[i]));
    [spread.and_then(|(sd, _)| sd), p10, p50, p90].map(|value| value.map(|v| amount(v, unit)).unwrap_or_default())
}

/// Target, planned and mean of every row, rounded so that they add up to the yen.
fn adding_up(first: &Amounts, steps: &[Amounts], last: &Amounts, unit: Unit) -> Vec<[String; 3]> {
    let walk = |of: fn(&Amounts) -> Option<f64>| -> Vec<Option<f64>> {
        let yen = |amounts: &Amounts| of(amounts).map(|amount| amount * unit.parts());
        let undefined = || vec![None; steps.len() + 2];
        walk_of(Unit::whole(unit.name), first, steps.iter(), last, yen)
            .map_or_else(undefined, |walk| walk.into_iter().map(Some).collect())
    };
    let [targets, planned, means] = [walk(|a| a.target), walk(|a| Some(a.planned)), walk(|a| Some(a.mean))];
    let rows = targets.into_iter().zip(planned).zip(means);
    let cell = |yen: Option<f64>| yen.map(|yen| amount(yen / unit.parts(), unit)).unwrap_or_default();
    rows.map(|((target, planned), mean)| [target, planned, mean].map(cell)).collect()
}
