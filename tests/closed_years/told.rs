//! What is told of closed years: two readings that lie far apart, what is carried on, where each file is at fault.

use crate::simulated::{planned, run};
use mikomi::model::rails::Rail;

fn text(plan: &str, policy: &str) -> String {
    format!(
        r#"format = 1
title = "told"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
as_of = "R6"
{plan}
[[policy]]
id = "P"
name = "見直し"
targets = {{ R4 = 100, R5 = 300, R6 = 600, R7 = 1000, R8 = 1000, R9 = 1000 }}
{policy}
[[initiative]]
id = "i"
name = "i"
policy = "P"
stream = [{{ id = "s", kind = "saving", amounts = {{ R4 = 100, R5 = 300, R6 = 600, R7 = 1000 }}, realisation = {{ kind = "uniform", low = 0.9, high = 1.1 }} }}]
"#
    )
}

const FAR: &str = "actuals = { R4 = 80, R5 = 230 }";

/// What a guard rail says of a scenario, in both languages.
fn of(rail: Rail, text: &str) -> Vec<String> {
    let found = run(text, 10_240).findings.into_iter().filter(|f| f.id == rail);
    found.flat_map(|f| [f.found.ja, f.found.en]).collect()
}

/// From reached 80 + 230 + 530 + 3 · 930 = 3,630; as stated 310 + 600 + 3,000 = 3,910; the same on average, since 1 is realised on
/// average. 280 is more than 5 % of 4,000.
#[test]
fn readings_far_apart_are_told_with_both_figures() {
    assert_eq!(
        of(Rail::OpenYearsUnstated, &text("", FAR)),
        [
            "残る年度の読み方（open_years）が書かれておらず、到達した水準から続けています。読み方による差が大きくなっています。到達した水準から／書かれた額のまま：「見直し」3,630（平均 3,630）／3,910（平均 3,910）、「合計」3,630（平均 3,630）／3,910（平均 3,910）",
            "it is not stated how open years follow the closed ones (open_years), so they go on from what was reached; the other reading gives quite other figures. From reached / as stated: '見直し' 3,630 (mean 3,630) / 3,910 (mean 3,910); 'total' 3,630 (mean 3,630) / 3,910 (mean 3,910)",
        ]
    );
    // What is told with it is not told again.
    assert_eq!(of(Rail::RecordsReadAnew, &text("", FAR)), Vec::<String>::new());
    // Stated either way, for the plan or the policy, nothing is told.
    for (plan, policy) in
        [("open_years = \"from_reached\"", ""), ("open_years = \"as_stated\"", ""), ("", "open_years = \"as_stated\"")]
    {
        let text = text(plan, &format!("{FAR}\n{policy}"));
        assert_eq!(of(Rail::OpenYearsUnstated, &text), Vec::<String>::new(), "{plan} {policy}");
        assert_eq!(of(Rail::RecordsReadAnew, &text), Vec::<String>::new(), "{plan} {policy}");
    }
}

/// 90 and 290: from reached 90 + 290 + 590 + 3 · 990 = 3,940, as stated 3,980. That is no more than 5 % of 4,000, but another figure
/// than before. Reached as planned, both are 4,000.
#[test]
fn a_file_that_gave_other_figures_before_is_told() {
    let near = text("", "actuals = { R4 = 90, R5 = 290 }");
    assert_eq!(of(Rail::OpenYearsUnstated, &near), Vec::<String>::new());
    assert_eq!(
        of(Rail::RecordsReadAnew, &near),
        [
            "実績の読み方が変わり、額が以前と違います。いま／以前：「見直し」3,940（平均 3,940）／3,980（平均 3,980）、「合計」3,940（平均 3,940）／3,980（平均 3,980）",
            "records are read in another way than before, and figures differ. Now / before: '見直し' 3,940 (mean 3,940) / 3,980 (mean 3,980); 'total' 3,940 (mean 3,940) / 3,980 (mean 3,980)",
        ]
    );
    assert_eq!(of(Rail::RecordsReadAnew, &text("", "actuals = { R4 = 100, R5 = 300 }")), Vec::<String>::new());
}

