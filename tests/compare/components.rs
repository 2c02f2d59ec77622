//! Each component alone: where one thing changes, all of the difference is in the component that it belongs to, and every
//! other one is exactly nothing.

use super::{
    Over, Scenario, TRIALS, as_stated, compared, component, difference, initiative, laid, normal, only_in, small, step,
};
use crate::simulated::{read, settings};
use mikomi::analysis::{Comparison, Component, FamilyKind};
use mikomi::plan::Uncertainty;

/// Policy P: `a` saves 100 a year from R5 on (500 over the plan period), realised to 0.8 on average; `b` 60 from R6 on (240),
/// certain.
fn base() -> String {
    small(&(initiative("a", "", &step("R5", 100.0, &normal(0.8, 0.2))) + &b()))
}

fn a() -> String {
    initiative("a", "", &step("R5", 100.0, &normal(0.8, 0.2)))
}

fn b() -> String {
    initiative("b", "", &step("R6", 60.0, ""))
}

/// What is planned for P over the plan period differs by `planned` and its mean by `mean`, all of it in one component.
#[track_caller]
fn one(plan: &Scenario, revised: &Scenario, of: Component, planned: f64, mean: f64) -> Comparison {
    let on_paper = compared(plan, revised, settings(1), Uncertainty::Off).of;
    only_in(&on_paper, of);
    let found = component(&on_paper, "P", Over::Plan, of);
    assert!((found.planned - planned).abs() < 1e-9, "{of:?}: {} against {planned}", found.planned);
    assert!((found.planned - difference(&on_paper, "P", Over::Plan).difference.planned).abs() < 1e-9);
    let on_draws = compared(plan, revised, settings(TRIALS), Uncertainty::On).of;
    only_in(&on_draws, of);
    let found = component(&on_draws, "P", Over::Plan, of);
    assert!((found.planned - planned).abs() < 1e-9, "{of:?}: {} against {planned}", found.planned);
    // Stratified draws of amounts up to 500 with relative deviations of at most 1.
    assert!((found.mean - mean).abs() < 0.5, "{of:?}: {} against {mean}", found.mean);
    on_draws
}

/// One change, written as an overlay.
#[track_caller]
fn changed(base: &str, over: &str, of: Component, planned: f64, mean: f64) -> Comparison {
    one(&read(base), &laid(base, over), of, planned, mean)
}

fn of_b(keys: &str) -> String {
    format!("[[initiative]]\nid = \"b\"\n{keys}\n")
}

fn stream_of_b(keys: &str) -> String {
    of_b(&format!("stream = [{{ id = \"s\", {keys} }}]"))
}

/// How widely the actuals' part of P over the plan period spreads.
fn sd_of_actuals(of: &Comparison) -> f64 {
    component(of, "P", Over::Plan, Component::Actuals).spread.sd.expect("many trials")
}

#[test]
fn actuals() {
    // R4 10 in place of 0 and R5 50 in place of 100 (80 on average); all of the 50 are a's, which goes on with them in place of
    // as much in each of R6 to R9. b, still to come, is as it was.
    let over = "plan = { as_of = \"R6\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 10, R5 = 50 }\n";
    let of = changed(&base(), over, Component::Actuals, 10.0 - 5.0 * 50.0, 10.0 - 5.0 * 30.0);
    // What was reached is certain: the uncertainty of R5 to R9 goes, 5 · 100 · 0.2, one realisation in all years.
    let sd = sd_of_actuals(&of);
    assert!((sd - 100.0).abs() < 0.2, "{sd}");
    // As stated, R4 and R5 alone are others, and the uncertainty of R5 alone goes, 100 · 0.2.
    let of = changed(&as_stated(&base()), over, Component::Actuals, 10.0 - 50.0, 10.0 - 30.0);
    let sd = sd_of_actuals(&of);
    assert!((sd - 20.0).abs() < 0.2, "{sd}");
}

#[test]
fn actuals_of_streams() {
    // R5 is closed: 70 of 100 (80 on average), and so it goes on in the four years after it.
    let over = "plan = { as_of = \"R6\" }\n[[initiative]]\nid = \"a\"\nstream = [{ id = \"s\", actuals = { R4 = 0, R5 = 70 } }]\n\
                [[initiative]]\nid = \"b\"\nstream = [{ id = \"s\", actuals = { R4 = 0, R5 = 0 } }]\n";
    changed(&base(), over, Component::Actuals, 5.0 * -30.0, 5.0 * -10.0);
    changed(&as_stated(&base()), over, Component::Actuals, -30.0, -10.0);
}

