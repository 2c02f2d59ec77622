//! What kind of money figures are, in which unit, of which year: what headings, names and formats of cells say of it.

use super::{done, imported, policies, refusal, series, streams};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::{Value as Json, json};
use std::path::Path;

/// What is made of a table below a title with the unit, with the text that tells what was understood.
pub(super) fn plan(title: &str, table: &str, args: &[&str]) -> (Json, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.csv");
    std::fs::write(&path, format!("{title}\n{table}")).expect("written");
    imported(&[&[path.to_str().expect("UTF-8"), "--policy", "行革"], args].concat())
}

pub(super) fn refused(title: &str, table: &str, args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("t.csv"), format!("{title}\n{table}")).expect("written");
    let fixed = ["import", "t.csv", "--policy", "行革", "--basis", "recurring", "--lang", "en"];
    refusal(folder.path(), &[&fixed[..], args].concat())
}

pub(super) const UNIT: &str = "効果額（単位：千円）";

/// Each stream: initiative, kind, amounts.
pub(super) fn kinds(plan: &Json) -> Vec<(String, String, Json)> {
    streams(plan, "amounts").into_iter().map(|(name, _, kind, amounts)| (name, kind, amounts)).collect()
}

pub(super) fn of(name: &str, kind: &str, amounts: Json) -> (String, String, Json) {
    (name.to_owned(), kind.to_owned(), amounts)
}

#[test]
fn savings_and_revenues_stand_side_by_side() {
    let table = "取組,R4,,,R5,,,合計\n,歳出削減額,歳入増加額,計,歳出削減額,歳入増加額,計,\n広告,,30,30,,40,40,70\n窓口,5,1,6,7,,7,13\n計,5,31,36,7,40,47,83\n";
    let (made, told) = plan(UNIT, table, &[]);
    assert_eq!(
        kinds(&made),
        [
            of("広告", "revenue", json!({ "R4": 30, "R5": 40 })),
            of("窓口", "saving", json!({ "R4": 5, "R5": 7 })),
            of("窓口", "revenue", json!({ "R4": 1, "R5": 0 })),
        ]
    );
    // Seven sums down, three across in each of the two rows of initiatives; those of the last row are checked both ways.
    assert!(told.contains("一致 13、端数の範囲の差 0、不一致 0"), "{told}");
    assert!(told.contains("R4 歳出減") && told.contains("R5 歳入増"), "{told}");
    let below = "取組,歳出削減額,,歳入増加額,\n,R4,R5,R4,R5\n人件費,100,200,,\n広告,,,10,20\n";
    assert_eq!(
        kinds(&plan(UNIT, below, &[]).0),
        [of("人件費", "saving", json!({ "R4": 100, "R5": 200 })), of("広告", "revenue", json!({ "R4": 10, "R5": 20 }))]
    );
    // Below zero in one of them it is what is taken.
    let minus = "取組,R4,\n,歳出削減額,歳入増加額\n窓口,▲5,2\n";
    assert_eq!(
        kinds(&plan(UNIT, minus, &[]).0),
        [
            of("窓口", "saving", json!({ "R4": 0 })),
            of("窓口", "cost", json!({ "R4": 5 })),
            of("窓口", "revenue", json!({ "R4": 2 }))
        ]
    );
    // What is the name of a policy is no kind of money.
    let (policy, _) = plan(UNIT, "区分,R4\n歳入の確保,5\n歳出の削減,6\n", &[]);
    assert_eq!(policies(&policy, "targets")[1], ("歳出の削減".to_owned(), json!({ "R4": 6 })));
    let (two, _) = plan(UNIT, "区分,取組,R4\n歳入確保,広告,5\n歳出削減,窓口,6\n", &[]);
    assert_eq!(kinds(&two), [of("広告", "saving", json!({ "R4": 5 })), of("窓口", "saving", json!({ "R4": 6 }))]);
    // A policy has one series of targets.
    let told = refused(UNIT, "区分,R4,\n,歳出削減額,歳入増加額\n財政,5,2\n", &[]);
    assert!(
        told.starts_with("error: a row of the same name has a figure of the same year already (t.csv B4)"),
        "{told}"
    );
}

