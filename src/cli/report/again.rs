//! A run or a comparison that was kept as JSON, rendered again.

use super::args::{ReportArgs, ResultFormatArg, ResultTableArg};
use super::choices::{ending, ignored, word};
use super::kept::{ComparedFile, Kept};
use crate::cli::compare::length;
use crate::cli::run::detail;
use crate::cli::{Failure, editions, next, writing};
use crate::lang::{Lang, Text, text};
use crate::outcome::Outcome;
use crate::report::{
    AsList, Compared, ComparisonFormat, ComparisonTable, Encoding, Format, Rounding, RunTable, Style, render,
    render_comparison,
};

pub(super) fn render_again(args: &ReportArgs, lang: Lang) -> Result<(), Failure> {
    let kept = Kept::read(&args.result)?;
    go_together(args, matches!(kept, Kept::Compared(..)))?;
    let outcomes = kept.outcomes();
    let editions = |o: &Outcome| o.editions.iter().map(|e| e.base).collect();
    editions::are_there(args.edition, outcomes.iter().map(|o| (o.header.title.as_str(), editions(o))))?;
    let style = Style { lang, rounding: args.rounding.map(Rounding::from).unwrap_or_default() };
    let rendered = match &kept {
        Kept::Run(outcome) => render(std::slice::from_ref(&**outcome), of_run(args, AsList::No), style),
        Kept::Runs(outcomes) => render(outcomes, of_run(args, AsList::Yes), style),
        Kept::Compared(ComparedFile { outcomes, comparisons, labels }) => {
            render_comparison(&Compared { outcomes, comparisons, labels }, of_comparison(args), lang)
        }
    };
    args.out.write(&rendered.map_err(writing::failure)?)?;
    if format(args) == ResultFormatArg::Text && args.out.file().is_none() && !args.detail && args.edition.is_none() {
        let page = if matches!(kept, Kept::Compared(..)) { next::comparison() } else { next::outlook() };
        next::step(&["report", &args.result.to_string_lossy()], &page, lang)?;
    }
    Ok(())
}

/// The tables that csv and rows of JSON hold of a run, and of a comparison.
const OF_RUN: [(ResultTableArg, RunTable); 3] = [
    (ResultTableArg::Results, RunTable::Results),
    (ResultTableArg::Reconciliation, RunTable::Reconciliation),
    (ResultTableArg::Bridge, RunTable::Bridge),
];
const OF_COMPARISON: [(ResultTableArg, ComparisonTable); 6] = [
    (ResultTableArg::Differences, ComparisonTable::Differences),
    (ResultTableArg::Attribution, ComparisonTable::Attribution),
    (ResultTableArg::Bridge, ComparisonTable::Bridge),
    (ResultTableArg::Dominance, ComparisonTable::Dominance),
    (ResultTableArg::TrackRecord, ComparisonTable::TrackRecord),
    (ResultTableArg::Lineages, ComparisonTable::Lineages),
];

fn format(args: &ReportArgs) -> ResultFormatArg {
    args.format.or(ending(args)).unwrap_or(ResultFormatArg::Text)
}

fn encoding(args: &ReportArgs) -> Encoding {
    args.encoding.map(Encoding::from).unwrap_or_default()
}

fn of_run(args: &ReportArgs, as_list: AsList) -> Format {
    let table = OF_RUN.into_iter().find(|(typed, _)| args.table == Some(*typed)).map(|(_, table)| table);
    match format(args) {
        ResultFormatArg::Csv => Format::Csv(table.unwrap_or_default(), encoding(args)),
        ResultFormatArg::Json => table.map_or(Format::Json(as_list), Format::JsonRows),
        ResultFormatArg::Html => Format::Html,
        ResultFormatArg::Xlsx => Format::Xlsx,
        ResultFormatArg::Text | ResultFormatArg::Parquet => Format::Text(detail(args.detail, args.edition)),
    }
}

