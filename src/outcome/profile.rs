//! How far the plan has come, what it needs from now on, and how much of it lies in its last years.

use super::TOTAL;
use crate::fiscal::FiscalYear;
use crate::model::Model;
use crate::plan::{Metric, Period, Plan};
use serde::{Deserialize, Serialize};

/// Progress of a policy or the total, all on the planned (deterministic) effect and the scenario's counting basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The effect of the closed years; nothing if no year is closed.
    pub closed_effect: Option<f64>,
    /// The target of the closed years; nothing where none is stated.
    pub closed_target: Option<f64>,
    /// The one over the other; undefined for a target of 0 or below, or of which next to nothing is left.
    pub closed_rate: Option<f64>,
    /// Where the plan period ends if the open years realise their planned effect at the rate at which the closed years
    /// reached their target: closed effect + rate × planned effect of the open years. Nothing where the rate is undefined.
    pub if_past_repeats: Option<f64>,
    /// What the open years must realise of their planned effect so that the target is met: (target − closed effect) /
    /// planned effect of the open years. Nothing if no year is closed or nothing is planned.
    pub break_even: Option<f64>,
    /// What the open years are planned to have of what was reached by the last record; the rest of their planned effect is
    /// still to come. Nothing if no year is closed.
    pub goes_on: Option<f64>,
    /// Like `if_past_repeats`, where what was reached goes on and only what is still to come is realised at that rate.
    pub if_past_repeats_to_come: Option<f64>,
    /// Like `break_even`, of what is still to come alone.
    pub break_even_to_come: Option<f64>,
    /// The share of the planned effect that lies in the last two years; nothing for an effect of 0 or below.
    pub planned_in_last_two: Option<f64>,
    /// The share of the target that lies in the last two years; nothing for a target of 0 or below.
    pub target_in_last_two: Option<f64>,
}

/// A recorded amount of a policy that its streams' recorded amounts do not explain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unallocated {
    /// The policy's id.
    pub policy: String,
    /// The year.
    pub year: FiscalYear,
    /// What was recorded for the policy.
    pub actual: f64,
    /// What its streams' records add up to.
    pub of_streams: f64,
    /// The difference.
    pub unallocated: f64,
}

/// The profile of every policy and the total; `planned` are the metrics of the plan without uncertainty. Without a fixed
/// plan period there is nothing that closed years could be progress towards.
pub fn profiles(model: &Model, planned: &[Metric]) -> Vec<Profile> {
    if !model.fixed {
        return Vec::new();
    }
    let any_closed = model.period.years().any(|year| model.is_closed(year));
    let going_on = if any_closed { Plan::compile_going_on(model).metrics } else { Vec::new() };
    let owners = (0..model.policies.len()).map(Some).chain([None]);
    owners.map(|policy| profile(model, planned, &going_on, policy)).collect()
}

/// The effect of a policy or the total in some years.
fn effect_of(metrics: &[Metric], policy: Option<usize>, years: &[FiscalYear]) -> f64 {
    let in_year = |year: FiscalYear| metrics.iter().find(|m| m.policy == policy && m.period == Period::Year(year));
    years.iter().filter_map(|y| in_year(*y)).map(|m| m.sum.constant).sum()
}

