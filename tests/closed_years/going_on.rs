//! What was reached, what goes on of it, what is still to come: by hand and by closed forms.

use crate::simulated::{planned, run};
use mikomi::fiscal::FiscalYear;
use mikomi::outcome::{Entry, Outcome};

/// A plan over R4–R9 with one policy P; `plan` are further keys of the plan, `policy` of P.
fn scenario(basis: &str, plan: &str, policy: &str, rest: &str) -> String {
    format!(
        r#"format = 1
title = "going on"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "{basis}"
{plan}
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 1, R5 = 1, R6 = 1, R7 = 1, R8 = 1, R9 = 1 }}
{policy}
{rest}
"#
    )
}

fn initiative(id: &str, keys: &str, streams: &str) -> String {
    format!("[[initiative]]\nid = \"{id}\"\nname = \"{id}\"\npolicy = \"P\"\n{keys}\nstream = [{streams}]\n")
}

fn entry(outcome: &Outcome, calendar: i32) -> &Entry {
    outcome.year_entry("P", FiscalYear::new(calendar).expect("in range")).expect("a year")
}

fn planned_years(text: &str) -> Vec<f64> {
    let outcome = planned(text);
    (2022..=2027).map(|year| entry(&outcome, year).planned).collect()
}

/// Published as new savings of 950, 1,030, 1,200, 840 and 1,120 a year. Half of three years was reached: the years to come bring
/// what they were planned to bring, 475 + 515 + 600 + 840 + 1,120.
#[test]
fn nothing_is_caught_up_for_free() {
    let text = |as_of: &str, actuals: &str| {
        format!(
            r#"format = 1
title = "new savings"
unit = "百万円"
plan = {{ first = "H18", last = "H22", basis = "new_in_year", as_of = "{as_of}" }}
editions = {{ first_base = "H17", last_base = "H18", horizon = 5 }}
[[policy]]
id = "P"
name = "P"
targets = {{ H18 = 950, H19 = 1_030, H20 = 1_200, H21 = 840, H22 = 1_120 }}
actuals = {{ {actuals} }}
{}"#,
            initiative(
                "all",
                "",
                r#"{ id = "s", kind = "saving", amounts = { H18 = 950, H19 = 1_980, H20 = 3_180, H21 = 4_020, H22 = 5_140 } }"#
            )
        )
    };
    let half = planned(&text("H21", "H18 = 475, H19 = 515, H20 = 600"));
    assert_eq!((entry(&half, 2009).planned, half.plan_entry("P").unwrap().planned), (840.0, 3_550.0));
    let over = planned(&text("H19", "H18 = 2_085"));
    assert_eq!((entry(&over, 2007).planned, over.plan_entry("P").unwrap().planned), (1_030.0, 6_275.0));
    // The edition with base H18, five years, the last level held: 1,030, 2,230, 3,070, 4,190 and 4,190 above its base, whatever
    // the base year brought.
    for outcome in [over, planned(&text("H19", "H18 = 475"))] {
        let edition =
            outcome.results.iter().find(|e| e.policy == "P" && e.period.base.is_some_and(|b| b.calendar() == 2006));
        assert_eq!(edition.map(|e| (e.target, e.planned)), Some((Some(14_710.0), 14_710.0)));
    }
}

/// What has brought 100 in three closed years goes on, whatever go-ahead and delay would do.
#[test]
fn what_has_begun_has_begun() {
    let keys = "go_ahead = 0.5\ndelay = { kind = \"uniform\", low = 0, high = 3 }";
    let stream = r#"{ id = "s", kind = "saving", amounts = { R4 = 100 }, actuals = { R4 = 100, R5 = 100, R6 = 100 } }"#;
    let outcome = run(&scenario("recurring", "as_of = \"R7\"", "", &initiative("i", keys, stream)), 4_096);
    let plan = outcome.plan_entry("P").expect("there");
    assert_eq!((plan.mean, plan.sd), (600.0, Some(0.0)));
}

const TWO: &str = r#"{ id = "s", kind = "saving", amounts = { R4 = 60, R5 = 100 } }, { id = "t", kind = "revenue", amounts = { R4 = 40 } }, { id = "c", kind = "cost", amounts = { R4 = 10 } }"#;

