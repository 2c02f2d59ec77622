//! What is printed as enough is enough, and figures are amounts that occur.

use crate::simulated::{file, one_stream, read, run, settings};
use mikomi::engine::{Progress, Sampling, Settings};
use mikomi::outcome::{self, Entry, Request};
use mikomi::plan::Uncertainty;

/// The plan period of the total.
fn total(text: &str, confidence: f64, settings: Settings) -> Entry {
    let (document, model) = read(text);
    let request = Request { settings, uncertainty: Uncertainty::On, confidence };
    let outcome = outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads");
    outcome.plan_entry("total").expect("simulated").clone()
}

#[test]
fn the_extra_rounded_up_lets_as_many_trials_meet_the_target_as_was_asked() {
    let rare = "amounts = { R4 = 180_000 }\nrecurring = false\nrealisation = { kind = \"discrete\", values = [0, 1], weights = [95, 5] }";
    let odd = "amounts = { R4 = 1_000 }\nrecurring = false\nrealisation = { kind = \"lognormal\", median = 0.5, sigma = 1 }\nvolatility = 0.2";
    for (text, policy) in [
        (file("scenarios/minimal.toml"), "P"),
        (one_stream("recurring", "go_ahead = 0.5", "amounts = { R4 = 180_000 }\nrecurring = false"), "P"),
        (one_stream("recurring", "", rare), "P"),
        (one_stream("recurring", "go_ahead = 0.6", odd), "P"),
        (file("scenarios/revised.toml"), "II"),
    ] {
        for confidence in [0.5, 0.8, 0.95] {
            for (trials, sampling) in [(10_000, Sampling::Latin), (4096, Sampling::Latin), (3333, Sampling::Random)] {
                let settings = Settings { sampling, ..settings(trials) };
                let extra = total(&text, confidence, settings).extra.expect("a target");
                let added = format!(
                    "{text}\n[[initiative]]\nid = \"added\"\nname = \"added\"\npolicy = \"{policy}\"\n[[initiative.stream]]\n\
                     id = \"s\"\nkind = \"saving\"\namounts = {{ R9 = {} }}\nrecurring = false\n",
                    extra.ceil()
                );
                let met = total(&added, confidence, settings).p_met.expect("a target").value;
                assert!(met >= confidence, "{confidence}, {trials} {sampling:?}: {extra} gives {met}");
            }
        }
    }
}

#[test]
fn quantiles_of_amounts_that_recur_are_such_amounts() {
    // 0 in 95 of 100 trials, else 3,000,000,000: every quantile up to P90 is 0, and the mean shortfall of the worst tenth
    // against the target of 600 is 600.
    let text = one_stream(
        "recurring",
        "",
        "amounts = { R4 = 3_000_000_000 }\nrecurring = false\nrealisation = { kind = \"discrete\", values = [0, 1], weights = [95, 5] }",
    );
    let e = run(&text, 102_400).plan_entry("P").expect("simulated").clone();
    let q = e.quantiles;
    assert_eq!([q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90], [0.0; 8]);
    assert_eq!((e.extra_for_80, e.extra, e.cvar90), (Some(600.0), Some(600.0), Some(600.0)));
}

#[test]
fn the_worst_tenth_is_never_better_than_all() {
    // The year-on-year change over the plan of a level that begins before it cancels out but for rounding.
    let text = one_stream(
        "year_on_year",
        "",
        "amounts = { R3 = 7_777.7 }\nvolatility = 0.0\nrealisation = { kind = \"uniform\", low = 0.1, high = 1.3 }",
    );
    let e = run(&text, 4096).plan_entry("P").expect("simulated").clone();
    let sure = 600.0 - e.mean;
    let told = [e.cvar90, e.mean_shortfall].map(|amount| amount.expect("a target"));
    assert!(told.iter().all(|amount| (amount - sure).abs() < 1e-6), "{e:?}");
    for text in ["scenarios/minimal.toml", "scenarios/revised.toml", "tests/reference/everything.toml"] {
        for e in run(&file(text), 5000).results {
            // All of the worst tenth falls short by at least as much as P10 does, which is known to 1/1024 of the sd.
            let Some(target) = e.target else { continue };
            let least = target - e.quantiles.p10 - e.sd.unwrap_or(0.0) / 500.0;
            let [cvar90, mean] = [e.cvar90, e.mean_shortfall].map(|amount| amount.expect("a target"));
            assert!(cvar90 >= mean && cvar90 >= least, "{text}: {e:?}");
        }
    }
}
