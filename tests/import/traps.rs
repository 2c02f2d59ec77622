//! Tables that would give a wrong figure without a word: each is read right, or refused at its cell.

use super::{done, imported, policies, refusal, series, streams, within};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value as Json, json};
use std::path::Path;

const UNIT: &str = "効果額（単位：千円）\n";

/// A file of comma-separated values below a title with the unit.
fn csv(folder: &Path, table: &str) -> String {
    let path = folder.join("t.csv");
    std::fs::write(&path, format!("{UNIT}{table}")).expect("written");
    path.display().to_string()
}

fn plan(table: &str, args: &[&str]) -> (Json, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = csv(folder.path(), table);
    imported(&[&[file.as_str(), "--policy", "行革"], args].concat())
}

fn refused(table: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    csv(folder.path(), table);
    refusal(folder.path(), &["import", "t.csv", "--policy", "行革", "--basis", "recurring", "--lang", "en"])
}

fn amounts(plan: &Json) -> Vec<(String, Json)> {
    streams(plan, "amounts").into_iter().map(|(name, _, _, amounts)| (name, amounts)).collect()
}

fn of(name: &str, amounts: Json) -> (String, Json) {
    (name.to_owned(), amounts)
}

#[test]
fn a_second_row_of_the_same_name_is_refused() {
    let told = refused("取組,R5,R6\n広告,1,2\n広告,3,4\n合計,4,6\n");
    assert_eq!(
        told,
        "error: a row of the same name has a figure of the same year already (t.csv B3)\n  --> t.csv B4\n  to do: give them different names, or name one of the rows or columns \"skip\" in a map\n\nerror: a row of the same name has a figure of the same year already (t.csv C3)\n  --> t.csv C4\n  to do: give them different names, or name one of the rows or columns \"skip\" in a map\n\n2 problems found."
    );
    let told = refused("取組,区分,R4,R5\n広告,当初計画,200,300\n,変更計画,210,320\n");
    assert!(told.contains("t.csv C4") && told.ends_with("2 problems found."), "{told}");
    // Numbers that tell rows apart are part of their names.
    let (numbered, _) = plan("取組,R5\n1 その他,1\n2 その他,3\n3 広告,5\n", &[]);
    assert_eq!(
        amounts(&numbered),
        [of("1 その他", json!({ "R5": 1 })), of("2 その他", json!({ "R5": 3 })), of("広告", json!({ "R5": 5 }))]
    );
    let (policy, _) = plan("区分,R5\nⅠ その他,1\nⅡ その他,3\n", &[]);
    assert_eq!(policies(&policy, "targets"), [of("Ⅰ その他", json!({ "R5": 1 })), of("Ⅱ その他", json!({ "R5": 3 }))]);
    // The same name under another policy is another initiative.
    let (two, _) = plan("基本方針,取組,R5\nA,その他,1\nB,その他,3\n", &[]);
    assert_eq!(amounts(&two), [of("その他", json!({ "R5": 1 })), of("その他", json!({ "R5": 3 }))]);
}

