//! The command line: every option has an effect, every failure its exit code, every file appears whole.

use crate::program::{command, mikomi, stderr, stdout};
use crate::simulated::{at, file, read, settings};
use mikomi::engine::trace;
use mikomi::plan::{Plan, Uncertainty};
use serde_json::Value as Json;
use std::process::{Command, Stdio};

const MINIMAL: &str = "scenarios/minimal.toml";

fn json(args: &[&str]) -> Json {
    let all = [&["run", MINIMAL, "--format", "json"], args].concat();
    serde_json::from_str(&stdout(&all)).expect("JSON")
}

#[test]
fn without_a_file_the_embedded_revised_plan_runs() {
    let embedded: Json = serde_json::from_str(&stdout(&["run", "--format", "json", "--trials", "2000"])).expect("JSON");
    let args = ["run", "scenarios/revised.toml", "--format", "json", "--trials", "2000"];
    let from_file: Json = serde_json::from_str(&stdout(&args)).expect("JSON");
    assert!(embedded == from_file, "the embedded plan is not that of the file");
}

#[test]
fn each_option_of_a_run_is_heeded() {
    let base = json(&[]);
    assert_eq!(base["provenance"]["trials"], 100_000);
    assert_eq!(json(&["--trials", "3,000"])["provenance"]["trials"], 3000);
    let total = |j: &Json, key: &str| j["results"].as_array().unwrap().last().unwrap()[key].clone();
    assert_ne!(total(&json(&["--seed", "2"]), "mean"), total(&base, "mean"));
    assert_ne!(total(&json(&["--sampling", "random"]), "mean"), total(&base, "mean"));
    let planned = json(&["--deterministic"]);
    assert_eq!(total(&planned, "sd"), 0.0);
    assert_eq!((&planned["provenance"]["simulated"], &planned["provenance"]["trials"]), (&false.into(), &0.into()));
    assert_eq!(total(&planned, "mean"), total(&base, "planned"));
    let surer = json(&["--confidence", "90"]);
    assert_eq!(total(&surer, "extra_for_80"), total(&base, "extra_for_80"));
    assert!(total(&surer, "extra").as_f64() > total(&base, "extra").as_f64());
    assert!(json(&["--threads", "3"]) == base, "threads change the result");
    let [text, csv] = ["text", "csv"].map(|f| stdout(&["run", MINIMAL, "--trials", "2000", "--format", f]));
    assert!(text.contains("達成確率") && csv.starts_with("scenario_number,title,policy") && csv.contains("\r\n"));
}

#[test]
fn two_processes_give_the_same_bytes() {
    let args = ["run", "tests/reference/everything.toml", "--trials", "30000", "--format", "json"];
    assert!(stdout(&args) == stdout(&args), "two processes differ");
}

#[test]
fn several_scenarios_are_reported_one_after_the_other() {
    let args = ["run", "scenarios/plan-time.toml", "scenarios/revised.toml", "--trials", "2000", "--format", "json"];
    let both: Json = serde_json::from_str(&stdout(&args)).expect("JSON");
    assert_eq!(both.as_array().map(Vec::len), Some(2));
    let alone: Json = serde_json::from_str(&stdout(&[&args[..1], &args[2..]].concat())).expect("JSON");
    assert_eq!(both[1], alone);
}

#[test]
fn overlays_change_what_they_name_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let over = folder.path().join("over.toml");
    std::fs::write(&over, "title = \"other\"\n[[policy]]\nid = \"P\"\ntargets = { 2025 = 1 }\n").expect("writable");
    let base = folder.path().join("base.toml");
    std::fs::write(&base, file(MINIMAL)).expect("writable");
    let name = format!("{}+{}", base.display(), over.display());
    let resolved = stdout(&["check", &name, "--resolved"]);
    let value: toml::Table = toml::from_str(&resolved).expect("TOML");
    assert_eq!(value["title"].as_str(), Some("other"));
    let targets = value["policy"][0]["targets"].as_table().expect("targets");
    let before: toml::Table = toml::from_str(&file(MINIMAL)).expect("TOML");
    let old = before["policy"][0]["targets"].as_table().expect("targets");
    assert_eq!(targets.len(), old.len(), "R7 and 2025 are one year");
    assert_eq!(targets["R7"].as_integer(), Some(1));
    assert_eq!(targets["R9"], old["R9"]);
    // What is printed runs again to the same result.
    let again = folder.path().join("resolved.toml");
    std::fs::write(&again, resolved).expect("writable");
    let run = |file: &str| stdout(&["run", file, "--trials", "2000", "--format", "csv"]);
    assert_eq!(run(&name), run(&again.display().to_string()));
}

