//! Whole runs with every statistic, in trials a second, by what they depend on: number of trials, size of the scenario, threads.
//! Fixed seed.

#![allow(missing_docs, clippy::expect_used)]

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use mikomi::batch::generated::{self, Size};
use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::model::Model;
use mikomi::outcome::{self, Request};
use mikomi::plan::{Plan, Uncertainty};
use mikomi::scenario::{self, Document};
use std::time::Duration;

const SHIPPED: [(&str, &str); 3] = [
    ("minimal", include_str!("../scenarios/minimal.toml")),
    ("revised", include_str!("../scenarios/revised.toml")),
    ("w60", include_str!("../scenarios/bench/w60.toml")),
];
/// Trials where their number is not what is varied.
const TRIALS: u64 = 16 * 1024;

fn read(text: &str) -> (Document, Model) {
    let document = scenario::load("bench.toml", &|_| Ok(text.as_bytes().to_vec())).expect("readable");
    let model = Model::read(&document).expect("valid");
    (document, model)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group
}

/// One whole run: compiled, simulated, every statistic read off.
fn run(group: &mut BenchmarkGroup<'_, WallTime>, id: BenchmarkId, text: &str, settings: Settings) {
    let (document, model) = read(text);
    let request = Request { settings, uncertainty: Uncertainty::On, confidence: 0.8 };
    group.throughput(Throughput::Elements(settings.trials));
    group.bench_function(id, |b| {
        b.iter(|| outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads"));
    });
}

fn settings(trials: u64, threads: usize) -> Settings {
    Settings { trials, precision: None, seed: 1, sampling: Sampling::Latin, threads, memory: None }
}

fn shipped(criterion: &mut Criterion) {
    let mut group = group(criterion, "shipped scenarios, one thread");
    for (name, text) in SHIPPED {
        for sampling in [Sampling::Latin, Sampling::Random] {
            let settings = Settings { sampling, ..settings(TRIALS, 1) };
            run(&mut group, BenchmarkId::new(name, format!("{sampling:?}")), text, settings);
        }
    }
    group.finish();
}

fn by_trials(criterion: &mut Criterion) {
    let mut group = group(criterion, "w60 by trials, every thread");
    for trials in [10_000, 100_000, 1_000_000] {
        run(&mut group, BenchmarkId::from_parameter(trials), SHIPPED[2].1, settings(trials, cores()));
    }
    group.finish();
}

fn by_threads(criterion: &mut Criterion) {
    let mut group = group(criterion, "w60 by threads");
    for threads in 1..=cores() {
        run(&mut group, BenchmarkId::from_parameter(threads), SHIPPED[2].1, settings(8 * TRIALS, threads));
    }
    group.finish();
}

/// One thread on generated scenarios, one measure of their size varied.
fn by_size(criterion: &mut Criterion, name: &str, sizes: [usize; 5], with: impl Fn(usize) -> Size) {
    let mut group = group(criterion, name);
    for size in sizes {
        run(&mut group, BenchmarkId::from_parameter(size), &generated::scenario(with(size)), settings(TRIALS, 1));
    }
    group.finish();
}

fn sizes(criterion: &mut Criterion) {
    let base = Size::W60;
    by_size(criterion, "by initiatives, one thread", [10, 30, 60, 120, 240], |initiatives| Size {
        initiatives,
        ..base
    });
    by_size(criterion, "by years, one thread", [2, 5, 10, 20, 30], |years| Size { years, editions: 0, ..base });
    by_size(criterion, "by policies, one thread", [1, 2, 3, 6, 12], |policies| Size { policies, ..base });
    // All windows lie inside the plan, so that no further year is drawn.
    by_size(criterion, "by editions, one thread", [0, 1, 2, 4, 6], |editions| Size { editions, ..base });
}

fn before_the_first_trial(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read and compile");
    for (name, text) in SHIPPED {
        group.bench_function(name, |b| b.iter(|| Plan::compile(&read(text).1, Uncertainty::On)));
    }
    group.finish();
}

criterion_group!(benches, shipped, by_trials, by_threads, sizes, before_the_first_trial);
criterion_main!(benches);
