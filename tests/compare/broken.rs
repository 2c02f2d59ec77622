//! Odd pairs: none may panic, give what is no number, or fail to add up ([`super::sound`] looks at each).

use super::{
    Compared, Over, Scenario, TRIALS, as_stated, compared, component, difference, initiative, laid, normal,
    nothing_differs, only_in, small, step,
};
use crate::simulated::{file, read, settings};
use mikomi::analysis::{ComparisonError, Component, FamilyKind, comparable};
use mikomi::engine::Progress;
use mikomi::outcome::{Request, simulate};
use mikomi::plan::Uncertainty;

/// Compares both ways, on paper and on draws; gives the comparison of the first with the second on draws.
fn both_ways(plan: &Scenario, revised: &Scenario) -> Compared {
    compared(plan, revised, settings(1), Uncertainty::Off);
    compared(revised, plan, settings(1), Uncertainty::Off);
    compared(revised, plan, settings(TRIALS), Uncertainty::On);
    compared(plan, revised, settings(TRIALS), Uncertainty::On)
}

fn planned(all: &Compared) -> f64 {
    difference(&all.of, "P", Over::Plan).difference.planned
}

fn kinds(all: &Compared) -> Vec<FamilyKind> {
    all.of.lineages.families.iter().map(|f| f.kind).collect()
}

fn uncertain(start: &str, full: f64) -> String {
    step(start, full, &normal(0.8, 0.2))
}

#[test]
fn no_initiative_in_common() {
    let plan = small(&(initiative("a", "", &uncertain("R4", 10.0)) + &initiative("b", "", &uncertain("R4", 20.0))));
    let revised = small(&(initiative("c", "", &uncertain("R4", 30.0)) + &initiative("d", "", &uncertain("R5", 10.0))));
    let all = both_ways(&read(&plan), &read(&revised));
    // 6 · 30 + 5 · 10 − 6 · 30.
    assert_eq!(planned(&all), 50.0);
    assert_eq!(component(&all.of, "P", Over::Plan, Component::Ended).planned, -180.0);
    assert_eq!(component(&all.of, "P", Over::Plan, Component::New).planned, 230.0);
    assert_eq!(kinds(&all), [FamilyKind::Ended, FamilyKind::Ended, FamilyKind::New, FamilyKind::New]);
}

#[test]
fn no_initiative_at_all() {
    let some = small(&initiative("a", "", &uncertain("R4", 10.0)));
    let all = both_ways(&read(&small("")), &read(&some));
    assert_eq!(planned(&all), 60.0);
    only_in(&all.of, Component::New);
    nothing_differs(&both_ways(&read(&small("")), &read(&small(""))).of);
    // Actuals alone. No stream can have them, so the last one goes on as it is: 5 and 6, and 6 from R6 to R9. As stated nothing
    // goes on: 5 + 6.
    let told = "plan = { as_of = \"R6\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 5, R5 = 6 }\n";
    for (none, expected) in [(small(""), 5.0 + 6.0 + 4.0 * 6.0), (as_stated(&small("")), 11.0)] {
        let all = both_ways(&read(&none), &laid(&none, told));
        only_in(&all.of, Component::Actuals);
        assert_eq!(planned(&all), expected);
    }
}

#[test]
fn all_ended() {
    let of = |keys: &str, streams: &str| small(&(initiative("a", keys, streams) + &initiative("b", keys, "")));
    let all = both_ways(&read(&of("", &uncertain("R4", 10.0))), &read(&of("lineage = \"ended\"", "")));
    only_in(&all.of, Component::Ended);
    assert_eq!((planned(&all), kinds(&all)), (-60.0, vec![FamilyKind::Ended, FamilyKind::Ended]));
    // Ended in both, with a cost that goes on: the same initiative.
    let cost = "{ id = \"c\", kind = \"cost\", shape = { kind = \"step\", start = \"R4\", full = 3 } }";
    let ended = of("lineage = \"ended\"", cost);
    nothing_differs(&both_ways(&read(&ended), &read(&ended)).of);
}

