//! An edition counts what was known when it was made: amounts recorded for the years before that, forecasts for the
//! others. The result says what was expected then (the edition), what is known now (the plan period), and what lies
//! between (the step `as_of`, and `actuals` and `re_estimated` of the bridges). Open years go on from what was reached by
//! the records that the edition knows, or are as stated: both are worked out.

use super::{
    Figure, MEAN, PLANNED, TARGET, adds_up, as_stated, bridge, bridges, edition, reconciles, recorded_since, scenario,
    year,
};
use crate::simulated::{planned, run};
use mikomi::outcome::{Outcome, YearState};
use mikomi::plan::BridgeStep;

/// Editions with base R3 … `last` over five years, each made the year after its base.
fn editions(last: &str) -> String {
    format!("[editions]\nfirst_base = \"R3\"\nlast_base = \"{last}\"\nhorizon = 5\n")
}

/// A plan over R4–R9 of which R4 and R5 are closed.
fn closed(tables: &str) -> String {
    scenario("first = \"R4\"\nlast = \"R9\"\nbasis = \"recurring\"\nas_of = \"R6\"", tables)
}

/// Expected 50, 100, 110, 120, 130, 140; recorded 40 for R4, of which 15 once, and 90 ± 5 for R5. 100 a year are aimed at.
fn recorded() -> String {
    let policy = r#"
[[policy]]
id = "P"
name = "P"
targets = { R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = 100 }
actuals = { R4 = { value = 40, one_off = 15 }, R5 = { value = 90, state = "outturn", sd = 5 } }
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{ id = "s", kind = "saving", amounts = { R4 = 50, R5 = 100, R6 = 110, R7 = 120, R8 = 130, R9 = 140 } }]
"#;
    closed(&(policy.to_owned() + &editions("R7")))
}

/// Open years go on from what was reached. Levels and, in R4, 15 once:
///
/// | known in | R4 | R5 | R6 | R7 | R8 | R9 |
/// |---|---|---|---|---|---|---|
/// | R4: nothing recorded | 50 | 100 | 110 | 120 | 130 | 140 |
/// | R5: 25 recorded, and 50, 10, 10, 10, 10 more to come | 25 | 75 | 85 | 95 | 105 | 115 |
/// | R6: 90 recorded, and 10, 10, 10, 10 more to come | 25 | 90 | 100 | 110 | 120 | 130 |
fn check_recorded(outcome: &Outcome, figures: &[Figure]) {
    let plan = 40.0 + 90.0 + 100.0 + 110.0 + 120.0 + 130.0;
    for policy in ["P", "total"] {
        for &figure in figures {
            let is = from_plan(outcome, policy, figure, plan);
            // Made in R4: R4–R8, nothing closed yet: 10 more in each of the five years than as known now.
            let amount = 50.0 + 100.0 + 110.0 + 120.0 + 130.0;
            is("R3", [0.0, -130.0, 0.0, 0.0, 5.0 * 10.0, 0.0], amount);
            // Made in R5: R5–R9, 15 less in each year than as known now; the base is R4 as recorded, less what was once.
            let amount = 75.0 + 85.0 + 95.0 + 105.0 + 115.0 - 5.0 * 25.0;
            is("R4", [-40.0, 0.0, 0.0, -5.0 * (40.0 - 15.0), -5.0 * 15.0, 0.0], amount);
            // Made in R6: R6–R10, all as known now; the base is R5 as recorded.
            let amount = 100.0 + 110.0 + 120.0 + 2.0 * 130.0 - 5.0 * 90.0;
            is("R5", [-(40.0 + 90.0), 0.0, 130.0, -5.0 * 90.0, 0.0, 0.0], amount);
            // Made in R7 and R8, of which no more is known now than of any other: bases as expected.
            let amount = 110.0 + 120.0 + 3.0 * 130.0 - 5.0 * 100.0;
            is("R6", [-(40.0 + 90.0 + 100.0), 0.0, 2.0 * 130.0, -5.0 * 100.0, 0.0, 0.0], amount);
            let amount = 120.0 + 4.0 * 130.0 - 5.0 * 110.0;
            is("R7", [-(40.0 + 90.0 + 100.0 + 110.0), 0.0, 3.0 * 130.0, -5.0 * 110.0, 0.0, 0.0], amount);
            // R3 to R4: 50 goes, 140 comes in, the base was expected to be 50: it is 25, and so 25 are missing in R5–R9.
            let [actuals, anew] = recorded_since(-5.0 * (25.0 - 50.0), 5.0 * (25.0 - 50.0));
            bridges(outcome, "R3", policy, figure, [510.0, 350.0], [-50.0, 140.0, -5.0 * 50.0, actuals, anew]);
            // R4 to R5: the base R5 was expected to be 75: it is 90, and so there are 15 more in R6–R10.
            let [actuals, anew] = recorded_since(-5.0 * (90.0 - 75.0), 5.0 * (90.0 - 75.0));
            let steps = [-(75.0 - 25.0), 115.0 - 25.0, -5.0 * (75.0 - 25.0), actuals, anew];
            bridges(outcome, "R4", policy, figure, [350.0, 140.0], steps);
            let steps = [-(100.0 - 90.0), 130.0 - 90.0, -5.0 * (100.0 - 90.0), 0.0, 0.0];
            bridges(outcome, "R5", policy, figure, [140.0, 120.0], steps);
            let steps = [-(110.0 - 100.0), 130.0 - 100.0, -5.0 * (110.0 - 100.0), 0.0, 0.0];
            bridges(outcome, "R6", policy, figure, [120.0, 90.0], steps);
        }
    }
    check_targets_of_recorded(outcome);
}

