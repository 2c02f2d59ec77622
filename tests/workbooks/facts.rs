//! Sheets of data hold what the JSON report holds, to the last bit.

use super::opened::{Opened, Row, number, workbook};
use crate::simulated::{file, run};
use calamine::Data;
use mikomi::lang::Lang;
use mikomi::outcome::Outcome;
use mikomi::report::{AsList, Format, Rounding, Style, render};
use serde_json::Value;

fn json(outcome: &Outcome) -> Value {
    let outcomes = std::slice::from_ref(outcome);
    let bytes = render(outcomes, Format::Json(AsList::No), Style::default()).expect("JSON");
    serde_json::from_slice(bytes.as_bytes()).expect("JSON")
}

/// The same number to the last bit, or nothing on both sides.
fn same(row: &Row, column: &str, value: &Value) {
    match (row.get(column), value.as_f64()) {
        (None, None) => assert!(value.is_null(), "{column}: {value}"),
        (Some(cell), Some(value)) => {
            assert_eq!(number(cell).to_bits(), value.to_bits(), "{column}: {cell:?} {value} {row:?}");
        }
        (cell, value) => panic!("{column}: {cell:?} {value:?} {row:?}"),
    }
}

fn text(row: &Row, column: &str) -> String {
    row.get(column).map(ToString::to_string).unwrap_or_default()
}

/// Whether a row is about this policy, period and basis.
fn is_of(row: &Row, entry: &Value) -> bool {
    let period = &entry["period"];
    let year = |column: &str, value: &Value| row.get(column).map(number) == value.as_f64();
    text(row, "policy") == entry["policy"].as_str().expect("a policy")
        && text(row, "period_kind") == period["kind"].as_str().expect("a kind")
        && text(row, "basis") == entry["basis"].as_str().expect("a basis")
        && year("first_fy", &period["first"])
        && year("last_fy", &period["last"])
        && year("base_fy", &period["base"])
}

const STATISTICS: [&str; 14] = [
    "target",
    "planned",
    "mean",
    "sd",
    "se",
    "mean_shortfall",
    "mean_shortfall_se",
    "mean_shortfall_if_short",
    "cvar90",
    "extra_for_80",
    "extra",
    "achievement",
    "target",
    "planned",
];

fn results(book: &mut Opened, json: &Value) {
    let rows = book.rows("データ_結果");
    let entries = json["results"].as_array().expect("a list");
    assert_eq!(rows.len(), entries.len());
    for entry in entries {
        let row = rows.iter().find(|row| is_of(row, entry)).unwrap_or_else(|| panic!("{entry}"));
        STATISTICS.iter().for_each(|name| same(row, name, &entry[name]));
        for (name, value) in entry["quantiles"].as_object().expect("quantiles") {
            same(row, name, value);
        }
        same(row, "p_met", &entry["p_met"]["value"]);
        same(row, "p_met_low", &entry["p_met"]["low"]);
        same(row, "p_met_high", &entry["p_met"]["high"]);
        let booked = &entry["booked"];
        same(row, "booked", &booked["amount"]);
        same(row, "p_met_booked", &booked["p_met"]["value"]);
        same(row, "p_met_booked_low", &booked["p_met"]["low"]);
        same(row, "p_met_booked_high", &booked["p_met"]["high"]);
        for name in ["mean_shortfall", "mean_shortfall_if_short", "cvar90", "extra"] {
            same(row, &format!("{name}_booked"), &booked[name]);
        }
        assert_eq!(text(row, "first_era") + &text(row, "last_era"), {
            let era = entry["period"]["era"].as_str().expect("a name");
            let (first, last) = era.split_once('–').unwrap_or((era, era));
            format!("{first}{last}")
        });
    }
    // Nothing that the JSON has is left out.
    let keys: Vec<&String> = entries[0].as_object().expect("an entry").keys().collect();
    for key in keys {
        let told = ["policy", "period", "basis", "quantiles", "p_met", "booked"].contains(&key.as_str());
        assert!(told || STATISTICS.contains(&key.as_str()), "{key}");
    }
}