#[test]
fn each_replaces_the_other() {
    let plan = small(&(initiative("a", "", &uncertain("R4", 10.0)) + &initiative("b", "", &uncertain("R4", 20.0))));
    let swapped = |a: f64, b: f64| {
        small(
            &(initiative("a", "replaces = [\"b\"]", &uncertain("R4", a))
                + &initiative("b", "replaces = [\"a\"]", &uncertain("R4", b))),
        )
    };
    let all = both_ways(&read(&plan), &read(&swapped(10.0, 20.0)));
    assert_eq!(kinds(&all), [FamilyKind::Merged]);
    nothing_differs(&all.of);
    let all = both_ways(&read(&plan), &read(&swapped(20.0, 11.0)));
    assert_eq!(planned(&all), 6.0);
    only_in(&all.of, Component::Merged);
    // One that replaces itself goes on.
    let itself = plan.replace("id = \"a\"\nname", "id = \"a\"\nreplaces = [\"a\"]\nname");
    nothing_differs(&both_ways(&read(&plan), &read(&itself)).of);
}

#[test]
fn two_that_go_on_from_one_and_chains() {
    let one = |id: &str, replaces: &str, full: f64| initiative(id, replaces, &uncertain("R4", full));
    // `a` is replaced by two, and is still there.
    let plan = small(&one("a", "", 30.0));
    let revised =
        small(&(one("a", "", 5.0) + &one("b", "replaces = [\"a\"]", 10.0) + &one("c", "replaces = [\"a\"]", 16.0)));
    let all = both_ways(&read(&plan), &read(&revised));
    assert_eq!((planned(&all), kinds(&all)), (6.0, vec![FamilyKind::Merged]));
    only_in(&all.of, Component::Merged);
    // a → b → c → d in a row: b and c are in both.
    let plan = small(&(one("a", "", 1.0) + &one("b", "", 2.0) + &one("c", "", 4.0)));
    let revised = small(
        &(one("b", "replaces = [\"a\"]", 8.0)
            + &one("c", "replaces = [\"b\"]", 16.0)
            + &one("d", "replaces = [\"c\"]", 32.0)),
    );
    let all = both_ways(&read(&plan), &read(&revised));
    assert_eq!((planned(&all), kinds(&all)), (6.0 * 49.0, vec![FamilyKind::Merged]));
    // One name that two old ones share, one of which goes on elsewhere.
    let revised = small(&(one("x", "replaces = [\"a\", \"b\"]", 8.0) + &one("y", "replaces = [\"b\", \"c\"]", 16.0)));
    let all = both_ways(&read(&plan), &read(&revised));
    assert_eq!((planned(&all), kinds(&all)), (6.0 * 17.0, vec![FamilyKind::Merged]));
}

#[test]
fn more_policies_than_the_revision() {
    let policies = |count: usize| -> String {
        let policy = |p: usize| {
            let stream = uncertain("R4", 10.0 * (p + 1) as f64);
            let of = initiative(&format!("i{p}"), "", &stream).replace("policy = \"P\"", &format!("policy = \"p{p}\""));
            format!("[[policy]]\nid = \"p{p}\"\nname = \"p{p}\"\ntargets = {{ R9 = 1 }}\n{of}")
        };
        let head = "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = { first = \"R4\", last = \"R9\", basis = \"recurring\" }\n\
                    editions = { first_base = \"R3\", last_base = \"R5\", horizon = 5 }\n";
        head.to_owned() + &(0..count).map(policy).collect::<String>()
    };
    let all = both_ways(&read(&policies(5)), &read(&policies(2)));
    // 6 · (30 + 40 + 50) and three targets of 1.
    let total = difference(&all.of, "total", Over::Plan);
    assert_eq!((total.difference.planned, total.difference.target), (-720.0, Some(-3.0)));
    assert_eq!(all.of.lineages.unmatched.len(), 3 + 3);
}

