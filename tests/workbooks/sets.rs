//! Workbooks of sets: the rows of every table to the last bit, and the same places as on a terminal.

use super::opened::{Opened, number};
use crate::command::stdout;
use crate::simulated::file;
use calamine::Data;
use serde_json::Value;

/// The workbook and the JSON of a shipped set.
fn reported(set: &str) -> (Opened, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let [store, out] = ["store", "out.xlsx"].map(|name| folder.path().join(name).display().to_string());
    stdout(&["batch", set, "--store", &store, "--trials", "2000"]);
    stdout(&["report", &store, "--format", "xlsx", "--out", &out]);
    let json = serde_json::from_str(&stdout(&["report", &store, "--format", "json"])).expect("JSON");
    (Opened::of(std::fs::read(out).expect("written")), json)
}

fn same(cell: Option<&Data>, value: &Value) {
    match (cell, value) {
        (None, Value::Null) => {}
        (Some(cell), Value::Number(n)) => {
            assert_eq!(number(cell).to_bits(), n.as_f64().expect("a number").to_bits(), "{cell:?}");
        }
        (Some(cell), Value::String(words)) => assert_eq!(cell.to_string(), *words),
        (Some(cell), Value::Bool(holds)) => assert_eq!(cell.to_string(), holds.to_string()),
        (cell, value) => panic!("{cell:?} {value}"),
    }
}

#[test]
fn data_are_the_rows_of_the_json() {
    let (mut book, json) = reported("scenarios/sets/what-if.toml");
    let tables = [
        ("データ_順位", "ranking"),
        ("データ_要因の組合せ", "odds"),
        ("データ_後悔", "regret"),
        ("データ_主効果", "effects"),
        ("データ_未達の条件", "failures"),
        ("データ_版", "editions"),
        ("データ_シナリオ", "scenarios"),
    ];
    for (sheet, name) in tables {
        let (rows, expected) = (book.rows(sheet), json[name].as_array().expect(name));
        assert_eq!(rows.len(), expected.len(), "{name}");
        for (row, expected) in rows.iter().zip(expected) {
            for (column, value) in expected.as_object().expect("a row") {
                same(row.get(column), value);
            }
        }
    }
    assert!(json["ranking"].as_array().is_some_and(|rows| rows.len() > 5));
}

#[test]
fn sheets_tell_the_order_and_charts_show_it() {
    let (mut book, json) = reported("scenarios/sets/stress.toml");
    let ranking = json["ranking"].as_array().expect("a list");
    let cells = book.cells("順位");
    let places: Vec<&[Data]> = cells.rows().filter(|row| matches!(row[0], Data::Float(_))).collect();
    assert_eq!(places.len(), ranking.len().min(100));
    for (row, expected) in places.iter().zip(ranking) {
        assert_eq!(row[10].to_string(), expected["scenario"].as_str().expect("a name"));
        assert_eq!(number(&row[1]).to_bits(), expected["value"].as_f64().expect("a value").to_bits());
    }
    for sheet in ["要因の組合せ", "主効果", "後悔と頑健さ", "シナリオ一覧", "グラフ"] {
        assert!(book.sheets().iter().any(|name| name == sheet), "{sheet}: {:?}", book.sheets());
    }
    let charts = book.parts("xl/charts/chart");
    assert!(charts.len() >= 2, "{charts:?}");
    assert!(book.part(&charts[0]).contains("データ_順位"));
}

/// A set without factors has neither odds nor main effects, and still a workbook.
#[test]
fn a_folder_of_scenarios_is_a_set() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.toml", "b.toml"] {
        let text = file("scenarios/minimal.toml").replace("title = \"", &format!("title = \"{name} "));
        std::fs::write(folder.path().join(name), text).expect("writable");
    }
    let path = folder.path().display().to_string();
    let (book, _) = reported(&path);
    assert_eq!(book.sheets()[..2], ["順位".to_owned(), "シナリオ一覧".to_owned()]);
}
