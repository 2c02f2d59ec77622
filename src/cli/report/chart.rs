//! `mikomi chart`: one chart of a kept result as a picture.

use super::args::ReportArgs;
use super::asked::Asked;
use super::kept::{self, ComparedFile, Kept};
use super::{failure, set};
use crate::batch::{Store, StoreError};
use crate::cli::output::{self, OutArgs};
use crate::cli::{Failure, input, picture};
use crate::harmless::{self, on_one_line};
use crate::lang::{Lang, Text, text};
use crate::report::{Compared, NamedChart, Style, charts, comparison_charts, set_charts};
use clap::Args;
use std::path::{Path, PathBuf};

/// The width of a picture of pixels where nobody says.
const WIDTH: u32 = 1600;

#[derive(Debug, Args)]
pub(in crate::cli) struct ChartArgs {
    /// The result: the store of mikomi batch, or a JSON file of mikomi run or mikomi compare
    result: PathBuf,
    /// Name of the chart; without it the names with their titles
    name: Option<String>,
    #[command(flatten)]
    out: OutArgs,
    /// Width of a png in pixels [default: 1600]
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(200..=10_000))]
    width: Option<u32>,
}

/// What a picture is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
}

pub(in crate::cli) fn chart(args: &ChartArgs, lang: Lang) -> Result<(), Failure> {
    input::remember(&args.result);
    args.out.is_free()?;
    let kind = go_together(args)?;
    let charts = of_result(&args.result, lang)?;
    let Some(name) = &args.name else { return list(&charts, lang) };
    let Some(chart) = charts.iter().find(|chart| chart.name == *name) else { return Err(unknown(name, &charts)) };
    match kind {
        Kind::Svg => args.out.write(&chart.svg),
        Kind::Png => args.out.write(&picture::png(chart.svg.as_bytes(), args.width.unwrap_or(WIDTH))?),
    }
}

/// Which options go together, and what is to be made.
///
/// # Errors
/// Every option that would be ignored, and files that are no pictures of ours.
fn go_together(args: &ChartArgs) -> Result<Kind, Failure> {
    let mut wrong = Vec::new();
    let kind = args.out.file().map_or(Some(Kind::Svg), kind);
    if args.name.is_none() && args.out.file().is_some() {
        wrong.push(text!(
            ja: "--out で書き込む図の名前を指定してください。名前の一覧は mikomi chart に結果だけを指定すると出ます。",
            en: "name the chart that --out is to hold. mikomi chart with the result alone lists the names."
        ));
    }
    if kind.is_none() {
        wrong.push(text!(
            ja: "--out のファイル名は .svg か .png で終わらせてください。図はこの二つの形式で書きます。",
            en: "let the name after --out end with .svg or .png: charts are written in these formats."
        ));
    }
    if args.width.is_some() && kind == Some(Kind::Svg) {
        wrong.push(text!(
            ja: "--width は png の横幅を決めるものです。svg は拡大しても粗くならず、貼った先で大きさを決められます。--out に .png のファイルを指定してください。",
            en: "--width is the width of a png; an svg has any size without loss. Name a .png file with --out."
        ));
    }
    crate::cli::writing::all(&wrong)?;
    Ok(kind.unwrap_or(Kind::Svg))
}

fn kind(path: &Path) -> Option<Kind> {
    match path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase().as_str() {
        "svg" => Some(Kind::Svg),
        "png" => Some(Kind::Png),
        _ => None,
    }
}

/// Every chart of a result.
fn of_result(path: &Path, lang: Lang) -> Result<Vec<NamedChart>, Failure> {
    if !kept::is_json(path) {
        return of_set(path, lang);
    }
    let style = Style { lang, ..Style::default() };
    Ok(match &Kept::read(path)? {
        Kept::Run(outcome) => charts(std::slice::from_ref(&**outcome), style),
        Kept::Runs(outcomes) => charts(outcomes, style),
        Kept::Compared(ComparedFile { outcomes, comparisons, labels }) => {
            comparison_charts(&Compared { outcomes, comparisons, labels }, lang)
        }
    })
}

fn of_set(path: &Path, lang: Lang) -> Result<Vec<NamedChart>, Failure> {
    let store = Store::open_read(path).map_err(|error| match error {
        StoreError::NotAStore(path) => no_result(&path),
        other => failure(other),
    })?;
    let args = ReportArgs::page_of(path.to_owned());
    let asked = Asked::of(&args, &store)?;
    set::read(&args, &store, &asked, |report| set_charts(report, lang))
}

fn no_result(path: &Path) -> Failure {
    let name = harmless::path(path);
    Failure::Arguments(text!(
        ja: "「{name}」は mikomi の結果ではありません。シナリオはここでは試算しません。mikomi run か compare の --out で残した .json か、mikomi batch の結果ファイルを指定してください。",
        en: "'{name}' is no result of mikomi, and scenarios are not run here. Name a .json kept with --out of mikomi run or compare, or the store of mikomi batch."
    ))
}

/// The names with their titles, one a line.
fn list(charts: &[NamedChart], lang: Lang) -> Result<(), Failure> {
    let hint = text!(
        ja: "mikomi chart 結果 名前 --out 図.svg（または 図.png）で画像にします。",
        en: "mikomi chart RESULT NAME --out chart.svg (or chart.png) makes a picture."
    );
    output::log(hint.get(lang));
    output::print(&lines(charts))
}

fn lines(charts: &[NamedChart]) -> String {
    charts.iter().map(|chart| format!("{}\t{}\n", on_one_line(&chart.name), on_one_line(&chart.title))).collect()
}

fn unknown(name: &str, charts: &[NamedChart]) -> Failure {
    let (name, lines) = (on_one_line(name), lines(charts));
    let lines = lines.trim_end();
    let there: Text = if charts.is_empty() {
        text!(ja: "この結果には図がありません。", en: "This result has no charts.")
    } else {
        text!(ja: "この結果にあるのは次の図です。\n{lines}", en: "This result has these:\n{lines}")
    };
    let (ja, en) = (there.ja, there.en);
    Failure::Arguments(text!(ja: "「{name}」という図はありません。{ja}", en: "there is no chart '{name}'. {en}"))
}
