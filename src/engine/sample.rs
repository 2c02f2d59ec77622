//! A run simulated again for what it counted: the effect of every trial, where the run itself keeps counts alone.

use super::block::Sink;
use super::error::EngineError;
use super::run::{Progress, Settings, Simulation};
use crate::plan::Plan;
use crate::stats::CorrelationSums;
use crate::threads::Threads;
use crate::vector::BLOCK;
use std::ops::Range;
use std::sync::atomic::Ordering;

/// A metric that is wanted: the position of its plan among those that are simulated, and its own among those of the plan.
pub type Wanted = (usize, usize);

/// The effects of the metrics that are wanted in some trials that follow one another.
#[derive(Debug)]
pub struct Sampled {
    /// The first trial, from 0.
    pub first: u64,
    /// By block, how many trials it has, and the columns of all metrics one behind the other.
    blocks: Vec<(usize, Vec<f64>)>,
}

impl Sampled {
    /// How many trials there are.
    pub fn trials(&self) -> usize {
        self.blocks.iter().map(|(n, _)| n).sum()
    }

    /// The effects of a metric by its position among those that are wanted, trial by trial: a slice a block.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &[f64]> {
        self.blocks.iter().map(move |(n, columns)| &columns[column * n..(column + 1) * n])
    }
}

/// Simulates `settings.trials` trials of some plans and hands the effects of the metrics that are `wanted` to `take`: `at_once`
/// blocks at a time, in the order of the trials. They are to the last bit what a run of these plans counts. A precision is not
/// asked for: where a run had one, the trials are those that it came to. The memory that is held is that of a run and of
/// `at_once` blocks, however many trials there are.
///
/// `Ok(Ok(true))` is that all was handed over, `Ok(Ok(false))` that `progress` was told to stop before, `Ok(Err(_))` that `take`
/// failed, with its error.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub fn sample<E>(
    plans: &[&Plan],
    wanted: &[Wanted],
    settings: &Settings,
    at_once: u64,
    progress: &Progress,
    mut take: impl FnMut(&Sampled) -> Result<(), E>,
) -> Result<Result<bool, E>, EngineError> {
    let simulation = Simulation::of(plans, settings)?;
    let sampler = Sampler::new(&simulation, plans, wanted);
    let threads = simulation.start(progress)?;
    let blocks = settings.trials.div_ceil(BLOCK as u64);
    for first in (0..blocks).step_by(at_once.max(1) as usize) {
        let blocks = first..blocks.min(first + at_once.max(1));
        let blocks = sampler.blocks(&threads, blocks, settings);
        if progress.stop.load(Ordering::Relaxed) {
            return Ok(Ok(false));
        }
        let sampled = Sampled { first: first * BLOCK as u64, blocks };
        if let Err(error) = take(&sampled) {
            return Ok(Err(error));
        }
        progress.done.fetch_add(sampled.trials() as u64, Ordering::Relaxed);
    }
    Ok(Ok(true))
}

/// Where the columns that are wanted come from.
struct Sampler<'s> {
    simulation: &'s Simulation<'s>,
    /// By counted column, at which places among those that are wanted its metrics stand: several may count the same one.
    places: Vec<Vec<usize>>,
    /// By place, the value of a metric that is certain and so counted nowhere.
    certain: Vec<Option<f64>>,
}

impl<'s> Sampler<'s> {
    fn new(simulation: &'s Simulation<'s>, plans: &[&Plan], wanted: &[Wanted]) -> Self {
        let assembly = &simulation.assembly;
        let (mut places, mut certain) = (vec![Vec::new(); assembly.spreads.all.len()], Vec::new());
        for (place, &(plan, metric)) in wanted.iter().enumerate() {
            match assembly.views[plan].metrics[metric] {
                Some(held) => {
                    places[assembly.against.all[held].spread].push(place);
                    certain.push(None);
                }
                None => certain.push(Some(plans[plan].metrics[metric].sum.constant)),
            }
        }
        Self { simulation, places, certain }
    }

    fn blocks(&self, threads: &Threads, blocks: Range<u64>, settings: &Settings) -> Vec<(usize, Vec<f64>)> {
        let block = |workspace: &mut _, block: u64| {
            let n = (settings.trials - block * BLOCK as u64).min(BLOCK as u64) as usize;
            let mut columns = vec![0.0; n * self.certain.len()];
            for (column, certain) in columns.chunks_exact_mut(n).zip(&self.certain) {
                column.fill(certain.unwrap_or(0.0));
            }
            let mut keeper = Keeper { places: &self.places, n, columns: &mut columns };
            self.simulation.block(workspace, block, n, &mut keeper);
            (n, columns)
        };
        threads.map(blocks, || self.simulation.workspace(), block)
    }
}

/// Copies the columns of one block that are wanted to their places, in the stead of counting them.
struct Keeper<'a> {
    places: &'a [Vec<usize>],
    n: usize,
    columns: &'a mut [f64],
}

impl Sink for Keeper<'_> {
    fn count(&mut self, spread: usize, values: &[f64]) {
        for place in &self.places[spread] {
            self.columns[place * self.n..(place + 1) * self.n].copy_from_slice(values);
        }
    }

    fn average(&mut self, _: usize, _: &[f64]) {}

    fn correlate(&mut self, _: usize, _: usize, _: CorrelationSums) {}
}
