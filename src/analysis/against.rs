//! Many scenarios against one plan: what each gives more, trial by trial, and how often it gives at least as much.

use super::align::{self, Incomparable};
use super::compare::{counted_by_all, name};
use crate::engine::{EngineError, Progress, Run, Settings, run_together};
use crate::lang::text;
use crate::model::Model;
use crate::outcome::{CountedOn, PeriodEntry, Request, summaries};
use crate::plan::{Blend, MetricSubject, Plan, Uncertainty, blend};
use crate::stats::Proportion;

/// What a scenario gives more than a plan, of one policy or total over one period.
#[derive(Clone, Debug, PartialEq)]
pub struct AgainstEntry {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// The difference of the planned effects, in the unit of both.
    pub planned: f64,
    /// The mean of the difference.
    pub mean: f64,
    /// Its standard error, on common draws; nothing for a single block.
    pub se: Option<f64>,
    /// The probability that the scenario gives at least as much as the plan.
    pub p_not_below: Proportion,
}

/// Whether a scenario can be held against a plan row by row: counted alike, with the same policies.
///
/// # Errors
/// The reasons why it cannot.
pub fn holdable(plan: &Model, scenario: &Model) -> Result<(), Incomparable> {
    let mut reasons = align::check_of_one_period(plan, scenario).err().map(|found| found.0).unwrap_or_default();
    let ids = |model: &Model| -> Vec<String> { model.policies.iter().map(|p| p.id.clone()).collect() };
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    if sorted(ids(plan)) != sorted(ids(scenario)) {
        let [a, b] = [plan, scenario].map(|model| ids(model).join(", "));
        reasons.push(text!(
            ja: "基本方針が違います（計画 {a}、シナリオ {b}）。id をそろえてください",
            en: "the policies differ (plan {a}, scenario {b}); give them the same ids"
        ));
    }
    if reasons.is_empty() { Ok(()) } else { Err(Incomparable(reasons)) }
}

/// Holds scenarios against a plan on the same draws, in their order; nothing of one that was interrupted.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub fn against(
    plan: &Model,
    scenarios: &[&Model],
    request: &Request,
    progress: &Progress,
) -> Result<Vec<Option<Vec<AgainstEntry>>>, EngineError> {
    let held: Vec<Held> = scenarios.iter().map(|scenario| Held::new(plan, scenario, request.uncertainty)).collect();
    let of = |uncertain: bool| held.iter().map(|h| &h.difference).filter(move |d| is_uncertain(d) == uncertain);
    let (uncertain, certain): (Vec<&Plan>, Vec<&Plan>) = (of(true).collect(), of(false).collect());
    let none = Settings { trials: 0, ..request.settings };
    let mut simulated = run_together(&uncertain, &request.settings, progress)?.into_iter();
    let mut others = run_together(&certain, &none, progress)?.into_iter();
    let entries = |held: &Held| {
        let is_uncertain = is_uncertain(&held.difference);
        let run = if is_uncertain { simulated.next() } else { others.next() }?;
        let is_whole = !is_uncertain || run.trials >= request.settings.trials;
        if is_whole { held.entries(&run) } else { None }
    };
    Ok(held.iter().map(entries).collect())
}

fn is_uncertain(plan: &Plan) -> bool {
    plan.metrics.iter().any(|m| !m.sum.is_certain())
}

/// A scenario less the plan, as one plan.
struct Held {
    scenario: Model,
    difference: Plan,
    /// The difference of the planned effects, by metric of the difference.
    planned: Vec<f64>,
}

impl Held {
    fn new(plan: &Model, scenario: &Model, uncertainty: Uncertainty) -> Self {
        let [plan, scenario] = align::aligned(plan, scenario, &mut Vec::new());
        let both = |uncertainty: Uncertainty| {
            let mut plans = [&plan, &scenario].map(|model| Plan::compile_counting(model, uncertainty, &[]));
            counted_by_all(&mut plans);
            plans
        };
        let [of_plan, of_scenario] = both(uncertainty);
        let effects = of_plan.metrics.iter().enumerate().filter(|(_, m)| m.measure == MetricSubject::Effect);
        let metrics: Vec<(usize, f64)> = effects.map(|(at, _)| (at, 0.0)).collect();
        let [before, after] = both(Uncertainty::Off);
        let less = |(at, _): &(usize, f64)| after.metrics[*at].sum.constant - before.metrics[*at].sum.constant;
        let planned = metrics.iter().map(less).collect();
        let difference = blend(&[&of_plan, &of_scenario], &[Blend { weights: vec![-1, 1], per: 1, metrics }]);
        Self { scenario, difference, planned }
    }

    fn entries(&self, run: &Run) -> Option<Vec<AgainstEntry>> {
        let all = summaries(&self.difference, run)?;
        let both = self.difference.metrics.iter().zip(all).zip(&self.planned);
        let entry = both.map(|((metric, summary), planned)| AgainstEntry {
            policy: name(&self.scenario, metric.policy).0,
            period: PeriodEntry::of(metric.period),
            basis: CountedOn::of(&self.scenario, metric.period),
            planned: *planned,
            mean: summary.mean,
            se: summary.se,
            p_not_below: summary.met,
        });
        Some(entry.collect())
    }
}
