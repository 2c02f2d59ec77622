//! Independent programs agree: `tests/reference/*.py` simulate the same scenarios in NumPy; their output is committed.

use crate::simulated::{at, file, read, run};
use mikomi::outcome::{Amounts, Entry, Outcome, PeriodEntry, PeriodKind};
use mikomi::plan::{Plan, Uncertainty};
use serde::Serialize;
use serde_json::Value as Json;

fn reference(name: &str) -> Json {
    serde_json::from_str(&std::fs::read_to_string(at(name)).expect("committed")).expect("JSON")
}

/// The figures of an entry under the names that the reference uses; without a target those that need none.
fn figures(e: &Entry) -> Vec<(&'static str, f64)> {
    let q = &e.quantiles;
    let distribution = [
        ("mean", e.mean),
        ("sd", e.sd.unwrap_or(0.0)),
        ("p5", q.p5),
        ("p10", q.p10),
        ("p25", q.p25),
        ("p50", q.p50),
        ("p75", q.p75),
        ("p90", q.p90),
        ("p95", q.p95),
    ];
    let held = e.held().map(|e| [("p_met", e.p_met.value), ("mean_shortfall", e.mean_shortfall), ("cvar90", e.cvar90)]);
    distribution.into_iter().chain(held.into_iter().flatten()).collect()
}

/// The word for a step in the result.
fn word(step: &impl Serialize) -> String {
    serde_json::to_value(step).expect("a word").as_str().expect("a word").to_owned()
}

/// The name that the reference gives to a period.
fn name(period: &PeriodEntry) -> String {
    match (period.kind, period.base) {
        (_, Some(base)) => format!("edition {}", base.calendar()),
        (PeriodKind::Rolling, _) => "rolling".to_owned(),
        (PeriodKind::Plan, _) => "plan".to_owned(),
        _ => period.first.calendar().to_string(),
    }
}

/// Compares every figure: within 4.5 standard errors of the difference (which one of some 1,000 figures may well reach
/// by chance only once in 150 runs), and for what is read off the histogram its resolution besides.
fn agree(outcome: &Outcome, reference: &Json) -> usize {
    let trials = outcome.provenance.trials as f64;
    let other = reference["n"].as_f64().expect("trials of the reference");
    let mut compared = 0;
    for e in &outcome.results {
        let period = name(&e.period);
        let theirs = &reference["results"][&e.policy][&period];
        assert!(theirs.is_object(), "the reference lacks {} {period}", e.policy);
        let size = theirs["sd"].as_f64().expect("sd");
        if let Some(planned) = theirs["planned"].as_f64() {
            assert!((e.planned - planned).abs() <= 1e-9 * planned.abs().max(1.0), "{} {period}: planned", e.policy);
        }
        let mut compare = |theirs: &Json, figures: &[(&str, f64)], of: &str| {
            for &(name, ours) in figures {
                let value = theirs[name].as_f64().expect(name);
                let error = theirs["se"][name].as_f64().unwrap_or(0.0) * (1.0 + other / trials).sqrt();
                let read_off = name.starts_with('p') && name != "p_met" || name == "cvar90";
                let resolution = if read_off { 0.001 * size } else { 0.0 };
                // A share of 0 or 1 has no error of its own, yet a few trials more or less are chance.
                let few = if name == "p_met" { 8.0 / trials.min(other) } else { 0.0 };
                let allowed = 4.5 * error + few + resolution + 1e-8 * value.abs().max(1.0);
                let label = format!("{} {period}{of} {name}", e.policy);
                assert!((ours - value).abs() <= allowed, "{label}: {ours} against {value}, allowed {allowed}");
                compared += 1;
            }
        };
        compare(theirs, &figures(e), "");
        assert_eq!(e.booked.is_some(), theirs["booked"].is_object(), "{} {period}: booked", e.policy);
        if let Some(b) = &e.booked {
            assert_eq!(Some(b.amount), theirs["booked"]["amount"].as_f64());
            let held = [("p_met", b.p_met.value), ("mean_shortfall", b.mean_shortfall), ("cvar90", b.cvar90)];
            compare(&theirs["booked"], &held, " booked");
        }
    }
    compared
}

/// Compares every step of every reconciliation and bridge: targets and planned amounts to the last digits, means and
/// standard deviations within 4.5 standard errors of the difference.
fn steps_agree(outcome: &Outcome, reference: &Json) -> usize {
    let other = reference["n"].as_f64().expect("trials of the reference");
    let wider = (1.0 + other / outcome.provenance.trials as f64).sqrt();
    let mut compared = 0;
    let mut compare = |theirs: &Json, ours: Amounts, sd: Option<f64>, label: &str| {
        assert!(theirs.is_object(), "the reference lacks {label}");
        let of = |name: &str| theirs[name].as_f64().expect("a figure");
        let error = |name: &str| 4.5 * wider * theirs["se"][name].as_f64().expect("an error");
        let sds = sd.map(|sd| ("sd", sd, error("sd")));
        let figures = [
            ("target", ours.target.expect("a target"), 0.0),
            ("planned", ours.planned, 0.0),
            ("mean", ours.mean, error("mean")),
        ];
        for (name, ours, allowed) in figures.into_iter().chain(sds) {
            let (theirs, allowed) = (of(name), allowed + 1e-8 * of(name).abs().max(100.0));
            assert!((ours - theirs).abs() <= allowed, "{label} {name}: {ours} against {theirs}, allowed {allowed}");
            compared += 1;
        }
    };
    for edition in &outcome.editions {
        for of in &edition.reconciliation {
            let theirs = &reference["editions"][edition.base.calendar().to_string()][&of.policy];
            for s in &of.steps {
                let step = word(&s.step);
                compare(&theirs[&step], s.amounts, None, &format!("edition {} {} {step}", edition.base, of.policy));
            }
        }
    }
    for of in &outcome.bridges {
        let theirs = &reference["bridges"][of.from.calendar().to_string()][&of.policy];
        for s in &of.steps {
            let step = word(&s.step);
            compare(&theirs[&step], s.amounts, s.sd, &format!("bridge {} {} {step}", of.from, of.policy));
        }
    }
    compared
}

