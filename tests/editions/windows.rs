//! Windows before, inside, across and after the plan, by each rule for the years beyond it, on each basis of the plan.
//!
//! All editions are of one plan over R4–R6, in which everything is certain:
//!
//! |           | R1 | R2 |    R3 |   R4 |    R5 | R6 |    R7 | R8 and later |
//! |---|---|---|---|---|---|---|---|---|
//! | saving    |    |  1 |     3 |   10 |    30 | 100 |  300 | 300 |
//! | cost      |    |    |       |      |    20 |  20 |   20 |     |
//! | recurring |  0 |  1 |     3 |   10 |    10 |  80 |  280 | 300 |
//! | revenue   |    |    | 1,000 |      | 4,000 |     | 9,000 |     |
//! | cost      |    |    |       |  500 |       |     |       |     |
//! | one-off   |  0 |  0 | 1,000 | −500 | 4,000 |   0 | 9,000 |   0 |
//!
//! The editions, by base: H30 covers R1–R3, all before the plan; R1 covers R2–R8, across both of its ends; R2 covers R3–R5,
//! across its beginning; R3 covers R4–R8; R4 covers R5 alone, inside; R5 covers R6–R8, across its end; R6, the plan's last
//! year, covers R7–R8, all after it; R8, itself after the plan, covers R9–R10.

use super::{
    Figure, MEAN, PLANNED, TARGET, adds_up, as_stated, bridges, edition, reconciles, recorded_since, scenario,
};
use crate::simulated::planned;
use mikomi::outcome::{Outcome, PeriodKind};

const WINDOWS: [(&str, u32); 8] =
    [("H30", 3), ("R1", 7), ("R2", 3), ("R3", 5), ("R4", 1), ("R5", 3), ("R6", 2), ("R8", 2)];

const INITIATIVE: &str = r#"
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [
    { id = "saving", kind = "saving", amounts = { R2 = 1, R3 = 3, R4 = 10, R5 = 30, R6 = 100, R7 = 300 } },
    { id = "running", kind = "cost", shape = { kind = "step", start = "R5", end = "R7", full = 20 } },
    { id = "sale", kind = "revenue", recurring = false, amounts = { R3 = 1000, R4 = 0, R5 = 4000, R6 = 0, R7 = 9000 } },
    { id = "set-up", kind = "cost", shape = { kind = "one_off", start = "R4", full = 500 } },
]
"#;

/// The plan with an edition for each window; `beyond_plan` of every edition, and what is aimed at after the plan.
fn plan(basis: &str, beyond: &str) -> Outcome {
    let head = format!("first = \"R4\"\nlast = \"R6\"\nbasis = \"{basis}\"");
    let after = if beyond == "explicit" { ", R7 = { value = 90, one_off = 5 }, R8 = 100" } else { "" };
    let policy = format!(
        "[[policy]]\nid = \"P\"\nname = \"P\"\n\
         targets = {{ R4 = {{ value = 50, one_off = 20 }}, R5 = 60, R6 = 70{after} }}\n"
    );
    let more = format!("beyond_plan = \"{beyond}\"");
    let editions: String = WINDOWS.iter().map(|(base, horizon)| edition(base, *horizon, &more)).collect();
    let outcome = planned(&scenario(&head, &(policy + INITIATIVE + &editions)));
    adds_up(&outcome, 0.0);
    outcome
}