/// 70 of 300 missed, more than 5 %; 15 is not more.
#[test]
fn what_is_lost_is_asked_about() {
    assert_eq!(
        of(Rail::MissedIsLost, &text("open_years = \"from_reached\"", FAR)),
        [
            "「見直し」は令和5年度に計画の水準へ 70 届かず、その後のどの年度にも足りないままとみています（「i」 70）",
            "'見直し' was 70 short of its planned level in FY2023, which is missing in every later year ('i' 70)",
        ]
    );
    let quiet =
        |plan: &str, actuals: &str| assert_eq!(of(Rail::MissedIsLost, &text(plan, actuals)), Vec::<String>::new());
    quiet("", "actuals = { R4 = 80, R5 = 285 }");
    quiet("made_good = 1.0", FAR);
    quiet("open_years = \"as_stated\"", FAR);
}

/// An actual before the first stated year is told; one in it is not.
#[test]
fn what_came_early_is_asked_about() {
    let with = |year: &str| {
        let actual = format!("realisation = 1.0, actuals = {{ {year} = 20 }} }}]");
        let streams = "realisation = { kind = \"uniform\", low = 0.9, high = 1.1 } }]";
        text("", "").replace(streams, &actual).replace("{ R4 = 100, R5 = 300, R6 = 600", "{ R5 = 300, R6 = 600")
    };
    assert_eq!(
        of(Rail::EarlyAmount, &with("R4")),
        [
            "「i」は、令和4年度に計画になかった 20 が生じています。計画の年度の額が書き直されていなければ、二重に数えています",
            "'i' brought 20 in FY2022, before its first stated year; unless the amounts are restated, it is counted twice",
        ]
    );
    assert_eq!(of(Rail::EarlyAmount, &with("R5")), Vec::<String>::new());
}

/// A sale of 100 and a saving of 100 beside a cost: of less than the sale itself it is no share.
#[test]
fn a_one_off_part_that_is_guessed_is_told() {
    let with = |cost: u32| {
        let more = format!(
            "[[initiative]]\nid = \"o\"\nname = \"o\"\npolicy = \"P\"\nstream = [{{ id = \"o\", kind = \"revenue\", recurring = false, amounts = {{ R4 = 100 }} }}, {{ id = \"c\", kind = \"cost\", amounts = {{ R4 = {cost}, R5 = 0 }} }}]\n"
        );
        format!("{}{more}", text("open_years = \"from_reached\"", "actuals = { R4 = 50 }"))
    };
    // 100 − 150 + 100 = 50, of which 100 is no share; 100 − 80 + 100 = 120, of which it is.
    assert_eq!(
        of(Rail::OneOffGuessed, &with(150)),
        [
            "令和4年度の「見直し」の実績は一時的な額（one_off）が書かれておらず、計画の割合でも分けられないため、計画どおり 100 を一時的な額とみています",
            "the actual of '見直し' in FY2022 does not state its one-off part, nor can it be worked out from the plan; 100 is taken, as planned",
        ]
    );
    assert_eq!(of(Rail::OneOffGuessed, &with(80)), Vec::<String>::new());
}

/// As stated, a go-ahead acts on what has begun; from reached it does not.
#[test]
fn what_has_begun_and_may_yet_not_begin_is_told() {
    let with =
        |reading: &str| text(reading, FAR).replace("policy = \"P\"\nstream", "policy = \"P\"\ngo_ahead = 0.8\nstream");
    assert_eq!(
        of(Rail::BegunMayNotBegin, &with("open_years = \"as_stated\"")),
        [
            "「i」は令和4年度に始まっていますが、実施確率か遅れが、すでに生じている分も含めた額のすべてに掛かっています",
            "'i' has begun in FY2022, yet its go-ahead or delay acts on all of its amounts, those already there included",
        ]
    );
    assert_eq!(of(Rail::BegunMayNotBegin, &with("open_years = \"from_reached\"")), Vec::<String>::new());
    assert_eq!(of(Rail::BegunMayNotBegin, &text("open_years = \"as_stated\"", FAR)), Vec::<String>::new());
}

/// Each reading is heeded, for the plan and for a policy over the plan.
#[test]
fn the_reading_that_is_stated_counts() {
    let of = |plan: &str, policy: &str| {
        planned(&text(plan, &format!("{FAR}\n{policy}"))).plan_entry("P").expect("there").planned
    };
    assert_eq!(of("open_years = \"from_reached\"", ""), 3_630.0);
    assert_eq!(of("open_years = \"as_stated\"", ""), 3_910.0);
    assert_eq!(of("open_years = \"as_stated\"", "open_years = \"from_reached\""), 3_630.0);
    assert_eq!(of("open_years = \"from_reached\"", "open_years = \"as_stated\""), 3_910.0);
}
