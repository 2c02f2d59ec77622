//! What is to be done about each member of a set: what the store has is skipped, what is twice in a folder is not run.

use super::Job;
use crate::batch::store::{KnownScenario, Status, Task};
use crate::engine::{EngineError, Progress};
use crate::threads::Threads;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

/// What is to be done about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It was not chosen.
    NotChosen,
    /// The store has its results.
    Same,
    /// It is to be run.
    Ready,
    /// An earlier member is the same scenario.
    Twin(usize),
}

impl Found {
    pub(super) fn task(self) -> Task {
        match self {
            Self::NotChosen => Task::Leave,
            Self::Same => Task::Skip,
            Self::Ready | Self::Twin(_) => Task::Run,
        }
    }
}

/// What a store held of the chosen members before a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Done, and as they are asked for now: they are skipped.
    pub same: usize,
    /// Done, but changed since, or with other settings.
    pub changed: usize,
    /// Failed.
    pub failed: usize,
    /// Not there, or pending.
    pub new: usize,
}

/// Looks at every chosen member.
pub(super) fn survey(
    job: &Job,
    known: &HashMap<String, KnownScenario>,
    threads: usize,
    progress: &Progress,
) -> Result<Vec<Found>, EngineError> {
    // A folder can hold one scenario under two names; in a sweep two settings may well come to the same.
    let is_listed = job.set.factors.is_empty();
    let look = |member: usize| {
        let known = known.get(&job.set.members[member].name);
        let wanted = job.chosen[member] && (is_listed || known.is_some_and(|k| k.same.is_some()));
        if wanted && !progress.stop.load(Ordering::Relaxed) { digest(job, member) } else { None }
    };
    let members = 0..job.set.members.len() as u64;
    let digests =
        Threads::start(threads).map_err(EngineError::from)?.map(members, || (), |(), member| look(member as usize));
    let mut first: HashMap<&str, usize> = HashMap::new();
    let found = digests.iter().enumerate().map(|(member, digest)| {
        let Some(digest) = digest.as_deref() else {
            return if job.chosen[member] { Found::Ready } else { Found::NotChosen };
        };
        let earliest = *first.entry(digest).or_insert(member);
        let same = known.get(&job.set.members[member].name).and_then(|k| k.same.as_deref());
        match (is_listed && earliest != member, same == Some(digest)) {
            (true, _) => Found::Twin(earliest),
            (false, true) => Found::Same,
            (false, false) => Found::Ready,
        }
    });
    Ok(found.collect())
}

/// The digest of a member; nothing where it cannot be read, which is told when it is its turn.
fn digest(job: &Job, member: usize) -> Option<String> {
    let read = || job.document(member).ok().map(|document| document.digest());
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// What the store had of the chosen ones.
pub(super) fn before(job: &Job, known: &HashMap<String, KnownScenario>, found: &[Found]) -> Before {
    let mut before = Before::default();
    for (member, found) in found.iter().enumerate().filter(|(_, f)| **f != Found::NotChosen) {
        let status = known.get(&job.set.members[member].name).map(|k| k.status);
        match (found, status) {
            (Found::Same, _) => before.same += 1,
            (_, Some(Status::Done)) => before.changed += 1,
            (_, Some(Status::Failed)) => before.failed += 1,
            _ => before.new += 1,
        }
    }
    before
}
