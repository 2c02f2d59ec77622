//! Workbooks of comparisons: both sides, changes and components as formulas, data to the last bit.

use super::opened::{Opened, Row, number};
use super::sums::formulas_hold;
use crate::program::stdout;
use calamine::Data;
use serde_json::Value;

const COMPARED: [&str; 6] =
    ["compare", "scenarios/plan-time.toml", "scenarios/revised.toml", "--trials", "4000", "--format"];

/// The workbook and the JSON of the shipped plan against its revision.
fn compared() -> (Opened, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.xlsx");
    let path = out.display().to_string();
    stdout(&[&COMPARED[..], &["xlsx", "--out", &path]].concat());
    let json = serde_json::from_str(&stdout(&[&COMPARED[..], &["json"]].concat())).expect("JSON");
    (Opened::of(std::fs::read(out).expect("written")), json)
}

fn same(row: &Row, column: &str, value: &Value) {
    match (row.get(column), value.as_f64()) {
        (None, None) => {}
        (Some(cell), Some(value)) => assert_eq!(number(cell).to_bits(), value.to_bits(), "{column}: {row:?}"),
        (cell, value) => panic!("{column}: {cell:?} {value:?}"),
    }
}

fn list<'j>(json: &'j Value, name: &str) -> &'j Vec<Value> {
    json["comparisons"][0][name].as_array().unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn data_are_the_numbers_of_the_json_to_the_last_bit() {
    let (mut book, json) = compared();
    let rows = book.rows("データ_比較");
    let differences = list(&json, "differences");
    assert_eq!(rows.len(), differences.len());
    for (row, d) in rows.iter().zip(differences) {
        assert_eq!(row["policy"].to_string(), d["policy"].as_str().expect("an id"));
        for name in ["target", "planned", "mean"] {
            same(row, &format!("plan_{name}"), &d["plan"][name]);
            same(row, &format!("revised_{name}"), &d["revised"][name]);
            same(row, &format!("{name}_difference"), &d["difference"][name]);
        }
        for side in ["plan", "revised"] {
            same(row, &format!("{side}_p_met"), &d[side]["p_met"]["value"]);
            same(row, &format!("{side}_p_met_low"), &d[side]["p_met"]["low"]);
            same(row, &format!("{side}_mean_shortfall"), &d[side]["mean_shortfall"]);
        }
        same(row, "p_not_below", &d["p_not_below"]["value"]);
        same(row, "ratio", &d["ratio"]["value"]);
        assert_eq!(row["ratio_kind"].to_string(), d["ratio"]["kind"].as_str().expect("a kind"));
        ["sd", "se"].iter().for_each(|name| same(row, name, &d["spread"][name]));
        d["spread"]["quantiles"].as_object().expect("quantiles").iter().for_each(|(name, v)| same(row, name, v));
    }
    let mut rows = book.rows("データ_要因").into_iter();
    for entry in list(&json, "attribution") {
        for part in entry["components"].as_array().expect("a list") {
            let row = rows.next().expect("a row");
            assert_eq!(row["component"].to_string(), part["component"].as_str().expect("a word"));
            ["planned", "mean", "sd", "se"].iter().for_each(|name| same(&row, name, &part[name]));
        }
    }
    let mut rows = book.rows("データ_増減の分布").into_iter();
    for distribution in list(&json, "distributions") {
        for value in distribution["percentiles"].as_array().expect("99") {
            same(&rows.next().expect("a row"), "amount", value);
        }
    }
    assert!(rows.next().is_none());
    let rows = book.rows("データ_優劣");
    assert_eq!(rows.len(), list(&json, "dominance").len());
    let predictions = json["comparisons"][0]["track_record"]["predictions"].as_array().expect("a list");
    for (row, p) in book.rows("データ_予測精度").iter().zip(predictions) {
        ["actual", "mean", "percentile"].iter().for_each(|name| same(row, name, &p[name]));
    }
    let results: usize =
        json["outcomes"].as_array().expect("two").iter().map(|o| o["results"].as_array().expect("a list").len()).sum();
    assert_eq!(book.rows("データ_結果").len(), results);
}