#[test]
fn columns_that_say_nothing_are_refused() {
    for (table, cell) in [
        ("区分,目標額,R4年度,R5年度,合計\n歳入の確保,700,200,300,500\n合計,770,220,330,550\n", "B2"),
        ("取組項目,事業費,R4,R5\n広告,9,1,2\n", "B2"),
        ("取組項目,4月～9月,R4,R5\n広告,9,1,2\n", "B2"),
        ("取組,令和7年3月末,令和9年3月末,R9\n広告,9,1,2\n", "B2"),
    ] {
        let told = refused(table);
        assert!(told.contains("error: it is not clear what this column of figures holds"), "{table}: {told}");
        assert!(told.contains(&format!("t.csv {cell}\n")), "{table}: {told}");
    }
    let told = refused("取組,R4～R6,R7～R9\n広告,200,300\n");
    assert!(
        told.starts_with("error: two columns of the same year or of periods (B2 and this one)\n  --> t.csv C2\n"),
        "{told}"
    );
    let (years, _) = plan("Scheme,2025-2026,2026-2027\nFees,2,3\n", &[]);
    assert_eq!(amounts(&years), [of("Fees", json!({ "R7": 2, "R8": 3 }))]);
    let (years, told) =
        plan("区分,R元年度,R2年度,R3年度,合計\n歳入の確保,100,200,300,600\n合計,100,200,300,600\n", &[]);
    assert_eq!(policies(&years, "targets"), [of("歳入の確保", json!({ "R1": 100, "R2": 200, "R3": 300 }))]);
    assert!(told.contains("一致 5"), "{told}");
    let (years, _) = plan("取組,2022,2022,2023,2023\n,計画,実績,計画,実績\n広告,1,2,3,4\n", &[]);
    assert_eq!(amounts(&years), [of("広告", json!({ "R4": 1, "R5": 3 }))]);
    assert_eq!(series(&years["initiative"][0]["stream"][0]["actuals"]), json!({ "R4": 2, "R5": 4 }));
}

#[test]
fn sums_by_any_name_are_checked_and_not_imported() {
    let (sums, told) = plan("取組,R5\n広告,1\n総務部計,1\n使用料,2\n市民部計,2\n小計①,3\n合計 ①,3\n", &[]);
    assert_eq!(amounts(&sums), [of("広告", json!({ "R5": 1 })), of("使用料", json!({ "R5": 2 }))]);
    assert!(told.contains("不一致 0"), "{told}");
    let (sums, _) = plan("基本方針,取組,R5\nA,広告,1\n全体計,,1\n", &[]);
    assert_eq!(sums["policy"].as_array().expect("a list").len(), 1);
    // A subtotal before its rows: 3 = 1 + 2, 5 = 5.
    let (_, told) = plan("取組,R5\n小計,3\n広告,1\n使用料,2\n小計,5\n売却,5\n合計,8\n", &[]);
    assert!(told.contains("一致 3、端数の範囲の差 0、不一致 0"), "{told}");
    // 7 and 8 off is no rounding of two figures.
    let (_, told) = plan("取組,R5\n広告,10\n使用料,10\n合計,27\n", &[]);
    assert!(told.contains("× B5 合計／R5：表では 27、内訳の和は 20（差 7）"), "{told}");
}

#[test]
fn words_in_the_names_of_initiatives_do_not_leave_them_out() {
    let names = "市税収納率の向上,受益者負担割合の見直し,WEB-API導入,格差の是正,比較広告の廃止";
    let rows: String = names.split(',').map(|name| format!("{name},1\n")).collect();
    let (all, told) = plan(&format!("取組,R5\n{rows}（参考）前計画,9\n人件費（再掲）,1\n増減率,5%\n合計,5\n"), &[]);
    assert_eq!(amounts(&all).len(), 5);
    assert!(told.contains("読まない行：(参考)前計画、人件費(再掲)、増減率") && told.contains("一致 1"), "{told}");
}

#[test]
fn the_title_and_the_headings_say_what_figures_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.csv");
    std::fs::write(&path, "行財政改革 実績報告,,（単位：千円）\n区分,R4年度,R5年度\n広告,200,300\n").expect("written");
    let (report, _) = imported(&[&path.display().to_string()]);
    assert_eq!(
        (report["title"].as_str(), policies(&report, "actuals")),
        (Some("行財政改革 実績報告"), vec![of("広告", json!({ "R4": 200, "R5": 300 }))])
    );
    let (actual, _) = plan("区分,実施計画の実績額,実績見込み\n,R4,R5\n広告,1,2\n", &[]);
    assert_eq!(
        (policies(&actual, "actuals"), policies(&actual, "targets")),
        (vec![of("広告", json!({ "R4": 1 }))], vec![of("広告", json!({ "R5": 2 }))])
    );
    // Plan and actual of each year: what was planned of years to come was not stated knowing the actuals.
    let (both, _) = plan("取組,R4計画,R4実績,R5計画,R5実績\n広告,1,2,3,4\n", &[]);
    assert_eq!(both["plan"].get("open_years"), None);
}

