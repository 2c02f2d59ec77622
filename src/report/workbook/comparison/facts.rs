//! The tables of data of comparisons: all revisions in each.

use super::super::data::{Cell, PERIOD, QUANTILES, Table, choice, period, quantiles};
use super::super::facts::{bridge, bridge_table, sheet_name};
use crate::analysis::{Difference, Member, Ratio, Side, Spread, Unmatched};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Lang, Text, text};
use crate::outcome::{Distribution, PeriodEntry, TOTAL};
use crate::report::compare::{Pair, years_in_data};
use crate::report::{Compared, ReportError, words};
use crate::stats::Proportion;

/// What is compared in a row; between the two the labels, where there are any.
const COMPARED: [&str; 3] = ["revision", "plan_title", "revised_title"];
const LABELS: [&str; 2] = ["plan_label", "revised_label"];
/// Whose a row is.
const POLICY: [&str; 2] = ["policy", "policy_name"];

/// The cells of a row after those of [`COMPARED`], the labels and [`POLICY`].
type Cells = Vec<Cell>;

pub(super) fn tables(compared: &Compared<'_>, lang: Lang) -> Result<Vec<Table>, ReportError> {
    Ok(vec![
        differences(compared, lang)?,
        attribution(compared, lang)?,
        bridges(compared, lang)?,
        dominance(compared, lang)?,
        track_record(compared, lang)?,
        lineages(compared, lang)?,
    ])
}