fn distributions(book: &mut Opened, json: &Value) {
    let rows = book.rows("データ_分布");
    let all = json["distributions"].as_array().expect("a list");
    assert!(!all.is_empty());
    assert_eq!(rows.len(), all.len() * 99);
    for distribution in all {
        let mine: Vec<&Row> = rows.iter().filter(|row| is_of(row, distribution)).collect();
        assert_eq!(mine.len(), 99);
        for (n, (row, value)) in mine.iter().zip(distribution["percentiles"].as_array().expect("99")).enumerate() {
            assert_eq!(number(&row["percentile"]), (n + 1) as f64);
            same(row, "amount", value);
        }
    }
}

fn breakdown(book: &mut Opened, json: &Value) {
    let rows = book.rows("データ_取組項目");
    let mut expected = Vec::new();
    for policy in json["breakdown"].as_array().expect("a list") {
        for initiative in policy["initiatives"].as_array().expect("a list") {
            expected.extend(initiative["by_year"].as_array().expect("years").iter().map(|v| (policy, initiative, v)));
        }
        let unallocated = policy["unallocated"].as_array().expect("years");
        expected.extend(unallocated.iter().map(|v| (policy, &Value::Null, v)));
    }
    assert_eq!(rows.len(), expected.len());
    for (row, (policy, initiative, value)) in rows.iter().zip(expected) {
        assert_eq!(text(row, "policy"), policy["policy"].as_str().expect("an id"));
        assert_eq!(text(row, "initiative"), initiative["id"].as_str().unwrap_or_default());
        assert_eq!(text(row, "owner"), initiative["owner"].as_str().unwrap_or_default());
        same(row, "share", &initiative["share"]);
        same(row, "planned", value);
    }
}

const AMOUNTS: [&str; 3] = ["target", "planned", "mean"];

fn steps(book: &mut Opened, json: &Value) {
    let mut rows = book.rows("データ_財政計画への読替え").into_iter();
    for edition in json["editions"].as_array().expect("a list") {
        for entry in edition["reconciliation"].as_array().expect("a list") {
            let steps = entry["steps"].as_array().expect("a list").iter().chain([&entry["edition"]]);
            for step in steps {
                let row = rows.next().expect("a row");
                assert_eq!(text(&row, "policy"), entry["policy"].as_str().expect("an id"));
                assert_eq!(text(&row, "step"), step["step"].as_str().unwrap_or("edition"));
                same(&row, "base_fy", &edition["base"]);
                AMOUNTS.iter().for_each(|name| same(&row, name, &step[name]));
            }
        }
    }
    assert!(rows.next().is_none());
    let mut rows = book.rows("データ_版の増減").into_iter();
    for bridge in json["bridges"].as_array().expect("a list") {
        let steps = bridge["steps"].as_array().expect("a list");
        for step in [&bridge["before"]].into_iter().chain(steps).chain([&bridge["after"]]) {
            let row = rows.next().expect("a row");
            AMOUNTS.iter().for_each(|name| same(&row, name, &step[name]));
            // The ends are editions, whose spread stands among the results.
            let ends = [("before", "from"), ("after", "to")];
            let end = ends.iter().find(|(word, _)| text(&row, "step") == *word);
            let of_edition = end.map(|(_, base)| {
                let is_it = |e: &&Value| e["policy"] == bridge["policy"] && e["period"]["base"] == bridge[*base];
                json["results"].as_array().expect("a list").iter().find(is_it).expect("an edition")
            });
            let step = of_edition.unwrap_or(step);
            ["sd", "p5", "p10", "p20", "p25", "p50", "p75", "p80", "p90", "p95"].iter().for_each(|name| {
                same(&row, name, if *name == "sd" { &step["sd"] } else { &step["quantiles"][name] });
            });
        }
    }
    assert!(rows.next().is_none());
}