/// Asserts that an edition leads by its steps from the plan to its amount: before, after, beyond, re-based, as of, ahead.
fn from_plan<'o>(
    outcome: &'o Outcome,
    policy: &'o str,
    figure: Figure,
    plan: f64,
) -> impl Fn(&str, [f64; 6], f64) + use<'o> {
    move |base, [before, after, beyond, rebase, as_of, ahead], amount| {
        reconciles(outcome, base, policy, figure, &[plan, before, after, ahead, beyond, rebase, as_of], amount);
    }
}

/// Open years are as stated: 110, 120, 130, 140, whatever was reached.
fn check_recorded_as_stated(outcome: &Outcome, figures: &[Figure]) {
    let plan = 40.0 + 90.0 + 110.0 + 120.0 + 130.0 + 140.0;
    for policy in ["P", "total"] {
        for &figure in figures {
            let is = from_plan(outcome, policy, figure, plan);
            // Made in R4: R4–R8, nothing closed yet: 50 and 100 where 40 and 90 are recorded now.
            is(
                "R3",
                [0.0, -140.0, 0.0, 0.0, (50.0 - 40.0) + (100.0 - 90.0), 0.0],
                50.0 + 100.0 + 110.0 + 120.0 + 130.0,
            );
            // Made in R5: R5–R9, 100 still expected for R5; the base is R4 as recorded, less what was once: 25.
            let amount = 100.0 + 110.0 + 120.0 + 130.0 + 140.0 - 5.0 * 25.0;
            is("R4", [-40.0, 0.0, 0.0, -5.0 * (40.0 - 15.0), 100.0 - 90.0, 0.0], amount);
            // Made in R6: R6–R10, all as known now; the base is R5 as recorded.
            let amount = 110.0 + 120.0 + 130.0 + 2.0 * 140.0 - 5.0 * 90.0;
            is("R5", [-(40.0 + 90.0), 0.0, 140.0, -5.0 * 90.0, 0.0, 0.0], amount);
            // Made in R7 and R8, of which no more is known now than of any other: bases as expected.
            let amount = 120.0 + 130.0 + 3.0 * 140.0 - 5.0 * 110.0;
            is("R6", [-(40.0 + 90.0 + 110.0), 0.0, 2.0 * 140.0, -5.0 * 110.0, 0.0, 0.0], amount);
            let amount = 130.0 + 4.0 * 140.0 - 5.0 * 120.0;
            is("R7", [-(40.0 + 90.0 + 110.0 + 120.0), 0.0, 3.0 * 140.0, -5.0 * 120.0, 0.0, 0.0], amount);
            // R3 to R4: 50 goes, 140 comes in, the base was expected to be 50: it is 25.
            let steps = [-50.0, 140.0, -5.0 * 50.0, -5.0 * (25.0 - 50.0), 0.0];
            bridges(outcome, "R3", policy, figure, [510.0, 475.0], steps);
            // R4 to R5: the base R5 was expected to be 100: it is 90.
            let steps = [-(100.0 - 25.0), 140.0 - 25.0, -5.0 * (100.0 - 25.0), -5.0 * (90.0 - 100.0), 0.0];
            bridges(outcome, "R4", policy, figure, [475.0, 190.0], steps);
            let steps = [-(110.0 - 90.0), 140.0 - 90.0, -5.0 * (110.0 - 90.0), 0.0, 0.0];
            bridges(outcome, "R5", policy, figure, [190.0, 120.0], steps);
            let steps = [-(120.0 - 110.0), 140.0 - 110.0, -5.0 * (120.0 - 110.0), 0.0, 0.0];
            bridges(outcome, "R6", policy, figure, [120.0, 90.0], steps);
        }
    }
    check_targets_of_recorded(outcome);
}

fn check_targets_of_recorded(outcome: &Outcome) {
    for policy in ["P", "total"] {
        // What is aimed at is not recorded otherwise: 100 a year, in the base from R4 on.
        reconciles(outcome, "R3", policy, TARGET, &[600.0, 0.0, -100.0, 0.0, 0.0, 0.0, 0.0], 500.0);
        reconciles(outcome, "R4", policy, TARGET, &[600.0, -100.0, 0.0, 0.0, 0.0, -500.0, 0.0], 0.0);
        bridges(outcome, "R3", policy, TARGET, [500.0, 0.0], [-100.0, 100.0, -500.0, 0.0, 0.0]);
        bridges(outcome, "R4", policy, TARGET, [0.0, 0.0], [0.0; 5]);
    }
    adds_up(outcome, 1e-6);
}

