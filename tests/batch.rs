//! Sets into stores: what is kept, skipped, run again and told; what one scenario's fault does to the others.

use crate::program::{command, stderr};
use crate::simulated::{at, file, read, settings};
use mikomi::batch::{PeriodChoice, Selection, Store};
use mikomi::engine::Progress;
use mikomi::fiscal::FiscalYear;
use mikomi::outcome::{Request, simulate_together};
use mikomi::plan::Uncertainty;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with a set in it and room for stores.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
}

impl Bench {
    /// A set of scenarios, each with another realisation of its one initiative.
    pub(crate) fn with_scenarios(n: usize) -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(bench.path("set")).expect("writable");
        (0..n).for_each(|i| bench.write(&format!("s{i:03}"), &scenario(i)));
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, scenario: &str, text: &str) {
        std::fs::write(self.path(&format!("set/{scenario}.toml")), text).expect("writable");
    }

    /// `mikomi batch set` in the folder, not started yet.
    pub(crate) fn command(&self, store: &str, args: &[&str]) -> Command {
        let mut program = command();
        program.args(["batch", "set", "--store", store, "--lang", "en"]).args(args).current_dir(self.folder.path());
        program
    }

    pub(crate) fn batch(&self, store: &str, args: &[&str]) -> Output {
        self.command(store, args).output().expect("runs")
    }
}

/// A revised plan whose realisation differs.
pub(crate) fn scenario(i: usize) -> String {
    let text = file("scenarios/minimal.toml");
    let line = text.lines().find(|l| l.starts_with("title")).expect("a title");
    let low = 100 - i;
    text.replace(line, &format!("title = \"{low} %\"")) + &initiative(low)
}

/// One more initiative, which realises some of what it plans.
fn initiative(percent: usize) -> String {
    let mean = percent as f64 / 100.0;
    format!(
        "\n[[initiative]]\nid = \"more\"\nname = \"more\"\npolicy = \"P\"\n\
         stream = [{{ id = \"s\", kind = \"saving\", amounts = {{ R6 = 1000 }}, \
         realisation = {{ kind = \"normal\", mean = {mean}, sd = 0.2 }} }}]\n"
    )
}

/// Progress as it was told, line by line.
pub(crate) fn told(stderr: &[u8]) -> Vec<Json> {
    let lines = String::from_utf8_lossy(stderr).into_owned();
    lines
        .lines()
        .filter(|l| l.starts_with('{') && l.ends_with('}'))
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect()
}

/// The scenarios of some event.
pub(crate) fn names(told: &[Json], event: &str) -> Vec<String> {
    let of_event = told.iter().filter(|l| l["event"] == event);
    of_event.map(|l| l["scenario"].as_str().expect("a name").to_owned()).collect()
}

/// Every row of every table, by primary key.
pub(crate) fn dump(store: &Path) -> Vec<String> {
    use rusqlite::types::Value;
    let connection = rusqlite::Connection::open(store).expect("a store");
    let strings = |query: &str| -> Vec<String> {
        let mut statement = connection.prepare(query).expect("SQL");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("strings")
    };
    let mut out = Vec::new();
    for table in strings("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
        let key = strings(&format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"));
        assert!(!key.is_empty(), "{table} has no key");
        let mut statement =
            connection.prepare(&format!("SELECT * FROM {table} ORDER BY {}", key.join(", "))).expect("SQL");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let cells: Vec<Value> = (0..columns).map(|c| row.get(c).expect("a cell")).collect();
            out.push(format!("{table} {cells:?}"));
        }
    }
    out
}

/// The one number that a query gives.
fn count(store: &Path, query: &str) -> i64 {
    let connection = rusqlite::Connection::open(store).expect("a store");
    connection.query_row(query, [], |row| row.get(0)).expect("a number")
}

