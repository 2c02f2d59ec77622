//! Kept results told again, rounding that adds up, encodings, completions and manual pages.

use crate::program::{self, mikomi};
use crate::simulated::at;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// Runs in a folder, in English.
fn within(folder: &Path, args: &[&str]) -> Output {
    program::within(folder, &[args, &["--lang", "en"]].concat())
}

fn bytes(output: Output) -> Vec<u8> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn text(output: Output) -> String {
    String::from_utf8(bytes(output)).expect("UTF-8")
}

/// What is refused, by its message.
fn refused(folder: &Path, args: &[&str]) -> String {
    program::refused(folder, &[args, &["--lang", "en"]].concat())
}

fn scenario(name: &str) -> String {
    at(&format!("scenarios/{name}.toml")).display().to_string()
}

/// A folder with run.json, runs.json and compared.json.
fn kept() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let [plan, revised] = ["plan-time", "revised"].map(scenario);
    let few = ["--trials", "2000", "--out"];
    for (args, out) in [
        (&["run", &revised][..], "run.json"),
        (&["run", &plan, &revised], "runs.json"),
        (&["compare", &plan, &revised], "compared.json"),
    ] {
        bytes(within(folder.path(), &[args, &few, &[out]].concat()));
    }
    folder
}

/// The bytes of a report in a format that is written to a file.
fn reported(folder: &Path, args: &[&str], format: &str) -> Vec<u8> {
    let out = format!("out.{format}");
    bytes(within(folder, &[args, &["--out", &out]].concat()));
    std::fs::read(folder.join(out)).expect("written")
}

#[test]
fn a_kept_result_gives_the_bytes_that_the_run_gave() {
    let folder = kept();
    let here = folder.path();
    let [plan, revised] = ["plan-time", "revised"].map(scenario);
    for format in ["txt", "csv", "json", "html", "xlsx"] {
        for (file, made) in [
            ("run.json", &["run", &revised, "--trials", "2000"][..]),
            ("runs.json", &["run", &plan, &revised, "--trials", "2000"]),
            ("compared.json", &["compare", &plan, &revised, "--trials", "2000"]),
        ] {
            let lengths: &[&[&str]] = if format == "txt" { &[&[], &["--detail"]] } else { &[&[]] };
            for length in lengths {
                let direct = reported(here, &[made, length].concat(), format);
                let again = reported(here, &[&["report", file], *length].concat(), format);
                assert!(!direct.is_empty() && direct == again, "{file} as {format} differs");
            }
        }
    }
    for (file, table, made) in [
        ("run.json", "bridge", &["run", &revised][..]),
        ("run.json", "reconciliation", &["run", &revised]),
        ("compared.json", "attribution", &["compare", &plan, &revised]),
        ("compared.json", "track-record", &["compare", &plan, &revised]),
    ] {
        let direct = reported(here, &[made, &["--trials", "2000", "--table", table]].concat(), "csv");
        assert!(direct == reported(here, &["report", file, "--table", table], "csv"), "{table} differs");
    }
}

#[test]
fn options_of_a_kept_run_are_heeded() {
    let folder = kept();
    let here = folder.path();
    let all = text(within(here, &["report", "run.json", "--edition", "all"]));
    assert!(all.contains("base FY2026 (FY2027-FY2031)") && all.matches("Reconciliation:").count() > 3);
    let none = text(within(here, &["report", "run.json", "--edition", "none"]));
    assert!(!none.contains("Reconciliation:"));
    let added = text(within(here, &["report", "run.json", "--rounding", "to-add", "--detail"]));
    assert!(added.contains("rounded so that parts add up to their totals"));
    let windows = bytes(within(here, &["report", "run.json", "--format", "csv", "--encoding", "cp932"]));
    // 行革 in Microsoft's code page 932, and no byte order mark.
    assert!(
        windows.starts_with(b"scenario_number,title,") && windows.windows(4).any(|w| w == [0x8d, 0x73, 0x8a, 0x76])
    );
}