#[test]
fn recorded_amounts_count_from_the_edition_made_after_them() {
    check_recorded(&planned(&recorded()), &[PLANNED, MEAN]);
    check_recorded_as_stated(&planned(&as_stated(&recorded())), &[PLANNED, MEAN]);
}

/// The 90 ± 5 of R5 go on with all that is open of them: 100 ± 5, … 130 ± 5, in one direction.
#[test]
fn what_is_still_open_of_a_recorded_amount_is_in_the_base_and_in_what_goes_on() {
    let outcome = run(&recorded(), 100_000);
    check_recorded(&outcome, &[PLANNED]);
    let near = |found: f64, expected: f64, allowed: f64| {
        assert!((found - expected).abs() < allowed, "{found} is not {expected}");
    };
    let error = 4.0 / 100_000_f64.sqrt();
    for policy in ["P", "total"] {
        // Made before R5 was closed: nothing is open. Made later: five years and five times the base go the same way.
        for (base, amount) in [("R3", 510.0), ("R4", 350.0), ("R5", 140.0), ("R6", 120.0), ("R7", 90.0)] {
            let entry = outcome.edition_entry(policy, year(base)).unwrap();
            near(entry.mean, amount, 1e-6);
            near(entry.sd.unwrap(), 0.0, 1e-6);
        }
        // The plan period reads it in R5 and in the four years after: 5 × 5.
        let plan = outcome.plan_entry(policy).unwrap();
        near(plan.mean, 590.0, error * 25.0);
        near(plan.sd.unwrap(), 25.0, error * 25.0);
        // 1.2816 sd of 25 below 590.
        near(plan.quantiles.p10, 590.0 - 32.039, 0.4);
        for open in ["R5", "R6", "R9"] {
            near(outcome.year_entry(policy, year(open)).unwrap().sd.unwrap(), 5.0, error * 5.0);
        }
        // From R4 to R5 the base has 15 ± 5 more, five times, and so has each of five years.
        let steps = &bridge(&outcome, "R4", policy).steps;
        let [actuals, anew] = recorded_since(-5.0 * 15.0, 5.0 * 15.0);
        let [sd_of_actuals, sd_anew] = recorded_since(-5.0 * 5.0, 5.0 * 5.0).map(f64::abs);
        for (step, mean, sd) in [(&steps[3], actuals, sd_of_actuals), (&steps[4], anew, sd_anew)] {
            near(step.amounts.mean, mean, error * sd + 1e-6);
            near(step.sd.unwrap(), sd, error * sd + 1e-6);
        }
    }
    // The step `as_of` of the edition made in R5 takes the open amounts of R5–R9 out again: 475 less (90 + … + 130 ± 25).
    let entry = super::reconciliation(&outcome, "R4", "P");
    let [as_of, plan] = [&entry.steps[6], &entry.steps[0]];
    near(as_of.amounts.mean + plan.amounts.mean, 475.0 - 550.0 + 590.0, 1e-6);
}

#[test]
fn what_is_still_open_of_a_recorded_amount_bears_on_later_editions_only() {
    let outcome = run(&as_stated(&recorded()), 100_000);
    check_recorded_as_stated(&outcome, &[PLANNED]);
    assert_eq!(outcome.header.states[..3], [YearState::Actual, YearState::Outturn, YearState::Forecast]);
    // Only the edition with base R5 reads the 90 ± 5, five times. The plan period reads it once.
    for policy in ["P", "total"] {
        let of = |base: &str| outcome.edition_entry(policy, year(base)).unwrap();
        for (base, amount) in [("R3", 510.0), ("R4", 475.0), ("R6", 120.0), ("R7", 90.0)] {
            assert_eq!((of(base).mean, of(base).sd, of(base).se), (amount, Some(0.0), Some(0.0)), "{base}");
        }
        let near = |found: f64, expected: f64, allowed: f64| {
            assert!((found - expected).abs() < allowed, "{found} is not {expected}");
        };
        let error = 4.0 / 100_000_f64.sqrt();
        near(of("R5").mean, 190.0, error * 25.0);
        near(of("R5").sd.unwrap(), 25.0, error * 25.0);
        let plan = outcome.plan_entry(policy).unwrap();
        near(plan.sd.unwrap(), 5.0, error * 5.0);
        // 1.2816 sd of 25 below 190.
        near(of("R5").quantiles.p10, 190.0 - 32.039, 0.4);
        let steps = &bridge(&outcome, "R4", policy).steps;
        for step in steps.iter().filter(|s| s.step != BridgeStep::Actuals) {
            assert_eq!(step.sd, Some(0.0), "{:?}", step.step);
        }
        let actuals = steps.iter().find(|s| s.step == BridgeStep::Actuals).unwrap();
        near(actuals.amounts.mean, 50.0, error * 25.0);
        near(actuals.sd.unwrap(), 25.0, error * 25.0);
        near(actuals.quantiles.p50, 50.0, 0.4);
    }
    // The step `as_of` of the edition made in R5 takes the open amount out again: 100 − (90 ± 5).
    let entry = super::reconciliation(&outcome, "R4", "P");
    let [as_of, plan] = [&entry.steps[6], &entry.steps[0]];
    assert!((as_of.amounts.mean + plan.amounts.mean - (10.0 + 630.0)).abs() < 1e-6);
}