#[test]
fn costs_are_counted_as_a_map_says() {
    let table = "取組,区分,R4,R5\nデジタル化,効果額,100,200\n,経費,30,40\n収納委託,効果額,10,20\n,経費,3,4\n";
    let told = refused(UNIT, table, &[]);
    assert_eq!(
        told.split("\n\n").next(),
        Some(
            "error: it is not clear how a row of costs is to be counted\n  --> t.csv B4\n  value: 経費\n  to do: write \"経費\" = \"skip\" (not read) or \"costs\" (taken off the effects of its initiative) under [table.rows] of a map"
        )
    );
    assert!(told.contains("t.csv B6") && told.ends_with("2 problems found."), "{told}");
    let folder = tempfile::tempdir().expect("a folder");
    let map = |entry: &str| {
        let path = folder.path().join("map.toml");
        std::fs::write(&path, format!("format = 1\n[[table]]\n{entry}\n")).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let counted = plan(UNIT, table, &["--map", &map("rows = { \"経費\" = \"costs\" }")]).0;
    assert_eq!(
        kinds(&counted),
        [
            of("デジタル化", "saving", json!({ "R4": 100, "R5": 200 })),
            of("デジタル化", "cost", json!({ "R4": 30, "R5": 40 })),
            of("収納委託", "saving", json!({ "R4": 10, "R5": 20 })),
            of("収納委託", "cost", json!({ "R4": 3, "R5": 4 })),
        ]
    );
    let skipped = plan(UNIT, table, &["--map", &map("rows = { \"経費\" = \"読まない\" }")]).0;
    assert_eq!(kinds(&skipped).len(), 2);
    // In one column of names a row of costs is of the whole table, and no initiative.
    let told = refused(UNIT, "取組,R4\n広告,100\n経費（B）,30\n差引（A－B）,70\n", &[]);
    assert!(told.starts_with("error: it is not clear how a row of costs is to be counted\n  --> t.csv A4\n"), "{told}");
    let columns = "取組,R4効果額,R4事業費\n広告,100,30\n計,100,30\n";
    let told = refused(UNIT, columns, &[]);
    assert!(told.contains("t.csv C2") && told.contains("\"costs\" if it is taken off the effects"), "{told}");
    let (counted, told) = plan(UNIT, columns, &["--map", &map("columns = { \"R4事業費\" = \"costs\" }")]);
    assert_eq!(kinds(&counted), [of("広告", "saving", json!({ "R4": 100 })), of("広告", "cost", json!({ "R4": 30 }))]);
    assert!(told.contains("R4 経費") && told.contains("一致 2"), "{told}");
    let (earned, _) = plan(
        UNIT,
        "取組,R4\n広告,100\n売却,5\n",
        &["--map", &map("rows = { \"広告\" = \"歳入増\", \"売却\" = \"savings\" }")],
    );
    assert_eq!(kinds(&earned), [of("広告", "revenue", json!({ "R4": 100 })), of("売却", "saving", json!({ "R4": 5 }))]);
    let columns = "取組,R4,R5\n広告,100,30\n";
    let (stated, _) = plan(UNIT, columns, &["--map", &map("columns = { R4 = \"revenues\", R5 = \"savings\" }")]);
    assert_eq!(
        kinds(&stated),
        [of("広告", "revenue", json!({ "R4": 100 })), of("広告", "saving", json!({ "R5": 30 }))]
    );
}

/// The actuals of a plan with a stream of each kind.
#[test]
fn actuals_go_to_the_stream_of_their_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let planned = "効果額（単位：千円）\n取組,R7,,R8,\n,歳出削減額,歳入増加額,歳出削減額,歳入増加額\n窓口,5,1,7,3\n";
    std::fs::write(at.join("plan.csv"), planned).expect("written");
    done(at, &["import", "plan.csv", "--policy", "行革", "--basis", "recurring", "--out", "plan.toml"]);
    let actual = "実績（単位：千円）\n取組,R7,\n,歳出削減額,歳入増加額\n窓口,4,2\n";
    std::fs::write(at.join("r7.csv"), actual).expect("written");
    done(at, &["import", "r7.csv", "--onto", "plan.toml", "--out", "next.toml"]);
    let next: Json = toml::from_str(&std::fs::read_to_string(at.join("next.toml")).expect("there")).expect("TOML");
    let actuals: Vec<Json> =
        next["initiative"][0]["stream"].as_array().expect("streams").iter().map(|s| series(&s["actuals"])).collect();
    assert_eq!(actuals, [json!({ "R7": 4 }), json!({ "R7": 2 })]);
    std::fs::write(at.join("r7.csv"), "実績（単位：千円）\n取組,R7\n窓口,6\n").expect("written");
    let told = refusal(at, &["import", "r7.csv", "--onto", "plan.toml", "--lang", "en"]);
    assert!(
        told.starts_with("error: the initiative has several streams, among which one figure cannot be divided"),
        "{told}"
    );
    std::fs::write(at.join("plan.csv"), "効果額（単位：千円）\n取組,R7\n窓口,5\n").expect("written");
    done(at, &["import", "plan.csv", "--policy", "行革", "--basis", "recurring", "--out", "plan.toml", "--force"]);
    std::fs::write(at.join("r7.csv"), "実績（単位：千円）\n取組,R7\n,歳入増加額\n窓口,6\n").expect("written");
    let told = refusal(at, &["import", "r7.csv", "--onto", "plan.toml", "--lang", "en"]);
    assert_eq!(
        told,
        "error: the initiative has no stream of this kind (saving, revenue, cost)\n  --> r7.csv B4\n  to do: add a stream to it in the plan\n\n1 problem found."
    );
}