#[test]
fn an_outturn() {
    let over = "plan = { as_of = \"R6\" }\n[[policy]]\nid = \"P\"\n\
                actuals = { R4 = 0, R5 = { value = 50, state = \"outturn\", sd = 5 } }\n";
    // 50 + 5 z against 100 · (0.8 + 0.2 z′), independent, in R5 and, with the same z and z′, in each of the four years after it:
    // 5 · √(5² + 20²).
    let of = changed(&base(), over, Component::Actuals, 5.0 * -50.0, 5.0 * -30.0);
    let sd = sd_of_actuals(&of);
    assert!((sd - 5.0 * 425_f64.sqrt()).abs() < 0.5, "{sd}");
    // As stated, in R5 alone.
    let of = changed(&as_stated(&base()), over, Component::Actuals, -50.0, -30.0);
    let sd = sd_of_actuals(&of);
    assert!((sd - 425_f64.sqrt()).abs() < 0.5, "{sd}");
}

#[test]
fn what_was_known_before_stays_with_an_initiative_that_ends() {
    // R4 is closed in both, with 40 recorded of `b`, planned at 60; the revision has no `b` any more. No year was closed
    // since: all of it is the end, −40 − 5 · 40 from what was reached and −40 − 5 · 60 as stated.
    let known =
        "plan = { as_of = \"R5\" }\n[[initiative]]\nid = \"a\"\nstream = [{ id = \"s\", actuals = { R4 = 0 } }]\n";
    let b = initiative("b", "", &step("R4", 60.0, ", actuals = { R4 = 40 }"));
    let readings: [(super::Reading, f64); 2] = [(str::to_owned, 240.0), (as_stated, 340.0)];
    for (open_years, of_b) in readings {
        let plan = laid(&open_years(&small(&(a() + &b))), known);
        let revised = laid(&open_years(&small(&a())), known);
        one(&plan, &revised, Component::Ended, -of_b, -of_b);
        // And the other way round it is new, with what is recorded of it.
        one(&revised, &plan, Component::New, of_b, of_b);
    }
}

#[test]
fn a_stream_that_is_taken_out_takes_its_record_along() {
    // As above for one stream of an initiative that goes on. It is planned from R5 on only, so the 40 of R4 go on beside the 60
    // that are still to come: 40 + 5 · 100. As stated 40 + 5 · 60.
    let known =
        "plan = { as_of = \"R5\" }\n[[initiative]]\nid = \"a\"\nstream = [{ id = \"s\", actuals = { R4 = 0 } }]\n";
    let more = "{ id = \"t\", kind = \"saving\", shape = { kind = \"step\", start = \"R5\", full = 60 }, actuals = { R4 = 40 } }";
    let stream = step("R5", 100.0, &normal(0.8, 0.2));
    let readings: [(super::Reading, f64); 2] = [(str::to_owned, 540.0), (as_stated, 340.0)];
    for (open_years, of_it) in readings {
        let plan = laid(&open_years(&small(&initiative("a", "", &format!("{stream}, {more}")))), known);
        let revised = laid(&open_years(&small(&initiative("a", "", &stream))), known);
        one(&plan, &revised, Component::Amounts, -of_it, -of_it);
        one(&revised, &plan, Component::Amounts, of_it, of_it);
    }
}

#[test]
fn an_end() {
    let revised = read(&small(&a()));
    let of = one(&read(&base()), &revised, Component::Ended, -240.0, -240.0);
    assert!(of.lineages.families.iter().any(|f| f.kind == FamilyKind::Ended));
}

#[test]
fn a_beginning() {
    // 50 from R7 on, over three years.
    let c = initiative("c", "lineage = \"new\"", &step("R7", 50.0, &normal(0.9, 0.1)));
    let of = changed(&base(), &c, Component::New, 150.0, 135.0);
    let sd = component(&of, "P", Over::Plan, Component::New).spread.sd.expect("many trials");
    assert!((sd - 15.0).abs() < 0.2, "{sd}");
}

