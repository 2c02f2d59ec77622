//! How a plan's distribution stands against what was recorded since, and which of two distributions lies above the other.

use super::{Over, dominance, initiative, laid, normal, on_draws, on_paper, small, step};
use crate::simulated::read;
use mikomi::analysis::{Comparison, DominanceVerdict, Judgement, Prediction, TrackRecord};
use mikomi::distributions::normal::{cumulative, quantile};
use mikomi::outcome::PeriodKind;

const N: u64 = 100 * 1024;

fn record(of: &Comparison) -> &TrackRecord {
    of.track_record.as_ref().expect("closed years")
}

/// The prediction of a year, or of all closed years together.
fn prediction<'c>(of: &'c Comparison, policy: &str, year: Option<i32>) -> Option<&'c Prediction> {
    let fits = |p: &&Prediction| match year {
        Some(year) => p.period.kind == PeriodKind::Year && p.period.first.calendar() == year,
        None => p.period.kind == PeriodKind::Years,
    };
    record(of).predictions.iter().filter(fits).find(|p| p.policy == policy)
}

/// A plan that gives mean + sd z for P in each of R4 and R5, independently, and as much for Q.
fn plan() -> String {
    let year = |id: &str, year: &str| {
        let stream = format!(
            "{{ id = \"s\", kind = \"saving\", shape = {{ kind = \"one_off\", start = \"{year}\", full = 1000 }}{} }}",
            normal(0.8, 0.2)
        );
        initiative(id, "", &stream)
    };
    let of_q = |id: &str, y: &str| year(id, y).replace("policy = \"P\"", "policy = \"Q\"");
    small(&(year("p4", "R4") + &year("p5", "R5") + &of_q("q4", "R4") + &of_q("q5", "R5")))
}

/// The plan once years are closed with these amounts of P and Q.
fn told(as_of: &str, p: &str, q: &str) -> String {
    format!(
        "plan = {{ as_of = \"{as_of}\" }}\n[[policy]]\nid = \"P\"\nactuals = {{ {p} }}\n\
         [[policy]]\nid = \"Q\"\nactuals = {{ {q} }}\n"
    )
}

/// What lies z standard deviations above the mean.
fn at(z: f64) -> f64 {
    800.0 + 200.0 * z
}

fn is_share(found: Option<f64>, p: f64) {
    let found = found.expect("uncertain");
    assert!((found - p).abs() < 4.0 * (p * (1.0 - p) / N as f64).sqrt(), "{found} against {p}");
}

#[test]
fn an_actual_stands_at_its_percentile() {
    for z in [-2.0, -0.5, 0.0, 0.5, 1.5] {
        let actual = at(z);
        let over = told("R5", &format!("R4 = {actual}"), "R4 = 800");
        let of = on_draws(&read(&plan()), &laid(&plan(), &over), N);
        for year in [Some(2022), None] {
            let found = prediction(&of, "P", year).expect("recorded");
            assert_eq!(found.actual, actual);
            is_share(found.percentile, cumulative(z));
            assert!((found.mean - 800.0).abs() < 0.1, "{}", found.mean);
            assert!((found.quantiles.p90 - at(quantile(0.9))).abs() < 5.0, "{:?}", found.quantiles);
        }
        // The total: 1,600 and √2 · 200, independent.
        let total = prediction(&of, "total", Some(2022)).expect("recorded");
        assert_eq!(total.actual, actual + 800.0);
        is_share(total.percentile, cumulative(z / 2_f64.sqrt()));
        assert_eq!(record(&of).closed.len(), 1);
        let bias = record(&of).bias.expect("all recorded");
        assert!((bias - (800.0 - actual)).abs() < 0.2, "{bias}");
    }
}

#[test]
fn closed_years_together() {
    // R4 and R5 of P: 1,600 and √2 · 200 are predicted; 700 and 750 came, 150 below: z = −150 / 282.84.
    let of = on_draws(&read(&plan()), &laid(&plan(), &told("R6", "R4 = 700, R5 = 750", "R4 = 800, R5 = 800")), N);
    let found = prediction(&of, "P", None).expect("recorded");
    assert_eq!((found.actual, found.period.era.as_str()), (1450.0, "R4–R5"));
    is_share(found.percentile, cumulative(-150.0 / 80_000_f64.sqrt()));
    // The total over both years: 3,200 and 400; 3,050 came.
    let found = prediction(&of, "total", None).expect("recorded");
    is_share(found.percentile, cumulative(-150.0 / 400.0));
    assert_eq!(record(&of).judgement, Some(Judgement::Consistent));
}