fn joint(book: &mut Opened, json: &Value) {
    let mut rows = book.rows("データ_同時達成").into_iter();
    for entry in json["joint"].as_array().expect("a list") {
        let all = rows.next().expect("a row");
        assert_eq!(text(&all, "measure"), "all_met");
        ["value", "low", "high"].iter().for_each(|name| same(&all, name, &entry["all_met"][name]));
        let counts = ["exactly", "at_least"].map(|name| entry[name].as_array().expect("a list"));
        let given = entry["short_given"].as_array().expect("a list");
        let given = given.iter().flat_map(|row| row.as_array().expect("a list"));
        for value in counts.into_iter().flatten().chain(given) {
            same(&rows.next().expect("a row"), "value", value);
        }
    }
    assert!(rows.next().is_none());
}

#[test]
fn data_are_the_numbers_of_the_json_to_the_last_bit() {
    for path in ["scenarios/revised.toml", "tests/reference/everything.toml", "scenarios/minimal.toml"] {
        let outcome = run(&file(path), 5000);
        let json = json(&outcome);
        let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, Rounding::Each);
        results(&mut book, &json);
        distributions(&mut book, &json);
        breakdown(&mut book, &json);
        steps(&mut book, &json);
        joint(&mut book, &json);
        let made: Vec<Row> = book.rows("データ_作成条件");
        let of = |key: &str| made.iter().find(|row| text(row, "key") == key).map(|row| text(row, "value"));
        assert_eq!(of("digest").as_deref(), json["provenance"]["digest"].as_str());
        assert_eq!(of("seed"), Some("1".to_owned()));
        assert_eq!(of("trials"), Some("5000".to_owned()));
    }
}

/// Data have neither ▲ nor commas nor line breaks, and what is a number is stored as one.
#[test]
fn data_are_plain() {
    let outcome = run(&file("scenarios/revised.toml"), 3000);
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::ToAdd);
    let sheets: Vec<String> = book.sheets().into_iter().filter(|name| name.starts_with("データ_")).collect();
    assert_eq!(sheets.len(), 9, "{sheets:?}");
    for sheet in sheets {
        for cell in book.cells(&sheet).rows().flatten() {
            if let Data::String(words) = cell {
                assert!(!words.contains(['▲', '\n']) && words.parse::<f64>().is_err(), "{sheet}: {words}");
            }
        }
        assert!(book.formulas(&sheet).is_empty());
    }
}

/// Each scenario has its own sheets to be printed; data stand together under a number.
#[test]
fn several_scenarios_share_their_data() {
    let outcomes = ["scenarios/minimal.toml", "scenarios/minimal.toml"].map(|path| run(&file(path), 2000));
    let mut book = workbook(&outcomes, Lang::Ja, Rounding::Each);
    let sheets = book.sheets();
    for name in ["総括 1", "総括 2", "年度別 2", "グラフ 1", "グラフ 2", "データ_結果"] {
        assert!(sheets.iter().any(|s| s == name), "{name}: {sheets:?}");
    }
    let rows = book.rows("データ_結果");
    let of = |n: f64| rows.iter().filter(|row| number(&row["scenario_number"]) == n).count();
    assert_eq!([of(1.0), of(2.0)], [outcomes[0].results.len(), outcomes[1].results.len()]);
}

/// A run that was interrupted before its first round still tells what it was.
#[test]
fn without_results_there_is_still_a_workbook() {
    let mut outcome = run(&file("scenarios/minimal.toml"), 2000);
    outcome.results.clear();
    outcome.distributions.clear();
    outcome.editions.clear();
    outcome.bridges.clear();
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::Each);
    assert_eq!(book.sheets()[..2], ["総括".to_owned(), "データ_結果".to_owned()]);
    let told = book.cells("総括");
    assert!(told.rows().flatten().any(|c| c.to_string().contains("試行が一つも終わっていない")), "{told:?}");
}
