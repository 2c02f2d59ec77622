//! What each initiative is planned to give, so that the rows of a policy add up to the policy.
//!
//! The model is compiled once more with a policy of its own for every initiative of every policy: whatever the engine does
//! with delays, overlaps and records then holds for these rows as it does for the policies. In closed years they have the
//! parts of their policy's record that open years go on from.

use crate::model::{Lineage, Model, Policy};
use crate::plan::{MetricSubject, Period, Plan, Reached, Uncertainty};
use serde::{Deserialize, Serialize};

/// A policy by initiative: planned effects on the plan's counting basis, by year of the plan, in the unit of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The policy's id.
    pub policy: String,
    /// Its initiatives, by strategy class and id.
    pub initiatives: Vec<InitiativeAmounts>,
    /// What is recorded for the policy and cannot be shared among its initiatives: with them it adds up to the policy.
    pub unallocated: Vec<f64>,
}

/// What an initiative is planned to give to a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InitiativeAmounts {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of its strategy class.
    pub strategy: Option<String>,
    /// The division in charge.
    pub owner: Option<String>,
    /// What became of it at the last review.
    pub lineage: Option<Lineage>,
    /// Its share in the policy.
    pub share: f64,
    /// The planned effect by year; in closed years what is recorded for it, or its part of what the policy has recorded.
    pub by_year: Vec<f64>,
}

/// An initiative of a policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allotted {
    /// The position of the policy.
    pub(crate) policy: usize,
    /// The position of the initiative.
    pub(crate) initiative: usize,
    /// The initiative's share in the policy.
    pub(crate) share: f64,
}

/// The model with a policy of its own for every initiative of every policy, without editions; what each of its policies is.
pub(crate) fn allotted(model: &Model) -> (Model, Vec<Allotted>) {
    let mut alone = model.clone();
    alone.editions = Vec::new();
    alone.policies = Vec::new();
    let mut rows = Vec::new();
    for (i, initiative) in model.initiatives.iter().enumerate() {
        alone.initiatives[i].shares = Vec::new();
        for &(policy, share) in &initiative.shares {
            alone.initiatives[i].shares.push((rows.len(), share));
            // Policies are added in the order of their ids, so these stand in the order of the rows.
            let row = Policy::without_records(format!("{:06}", rows.len()), String::new());
            let Policy { open_years, made_good, .. } = model.policies[policy];
            alone.policies.push(Policy { open_years, made_good, ..row });
            rows.push(Allotted { policy, initiative: i, share });
        }
    }
    (alone, rows)
}

/// Every policy by initiative; `planned` is the plan without uncertainty, `reached` what the model has reached.
pub(super) fn breakdown(model: &Model, reached: &Reached, planned: &Plan) -> Vec<Breakdown> {
    let (alone, rows) = allotted(model);
    let plan = Plan::compile_allotted(&alone, reached, Uncertainty::Off);
    let (of_rows, of_policies) = (effects(model, &plan), effects(model, planned));
    let mut by_policy: Vec<Vec<InitiativeAmounts>> = vec![Vec::new(); model.policies.len()];
    for (row, by_year) in rows.iter().zip(of_rows) {
        by_policy[row.policy].push(amounts(model, row.initiative, row.share, by_year));
    }
    let of_policy = |(p, mut initiatives): (usize, Vec<InitiativeAmounts>)| {
        initiatives.sort_by(|a, b| (&a.strategy, &a.id).cmp(&(&b.strategy, &b.id)));
        let whole = of_policies[p].iter().enumerate();
        let rest = whole.map(|(at, whole)| whole - initiatives.iter().map(|row| row.by_year[at]).sum::<f64>());
        // What binary arithmetic leaves of nothing is nothing.
        let unallocated = rest.map(|rest| if rest.abs() < 1e-6 { 0.0 } else { rest }).collect();
        Breakdown { policy: model.policies[p].id.clone(), unallocated, initiatives }
    };
    by_policy.into_iter().enumerate().map(of_policy).collect()
}

fn amounts(model: &Model, i: usize, share: f64, by_year: Vec<f64>) -> InitiativeAmounts {
    let initiative = &model.initiatives[i];
    let strategy = initiative.strategy.as_ref().and_then(|id| model.strategies.get(id));
    InitiativeAmounts {
        id: initiative.id.clone(),
        name: initiative.name.clone(),
        strategy: strategy.map(|s| s.name.clone()),
        owner: initiative.owner.clone(),
        lineage: initiative.lineage,
        share,
        by_year,
    }
}

/// The certain effects of policies, by policy and year of the plan.
fn effects(model: &Model, plan: &Plan) -> Vec<Vec<f64>> {
    let policies = plan.metrics.iter().filter_map(|m| m.policy).max().map_or(0, |last| last + 1);
    let mut all = vec![vec![0.0; model.period.len()]; policies.max(model.policies.len())];
    for metric in plan.metrics.iter().filter(|m| m.measure == MetricSubject::Effect) {
        let (Some(policy), Period::Year(year)) = (metric.policy, metric.period) else { continue };
        if model.period.contains(year) {
            all[policy][(year.calendar() - model.period.first.calendar()) as usize] = metric.sum.constant;
        }
    }
    all
}
