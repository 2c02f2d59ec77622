//! The same bits whatever does the work; common draws; and changes that change nothing give exactly zero.

use crate::simulated::{file, read, run, run_with, settings};
use mikomi::engine::{self, Progress, Settings};
use mikomi::outcome::Outcome;
use mikomi::plan::{Plan, Uncertainty};
use mikomi::scenario;

const EVERYTHING: &str = "tests/reference/everything.toml";

fn json(outcome: &Outcome) -> String {
    serde_json::to_string_pretty(outcome).expect("serialisable")
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let text = file(EVERYTHING);
    // 100,500 trials: 98 full blocks and a part of one.
    let with = |threads| json(&run_with(&text, Settings { threads, ..settings(100_500) }, Uncertainty::On));
    let one = with(1);
    for threads in [2, 3, 8] {
        assert!(one == with(threads), "{threads} threads");
    }
}

#[test]
fn blocks_run_in_parts_and_merged_in_any_order_are_the_run() {
    let (_, model) = read(&file(EVERYTHING));
    let plan = Plan::compile(&model, Uncertainty::On);
    let settings = settings(50_500);
    let whole = engine::run(&plan, &settings, &Progress::default()).expect("threads").tally;
    let part = |range| engine::simulate_blocks(&plan, &settings, range);
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let parts = [part(0..7), part(7..30), part(30..50)];
        let mut merged = parts[order[0]].clone();
        merged.merge(&parts[order[1]]);
        merged.merge(&parts[order[2]]);
        assert!(merged == whole, "{order:?}");
    }
}

#[test]
fn an_unrelated_initiative_changes_no_other_policy() {
    let text = file(EVERYTHING);
    let more = "\n[[policy]]\nid = \"Z\"\nname = \"Z\"\n[[initiative]]\nid = \"aaa\"\nname = \"a\"\npolicy = \"Z\"\n\
                [[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R7 = 10 }\n\
                realisation = { kind = \"uniform\", low = 0.5, high = 1.0 }\nvolatility = 0.2\n";
    let (before, after) = (run(&text, 30_000), run(&(text.clone() + more), 30_000));
    let of = |outcome: &Outcome| -> Vec<String> {
        let known = outcome.results.iter().filter(|e| e.policy != "total" && e.policy != "Z");
        known.map(|e| serde_json::to_string(e).expect("serialisable")).collect()
    };
    assert_eq!(of(&before), of(&after));
}

#[test]
fn the_order_of_the_file_changes_nothing() {
    let text = file("scenarios/revised.toml");
    let mut value: toml::Table = toml::from_str(&text).expect("TOML");
    for list in ["initiative", "strategy", "dependence"] {
        value.get_mut(list).and_then(toml::Value::as_array_mut).expect(list).reverse();
    }
    let turned = run(&toml::to_string(&value).expect("TOML"), 20_000);
    assert_eq!(run(&text, 20_000).results, turned.results);
}

#[test]
fn the_order_of_no_list_changes_a_figure() {
    let text = file(EVERYTHING);
    let sorted = |outcome: Outcome| -> Vec<String> {
        let mut all: Vec<String> =
            outcome.results.iter().map(|e| serde_json::to_string(e).expect("serialisable")).collect();
        all.sort();
        all
    };
    let straight = sorted(run(&text, 20_000));
    let lists = ["policy", "edition", "initiative", "strategy", "driver", "dependence", "correlation", "overlap"];
    for list in lists {
        let mut value: toml::Table = toml::from_str(&text).expect("TOML");
        value.get_mut(list).and_then(toml::Value::as_array_mut).expect(list).reverse();
        assert!(sorted(run(&toml::to_string(&value).expect("TOML"), 20_000)) == straight, "{list}");
    }
    let mut value: toml::Table = toml::from_str(&text).expect("TOML");
    for initiative in value.get_mut("initiative").and_then(toml::Value::as_array_mut).expect("a list") {
        initiative.get_mut("stream").and_then(toml::Value::as_array_mut).expect("streams").reverse();
    }
    assert!(sorted(run(&toml::to_string(&value).expect("TOML"), 20_000)) == straight, "stream");
}

