//! Standard errors and intervals by seeds: they hold the truth as often as they say, and more trials never widen them.

use crate::simulated::{one_stream, run_with, settings};
use mikomi::engine::{Sampling, Settings};
use mikomi::outcome::Entry;
use mikomi::plan::Uncertainty;
use mikomi::stats::student_t_975;

const SAMPLINGS: [Sampling; 2] = [Sampling::Latin, Sampling::Random];

/// The plan period of a scenario under one seed.
fn under(text: &str, seed: u64, trials: u64, sampling: Sampling) -> Entry {
    let settings = Settings { seed, sampling, threads: 1, ..settings(trials) };
    run_with(text, settings, Uncertainty::On).plan_entry("P").expect("simulated").clone()
}

/// 100 once with the odds 0.3: 307.2 of 1,024 trials, so that a stratified block has it 307 or 308 times.
fn once(more: &str) -> String {
    one_stream("recurring", "go_ahead = 0.3", &format!("amounts = {{ R4 = 100 }}\nrecurring = false\n{more}"))
}

#[test]
fn the_error_of_a_mean_is_not_0_by_chance_and_holds() {
    let beside = "[[initiative]]\nid = \"b\"\nname = \"b\"\npolicy = \"P\"\n[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\n\
                  amounts = { R4 = 1 }\nrecurring = false\nrealisation = { kind = \"normal\", mean = 1, sd = 0.1 }\n";
    for (text, mean) in [(once(""), 30.0), (once(beside), 31.0)] {
        for blocks in [2, 4, 10, 20] {
            for sampling in SAMPLINGS {
                let held = |seed: &u64| {
                    let e = under(&text, *seed, blocks * 1024, sampling);
                    let [se, short] = [e.se, e.mean_shortfall_se].map(|se| se.expect("two blocks or more"));
                    assert!(se > 0.0 && short > 0.0, "{blocks} blocks, seed {seed}, {sampling:?}");
                    (e.mean - mean).abs() <= student_t_975(blocks - 1) * se
                };
                let held = (1..=100).filter(held).count();
                // 95 of 100, less 2.3 standard deviations.
                assert!(held >= 90, "{blocks} blocks, {sampling:?}: {held} of 100");
            }
        }
    }
}

#[test]
fn more_trials_never_widen_the_interval_of_a_probability() {
    let normal =
        "amounts = { R4 = 1000 }\nrealisation = { kind = \"normal\", mean = 0.6, sd = 0.1 }\nrecurring = false";
    let text = one_stream("recurring", "", normal);
    for sampling in SAMPLINGS {
        let width = |trials: u64| {
            let of = |seed| under(&text, seed, trials, sampling).p_met.expect("a target");
            (1..=40).map(of).map(|p| p.high - p.low).sum::<f64>() / 40.0
        };
        let widths: Vec<f64> = [500, 1000, 2000, 2047, 2048, 3000, 4096, 10_240, 40_960].map(width).to_vec();
        // The same odds seen a little otherwise move a width by less than a hundredth.
        assert!(widths.windows(2).all(|w| w[1] <= 1.01 * w[0]), "{sampling:?}: {widths:?}");
    }
}

#[test]
fn intervals_of_probabilities_hold_the_true_odds() {
    // The sum of four normals of mean 150 and sd 50: mean 600, sd 100. Met with the odds 1 − Φ((600 − 600)/100) = 0.5, and
    // with the target 764.485 = 600 + 1.64485 · 100 with 0.05.
    let initiative = |i: u32| {
        format!(
            "[[initiative]]\nid = \"i{i}\"\nname = \"i\"\npolicy = \"P\"\n[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\n\
             amounts = {{ R4 = 150 }}\nrecurring = false\nrealisation = {{ kind = \"normal\", mean = 1, sd = {} }}\n",
            1.0 / 3.0
        )
    };
    let all: String = (0..4).map(initiative).collect();
    for (target, odds) in [(600.0, 0.5), (764.485_362_7, 0.05)] {
        let text = format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = \"R4\", last = \"R4\", basis = \"recurring\" }}\n\
             [[policy]]\nid = \"P\"\nname = \"P\"\ntargets = {{ R4 = {target} }}\n{all}"
        );
        for sampling in SAMPLINGS {
            for trials in [2048, 4096, 10_240] {
                let held = |seed: &u64| {
                    let p = under(&text, *seed, trials, sampling).p_met.expect("a target");
                    p.low <= odds && odds <= p.high
                };
                let held = (1..=200).filter(held).count();
                // 190 of 200, less 3.2 standard deviations.
                assert!(held >= 180, "{odds}, {trials} trials, {sampling:?}: {held} of 200");
            }
        }
    }
}