/// The rule of editions merges key by key; a single edition is laid over the one of the same base year, however spelled.
#[test]
fn editions_are_told_apart_by_their_base_year() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("writable");
        path.display().to_string()
    };
    let rule = "[editions]\nfirst_base = \"R3\"\nlast_base = \"R8\"\nhorizon = 5\n";
    let single = "[[edition]]\nbase = \"R5\"\nname = \"in autumn\"\nbooked = { P = 90_000 }\n";
    let base = write("base.toml", &(file(MINIMAL) + rule + single));
    for spelled in ["\"R5\"", "2023", "\"FY2023\"", "\"令和５年度\""] {
        let text = format!("[editions]\nhorizon = 4\n[[edition]]\nbase = {spelled}\nbooked = {{ total = 95_000 }}\n");
        let laid_over = format!("{base}+{}", write("over.toml", &text));
        let resolved: toml::Table = toml::from_str(&stdout(&["check", &laid_over, "--resolved"])).expect("TOML");
        let editions = resolved["edition"].as_array().expect("a list");
        assert_eq!(editions.len(), 1, "{spelled}");
        assert_eq!(editions[0]["name"].as_str(), Some("in autumn"), "{spelled}");
        let booked = editions[0]["booked"].as_table().expect("a table");
        assert_eq!((booked["P"].as_integer(), booked["total"].as_integer()), (Some(90_000), Some(95_000)));
        let rule = resolved["editions"].as_table().expect("a table");
        assert_eq!((rule["first_base"].as_str(), rule["horizon"].as_integer()), (Some("R3"), Some(4)));
    }
    let other = format!("{base}+{}", write("other.toml", "[[edition]]\nbase = \"R6\"\n"));
    let resolved: toml::Table = toml::from_str(&stdout(&["check", &other, "--resolved"])).expect("TOML");
    assert_eq!(resolved["edition"].as_array().map(Vec::len), Some(2), "another base year is another edition");
}

#[test]
fn a_report_file_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report.txt");
    let path = out.display().to_string();
    let output = mikomi(&["run", MINIMAL, "--trials", "2000", "--detail", "--out", &path]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(
        std::fs::read_to_string(&out).expect("written"),
        stdout(&["run", MINIMAL, "--trials", "2000", "--detail"])
    );
    // A folder that does not exist: exit code 1, nothing written, and the message names the file.
    let nowhere = folder.path().join("none/report.txt").display().to_string();
    let output = mikomi(&["run", MINIMAL, "--trials", "2000", "--out", &nowhere]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains(&nowhere));
    // Bad input leaves an earlier report alone.
    let bad = folder.path().join("bad.toml");
    std::fs::write(&bad, "format = 2\n").expect("writable");
    let before = std::fs::read(&out).expect("written");
    let output = mikomi(&["run", &bad.display().to_string(), "--out", &path]);
    assert_eq!((output.status.code(), std::fs::read(&out).expect("still there")), (Some(2), before));
    assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 2, "no stray files");
}

