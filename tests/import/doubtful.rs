//! Tables in which one word decides what a figure is: a sum beside its parts, a kind of money, a unit, a year, a plan.

use super::kinds::{UNIT, kinds, of, plan, refused};
use super::{done, policies, refusal, series, streams};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value as Json, json};

const UNCLEAR: &str = "error: it is not clear what this column of figures holds\n";

#[test]
fn a_sum_beside_kinds_of_money_is_no_further_stream() {
    for whole in ["効果額", "財政効果額", "総効果額", "純効果額", "効果額（A+B）", "全体", "トータル", "①＋②", "計"]
    {
        let table = format!("取組,R3,,\n,歳出削減額,歳入確保額,{whole}\nペーパーレス,90,25,115\n");
        let (made, told) = plan(UNIT, &table, &[]);
        let expected =
            [of("ペーパーレス", "saving", json!({ "R3": 90 })), of("ペーパーレス", "revenue", json!({ "R3": 25 }))];
        assert_eq!(kinds(&made), expected, "{whole}");
        assert!(told.contains("一致 1"), "{whole}: {told}");
    }
    for unknown in ["予算額", "一般財源", "投資額", "人件費"] {
        let told = refused(UNIT, &format!("取組,R3,,\n,歳出削減額,歳入確保額,{unknown}\nA,90,25,7\n"), &[]);
        assert!(told.starts_with(UNCLEAR) && told.contains("t.csv D3"), "{unknown}: {told}");
    }
    let rows = "取組,区分,R4,R5\nA,歳出削減,100,110\n,歳入増,20,30\n,計,120,140\nB,歳出,1,2\nB,歳入（計画）,3,4\nB,効果額,4,6\n";
    let (made, told) = plan(UNIT, rows, &[]);
    assert_eq!(
        kinds(&made),
        [
            of("A", "saving", json!({ "R4": 100, "R5": 110 })),
            of("A", "revenue", json!({ "R4": 20, "R5": 30 })),
            of("B", "saving", json!({ "R4": 1, "R5": 2 })),
            of("B", "revenue", json!({ "R4": 3, "R5": 4 })),
        ]
    );
    assert!(told.contains("読まない行：A 計、B 効果額"), "{told}");
    // Of policies the sum is the target.
    let (policy, _) = plan(UNIT, "区分,R4,,\n,歳出削減額,歳入増加額,計\n財政,5,2,7\n", &[]);
    assert_eq!(policies(&policy, "targets"), [("財政".to_owned(), json!({ "R4": 7 }))]);
}

#[test]
fn more_revenue_is_an_effect_whatever_the_sign_of_expenditure() {
    let table = "取組,R4,\n,歳出削減額,歳入確保額\nA,▲100,20\n";
    let (made, _) = plan(UNIT, table, &["--sign", "change"]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "R4": 100 })), of("A", "revenue", json!({ "R4": 20 }))]);
    let title = "増減額（単位：千円）";
    let told = refused(title, table, &[]);
    assert_eq!(
        told,
        "error: the title speaks of changes: it is not clear whether a minus is less expenditure, and so an effect, or a loss\n  to do: add --sign change (changes of expenditure: a minus is an effect) or --sign effect\n\n1 problem found."
    );
    assert_eq!(kinds(&plan(title, table, &["--sign", "change"]).0).len(), 2);
}

