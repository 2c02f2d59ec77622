//! Workbooks of comparisons: both sides, changes and components as formulas, data to the last bit.

use super::opened::{Opened, Row, number};
use super::sums::formulas_hold;
use crate::command::stdout;
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
    for (row, p) in book.rows("データ_当たり具合").iter().zip(predictions) {
        ["actual", "mean", "percentile"].iter().for_each(|name| same(row, name, &p[name]));
    }
    let results: usize =
        json["outcomes"].as_array().expect("two").iter().map(|o| o["results"].as_array().expect("a list").len()).sum();
    assert_eq!(book.rows("データ_結果").len(), results);
}

#[test]
fn changes_and_components_are_formulas() {
    let (mut book, _) = compared();
    let counts = ["総括", "年度別", "見直しの要因", "版ごとの増減", "版から版へ"]
        .map(|sheet| formulas_hold(&mut book, sheet, true));
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
    // The published change of the total, worked out below its components.
    let cells = book.cells("見直しの要因");
    let sums: Vec<f64> =
        cells.rows().find(|row| row[0] == *"計（増減）").expect("the sums")[1..].iter().map(number).collect();
    assert_eq!(sums, [-191_326.0, -23_842.0, 152_675.0, -62_493.0]);
    let total: Vec<Data> = book.cells("総括").rows().find(|row| row[0] == *"合計").expect("the total").to_vec();
    assert_eq!([&total[1], &total[2], &total[3]].map(number), [2_674_093.0, 2_611_600.0, -62_493.0]);
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
