//! What a run counts: a tally a metric, joint odds a period, correlations achieved. All of it merges exactly.

use super::block::Workspace;
use crate::plan::{Metric, Plan};
use crate::stats::{Average, BlockSum, Blocks, MeanCorrelation, Meeting, Pending, Proportion, Scale, Tally};

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

/// Room in which a thread counts its blocks.
pub(super) struct Room {
    pending: Vec<Pending>,
    /// By metric.
    met: Vec<Meeting>,
    /// Of the policies over one period.
    together: Vec<Meeting>,
}

impl Room {
    pub(super) fn new(plan: &Plan) -> Self {
        let most = plan.joint.iter().map(|joint| joint.metrics.len()).max().unwrap_or(0);
        Self {
            pending: plan.metrics.iter().map(|_| Pending::default()).collect(),
            met: Vec::with_capacity(plan.metrics.len()),
            together: Vec::with_capacity(most),
        }
    }
}

impl RunTally {
    /// An empty tally of a plan whose metrics lie at `scales`.
    pub fn new(plan: &Plan, scales: &Scales) -> Self {
        let tally =
            |(metric, scale): (&Metric, &Scale)| (!metric.sum.is_certain()).then(|| Tally::new(*scale, metric.target));
        Self {
            metrics: plan.metrics.iter().zip(&scales.metrics).map(tally).collect(),
            joint: plan.joint.iter().map(|j| JointTally::new(j.metrics.len())).collect(),
            averages: scales.averages.iter().map(|scale| Average::new(*scale)).collect(),
            correlations: plan.checks.iter().map(|c| [MeanCorrelation::new(c.members); 2]).collect(),
        }
    }

    /// Counts what is still pending.
    pub(super) fn finish(&mut self, room: &mut Room) {
        let tallies = self.metrics.iter_mut().zip(&mut room.pending);
        tallies.for_each(|(tally, pending)| tally.iter_mut().for_each(|tally| tally.finish(pending)));
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

    /// Counts the `n` trials of a simulated block.
    pub(super) fn count(&mut self, plan: &Plan, block: &mut Workspace, room: &mut Room, n: usize) {
        room.met.clear();
        for ((metric, tally), pending) in plan.metrics.iter().zip(&mut self.metrics).zip(&mut room.pending) {
            room.met.push(match tally {
                Some(tally) => tally.add_block(block.sum(&metric.sum), pending),
                None => Meeting::certain(metric.sum.constant >= Tally::met_from(metric.target), n),
            });
        }
        for (joint, tally) in plan.joint.iter().zip(&mut self.joint) {
            room.together.clear();
            room.together.extend(joint.metrics.iter().map(|m| room.met[*m]));
            tally.add_block(&room.together, n);
        }
        for (average, column) in self.averages.iter_mut().zip(&plan.averaged) {
            average.add_block(block.column(*column));
        }
        for (both, sums) in self.correlations.iter_mut().zip(block.correlations()) {
            both.iter_mut().zip(sums).for_each(|(correlation, sums)| correlation.add(&sums, n as u64));
        }
    }
}

impl JointTally {
    fn new(policies: usize) -> Self {
        Self { met: vec![0; policies + 1], fails: vec![vec![0; policies]; policies], ..Self::default() }
    }

    /// Counts one block of `n` trials, given those in which each policy meets its target.
    fn add_block(&mut self, met: &[Meeting], n: usize) {
        Meeting::add_by_count(met, n, &mut self.met);
        let everything = Meeting::certain(true, n);
        for (a, fails) in self.fails.iter_mut().enumerate() {
            let short = everything.and_not(&met[a]);
            for b in a..met.len() {
                fails[b] += u64::from(short.and_not(&met[b]).count());
            }
        }
        let all = met.iter().fold(everything, |all, met| all.and(met));
        self.blocks.add(n as u64);
        self.all.add(f64::from(all.count()), n as u64);
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
