//! The layout of finance divisions, on paper and on a screen.

use super::opened::{Opened, place, workbook};
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
        // Only words outside tables stand across columns: each in one row.
        for merged in xml.split("<mergeCell ref=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let (first, last) = merged.split_once(':').expect("a range");
            assert!(first.starts_with('A') && place(first).0 == place(last).0, "{name} {merged}");
        }
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

/// Notes can be edited: each is one cell, however long, in a row that is as high as its lines.
#[test]
fn a_note_is_one_cell() {
    let outcome = revised();
    let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, Rounding::Each);
    let cells = book.cells("総括");
    let first = cells.rows().position(|row| row[0] == *"注").expect("notes") + 1;
    let notes: Vec<String> =
        cells.rows().skip(first).map(|row| row[0].to_string()).take_while(|note| !note.is_empty()).collect();
    assert!(notes.len() > 20, "{}", notes.len());
    for (n, note) in notes.iter().enumerate() {
        assert!(note.starts_with(&format!("{}. ", n + 1)), "{note}");
    }
    assert!(notes.iter().any(|note| note.chars().count() > 150), "long ones are whole");
    let xml = xml(&book, "総括");
    let height = |row: usize| -> f64 {
        let begin = format!("<row r=\"{}\"", row + 1);
        let tag = xml.split(&begin).nth(1).and_then(|rest| rest.split('>').next()).expect("a row");
        tag.split(" ht=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a height").parse().expect("a number")
    };
    let line = height(first - 1);
    for (n, note) in notes.iter().enumerate() {
        // Ten points a character, the sheet is no wider than 140 of them at full size.
        let least = (note.chars().count() as f64 / 140.0).floor();
        assert!(height(first + n) >= line * least.max(1.0), "{note}");
    }
    // Rows of tables are all of one height.
    let heights: std::collections::BTreeSet<u64> = (6..10).map(|row| height(row).to_bits()).collect();
    assert_eq!(heights.len(), 1);
}

/// Whoever prints the whole book prints no data: their print area is one empty cell beside them.
#[test]
fn data_are_not_printed() {
    let mut book = workbook(&[revised()], Lang::Ja, Rounding::Each);
    let all = book.part("xl/workbook.xml").replace('\'', "");
    let data: Vec<String> = book.sheets().into_iter().filter(|name| name.starts_with("データ_")).collect();
    assert!(data.len() >= 8, "{data:?}");
    for name in data {
        let area = all.split(&format!("{name}!$")).nth(1).and_then(|rest| rest.split('<').next()).expect("an area");
        let at = place(area.split(':').next().expect("a cell"));
        let cells = book.cells(&name);
        assert_eq!(at, (0, cells.width() as u32), "{name} {area}");
        assert!(!area.contains(':') || area.split(':').all(|end| place(end) == at), "{name} {area}");
    }
    let styles = book.part("xl/styles.xml");
    assert!(styles.matches("游ゴシック").count() >= 3, "{styles}");
}

/// What an initiative gave where only its policy has a record is not known: an empty cell, and nothing planned is 0.
#[test]
fn what_is_unknown_is_empty_and_nothing_is_0() {
    let outcome = revised();
    let unknown = outcome.breakdown.iter().flat_map(|b| &b.initiatives).filter(|i| i.by_year[0].is_none()).count();
    assert!(unknown > 5, "{unknown}");
    let mut book = workbook(std::slice::from_ref(&outcome), Lang::Ja, Rounding::ToAdd);
    let cells = book.cells("取組項目別");
    let rows: Vec<_> = cells.rows().filter(|row| row.len() > 10 && row[3].to_string().ends_with('課')).collect();
    let empty = rows.iter().filter(|row| matches!(row[4], calamine::Data::Empty)).count();
    let zero = rows.iter().filter(|row| row[4] == calamine::Data::Float(0.0)).count();
    assert_eq!(empty, unknown);
    // One alone can have brought about what its policy has recorded.
    assert!(zero > 20 && empty + zero + 1 == rows.len(), "{zero} {empty} {}", rows.len());
    // What no initiative is known to have given stands in a row of its own, and the policy adds up.
    let rest = cells.rows().find(|row| row[2] == *"（取組項目に割り振られていない実績）").expect("a row");
    assert_eq!(rest[4], calamine::Data::Float(14_358.0));
    assert!(book.part("xl/styles.xml").contains("#,##0;&quot;▲ &quot;#,##0;0"), "a zero is a 0");
    let notes: Vec<String> = cells.rows().map(|row| row[0].to_string()).collect();
    assert!(notes.iter().any(|note| note.contains("欄を空け（0 ではありません）")), "{notes:?}");
    let data = book.rows("データ_取組項目");
    assert_eq!(data.iter().filter(|row| !row.contains_key("planned")).count(), 2 * unknown);
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