#[test]
fn a_column_of_kinds_says_it_of_every_row() {
    let told = refused(UNIT, "取組,区分,R4\n補助金,歳出削減,7\n手数料,歳入増,7\n手数料2,減収,7\n売却,,7\n", &[]);
    assert!(
        told.starts_with("error: it is not clear what the figures of this row are (their kind or unit)\n  --> t.csv B5\n  value: 減収\n  to do: write \"減収\" = \"savings\", \"revenues\", \"costs\" or \"skip\" under [table.rows] of a map"),
        "{told}"
    );
    assert!(
        told.contains("--> t.csv B6\n  to do: write it as in the other rows") && told.ends_with("2 problems found."),
        "{told}"
    );
    let ditto = "取組,区分,R4\n補助金,歳出削減,7\n手数料,歳入増,8\n使用料,〃,9\n";
    assert_eq!(kinds(&plan(UNIT, ditto, &[]).0)[2], of("使用料", "revenue", json!({ "R4": 9 })));
    for heading in ["歳出増", "歳入減", "減収額", "負担増"] {
        let told = refused(UNIT, &format!("取組,R4,\n,歳出削減,{heading}\nA,10,50\n"), &[]);
        assert!(told.starts_with(UNCLEAR) && told.contains("\"costs\""), "{heading}: {told}");
    }
    for row in [
        "システム経費",
        "初期費用",
        "経費等",
        "△経費",
        "実施に要する経費",
        "導入費",
        "ペーパーレス（経費）",
        "広告（事業費）",
    ] {
        let told = refused(UNIT, &format!("取組,R4\nA,10\n{row},5\n"), &[]);
        assert!(
            told.starts_with("error: it is not clear how a row of costs is to be counted\n  --> t.csv A4"),
            "{row}: {told}"
        );
    }
    let told = refused("実施に要する経費（単位：千円）", "取組,R3\nA,10\n", &[]);
    assert_eq!(
        told,
        "error: by its title this is a table of costs, and not of effects\n  to do: if it is one of effects (効果額), say so in its title\n\n1 problem found."
    );
    assert_eq!(kinds(&plan("経費削減の取組（単位：千円）", "取組,R3\nA,10\n", &[]).0).len(), 1);
    // What a title or a map says of all holds for all.
    let (titled, _) = plan("歳入確保額（単位：千円）", "取組,R4\n広告,5\n", &[]);
    assert_eq!(kinds(&titled), [of("広告", "revenue", json!({ "R4": 5 }))]);
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    std::fs::write(&map, "format = 1\n[[table]]\nrows = { \"歳入の確保\" = \"revenues\" }\n").expect("written");
    let table = "区分,R4\n歳入の確保,\n　広告,5\n";
    let (made, _) = plan(UNIT, table, &["--map", map.to_str().expect("UTF-8")]);
    assert_eq!(kinds(&made), [of("広告", "revenue", json!({ "R4": 5 }))]);
    std::fs::write(&map, "format = 1\n[[table]]\ncolumns = { \"経費\" = \"costs\" }\n").expect("written");
    let over = "取組,歳出削減額,,経費,\n,R3,R4,R3,R4\nA,9,8,2,1\n";
    let (made, told) = plan(UNIT, over, &["--map", map.to_str().expect("UTF-8")]);
    let expected = [of("A", "saving", json!({ "R3": 9, "R4": 8 })), of("A", "cost", json!({ "R3": 2, "R4": 1 }))];
    assert_eq!(kinds(&made), expected);
    assert!(!told.contains("この表にないもの"), "{told}");
    let one_year = "取組,歳出削減額,経費\nA,9,2\n";
    std::fs::write(&map, "format = 1\n[[table]]\ncolumns = { \"経費\" = \"costs\" }\n").expect("written");
    let (made, _) = plan("令和3年度効果額（単位：千円）", one_year, &["--map", map.to_str().expect("UTF-8")]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "R3": 9 })), of("A", "cost", json!({ "R3": 2 }))]);
}