#[test]
fn intervals_are_counted_by_policy_and_year() {
    // z = 0 and 1 of P, 1.5 and −2 of Q, against 0.674 (50 %), 1.282 (80 %) and 1.645 (90 %).
    let over =
        told("R6", &format!("R4 = {}, R5 = {}", at(0.0), at(1.0)), &format!("R4 = {}, R5 = {}", at(1.5), at(-2.0)));
    let of = on_draws(&read(&plan()), &laid(&plan(), &over), N);
    let counted: Vec<(f64, u32, u32)> = record(&of).coverage.iter().map(|c| (c.interval, c.inside, c.of)).collect();
    assert_eq!(counted, [(0.9, 3, 4), (0.8, 2, 4), (0.5, 1, 4)]);
    // Three lines a policy and for the total: two years and both together.
    assert_eq!(record(&of).predictions.len(), 9);
}

#[test]
fn the_judgement_turns_at_p10_and_p90_of_the_total() {
    // The total of R4 is 1,600 and √2 · 200; P10 and P90 lie 1.2816 standard deviations away.
    for (z, expected) in [
        (-1.30, Judgement::RanHigh),
        (-1.26, Judgement::Consistent),
        (0.0, Judgement::Consistent),
        (1.26, Judgement::Consistent),
        (1.30, Judgement::RanLow),
    ] {
        let actual = 800.0 + 200.0 * 2_f64.sqrt() * z;
        let over = told("R5", &format!("R4 = {actual}"), "R4 = 800");
        let of = on_draws(&read(&plan()), &laid(&plan(), &over), N);
        assert_eq!(record(&of).judgement, Some(expected), "{z}");
    }
}

#[test]
fn a_certain_plan_has_no_percentile() {
    let plan = small(&initiative("a", "", &step("R4", 100.0, "")));
    for (actual, judgement) in [
        (99.0, Judgement::RanHigh),
        (99.6, Judgement::Consistent),
        (100.0, Judgement::Consistent),
        (101.0, Judgement::RanLow),
    ] {
        let revised = laid(&plan, &told("R5", &format!("R4 = {actual}"), "R4 = 0"));
        for of in [on_paper(&read(&plan), &revised), on_draws(&read(&plan), &revised, 2048)] {
            let found = prediction(&of, "P", Some(2022)).expect("recorded");
            assert_eq!((found.percentile, found.mean, found.actual), (None, 100.0, actual));
            assert_eq!(record(&of).bias, Some(100.0 - actual));
            assert_eq!(record(&of).judgement, Some(judgement), "{actual}");
            assert!(record(&of).coverage.iter().all(|c| (c.inside, c.of) == (0, 0)));
        }
    }
}

#[test]
fn an_outturn_counts_as_its_estimate() {
    let over = told("R5", "R4 = { value = 700, state = \"outturn\", sd = 90 }", "R4 = 800");
    let of = on_draws(&read(&plan()), &laid(&plan(), &over), N);
    for year in [Some(2022), None] {
        let found = prediction(&of, "P", year).expect("recorded");
        assert_eq!(found.actual, 700.0);
        is_share(found.percentile, cumulative(-0.5));
    }
    assert_eq!(prediction(&of, "total", None).expect("recorded").actual, 1500.0);
}

#[test]
fn a_year_that_is_not_recorded_is_not_predicted() {
    // R5 of P is missing: no line for it, none for both years together, and no judgement on the total.
    let of = on_draws(&read(&plan()), &laid(&plan(), &told("R6", "R4 = 700", "R4 = 800, R5 = 800")), 2048);
    assert!(prediction(&of, "P", Some(2022)).is_some() && prediction(&of, "P", Some(2023)).is_none());
    assert!(prediction(&of, "P", None).is_none() && prediction(&of, "Q", None).is_some());
    assert!(prediction(&of, "total", Some(2022)).is_some() && prediction(&of, "total", Some(2023)).is_none());
    assert_eq!((record(&of).bias, record(&of).judgement), (None, None));
    assert!(record(&of).coverage.iter().all(|c| c.of == 3));
}

#[test]
fn without_closed_years_there_is_no_record() {
    assert_eq!(on_paper(&read(&plan()), &read(&plan())).track_record, None);
    // The first year of the plan is still open.
    let over = "plan = { as_of = \"R4\" }\n";
    assert_eq!(on_paper(&read(&plan()), &laid(&plan(), over)).track_record, None);
}

