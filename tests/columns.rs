//! One name a column: the same result has the same columns in every format, in the same order.

use crate::batch::Bench;
use crate::program::mikomi;
use calamine::{Reader as _, Xlsx, open_workbook};
use mikomi::lang::Lang;
use mikomi::report::data_reference;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use rusqlite::Connection;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;

const PLAN: &str = "scenarios/plan-time.toml";
const REVISED: &str = "scenarios/revised.toml";

fn written(args: &[&str], out: &Path) {
    let name = out.display().to_string();
    let output = mikomi(&[args, &["--lang", "en", "--out", &name]].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn of_csv(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("written");
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.headers().expect("a header").iter().map(str::to_owned).collect()
}

fn of_sheet(path: &Path, sheet: &str) -> Vec<String> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"));
    range.rows().next().expect("a header").iter().map(ToString::to_string).collect()
}

fn of_parquet(path: &Path) -> Vec<String> {
    let reader = SerializedFileReader::new(std::fs::File::open(path).expect("written")).expect("Parquet");
    reader.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.name().to_owned()).collect()
}

/// The keys of rows, all alike.
fn of_rows(rows: &Json) -> Vec<String> {
    let keys = |row: &Json| row.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let rows = rows.as_array().expect("a list");
    let first = keys(rows.first().expect("a row"));
    assert!(rows.iter().all(|row| keys(row) == first));
    first
}

fn of_view(store: &Path, view: &str) -> Vec<String> {
    let connection = Connection::open(store).expect("a store");
    let statement = connection.prepare(&format!("SELECT * FROM {view}")).expect("a view");
    statement.column_names().map(str::to_owned).collect()
}

fn json(path: &Path) -> Json {
    serde_json::from_slice(&std::fs::read(path).expect("written")).expect("JSON")
}

/// Fails unless the dictionary of data has these columns under this table, and no others. Labels are there where they are given.
fn is_in_dictionary(command: &str, table: &str, columns: &[String]) {
    let page = data_reference(Lang::En);
    let heading = format!("## `mikomi {command} … --table {table}`");
    let section = page.split("\n## ").find(|section| heading.ends_with(section.lines().next().unwrap_or_default()));
    let section = section.unwrap_or_else(|| panic!("no section {heading}"));
    let lines = section.lines().skip(1).filter(|line| line.starts_with("| `") || line.starts_with("As above"));
    let first = |line: &str| if line.starts_with('|') { 2 } else { usize::MAX };
    let told: BTreeSet<&str> = lines.flat_map(|line| line.split('`').take(first(line)).skip(1).step_by(2)).collect();
    let told: BTreeSet<&str> = told.into_iter().filter(|name| !name.ends_with("_label")).collect();
    let called = |name: &'_ String| {
        if name.starts_with("factor_") && name != "factor_name" { "factor_…" } else { name }.to_owned()
    };
    let real: BTreeSet<String> = columns.iter().map(called).collect();
    assert_eq!(told.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), real, "{command} --table {table}");
}

/// The columns of a table as csv, JSON rows, JSON rows of a kept result and a sheet of data.
fn check(command: &[&str], tables: &[(&str, &str)]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    written(command, &at("all.xlsx"));
    written(command, &at("kept.json"));
    let kept = at("kept.json").display().to_string();
    let mut found = Vec::new();
    for (table, sheet) in tables {
        let asked = [command, &["--table", table]].concat();
        written(&asked, &at("t.csv"));
        written(&asked, &at("t.json"));
        written(&["report", &kept, "--table", table], &at("again.json"));
        let columns = of_csv(&at("t.csv"));
        assert_eq!(of_rows(&json(&at("t.json"))), columns, "{table}: rows of JSON");
        assert_eq!(json(&at("again.json")), json(&at("t.json")), "{table}: told again");
        assert_eq!(of_sheet(&at("all.xlsx"), sheet), columns, "{table}: xlsx");
        is_in_dictionary(command[0], table, &columns);
        assert_eq!(columns.iter().filter(|c| c.is_empty() || c.contains(['.', ' '])).count(), 0, "{columns:?}");
        found.push(columns);
    }
    found
}

