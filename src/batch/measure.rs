//! The throughput of this machine and this version on a generated set: what `mikomi bench` tells.

use super::generated::{self, Size};
use super::{BatchError, Event, Inputs, Job, ScenarioSet, run};
use crate::engine::{EngineError, Memory, Progress, Sampling, Settings};
use crate::lang::Text;
use crate::model::Model;
use crate::outcome::{Request, Results, simulate, simulate_together};
use crate::plan::{Plan, Uncertainty};
use crate::scenario::{Document, Problems};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// How many scenarios are run alone as well, to be held against the set.
const ALONE: usize = 20;

/// What is to be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Scenarios of the set.
    pub scenarios: usize,
    /// The size of each.
    pub size: Size,
    /// Trials of each.
    pub trials: u64,
    /// The most threads.
    pub threads: usize,
    /// The seed.
    pub seed: u64,
    /// How often everything is measured; the median counts.
    pub rounds: usize,
}

/// What was measured. Seconds are those of a clock on the wall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The version of mikomi.
    pub version: String,
    /// The processor architecture and the system.
    pub system: String,
    /// Threads that the machine runs at once.
    pub cores: usize,
    /// What was asked.
    pub asked: Asked,
    /// Random numbers a trial of one scenario takes.
    pub numbers_per_trial: usize,
    /// The whole set into a store, by number of threads.
    pub sets: Vec<OnThreads>,
    /// Seconds a scenario takes on one thread when it is read, checked and run by itself to the same results.
    pub alone: f64,
    /// The same with everything that `mikomi run` works out.
    pub alone_in_full: f64,
    /// Seconds a scenario takes as one of the set, on one thread, store included.
    pub together: f64,
    /// Seconds of one run of one scenario on one thread, nothing read or checked.
    pub simulation: f64,
    /// How many scenarios were compared with what they give alone: all of them are equal to the last bit.
    pub compared: usize,
    /// The size of the store in bytes.
    pub store_bytes: u64,
    /// The most memory that the process took, in bytes; nothing where the system does not tell.
    pub peak_bytes: Option<u64>,
}

/// The time of a whole set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnThreads {
    /// Threads.
    pub threads: usize,
    /// Seconds.
    pub seconds: f64,
}

impl Measured {
    /// Scenarios a second on the most threads.
    pub fn scenarios_per_second(&self) -> f64 {
        self.asked.scenarios as f64 / self.sets.last().map_or(f64::NAN, |set| set.seconds)
    }

    /// Trials a second on the most threads.
    pub fn trials_per_second(&self) -> f64 {
        self.scenarios_per_second() * self.asked.trials as f64
    }

    /// Nanoseconds a random number takes, with every statistic, in a run of one scenario on one thread.
    pub fn ns_per_number(&self) -> f64 {
        self.simulation * 1e9 / (self.asked.trials as f64 * self.numbers_per_trial as f64)
    }

    /// How many times faster a scenario is as one of the set than by itself.
    pub fn gain(&self) -> f64 {
        self.alone / self.together
    }
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The files of the generated set cannot be written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The set cannot be run.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// What was generated is no valid set: the sizes asked for do not go together.
    #[error("a size that no scenario can have")]
    Size(Problems),
    /// A scenario gives something else alone than in the set.
    #[error("a scenario gives something else alone than in the set")]
    Differs,
    /// It was stopped.
    #[error("interrupted")]
    Interrupted,
    /// The memory does not suffice for the threads asked for: what is measured would not be what is told.
    #[error("the memory suffices for {threads} of {asked} threads")]
    FewerThreads {
        /// The threads that it suffices for.
        threads: usize,
        /// Those asked for.
        asked: usize,
    },
}

impl From<Problems> for MeasureError {
    fn from(problems: Problems) -> Self {
        Self::Size(problems)
    }
}

impl From<EngineError> for MeasureError {
    fn from(error: EngineError) -> Self {
        Self::Batch(error.into())
    }
}

