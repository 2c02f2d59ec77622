//! Whole runs, in trials a second: fixed seed, every statistic included.

#![allow(missing_docs, clippy::expect_used)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mikomi::engine::{self, Progress, Sampling, Settings};
use mikomi::model::Model;
use mikomi::plan::{Plan, Uncertainty};
use mikomi::scenario;

const SCENARIOS: [(&str, &str); 3] = [
    ("minimal", include_str!("../scenarios/minimal.toml")),
    ("revised", include_str!("../scenarios/revised.toml")),
    ("w60", include_str!("../scenarios/bench/w60.toml")),
];
const TRIALS: u64 = 32 * 1024;

fn model(text: &str) -> Model {
    let document = scenario::load("bench.toml", &|_| Ok(text.as_bytes().to_vec())).expect("readable");
    Model::read(&document).expect("valid")
}

fn runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("run");
    group.sample_size(10).throughput(Throughput::Elements(TRIALS));
    for (name, text) in SCENARIOS {
        let plan = Plan::compile(&model(text), Uncertainty::On);
        for sampling in [Sampling::Latin, Sampling::Random] {
            for threads in [1, 2] {
                let settings = Settings { trials: TRIALS, precision: None, seed: 1, sampling, threads };
                let id = BenchmarkId::new(name, format!("{sampling:?} on {threads} threads"));
                group.bench_function(id, |b| b.iter(|| engine::run(&plan, &settings, &Progress::default())));
            }
        }
    }
    group.finish();
}

fn before_the_first_trial(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read and compile");
    for (name, text) in SCENARIOS {
        group.bench_function(name, |b| b.iter(|| Plan::compile(&model(text), Uncertainty::On)));
    }
    group.finish();
}

criterion_group!(benches, runs, before_the_first_trial);
criterion_main!(benches);
