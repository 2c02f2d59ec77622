//! Components that bear on one another: Shapley values from the totals of every set of changes, written out by hand.

use super::{Over, Scenario, TRIALS, as_stated, component, initiative, laid, on_draws, on_paper, small, step};
use crate::simulated::read;
use Component::{Actuals, Amounts, Assumptions, Ended, Merged, New, Timing};
use mikomi::analysis::{Attributed, Component};

/// What each of some components adds, averaged over every order in which they can be changed, given the total once a set of
/// them is changed.
fn shapley<const N: usize>(components: [Component; N], total: impl Fn(&[Component]) -> f64) -> [f64; N] {
    fn orders(rest: &[Component]) -> Vec<Vec<Component>> {
        if rest.is_empty() {
            return vec![Vec::new()];
        }
        let first = |c: &Component| {
            let others: Vec<Component> = rest.iter().copied().filter(|o| o != c).collect();
            orders(&others).into_iter().map(|order| [vec![*c], order].concat()).collect::<Vec<_>>()
        };
        rest.iter().flat_map(first).collect()
    }
    let mut values = [0.0; N];
    let all = orders(&components);
    for order in &all {
        for k in 0..N {
            let at = components.iter().position(|c| *c == order[k]).expect("one of them");
            values[at] += total(&order[..=k]) - total(&order[..k]);
        }
    }
    values.map(|v| v / all.len() as f64)
}