/// Base year; years before the window, years after it, years before the plan, years beyond it, the base; the edition.
type Row = (&'static str, [i32; 5], i32);

/// Checks rows after the plan-period amount and, where the basis is not `recurring`, the step to levels.
fn check(outcome: &Outcome, figures: &[Figure], head: &[i32], rows: &[Row]) {
    for (base, steps, amount) in rows {
        let all: Vec<f64> = head.iter().chain(steps).chain([&0]).map(|s| f64::from(*s)).collect();
        for policy in ["P", "total"] {
            for figure in figures {
                reconciles(outcome, base, policy, *figure, &all, f64::from(*amount));
            }
        }
    }
}

/// R4 counts 10 − 500 = −490, R5 counts 10 + 4,000 = 4,010, R6 counts 80; in all 3,600. R2 and R3 count 1 and 1,003.
const EFFECTS: [&[i32]; 1] = [&[-490 + 4_010 + 80]];

#[test]
fn held_at_the_level_of_the_last_year_of_the_plan() {
    let outcome = plan("recurring", "hold");
    check(
        &outcome,
        &[PLANNED, MEAN],
        EFFECTS[0],
        &[
            ("H30", [0, -(-490 + 4_010 + 80), 1 + 1_003, 0, 0], 1_004),
            ("R1", [0, 0, 1 + 1_003, 2 * 80, 0], 4_764),
            ("R2", [0, -80, 1_003, 0, -3], 4_520),
            ("R3", [0, 0, 0, 2 * 80, -5 * 3], 3_745),
            ("R4", [490, -80, 0, 0, -10], 4_000),
            ("R5", [-(-490 + 4_010), 0, 0, 2 * 80, -3 * 10], 210),
            ("R6", [-3_600, 0, 0, 2 * 80, -2 * 80], 0),
            ("R8", [-3_600, 0, 0, 2 * 80, -2 * 80], 0),
        ],
    );
    // Aimed at: 50, of which 20 once; 60; 70, which go on.
    check(
        &outcome,
        &[TARGET],
        &[50 + 60 + 70],
        &[
            ("H30", [0, -180, 0, 0, 0], 0),
            ("R1", [0, 0, 0, 2 * 70, 0], 320),
            ("R2", [0, -70, 0, 0, 0], 110),
            ("R3", [0, 0, 0, 2 * 70, 0], 320),
            ("R4", [-50, -70, 0, 0, -(50 - 20)], 30),
            ("R5", [-(50 + 60), 0, 0, 2 * 70, -3 * 60], 30),
            ("R6", [-180, 0, 0, 2 * 70, -2 * 70], 0),
            ("R8", [-180, 0, 0, 2 * 70, -2 * 70], 0),
        ],
    );
}

#[test]
fn fallen_back_to_zero_what_the_base_holds_lapses() {
    let outcome = plan("recurring", "zero");
    check(
        &outcome,
        &[PLANNED, MEAN],
        EFFECTS[0],
        &[
            ("H30", [0, -3_600, 1 + 1_003, 0, 0], 1_004),
            ("R1", [0, 0, 1 + 1_003, 0, 0], 4_604),
            ("R2", [0, -80, 1_003, 0, -3], 4_520),
            ("R3", [0, 0, 0, 0, -5 * 3], 3_585),
            ("R4", [490, -80, 0, 0, -10], 4_000),
            // 80 − 10 in R6, 0 − 10 in R7 and R8.
            ("R5", [-(-490 + 4_010), 0, 0, 0, -3 * 10], 50),
            // 0 − 80 in R7 and R8. A base after the plan holds nothing.
            ("R6", [-3_600, 0, 0, 0, -2 * 80], -160),
            ("R8", [-3_600, 0, 0, 0, 0], 0),
        ],
    );
    check(
        &outcome,
        &[TARGET],
        &[180],
        &[
            ("H30", [0, -180, 0, 0, 0], 0),
            ("R1", [0, 0, 0, 0, 0], 180),
            ("R2", [0, -70, 0, 0, 0], 110),
            ("R3", [0, 0, 0, 0, 0], 180),
            ("R4", [-50, -70, 0, 0, -30], 30),
            ("R5", [-110, 0, 0, 0, -3 * 60], -110),
            ("R6", [-180, 0, 0, 0, -2 * 70], -140),
            ("R8", [-180, 0, 0, 0, 0], 0),
        ],
    );
}

#[test]
fn as_the_streams_and_the_targets_state_it() {
    let outcome = plan("recurring", "explicit");
    // R7 counts 280 + 9,000, later years 300 each, which the base R8 holds already.
    check(
        &outcome,
        &[PLANNED, MEAN],
        EFFECTS[0],
        &[
            ("H30", [0, -3_600, 1 + 1_003, 0, 0], 1_004),
            ("R1", [0, 0, 1 + 1_003, 9_280 + 300, 0], 14_184),
            ("R2", [0, -80, 1_003, 0, -3], 4_520),
            ("R3", [0, 0, 0, 9_280 + 300, -5 * 3], 13_165),
            ("R4", [490, -80, 0, 0, -10], 4_000),
            ("R5", [-(-490 + 4_010), 0, 0, 9_280 + 300, -3 * 10], 9_630),
            ("R6", [-3_600, 0, 0, 9_280 + 300, -2 * 80], 9_420),
            ("R8", [-3_600, 0, 0, 300 + 300, -2 * 300], 0),
        ],
    );
    // Aimed at in R7: 90, of which 5 once; in R8: 100; nothing is stated for R9 and R10.
    check(
        &outcome,
        &[TARGET],
        &[180],
        &[
            ("H30", [0, -180, 0, 0, 0], 0),
            ("R1", [0, 0, 0, 90 + 100, 0], 370),
            ("R2", [0, -70, 0, 0, 0], 110),
            ("R3", [0, 0, 0, 90 + 100, 0], 370),
            ("R4", [-50, -70, 0, 0, -30], 30),
            ("R5", [-110, 0, 0, 90 + 100, -3 * 60], 80),
            ("R6", [-180, 0, 0, 90 + 100, -2 * 70], 50),
            ("R8", [-180, 0, 0, 0, -2 * 100], -200),
        ],
    );
}

#[test]
fn a_plan_that_counts_only_what_is_new() {
    // R4: 10 − 3 − 500; R5: 10 − 10 + 4,000; R6: 80 − 10. In all 3,577; as levels 3,600.
    let head = [-493 + 4_000 + 70, 3_600 - 3_577];
    let outcome = plan("new_in_year", "hold");
    check(
        &outcome,
        &[PLANNED, MEAN],
        &head,
        &[
            ("H30", [0, -3_600, 1 + 1_003, 0, 0], 1_004),
            ("R3", [0, 0, 0, 2 * 80, -5 * 3], 3_745),
            ("R5", [-(-490 + 4_010), 0, 0, 2 * 80, -3 * 10], 210),
            ("R6", [-3_600, 0, 0, 2 * 80, -2 * 80], 0),
        ],
    );
    // New each year: 30 and 20 once, 60, 70. So levels of 30 + 20, 90, 160: in all 300, where 180 is stated.
    check(
        &outcome,
        &[TARGET],
        &[180, 300 - 180],
        &[
            ("R3", [0, 0, 0, 2 * 160, 0], 620),
            ("R4", [-(30 + 20), -160, 0, 0, -30], 60),
            ("R5", [-(30 + 20 + 90), 0, 0, 2 * 160, -3 * 90], 210),
            ("R6", [-300, 0, 0, 2 * 160, -2 * 160], 0),
        ],
    );
    // After the plan 85 more and 5 once in R7, 100 more in R8, nothing more in R9 and R10: levels 245 + 5, 345, 345, 345.
    let outcome = plan("new_in_year", "explicit");
    check(
        &outcome,
        &[TARGET],
        &[180, 300 - 180],
        &[
            ("R5", [-(30 + 20 + 90), 0, 0, 250 + 345, -3 * 90], 485),
            ("R6", [-300, 0, 0, 250 + 345, -2 * 160], 275),
            ("R8", [-300, 0, 0, 345 + 345, -2 * 345], 0),
        ],
    );
    let outcome = plan("new_in_year", "zero");
    check(&outcome, &[TARGET], &[180, 300 - 180], &[("R5", [-140, 0, 0, 0, -3 * 90], -110)]);
}

#[test]
fn a_plan_that_counts_changes_against_the_year_before() {
    // R4: (10 − 500) − (3 + 1,000); R5: 4,010 − (−490); R6: 80 − 4,010. In all 80 − 1,003; as levels 3,600.
    let head = [-1_493 + 4_500 - 3_930, 3_600 + 923];
    let outcome = plan("year_on_year", "hold");
    check(
        &outcome,
        &[PLANNED, MEAN],
        &head,
        &[
            ("H30", [0, -3_600, 1 + 1_003, 0, 0], 1_004),
            ("R3", [0, 0, 0, 2 * 80, -5 * 3], 3_745),
            ("R5", [-(-490 + 4_010), 0, 0, 2 * 80, -3 * 10], 210),
            ("R6", [-3_600, 0, 0, 2 * 80, -2 * 80], 0),
        ],
    );
    // Changes of 50, 60, 70: levels of 50 (20 of it once), 110, 180: in all 340, where 180 is stated.
    check(
        &outcome,
        &[TARGET],
        &[180, 340 - 180],
        &[
            ("R3", [0, 0, 0, 2 * 180, 0], 700),
            ("R4", [-50, -180, 0, 0, -(50 - 20)], 80),
            ("R5", [-(50 + 110), 0, 0, 2 * 180, -3 * 110], 210),
            ("R6", [-340, 0, 0, 2 * 180, -2 * 180], 0),
        ],
    );
    // 90 more in R7 (of the level 270, 5 is once), 100 more in R8: levels 270, 370, 370, 370.
    let outcome = plan("year_on_year", "explicit");
    check(
        &outcome,
        &[TARGET],
        &[180, 340 - 180],
        &[
            ("R5", [-160, 0, 0, 270 + 370, -3 * 110], 490),
            ("R6", [-340, 0, 0, 270 + 370, -2 * 180], 280),
            ("R8", [-340, 0, 0, 370 + 370, -2 * 370], 0),
        ],
    );
}

#[test]
fn from_one_window_to_a_quite_different_one() {
    let outcome = plan("recurring", "hold");
    let bridge = |from: &str, before: i32, [dropped, added, rebased]: [i32; 3], after: i32| {
        for policy in ["P", "total"] {
            for figure in [PLANNED, MEAN] {
                let steps = [dropped, added, rebased, 0, 0].map(f64::from);
                bridges(&outcome, from, policy, figure, [before, after].map(f64::from), steps);
            }
        }
    };
    // R1–R3 to R2–R8: R1 was 0; R4 to R8 come in; both bases hold nothing.
    bridge("H30", 1_004, [0, 3_600 + 2 * 80, 0], 4_764);
    // R2–R8 to R3–R5: R2, R6, R7, R8 go; the base now holds 1 in each of three years.
    bridge("R1", 4_764, [-(1 + 3 * 80), 0, -3], 4_520);
    // R3–R5 to R4–R8: R3 goes; R6, R7, R8 come in against the old base; then 3 − 1 in five years.
    bridge("R2", 4_520, [-(1_003 - 1), 3 * (80 - 1), -5 * (3 - 1)], 3_745);
    bridge("R3", 3_745, [-(-490 + 3 * 80 - 4 * 3), 0, -(10 - 3)], 4_000);
    // R5 to R6–R8: no year in common.
    bridge("R4", 4_000, [-(4_010 - 10), 3 * (80 - 10), 0], 210);
    bridge("R5", 210, [-(80 - 10), 0, -2 * (80 - 10)], 0);
    bridge("R6", 0, [0, 0, 0], 0);
    // Zero after the plan: R6 goes, R7 and R8 lose 80 in place of 10 each.
    let outcome = plan("recurring", "zero");
    bridges(&outcome, "R5", "P", PLANNED, [50.0, -160.0], [-70.0, 0.0, -140.0, 0.0, 0.0]);
    // No year is left of R7–R8 in R9–R10: −2 × 80 is dropped, 2 × (0 − 80) added, and the base falls from 80 to 0.
    bridges(&outcome, "R6", "P", PLANNED, [-160.0, 0.0], [160.0, -160.0, 160.0, 0.0, 0.0]);
    // As stated: R6 goes; the base rises from 10 to 80 in R7 and R8. Targets: 70 − 60 goes; the base rises from 60 to 70.
    let outcome = plan("recurring", "explicit");
    bridges(&outcome, "R5", "P", PLANNED, [9_630.0, 9_420.0], [-70.0, 0.0, -140.0, 0.0, 0.0]);
    bridges(&outcome, "R5", "P", TARGET, [80.0, 50.0], [-10.0, 0.0, -20.0, 0.0, 0.0]);
}

/// Another rule for the years beyond the plan is a forecast made anew: 80 each in R7 and R8 is no longer expected.
#[test]
fn editions_may_differ_in_their_rule() {
    let editions = edition("R5", 3, "beyond_plan = \"hold\"") + &edition("R6", 2, "beyond_plan = \"zero\"");
    let policy = "[[policy]]\nid = \"P\"\nname = \"P\"\ntargets = { R4 = 50, R5 = 60, R6 = 70 }\n";
    // The streams begin in R2 and R3, which a plan from R4 on may not state without an edition from before.
    let initiative = INITIATIVE.replace("R2 = 1, ", "");
    let head = "first = \"R4\"\nlast = \"R6\"\nbasis = \"recurring\"";
    let outcome = planned(&scenario(head, &(policy.to_owned() + &initiative + &editions)));
    adds_up(&outcome, 0.0);
    bridges(&outcome, "R5", "P", PLANNED, [210.0, -160.0], [-70.0, 0.0, -140.0, 0.0, -2.0 * 80.0]);
    // Targets: 3 × 70 − 3 × 60; 70 − 60 goes; the base rises by 10 twice; 2 × 70 falls away.
    bridges(&outcome, "R5", "P", TARGET, [30.0, -140.0], [-10.0, 0.0, -20.0, 0.0, -2.0 * 70.0]);
}

#[test]
fn an_edition_takes_from_the_rule_what_it_leaves_out() {
    let rule =
        "[editions]\nfirst_base = \"R4\"\nlast_base = \"R6\"\nhorizon = 1\nbeyond_plan = \"zero\"\nclosing_lag = 2\n";
    let single = "[[edition]]\nbase = \"R5\"\nhorizon = 3\nname = \"special\"\n[[edition]]\nbase = \"R6\"\nbeyond_plan = \"hold\"\n";
    let policy = "[[policy]]\nid = \"P\"\nname = \"P\"\n";
    let initiative = INITIATIVE.replace("R2 = 1, ", "");
    let head = "first = \"R4\"\nlast = \"R6\"\nbasis = \"recurring\"";
    let outcome = planned(&scenario(head, &(policy.to_owned() + &initiative + rule + single)));
    let of = |e: &mikomi::outcome::EditionEntry| (e.base.calendar(), e.last.calendar(), e.as_of.calendar());
    let editions: Vec<_> = outcome.editions.iter().map(of).collect();
    assert_eq!(editions, [(2022, 2023, 2024), (2023, 2026, 2025), (2024, 2025, 2026)]);
    assert_eq!(outcome.editions[1].name.as_deref(), Some("special"));
    // R5 alone; R6–R8 with 0 after the plan; R7 held, against the same base.
    for (base, amount) in [("R4", 4_000.0), ("R5", 50.0), ("R6", 0.0)] {
        assert_eq!(outcome.edition_entry("P", super::year(base)).unwrap().planned, amount, "{base}");
    }
}

/// Without a first and last year the plan is its editions: all years that they cover, as the streams state them.
#[test]
fn a_plan_of_editions_alone() {
    let head = "basis = \"recurring\"\nas_of = \"R5\"";
    let tables = r#"
[editions]
first_base = "R3"
last_base = "R5"
horizon = 3
[[policy]]
id = "P"
name = "P"
targets = { R4 = 20, R5 = { value = 120, one_off = 100 }, R6 = 40, R7 = 40, R8 = 40 }
actuals = { R4 = 8 }
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [
    { id = "saving", kind = "saving", amounts = { R4 = 10, R5 = 30, R6 = 60 } },
    { id = "sale", kind = "revenue", shape = { kind = "one_off", start = "R5", full = 500 } },
]
"#;
    let is_without_a_period = |outcome: &Outcome, by_year: [f64; 5]| {
        adds_up(outcome, 0.0);
        assert!(!outcome.header.fixed_period);
        assert_eq!((outcome.header.plan.first, outcome.header.plan.last), (super::year("R4"), super::year("R8")));
        for policy in ["P", "total"] {
            assert!(outcome.plan_entry(policy).is_none() && outcome.rolling_entry(policy).is_none());
            let years = outcome.results.iter().filter(|e| e.policy == policy && e.period.kind == PeriodKind::Year);
            let planned: Vec<f64> = years.map(|e| e.planned).collect();
            assert_eq!(planned, by_year, "{policy}");
            reconciles(outcome, "R3", policy, TARGET, &[20.0 + 120.0 + 40.0, 0.0, 0.0], 180.0);
            reconciles(outcome, "R4", policy, TARGET, &[120.0 + 40.0 + 40.0, -3.0 * 20.0, 0.0], 140.0);
            reconciles(outcome, "R5", policy, TARGET, &[3.0 * 40.0, -3.0 * (120.0 - 100.0), 0.0], 60.0);
            let steps = [-(120.0 - 20.0), 40.0 - 20.0, 0.0, 0.0, 0.0];
            bridges(outcome, "R4", policy, TARGET, [140.0, 60.0], steps);
        }
    };
    // 8 of 10 were reached in R4, and 20 and 30 more are still to come: 28 and 500 once in R5, 58 from R6 on.
    let outcome = planned(&scenario(head, tables));
    is_without_a_period(&outcome, [8.0, 28.0 + 500.0, 58.0, 58.0, 58.0]);
    for policy in ["P", "total"] {
        // Made in R4, when 10, 30 and 500, 60 were expected, against nothing.
        let as_of = (10.0 + 530.0 + 60.0) - (8.0 + 528.0 + 58.0);
        reconciles(&outcome, "R3", policy, PLANNED, &[8.0 + 528.0 + 58.0, 0.0, as_of], 600.0);
        // Made in R5: R5–R7 against the 8 recorded for R4.
        reconciles(&outcome, "R4", policy, PLANNED, &[528.0 + 58.0 + 58.0, -3.0 * 8.0, 0.0], 620.0);
        // R6–R8 against 28: the 500 were once.
        reconciles(&outcome, "R5", policy, PLANNED, &[3.0 * 58.0, -3.0 * 28.0, 0.0], 90.0);
        // R4 goes, R7 comes in; the base is first the 10 expected, then the 8 recorded: 3 × 2 come back; but 2 are missing
        // in each of R5–R7 too.
        let [actuals, anew] = recorded_since(3.0 * 2.0, -3.0 * 2.0);
        let steps = [-10.0, 60.0, -3.0 * 10.0, actuals, anew];
        bridges(&outcome, "R3", policy, PLANNED, [600.0, 620.0], steps);
        let steps = [-(528.0 - 8.0), 58.0 - 8.0, -3.0 * (28.0 - 8.0), 0.0, 0.0];
        bridges(&outcome, "R4", policy, PLANNED, [620.0, 90.0], steps);
    }
    // As stated: 30 and 500 once in R5, 60 from R6 on, whatever was reached in R4.
    let outcome = planned(&as_stated(&scenario(head, tables)));
    is_without_a_period(&outcome, [8.0, 30.0 + 500.0, 60.0, 60.0, 60.0]);
    for policy in ["P", "total"] {
        // Made in R4, when R4 was still expected to bring 10: R4–R6 against nothing.
        reconciles(&outcome, "R3", policy, PLANNED, &[8.0 + 530.0 + 60.0, 0.0, 2.0], 600.0);
        // Made in R5: R5–R7 against the 8 recorded for R4.
        reconciles(&outcome, "R4", policy, PLANNED, &[530.0 + 60.0 + 60.0, -3.0 * 8.0, 0.0], 626.0);
        // R6–R8 against 30: the 500 were once.
        reconciles(&outcome, "R5", policy, PLANNED, &[3.0 * 60.0, -3.0 * 30.0, 0.0], 90.0);
        // R4 goes, R7 comes in; the base is first the 10 expected, then the 8 recorded: 3 × 2 come back.
        let steps = [-10.0, 60.0, -3.0 * 10.0, 3.0 * 2.0, 0.0];
        bridges(&outcome, "R3", policy, PLANNED, [600.0, 626.0], steps);
        let steps = [-(530.0 - 8.0), 60.0 - 8.0, -3.0 * (30.0 - 8.0), 0.0, 0.0];
        bridges(&outcome, "R4", policy, PLANNED, [626.0, 90.0], steps);
    }
}

/// The levels that the targets aim at do not hang on the plan having ends, on any basis.
#[test]
fn editions_alone_on_other_bases() {
    // Stated 20, 120 (100 once), 40, 40, 40 over R4–R8. New in the year: levels 20, 40, 80, 120, 160. Changes: levels
    // 20, 140 (100 once), 180, 220, 260. The edition with base R5 counts R6–R8 less three times the recurring level.
    let of = |basis: &str| {
        let tables = edition("R3", 2, "")
            + &edition("R5", 3, "")
            + "[[policy]]\nid = \"P\"\nname = \"P\"\n\
               targets = { R4 = 20, R5 = { value = 120, one_off = 100 }, R6 = 40, R7 = 40, R8 = 40 }\n\
               [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n\
               stream = [{ id = \"s\", kind = \"saving\", amounts = { R4 = 10, R5 = 30 } }]\n";
        let outcome = planned(&scenario(&format!("basis = \"{basis}\""), &tables));
        adds_up(&outcome, 0.0);
        outcome
    };
    let outcome = of("new_in_year");
    reconciles(&outcome, "R3", "P", TARGET, &[20.0 + (40.0 + 100.0), 0.0, 0.0], 160.0);
    reconciles(&outcome, "R5", "P", TARGET, &[80.0 + 120.0 + 160.0, -3.0 * 40.0, 0.0], 240.0);
    reconciles(&outcome, "R3", "P", PLANNED, &[10.0 + 30.0, 0.0, 0.0], 40.0);
    let outcome = of("year_on_year");
    reconciles(&outcome, "R3", "P", TARGET, &[20.0 + 140.0, 0.0, 0.0], 160.0);
    reconciles(&outcome, "R5", "P", TARGET, &[180.0 + 220.0 + 260.0, -3.0 * 40.0, 0.0], 540.0);
    reconciles(&outcome, "R5", "P", PLANNED, &[3.0 * 30.0, -3.0 * 30.0, 0.0], 0.0);
}

/// Amounts for years after the plan alone count in an edition that reads them as stated, and then there is nothing to warn
/// of.
#[test]
fn a_stream_after_the_plan_has_an_effect_where_it_is_read() {
    let warned = |editions: &str| {
        let tables = "[[policy]]\nid = \"P\"\nname = \"P\"\ntargets = { R4 = 10 }\n\
                      [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n\
                      stream = [{ id = \"later\", kind = \"saving\", amounts = { R8 = 100 } }]\n";
        let head = "first = \"R4\"\nlast = \"R6\"\nbasis = \"recurring\"";
        let outcome = planned(&scenario(head, &(tables.to_owned() + editions)));
        let warned = outcome.findings.iter().any(|f| f.found.en.contains("a/later"));
        (warned, outcome.edition_entry("P", super::year("R4")).map(|e| e.planned))
    };
    assert_eq!(warned(""), (true, None));
    // R5–R7 do not reach it; R5–R8 do, but by a rule that does not read it; R5–R8 as stated count it once.
    assert_eq!(warned(&edition("R4", 3, "beyond_plan = \"explicit\"")), (true, Some(0.0)));
    assert_eq!(warned(&edition("R4", 4, "beyond_plan = \"hold\"")), (true, Some(0.0)));
    assert_eq!(warned(&edition("R4", 4, "beyond_plan = \"explicit\"")), (false, Some(100.0)));
}
