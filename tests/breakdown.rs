//! What each initiative gives, and whole distributions: by hand and by closed forms.

use crate::simulated::{file, one_stream, planned, run};
use mikomi::outcome::{Breakdown, TOTAL};

/// Two policies over R4–R7, R6 the first open year. What is recorded for A in R4 stands in place of its initiatives there,
/// `cut` and `merge` claim half of what they have in common twice, and `desk` serves both policies.
const SHARED: &str = r#"
format = 1
title = "rows"
unit = "千円"
plan = { first = "R4", last = "R7", basis = "BASIS", as_of = "R6" }
[[policy]]
id = "A"
name = "A"
targets = { R4 = 1, R5 = 1, R6 = 1, R7 = 1 }
actuals = { R4 = 10 }
[[policy]]
id = "B"
name = "B"
targets = { R4 = 1, R5 = 1, R6 = 1, R7 = 1 }
[[strategy]]
id = "s"
name = "strategy"
policy = "A"
[[initiative]]
id = "cut"
name = "Cut"
policy = "A"
strategy = "s"
owner = "division"
lineage = "continuing"
stream = [{ id = "x", kind = "saving", amounts = { R4 = 5, R5 = 8, R6 = 20, R7 = 30 }, actuals = { R4 = 6 } }]
[[initiative]]
id = "merge"
name = "Merge"
policy = "A"
stream = [{ id = "x", kind = "saving", amounts = { R4 = 9, R5 = 4, R6 = 4, R7 = 40 } }]
[[initiative]]
id = "desk"
name = "Desk"
shares = { A = 0.25, B = 0.75 }
stream = [
    { id = "x", kind = "revenue", amounts = { R4 = 8, R5 = 8, R6 = 16, R7 = 16 } },
    { id = "c", kind = "cost", recurring = false, amounts = { R5 = 4 } },
]
[[overlap]]
initiatives = ["cut", "merge"]
share = 0.5
"#;

type Row<'b> = (&'b str, f64, Vec<Option<f64>>);

fn rows(breakdown: &Breakdown) -> Vec<Row<'_>> {
    breakdown.initiatives.iter().map(|row| (row.id.as_str(), row.share, row.by_year.clone())).collect()
}

/// Whether rows are these, but for the last digits.
fn are(found: &[Row], expected: &[(&str, f64, [Option<f64>; 4])]) {
    assert_eq!(found.len(), expected.len());
    for ((id, share, years), (same_id, same_share, by_hand)) in found.iter().zip(expected) {
        assert_eq!((id, share), (same_id, same_share));
        let same = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        };
        assert!(years.iter().zip(by_hand).all(same), "{id}: {years:?} for {by_hand:?}");
    }
}

#[test]
fn every_initiative_gives_what_is_left_of_it_after_records_overlaps_and_shares() {
    let outcome = planned(&SHARED.replace("BASIS", "recurring"));
    let [a, b] = &outcome.breakdown[..] else { panic!("two policies") };
    // Planned in R4 are 5 and 9, of which half the common part leaves 3.75 and 7.75, and 2 of the desk. Recorded is 10, 6 of it
    // for `cut`; of the other 4 nobody knows what `merge` gave and what the desk. Open years take them to be as 7.75 to 2,
    // 124/39 and 32/39.
    // From there they go on: before the overlap `cut` with 6 · 5/3.75 = 8 and what is added, 11, 23 and 33; `merge` with 124/39 ·
    // 9/7.75 = 144/39, of which a fall from 9 to 4 leaves 64/39, and 36 more in R7. Each loses a quarter of the smaller: 16/39,
    // 16/39 and 8.25. The desk has 32/39, less a quarter of its cost in R5, and 2 more from R6 on. B has no record.
    let desk = 32.0 / 39.0;
    let of_a = [
        ("desk", 0.25, [None, Some(desk - 1.0), Some(desk + 2.0), Some(desk + 2.0)]),
        ("merge", 1.0, [None, Some(48.0 / 39.0), Some(48.0 / 39.0), Some(36.0 + 64.0 / 39.0 - 8.25)]),
        ("cut", 1.0, [6.0, 11.0 - 16.0 / 39.0, 23.0 - 16.0 / 39.0, 24.75].map(Some)),
    ];
    are(&rows(a), &of_a);
    assert_eq!(a.unallocated, [4.0, 0.0, 0.0, 0.0]);
    assert_eq!(rows(b), [("desk", 0.75, [6.0, 3.0, 12.0, 12.0].map(Some).to_vec())]);
    assert_eq!(b.unallocated, [0.0; 4]);
    let cut = &a.initiatives[2];
    assert_eq!((cut.strategy.as_deref(), cut.owner.as_deref()), (Some("strategy"), Some("division")));
}

