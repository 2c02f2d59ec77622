//! The scenario as a workbook: what is typed into cells is what is typed in TOML, to the last byte of the results.

#![expect(clippy::disallowed_methods, reason = "workbooks as other programs write them")]

mod commands;
mod damaged;
mod generated;
mod laid_over;
mod office;

use crate::program::{mikomi, stdout};
use crate::simulated::at;
use mikomi::lang::Lang;
use mikomi::model::Model;
use mikomi::scenario::{Document, load};
use mikomi::template::workbook;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::path::{Path, PathBuf};

fn tomls(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            tomls(&path, found);
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
}

/// A file as it is, without what it extends.
fn of_bytes(name: &str, bytes: Vec<u8>) -> Option<Document> {
    let other = || std::io::Error::from(std::io::ErrorKind::NotFound);
    load(name, &move |asked| if asked == name { Ok(bytes.clone()) } else { Err(other()) }).ok()
}

/// Every valid scenario of the project is the same after it was a workbook, in either language.
#[test]
fn every_scenario_comes_back_from_a_workbook() {
    let mut files = Vec::new();
    for folder in ["scenarios", "tests"] {
        tomls(&at(folder), &mut files);
    }
    let (mut tried, mut refused) = (0, Vec::new());
    for path in files {
        let name = path.display().to_string();
        let Some(document) = of_bytes(&name, std::fs::read(&path).expect("readable")) else { continue };
        if Model::read(&document).is_err() {
            continue;
        }
        for lang in [Lang::Ja, Lang::En] {
            let bytes = workbook(&document, lang).expect("written").into_bytes();
            let back = of_bytes("back.xlsx", bytes).unwrap_or_else(|| panic!("{name} is not read back"));
            tried += 1;
            if back.digest() != document.digest() {
                refused.push(name.clone());
                continue;
            }
            assert_eq!(back.to_json().to_string(), document.to_json().to_string(), "{name}");
            assert_eq!(back.comments(), document.comments(), "{name}");
        }
    }
    assert!(tried >= 30, "only {tried} were tried");
    // Its note holds characters that no workbook can.
    assert!(refused.iter().all(|name| name.ends_with("hostile/names.toml")), "not the same: {refused:?}");
}

/// What stands in a cell of a workbook that is made by hand.
enum Cell {
    Text(&'static str),
    Number(f64),
    Truth(bool),
    Date,
    Error,
}

impl From<&'static str> for Cell {
    fn from(text: &'static str) -> Self {
        match text {
            "(date)" => Self::Date,
            "(error)" => Self::Error,
            "(true)" => Self::Truth(true),
            text => match text.strip_prefix('\'') {
                Some(text) => Self::Text(text),
                None => text.parse().map_or(Self::Text(text), Self::Number),
            },
        }
    }
}

/// A workbook of rows whose cells stand between bars; numbers are numbers unless a ' stands before them.
fn by_hand(sheets: &[(&str, &'static str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let mut sheet = Worksheet::new();
        sheet.set_name(*name).expect("a name");
        for (row, line) in (0..).zip(rows.trim_matches('\n').lines()) {
            for (column, typed) in (0..).zip(line.split('|').map(str::trim)) {
                put(&mut sheet, (row, column), typed);
            }
        }
        book.push_worksheet(sheet);
    }
    book.save_to_buffer().expect("written")
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), typed: &'static str) {
    match Cell::from(typed) {
        Cell::Text("") => return,
        Cell::Text(text) => sheet.write_string(row, column, text.replace("(改行)", "\n")),
        Cell::Number(number) => sheet.write_number(row, column, number),
        Cell::Truth(truth) => sheet.write_boolean(row, column, truth),
        Cell::Date => {
            let date = ExcelDateTime::from_ymd(2026, 4, 1).expect("a date");
            sheet.write_datetime_with_format(row, column, &date, &Format::new().set_num_format("yyyy/m/d"))
        }
        Cell::Error => sheet.write_formula(row, column, Formula::new("=1/0").set_result("#DIV/0!")),
    }
    .expect("written");
}

/// A folder with a workbook in it.
fn folder(bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.xlsx");
    std::fs::write(&path, bytes).expect("written");
    let name = path.display().to_string();
    (folder, name)
}

