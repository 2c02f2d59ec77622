//! Which options of `mikomi report` go with which table and format: one that would be ignored is refused.

use super::Failure;
use super::args::{ReportArgs, SetFormatArg, SetTableArg};
use crate::lang::{Lang, Text, text};
use clap::ValueEnum;

/// An option that was typed, and the tables that heed it; the summary heeds all.
type Heeded = (&'static str, bool, &'static [SetTableArg]);

/// # Errors
/// Every option that has no effect on the table asked for, and formats that it does not have.
pub(super) fn go_together(args: &ReportArgs) -> Result<(), Failure> {
    use SetTableArg::{Editions, Effects, Failures, Odds, Ranking, Regret, Scenarios};
    let mut wrong = Vec::new();
    if let Some(table) = args.table {
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
    wrong.extend(formats(args));
    if wrong.is_empty() {
        return Ok(());
    }
    let of = |lang: Lang| wrong.iter().map(|w| w.get(lang)).collect::<Vec<_>>().join("\n");
    Err(Failure::Arguments(Text { ja: of(Lang::Ja), en: of(Lang::En) }))
}

fn without_effect(option: &str, table: SetTableArg, heed: &[SetTableArg]) -> Text {
    let (table, tables) = (word(table), heed.iter().map(|t| word(*t)).collect::<Vec<_>>().join(", "));
    text!(
        ja: "{option} は表 {table} には効きません。使えるのは --table を省いた要約と {tables} です。",
        en: "{option} has no effect on the table {table}. It goes with the summary (no --table) and {tables}."
    )
}

fn formats(args: &ReportArgs) -> Option<Text> {
    let format = args.format?;
    let is_results = args.table == Some(SetTableArg::Results);
    let name = word(format);
    match format {
        SetFormatArg::Parquet if !is_results => Some(text!(
            ja: "--format {name} は --table results（全結果の書出し）でだけ使えます。ほかの表は text、csv、json です。",
            en: "--format {name} goes only with --table results (everything, exported). Other tables are text, csv or json."
        )),
        SetFormatArg::Text | SetFormatArg::Json | SetFormatArg::Html if is_results => Some(text!(
            ja: "--table results の形式は csv、xlsx、parquet です。{name} では出せません。",
            en: "--table results is csv, xlsx or parquet, not {name}."
        )),
        _ => None,
    }
}

/// The word that is typed.
fn word(choice: impl ValueEnum) -> String {
    choice.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default()
}