#[test]
fn a_missing_file_and_a_bad_argument_are_the_inputs_fault() {
    let output = mikomi(&["run", "none.toml", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("none.toml"));
    for args in [
        &["run", "--trials", "0"][..],
        &["run", "--confidence", "100"],
        &["explain", MINIMAL, "--trial", "0"],
        &["explain", MINIMAL, "--trial", "5", "--trials", "4"],
        &["explain", MINIMAL, "--trial", "5", "--policy", "none"],
        &["explain", MINIMAL, "--trial", "5", "--year", "R30"],
        &["explain", MINIMAL, "--year", "R8"],
        &["explain", MINIMAL, "--seed", "2"],
        &["explain", MINIMAL, "--trials", "2"],
        &["explain", MINIMAL, "--sampling", "random"],
        &["example", "none"],
        &["check"],
        &["no-such-command"],
    ] {
        assert_eq!(mikomi(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn all_files_are_checked_before_any_is_run() {
    let output = mikomi(&["run", "none.toml", MINIMAL, "nothing.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let messages = stderr(&output);
    assert!(messages.contains("none.toml") && messages.contains("nothing.toml"), "{messages}");
}

#[test]
fn examples_are_listed_and_printed() {
    let list = stdout(&["example"]);
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy.toml").display().to_string();
    assert!(stdout(&["example", "minimal", "--out", &copy]).is_empty());
    assert_eq!(std::fs::read_to_string(&copy).expect("written"), file(MINIMAL));
    for (name, path) in [
        ("revised", "scenarios/revised.toml"),
        ("plan-time", "scenarios/plan-time.toml"),
        ("minimal", MINIMAL),
        ("w60", "scenarios/bench/w60.toml"),
        ("what-if", "scenarios/sets/what-if.toml"),
        ("stress", "scenarios/sets/stress.toml"),
        ("wage", "scenarios/sets/wage.toml"),
    ] {
        assert!(list.lines().any(|l| l.starts_with(&format!("{name}\t"))), "{list}");
        assert!(stdout(&["example", name]) == file(path), "{name} is not {path}");
    }
    // Shells complete their names.
    assert!(stdout(&["completions", "bash"]).contains("revised plan-time minimal w60 what-if stress wage"));
    let refused = mikomi(&["example", "minimall", "--lang", "ja"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("「minimall」は使えません") && stderr(&refused).contains("もしかして：minimal"));
}

#[test]
fn schema_prints_json_markdown_and_classes() {
    let schema: Json = serde_json::from_str(&stdout(&["schema"])).expect("JSON");
    assert!(schema == mikomi::scenario::json_schema());
    for (lang, page) in [("ja", "docs/input.ja.md"), ("en", "docs/input.md")] {
        assert!(stdout(&["schema", "--markdown", "--lang", lang]) == file(page), "{page} is not what is printed");
    }
    assert!(stdout(&["schema", "--classes", "--lang", "en"]).contains("- `cash_item`"));
}

#[test]
fn help_speaks_both_languages() {
    for command in ["run", "check", "explain", "schema", "example"] {
        let (ja, en) = (stdout(&[command, "--help", "--lang", "ja"]), stdout(&[command, "--help", "--lang", "en"]));
        assert!(ja.contains("使い方を表示します") && !en.contains("使い方"), "{command}");
    }
}

#[test]
fn a_trial_is_followed_back_to_what_the_simulation_counted() {
    for scenario in ["tests/reference/everything.toml", "scenarios/revised.toml", MINIMAL] {
        for trial in ["1", "1024", "1025", "77777"] {
            for place in [&[][..], &["--year", "R8"], &["--sampling", "random"], &["--seed", "9"]] {
                let args = [&["explain", scenario, "--trial", trial, "--format", "json"], place].concat();
                let traced: Json = serde_json::from_str(&stdout(&args)).expect("JSON");
                let [effect, simulated] = ["effect", "simulated"].map(|k| traced[k].as_f64().expect("a number"));
                assert!((effect - simulated).abs() < 1e-6 * simulated.abs().max(1.0), "{args:?}: {effect} {simulated}");
            }
        }
    }
    let of = |policy: &str| -> Json {
        let args = ["explain", "scenarios/revised.toml", "--trial", "3", "--policy", policy, "--format", "json"];
        serde_json::from_str(&stdout(&args)).expect("JSON")
    };
    assert_ne!(of("I")["simulated"], of("II")["simulated"]);
}

/// Effects on the basis of editions, bridges between them and what they booked are followed back like any other.
#[test]
fn every_metric_of_editions_is_followed_back() {
    let (_, model) = read(&file("tests/reference/everything.toml"));
    let plan = Plan::compile(&model, Uncertainty::On);
    for metric in &plan.metrics {
        for trial in [0, 1500] {
            let traced = trace(&plan, &settings(2000), metric, trial).expect("memory");
            let (effect, simulated) = (traced.effect, traced.simulated);
            let close = (effect - simulated).abs() < 1e-6 * simulated.abs().max(1.0);
            assert!(close, "{:?} {:?} {:?}: {effect} {simulated}", metric.policy, metric.period, metric.measure);
        }
    }
}

/// A scenario of editions alone is checked, told and followed like any other.
#[test]
fn a_scenario_without_a_plan_period() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("editions.toml");
    let rule = "[editions]\nfirst_base = \"R3\"\nlast_base = \"R6\"\nhorizon = 4\n\
                [[edition]]\nbase = \"R5\"\nname = \"of autumn\"\nbooked = { P = 90_000 }\n";
    let text = file(MINIMAL).replace("first = \"R4\", last = \"R9\"", "as_of = \"R6\"") + rule;
    std::fs::write(&path, text).expect("writable");
    let scenario = path.display().to_string();
    for (lang, words) in [
        (
            "en",
            [
                "No fixed plan period; the editions of the financial plan cover FY2022 to FY2028",
                "the edition with base FY2023 (FY2024–FY2027): target ",
                "base FY2023 'of autumn': covers FY2024 to FY2027, made in FY2024",
                "booked: P 90,000; Total 90,000",
            ],
        ),
        (
            "ja",
            [
                "決まった計画期間はなく、財政計画の版が 令和4年度～令和10年度 を対象とする",
                "基準 R5 の版（R6–R9）：目標 ",
                "基準 令和5年度「of autumn」：対象 令和6年度～令和9年度、時点 令和6年度",
                "計上額：P 90,000、合計 90,000",
            ],
        ),
    ] {
        let told = stdout(&["explain", &scenario, "--lang", lang]);
        assert!(words.iter().all(|w| told.contains(w)), "{told}");
        let checked = stdout(&["check", &scenario, "--lang", lang]);
        assert!(checked.contains(if lang == "en" { "4 editions" } else { "財政計画の版 4" }), "{checked}");
    }
    // Without a year it is the edition made in the as-of year that is followed.
    let followed = stdout(&["explain", &scenario, "--trial", "1", "--lang", "en"]);
    assert!(
        followed.starts_with("Trial 1, Total, the edition with base FY2023 (FY2024–FY2027): effect "),
        "{followed}"
    );
    let traced: Json =
        serde_json::from_str(&stdout(&["explain", &scenario, "--trial", "1", "--format", "json"])).expect("JSON");
    let (policy, period) = (&traced["policy"], &traced["period"]);
    assert_eq!((policy, &period["first"], &period["base"]), (&"total".into(), &2024.into(), &2023.into()));
    let off = mikomi(&["explain", &scenario, "--trial", "1", "--year", "R20", "--lang", "en"]);
    assert!(stderr(&off).contains("a year that the editions cover (FY2022 to FY2028)"), "{}", stderr(&off));
}

/// b in Q requires a in P: the draws of a stand behind what is told of Q.
#[test]
fn the_draws_behind_a_requirement_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("requires.toml");
    let text = file(MINIMAL)
        + "[[policy]]\nid = \"Q\"\nname = \"Q\"\n[[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\ngo_ahead = 0.5\n\
           [[initiative]]\nid = \"b\"\nname = \"b\"\npolicy = \"Q\"\nrequires = [\"a\"]\n\
           [[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R5 = 5 }\n";
    std::fs::write(&path, text).expect("writable");
    let told = stdout(&["explain", &path.display().to_string(), "--trial", "3", "--policy", "Q"]);
    assert!(told.contains("a/go_ahead: z ="), "{told}");
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_its_file_and_permissions_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (real, link) = (folder.path().join("real.txt"), folder.path().join("link.txt"));
    std::fs::write(&real, "before").expect("writable");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).expect("mine");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    stdout(&["run", MINIMAL, "--trials", "2000", "--out", &link.display().to_string()]);
    assert!(std::fs::symlink_metadata(&link).expect("there").is_symlink());
    assert!(std::fs::read_to_string(&real).expect("there").contains("Minimal example"));
    assert_eq!(std::fs::metadata(&real).expect("there").permissions().mode() & 0o777, 0o600);
    stdout(&["run", MINIMAL, "--trials", "2000", "--out", "/dev/null"]);
    assert!(!std::fs::metadata("/dev/null").expect("there").is_file());
}

#[test]
fn check_tells_warnings_and_numbers_without_a_source() {
    let told = stdout(&["check", "scenarios/revised.toml", "--lang", "en"]);
    for words in ["no errors", "SHA-256", "back-loaded", "numbers without a source"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

/// Ctrl-C ends a long run cleanly: a report of what is complete, exit code 130.
#[cfg(unix)]
/// Whoever checks a plan holds it against the file: initiatives stand in the order of the file, not of their ids.
#[test]
fn check_lists_initiatives_in_the_order_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let initiative = |id: &str, name: &str| {
        format!(
            "[[initiative]]\nid = \"{id}\"\nname = \"{name}\"\npolicy = \"P\"\nstream = [{{ id = \"s\", kind = \"saving\", amounts = {{ R4 = 5 }} }}]\n"
        )
    };
    let head = "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = { first = \"R4\", last = \"R5\", basis = \"recurring\" }\n\
                policy = [{ id = \"P\", name = \"P\" }]\n";
    let names = ["first", "second", "third"];
    let ids = ["z", "a", "m"].into_iter().zip(names).map(|(id, name)| initiative(id, name));
    let path = folder.path().join("a.toml");
    std::fs::write(&path, ids.fold(head.to_owned(), |text, next| text + &next)).expect("writable");
    let told = stdout(&["check", path.to_str().expect("UTF-8"), "--lang", "en"]);
    let places = names.map(|name| told.find(&format!("  {name} ")).expect(name));
    assert!(places.is_sorted(), "{told}");
}

#[test]
fn an_interruption_reports_what_is_complete() {
    let child = command()
        .args(["run", "scenarios/revised.toml", "--trials", "100000000000", "--format", "json"])
        .current_dir(at(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    std::thread::sleep(std::time::Duration::from_secs(4));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    let report: Json = serde_json::from_slice(&output.stdout).expect("a whole report");
    assert_eq!(report["provenance"]["interrupted"], true);
    let trials = report["provenance"]["trials"].as_u64().expect("a count");
    assert!(trials > 0 && trials < 100_000_000_000);
}