#[test]
fn editions_without_a_plan_period() {
    let text = |first: &str, last: &str, full: f64| {
        let of = initiative(
            "a",
            "delay = { class = \"start_delay\" }",
            &step("R7", full, ", realisation = { class = \"cash_item\" }, volatility = 0.1, persistence = 0.5"),
        );
        format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ basis = \"recurring\" }}\n\
             editions = {{ first_base = \"{first}\", last_base = \"{last}\", horizon = 5 }}\n\
             policy = [{{ id = \"P\", name = \"P\", targets = {{ R9 = 5 }} }}]\n{of}"
        )
    };
    // Rolled on by a year, closing one.
    let told = "plan = { as_of = \"R6\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 0, R5 = 3 }\n";
    let all = both_ways(&read(&text("R3", "R4", 10.0)), &laid(&text("R4", "R5", 12.0), told));
    assert!(all.of.attribution.iter().all(|a| a.period.base.is_some_and(|b| b.calendar() == 2022)));
    // Base R4 over R5–R9 with a step from R7 on: 3 · 12 against 3 · 10, and nothing in R4.
    assert_eq!(difference(&all.of, "P", Over::Edition(2022)).difference.planned, 6.0);
    // No edition in common: the years that both have, R7 to R9, with 3 · 12 against 3 · 10. Four editions and two runs of
    // years are of one side.
    let all = both_ways(&read(&text("R3", "R4", 10.0)), &read(&text("R6", "R7", 12.0)));
    assert_eq!(difference(&all.of, "P", Over::Common).difference.planned, 6.0);
    assert!(all.of.attribution.iter().all(|a| Over::Common.is(&a.period)));
    assert_eq!(all.of.lineages.unmatched.len(), 4 + 2);
    nothing_differs(&both_ways(&read(&text("R3", "R4", 10.0)), &read(&text("R3", "R4", 10.0))).of);
}

#[test]
fn editions_that_are_made_in_other_years() {
    // Made two years after their base: the plan period is not covered by editions made in its years any more.
    let plan = small(&initiative("a", "", &uncertain("R5", 10.0)));
    let told = "plan = { as_of = \"R6\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 5, R5 = 6 }\n";
    for over in ["editions = { closing_lag = 2 }\n".to_owned(), format!("editions = {{ closing_lag = 2 }}\n{told}")] {
        let all = both_ways(&read(&plan), &laid(&plan, &over));
        assert!(all.of.differences.iter().any(|d| Over::Edition(2023).is(&d.period)));
        assert!(!all.of.differences.iter().any(|d| Over::Rolling.is(&d.period)), "it is in one of them only");
    }
}

#[test]
fn requirements_that_would_go_in_a_circle_between_the_two() {
    // In the plan `b` requires `a`; in the revision `m`, which took `a` over, requires `b`.
    let of = |id: &str, keys: &str| initiative(id, keys, &uncertain("R5", 10.0));
    let plan = small(&(of("a", "go_ahead = 0.9") + &of("b", "requires = [\"a\"]\ngo_ahead = 0.8")));
    let m = of("m", "lineage = \"merged\"\nreplaces = [\"a\"]\nrequires = [\"b\"]\ngo_ahead = 0.9");
    let revised = small(&(of("b", "go_ahead = 0.8") + &m));
    let all = both_ways(&read(&plan), &read(&revised));
    // Either both 10 a year over five years at 0.9 · 0.8 · 0.8 and one at its own odds: 40 · (0.9 + 0.72) then 40 · (0.8 + 0.72).
    let d = difference(&all.of, "P", Over::Plan);
    assert!((d.difference.mean - -4.0).abs() < 0.5, "{d:?}");
    // In between nothing falls out: no component is worth more than all that is at stake.
    for c in Component::ALL {
        let found = component(&all.of, "P", Over::Plan, c);
        assert!(found.mean.abs() < 25.0 && found.spread.quantiles.p5 >= -120.0, "{found:?}");
        assert_eq!(found.planned, 0.0, "{c:?}: on paper all go ahead");
    }
}

