//! Three years in the life of a plan, by hand on every counting basis: made, one year closed, two years closed, revised.
//!
//! Planned: levels of 100, 300, 600, then 1,000 a year from R7 on, and 500 once in R7. Reached: 80 in R4, 230 in R5.

use crate::simulated::planned_from;
use mikomi::outcome::{Outcome, TOTAL};

/// The plan as it was made, on a basis with the targets that it implies.
fn made(basis: &str, targets: [f64; 6]) -> String {
    let [r4, r5, r6, r7, r8, r9] = targets;
    format!(
        r#"format = 1
title = "plan"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "{basis}"
[editions]
first_base = "R4"
last_base = "R5"
horizon = 5
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = {r4}, R5 = {r5}, R6 = {r6}, R7 = {{ value = {r7}, one_off = 500 }}, R8 = {r8}, R9 = {r9} }}
[[initiative]]
id = "i"
name = "i"
policy = "P"
stream = [{{ id = "s", kind = "saving", amounts = {{ R4 = 100, R5 = 300, R6 = 600, R7 = 1000, R8 = 1000, R9 = 1000 }} }}]
[[initiative]]
id = "sale"
name = "sale"
policy = "P"
stream = [{{ id = "s", kind = "revenue", shape = {{ kind = "one_off", start = "R7", full = 500 }} }}]
"#
    )
}

/// A file laid over another, as the readme describes it: the as-of year moves on, and an actual is added.
fn closed(over: &str, as_of: &str, actuals: &str) -> String {
    format!("extends = \"{over}\"\n[plan]\nas_of = \"{as_of}\"\n[[policy]]\nid = \"P\"\nactuals = {{ {actuals} }}\n")
}

/// What is planned for each year, and over the plan period.
fn years(outcome: &Outcome) -> Vec<f64> {
    let years = outcome.header.plan.years().map(|year| outcome.year_entry(TOTAL, year).expect("a year").planned);
    years.chain([outcome.plan_entry(TOTAL).expect("plan period").planned]).collect()
}

/// Target and planned effect of the edition with a base year.
fn edition(outcome: &Outcome, base: i32) -> (f64, f64) {
    let is = |e: &&mikomi::outcome::Entry| e.policy == TOTAL && e.period.base.is_some_and(|b| b.calendar() == base);
    outcome.results.iter().find(is).map(|e| (e.target.expect("stated"), e.planned)).expect("an edition")
}

fn lived(basis: &str, targets: [f64; 6], first: f64, second: f64) -> [Outcome; 3] {
    let plan = made(basis, targets);
    let one = closed("plan.toml", "R5", &format!("R4 = {first}"));
    let two = closed("one.toml", "R6", &format!("R5 = {second}"));
    let files = [("plan.toml", plan.as_str()), ("one.toml", &one), ("two.toml", &two)];
    ["plan.toml", "one.toml", "two.toml"].map(|file| planned_from(file, &files))
}

#[test]
fn counted_as_recurring() {
    let [plan, one, two] = lived("recurring", [100.0, 300.0, 600.0, 1500.0, 1000.0, 1000.0], 80.0, 230.0);
    assert_eq!(years(&plan), [100.0, 300.0, 600.0, 1500.0, 1000.0, 1000.0, 4500.0]);
    // 20 missed in R4 stay missing: 80 + 200, 80 + 500, 80 + 900 and 500, 980 and 980.
    assert_eq!(years(&one), [80.0, 280.0, 580.0, 1480.0, 980.0, 980.0, 4380.0]);
    // 230 + 300, 230 + 700 and 500, 930, 930.
    assert_eq!(years(&two), [80.0, 230.0, 530.0, 1430.0, 930.0, 930.0, 4130.0]);
    // What the edition adds to its base: R6 300, R7 700 + 500, R8 and later 700 each.
    assert_eq!([&plan, &one, &two].map(|o| edition(o, 2023)), [(3600.0, 3600.0); 3]);
    // Made in R5, it knows R4 alone: 200 + 500 + 900 + 500 + 900 + 900.
    assert_eq!(edition(&one, 2022), (3900.0, 3900.0));
    assert_eq!(edition(&two, 2022), (3900.0, 3900.0));
}

#[test]
fn counted_as_new_in_the_year() {
    let [plan, one, two] = lived("new_in_year", [100.0, 200.0, 300.0, 900.0, 0.0, 0.0], 80.0, 150.0);
    assert_eq!(years(&plan), [100.0, 200.0, 300.0, 900.0, 0.0, 0.0, 1500.0]);
    // What is new in later years is as planned: nothing is made good, and nothing more is lost.
    assert_eq!(years(&one), [80.0, 200.0, 300.0, 900.0, 0.0, 0.0, 1480.0]);
    assert_eq!(years(&two), [80.0, 150.0, 300.0, 900.0, 0.0, 0.0, 1430.0]);
    assert_eq!([&plan, &one, &two].map(|o| edition(o, 2023)), [(3600.0, 3600.0); 3]);
    assert_eq!(edition(&two, 2022), (3900.0, 3900.0));
}

#[test]
fn counted_against_the_year_before() {
    let [plan, one, two] = lived("year_on_year", [100.0, 200.0, 300.0, 900.0, -500.0, 0.0], 80.0, 150.0);
    assert_eq!(years(&plan), [100.0, 200.0, 300.0, 900.0, -500.0, 0.0, 1000.0]);
    assert_eq!(years(&one), [80.0, 200.0, 300.0, 900.0, -500.0, 0.0, 980.0]);
    assert_eq!(years(&two), [80.0, 150.0, 300.0, 900.0, -500.0, 0.0, 930.0]);
    assert_eq!([&plan, &one, &two].map(|o| edition(o, 2023)), [(3600.0, 3600.0); 3]);
}

/// The revision takes R6 onwards as new estimates that know the actuals.
#[test]
fn revised_with_amounts_estimated_anew() {
    let plan = made("recurring", [100.0, 300.0, 600.0, 1500.0, 1000.0, 1000.0]);
    let two = closed("plan.toml", "R6", "R4 = 80, R5 = 230");
    let revised = r#"extends = "two.toml"
[plan]
open_years = "as_stated"
[[initiative]]
id = "i"
stream = [{ id = "s", amounts = { R6 = 500, R7 = 850, R8 = 950, R9 = 950 } }]
"#;
    let files = [("plan.toml", plan.as_str()), ("two.toml", &two), ("revised.toml", revised)];
    let outcome = planned_from("revised.toml", &files);
    assert_eq!(years(&outcome), [80.0, 230.0, 500.0, 1350.0, 950.0, 950.0, 4060.0]);
}

/// Half of what was missed is made good from the first open year on: 35 more in each.
#[test]
fn a_share_of_what_was_missed_is_made_good() {
    let plan = made("recurring", [100.0, 300.0, 600.0, 1500.0, 1000.0, 1000.0]);
    for table in [
        "[plan]\nmade_good = 0.5",
        "[[policy]]\nid = \"P\"\nmade_good = 0.5",
        "[[initiative]]\nid = \"i\"\nmade_good = 0.5",
    ] {
        let two = closed("plan.toml", "R6", "R4 = 80, R5 = 230");
        let more = format!("extends = \"two.toml\"\n{table}\n");
        let outcome = planned_from("more.toml", &[("plan.toml", &plan), ("two.toml", &two), ("more.toml", &more)]);
        assert_eq!(years(&outcome), [80.0, 230.0, 565.0, 1465.0, 965.0, 965.0, 4270.0], "{table}");
    }
}
