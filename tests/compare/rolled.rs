//! A plan that is rolled every year: compared over the years that both have, by arithmetic by hand.

use super::{
    Compared, Over, Scenario, bridge_of, close, compared, component, difference, nothing_differs, on_draws, on_paper,
    only_in,
};
use crate::simulated::{read, settings};
use mikomi::analysis::{self, Comparison, ComparisonError, Component, Judgement, Unmatched, common_years};
use mikomi::engine::Progress;
use mikomi::fiscal::{FiscalYear, Span};
use mikomi::outcome::{Amounts, Entry, PeriodKind, Request, simulate};
use mikomi::plan::Uncertainty;

/// The published five-year plan of a council as made for 2024 to 2028: what has to be saved anew in each year, and what four
/// lines of it give by then.
const EARLIER: &str = r#"
format = 1
title = "made for 2024"
unit = "百万円"
plan = { first = 2024, last = 2028, basis = "new_in_year" }
total = { targets = { 2024 = 15.883, 2025 = 13.096, 2026 = 14.404, 2027 = 6.297, 2028 = -0.152 } }
policy = [{ id = "asc", name = "asc" }, { id = "csc", name = "csc" }, { id = "eff", name = "eff" }, { id = "cuts", name = "cuts" }]
[[initiative]]
id = "asc"
name = "asc"
policy = "asc"
stream = [{ id = "s", kind = "saving", amounts = { 2024 = 2.189, 2025 = 3.917, 2026 = 6.118, 2027 = 8.342, 2028 = 10.569 } }]
[[initiative]]
id = "csc"
name = "csc"
policy = "csc"
stream = [{ id = "s", kind = "saving", amounts = { 2024 = 0.394, 2025 = 1.499, 2026 = 2.743, 2027 = 3.135, 2028 = 3.527 } }]
[[initiative]]
id = "eff"
name = "eff"
policy = "eff"
stream = [{ id = "s", kind = "saving", amounts = { 2024 = 5.666, 2025 = 5.958 } }]
[[initiative]]
id = "cuts"
name = "cuts"
policy = "cuts"
stream = [{ id = "s", kind = "saving", amounts = { 2024 = 7.634, 2025 = 17.605, 2026 = 28.564, 2027 = 32.245 } }]
"#;

/// The same council's plan a year later, for 2025 to 2029.
const LATER: &str = r#"
format = 1
title = "made for 2025"
unit = "百万円"
plan = { first = 2025, last = 2029, basis = "new_in_year" }
total = { targets = { 2025 = 4.824, 2026 = 14.223, 2027 = 10.969, 2028 = 2.676, 2029 = 1.662 } }
policy = [{ id = "asc", name = "asc" }, { id = "csc", name = "csc" }, { id = "eff", name = "eff" }, { id = "cuts", name = "cuts" }]
[[initiative]]
id = "asc"
name = "asc"
policy = "asc"
stream = [{ id = "s", kind = "saving", amounts = { 2025 = 2.117, 2026 = 4.387, 2027 = 6.265, 2028 = 8.443, 2029 = 9.924 } }]
[[initiative]]
id = "csc"
name = "csc"
policy = "csc"
stream = [{ id = "s", kind = "saving", amounts = { 2025 = 0.612, 2026 = 2.356, 2027 = 2.933, 2028 = 3.493, 2029 = 3.493 } }]
[[initiative]]
id = "eff"
name = "eff"
policy = "eff"
stream = [{ id = "s", kind = "saving", amounts = { 2025 = 2.095, 2026 = 4.095, 2027 = 6.095 } }]
[[initiative]]
id = "cuts"
name = "cuts"
policy = "cuts"
stream = [{ id = "s", kind = "saving", amounts = { 2026 = 8.209, 2027 = 14.723, 2028 = 14.661, 2029 = 14.842 } }]
"#;

fn span(first: i32, last: i32) -> Span {
    let year = |y| FiscalYear::new(y).expect("in range");
    Span::new(year(first), year(last)).expect("not empty")
}

/// A scenario over some years with one policy P, the keys of the plan, and what stands behind.
fn plan(first: i32, last: i32, keys: &str, rest: &str) -> Scenario {
    read(&format!(
        "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = {first}, last = {last}, {keys} }}\n\
         policy = [{{ id = \"P\", name = \"P\" }}]\n{rest}"
    ))
}

/// An initiative `id` of P with one saving and its keys.
fn saving(id: &str, keys: &str) -> String {
    format!(
        "[[initiative]]\nid = \"{id}\"\nname = \"{id}\"\npolicy = \"P\"\nstream = [{{ id = \"s\", kind = \"saving\", {keys} }}]\n"
    )
}

