//! This year's actuals on top of a plan that is there.

use super::{done, policies, refusal, series};
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value as Json, json};
use std::path::Path;

fn written(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

fn toml_of(folder: &Path, name: &str) -> Json {
    let back = format!("{name}.back.toml");
    done(folder, &["convert", name, &back, "--force"]);
    toml::from_str(&std::fs::read_to_string(folder.join(back)).expect("written")).expect("TOML")
}

const ACTUALS: &str = "令和8年度 行財政改革の実績\n（単位：千円）\n基本方針,令和8年度 目標額,令和8年度 実績額\n1 事務事業の見直し,\"6,000\",\"5,900\"\n2 歳入の確保,\"2,500\",\"2,100\"\n計,\"8,500\",\"8,000\"\n";

#[test]
fn actuals_are_added_and_what_is_expected_begins_a_year_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    done(at, &["template", "plan.xlsx", "--lang", "ja"]);
    written(at, "r8.csv", ACTUALS);
    let told = done(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--out", "next.xlsx", "--lang", "ja"]);
    assert!(told.contains("実績だけを取り込みます"), "{told}");
    assert!(told.contains("加わる実績：2 件。見込みの初年度は 令和9年度 です。"), "{told}");
    assert!(
        told.contains(
            "2 歳入の確保：R8の目標は表では 2,500、計画では 2,000（取り込みません。取り込むなら --as を付けてください）"
        ),
        "{told}"
    );
    let plan = toml_of(at, "next.xlsx");
    assert_eq!(plan["plan"]["as_of"], "R9");
    let actuals = policies(&plan, "actuals");
    assert_eq!((&actuals[0].1, &actuals[1].1), (&json!({ "R8": 5900 }), &json!({ "R8": 2100 })));
    assert_eq!(policies(&plan, "targets")[1].1["R8"], 2000);
    assert_eq!(plan["policy"][0]["actuals"]["source"], "令和8年度 行財政改革の実績（r8.csv）");
    // The plan that was gone on with is as it was.
    assert_eq!(toml_of(at, "plan.xlsx")["plan"].get("as_of"), None);
    // The next year: a source of its own, and the first year stays.
    written(at, "r9.csv", &ACTUALS.replace("令和8年度", "令和9年度").replace("5,900", "23,000"));
    done(at, &["import", "r9.csv", "--onto", "next.xlsx", "--out", "later.toml"]);
    let plan: Json = toml::from_str(&std::fs::read_to_string(at.join("later.toml")).expect("written")).expect("TOML");
    assert_eq!(plan["plan"]["as_of"], "R10");
    let actuals = &plan["policy"][0]["actuals"];
    assert_eq!((&actuals["R8"], &actuals["R9"]["value"]), (&json!(5900), &json!(23000)));
    assert_eq!(actuals["R9"]["source"], "令和9年度 行財政改革の実績（r9.csv）");
    // With --as the targets change too, and it is told.
    let told =
        done(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--as", "targets", "--out", "as.toml", "--lang", "en"]);
    assert!(told.contains("2 歳入の確保: target of FY2026 changes from 2,000 to 2,500"), "{told}");
    let plan: Json = toml::from_str(&std::fs::read_to_string(at.join("as.toml")).expect("written")).expect("TOML");
    assert_eq!(policies(&plan, "targets")[1].1["R8"]["value"], 2500);
}

#[test]
fn actuals_of_initiatives_go_to_their_streams() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    done(at, &["template", "plan.xlsx", "--lang", "ja"]);
    written(at, "r8.csv", "実績（単位：百万円）\n取組,R8\n施設の光熱水費の縮減,7.9\n使用料の改定,2.1\n");
    done(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--out", "next.toml"]);
    let plan: Json = toml::from_str(&std::fs::read_to_string(at.join("next.toml")).expect("written")).expect("TOML");
    // In the unit of the plan.
    assert_eq!(series(&plan["initiative"][1]["stream"][0]["actuals"]), json!({ "R8": 7900 }));
    assert_eq!(series(&plan["initiative"][2]["stream"][0]["actuals"]), json!({ "R8": 2100 }));
    for (rows, message) in [
        (
            "窓口業務の委託,5",
            "error: the initiative has several streams, among which one figure cannot be divided\n  --> r8.csv B3\n  to do: write the figure of each stream into the plan, or import a table of policies",
        ),
        (
            "使用料の改訂,5",
            "error: the plan has no initiative '使用料の改訂'\n  --> r8.csv A3\n  to do: if '使用料の改定' is meant, give both the same name",
        ),
        (
            "使用料の改定,▲5",
            "error: the stream of the initiative takes no figure of this sign\n  --> r8.csv B3\n  to do: give the initiative streams of effects and of costs in the plan, and write the figures there",
        ),
    ] {
        written(at, "r8.csv", &format!("実績（単位：千円）\n取組,R8\n{rows}\n"));
        let told = refusal(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--out", "bad.toml", "--lang", "en"]);
        assert_eq!(told, format!("{message}\n\n1 problem found."));
    }
    written(at, "r8.csv", "実績（単位：千円）\n基本方針,R8\n歳入の確報,5\n");
    let told = refusal(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--out", "bad.toml", "--lang", "ja"]);
    assert_eq!(
        told,
        "誤り: 基本方針「歳入の確報」はもとの計画にありません\n  --> r8.csv A3\n  対処: 「歳入の確保」のことなら、表か計画の名前をそろえてください\n\n誤りが 1 件あります。"
    );
    written(at, "r8.csv", "計画（単位：千円）\n基本方針,R8\n歳入の確保,5\n");
    let told = refusal(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--as", "amounts", "--lang", "en"]);
    assert!(told.starts_with("error: planned amounts of whole policies cannot be imported"), "{told}");
    assert!(!at.join("bad.toml").exists());
}

/// Adds a sheet and a column of a user's own to a template.
#[expect(clippy::disallowed_methods, reason = "a workbook as other programs write it")]
fn with_own(folder: &Path) {
    let document = mikomi::scenario::load("scenarios/template.toml", &|name| std::fs::read(crate::simulated::at(name)))
        .expect("readable");
    let bytes = mikomi::template::workbook(&document, mikomi::lang::Lang::Ja).expect("made").into_bytes();
    std::fs::write(folder.join("form.xlsx"), bytes).expect("written");
    let mut form: Xlsx<_> = open_workbook(folder.join("form.xlsx")).expect("a workbook");
    let mut workbook = Workbook::new();
    for name in form.sheet_names() {
        let range = form.worksheet_range(&name).expect("a sheet");
        let sheet = workbook.add_worksheet().set_name(&name).expect("a name");
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let (row, column) = (top + row as u32, (left + column as u32) as u16);
            match cell {
                Data::Float(number) => drop(sheet.write_number(row, column, *number).expect("written")),
                Data::Bool(truth) => drop(sheet.write_boolean(row, column, *truth).expect("written")),
                Data::String(words) => drop(sheet.write_string(row, column, words).expect("written")),
                _ => {}
            }
        }
        if name == "取組" {
            let head =
                range.rows().position(|row| row.first() == Some(&Data::String("ID".to_owned()))).expect("headings")
                    as u32;
            let column = range.width() as u16 + 2;
            sheet.write_string(head, column, "部内メモ").expect("written");
            sheet.write_string(head + 1, column, "要調整\n部長了解済").expect("written");
            sheet.write_number(head + 2, column, 42.5).expect("written");
        }
    }
    let date = ExcelDateTime::from_ymd(2026, 5, 1).expect("a date");
    let sheet = workbook.add_worksheet().set_name("会議メモ").expect("a name");
    sheet.write_string(0, 0, "打合せ").expect("written");
    sheet.write_datetime_with_format(0, 1, &date, &Format::new().set_num_format("yyyy/m/d")).expect("written");
    sheet.write_formula(1, 1, rust_xlsxwriter::Formula::new("=3*2").set_result("6")).expect("written");
    sheet.write_boolean(4, 2, true).expect("written");
    workbook.save(folder.join("plan.xlsx")).expect("saved");
}

/// What a user added to the workbook is in the new one; what cannot be is listed.
#[test]
fn sheets_and_columns_of_ones_own_are_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    with_own(at);
    written(at, "r8.csv", ACTUALS);
    let told = done(at, &["import", "r8.csv", "--onto", "plan.xlsx", "--out", "next.xlsx", "--lang", "ja"]);
    for line in [
        "引き継ぐシート：会議メモ（4 セルの値）",
        "引き継ぐ列：部内メモ",
        "引き継がないもの：書式・列幅・入力規則、計算式 1 個（値になります）",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let mut book: Xlsx<_> = open_workbook(at.join("next.xlsx")).expect("a workbook");
    let own = book.worksheet_range("会議メモ").expect("carried over");
    let value = |row, column| own.get_value((row, column)).cloned();
    assert_eq!(value(0, 0), Some(Data::String("打合せ".to_owned())));
    assert!(
        matches!(value(0, 1), Some(Data::DateTime(date)) if date.to_ymd_hms_milli().0 == 2026),
        "{:?}",
        value(0, 1)
    );
    assert_eq!((value(1, 1), value(4, 2)), (Some(Data::Float(6.0)), Some(Data::Bool(true))));
    let initiatives = book.worksheet_range("取組").expect("there");
    let rows: Vec<_> = initiatives.rows().collect();
    let head = rows.iter().position(|row| row.contains(&Data::String("部内メモ".to_owned()))).expect("a heading");
    let column = rows[head].iter().position(|cell| *cell == Data::String("部内メモ".to_owned())).expect("a heading");
    assert_eq!(rows[head + 1][column], Data::String("要調整\n部長了解済".to_owned()));
    assert_eq!(rows[head + 2][column], Data::Float(42.5));
    // What it holds is a note of the scenario, as it was before.
    let note = |name: &str| toml_of(at, name)["initiative"][0]["note"].clone();
    assert_eq!(
        (note("plan.xlsx"), note("next.xlsx")),
        (json!("部内メモ：要調整\n部長了解済"), json!("部内メモ：要調整\n部長了解済"))
    );
    // A workbook made of a workbook is the same, and TOML has no place for sheets.
    let told = done(at, &["convert", "next.xlsx", "again.xlsx", "--lang", "en"]);
    assert!(told.contains("Sheet carried over: 会議メモ (the values of 4 cells)"), "{told}");
    let told = done(at, &["convert", "next.xlsx", "again.toml", "--lang", "en"]);
    assert_eq!(told, "Sheets that TOML has no place for: 会議メモ\n");
    assert_eq!(done(at, &["template", "new.xlsx"]), "");
}
