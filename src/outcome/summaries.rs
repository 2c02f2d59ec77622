//! The statistics of every metric of a run, certain ones included.

use super::Quantiles;
use crate::engine::Run;
use crate::plan::{Metric, Plan};
use crate::stats::{Against, Proportion, Summary, Tally};

/// One summary a metric, in the plan's order; nothing before the first trial where anything is uncertain.
pub(crate) fn summaries(plan: &Plan, run: &Run) -> Option<Vec<Summary>> {
    let of = |(metric, tally): (&Metric, &Option<Tally>)| match tally {
        Some(tally) => tally.summary(),
        None => Some(certain(metric)),
    };
    plan.metrics.iter().zip(&run.tally.metrics).map(of).collect()
}

/// The summary of an effect on which nothing uncertain bears.
fn certain(metric: &Metric) -> Summary {
    let amount = metric.sum.constant;
    let shortfall = (metric.target - amount).max(0.0);
    let met = amount >= Against::met_from(metric.target);
    Summary {
        n: 1,
        mean: amount,
        sd: Some(0.0),
        se: Some(0.0),
        quantiles: [amount; 9],
        met: Proportion::certain(met),
        mean_shortfall: shortfall,
        mean_shortfall_se: Some(0.0),
        mean_shortfall_if_short: (!met).then_some(shortfall),
        cvar90: shortfall,
    }
}

pub(crate) fn quantiles(summary: &Summary) -> Quantiles {
    let [p5, p10, p20, p25, p50, p75, p80, p90, p95] = summary.quantiles;
    Quantiles { p5, p10, p20, p25, p50, p75, p80, p90, p95 }
}
