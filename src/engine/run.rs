//! The run: blocks handed out to threads one by one, counted by each thread for itself, merged exactly.

use super::assemble::Assembly;
use super::block::{Sink, Workspace};
use super::draw::{DrawnBlock, Sampling};
use super::error::EngineError;
use super::memory::{Memory, Need};
use super::precision::{Attained, Looks, Precision};
use super::program::Program;
use super::schedule::schedule;
use super::sources::Sources;
use super::tally::{Counter, Pilot, PlanCounts, RunTally, Scales};
use crate::plan::Plan;
use crate::threads::{self, Threads};
use crate::vector::BLOCK;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

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
    /// The most threads; 0 is one a core.
    pub threads: usize,
    /// The memory that the run may take; nothing is as much as it likes. Threads that do not fit in it are left
    /// out, and the results are the same bits.
    pub memory: Option<Memory>,
}

impl Settings {
    /// The threads asked for, as a number above 0.
    pub fn threads_asked(&self) -> usize {
        threads::possible(self.threads)
    }
}

/// How far a run has come, and whether it should stop. Shared with whoever watches it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Trials done.
    pub done: AtomicU64,
    /// Set to stop the run at the end of the blocks under way.
    pub stop: AtomicBool,
    /// The threads that the run has, once it has begun: fewer than asked for where memory is short.
    pub threads: AtomicUsize,
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
/// Threads cannot be started, or the memory does not suffice for one.
pub fn run(plan: &Plan, settings: &Settings, progress: &Progress) -> Result<Run, EngineError> {
    let simulation = Simulation::of(&[plan], settings)?;
    let blocks = settings.trials.div_ceil(BLOCK as u64);
    let threads = simulation.start(progress)?;
    let mut looks = settings.precision.map(Looks::new);
    let (mut total, mut first) = (None, 0);
    while first < blocks {
        let until = looks.as_ref().map_or(blocks, |looks| looks.next().min(blocks));
        first = simulation.on_threads(&threads, first..until, progress, &mut total);
        let suffices = |counts| looks.as_mut().is_some_and(|looks| looks.suffice(plan, &simulation.tally(0, counts)));
        if first < until || total.as_ref().is_some_and(suffices) {
            break;
        }
    }
    let total = total.unwrap_or_else(|| simulation.nothing());
    let tally = simulation.tally(0, &total);
    let precision = looks.map(|looks| looks.attained(plan, &tally));
    Ok(Run { tally, trials: (first * BLOCK as u64).min(settings.trials), precision })
}

/// Simulates the first `settings.trials` trials of several plans at once, on one thread or more. Draws, streams, effects
/// and counts that plans have in common are worked out once; each plan has the run, to the last bit, that it has when
/// it is run alone. A precision is not asked for.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub fn run_together(plans: &[&Plan], settings: &Settings, progress: &Progress) -> Result<Vec<Run>, EngineError> {
    let simulation = Simulation::of(plans, settings)?;
    let blocks = settings.trials.div_ceil(BLOCK as u64);
    let mut total = None;
    let threads = simulation.start(progress)?;
    let done = simulation.on_threads(&threads, 0..blocks, progress, &mut total);
    let total = total.unwrap_or_else(|| simulation.nothing());
    let trials = (done * BLOCK as u64).min(settings.trials);
    let of = |plan| Run { tally: simulation.tally(plan, &total), trials, precision: None };
    Ok((0..plans.len()).map(of).collect())
}

/// Simulates some blocks of a run on the calling thread: one shard, to be merged with the others. Whether all shards
/// together are as precise as was asked is not its to know; nor is how much memory there is.
pub fn simulate_blocks(plan: &Plan, settings: &Settings, blocks: Range<u64>) -> RunTally {
    let simulation = Simulation::made(&[plan], settings).piloted();
    let counts = simulation.on_this_thread(&AtomicU64::new(blocks.start), blocks.end, &Progress::default());
    simulation.tally(0, &counts)
}

