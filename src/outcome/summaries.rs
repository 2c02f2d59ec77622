//! The statistics of every metric of a run, certain ones included.

use super::Quantiles;
use crate::engine::Run;
use crate::plan::{Metric, Plan};
use crate::stats::{Against, Proportion, Spread, SpreadSummary, Summary, Tally};
use std::collections::HashMap;
use std::sync::Arc;

/// One summary a metric, in the plan's order; nothing before the first trial where anything is uncertain.
pub(crate) fn summaries(plan: &Plan, run: &Run) -> Option<Vec<Summary>> {
    let all = Summaries::default().of(plan, run, 0.5)?;
    Some(all.into_iter().map(|s| s.summary).collect())
}

/// The summaries of metrics; what metrics share is worked out once. What is known is kept by place, so the runs asked
/// about must live on together.
#[derive(Default)]
pub(crate) struct Summaries {
    /// What a spread says, and the amount reached with the confidence asked for.
    spreads: HashMap<*const Spread, Option<(SpreadSummary, f64)>>,
    against: HashMap<*const Against, Option<Summarised>>,
}

/// The statistics of a metric.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Summarised {
    pub(crate) summary: Summary,
    /// The amount reached with the confidence asked for.
    pub(crate) reached: f64,
}

impl Summaries {
    /// One summary a metric, in the plan's order; nothing before the first trial where anything is uncertain.
    pub(crate) fn of(&mut self, plan: &Plan, run: &Run, confidence: f64) -> Option<Vec<Summarised>> {
        let of = |(metric, tally): (&Metric, &Option<Tally>)| match tally {
            Some(tally) => self.tally(tally, confidence),
            None => Some(Summarised { summary: certain(metric), reached: metric.sum.constant }),
        };
        plan.metrics.iter().zip(&run.tally.metrics).map(of).collect()
    }

    fn tally(&mut self, tally: &Tally, confidence: f64) -> Option<Summarised> {
        let (spread, spreads) = (tally.spread(), &mut self.spreads);
        *self.against.entry(Arc::as_ptr(tally.against())).or_insert_with(|| {
            let both = || {
                let said = spread.summary()?;
                Some((said, said.reached_by(confidence, spread)?))
            };
            let (said, reached) = (*spreads.entry(Arc::as_ptr(spread)).or_insert_with(both))?;
            Some(Summarised { summary: tally.summary_of(&said)?, reached })
        })
    }
}

/// The summary of an effect on which nothing uncertain bears.
fn certain(metric: &Metric) -> Summary {
    let amount = metric.sum.constant;
    let shortfall = metric.target.map_or(0.0, |target| (target - amount).max(0.0));
    let met = metric.is_met_for_certain();
    Summary {
        n: 1,
        mean: amount,
        sd: Some(0.0),
        se: Some(0.0),
        quantiles: [amount; 9],
        reached_by_80: amount,
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
