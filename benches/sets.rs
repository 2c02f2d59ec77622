//! Whole sets into a store - read, checked, simulated together, written - in scenarios a second, by the number of
//! scenarios; and the same scenarios one by one. Fixed seed, all cores.

#![allow(missing_docs, clippy::expect_used)]

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use mikomi::batch::generated::{self, Size};
use mikomi::batch::{self, Inputs, Job, ScenarioSet};
use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::lang::Text;
use mikomi::model::Model;
use mikomi::outcome::{Request, simulate_together};
use mikomi::plan::Uncertainty;
use mikomi::scenario::Problems;
use std::path::Path;
use std::time::Duration;

const SIZE: Size = Size { initiatives: 20, years: 6, policies: 3, editions: 0 };
/// Four blocks.
const TRIALS: u64 = 4096;
/// Scenarios that are run one by one.
const ALONE: usize = 10;

fn request(threads: usize) -> Request {
    let settings =
        Settings { trials: TRIALS, precision: None, seed: 1, sampling: Sampling::Latin, threads, memory: None };
    Request { settings, uncertainty: Uncertainty::On, confidence: 0.8 }
}

fn read(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(name)
}

fn generate(folder: &Path, scenarios: usize) -> ScenarioSet {
    std::fs::write(folder.join("base.toml"), generated::scenario(SIZE)).expect("writable");
    let name = folder.join("set.toml");
    std::fs::write(&name, generated::sweep(scenarios, SIZE, "base.toml")).expect("writable");
    ScenarioSet::open(&name.to_string_lossy(), &read).expect("a valid set")
}

fn run(set: &ScenarioSet, store: &Path) {
    let inputs = Inputs::new(read);
    let told = |_: &Problems| Text::default();
    let job = Job { set, inputs: &inputs, told: &told, request: request(0), chosen: vec![true; set.members.len()] };
    let summary = batch::run(&job, store, &Progress::default(), &mut |_| {}).expect("runs");
    assert_eq!(summary.counts.done, set.members.len());
    std::fs::remove_file(store).expect("written");
}

fn sets(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sets");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(5));
    for scenarios in [10, 100, 1_000, 10_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let set = generate(folder.path(), scenarios);
        group.throughput(Throughput::Elements(scenarios as u64));
        group.bench_function(BenchmarkId::from_parameter(scenarios), |b| {
            b.iter(|| run(&set, &folder.path().join("set.sqlite")));
        });
    }
    group.finish();
}

fn one_by_one(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one by one");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let folder = tempfile::tempdir().expect("a folder");
    let set = generate(folder.path(), ALONE);
    group.throughput(Throughput::Elements(ALONE as u64));
    group.bench_function(BenchmarkId::from_parameter(ALONE), |b| {
        b.iter(|| {
            for member in 0..ALONE {
                let document = set.document(member, &read).expect("readable");
                let model = Model::read(&document).expect("valid");
                simulate_together(&[(&document, &model)], &request(0), &Progress::default()).expect("threads");
            }
        });
    });
    group.finish();
}

criterion_group!(benches, sets, one_by_one);
criterion_main!(benches);
