//! The layout of finance divisions, on paper and on a screen.

use super::opened::{Opened, workbook};
use crate::simulated::{file, planned, run};
use mikomi::lang::Lang;
use mikomi::outcome::Outcome;
use mikomi::report::Rounding;

fn revised() -> Outcome {
    run(&file("scenarios/revised.toml"), 3000)
}

/// The XML of a sheet by its name.
fn xml(book: &Opened, name: &str) -> String {
    let at = book.sheets().iter().position(|sheet| sheet == name).unwrap_or_else(|| panic!("{name}"));
    book.part(&format!("xl/worksheets/sheet{}.xml", at + 1))
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let outcome = [revised()];
    let books = [0, 1].map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(1100));
        workbook(&outcome, Lang::Ja, Rounding::Each).bytes
    });
    assert!(books[0] == books[1]);
}

#[test]
fn sheets_to_be_printed_fit_the_paper() {
    let book = workbook(&[revised()], Lang::Ja, Rounding::Each);
    let names: Vec<String> = book.sheets().into_iter().filter(|name| !name.starts_with("データ_")).collect();
    assert_eq!(names, ["総括", "取組項目別", "年度別", "財政計画の版", "財政計画への読替え", "グラフ"]);
    for name in &names {
        let xml = xml(&book, name);
        assert!(!xml.contains("mergeCell"), "{name}");
        assert!(xml.contains(r#"paperSize="9""#) && xml.contains(r#"orientation="landscape""#), "{name}");
        let top: f64 = xml
            .split("<pageMargins")
            .nth(1)
            .and_then(|rest| rest.split("top=\"").nth(1))
            .and_then(|rest| rest.split('"').next())
            .expect("a margin")
            .parse()
            .expect("a number");
        assert!(top * 25.4 >= 25.0, "{name}: {top}");
        assert!(xml.contains("&amp;P / &amp;N") && xml.contains("行革推進プラン"), "{name}");
        assert!(xml.contains(r#"fitToHeight="0""#), "{name}");
    }
    let all = book.part("xl/workbook.xml");
    let titles = "取組項目別!$A:$D,取組項目別!$4:$5";
    assert!(all.replace('\'', "").contains(titles), "{all}");
}

#[test]
fn initiatives_stand_in_the_usual_columns() {
    let mut book = workbook(&[revised()], Lang::Ja, Rounding::Each);
    let cells = book.cells("取組項目別");
    let row = |n: u32| {
        (0..12).map(|c| cells.get_value((n, c)).map(ToString::to_string).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(cells.get_value((2, 11)).map(ToString::to_string).as_deref(), Some("（単位：千円）"));
    let heads =
        ["基本方針", "戦略区分", "取組項目", "主担当課", "R4", "R5", "R6", "R7", "R8", "R9", "合計", "計画策定時"];
    assert_eq!(row(3), heads);
    let states = ["", "", "", "", "(実績)", "(実績)", "(見込み)", "(見込み)", "(見込み)", "(見込み)", "", "との比較"];
    assert_eq!(row(4), states);
    // The published comparison of the revised plan with the one at plan time, by policy and in all.
    let compared: Vec<String> = cells
        .rows()
        .filter(|row| ["小計", "計画値"].contains(&row[1].to_string().as_str()))
        .map(|row| row[11].to_string())
        .collect();
    assert_eq!(compared, ["-191326", "-23842", "152675", "-62493"]);
    let xml = xml(&book, "取組項目別");
    assert!(xml.contains(r#"xSplit="4" ySplit="5""#), "frozen");
}

/// No sheet says in another language what is not a name of the scenario.
#[test]
fn english_workbooks_are_english() {
    let scenario = file("scenarios/minimal.toml");
    let scenario: String = scenario.lines().map(|line| line.to_owned() + "\n").collect();
    let mut book = workbook(&[planned(&scenario)], Lang::En, Rounding::Each);
    let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    let sheets = book.sheets();
    assert!(sheets.iter().all(|name| !japanese(name)), "{sheets:?}");
    // A reason typed in the scenario stands in brackets.
    let typed = |words: &str| {
        let begun = words.trim_start_matches(|c: char| c.is_ascii()).trim();
        scenario.contains(begun.strip_suffix(')').unwrap_or(begun))
    };
    for sheet in sheets.iter().filter(|name| !name.starts_with("data_")) {
        for cell in book.cells(sheet).rows().flatten().map(ToString::to_string).filter(|cell| japanese(cell)) {
            assert!(typed(&cell), "{sheet}: {cell}");
        }
    }
}
