//! Workbooks of sets: the rows of every table to the last bit, and the same places as on a terminal.

use super::opened::{Opened, number};
use crate::program::stdout;
use crate::simulated::file;
use calamine::Data;
use serde_json::Value;

/// The workbook and the JSON of a shipped set.
fn reported(set: &str) -> (Opened, Value) {
    asked(set, &[])
}

/// The same with options.
fn asked(set: &str, options: &[&str]) -> (Opened, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let [store, out] = ["store", "out.xlsx"].map(|name| folder.path().join(name).display().to_string());
    stdout(&["batch", set, "--store", &store, "--trials", "2000"]);
    stdout(&[&["report", &store, "--format", "xlsx", "--out", &out], options].concat());
    let json = stdout(&[&["report", &store, "--format", "json"], options].concat());
    let json = serde_json::from_str(&json).expect("JSON");
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

/// The position of a column by how its heading begins.
fn column(cells: &calamine::Range<Data>, first: &str, heading: &str) -> usize {
    let heads = cells.rows().find(|row| row[0] == *first).expect("headings");
    heads.iter().position(|head| *head == *heading).unwrap_or_else(|| panic!("{heading}: {heads:?}"))
}

#[test]
fn data_are_the_rows_of_the_json() {
    let (mut book, json) = reported("scenarios/sets/what-if.toml");
    let tables = [
        ("データ_順位", "ranking"),
        ("データ_要因の組合せ", "odds"),
        ("データ_最善案との差", "regret"),
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
    assert_eq!(places.len(), ranking.len().min(1000));
    // The statistic stands behind the labels.
    let value = column(&cells, "順位", "対応策") + 1;
    for (row, expected) in places.iter().zip(ranking) {
        assert_eq!(row[1].to_string(), expected["choice"].as_str().expect("a name"));
        assert_eq!(number(&row[value]).to_bits(), expected["value"].as_f64().expect("a value").to_bits());
    }
    for sheet in ["要因の組合せ", "主効果", "最善案との差と頑健さ", "未達の条件", "版別", "シナリオ一覧", "グラフ"]
    {
        assert!(book.sheets().iter().any(|name| name == sheet), "{sheet}: {:?}", book.sheets());
    }
    let charts = book.parts("xl/charts/chart");
    assert!(charts.len() >= 2, "{charts:?}");
    assert!(book.part(&charts[0]).contains("データ_順位"));
}

/// 201 values of one factor go down the rows, 200 of them on paper.
#[test]
fn sheets_say_what_they_leave_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let values: Vec<String> = (0..201).map(|n| format!("0.{n:03}")).collect();
    let base = "format = 1\ntitle = \"many\"\nbase = \"example:revised+example:wage\"\n";
    let factor = "[[uncertainty]]\nid = \"wage\"\nname = \"wages\"\npath = \"driver.wage.growth\"\n";
    let path = folder.path().join("set.toml");
    std::fs::write(&path, format!("{base}{factor}values = [{}]\n", values.join(", "))).expect("writable");
    let (mut book, json) = reported(&path.display().to_string());
    // Nothing is chosen in this set: one row, the mean over 201 settings, and no place.
    assert_eq!(json["ranking"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["ranking"][0]["settings"], 201);
    let ranking = book.cells("順位");
    assert_eq!(ranking.rows().filter(|row| matches!(row[0], Data::Float(_))).count(), 0);
    let odds = book.cells("要因の組合せ");
    assert_eq!(odds.rows().filter(|row| matches!(row[1], Data::Float(_))).count(), 200);
    let told = "201 行のうち 1 行は省きました。すべての行は、データのシートにあります。";
    let said: String = odds.rows().map(|row| row[0].to_string()).collect();
    assert!(said.contains(told), "{said}");
    assert_eq!(said.matches("省").count(), 1, "left out is told once: {said}");
    assert!(!ranking.rows().any(|row| row[0].to_string().contains("省きました")));
}

/// Differences of odds are numbers in percentage points: 0.012 is 1.2.
#[test]
fn differences_of_odds_are_in_points() {
    let (mut book, json) = asked("scenarios/sets/stress.toml", &["--by", "p_met"]);
    let cells = book.cells("順位");
    let rows: Vec<&[Data]> = cells.rows().filter(|row| matches!(row[0], Data::Float(_))).collect();
    let [value, less] = ["達成確率", "最良との差\n（ポイント）"].map(|head| column(&cells, "順位", head));
    assert_eq!(column(&cells, "順位", "最良との差\n（ポイント）\nその誤差(±)"), less + 1);
    let best = number(&rows[0][value]);
    assert!(rows.iter().any(|row| number(&row[value]) != best));
    for row in &rows[1..] {
        assert!((number(&row[less]) - 100.0 * (number(&row[value]) - best)).abs() < 1e-9, "{row:?}");
    }
    let effects: Vec<f64> = book.rows("データ_主効果").iter().map(|row| number(&row["effect"])).collect();
    let cells = book.cells("主効果");
    let effect = column(&cells, "要因", "対の差の平均\n（ポイント）");
    let shown: Vec<f64> =
        cells.rows().filter_map(|row| if let Data::Float(n) = row[effect] { Some(n) } else { None }).collect();
    assert_eq!(shown.len(), effects.len());
    shown.iter().zip(&effects).for_each(|(shown, effect)| assert!((shown - 100.0 * effect).abs() < 1e-9));
    assert!(book.part("xl/styles.xml").contains("0.0;&quot;▲ &quot;0.0;0.0"));
    assert!(json["ranking"].as_array().is_some_and(|all| all.len() == rows.len()));
}

/// No printed table of odds is wider than a page can hold.
#[test]
fn odds_fit_a_page() {
    let (mut book, json) = reported("scenarios/sets/stress.toml");
    let odds = json["odds"].as_array().expect("odds").len();
    let cells = book.cells("要因の組合せ");
    assert!(cells.width() <= 10, "{}", cells.width());
    let shown = cells.rows().flat_map(|row| &row[1..]).filter(|cell| matches!(cell, Data::Float(_))).count();
    assert_eq!(shown, odds, "every combination once");
}

/// 18 columns against 12 rows stand in two blocks of nine.
#[test]
fn many_columns_stand_in_blocks() {
    let rows = ["--rows", "peer-staffing", "--rows", "realisation", "--rows", "start"];
    let columns = ["--columns", "correlation", "--columns", "wage", "--columns", "land-sale"];
    let (mut book, _) = asked("scenarios/sets/stress.toml", &[rows, columns].concat());
    let cells = book.cells("要因の組合せ");
    assert_eq!(cells.width(), 10);
    let full = cells.rows().filter(|row| row[1..].iter().all(|cell| matches!(cell, Data::Float(_)))).count();
    assert_eq!(full, 2 * 12);
    for told in ["列の 1 組目（全 2 組）", "列の 2 組目（全 2 組）"] {
        assert!(cells.rows().any(|row| row[0] == *told), "{told}");
    }
}

/// Names beside bars are short and begin with the place; low odds have a scale of their own.
#[test]
fn rankings_are_drawn_with_short_names() {
    let (mut book, json) = asked("scenarios/sets/stress.toml", &["--by", "p_met"]);
    let ranking = json["ranking"].as_array().expect("a list");
    let best = book.rows("データ_順位図");
    assert_eq!(best.len(), ranking.len().min(20));
    for (n, (row, expected)) in best.iter().zip(ranking).enumerate() {
        assert_eq!(row["choice"].to_string(), expected["choice"].as_str().expect("a name"));
        assert_eq!(number(&row["value"]).to_bits(), expected["value"].as_f64().expect("a value").to_bits());
        let label = row["label"].to_string();
        let name = label.strip_prefix(&format!("{}. ", n + 1)).expect("the place");
        assert!(name.chars().count() <= 80, "{label}");
    }
    let highest = ranking.iter().filter_map(|row| row["value"].as_f64()).fold(0.0, f64::max);
    let chart = book.part(&book.parts("xl/charts/chart")[0]);
    assert_eq!(chart.contains(r#"<c:max val="1"/>"#), highest >= 0.4, "{highest}");
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
    let expected = ["順位", "未達の条件", "シナリオ一覧"];
    assert_eq!(book.sheets()[..3], expected.map(str::to_owned));
}