/// Costs stand as planned; 65 + 10 is shared 60 to 40. Then the one stream has 40 still to come.
#[test]
fn a_policys_record_is_shared_as_it_was_planned() {
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 65 }", &initiative("i", "", TWO));
    assert_eq!(planned_years(&text), [65.0, 105.0, 105.0, 105.0, 105.0, 105.0]);
    let rows = &planned(&text).breakdown[0];
    assert_eq!(rows.unallocated, [0.0; 6]);
    assert_eq!(rows.initiatives[0].by_year, [65.0, 105.0, 105.0, 105.0, 105.0, 105.0].map(Some));
}

/// −20 and a cost of 10 leave −10 to share: it stays the policy's own.
#[test]
fn what_cannot_be_shared_stays_the_policys_own() {
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = -20 }", &initiative("i", "", TWO));
    assert_eq!(planned_years(&text), [-20.0, 20.0, 20.0, 20.0, 20.0, 20.0]);
    // What the initiative gave in R4 is not known: all of the record is the policy's.
    let rows = &planned(&text).breakdown[0];
    assert_eq!((rows.initiatives[0].by_year[0], rows.unallocated[0]), (None, -20.0));
    assert_eq!(rows.unallocated[1..], [-10.0; 5]);
    // Without any initiative all of it is.
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 70 }", "");
    assert_eq!(planned_years(&text), [70.0; 6]);
}

/// A stream's own record comes first: 30 of 65 + 10 is its own, the rest the other's.
#[test]
fn a_streams_own_record_is_its_own() {
    let own = TWO.replace("amounts = { R4 = 60, R5 = 100 }", "amounts = { R4 = 60, R5 = 100 }, actuals = { R4 = 30 }");
    let falling = own.replace("{ R4 = 40 }", "{ R4 = 40, R5 = 20 }");
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 65 }", &initiative("i", "", &falling));
    // 30 + 40 still to come; the other's 45 fall by half.
    let level = 30.0 + 40.0 + 22.5 - 10.0;
    assert_eq!(planned_years(&text), [65.0, level, level, level, level, level]);
}

/// A revenue that fell is recorded below 0 and goes on so; what came before its first stated year is counted beside it.
#[test]
fn negative_and_early_amounts_go_on() {
    let fell = r#"{ id = "s", kind = "revenue", amounts = { R4 = 50, R6 = 80, R5 = 50 }, actuals = { R4 = -30 } }"#;
    let text = scenario("recurring", "as_of = \"R5\"", "", &initiative("i", "", fell));
    assert_eq!(planned_years(&text), [-30.0, -30.0, 0.0, 0.0, 0.0, 0.0]);
    let early = r#"{ id = "s", kind = "saving", amounts = { R6 = 100 }, actuals = { R4 = 20 } }"#;
    let text = scenario("recurring", "as_of = \"R5\"", "", &initiative("i", "", early));
    assert_eq!(planned_years(&text), [20.0, 20.0, 120.0, 120.0, 120.0, 120.0]);
}

/// An outturn of 100 ± 10 that falls by half in R5: 10, then 5 in every year. 10 + 5 · 5 = 35 in all.
#[test]
fn an_open_outturn_is_carried_on() {
    let stream = r#"{ id = "s", kind = "saving", amounts = { R4 = 80, R5 = 40 } }"#;
    let policy = "actuals = { R4 = { value = 100, state = \"outturn\", sd = 10 } }";
    let outcome = run(&scenario("recurring", "as_of = \"R5\"", policy, &initiative("i", "", stream)), 20_480);
    for (year, mean, sd) in [(2022, 100.0, 10.0), (2023, 50.0, 5.0), (2027, 50.0, 5.0)] {
        let e = entry(&outcome, year);
        assert!((e.mean - mean).abs() < 0.01 && (e.sd.unwrap() - sd).abs() < 0.05, "{year}: {} {:?}", e.mean, e.sd);
    }
    let plan = outcome.plan_entry("P").expect("there");
    assert!((plan.sd.unwrap() - 35.0).abs() < 0.2 && (plan.mean - 350.0).abs() < 0.05);
}

