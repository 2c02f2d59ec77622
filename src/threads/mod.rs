//! Work on several threads, or on the calling one: the only place that knows how threads are started. Without the feature
//! `threads` all work is done on the calling one. No result depends on it.

#[cfg_attr(not(feature = "threads"), path = "none.rs")]
mod pool;

pub use pool::{both, possible};

use crate::files;
use crate::lang::Text;
use pool::Pool;
use std::io;
use std::ops::Range;

/// The threads of a piece of work.
#[derive(Debug)]
pub struct Threads(Option<Pool>);

/// Threads that cannot be started, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot start threads ({})", .0.en)]
pub struct NoThreads(pub Text);

impl From<&io::Error> for NoThreads {
    fn from(error: &io::Error) -> Self {
        Self(files::why(error))
    }
}

impl Threads {
    /// The calling thread alone.
    pub const CALLING: Self = Self(None);

    /// So many threads; for one nothing is started, it is the calling one.
    ///
    /// # Errors
    /// The operating system starts no threads.
    pub fn start(threads: usize) -> Result<Self, NoThreads> {
        Pool::start(possible(threads)).map(Self)
    }

    /// The same work on each thread; what each of them gives.
    pub fn each<T: Send>(&self, work: impl Fn() -> T + Sync) -> Vec<T> {
        self.0.as_ref().map_or_else(|| vec![work()], |pool| pool.each(&work))
    }

    /// What `of` gives of each number of a range, in its order. Each thread begins with a state of its own.
    pub fn map<S, T: Send>(
        &self,
        range: Range<u64>,
        state: impl Fn() -> S + Sync + Send,
        of: impl Fn(&mut S, u64) -> T + Sync + Send,
    ) -> Vec<T> {
        match &self.0 {
            Some(pool) => pool.map(range, state, of),
            None => {
                let mut state = state();
                range.map(|number| of(&mut state, number)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_their_order_whatever_the_threads() {
        let squares: Vec<u64> = (3..200).map(|n| n * n).collect();
        for threads in [1, 2, 5] {
            let threads = Threads::start(threads).expect("threads");
            assert_eq!(threads.map(3..200, || (), |(), n| n * n), squares);
        }
    }

    #[test]
    fn each_thread_works_once() {
        for asked in [1, 3] {
            assert_eq!(Threads::start(asked).expect("threads").each(|| 7), vec![7; possible(asked)]);
        }
    }
}