#[test]
fn an_empty_overlay_changes_nothing() {
    let text = file(EVERYTHING);
    let read = |name: &str| match name {
        "base.toml" => Ok(text.as_bytes().to_vec()),
        "extends.toml" => Ok(b"extends = \"base.toml\"\n".to_vec()),
        "empty.toml" => Ok(Vec::new()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let digest = |name: &str| scenario::load(name, &read).expect("readable").digest();
    assert_eq!(digest("base.toml"), digest("base.toml+empty.toml"));
    assert_eq!(digest("base.toml"), digest("extends.toml"));
}

#[test]
fn money_scales() {
    let text = |unit: f64| {
        format!(
            r#"format = 1
title = "t"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 0, R5 = 0, R6 = 0, R7 = 0, R8 = 0, R9 = {} }}
[[initiative]]
id = "a"
name = "a"
policy = "P"
go_ahead = 0.8
[[initiative.stream]]
id = "s"
kind = "saving"
amounts = {{ R6 = {}, R7 = {} }}
realisation = {{ class = "cash_item" }}
volatility = 0.1
"#,
            900.0 * unit,
            123.0 * unit,
            321.0 * unit
        )
    };
    let (small, large) = (run(&text(1.0), 50_000), run(&text(1000.0), 50_000));
    for (a, b) in small.results.iter().zip(&large.results) {
        let sd = a.sd.expect("many trials");
        for (x, y) in [
            (a.mean, b.mean),
            (sd, b.sd.unwrap()),
            (a.mean_shortfall.unwrap(), b.mean_shortfall.unwrap()),
            (a.target.unwrap(), b.target.unwrap()),
        ] {
            assert!((1000.0 * x - y).abs() <= 1e-9 * y.abs(), "{x} {y}");
        }
        for (x, y) in [
            (a.quantiles.p10, b.quantiles.p10),
            (a.quantiles.p50, b.quantiles.p50),
            (a.cvar90.unwrap(), b.cvar90.unwrap()),
        ] {
            assert!((1000.0 * x - y).abs() <= 1000.0 * sd / 1024.0, "{x} {y}");
        }
        assert_eq!(a.p_met, b.p_met);
    }
}

#[test]
fn another_seed_gives_other_numbers_within_the_error() {
    let text = file("scenarios/minimal.toml");
    let with = |seed| run_with(&text, Settings { seed, ..settings(100_000) }, Uncertainty::On);
    let (one, two) = (with(1), with(2));
    let (a, b) = (one.plan_entry("total").unwrap(), two.plan_entry("total").unwrap());
    assert_ne!(a.mean, b.mean);
    assert!((a.mean - b.mean).abs() < 5.0 * (a.se.unwrap().powi(2) + b.se.unwrap().powi(2)).sqrt());
}

#[test]
fn a_run_that_is_stopped_keeps_whole_rounds() {
    let (_, model) = read(&file("scenarios/revised.toml"));
    let plan = Plan::compile(&model, Uncertainty::On);
    let progress = Progress::default();
    progress.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let run = engine::run(&plan, &settings(1_000_000), &progress).expect("threads");
    assert_eq!(run.trials, 0);
    // A thread stops the run while it goes; what is left is the beginning of the whole run, bit by bit.
    let progress = Progress::default();
    let stopped = std::thread::scope(|scope| {
        scope.spawn(|| {
            while progress.done.load(std::sync::atomic::Ordering::Relaxed) < 200_000 {
                std::thread::yield_now();
            }
            progress.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        engine::run(&plan, &settings(500_000_000), &progress).expect("threads")
    });
    assert!(stopped.trials > 0 && stopped.trials < 500_000_000 && stopped.trials % 1024 == 0);
    let again = engine::run(&plan, &settings(stopped.trials), &Progress::default()).expect("threads");
    assert!(stopped.tally == again.tally);
}
