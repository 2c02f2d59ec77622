//! The header and the rows of each table.

use super::{
    Cells, PERIOD, POLICY, Pair, SPREAD, amount, calendar, optional, period, policy, quantiles, share, spread, unit,
    word,
};
use crate::analysis::{Attribution, Difference, Family, Member, Ratio, Unmatched};
use crate::harmless::in_csv;
use crate::money::rounded_to_add;
use crate::outcome::{Amounts, BridgeEntry, PeriodKind};
use crate::report::ReportError;
use crate::report::compare::years_in_data;
use crate::report::steps::walk_of;

type Rows = Result<Vec<Cells>, ReportError>;

pub(super) fn differences_header() -> Vec<&'static str> {
    [
        &POLICY[..],
        &PERIOD,
        &["plan_target", "revised_target", "target_difference"],
        &["plan_planned", "revised_planned", "planned_difference", "ratio", "ratio_kind"],
        &["plan_mean", "revised_mean", "mean_difference"],
        &SPREAD,
        &["p_not_below", "p_not_below_low", "p_not_below_high"],
        &["plan_p_met", "revised_p_met", "plan_mean_shortfall", "revised_mean_shortfall"],
    ]
    .concat()
}

pub(super) fn differences(pair: &Pair) -> Rows {
    pair.comparison.differences.iter().map(|d| difference(pair, d)).collect()
}

fn difference(pair: &Pair, d: &Difference) -> Result<Cells, ReportError> {
    let unit = unit(pair);
    let triple = |of: fn(&Amounts) -> Option<f64>| {
        let [plan, revised] = [d.plan, d.revised].map(|side| side.and_then(|s| of(&s.amounts)));
        [plan, revised, of(&d.difference)].map(|value| optional(value, |v| amount(v, unit)))
    };
    let mut cells = policy(pair, &d.policy).to_vec();
    cells.extend(period(&d.period, d.basis)?);
    cells.extend(triple(|a| a.target));
    cells.extend(triple(|a| Some(a.planned)));
    cells.extend(ratio(d.ratio));
    cells.extend(triple(|a| Some(a.mean)));
    cells.extend(spread(&d.spread, unit));
    cells.extend([d.p_not_below.value, d.p_not_below.low, d.p_not_below.high].map(share));
    cells.extend([d.plan, d.revised].map(|side| optional(side.and_then(|s| s.p_met).map(|p| p.value), share)));
    cells.extend([d.plan, d.revised].map(|side| optional(side.and_then(|s| s.mean_shortfall), |v| amount(v, unit))));
    Ok(cells)
}

/// The ratio and, where it has no value, why.
fn ratio(ratio: Ratio) -> [String; 2] {
    let kind = match ratio {
        Ratio::Value(_) => "value",
        Ratio::FromZero => "from_zero",
        Ratio::ToZero => "to_zero",
        Ratio::Undefined => "undefined",
    };
    let value = if let Ratio::Value(value) = ratio { Some(value) } else { None };
    [optional(value, share), kind.to_owned()]
}

pub(super) fn attribution_header() -> Vec<&'static str> {
    [&POLICY[..], &PERIOD, &["component", "planned", "mean"], &SPREAD].concat()
}

pub(super) fn attribution(pair: &Pair) -> Rows {
    let mut rows = Vec::new();
    for entry in &pair.comparison.attribution {
        let [planned, means] = adding_up(pair, entry);
        for ((part, planned), mean) in entry.components.iter().zip(planned).zip(means) {
            let mut cells = policy(pair, &entry.policy).to_vec();
            cells.extend(period(&entry.period, entry.basis)?);
            cells.extend([word(&part.component)?, planned, mean]);
            cells.extend(spread(&part.spread, unit(pair)));
            rows.push(cells);
        }
    }
    Ok(rows)
}

/// The components as planned and their means, which add up to the table of differences to the yen.
fn adding_up(pair: &Pair, entry: &Attribution) -> [Vec<String>; 2] {
    let unit = unit(pair);
    let same = |d: &&Difference| d.policy == entry.policy && d.period == entry.period && d.basis == entry.basis;
    let whole = pair.comparison.differences.iter().find(same).map(|d| d.difference).unwrap_or_default();
    let yen = |parts: Vec<f64>, whole: f64| -> Vec<String> {
        let parts: Vec<f64> = parts.into_iter().map(|part| part * unit.yen()).collect();
        let rounded = rounded_to_add(&parts, whole * unit.yen());
        rounded.into_iter().map(|yen| amount(yen / unit.yen(), unit)).collect()
    };
    [
        yen(entry.components.iter().map(|c| c.planned).collect(), whole.planned),
        yen(entry.components.iter().map(|c| c.mean).collect(), whole.mean),
    ]
}

pub(super) fn bridge_header() -> Vec<&'static str> {
    [&["from_base_fy", "to_base_fy"], &POLICY[..], &["step", "target", "planned", "mean"], &SPREAD[..1], &SPREAD[2..]]
        .concat()
}

pub(super) fn bridge(pair: &Pair) -> Rows {
    let mut rows = Vec::new();
    for entry in &pair.comparison.bridge {
        rows.extend(bridged(pair, entry)?);
    }
    Ok(rows)
}