/// An edition made before the plan began, and one that may still move though nothing that is reported of years, period and
/// editions does: 5 ± 1 is recorded for R2, for which the edition made in R2 still expected 3.
#[test]
fn steps_may_be_uncertain_where_no_amount_is() {
    let tables = r#"
[[edition]]
base = "R1"
horizon = 4
[[policy]]
id = "P"
name = "P"
targets = { R4 = 10 }
actuals = { R2 = { value = 5, state = "outturn", sd = 1 }, R3 = 6, R4 = 8, R5 = 9 }
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{ id = "s", kind = "saving", amounts = { R2 = 3, R3 = 4, R4 = 10 } }]
"#;
    // R2–R5 as expected in R2: 3, 4, 10, 10. Now 5, 6, 8, 9 are recorded, and 9 goes on in R6–R9: nothing more is to come.
    // As stated, R6–R9 are 10.
    for (text, open) in [(closed(tables), 9.0), (as_stated(&closed(tables)), 10.0)] {
        let outcome = run(&text, 50_000);
        let plan = 8.0 + 9.0 + 4.0 * open;
        let as_of = (3.0 + 4.0 + 10.0 + 10.0) - (5.0 + 6.0 + 8.0 + 9.0);
        let steps = [plan, 0.0, -4.0 * open, 5.0 + 6.0, 0.0, 0.0, as_of];
        reconciles(&outcome, "R1", "P", PLANNED, &steps, 27.0);
        let entry = super::reconciliation(&outcome, "R1", "P");
        for (found, expected) in entry.steps.iter().zip(steps) {
            assert!((found.amounts.mean - expected).abs() < 4.0 / 50_000_f64.sqrt(), "{:?}", found.step);
        }
        assert!((entry.edition.mean - 27.0).abs() < 1e-6);
        adds_up(&outcome, 1e-6);
    }
}

#[test]
fn streams_record_their_own_amounts() {
    // The policy has no record of its own. Saving: 10 expected, 7 recorded in R4. Sale: 60 expected, 55 recorded in R5, once.
    // Running cost: 4 expected, 6 recorded in R5.
    let tables = r#"
[[policy]]
id = "P"
name = "P"
[[initiative]]
id = "a"
name = "a"
policy = "P"
[[initiative.stream]]
id = "saving"
kind = "saving"
amounts = { R4 = 10 }
actuals = { R4 = 7 }
[[initiative.stream]]
id = "sale"
kind = "revenue"
recurring = false
amounts = { R5 = 60 }
actuals = { R5 = 55 }
[[initiative.stream]]
id = "cost"
kind = "cost"
amounts = { R5 = 4 }
actuals = { R5 = 6 }
"#;
    let text = closed(&(tables.to_owned() + &editions("R5")));
    // The saving goes on from the 7 of R4, the cost from the 6 of R5. Now: 7; 7 + 55 − 6; 7 − 6 from R6 on. Recurring:
    // 7, 1, 1, …
    let outcome = planned(&text);
    adds_up(&outcome, 0.0);
    let plan = 7.0 + 56.0 + 4.0 * 1.0;
    // R4–R8 as expected in R4: 10; 10 + 60 − 4; 6; 6; 6. As known now: 7; 56; 1; 1; 1.
    let as_of = (10.0 + 66.0 + 3.0 * 6.0) - (7.0 + 56.0 + 3.0 * 1.0);
    reconciles(&outcome, "R3", "P", PLANNED, &[plan, 0.0, -1.0, 0.0, 0.0, 0.0, as_of], 94.0);
    // R5–R9 as expected in R5: 7 + 60 − 4 and four times 7 − 4, less five times the 7 recorded. Now: 56 and four times 1.
    let as_of = (63.0 + 4.0 * 3.0) - (56.0 + 4.0 * 1.0);
    reconciles(&outcome, "R4", "P", PLANNED, &[plan, -7.0, 0.0, 0.0, 0.0, -35.0, as_of], 40.0);
    // R6–R10: five times 1 less five times 7 − 6.
    reconciles(&outcome, "R5", "P", PLANNED, &[plan, -63.0, 0.0, 0.0, 1.0, -5.0, 0.0], 0.0);
    // The base R4 was expected to be 10: it is 7, and so is what goes on of it in R5–R9.
    let [actuals, anew] = recorded_since(-5.0 * (7.0 - 10.0), 5.0 * (7.0 - 10.0));
    bridges(&outcome, "R3", "P", PLANNED, [94.0, 40.0], [-10.0, 6.0, -50.0, actuals, anew]);
    // The base R5 was expected to be 3: it is 1, and so are R6–R10.
    let [actuals, anew] = recorded_since(-5.0 * (1.0 - 3.0), 5.0 * (1.0 - 3.0));
    let steps = [-(63.0 - 7.0), 3.0 - 7.0, -5.0 * (3.0 - 7.0), actuals, anew];
    bridges(&outcome, "R4", "P", PLANNED, [40.0, 0.0], steps);
    streams_as_stated(&text);
}

