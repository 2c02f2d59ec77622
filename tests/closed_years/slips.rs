//! One-off amounts fall whole into one year.

use crate::simulated::{one_stream, one_stream_and, planned, run, run_with, settings};
use mikomi::engine::Settings;
use mikomi::fiscal::FiscalYear;
use mikomi::outcome::Outcome;
use mikomi::plan::Uncertainty;

fn mean(outcome: &Outcome, calendar: i32) -> f64 {
    outcome.year_entry("P", FiscalYear::new(calendar).expect("in range")).expect("a year").mean
}

const SALE: &str = "recurring = false\namounts = { R6 = 1000 }";

/// Late by a quarter of a year: in R7 one time in four, never divided.
#[test]
fn a_fraction_is_the_probability_of_the_later_year() {
    let outcome = run(&one_stream("recurring", "delay = 0.25", SALE), 40_960);
    let [r6, r7] = [2024, 2025].map(|year| outcome.year_entry("P", FiscalYear::new(year).unwrap()).unwrap());
    assert!((r6.mean - 750.0).abs() < 1.0 && (r7.mean - 250.0).abs() < 1.0, "{} {}", r6.mean, r7.mean);
    // A yes or no of 1,000: the standard deviation is 1,000 · √(0.25 · 0.75).
    assert!((r6.sd.expect("simulated") - 433.0).abs() < 2.0);
    assert!((r6.mean + r7.mean - 1000.0).abs() < 1e-9);
    let sure = outcome.plan_entry("P").expect("there");
    assert!((sure.mean - 1000.0).abs() < 1e-9 && sure.sd.is_none_or(|sd| sd < 1e-6));
}

/// 0.2502 of 1,024 trials are 256.2: every stratified block has 256 of them, or now and then 257. That blocks are alike
/// does not mean that the share is known.
#[test]
fn whether_an_amount_slips_is_never_known_without_error() {
    for seed in [1, 2] {
        let settings = Settings { seed, ..settings(2048) };
        let outcome = run_with(&one_stream("recurring", "delay = 0.2502", SALE), settings, Uncertainty::On);
        for (year, expected) in [(2024, 749.8), (2025, 250.2)] {
            let entry = outcome.year_entry("P", FiscalYear::new(year).unwrap()).unwrap();
            let se = entry.se.expect("two blocks");
            assert!(se > 0.0 && (entry.mean - expected).abs() < 2.0 * se, "{seed} {year}: {} {se}", entry.mean);
        }
    }
}

/// All one-off amounts of an initiative slip together.
#[test]
fn amounts_of_an_initiative_slip_together() {
    let more = r#"[[initiative.stream]]
id = "t"
kind = "cost"
timing = "delayed"
recurring = false
amounts = { R6 = 1000 }"#;
    let outcome =
        run(&one_stream_and("recurring", "delay = { kind = \"uniform\", low = 0, high = 2 }", SALE, more), 10_240);
    for year in 2022..=2027 {
        let entry = outcome.year_entry("P", FiscalYear::new(year).unwrap()).unwrap();
        assert!(entry.mean.abs() < 1e-9 && entry.sd.is_none_or(|sd| sd < 1e-6), "{year}");
    }
}

/// Uniform from 0 to 2: whole years of 0, 1 and 2 with 1/4, 1/2 and 1/4.
#[test]
fn a_delay_spread_over_years() {
    let outcome = run(&one_stream("recurring", "delay = { kind = \"uniform\", low = 0, high = 2 }", SALE), 40_960);
    for (year, expected) in [(2024, 250.0), (2025, 500.0), (2026, 250.0)] {
        assert!((mean(&outcome, year) - expected).abs() < 12.0, "{year}: {}", mean(&outcome, year));
    }
}

/// With a required initiative the slip is that of the greatest delay: 0.6 of b, whatever a's own 0.3 would do.
#[test]
fn the_slip_of_the_greatest_delay_counts() {
    let more = r#"[[initiative]]
id = "b"
name = "b"
policy = "P"
delay = 0.6
stream = [{ id = "s", kind = "revenue", recurring = false, amounts = { R6 = 1000 } }]"#;
    let outcome = run(&one_stream_and("recurring", "delay = 0.3\nrequires = [\"b\"]", SALE, more), 40_960);
    let r7 = outcome.year_entry("P", FiscalYear::new(2025).unwrap()).unwrap();
    // Both slip together: 2,000 with 0.6.
    assert!((r7.mean - 1200.0).abs() < 2.0, "{}", r7.mean);
    assert!((r7.sd.unwrap() - 2000.0 * (0.6_f64 * 0.4).sqrt()).abs() < 4.0);
}

#[test]
fn planned_values_take_the_nearer_year() {
    for (delay, late) in [(0.49, 0), (0.5, 1), (1.2, 1), (-0.5, 0), (-0.6, -1)] {
        let outcome = planned(&one_stream("recurring", &format!("delay = {delay}"), SALE));
        assert_eq!(mean(&outcome, 2024 + late), 1000.0, "{delay}");
    }
}