/// The edition before, the steps, and the edition after; rows add up to the yen.
fn bridged(pair: &Pair, entry: &BridgeEntry) -> Rows {
    let unit = unit(pair);
    let walk = |of: fn(&Amounts) -> Option<f64>| {
        let yen = |amounts: &Amounts| of(amounts).map(|amount| amount * unit.yen());
        let walk = walk_of(&entry.before, entry.steps.iter().map(|s| &s.amounts), &entry.after, yen);
        let undefined = || vec![String::new(); entry.steps.len() + 2];
        let printed = |walk: Vec<f64>| walk.into_iter().map(|yen| amount(yen / unit.yen(), unit)).collect();
        walk.map_or_else(undefined, printed)
    };
    let ends = [(pair.plan, entry.from), (pair.revised, entry.to)];
    let [before, after] =
        ends.map(|(outcome, base)| outcome.edition_entry(&entry.policy, base).map(|e| (e.sd, e.quantiles)));
    let spreads = [before].into_iter().chain(entry.steps.iter().map(|s| Some((s.sd, s.quantiles)))).chain([after]);
    let steps = entry.steps.iter().map(|s| word(&s.step));
    let names = [Ok("before".to_owned())].into_iter().chain(steps).chain([Ok("after".to_owned())]);
    let amounts = walk(|a| a.target).into_iter().zip(walk(|a| Some(a.planned))).zip(walk(|a| Some(a.mean)));
    let mut rows = Vec::new();
    for ((name, ((target, planned), mean)), found) in names.zip(amounts).zip(spreads) {
        let mut cells = vec![calendar(entry.from), calendar(entry.to)];
        cells.extend(policy(pair, &entry.policy));
        cells.extend([name?, target, planned, mean]);
        cells.push(optional(found.and_then(|(sd, _)| sd), |v| amount(v, unit)));
        cells.extend(found.map(|(_, q)| quantiles(&q, unit)).unwrap_or_default());
        rows.push(cells);
    }
    Ok(rows)
}

pub(super) fn dominance_header() -> Vec<&'static str> {
    [&POLICY[..], &PERIOD, &["verdict", "percentiles_higher", "percentiles_lower", "percentiles"]].concat()
}

pub(super) fn dominance(pair: &Pair) -> Rows {
    let mut rows = Vec::new();
    for found in &pair.comparison.dominance {
        let mut cells = policy(pair, &found.policy).to_vec();
        cells.extend(period(&found.period, found.basis)?);
        cells.push(word(&found.verdict)?);
        cells.extend([found.revised_higher, found.revised_lower, PERCENTILES].map(|count| count.to_string()));
        rows.push(cells);
    }
    Ok(rows)
}

/// How many percentiles are compared.
const PERCENTILES: u32 = 99;

pub(super) fn track_record_header() -> Vec<&'static str> {
    let period = ["period_kind", "first_fy", "last_fy", "first_era", "last_era"];
    [&POLICY[..], &period, &["planned", "actual", "mean", "bias"], &SPREAD[2..], &["percentile"]].concat()
}

pub(super) fn track_record(pair: &Pair) -> Rows {
    let unit = unit(pair);
    let mut rows = Vec::new();
    for found in pair.comparison.track_record.iter().flat_map(|record| &record.predictions) {
        let (mut cells, years) = (policy(pair, &found.policy).to_vec(), &found.period);
        let entries =
            pair.plan.results.iter().filter(|e| e.policy == found.policy && e.period.kind == PeriodKind::Year);
        let planned = entries.filter(|e| years.first <= e.period.first && e.period.first <= years.last);
        cells.extend([word(&years.kind)?, calendar(years.first), calendar(years.last)]);
        cells.extend([years.first.era(), years.last.era()]);
        let amounts = [planned.map(|e| e.planned).sum(), found.actual, found.mean, found.mean - found.actual];
        cells.extend(amounts.map(|value| amount(value, unit)));
        cells.extend(quantiles(&found.quantiles, unit));
        cells.push(optional(found.percentile, share));
        rows.push(cells);
    }
    Ok(rows)
}

pub(super) fn lineages_header() -> Vec<&'static str> {
    vec!["family", "kind", "side", "id", "name", "replaces"]
}

/// One row an initiative; what could not be matched follows without a family.
pub(super) fn lineages(pair: &Pair) -> Rows {
    let lineages = &pair.comparison.lineages;
    let mut rows = Vec::new();
    for (number, family) in lineages.families.iter().enumerate() {
        rows.extend(members(number + 1, family)?);
    }
    for found in &lineages.unmatched {
        rows.push(unmatched(found)?);
    }
    Ok(rows)
}

fn members(number: usize, family: &Family) -> Rows {
    let sides = [("plan", &family.before), ("revised", &family.after)];
    let all = sides.into_iter().flat_map(|(side, members)| members.iter().map(move |m| (side, m)));
    let row = |(side, m): (&str, &Member)| {
        let kind = word(&family.kind)?;
        Ok(vec![number.to_string(), kind, side.to_owned(), in_csv(&m.id), in_csv(&m.name), String::new()])
    };
    all.map(row).collect()
}

fn unmatched(found: &Unmatched) -> Result<Cells, ReportError> {
    let kind = serde_json::to_value(found)?["kind"].as_str().unwrap_or_default().to_owned();
    let of = |side: &str, id: &str, name: &str, replaces: &str| {
        vec![String::new(), kind.clone(), side.to_owned(), in_csv(id), in_csv(name), in_csv(replaces)]
    };
    Ok(match found {
        Unmatched::Missing(m) => of("plan", &m.id, &m.name, ""),
        Unmatched::WithoutPredecessor(m) | Unmatched::CalledNew(m) => of("revised", &m.id, &m.name, ""),
        Unmatched::UnknownReplaced { initiative, replaces } => {
            of("revised", &initiative.id, &initiative.name, replaces)
        }
        Unmatched::PolicyOfOne(m) => of("", &m.id, &m.name, ""),
        Unmatched::YearsOfPlan(years) => of("plan", &years_in_data(*years), "", ""),
        Unmatched::YearsOfRevised(years) => of("revised", &years_in_data(*years), "", ""),
        Unmatched::EditionOfOne { base } => of("", &base.to_string(), "", ""),
    })
}
