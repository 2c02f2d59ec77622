//! The total of all accounts and that of the general account, side by side.

use crate::program::stdout;
use crate::simulated::{held, read, run, settings};
use mikomi::engine::Progress;
use mikomi::lang::Lang;
use mikomi::outcome::{self, Entry, GENERAL_ACCOUNT, Outcome, Request};
use mikomi::plan::Uncertainty;
use mikomi::report::{Detail, Editions, Format, Style, render};

/// One policy with a stream of the general account and, unless it is left out, one of another.
fn scenario(other: &str) -> String {
    format!(
        r#"format = 1
title = "two accounts"
unit = "千円"
plan = {{ first = "R4", last = "R9", basis = "recurring" }}
[total]
targets = {{ R9 = 700 }}
{general}
[editions]
first_base = "R3"
last_base = "R5"
horizon = 4
[[policy]]
id = "P"
name = "P"
[[initiative]]
id = "a"
name = "a"
policy = "P"
delay = {{ kind = "discrete", values = [0, 1], weights = [1, 1] }}
stream = [{{ id = "s", kind = "saving", amounts = {{ R4 = 100 }}, volatility = 0.2, realisation = {{ class = "cash_item" }} }}]
{other}
"#,
        general = if other.is_empty() { "" } else { "[general_account]\ntargets = { R9 = 700 }" },
    )
}

const SEWERAGE: &str = r#"[[initiative]]
id = "b"
name = "b"
policy = "P"
stream = [{ id = "s", kind = "revenue", account = "下水道事業会計", amounts = { R4 = 50 }, realisation = { class = "revenue" } }]
"#;

fn general(outcome: &Outcome) -> Vec<Entry> {
    outcome.general_account.clone()
}

/// What is known of the general account is what would be known if there were no other: the draws are the same.
#[test]
fn the_general_account_has_the_figures_of_the_plan_without_the_others() {
    let (both, alone) = (run(&scenario(SEWERAGE), 20_000), run(&scenario(""), 20_000));
    let totals = alone.results.iter().filter(|e| e.policy == "total");
    let expected: Vec<Entry> = totals.map(|e| Entry { policy: GENERAL_ACCOUNT.to_owned(), ..e.clone() }).collect();
    assert!(expected.len() > 9, "years, the plan period, editions");
    assert_eq!(general(&both), expected);
    assert!(general(&alone).is_empty());
    // 100 and 50 a year over six years.
    assert_eq!(both.plan_entry("total").map(|e| e.planned), Some(900.0));
    assert_eq!(both.plan_entry(GENERAL_ACCOUNT).map(|e| e.planned), Some(600.0));
}

#[test]
fn each_total_is_held_against_its_own_target() {
    let certain = scenario(SEWERAGE).replace(", volatility = 0.2, realisation = { class = \"cash_item\" }", "");
    let certain = certain.replace("delay = { kind = \"discrete\", values = [0, 1], weights = [1, 1] }\n", "");
    let certain = certain.replace(", realisation = { class = \"revenue\" }", "");
    let outcome = run(&certain, 1);
    let odds = |policy| held(outcome.plan_entry(policy).expect("simulated")).p_met.value;
    // 900 against 700, and 600 against 700.
    assert_eq!([odds("total"), odds(GENERAL_ACCOUNT)], [1.0, 0.0]);
}

#[test]
fn a_set_knows_it_too() {
    let (document, model) = read(&scenario(SEWERAGE));
    let request = Request { settings: settings(5000), uncertainty: Uncertainty::On, confidence: 0.8 };
    let alone = outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads");
    let both = [(&document, &model), (&document, &model)];
    for results in outcome::simulate_together(&both, &request, &Progress::default()).expect("threads") {
        assert_eq!(results.general_account, alone.general_account);
        assert!(!results.general_account.is_empty());
    }
}

#[test]
fn the_general_account_can_be_named() {
    for name in ["general", "General", "一般会計", " 一般会計 "] {
        let outcome =
            run(&scenario("").replace("kind = \"saving\",", &format!("kind = \"saving\", account = \"{name}\",")), 1);
        assert!(general(&outcome).is_empty(), "{name}");
    }
}

#[test]
fn reports_show_both_totals() {
    let outcome = run(&scenario(SEWERAGE), 1024);
    for (lang, all, general) in
        [(Lang::Ja, "合計（全会計）", "うち一般会計"), (Lang::En, "Total, all accounts", "of which general account")]
    {
        for format in [Format::Text(Detail::Whole(Editions::All)), Format::Html] {
            let style = Style { lang, ..Style::default() };
            let told = render(std::slice::from_ref(&outcome), format, style).expect("rendered");
            let told = String::from_utf8(told.into_bytes()).expect("UTF-8");
            assert!(told.contains(all) && told.contains(general), "{told}");
        }
    }
}

#[test]
fn a_kept_result_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("plan.toml"), scenario(SEWERAGE)).expect("written");
    stdout(&["run", &path("plan.toml"), "--trials", "1024", "--format", "json", "--out", &path("kept.json")]);
    let told = stdout(&["report", &path("kept.json"), "--detail", "--lang", "ja"]);
    assert_eq!(told, stdout(&["run", &path("plan.toml"), "--trials", "1024", "--detail", "--lang", "ja"]));
    assert!(told.contains("うち一般会計"));
}

/// A sum of another account hides no year of the general one.
#[test]
fn sums_of_other_accounts_leave_the_general_account_its_years() {
    let sewerage = SEWERAGE.replace("amounts = { R4 = 50 }", "amounts = { period = 300 }");
    let (both, alone) = (run(&scenario(&sewerage), 2048), run(&scenario(""), 2048));
    let totals = alone.results.iter().filter(|e| e.policy == "total");
    let expected: Vec<Entry> = totals.map(|e| Entry { policy: GENERAL_ACCOUNT.to_owned(), ..e.clone() }).collect();
    assert_eq!(general(&both), expected);
    let of_r9 = |policy: &str| {
        both.results.iter().chain(&both.general_account).filter(|e| e.policy == policy).nth(5).expect("R9").target
    };
    assert_eq!([of_r9("total"), of_r9(GENERAL_ACCOUNT)], [None, Some(700.0)]);
}

#[test]
fn a_store_is_read_by_the_general_account() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::create_dir(path("set")).expect("a folder");
    std::fs::write(path("set/both.toml"), scenario(SEWERAGE)).expect("written");
    stdout(&["batch", &path("set"), "--store", &path("s.sqlite"), "--trials", "1024"]);
    let report = ["report", &path("s.sqlite"), "--policy", GENERAL_ACCOUNT];
    let csv = stdout(&[&report[..], &["--table", "ranking", "--by", "planned", "--format", "csv"]].concat());
    // 100 a year over six years.
    assert!(csv.lines().nth(1).expect("a row").split(',').any(|cell| cell == "600.0"), "{csv}");
    let told = stdout(&[&report[..], &["--lang", "ja"]].concat());
    assert!(told.contains("うち一般会計"), "{told}");
}
