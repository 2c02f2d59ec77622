//! The editions of the financial plan in the result: how each amount follows from the plan-period amount, and how one
//! edition leads to the next.

use super::summaries::Summarised;
use super::{Quantiles, TOTAL, quantiles};
use crate::engine::Run;
use crate::fiscal::FiscalYear;
use crate::model::{BeyondPlan, Model};
use crate::plan::{BridgeStep, Metric, MetricSubject, Period, Plan, Reconciliation, ReconciliationStep, Sum};
use crate::stats::Proportion;
use serde::{Deserialize, Serialize};

/// An edition of the financial plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditionEntry {
    /// The base year.
    pub base: FiscalYear,
    /// Its name.
    pub name: Option<String>,
    /// The first year that it covers.
    pub first: FiscalYear,
    /// The last year that it covers.
    pub last: FiscalYear,
    /// The year in which it is made.
    pub as_of: FiscalYear,
    /// What is assumed for its years after the plan period.
    pub beyond_plan: BeyondPlan,
    /// By policy and total, how its amount follows from the plan-period amount.
    pub reconciliation: Vec<ReconciliationEntry>,
}

/// A target, what is planned, and what is expected, all of the same thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Amounts {
    /// The target; nothing where none is stated.
    pub target: Option<f64>,
    /// The effect as planned, without uncertainty.
    pub planned: f64,
    /// The mean of the effect.
    pub mean: f64,
}

impl Amounts {
    /// Planned effect less target; nothing where there is no target.
    pub fn gap(&self) -> Option<f64> {
        Some(self.planned - self.target?)
    }
}

/// How an edition's amount follows from the plan-period amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReconciliationEntry {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The steps, signed; they add up to `edition`.
    pub steps: Vec<ReconciliationStepEntry>,
    /// The amount on the edition's basis.
    pub edition: Amounts,
}

/// A step of a reconciliation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReconciliationStepEntry {
    /// Which.
    pub step: ReconciliationStep,
    /// What it adds.
    #[serde(flatten)]
    pub amounts: Amounts,
}

/// How one edition's amount leads to the next one's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BridgeEntry {
    /// The base year of the earlier edition.
    pub from: FiscalYear,
    /// The base year of the later one.
    pub to: FiscalYear,
    /// The policy's id, or `total`.
    pub policy: String,
    /// The amount on the earlier edition's basis.
    pub before: Amounts,
    /// The steps, signed; with `before` they add up to `after`.
    pub steps: Vec<BridgeStepEntry>,
    /// The amount on the later edition's basis.
    pub after: Amounts,
}

/// A step of a bridge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BridgeStepEntry {
    /// Which.
    pub step: BridgeStep,
    /// What it adds.
    #[serde(flatten)]
    pub amounts: Amounts,
    /// The standard deviation of what it adds to the effect.
    pub sd: Option<f64>,
    /// Quantiles of what it adds to the effect.
    pub quantiles: Quantiles,
}

/// The effect on an edition's basis against what the edition booked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booked {
    /// What was booked.
    pub amount: f64,
    /// The probability that the effect reaches it, with its 95 % interval.
    pub p_met: Proportion,
    /// The mean of what is missing, 0 where nothing is.
    pub mean_shortfall: f64,
    /// The mean of what is missing in the trials that fall short; nothing if none does.
    pub mean_shortfall_if_short: Option<f64>,
    /// The mean of what is missing in the worst tenth of the trials.
    pub cvar90: f64,
    /// The additional certain effect with which the confidence asked for is reached.
    pub extra: f64,
}

/// The editions of a run; nothing before its first trial where anything is uncertain.
pub(super) fn editions(model: &Model, plan: &Plan, planned: &Plan, run: &Run) -> Option<Vec<EditionEntry>> {
    let mut entries: Vec<EditionEntry> = model
        .editions
        .iter()
        .map(|e| EditionEntry {
            base: e.base,
            name: e.name.clone(),
            first: e.window.first,
            last: e.window.last,
            as_of: e.as_of,
            beyond_plan: e.beyond,
            reconciliation: Vec::new(),
        })
        .collect();
    for (simulated, certain) in plan.reconciliations.iter().zip(&planned.reconciliations) {
        let entry = reconciliation(model, plan, simulated, certain, run)?;
        entries[simulated.edition].reconciliation.push(entry);
    }
    Some(entries)
}

fn reconciliation(
    model: &Model,
    plan: &Plan,
    simulated: &Reconciliation,
    certain: &Reconciliation,
    run: &Run,
) -> Option<ReconciliationEntry> {
    let mut steps = Vec::new();
    for (step, planned) in simulated.steps.iter().zip(&certain.steps) {
        let mean = mean(&step.sum, plan, run)?;
        let amounts = Amounts { target: step.target, planned: planned.sum.constant, mean };
        steps.push(ReconciliationStepEntry { step: step.step, amounts });
    }
    let edition = sum(steps.iter().map(|s| s.amounts));
    Some(ReconciliationEntry { policy: name(model, simulated.policy), steps, edition })
}

/// The mean of a sum of columns from the columns' means.
fn mean(sum: &Sum, plan: &Plan, run: &Run) -> Option<f64> {
    let of = |column: &usize| {
        let position = plan.averaged.binary_search(column).ok()?;
        run.tally.averages[position].mean()
    };
    sum.terms.iter().try_fold(sum.constant, |mean, (column, weight)| Some(mean + weight * of(column)?))
}

pub(super) fn sum(amounts: impl Iterator<Item = Amounts>) -> Amounts {
    let none = Amounts { target: Some(0.0), ..Amounts::default() };
    amounts.fold(none, |a, b| Amounts {
        target: a.target.zip(b.target).map(|(a, b)| a + b),
        planned: a.planned + b.planned,
        mean: a.mean + b.mean,
    })
}

pub(super) fn name(model: &Model, policy: Option<usize>) -> String {
    policy.map_or_else(|| TOTAL.to_owned(), |p| model.policies[p].id.clone())
}

/// The bridges from each edition to the next, given the summary of every metric.
pub(super) fn bridges(model: &Model, plan: &Plan, planned: &Plan, summaries: &[Summarised]) -> Vec<BridgeEntry> {
    let amounts = |m: usize| Amounts {
        target: plan.metrics[m].target,
        planned: planned.metrics[m].sum.constant,
        mean: summaries[m].summary.mean,
    };
    let find = |policy, period: Period, measure| {
        let same = |m: &Metric| m.policy == policy && m.period == period && m.measure == measure;
        plan.metrics.iter().position(same)
    };
    let owners = (0..model.policies.len()).map(Some).chain([None]);
    let mut out = Vec::new();
    for pair in model.editions.windows(2) {
        let [from, to] = [&pair[0], &pair[1]].map(|e| Period::Edition { base: e.base, window: e.window });
        for policy in owners.clone() {
            let ends = [from, to].map(|period| find(policy, period, MetricSubject::Effect));
            let [Some(before), Some(after)] = ends else { continue };
            let step = |step: BridgeStep| {
                let m = find(policy, to, MetricSubject::Bridge(step))?;
                let summary = &summaries[m].summary;
                let (sd, quantiles) = (summary.sd, quantiles(summary));
                Some(BridgeStepEntry { step, amounts: amounts(m), sd, quantiles })
            };
            out.push(BridgeEntry {
                from: pair[0].base,
                to: pair[1].base,
                policy: name(model, policy),
                before: amounts(before),
                steps: BridgeStep::ALL.into_iter().filter_map(step).collect(),
                after: amounts(after),
            });
        }
    }
    out
}