/// Reached at 100 in R4 with an index of 2 % a year and noise around 1: 100 · 1.02^k on average.
#[test]
fn an_index_and_noise_act_on_what_goes_on() {
    let driver = "[[driver]]\nid = \"w\"\nname = \"w\"\nbase = \"R3\"\ngrowth = 0.02\nvolatility = 0.05\n";
    let stream =
        r#"{ id = "s", kind = "saving", amounts = { R4 = 80 }, driver = "w", volatility = 0.2, persistence = 0.5 }"#;
    let rest = format!("{driver}{}", initiative("i", "go_ahead = 0.1", stream));
    let outcome = run(&scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 100 }", &rest), 40_960);
    for k in 0..6 {
        let e = entry(&outcome, 2022 + k);
        let mean = 100.0 * 1.02_f64.powi(k);
        assert!((e.mean - mean).abs() < 4.0 * e.se.unwrap_or(0.0) + 1e-9, "{k}: {} {mean}", e.mean);
        // Mean-one log-normal factors: variance 0.2² and exp(0.05²·k) − 1, independent.
        let cv = (1.04 * (0.05_f64.powi(2) * f64::from(k)).exp() - 1.0).sqrt();
        let sd = if k == 0 { 0.0 } else { mean * cv };
        assert!((e.sd.unwrap() - sd).abs() < 0.03 * sd + 1e-9, "{k}: {:?} {sd}", e.sd);
    }
}

/// 20 of 100 were missed; a share between 0 and 1, uniform, is made good and realised at 0.8 on average: 80 + 20 · ½ · 0.8.
#[test]
fn an_uncertain_share_is_made_good() {
    let keys = "made_good = { kind = \"uniform\", low = 0, high = 1 }";
    let stream = r#"{ id = "s", kind = "saving", amounts = { R4 = 100 }, realisation = { kind = "uniform", low = 0.6, high = 1.0 } }"#;
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 80 }", &initiative("i", keys, stream));
    let outcome = run(&text, 40_960);
    let e = entry(&outcome, 2024);
    assert!((e.mean - 88.0).abs() < 0.02, "{}", e.mean);
    // Var(m·R) = E[m²]E[R²] − (E m · E R)² with m uniform and R between 0.6 and 1: 1/3 · (0.64 + 0.04/3) − 0.16.
    let sd = 20.0 * ((0.64 + 0.16 / 12.0) / 3.0 - 0.16_f64).sqrt();
    assert!((e.sd.unwrap() - sd).abs() < 0.03, "{:?} {sd}", e.sd);
    // At plan the share is at its mean and all is realised.
    assert_eq!(entry(&planned(&text), 2024).planned, 90.0);
}

/// Of 200 planned, half was to be one-off: so was half of the 150 recorded. The rest goes on.
#[test]
fn the_one_off_part_of_a_record_is_that_of_the_plan() {
    let both = r#"{ id = "s", kind = "saving", amounts = { R4 = 100 } }, { id = "o", kind = "revenue", recurring = false, amounts = { R4 = 100 } }"#;
    let with = |actual: &str| {
        scenario("recurring", "as_of = \"R5\"", &format!("actuals = {{ R4 = {actual} }}"), &initiative("i", "", both))
    };
    assert_eq!(planned_years(&with("150")), [150.0, 75.0, 75.0, 75.0, 75.0, 75.0]);
    assert_eq!(planned_years(&with("{ value = 150, one_off = 90 }")), [150.0, 60.0, 60.0, 60.0, 60.0, 60.0]);
    // Costs only, below 0: all of −80 was one-off, as all of −100 was planned to be.
    let cost = r#"{ id = "c", kind = "cost", recurring = false, amounts = { R4 = 100 } }"#;
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = -80 }", &initiative("i", "", cost));
    assert_eq!(planned_years(&text), [-80.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // What its streams record of theirs is taken first: 60, then none is left to divide.
    let own = both.replace("{ R4 = 100 } }, { id = \"o\"", "{ R4 = 100 } }, { id = \"o\", actuals = { R4 = 60 }");
    let text = scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 150 }", &initiative("i", "", &own));
    assert_eq!(planned_years(&text), [150.0, 90.0, 90.0, 90.0, 90.0, 90.0]);
}

