//! What guard rails find: in the scenario alone, in planned values, and in a run; and which of it is accepted.

mod odds;
mod reached;
mod readings;
mod sizes;
mod unread;

use super::Entry;
use crate::engine::{EngineError, Settings};
use crate::lang::text;
use crate::model::Model;
use crate::model::rails::{Finding, Found, Item, Rail, settle};
use crate::plan::{Period, Plan, Reached, Uncertainty};
use crate::scenario::{Assumption, Document, assumptions};

/// What is looked at.
pub(crate) struct Looked<'a> {
    pub(crate) document: &'a Document,
    pub(crate) model: &'a Model,
    /// What it has reached.
    pub(crate) reached: &'a Reached,
    /// The plan without uncertainty.
    pub(crate) planned: &'a Plan,
    /// The plan with uncertainty, where it is compiled already.
    pub(crate) plan: Option<&'a Plan>,
    /// The entries of a run, none if nothing was simulated.
    pub(crate) results: &'a [Entry],
}

/// Everything that guard rails find in scenarios, in their order. Where readings of a file are held against each other,
/// means are worked out under the seed, on the threads and in the memory of the settings.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub(crate) fn findings(scenarios: &[Looked], settings: &Settings) -> Result<Vec<Vec<Finding>>, EngineError> {
    let readings = readings::look(scenarios, settings)?;
    Ok(scenarios.iter().zip(readings).map(|(looked, readings)| looked.findings(readings)).collect())
}

impl Looked<'_> {
    fn findings(&self, readings: Vec<Found>) -> Vec<Finding> {
        let Self { document, model, reached, planned, plan, results } = self;
        let mut found = model.found.clone();
        let going_on = reached.going_on(model);
        found.extend(readings);
        found.extend(reached::lost(model, &going_on));
        found.extend(reached::early(model, &going_on));
        found.extend(reached::guessed(model, reached));
        found.extend(reached::may_not_begin(model));
        found.extend(sizes::far_from_target(model, planned));
        found.extend(sizes::targets_below_zero(model, planned));
        match plan {
            Some(plan) => found.extend(unread::quantities(model, plan)),
            None => found.extend(unread::quantities(model, &Plan::compile_results(model, Uncertainty::On))),
        }
        found.extend(without_source(document));
        found.extend(odds::one_sided(model, results));
        // Whether all trials agree hangs on how many there are: an acceptance of it is never called idle.
        settle(found, &model.accepts, |rail| rail != Rail::OneSided)
    }
}

/// The period of the main table: the plan period, or the current edition where there is none.
fn main_period(model: &Model) -> Option<Period> {
    if model.fixed {
        return Some(Period::Plan(model.period));
    }
    model.current_edition().map(|e| Period::Edition { base: e.base, window: e.window })
}

/// The table that states the targets of a policy (by position) or of the total.
fn item(model: &Model, policy: Option<usize>) -> Item {
    match policy {
        Some(p) => Item::of("policy", &model.policies[p].id),
        None if model.total_targets.is_some() => Item::table("total"),
        None => Item::table("plan"),
    }
}

fn without_source(document: &Document) -> Option<Found> {
    let all = assumptions(document);
    let (tables, numbers) = (all.len(), all.iter().map(|a: &Assumption| a.numbers).sum::<usize>());
    (numbers > 0).then(|| {
        let words = text!(
            ja: "根拠資料のない数値（仮定）が {numbers} 個（{tables} 項目）あります",
            en: "{numbers} numbers in {tables} tables have no source and are assumptions"
        );
        Found::new(Rail::NoSource, Item::default(), words)
    })
}
