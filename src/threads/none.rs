//! No threads but the calling one.

use super::NoThreads;
use std::ops::Range;

/// What is never started.
#[derive(Debug)]
pub(super) enum Pool {}

impl Pool {
    #[allow(clippy::unnecessary_wraps, reason = "it has the shape of its namesake that can fail")]
    pub(super) fn start(_: usize) -> Result<Option<Self>, NoThreads> {
        Ok(None)
    }

    pub(super) fn each<T>(&self, _: &impl Fn() -> T) -> Vec<T> {
        match *self {}
    }

    pub(super) fn map<S, T>(&self, _: Range<u64>, _: impl Fn() -> S, _: impl Fn(&mut S, u64) -> T) -> Vec<T> {
        match *self {}
    }
}

/// How many threads there can be of those asked for: the calling one.
pub fn possible(_: usize) -> usize {
    1
}

/// Two pieces of work, one after the other.
pub fn both<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}
