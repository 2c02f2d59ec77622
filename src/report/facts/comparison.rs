//! The tables of comparisons, all revisions in each.

use super::differences;
use super::steps::{bridge, bridge_columns};
use super::{Facts, Manner, QUANTILES, lineages, names, period, period_columns, unit};
use crate::analysis::{Dominance, Prediction};
use crate::money::Unit;
use crate::outcome::fields::{Fact, PERIOD, word};
use crate::outcome::{Distribution, PeriodKind};
use crate::report::compare::Pair;
use crate::report::{Compared, ComparisonTable};

/// The first columns of every table: the number of the revision among those asked for, from 1, and the titles.
pub(super) const TITLES: [&str; 3] = ["revision_number", "plan_title", "revised_title"];
/// What the two are called, behind their titles, where they have labels.
const LABELS: [&str; 2] = ["plan_label", "revised_label"];
/// Whose a row is.
pub(super) const POLICY: [&str; 2] = ["policy", "policy_name"];
/// What made the comparison.
const MADE: [&str; 9] = [
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
/// How many percentiles are compared.
const PERCENTILES: u32 = 99;

/// The cells of a row between the titles and what made it.
pub(super) type FactRow = Vec<Fact>;
/// What makes the rows of a pair.
type RowsOf = fn(&Pair, Manner) -> Vec<FactRow>;

pub(in crate::report) fn comparison(compared: &Compared<'_>, table: ComparisonTable, manner: Manner) -> Facts {
    let (columns, rows): (Vec<&str>, RowsOf) = match table {
        ComparisonTable::Differences => (differences::differences_columns(), differences::differences),
        ComparisonTable::Attribution => (differences::attribution_columns(), differences::attribution),
        ComparisonTable::Bridge => ([&POLICY[..], &bridge_columns()].concat(), bridges),
        ComparisonTable::Dominance => (dominance_columns(), dominance),
        ComparisonTable::TrackRecord => (track_record_columns(), track_record),
        ComparisonTable::Lineages => (lineages::COLUMNS.to_vec(), lineages::lineages),
    };
    let mut all = Facts::new(&[&titles_columns(compared), &columns, &MADE]);
    for (number, pair) in compared.pairs().enumerate() {
        let (titles, made) = (titles(number, &pair), made(&pair));
        all.rows.extend(rows(&pair, manner).into_iter().map(|cells| [&titles[..], &cells, &made].concat()));
    }
    all
}

/// Every percentile of the distribution of a difference.
pub(in crate::report) fn distributions(number: usize, pair: &Pair, d: &Distribution, manner: Manner) -> Vec<FactRow> {
    let begin = [&whose_of_pair(number, pair, &d.policy, manner)[..], &period(&d.period, d.basis), &[unit(of(pair))]];
    let begin = begin.concat();
    let row = |(percentile, amount): (u32, &f64)| {
        let cells: [Fact; 3] = [percentile.into(), (f64::from(percentile) / 100.0).into(), (*amount).into()];
        [&begin[..], &cells].concat()
    };
    (1_u32..).zip(&d.percentiles).map(row).collect()
}

/// Number, titles, labels, and the policy, whichever of the two has it.
fn whose_of_pair(number: usize, pair: &Pair, id: &str, manner: Manner) -> Vec<Fact> {
    [&titles(number, pair)[..], &policy(pair, id, manner)].concat()
}

fn titles(number: usize, pair: &Pair) -> Vec<Fact> {
    let titles = [pair.plan, pair.revised].map(|outcome| outcome.header.title.as_str().into());
    let labels = pair.names.labels.into_iter().flatten().map(Fact::from);
    [(number + 1).into()].into_iter().chain(titles).chain(labels).collect()
}

/// The columns of [`TITLES`], and those of labels where there are any.
fn titles_columns(compared: &Compared<'_>) -> Vec<&'static str> {
    let labels: &[&str] = if compared.labels.is_empty() { &[] } else { &LABELS };
    [&TITLES[..], labels].concat()
}

fn made(pair: &Pair) -> [Fact; 9] {
    let [plan, revised] = [pair.plan, pair.revised].map(|outcome| &outcome.provenance);
    [
        unit(of(pair)),
        plan.as_of.into(),
        revised.as_of.into(),
        Fact::Integer(i64::try_from(pair.comparison.trials).unwrap_or(i64::MAX)),
        Fact::Natural(plan.seed),
        word(&plan.sampling).into(),
        plan.version.clone().into(),
        plan.digest.clone().into(),
        revised.digest.clone().into(),
    ]
}

pub(super) fn policy(pair: &Pair, id: &str, manner: Manner) -> [Fact; 2] {
    manner.policy(id, pair.plan.header.policies.iter().chain(&pair.revised.header.policies))
}

pub(super) fn of(pair: &Pair) -> Unit {
    pair.plan.header.unit
}

fn bridges(pair: &Pair, manner: Manner) -> Vec<FactRow> {
    let of_entry = |entry| bridge(entry, [pair.plan, pair.revised], of(pair), manner);
    let whose = |id: &str| policy(pair, id, manner);
    let all = pair.comparison.bridge.iter();
    let rows = all.flat_map(|e| of_entry(e).into_iter().map(move |step| [&whose(&e.policy)[..], &step].concat()));
    rows.collect()
}

fn dominance_columns() -> Vec<&'static str> {
    [&POLICY[..], &period_columns(), &["verdict", "percentiles_higher", "percentiles_lower", "percentiles"]].concat()
}

fn dominance(pair: &Pair, manner: Manner) -> Vec<FactRow> {
    let row = |found: &Dominance| {
        let counts = [found.revised_higher, found.revised_lower, PERCENTILES].map(Fact::from);
        let whose = policy(pair, &found.policy, manner);
        [&whose[..], &period(&found.period, found.basis), &[word(&found.verdict).into()], &counts].concat()
    };
    pair.comparison.dominance.iter().map(row).collect()
}

/// Predictions have no basis and no edition.
const YEARS: usize = 5;

fn track_record_columns() -> Vec<&'static str> {
    let amounts = ["planned", "actual", "mean", "bias"];
    [&POLICY[..], &names(&PERIOD)[..YEARS], &amounts, &QUANTILES, &["percentile"]].concat()
}

fn track_record(pair: &Pair, manner: Manner) -> Vec<FactRow> {
    let row = |found: &Prediction| {
        let years = &found.period;
        let entries =
            pair.plan.results.iter().filter(|e| e.policy == found.policy && e.period.kind == PeriodKind::Year);
        let planned = entries.filter(|e| years.first <= e.period.first && e.period.first <= years.last);
        let amounts = [planned.map(|e| e.planned).sum(), found.actual, found.mean, found.mean - found.actual];
        let period: Vec<Fact> = PERIOD[..YEARS].iter().map(|field| (field.of)(years)).collect();
        [
            &policy(pair, &found.policy, manner)[..],
            &period,
            &amounts.map(|value| manner.amount(value, of(pair))),
            &manner.quantiles(&found.quantiles, of(pair)),
            &[found.percentile.map(|share| manner.share(share)).into()],
        ]
        .concat()
    };
    pair.comparison.track_record.iter().flat_map(|record| &record.predictions).map(row).collect()
}

/// The columns of [`distributions`].
pub(in crate::report) fn distribution_columns(compared: &Compared<'_>) -> Vec<&'static str> {
    [&titles_columns(compared)[..], &POLICY, &period_columns(), &["unit", "percentile", "share_below", "amount"]]
        .concat()
}