const FEW: [&str; 2] = ["--trials", "2000"];
/// What tells which scenario a row of a run is of, and a row of a set.
const OF_RUN: [&str; 2] = ["scenario_number", "title"];
const OF_SET: [&str; 3] = ["scenario", "in_group", "title"];

#[test]
fn tables_of_a_run_have_one_set_of_columns() {
    let tables = [("results", "data_results"), ("reconciliation", "data_reconciliation"), ("bridge", "data_bridges")];
    let found = check(&[&["run", REVISED], &FEW[..]].concat(), &tables);
    // A row knows its period, what was booked, and what made it.
    for column in ["base_era", "mean_shortfall_se", "cvar90_booked", "confidence", "digest"] {
        assert!(found[0].iter().any(|c| c == column), "{column}");
    }
    // The same names stand for the same things in all three.
    for column in ["title", "policy", "policy_name", "unit", "target", "planned", "mean", "seed"] {
        assert!(found.iter().all(|columns| columns.iter().any(|c| c == column)), "{column}");
    }
}

#[test]
fn tables_of_a_comparison_have_one_set_of_columns() {
    let tables = [
        ("differences", "data_differences"),
        ("attribution", "data_attribution"),
        ("bridge", "data_bridges"),
        ("dominance", "data_dominance"),
        ("track-record", "data_track_record"),
        ("lineages", "data_lineages"),
    ];
    check(&[&["compare", PLAN, REVISED], &FEW[..]].concat(), &tables);
}