/// The total of a set of changes, written as one line a set.
fn table<'t>(rows: &'t [(&'t [Component], f64)]) -> impl Fn(&[Component]) -> f64 + 't {
    |set| {
        let same = |row: &[Component]| row.len() == set.len() && row.iter().all(|c| set.contains(c));
        rows.iter().find(|(row, _)| same(row)).expect("every set").1
    }
}

/// The components of P over the plan period are these, all others exactly nothing.
#[track_caller]
fn check(of: &mikomi::analysis::Comparison, expected: &[(Component, f64)], figure: fn(&Attributed) -> f64, error: f64) {
    for c in Component::ALL {
        let found = figure(&component(of, "P", Over::Plan, c));
        match expected.iter().find(|(of, _)| *of == c) {
            Some((_, expected)) => assert!((found - expected).abs() <= error, "{c:?}: {found} against {expected}"),
            None => assert_eq!(found, 0.0, "{c:?}"),
        }
    }
}

#[track_caller]
fn planned(plan: &Scenario, revised: &Scenario, expected: &[(Component, f64)]) {
    let of = on_paper(plan, revised);
    check(&of, expected, |c| c.planned, 1e-9);
    check(&of, expected, |c| c.mean, 1e-9);
    check(&on_draws(plan, revised, TRIALS), expected, |c| c.planned, 1e-9);
}

fn b(keys: &str, start: &str, full: f64, of_stream: &str) -> String {
    initiative("b", keys, &step(start, full, of_stream))
}

#[test]
fn brute_force_is_what_it_should_be() {
    // Two that are worth 12 only together share; a third adds 3 whatever is there.
    let total = |set: &[Component]| {
        let together = [Ended, New].iter().all(|c| set.contains(c));
        (if together { 12.0 } else { 0.0 }) + (if set.contains(&Timing) { 3.0 } else { 0.0 })
    };
    assert_eq!(shapley([Ended, New, Timing], total), [6.0, 6.0, 3.0]);
}

#[test]
fn amounts_and_a_share() {
    // 60 a year at a share of one half from R6 on: 120; the double 240; the whole share 240; both 480.
    // Each adds 120 alone and 240 on top of the other: 180.
    let plan = read(&small(&b("", "R6", 60.0, ", general_fund_share = 0.5")));
    let revised = read(&small(&b("", "R6", 120.0, "")));
    planned(&plan, &revised, &[(Amounts, 180.0), (Assumptions, 180.0)]);
    // The same with a certain realisation.
    let plan = read(&small(&b("", "R6", 60.0, ", realisation = 0.5")));
    planned(&plan, &revised, &[(Amounts, 180.0), (Assumptions, 180.0)]);
}

#[test]
fn amounts_and_going_ahead_in_the_mean() {
    // The same totals on average; on paper what may fail is planned to go ahead, so that only the amounts count: 240.
    let plan = read(&small(&b("go_ahead = 0.5", "R6", 60.0, "")));
    let revised = read(&small(&b("", "R6", 120.0, "")));
    let of = on_draws(&plan, &revised, TRIALS);
    check(&of, &[(Amounts, 180.0), (Assumptions, 180.0)], |c| c.mean, 1e-6);
    check(&of, &[(Amounts, 240.0)], |c| c.planned, 1e-9);
}

#[test]
fn an_end_and_actuals() {
    // b: 60 a year from R6 on. R4 to R6 are closed with 0, 0 and 45 recorded; then b ends. The 45 go on in R7 to R9: as b's, or,
    // once b is not there, as the policy's own.
    let plan = small(&b("", "R6", 60.0, ""));
    let told = "plan = { as_of = \"R7\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 0, R5 = 0, R6 = 45 }\n";
    // ½ ((180 − 240) + (180 − 0)) and ½ ((0 − 240) + (180 − 180)).
    let values = shapley(
        [Actuals, Ended],
        table(&[(&[], 240.0), (&[Actuals], 4.0 * 45.0), (&[Ended], 0.0), (&[Actuals, Ended], 4.0 * 45.0)]),
    );
    assert_eq!(values, [60.0, -120.0]);
    planned(&read(&plan), &laid(&small(""), told), &[(Actuals, 60.0), (Ended, -120.0)]);
    // As stated b is 60 from R7 on, unless it ends: 45 + 180 or 45. ½ ((225 − 240) + (45 − 0)) and ½ ((0 − 240) + (45 − 225)).
    let values = shapley(
        [Actuals, Ended],
        table(&[(&[], 240.0), (&[Actuals], 225.0), (&[Ended], 0.0), (&[Actuals, Ended], 45.0)]),
    );
    assert_eq!(values, [15.0, -210.0]);
    let revised = laid(&as_stated(&small("")), told);
    planned(&read(&as_stated(&plan)), &revised, &[(Actuals, 15.0), (Ended, -210.0)]);
}

#[test]
fn timing_amounts_and_assumptions() {
    // Years × amount × share: 4 or 3, 60 or 120, ½ or 1.
    let rows: [(&[Component], f64); 8] = [
        (&[], 120.0),
        (&[Timing], 90.0),
        (&[Amounts], 240.0),
        (&[Assumptions], 240.0),
        (&[Timing, Amounts], 180.0),
        (&[Timing, Assumptions], 180.0),
        (&[Amounts, Assumptions], 480.0),
        (&[Timing, Amounts, Assumptions], 360.0),
    ];
    let values = shapley([Timing, Amounts, Assumptions], table(&rows));
    // −30/3 − 60/6 − 60/6 − 120/3, and twice 120/3 + 90/6 + 240/6 + 180/3.
    assert_eq!(values, [-70.0, 155.0, 155.0]);
    let plan = read(&small(&b("", "R6", 60.0, ", general_fund_share = 0.5")));
    let revised = read(&small(&b("", "R7", 120.0, "")));
    planned(&plan, &revised, &[(Timing, -70.0), (Amounts, 155.0), (Assumptions, 155.0)]);
}

#[test]
fn actuals_timing_and_amounts() {
    // b: from R6 to R7, 60 to 120; R6 is closed with 45 recorded. Where b begins in R6, the 45 are b's, and it rises no further:
    // 45 a year from R6 to R9, whatever its amount. Where it begins in R7, they are the policy's own and b is still to come
    // beside them: 60 or 120 more in three years.
    let rows: [(&[Component], f64); 8] = [
        (&[], 240.0),
        (&[Actuals], 4.0 * 45.0),
        (&[Timing], 180.0),
        (&[Amounts], 480.0),
        (&[Actuals, Timing], 4.0 * 45.0 + 180.0),
        (&[Actuals, Amounts], 4.0 * 45.0),
        (&[Timing, Amounts], 360.0),
        (&[Actuals, Timing, Amounts], 4.0 * 45.0 + 360.0),
    ];
    let from_reached = shapley([Actuals, Timing, Amounts], table(&rows));
    // ⅓ (180 − 240) + ⅙ (360 − 180) + ⅙ (180 − 480) + ⅓ (540 − 360); ⅓ (180 − 240) + ⅙ (360 − 180) + ⅙ (360 − 480) + ⅓ (540 − 180);
    // ⅓ (480 − 240) + ⅙ (180 − 180) + ⅙ (360 − 180) + ⅓ (540 − 360).
    let by_hand = [-20.0 + 30.0 - 50.0 + 60.0, -20.0 + 30.0 - 20.0 + 120.0, 80.0 + 0.0 + 30.0 + 60.0];
    assert_eq!(from_reached, by_hand);
    assert_eq!(by_hand.iter().sum::<f64>(), 540.0 - 240.0);
    // As stated, with R6 on record a later start loses nothing, and twice the amount adds three years of 60.
    let rows: [(&[Component], f64); 8] = [
        (&[], 240.0),
        (&[Actuals], 45.0 + 180.0),
        (&[Timing], 180.0),
        (&[Amounts], 480.0),
        (&[Actuals, Timing], 45.0 + 180.0),
        (&[Actuals, Amounts], 45.0 + 360.0),
        (&[Timing, Amounts], 360.0),
        (&[Actuals, Timing, Amounts], 45.0 + 360.0),
    ];
    let stated = shapley([Actuals, Timing, Amounts], table(&rows));
    assert_eq!(stated.iter().sum::<f64>(), 165.0);
    let told = "plan = { as_of = \"R7\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 0, R5 = 0, R6 = 45 }\n";
    let readings: [(super::Reading, [f64; 3]); 2] = [(str::to_owned, from_reached), (as_stated, stated)];
    for (open_years, [actuals, timing, amounts]) in readings {
        let plan = read(&open_years(&small(&b("", "R6", 60.0, ""))));
        let revised = laid(&open_years(&small(&b("", "R7", 120.0, ""))), told);
        planned(&plan, &revised, &[(Actuals, actuals), (Timing, timing), (Amounts, amounts)]);
    }
}

#[test]
fn an_overlap_with_a_new_initiative() {
    // b: 240. c: 50 a year from R7 on, 150. They overlap in full: 150 off once c is there.
    let overlap = "[[overlap]]\ninitiatives = [\"b\", \"c\"]\nshare = 1\n";
    let plan = small(&b("", "R6", 60.0, ""));
    let revised = read(&(plan.clone() + &initiative("c", "", &step("R7", 50.0, "")) + overlap));
    let rows: [(&[Component], f64); 4] =
        [(&[], 240.0), (&[New], 390.0), (&[Assumptions], 240.0), (&[New, Assumptions], 240.0)];
    assert_eq!(shapley([New, Assumptions], table(&rows)), [75.0, -75.0]);
    planned(&read(&plan), &revised, &[(New, 75.0), (Assumptions, -75.0)]);
}

#[test]
fn a_requirement_on_what_is_merged() {
    // b requires a, which is a year late; a is taken over by m, which is in time and which b requires in turn.
    let required = |id: &str, keys: &str| initiative(id, keys, &step("R6", 10.0, ""));
    let plan = small(&(required("a", "delay = 1") + &b("requires = [\"a\"]", "R6", 60.0, "")));
    let m = required("m", "lineage = \"merged\"\nreplaces = [\"a\"]");
    let revised = small(&(m + &b("requires = [\"m\"]", "R6", 60.0, "")));
    // a: 3 · 10, then 4 · 10; b: 3 · 60, then 4 · 60. Who requires whom does not change: all of it is the merger.
    planned(&read(&plan), &read(&revised), &[(Merged, 70.0)]);
}

#[test]
fn what_a_requirement_and_an_end_make_together() {
    // In the plan b requires a, a year late; the revision neither has a nor the requirement. Without either: b 4 · 60.
    let plan = small(&(initiative("a", "delay = 1", &step("R6", 10.0, "")) + &b("requires = [\"a\"]", "R6", 60.0, "")));
    let revised = small(&b("", "R6", 60.0, ""));
    // a 30 and b 180; with a gone b is in time; without the requirement too.
    let rows: [(&[Component], f64); 4] =
        [(&[], 210.0), (&[Ended], 240.0), (&[Assumptions], 270.0), (&[Ended, Assumptions], 240.0)];
    // ½ (30 − 30) and ½ (60 + 0).
    assert_eq!(shapley([Ended, Assumptions], table(&rows)), [0.0, 30.0]);
    planned(&read(&plan), &read(&revised), &[(Ended, 0.0), (Assumptions, 30.0)]);
}

#[test]
fn five_changes_that_do_not_touch_add_up_each_for_itself() {
    let one = |id: &str, keys: &str, start: &str, full: f64| initiative(id, keys, &step(start, full, ""));
    let plan = small(
        &(one("amounts", "", "R6", 10.0)
            + &one("ended", "", "R6", 20.0)
            + &one("late", "", "R6", 30.0)
            + &one("old", "", "R6", 40.0)
            + &one("share", "", "R6", 50.0)),
    );
    let revised = small(
        &(one("amounts", "", "R6", 11.0)
            + &one("late", "", "R7", 30.0)
            + &one("merged", "lineage = \"merged\"\nreplaces = [\"old\"]", "R6", 45.0)
            + &one("new", "", "R6", 7.0)
            + &initiative("share", "", &step("R6", 50.0, ", general_fund_share = 0.9"))),
    );
    let expected = [(Ended, -80.0), (New, 28.0), (Merged, 20.0), (Timing, -30.0), (Amounts, 4.0), (Assumptions, -20.0)];
    planned(&read(&plan), &read(&revised), &expected);
}