/// The same where what a stream has recorded bears on no other year.
fn streams_as_stated(text: &str) {
    let outcome = planned(&as_stated(text));
    adds_up(&outcome, 0.0);
    // Now: 7; 10 + 55 − 6; 10 − 4 from R6 on. Recurring: 7, 4, 6, …
    let plan = 7.0 + 59.0 + 4.0 * 6.0;
    // R4–R8 as expected in R4: 10; 10 + 60 − 4; 6; 6; 6.
    reconciles(&outcome, "R3", "P", PLANNED, &[plan, 0.0, -6.0, 0.0, 0.0, 0.0, (10.0 - 7.0) + (66.0 - 59.0)], 94.0);
    // R5–R9 as expected in R5: 66 and four times 6, less five times the 7 recorded.
    reconciles(&outcome, "R4", "P", PLANNED, &[plan, -7.0, 0.0, 0.0, 0.0, -35.0, 66.0 - 59.0], 55.0);
    // R6–R10: five times 6 less five times 10 − 6.
    reconciles(&outcome, "R5", "P", PLANNED, &[plan, -66.0, 0.0, 0.0, 6.0, -20.0, 0.0], 10.0);
    bridges(&outcome, "R3", "P", PLANNED, [94.0, 55.0], [-10.0, 6.0, -50.0, -5.0 * (7.0 - 10.0), 0.0]);
    // The base R5 was expected to be 6; it is 4.
    bridges(
        &outcome,
        "R4",
        "P",
        PLANNED,
        [55.0, 10.0],
        [-(66.0 - 7.0), 6.0 - 7.0, -5.0 * (6.0 - 7.0), -5.0 * (4.0 - 6.0), 0.0],
    );
}

/// One initiative with a delay and one one-off stream.
fn sale(delay: &str, amounts: &str, tables: &str) -> String {
    let initiative = format!(
        "[[policy]]\nid = \"P\"\nname = \"P\"\n[[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\ndelay = {delay}\n\
         stream = [{{ id = \"s\", kind = \"revenue\", recurring = false, amounts = {{ {amounts} }} }}]\n"
    );
    closed(&(initiative + tables))
}

/// What a one-off amount does at the border of the closed years hangs on which years are closed when an edition is made.
#[test]
fn a_late_one_off_crosses_no_border_of_its_edition() {
    // 100 planned for R4, 1,000 for R5, 30 for R7, all a year late. As known in R4, before any year was closed: 100 in R5,
    // 1,000 in R6, 30 in R8. In R5: R4 is closed, so its 100 are lost to R5; 1,000 in R6, 30 in R8. In R6: 100 have come in
    // the closed R5; the 1,000 of R5 are lost to R6; 30 in R8.
    let outcome = planned(&sale("1", "R4 = 100, R5 = 1000, R6 = 0, R7 = 30", &editions("R6")));
    adds_up(&outcome, 0.0);
    let years = ["R4", "R5", "R6", "R7", "R8", "R9"];
    let planned = years.map(|y| outcome.year_entry("P", year(y)).unwrap().planned);
    assert_eq!(planned, [0.0, 100.0, 0.0, 0.0, 30.0, 0.0]);
    for figure in [PLANNED, MEAN] {
        let is = |base: &str, before: f64, as_of: f64, amount: f64| {
            reconciles(&outcome, base, "P", figure, &[130.0, before, 0.0, 0.0, 0.0, 0.0, as_of], amount);
        };
        is("R3", 0.0, 1_000.0, 100.0 + 1_000.0 + 30.0);
        is("R4", 0.0, 1_000.0 - 100.0, 1_000.0 + 30.0);
        is("R5", -100.0, 0.0, 30.0);
        is("R6", -100.0, 0.0, 30.0);
        // The 100 are no longer expected for R5, then the 1,000 no longer for R6: forecasts made anew, not actuals.
        bridges(&outcome, "R3", "P", figure, [1_130.0, 1_030.0], [0.0, 0.0, 0.0, 0.0, -100.0]);
        bridges(&outcome, "R4", "P", figure, [1_030.0, 30.0], [0.0, 0.0, 0.0, 0.0, -1_000.0]);
        bridges(&outcome, "R5", "P", figure, [30.0, 30.0], [0.0; 5]);
    }
}

#[test]
fn an_early_one_off_comes_in_the_first_open_year_of_its_edition() {
    // 1,000 planned for R7, two years early, so in R5; but where that is closed, in R6. Editions over one year each.
    let rule = "[editions]\nfirst_base = \"R3\"\nlast_base = \"R6\"\nhorizon = 1\n";
    let outcome = planned(&sale("-2", "R7 = 1000", rule));
    adds_up(&outcome, 0.0);
    for figure in [PLANNED, MEAN] {
        let is = |base: &str, steps: [f64; 3], amount: f64| {
            let [before, after, as_of] = steps;
            reconciles(&outcome, base, "P", figure, &[1_000.0, before, after, 0.0, 0.0, 0.0, as_of], amount);
        };
        is("R3", [0.0, -1_000.0, 0.0], 0.0);
        // Made in R5, when it could still come in R5.
        is("R4", [0.0, -1_000.0, 1_000.0], 1_000.0);
        // Made in R6, when it could not have come before R6.
        is("R5", [0.0, 0.0, 0.0], 1_000.0);
        is("R6", [-1_000.0, 0.0, 0.0], 0.0);
    }
}

