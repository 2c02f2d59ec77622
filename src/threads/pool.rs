//! Threads of rayon.

use super::NoThreads;
use crate::lang::Text;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::error::Error as _;
use std::io;
use std::ops::Range;

/// Threads that were started.
#[derive(Debug)]
pub(super) struct Pool(ThreadPool);

impl Pool {
    /// Nothing for one thread, which is the calling one.
    pub(super) fn start(threads: usize) -> Result<Option<Self>, NoThreads> {
        let start = || ThreadPoolBuilder::new().num_threads(threads).build().map(Self);
        (threads > 1).then(start).transpose().map_err(|error| why(&error))
    }

    pub(super) fn each<T: Send>(&self, work: &(impl Fn() -> T + Sync)) -> Vec<T> {
        self.0.broadcast(|_| work())
    }

    pub(super) fn map<S, T: Send>(
        &self,
        range: Range<u64>,
        state: impl Fn() -> S + Sync + Send,
        of: impl Fn(&mut S, u64) -> T + Sync + Send,
    ) -> Vec<T> {
        self.0.install(|| range.into_par_iter().map_init(state, of).collect())
    }
}

fn why(error: &ThreadPoolBuildError) -> NoThreads {
    match error.source().and_then(|reason| reason.downcast_ref::<io::Error>()) {
        Some(reason) => reason.into(),
        None => NoThreads(Text::same(error.to_string())),
    }
}

/// How many threads there can be of those asked for: 0 asks for one a core.
pub fn possible(asked: usize) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    }
}

/// Two pieces of work, side by side.
pub fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(a, b)
}
