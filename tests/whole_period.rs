//! Amounts, targets and actuals that are published for the whole plan period only.

use crate::simulated::{held, planned, planned_from, run};
use mikomi::fiscal::FiscalYear;
use mikomi::lang::Lang;
use mikomi::outcome::Outcome;
use mikomi::report::{Detail, Editions, Format, Style, render};

/// Six years, one policy with one sum to reach and one initiative with one sum to bring.
fn scenario(basis: &str, targets: &str, stream: &str) -> String {
    format!(
        r#"format = 1
title = "one sum"
unit = "千円"
plan = {{ first = "R4", last = "R9", basis = "{basis}" }}
[[policy]]
id = "P"
name = "P"
targets = {{ {targets} }}
[[initiative]]
id = "a"
name = "a"
policy = "P"
stream = [{{ id = "s", kind = "saving", {stream} }}]
"#
    )
}

fn of_years(outcome: &Outcome, of: impl Fn(&mikomi::outcome::Entry) -> Option<f64>) -> Vec<Option<f64>> {
    let years = outcome.header.plan.years();
    years.map(|year: FiscalYear| of(outcome.year_entry("P", year).expect("simulated"))).collect()
}

#[test]
fn a_sum_is_spread_equally_as_effects_on_the_basis_of_the_plan() {
    // 600 over six years: 100 a year, whatever the basis.
    for basis in ["recurring", "new_in_year", "year_on_year"] {
        for key in ["period", "\"期間\""] {
            let outcome = planned(&scenario(basis, &format!("{key} = 900"), &format!("amounts = {{ {key} = 600 }}")));
            let entry = held(outcome.plan_entry("P").expect("simulated"));
            assert!((entry.planned - 600.0).abs() < 1e-9 && (entry.target - 900.0).abs() < 1e-9, "{basis}");
            for amount in of_years(&outcome, |e| Some(e.planned)) {
                assert!((amount.expect("planned") - 100.0).abs() < 1e-9, "{basis}: {amount:?}");
            }
        }
    }
}

#[test]
fn one_off_amounts_are_spread_as_amounts() {
    let stream = "recurring = false, amounts = { period = 600 }";
    let outcome = planned(&scenario("new_in_year", "period = 900", stream));
    assert_eq!(of_years(&outcome, |e| Some(e.planned.round())), vec![Some(100.0); 6]);
}

#[test]
fn the_odds_of_the_period_are_told_and_those_of_single_years_are_not() {
    // Realised in full or by half, each as likely: 600 or 300 against 450.
    let stream =
        "amounts = { period = 600 }, realisation = { kind = \"discrete\", values = [0.5, 1], weights = [1, 1] }";
    let outcome = run(&scenario("recurring", "period = 450", stream), 8192);
    for policy in ["P", "total"] {
        let entry = held(outcome.plan_entry(policy).expect("simulated"));
        assert!((entry.p_met.value - 0.5).abs() < 0.02, "{policy}: {}", entry.p_met.value);
        let years = outcome.header.plan.years();
        for entry in years.map(|year| outcome.year_entry(policy, year).expect("simulated")) {
            assert_eq!((entry.target, entry.p_met.map(|p| p.value)), (None, None), "{policy}");
        }
    }
    assert_eq!(outcome.header.spread, ["policy.P.targets", "initiative.a.s.amounts"]);
}

#[test]
fn amounts_alone_hide_the_odds_of_single_years_too() {
    let targets = "R4 = 50, R5 = 50, R6 = 50, R7 = 50, R8 = 50, R9 = 50";
    let outcome = run(&scenario("recurring", targets, "amounts = { period = 600 }"), 1);
    assert_eq!(of_years(&outcome, |e| e.target), vec![None; 6]);
    assert_eq!(held(outcome.plan_entry("P").expect("simulated")).target, 300.0);
}

/// A city's five years: 175 million of a planned 529 were reached with the review of tasks, 33.1 %.
#[test]
fn a_closed_plan_has_the_actual_of_its_whole_period() {
    let scenario = r#"
format = 1
title = "a closed plan"
unit = "百万円"
plan = { first = 2000, last = 2004, basis = "new_in_year", as_of = 2005 }
[[policy]]
id = "tasks"
name = "tasks"
targets = { period = 529 }
actuals = { period = 175 }
[[initiative]]
id = "a"
name = "a"
policy = "tasks"
stream = [{ id = "s", kind = "saving", amounts = { period = 529 } }]
"#;
    let outcome = planned(scenario);
    let entry = outcome.plan_entry("tasks").expect("simulated");
    assert!((entry.planned - 175.0).abs() < 1e-9, "{}", entry.planned);
    assert!((entry.achievement.expect("a target") - 175.0 / 529.0).abs() < 1e-12);
}