/// The same border where the delay is uncertain: 1,000 planned for R5, a year late in three of ten trials.
#[test]
fn an_uncertain_delay_at_the_border() {
    let delay = "{ kind = \"discrete\", values = [0, 1], weights = [7, 3] }";
    let outcome = run(&sale(delay, "R5 = 1000", &editions("R5")), 100_000);
    adds_up(&outcome, 1e-6);
    let mean = |base: &str| outcome.edition_entry("P", year(base)).unwrap();
    // As known in R4 and R5: 1,000 in R5 or in R6, both in the window. As known in R6: in R5 or not at all.
    for base in ["R3", "R4"] {
        assert_eq!(mean(base).planned, 1_000.0, "{base}");
        assert!((mean(base).mean - 1_000.0).abs() < 1e-6 && mean(base).sd.unwrap() < 1e-6, "{base}");
    }
    assert_eq!((mean("R5").mean, mean("R5").sd), (0.0, Some(0.0)));
    let near =
        |found: f64, expected: f64| assert!((found - expected).abs() < 4.0 * 458.3 / 100_000_f64.sqrt(), "{found}");
    near(outcome.plan_entry("P").unwrap().mean, 700.0);
    // What is known now instead of then: 300 that came in R6 are lost.
    for base in ["R3", "R4"] {
        near(super::reconciliation(&outcome, base, "P").steps[6].amounts.mean, 300.0);
    }
    // From base R4 to R5: R5 goes with the 700 it brings on average, and R6 loses the other 300, √(0.3 × 0.7) = 0.4583.
    let steps = &bridge(&outcome, "R4", "P").steps;
    near(steps[0].amounts.mean, -700.0);
    near(steps[4].amounts.mean, -300.0);
    near(steps[4].sd.unwrap(), 458.26);
}

#[test]
fn an_overlap_is_cut_as_it_is_known() {
    // a and b claim 100 and 60 of the same saving: 100 in all. For a 80 are recorded in R5, which is a fact: it is not cut
    // and cuts nothing, so R5 counts 80 + 60 now.
    let tables = r#"
[[policy]]
id = "P"
name = "P"
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{ id = "s", kind = "saving", amounts = { R4 = 100 }, actuals = { R5 = 80 } }]
[[initiative]]
id = "b"
name = "b"
policy = "P"
stream = [{ id = "s", kind = "saving", amounts = { R4 = 60 } }]
[[overlap]]
initiatives = ["a", "b"]
share = 1.0
"#;
    let text = closed(&(tables.to_owned() + &editions("R5")));
    let outcome = planned(&as_stated(&text));
    adds_up(&outcome, 0.0);
    let plan = 100.0 + 140.0 + 4.0 * 100.0;
    for figure in [PLANNED, MEAN] {
        reconciles(&outcome, "R3", "P", figure, &[plan, 0.0, -100.0, 0.0, 0.0, 0.0, 100.0 - 140.0], 500.0);
        reconciles(&outcome, "R4", "P", figure, &[plan, -100.0, 0.0, 0.0, 0.0, -500.0, 100.0 - 140.0], 0.0);
        reconciles(&outcome, "R5", "P", figure, &[plan, -240.0, 0.0, 0.0, 100.0, -700.0, 0.0], -200.0);
        bridges(&outcome, "R3", "P", figure, [500.0, 0.0], [-100.0, 100.0, -500.0, 0.0, 0.0]);
        bridges(&outcome, "R4", "P", figure, [0.0, -200.0], [0.0, 0.0, 0.0, -5.0 * (140.0 - 100.0), 0.0]);
    }
    // Going on from what was reached: a claims 120 of which 60 are b's as well, half of which is taken off a: 90 of 120 are
    // left. What it recorded, 96, is what is left of 128: so R5 counts 96 + 60, and R6–R9 128 + 60 − 60.
    let outcome = planned(&text.replace("R4 = 100 }, actuals = { R5 = 80 }", "R4 = 120 }, actuals = { R5 = 96 }"));
    adds_up(&outcome, 0.0);
    let plan = 120.0 + 156.0 + 4.0 * 128.0;
    for figure in [PLANNED, MEAN] {
        let as_of = 5.0 * 120.0 - (120.0 + 156.0 + 3.0 * 128.0);
        reconciles(&outcome, "R3", "P", figure, &[plan, 0.0, -128.0, 0.0, 0.0, 0.0, as_of], 600.0);
        let as_of = 5.0 * 120.0 - (156.0 + 4.0 * 128.0);
        reconciles(&outcome, "R4", "P", figure, &[plan, -120.0, 0.0, 0.0, 0.0, -600.0, as_of], 0.0);
        // Five times 128 less five times 156.
        reconciles(&outcome, "R5", "P", figure, &[plan, -276.0, 0.0, 0.0, 128.0, -780.0, 0.0], -140.0);
        bridges(&outcome, "R3", "P", figure, [600.0, 0.0], [-120.0, 120.0, -600.0, 0.0, 0.0]);
        let [actuals, anew] = recorded_since(-5.0 * (156.0 - 120.0), 5.0 * (128.0 - 120.0));
        bridges(&outcome, "R4", "P", figure, [0.0, -140.0], [0.0, 0.0, 0.0, actuals, anew]);
    }
}

