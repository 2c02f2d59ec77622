//! What every trial of a run gives, as one Parquet file for other programs: the effects that the statistics were counted from.

mod columns;
mod parquet;

use crate::engine::{EngineError, Progress, Settings, sample};
use crate::files::{self, Whole};
use crate::lang::Text;
use crate::model::Model;
use crate::outcome::Outcome;
use columns::Columns;
use std::path::{Path, PathBuf};

/// What the effects of a trial are told by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SamplesOf {
    /// Policy (and total) and fiscal year, on the plan's counting basis.
    #[default]
    Years,
    /// Policy (and total) and period: years, plan period, editions, each on its basis.
    Periods,
    /// Policy, initiative and fiscal year, on the plan's counting basis.
    Initiatives,
}

/// Samples that could not be written. Whatever stood in their place is untouched.
#[derive(Debug, thiserror::Error)]
pub enum SamplesError {
    /// The simulation did not begin.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The file cannot be written.
    #[error("{}", files::unwritable(.path, .why).en)]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: Text,
    },
}

/// How many rows are held and written together, about.
const ROWS_OF_GROUP: u64 = 1 << 20;
/// The fewest blocks that are simulated together, whatever rows they give.
const FEWEST_BLOCKS: u64 = 4;

/// Simulates the trials of an outcome once more and writes their effects, in the order of the trials. Memory does not grow with
/// the trials; the bytes do not depend on the threads. The file appears whole or not at all.
///
/// # Errors
/// See [`SamplesError`].
pub fn write(
    model: &Model,
    outcome: &Outcome,
    threads: usize,
    of: SamplesOf,
    out: &Path,
    progress: &Progress,
) -> Result<(), SamplesError> {
    let p = &outcome.provenance;
    let settings =
        Settings { trials: p.trials, precision: None, seed: p.seed, sampling: p.sampling, threads, memory: None };
    let failed = |why: Text| SamplesError::Unwritable { path: out.to_owned(), why };
    let columns = Columns::of(model, of);
    let whole = Whole::begin(out).map_err(|e| failed(files::why(&e)))?;
    let handle = whole.file().try_clone().map_err(|e| failed(files::why(&e)))?;
    let mut file = parquet::File::new(handle, of, outcome).map_err(|e| failed(parquet::why(e)))?;
    let rows_of_block = crate::vector::BLOCK as u64 * columns.all.len().max(1) as u64;
    let at_once = (ROWS_OF_GROUP / rows_of_block).max(FEWEST_BLOCKS);
    let taken =
        sample(&columns.plans(), &columns.wanted, &settings, at_once, progress, |sampled| file.add(&columns, sampled))?;
    if !taken.map_err(|e| failed(parquet::why(e)))? {
        return Err(SamplesError::Interrupted);
    }
    file.end().map_err(|e| failed(parquet::why(e)))?;
    whole.finish().map_err(|e| failed(files::why(&e)))
}