#[test]
fn units_of_rows_reach_as_far_as_they_are_written() {
    for name in [
        "広告（単位：百万円）",
        "広告[百万円]",
        "広告＜百万円＞",
        "広告【百万円】",
        "\"広告（百万円、税込）\"",
        "広告　百万円",
    ] {
        let (made, _) = plan(UNIT, &format!("取組,R4\n{name},5\n"), &[]);
        assert_eq!(kinds(&made), [of("広告", "saving", json!({ "R4": 5000 }))], "{name}");
    }
    let (made, _) = plan(UNIT, "区分,R4\n歳入の確保（百万円）,\n　広告,5\n歳出の削減,\n　窓口,6\n", &[]);
    assert_eq!(kinds(&made), [of("広告", "saving", json!({ "R4": 5000 })), of("窓口", "saving", json!({ "R4": 6 }))]);
    for heading in ["（単位）", "単位等", "金額単位", "単位（円等）"] {
        let (made, _) = plan(UNIT, &format!("取組,{heading},R4\n広告,百万円,5\n徴収率,％,98\n"), &[]);
        assert_eq!(kinds(&made), [of("広告", "saving", json!({ "R4": 5000 }))], "{heading}");
    }
    let told = refused(UNIT, "取組,単位,R4\n広告,百万円,5\n窓口,,7\n", &[]);
    assert!(
        told.starts_with(
            "error: it is not clear what the figures of this row are (their kind or unit)\n  --> t.csv B4"
        ),
        "{told}"
    );
    let (made, told) = plan(
        UNIT,
        "取組,R4\nA,1\nC〔再掲〕,2\nE（Aに含む）,3\nG（内数）,4\nN（参考値）,5\n収納率,98.1\n残業時間,7\n職員数（千円）,8\nうちわ広告,9\n",
        &[],
    );
    let names: Vec<String> = kinds(&made).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["A", "職員数", "うちわ広告"], "{told}");
    // The heading of the next page in another unit begins another table.
    let pages = "取組,R3\nA,10\n（単位：百万円）\n取組,R3\nC,9\n";
    assert!(refused(UNIT, pages, &[]).starts_with("error: there are several tables"));
    let pages = "取組,R3\nA,10\n※次の表は実績\n取組,R3\nC,9\n";
    assert!(refused(UNIT, pages, &[]).starts_with("error: there are several tables"));
}

#[test]
fn years_go_on_counting_over_the_end_of_an_era() {
    let (made, _) = plan(UNIT, "取組,平成30年度,31年度,32年度\nA,1,2,3\n", &[]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "H30": 1, "R1": 2, "R2": 3 }))]);
    let (made, _) = plan(UNIT, "取組,平成,令和,\n,30年度,元年度,2年度\nA,1,2,3\n", &[]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "H30": 1, "R1": 2, "R2": 3 }))]);
    let (made, told) = plan("令和3年度 実績（単位：千円）", "区分,効果額\nA,1\n", &["--year", "R4"]);
    assert_eq!(policies(&made, "actuals"), [("A".to_owned(), json!({ "R4": 1 }))]);
    assert!(told.contains("表題には令和3年度とありますが、指定のとおり令和4年度の数値として読みます。"), "{told}");
    let told = refused("令和3年度 実績（単位：千円）", "区分,効果額,翌年度効果額\nA,1,2\n", &[]);
    assert!(told.starts_with(UNCLEAR) && told.contains("t.csv C2"), "{told}");
    let folder = tempfile::tempdir().expect("a folder");
    let two = "令和3年度 実績（単位：千円）\n区分,効果額\nA,1\n\n令和4年度 実績（単位：千円）\n区分,効果額\nA,2\n";
    std::fs::write(folder.path().join("t.csv"), two).expect("written");
    let args = ["import", "t.csv", "--table", "1", "--table", "2", "--basis", "recurring", "--out", "plan.toml"];
    done(folder.path(), &args);
    let made: Json =
        toml::from_str(&std::fs::read_to_string(folder.path().join("plan.toml")).expect("there")).expect("TOML");
    assert_eq!(made["policy"][0]["actuals"]["R3"], 1);
    assert!(made["policy"][0]["actuals"].to_string().contains("\"R4\""), "{made}");
}

