//! Whatever names hold, cells are text and the workbook opens.

use super::opened::workbook;
use crate::simulated::run;
use calamine::Data;
use mikomi::lang::Lang;
use mikomi::report::Rounding;

/// A scenario whose every name is `name`, written as a string of TOML.
fn scenario(name: &str) -> String {
    let name = serde_json::to_string(name).expect("a string");
    format!(
        r#"format = 1
title = {name}
unit = "千円"
[plan]
first = "R4"
last = "R6"
basis = "recurring"
[[policy]]
id = "P"
name = {name}
targets = {{ R4 = 100, R5 = 100, R6 = 100 }}
[[strategy]]
id = "S"
policy = "P"
name = {name}
[[initiative]]
id = "a"
name = {name}
policy = "P"
strategy = "S"
owner = {name}
[[initiative.stream]]
id = "s"
kind = "saving"
amounts = {{ R4 = 90 }}
realisation = {{ kind = "normal", mean = 1.0, sd = 0.2 }}
"#
    )
}

const NAMES: [&str; 10] = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\"quoted\" & 'single'",
    "🚃🏛️ emoji",
    "𠮷野家",
    "line\nbreak\r\nand\ttab",
    "a[b]c:d*e?f/g\\h",
    "Sheet1!$A$1",
    "_x0041_ &P &[Page]",
    "-1+1",
];

fn expected(name: &str) -> String {
    name.replace("\r\n", " ").replace(['\n', '\t'], " ")
}

#[test]
fn names_are_text_and_nothing_else() {
    let long = "見込み".repeat(100);
    for name in NAMES.iter().copied().chain([long.as_str()]) {
        let outcome = run(&scenario(name), 2000);
        let mut book = workbook(&[outcome.clone(), outcome], Lang::Ja, Rounding::Each);
        for sheet in book.sheets() {
            assert!(sheet.chars().count() <= 31 && !sheet.contains(['[', ']', ':', '*', '?', '/', '\\']), "{sheet}");
            for (at, formula) in book.formulas(&sheet) {
                assert!(
                    formula.starts_with("SUM(")
                        || formula.chars().all(|c| c.is_ascii_alphanumeric() || "+-".contains(c)),
                    "{sheet} {at:?} {formula}"
                );
            }
            for cell in book.cells(&sheet).rows().flatten() {
                if let Data::String(words) = cell {
                    assert!(!words.contains(['\n', '\r', '\t']) || !words.contains("line"), "{words}");
                }
            }
        }
        let cells = book.cells("取組項目別 1");
        let found = |wanted: &str| cells.rows().flatten().filter(|c| **c == *wanted).count();
        assert!(found(&expected(name)) >= 3, "{name}: {cells:?}");
        let rows = book.rows("データ_取組項目");
        assert_eq!(rows[0]["initiative_name"].to_string(), expected(name));
        assert_eq!(rows[0]["title"].to_string(), expected(name));
    }
}

/// Whatever stands in a result, no cell holds what acts on a terminal, turns text around or breaks the file.
#[test]
fn control_characters_are_gone() {
    let mut outcome = run(&scenario("name"), 2000);
    outcome.breakdown[0].initiatives[0].name = "a\u{1}b\u{85}c\u{202e}d\u{ffff}e".to_owned();
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::Each);
    assert_eq!(book.rows("データ_取組項目")[0]["initiative_name"].to_string(), "ab cd\u{fffd}e");
}

/// A name longer than a cell is cut, and says so.
#[test]
fn a_name_longer_than_a_cell_is_cut() {
    let mut outcome = run(&scenario("name"), 2000);
    outcome.breakdown[0].initiatives[0].name = "長".repeat(40_000);
    let mut book = workbook(&[outcome], Lang::Ja, Rounding::Each);
    let name = book.rows("データ_取組項目")[0]["initiative_name"].to_string();
    assert_eq!((name.chars().count(), name.ends_with('…')), (32_767, true));
}
