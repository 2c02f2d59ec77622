//! `mikomi explain`: the compiled plan in words; one number of one trial followed back to its draws.

use super::args::{ExplainArgs, ExplainFormat};
use super::{Failure, input, output, run};
use crate::engine::{Trace, trace};
use crate::lang::{Lang, Text, text};
use crate::model::{Model, TOTAL};
use crate::outcome::PeriodEntry;
use crate::plan::{Metric, MetricSubject, Period, Plan, Uncertainty};
use crate::report::{trace_text, words_of_plan};
use crate::scenario::remarks;
use serde::Serialize;

pub(super) fn explain(args: &ExplainArgs, lang: Lang) -> Result<(), Failure> {
    let scenario = input::checked(args.file.as_deref())?;
    let plan = Plan::compile(&scenario.model, Uncertainty::On);
    let Some(trial) = args.trial else {
        let planned = Plan::compile(&scenario.model, Uncertainty::Off);
        let told = words_of_plan(&scenario.model, &plan, &planned, &remarks(&scenario.document), lang);
        return output::print(&told);
    };
    if trial > args.simulation.trials {
        let trials = args.simulation.trials;
        return Err(Failure::Arguments(text!(
            ja: "--trial {trial} は試行回数 {trials} を超えています。--trials を大きくするか、番号を小さくしてください。",
            en: "--trial {trial} is beyond the {trials} trials of the run. Raise --trials or name an earlier trial."
        )));
    }
    let metric = metric(&scenario, &plan, args)?;
    let traced = trace(&plan, &run::settings(&args.simulation, 1), metric, trial - 1).map_err(Failure::engine)?;
    match args.format {
        ExplainFormat::Text => output::print(&trace_text(&scenario.model, metric, &traced, lang)),
        ExplainFormat::Json => output::print_json(&Followed::new(&scenario.model, metric, traced)),
    }
}

/// What is followed, and how it came about.
#[derive(Serialize)]
struct Followed {
    /// The policy's id, or `total`.
    policy: String,
    period: PeriodEntry,
    #[serde(flatten)]
    trace: Trace,
}

impl Followed {
    fn new(model: &Model, metric: &Metric, trace: Trace) -> Self {
        let policy = metric.policy.map_or(TOTAL, |p| &model.policies[p].id).to_owned();
        Self { policy, period: PeriodEntry::of(metric.period), trace }
    }
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
    let period = args.year.map_or_else(|| period(model), Period::Year);
    let is_asked = |m: &&Metric| m.policy == policy && m.period == period && m.measure == MetricSubject::Effect;
    plan.metrics.iter().find(is_asked).ok_or_else(|| {
        let (first, last) = (model.period.first.text(), model.period.last.text());
        let message = |first: &str, last: &str| {
            if model.fixed {
                text!(
                    ja: "--year は計画期間（{first}～{last}）の年度にしてください。",
                    en: "--year must lie in the plan period ({first} to {last})."
                )
            } else {
                text!(
                    ja: "--year は財政計画の版の対象年度（{first}～{last}）にしてください。",
                    en: "--year must be a year that the editions cover ({first} to {last})."
                )
            }
        };
        let (ja, en) = (message(&first.ja, &last.ja).ja, message(&first.en, &last.en).en);
        Failure::Arguments(Text { ja, en })
    })
}

/// What is followed where no year is asked for: the plan period, or without one the edition that is made now.
fn period(model: &Model) -> Period {
    match model.current_edition().filter(|_| !model.fixed) {
        Some(edition) => Period::Edition { base: edition.base, window: edition.window },
        None => Period::Plan(model.period),
    }
}
