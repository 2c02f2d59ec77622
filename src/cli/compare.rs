//! `mikomi compare`: a plan against its revisions, on the same draws.

use super::args::CompareArgs;
use super::run::{settings, stop_on_interrupt, watched};
use super::writing::FormatArg;
use super::{Failure, input, labels, next, output};
use crate::analysis::{
    ComparisonError, Incomparable, beside, common_years, comparable, compare as compare_models, printed_alike,
};
use crate::engine::Progress;
use crate::fiscal::Span;
use crate::lang::{Lang, Text, text};
use crate::model::Model;
use crate::outcome::{Request, simulate_over};
use crate::plan::Uncertainty;
use crate::report::{Compared, ComparisonFormat, ComparisonLength, ComparisonTable, render_comparison};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

pub(super) fn compare(args: &CompareArgs, lang: Lang) -> Result<(), Failure> {
    args.writing.go_together(args.table.map(drop), None, None, args.detail)?;
    let names: Vec<&str> = std::iter::once(&args.plan).chain(&args.revised).map(String::as_str).collect();
    let mut labels = labels::typed(&args.label, names.len())?;
    let checked = input::all_checked(names.iter().map(|name| Some(*name)))?;
    let [plan, revisions @ ..] = &checked[..] else { return Ok(()) };
    let mut reasons = Vec::new();
    for (revision, name) in revisions.iter().zip(&args.revised) {
        if let Err(found) = comparable(&plan.model, &revision.model) {
            reasons.push(told(&found, &args.plan, name));
        }
    }
    if !reasons.is_empty() {
        let of = |lang: Lang| reasons.iter().map(|r| r.get(lang)).collect::<Vec<_>>().join("\n");
        return Err(Failure::Arguments(Text { ja: of(Lang::Ja), en: of(Lang::En) }));
    }
    args.writing.out.is_free()?;
    let stopped = stop_on_interrupt();
    let request = Request {
        settings: settings(&args.simulation, args.threads),
        uncertainty: if args.deterministic { Uncertainty::Off } else { Uncertainty::On },
        confidence: args.confidence,
    };
    let common: Vec<Option<Span>> = revisions.iter().map(|r| common_years(&plan.model, &r.model)).collect();
    if labels.is_empty() && common.iter().any(Option::is_some) {
        let models: Vec<&Model> = checked.iter().map(|scenario| &scenario.model).collect();
        labels = labels::of_files(&names, &models, lang);
    }
    let of_plan: BTreeSet<Span> = common.iter().copied().flatten().collect();
    let years = [of_plan.into_iter().collect()].into_iter().chain(common.iter().map(|years| Vec::from_iter(*years)));
    let mut outcomes = Vec::new();
    for (scenario, years) in checked.iter().zip(years) {
        let model = beside(&plan.model, &scenario.model);
        let simulated = |progress: &Progress| simulate_over(&scenario.document, &model, &years, &request, progress);
        outcomes.push(watched(&request.settings, &stopped, lang, simulated).map_err(Failure::engine)?);
    }
    printed_alike(&mut outcomes);
    let mut comparisons = Vec::new();
    for (revision, outcome) in revisions.iter().zip(&outcomes[1..]) {
        let work = |progress: &Progress| {
            compare_models([&plan.model, &revision.model], [&outcomes[0], outcome], &request, progress)
        };
        let compared = watched(&request.settings, &stopped, lang, work);
        comparisons.push(compared.map_err(|error| match error {
            ComparisonError::Engine(error) => Failure::engine(error),
            ComparisonError::Incomparable(found) => Failure::Arguments(told(&found, &args.plan, "")),
        })?);
    }
    if stopped.load(Ordering::Relaxed) {
        let words = text!(ja: "中断しました。比較はしていません。", en: "Interrupted; nothing was compared.");
        output::log(words.get(lang));
        return Err(Failure::Interrupted);
    }
    let compared = Compared { outcomes: &outcomes, comparisons: &comparisons, labels: &labels };
    args.writing.write(render_comparison(&compared, format(args), lang))?;
    if args.writing.is_printed() && !args.detail {
        let typed: Vec<&str> = std::iter::once("compare").chain(names).collect();
        next::step(&typed, &next::comparison(), lang)?;
    }
    Ok(())
}

/// How much text tells.
pub(super) fn length(detail: bool) -> ComparisonLength {
    if detail { ComparisonLength::Whole } else { ComparisonLength::Brief }
}

/// The format asked for with what is chosen about it.
fn format(args: &CompareArgs) -> ComparisonFormat {
    let table = args.table.map(ComparisonTable::from);
    match args.writing.format() {
        FormatArg::Text => ComparisonFormat::Text(length(args.detail)),
        FormatArg::Csv => ComparisonFormat::Csv(table.unwrap_or_default(), args.writing.encoding()),
        FormatArg::Json => table.map_or(ComparisonFormat::Json, ComparisonFormat::JsonRows),
        FormatArg::Html => ComparisonFormat::Html,
        FormatArg::Xlsx => ComparisonFormat::Xlsx,
    }
}

/// The reasons why two files cannot be compared, under their names.
fn told(found: &Incomparable, plan: &str, revised: &str) -> Text {
    let list = |lang: Lang| found.0.iter().map(|r| format!("  - {}", r.get(lang))).collect::<Vec<_>>().join("\n");
    let (ja, en) = (list(Lang::Ja), list(Lang::En));
    text!(
        ja: "「{plan}」と「{revised}」は比較できません：\n{ja}",
        en: "'{plan}' and '{revised}' cannot be compared:\n{en}"
    )
}
