//! Layouts that tables are published in. What they hold is worked out by hand.

use super::{imported, of, policies, series, streams, table, told};
use serde_json::{Value as Json, json};

fn stream(name: &str, policy: &str, kind: &str, amounts: Json) -> (String, String, String, Json) {
    (name.to_owned(), policy.to_owned(), kind.to_owned(), amounts)
}

fn policy(name: &str, amounts: Json) -> (String, Json) {
    (name.to_owned(), amounts)
}

/// Rows of plan, actual and percentage; a second number in brackets is cumulative.
#[test]
fn two_numbers_in_a_cell_and_rows_of_percentages() {
    let plan = of("two_numbers.csv", &["--brackets", "cumulative", "--policy", "行革"]);
    let planned = [
        stream("人件費の抑制", "行革", "saving", json!({ "H19": 950, "H20": 1200 })),
        stream("事務事業の見直し", "行革", "saving", json!({ "H19": 300, "H20": 400 })),
    ];
    let actual = [
        stream("人件費の抑制", "行革", "saving", json!({ "H19": 980, "H20": 1150 })),
        stream("事務事業の見直し", "行革", "saving", json!({ "H19": 310, "H20": 380 })),
    ];
    assert_eq!((streams(&plan, "amounts"), streams(&plan, "actuals")), (planned.to_vec(), actual.to_vec()));
    assert_eq!((&plan["unit"], &plan["title"]), (&json!("百万円"), &json!("第3次行財政改革 実施状況")));
    let told = told("two_numbers.csv", &["--brackets", "cumulative"]);
    assert!(told.contains("読まない行：人件費の抑制 達成率、事務事業の見直し 達成率"), "{told}");
    assert!(told.contains("一致 10、端数の範囲の差 0、不一致 0"), "{told}");
}

/// The same table on two bases; cuts of expenditure are printed negative, revenue positive.
#[test]
fn cuts_printed_negative_beside_revenue() {
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    std::fs::write(&map, "format = 1\n[[table]]\ntitle = \"継続的\"\nrows = { \"人件費の削減\" = \"as_change\" }\n")
        .expect("written");
    let plan = of("two_bases.csv", &["--map", &map.display().to_string()]);
    let targets = [
        policy("人件費の削減", json!({ "H18": 396_046, "H19": 410_000 })),
        policy("税収の確保", json!({ "H18": 120_000, "H19": 130_000 })),
    ];
    assert_eq!(policies(&plan, "targets"), targets);
    // Read as they stand the sums do not add up, and that is told: 120,000 - 396,046 is not 516,046.
    let plain = told("two_bases.csv", &["--table", "1"]);
    assert!(plain.contains("× B6 効果額合計／H18年度：表では 516,046、内訳の和は ▲276,046（差 792,092）"), "{plain}");
}

/// The unit below the table, "▲ 19,761" with a blank, full-width digits, a row of differences.
#[test]
fn the_unit_below_and_a_row_of_differences() {
    let (plan, told) = imported(&[&table("unit_below.txt")]);
    let targets = [
        policy("歳入の確保", json!({ "R5": 12300, "R6": -19761, "R7": 8000 })),
        policy("歳出の削減", json!({ "R5": 45000, "R6": 46500, "R7": 47000 })),
    ];
    assert_eq!(policies(&plan, "targets"), targets);
    assert_eq!((&plan["unit"], &plan["note"]), (&json!("千円"), &json!("※ 端数処理のため一致しないことがあります。")));
    assert!(told.contains("読まない行：前年度との差") && told.contains("一致 3、端数の範囲の差 0、不一致 0"), "{told}");
}