#[test]
fn rows_say_their_unit() {
    let (made, told) =
        plan(UNIT, "取組,R4,R5\n人件費,100,200\n広告（百万円）,1,2\n職員数（人）,5,6\n基金残高,900,901\n", &[]);
    let expected = [
        of("人件費", "saving", json!({ "R4": 100, "R5": 200 })),
        of("広告", "saving", json!({ "R4": 1000, "R5": 2000 })),
    ];
    assert_eq!(kinds(&made), expected);
    assert!(told.contains("読まない行：職員数(人)、基金残高"), "{told}");
    let (made, told) = plan("効果額", "取組,単位,R4,R5\n人件費,千円,100,200\n広告,百万円,1,2\n職員数,人,5,6\n", &[]);
    assert_eq!(kinds(&made), expected);
    assert!(told.contains("読まない行：職員数") && told.contains("単位：千円"), "{told}");
    let (kept, _) = plan(UNIT, "取組,R4\n職員数の削減,1\n市税収納率の向上,2\n広告（庁舎）,3\n", &[]);
    assert_eq!(kinds(&kept).len(), 3);
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    std::fs::write(
        &map,
        "format = 1\n[[table]]\ncolumns = { \"円・人\" = \"unit\" }\nrows = { \"職員数\" = \"initiative\" }\n",
    )
    .expect("written");
    let table = "取組,円・人,R4\n人件費,万円,100\n職員数,人,5\n";
    let (made, _) = plan(UNIT, table, &["--map", map.to_str().expect("UTF-8")]);
    assert_eq!(
        kinds(&made),
        [of("人件費", "saving", json!({ "R4": 1000 })), of("職員数", "saving", json!({ "R4": 5 }))]
    );
}

/// A unit that was typed counts, and that is told; a map of last year does not overrule this year's table.
#[test]
fn units_that_differ_are_told() {
    let (made, told) = plan("効果額（単位：百万円）", "取組,R4\n広告,5\n", &["--unit", "千円"]);
    assert_eq!((made["unit"].as_str(), kinds(&made)), (Some("千円"), vec![of("広告", "saving", json!({ "R4": 5 }))]));
    assert!(told.contains("表には単位が百万円と書かれていますが、指定のとおり千円として読みます。"), "{told}");
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("r4.csv"), "効果額（単位：千円）\n取組,R4\n広告,5\n").expect("written");
    done(at, &["import", "r4.csv", "--policy", "行革", "--write-map", "map.toml"]);
    std::fs::write(at.join("r5.csv"), "効果額（単位：百万円）\n取組,R5\n広告,5\n").expect("written");
    let told = refusal(at, &["import", "r5.csv", "--map", "map.toml", "--lang", "en"]);
    assert_eq!(
        told,
        "error: the table states 百万円, the map 千円\n  --> r5.csv A1\n  to do: state the right one with --unit\n\n1 problem found."
    );
    done(at, &["import", "r5.csv", "--map", "map.toml", "--unit", "百万円"]);
}