#[test]
fn every_feature_at_once_agrees_with_an_independent_program() {
    let outcome = run(&file("tests/reference/everything.toml"), 4_000_000);
    let reference = reference("tests/reference/everything.json");
    // 6 owners in 6 years, the plan period on two bases and 8 editions; a year without a target; 6 + 2 booked amounts.
    assert_eq!(agree(&outcome, &reference), 6 * (6 + 2 + 8) * 12 - 3 + 8 * 3);
    // 8 steps to each edition, 5 steps of each bridge.
    assert_eq!(steps_agree(&outcome, &reference), 6 * (8 * 8 * 3 + 7 * 5 * 4));
    let mut periods = 0;
    for joint in &outcome.joint {
        let key = name(&joint.period);
        let exactly = reference["joint"][&key]["k"].as_array().expect("k");
        // Of a year in which a policy has no target, from fewer trials of the reference.
        let trials = reference["joint"][&key]["n"].as_f64().unwrap_or(4e6);
        for (ours, theirs) in joint.exactly.iter().zip(exactly) {
            let theirs = theirs.as_f64().expect("a share");
            let error = (theirs * (1.0 - theirs) * (1.0 / 4e6 + 1.0 / trials)).sqrt();
            assert!((ours - theirs).abs() < 4.5 * error + 2e-6, "{key}: {ours} against {theirs}");
        }
        periods += 1;
    }
    assert_eq!(periods, 6 + 2 + 8);
}

/// Open years that go on from what was reached, on the other two bases of counting.
#[test]
fn closed_years_on_the_other_bases_agree_with_an_independent_program() {
    for (name, steps) in [("closed-recurring", 0), ("closed-yoy", 1)] {
        let outcome = run(&file(&format!("tests/reference/{name}.toml")), 1_000_000);
        let reference = reference(&format!("tests/reference/{name}.json"));
        let (owners, years) = (outcome.header.policies.len() + 1, outcome.header.plan.len());
        let editions = outcome.editions.len();
        assert!(agree(&outcome, &reference) >= owners * (years + 1 + editions) * 12, "{name}");
        // The step from the counting basis to levels is left out where they are one.
        let of_editions = owners * editions * (7 + steps) * 3;
        assert_eq!(steps_agree(&outcome, &reference), of_editions + owners * (editions - 1) * 5 * 4, "{name}");
    }
}

/// 3 factors of policies, 4 numbers of each initiative, and noise from its first year (the 1st to the 4th) to the 10th.
#[test]
fn the_benchmark_workload_draws_what_its_head_says() {
    let plan = Plan::compile(&read(&file("scenarios/bench/w60.toml")).1, Uncertainty::On);
    assert_eq!(plan.numbers_per_trial(), 3 + 60 * 4 + (0..60).map(|i| 10 - i % 4).sum::<usize>());
    assert_eq!(plan.numbers_per_trial(), 753);
}

#[test]
fn the_benchmark_workload_agrees_with_an_independent_program() {
    let outcome = run(&file("scenarios/bench/w60.toml"), 1_000_000);
    // 4 owners in 6 years, the plan period on two bases and 6 editions.
    assert_eq!(agree(&outcome, &reference("tests/reference/w60.json")), 4 * (6 + 2 + 6) * 12);
}

/// The peer's own program, where it and Python with NumPy are at hand: its plan-period gap of the total.
#[test]
fn the_benchmark_workload_agrees_with_the_peer() {
    let folder = at("../shared/peers");
    let installed = at("target/peers/venv/bin/python"); // by the bench `peers`
    let python = if installed.exists() { installed } else { "python3".into() };
    let mut peer = std::process::Command::new(python);
    peer.args(["np_w60.py", "200000"]).current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1");
    let found = peer.output();
    let Some(text) = found.ok().filter(|o| o.status.success()).map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
    else {
        return;
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let after = |word: &str| -> f64 {
        let at = words.iter().rposition(|w| *w == word).expect("printed");
        words[at + 1].parse().expect("a number")
    };
    let outcome = run(&file("scenarios/bench/w60.toml"), 1_000_000);
    let total = crate::simulated::held(outcome.plan_entry("total").expect("total"));
    let sd = total.sd.expect("many trials");
    // The peer's standard error is sd/√200,000.
    assert!((total.target - total.mean - after("mean")).abs() < 4.5 * sd / 200_000_f64.sqrt());
    assert!((sd / after("sd") - 1.0).abs() < 0.01);
    assert!((1.0 - total.p_met.value - after("P")).abs() < 4.5 * (0.25_f64 / 200_000.0).sqrt());
}
