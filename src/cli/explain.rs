//! `mikomi explain`: the compiled plan in words; one number of one trial followed back to its draws.

use super::args::{ExplainArgs, ExplainFormat};
use super::{Failure, input, output, run};
use crate::engine::trace;
use crate::lang::{Lang, Text, text};
use crate::plan::{Metric, Period, Plan, Uncertainty};
use crate::report::{trace_text, words_of_plan};
use crate::scenario::remarks;

pub(super) fn explain(args: &ExplainArgs, lang: Lang) -> Result<(), Failure> {
    let scenario = input::checked(args.file.as_deref())?;
    let plan = Plan::compile(&scenario.model, Uncertainty::On);
    let Some(trial) = args.trial else {
        let planned = Plan::compile(&scenario.model, Uncertainty::Off);
        let told = words_of_plan(&scenario.model, &plan, &planned, &remarks(&scenario.document), lang);
        return output::write(told.as_bytes(), None);
    };
    if trial > args.simulation.trials {
        let trials = args.simulation.trials;
        return Err(Failure::Arguments(text!(
            ja: "--trial {trial} は試行回数 {trials} を超えています。--trials を大きくするか、番号を小さくしてください。",
            en: "--trial {trial} is beyond the {trials} trials of the run. Raise --trials or name an earlier trial."
        )));
    }
    let metric = metric(&scenario, &plan, args)?;
    let traced = trace(&plan, &run::settings(&args.simulation, 1), metric, trial - 1);
    let told = match args.format {
        ExplainFormat::Text => trace_text(&traced, scenario.model.unit, lang),
        ExplainFormat::Json => json(&traced)?,
    };
    output::write(told.as_bytes(), None)
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let pretty = serde_json::to_string_pretty(value);
    Ok(pretty.map_err(|e| Failure::Other(text!(ja: "JSONに書けません（{e}）。", en: "cannot write JSON ({e}).")))?
        + "\n")
}

fn metric<'p>(scenario: &input::Checked, plan: &'p Plan, args: &ExplainArgs) -> Result<&'p Metric, Failure> {
    let model = &scenario.model;
    let policy = match &args.policy {
        None => None,
        Some(id) => match model.policies.iter().position(|p| p.id == *id) {
            Some(position) => Some(position),
            None => {
                let ids: Vec<&str> = model.policies.iter().map(|p| p.id.as_str()).collect();
                let list = ids.join(", ");
                return Err(Failure::Arguments(text!(
                    ja: "--policy 「{id}」という基本方針はありません。あるのは {list} です。",
                    en: "--policy: there is no policy '{id}'. There are: {list}."
                )));
            }
        },
    };
    let period = args.year.map_or(Period::Plan(model.period), Period::Year);
    plan.metrics.iter().find(|m| m.policy == policy && m.period == period).ok_or_else(|| {
        let (first, last) = (model.period.first.text(), model.period.last.text());
        let message = |first: &str, last: &str| {
            text!(
                ja: "--year は計画期間（{first}～{last}）の年度にしてください。",
                en: "--year must lie in the plan period ({first} to {last})."
            )
        };
        let (ja, en) = (message(&first.ja, &last.ja).ja, message(&first.en, &last.en).en);
        Failure::Arguments(Text { ja, en })
    })
}
