//! The first sheet answers by itself: does it hold, on which basis, how short, why do the bases differ, what does it rest on.

use crate::markup::{self, Element};
use crate::pages::{many, page};
use crate::simulated::{file, planned, run};
use mikomi::lang::Lang;
use mikomi::outcome::{Outcome, TOTAL};

const UNCERTAIN: &str = ", realisation = { kind = \"uniform\", low = 0.5, high = 1.2 }";

/// The words of the sheet, without what stands between them.
fn sheet(outcome: &Outcome, lang: Lang) -> String {
    let page = page(std::slice::from_ref(outcome), lang);
    let read = markup::read(&page);
    let council: Vec<&Element> = read
        .all()
        .into_iter()
        .filter(|e| e.get("class").is_some_and(|c| c.split(' ').any(|c| c == "council")))
        .collect();
    assert_eq!(council.len(), 1, "one sheet");
    council[0].words()
}

fn says(sheet: &str, all: &[&str]) {
    for words in all {
        assert!(sheet.contains(words), "no {words:?} in\n{sheet}");
    }
}

/// An amount in thousands of yen as tables have it.
fn printed(amount: f64) -> String {
    mikomi::money::printed(amount, 0)
}

#[test]
fn a_plan_that_fails_on_one_basis_and_holds_on_the_other() {
    let outcome = run(&file("scenarios/revised.toml"), 20_000);
    let (plan, edition) = (
        outcome.plan_entry(TOTAL).expect("a period"),
        outcome.edition_entry(TOTAL, mikomi::fiscal::FiscalYear::new(2023).expect("a year")).expect("an edition"),
    );
    let amounts =
        [plan, edition].map(|e| [e.target.expect("a target"), e.planned, e.mean, e.mean_shortfall.expect("a target")]);
    for lang in [Lang::Ja, Lang::En] {
        let sheet = sheet(&outcome, lang);
        let shown: Vec<String> = amounts.iter().flatten().map(|amount| printed(*amount)).collect();
        says(&sheet, &shown.iter().map(String::as_str).collect::<Vec<_>>());
        for policy in &outcome.header.policies {
            says(&sheet, &[&policy.name]);
        }
    }
    // 926,050 thousand yen: 185,210 a year, by which the target's level in R5 lies above what was reached, over five years.
    says(
        &sheet(&outcome, Lang::Ja),
        &[
            "計画期間の目標にほぼ確実に届きません。",
            "現在の財政計画の目標に10回のうちおよそ6回届きます。",
            "約9億2,600万円",
            "根拠資料のない数値 95 個",
            "令和6年度以降が見込み",
            "試行 20,000 回",
        ],
    );
    says(
        &sheet(&outcome, Lang::En),
        &[
            "almost certainly missed",
            "met about 6 times in ten",
            "about ¥926 million",
            "95 numbers without a source",
            "20,000 trials",
        ],
    );
}

#[test]
fn plans_that_hold_fail_are_certain_or_as_planned_say_so() {
    // Four years of 100: uniform from 50 to 120, so a target of 20 a year is met in every trial, and one of 500 missed: no trial is not never.
    for (target, ja, en) in [
        ("20", "ほぼ確実に届きます", "almost certainly met"),
        ("500", "ほぼ確実に届きません", "almost certainly missed"),
    ] {
        let outcome = run(&many(2, "P", "R7", target, UNCERTAIN), 2048);
        says(&sheet(&outcome, Lang::Ja), &[ja]);
        says(&sheet(&outcome, Lang::En), &[en]);
    }
    let certain = many(2, "P", "R7", "90", "");
    says(&sheet(&run(&certain, 2048), Lang::Ja), &["必ず届きます"]);
    says(&sheet(&planned(&many(2, "P", "R7", "90", UNCERTAIN)), Lang::Ja), &["計画どおりに進めば届きます", "到達"]);
    says(&sheet(&planned(&many(2, "P", "R7", "110", UNCERTAIN)), Lang::En), &["missed even if all goes as planned"]);
}

#[test]
fn a_single_policy_and_a_single_year_have_their_sheet() {
    for (count, last) in [(1, "R4"), (1, "R7"), (12, "R6")] {
        let outcome = run(&many(count, "P", last, "80", UNCERTAIN), 2048);
        let sheet = sheet(&outcome, Lang::Ja);
        says(&sheet, &["達成確率", "試算の前提"]);
        assert_eq!(sheet.contains("ほか 4 の基本方針"), count == 12, "{sheet}");
    }
}