#[test]
fn options_that_would_be_ignored_are_refused() {
    let folder = kept();
    let here = folder.path();
    for (args, words) in [
        (&["report", "run.json", "--by", "mean"][..], "--by has an effect only on the store of a scenario set"),
        (&["report", "run.json", "--top", "3", "--only", "a=b"], "--only has an effect only on the store"),
        (&["report", "run.json", "--table", "ranking"], "this result has no table ranking. There are: results, reconc"),
        (&["report", "compared.json", "--table", "results"], "There are: differences, attribution, bridge, dominance"),
        (&["report", "run.json", "--table", "bridge"], "--table goes only with --format csv or json."),
        (&["report", "run.json", "--encoding", "cp932"], "--encoding goes only with --format csv."),
        (&["report", "run.json", "--format", "csv", "--rounding", "each"], "--rounding has an effect only on results"),
        (&["report", "compared.json", "--rounding", "each"], "--rounding has an effect only on results of mikomi run"),
        (&["report", "compared.json", "--edition", "all"], "--edition has an effect only on results of mikomi run"),
        (&["report", "run.json", "--edition", "R20"], "has no edition with the base year FY2038. There are: FY2021,"),
        (&["report", "run.json", "--format", "xlsx"], "Name the file to write with --out (such as --out report.xlsx)."),
        (&["report", "run.json", "--format", "parquet"], "--format parquet goes only with --table results of a store"),
        (&["report", "run.json", "--out", "run.json"], "'run.json' is a file that is read and would be lost"),
        (&["run", "--format", "xlsx"], "xlsx cannot be printed. Name the file to write with --out"),
        (&["run", "--encoding", "cp932"], "--encoding chooses the character encoding of a csv file."),
        (&["run", "--format", "json", "--rounding", "to-add"], "--rounding chooses how printed tables are rounded;"),
        (&["run", "--out", "a.html", "--table", "bridge"], "--table chooses the table of a csv file, or of rows"),
        (&["compare", "a.toml", "b.toml", "--format", "xlsx"], "xlsx cannot be printed."),
        (
            &["run", "--edition", "all", "--format", "json"],
            "--edition chooses the editions that text shows step by step.",
        ),
        (&["run", "--detail", "--format", "json"], "--detail chooses how much text tells."),
        (&["compare", "a.toml", "b.toml", "--detail", "--out", "a.html"], "--detail chooses how much text tells."),
        (&["report", "run.json", "--detail", "--format", "csv"], "--detail goes only with --format text."),
        (&["run", "--out", "a.docx"], "--out: there is no format .docx. There are .txt, .csv, .json, .html and .xlsx"),
        (&["run", "--format", "html", "--out", "a.xlsx"], "html is not written to a file that ends with .xlsx"),
        (
            &["report", "run.json", "--format", "csv", "--out", "a.html"],
            "csv is not written to a file that ends with .html",
        ),
        (&["man", "walk"], "there is no command 'walk'. There are: run, check, compare,"),
    ] {
        let message = refused(here, args);
        assert!(message.contains(words), "{args:?}: {message}");
    }
}

/// One change to a kept run, and what is said of it.
fn broken(change: impl Fn(&mut Json)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("run.json");
    bytes(within(folder.path(), &["run", &scenario("minimal"), "--trials", "2000", "--out", "run.json"]));
    let mut result: Json = serde_json::from_slice(&std::fs::read(&out).expect("there")).expect("JSON");
    change(&mut result);
    std::fs::write(&out, serde_json::to_vec_pretty(&result).expect("JSON")).expect("writable");
    ["text", "csv", "json", "html"].map(|format| refused(folder.path(), &["report", "run.json", "--format", format]))[0]
        .clone()
}

