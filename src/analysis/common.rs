//! Plans with different periods, as of a plan that is rolled every year: the years over which they are compared.

use super::compare::name;
use crate::fiscal::Span;
use crate::model::{Edition, Model};
use crate::plan::{Count, MetricSubject, Period, Plan, Uncertainty};
use serde::{Deserialize, Serialize};

/// What two scenarios with different periods are compared over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Common {
    /// The years that both have.
    pub years: Span,
    /// What both had by the year before them, by policy and total.
    pub before: Vec<Before>,
}

/// The planned level of a policy or the total in the year before the common years, in the unit of the scenarios: the first of
/// them is counted against it or, where lasting effects count anew every year, it goes on in each. Lasting effects alone, but
/// on [`Basis::YearOnYear`](crate::model::Basis::YearOnYear).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The plan's.
    pub plan: f64,
    /// The revision's.
    pub revised: f64,
}

/// The years over which a plan and a revision are compared, where their plan periods differ or, without any, they have no
/// edition in common; nothing where there is no such year either. The outcome of each must count them (see
/// [`simulate_over`](crate::outcome::simulate_over)).
pub fn common_years(plan: &Model, revised: &Model) -> Option<Span> {
    let is_shared = |e: &Edition| revised.editions.iter().any(|other| is_same(e, other));
    let differ = match (plan.fixed, revised.fixed) {
        (true, true) => plan.period != revised.period,
        (false, false) => !plan.editions.iter().any(is_shared),
        _ => false,
    };
    differ.then(|| plan.period.common(revised.period)).flatten()
}

/// Whether two editions count the same: the same years against the same base.
pub(super) fn is_same(a: &Edition, b: &Edition) -> bool {
    (a.base, a.window) == (b.base, b.window)
}

/// A revision as it is simulated beside its plan: chains of yearly noise run from the same year, so that both share them
/// though their periods begin in different years.
#[must_use]
pub fn beside(plan: &Model, revised: &Model) -> Model {
    Model { noise_from: plan.noise_from, ..revised.clone() }
}

impl Common {
    pub(super) fn of(models: [&Model; 2], years: Span) -> Self {
        let [plan, revised] = models.map(|model| levels_before(model, years));
        let both = plan.into_iter().zip(revised);
        let before = both.map(|((policy, plan), (_, revised))| Before { policy, plan, revised });
        Self { years, before: before.collect() }
    }
}

/// The planned level of each policy and the total in the year before.
fn levels_before(model: &Model, years: Span) -> Vec<(String, f64)> {
    let count = Count::of_level(model, years.first.plus(-1));
    let (period, measure): (Period, MetricSubject) = (count.period, count.measure);
    let plan = Plan::compile_counting(model, Uncertainty::Off, &[count]);
    let of = plan.metrics.iter().filter(|m| (m.period, m.measure) == (period, measure));
    of.map(|m| (name(model, m.policy).0, m.sum.constant)).collect()
}