#[test]
fn two_that_are_merged() {
    // 200 from R6 on in place of 100 from R5 and 60 from R6 on: 800 − 500 − 240; on average 800 − 400 − 240.
    let m = initiative("m", "lineage = \"merged\"\nreplaces = [\"a\", \"b\"]", &step("R6", 200.0, ""));
    let of = one(&read(&base()), &read(&small(&m)), Component::Merged, 60.0, 160.0);
    assert!(of.lineages.families.iter().any(|f| f.kind == FamilyKind::Merged && f.before.len() == 2));
}

#[test]
fn one_that_takes_in_another() {
    // `a` goes on under its name and takes `b` in: 170 from R5 on, 850 − 740; on average 0.8 · 850 − 640.
    let keys = "lineage = \"merged\"\nreplaces = [\"b\"]";
    let m = initiative("a", keys, &step("R5", 170.0, &normal(0.8, 0.2)));
    one(&read(&base()), &read(&small(&m)), Component::Merged, 110.0, 40.0);
}

#[test]
fn one_that_splits() {
    // 60 from R6 on becomes 25 from R6 and 40 from R7 on: 100 + 120 − 240.
    let part = |id, start, full| initiative(id, "replaces = [\"b\"]", &step(start, full, ""));
    let revised = small(&(a() + &part("b1", "R6", 25.0) + &part("b2", "R7", 40.0)));
    one(&read(&base()), &read(&revised), Component::Merged, -20.0, -20.0);
}

#[test]
fn a_later_start() {
    let later = stream_of_b("shape = { kind = \"step\", start = \"R7\", full = 60 }");
    changed(&base(), &later, Component::Timing, -60.0, -60.0);
    // The same amounts a year later, written out: 10, 20, 30, then held.
    let with = |first: &str| base().replace("shape = { kind = \"step\", start = \"R6\", full = 60 }", first);
    let plan = with("amounts = { R6 = 10, R7 = 20, R8 = 30 }");
    let revised = with("amounts = { R7 = 10, R8 = 20, R9 = 30 }");
    // 10 + 20 + 30 + 30 against 10 + 20 + 30.
    one(&read(&plan), &read(&revised), Component::Timing, -30.0, -30.0);
}

#[test]
fn a_later_start_behind_years_without_amounts() {
    let with = |amounts: &str| base().replace("shape = { kind = \"step\", start = \"R6\", full = 60 }", amounts);
    let plan = with("amounts = { R5 = 0, R6 = 60, R7 = 60 }");
    let revised = with("amounts = { R5 = 0, R6 = 0, R7 = 60 }");
    one(&read(&plan), &read(&revised), Component::Timing, -60.0, -60.0);
}

#[test]
fn an_uncertain_delay() {
    let delay = of_b("delay = { kind = \"discrete\", values = [0, 1], weights = [1, 1] }");
    changed(&base(), &delay, Component::Timing, 0.0, -30.0);
    // A certain one is planned for.
    changed(&base(), &of_b("delay = 0.5"), Component::Timing, -30.0, -30.0);
    changed(&base(), &of_b("delay = -1"), Component::Timing, 60.0, 60.0);
}

#[test]
fn what_moves_with_the_delay() {
    let base = base().replace("id = \"b\"\nname", "id = \"b\"\ndelay = 1\nname");
    changed(&base, &stream_of_b("timing = \"fixed\""), Component::Timing, 60.0, 60.0);
}

#[test]
fn other_amounts() {
    let double = stream_of_b("shape = { kind = \"step\", start = \"R6\", full = 120 }");
    changed(&base(), &double, Component::Amounts, 240.0, 240.0);
    // Another path to the same level: 30 and 45 in R6 and R7.
    let ramp = stream_of_b("amounts = { R6 = 30, R7 = 45, R8 = 60 }");
    changed(&base(), &ramp, Component::Amounts, -45.0, -45.0);
    // Of `a`, realised to 0.8: 110 in place of 100 over five years.
    let a = "[[initiative]]\nid = \"a\"\nstream = [{ id = \"s\", shape = { kind = \"step\", start = \"R5\", full = 110 } }]";
    let of = changed(&base(), a, Component::Amounts, 50.0, 40.0);
    // On common draws: 50 · 0.2 and not the spread of two runs.
    let sd = component(&of, "P", Over::Plan, Component::Amounts).spread.sd.expect("many trials");
    assert!((sd - 10.0).abs() < 0.1, "{sd}");
}

