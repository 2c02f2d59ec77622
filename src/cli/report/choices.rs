//! Which options of `mikomi report` go with which table and format: one that would be ignored is refused.

use super::args::{ReportArgs, ResultFormatArg, ResultTableArg};
use crate::cli::Failure;
use crate::cli::writing::{all, ending_misleads, needs_a_file};
use crate::lang::{Text, text};
use clap::ValueEnum;
use std::path::Path;

/// An option that was typed, and the tables that heed it; the summary heeds all.
type Heeded = (&'static str, bool, &'static [ResultTableArg]);

/// # Errors
/// Every option that has no effect on the table asked for, and formats that it does not have.
pub(super) fn go_together(args: &ReportArgs) -> Result<(), Failure> {
    use ResultTableArg::{Editions, Effects, Failures, Odds, Ranking, Regret, Scenarios};
    let mut wrong = Vec::new();
    if let Some(table) = table(args) {
        let options: [Heeded; 8] = [
            ("--by", args.by.is_some(), &[Ranking, Odds, Regret, Effects, Editions]),
            ("--policy", args.policy.is_some(), &[Ranking, Odds, Regret, Effects, Failures, Editions]),
            ("--period", args.period.is_some(), &[Ranking, Odds, Regret, Effects, Failures]),
            ("--rows", !args.rows.is_empty(), &[Odds]),
            ("--columns", !args.columns.is_empty(), &[Odds]),
            ("--threshold", args.threshold.is_some(), &[Regret, Failures]),
            ("--top", args.top.is_some(), &[Ranking, Odds, Regret, Failures, Editions, Scenarios]),
            ("--only", !args.only.is_empty(), &[Ranking, Odds, Regret, Effects, Failures, Editions, Scenarios]),
        ];
        let ignored = options.into_iter().filter(|(_, typed, heed)| *typed && !heed.contains(&table));
        wrong.extend(ignored.map(|(option, _, heed)| without_effect(option, table, heed)));
    }
    wrong.extend(of_runs(args));
    wrong.extend(formats(args));
    wrong.extend(ending_misleads(args.out.file(), args.format.map(word).as_deref()));
    all(&wrong)
}

/// Tables and options that only runs and comparisons have.
fn of_runs(args: &ReportArgs) -> Vec<Text> {
    use ResultTableArg::{Attribution, Bridge, Differences, Dominance, Lineages, Reconciliation, TrackRecord};
    let others = [Reconciliation, Bridge, Differences, Attribution, Dominance, TrackRecord, Lineages];
    let mut wrong = Vec::new();
    if let Some(table) = args.table.filter(|table| others.contains(table)).map(word) {
        wrong.push(text!(
            ja: "--table {table} は mikomi run か compare の JSON の結果の表です。シナリオ群にはありません。",
            en: "--table {table} is of a JSON result of mikomi run or compare; a scenario set does not have it."
        ));
    }
    let options = [("--rounding", args.rounding.is_some()), ("--edition", args.edition.is_some())];
    wrong.extend(options.into_iter().filter(|(_, typed)| *typed).map(|(option, _)| {
        text!(
            ja: "{option} は mikomi run の JSON の結果にだけ効きます。シナリオ群には使えません。",
            en: "{option} has an effect only on a JSON result of mikomi run, not on a scenario set."
        )
    }));
    if args.detail {
        wrong.push(text!(
            ja: "--detail は mikomi run・compare の JSON の結果にだけ効きます。シナリオ群には使えません。",
            en: "--detail has an effect only on a JSON result of mikomi run or compare, not on a scenario set."
        ));
    }
    if args.encoding.is_some() && (format(args) != ResultFormatArg::Csv || table(args) == Some(ResultTableArg::Results))
    {
        wrong.push(text!(
            ja: "--encoding は --table results 以外の表を csv で出すときにだけ使えます（results は UTF-8 です）。",
            en: "--encoding goes only with csv of a table other than results, which is UTF-8."
        ));
    }
    wrong
}

/// The format that the file's name ends with.
pub(super) fn ending(args: &ReportArgs) -> Option<ResultFormatArg> {
    let ending = args.out.file().and_then(Path::extension).and_then(|e| e.to_str())?;
    match ending.to_ascii_lowercase().as_str() {
        "csv" => Some(ResultFormatArg::Csv),
        "json" => Some(ResultFormatArg::Json),
        "html" | "htm" => Some(ResultFormatArg::Html),
        "xlsx" => Some(ResultFormatArg::Xlsx),
        "parquet" => Some(ResultFormatArg::Parquet),
        _ => None,
    }
}

/// The table that is asked for: Parquet holds nothing but all results.
pub(super) fn table(args: &ReportArgs) -> Option<ResultTableArg> {
    let is_parquet = args.format.or(ending(args)) == Some(ResultFormatArg::Parquet);
    args.table.or(is_parquet.then_some(ResultTableArg::Results))
}

/// The format of what a store says.
pub(super) fn format(args: &ReportArgs) -> ResultFormatArg {
    let usual = if table(args) == Some(ResultTableArg::Results) { ResultFormatArg::Csv } else { ResultFormatArg::Text };
    args.format.or(ending(args)).unwrap_or(usual)
}

/// An option that only one format heeds.
pub(super) fn ignored(option: &str, ja: &str, en: &str) -> Text {
    text!(
        ja: "{option} は --format {ja} のときだけ使えます。",
        en: "{option} goes only with --format {en}."
    )
}

fn without_effect(option: &str, table: ResultTableArg, heed: &[ResultTableArg]) -> Text {
    let (table, tables) = (word(table), heed.iter().map(|t| word(*t)).collect::<Vec<_>>().join(", "));
    text!(
        ja: "{option} は表 {table} には効きません。使えるのは --table を省いた要約と {tables} です。",
        en: "{option} has no effect on the table {table}. It goes with the summary (no --table) and {tables}."
    )
}

fn formats(args: &ReportArgs) -> Option<Text> {
    let format = format(args);
    let is_results = table(args) == Some(ResultTableArg::Results);
    let name = word(format);
    match format {
        ResultFormatArg::Parquet if !is_results => Some(text!(
            ja: "--format parquet は --table results（全結果の書出し）でだけ使えます。",
            en: "--format parquet goes only with --table results (everything, exported)."
        )),
        ResultFormatArg::Html | ResultFormatArg::Xlsx if args.table.is_some() && !is_results => Some(text!(
            ja: "--format {name} は --table を省いた要約か、xlsx では --table results で使えます。一つの表は text、csv、json です。",
            en: "--format {name} goes with the summary (no --table), and xlsx with --table results. One table is text, csv or json."
        )),
        ResultFormatArg::Text | ResultFormatArg::Json | ResultFormatArg::Html if is_results => Some(text!(
            ja: "--table results の形式は csv、xlsx、parquet です。{name} では出せません。",
            en: "--table results is csv, xlsx or parquet, not {name}."
        )),
        ResultFormatArg::Xlsx if !is_results && args.out.file().is_none() => Some(needs_a_file()),
        _ => None,
    }
}

/// The word that is typed.
pub(super) fn word(choice: impl ValueEnum) -> String {
    choice.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default()
}