#[test]
fn years_are_said_in_many_ways() {
    let expected = [of("広告", "saving", json!({ "R4": 1, "R5": 2, "R6": 3 }))];
    for table in [
        "取組,令和,,\n,4年度,5年度,6年度\n広告,1,2,3\n",
        "取組,令和4年度,5,6\n広告,1,2,3\n",
        "取組,令和4年度,5年度,6年度\n広告,1,2,3\n",
    ] {
        assert_eq!(kinds(&plan(UNIT, table, &[]).0), expected, "{table}");
    }
    let bare = "取組,4年度,5年度,6年度\n広告,1,2,3\n";
    let told = refused(UNIT, bare, &[]);
    assert!(told.contains("to do: state the first year with --year R4, or write the era in the heading"), "{told}");
    assert_eq!(kinds(&plan(UNIT, bare, &["--year", "R4"]).0), expected);
    assert!(refused(UNIT, bare, &["--year", "R5"]).contains("t.csv B2"));
    let told = refused(UNIT, "取組,R4\n広告,1\n", &["--year", "R4"]);
    assert_eq!(
        told,
        "error: no table needs --year\n  to do: every heading names its fiscal year: leave --year out\n\n1 problem found."
    );
    let down = "年度,広告,売却\n令和4年度,1,2\n令和5年度,3,4\n";
    let told = refused(UNIT, down, &[]);
    assert!(told.contains("years stand below one another: turn rows and columns in Excel"), "{told}");
}

/// The report of one year: its title alone names it.
#[test]
fn a_table_of_one_year_has_it_in_its_title() {
    let table = "区分,目標額,実績額,差引,達成率\n歳入の確保,200,150,▲50,75%\n歳出の削減,300,330,30,110%\n合計,500,480,▲20,96%\n";
    let (report, told) = plan("令和4年度 実施結果（単位：千円）", table, &[]);
    assert_eq!(
        (policies(&report, "targets"), policies(&report, "actuals")),
        (
            vec![("歳入の確保".to_owned(), json!({ "R4": 200 })), ("歳出の削減".to_owned(), json!({ "R4": 300 }))],
            vec![("歳入の確保".to_owned(), json!({ "R4": 150 })), ("歳出の削減".to_owned(), json!({ "R4": 330 }))]
        )
    );
    assert!(told.contains("一致 2") && told.contains("読まない列：差引、達成率"), "{told}");
    let dated = "令和4年度 実施結果（令和5年8月）（単位：千円）";
    let told = refused(dated, table, &[]);
    assert!(
        told.starts_with("error: no table was found in the file 't.csv'\n") && told.contains("--year R4"),
        "{told}"
    );
    assert_eq!(policies(&plan(dated, table, &["--year", "R3"]).0, "actuals")[0].1, json!({ "R3": 150 }));
    let (effects, _) = plan("令和4年度 取組結果（単位：千円）", "区分,効果額\n広告,5\n売却,6\n", &[]);
    assert_eq!(policies(&effects, "actuals")[1].1, json!({ "R4": 6 }));
}

#[test]
fn a_heading_repeated_on_the_next_page_is_no_other_table() {
    let pages = "基本方針,取組,R4,R5\nA,広告,1,2\n- 1 -\n基本方針,取組,R4,R5\n,売却,3,4\n計,,4,6\n";
    let (made, told) = plan(UNIT, pages, &[]);
    assert_eq!(
        kinds(&made),
        [of("広告", "saving", json!({ "R4": 1, "R5": 2 })), of("売却", "saving", json!({ "R4": 3, "R5": 4 }))]
    );
    assert!(told.contains("一致 2、端数の範囲の差 0、不一致 0"), "{told}");
    let told = refused(UNIT, "取組,R4\n広告,1\n\n第2表\n取組,R4\n売却,3\n", &[]);
    assert!(told.starts_with("error: there are several tables"), "{told}");
}