#[test]
fn remarks_with_years_are_no_tables() {
    let (remarks, _) =
        plan("区分,R4,R5,備考\n広告,1,2,R5年度から実施\n使用料,2020,2021,R6年度の見直し\n売却,3,4,7\n", &[]);
    assert_eq!(policies(&remarks, "targets").len(), 3);
    let (years, _) = plan("区分,R4,R5\n広告,2020,2021\n", &[]);
    assert_eq!(policies(&years, "targets"), [of("広告", json!({ "R4": 2020, "R5": 2021 }))]);
    let (levels, _) = plan("大項目,中項目,小項目,R4\n歳入,使用料,見直し,1\n,手数料,改定,2\n", &[]);
    let (names, policy): (Vec<_>, Vec<_>) =
        streams(&levels, "amounts").into_iter().map(|(name, policy, ..)| (name, policy)).unzip();
    assert_eq!((names, policy), (vec!["見直し".to_owned(), "改定".to_owned()], vec!["歳入".to_owned(); 2]));
    let (numbered, _) = plan("取組番号,取組項目,R4\n1,広告,5\n2,売却,6\n", &[]);
    assert_eq!(amounts(&numbered), [of("広告", json!({ "R4": 5 })), of("売却", json!({ "R4": 6 }))]);
}

#[test]
fn what_is_half_there_is_refused() {
    let told = refused("取組,R4年度,,取組,R5年度\n広告,200,,ごみ,300\n合計,200,,合計,300\n");
    assert!(
        told.contains("error: tables stand side by side (a column of names stands between figures)\n  --> t.csv D2\n"),
        "{told}"
    );
    let told = refused("区分,R4年度\n歳入の確保,\"¥1,200\"\n");
    assert!(
        told.starts_with("error: a number with the sign of the yen in a table of another unit\n  --> t.csv B3\n"),
        "{told}"
    );
    let told = refused("取組,R4,R5\n\"使用料,3,4\nし尿,5,6\n");
    assert!(
        told.starts_with("error: the file 't.csv': a quotation mark is not closed (the last one is on line 3)"),
        "{told}"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    csv(at, "区分,R8\n事務事業の見直し,1\n");
    done(at, &["template", "plan.xlsx"]);
    let told = refusal(at, &["import", "t.csv", "--onto", "plan.xlsx", "--basis", "new_in_year", "--lang", "en"]);
    assert!(told.starts_with("error: the plan counts effects as recurring, not as new_in_year\n"), "{told}");
}

/// What a map says and the table does not have is told.
#[test]
fn a_map_that_meets_nothing_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    csv(at, "区分,R8\n広告,1\n");
    std::fs::write(at.join("map.toml"), "format = 1\n[[table]]\ncolumns = { \"無い列\" = \"skip\" }\nrows = { \"公告\" = \"skip\", \"広告\" = \"policy\" }\ncells = { Z99 = 5, B3 = 7 }\n").expect("written");
    let told = done(at, &["import", "t.csv", "--map", "map.toml", "--lang", "en"]);
    assert!(told.contains("In the map, but not in this table: 無い列, 公告, Z99\n") && told.contains("7 B3"), "{told}");
    let told = done(at, &["import", "t.csv", "--as", "amounts", "--lang", "en"]);
    assert!(!told.contains("Blank cells"), "{told}");
    csv(at, "区分,R8,R9\n広告,1,\n");
    let told = done(at, &["import", "t.csv", "--as", "amounts", "--lang", "en"]);
    assert!(told.contains("Blank cells read as 0 (no effect in that year): C3\n"), "{told}");
}

