//! What must change nothing: years closed exactly as planned, and a stream split by hand at the last closed year.

use crate::simulated::{planned, run};
use mikomi::fiscal::FiscalYear;
use mikomi::outcome::{Outcome, TOTAL};

/// Erosion, a fall, an index, a cost, shares, and an overlap across the border of the closed years. `CLOSED` is as-of year and
/// records, `RECORD` those of policies.
fn everything(closed: &str, of_p: &str, of_q: &str) -> String {
    format!(
        r#"format = 1
title = "everything"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
{closed}
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 1, R5 = 1, R6 = 1, R7 = 1, R8 = 1, R9 = 1 }}
{of_p}
[[policy]]
id = "Q"
name = "Q"
targets = {{ R4 = 1, R5 = 1, R6 = 1, R7 = 1, R8 = 1, R9 = 1 }}
{of_q}
[[driver]]
id = "wage"
name = "wage"
base = "R4"
growth = 0.03
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [
    {{ id = "s", kind = "saving", amounts = {{ R4 = 100, R5 = 200, R6 = 150, R7 = 300, R8 = 300, R9 = 300 }}, erosion = 0.1, driver = "wage" }},
    {{ id = "c", kind = "cost", amounts = {{ R4 = 10, R5 = 20, R6 = 30, R7 = 30 }} }},
]
[[initiative]]
id = "b"
name = "b"
policy = "P"
stream = [{{ id = "s", kind = "revenue", amounts = {{ R4 = 60, R5 = 90, R6 = 90, R7 = 20, R8 = 80, R9 = 400 }}, general_fund_share = 0.5 }}]
[[initiative]]
id = "d"
name = "d"
shares = {{ P = 0.25, Q = 0.75 }}
stream = [
    {{ id = "s", kind = "saving", amounts = {{ R4 = 40, R5 = 80, R6 = 120, R7 = 120, R8 = 120, R9 = 120 }}, realisation = 0.9 }},
    {{ id = "sale", kind = "revenue", shape = {{ kind = "one_off", start = "R5", full = 50 }} }},
]
[[overlap]]
initiatives = ["a", "b", "d"]
share = 0.5
"#
    )
}

fn of_year(outcome: &Outcome, policy: &str, calendar: i32) -> f64 {
    let year = FiscalYear::new(calendar).expect("in range");
    outcome.year_entry(policy, year).expect("a year").planned
}

/// The records of a policy that say that R4 and R5 came exactly as planned, with the one-off part if `stated`.
fn as_planned(outcome: &Outcome, policy: &str, share: f64, stated: bool) -> String {
    let [r4, r5] = [2022, 2023].map(|year| of_year(outcome, policy, year));
    let r5 = if stated { format!("{{ value = {r5}, one_off = {} }}", 50.0 * share) } else { r5.to_string() };
    format!("actuals = {{ R4 = {r4}, R5 = {r5} }}")
}

#[test]
fn years_closed_exactly_as_planned_change_nothing() {
    let plan = planned(&everything("", "", ""));
    for (p, q) in [(true, true), (false, true), (false, false)] {
        let of = |policy, share, stated| as_planned(&plan, policy, share, stated);
        let text = everything("as_of = \"R6\"", &of("P", 0.25, p), &of("Q", 0.75, q));
        let closed = planned(&text);
        for policy in ["P", "Q", TOTAL] {
            for year in 2022..=2027 {
                let difference = of_year(&closed, policy, year) - of_year(&plan, policy, year);
                assert!(difference.abs() < 1e-9, "{policy} {year}: {difference}");
            }
        }
    }
}

/// Where arithmetic is exact, the difference is exactly zero.
#[test]
fn whole_amounts_change_by_exactly_nothing() {
    let text = |closed: &str, records: &str| {
        format!(
            r#"format = 1
title = "whole"
unit = "千円"
plan = {{ first = "R4", last = "R7", basis = "recurring"{closed} }}
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 1, R5 = 1, R6 = 1, R7 = 1 }}
{records}
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{{ id = "s", kind = "saving", amounts = {{ R4 = 30, R5 = 70, R6 = 35, R7 = 90 }} }}, {{ id = "c", kind = "cost", amounts = {{ R4 = 3 }} }}]
[[initiative]]
id = "b"
name = "b"
policy = "P"
stream = [{{ id = "s", kind = "saving", amounts = {{ R4 = 11, R5 = 13 }} }}]
"#
        )
    };
    let plan = planned(&text("", ""));
    let closed = planned(&text(", as_of = \"R6\"", "actuals = { R4 = 38, R5 = 80 }"));
    for year in 2022..=2025 {
        assert_eq!(of_year(&closed, "P", year), of_year(&plan, "P", year), "{year}");
    }
}

/// A stream that reached 150 of 200 by R5: split by hand into what goes on and what is still to come, which keeps its id, it
/// gives the same figures, trial by trial.
#[test]
fn a_stream_split_by_hand_gives_the_same() {
    let text = |streams: &str, records: &str| {
        format!(
            r#"format = 1
title = "split"
unit = "千円"
plan = {{ first = "R4", last = "R9", basis = "recurring", as_of = "R6" }}
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 1, R5 = 1, R6 = 1, R7 = 1, R8 = 1, R9 = 1 }}
{records}
[[initiative]]
id = "a"
name = "a"
policy = "P"
go_ahead = 0.7
delay = {{ kind = "discrete", values = [0, 1, 2], weights = [5, 3, 2] }}
stream = [{streams}]
"#
        )
    };
    let realised = r#"realisation = { kind = "pert", low = 0.4, mode = 0.9, high = 1.2 }"#;
    let whole = format!(
        r#"{{ id = "s", kind = "saving", amounts = {{ R4 = 100, R5 = 200, R6 = 260, R7 = 300 }}, {realised} }}"#
    );
    let split = format!(
        r#"{{ id = "s", kind = "saving", amounts = {{ R6 = 60, R7 = 100 }}, {realised} }},
    {{ id = "reached", kind = "saving", amounts = {{ R4 = 100, R5 = 150 }}, timing = "fixed" }}"#
    );
    // What goes on is a stream that certainly goes ahead, so it is an initiative of its own.
    let apart = split.replace(
        "},\n    { id = \"reached\"",
        "}]\n[[initiative]]\nid = \"b\"\nname = \"b\"\npolicy = \"P\"\nstream = [{ id = \"reached\"",
    );
    let records = "actuals = { R4 = 100, R5 = 150 }";
    let reached = run(&text(&whole, records), 20_480);
    let by_hand = run(&text(&apart, &format!("{records}\nopen_years = \"as_stated\"")), 20_480);
    for (a, b) in reached.results.iter().zip(&by_hand.results) {
        assert_eq!((&a.period, a.p_met, a.quantiles), (&b.period, b.p_met, b.quantiles));
        assert!((a.mean - b.mean).abs() < 1e-9 && (a.planned - b.planned).abs() < 1e-9);
    }
}