#[test]
fn names_under_another_heading_are_named() {
    let told = refused(UNIT, "基本方針,所管課,R4\n歳入,人事課,100\n,財政課,10\n", &[]);
    assert_eq!(
        told,
        "error: a row of figures has no name\n  --> t.csv A4\n  to do: if its name stands under '所管課', write \"所管課\" = \"initiative\" under [table.columns] of a map; else write its name, or take the row out\n\n1 problem found."
    );
}

fn sheet<'b>(workbook: &'b mut Workbook, unit: &str) -> &'b mut Worksheet {
    let sheet = workbook.add_worksheet().set_name("表").expect("a name");
    words(sheet, 0, 0, unit);
    words(sheet, 1, 0, "区分");
    for (row, name) in (2..).zip(["業務", "窓口"]) {
        words(sheet, row, 0, name);
    }
    sheet
}

#[expect(clippy::disallowed_methods, reason = "a workbook as other programs write it")]
pub(super) fn words(sheet: &mut Worksheet, row: u32, column: u16, words: &str) {
    sheet.write_string(row, column, words).expect("written");
}

fn number(sheet: &mut Worksheet, (row, column): (u32, u16), number: f64, format: &str) {
    sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(format)).expect("written");
}

fn saved(workbook: &mut Workbook, folder: &Path) -> String {
    let path = folder.join("t.xlsx");
    workbook.save(&path).expect("saved");
    path.to_str().expect("UTF-8").to_owned()
}

/// What the format of a cell shows: its unit, its sign, the year of a heading.
#[test]
fn formats_of_cells_say_unit_sign_and_year() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let mut workbook = Workbook::new();
    let table = sheet(&mut workbook, "（単位：千円）");
    number(table, (1, 1), 4.0, "\"令和\"0\"年度\"");
    let date = ExcelDateTime::from_ymd(2023, 4, 1).expect("a date");
    let format = Format::new().set_num_format("yyyy\"年度\"");
    table.write_datetime_with_format(1, 2, &date, &format).expect("written");
    number(table, (2, 1), 5.0, "#,##0\"百万円\"");
    number(table, (2, 2), -7.0, "#,##0;\"▲\"#,##0");
    number(table, (3, 1), -6.0, "#,##0_);[Red](#,##0)");
    number(table, (3, 2), 8.0, "#,##0;[Red]#,##0");
    let (made, _) = imported(&[&saved(&mut workbook, at)]);
    assert_eq!(
        policies(&made, "targets"),
        [("業務".to_owned(), json!({ "R4": 5000, "R5": -7 })), ("窓口".to_owned(), json!({ "R4": -6, "R5": 8 }))]
    );
    let mut workbook = Workbook::new();
    let table = sheet(&mut workbook, "（単位：千円）");
    words(table, 1, 1, "R4");
    words(table, 1, 2, "R5");
    number(table, (2, 1), 5.0, "\"▲\"#,##0");
    number(table, (2, 2), -7.0, "#,##0;#,##0");
    number(table, (3, 1), 6.0, "#,##0\"人\"");
    number(table, (3, 2), 8.0, "[$¥-411]#,##0");
    saved(&mut workbook, at);
    let told = refusal(at, &["import", "t.xlsx", "--lang", "en"]);
    for line in [
        "error: the format of the cell shows another sign than its number has\n  --> t.xlsx 表!B3\n",
        "error: the format of the cell shows another sign than its number has\n  --> t.xlsx 表!C3\n",
        "error: the format of the cell shows a unit that is no money\n  --> t.xlsx 表!B4\n",
        "error: a number with the sign of the yen in a table of another unit\n  --> t.xlsx 表!C4\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
}
