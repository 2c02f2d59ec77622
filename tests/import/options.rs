//! Each option of an import is heeded.

use super::{done, imported, of, policies, refusal, series, streams, table, told, within};
use crate::program::command;
use serde_json::{Value as Json, json};
use std::path::Path;

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

const PLAIN: &str = "（単位：千円）\n区分\tR7\tR8\n歳入の確保\t100\t－\n歳出の削減\t▲200\t(300)\n";

#[test]
fn what_can_be_read_in_two_ways_is_read_as_the_options_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = file(folder.path(), "t.txt", PLAIN);
    let targets = |args: &[&str]| {
        let (plan, _) = imported(&[&[plain.as_str(), "--brackets", "negative"], args].concat());
        policies(&plan, "targets").into_iter().map(|(_, series)| series).collect::<Vec<Json>>()
    };
    assert_eq!(targets(&[]), [json!({ "R7": 100 }), json!({ "R7": -200, "R8": -300 })]);
    assert_eq!(targets(&["--dash", "zero"]), [json!({ "R7": 100, "R8": 0 }), json!({ "R7": -200, "R8": -300 })]);
    assert_eq!(targets(&["--sign", "change"]), [json!({ "R7": -100 }), json!({ "R7": 200, "R8": 300 })]);
    let (plan, _) = imported(&[&plain, "--brackets", "cumulative"]);
    assert_eq!(policies(&plan, "targets")[1].1, json!({ "R7": -200 }));
    let (plan, _) = imported(&[&plain, "--brackets", "negative", "--as", "amounts"]);
    assert_eq!(policies(&plan, "targets")[0].1, Json::Null);
    assert_eq!(streams(&plan, "amounts")[0].3, json!({ "R7": 100, "R8": 0 }));
    let (plan, _) = imported(&[&plain, "--brackets", "negative", "--unit", "百万円"]);
    assert_eq!(plan["unit"], "百万円");
}

#[test]
fn how_effects_are_counted_is_stated() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for basis in ["recurring", "new_in_year", "year_on_year"] {
        done(
            at,
            &["import", &table("published.csv"), "--table", "1", "--basis", basis, "--out", "plan.toml", "--force"],
        );
        let plan: Json = toml::from_str(&std::fs::read_to_string(at.join("plan.toml")).expect("there")).expect("TOML");
        assert_eq!(plan["plan"]["basis"], basis);
    }
}

#[test]
fn tables_are_chosen_and_each_has_its_use() {
    let plan = of("published.csv", &["--table", "1=amounts"]);
    assert_eq!((policies(&plan, "targets")[0].1.clone(), streams(&plan, "amounts").len()), (Json::Null, 4));
    let plan = of("published.csv", &["--table", "2"]);
    assert_eq!(policies(&plan, "targets")[0].1, json!({ "R6": 53041, "R7": 66325, "R8": 97028, "R9": 107_169 }));
    // A title may have the sign in it.
    let folder = tempfile::tempdir().expect("a folder");
    let named = file(folder.path(), "t.txt", &format!("A=B\n{PLAIN}"));
    assert_eq!(imported(&[&named, "--table", "A=B", "--brackets", "negative"]).0["title"], "A=B");
}

#[test]
fn nothing_is_written_over_and_nothing_without_being_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("plan.xlsx"), "mine").expect("written");
    let args = ["import", &table("published.csv"), "--table", "1", "--basis", "recurring", "--lang", "en"];
    let told = refusal(at, &[&args[..], &["--out", "plan.xlsx"]].concat());
    assert_eq!(told, "'plan.xlsx' is there and would be lost. Name another file, or add --force if it may be lost.");
    let told = refusal(at, &[&args[..], &["--write-map", "plan.xlsx"]].concat());
    assert_eq!(told, "'plan.xlsx' is there and would be lost. Name another file, or add --force if it may be lost.");
    done(at, &[&args[..], &["--out", "plan.xlsx", "--force"]].concat());
    assert_ne!(std::fs::read(at.join("plan.xlsx")).expect("there"), b"mine");
    let told = refusal(at, &[&args[..], &["--out", "plan.pdf"]].concat());
    assert_eq!(told, "the file to write must end in .xlsx or .toml.");
    let told = done(at, &args);
    assert!(!told.contains("--out"), "{told}");
    let told = done(at, &args[..4]);
    assert!(told.contains("--basis") && told.contains("--out"), "{told}");
    assert_eq!(std::fs::read_dir(at).expect("readable").count(), 1);
}

/// What was decided once is decided the next year: the map gives the same plan without any option.
#[test]
fn a_map_is_written_and_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let args = ["--brackets", "cumulative", "--policy", "行革", "--basis", "new_in_year"];
    let source = table("two_numbers.csv");
    let first = [&["import", source.as_str()], &args[..], &["--write-map", "map.toml", "--out", "a.toml"]].concat();
    done(at, &first);
    done(at, &["import", &source, "--map", "map.toml", "--out", "b.toml"]);
    let read = |name: &str| std::fs::read_to_string(at.join(name)).expect("written");
    assert_eq!(read("a.toml"), read("b.toml"));
    let map = read("map.toml");
    for line in ["basis = \"new_in_year\"", "brackets = \"cumulative\"", "policy = \"行革\"", "unit = \"百万円\""]
    {
        assert!(map.contains(line), "{line}: {map}");
    }
    // A table of the next year: the same layout, other years.
    let next = String::from_utf8(encoding(&std::fs::read(&source).expect("there")))
        .expect("UTF-8")
        .replace("平成19年度", "平成21年度")
        .replace("平成20年度", "平成22年度");
    std::fs::write(at.join("next.csv"), next).expect("written");
    done(at, &["import", "next.csv", "--map", "map.toml", "--out", "c.toml"]);
    let plan: Json = toml::from_str(&read("c.toml")).expect("TOML");
    assert_eq!(series(&plan["initiative"][0]["stream"][0]["actuals"]), json!({ "H21": 980, "H22": 1150 }));
    // What the map says is heeded: rows that it leaves out are not there.
    std::fs::write(at.join("map.toml"), map.replace("[table.rows]", "[table.rows]\n\"人件費の抑制\" = \"skip\""))
        .expect("written");
    done(at, &["import", &source, "--map", "map.toml", "--out", "d.toml"]);
    let plan: Json = toml::from_str(&read("d.toml")).expect("TOML");
    assert_eq!(plan["initiative"].as_array().expect("a list").len(), 1);
}