/// Numbers shown in thousands, percentages, indents by format, merged figures: what a cell holds is not what is seen.
#[test]
#[expect(clippy::disallowed_methods, reason = "a workbook as other programs write it")]
fn cells_that_hold_more_than_they_show() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").expect("a name");
    let rows = [["（単位：千円）", "", ""], ["区分", "R7", "R8"], ["業務", "", ""], ["窓口", "", ""], ["広告", "", ""]];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("written");
        }
    }
    let indented = Format::new().set_indent(1);
    sheet.write_string_with_format(3, 0, "窓口", &indented).expect("written");
    sheet.write_string_with_format(4, 0, "広告", &indented).expect("written");
    sheet.write_number(3, 1, 5).expect("written");
    sheet.write_number(3, 2, 6).expect("written");
    let scaled = Format::new().set_num_format("#,##0,");
    let percentage = Format::new().set_num_format("0.0%");
    sheet.write_number(4, 1, 7).expect("written");
    sheet.write_number(4, 2, 8).expect("written");
    sheet.write_number(2, 1, 12).expect("written");
    sheet.write_number(2, 2, 14).expect("written");
    workbook.save(at.join("t.xlsx")).expect("saved");
    let (indents, told) = imported(&[&at.join("t.xlsx").display().to_string()]);
    assert_eq!(amounts(&indents), [of("窓口", json!({ "R7": 5, "R8": 6 })), of("広告", json!({ "R7": 7, "R8": 8 }))]);
    assert!(told.contains("一致 2"), "{told}");

    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").expect("a name");
    for (row, cells) in
        (0..).zip([["（単位：千円）", "", ""], ["区分", "R7", "R8"], ["業務", "", ""], ["窓口", "", ""]])
    {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("written");
        }
    }
    sheet.write_number_with_format(2, 1, 1_234_567, &scaled).expect("written");
    sheet.write_number_with_format(2, 2, 0.95, &percentage).expect("written");
    sheet.merge_range(3, 1, 3, 2, "", &Format::new()).expect("merged");
    sheet.write_number(3, 1, 9).expect("written");
    workbook.save(at.join("odd.xlsx")).expect("saved");
    let told = refusal(at, &["import", "odd.xlsx", "--lang", "en"]);
    for line in [
        "error: the format of the cell shows a thousandth of what it holds\n  --> odd.xlsx 表!B3\n",
        "error: a percentage in a column of amounts\n  --> odd.xlsx 表!C3\n",
        "error: cells of figures are merged (B4:C4)\n  --> odd.xlsx 表!B4\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let output = within(at, &["import", "odd.xlsx"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("千で割って見せる書式（#,##0, など）のセルです"));
}

/// Rows and headings that are no effects, and figures at the end that cannot be read.
#[test]
fn what_is_no_effect_is_not_imported() {
    for name in ["効果額", "Ａ＋Ｂ", "①＋②", "財政効果額"] {
        let (sums, told) = plan(&format!("取組,R5\nA,100\nB,10\n{name},110\n"), &[]);
        assert_eq!(amounts(&sums).len(), 2, "{name}");
        assert!(told.contains("一致 1"), "{told}");
    }
    for name in ["（一般財源）", "一般財源ベース", "差引効果額", "純効果額（A－B）"] {
        let (parts, told) = plan(&format!("取組,R5\n人件費,100\n{name},80\n"), &[]);
        assert_eq!(amounts(&parts).len(), 1, "{name}");
        assert!(told.contains("読まない行"), "{told}");
    }
    let (kept, _) = plan("取組,R5\n参考図書費の見直し,1\n累計処理の見直し,2\n", &[]);
    assert_eq!(amounts(&kept).len(), 2);
    for heading in
        ["令和6年度以降", "令和4年度まで", "R5（4月～9月）", "令和5年度上半期", "令和4年度職員数", "R5事業費", "R6～"]
    {
        let told = refused(&format!("取組,R4,{heading}\n広告,1,2\n"));
        assert!(
            told.contains("it is not clear what this column of figures holds\n  --> t.csv C2"),
            "{heading}: {told}"
        );
    }
    let told = refused("取組,R4,R5\n人件費,100,200\n補助金,約10,約20\n");
    assert!(
        told.contains("error: not readable as a number\n  --> t.csv B4\n") && told.ends_with("2 problems found."),
        "{told}"
    );
}
