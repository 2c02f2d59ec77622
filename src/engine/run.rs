//! The run: blocks handed out to threads one by one, counted by each thread for itself, merged exactly.

use super::block::Workspace;
use super::draw::Sampling;
use super::precision::{Attained, Looks, Precision};
use super::sources::Sources;
use super::tally::{Room, RunTally, Scales};
use crate::plan::{Plan, Sum};
use crate::stats::Scale;
use crate::vector::BLOCK;
use rayon::ThreadPoolBuilder;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What is asked of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Trials, at least 1; with a precision the most.
    pub trials: u64,
    /// How exactly the results should be known; then the run ends as soon as they are.
    pub precision: Option<Precision>,
    /// The seed of every stream.
    pub seed: u64,
    /// How draws are spread.
    pub sampling: Sampling,
    /// Threads; 0 is one a core.
    pub threads: usize,
}

/// How far a run has come, and whether it should stop. Shared with whoever watches it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Trials done.
    pub done: AtomicU64,
    /// Set to stop the run at the end of the blocks under way.
    pub stop: AtomicBool,
}

/// What a run gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What was counted.
    pub tally: RunTally,
    /// Trials counted: as many as asked for or needed, or the blocks before an interruption.
    pub trials: u64,
    /// What became of the precision asked for.
    pub precision: Option<Attained>,
}

impl Run {
    /// Whether a precision was asked for and is reached.
    pub fn is_precise(&self) -> bool {
        self.precision.as_ref().is_some_and(Attained::is_reached)
    }
}

/// Simulates the first `settings.trials` trials of a plan, or as many whole blocks as the precision asked for needs.
///
/// # Errors
/// The message of the operating system if threads cannot be started.
pub fn run(plan: &Plan, settings: &Settings, progress: &Progress) -> Result<Run, rayon::ThreadPoolBuildError> {
    let pool = ThreadPoolBuilder::new().num_threads(settings.threads).build()?;
    let sources = Sources::new(plan, settings.seed, settings.sampling);
    let scales = pilot(plan, &sources);
    let blocks = settings.trials.div_ceil(BLOCK as u64);
    // The first part becomes the total: histograms are large.
    let mut total: Option<RunTally> = None;
    let mut looks = settings.precision.map(Looks::new);
    let mut first = 0;
    while first < blocks {
        let until = looks.as_ref().map_or(blocks, |looks| looks.next().min(blocks));
        let next = AtomicU64::new(first);
        let parts = pool.broadcast(|_| {
            let mut worker = Worker::new(plan, &scales);
            // A block that was handed out is finished, so that what an interruption leaves has no gap.
            while !progress.stop.load(Ordering::Relaxed) {
                let block = next.fetch_add(1, Ordering::Relaxed);
                if block >= until {
                    break;
                }
                let done = worker.block(plan, &sources, block, settings.trials);
                progress.done.fetch_add(done, Ordering::Relaxed);
            }
            worker.finish()
        });
        for part in parts {
            match &mut total {
                Some(total) => total.merge(&part),
                None => total = Some(part),
            }
        }
        first = next.into_inner().min(until);
        let suffices = |total| looks.as_mut().is_some_and(|looks| looks.suffice(plan, total));
        if first < until || total.as_ref().is_some_and(suffices) {
            break;
        }
    }
    let total = total.unwrap_or_else(|| RunTally::new(plan, &scales));
    let precision = looks.map(|looks| looks.attained(plan, &total));
    Ok(Run { tally: total, trials: (first * BLOCK as u64).min(settings.trials), precision })
}

/// Simulates some blocks of a run on the calling thread: one shard, to be merged with the others. Whether all shards
/// together are as precise as was asked is not its to know.
pub fn simulate_blocks(plan: &Plan, settings: &Settings, blocks: Range<u64>) -> RunTally {
    let sources = Sources::new(plan, settings.seed, settings.sampling);
    let mut worker = Worker::new(plan, &pilot(plan, &sources));
    for block in blocks {
        worker.block(plan, &sources, block, settings.trials);
    }
    worker.finish()
}

/// Where each metric and averaged column lies, from the first block: the same for every shard of a run.
fn pilot(plan: &Plan, sources: &Sources) -> Scales {
    let mut workspace = Workspace::new(plan);
    workspace.simulate(plan, sources, 0, BLOCK);
    let of_sum = |sum: &Sum| Scale::of_sample(workspace.sum(sum), sum.size);
    let metrics = plan.metrics.iter().map(|metric| &metric.sum).map(of_sum).collect();
    let of_column = |c: &usize| Scale::of_sample(workspace.column(*c), plan.columns[*c].size);
    Scales { metrics, averages: plan.averaged.iter().map(of_column).collect() }
}

struct Worker {
    workspace: Workspace,
    tally: RunTally,
    room: Room,
}

impl Worker {
    fn new(plan: &Plan, scales: &Scales) -> Self {
        Self { workspace: Workspace::new(plan), tally: RunTally::new(plan, scales), room: Room::new(plan) }
    }

    /// Simulates and counts one block of a run of `trials`; returns how many trials that were.
    fn block(&mut self, plan: &Plan, sources: &Sources, block: u64, trials: u64) -> u64 {
        let n = (trials - block * BLOCK as u64).min(BLOCK as u64);
        self.workspace.simulate(plan, sources, block, n as usize);
        self.tally.count(plan, &mut self.workspace, &mut self.room, n as usize);
        n
    }

    fn finish(mut self) -> RunTally {
        self.tally.finish(&mut self.room);
        self.tally
    }
}