const PLAN: &str = "
項目 | 内容 | 自分のメモ
題名 | 手で書いた計画
単位 | 千円
計画期間 初年度 | R8
計画期間 最終年度 | '2027
計画期間 効果額の算定方法 | 継続的効果額
織り込んでいないもの | 交付税、退職手当
織り込んでいないもの | 物価
";
const POLICIES: &str = "
上に何が書いてあってもかまいません

ID | 名称 | 目標 令和8年度（千円） | 目標Ｒ９
A | 歳出の見直し | 100 | ▲ 1,200
";
const INITIATIVES: &str = "
名称 | 基本方針 | 備考 | 主担当課 | 実施確率 |  | 開始の遅れ | 区分
窓口の委託 | 歳出の見直し | 来年度に契約 | 市民課 | 0.9 |  | start_delay（平均 0.56：開始の遅れ（年）） | 新規

光熱水費 | A |  | 管財課
";
const AMOUNTS: &str = "
金額 R9 | 金額 R8 | 種類 | 取組 | 実現率 | 継続する
150 | １００ | 歳出減 | 窓口の委託 | 三角 下限=0.5 最頻値=0.9 上限=1 |
20 | 0 | 経費 | 窓口の委託 | 1.1 | いいえ
 |  |  |  |
30 | 30 | saving | 光熱水費 | cash_item |
";

/// The same in TOML.
const AS_TOML: &str = r#"
format = 1
title = "手で書いた計画"
unit = "千円"
plan = { first = "R8", last = "2027", basis = "recurring" }
not_modelled = ["交付税、退職手当", "物価"]
policy = [{ id = "A", name = "歳出の見直し", targets = { "令和8年度" = 100, R9 = -1200 } }]
[[initiative]]
id = "窓口の委託"
name = "窓口の委託"
policy = "A"
owner = "市民課"
lineage = "new"
go_ahead = 0.9
delay = { class = "start_delay" }
note = "備考：来年度に契約"
[[initiative.stream]]
id = "1"
kind = "saving"
amounts = { R8 = 100, R9 = 150 }
realisation = { kind = "triangular", low = 0.5, mode = 0.9, high = 1 }
[[initiative.stream]]
id = "2"
kind = "cost"
amounts = { R8 = 0, R9 = 20 }
recurring = false
realisation = 1.1
[[initiative]]
id = "光熱水費"
name = "光熱水費"
policy = "A"
owner = "管財課"
[[initiative.stream]]
id = "1"
kind = "saving"
amounts = { R8 = 30, R9 = 30 }
realisation = { class = "cash_item" }
"#;

fn sheets() -> Vec<(&'static str, &'static str)> {
    vec![
        ("メモ", "ここは | 見られません\n1 | 2"),
        ("計画", PLAN),
        ("基本方針", POLICIES),
        ("取組", INITIATIVES),
        ("金額", AMOUNTS),
    ]
}

#[test]
fn what_people_type_is_what_they_mean() {
    let (_folder, workbook) = folder(&by_hand(&sheets()));
    let other = tempfile::tempdir().expect("a folder");
    let toml = other.path().join("plan.toml").display().to_string();
    std::fs::write(&toml, AS_TOML).expect("written");
    let json = |file: &str| stdout(&["run", file, "--trials", "2000", "--format", "json"]);
    assert_eq!(json(&workbook), json(&toml));
}