fn both_ways(plan: &Scenario, revised: &Scenario) -> Compared {
    compared(revised, plan, settings(1), Uncertainty::Off);
    compared(revised, plan, settings(2048), Uncertainty::On);
    compared(plan, revised, settings(2048), Uncertainty::On)
}

#[track_caller]
fn planned_of(of: &Comparison, policy: &str, over: Over, before: f64, after: f64) {
    let d = difference(of, policy, over);
    let sides = [d.plan, d.revised].map(|side| side.expect("both have it").amounts.planned);
    close(sides[0], before, 1.0, policy);
    close(sides[1], after, 1.0, policy);
    close(d.difference.planned, after - before, 1.0, policy);
}

#[test]
fn a_published_plan_rolled_by_a_year() {
    let (earlier, later) = (read(EARLIER), read(LATER));
    assert_eq!(common_years(&earlier.1, &later.1), Some(span(2025, 2028)));
    let of = both_ways(&earlier, &later).of;
    assert_eq!(of.common.as_ref().expect("rolled").years, span(2025, 2028));
    // 13.096 + 14.404 + 6.297 − 0.152 = 33.645 and 4.824 + 14.223 + 10.969 + 2.676 = 32.692.
    let total = difference(&of, "total", Over::Common);
    let targets = [total.plan, total.revised].map(|side| side.expect("both").amounts.target.expect("stated"));
    close(targets[0], 33.645, 1.0, "the earlier requirement");
    close(targets[1], 32.692, 1.0, "the later requirement");
    close(total.difference.target.expect("both"), -0.953, 1.0, "its change");
    // What is new in a year is its level less that of the year before. Over four years that is the level of 2028 less that of
    // 2024, which the later plan, starting in 2025, does not have: its amounts are all new.
    // asc 10.569 − 2.189, csc 3.527 − 0.394, eff 5.958 − 5.666 (it stays), cuts 32.245 − 7.634.
    for (policy, before, after) in
        [("asc", 8.380, 8.443), ("csc", 3.133, 3.493), ("eff", 0.292, 6.095), ("cuts", 24.611, 14.661)]
    {
        planned_of(&of, policy, Over::Common, before, after);
    }
    // 8.380 + 3.133 + 0.292 + 24.611 and 8.443 + 3.493 + 6.095 + 14.661.
    planned_of(&of, "total", Over::Common, 36.416, 32.692);
    planned_of(&of, "asc", Over::Year(2025), 3.917 - 2.189, 2.117);
    let years = of.differences.iter().filter(|d| d.period.kind == PeriodKind::Year && d.policy == "total");
    assert_eq!(years.map(|d| d.period.first.calendar()).collect::<Vec<_>>(), [2025, 2026, 2027, 2028]);
    assert!(!of.differences.iter().any(|d| d.period.kind == PeriodKind::Plan), "periods that differ are not compared");
    // 2.189 + 0.394 + 5.666 + 7.634 = 15.883 is what the first common year is counted against.
    let before = of.common.as_ref().expect("rolled").before.iter().find(|b| b.policy == "total").expect("a total");
    close(before.plan, 15.883, 1.0, "the level of 2024");
    assert_eq!(before.revised, 0.0);
    assert_eq!(
        of.lineages.unmatched,
        [Unmatched::YearsOfPlan(span(2024, 2024)), Unmatched::YearsOfRevised(span(2029, 2029))]
    );
}

#[test]
fn what_the_change_comes_from_adds_up_over_the_common_years() {
    let of = on_paper(&read(EARLIER), &read(LATER));
    let part = |policy: &str, c: Component| component(&of, policy, Over::Common, c).planned;
    // What runs from the first common year on in both has not moved, though one plan begins it a year earlier.
    for (policy, change) in [("asc", 0.063), ("csc", 0.360), ("eff", 5.803)] {
        assert_eq!(part(policy, Component::Timing), 0.0, "{policy}");
        close(part(policy, Component::Amounts), change, 1.0, policy);
    }
    // cuts begin in 2026 instead of 2024. The earlier curve two years later reaches 28.564 in 2028 and nothing in 2024; the
    // later one two years earlier is at 8.209 in 2024 and at 14.842 in 2028.
    // Timing ((28.564 − 24.611) + (14.661 − 6.633)) / 2, amounts ((6.633 − 24.611) + (14.661 − 28.564)) / 2.
    close(part("cuts", Component::Timing), 5.9905, 1.0, "timing");
    close(part("cuts", Component::Amounts), -15.9405, 1.0, "amounts");
    close(part("total", Component::Timing) + part("total", Component::Amounts), 32.692 - 36.416, 1.0, "all of it");
    for c in Component::ALL.into_iter().filter(|c| !matches!(c, Component::Timing | Component::Amounts)) {
        assert_eq!(part("total", c), 0.0, "{c:?}");
    }
}