/// Amounts in words are yen, and a second column of the general account is a part of the first.
#[test]
fn amounts_in_words() {
    let plan = of("in_words.csv", &[]);
    let targets = [
        policy("歳出の削減", json!({ "H17": 2_879_075_000_i64, "H18": 1_102_656_000_i64 })),
        policy("歳入の確保", json!({ "H17": 350_000_000, "H18": 80_000_000 })),
    ];
    assert_eq!((policies(&plan, "targets"), &plan["unit"]), (targets.to_vec(), &json!("円")));
    let plan = of("in_words.csv", &["--unit", "千円"]);
    assert_eq!(policies(&plan, "targets")[0].1, json!({ "H17": 2_879_075, "H18": 1_102_656 }));
}

/// 万円 in one column and 億円 in the other: 0.2 億円 are 2,000 万円. The title says that they are actuals.
#[test]
fn two_units_side_by_side() {
    let refused = super::refusal(
        std::path::Path::new("."),
        &["import", &table("two_units.csv"), "--policy", "歳入", "--basis", "recurring", "--lang", "en"],
    );
    assert!(refused.starts_with("error: a table of the actuals of initiatives alone makes no plan\n"), "{refused}");
    assert!(refused.contains("two_units.csv B3\n"), "{refused}");
    let told = told("two_units.csv", &[]);
    assert!(told.contains("H25 実績") && told.contains("表の注記：※千円未満切捨て"), "{told}");
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    let decided = "format = 1\n[[table]]\n[table.columns]\n\"平成25年度 効果額（万円）\" = \"figures\"\n\"平成26年度 効果額（億円）\" = \"数値\"\n";
    std::fs::write(&map, decided).expect("written");
    let plan = of("two_units.csv", &["--policy", "歳入", "--map", &map.display().to_string()]);
    let planned = [
        stream("使用料の見直し", "歳入", "saving", json!({ "H25": 1250, "H26": 2000 })),
        stream("広告収入", "歳入", "saving", json!({ "H25": 430, "H26": 500 })),
    ];
    assert_eq!((streams(&plan, "amounts"), &plan["unit"]), (planned.to_vec(), &json!("万円")));
}

/// One sum for five years.
#[test]
fn sums_of_five_years() {
    let plan = of("five_years.csv", &["--policy", "集中改革"]);
    let all: Vec<Json> = streams(&plan, "amounts").into_iter().map(|(.., amounts)| amounts).collect();
    assert_eq!(all, [json!({ "period": 1520 }), json!({ "period": 830 }), json!({ "period": 210 })]);
    assert_eq!((&plan["plan"]["first"], &plan["plan"]["last"]), (&json!("H17"), &json!("H21")));
}