#[test]
fn a_store_holds_to_the_last_bit_what_each_scenario_gives() {
    let bench = Bench::with_scenarios(5);
    bench.write("s100", &file("scenarios/revised.toml"));
    bench.write("s101", &file("tests/reference/everything.toml"));
    let args = ["--trials", "3000", "--seed", "7", "--sampling", "random", "--confidence", "90"];
    let output = bench.batch("a.sqlite", &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let store = Store::open_read(&bench.path("a.sqlite")).expect("a store");
    let mut request = Request { settings: settings(3000), uncertainty: Uncertainty::On, confidence: 0.9 };
    (request.settings.seed, request.settings.sampling) = (7, mikomi::engine::Sampling::Random);
    for (position, stored) in store.scenarios().expect("readable").iter().enumerate() {
        let text = std::fs::read_to_string(bench.path(&format!("{}.toml", stored.name))).expect("a file");
        let (document, model) = read(&text);
        let mut alone = simulate_together(&[(&document, &model)], &request, &Progress::default()).expect("threads");
        let alone = alone.remove(0);
        assert_eq!((stored.digest.as_deref(), stored.seed, stored.trials), (Some(&*document.digest()), 7, 3000));
        assert_eq!((stored.unit, &stored.title), (Some(model.unit), &model.title));
        assert_eq!(store.joint(stored).expect("readable"), alone.joint);
        assert!(alone.results.len() > 6);
        for entry in &alone.results {
            let Some(period) = [PeriodChoice::Plan, PeriodChoice::Rolling, PeriodChoice::Year(entry.period.first)]
                .into_iter()
                .chain(entry.period.base.map(PeriodChoice::Edition))
                .find(|choice| choice.is_of(&entry.period))
            else {
                continue;
            };
            let selection = Selection { policy: entry.policy.clone(), period };
            let results = store.results(&selection).expect("readable");
            assert_eq!(results.scenarios[position].entry.as_ref(), Ok(&Some(entry.clone())), "{selection:?}");
        }
    }
    // A policy that only two of them have, and a year that none has.
    let of = |policy: &str, period| {
        let results = store.results(&Selection { policy: policy.to_owned(), period }).expect("readable");
        results.scenarios.iter().filter(|s| matches!(s.entry, Ok(Some(_)))).count()
    };
    assert_eq!((of("III", PeriodChoice::Plan), of("total", PeriodChoice::Plan)), (2, 7));
    assert_eq!(of("total", PeriodChoice::Year(FiscalYear::new(2100).expect("a year"))), 0);
}

/// 50 files: one in error, one missing, one that is another under a second name.
#[test]
fn one_at_fault_stops_no_other_and_is_named() {
    let bench = Bench::with_scenarios(47);
    bench.write("x1", &scenario(3).replace("policy = \"P\"", "policy = \"Q\""));
    std::os::unix::fs::symlink("nowhere.toml", bench.path("set/x2.toml")).expect("writable");
    bench.write("x3", &format!("# the same but for this line\n{}", scenario(5)));
    let output = bench.batch("a.sqlite", &["--trials", "1024", "--json-progress"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let lines = told(&output.stderr);
    assert_eq!((names(&lines, "done").len(), names(&lines, "failed").len()), (47, 3));
    let last = lines.last().expect("lines");
    let counts = ["done", "failed", "skipped", "left"].map(|k| last[k].as_i64().expect("a number"));
    assert_eq!((last["event"].as_str(), counts), (Some("finished"), [47, 3, 0, 0]));
    let store = bench.path("a.sqlite");
    let of_status = |s: &str| count(&store, &format!("SELECT count(*) FROM scenario WHERE status = '{s}'"));
    assert_eq!(["done", "failed", "pending"].map(of_status), [47, 3, 0]);
    assert_eq!(count(&store, "SELECT count(DISTINCT scenario) FROM result"), 47);
    let summary = String::from_utf8_lossy(&output.stdout).into_owned();
    let (one, two, three) = (
        "- set/x1\n    error: ",
        "- set/x2\n    error: cannot open the file 'set/x2.toml'",
        "- set/x3\n    the same scenario as 'set/s005'",
    );
    assert!([one, two, three].iter().all(|words| summary.contains(words)), "{summary}");
    let results = Store::open_read(&store)
        .expect("a store")
        .results(&Selection { policy: "total".to_owned(), period: PeriodChoice::Plan })
        .expect("readable");
    let message = |name: &str| {
        let found = results.scenarios.iter().find(|s| s.name == name).expect("in the set");
        found.entry.clone().expect_err("failed")
    };
    let (one, two) = (message("set/x1"), message("set/x2"));
    assert!(one.en.contains("set/x1.toml:") && one.en.contains("key: ") && one.en.contains("to do: "), "{}", one.en);
    assert!(one.ja.contains("対処") && two.ja.contains("見つかりません"), "{} {}", one.ja, two.ja);
    // Put right, they alone are run.
    bench.write("x1", &scenario(60));
    std::fs::remove_file(bench.path("set/x2.toml")).expect("there");
    bench.write("x2", &scenario(61));
    bench.write("x3", &scenario(62));
    let output = bench.batch("a.sqlite", &["--trials", "1024", "--json-progress"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut run = names(&told(&output.stderr), "done");
    run.sort();
    assert_eq!(run, ["set/x1", "set/x2", "set/x3"]);
    // The store is that of a set which was right from the start.
    assert_eq!(bench.batch("b.sqlite", &["--trials", "1024"]).status.code(), Some(0));
    assert_eq!(dump(&store), dump(&bench.path("b.sqlite")));
}

#[test]
fn only_what_changed_is_run_again() {
    let bench = Bench::with_scenarios(6);
    let run = |args: &[&str]| {
        let output = bench.batch("a.sqlite", &[&["--json-progress"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let lines = told(&output.stderr);
        let skipped = lines[0]["skipped"].as_i64().expect("a number");
        (names(&lines, "done").len(), skipped, lines)
    };
    let few = ["--trials", "2000"];
    assert_eq!((run(&few).0, run(&few).0, run(&few).1), (6, 0, 6));
    // A scenario that changed, and one whose file says the same in other words.
    bench.write("s002", &scenario(50));
    bench.write("s003", &format!("# a comment\n{}", scenario(3)));
    let (_, skipped, lines) = run(&few);
    assert_eq!((names(&lines, "done"), skipped), (vec!["set/s002".to_owned()], 5));
    // Every setting that bears on results.
    for more in [&["--seed", "2"][..], &["--sampling", "random"], &["--confidence", "90"], &["--deterministic"]] {
        let args = [&few[..], more].concat();
        assert_eq!((run(&args).0, run(&args).0), (6, 0), "{more:?}");
        assert_eq!(run(&[&args[..], &["--threads", "1"]].concat()).0, 0, "{more:?}");
        assert_eq!(run(&few).0, 6, "back from {more:?}");
    }
    assert_eq!(run(&["--trials", "2001"]).0, 6);
    assert_eq!(run(&few).0, 6);
    // One that is no longer in the set stays, and is told; a new one is run.
    std::fs::rename(bench.path("set/s004.toml"), bench.path("set/new.toml")).expect("there");
    let plan = bench.batch("a.sqlite", &["--trials", "2000", "--plan"]);
    let words = String::from_utf8_lossy(&plan.stdout).into_owned();
    assert!(words.contains("5 done already (skipped), 0 changed, 0 failed before, 1 not run yet"), "{words}");
    let (done, skipped, _) = run(&few);
    assert_eq!((done, skipped), (1, 5));
    let store = bench.path("a.sqlite");
    let other = "SELECT count(*) FROM scenario JOIN result ON scenario = id WHERE scenario.position IS NULL AND policy = 'total'";
    assert!(count(&store, other) > 0, "its results are kept");
    let output = bench.batch("a.sqlite", &few);
    assert!(String::from_utf8_lossy(&output.stdout).contains("holds 1 scenarios that are not in the set now"));
    assert_eq!(Store::open_read(&store).expect("a store").scenarios().expect("readable").len(), 6);
    assert_eq!(count(&store, "SELECT count(DISTINCT scenario) FROM v_result"), 6);
}

#[test]
fn a_plan_writes_nothing_and_says_what_would_be_run() {
    let bench = Bench::with_scenarios(4);
    bench.write("twin", &scenario(1));
    bench.write("wrong", "format = 1\n");
    let output = bench.batch("a.sqlite", &["--plan", "--trials", "5000"]);
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !bench.path("a.sqlite").exists(), "{words}");
    for said in [
        "6 scenarios, 6 of them chosen",
        "6 not run yet",
        "1 of them are the same",
        "To run: 5 scenarios, 5000 trials",
        "It takes a",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert_eq!(std::fs::read_dir(bench.folder.path()).expect("readable").count(), 1, "nothing beside the set");
}

#[test]
fn threads_do_not_change_a_store() {
    let bench = Bench::with_scenarios(9);
    for threads in ["1", "2", "16"] {
        let store = format!("{threads}.sqlite");
        assert!(bench.batch(&store, &["--trials", "3000", "--threads", threads]).status.success());
    }
    let one = dump(&bench.path("1.sqlite"));
    assert_eq!(one, dump(&bench.path("2.sqlite")));
    assert_eq!(one, dump(&bench.path("16.sqlite")));
}

#[test]
fn what_is_not_in_a_set_is_named() {
    let bench = Bench::with_scenarios(2);
    for (args, words) in [
        (&["--only", "wage=high"][..], "the set has no factor 'wage'"),
        (&["--group", "stress"], "the set has no group 'stress'"),
        (&["--only", "wage"], "FACTOR=VALUE"),
    ] {
        let output = bench.batch("a.sqlite", args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(words), "{args:?}: {}", stderr(&output));
    }
    let mut nothing = command();
    let output =
        nothing.args(["batch", "no-such-folder/*.toml", "--lang", "en"]).current_dir(at("")).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no-such-folder"), "{}", stderr(&output));
}

/// Two levers of which one changes nothing, an uncertainty; two groups.
const SWEEP: &str = r#"
format = 1
title = "What if"
base = "example:minimal"
[[lever]]
id = "counters"
name = "Counters"
value = [{ label = "as planned" }, { label = "late", delay = { counter = 1 } }]
[[lever]]
id = "nothing"
value = [{ label = "left" }, { label = "also left", resize = { counter = 1.0 } }]
[[uncertainty]]
id = "target"
path = "policy.P.target.R9"
values = [30000, 40000, 50000]
[[group]]
id = "all"
factors = ["counters", "target"]
[[group]]
id = "same"
factors = ["nothing"]
"#;

#[test]
fn a_sweep_is_kept_with_its_factors() {
    let bench = Bench::with_scenarios(0);
    std::fs::write(bench.path("what-if.toml"), SWEEP).expect("writable");
    let mikomi = |args: &[&str]| {
        let mut program = command();
        let all = [&["batch", "what-if.toml", "--lang", "en", "--trials", "2000"], args].concat();
        let output = program.args(all).current_dir(bench.folder.path()).output().expect("runs");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
        output
    };
    let words = String::from_utf8_lossy(&mikomi(&["--plan"]).stdout).into_owned();
    for said in [
        "Set 'What if': 8 scenarios, 8 of them chosen",
        "lever counters 'Counters': 2 values (as planned, late)",
        "uncertainty target 'FY2027 target of 基本方針 / Policy': 3 values (30000, 40000, 50000)",
        "group all: 6 scenarios",
        "group same: 2 scenarios",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let store = bench.path("what-if.sqlite");
    // Some first: late counters with either of two targets; then a group; then all the others.
    let run = |args: &[&str]| {
        let lines = told(&mikomi(&[&["--json-progress"], args].concat()).stderr);
        (names(&lines, "done").len(), lines[0]["skipped"].as_i64().expect("a number"))
    };
    let some = ["--only", "counters=late", "--only", "target=30000", "--only", "target=50000"];
    assert_eq!((run(&some), run(&some)), ((2, 0), (0, 2)));
    let late = "factor_counters = 'late' AND factor_target = '50000'";
    assert_eq!(count(&store, &format!("SELECT count(DISTINCT scenario) FROM v_result WHERE {late}")), 1);
    assert_eq!(count(&store, "SELECT count(*) FROM scenario WHERE status = 'pending'"), 6);
    assert_eq!(run(&["--group", "same"]), (2, 0), "two settings may come to the same scenario");
    assert_eq!(run(&[]), (4, 4));
    let read = Store::open_read(&store).expect("a store");
    let results = read.results(&Selection { policy: "P".to_owned(), period: PeriodChoice::Plan }).expect("readable");
    let labels = |at: usize| results.factors[at].values.iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        (results.title.as_str(), labels(0), labels(2)),
        ("What if", vec!["as planned", "late"], vec!["30000", "40000", "50000"])
    );
    // By hand: the targets add up to 130,000 with 30,000 in R9, to 10,000 and 20,000 more with the others.
    let targets: Vec<f64> = results
        .scenarios
        .iter()
        .map(|s| s.entry.clone().expect("done").expect("there").target.expect("a target"))
        .collect();
    assert_eq!(targets[..6], [130_000.0, 140_000.0, 150_000.0, 130_000.0, 140_000.0, 150_000.0]);
    let set: Vec<Vec<(usize, usize)>> =
        results.scenarios.iter().map(|s| s.settings.iter().map(|s| (s.factor, s.value)).collect()).collect();
    // The second factor stands as in the base, which is the first of its values.
    assert_eq!(set[4], [(0, 1), (1, 0), (2, 1)]);
    assert_eq!(
        (results.scenarios[4].group.as_deref(), results.scenarios[7].group.as_deref()),
        (Some("all"), Some("same"))
    );
    // A store that came about piece by piece is that of one run.
    mikomi(&["--store", "once.sqlite"]);
    assert_eq!(dump(&store), dump(&bench.path("once.sqlite")));
    // The table for other programs has a column a factor.
    mikomi::batch::export(&read, mikomi::batch::ExportFormat::Csv, &bench.path("t.csv")).expect("written");
    let table = std::fs::read_to_string(bench.path("t.csv")).expect("written");
    assert!(
        table.lines().next().is_some_and(|h| h.contains(",factor_counters,factor_nothing,factor_target,")),
        "{table}"
    );
    assert_eq!(table.matches(",late,left,50000,P,").count(), read.policies().expect("readable").len() * 7, "{table}");
    let digests = |name: &str| count(&store, &format!("SELECT count(*) FROM scenario WHERE inputs LIKE '%{name}%'"));
    assert_eq!((digests("example:minimal"), digests("what-if.toml")), (8, 8));
}

/// What breaks down while one scenario is dealt with is told of that one.
#[test]
fn a_breakdown_costs_one_scenario() {
    use mikomi::batch::{Choice, Fault, Inputs, Job, ScenarioSet, run};
    let bench = Bench::with_scenarios(5);
    bench.write("wrong", "format = 1\n");
    let inputs = Inputs::new(|name| std::fs::read(name));
    let set = ScenarioSet::open(&bench.path("set").display().to_string(), &|name| inputs.read(name)).expect("a folder");
    let request = Request { settings: settings(1024), uncertainty: Uncertainty::On, confidence: 0.8 };
    let chosen = Choice::default().of(&set).expect("everything");
    let job = Job { set: &set, inputs: &inputs, told: &|_| panic!("meant to"), request, chosen };
    let mut events = 0;
    let summary = run(&job, &bench.path("a.sqlite"), &Progress::default(), &mut |_| events += 1).expect("carried on");
    assert_eq!((summary.counts.done, summary.counts.failed, summary.counts.left, events), (5, 1, 0, 7));
    assert_eq!((summary.fault, summary.failures.len()), (Some(Fault::Other), 1));
    let failed = &summary.failures[0];
    assert!(failed.name.ends_with("wrong") && failed.message.en.contains("internal error"), "{failed:?}");
}

#[test]
fn the_help_says_how_a_batch_ends() {
    for (lang, words) in [("ja", "終了コード"), ("en", "Exit codes")] {
        let output = command().args(["batch", "--help", "--lang", lang]).output();
        let help = String::from_utf8_lossy(&output.expect("runs").stdout).into_owned();
        assert!(help.contains(words) && help.contains("130"), "{help}");
    }
}

#[test]
fn an_interruption_leaves_what_is_done() {
    let bench = Bench::with_scenarios(12);
    let args = ["--trials", "2000000", "--threads", "2", "--json-progress"];
    let mut command = bench.command("a.sqlite", &args);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut lines = Vec::new();
    let mut pipe = std::io::BufReader::new(child.stderr.take().expect("piped"));
    // Once something is done, but not everything.
    while names(&told(&lines), "done").is_empty() {
        assert!(std::io::BufRead::read_until(&mut pipe, b'\n', &mut lines).expect("readable") > 0, "it ended");
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("runs");
    assert!(interrupted.success());
    std::io::Read::read_to_end(&mut pipe, &mut lines).expect("readable");
    let status = child.wait().expect("ends");
    let words = String::from_utf8_lossy(&lines).into_owned();
    assert_eq!(status.code(), Some(130), "{words}");
    assert!(words.contains("Interrupted with "), "{words}");
    let done = names(&told(&lines), "done").len() as i64;
    let store = bench.path("a.sqlite");
    assert!(done > 0 && done < 12, "{done}");
    assert_eq!(count(&store, "SELECT count(*) FROM scenario WHERE status = 'done' AND trials = 2000000"), done);
    assert_eq!(count(&store, "SELECT count(*) FROM scenario WHERE status = 'pending'"), 12 - done);
    assert_eq!(count(&store, "SELECT count(DISTINCT scenario) FROM result"), done, "half a simulation is no result");
}