/// Each basis counts as the plan itself counts: 100 from 2024 and 150 from 2025 on against 50 from 2025 on, over 2025 to 2028,
/// with 7 once in 2024 and 9 once in 2025 in both.
#[test]
fn every_basis_counts_from_the_level_of_the_year_before() {
    let once = saving("b", "recurring = false, amounts = { 2024 = 7, 2025 = 9 }");
    for (basis, before, after, level) in [
        // 4 · 150 + 9 and 4 · 50 + 9; what had been reached by 2024 is 100 and counts in each of the four years.
        ("recurring", 609.0, 209.0, 100.0),
        // 150 − 100 + 9, and 50 − 0 + 9.
        ("new_in_year", 59.0, 59.0, 100.0),
        // The level of 2028 less that of 2024, one-off amounts included: 150 − 107, and 50 − 7.
        ("year_on_year", 43.0, 43.0, 107.0),
    ] {
        let keys = format!("basis = \"{basis}\"");
        let a = plan(2024, 2028, &keys, &(saving("a", "amounts = { 2024 = 100, 2025 = 150 }") + &once));
        let b = plan(2025, 2029, &keys, &(saving("a", "amounts = { 2025 = 50 }") + &once));
        let of = both_ways(&a, &b).of;
        planned_of(&of, "P", Over::Common, before, after);
        let found = &of.common.as_ref().expect("rolled").before;
        let of_b = if basis == "year_on_year" { 7.0 } else { 0.0 };
        assert_eq!(found.iter().map(|b| (b.plan, b.revised)).collect::<Vec<_>>(), [(level, of_b); 2], "{basis}");
        assert_eq!(found.iter().map(|b| b.policy.as_str()).collect::<Vec<_>>(), ["P", "total"]);
    }
}

/// A plan rolled by a year without a change: not in any figure, to the last bit, though everything is uncertain. The yearly
/// noise persists, so that its chain must run from the same year in both.
#[test]
fn what_is_only_rolled_does_not_change() {
    let uncertain = "amounts = { 2024 = 100, 2025 = 150, 2026 = 170 }, volatility = 0.3, persistence = 0.8, driver = \"w\", \
                     realisation = { kind = \"normal\", mean = 0.9, sd = 0.2 }";
    let rest = "[[driver]]\nid = \"w\"\nbase = 2023\ngrowth = 0.02\nvolatility = 0.05\n";
    for basis in ["recurring", "new_in_year", "year_on_year"] {
        let keys = format!("basis = \"{basis}\"");
        let of_year = |first, last| plan(first, last, &keys, &(saving("a", uncertain) + rest));
        nothing_differs(&on_draws(&of_year(2024, 2028), &of_year(2025, 2029), 4096));
        nothing_differs(&on_draws(&of_year(2025, 2029), &of_year(2024, 2028), 4096));
    }
}

/// The figures of the plan are those of its own run, and over the common years those of a plan over just these.
#[test]
fn the_common_years_are_simulated_as_a_period_is() {
    let keys =
        "amounts = { 2024 = 100, 2025 = 150, 2026 = 170 }, realisation = { kind = \"normal\", mean = 0.9, sd = 0.2 }";
    let targets = |text: &str| text.replace("name = \"P\" }", "name = \"P\", targets = { 2026 = 150, 2027 = 140 } }");
    let of = |first: i32, last: i32| {
        let text = format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = {first}, last = {last}, basis = \"recurring\" }}\n\
             policy = [{{ id = \"P\", name = \"P\" }}]\n{}",
            saving("a", keys)
        );
        read(&targets(&text))
    };
    let (wide, narrow) = (of(2024, 2028), of(2025, 2028));
    let all = compared(&wide, &of(2025, 2029), settings(4096), Uncertainty::On);
    let request = Request { settings: settings(4096), uncertainty: Uncertainty::On, confidence: 0.8 };
    let alone = |s: &Scenario| simulate(&s.0, &s.1, &request, &Progress::default()).expect("threads");
    // Everything that a run holds is there, to the last bit, and the common years besides.
    let run = alone(&wide).results;
    let (shared, more): (Vec<Entry>, Vec<Entry>) =
        all.plan.results.iter().cloned().partition(|e| e.period.kind != PeriodKind::Years);
    assert_eq!(shared, run);
    let period = alone(&narrow);
    for entry in &more {
        let same = period.plan_entry(&entry.policy).expect("in both");
        let figures = |e: &Entry| (e.target, e.planned, e.mean, e.p_met, e.mean_shortfall, e.extra, e.quantiles);
        assert_eq!(figures(entry), figures(same));
        assert_eq!(entry.target, Some(290.0));
    }
    assert_eq!(more.len(), 2);
    let d = difference(&all.of, "P", Over::Common);
    assert_eq!(d.plan.expect("both").p_met, more[0].p_met);
    assert!(all.of.distributions.iter().any(|d| Over::Common.is(&d.period)));
}

