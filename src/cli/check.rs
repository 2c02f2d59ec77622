//! `mikomi check`: the same path as `run`, stopped before the simulation.

use super::args::CheckArgs;
use super::{Failure, input, output};
use crate::engine::{Sampling, Settings};
use crate::fiscal::Span;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Outcome, Request, as_planned};
use crate::plan::{Plan, Uncertainty};
use crate::report::{checked, reached_text};
use crate::scenario::Assumption;
use std::fmt::Write as _;

pub(super) fn check(args: &CheckArgs, lang: Lang) -> Result<(), Failure> {
    let (mut out, mut problems, mut read) = (String::new(), Vec::new(), Vec::new());
    for file in &args.files {
        match input::checked(Some(file)) {
            Ok(scenario) if args.resolved => out.push_str(&resolved(&scenario, lang)?),
            Ok(scenario) => read.push(findings(&mut out, file, scenario, lang)?),
            Err(Failure::Input(found)) => problems.extend(found),
            Err(other) => return Err(other),
        }
    }
    output::print(&out)?;
    // The system takes memory back at once; of a large file it takes long to be given back piece by piece.
    std::mem::forget(read);
    if problems.is_empty() { Ok(()) } else { Err(Failure::Input(problems)) }
}

fn resolved(scenario: &input::Checked, lang: Lang) -> Result<String, Failure> {
    let made = scenario.document.to_toml();
    let toml =
        made.map_err(|e| Failure::Other(text!(ja: "TOMLに書けません（{e}）。", en: "cannot write TOML ({e}).")))?;
    let from: Vec<&str> = scenario.document.file_names().collect();
    // What is carried on is no part of the file, so it stands in a comment.
    let reached = reached_text(&scenario.model, lang).unwrap_or_default();
    let reached: String = reached.lines().map(|line| format!("# {line}\n")).collect();
    Ok(format!("# {}\n# SHA-256 {}\n{toml}{reached}", from.join(" + "), scenario.document.digest()))
}

/// Tells what there is to say of a scenario; gives back what was worked out.
fn findings(
    out: &mut String,
    file: &str,
    scenario: input::Checked,
    lang: Lang,
) -> Result<(input::Checked, Plan, Outcome), Failure> {
    let mut line = |words: Text| {
        let _ = writeln!(out, "{}", words.get(lang));
    };
    let model = &scenario.model;
    let (plan, planned) = without_uncertainty(&scenario)?;
    let digest = &planned.provenance.digest;
    let (policies, initiatives) = (model.policies.len(), model.initiatives.len());
    let streams: usize = model.initiatives.iter().map(|i| i.streams.len()).sum();
    let (drawn, all, numbers) = (plan.quantities.len(), model.quantities.len(), plan.numbers_per_trial());
    line(text!(ja: "{file}：誤りはありません。", en: "{file}: no errors."));
    line(text!(
        ja: "  基本方針 {policies}、取組項目 {initiatives}、お金の流れ {streams}。不確かな量 {all}（うち読まれる {drawn}）、1試行の乱数 {numbers} 個。",
        en: "  {policies} policies, {initiatives} initiatives, {streams} streams; {all} uncertain quantities ({drawn} of them read), {numbers} random numbers a trial."
    ));
    if let (Some(first), Some(last)) = (model.editions.first(), model.editions.last()) {
        let (n, bases) = (model.editions.len(), Span { first: first.base, last: last.base });
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| bases.short(lang));
        line(
            text!(ja: "  財政計画の版 {n}（基準年度 {ja}）。", en: "  {n} editions of the financial plan (base {en})."),
        );
    }
    line(text!(ja: "  識別値 SHA-256 {digest}", en: "  SHA-256 {digest}"));
    out.push_str(&checked(&planned, &scenario.document.ids("initiative"), lang));
    for Assumption { key, numbers } in &planned.assumptions {
        let words = text!(ja: "  根拠資料のない数値（仮定）：{key} に {numbers} 個", en: "  numbers without a source (assumptions): {numbers} in {key}");
        let _ = writeln!(out, "{}", words.get(lang));
    }
    if let Some(reached) = reached_text(model, lang) {
        let _ = write!(out, "\n{reached}");
    }
    Ok((scenario, plan, planned))
}

/// The plan, and the outcome without uncertainty: nothing is simulated.
fn without_uncertainty(scenario: &input::Checked) -> Result<(Plan, Outcome), Failure> {
    let settings =
        Settings { trials: 0, precision: None, seed: 1, sampling: Sampling::Latin, threads: 1, memory: None };
    let request = Request { settings, uncertainty: Uncertainty::Off, confidence: 0.8 };
    as_planned(&scenario.document, &scenario.model, &request).map_err(Failure::engine)
}
