//! Tables in the formats that a spreadsheet program writes: the format before 2007, and the open document format.
//!
//! Without LibreOffice on the path the test says so and passes; with MIKOMI_OFFICE=required it fails.

use super::{book, imported, streams, table, within};
use crate::office::converted;
use serde_json::json;

#[test]
fn tables_of_every_format_are_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let rows: [&[&str]; 6] = [
        &["行革プラン 取組別効果額"],
        &["（単位：千円）"],
        &["基本方針", "取組項目", "令和7年度", "令和8年度", "合計"],
        &["1 業務改革", "窓口業務の委託", "▲ 5", "1200", "1195"],
        &["", "RPAの導入", "300", "300", "600"],
        &["合計", "", "295", "1500", "1795"],
    ];
    book(at.join("t.xlsx"), "一覧", &rows, &[(3, 0, 4, 0)]);
    let expected = [json!({ "R7": 0, "R8": 1200 }), json!({ "R7": 5, "R8": 0 }), json!({ "R7": 300, "R8": 300 })];
    for ending in ["xlsx", "xls", "ods"] {
        let path = at.join(format!("t.{ending}"));
        if ending != "xlsx" {
            if !converted(at, "t.xlsx", ending) {
                return;
            }
            std::fs::copy(at.join("out").join(format!("t.{ending}")), &path).expect("copied");
        }
        let (plan, told) = imported(&[&path.display().to_string()]);
        let amounts: Vec<_> = streams(&plan, "amounts").into_iter().map(|(.., amounts)| amounts).collect();
        assert_eq!(amounts, expected, "{ending}");
        assert!(told.contains("1,795 E6") && told.contains("一致 5、端数の範囲の差 0、不一致 0"), "{ending}: {told}");
    }
    // Of the format before 2007 the form is not read, and what is damaged is told.
    let bytes = std::fs::read(at.join("t.xls")).expect("there");
    std::fs::write(at.join("cut.xls"), &bytes[..bytes.len() / 2]).expect("written");
    let output = within(at, &["import", "cut.xls", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let _ = table("published.csv");
}