/// 2 · 50 of a new initiative and 3 · 20 of an ended one over 2026 to 2028; one that ends before the common years is nothing.
#[test]
fn new_and_ended_initiatives_count_in_the_common_years() {
    let a = plan(
        2024,
        2028,
        "basis = \"recurring\"",
        &(saving("old", "amounts = { 2025 = 20 }") + &saving("past", "after = \"zero\", amounts = { 2024 = 90 }")),
    );
    let b = plan(2026, 2030, "basis = \"recurring\"", &saving("fresh", "amounts = { 2027 = 50 }"));
    let of = both_ways(&a, &b).of;
    planned_of(&of, "P", Over::Common, 60.0, 100.0);
    let part = |c| component(&of, "P", Over::Common, c).planned;
    assert_eq!((part(Component::Ended), part(Component::New)), (-60.0, 100.0));
    assert_eq!(of.lineages.unmatched.len(), 2 + 2, "{:?}", of.lineages.unmatched);
}

/// A plan with editions, rolled: those with the same base and years are compared, others are listed.
fn rolled_editions(first: i32, amounts: &str, as_of: &str) -> Scenario {
    let (last, base, last_base) = (first + 4, first - 1, first + 2);
    let rest = format!(
        "editions = {{ first_base = {base}, last_base = {last_base}, horizon = 3 }}\n{}",
        saving("a", &format!("amounts = {amounts}"))
    );
    // A key of the top must stand before the tables.
    let (top, tables) = rest.split_once('\n').expect("two parts");
    read(&format!(
        "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = {first}, last = {last}, basis = \"recurring\"{as_of} }}\n{top}\n\
         policy = [{{ id = \"P\", name = \"P\", targets = {{ 2026 = 100 }} }}]\n{tables}"
    ))
}

#[test]
fn editions_are_compared_with_their_like() {
    // Bases 2023 to 2026 and 2024 to 2027.
    let a = rolled_editions(2024, "{ 2025 = 10, 2026 = 20, 2027 = 20, 2028 = 30 }", "");
    let b = rolled_editions(2025, "{ 2025 = 10, 2026 = 20, 2027 = 20, 2028 = 30, 2029 = 70 }", "");
    let of = both_ways(&a, &b).of;
    // Base 2024 over 2025 to 2027 against nothing: 10 + 20 + 20. Base 2026 over 2027 to 2029 against 20: the earlier plan ends in
    // 2028 and holds 30, so 0 + 10 + 10; the later one has 70 in 2029, so 0 + 10 + 50.
    planned_of(&of, "P", Over::Edition(2024), 50.0, 50.0);
    planned_of(&of, "P", Over::Edition(2026), 20.0, 60.0);
    only_in(&of, Component::Amounts);
    for base in [2023, 2027] {
        assert!(of.differences.iter().all(|d| d.period.base.is_none_or(|b| b.calendar() != base)), "{base}");
        assert!(of.lineages.unmatched.contains(&Unmatched::EditionOfOne { base }), "{base}");
    }
    // Each common year in the edition made in it, 2025 to 2027 with bases 2024 to 2026, and 2028 with base 2027, which only the
    // later plan has: so not.
    assert!(!of.differences.iter().any(|d| Over::Rolling.is(&d.period)));
}

