//! Independent programs agree: `tests/reference/*.py` simulate the same scenarios in NumPy; their output is committed.

use crate::simulated::{at, file, run};
use mikomi::outcome::{Entry, Outcome, PeriodKind};
use serde_json::Value as Json;

fn reference(name: &str) -> Json {
    serde_json::from_str(&std::fs::read_to_string(at(name)).expect("committed")).expect("JSON")
}

/// The figures of an entry under the names that the reference uses.
fn figures(e: &Entry) -> [(&'static str, f64); 12] {
    let q = &e.quantiles;
    [
        ("mean", e.mean),
        ("sd", e.sd.unwrap_or(0.0)),
        ("p_met", e.p_met.value),
        ("mean_shortfall", e.mean_shortfall),
        ("cvar90", e.cvar90),
        ("p5", q.p5),
        ("p10", q.p10),
        ("p25", q.p25),
        ("p50", q.p50),
        ("p75", q.p75),
        ("p90", q.p90),
        ("p95", q.p95),
    ]
}

/// Compares every figure: within 4.5 standard errors of the difference (which one of some 700 figures may well reach
/// by chance only once in 200 runs), and for what is read off the histogram its resolution besides.
fn agree(outcome: &Outcome, reference: &Json) -> usize {
    let trials = outcome.provenance.trials as f64;
    let other = reference["n"].as_f64().expect("trials of the reference");
    let mut compared = 0;
    for e in &outcome.results {
        let period =
            if e.period.kind == PeriodKind::Plan { "plan".to_owned() } else { e.period.first.calendar().to_string() };
        let theirs = &reference["results"][&e.policy][&period];
        assert!(theirs.is_object(), "the reference lacks {} {period}", e.policy);
        let size = theirs["sd"].as_f64().expect("sd");
        if let Some(planned) = theirs["planned"].as_f64() {
            assert!((e.planned - planned).abs() <= 1e-9 * planned.abs().max(1.0), "{} {period}: planned", e.policy);
        }
        for (name, ours) in figures(e) {
            let value = theirs[name].as_f64().expect(name);
            let error = theirs["se"][name].as_f64().unwrap_or(0.0) * (1.0 + other / trials).sqrt();
            let read_off = name.starts_with('p') && name != "p_met" || name == "cvar90";
            let resolution = if read_off { 0.001 * size } else { 0.0 };
            // A share of 0 or 1 has no error of its own, yet a few trials more or less are chance.
            let few = if name == "p_met" { 8.0 / trials.min(other) } else { 0.0 };
            let allowed = 4.5 * error + few + resolution + 1e-8 * value.abs().max(1.0);
            let label = format!("{} {period} {name}", e.policy);
            assert!((ours - value).abs() <= allowed, "{label}: {ours} against {value}, allowed {allowed}");
            compared += 1;
        }
    }
    compared
}

#[test]
fn every_feature_at_once_agrees_with_an_independent_program() {
    let outcome = run(&file("tests/reference/everything.toml"), 4_000_000);
    let reference = reference("tests/reference/everything.json");
    assert_eq!(agree(&outcome, &reference), 4 * 7 * 12);
    let plan = outcome.joint.iter().find(|j| j.period.kind == PeriodKind::Plan).expect("joint");
    let exactly = reference["joint"]["k"].as_array().expect("k");
    for (ours, theirs) in plan.exactly.iter().zip(exactly) {
        let theirs = theirs.as_f64().expect("a share");
        let error = (theirs * (1.0 - theirs) / 2e6).sqrt();
        assert!((ours - theirs).abs() < 4.5 * error, "{ours} against {theirs}");
    }
}

#[test]
fn the_benchmark_workload_agrees_with_an_independent_program() {
    let outcome = run(&file("scenarios/bench/w60.toml"), 1_000_000);
    assert_eq!(agree(&outcome, &reference("tests/reference/w60.json")), 4 * 7 * 12);
}

/// The peer's own program, where it and Python with NumPy are at hand: its plan-period gap of the total.
#[test]
fn the_benchmark_workload_agrees_with_the_peer() {
    let folder = at("../shared/peers");
    let found = std::process::Command::new("python3").arg("np_w60.py").arg("200000").current_dir(folder).output();
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
    let total = outcome.plan_entry("total").expect("total");
    let sd = total.sd.expect("many trials");
    // The peer's standard error is sd/√200,000.
    assert!((total.target - total.mean - after("mean")).abs() < 4.5 * sd / 200_000_f64.sqrt());
    assert!((sd / after("sd") - 1.0).abs() < 0.01);
    assert!((1.0 - total.p_met.value - after("P")).abs() < 4.5 * (0.25_f64 / 200_000.0).sqrt());
}
