//! `mikomi template` and `mikomi convert`, and workbooks wherever TOML can stand.

use super::{AS_TOML, by_hand, sheets};
use crate::program::{done, within};
use std::path::Path;

fn refused(folder: &Path, args: &[&str], code: i32) -> String {
    let output = within(folder, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}");
    String::from_utf8(output.stderr).expect("UTF-8").trim_end().to_owned()
}

fn json(folder: &Path, file: &str) -> String {
    done(folder, &["run", file, "--trials", "1000", "--format", "json"])
}

/// The JSON without what names the files that were laid over one another.
fn results(folder: &Path, file: &str) -> serde_json::Value {
    let whole: serde_json::Value = serde_json::from_str(&json(folder, file)).expect("JSON");
    whole["results"].clone()
}

#[test]
fn a_template_is_a_plan_that_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for (lang, title) in [("ja", "行財政改革プラン（記入例）"), ("en", "Reform plan (example)")] {
        let name = format!("{lang}.xlsx");
        assert_eq!(done(at, &["template", &name, "--lang", lang]), "");
        let told = done(at, &["check", &name, "--lang", "en"]);
        assert!(told.contains("no errors"), "{told}");
        assert!(json(at, &name).contains(title));
    }
    done(at, &["template", "revised.xlsx", "--from", "example:revised"]);
    assert_eq!(json(at, "revised.xlsx"), json(at, "example:revised"));
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("mine.xlsx"), "hours of work").expect("written");
    let told = refused(at, &["template", "mine.xlsx", "--lang", "ja"], 2);
    assert_eq!(
        told,
        "「mine.xlsx」はすでにあります。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。"
    );
    let told = refused(at, &["convert", "example:minimal", "mine.xlsx", "--lang", "en"], 2);
    assert_eq!(told, "'mine.xlsx' is there and would be lost. Name another file, or add --force if it may be lost.");
    assert_eq!(std::fs::read(at.join("mine.xlsx")).expect("there"), b"hours of work");
    done(at, &["template", "mine.xlsx", "--force"]);
    done(at, &["convert", "example:minimal", "mine.xlsx", "--force"]);
    assert_eq!(json(at, "mine.xlsx"), json(at, "example:minimal"));
    for (lang, words) in
        [("ja", "書込先は .xlsx か .toml にしてください。"), ("en", "the file to write must end in .xlsx or .toml.")]
    {
        assert_eq!(refused(at, &["convert", "example:minimal", "a.csv", "--lang", lang], 2), words);
    }
    assert_eq!(refused(at, &["template", "a.toml", "--lang", "en"], 2), "the file to write must end in .xlsx.");
}

#[test]
fn what_no_cell_can_hold_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("a.toml"), AS_TOML.replace("物価", "物価\\u202E")).expect("written");
    for (lang, begins) in
        [("ja", "not_modelled.2 は、ブックのセルに入りません"), ("en", "no cell can hold not_modelled.2 as it is")]
    {
        let told = refused(at, &["convert", "a.toml", "a.xlsx", "--lang", lang], 1);
        assert!(told.starts_with(begins), "{told}");
        assert!(!at.join("a.xlsx").exists());
    }
}

#[test]
fn scenarios_go_both_ways_with_their_comments() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let toml = format!("# 一行目\n#\n#  三行目\n{}", AS_TOML.replacen("format = 1", "format = 1 # 値の後ろ", 1));
    std::fs::write(at.join("a.toml"), &toml).expect("written");
    done(at, &["convert", "a.toml", "b.xlsx"]);
    done(at, &["convert", "b.xlsx", "c.toml"]);
    let back = std::fs::read_to_string(at.join("c.toml")).expect("there");
    assert!(back.starts_with("# 一行目\n#\n#  三行目\n# 値の後ろ\n\nformat = 1\n"), "{back}");
    assert_eq!(json(at, "a.toml"), json(at, "b.xlsx"));
    assert_eq!(json(at, "a.toml"), json(at, "c.toml"));
}

/// A comment of several lines stays a comment.
#[test]
fn comments_of_cells_are_comments_of_toml() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let mut all = sheets();
    all.push(("はじめに", "■ TOMLの注釈\n一行(改行)correlation_repair = \"nearest\""));
    let bytes = by_hand(&all.iter().map(|(name, rows)| (*name, &*rows.to_string().leak())).collect::<Vec<_>>());
    std::fs::write(at.join("a.xlsx"), bytes).expect("written");
    done(at, &["convert", "a.xlsx", "a.toml"]);
    let toml = std::fs::read_to_string(at.join("a.toml")).expect("there");
    assert!(toml.starts_with("#一行\n#correlation_repair = \"nearest\"\n\nformat"), "{toml}");
}

#[test]
fn workbooks_stand_wherever_toml_can() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("plan.xlsx"), by_hand(&sheets())).expect("written");
    std::fs::write(at.join("plan.toml"), AS_TOML).expect("written");
    let late = "[[initiative]]\nid = \"光熱水費\"\ndelay = 1\n";
    std::fs::write(at.join("late.toml"), late).expect("written");
    // Laid over one another, either way.
    assert_eq!(results(at, "plan.xlsx+late.toml"), results(at, "plan.toml+late.toml"));
    let amounts = "取組 | ID | 金額 R9\n光熱水費 | 1 | 10";
    std::fs::write(at.join("less.xlsx"), by_hand(&[("金額", amounts)])).expect("written");
    let less = "[[initiative]]\nid = \"光熱水費\"\n[[initiative.stream]]\nid = \"1\"\namounts = { R9 = 10 }\n";
    std::fs::write(at.join("less.toml"), less).expect("written");
    assert_eq!(results(at, "plan.toml+less.xlsx"), results(at, "plan.toml+less.toml"));
    assert_ne!(results(at, "plan.toml+less.xlsx"), results(at, "plan.toml"));
    // As what another extends, and as the base of a sweep.
    std::fs::write(at.join("next.toml"), format!("extends = \"plan.xlsx\"\n{late}")).expect("written");
    assert_eq!(results(at, "next.toml"), results(at, "plan.toml+late.toml"));
    let sweep = "format = 1\ntitle = \"s\"\nbase = \"plan.xlsx\"\n[[lever]]\nid = \"l\"\npath = \"initiative.光熱水費.delay\"\nvalues = [0, 1]\n";
    std::fs::write(at.join("sweep.toml"), sweep).expect("written");
    assert!(done(at, &["batch", "sweep.toml", "--plan", "--lang", "en"]).contains("2 scenarios"));
    // In a folder, where reports and what Excel leaves there are no scenarios.
    std::fs::create_dir(at.join("set")).expect("a folder");
    std::fs::copy(at.join("plan.xlsx"), at.join("set/a.xlsx")).expect("copied");
    std::fs::write(at.join("set/b.toml"), AS_TOML.replace("R9 = 150", "R9 = 140")).expect("written");
    std::fs::write(at.join("set/~$a.xlsx"), "somebody").expect("written");
    done(at, &["run", "plan.toml", "--trials", "1000", "--out", "set/report.xlsx"]);
    let output = within(at, &["batch", "set", "--trials", "1000", "--lang", "ja"]);
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(
        output.status.success() && told.contains("report.xlsx") && told.contains("mikomi の様式のブックではありません"),
        "{told}"
    );
    let ranking = done(at, &["report", "set.sqlite", "--table", "scenarios", "--format", "csv"]);
    assert_eq!(ranking.lines().count(), 3, "{ranking}");
}
