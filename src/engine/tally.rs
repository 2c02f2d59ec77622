//! What a run counts: a tally a metric, joint odds a period, correlations achieved. All of it merges exactly.

use super::assemble::{Assembly, Counted, Together, View};
use super::block::Sink;
use crate::stats::{
    Against, Atoms, Average, BlockSum, Blocks, CorrelationSums, MeanCorrelation, Meeting, Pending, Proportion, Scale,
    Spread, Tally,
};
use std::sync::Arc;

/// Everything counted over some blocks of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTally {
    /// The tally of each uncertain metric of the plan, in the plan's order; nothing for certain ones.
    pub metrics: Vec<Option<Tally>>,
    /// The joint odds of each period, in the plan's order.
    pub joint: Vec<JointTally>,
    /// For each check the mean correlation of the latents and of the values.
    pub correlations: Vec<[MeanCorrelation; 2]>,
    /// The mean of each column of [`crate::plan::Plan::averaged`].
    pub averages: Vec<Average>,
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
}

/// Where each counted and each averaged column lies.
#[derive(Clone, Debug)]
pub(super) struct Scales {
    spreads: Vec<Scale>,
    /// By counted column the values that come again and again.
    atoms: Vec<Atoms>,
    averages: Vec<Scale>,
}

impl Scales {
    /// Scales to be set from a first block.
    pub(super) fn unknown(assembly: &Assembly) -> Self {
        let unknown = Scale { centre: 0.0, unit: 1.0 };
        let of = |count: usize| vec![unknown; count];
        let spreads = assembly.spreads.all.len();
        Self { spreads: of(spreads), atoms: vec![Atoms::default(); spreads], averages: of(assembly.averages.all.len()) }
    }
}

/// Sets scales from the first block.
pub(super) struct Pilot<'a> {
    pub(super) assembly: &'a Assembly,
    pub(super) scales: Scales,
}

impl Sink for Pilot<'_> {
    fn count(&mut self, spread: usize, values: &[f64]) {
        self.scales.spreads[spread] = Scale::of_sample(values, self.assembly.spreads.all[spread].size.0);
        self.scales.atoms[spread] = Atoms::of_sample(values);
    }

    fn average(&mut self, average: usize, values: &[f64]) {
        self.scales.averages[average] = Scale::of_sample(values, self.assembly.averages.all[average].size.0);
    }

    fn correlate(&mut self, _: usize, _: usize, _: CorrelationSums) {}
}

/// Everything counted over some blocks of some plans, each thing once.
pub(super) struct PlanCounts {
    spreads: Vec<Arc<Spread>>,
    against: Vec<Arc<Against>>,
    joints: Vec<JointTally>,
    correlations: Vec<[MeanCorrelation; 2]>,
    averages: Vec<Average>,
}

impl PlanCounts {
    /// Nothing counted yet.
    pub(super) fn new(assembly: &Assembly, scales: &Scales) -> Self {
        Counter::new(assembly, scales).finish()
    }

    /// Bytes that a thread takes to count, at most: values far out, of which there are few, aside.
    pub(super) fn bytes(assembly: &Assembly) -> u64 {
        let of_spread = |counted: &Counted| Spread::bytes(assembly.jumps[counted.node.index()]) + Pending::BYTES;
        let spreads: usize = assembly.spreads.all.iter().map(of_spread).sum();
        let against = assembly.against.all.len() * (Against::BYTES + size_of::<Meeting>());
        let joints: usize = assembly.joints.all.iter().map(|members| JointTally::bytes(members.len())).sum();
        let averages = assembly.averages.all.len() * size_of::<Average>();
        (spreads + against + joints + averages + assembly.checks.all.len() * size_of::<[MeanCorrelation; 2]>()) as u64
    }

