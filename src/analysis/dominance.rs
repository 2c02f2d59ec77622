//! Stochastic dominance of two simulated distributions, judged on their 99 percentiles.

use super::blends::Blends;
use super::compare::name;
use crate::engine::Run;
use crate::model::Model;
use crate::outcome::{CountedOn, PeriodEntry};
use crate::plan::Plan;
use crate::stats::PERCENTILES;
use serde::{Deserialize, Serialize};

/// Which of two distributions lies above the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DominanceVerdict {
    /// Every percentile is the same.
    Same,
    /// The revision gives at least as much at every percentile (first-order dominance).
    RevisedAbove,
    /// The plan gives at least as much at every percentile.
    PlanAbove,
    /// The percentiles cross, but the mean of the worst p % is at least as high in the revision for every p
    /// (second-order dominance): whoever shuns risk prefers it.
    RevisedSafer,
    /// The same of the plan.
    PlanSafer,
    /// Neither.
    Neither,
}

/// How two distributions stand over one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dominance {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// Which lies above.
    pub verdict: DominanceVerdict,
    /// How many of the 99 percentiles are higher in the revision.
    pub revised_higher: u32,
    /// How many are lower.
    pub revised_lower: u32,
}

pub(super) fn of(model: &Model, blends: &Blends, blended: &Plan, run: &Run) -> Vec<Dominance> {
    let one = |(_, at): &(usize, [usize; 2])| {
        let metric = &blended.metrics[at[0]];
        let [plan, revised] = at.map(|m| percentiles(blended, run, m));
        let (verdict, revised_higher, revised_lower) = judge(&plan?, &revised?);
        Some(Dominance {
            policy: name(model, metric.policy).0,
            period: PeriodEntry::of(metric.period),
            basis: CountedOn::of(model, metric.period),
            verdict,
            revised_higher,
            revised_lower,
        })
    };
    blends.dominance.iter().filter_map(one).collect()
}

fn percentiles(blended: &Plan, run: &Run, metric: usize) -> Option<Vec<f64>> {
    match &run.tally.metrics[metric] {
        None => Some(vec![blended.metrics[metric].sum.constant; PERCENTILES]),
        Some(tally) => tally.spread().percentiles(),
    }
}

/// The verdict, and how many percentiles are higher and lower in the revision. Differences within the resolution of a
/// histogram (a thousandth of the distribution's width) do not count.
fn judge(plan: &[f64], revised: &[f64]) -> (DominanceVerdict, u32, u32) {
    let width = |values: &[f64]| values[values.len() - 1] - values[0];
    let least = 1e-3 * width(plan).max(width(revised)) + 1e-6;
    let differences: Vec<f64> = revised.iter().zip(plan).map(|(r, p)| r - p).collect();
    let count = |fits: &dyn Fn(f64) -> bool| differences.iter().filter(|d| fits(**d)).count() as u32;
    let (higher, lower) = (count(&|d| d > least), count(&|d| d < -least));
    let of_worst: Vec<f64> = differences
        .iter()
        .scan(0.0, |sum, d| {
            *sum += d;
            Some(*sum)
        })
        .collect();
    let verdict = match (higher, lower) {
        (0, 0) => DominanceVerdict::Same,
        (_, 0) => DominanceVerdict::RevisedAbove,
        (0, _) => DominanceVerdict::PlanAbove,
        _ if of_worst.iter().all(|sum| *sum >= -least) => DominanceVerdict::RevisedSafer,
        _ if of_worst.iter().all(|sum| *sum <= least) => DominanceVerdict::PlanSafer,
        _ => DominanceVerdict::Neither,
    };
    (verdict, higher, lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(from: f64, to: f64) -> Vec<f64> {
        (0..99).map(|k| from + (to - from) * f64::from(k) / 98.0).collect()
    }

    #[test]
    fn the_verdict_follows_the_percentiles() {
        assert_eq!(judge(&ramp(0.0, 98.0), &ramp(0.0, 98.0)), (DominanceVerdict::Same, 0, 0));
        assert_eq!(judge(&ramp(0.0, 98.0), &ramp(1.0, 99.0)).0, DominanceVerdict::RevisedAbove);
        assert_eq!(judge(&ramp(1.0, 99.0), &ramp(0.0, 98.0)).0, DominanceVerdict::PlanAbove);
        // Narrower about the same middle: safer. Percentiles 1 to 49 are higher, 51 to 99 lower.
        assert_eq!(judge(&ramp(0.0, 98.0), &ramp(20.0, 78.0)), (DominanceVerdict::RevisedSafer, 49, 49));
        assert_eq!(judge(&ramp(20.0, 78.0), &ramp(0.0, 98.0)).0, DominanceVerdict::PlanSafer);
        // Narrower, but lower on the whole.
        assert_eq!(judge(&ramp(0.0, 98.0), &ramp(10.0, 50.0)).0, DominanceVerdict::Neither);
    }
}