#[test]
fn what_is_planned_and_what_is_actual_is_not_taken_for_the_other() {
    let (made, _) = plan("令和4年度実績（単位：千円）", "取組,目標額,効果額\nA,10,8\n", &[]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "R4": 10 }))]);
    assert_eq!(series(&made["initiative"][0]["stream"][0]["actuals"]), json!({ "R4": 8 }));
    let told = refused("効果額の実績（単位：千円）", "取組,R3,R4,R5（見込）\nA,1,2,3\n", &[]);
    assert!(told.starts_with(UNCLEAR) && told.contains("t.csv B2") && told.ends_with("2 problems found."), "{told}");
    assert!(told.contains("name it \"figures\" (planned), \"actuals\""), "{told}");
    let (made, _) = plan("実績を踏まえた見直し計画（単位：千円）", "取組,R4,R5\nA,1,2\n", &[]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "R4": 1, "R5": 2 }))]);
    let (made, _) = plan("効果額の計画と実績（単位：千円）", "取組,R4,R5\nA,1,2\n", &[]);
    assert_eq!(streams(&made, "amounts").len(), 1);
    let (made, _) = plan("効果額の実績（単位：千円）", "取組,R4,R5\nA,1,2\n", &["--as", "amounts"]);
    assert_eq!(kinds(&made), [of("A", "saving", json!({ "R4": 1, "R5": 2 }))]);
}

/// Two figures of one table for one stream of a plan, and none where there is nothing.
#[test]
fn a_stream_of_a_plan_takes_one_figure_a_year() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).expect("written");
    write("plan.csv", "効果額（単位：千円）\n取組,R7,R8\nA,5,6\n");
    done(at, &["import", "plan.csv", "--policy", "行革", "--basis", "recurring", "--out", "plan.toml"]);
    let folder_map = "format = 1\n[[table]]\ncolumns = { \"その他の効果\" = \"actuals\" }\n";
    write("map.toml", folder_map);
    write("r7.csv", "実績（単位：千円）\n取組,R7,\n,歳出削減額,その他の効果\nA,4,3\n");
    let told = refusal(at, &["import", "r7.csv", "--map", "map.toml", "--onto", "plan.toml", "--lang", "en"]);
    assert!(
        told.starts_with("error: a row of the same name has a figure of the same year already (r7.csv B4)"),
        "{told}"
    );
    write("r7.csv", "実績（単位：千円）\n取組,R7,\n,歳出削減額,歳入確保額\nA,4,0\n");
    let told = done(at, &["import", "r7.csv", "--onto", "plan.toml", "--lang", "en"]);
    assert!(told.contains("1 actuals are added"), "{told}");
}

/// What formats of cells show that is nothing known; dates that show a year.
#[test]
fn formats_of_cells_that_say_something_unknown_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let unknown = ["#,##0\"百万\"", "\"億\"0", "#,##0\"百万円/年\"", "0\"千人\"", "0\"枚\"", "$#,##0", "0\"‰\""];
    for format in unknown {
        let path = book(at, "yyyy\"年度\"", format);
        let told = refusal(at, &["import", "t.xlsx", "--lang", "en"]);
        assert!(
            told.starts_with("error: the format of the cell shows a unit that is no money\n  --> t.xlsx 表!B3"),
            "{format}: {told}"
        );
        std::fs::remove_file(path).expect("there");
    }
    for format in ["yyyy\"年度\"", "ggge\"年度\"", "yyyy\"年\"", "yyyy", "ge"] {
        book(at, format, "#,##0;\"▲\"#,##0");
        done(at, &["import", "t.xlsx", "--basis", "recurring", "--out", "plan.toml", "--force"]);
        let made: Json = toml::from_str(&std::fs::read_to_string(at.join("plan.toml")).expect("there")).expect("TOML");
        assert_eq!(policies(&made, "targets")[0].1, json!({ "R5": 5 }), "{format}");
    }
}

/// A table of one year, which a date shows, and one figure, each in a format.
fn book(folder: &std::path::Path, of_year: &str, of_figure: &str) -> std::path::PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").expect("a name");
    for (row, words) in (0..).zip(["（単位：千円）", "区分", "業務"]) {
        super::kinds::words(sheet, row, 0, words);
    }
    super::kinds::words(sheet, 1, 2, "備考");
    let date = ExcelDateTime::from_ymd(2023, 4, 1).expect("a date");
    sheet.write_datetime_with_format(1, 1, &date, &Format::new().set_num_format(of_year)).expect("written");
    sheet.write_number_with_format(2, 1, 5, &Format::new().set_num_format(of_figure)).expect("written");
    let path = folder.join("t.xlsx");
    workbook.save(&path).expect("saved");
    path
}