#[test]
fn an_overlay_replaces_a_sum_by_years_and_years_by_a_sum() {
    let base = scenario("recurring", "period = 900", "amounts = { R4 = 1, R5 = 2, R6 = 3, R7 = 4, R8 = 5, R9 = 6 }");
    let over = "[[policy]]\nid = \"P\"\ntargets = { R9 = 70 }\n[[initiative]]\nid = \"a\"\n\
                stream = [{ id = \"s\", amounts = { period = 600 } }]\n";
    let outcome = planned_from("base+over", &[("base", &base), ("over", over)]);
    let entry = held(outcome.plan_entry("P").expect("simulated"));
    assert_eq!((entry.target, entry.planned.round()), (70.0, 600.0));
}

#[test]
fn the_report_says_that_it_is_an_assumption() {
    let outcome = run(&scenario("recurring", "period = 450", "amounts = { period = 600 }"), 1024);
    for (lang, words) in [
        (
            Lang::Ja,
            "計画期間全体の額だけが書かれたもの（policy.P.targets、initiative.a.s.amounts）は、各年度に等しく分けています。これは仮定で、その方針と合計の単年度の達成確率は出していません。",
        ),
        (
            Lang::En,
            "What is stated for the whole plan period only (policy.P.targets, initiative.a.s.amounts) is spread equally over its years: an assumption. The odds of single years of its policy and of the total are therefore not given.",
        ),
    ] {
        for format in [Format::Text(Detail::Whole(Editions::None)), Format::Html] {
            let style = Style { lang, ..Style::default() };
            let told = render(std::slice::from_ref(&outcome), format, style).expect("rendered");
            let told: String = String::from_utf8(told.into_bytes()).expect("UTF-8").split_whitespace().collect();
            let words: String = words.split_whitespace().collect();
            assert!(told.contains(&words), "{told}");
            assert!(!told.contains("最後の2か年") && !told.contains("thelasttwoyears"), "{told}");
        }
    }
}

/// What is known of the whole only is held against the whole only, on whichever side and wherever the policy stands.
#[test]
fn a_track_record_speaks_of_no_single_year_of_a_sum() {
    let plan = |closed: &str, policies: [&str; 2]| {
        let all = policies.map(|id| {
            let actuals = match (closed, id) {
                ("", _) => "",
                (_, "P") => "actuals = { period = 480 }",
                _ => "actuals = { R4 = 10, R5 = 10, R6 = 10, R7 = 10, R8 = 10, R9 = 10 }",
            };
            let (whole, a_year) = ("{ period = 600 }", "{ R4 = 20 }");
            let amounts = if id == "P" { whole } else { a_year };
            format!(
                "[[policy]]\nid = \"{id}\"\nname = \"{id}\"\n{actuals}\n[[initiative]]\nid = \"{id}\"\nname = \"{id}\"\npolicy = \"{id}\"\n\
                 stream = [{{ id = \"s\", kind = \"saving\", amounts = {amounts} }}]\n"
            )
        });
        format!(
            "format = 1\ntitle = \"sums\"\nunit = \"千円\"\n[plan]\nfirst = \"R4\"\nlast = \"R9\"\nbasis = \"recurring\"\n{closed}\n{}",
            all.concat()
        )
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("plan.toml"), plan("", ["P", "Q"])).expect("written");
    std::fs::write(path("closed.toml"), plan("as_of = \"R10\"", ["Q", "P"])).expect("written");
    let compared = |more: &[&str]| {
        let (plan, closed) = (path("plan.toml"), path("closed.toml"));
        let args = [&["compare", &plan, &closed, "--trials", "1024", "--lang", "en"], more].concat();
        crate::program::stdout(&crate::program::detailed(&args))
    };
    let json: serde_json::Value = serde_json::from_str(&compared(&["--format", "json"])).expect("JSON");
    let found = json["comparisons"][0]["track_record"]["predictions"].as_array().expect("predictions").clone();
    let of = |policy: &str, kind: &str| -> Vec<f64> {
        let mine = found.iter().filter(|p| p["policy"] == policy && p["period"]["kind"] == kind);
        mine.map(|p| p["actual"].as_f64().expect("an amount").round()).collect()
    };
    assert_eq!((of("P", "year"), of("P", "years")), (vec![], vec![480.0]));
    assert_eq!((of("Q", "year"), of("Q", "years")), (vec![10.0; 6], vec![60.0]));
    assert_eq!((of("total", "year"), of("total", "years")), (vec![], vec![540.0]));
    let text: String = compared(&[]).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "plan: What is stated for the whole plan period only (initiative.P.s.amounts) is spread equally",
        "revision: What is stated for the whole plan period only (policy.P.actuals, initiative.P.s.amounts) is spread equally",
    ] {
        assert!(text.contains(words), "{text}");
    }
}