#[test]
fn changes_and_components_are_formulas() {
    let (mut book, _) = compared();
    let counts = ["総括", "年度別", "見直しの要因", "版別の増減"].map(|sheet| formulas_hold(&mut book, sheet, true));
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
    // The published change of the total, worked out below its components.
    let cells = book.cells("見直しの要因");
    let sums: Vec<f64> =
        cells.rows().find(|row| row[0] == *"計（増減）").expect("the sums")[1..5].iter().map(number).collect();
    assert_eq!(sums, [-191_326.0, -23_842.0, 152_675.0, -62_493.0]);
    let total: Vec<Data> = book.cells("総括").rows().find(|row| row[0] == *"合計").expect("the total").to_vec();
    assert_eq!([&total[1], &total[2], &total[3]].map(number), [2_674_093.0, 2_611_600.0, -62_493.0]);
}

/// How the forecast has done and where the plan lands are printed as they are told.
#[test]
fn the_track_record_and_the_landing_have_sheets() {
    let (mut book, json) = compared();
    let predictions = json["comparisons"][0]["track_record"]["predictions"].as_array().expect("a list");
    let actual = predictions.iter().rfind(|p| p["policy"] == "total").expect("the total")["actual"].as_f64();
    let cells = book.cells("予測精度");
    assert!(cells.rows().any(|row| matches!(row[3], Data::Float(n) if Some(n) == actual)), "{actual:?}");
    let landing = json["outcomes"][1]["profiles"].as_array().expect("a list").last().expect("the total").clone();
    let cells = book.cells("最終見込額");
    let total = cells.rows().find(|row| row[0] == *"合計").expect("the total");
    for (column, key) in [(1, "closed_effect"), (2, "closed_target"), (3, "closed_rate"), (5, "if_past_repeats")] {
        assert_eq!(number(&total[column]).to_bits(), landing[key].as_f64().expect(key).to_bits(), "{key}");
    }
}

/// A row of amounts: what it is, its total, what was planned at plan time, and the change where all of both is known.
fn told(cells: &[Data]) -> [f64; 3] {
    let [sum, before] = [10, 11].map(|column| number(&cells[column]));
    let is_known = cells[4..10].iter().all(|cell| matches!(cell, Data::Float(_)));
    assert_eq!(matches!(cells[12], Data::Float(_)), is_known, "{cells:?}");
    let change = if is_known { number(&cells[12]) } else { sum - before };
    assert_eq!(sum - before, change, "{cells:?}");
    [sum, before, change]
}