#[test]
fn what_is_no_whole_result_is_refused_by_its_key() {
    type Change = fn(&mut Json);
    let cases: [(Change, &str); 20] = [
        (|j| j["provenance"]["version"] = json!("9.9.9"), "provenance.version: 0.1.0, not 9.9.9"),
        (|j| j["results"] = json!([]), "results: at least one"),
        (|j| j["results"][0]["mean"] = json!(1e9), ": planned and mean of the total, the sums of the policies'"),
        (|j| j["results"][0]["planned"] = json!(1e9), ": planned and mean of the total, the sums of the policies'"),
        (
            |j| drop(j["breakdown"][0]["initiatives"].as_array_mut().expect("rows").pop()),
            "breakdown[0]: initiatives that add",
        ),
        (|j| j["breakdown"][0]["unallocated"][2] = json!(7), "initiatives that add up to the planned effect of FY2024"),
        (|j| j["results"][0]["policy"] = json!("Q"), "results[0].policy: no policy 'Q'"),
        (|j| j["results"][2]["p_met"]["value"] = json!(7), "results[2].p_met: from 0 to 1, low to high"),
        (|j| j["results"][2]["p_met"]["low"] = json!(-3), "results[2].p_met: from 0 to 1, low to high"),
        (|j| j["results"][1]["quantiles"]["p5"] = json!(1e12), "results[1].quantiles: rising"),
        (|j| j["results"][1]["period"]["first"] = json!(2040), "results[1].period: years in their order"),
        (|j| j["header"]["states"] = json!([]), "header.states: one a year of header.plan"),
        (|j| j["header"]["policies"][0]["id"] = json!("total"), "header.policies: ids"),
        (|j| j["distributions"][0]["percentiles"] = json!([1, 2]), "distributions[0].percentiles: 99 rising amounts"),
        (|j| j["breakdown"][0]["unallocated"] = json!([1]), "breakdown[0]: an amount a year of header.plan"),
        (|j| j["joint"][0]["exactly"] = json!([]), "joint[0]: the odds of 1 policies"),
        (|j| j["provenance"]["confidence"] = json!(80), "provenance.confidence: from 0 to 1"),
        (|j| j["header"]["plan"]["last"] = json!(1_000_000), "a fiscal year from 1826 to 2226, not 1000000"),
        (|j| j["header"]["plan"]["last"] = json!(2000), "years in their order, not FY2022 to FY2000"),
        (|j| drop(j.as_object_mut().expect("an object").remove("header")), "missing field `header`"),
    ];
    for (change, words) in cases {
        let message = broken(change);
        assert!(message.contains(words), "{words}: {message}");
    }
    // Steps are those of a plan with editions.
    let folder = kept();
    // Before there was a kind of its own, the plan period by editions was told from the plan by its basis alone.
    let whole = std::fs::read_to_string(folder.path().join("run.json")).expect("there");
    let mut former: Json = serde_json::from_str(&whole.replace("\"rolling\"", "\"plan\"")).expect("JSON");
    for words in [".period.kind: edition or rolling where basis is edition", ".period: each period once"] {
        std::fs::write(folder.path().join("former.json"), former.to_string()).expect("writable");
        let message = refused(folder.path(), &["report", "former.json"]);
        assert!(message.contains(words), "{message}");
        for entry in former["results"].as_array_mut().expect("a list") {
            if entry["period"]["kind"] == "plan" && entry["basis"] == "edition" {
                entry["period"]["kind"] = json!("rolling");
            }
        }
    }
    for (list, step, words) in [
        (
            "editions",
            "/editions/2/reconciliation/0/steps",
            "editions[2].reconciliation: steps that add up to the edition",
        ),
        ("bridges", "/bridges/1/steps", "bridges[1]: steps that add up to the later edition"),
    ] {
        let file = folder.path().join("run.json");
        let whole: Json = serde_json::from_slice(&std::fs::read(&file).expect("there")).expect("JSON");
        let mut cut = whole.clone();
        let steps = cut.pointer_mut(step).and_then(Json::as_array_mut).expect("steps");
        steps.retain(|s| s["planned"] == json!(0.0));
        std::fs::write(folder.path().join("cut.json"), cut.to_string()).expect("writable");
        let message = refused(folder.path(), &["report", "cut.json"]);
        assert!(message.contains(words), "{list}: {message}");
    }
    let not_json = |name: &str, content: &[u8]| {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), content).expect("writable");
        refused(folder.path(), &["report", name])
    };
    let message = not_json("cut.json", b"{\n  \"provenance\": {\n");
    assert!(message.contains("'cut.json' line 3, column 0: cannot be read as a result of mikomi"), "{message}");
    assert!(not_json("set.json", br#"{"set": "x", "counts": {}}"#).contains("Name the store that it was made from"));
    assert!(not_json("none.json", b"[]").contains("[]: at least one run"));
    assert!(not_json("list.json", b"[1]").contains("line 1, column 2: cannot be read as a result"));
    assert!(not_json("empty.json", b"").contains("'empty.json' is no result of mikomi. Name the store"));
}

/// The figures of a table of the text report: rows of cells between bars.
fn cells(report: &str, after: &str, until: &str) -> Vec<Vec<f64>> {
    let part = report.split(after).nth(1).expect("the section").split(until).next().expect("its end");
    let number = |cell: &str| {
        let plain = cell.trim().replace(',', "").replace('▲', "-");
        plain.parse::<f64>().ok()
    };
    let rows = part.lines().map(|line| line.split('|').skip(1).filter_map(number).collect::<Vec<f64>>());
    rows.filter(|row: &Vec<f64>| !row.is_empty()).collect()
}

#[test]
fn with_rounding_to_add_every_table_adds_up_as_printed() {
    let mut differs = 0;
    for name in ["plan-time", "revised"] {
        let args = ["run", &scenario(name), "--trials", "3000", "--detail", "--lang", "en"];
        let [each, added] = [&[][..], &["--rounding", "to-add"]]
            .map(|more| String::from_utf8(bytes(mikomi(&[&args, more].concat()))).expect("UTF-8"));
        differs += usize::from(each != added);
        // Target, planned, planned - target, mean by year: policies down to the total, years across to the plan period.
        let rows = cells(&added, "By fiscal year", "Editions of the financial plan");
        let amounts: Vec<&Vec<f64>> = rows.iter().filter(|row| row.len() == 7).collect();
        assert_eq!(amounts.len(), 4 * 4, "{added}");
        for row in &amounts {
            assert_eq!(row[..6].iter().sum::<f64>(), row[6], "{name}: {row:?}");
        }
        for kind in 0..4 {
            for (column, total) in amounts[12 + kind].iter().enumerate() {
                let parts: f64 = (0..3).map(|policy| amounts[4 * policy + kind][column]).sum();
                assert_eq!(parts, *total, "{name}: kind {kind}, column {column}");
            }
        }
        // The table by policy has the same amounts.
        let main = cells(&added, "(unit: thousand yen)", "Against the total target");
        for (row, policy) in main.iter().zip(0..) {
            let by_year: Vec<f64> = [0, 1, 3].iter().map(|kind| amounts[4 * policy + kind][6]).collect();
            assert_eq!(row[..3], by_year[..], "{name}");
        }
        // So have the walks from the plan period to the editions, which add up across and down.
        let all = String::from_utf8(bytes(mikomi(&[&args[..], &["--rounding", "to-add", "--edition", "R5"]].concat())));
        let all = all.expect("UTF-8");
        let walks = cells(&all, "Reconciliation:", "Bridge:");
        assert_eq!(walks.len(), 12, "{all}");
        for (at, row) in walks.iter().enumerate() {
            let (last, steps) = row.split_last().expect("cells");
            assert_eq!(steps.iter().sum::<f64>(), *last, "{name}: {row:?}");
            assert_eq!(row[0], main[at / 3][at % 3], "{name}: {row:?}");
        }
    }
    assert!(differs > 0, "rounding to add changed nothing anywhere");
}

#[test]
fn characters_that_do_not_fit_are_told_with_their_lines_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let minimal = crate::simulated::file("scenarios/minimal.toml").replace("基本方針 / Policy", "𠮷野の方針😀");
    std::fs::write(folder.path().join("s.toml"), minimal).expect("writable");
    let args = ["run", "s.toml", "--trials", "1000", "--format", "csv", "--encoding", "cp932", "--out", "r.csv"];
    let message = refused(folder.path(), &args);
    let expected = "nothing was written: cp932 (Shift_JIS) does not have these characters.\n  '😀' (U+1F600, line 2, 3, 4, 5, 6, …: ";
    assert!(message.starts_with(expected), "{message}");
    assert!(message.contains("'𠮷' (U+20BB7, line 2,") && message.contains("use --encoding utf-8"), "{message}");
    assert!(!folder.path().join("r.csv").exists());
    let utf8 = text(within(folder.path(), &["run", "s.toml", "--trials", "1000", "--out", "r.csv"]));
    assert_eq!(utf8, "");
    let written = std::fs::read_to_string(folder.path().join("r.csv")).expect("UTF-8");
    assert!(written.starts_with("\u{feff}scenario_number,title,") && written.contains("𠮷野の方針😀"));
}