fn profile(model: &Model, planned: &[Metric], going_on: &[Metric], policy: Option<usize>) -> Profile {
    let effect = |years: &[FiscalYear]| effect_of(planned, policy, years);
    let target = |years: &[FiscalYear]| {
        let stated = model.has_target(policy, |year| years.contains(&year));
        stated.then(|| years.iter().map(|y| model.target(policy, *y)).sum::<f64>())
    };
    let all: Vec<FiscalYear> = model.period.years().collect();
    let (closed, open): (Vec<_>, Vec<_>) = all.iter().partition(|y| model.is_closed(**y));
    let last_two = &all[all.len().saturating_sub(2)..];
    let effects = |years: &[FiscalYear]| years.iter().map(|y| effect(&[*y])).collect::<Vec<_>>();
    let targets = |years: &[FiscalYear]| years.iter().map(|y| model.target(policy, *y)).collect::<Vec<_>>();
    let any = !closed.is_empty();
    let (closed_effect, closed_target) = (effect(&closed), target(&closed));
    let of_closed = closed_target.zip(target(&all));
    let closed_rate = of_closed.and_then(|(_, whole)| ratio(closed_effect, &targets(&closed), whole)).filter(|_| any);
    let goes_on = effect_of(going_on, policy, &open);
    let to_come = effect(&open) - goes_on;
    let to_come_by_year: Vec<f64> = open.iter().map(|y| effect(&[*y]) - effect_of(going_on, policy, &[*y])).collect();
    let needed = |beside: f64, of: &[f64]| target(&all).and_then(|t| ratio(t - beside, of, 0.0)).filter(|_| any);
    Profile {
        policy: policy.map_or_else(|| TOTAL.to_owned(), |p| model.policies[p].id.clone()),
        closed_effect: any.then_some(closed_effect),
        closed_target: closed_target.filter(|_| any),
        closed_rate,
        if_past_repeats: closed_rate.map(|rate| closed_effect + rate * effect(&open)),
        break_even: needed(closed_effect, &effects(&open)),
        goes_on: any.then_some(goes_on),
        if_past_repeats_to_come: closed_rate.map(|rate| closed_effect + goes_on + rate * to_come),
        break_even_to_come: needed(closed_effect + goes_on, &to_come_by_year),
        planned_in_last_two: ratio(effect(last_two), &effects(&all), 0.0),
        target_in_last_two: target(&all).and_then(|_| ratio(target(last_two).unwrap_or(0.0), &targets(&all), 0.0)),
    }
}

/// What a sum of years must at least be of the same amounts without their signs, and of the whole that it stands for.
const LEAST_LEFT: f64 = 0.01;

/// An amount over a sum of years. Undefined where the sum is 0 or below, where its years all but cancel out, or where it is
/// next to nothing of `whole`: a ratio to what is left by chance says nothing.
fn ratio(above: f64, years: &[f64], whole: f64) -> Option<f64> {
    let sum: f64 = years.iter().sum();
    let size = years.iter().map(|x| x.abs()).sum::<f64>().max(whole.abs());
    (sum > 0.0 && sum >= LEAST_LEFT * size).then(|| above / sum)
}

/// For each closed year of a policy in which any of its streams has a record: what they do not explain.
pub fn unallocated(model: &Model) -> Vec<Unallocated> {
    let mut out = Vec::new();
    for (p, policy) in model.policies.iter().enumerate() {
        for (&year, actual) in &policy.actuals {
            let mut of_streams = None;
            for initiative in &model.initiatives {
                let Some((_, share)) = initiative.shares.iter().find(|s| s.0 == p) else { continue };
                for stream in &initiative.streams {
                    if let Some(record) = stream.actuals.get(&year) {
                        *of_streams.get_or_insert(0.0) += stream.sign() * share * record.value;
                    }
                }
            }
            if let Some(of_streams) = of_streams {
                let unallocated = actual.value - of_streams;
                out.push(Unallocated {
                    policy: policy.id.clone(),
                    year,
                    actual: actual.value,
                    of_streams,
                    unallocated,
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_wants_a_sum_that_stands_for_something() {
        assert_eq!(ratio(12_000.0, &[-10_000.0, 10_001.0], 130_000.0), None);
        assert_eq!(ratio(12_000.0, &[0.0], 0.0), None);
        assert_eq!(ratio(12_000.0, &[-5.0, 2.0], 0.0), None);
        // A hundredth of 300 and of 1,000 is just enough.
        assert_eq!(ratio(6.0, &[-148.5, 151.5], 0.0), Some(2.0));
        assert_eq!(ratio(6.0, &[-148.6, 151.4], 0.0), None);
        assert_eq!(ratio(6.0, &[10.0], 1000.0), Some(0.6));
        assert_eq!(ratio(6.0, &[10.0], 1001.0), None);
        // The built-in example: -52,218 and 274,598 of 2,674,093.
        assert!(ratio(78_227.0, &[-52_218.0, 274_598.0], 2_674_093.0).is_some());
    }
}
