//! What a run counts: a tally a metric, joint odds a period, correlations achieved. All of it merges exactly.

use crate::plan::Plan;
use crate::stats::{Average, BlockSum, Blocks, CorrelationSums, MeanCorrelation, Proportion, Scale, Tally};

/// Everything counted over some blocks of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTally {
    /// The tally of each uncertain metric of the plan, in the plan's order; nothing for certain ones.
    pub metrics: Vec<Option<Tally>>,
    /// The joint odds of each period, in the plan's order.
    pub joint: Vec<JointTally>,
    /// For each check the mean correlation of the latents and of the values.
    pub correlations: Vec<[MeanCorrelation; 2]>,
    /// The mean of each column of [`Plan::averaged`].
    pub averages: Vec<Average>,
}

/// Where each metric and each averaged column of a plan lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Scales {
    /// Of the metrics.
    pub metrics: Vec<Scale>,
    /// Of the averaged columns.
    pub averages: Vec<Scale>,
}

/// How many policies meet their targets together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JointTally {
    /// The blocks counted.
    pub blocks: Blocks,
    /// Trials in which every policy meets its target.
    pub all: BlockSum,
    /// `met[k]` is the number of trials in which exactly k policies meet their targets.
    pub met: Vec<u64>,
    /// `fails[a][b]` is the number of trials in which both a and b fall short (a alone where a = b).
    pub fails: Vec<Vec<u64>>,
}

impl RunTally {
    /// An empty tally of a plan whose metrics lie at `scales`.
    pub fn new(plan: &Plan, scales: &Scales) -> Self {
        let tally = |(metric, scale): (&crate::plan::Metric, &Scale)| {
            (!metric.sum.is_certain()).then(|| Tally::new(*scale, metric.target))
        };
        Self {
            metrics: plan.metrics.iter().zip(&scales.metrics).map(tally).collect(),
            joint: plan.joint.iter().map(|j| JointTally::new(j.metrics.len())).collect(),
            averages: scales.averages.iter().map(|scale| Average::new(*scale)).collect(),
            correlations: plan.checks.iter().map(|c| [MeanCorrelation::new(c.members); 2]).collect(),
        }
    }

    /// Adds the tally of other blocks of the same run.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.metrics.iter_mut().zip(&other.metrics) {
            if let (Some(mine), Some(theirs)) = (mine, theirs) {
                mine.merge(theirs);
            }
        }
        self.joint.iter_mut().zip(&other.joint).for_each(|(mine, theirs)| mine.merge(theirs));
        self.averages.iter_mut().zip(&other.averages).for_each(|(mine, theirs)| mine.merge(theirs));
        for (mine, theirs) in self.correlations.iter_mut().flatten().zip(other.correlations.iter().flatten()) {
            mine.merge(theirs);
        }
    }

    /// Adds the sums of one block for a check.
    pub(super) fn correlation(&mut self, check: usize, which: usize, sums: &CorrelationSums, trials: u64) {
        self.correlations[check][which].add(sums, trials);
    }
}

impl JointTally {
    fn new(policies: usize) -> Self {
        Self { met: vec![0; policies + 1], fails: vec![vec![0; policies]; policies], ..Self::default() }
    }

    /// Counts one block: bit p of `met` says whether policy p meets its target in the trial.
    pub(super) fn add_block(&mut self, met: &[u64]) {
        let policies = self.fails.len();
        let full = (1_u64 << policies) - 1;
        let mut all = 0_u64;
        for &mask in met {
            self.met[mask.count_ones() as usize] += 1;
            all += u64::from(mask == full);
        }
        for a in 0..policies {
            for b in a..policies {
                let both = 1_u64 << a | 1_u64 << b;
                self.fails[a][b] += met.iter().filter(|mask| **mask & both == 0).count() as u64;
            }
        }
        self.blocks.add(met.len() as u64);
        self.all.add(all as f64, met.len() as u64);
    }

    fn merge(&mut self, other: &Self) {
        self.blocks.merge(&other.blocks);
        self.all.merge(&other.all);
        self.met.iter_mut().zip(&other.met).for_each(|(mine, theirs)| *mine += theirs);
        for (mine, theirs) in self.fails.iter_mut().flatten().zip(other.fails.iter().flatten()) {
            *mine += theirs;
        }
    }

    /// The probability that every policy meets its target.
    pub fn all_met(&self) -> Option<Proportion> {
        Proportion::from_blocks(&self.all, &self.blocks)
    }
}