#[test]
fn an_overlap_of_two_policies_of_which_one_is_recorded() {
    // a in P claims 100, b in Q 60: half the common 60 off each. Q records 50 in R5, P nothing: a stays cut by b's forecast.
    let tables = r#"
[[policy]]
id = "P"
name = "P"
[[policy]]
id = "Q"
name = "Q"
actuals = { R5 = 50 }
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{ id = "s", kind = "saving", amounts = { R4 = 100 } }]
[[initiative]]
id = "b"
name = "b"
policy = "Q"
stream = [{ id = "s", kind = "saving", amounts = { R4 = 60 } }]
[[overlap]]
initiatives = ["a", "b"]
share = 1.0
"#;
    let text = closed(&(tables.to_owned() + &editions("R5")));
    // Of b's 60 half is left: 50 are what is left of 100. In R6–R9 both claim 100 then, the same 100: 50 each.
    let outcome = planned(&text);
    adds_up(&outcome, 0.0);
    for figure in [PLANNED, MEAN] {
        // R5–R9 as expected in R5, 70 for P and 30 for Q; now 70 and four times 50 for P, five times 50 for Q.
        let plan = 70.0 + 50.0 + 4.0 * 50.0;
        let as_of = 5.0 * 70.0 - (50.0 + 4.0 * 50.0);
        reconciles(&outcome, "R4", "P", figure, &[plan, -70.0, 0.0, 0.0, 0.0, -350.0, as_of], 0.0);
        reconciles(&outcome, "R5", "P", figure, &[plan, -120.0, 0.0, 0.0, 50.0, -250.0, 0.0], 0.0);
        let plan = 30.0 + 50.0 + 4.0 * 50.0;
        reconciles(&outcome, "R4", "Q", figure, &[plan, -30.0, 0.0, 0.0, 0.0, -150.0, 150.0 - 250.0], 0.0);
        reconciles(&outcome, "R5", "Q", figure, &[plan, -80.0, 0.0, 0.0, 50.0, -250.0, 0.0], 0.0);
        // The record of Q changes what goes on of P too.
        let [actuals, anew] = recorded_since(-5.0 * (50.0 - 70.0), 5.0 * (50.0 - 70.0));
        bridges(&outcome, "R4", "P", figure, [0.0, 0.0], [0.0, 0.0, 0.0, actuals, anew]);
        let [actuals, anew] = recorded_since(-5.0 * (50.0 - 30.0), 5.0 * (50.0 - 30.0));
        bridges(&outcome, "R4", "Q", figure, [0.0, 0.0], [0.0, 0.0, 0.0, actuals, anew]);
        reconciles(&outcome, "R5", "total", figure, &[600.0, -200.0, 0.0, 0.0, 100.0, -500.0, 0.0], 0.0);
    }
    // As stated: 70 and 30 in R6–R9.
    let outcome = planned(&as_stated(&text));
    adds_up(&outcome, 0.0);
    for figure in [PLANNED, MEAN] {
        reconciles(&outcome, "R4", "P", figure, &[6.0 * 70.0, -70.0, 0.0, 0.0, 0.0, -350.0, 0.0], 0.0);
        reconciles(&outcome, "R5", "P", figure, &[6.0 * 70.0, -140.0, 0.0, 0.0, 70.0, -350.0, 0.0], 0.0);
        let plan = 5.0 * 30.0 + 50.0;
        reconciles(&outcome, "R4", "Q", figure, &[plan, -30.0, 0.0, 0.0, 0.0, -150.0, 30.0 - 50.0], 0.0);
        reconciles(&outcome, "R5", "Q", figure, &[plan, -80.0, 0.0, 0.0, 30.0, -250.0, 0.0], -100.0);
        bridges(&outcome, "R4", "Q", figure, [0.0, -100.0], [0.0, 0.0, 0.0, -5.0 * (50.0 - 30.0), 0.0]);
        reconciles(&outcome, "R5", "total", figure, &[620.0, -220.0, 0.0, 0.0, 100.0, -600.0, 0.0], -100.0);
    }
}

