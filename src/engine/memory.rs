//! What a run takes in memory, worked out before it begins: then fewer threads, or none, are started where it would not fit.

use super::assemble::Assembly;
use super::block::Workspace;
use super::error::{EngineError, Shortage};
use super::graph::{Graph, Node};
use super::program::Program;
use super::run::Settings;
use super::tally::PlanCounts;

/// What plans, and what is made of them, take for each node of their graph besides the node itself (measured).
const BYTES_OF_NODE: u64 = 250;

/// The memory that a run may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// In bytes.
    pub bytes: u64,
    /// What of it every thread besides the calling one takes for being there, in bytes.
    pub a_thread: u64,
}

/// Bytes that a run takes at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// Whatever the number of threads: the plans, the program, and counts that those of all threads are added to.
    once: u64,
    /// For each thread: the columns of a block and counts of its own.
    thread: u64,
}

impl Need {
    pub(super) fn of(assembly: &Assembly, program: &Program, settings: &Settings) -> Self {
        let counts = PlanCounts::bytes(assembly);
        // Between two looks the total stands beside the counts of every thread.
        let total = if settings.precision.is_some() { counts } else { 0 };
        Self { once: graph(&assembly.graph) + total, thread: Workspace::bytes(program) + counts }
    }

    /// On how many threads a run fits in the memory that it may take, of as many as are asked for.
    pub(super) fn threads(self, settings: &Settings) -> Result<usize, EngineError> {
        let asked = settings.threads_asked();
        let Some(Memory { bytes, a_thread }) = settings.memory else { return Ok(asked) };
        let wanted = self.on_one_thread();
        if wanted > bytes {
            return Err(EngineError::Memory(Shortage { wanted, there: bytes }));
        }
        let each = (self.thread + a_thread).max(1);
        let fit = usize::try_from((bytes - self.once) / each).unwrap_or(usize::MAX);
        Ok(fit.clamp(1, asked.max(1)))
    }

    pub(super) fn on_one_thread(self) -> u64 {
        self.once + self.thread
    }
}

fn graph(graph: &Graph) -> u64 {
    // Each stands in a list and in a table of what is known, and what it adds up stands in the plan.
    let node = |node: &Node| 3 * node.bytes() + BYTES_OF_NODE;
    graph.nodes.iter().map(node).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Sampling;

    fn fit(threads: usize, memory: Option<Memory>) -> Result<usize, EngineError> {
        let settings = Settings { trials: 1, precision: None, seed: 1, sampling: Sampling::Latin, threads, memory };
        Need { once: 100, thread: 40 }.threads(&settings)
    }

    #[test]
    fn as_many_threads_run_as_fit() {
        let of = |bytes: u64, a_thread: u64| Some(Memory { bytes, a_thread });
        assert_eq!(fit(8, None), Ok(8));
        // 100 once and 40 a thread: 8 take 420, 3 take 220.
        for (bytes, threads) in [(420, 8), (419, 7), (259, 3), (220, 3), (219, 2), (140, 1)] {
            assert_eq!(fit(8, of(bytes, 0)), Ok(threads), "{bytes}");
        }
        // With 60 more for every thread that is started: 100 + 2 · 100; the calling one alone takes 140 as before.
        for (bytes, threads) in [(399, 2), (300, 2), (299, 1), (140, 1)] {
            assert_eq!(fit(8, of(bytes, 60)), Ok(threads), "{bytes}");
        }
        assert_eq!(fit(1, of(u64::MAX, 0)), Ok(1));
        assert_eq!(fit(8, of(139, 0)), Err(EngineError::Memory(Shortage { wanted: 140, there: 139 })));
    }
}