fn of_comparison(args: &ReportArgs) -> ComparisonFormat {
    let table = OF_COMPARISON.into_iter().find(|(typed, _)| args.table == Some(*typed)).map(|(_, table)| table);
    match format(args) {
        ResultFormatArg::Csv => ComparisonFormat::Csv(table.unwrap_or_default(), encoding(args)),
        ResultFormatArg::Json => table.map_or(ComparisonFormat::Json, ComparisonFormat::JsonRows),
        ResultFormatArg::Html => ComparisonFormat::Html,
        ResultFormatArg::Xlsx => ComparisonFormat::Xlsx,
        ResultFormatArg::Text | ResultFormatArg::Parquet => ComparisonFormat::Text(length(args.detail)),
    }
}

/// Which options go with a run or a comparison, and with which of its formats.
fn go_together(args: &ReportArgs, is_comparison: bool) -> Result<(), Failure> {
    let format = format(args);
    let of_sets = [
        ("--by", args.by.is_some()),
        ("--policy", args.policy.is_some()),
        ("--period", args.period.is_some()),
        ("--rows", !args.rows.is_empty()),
        ("--columns", !args.columns.is_empty()),
        ("--threshold", args.threshold.is_some()),
        ("--top", args.top.is_some()),
        ("--only", !args.only.is_empty()),
    ];
    let mut wrong: Vec<Text> =
        of_sets.into_iter().filter(|(_, typed)| *typed).map(|(option, _)| of_set(option)).collect();
    let tables: Vec<ResultTableArg> = if is_comparison {
        OF_COMPARISON.into_iter().map(|(typed, _)| typed).collect()
    } else {
        OF_RUN.into_iter().map(|(typed, _)| typed).collect()
    };
    if let Some(table) = args.table.filter(|table| !tables.contains(table)) {
        wrong.push(no_such_table(table, &tables));
    } else if args.table.is_some() && ![ResultFormatArg::Csv, ResultFormatArg::Json].contains(&format) {
        wrong.push(ignored("--table", "csv か json", "csv or json"));
    }
    if args.encoding.is_some() && format != ResultFormatArg::Csv {
        wrong.push(ignored("--encoding", "csv", "csv"));
    }
    let printed = [ResultFormatArg::Text, ResultFormatArg::Html, ResultFormatArg::Xlsx].contains(&format);
    if args.rounding.is_some() && (is_comparison || !printed) {
        wrong.push(only_of_run("--rounding", "text、html、xlsx", "text, html or xlsx"));
    }
    if args.edition.is_some() && (is_comparison || format != ResultFormatArg::Text) {
        wrong.push(only_of_run("--edition", "text", "text"));
    }
    if args.detail && format != ResultFormatArg::Text {
        wrong.push(ignored("--detail", "text", "text"));
    }
    if format == ResultFormatArg::Parquet {
        wrong.push(text!(
            ja: "--format parquet は mikomi batch の結果ファイルの --table results でだけ使えます。",
            en: "--format parquet goes only with --table results of a store made by mikomi batch."
        ));
    }
    wrong.extend(writing::ending_misleads(args.out.file(), args.format.map(word).as_deref()));
    if format == ResultFormatArg::Xlsx && args.out.file().is_none() {
        wrong.push(writing::needs_a_file());
    }
    writing::all(&wrong)
}

fn of_set(option: &str) -> Text {
    text!(
        ja: "{option} はシナリオ群の結果ファイル（mikomi batch）にだけ効きます。この結果には使えません。",
        en: "{option} has an effect only on the store of a scenario set (mikomi batch), not on this result."
    )
}

fn only_of_run(option: &str, formats_ja: &str, formats_en: &str) -> Text {
    text!(
        ja: "{option} は mikomi run の結果を {formats_ja} で出すときにだけ効きます。",
        en: "{option} has an effect only on results of mikomi run as {formats_en}."
    )
}

fn no_such_table(table: ResultTableArg, tables: &[ResultTableArg]) -> Text {
    let names: Vec<String> = tables.iter().map(|t| word(*t)).collect();
    let (table, ja, en) = (word(table), names.join("、"), names.join(", "));
    text!(
        ja: "--table：この結果に表 {table} はありません。あるのは {ja} です。",
        en: "--table: this result has no table {table}. There are: {en}."
    )
}