/// The published amounts of both plans by policy and in all; what was joined, what has ended and what is new.
#[test]
fn initiatives_are_set_against_those_they_go_on_from() {
    let (mut book, json) = compared();
    let formulas = formulas_hold(&mut book, "取組項目別", true);
    let cells = book.cells("取組項目別");
    // Each row has its sum and its change; the three policies and the total have those, the sum at plan time and six years.
    let amounts = |column: usize| cells.rows().filter(|row| matches!(row.get(column), Some(Data::Float(_)))).count();
    assert!(amounts(12) < amounts(10), "what is not known is not compared");
    assert_eq!(formulas, amounts(10) + amounts(12) + 7 * 4);
    let rows: Vec<&[Data]> = cells.rows().collect();
    let heads: Vec<String> = rows[4].iter().map(ToString::to_string).collect();
    let years = ["R4", "R5", "R6", "R7", "R8", "R9"];
    assert_eq!(heads[..4], ["基本方針", "戦略区分", "取組項目", "主担当課"]);
    assert_eq!(heads[4..10], years);
    assert_eq!(heads[10..], ["合計", "計画策定時", "計画策定時"]);
    let sums: Vec<[f64; 3]> =
        rows.iter().filter(|row| ["小計", "計画値"].contains(&row[1].to_string().as_str())).map(|r| told(r)).collect();
    let published = [
        [353_913.0, 545_239.0, -191_326.0],
        [2_096_528.0, 2_120_370.0, -23_842.0],
        [161_159.0, 8_484.0, 152_675.0],
        [2_611_600.0, 2_674_093.0, -62_493.0],
    ];
    assert_eq!(sums, published);
    // What the JSON says of the plan, by policy and id.
    let before = |policy: &str, id: &str| -> f64 {
        let policies = json["outcomes"][0]["breakdown"].as_array().expect("a list");
        let policy = policies.iter().find(|b| b["policy"] == policy).expect("a policy");
        let found = policy["initiatives"].as_array().expect("a list").iter().find(|i| i["id"] == id);
        let years = |i: &Value| i["by_year"].as_array().expect("years").iter().filter_map(Value::as_f64).sum();
        found.map_or(0.0, years)
    };
    let (mut at, mut seen) = (0, Vec::new());
    for row in &rows[6..] {
        let name = row[2].to_string();
        at += usize::from(row[1] == *"小計");
        if matches!(row[10], Data::Float(_)) && !name.is_empty() {
            seen.push((["I", "II", "III", ""][at], name, told(row)));
        }
    }
    let of = |policy: &str, name: &str| seen.iter().find(|(p, n, _)| *p == policy && n == name).map(|(_, _, a)| *a);
    // Five were joined into one, of which one had served another policy.
    let joined = ["procedure-manuals", "process-standardisation", "support-team", "staff-roles", "bpr-study"];
    let expected: f64 = joined.iter().map(|id| before("I", id)).sum();
    let [sum, at_plan_time, _] = of("I", "BPRの推進").expect("joined");
    assert_eq!(sum, 5_304.0 + 6_632.0 + 9_703.0 + 10_717.0);
    assert!((at_plan_time - expected).abs() <= 5.0 && expected > 0.0, "{at_plan_time} {expected}");
    let moved = seen.iter().find(|(p, n, _)| *p == "II" && n.contains("職員の役割") && n.ends_with("（廃止・完了）"));
    let (_, _, [sum, at_plan_time, _]) = moved.expect("what has left the policy");
    assert_eq!(*sum, 0.0);
    assert!((at_plan_time - before("II", "staff-roles")).abs() <= 1.0);
    // New ones had nothing planned, continuing ones what they had.
    assert_eq!(of("I", "業務の集約処理").expect("new")[1], 0.0);
    let notes: Vec<String> = rows.iter().map(|row| row[0].to_string()).collect();
    assert!(notes.iter().any(|note| note.contains("集約・引継ぎ：")), "{notes:?}");
}

/// What components do not change is 0, not what the rounding of sums leaves of it.
#[test]
fn components_hold_no_dust() {
    let (mut book, json) = compared();
    let mut zeros = 0;
    for row in book.rows("データ_要因") {
        for (name, cell) in
            row.iter().filter(|(name, _)| !["scenario_number", "first_fy", "last_fy"].contains(&name.as_str()))
        {
            if let Data::Float(amount) = cell {
                assert!(*amount == 0.0 || amount.abs() > 1e-6, "{name}: {amount:e} {row:?}");
                zeros += usize::from(*amount == 0.0);
            }
        }
    }
    assert!(zeros > 100, "{zeros}");
    assert!(list(&json, "attribution").len() > 3);
}

/// A ratio so large that a percentage would mislead is told in times, as everywhere.
#[test]
fn large_ratios_are_told_in_times() {
    let (book, _) = compared();
    let styles = book.part("xl/styles.xml");
    assert!(styles.contains("[&gt;=10]0.0&quot;倍&quot;;[&lt;0]&quot;▲ &quot;0.0%;0.0%"), "{styles}");
}

#[test]
fn charts_show_both_sides() {
    let (mut book, _) = compared();
    // Two waterfalls, both plans by year and the distribution of the change for three policies and the total.
    assert_eq!(book.parts("xl/charts/chart").len(), 2 + 4 + 4);
    let rows = book.rows("データ_要因図");
    let planned: Vec<&Row> = rows.iter().filter(|row| row["chart"] == *"attribution_planned").collect();
    let amounts: Vec<f64> = planned.iter().map(|row| number(&row["amount"])).collect();
    let (last, others) = amounts.split_last().expect("steps");
    assert_eq!((others.iter().sum::<f64>(), *last), (2_611_600.0, 2_611_600.0));
}
