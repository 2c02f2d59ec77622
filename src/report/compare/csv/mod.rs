//! Tidy rows of one table, all revisions in it: numeric, western year and 和暦 together, what made it in every row.

mod tables;

use super::{Compared, ComparisonTable, Pair};
use crate::analysis::Spread;
use crate::harmless::in_csv;
use crate::lang::Lang;
use crate::money::Unit;
use crate::outcome::{CountedOn, PeriodEntry, Quantiles, TOTAL};
use crate::report::ReportError;
use crate::report::csv::{amount, calendar, share, word, written};

/// The first columns of every table.
const TITLES: [&str; 2] = ["plan_title", "revised_title"];
/// What the two are called, behind their titles, where they have labels.
const LABELS: [&str; 2] = ["plan_label", "revised_label"];
/// The last columns of every table: what made it.
const PROVENANCE: [&str; 9] = [
    "unit",
    "plan_as_of_fy",
    "revised_as_of_fy",
    "trials",
    "seed",
    "sampling",
    "version",
    "plan_digest",
    "revised_digest",
];
/// Whose a row is.
const POLICY: [&str; 2] = ["policy", "policy_name"];
/// The columns of a period.
const PERIOD: [&str; 7] = ["period_kind", "first_fy", "last_fy", "first_era", "last_era", "base_fy", "basis"];
/// The columns of a distribution.
const SPREAD: [&str; 11] = ["sd", "se", "p5", "p10", "p20", "p25", "p50", "p75", "p80", "p90", "p95"];

/// The cells of a row between the titles and what made it.
type Cells = Vec<String>;
/// What makes the rows of a pair.
type RowsOf = fn(&Pair) -> Result<Vec<Cells>, ReportError>;

pub(super) fn render(compared: &Compared<'_>, table: ComparisonTable) -> Result<Vec<u8>, ReportError> {
    let (header, rows): (Vec<&str>, RowsOf) = match table {
        ComparisonTable::Differences => (tables::differences_header(), tables::differences),
        ComparisonTable::Attribution => (tables::attribution_header(), tables::attribution),
        ComparisonTable::Bridge => (tables::bridge_header(), tables::bridge),
        ComparisonTable::Dominance => (tables::dominance_header(), tables::dominance),
        ComparisonTable::TrackRecord => (tables::track_record_header(), tables::track_record),
        ComparisonTable::Lineages => (tables::lineages_header(), tables::lineages),
    };
    let mut all = Vec::new();
    for pair in compared.pairs() {
        let labels = pair.names.labels.into_iter().flatten().map(in_csv);
        let titles: Vec<String> = titles(&pair).into_iter().chain(labels).collect();
        let made = provenance(&pair)?;
        all.extend(rows(&pair)?.into_iter().map(|cells| [&titles[..], &cells, &made].concat()));
    }
    let labels: &[&str] = if compared.labels.is_empty() { &[] } else { &LABELS };
    written(&[&TITLES[..], labels, &header, &PROVENANCE].concat(), all)
}

fn titles(pair: &Pair) -> [String; 2] {
    [pair.plan, pair.revised].map(|outcome| in_csv(&outcome.header.title))
}

fn provenance(pair: &Pair) -> Result<[String; 9], ReportError> {
    let [plan, revised] = [pair.plan, pair.revised].map(|outcome| &outcome.provenance);
    let [plan_as_of, revised_as_of] = [plan, revised].map(|p| p.as_of.map(calendar).unwrap_or_default());
    Ok([
        unit(pair).name(Lang::Ja).to_owned(),
        plan_as_of,
        revised_as_of,
        pair.comparison.trials.to_string(),
        plan.seed.to_string(),
        word(&plan.sampling)?,
        plan.version.clone(),
        plan.digest.clone(),
        revised.digest.clone(),
    ])
}

fn unit(pair: &Pair) -> Unit {
    pair.plan.header.unit
}

/// A policy's id and name, whichever of the two has it.
fn policy(pair: &Pair, id: &str) -> [String; 2] {
    let policies = [pair.plan, pair.revised].map(|outcome| outcome.header.policies.iter());
    let name = policies.into_iter().flatten().find(|p| p.id == id).map_or(TOTAL, |p| &p.name);
    [in_csv(id), in_csv(name)]
}

fn period(period: &PeriodEntry, basis: CountedOn) -> Result<[String; 7], ReportError> {
    Ok([
        word(&period.kind)?,
        calendar(period.first),
        calendar(period.last),
        period.first.era(),
        period.last.era(),
        period.base.map(calendar).unwrap_or_default(),
        word(&basis)?,
    ])
}

fn quantiles(q: &Quantiles, unit: Unit) -> [String; 9] {
    [q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].map(|value| amount(value, unit))
}

fn spread(spread: &Spread, unit: Unit) -> Vec<String> {
    let moments = [spread.sd, spread.se].map(|value| optional(value, |v| amount(v, unit)));
    moments.into_iter().chain(quantiles(&spread.quantiles, unit)).collect()
}

/// A figure, or nothing where it is undefined.
fn optional(value: Option<f64>, print: impl Fn(f64) -> String) -> String {
    value.map(print).unwrap_or_default()
}