/// Headings with formulas (計画額a, b-a, b/a*100), numbers of rows, one decimal beside whole numbers.
#[test]
fn formulas_in_headings() {
    let (plan, told) = imported(&[&table("formulas_in_heads.csv"), "--policy", "行革"]);
    let planned = [
        stream("窓口の見直し", "行革", "saving", json!({ "R5": 12.5, "R6": 13 })),
        stream("施設の統合", "行革", "saving", json!({ "R5": 8, "R6": 9.1 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert_eq!(streams(&plan, "actuals")[1].3, json!({ "R5": 8.2, "R6": 9 }));
    assert_eq!(plan["unit"], json!({ "name": "百万円", "decimals": 1 }));
    assert!(told.contains("読まない列：令和5年度 b-a、令和5年度 b/a*100、令和6年度 b-a、令和6年度 b/a*100"), "{told}");
}

/// The label in second place after the current year; brackets mean saving; what lost its bracket is stated in a map.
#[test]
fn the_label_in_second_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    let decided =
        "format = 1\n[[table]]\nbrackets = \"negative\"\nsign = \"change\"\ncells = { D5 = -0.062, C6 = -32.245 }\n";
    std::fs::write(&map, decided).expect("written");
    let args = ["--map", &map.display().to_string(), "--policy", "A"];
    let plan = of("label_in_second_place.csv", &args);
    let planned = [
        stream("Review of services", "A", "saving", json!({ "R7": 1.2, "R8": 0.5, "R9": 0 })),
        stream("Fees and charges", "A", "saving", json!({ "R7": 0, "R8": 0.25, "R9": 0.062 })),
        stream("Asset sales", "A", "saving", json!({ "R7": 0, "R8": 32.245, "R9": 1 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    let told = told("label_in_second_place.csv", &args);
    assert!(told.contains("一致 3、端数の範囲の差 0、不一致 0"), "{told}");
}

/// Section rows without numbers are policies; a pair of one-offs is what it takes and what it gives.
#[test]
fn section_rows_and_pairs_of_one_offs() {
    let (plan, told) = imported(&[&table("section_rows.csv"), "--brackets", "negative"]);
    let planned = [
        stream("Demand management", "Adults", "saving", json!({ "R4": 1.5, "R5": 2, "R6": 2.1 })),
        stream("One-off grant", "Adults", "saving", json!({ "R4": 0, "R5": 1.133, "R6": 0 })),
        stream("One-off grant", "Adults", "cost", json!({ "R4": 1.133, "R5": 0, "R6": 0 })),
        stream("Placements", "Children", "saving", json!({ "R4": 0.8, "R5": 0.9, "R6": 1 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert!(told.contains("一致 7、端数の範囲の差 0、不一致 0"), "{told}");
}

/// Two tables on a sheet, a row for the unit under the headings, rows of zeros.
#[test]
fn two_tables_on_a_sheet() {
    let plan = of("two_tables.csv", &["--table", "General", "--table", "HRA"]);
    let planned = [
        stream("Void turnaround", "Housing", "saving", json!({ "R7": 1.2, "R8": 1.4 })),
        stream("Repairs", "Housing", "saving", json!({ "R7": 0.3, "R8": 0.3 })),
        stream("Back office", "ORBIS", "saving", json!({ "R7": 0, "R8": 0 })),
        stream("Rent collection", "HRA", "saving", json!({ "R7": 0.4, "R8": 0.5 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert_eq!(streams(&of("two_tables.csv", &["--table", "2"]), "amounts"), planned[3..]);
}

/// Several kinds of figures of one year side by side: a map says which, and blanks are blanks.
#[test]
fn kinds_of_figures_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("map.toml");
    let decided = "format = 1\n[[table]]\npolicy = \"CIP\"\ncells = { C5 = -0.928 }\n[table.columns]\n\"Recurrent plan\" = \"skip\"\n\"In-year plan\" = \"figures\"\n\"Forecast\" = \"skip\"\n\"YTD plan\" = \"skip\"\n\"YTD actual\" = \"skip\"\n";
    std::fs::write(&map, decided).expect("written");
    let plan = of("side_by_side.csv", &["--map", &map.display().to_string()]);
    let planned = [
        stream("Procurement", "CIP", "saving", json!({ "R7": 4.8 })),
        stream("Workforce", "CIP", "saving", json!({ "R7": 0 })),
        stream("Workforce", "CIP", "cost", json!({ "R7": 0.928 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
}

/// Parts inside their parent, rates of change, "▲ 18", actual and planned years in one row.
#[test]
fn parts_inside_their_parent() {
    let (plan, told) = imported(&[&table("of_which.csv"), "--as", "amounts"]);
    assert_eq!(
        policies(&plan, "actuals"),
        [policy("人件費の縮減", json!({ "R3": 120, "R4": 135 })), policy("委託化", json!({ "R3": -18, "R4": 5 }))]
    );
    let planned = [
        stream("人件費の縮減", "人件費の縮減", "saving", json!({ "R5": 140, "R6": 150 })),
        stream("委託化", "委託化", "saving", json!({ "R5": 20, "R6": 30 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert!(
        told.contains("読まない行：うち退職不補充、増減率") && told.contains("一致 4、端数の範囲の差 0、不一致 0"),
        "{told}"
    );
}

/// Text pasted from a document: blanks tell cells apart, an indent tells policies from initiatives. The policy row is the sum
/// of its initiatives, and is not imported again.
#[test]
fn text_pasted_from_a_document() {
    let (plan, told) = imported(&[&table("pasted.txt")]);
    let planned = [
        stream("窓口の委託", "I", "saving", json!({ "R7": 600, "R8": 0, "R9": 1300 })),
        stream("窓口の委託", "I", "cost", json!({ "R7": 0, "R8": 400, "R9": 0 })),
        stream("RPAの導入", "I", "saving", json!({ "R7": 500, "R8": 200, "R9": 2000 })),
        stream("広告", "II", "saving", json!({ "R7": 0, "R8": 50, "R9": 60 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert!(plan["policy"].as_array().expect("policies").iter().all(|policy| series(&policy["targets"]) == Json::Null));
    // 4 figures each of two policies and of the total, and 6 sums across: all but none add up.
    assert!(told.contains("不一致 0"), "{told}");
}

/// Merged names of policies, a column of divisions, subtotals, a total that is a thousand off for rounding.
#[test]
fn merged_policies_with_subtotals() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("merged.xlsx");
    let rows: [&[&str]; 10] = [
        &["行革プラン 取組別効果額"],
        &["", "", "", "", "", "", "（単位：千円）"],
        &["基本方針", "取組項目", "担当課", "R7", "R8", "R9", "合計"],
        &["1 業務改革", "窓口業務の委託", "市民課", "0", "1200", "1500", "2700"],
        &["", "RPAの導入", "情報課", "300", "300", "300", "900"],
        &["", "小計", "", "300", "1500", "1800", "3600"],
        &["2 歳入の確保", "使用料の改定", "財政課", "", "800", "800", "1600"],
        &["", "広告", "管財課", "－", "50", "50", "100"],
        &["", "小計", "", "0", "850", "850", "1700"],
        &["合計", "", "", "300", "2350", "2650", "5299"],
    ];
    super::book(path.clone(), "一覧", &rows, &[(3, 0, 5, 0), (6, 0, 8, 0)]);
    let (plan, told) = imported(&[&path.display().to_string()]);
    let planned = [
        stream("窓口業務の委託", "1", "saving", json!({ "R7": 0, "R8": 1200, "R9": 1500 })),
        stream("RPAの導入", "1", "saving", json!({ "R7": 300, "R8": 300, "R9": 300 })),
        stream("使用料の改定", "2", "saving", json!({ "R7": 0, "R8": 800, "R9": 800 })),
        stream("広告", "2", "saving", json!({ "R7": 0, "R8": 50, "R9": 50 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert_eq!(plan["initiative"][2]["owner"], "財政課");
    assert!(told.contains("・ G10 合計／合計：表では 5,299、内訳の和は 5,300（差 ▲1）"), "{told}");
    assert!(told.contains("一致 15、端数の範囲の差 1、不一致 0"), "{told}");
}

/// The format before 2007, as another program wrote it: 1200 - 300 = 900, 5.5 + 6 = 11.5.
#[test]
fn workbooks_of_the_format_before_2007() {
    let (plan, told) = imported(&[&table("before_2007.xls")]);
    let planned = [
        stream("窓口の委託", "1", "saving", json!({ "R7": 1200, "R8": 0 })),
        stream("窓口の委託", "1", "cost", json!({ "R7": 0, "R8": 300 })),
        stream("RPA", "1", "saving", json!({ "R7": 5.5, "R8": 6 })),
    ];
    assert_eq!(streams(&plan, "amounts"), planned);
    assert!(told.contains("一致 5、端数の範囲の差 0、不一致 0"), "{told}");
    // Twenty sheets with a cell in the first and in the last place: room for 335 million cells.
    let refused = super::refusal(std::path::Path::new("."), &["import", &table("wide.xls"), "--lang", "en"]);
    assert!(refused.contains("the workbook is too large"), "{refused}");
}