    /// The same without spreads and targets.
    fn besides(assembly: &Assembly, scales: &Scales) -> Self {
        Self {
            spreads: Vec::new(),
            against: Vec::new(),
            joints: assembly.joints.all.iter().map(|members| JointTally::new(members.len())).collect(),
            correlations: assembly.checks.all.iter().map(|c| [MeanCorrelation::new(c.members); 2]).collect(),
            averages: scales.averages.iter().map(|scale| Average::new(*scale)).collect(),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.spreads.iter_mut().zip(&other.spreads) {
            Arc::make_mut(mine).merge(theirs);
        }
        for (mine, theirs) in self.against.iter_mut().zip(&other.against) {
            Arc::make_mut(mine).merge(theirs);
        }
        self.joints.iter_mut().zip(&other.joints).for_each(|(mine, theirs)| mine.merge(theirs));
        self.averages.iter_mut().zip(&other.averages).for_each(|(mine, theirs)| mine.merge(theirs));
        for (mine, theirs) in self.correlations.iter_mut().flatten().zip(other.correlations.iter().flatten()) {
            mine.merge(theirs);
        }
    }

    /// What was counted of one plan.
    pub(super) fn of(&self, assembly: &Assembly, view: &View) -> RunTally {
        let tally = |held: usize| {
            let spread = Arc::clone(&self.spreads[assembly.against.all[held].spread]);
            Tally::of(spread, Arc::clone(&self.against[held]))
        };
        RunTally {
            metrics: view.metrics.iter().map(|held| held.map(tally)).collect(),
            joint: view.joint.iter().map(|joint| self.joints[*joint].clone()).collect(),
            correlations: view.checks.iter().map(|check| self.correlations[*check]).collect(),
            averages: view.averages.iter().map(|average| self.averages[*average].clone()).collect(),
        }
    }
}

/// Every counted column, with nothing counted yet.
fn spreads(assembly: &Assembly, scales: &Scales) -> Vec<Spread> {
    let of = |((scale, atoms), counted): ((&Scale, &Atoms), &Counted)| {
        Spread::new(*scale).with(atoms.clone(), assembly.jumps[counted.node.index()])
    };
    scales.spreads.iter().zip(&scales.atoms).zip(&assembly.spreads.all).map(of).collect()
}

/// Counts the blocks of one thread.
pub(super) struct Counter<'a> {
    assembly: &'a Assembly,
    /// For each counted column what it is held against.
    held: Vec<Vec<usize>>,
    spreads: Vec<Spread>,
    against: Vec<Against>,
    /// What is counted besides; its spreads and targets stand above while there is one owner.
    others: PlanCounts,
    pending: Vec<Pending>,
    /// By what is held: the trials of this block that meet it.
    met: Vec<Meeting>,
    /// Of the policies over one period.
    together: Vec<Meeting>,
    block: u64,
    n: usize,
}

impl<'a> Counter<'a> {
    pub(super) fn new(assembly: &'a Assembly, scales: &Scales) -> Self {
        let mut held = vec![Vec::new(); assembly.spreads.all.len()];
        assembly.against.all.iter().enumerate().for_each(|(h, against)| held[against.spread].push(h));
        Self {
            assembly,
            held,
            spreads: spreads(assembly, scales),
            against: assembly.against.all.iter().map(|held| Against::new(held.target.0)).collect(),
            others: PlanCounts::besides(assembly, scales),
            pending: assembly.spreads.all.iter().map(|_| Pending::default()).collect(),
            met: vec![Meeting::default(); assembly.against.all.len()],
            together: Vec::with_capacity(assembly.joints.all.iter().map(Vec::len).max().unwrap_or(0)),
            block: 0,
            n: 0,
        }
    }

    /// Sets which block is counted next, of `n` trials.
    pub(super) fn begin(&mut self, block: u64, n: usize) {
        (self.block, self.n) = (block, n);
    }

    /// Counts what the block's columns give only together.
    pub(super) fn end(&mut self) {
        let Self { together, met, n, .. } = self;
        for (members, tally) in self.assembly.joints.all.iter().zip(&mut self.others.joints) {
            together.clear();
            together.extend(members.iter().map(|member| match member {
                Together::Held(held) => met[*held],
                Together::Certain(is_met) => Meeting::certain(*is_met, *n),
            }));
            tally.add_block(together, *n);
        }
    }

    /// Everything counted.
    pub(super) fn finish(mut self) -> PlanCounts {
        self.spreads.iter_mut().zip(&mut self.pending).for_each(|(spread, pending)| spread.finish(pending));
        let (spreads, against) = (self.spreads.into_iter().map(Arc::new), self.against.into_iter().map(Arc::new));
        PlanCounts { spreads: spreads.collect(), against: against.collect(), ..self.others }
    }
}

impl Sink for Counter<'_> {
    fn count(&mut self, spread: usize, values: &[f64]) {
        let counted = &mut self.spreads[spread];
        let Some((&first, others)) = self.held[spread].split_first() else { return };
        let target = self.against[first].target();
        let short = counted.add_block(values, self.block, target, &mut self.pending[spread]);
        self.met[first] = self.against[first].add_short(values, self.block, short);
        for &held in others {
            self.met[held] = self.against[held].add_block(values, self.block, counted.scale());
        }
    }

    fn average(&mut self, average: usize, values: &[f64]) {
        self.others.averages[average].add_block(values);
    }

    fn correlate(&mut self, check: usize, which: usize, sums: CorrelationSums) {
        self.others.correlations[check][which].add(&sums, self.n as u64);
    }
}

impl JointTally {
    fn new(policies: usize) -> Self {
        Self { met: vec![0; policies + 1], fails: vec![vec![0; policies]; policies], ..Self::default() }
    }

    fn bytes(policies: usize) -> usize {
        size_of::<Self>() + (policies + 1 + policies * policies) * size_of::<u64>() + policies * size_of::<Vec<u64>>()
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