fn encoding(cp932: &[u8]) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.decode(cp932).0.into_owned().into_bytes()
}

/// What is said of every table counts beside what is said of one; of the same row the latter.
#[test]
fn a_map_of_every_table_counts_beside_that_of_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let table = file(at, "t.csv", "効果額（単位：千円）\n区分,R7,R8,他,別\nA,1,2,9,9\nB,3,4,9,9\nC,5,6,9,9\n");
    let own = "[[table]]\ntitle = \"効果額\"\ncolumns = { \"他\" = \"skip\" }\nrows = { B = \"skip\" }\n";
    let every = "[[table]]\ncolumns = { \"別\" = \"skip\" }\nrows = { B = \"policy\", C = \"skip\" }\n";
    let map = file(at, "map.toml", &format!("format = 1\n{own}{every}"));
    let (plan, _) = imported(&[&table, "--map", &map]);
    assert_eq!(policies(&plan, "targets"), [("A".to_owned(), json!({ "R7": 1, "R8": 2 }))]);
}

/// Every use that a map has for columns and rows, in either language.
#[test]
fn maps_say_what_columns_and_rows_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let table = file(
        at,
        "t.txt",
        "（単位：千円）\n甲\t乙\t丙\t丁\tR7\tR8\tR8計\t他\nA\ta\t課\t覚え\t1\t2\t3\t9\nA\tb\t課\t\t4\t5\t9\t9\nA\tc\t課\t\t1\t1\t2\t9\n別計\t\t\t\t5\t7\t12\t9\n",
    );
    let decided = "format = 1\nbasis = \"継続的効果額\"\n[[table]]\n[table.columns]\n\"甲\" = \"基本方針\"\n\"乙\" = \"initiative\"\n\"丙\" = \"主担当課\"\n\"丁\" = \"note\"\nR7 = \"targets\"\n\"R8計\" = \"sum\"\n\"他\" = \"読まない\"\n[table.rows]\nc = \"うち数\"\n\"別計\" = \"合計\"\n";
    let map = file(at, "map.toml", decided);
    done(at, &["import", &table, "--map", &map, "--out", "plan.toml"]);
    let plan: Json = toml::from_str(&std::fs::read_to_string(at.join("plan.toml")).expect("there")).expect("TOML");
    assert_eq!(streams(&plan, "amounts").len(), 2);
    let first = &plan["initiative"][0];
    assert_eq!((&first["owner"], &first["note"], &first["policy"]), (&json!("課"), &json!("覚え"), &json!("A")));
    assert_eq!(plan["plan"]["basis"], "recurring");
    // Targets of an initiative are what is planned of it.
    assert_eq!(series(&first["stream"][0]["amounts"]), json!({ "R7": 1, "R8": 2 }));
    let told = done(at, &["import", &table, "--map", &map]);
    assert!(told.contains("読まない行：c") && told.contains("読まない列：他"), "{told}");
    // R7: 1 + 4 = 5, R8: 2 + 5 = 7.
    assert!(told.contains("5 6:5") && told.contains("7 6:6"), "{told}");
}

/// Files of several tables are one plan: targets of one, amounts of the other.
#[test]
fn several_files_make_one_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let goals = file(
        at,
        "goals.csv",
        "目標額,,\n（単位：百万円）,,\n基本方針,R7,R8\nI 業務の見直し,1.2,2\nII 歳入の確保,0,0.05\n",
    );
    let (plan, _) = imported(&[&table("pasted.txt"), &goals]);
    assert_eq!(policies(&plan, "targets")[0].1, json!({ "R7": 1200, "R8": 2000 }));
    assert_eq!(policies(&plan, "targets")[1].1, json!({ "R7": 0, "R8": 50 }));
    assert_eq!(streams(&plan, "amounts").len(), 4);
    assert_eq!(plan["policy"].as_array().expect("a list").len(), 2);
}

/// Standard input, and the examples: files come from wherever they come from for other commands.
#[test]
fn a_table_can_come_through_a_pipe() {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = command()
        .args(["import", "-", "--brackets", "negative", "--lang", "en"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("runs");
    child.stdin.take().expect("piped").write_all(PLAIN.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ends");
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("▲300 4:3"));
}

/// What a workbook's table holds is harmless where it is printed.
#[test]
fn what_is_printed_does_not_act() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let table = file(at, "t.txt", "題\u{1b}[31m\n（単位：千円）\n区分\tR7\tR8\n\u{202e}歳入\t100\t200\n");
    let output = within(at, &["import", &table]);
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    let _ = told("published.csv", &["--table", "1"]);
}
