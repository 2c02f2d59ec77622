//! A set run into its store: scenarios in waves, waves over threads, one writer that says "done" after it has committed.

mod choice;
mod estimate;
mod inputs;
mod room;
mod survey;
mod wave;

pub use choice::Choice;
pub use estimate::Estimate;
pub use inputs::Inputs;
pub use survey::Before;

use super::store::{Ended, KnownScenario, Task, Writer};
use super::{ScenarioSet, Store, StoreError};
use crate::engine::{EngineError, Progress};
use crate::lang::Text;
use crate::outcome::Request;
use crate::scenario::{Document, Problems};
use crate::threads::NoThreads;
use room::Room;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use survey::{Found, before, survey};
use wave::{Work, twin, wave};

/// The most scenarios that share their draws.
const LONGEST_WAVE: usize = 64;

/// As many waves a thread, so that the last ones end at about the same time and results appear early.
const WAVES_A_THREAD: usize = 4;

/// How many failures a summary names; the store has all of them.
const NAMED_FAILURES: usize = 1000;

/// What is asked of a batch.
pub struct Job<'a> {
    /// The set.
    pub set: &'a ScenarioSet,
    /// Where its files are read.
    pub inputs: &'a Inputs,
    /// Problems as they are told to the user.
    pub told: &'a (dyn Fn(&Problems) -> Text + Sync),
    /// Trials, seed, sampling, threads of the whole batch, confidence. A precision is not for sets.
    pub request: Request,
    /// Whether each member is to be run.
    pub chosen: Vec<bool>,
}

impl fmt::Debug for Job<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("set", &self.set).field("request", &self.request).finish_non_exhaustive()
    }
}

impl Job<'_> {
    fn document(&self, member: usize) -> Result<Document, Problems> {
        self.set.document(member, &|name| self.inputs.read(name))
    }

    fn plan_digest(&self) -> Option<&str> {
        self.set.plan().map(|plan| plan.digest.as_str())
    }
}

/// What is at fault where a scenario has no results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The scenario.
    Input,
    /// Something else.
    Other,
}

/// A scenario without results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Its position in the set.
    pub position: usize,
    /// Its name in the set.
    pub name: String,
    /// Everything that is wrong.
    pub message: Text,
}

/// How far a batch has come, in scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchCounts {
    /// Simulated and in the store.
    pub done: usize,
    /// Without results, and said so in the store.
    pub failed: usize,
    /// In the store before.
    pub skipped: usize,
    /// Still to come.
    pub left: usize,
}

/// What is told while a batch runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event<'a> {
    /// The set is written down; scenarios are about to be run.
    Begun(BatchCounts),
    /// A scenario's results are in the store for good.
    Done(&'a str, BatchCounts),
    /// A scenario has no results, and the store says why.
    Failed(&'a str, &'a Text, BatchCounts),
    /// The memory does not suffice for all threads: how many there are, and how many were asked for.
    FewerThreads(usize, usize, BatchCounts),
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// In numbers.
    pub counts: BatchCounts,
    /// The scenarios without results; of very many the first.
    pub failures: Vec<Failed>,
    /// What is at fault, if anything is; where inputs and other things are, the inputs.
    pub fault: Option<Fault>,
    /// Scenarios of the store that are no longer in the set.
    pub others: usize,
    /// Scenarios so large that no other was simulated beside them.
    pub alone: usize,
}

/// What would be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What the store has of the chosen scenarios.
    pub before: Before,
    /// Those that are the same as an earlier one of the set.
    pub twins: usize,
    /// About what it takes; nothing where nothing is to be run, or nothing of it can be read.
    pub estimate: Option<Result<Estimate, EngineError>>,
}

/// A batch that could not be carried on. What was told as done is in the store.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Threads cannot be started.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What a batch would do, without doing it: nothing is written.
///
/// # Errors
/// The store is there and cannot be read, or threads cannot be started.
pub fn plan(job: &Job, store: &Path) -> Result<Planned, BatchError> {
    let known =
        if store.exists() { Store::open_read(store)?.known(&job.request, job.plan_digest())? } else { HashMap::new() };
    let threads = estimate::threads(job);
    let found = survey(job, &known, threads, &Progress::default())?;
    let twins = found.iter().filter(|f| matches!(f, Found::Twin(_))).count();
    let estimate = estimate::estimate(job, &found, threads);
    Ok(Planned { before: before(job, &known, &found), twins, estimate })
}

/// Runs what the store does not have yet. Once `progress.stop` is set, waves under way are dropped; the counts then say
/// what is left.
///
/// # Errors
/// The store cannot be opened or written to, or threads cannot be started.
pub fn run(job: &Job, store: &Path, progress: &Progress, told: &mut dyn FnMut(Event)) -> Result<Summary, BatchError> {
    let mut writer = Writer::open(store)?;
    let known: HashMap<String, KnownScenario> = writer.known(&job.request, job.plan_digest())?;
    let threads = estimate::threads(job);
    let found = survey(job, &known, threads, progress)?;
    drop(known);
    if progress.stop.load(Ordering::Relaxed) {
        // Nothing has been looked at that could be written down.
        writer.close()?;
        let left = job.chosen.iter().filter(|c| **c).count();
        let counts = BatchCounts { left, ..BatchCounts::default() };
        return Ok(Summary { counts, failures: Vec::new(), fault: None, others: 0, alone: 0 });
    }
    let tasks: Vec<Task> = found.iter().map(|f| f.task()).collect();
    let others = writer.begin(job.set, &tasks)?;
    let count = |task: Task| tasks.iter().filter(|t| **t == task).count();
    let counts = BatchCounts { skipped: count(Task::Skip), left: count(Task::Run), ..BatchCounts::default() };
    told(Event::Begun(counts));
    let summary = Summary { counts, failures: Vec::new(), fault: None, others, alone: 0 };
    let mut book = Book { job, writer, summary, told };
    book.twins(&found)?;
    let ready: Vec<usize> = (0..found.len()).filter(|m| found[*m] == Found::Ready).collect();
    let asked = job.request.settings.threads_asked();
    if threads < asked {
        (book.told)(Event::FewerThreads(threads, asked, counts));
    }
    let room = Room::new(&job.request.settings, threads);
    let carried_on = waves(job, &ready, threads, &room, progress, |answers| book.enter(answers));
    book.summary.alone = room.needed_alone();
    let Book { writer, mut summary, .. } = book;
    summary.failures.sort_by_key(|failed| failed.position);
    // A store that could not be written to is left as it is: what was committed is in it and in the log beside it.
    carried_on?;
    writer.close()?;
    Ok(summary)
}

