//! How the waves of a batch share the memory that there is.

use crate::engine::{Memory, Settings};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};

/// The memory of a batch.
pub(super) struct Room {
    all: Option<Memory>,
    /// What each of the waves under way may take.
    share: Option<Memory>,
    /// The most scenarios of a wave that are simulated together.
    longest: AtomicUsize,
    /// Held by waves that keep to their share; taken whole by a scenario that does not fit in it.
    shared: RwLock<()>,
    /// How many scenarios needed all of it.
    alone: AtomicUsize,
}

impl Room {
    /// Shared among so many threads, each with a wave; one that is alone is the calling thread.
    pub(super) fn new(settings: &Settings, threads: usize) -> Self {
        let share = |memory: Memory| {
            let bytes = memory.bytes / threads.max(1) as u64;
            let of_thread = if threads > 1 { memory.a_thread } else { 0 };
            Memory { bytes: bytes.saturating_sub(of_thread), ..memory }
        };
        Self {
            all: settings.memory,
            share: settings.memory.map(share),
            longest: AtomicUsize::new(usize::MAX),
            shared: RwLock::new(()),
            alone: AtomicUsize::new(0),
        }
    }

    /// Does work in the memory that a wave may take.
    pub(super) fn shared<T>(&self, work: impl FnOnce(Option<Memory>) -> T) -> T {
        let _shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        work(self.share)
    }

    /// Does work in all the memory that there is, while no other wave is simulated.
    pub(super) fn alone<T>(&self, work: impl FnOnce(Option<Memory>) -> T) -> T {
        let _alone = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        self.alone.fetch_add(1, Ordering::Relaxed);
        work(self.all)
    }

    /// Whether there is more than the share of a wave.
    pub(super) fn is_shared(&self) -> bool {
        self.share != self.all
    }

    /// How many scenarios may be simulated together.
    pub(super) fn longest(&self) -> usize {
        self.longest.load(Ordering::Relaxed)
    }

    /// So many scenarios do not fit: from now on half as many are tried.
    pub(super) fn shorten(&self, scenarios: usize) {
        self.longest.fetch_min(scenarios.div_ceil(2), Ordering::Relaxed);
    }

    pub(super) fn needed_alone(&self) -> usize {
        self.alone.load(Ordering::Relaxed)
    }
}

/// How many waves of at least one scenario fit side by side, of as many as are asked for.
pub(super) fn threads(settings: &Settings, wanted: u64, asked: usize) -> usize {
    let Some(Memory { bytes, a_thread }) = settings.memory else { return asked };
    let fit = bytes / (wanted + a_thread).max(1);
    usize::try_from(fit).unwrap_or(usize::MAX).clamp(1, asked.max(1))
}