#[test]
fn erosion_and_what_comes_after() {
    // 60, 54, 48.6, 43.74 in place of 4 · 60.
    changed(&base(), &stream_of_b("erosion = 0.1"), Component::Amounts, 206.34 - 240.0, 206.34 - 240.0);
    let ends = stream_of_b("shape = { kind = \"step\", start = \"R6\", end = \"R7\", full = 60 }");
    changed(&base(), &ends, Component::Amounts, -120.0, -120.0);
}

#[test]
fn a_stream_more_or_less() {
    let more = of_b("stream = [{ id = \"t\", kind = \"revenue\", amounts = { R7 = 10 } }]");
    changed(&base(), &more, Component::Amounts, 30.0, 30.0);
    let cost =
        of_b("stream = [{ id = \"t\", kind = \"cost\", shape = { kind = \"one_off\", start = \"R4\", full = 7 } }]");
    changed(&base(), &cost, Component::Amounts, -7.0, -7.0);
    one(&laid(&base(), &more), &read(&base()), Component::Amounts, -30.0, -30.0);
}

#[test]
fn saving_revenue_or_cost_and_lasting_or_once() {
    changed(&base(), &stream_of_b("kind = \"revenue\""), Component::Amounts, 0.0, 0.0);
    let of = changed(&base(), &stream_of_b("recurring = false"), Component::Amounts, -180.0, -180.0);
    // Edition R6 counted 60 against the base year's 60 until R9 and after: nothing. Once in R6, it is before the window.
    assert_eq!(difference(&of, "P", Over::Edition(2024)).difference.planned, 0.0);
    // Edition R5: 60 a year over R6–R10 less 0 becomes 60 once.
    assert_eq!(difference(&of, "P", Over::Edition(2023)).difference.planned, 60.0 - 300.0);
}

#[test]
fn shares_of_policies() {
    // Half of 240 goes from P to Q.
    let of = changed(&base(), &of_b("shares = { P = 0.5, Q = 0.5 }"), Component::Amounts, -120.0, -120.0);
    assert_eq!(component(&of, "Q", Over::Plan, Component::Amounts).planned, 120.0);
    assert_eq!(component(&of, "total", Over::Plan, Component::Amounts).planned, 0.0);
}

#[test]
fn another_realisation() {
    changed(&base(), &stream_of_b("realisation = 0.5"), Component::Assumptions, -120.0, -120.0);
    let a = |distribution: &str| {
        format!("[[initiative]]\nid = \"a\"\nstream = [{{ id = \"s\", realisation = {distribution} }}]")
    };
    // What is uncertain is planned at 1: 500 · 0.6 against 500 · 0.8 on average.
    let lower = a("{ kind = \"normal\", mean = 0.6, sd = 0.2 }");
    let of = changed(&base(), &lower, Component::Assumptions, 0.0, -100.0);
    // The same latent, shifted: the difference is −100 in every trial.
    let sd = component(&of, "P", Over::Plan, Component::Assumptions).spread.sd.expect("many trials");
    assert!(sd < 1e-6, "{sd}");
    let wider = a("{ kind = \"normal\", mean = 0.8, sd = 0.3 }");
    let of = changed(&base(), &wider, Component::Assumptions, 0.0, 0.0);
    let sd = component(&of, "P", Over::Plan, Component::Assumptions).spread.sd.expect("many trials");
    assert!((sd - 50.0).abs() < 0.5, "{sd}");
}

#[test]
fn going_ahead_noise_and_shares_of_the_general_fund() {
    changed(&base(), &of_b("go_ahead = 0.75"), Component::Assumptions, 0.0, -60.0);
    changed(&base(), &stream_of_b("general_fund_share = 0.75"), Component::Assumptions, -60.0, -60.0);
    let of = changed(&base(), &stream_of_b("volatility = 0.2, persistence = 0.5"), Component::Assumptions, 0.0, 0.0);
    // 60² · Σ_ij (exp(s · 0.5^|i−j|) − 1) over four years, s = ln 1.04: lags 0, 1, 2, 3 occur 4, 6, 4, 2 times.
    let s = 1.04_f64.ln();
    let lags = [(4.0, 1.0), (6.0, 0.5), (4.0, 0.25), (2.0, 0.125)];
    let variance: f64 = lags.iter().map(|(n, rho)| n * 3600.0 * ((s * rho).exp() - 1.0)).sum();
    let sd = component(&of, "P", Over::Plan, Component::Assumptions).spread.sd.expect("many trials");
    assert!((sd / variance.sqrt() - 1.0).abs() < 0.03, "{sd} {}", variance.sqrt());
}