/// From the current edition of the one to that of the other: every step by hand.
#[test]
fn the_bridge_leads_from_one_plan_to_the_other() {
    let a = rolled_editions(2024, "{ 2024 = 40, 2025 = 10, 2026 = 20, 2027 = 20, 2028 = 30 }", "");
    let b = rolled_editions(2025, "{ 2025 = 10, 2026 = 20, 2027 = 20, 2028 = 35 }", "");
    let of = both_ways(&a, &b).of;
    // Before any year is closed the first edition is the current one: base 2023 over 2024 to 2026, and base 2024 over 2025 to 2027.
    // 40 + 10 + 20 against nothing; less the 40 of 2024; plus the 20 of 2027; 2024 is the base now, 3 · 40; then the later plan has
    // nothing in 2024, so that these 3 · 40 come back, and the same 10 + 20 + 20.
    let found = bridge_of(&of, "P");
    let planned = |a: &Amounts| a.planned;
    assert_eq!((found.from.calendar(), found.to.calendar()), (2023, 2024));
    assert_eq!((planned(&found.before), planned(&found.after)), (70.0, 50.0));
    let steps: Vec<f64> = found.steps.iter().map(|s| planned(&s.amounts)).collect();
    assert_eq!(steps, [-40.0, 20.0, -120.0, 0.0, 120.0]);
    // Of the targets, 100 in 2026 and nothing else: in both editions, against bases without any.
    let targets: Vec<f64> = found.steps.iter().map(|s| s.amounts.target.expect("stated")).collect();
    assert_eq!((found.before.target, found.after.target, &targets[..]), (Some(100.0), Some(100.0), &[0.0; 5][..]));
}

/// With editions for all common years, each year counts in the one made in it: its level less that of the year before.
#[test]
fn common_years_are_counted_by_edition_where_there_is_one_for_each() {
    let text = |first: i32, amounts: &str| {
        format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = {first}, last = {}, basis = \"recurring\" }}\n\
             editions = {{ first_base = 2023, last_base = 2028, horizon = 3 }}\n\
             policy = [{{ id = \"P\", name = \"P\" }}]\n{}",
            first + 3,
            saving("a", &format!("amounts = {amounts}"))
        )
    };
    let a = read(&text(2024, "{ 2024 = 5, 2025 = 10, 2026 = 30 }"));
    let b = read(&text(2025, "{ 2024 = 5, 2025 = 15, 2026 = 30 }"));
    let of = both_ways(&a, &b).of;
    // 2025 to 2027: 5 + 20 + 0 and 10 + 15 + 0.
    planned_of(&of, "P", Over::Rolling, 25.0, 25.0);
    let d = difference(&of, "P", Over::Rolling);
    assert_eq!((d.period.first.calendar(), d.period.last.calendar()), (2025, 2027));
}

/// The plan is held against what was recorded in years that it has too.
#[test]
fn the_track_record_holds_the_years_that_both_have() {
    let keys = "shape = { kind = \"step\", start = 2025, full = 100 }, realisation = { kind = \"normal\", mean = 0.9, sd = 0.1 }";
    let closed = |first: i32, records: &str| {
        let text = format!(
            "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ first = {first}, last = {}, basis = \"recurring\", as_of = 2026 }}\n\
             policy = [{{ id = \"P\", name = \"P\", actuals = {{ {records} }} }}]\n{}",
            first + 4,
            saving("a", keys)
        );
        read(&text)
    };
    let open = |first: i32| plan(first, first + 4, "basis = \"recurring\"", &saving("a", keys));
    // 2024 and 2025 are closed; the plan has 2025 alone. Its 100 are realised to 90 ± 10: 75 lies 1.5 σ below, Φ(−1.5) = 0.0668.
    let record = on_draws(&open(2025), &closed(2024, "2024 = 80, 2025 = 75"), 20 * 1024).track_record;
    let record = record.expect("a closed year");
    assert_eq!(record.closed, span(2025, 2025));
    let total = record.predictions.iter().find(|p| p.policy == "total").expect("a prediction");
    assert_eq!((total.period.first.calendar(), total.actual), (2025, 75.0));
    assert!((total.percentile.expect("uncertain") - 0.0668).abs() < 0.005, "{total:?}");
    assert!((record.bias.expect("recorded") - 15.0).abs() < 0.3);
    assert_eq!(record.judgement, Some(Judgement::RanHigh));
    // The closed years lie before the plan.
    assert_eq!(on_draws(&open(2026), &closed(2024, "2024 = 80, 2025 = 75"), 1024).track_record, None);
}

#[test]
fn outcomes_must_count_the_common_years() {
    let (a, b) = (read(EARLIER), read(LATER));
    let request = Request { settings: settings(16), uncertainty: Uncertainty::Off, confidence: 0.8 };
    let run = |s: &Scenario| simulate(&s.0, &s.1, &request, &Progress::default()).expect("threads");
    let found = analysis::compare([&a.1, &b.1], [&run(&a), &run(&b)], &request, &Progress::default());
    let Err(ComparisonError::Incomparable(found)) = found else { panic!("{found:?}") };
    let told = found.reasons();
    assert_eq!(told.ja, "共通する年度 R7–R10 を合わせた結果がありません。両方をその年度も数えて試算してください");
    assert_eq!(
        told.en,
        "there is no result of the common years FY2025–FY2028 together; count them too when simulating both"
    );
}
