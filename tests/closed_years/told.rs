//! What is told of closed years: two readings that lie far apart, what is carried on, where each file is at fault.

use crate::simulated::{planned, run};

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

/// From reached 80 + 230 + 530 + 3 · 930 = 3,630; as stated 310 + 600 + 3,000 = 3,910; the same on average, since 1 is realised on
/// average. 280 is more than 5 % of 4,000.
#[test]
fn readings_far_apart_are_told_with_both_figures() {
    let told = |text: &str| run(text, 10_240).warnings;
    let of = |warnings: Vec<mikomi::lang::Text>| -> Vec<String> {
        let about = |t: &mikomi::lang::Text| t.en.contains("open_years");
        warnings.iter().filter(|t| about(t)).flat_map(|t| [t.ja.clone(), t.en.clone()]).collect()
    };
    assert_eq!(
        of(told(&text("", FAR))),
        [
            "締まった年度に続く年度の読み方（open_years）が書かれていないため、到達した水準から続けています。書かれた額のままとみる読み方との差が大きいので、どちらかを plan か基本方針に書いてください：到達した水準から（from_reached）／書かれた額のまま（as_stated） 「見直し」3,630（平均 3,630）／3,910（平均 3,910）、「合計」3,630（平均 3,630）／3,910（平均 3,910）",
            "it is not stated how open years follow the closed ones (open_years), so they go on from what was reached; the other reading, amounts as stated, gives quite other figures: choose one in plan or in the policy. from_reached / as_stated: '見直し' 3,630 (mean 3,630) / 3,910 (mean 3,910); 'total' 3,630 (mean 3,630) / 3,910 (mean 3,910)",
        ]
    );
    // Stated either way, for the plan or the policy, nothing is told.
    for (plan, policy) in
        [("open_years = \"from_reached\"", ""), ("open_years = \"as_stated\"", ""), ("", "open_years = \"as_stated\"")]
    {
        assert_eq!(of(told(&text(plan, &format!("{FAR}\n{policy}")))), Vec::<String>::new(), "{plan} {policy}");
    }
    // 90 and 290: from reached 90 + 290 + 590 + 3 · 990 = 3,940, as stated 3,980. That is no more than 5 % of 4,000, but another
    // figure than before.
    let near = of(told(&text("", "actuals = { R4 = 90, R5 = 290 }")));
    assert_eq!(
        near,
        [
            "実績の読み方が変わりました。実績は plan.basis の数え方で読み、残る年度は到達した水準から続けます。いまの額／以前の額 「見直し」3,940（平均 3,940）／3,980（平均 3,980）、「合計」3,940（平均 3,940）／3,980（平均 3,980）。open_years を書くと、この注意は出なくなります",
            "records are read in another way than before: on the basis of the plan, and open years go on from what was reached. Now / before: '見直し' 3,940 (mean 3,940) / 3,980 (mean 3,980); 'total' 3,940 (mean 3,940) / 3,980 (mean 3,980). State open_years, and this is no longer told",
        ]
    );
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