/// The messages of a workbook, without what stands before its name.
fn told(sheets: &[(&str, &'static str)], lang: &str) -> String {
    let (folder, name) = folder(&by_hand(sheets));
    let output = mikomi(&["check", &name, "--lang", lang]);
    assert_eq!(output.status.code(), Some(2), "{sheets:?}: {}", String::from_utf8_lossy(&output.stdout));
    let words = String::from_utf8(output.stderr).expect("UTF-8");
    words.replace(&folder.path().display().to_string(), "…")
}

fn with(sheet: &'static str, from: &str, to: &str) -> Vec<(&'static str, &'static str)> {
    let mut all = sheets();
    let changed = all.iter_mut().find(|(name, _)| *name == sheet).expect("a sheet");
    assert!(changed.1.contains(from), "{from}");
    changed.1 = changed.1.replace(from, to).leak();
    all
}

#[test]
fn mistakes_are_told_by_sheet_and_cell() {
    let cases = [
        (with("金額", "150 |", "(date) |"), "金額!A2", "日付か時刻が入っています", "a date or a time stands here"),
        (
            with("金額", "150 |", "(error) |"),
            "金額!A2",
            "計算式がエラー #DIV/0! になっています",
            "the formula gives the error #DIV/0!",
        ),
        (with("金額", "150 |", "百五十 |"), "金額!A2", "数を書くところです", "a number belongs here"),
        (
            with("金額", "| 歳出減", "| 削減"),
            "金額!C2",
            "\"削減\" は選択肢にありません",
            "\"削減\" is not one of the choices",
        ),
        (
            with("金額", "| 光熱水費", "| 光熱費"),
            "金額!D5",
            "「光熱費」という取組はありません",
            "there is no initiative '光熱費'",
        ),
        (
            with("金額", "| 1.1 |", "| 110% |"),
            "金額!E3",
            "0.9 のように数で書きます（90％は 0.9）",
            "a share is a number such as 0.9 (90 % is 0.9)",
        ),
        (
            with("金額", "金額 R8", "金額 R9"),
            "金額!B1",
            "「金額 R9」という列が二つあります",
            "there are two columns '金額 R9'",
        ),
        (
            with("金額", "実現率", "実現立"),
            "金額!E1",
            "「実現立」という列は様式にありません",
            "the form has no column '実現立'",
        ),
        (
            with("金額", "窓口の委託 | 1.1", " | 1.1"),
            "金額!A3",
            "どの取組のものか書かれていません",
            "the row does not say of which initiative it is",
        ),
        (
            with("計画", "単位 |", "通貨 |"),
            "計画!A3",
            "「通貨」という項目は様式にありません",
            "the form has no item '通貨'",
        ),
        (with("計画", "単位 |", "題名 |"), "計画!A3", "項目「題名」が二度あります", "the item '題名' is there twice"),
        (with("取組", "| A |", "| B |"), "取組!B4", "基本方針「B」はありません", "there is no policy 'B'"),
        (with("取組", "| 0.9 |", "| 90 |"), "取組!E2", "", ""),
    ];
    let more = [
        (
            with("金額", "金額 R8", "R8"),
            "金額!B1",
            "見出し「R8」の年度が、何の年度か分かりません",
            "the heading 'R8' does not say what its year is of",
        ),
        (
            with("金額", "金額 R8", "2026"),
            "金額!B1",
            "見出し「2026」の年度が、何の年度か分かりません",
            "the heading '2026' does not say what its year is of",
        ),
        (
            with("金額", "金額 R8", "効果額 R8（千円）"),
            "金額!B1",
            "見出し「効果額 R8（千円）」の年度が、何の年度か分かりません",
            "the heading '効果額 R8（千円）' does not say what its year is of",
        ),
        (
            with("取組", "| 0.9 |  |", "| 0.9 | 5 |"),
            "取組!F2",
            "見出しのない列に値があります",
            "a value in a column without a heading",
        ),
        (
            with("基本方針", "| ▲ 1,200", "| ▲ 1,200\n | 合計 | 100 | -1200"),
            "基本方針!B5",
            "合計の行は読めません",
            "rows of sums are not read",
        ),
        (with("金額", "| 光熱水費 |", "| 小　計 |"), "金額!D5", "合計の行は読めません", "rows of sums are not read"),
        (with("金額", "150 |", "150① |"), "金額!A2", "数を書くところです", "a number belongs here"),
    ];
    let missing = [
        (with("計画", "単位 | 千円", ""), "計画!A2", "「単位」がありません", "write it into the cell of 'Unit'"),
        (
            with("計画", "計画期間 効果額の算定方法 | 継続的効果額", ""),
            "計画!A4",
            "「計画期間 効果額の算定方法」がありません",
            "'Plan Basis' is missing",
        ),
        (
            with("計画", "単位 | 千円", "単位 |  |  | 千円"),
            "計画!D3",
            "「単位」の値が、値の列にありません",
            "does not stand in the column of values",
        ),
    ];
    for (sheets, cell, ja, en) in cases.into_iter().chain(more).chain(missing) {
        for (lang, words) in [("ja", ja), ("en", en)] {
            let told = told(&sheets, lang);
            assert!(told.contains(&format!("  --> …/plan.xlsx {cell}\n")), "{told}");
            assert!(told.contains(words), "{words}: {told}");
        }
    }
}
