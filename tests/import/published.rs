//! The two tables of the source plan, as a workbook, as comma-separated values in cp932, and as text.

use super::{book, done, imported, policies, table};
use serde_json::{Value as Json, json};
use std::path::Path;

const YEARS: [&str; 6] = ["令和4年度", "令和5年度", "令和6年度", "令和7年度", "令和8年度", "令和9年度"];

/// The tables as a workbook: numbers are numbers, headings are merged, the unit stands at the right.
fn workbook(path: std::path::PathBuf) {
    let with = |words: [&str; 6]| -> Vec<String> {
        YEARS.iter().zip(words).map(|(year, word)| format!("{year}{word}")).collect()
    };
    let plain = with([""; 6]);
    let marked = with([" (実績)", " (実績)", " (見込み)", " (見込み)", " (見込み)", " (見込み)"]);
    let years =
        |years: &[String]| -> Vec<String> { std::iter::once(String::new()).chain(years.iter().cloned()).collect() };
    let row = |cells: &[&str]| -> Vec<String> { cells.iter().map(|cell| (*cell).to_owned()).collect() };
    let amounts = row(&["", "金額", "金額", "金額", "金額", "金額", "金額"]);
    let rows: Vec<Vec<String>> = vec![
        row(&["計画策定時点の改革改善効果額見込み"]),
        row(&["", "", "", "", "", "", "", "(単位：千円)"]),
        row(&["基本方針", "改革改善効果額", "", "", "", "", "", "合計額 (R4~R9)"]),
        years(&plain),
        amounts.clone(),
        row(&["I 業務マネジメント改革", "11442", "92408", "61050", "178897", "92721", "108721", "545239"]),
        row(&["II 組織・人材マネジメント改革", "-63660", "182190", "344380", "460350", "601920", "595190", "2120370"]),
        row(&["III 財務マネジメント改革", "0", "0", "0", "2776", "2776", "2932", "8484"]),
        row(&["合計", "-52218", "274598", "405430", "642023", "697417", "706843", "2674093"]),
        Vec::new(),
        row(&["後期アクションプラン策定時点の改革改善効果額見込み"]),
        row(&["", "", "", "", "", "", "", "(単位：千円)"]),
        row(&["基本方針", "改革改善効果額", "", "", "", "", "", "合計額 (R4~R9)", "計画策定時 との比較"]),
        years(&marked),
        amounts,
        row(&["I 業務マネジメント改革", "14358", "15992", "53041", "66325", "97028", "107169", "353913", "-191326"]),
        row(&[
            "II 組織・人材マネジメント改革",
            "-34614",
            "73396",
            "252038",
            "396053",
            "598952",
            "810703",
            "2096528",
            "-23842",
        ]),
        row(&["III 財務マネジメント改革", "4583", "4512", "0", "688", "50688", "100688", "161159", "152675"]),
        row(&["合計", "-15673", "93900", "305079", "463066", "746668", "1018560", "2611600", "-62493"]),
    ];
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    book(path, "効果額", &rows, &[(2, 0, 4, 0), (2, 1, 2, 6), (12, 0, 14, 0), (12, 1, 12, 6)]);
}

/// Each figure of both tables, and the totals that they print.
fn is_the_source_plan(plan: &Json) {
    assert_eq!(
        (&plan["unit"], &plan["plan"]["first"], &plan["plan"]["last"]),
        (&json!("千円"), &json!("R4"), &json!("R9"))
    );
    assert_eq!((&plan["plan"]["as_of"], &plan["plan"]["open_years"]), (&json!("R6"), &json!("as_stated")));
    let targets = json!([
        { "R4": 11442, "R5": 92408, "R6": 61050, "R7": 178_897, "R8": 92721, "R9": 108_721 },
        { "R4": -63660, "R5": 182_190, "R6": 344_380, "R7": 460_350, "R8": 601_920, "R9": 595_190 },
        { "R4": 0, "R5": 0, "R6": 0, "R7": 2776, "R8": 2776, "R9": 2932 },
    ]);
    let actuals = json!([{ "R4": 14358, "R5": 15992 }, { "R4": -34614, "R5": 73396 }, { "R4": 4583, "R5": 4512 }]);
    let names = ["業務マネジメント改革", "組織・人材マネジメント改革", "財務マネジメント改革"];
    for (at, name) in names.into_iter().enumerate() {
        assert_eq!(policies(plan, "targets")[at], (name.to_owned(), targets[at].clone()));
        assert_eq!(policies(plan, "actuals")[at], (name.to_owned(), actuals[at].clone()));
    }
    let ids: Vec<&Json> = plan["policy"].as_array().expect("policies").iter().map(|policy| &policy["id"]).collect();
    assert_eq!(ids, ["I", "II", "III"]);
}

/// The totals of a plan without uncertainty: planned and target.
fn totals(folder: &Path, file: &str) -> (f64, f64) {
    let run = done(folder, &["run", file, "--deterministic", "--format", "json"]);
    let run: Json = serde_json::from_str(&run).expect("JSON");
    let is_whole = |entry: &&Json| entry["policy"] == "total" && entry["period"]["kind"] == "plan";
    let entries = run["results"].as_array().expect("results").iter();
    let total = entries.clone().find(is_whole).unwrap_or_else(|| panic!("{:#}", run["results"][0]));
    (total["planned"].as_f64().expect("a number"), total["target"].as_f64().expect("a number"))
}

/// 2,674,093 and 2,611,600 are printed in the source; the scenarios that come with mikomi have them too.
#[test]
fn the_published_tables_give_the_totals_of_the_shipped_scenarios() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    workbook(at.join("published.xlsx"));
    let files = [table("published.csv"), table("published.txt"), at.join("published.xlsx").display().to_string()];
    for file in &files {
        let args = [file.as_str(), "--table", "1", "--table", "後期=amounts"];
        let (plan, told) = imported(&args);
        is_the_source_plan(&plan);
        assert!(told.contains("合計の照合：一致 10、端数の範囲の差 0、不一致 0"), "{told}");
        assert!(told.contains("読まない列：計画策定時 との比較"), "{told}");
        for (out, ending) in [("plan.toml", "toml"), ("plan.xlsx", "xlsx")] {
            let all = [&["import"], &args[..], &["--basis", "recurring", "--out", out, "--force"]].concat();
            done(at, &all);
            assert_eq!(totals(at, out), (2_611_600.0, 2_674_093.0), "{file} {ending}");
        }
    }
    assert_eq!(totals(at, "example:revised"), (2_611_600.0, 2_674_093.0));
    assert_eq!(totals(at, "example:plan-time").1, 2_674_093.0);
}

/// What is shown before anything is written: each number with its cell.
#[test]
fn every_number_is_shown_with_its_cell() {
    let told = super::told("published.csv", &["--table", "1", "--lang", "ja"]);
    for shown in ["11,442 B6", "▲63,660 B7", "2,120,370 H7", "2,674,093 H9", "単位：千円", "基本方針", "合計（照合）"]
    {
        assert!(told.contains(shown), "{shown}: {told}");
    }
    let told = super::told("published.txt", &["--table", "2", "--lang", "en"]);
    for shown in
        ["▲34,614 25:2", "FY2022 actual", "FY2022–FY2027 sum (checked)", "Columns left out: 計画策定時 との比較"]
    {
        assert!(told.contains(shown), "{shown}: {told}");
    }
}