#[test]
fn shells_complete_and_manuals_tell_every_command() {
    let commands = [
        "run",
        "check",
        "compare",
        "batch",
        "report",
        "chart",
        "bench",
        "explain",
        "schema",
        "example",
        "template",
        "convert",
        "import",
        "completions",
        "man",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(mikomi(&["completions", shell]));
        assert!(commands.iter().all(|c| script.contains(c)) && script.contains("rounding"), "{shell}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    bytes(within(folder.path(), &["man", "--out", "pages"]));
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(folder.path().join("pages")).expect("there").map(|f| f.expect("read").path()).collect();
    pages.sort();
    assert_eq!(pages.len(), commands.len() + 1);
    let run = std::fs::read_to_string(folder.path().join("pages/mikomi-run.1")).expect("UTF-8");
    assert!(run.contains(".TH mikomi-run 1") && run.contains("Simulate scenarios and report"), "{run}");
    assert!(run.contains("\\-\\-lang") && run.contains("\\-\\-rounding"), "{run}");
    assert_eq!(run, text(within(folder.path(), &["man", "run"])));
    let japanese = text(mikomi(&["man", "run", "--lang", "ja"]));
    assert!(japanese.contains("シナリオを試算し、基本方針ごとの不足額の分布を報告します"), "{japanese}");
}
