//! From the plan's current edition to the revision's: every step by hand.

use super::published::pair;
use super::{Over, as_stated, bridge_of, compared, difference, initiative, laid, on_paper, small, step};
use crate::simulated::settings;
use mikomi::analysis::Comparison;
use mikomi::outcome::{Amounts, BridgeEntry};
use mikomi::plan::{BridgeStep, Uncertainty};

/// Of a policy: the earlier edition, the steps in their order, the later edition.
type Row = (&'static str, [f64; 7]);

fn row(b: &BridgeEntry, figure: fn(&Amounts) -> f64) -> Vec<f64> {
    assert_eq!(b.steps.iter().map(|s| s.step).collect::<Vec<_>>(), BridgeStep::ALL);
    let steps = b.steps.iter().map(|s| figure(&s.amounts));
    std::iter::once(figure(&b.before)).chain(steps).chain([figure(&b.after)]).collect()
}

fn check(of: &Comparison, rows: &[Row], figure: fn(&Amounts) -> f64) {
    for (policy, expected) in rows {
        assert_eq!(expected[..6].iter().sum::<f64>(), expected[6], "{policy}: the steps by hand");
        assert_eq!(row(bridge_of(of, policy), figure), expected, "{policy}");
    }
}

/// The plan has no as-of year: its current edition is the first, base R3, over R4–R8. The revision is as of R6: base R5,
/// over R6–R10. R10 holds the lasting level of R9. All amounts are those of the two published tables.
///
/// | step | I | II | III |
/// |---|---|---|---|
/// | base R3 | Σ R4…R8 | with the one-off −63,660 of R4 | Σ R4…R8 |
/// | dropped | −11,442 − 92,408 | 63,660 − 182,190 | 0 |
/// | added: R9, R10 | 2 · 108,721 | 2 · 595,190 | 2 · 2,932 |
/// | rebased to R5 | −5 · 92,408 | −5 · 182,190 | 0 |
/// | actual of R5, lasting | 5 · (92,408 − 15,992) | 5 · (182,190 − 73,396) | 4,512 is one-off: 0 |
/// | R6 … R9 | 323,563 − 441,389 | 2,057,746 − 2,001,840 | 152,064 − 8,484 |
/// | R10 | 107,169 − 108,721 | 810,703 − 595,190 | lasting 50,688 (the sale of 50,000 is one-off) − 2,932 |
#[test]
fn from_the_first_edition_to_the_revised_one() {
    let [plan, revised] = pair();
    let of = on_paper(&plan, &revised);
    let rows: [Row; 4] = [
        ("I", [436_518.0, -103_850.0, 217_442.0, -462_040.0, 382_080.0, -119_378.0, 350_772.0]),
        ("II", [1_525_180.0, -118_530.0, 1_190_380.0, -910_950.0, 543_970.0, 271_419.0, 2_501_469.0]),
        ("III", [5_552.0, 0.0, 5_864.0, 0.0, 0.0, 191_336.0, 202_752.0]),
        ("total", [1_967_250.0, -222_380.0, 1_413_686.0, -1_372_990.0, 926_050.0, 343_377.0, 3_054_993.0]),
    ];
    check(&of, &rows, |a| a.planned);
    check(&of, &rows, |a| a.mean);
    for b in &of.bridge {
        assert_eq!((b.from.calendar(), b.to.calendar()), (2021, 2023));
        assert!(b.steps.iter().all(|s| s.sd == Some(0.0) && s.quantiles.p10 == s.amounts.mean));
    }
    // The ends are the editions of the two outcomes.
    let all = compared(&plan, &revised, settings(1), Uncertainty::Off);
    for (policy, expected) in rows {
        let of = |o: &mikomi::outcome::Outcome, b: &BridgeEntry, to: bool| {
            o.edition_entry(policy, if to { b.to } else { b.from }).expect("an edition").planned
        };
        let b = bridge_of(&all.of, policy);
        assert_eq!((of(&all.plan, b, false), of(&all.revised, b, true)), (expected[0], expected[6]));
    }
    // Targets are the same in both: they take the first three steps, to 88,070 = 550,110 − 462,040 of I and so on.
    let targets: [Row; 4] = [
        ("I", [436_518.0, -103_850.0, 217_442.0, -462_040.0, 0.0, 0.0, 88_070.0]),
        ("II", [1_525_180.0, -118_530.0, 1_190_380.0, -910_950.0, 0.0, 0.0, 1_686_080.0]),
        ("III", [5_552.0, 0.0, 5_864.0, 0.0, 0.0, 0.0, 11_416.0]),
        ("total", [1_967_250.0, -222_380.0, 1_413_686.0, -1_372_990.0, 0.0, 0.0, 1_785_566.0]),
    ];
    check(&of, &targets, |a| a.target.expect("a target"));
}

#[test]
fn its_mean_leads_from_the_mean_of_one_run_to_that_of_the_other() {
    let [plan, revised] = pair();
    let all = compared(&plan, &revised, settings(20_000), Uncertainty::On);
    for b in &all.of.bridge {
        let before = all.plan.edition_entry(&b.policy, b.from).expect("an edition");
        let after = all.revised.edition_entry(&b.policy, b.to).expect("an edition");
        for (found, of) in [(b.before, before), (b.after, after)] {
            assert!((found.mean - of.mean).abs() < 1e-6, "{}: {} against {}", b.policy, found.mean, of.mean);
            assert_eq!((found.planned, found.target), (of.planned, of.target));
        }
        // An actual that stands for a forecast is uncertain only by the forecast.
        let actuals = b.steps.iter().find(|s| s.step == BridgeStep::Actuals).expect("a step");
        assert_eq!(actuals.sd > Some(0.0), b.policy != "III", "{}", b.policy);
    }
}

/// A saving from R5 on, 100 and then 110, and an amount that comes once, 40 in R6 and then 60 in R7. As of R5 with 7 recorded in
/// R4, the base of the current edition, which covers R5–R9; as of R6 with 80 recorded in R5 too, base R5 over R6–R10.
fn both_known(open_years: fn(&str) -> String) -> [super::Scenario; 2] {
    let text = |full: f64, year: &str, once: f64| {
        let stream = format!(
            "{}, {{ id = \"t\", kind = \"revenue\", shape = {{ kind = \"one_off\", start = \"{year}\", full = {once} }} }}",
            step("R5", full, "")
        );
        open_years(&small(&initiative("a", "", &stream)))
    };
    let told = |as_of: &str, p: &str| {
        format!("plan = {{ as_of = \"{as_of}\" }}\n[[policy]]\nid = \"P\"\nactuals = {{ {p} }}\n")
    };
    [
        laid(&text(100.0, "R6", 40.0), &told("R5", "R4 = 7")),
        laid(&text(110.0, "R7", 60.0), &told("R6", "R4 = 7, R5 = 80")),
    ]
}

/// From what was reached: nothing is planned for R4, so its 7 belong to no stream and go on beside the 100 that are still to
/// come, 107 a year from R5 on, and 117 from R6 on where 110 are to come. The 80 of R5 are the saving's: it is 80 in every later year, since 110 rises no further. As
/// stated: 100 a year from R5 on, then 110 from R6 on.
///
/// | step | from what was reached | as stated |
/// |---|---|---|
/// | before | 5 · (107 − 7) + 40 | 5 · (100 − 7) + 40 |
/// | dropped: R5 | −(107 − 7) | −(100 − 7) |
/// | added: R10 | 107 − 7 | 100 − 7 |
/// | rebased from R4 to R5, as known before | −5 · (107 − 7) | −5 · (100 − 7) |
/// | actual of R5, and what R6 … R10 go on from | 5 · (107 − 80) + 5 · (80 − 117) | 5 · (100 − 80) |
/// | R6 … R10 anew | 5 · (117 − 107) + 60 − 40 | 5 · (110 − 100) + 60 − 40 |
/// | after | 5 · (80 − 80) + 60 | 5 · (110 − 80) + 60 |
#[test]
fn between_two_plans_that_know_actuals() {
    let readings: [(super::Reading, Row); 2] = [
        (str::to_owned, ("P", [540.0, -100.0, 100.0, -500.0, -50.0, 70.0, 60.0])),
        (as_stated, ("P", [505.0, -93.0, 93.0, -465.0, 100.0, 70.0, 210.0])),
    ];
    for (open_years, row) in readings {
        let [plan, revised] = both_known(open_years);
        let of = on_paper(&plan, &revised);
        check(&of, &[row, ("Q", [0.0; 7])], |a| a.planned);
        assert_eq!((of.bridge[0].from.calendar(), of.bridge[0].to.calendar()), (2022, 2023));
        // Targets: 100 a year from R6 on; none in R4 and R5.
        check(&of, &[("P", [400.0, 0.0, 100.0, 0.0, 0.0, 0.0, 500.0])], |a| a.target.expect("a target"));
    }
}

#[test]
fn other_targets_are_made_anew() {
    // R7 130 in place of 100 in the revision; the earlier edition keeps the plan's.
    let [plan, (document, _)] = both_known(as_stated);
    let known = document.root().to_json();
    let text = toml::to_string(&known).expect("TOML");
    let revised = laid(&text, "[[policy]]\nid = \"P\"\ntargets = { R7 = 130 }\n");
    let all = compared(&plan, &revised, settings(1), Uncertainty::Off);
    check(&all.of, &[("P", [400.0, 0.0, 100.0, 0.0, 0.0, 30.0, 530.0])], |a| a.target.expect("a target"));
    check(&all.of, &[("P", [505.0, -93.0, 93.0, -465.0, 100.0, 70.0, 210.0])], |a| a.planned);
    // And where nothing else is another.
    let revised = laid(
        &toml::to_string(&plan.0.root().to_json()).expect("TOML"),
        "[[policy]]\nid = \"P\"\ntargets = { R7 = 130 }\n",
    );
    let of = on_paper(&plan, &revised);
    check(&of, &[("P", [400.0, 0.0, 0.0, 0.0, 0.0, 30.0, 430.0])], |a| a.target.expect("a target"));
    assert_eq!(difference(&of, "P", Over::Edition(2022)).difference.target, Some(30.0));
}

#[test]
fn without_editions_there_is_no_bridge() {
    let text = |full: f64| {
        let text = small(&initiative("a", "", &step("R5", full, "")));
        text.replace("editions = { first_base = \"R3\", last_base = \"R8\", horizon = 5 }\n", "")
    };
    let of = on_paper(&crate::simulated::read(&text(1.0)), &crate::simulated::read(&text(2.0)));
    assert!(of.bridge.is_empty() && of.attribution.iter().all(|a| a.period.base.is_none()));
}
