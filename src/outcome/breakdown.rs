//! What each initiative is planned to give, so that the rows of a policy add up to the policy.
//!
//! The model is compiled once more with a policy of its own for every initiative of every policy: whatever the engine does
//! with delays, overlaps and records then holds for these rows as it does for the policies. What an initiative gave in a
//! closed year of which only the policy has a record is unknown, whatever part of it open years go on from.

use crate::fiscal::FiscalYear;
use crate::model::{Basis, Lineage, Model, Policy, Stream};
use crate::plan::{MetricSubject, Period, Plan, Reached, Uncertainty};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A policy by initiative: planned effects on the plan's counting basis, by year of the plan, in the unit of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The policy's id.
    pub policy: String,
    /// Its initiatives, by strategy class and id.
    pub initiatives: Vec<InitiativeAmounts>,
    /// What is recorded for the policy and not known by initiative: with what is known of them it adds up to the policy.
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
    /// The planned effect by year; in closed years what is recorded for it, and nothing where that is not known.
    pub by_year: Vec<Option<f64>>,
}

impl InitiativeAmounts {
    /// The sum of what is known of some years, by their positions; nothing where nothing is known of any.
    pub fn known(&self, years: Range<usize>) -> Option<f64> {
        let mut known = self.by_year.get(years).unwrap_or_default().iter().flatten().peekable();
        known.peek()?;
        Some(known.sum())
    }

    /// Whether every one of these years is known.
    pub fn is_known(&self, years: Range<usize>) -> bool {
        self.by_year.get(years).is_some_and(|years| years.iter().all(Option::is_some))
    }
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
    let records = Recorded { model, reached, rows: &rows };
    for (row, by_year) in rows.iter().zip(of_rows) {
        let known = model.period.years().zip(by_year).map(|(year, amount)| records.tell(row, year).then_some(amount));
        by_policy[row.policy].push(amounts(model, row.initiative, row.share, known.collect()));
    }
    let of_policy = |(p, mut initiatives): (usize, Vec<InitiativeAmounts>)| {
        initiatives.sort_by(|a, b| (&a.strategy, &a.id).cmp(&(&b.strategy, &b.id)));
        let whole = of_policies[p].iter().enumerate();
        let rest = whole.map(|(at, whole)| whole - initiatives.iter().filter_map(|row| row.by_year[at]).sum::<f64>());
        // What binary arithmetic leaves of nothing is nothing.
        let unallocated = rest.map(|rest| if rest.abs() < 1e-6 { 0.0 } else { rest }).collect();
        Breakdown { policy: model.policies[p].id.clone(), unallocated, initiatives }
    };
    by_policy.into_iter().enumerate().map(of_policy).collect()
}

/// What records say of initiatives.
struct Recorded<'a> {
    model: &'a Model,
    reached: &'a Reached,
    rows: &'a [Allotted],
}

impl Recorded<'_> {
    /// Whether it is known what an initiative gives to its policy in a year: always but where the policy has a record that
    /// several initiatives without one of their own may have brought about.
    fn tell(&self, row: &Allotted, year: FiscalYear) -> bool {
        let policy = &self.model.policies[row.policy];
        if !self.model.is_closed(year) || !policy.actuals.contains_key(&year) || !self.is_open(row, year) {
            return true;
        }
        let is_other = |other: &&Allotted| other.policy == row.policy && other.initiative != row.initiative;
        let is_alone = !self.rows.iter().filter(is_other).any(|other| self.is_open(other, year));
        is_alone && self.reached.is_alone(row.policy, year, row.initiative)
    }

    /// Whether an initiative has amounts in a year and no record of them.
    fn is_open(&self, row: &Allotted, year: FiscalYear) -> bool {
        let counted = match self.model.basis {
            Basis::Recurring => vec![year],
            Basis::NewInYear | Basis::YearOnYear => vec![year.plus(-1), year],
        };
        let has_amounts = |stream: &Stream| counted.iter().any(|year| stream.curve.at(*year) != 0.0);
        let streams = &self.model.initiatives[row.initiative].streams;
        streams.iter().any(|stream| !stream.actuals.contains_key(&year) && has_amounts(stream))
    }
}

fn amounts(model: &Model, i: usize, share: f64, by_year: Vec<Option<f64>>) -> InitiativeAmounts {
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
