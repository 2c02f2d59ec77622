//! What a store of a scenario set says.

use super::args::{ReportArgs, ResultTableArg};
use super::asked::Asked;
use super::{choices, export, failure};
use crate::batch::reading::{Reading, SetOutcome, SetQuestion, Statistic};
use crate::batch::{PeriodChoice, Selection, SetResults, Store};
use crate::cli::{Failure, writing};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, text};
use crate::outcome::TOTAL;
use crate::report::{SetFormat, SetReport, SetTable, render_set};

pub(super) fn tell(args: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    let store = Store::open_read(&args.result).map_err(failure)?;
    if choices::table(args) == Some(ResultTableArg::Results) {
        return export::export(&store, args);
    }
    let asked = Asked::of(args, &store)?;
    let rendered = read(args, &store, &asked, |report| render_set(report, asked.table, asked.format, lang))?;
    args.out.write(&rendered.map_err(writing::failure)?)
}

/// Reads what is asked of a store, for whoever tells it.
pub(super) fn read<T>(
    args: &ReportArgs,
    store: &Store,
    asked: &Asked,
    tell: impl FnOnce(&SetReport<'_>) -> T,
) -> Result<T, Failure> {
    let read = |policy: &str, period: PeriodChoice| -> Result<SetResults, Failure> {
        let selection = Selection { policy: policy.to_owned(), period };
        let mut results = store.results(&selection).map_err(failure)?;
        asked.only.keep(&mut results);
        Ok(results)
    };
    let selection = &asked.selection;
    let results = read(&selection.policy, selection.period)?;
    if results.scenarios.is_empty() && !args.only.is_empty() {
        return Err(Failure::Arguments(text!(
            ja: "--only の条件に合うシナリオがありません。条件を減らしてください。",
            en: "no scenario has all of the values of --only. Ask for less."
        )));
    }
    let mut by_policy = Vec::new();
    if matches!(asked.table, SetTable::Summary | SetTable::Failures) {
        for policy in told_of(args, asked) {
            let results = read(&policy, selection.period)?;
            by_policy.push((policy, results));
        }
    }
    let editions = editions(asked, |base| read(&selection.policy, PeriodChoice::Edition(base)))?;
    let of_editions: Vec<&SetResults> = editions.iter().map(|(_, results)| results).collect();
    let outcome = SetOutcome::of(SetQuestion {
        results: &results,
        statistic: asked.statistic.unwrap_or_else(|| leading(&[&results])),
        edition_statistic: asked.statistic.unwrap_or_else(|| leading(&of_editions)),
        layout: &asked.layout,
        threshold: asked.threshold,
        by_policy: &by_policy,
        editions: &editions,
    });
    let report = SetReport {
        outcome: &outcome,
        selection,
        policies: &asked.policies,
        is_asked_for: asked.statistic.is_some(),
        top: asked.top,
        only: &args.only,
        edition_count: asked.bases().count(),
    };
    Ok(tell(&report))
}

/// What is read by where nobody says.
fn leading(results: &[&SetResults]) -> Statistic {
    let odds = |results: &&SetResults| -> Vec<f64> {
        Reading::new(results, Statistic::PMet).values().map(|(_, odds)| odds).collect()
    };
    Statistic::leading(&results.iter().flat_map(odds).collect::<Vec<_>>())
}

/// The policies whose failures are told: the one asked for, or each and the total.
fn told_of(args: &ReportArgs, asked: &Asked) -> Vec<String> {
    match &args.policy {
        Some(policy) => vec![policy.clone()],
        None => asked.policies.iter().map(|(id, _)| id.clone()).chain([TOTAL.to_owned()]).collect(),
    }
}

/// The results by edition, where they are told.
fn editions(
    asked: &Asked,
    read: impl Fn(FiscalYear) -> Result<SetResults, Failure>,
) -> Result<Vec<(FiscalYear, SetResults)>, Failure> {
    let is_told = asked.table == SetTable::Editions
        || asked.table == SetTable::Summary
            && matches!(asked.format, SetFormat::Json | SetFormat::Html | SetFormat::Xlsx);
    asked.bases().filter(|_| is_told).map(|base| Ok((base, read(base)?))).collect()
}