/// On the basis of what is new, the levels above are counted as changes; nothing came before R4, so its records are levels too.
#[test]
fn rows_are_counted_as_the_plan_counts() {
    let outcome = planned(&SHARED.replace("BASIS", "year_on_year"));
    let a = &outcome.breakdown[0];
    let merge = 124.0 / 39.0;
    let of_a = [
        ("desk", 0.25, [None, Some(-1.0), Some(3.0), Some(0.0)]),
        ("merge", 1.0, [None, Some(48.0 / 39.0 - merge), Some(0.0), Some(36.0 + 16.0 / 39.0 - 8.25)]),
        ("cut", 1.0, [6.0, 5.0 - 16.0 / 39.0, 12.0, 1.75 + 16.0 / 39.0].map(Some)),
    ];
    are(&rows(a), &of_a);
    assert_eq!(a.unallocated, [4.0, 0.0, 0.0, 0.0]);
    // Only what is new of the recurring part, and the one-off part as it is: the desk has 8 − 4 in R5, then 8 more.
    let outcome = planned(&SHARED.replace("BASIS", "new_in_year"));
    assert_eq!(rows(&outcome.breakdown[1]), [("desk", 0.75, [6.0, -3.0, 6.0, 0.0].map(Some).to_vec())]);
}

/// What only one initiative can have brought about is known, and so is that what has not begun gave nothing.
#[test]
fn a_record_that_only_one_can_have_brought_about_is_known() {
    // In R4 the desk and `merge` have nothing planned for A: all but the 6 of `cut` would be of nobody.
    let text =
        SHARED.replace("BASIS", "recurring").replace("R4 = 9, R5 = 4", "R5 = 4").replace("R4 = 8, R5 = 8", "R5 = 8");
    let a = &planned(&text).breakdown[0];
    let first: Vec<Option<f64>> = a.initiatives.iter().map(|row| row.by_year[0]).collect();
    assert_eq!((first, a.unallocated[0]), (vec![Some(0.0), Some(0.0), Some(6.0)], 4.0));
    // With `merge` alone beside it, that gave the other 4.
    let text = SHARED.replace("BASIS", "recurring").replace("R4 = 8, R5 = 8", "R5 = 8");
    let a = &planned(&text).breakdown[0];
    let first: Vec<f64> = a.initiatives.iter().filter_map(|row| row.by_year[0]).collect();
    let found = first.iter().zip([0.0, 4.0, 6.0]).all(|(found, by_hand)| (found - by_hand).abs() < 1e-9);
    assert!(found && first.len() == 3 && a.unallocated[0] == 0.0, "{first:?}");
}

#[test]
fn the_rows_of_a_policy_add_up_to_it() {
    for name in ["scenarios/plan-time.toml", "scenarios/revised.toml", "tests/reference/everything.toml"] {
        let outcome = planned(&file(name));
        for breakdown in &outcome.breakdown {
            for (at, year) in outcome.header.plan.years().enumerate() {
                let rows: f64 = breakdown.initiatives.iter().filter_map(|row| row.by_year[at]).sum();
                let entry = outcome.year_entry(&breakdown.policy, year).expect("there");
                let whole = rows + breakdown.unallocated[at];
                assert!((whole - entry.planned).abs() < 1e-6, "{name} {} {year}: {whole}", breakdown.policy);
            }
        }
    }
}

/// A saving of 100 from R4 on, realised between 0 and 1 times uniformly: over six years 0 to 600, so that the k-th
/// percentile is 6k.
#[test]
fn percentiles_are_those_of_the_distribution() {
    let realised = r#"shape = { kind = "step", start = "R4", full = 100 }
realisation = { kind = "uniform", low = 0, high = 1 }"#;
    let outcome = run(&one_stream("recurring", "", realised), 100_000);
    let total = outcome.plan_entry(TOTAL).expect("there");
    let distribution = outcome.distribution(total).expect("kept");
    assert_eq!(distribution.percentiles.len(), 99);
    for (k, amount) in distribution.percentiles.iter().enumerate() {
        let expected = 6.0 * (k + 1) as f64;
        assert!((amount - expected).abs() < 1.0, "P{}: {amount}", k + 1);
    }
    // Read back: the chance of less than 150 is a quarter, of less than nothing none, of less than 600 all.
    for (amount, below) in [(150.0, 0.25), (-1.0, 0.0), (600.0, 1.0), (300.0, 0.5)] {
        assert!((distribution.below(amount) - below).abs() < 0.003, "{amount}");
    }
    let q = &total.quantiles;
    for (k, quantile) in [(5, q.p5), (10, q.p10), (50, q.p50), (95, q.p95)] {
        assert_eq!(distribution.percentiles[k - 1], quantile, "P{k}");
    }
    let certain = planned(&one_stream("recurring", "", realised));
    let total = certain.plan_entry(TOTAL).expect("there");
    assert_eq!(certain.distribution(total).expect("kept").percentiles, vec![600.0; 99]);
}
