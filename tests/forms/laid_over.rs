//! A workbook over a plan that is there: what it leaves unsaid the plan below says, and nothing counts twice.

use super::{by_hand, folder};
use crate::program::mikomi;
use serde_json::{Value as Json, json};

const BASE: &str = r#"
format = 1
title = "もとの計画"
unit = "千円"
plan = { first = "R8", last = "R9", basis = "recurring" }
policy = [{ id = "A", name = "歳出の見直し", targets = { R8 = 100, R9 = 200 } }]
[[initiative]]
id = "counters"
name = "窓口の委託"
policy = "A"
owner = "市民課"
stream = [{ id = "staff", kind = "saving", amounts = { R8 = 100, R9 = 200 } }]
"#;

/// The scenario that a workbook over [`BASE`] gives, or what is told of it.
fn laid_over(sheets: &[(&str, &'static str)]) -> Result<Json, String> {
    let (place, over) = folder(&by_hand(sheets));
    let base = place.path().join("base.toml");
    std::fs::write(&base, BASE).expect("written");
    let output = mikomi(&["check", &format!("{}+{over}", base.display()), "--resolved", "--lang", "en"]);
    if output.status.code() == Some(2) {
        let words = String::from_utf8(output.stderr).expect("UTF-8");
        return Err(words.replace(&format!("{}/", place.path().display()), ""));
    }
    assert!(output.status.success());
    Ok(toml::from_str(&String::from_utf8(output.stdout).expect("UTF-8")).expect("TOML"))
}

fn resolved(sheets: &[(&str, &'static str)]) -> Json {
    laid_over(sheets).unwrap_or_else(|told| panic!("{told}"))
}

#[test]
fn a_row_with_an_id_alone_keeps_the_name() {
    let plan = resolved(&[("取組", "ID | 主担当課\ncounters | 総務課")]);
    let rows = plan["initiative"].as_array().expect("a list");
    assert_eq!((rows.len(), &rows[0]["name"], &rows[0]["owner"]), (1, &json!("窓口の委託"), &json!("総務課")));
    assert_eq!(rows[0]["stream"][0]["amounts"]["R9"], 200);
}

#[test]
fn a_row_with_a_name_is_the_row_of_that_name() {
    let plan = resolved(&[
        ("取組", "名称 | 主担当課 | 基本方針\n窓口の委託 | 総務課 |\n新しい取組 | 企画課 | 歳出の見直し"),
        ("基本方針", "名称 | 目標 R8\n歳出の見直し | 150"),
    ]);
    let rows = plan["initiative"].as_array().expect("a list");
    let ids: Vec<&Json> = rows.iter().map(|row| &row["id"]).collect();
    assert_eq!((ids, &rows[0]["owner"]), (vec![&json!("counters"), &json!("新しい取組")], &json!("総務課")));
    let policies = plan["policy"].as_array().expect("a list");
    assert_eq!((policies.len(), &policies[0]["targets"]), (1, &json!({ "R8": 150, "R9": 200 })));
}

#[test]
fn names_of_the_plan_below_are_known() {
    let sheets =
        [("取組", "名称 | 基本方針\n広告 | 歳出の見直し"), ("金額", "取組 | 種類 | 金額 R8\n広告 | 歳入増 | 5")];
    let plan = resolved(&sheets);
    assert_eq!(
        (&plan["initiative"][1]["policy"], &plan["initiative"][1]["stream"][0]["id"]),
        (&json!("A"), &json!("1"))
    );
}

#[test]
fn a_stream_says_which_it_is() {
    let told = laid_over(&[("金額", "取組 | 種類 | 金額 R8\n窓口の委託 | 歳出減 | 70")]).expect_err("refused");
    assert_eq!(
        told.trim_end(),
        "error: it is not said which stream of the base this is laid over\n  --> plan.xlsx 金額!A2\n  to do: write the ID of a stream of the base (staff) into the column ID; of a new stream a new one\n\n1 problem found."
    );
    let plan = resolved(&[("金額", "取組 | ID | 金額 R8\n窓口の委託 | staff | 70")]);
    let streams = plan["initiative"][0]["stream"].as_array().expect("a list");
    assert_eq!((streams.len(), &streams[0]["amounts"]), (1, &json!({ "R8": 70, "R9": 200 })));
}

#[test]
fn the_unit_of_a_heading_is_that_of_the_plan() {
    let plan = "項目 | 内容\n題名 | 計画\n単位 | 千円\n計画期間 初年度 | R8\n計画期間 最終年度 | R9\n計画期間 効果額の算定方法 | 継続的効果額";
    let told = |heads: &'static str| {
        let (place, name) = folder(&by_hand(&[("計画", plan), ("基本方針", heads)]));
        let output = mikomi(&["check", &name, "--lang", "en"]);
        let words =
            String::from_utf8(output.stderr).expect("UTF-8").replace(&format!("{}/", place.path().display()), "");
        (output.status.code(), words)
    };
    assert_eq!(told("名称 | 目標 R8（千円） | 目標 R9\n甲 | 1 | 2\n※ 目標は未定稿").0, Some(0));
    let (code, words) = told("名称 | 目標 R8（百万円） | 目標 R9（百万円）\n甲 | 1 | 2");
    assert_eq!(
        (code, words.trim_end()),
        (
            Some(2),
            "error: the unit 'million yen' of 2 headings is not that of the plan, 'thousand yen'\n  --> plan.xlsx 基本方針!B1\n  to do: write the figures in the unit of the plan, and correct the unit in the heading or take it out\n\n1 problem found."
        )
    );
}

/// A remark below a table is no row of it.
#[test]
fn remarks_are_no_rows() {
    let plan = resolved(&[("基本方針", "名称 | 目標 R8\n歳出の見直し | 150\n※ 未定稿")]);
    assert_eq!(plan["policy"].as_array().expect("a list").len(), 1);
}
