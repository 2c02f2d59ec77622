//! A comparison with its attribution against one run of the revision: how many runs it costs.

#![allow(missing_docs, clippy::expect_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use mikomi::analysis::compare;
use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::model::Model;
use mikomi::outcome::{self, Request};
use mikomi::plan::Uncertainty;
use mikomi::scenario::{self, Document};
use std::fmt::Write as _;

const PLAN: &str = include_str!("../scenarios/plan-time.toml");
const REVISED: &str = include_str!("../scenarios/revised.toml");
const W60: &str = include_str!("../scenarios/bench/w60.toml");
const TRIALS: u64 = 100_000;

fn read(name: &str, files: &[(&str, &str)]) -> (Document, Model) {
    let bytes = |wanted: &str| {
        let found = files.iter().find(|(name, _)| wanted.ends_with(name)).map(|(_, text)| text.as_bytes().to_vec());
        found.ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound))
    };
    let document = scenario::load(name, &bytes).expect("readable");
    let model = Model::read(&document).expect("valid");
    (document, model)
}

/// W60 with everything changed at once, the worst case: a year is closed, every initiative starts a year later and with
/// another delay, gives a tenth more, and is realised less; two are new.
fn revision_of_w60() -> String {
    let mut text = String::from("title = \"W60 revised\"\n[plan]\nas_of = \"R5\"\n");
    for policy in ["A", "B", "C"] {
        let _ = write!(text, "[[policy]]\nid = \"{policy}\"\nactuals = {{ R4 = -6000 }}\n");
    }
    for i in 0..60 {
        let (start, full) = (5 + i % 4, 1100 * (1 + i % 10));
        let _ = write!(
            text,
            r#"
[[initiative]]
id = "i{i:02}"
delay = {{ kind = "discrete", values = [0, 1, 2], weights = [0.4, 0.4, 0.2] }}
[[initiative.stream]]
id = "effect"
shape = {{ kind = "linear", start = "R{start}", years = 3, full = {full} }}
realisation = {{ kind = "pert", low = 0.3, mode = 0.8, high = 1.1 }}
"#
        );
    }
    for i in 0..2 {
        let _ = write!(
            text,
            r#"
[[initiative]]
id = "new{i}"
name = "new{i}"
policy = "A"
lineage = "new"
[[initiative.stream]]
id = "effect"
kind = "saving"
shape = {{ kind = "step", start = "R7", full = 900 }}
realisation = {{ class = "cash_item" }}
"#
        );
    }
    text
}

fn comparisons(criterion: &mut Criterion) {
    let settings =
        Settings { trials: TRIALS, precision: None, seed: 1, sampling: Sampling::Latin, threads: 2, memory: None };
    let request = Request { settings, uncertainty: Uncertainty::On, confidence: 0.8 };
    let overlay = revision_of_w60();
    let files = [("plan.toml", PLAN), ("revised.toml", REVISED), ("w60.toml", W60), ("w60-revised.toml", &overlay)];
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(10);
    for (name, plan, revised) in
        [("shipped", "plan.toml", "revised.toml"), ("w60", "w60.toml", "w60.toml+w60-revised.toml")]
    {
        let sides = [plan, revised].map(|file| read(file, &files));
        let run = |(document, model): &(Document, Model)| {
            outcome::simulate(document, model, &request, &Progress::default()).expect("threads")
        };
        let outcomes = [run(&sides[0]), run(&sides[1])];
        group.bench_function(format!("{name}: one run of the revision"), |b| b.iter(|| run(&sides[1])));
        group.bench_function(format!("{name}: the comparison"), |b| {
            let models = [&sides[0].1, &sides[1].1];
            b.iter(|| compare(models, outcomes.each_ref(), &request, &Progress::default()).expect("comparable"));
        });
    }
    group.finish();
}

criterion_group!(benches, comparisons);
criterion_main!(benches);