#[test]
fn results_of_a_set_are_called_as_those_of_a_run() {
    let bench = Bench::with_scenarios(0);
    let store = bench.path("s.sqlite");
    let output = mikomi(&["batch", "example:what-if", "--trials", "1024", "--store", &store.display().to_string()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = store.display().to_string();
    let of = |ending: &str| {
        let out = bench.path(&format!("t.{ending}"));
        written(&["report", &name, "--table", "results"], &out);
        out
    };
    let columns = of_csv(&of("csv"));
    assert_eq!(of_sheet(&of("xlsx"), "results"), columns, "xlsx");
    assert_eq!(of_parquet(&of("parquet")), columns, "parquet");
    assert_eq!(of_view(&store, "v_result"), columns, "the view of the store");
    let (factors, others): (Vec<_>, Vec<_>) = columns.into_iter().partition(|c| c.starts_with("factor_"));
    assert!(factors.len() >= 5, "{factors:?}");
    let run = bench.path("run.csv");
    written(&[&["run", REVISED], &FEW[..]].concat(), &run);
    let of_run = of_csv(&run);
    assert_eq!(of_run[..2], OF_RUN);
    assert_eq!(others[..3], OF_SET);
    assert_eq!(others[3..], of_run[2..], "a row of a set is one of a run");
    // The table of results of the store has these columns too.
    let stored = of_view(&store, "result");
    let of_entry = |c: &&String| !["policy_name", "unit"].contains(&c.as_str());
    let wanted: Vec<&String> = of_run[2..].iter().filter(of_entry).take_while(|c| *c != "confidence").collect();
    assert_eq!(stored[2..].iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn tables_of_a_set_have_one_set_of_columns() {
    let bench = Bench::with_scenarios(0);
    let store = bench.path("s.sqlite").display().to_string();
    assert!(mikomi(&["batch", "example:what-if", "--trials", "1024", "--store", &store]).status.success());
    let at = |name: &str| bench.path(name);
    written(&["report", &store], &at("all.xlsx"));
    let all = at("all.json");
    written(&["report", &store], &all);
    let all = json(&all);
    for table in ["ranking", "odds", "regret", "effects", "failures", "editions", "scenarios"] {
        written(&["report", &store, "--table", table], &at("t.csv"));
        let columns = of_csv(&at("t.csv"));
        is_in_dictionary("report", table, &columns);
        if !all[table].as_array().expect("a list").is_empty() {
            assert_eq!(of_rows(&all[table]), columns, "{table}: JSON");
        }
        assert_eq!(of_sheet(&at("all.xlsx"), &format!("data_{table}")), columns, "{table}: xlsx");
    }
    // What the store says of scenarios goes by the same names; what depends on the language is not in it.
    let view = of_view(Path::new(&store), "v_scenario");
    let csv = of_csv(&at("t.csv"));
    let shared: Vec<&String> = csv.iter().filter(|c| *c != "scenario_name").collect();
    assert_eq!(view.iter().filter(|c| csv.contains(c)).collect::<Vec<_>>(), shared);
    // One row a lever, under the names of the table of effects.
    let levers = of_view(Path::new(&store), "v_setting");
    written(&["report", &store, "--table", "effects"], &at("t.csv"));
    let effects = of_csv(&at("t.csv"));
    for column in ["factor", "kind", "level"] {
        assert!([&levers, &effects].into_iter().all(|all| all.iter().any(|c| c == column)), "{column}");
    }
}

/// The plan period by editions is no second `plan`.
#[test]
fn one_policy_has_one_row_of_the_plan_period() {
    let output = mikomi(&[&["run", REVISED, "--format", "json", "--table", "results"], &FEW[..]].concat());
    let rows: Json = serde_json::from_slice(&output.stdout).expect("JSON");
    let of = |kind: &str| {
        let all = rows.as_array().expect("a list").iter();
        all.filter(|r| r["policy"] == "total" && r["period_kind"] == kind).cloned().collect::<Vec<_>>()
    };
    let (plan, rolling) = (of("plan"), of("rolling"));
    assert_eq!((plan.len(), rolling.len()), (1, 1));
    assert_eq!((&plan[0]["basis"], &rolling[0]["basis"]), (&Json::from("recurring"), &Json::from("edition")));
    assert_eq!(plan[0]["first_fy"], rolling[0]["first_fy"]);
}

/// The views hold what readers of mikomi hold: joint odds as rows, seeds as numbers, one column a factor.
#[test]
fn views_of_a_store_can_be_read_without_mikomi() {
    let bench = Bench::with_scenarios(2);
    let small = ["--trials", "1024", "--seed", "9223372036854775807"];
    assert!(bench.batch("a.sqlite", &small).status.success());
    let connection = Connection::open(bench.path("a.sqlite")).expect("a store");
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0)).expect("SQL");
    assert_eq!(one("SELECT seed FROM v_result"), i64::MAX.into());
    assert_eq!(one("SELECT scenario FROM v_result ORDER BY scenario LIMIT 1"), one("SELECT min(name) FROM scenario"));
    // A policy alone meets its target exactly when all do.
    let odds = "FROM v_joint j JOIN v_result r USING (scenario, period_kind, first_fy, last_fy, basis) \
        WHERE r.policy = 'P' AND r.base_fy IS j.base_fy";
    assert!(matches!(one(&format!("SELECT count(*) {odds}")), rusqlite::types::Value::Integer(n) if n > 0));
    let apart = [
        "measure = 'all_met' AND value <> p_met",
        "measure = 'exactly' AND policies_met = 1 AND value <> p_met",
        "measure = 'at_least' AND policies_met = 0 AND value <> 1",
        "measure = 'short_given' AND (given <> 'P' OR j.policy <> 'P' OR value <> 1)",
    ];
    for wrong in apart {
        assert_eq!(one(&format!("SELECT count(*) {odds} AND {wrong}")), 0.into(), "{wrong}");
    }
    for measure in ["all_met", "exactly", "at_least", "short_given"] {
        let rows = one(&format!("SELECT count(*) FROM v_joint WHERE measure = '{measure}'"));
        assert!(matches!(rows, rusqlite::types::Value::Integer(n) if n > 0), "{measure}");
    }
    let large = ["--trials", "1024", "--seed", "9223372036854775808"];
    assert!(bench.batch("a.sqlite", &large).status.success());
    let connection = Connection::open(bench.path("a.sqlite")).expect("a store");
    let seeds = "SELECT DISTINCT typeof(seed) || seed FROM v_scenario";
    let seed: String = connection.query_row(seeds, [], |row| row.get(0)).expect("SQL");
    assert_eq!(seed, "text9223372036854775808");
}