/// The base year may lie before the plan and have a record of its own: 6 for R3, where 4 were expected. 10 from R4 on.
#[test]
fn a_recorded_base_before_the_plan() {
    let tables = edition("R2", 2, "")
        + &edition("R3", 2, "")
        + "[[policy]]\nid = \"P\"\nname = \"P\"\nactuals = { R3 = 6 }\n\
           [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n\
           stream = [{ id = \"s\", kind = \"saving\", amounts = { R3 = 4, R4 = 10 } }]\n";
    let head = "first = \"R4\"\nlast = \"R9\"\nbasis = \"recurring\"\nas_of = \"R4\"";
    // The 6 of R3 go on, and 6 more come in R4: 12 from then on.
    let text = scenario(head, &tables);
    let outcome = planned(&text);
    adds_up(&outcome, 0.0);
    for figure in [PLANNED, MEAN] {
        // Made in R3: R3 and R4 as expected then, 4 and 10; as known now 6 and 12. Made in R4: R4 and R5 against the 6.
        let as_of = (4.0 + 10.0) - (6.0 + 12.0);
        reconciles(&outcome, "R2", "P", figure, &[72.0, 0.0, -60.0, 6.0, 0.0, 0.0, as_of], 14.0);
        reconciles(&outcome, "R3", "P", figure, &[72.0, 0.0, -48.0, 0.0, 0.0, -2.0 * 6.0, 0.0], 12.0);
        let [actuals, anew] = recorded_since(-2.0 * (6.0 - 4.0), 2.0 * (12.0 - 10.0));
        bridges(&outcome, "R2", "P", figure, [14.0, 12.0], [-4.0, 10.0, -2.0 * 4.0, actuals, anew]);
    }
    let stated = planned(&as_stated(&text));
    adds_up(&stated, 0.0);
    for figure in [PLANNED, MEAN] {
        // Made in R3: R3 and R4 as expected then. Made in R4: R4 and R5 against the 6 recorded.
        reconciles(&stated, "R2", "P", figure, &[60.0, 0.0, -50.0, 6.0, 0.0, 0.0, 4.0 - 6.0], 14.0);
        reconciles(&stated, "R3", "P", figure, &[60.0, 0.0, -40.0, 0.0, 0.0, -2.0 * 6.0, 0.0], 8.0);
        bridges(&stated, "R2", "P", figure, [14.0, 8.0], [-4.0, 10.0, -2.0 * 4.0, -2.0 * (6.0 - 4.0), 0.0]);
    }
    // On a basis that looks at the year before the plan, the record counts there too. It is 6 more than the nothing of R2,
    // so R4 has 12 − 6 that are new; as stated 10 − 6.
    let text = text.replace("recurring", "new_in_year");
    let outcome = planned(&text);
    adds_up(&outcome, 0.0);
    let steps = [12.0 - 6.0, 72.0 - 6.0, 0.0, -48.0, 0.0, 0.0, -2.0 * 6.0, 0.0];
    reconciles(&outcome, "R3", "P", PLANNED, &steps, 12.0);
    let stated = planned(&as_stated(&text));
    adds_up(&stated, 0.0);
    let steps = [10.0 - 6.0, 60.0 - 4.0, 0.0, -40.0, 0.0, 0.0, -2.0 * 6.0, 0.0];
    reconciles(&stated, "R3", "P", PLANNED, &steps, 8.0);
}

/// The plan's own as-of year bounds what an edition knows; an edition may also be made later than the year after its base.
#[test]
fn an_edition_made_late_knows_more() {
    // As in the first test, but the edition with base R3 is made in R6: R4 and R5 are recorded by then.
    let late = "[[edition]]\nbase = \"R3\"\nas_of = \"R6\"\n";
    let outcome = planned(&(recorded() + late));
    adds_up(&outcome, 0.0);
    let steps = [590.0, 0.0, -130.0, 0.0, 0.0, 0.0, 0.0];
    reconciles(&outcome, "R3", "P", PLANNED, &steps, 460.0);
    // To the edition with base R4, made in R5, which did not know R5 yet: 40 goes, 130 comes in, the base is 25; and R5–R9
    // have 15 less each, since a forecast of 75 takes the place of the 90 recorded. Nothing was closed in between.
    let steps_to_r4 = [-40.0, 130.0, -5.0 * 25.0, 0.0, -5.0 * (90.0 - 75.0)];
    bridges(&outcome, "R3", "P", PLANNED, [460.0, 350.0], steps_to_r4);
    // Made in R8 it knows no more than the plan does.
    let outcome = planned(&(recorded() + &late.replace("R6", "R8")));
    reconciles(&outcome, "R3", "P", PLANNED, &steps, 460.0);
    assert_eq!(outcome.editions[0].as_of, year("R8"));
    // The same as stated.
    let outcome = planned(&as_stated(&(recorded() + late)));
    adds_up(&outcome, 0.0);
    reconciles(&outcome, "R3", "P", PLANNED, &[630.0, 0.0, -140.0, 0.0, 0.0, 0.0, 0.0], 490.0);
    // To the edition with base R4, made in R5, which did not know R5 yet: 40 goes, 140 comes in, the base is 25; and a
    // forecast of 100 takes the place of the 90 recorded.
    bridges(&outcome, "R3", "P", PLANNED, [490.0, 475.0], [-40.0, 140.0, -5.0 * 25.0, 0.0, 100.0 - 90.0]);
    let outcome = planned(&as_stated(&(recorded() + &late.replace("R6", "R8"))));
    reconciles(&outcome, "R3", "P", PLANNED, &[630.0, 0.0, -140.0, 0.0, 0.0, 0.0, 0.0], 490.0);
    assert_eq!(outcome.editions[0].as_of, year("R8"));
}