#[test]
fn what_the_plan_knew_already_is_no_prediction() {
    let before = laid(&plan(), &told("R5", "R4 = 700", "R4 = 800"));
    let after = laid(&plan(), &told("R6", "R4 = 700, R5 = 900", "R4 = 800, R5 = 800"));
    let of = on_draws(&before, &after, N);
    let known = prediction(&of, "P", Some(2022)).expect("recorded");
    assert_eq!((known.mean, known.actual, known.percentile), (700.0, 700.0, None));
    is_share(prediction(&of, "P", Some(2023)).expect("recorded").percentile, cumulative(0.5));
    // Both years together: 700 is known, 800 ± 200 was predicted.
    is_share(prediction(&of, "P", None).expect("recorded").percentile, cumulative(0.5));
    assert!(record(&of).coverage.iter().all(|c| c.of == 2));
}

#[test]
fn records_count_on_the_basis_of_the_plan() {
    // 100 from R4 on; 80 came, and 130 in the year after. New in the year: 100 and 0 against 80 and 50, which are what is
    // recorded; together 100 against 130. As a change from year to year it is the same, since nothing comes once.
    for basis in ["new_in_year", "year_on_year"] {
        let plan = small(&initiative("a", "", &step("R4", 100.0, ""))).replace("recurring", basis);
        let revised = laid(&plan, &told("R6", "R4 = 80, R5 = 50", "R4 = 0, R5 = 0"));
        let of = on_paper(&read(&plan), &revised);
        for (year, mean, actual) in [(Some(2022), 100.0, 80.0), (Some(2023), 0.0, 50.0), (None, 100.0, 130.0)] {
            let found = prediction(&of, "P", year).expect("recorded");
            assert_eq!((found.mean, found.actual), (mean, actual), "{basis} {year:?}");
        }
    }
}

/// 1,000 once in R6, realised normally.
fn once(mean: f64, sd: f64) -> String {
    let keys = if sd > 0.0 { normal(mean, sd) } else { format!(", realisation = {mean}") };
    let stream = format!(
        "{{ id = \"s\", kind = \"saving\", shape = {{ kind = \"one_off\", start = \"R6\", full = 1000 }}{keys} }}"
    );
    small(&initiative("a", "", &stream))
}

#[test]
fn one_distribution_above_another() {
    use DominanceVerdict::{Neither, PlanAbove, PlanSafer, RevisedAbove, RevisedSafer, Same};
    for (plan, revised, expected) in [
        ((0.8, 0.2), (0.8, 0.2), Same),
        ((0.8, 0.2), (0.9, 0.2), RevisedAbove),
        ((0.9, 0.2), (0.8, 0.2), PlanAbove),
        // Narrower about the same mean: percentiles cross, the worst p % are better for every p.
        ((0.8, 0.2), (0.8, 0.1), RevisedSafer),
        ((0.8, 0.1), (0.8, 0.2), PlanSafer),
        // Narrower, with a higher mean too.
        ((0.8, 0.2), (0.85, 0.1), RevisedSafer),
        // Narrower, with a lower mean: better in the worst cases, worse on the whole.
        ((0.8, 0.2), (0.75, 0.1), Neither),
        ((0.75, 0.1), (0.8, 0.2), Neither),
        // Certain ones.
        ((0.8, 0.0), (0.9, 0.0), RevisedAbove),
        ((0.9, 0.0), (0.8, 0.0), PlanAbove),
        ((0.8, 0.2), (0.8, 0.0), RevisedSafer),
    ] {
        let of = on_draws(&read(&once(plan.0, plan.1)), &read(&once(revised.0, revised.1)), N);
        for (policy, over) in [("P", Over::Plan), ("total", Over::Plan), ("P", Over::Edition(2021))] {
            let found = dominance(&of, policy, over);
            assert_eq!(found.verdict, expected, "{plan:?} {revised:?}");
            let counts = (found.revised_higher, found.revised_lower);
            match expected {
                Same => assert_eq!(counts, (0, 0)),
                RevisedAbove => assert_eq!(counts, (99, 0)),
                PlanAbove => assert_eq!(counts, (0, 99)),
                _ => assert!(counts.0 + counts.1 >= 98 && counts.0 > 0 && counts.1 > 0, "{counts:?}"),
            }
        }
        // Q gives nothing in either.
        assert_eq!(dominance(&of, "Q", Over::Plan).verdict, Same);
    }
}