/// Generates a set in a folder of its own under `folder`, runs it in the memory that there is (see [`Settings::memory`]) and
/// measures.
///
/// # Errors
/// See [`MeasureError`].
pub fn measure(
    asked: &Asked,
    memory: Option<Memory>,
    folder: &Path,
    progress: &Progress,
) -> Result<Measured, MeasureError> {
    let set_file = folder.join("set.toml");
    std::fs::write(folder.join("base.toml"), generated::scenario(asked.size))?;
    std::fs::write(&set_file, generated::sweep(asked.scenarios, asked.size, "base.toml"))?;
    let bench = Bench {
        asked,
        memory,
        folder,
        progress,
        inputs: Inputs::new(|name| std::fs::read(name)),
        name: set_file.to_string_lossy().into_owned(),
    };
    bench.measure()
}

struct Bench<'a> {
    asked: &'a Asked,
    memory: Option<Memory>,
    folder: &'a Path,
    progress: &'a Progress,
    inputs: Inputs,
    name: String,
}

/// One round.
struct Round {
    sets: Vec<f64>,
    alone: f64,
    alone_in_full: f64,
    simulation: f64,
}

impl Bench<'_> {
    fn measure(&self) -> Result<Measured, MeasureError> {
        let set = ScenarioSet::open(&self.name, &|name| self.inputs.read(name))?;
        let members = sample(set.members.len());
        let threads = thread_counts(self.asked.threads);
        let mut rounds = Vec::new();
        let (mut store_bytes, mut peak) = (0, None);
        for _ in 0..self.asked.rounds.max(1) {
            let mut sets = Vec::new();
            for &count in &threads {
                let (seconds, bytes) = self.whole(&set, count)?;
                sets.push(seconds);
                store_bytes = bytes;
            }
            // What follows keeps more in memory than a set ever does.
            peak = peak.or_else(peak_bytes);
            rounds.push(self.single(&set, &members, sets)?);
        }
        let compared = self.compared(&set, &members)?;
        let (_, model) = self.checked(&set, members[0])?;
        let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value).collect());
        let sets = threads.iter().enumerate().map(|(i, threads)| OnThreads {
            threads: *threads,
            seconds: median(rounds.iter().map(|round| round.sets[i]).collect()),
        });
        let sets: Vec<OnThreads> = sets.collect();
        Ok(Measured {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system: format!("{} {}", std::env::consts::ARCH, std::env::consts::OS),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            asked: *self.asked,
            numbers_per_trial: Plan::compile_results(&model, Uncertainty::On).numbers_per_trial(),
            alone: of(|round| round.alone),
            alone_in_full: of(|round| round.alone_in_full),
            together: sets.first().map_or(f64::NAN, |set| set.seconds) / self.asked.scenarios as f64,
            simulation: of(|round| round.simulation),
            sets,
            compared,
            store_bytes,
            peak_bytes: peak,
        })
    }

    fn request(&self, threads: usize) -> Request {
        let (Asked { trials, seed, .. }, memory) = (*self.asked, self.memory);
        let settings = Settings { trials, precision: None, seed, sampling: Sampling::Latin, threads, memory };
        Request { settings, uncertainty: Uncertainty::On, confidence: 0.8 }
    }

    /// The seconds that the whole set takes into a new store, and the size of that.
    fn whole(&self, set: &ScenarioSet, threads: usize) -> Result<(f64, u64), MeasureError> {
        let store = self.folder.join("set.sqlite");
        let told = |_: &Problems| Text::default();
        let chosen = vec![true; set.members.len()];
        let job = Job { set, inputs: &self.inputs, told: &told, request: self.request(threads), chosen };
        let begun = Instant::now();
        let mut fewer = None;
        run(&job, &store, self.progress, &mut |event| {
            if let Event::FewerThreads(threads, asked, _) = event {
                fewer = Some(MeasureError::FewerThreads { threads, asked });
                self.progress.stop.store(true, Ordering::Relaxed);
            }
        })?;
        let seconds = begun.elapsed().as_secs_f64();
        fewer.map_or_else(|| self.goes_on(), Err)?;
        let bytes = std::fs::metadata(&store)?.len();
        std::fs::remove_file(&store)?;
        Ok((seconds, bytes))
    }

    fn checked(&self, set: &ScenarioSet, member: usize) -> Result<(Document, Model), MeasureError> {
        let document = set.document(member, &|name| self.inputs.read(name))?;
        let model = Model::read(&document)?;
        Ok((document, model))
    }

    fn goes_on(&self) -> Result<(), MeasureError> {
        if self.progress.stop.load(Ordering::Relaxed) { Err(MeasureError::Interrupted) } else { Ok(()) }
    }

    /// What some scenarios take by themselves.
    fn single(&self, set: &ScenarioSet, members: &[usize], sets: Vec<f64>) -> Result<Round, MeasureError> {
        let request = self.request(1);
        let each = |work: &dyn Fn(usize) -> Result<(), MeasureError>| {
            let begun = Instant::now();
            members.iter().try_for_each(|member| work(*member).and_then(|()| self.goes_on()))?;
            Ok::<f64, MeasureError>(begun.elapsed().as_secs_f64() / members.len() as f64)
        };
        let alone = each(&|member| {
            let (document, model) = self.checked(set, member)?;
            simulate_together(&[(&document, &model)], &request, self.progress)?;
            Ok(())
        })?;
        let alone_in_full = each(&|member| {
            let (document, model) = self.checked(set, member)?;
            simulate(&document, &model, &request, self.progress)?;
            Ok(())
        })?;
        let (document, model) = self.checked(set, members[0])?;
        let simulation = each(&|_| {
            simulate_together(&[(&document, &model)], &request, self.progress)?;
            Ok(())
        })?;
        Ok(Round { sets, alone, alone_in_full, simulation })
    }

    /// Holds what some scenarios give together against what each gives alone.
    fn compared(&self, set: &ScenarioSet, members: &[usize]) -> Result<usize, MeasureError> {
        let read = members.iter().map(|member| self.checked(set, *member)).collect::<Result<Vec<_>, _>>()?;
        let pairs: Vec<(&Document, &Model)> = read.iter().map(|(d, m)| (d, m)).collect();
        let request = self.request(1);
        let together = simulate_together(&pairs, &request, self.progress)?;
        self.goes_on()?;
        for (pair, results) in pairs.iter().zip(&together) {
            let alone: Results = simulate(pair.0, pair.1, &request, self.progress)?.into();
            self.goes_on()?;
            if alone != *results {
                return Err(MeasureError::Differs);
            }
        }
        Ok(together.len())
    }
}