/// The bytes that [`run_together`] takes on one thread, about: what [`Settings::memory`] is held against.
pub fn memory_wanted(plans: &[&Plan], settings: &Settings) -> u64 {
    Simulation::made(plans, settings).need().on_one_thread()
}

/// Some plans made ready to be simulated.
pub(super) struct Simulation<'s> {
    settings: &'s Settings,
    threads: usize,
    pub(super) assembly: Assembly,
    sources: Sources,
    program: Program,
    scales: Scales,
}

impl<'s> Simulation<'s> {
    /// Made ready, if the memory suffices.
    pub(super) fn of(plans: &[&Plan], settings: &'s Settings) -> Result<Self, EngineError> {
        let made = Self::made(plans, settings);
        let threads = made.need().threads(settings)?;
        Ok(Self { threads, ..made }.piloted())
    }

    /// All but where columns lie.
    fn made(plans: &[&Plan], settings: &'s Settings) -> Self {
        let mut sources = Sources::new(settings.seed);
        let assembly = Assembly::of(plans, &mut sources);
        let program = schedule(&assembly);
        let scales = Scales::unknown(&assembly);
        Self { settings, threads: 1, assembly, sources, program, scales }
    }

    fn need(&self) -> Need {
        Need::of(&self.assembly, &self.program, self.settings)
    }

    fn piloted(self) -> Self {
        Self { scales: self.pilot(), ..self }
    }

    /// The threads of a run.
    pub(super) fn start(&self, progress: &Progress) -> Result<Threads, EngineError> {
        if self.settings.trials == 0 {
            return Ok(Threads::CALLING);
        }
        progress.threads.store(self.threads, Ordering::Relaxed);
        Ok(Threads::start(self.threads)?)
    }

    /// Where each counted column lies, from the first block: the same for every shard of a run.
    fn pilot(&self) -> Scales {
        let mut pilot = Pilot { assembly: &self.assembly, scales: self.scales.clone() };
        self.block(&mut Workspace::new(&self.program), 0, BLOCK, &mut pilot);
        pilot.scales
    }

    /// Simulates one block of `n` trials.
    pub(super) fn block(&self, workspace: &mut Workspace, block: u64, n: usize, sink: &mut impl Sink) {
        let place = DrawnBlock { block, n, sampling: self.settings.sampling };
        workspace.simulate(&self.program, &self.sources, place, sink);
    }

    pub(super) fn workspace(&self) -> Workspace {
        Workspace::new(&self.program)
    }

    /// Simulates the blocks before `until` that `next` hands out. A block that was handed out is finished, so that
    /// what an interruption leaves has no gap.
    fn on_this_thread(&self, next: &AtomicU64, until: u64, progress: &Progress) -> PlanCounts {
        let (mut workspace, mut counter) = (self.workspace(), Counter::new(&self.assembly, &self.scales));
        while !progress.stop.load(Ordering::Relaxed) {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= until {
                break;
            }
            let n = (self.settings.trials - block * BLOCK as u64).min(BLOCK as u64);
            counter.begin(block, n as usize);
            self.block(&mut workspace, block, n as usize, &mut counter);
            counter.end();
            progress.done.fetch_add(n, Ordering::Relaxed);
        }
        counter.finish()
    }

    /// Simulates some blocks on all threads, or on this one, and adds what they count to the total; returns the first block not done.
    fn on_threads(
        &self,
        threads: &Threads,
        blocks: Range<u64>,
        progress: &Progress,
        total: &mut Option<PlanCounts>,
    ) -> u64 {
        let next = AtomicU64::new(blocks.start);
        let work = || self.on_this_thread(&next, blocks.end, progress);
        // The first part becomes the total: histograms are large.
        for part in threads.each(work) {
            match total {
                Some(total) => total.merge(&part),
                None => *total = Some(part),
            }
        }
        next.into_inner().min(blocks.end)
    }

    fn nothing(&self) -> PlanCounts {
        PlanCounts::new(&self.assembly, &self.scales)
    }

    /// What was counted of one of the plans.
    fn tally(&self, plan: usize, counts: &PlanCounts) -> RunTally {
        counts.of(&self.assembly, &self.assembly.views[plan])
    }
}
