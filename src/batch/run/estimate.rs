//! What a run would take, measured on its first scenarios with a few trials.

use super::survey::Found;
use super::{Job, room, wave_length};
use crate::engine::{EngineError, Progress, Settings};
use crate::model::Model;
use crate::outcome::{Request, Results, memory_wanted_in_a_set, simulate_together};
use crate::scenario::Document;
use crate::vector::BLOCK;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How many scenarios are measured at most.
const MEASURED: usize = 8;
/// With how many blocks of trials at most, and how many of them tell what a scenario costs before its first trial.
const BLOCKS: u64 = 8;
const FEW_BLOCKS: u64 = 1;
/// Roughly what a result and a scenario take in the store, in bytes.
const BYTES_OF_RESULT: usize = 450;
const BYTES_OF_SCENARIO: usize = 2000;
const BYTES_OF_PART: usize = 32;

/// About what a run takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Time on the threads asked for.
    pub time: Duration,
    /// What it adds to the store, in bytes.
    pub bytes: u64,
}

/// About what it takes to run what is ready, or why it cannot be run; nothing where nothing is, or nothing of it can be read.
pub(super) fn estimate(job: &Job, found: &[Found], threads: usize) -> Option<Result<Estimate, EngineError>> {
    let ready: Vec<usize> = (0..found.len()).filter(|m| found[*m] == Found::Ready).collect();
    let together = wave_length(ready.len(), threads).min(MEASURED);
    let begun = Instant::now();
    let read: Vec<(Document, Model)> = ready.iter().filter_map(|m| checked(job, *m)).take(together).collect();
    let reading = begun.elapsed().as_secs_f64() / read.len().max(1) as f64;
    let mut pairs: Vec<(&Document, &Model)> = read.iter().map(|(d, m)| (d, m)).collect();
    loop {
        match measured(job, &pairs) {
            // As a wave is, it is halved until it fits in the memory.
            Err(EngineError::Memory(_)) if pairs.len() > 1 => pairs.truncate(pairs.len().div_ceil(2)),
            Err(error) => return Some(Err(error)),
            Ok(None) => return None,
            Ok(Some((simulating, bytes))) => {
                let each = reading + simulating;
                let time = Duration::try_from_secs_f64(each * ready.len() as f64 / threads.max(1) as f64).ok()?;
                return Some(Ok(Estimate { time, bytes: ready.len() as u64 * bytes }));
            }
        }
    }
}

/// The seconds that one of some scenarios takes on one thread, and the bytes that it takes in the store; nothing of none.
fn measured(job: &Job, pairs: &[(&Document, &Model)]) -> Result<Option<(f64, u64)>, EngineError> {
    let trials = job.request.settings.trials;
    let (few, many) = (trials.min(FEW_BLOCKS * BLOCK as u64), trials.min(BLOCKS * BLOCK as u64));
    let (short, results) = timed(job, pairs, few)?;
    let long = if many > few { timed(job, pairs, many)?.0 } else { short };
    let of_trials =
        if many > few { (long - short).max(0.0) * (trials - few) as f64 / (many - few) as f64 } else { 0.0 };
    let each = (short + of_trials) / pairs.len().max(1) as f64;
    Ok(results.first().map(|first| (each, bytes(first, trials) as u64)))
}

/// On how many threads a batch runs, by the memory that its first scenario takes, of as many as are asked for. One that takes
/// more is told where it is simulated.
pub(super) fn threads(job: &Job) -> usize {
    let settings = &job.request.settings;
    let asked = settings.threads_asked();
    if settings.memory.is_none() {
        return asked;
    }
    let mut chosen = (0..job.chosen.len()).filter(|member| job.chosen[*member]).take(MEASURED);
    let first = chosen.find_map(|member| checked(job, member));
    first.map_or(asked, |(_, model)| room::threads(settings, memory_wanted_in_a_set(&model, &job.request), asked))
}

fn checked(job: &Job, member: usize) -> Option<(Document, Model)> {
    let read = || {
        let document = job.document(member).ok()?;
        let model = Model::read(&document).ok()?;
        Some((document, model))
    };
    // What breaks down is told where it is simulated.
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// The seconds that some trials of these scenarios take on one thread, and their results.
fn timed(job: &Job, pairs: &[(&Document, &Model)], trials: u64) -> Result<(f64, Vec<Results>), EngineError> {
    let request = Request { settings: Settings { trials, threads: 1, ..job.request.settings }, ..job.request };
    let begun = Instant::now();
    let results = simulate_together(pairs, &request, &Progress::default())?;
    Ok((begun.elapsed().as_secs_f64(), results))
}

fn bytes(results: &Results, trials: u64) -> usize {
    let parts = trials.div_ceil(BLOCK as u64).min(crate::stats::PARTS as u64) as usize;
    let with_parts = results.results.iter().filter(|e| !e.parts.is_empty()).count();
    BYTES_OF_SCENARIO + results.results.len() * BYTES_OF_RESULT + with_parts * parts * BYTES_OF_PART
}