#[test]
fn another_correlation() {
    let group = |rho: f64| {
        format!("[[dependence]]\nid = \"g\"\namong = {{}}\nvariable = \"realisation\"\ncorrelation = {rho}\n")
    };
    let b = initiative("b", "", &step("R6", 60.0, &normal(1.0, 0.25)));
    let text = |rho: f64| small(&(a() + &b)) + &group(rho);
    let of = one(&read(&text(0.2)), &read(&text(0.6)), Component::Assumptions, 0.0, 0.0);
    // Each latent is √ρ F + √(1 − ρ) ε; it moves by (√0.6 − √0.2) F + (√0.4 − √0.8) ε. Amounts at stake: 500 · 0.2, 240 · 0.25.
    let (f, e) = (0.6_f64.sqrt() - 0.2_f64.sqrt(), 0.4_f64.sqrt() - 0.8_f64.sqrt());
    let variance = 160.0 * 160.0 * f * f + (100.0 * 100.0 + 60.0 * 60.0) * e * e;
    let sd = component(&of, "P", Over::Plan, Component::Assumptions).spread.sd.expect("many trials");
    assert!((sd / f64::sqrt(variance) - 1.0).abs() < 0.03, "{sd} {}", f64::sqrt(variance));
    // A pair in place of none.
    let pair = "[[correlation]]\nbetween = [\"a/s/realisation\", \"b/s/realisation\"]\nvalue = 0.5\n";
    let plain = small(&(a() + &b));
    one(&read(&plain), &read(&(plain.clone() + pair)), Component::Assumptions, 0.0, 0.0);
}

#[test]
fn another_index() {
    let driver = |growth: f64| format!("[[driver]]\nid = \"wage\"\nbase = \"R5\"\ngrowth = {growth}\n");
    let text = |growth: f64| base().replace("full = 60 } }", "full = 60 }, driver = \"wage\" }") + &driver(growth);
    // 1.1 + 1.21 + 1.331 + 1.4641 in place of 4, times 60.
    one(&read(&text(0.0)), &read(&text(0.1)), Component::Assumptions, 60.0 * 1.1051, 60.0 * 1.1051);
    let moving = text(0.1) + "volatility = 0.05\n";
    one(&read(&text(0.1)), &read(&moving), Component::Assumptions, 0.0, 0.0);
    // An index where there was none.
    one(&read(&base()), &read(&text(0.1)), Component::Assumptions, 60.0 * 1.1051, 60.0 * 1.1051);
}

#[test]
fn a_requirement() {
    let base = base().replace("id = \"a\"\nname", "id = \"a\"\ngo_ahead = 0.5\nname");
    changed(&base, &of_b("requires = [\"a\"]"), Component::Assumptions, 0.0, -120.0);
    // Of one that is late.
    let late = base.replace("go_ahead = 0.5", "delay = 1");
    changed(&late, &of_b("requires = [\"a\"]"), Component::Assumptions, -60.0, -60.0);
}

#[test]
fn an_overlap() {
    // Of 100 and 60 the smaller is counted twice, in four years.
    let certain = base().replace(&normal(0.8, 0.2), "");
    let overlap = "[[overlap]]\ninitiatives = [\"a\", \"b\"]\nshare = 1\n";
    changed(&certain, overlap, Component::Assumptions, -240.0, -240.0);
    let half = certain.clone() + &overlap.replace("share = 1", "share = 0.5");
    changed(&half, overlap, Component::Assumptions, -120.0, -120.0);
    // With realisation 0.8 and deviation 0.2 the smaller one is 60 unless 80 + 20 z is: the mean of min(60, 80 + 20 z) is
    // 60 − 20 (φ(1) − 1 + Φ(1)) = 60 − 20 · 0.083315.
    changed(&base(), overlap, Component::Assumptions, -240.0, -4.0 * (60.0 - 20.0 * 0.083_315_470_6));
}

#[test]
fn the_rule_of_editions() {
    // What is assumed beyond the plan is an assumption; it is no matter over the plan period.
    let over = "editions = { beyond_plan = \"zero\" }\n";
    let of = changed(&base(), over, Component::Assumptions, 0.0, 0.0);
    // Edition R5 covers R6–R10: 160 of R10 are gone (100 and 60); its base contains 100, which falls back too.
    assert_eq!(component(&of, "P", Over::Edition(2023), Component::Assumptions).planned, -160.0);
}