/// Keeps the books: enters answers in the store and then tells them.
struct Book<'a> {
    job: &'a Job<'a>,
    writer: Writer,
    summary: Summary,
    told: &'a mut dyn FnMut(Event),
}

impl Book<'_> {
    fn twins(&mut self, found: &[Found]) -> Result<(), StoreError> {
        let twins = found.iter().enumerate().filter_map(|(member, found)| match found {
            Found::Twin(earlier) => Some(twin(self.job, member, *earlier)),
            _ => None,
        });
        let twins: Vec<wave::Answer> = twins.collect();
        if twins.is_empty() { Ok(()) } else { self.enter(twins) }
    }

    fn enter(&mut self, answers: Vec<wave::Answer>) -> Result<(), StoreError> {
        let faults: Vec<Option<Fault>> = answers.iter().map(|a| a.fault).collect();
        let rows: Vec<(usize, String, Ended)> = answers.into_iter().map(|a| (a.member, a.inputs, a.ended)).collect();
        self.writer.save(&rows)?;
        for ((member, _, ended), fault) in rows.iter().zip(faults) {
            let name = &self.job.set.members[*member].name;
            let summary = &mut self.summary;
            summary.counts.left -= 1;
            if let (Ended::Failed { message, .. }, Some(fault)) = (ended, fault) {
                summary.counts.failed += 1;
                if summary.fault != Some(Fault::Input) {
                    summary.fault = Some(fault);
                }
                if summary.failures.len() < NAMED_FAILURES {
                    let failed = Failed { position: *member, name: name.clone(), message: message.clone() };
                    summary.failures.push(failed);
                }
                (self.told)(Event::Failed(name, message, summary.counts));
            } else {
                summary.counts.done += 1;
                (self.told)(Event::Done(name, summary.counts));
            }
        }
        Ok(())
    }
}

/// How many scenarios are simulated together: few where there are few, so that every thread has some.
fn wave_length(scenarios: usize, threads: usize) -> usize {
    scenarios.div_ceil(threads.max(1) * WAVES_A_THREAD).clamp(1, LONGEST_WAVE)
}

/// Runs waves on threads; `enter` gets their answers on this one. Few answers are ever waiting.
fn waves(
    job: &Job,
    ready: &[usize],
    threads: usize,
    room: &Room,
    progress: &Progress,
    mut enter: impl FnMut(Vec<wave::Answer>) -> Result<(), StoreError>,
) -> Result<(), BatchError> {
    let waves: Vec<&[usize]> = ready.chunks(wave_length(ready.len(), threads)).collect();
    let workers = threads.min(waves.len());
    // Where there are fewer scenarios than threads, each scenario has several.
    let each = (threads / ready.len().max(1)).max(1);
    let work = Work { job, threads: each, room, progress };
    if workers == 1 {
        // One thread is this one: what another would set aside may be what is short.
        let under_way = waves.iter().take_while(|_| !progress.stop.load(Ordering::Relaxed));
        let answers = under_way.map(|members| wave(&work, members)).filter(|answers| !answers.is_empty());
        return Ok({ answers }.try_for_each(enter)?);
    }
    let next = AtomicUsize::new(0);
    let (answers, answered) = sync_channel(workers.max(1));
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (answers, next, waves, work) = (answers.clone(), &next, &waves, &work);
            let works = move || on_a_thread(work, waves, next, &answers);
            let started = std::thread::Builder::new().spawn_scoped(scope, works);
            // The threads that there are do the work of all.
            if let (0, Err(error)) = (worker, started) {
                return Err(BatchError::Engine(NoThreads::from(&error).into()));
            }
        }
        drop(answers);
        entered(answered, &mut enter).inspect_err(|_| progress.stop.store(true, Ordering::Relaxed))?;
        Ok(())
    })
}

fn entered(
    answered: Receiver<Vec<wave::Answer>>,
    enter: &mut impl FnMut(Vec<wave::Answer>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    answered.into_iter().filter(|a| !a.is_empty()).try_for_each(enter)
}

/// What one thread does: the next wave, until there is none or the batch is stopped.
fn on_a_thread(work: &Work, waves: &[&[usize]], next: &AtomicUsize, answers: &SyncSender<Vec<wave::Answer>>) {
    while !work.progress.stop.load(Ordering::Relaxed) {
        let Some(members) = waves.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
        // Nobody listens once the store cannot be written to.
        if answers.send(wave(work, members)).is_err() {
            break;
        }
    }
}