/// Members spread evenly over a set.
fn sample(members: usize) -> Vec<usize> {
    let wanted = members.min(ALONE);
    (0..wanted).map(|k| k * members / wanted.max(1)).collect()
}

/// 1, 2, 4 … and the most.
fn thread_counts(most: usize) -> Vec<usize> {
    let doubled = std::iter::successors(Some(1), |n: &usize| n.checked_mul(2)).take_while(|n| *n < most);
    doubled.chain([most.max(1)]).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// The most memory that this process has taken, where the system tells (Linux).
fn peak_bytes() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_spread_and_threads_double() {
        assert_eq!(sample(3), [0, 1, 2]);
        assert_eq!((sample(100).len(), sample(100)[1], sample(100)[19]), (20, 5, 95));
        assert_eq!((thread_counts(1), thread_counts(2), thread_counts(6)), (vec![1], vec![1, 2], vec![1, 2, 4, 6]));
    }

    #[test]
    fn a_median_is_the_middle_one_or_between_the_two() {
        assert_eq!((median(vec![3.0, 1.0, 2.0]), median(vec![4.0, 1.0, 2.0, 3.0])), (2.0, 2.5));
    }

    #[test]
    fn rates_follow_from_the_times() {
        let asked = Asked {
            scenarios: 100,
            size: Size { initiatives: 2, years: 2, policies: 1, editions: 0 },
            trials: 1000,
            threads: 2,
            seed: 1,
            rounds: 1,
        };
        let sets = vec![OnThreads { threads: 1, seconds: 8.0 }, OnThreads { threads: 2, seconds: 4.0 }];
        let measured = Measured {
            version: String::new(),
            system: String::new(),
            cores: 2,
            asked,
            numbers_per_trial: 50,
            sets,
            alone: 0.4,
            alone_in_full: 0.5,
            together: 0.08,
            simulation: 0.001,
            compared: 20,
            store_bytes: 0,
            peak_bytes: None,
        };
        // 100 scenarios in 4 s; 1,000 trials each; 1 ms for 50,000 numbers; 0.4 s against 0.08 s.
        assert!((measured.scenarios_per_second() - 25.0).abs() < 1e-12);
        assert!((measured.trials_per_second() - 25_000.0).abs() < 1e-9);
        assert!((measured.ns_per_number() - 20.0).abs() < 1e-9);
        assert!((measured.gain() - 5.0).abs() < 1e-12);
    }
}
