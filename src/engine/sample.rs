//! What every trial gives: the columns that statistics are counted from, handed over some blocks at a time in their order.

use super::block::Sink;
use super::error::EngineError;
use super::run::{Progress, Settings, Simulation};
use crate::plan::Plan;
use crate::stats::CorrelationSums;
use crate::threads::Threads;
use crate::vector::BLOCK;
use std::ops::Range;
use std::sync::atomic::Ordering;

/// A metric of one of some plans: positions of both.
pub type Wanted = (usize, usize);

/// The effects of some metrics over some trials.
#[derive(Debug)]
pub struct Sampled {
    /// The first trial, from 0.
    pub first: u64,
    /// By block, its trials and every column one after the other.
    blocks: Vec<(usize, Vec<f64>)>,
}

impl Sampled {
    /// How many trials there are.
    pub fn trials(&self) -> usize {
        self.blocks.iter().map(|(n, _)| n).sum()
    }

    /// The effects of a metric, trial by trial, in pieces.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &[f64]> {
        self.blocks.iter().map(move |(n, columns)| &columns[column * n..(column + 1) * n])
    }
}

/// Simulates the first `settings.trials` trials of some plans once more, and hands the effects of the metrics that are wanted to
/// `take`, `at_once` blocks at a time in the order of the trials: to the last bit what a run of these plans counts. Returns
/// whether all of it was handed over; an interruption or an error of `take` ends it before.
///
/// # Errors
/// Threads cannot be started, or memory is short; inside, that of `take`.
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
    /// By counted column the places that it is wanted in.
    places: Vec<Vec<usize>>,
    /// By place the value of what is certain.
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

/// Keeps the columns that are wanted of one block.
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
