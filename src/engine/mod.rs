//! Simulates plans: named counter-based streams, column kernels over blocks, exact merging, rayon.
//!
//! Plans → graph of columns (`assemble`, `graph`) → program of passes over registers (`fusion`, `schedule`, `program`) → blocks (`block`) →
//! counts (`tally`). What plans have in common is one node, one pass and one count.
//!
//! A block's result depends on (plan, seed, sampling, block index) alone. Merging is integer addition, so any split
//! of the blocks over threads, shards or machines gives the same bits.

mod assemble;
mod block;
mod draw;
mod error;
mod explain;
mod fusion;
mod graph;
mod kernels;
mod memory;
mod precision;
mod program;
mod run;
mod sample;
mod schedule;
mod sources;
mod stream;
mod tally;

pub use draw::Sampling;
pub use error::{EngineError, Shortage};
pub use explain::{Trace, TraceLine, TracedDraw, trace};
pub use memory::Memory;
pub use precision::{Attained, Criterion, Exactness, Margin, Precision, PrecisionStatistic, Widest};
pub use run::{Progress, Run, Settings, memory_wanted, run, run_together, simulate_blocks};
pub use sample::{Sampled, Wanted, sample};
pub use stream::{Named, RandomStream};
pub use tally::{JointTally, RunTally};
