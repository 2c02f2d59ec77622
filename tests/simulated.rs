//! Scenarios as text → outcomes, for the other tests.

use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::model::Model;
use mikomi::outcome::{self, Entry, Held, Outcome, Request};
use mikomi::plan::Uncertainty;
use mikomi::scenario::{self, Document};

/// The settings of most tests.
pub(crate) fn settings(trials: u64) -> Settings {
    Settings { trials, precision: None, seed: 1, sampling: Sampling::Latin, threads: 2, memory: None }
}

/// Reads a scenario that must be valid.
pub(crate) fn read(text: &str) -> (Document, Model) {
    let document = scenario::load("test.toml", &|_| Ok(text.as_bytes().to_vec())).unwrap_or_else(|p| panic!("{p:#?}"));
    let model = Model::read(&document).unwrap_or_else(|p| panic!("{:#?}", p.list));
    (document, model)
}

/// The outcome of a scenario under some settings.
pub(crate) fn run_with(text: &str, settings: Settings, uncertainty: Uncertainty) -> Outcome {
    let (document, model) = read(text);
    let request = Request { settings, uncertainty, confidence: 0.8 };
    outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads")
}

/// The outcome of a scenario.
pub(crate) fn run(text: &str, trials: u64) -> Outcome {
    run_with(text, settings(trials), Uncertainty::On)
}

/// The outcome of a scenario without uncertainty.
pub(crate) fn planned(text: &str) -> Outcome {
    run_with(text, settings(1), Uncertainty::Off)
}

/// The outcome without uncertainty of one of some files that may extend one another.
pub(crate) fn planned_from(name: &str, files: &[(&str, &str)]) -> Outcome {
    let text = |path: &str| {
        let found = files.iter().find(|(file, _)| *file == path);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    let document = scenario::load(name, &text).unwrap_or_else(|p| panic!("{p:#?}"));
    let model = Model::read(&document).unwrap_or_else(|p| panic!("{:#?}", p.list));
    let request = Request { settings: settings(1), uncertainty: Uncertainty::Off, confidence: 0.8 };
    outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads")
}

/// The text of a file of the project.
pub(crate) fn file(path: &str) -> String {
    std::fs::read_to_string(at(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The path of a file of the project.
pub(crate) fn at(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A scenario of one policy P over R4–R9 with the target 100 a year, one initiative `a` with one stream `s`.
/// `initiative` and `stream` are lines put into their tables.
pub(crate) fn one_stream(basis: &str, initiative: &str, stream: &str) -> String {
    one_stream_and(basis, initiative, stream, "")
}

/// The same, with more tables behind it.
pub(crate) fn one_stream_and(basis: &str, initiative: &str, stream: &str, more: &str) -> String {
    format!(
        r#"format = 1
title = "test"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "{basis}"
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = 100 }}
[[initiative]]
id = "a"
name = "a"
policy = "P"
{initiative}
[[initiative.stream]]
id = "s"
kind = "saving"
{stream}
{more}
"#
    )
}

/// The entry of policy P over the plan period.
pub(crate) fn plan_of(outcome: &Outcome) -> Held<'_> {
    held(outcome.plan_entry("P").expect("simulated"))
}

/// An entry that has a target, held against it.
pub(crate) fn held(entry: &Entry) -> Held<'_> {
    entry.held().expect("a target")
}
