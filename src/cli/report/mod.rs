//! `mikomi report`: what a store of a scenario set says.

mod args;
mod asked;
mod choices;
mod export;

pub(super) use args::ReportArgs;

use super::{Failure, output};
use crate::batch::{PeriodChoice, Selection, SetResults, Store, StoreError};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, text};
use crate::outcome::TOTAL;
use crate::report::{SetFormat, SetReport, SetTable, render_set};
use args::SetTableArg;
use asked::Asked;
use std::path::Path;

pub(super) fn report(args: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    choices::go_together(args)?;
    not_over_the_store(args)?;
    let store = Store::open_read(&args.store).map_err(failure)?;
    if args.table == Some(SetTableArg::Results) {
        return export::export(&store, args);
    }
    let asked = Asked::of(args, &store)?;
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
        for policy in told_of(args, &asked) {
            let results = read(&policy, selection.period)?;
            by_policy.push((policy, results));
        }
    }
    let editions = editions(&asked, |base| read(&selection.policy, PeriodChoice::Edition(base)))?;
    let report = SetReport {
        results: &results,
        selection,
        policies: &asked.policies,
        statistic: asked.statistic,
        layout: &asked.layout,
        threshold: asked.threshold,
        top: asked.top,
        only: &args.only,
        by_policy: &by_policy,
        editions: &editions,
        edition_count: asked.bases().count(),
    };
    let bytes = render_set(&report, asked.table, asked.format, lang).map_err(|error| {
        Failure::Other(text!(ja: "帳票を作れません（{error}）。", en: "cannot make the report ({error})."))
    })?;
    output::write(&bytes, args.out.as_deref())
}

/// A report must not take the place of the results that it is made from.
fn not_over_the_store(args: &ReportArgs) -> Result<(), Failure> {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    let same = args.out.as_deref().and_then(place).is_some_and(|out| place(&args.store) == Some(out));
    if !same {
        return Ok(());
    }
    Err(Failure::Arguments(text!(
        ja: "--out：結果ファイルそのものには書き込めません。別のファイルを指定してください。",
        en: "--out: the report cannot be written over the store itself. Name another file."
    )))
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

/// A store that is not there or no store is the input's fault; what keeps one from being read is not.
fn failure(error: StoreError) -> Failure {
    match error {
        StoreError::Missing(_) | StoreError::NotAStore(_) | StoreError::OtherFormat { .. } => {
            Failure::Arguments(error.text())
        }
        _ => Failure::Other(error.text()),
    }
}