/// `b` has brought something, so it has gone ahead: what requires it goes ahead for certain, and does not wait for it.
#[test]
fn who_has_begun_holds_nobody_up() {
    let b = initiative(
        "b",
        "go_ahead = 0.5\ndelay = 2",
        r#"{ id = "s", kind = "saving", amounts = { R4 = 10, R5 = 20 }, actuals = { R4 = 10 } }"#,
    );
    let a = initiative("a", "requires = [\"b\"]", r#"{ id = "s", kind = "saving", amounts = { R6 = 100 } }"#);
    let text = |as_of: &str| scenario("recurring", as_of, "", &format!("{a}{b}"));
    let outcome = run(&text("as_of = \"R5\""), 10_240);
    // 10 goes on; 10 more, two years late, with one half; 100 for certain.
    for (year, mean) in [(2022, 10.0), (2023, 10.0), (2024, 110.0), (2025, 115.0), (2026, 115.0)] {
        assert!((entry(&outcome, year).mean - mean).abs() < 0.02, "{year}: {}", entry(&outcome, year).mean);
    }
}

/// Dropping takes what was reached too; `scale = 0` leaves it.
#[test]
fn decisions_about_what_goes_on() {
    let stream = r#"{ id = "s", kind = "saving", amounts = { R4 = 100, R5 = 200 } }"#;
    let text =
        |keys: &str| scenario("recurring", "as_of = \"R5\"", "actuals = { R4 = 80 }", &initiative("i", keys, stream));
    assert_eq!(planned_years(&text("")), [80.0, 180.0, 180.0, 180.0, 180.0, 180.0]);
    assert_eq!(planned_years(&text("drop = true")), [80.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(planned_years(&text("scale = 0.0")), [80.0; 6]);
    assert_eq!(planned_years(&text("scale = 2.0")), [80.0, 280.0, 280.0, 280.0, 280.0, 280.0]);
    assert_eq!(planned_years(&text("shift = 1")), [80.0, 80.0, 180.0, 180.0, 180.0, 180.0]);
    // Early by its own record, and dropped: nothing is left, though nothing was planned yet.
    let early = r#"{ id = "s", kind = "saving", amounts = { R6 = 100 }, actuals = { R4 = 20 } }"#;
    let text = scenario("recurring", "as_of = \"R5\"", "", &initiative("i", "drop = true", early));
    assert_eq!(planned_years(&text), [20.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

/// New in the year, and R4 without a record: R5 is counted from what the trial gave in R4. With R uniform from 0 to 1 that is
/// 100·R, then 80, then 100·R still to come: 200·R + 80 over the plan period.
#[test]
fn a_record_after_a_year_without_one_is_counted_from_the_trials_own() {
    let stream = r#"{ id = "s", kind = "saving", amounts = { R4 = 100, R5 = 200, R6 = 300 }, realisation = { kind = "uniform", low = 0, high = 1 } }"#;
    for record in ["policy", "stream"] {
        let (policy, stream) = match record {
            "policy" => ("actuals = { R5 = 80 }", stream.to_owned()),
            _ => ("", stream.replace("id = \"s\",", "id = \"s\", actuals = { R5 = 80 },")),
        };
        let outcome = run(&scenario("new_in_year", "as_of = \"R6\"", policy, &initiative("i", "", &stream)), 20_480);
        let sd = 100.0 / 12.0_f64.sqrt();
        for (year, mean, sd) in [(2022, 50.0, sd), (2023, 80.0, 0.0), (2024, 50.0, sd), (2025, 0.0, 0.0)] {
            let e = entry(&outcome, year);
            assert!(
                (e.mean - mean).abs() < 0.05 && (e.sd.unwrap_or(0.0) - sd).abs() < 0.05,
                "{record} {year}: {} {:?}",
                e.mean,
                e.sd
            );
        }
        let plan = outcome.plan_entry("P").expect("there");
        assert!((plan.mean - 180.0).abs() < 0.1 && (plan.sd.unwrap() - 2.0 * sd).abs() < 0.1, "{record}");
    }
}

/// Published as what is new in the year, target and actual alike: every year is met.
#[test]
fn records_are_typed_as_targets_are() {
    let years = ["H18 = 396_046", "H19 = 284_388", "H20 = 157_802", "H21 = 177_102"].join(", ");
    let text = format!(
        "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = \"H18\", last = \"H21\", basis = \"new_in_year\", as_of = \"H22\" }}\n[[policy]]\nid = \"P\"\nname = \"P\"\ntargets = {{ {years} }}\nactuals = {{ {years} }}\n"
    );
    let outcome = planned(&text);
    assert_eq!(
        (2006..=2009).map(|y| entry(&outcome, y).planned).collect::<Vec<_>>(),
        [396_046.0, 284_388.0, 157_802.0, 177_102.0]
    );
    let plan = outcome.plan_entry("P").expect("there");
    assert_eq!((plan.target, plan.planned), (Some(1_015_338.0), 1_015_338.0));
    assert_eq!(plan.p_met.map(|p| p.value), Some(1.0));
}
