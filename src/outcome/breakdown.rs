//! What each initiative is planned to give, so that the rows of a policy add up to the policy.
//!
//! The model is compiled once more with a policy of its own for every initiative of every policy: whatever the engine does
//! with delays, overlaps and records then holds for these rows as it does for the policies.

use crate::fiscal::FiscalYear;
use crate::model::{Actual, Initiative, Lineage, Model, Policy, Targets};
use crate::plan::{Measure, Period, Plan, Uncertainty};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A policy by initiative: planned effects on the plan's counting basis, by year of the plan, in the unit of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The policy's id.
    pub policy: String,
    /// Its initiatives, by strategy class and id.
    pub initiatives: Vec<InitiativeAmounts>,
    /// What is recorded for the policy and not for its initiatives: with them it adds up to the policy.
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
    /// The planned effect by year; in closed years what is recorded for it, 0 where only the policy has a record.
    pub by_year: Vec<f64>,
}

/// Every policy by initiative; `planned` is the plan without uncertainty.
pub(super) fn breakdown(model: &Model, planned: &Plan) -> Vec<Breakdown> {
    let mut alone = model.clone();
    alone.editions = Vec::new();
    alone.policies = Vec::new();
    let mut rows = Vec::new();
    for (i, initiative) in model.initiatives.iter().enumerate() {
        alone.initiatives[i].shares = Vec::new();
        for &(policy, share) in &initiative.shares {
            alone.initiatives[i].shares.push((rows.len(), share));
            alone.policies.push(policy_of(initiative, &model.policies[policy], share, rows.len()));
            rows.push((policy, i, share));
        }
    }
    let plan = Plan::compile_results(&alone, Uncertainty::Off);
    let of_policy = |p: usize| {
        let mine = rows.iter().enumerate().filter(|(_, row)| row.0 == p);
        let mut initiatives: Vec<InitiativeAmounts> =
            mine.map(|(row, &(_, i, share))| amounts(model, i, share, by_year(model, &plan, row))).collect();
        initiatives.sort_by(|a, b| (&a.strategy, &a.id).cmp(&(&b.strategy, &b.id)));
        let whole = by_year(model, planned, p).into_iter().enumerate();
        let rest = whole.map(|(at, whole)| whole - initiatives.iter().map(|row| row.by_year[at]).sum::<f64>());
        // What binary arithmetic leaves of nothing is nothing.
        let unallocated = rest.map(|rest| if rest.abs() < 1e-6 { 0.0 } else { rest }).collect();
        Breakdown { policy: model.policies[p].id.clone(), unallocated, initiatives }
    };
    (0..model.policies.len()).map(of_policy).collect()
}

/// A policy that only one initiative serves. Where the policy itself has a record, the initiative counts with its own.
fn policy_of(initiative: &Initiative, policy: &Policy, share: f64, row: usize) -> Policy {
    let recorded = |year: &FiscalYear| {
        let mut sum = Actual { value: 0.0, one_off: 0.0, sd: None };
        for stream in &initiative.streams {
            let Some(actual) = stream.actuals.get(year) else { continue };
            sum.value += stream.sign() * share * actual.value;
            // A policy's record counts as recurring unless said otherwise, a stream's as the stream is.
            let one_off = if stream.recurring { actual.one_off } else { actual.value };
            sum.one_off += stream.sign() * share * one_off;
        }
        (*year, sum)
    };
    let actuals: BTreeMap<FiscalYear, Actual> = policy.actuals.keys().map(recorded).collect();
    // Policies are added in the order of their ids, so these stand in the order of the rows.
    Policy { id: format!("{row:06}"), name: String::new(), targets: Targets::default(), actuals }
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

/// The certain effect of a policy in each year of the plan.
fn by_year(model: &Model, plan: &Plan, policy: usize) -> Vec<f64> {
    let fits = |year: FiscalYear| {
        let mut metrics = plan.metrics.iter();
        metrics.find(|m| m.policy == Some(policy) && m.measure == Measure::Effect && m.period == Period::Year(year))
    };
    model.period.years().map(|year| fits(year).map_or(0.0, |m| m.sum.constant)).collect()
}