#[test]
fn early_and_long_delays() {
    let of = |keys: &str| {
        let streams = format!(
            "{}, {{ id = \"o\", kind = \"revenue\", shape = {{ kind = \"one_off\", start = \"R6\", full = 40 }} }}",
            uncertain("R6", 10.0)
        );
        small(&initiative("a", keys, &streams))
    };
    let early = of("delay = { kind = \"uniform\", low = -2.0, high = 1.0 }");
    let all = both_ways(&read(&of("")), &read(&early));
    only_in(&all.of, Component::Timing);
    // The mean delay is −0.5: 0.8 · 10 a year more for half a year, the 40 stay within the plan.
    assert!((difference(&all.of, "P", Over::Plan).difference.mean - 4.0).abs() < 0.05);
    both_ways(&read(&early), &read(&of("delay = -3")));
    both_ways(&read(&early), &read(&of("delay = 40")));
    let told = "plan = { as_of = \"R6\" }\n[[policy]]\nid = \"P\"\nactuals = { R4 = 5, R5 = 6 }\n";
    both_ways(&read(&early), &laid(&early, told));
}

#[test]
fn sixty_initiatives_changed_in_everything() {
    let plan = file("scenarios/bench/w60.toml");
    let scenario: toml::Table = toml::from_str(&plan).expect("TOML");
    let over: String = scenario["initiative"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|i| {
            let streams: String = i["stream"].as_array().expect("streams").iter().map(|s| {
                format!("{{ id = {}, realisation = {{ kind = \"normal\", mean = 0.9, sd = 0.1 }}, volatility = 0.05 }}, ", s["id"])
            }).collect();
            format!("[[initiative]]\nid = {}\ndelay = {{ class = \"start_delay\" }}\nstream = [{streams}]\n", i["id"])
        })
        .collect();
    let all = both_ways(&read(&plan), &laid(&plan, &over));
    assert_eq!(kinds(&all), vec![FamilyKind::Continued; 60]);
    assert!(component(&all.of, "total", Over::Plan, Component::Timing).mean < 0.0);
}

#[test]
fn two_that_count_otherwise_are_not_compared() {
    let plan = small(&initiative("a", "", &uncertain("R5", 10.0)));
    let later = |plan: &str| {
        plan.replace("first = \"R4\", last = \"R9\"", "first = \"R10\", last = \"R12\"")
            .replace("R6 = 100, R7 = 100, R8 = 100, R9 = 100", "R10 = 100")
            .replace("R6 = 10 ", "R11 = 10 ")
    };
    let without_period =
        plan.replace("first = \"R4\", last = \"R9\", ", "").replace("targets = { R6 = 10 }", "targets = {}");
    for (revised, count, words) in [
        (plan.replace("千円", "円"), 1, "units"),
        (plan.replace("\"recurring\"", "\"new_in_year\""), 1, "bases"),
        (later(&plan), 1, "no year in common"),
        (without_period, 1, "plan period"),
        (later(&plan).replace("千円", "円").replace("\"recurring\"", "\"year_on_year\""), 3, "units"),
    ] {
        let (a, b) = (read(&plan), read(&revised));
        for (before, after) in [(&a, &b), (&b, &a)] {
            let reasons = comparable(&before.1, &after.1).expect_err(words).0;
            assert_eq!(reasons.len(), count, "{reasons:?}");
            assert!(reasons[0].en.contains(words), "{reasons:?}");
            let request = Request { settings: settings(16), uncertainty: Uncertainty::On, confidence: 0.8 };
            let run = |s: &Scenario| simulate(&s.0, &s.1, &request, &Progress::default()).expect("threads");
            let refused = mikomi::analysis::compare(
                [&before.1, &after.1],
                [&run(before), &run(after)],
                &request,
                &Progress::default(),
            );
            assert!(matches!(refused, Err(ComparisonError::Incomparable(found)) if found.0 == reasons));
        }
    }
    assert_eq!(comparable(&read(&plan).1, &read(&plan).1), Ok(()));
}