/// The columns that say what is compared.
fn begin(compared: &Compared<'_>) -> Vec<&'static str> {
    let labels: &[&str] = if compared.labels.is_empty() { &[] } else { &LABELS };
    [&COMPARED[..], labels].concat()
}

/// What is compared.
fn pair_of(number: usize, pair: &Pair) -> Cells {
    let titles = [pair.plan, pair.revised].map(|o| Cell::from(o.header.title.as_str()));
    let labels = pair.names.labels.into_iter().flatten().map(Cell::from);
    [Cell::from(number + 1)].into_iter().chain(titles).chain(labels).collect()
}

/// What is compared, and the policy.
fn policy_of(number: usize, pair: &Pair, policy: &str, lang: Lang) -> Cells {
    let policies = [pair.plan, pair.revised].map(|outcome| outcome.header.policies.iter());
    let name = policies.into_iter().flatten().find(|p| p.id == policy);
    let name = name.map_or(if policy == TOTAL { words::total(lang) } else { policy }, |p| &p.name);
    [pair_of(number, pair), vec![policy.into(), name.into()]].concat()
}

/// The same with the unit.
fn whose(number: usize, pair: &Pair, policy: &str, lang: Lang) -> Cells {
    [policy_of(number, pair, policy, lang), vec![pair.plan.header.unit.name(Lang::Ja).into()]].concat()
}

fn named(compared: &Compared<'_>, lang: Lang, name: Text, columns: &[&[&str]]) -> Table {
    let begin = begin(compared);
    let columns: Vec<&[&str]> = [&begin[..], &POLICY, &["unit"]].into_iter().chain(columns.iter().copied()).collect();
    Table::new(&sheet_name(name, lang), &columns)
}

const SPREAD: [&str; 2] = ["sd", "se"];

fn spread(spread: &Spread) -> Cells {
    [&[spread.sd.into(), spread.se.into()], &quantiles(&spread.quantiles)[..]].concat()
}

const SIDES: [&str; 20] = [
    "plan_target",
    "revised_target",
    "target_difference",
    "plan_planned",
    "revised_planned",
    "planned_difference",
    "ratio",
    "ratio_kind",
    "plan_mean",
    "revised_mean",
    "mean_difference",
    "plan_p_met",
    "plan_p_met_low",
    "plan_p_met_high",
    "revised_p_met",
    "revised_p_met_low",
    "revised_p_met_high",
    "plan_mean_shortfall",
    "revised_mean_shortfall",
    "p_not_below",
];

fn differences(compared: &Compared<'_>, lang: Lang) -> Result<Table, ReportError> {
    let name = text!(ja: "比較", en: "differences");
    let mut table =
        named(compared, lang, name, &[&PERIOD, &SIDES, &["p_not_below_low", "p_not_below_high"], &SPREAD, &QUANTILES]);
    for (number, pair) in compared.pairs().enumerate() {
        for d in &pair.comparison.differences {
            let whose = whose(number, &pair, &d.policy, lang);
            table.rows.push([&whose[..], &period(&d.period, d.basis)?, &difference(d)].concat());
        }
    }
    Ok(table)
}

fn difference(d: &Difference) -> Cells {
    let of = |side: Option<Side>, of: fn(&Side) -> Option<f64>| Cell::from(side.as_ref().and_then(of));
    let both = |get: fn(&Side) -> Option<f64>| [of(d.plan, get), of(d.revised, get)];
    let odds = |side: Option<Side>| -> [Cell; 3] {
        let of = |get: fn(&Proportion) -> f64| Cell::from(side.and_then(|s| s.p_met).as_ref().map(get));
        [of(|p| p.value), of(|p| p.low), of(|p| p.high)]
    };
    let [value, kind] = ratio(d.ratio);
    let p = &d.p_not_below;
    [
        &both(|s| s.amounts.target)[..],
        &[d.difference.target.into()],
        &both(|s| Some(s.amounts.planned)),
        &[d.difference.planned.into(), value, kind],
        &both(|s| Some(s.amounts.mean)),
        &[d.difference.mean.into()],
        &odds(d.plan),
        &odds(d.revised),
        &both(|s| s.mean_shortfall),
        &[p.value.into(), p.low.into(), p.high.into()],
        &spread(&d.spread),
    ]
    .concat()
}

/// The ratio and, where it has no value, why.
fn ratio(ratio: Ratio) -> [Cell; 2] {
    match ratio {
        Ratio::Value(value) => [value.into(), "value".into()],
        Ratio::FromZero => [Cell::Nothing, "from_zero".into()],
        Ratio::ToZero => [Cell::Nothing, "to_zero".into()],
        Ratio::Undefined => [Cell::Nothing, "undefined".into()],
    }
}

fn attribution(compared: &Compared<'_>, lang: Lang) -> Result<Table, ReportError> {
    let name = text!(ja: "要因", en: "attribution");
    let mut table = named(compared, lang, name, &[&PERIOD, &["component", "planned", "mean"], &SPREAD, &QUANTILES]);
    for (number, pair) in compared.pairs().enumerate() {
        for entry in &pair.comparison.attribution {
            let whose = whose(number, &pair, &entry.policy, lang);
            let period = period(&entry.period, entry.basis)?;
            for c in &entry.components {
                let amounts = [choice(&c.component)?, c.planned.into(), c.mean.into()];
                table.rows.push([&whose[..], &period, &amounts, &spread(&c.spread)].concat());
            }
        }
    }
    Ok(table)
}

fn bridges(compared: &Compared<'_>, lang: Lang) -> Result<Table, ReportError> {
    let begin = [&begin(compared)[..], &POLICY].concat();
    let mut table = bridge_table(&sheet_name(text!(ja: "版の増減", en: "bridges"), lang), &begin);
    for (number, pair) in compared.pairs().enumerate() {
        for entry in &pair.comparison.bridge {
            let whose = policy_of(number, &pair, &entry.policy, lang);
            table.rows.extend(bridge(&whose, entry, pair.plan.header.unit.name(Lang::Ja))?);
        }
    }
    Ok(table)
}

fn dominance(compared: &Compared<'_>, lang: Lang) -> Result<Table, ReportError> {
    let name = text!(ja: "優劣", en: "dominance");
    let mut table = named(compared, lang, name, &[&PERIOD, &["verdict", "percentiles_higher", "percentiles_lower"]]);
    for (number, pair) in compared.pairs().enumerate() {
        for d in &pair.comparison.dominance {
            let verdict = [choice(&d.verdict)?, d.revised_higher.into(), d.revised_lower.into()];
            let whose = whose(number, &pair, &d.policy, lang);
            table.rows.push([&whose[..], &period(&d.period, d.basis)?, &verdict].concat());
        }
    }
    Ok(table)
}

fn track_record(compared: &Compared<'_>, lang: Lang) -> Result<Table, ReportError> {
    let name = text!(ja: "当たり具合", en: "track_record");
    // Predictions have no basis and no edition.
    let mut table = named(compared, lang, name, &[&PERIOD[..5], &["actual", "mean", "bias", "percentile"], &QUANTILES]);
    for (number, pair) in compared.pairs().enumerate() {
        for p in pair.comparison.track_record.iter().flat_map(|record| &record.predictions) {
            let PeriodEntry { kind, first, last, .. } = &p.period;
            let eras = [*first, *last].map(|year: FiscalYear| Cell::from(year.era()));
            let period = [&[choice(kind)?, (*first).into(), (*last).into()], &eras[..]].concat();
            let amounts: [Cell; 4] = [p.actual.into(), p.mean.into(), (p.mean - p.actual).into(), p.percentile.into()];
            let whose = whose(number, &pair, &p.policy, lang);
            table.rows.push([&whose[..], &period, &amounts, &quantiles(&p.quantiles)].concat());
        }
    }
    Ok(table)
}

fn lineages(compared: &Compared<'_>, lang: Lang) -> Result<Table, ReportError> {
    let name = sheet_name(text!(ja: "系譜", en: "lineages"), lang);
    let mut table = Table::new(&name, &[&begin(compared), &["family", "kind", "side", "id", "name", "replaces"]]);
    for (number, pair) in compared.pairs().enumerate() {
        let whose = pair_of(number, &pair);
        for (family, found) in pair.comparison.lineages.families.iter().enumerate() {
            for (side, members) in [("plan", &found.before), ("revised", &found.after)] {
                for m in members {
                    let kind = choice(&found.kind)?;
                    let cells = [(family + 1).into(), kind, side.into(), m.id.as_str().into(), m.name.as_str().into()];
                    table.rows.push([&whose[..], &cells].concat());
                }
            }
        }
        for found in &pair.comparison.lineages.unmatched {
            table.rows.push([&whose[..], &unmatched(found)?].concat());
        }
    }
    Ok(table)
}

fn unmatched(found: &Unmatched) -> Result<[Cell; 6], ReportError> {
    let kind = serde_json::to_value(found)?["kind"].as_str().unwrap_or_default().to_owned();
    let of = |side: &str, m: &Member, replaces: Cell| {
        [Cell::Nothing, kind.clone().into(), side.into(), m.id.as_str().into(), m.name.as_str().into(), replaces]
    };
    let of_years = |side: &str, years: &Span| {
        let id = years_in_data(*years).into();
        [Cell::Nothing, kind.clone().into(), side.into(), id, Cell::Nothing, Cell::Nothing]
    };
    Ok(match found {
        Unmatched::Missing(m) => of("plan", m, Cell::Nothing),
        Unmatched::WithoutPredecessor(m) | Unmatched::CalledNew(m) => of("revised", m, Cell::Nothing),
        Unmatched::UnknownReplaced { initiative, replaces } => of("revised", initiative, replaces.as_str().into()),
        Unmatched::PolicyOfOne(m) => of("", m, Cell::Nothing),
        Unmatched::YearsOfPlan(years) => of_years("plan", years),
        Unmatched::YearsOfRevised(years) => of_years("revised", years),
        Unmatched::EditionOfOne { base } => {
            let id = base.to_string().into();
            [Cell::Nothing, kind.into(), Cell::Nothing, id, Cell::Nothing, Cell::Nothing]
        }
    })
}

/// The whole distributions of the differences, with the rows that each stands in.
pub(super) struct Distributions<'a> {
    pub(super) table: Table,
    /// By revision: each distribution with its first and last row.
    rows: Vec<(usize, &'a Distribution, (u32, u32))>,
}

impl<'a> Distributions<'a> {
    /// The rows of a distribution of a revision.
    pub(super) fn rows(&self, number: usize, is_wanted: impl Fn(&'a Distribution) -> bool) -> Option<(u32, u32)> {
        let found = self.rows.iter().find(|(n, d, _)| *n == number && is_wanted(d))?;
        Some(found.2)
    }
}

pub(super) fn distributions<'a>(compared: &Compared<'a>, lang: Lang) -> Result<Distributions<'a>, ReportError> {
    let name = text!(ja: "増減の分布", en: "distributions");
    let mut table = named(compared, lang, name, &[&PERIOD, &["percentile", "share_below", "amount"]]);
    let mut rows = Vec::new();
    for (number, pair) in compared.pairs().enumerate() {
        let comparison: &'a _ = pair.comparison;
        for d in &comparison.distributions {
            let begin = [&whose(number, &pair, &d.policy, lang)[..], &period(&d.period, d.basis)?].concat();
            let first = table.rows.len() as u32 + 1;
            for (percentile, amount) in (1_u32..).zip(&d.percentiles) {
                let share = f64::from(percentile) / 100.0;
                let cells: [Cell; 3] = [percentile.into(), share.into(), (*amount).into()];
                table.rows.push([&begin[..], &cells].concat());
            }
            rows.push((number, d, (first, table.rows.len() as u32)));
        }
    }
    Ok(Distributions { table, rows })
}
