//! A set that names a plan: each of its scenarios is held against it on the same draws.

use crate::program::{done, within as mikomi};
use crate::sets::BASE;
use tempfile::TempDir;

/// Sells something in R8 for 40 on average, with a standard deviation of 40: it is worth at least nothing with Φ(1).
const SET: &str = r#"
format = 1
title = "against"
base = "base.toml"
plan = "plan.toml"
[[lever]]
id = "l"
value = [
    { label = "as planned" },
    { label = "dropped", drop = ["bpr"] },
    { label = "sold", with = { initiative = [{ id = "sale", name = "sale", policy = "P", stream = [{ id = "s", kind = "revenue", recurring = false, amounts = { R8 = 40 }, realisation = { kind = "normal", mean = 1.0, sd = 1.0 } }] }] } },
]
"#;

fn made(set: &str, plan: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let uncertain = BASE.replace("driver = \"wage\"", "realisation = { kind = \"normal\", mean = 1.0, sd = 0.1 }");
    for (name, text) in [("set.toml", set), ("base.toml", &uncertain), ("plan.toml", plan)] {
        std::fs::write(folder.path().join(name), text).expect("writable");
    }
    folder
}

/// The base with realisation, as the plan.
fn plan() -> String {
    BASE.replace("driver = \"wage\"", "realisation = { kind = \"normal\", mean = 1.0, sd = 0.1 }")
}

fn run(folder: &TempDir) -> String {
    done(folder.path(), &["batch", "set.toml", "--trials", "102400", "--lang", "en"])
}

fn told(folder: &TempDir, args: &[&str]) -> String {
    done(folder.path(), &[&["report", "set.sqlite"], args].concat())
}

/// The mean difference to the plan, half its interval, and the odds of at least as much, of each choice by its label.
fn against(folder: &TempDir, by: &[&str]) -> Vec<(String, [f64; 3])> {
    let json: serde_json::Value =
        serde_json::from_str(&told(folder, &[&["--table", "ranking", "--format", "json"], by].concat())).expect("JSON");
    let row = |row: &serde_json::Value| {
        let number = |key: &str| row[key].as_f64().unwrap_or(f64::NAN);
        let found = ["less_plan", "less_plan_half_width", "p_not_below_plan"].map(number);
        (row["factor_l"].as_str().expect("a label").to_owned(), found)
    };
    json["ranking"].as_array().expect("rows").iter().map(row).collect()
}

fn of(found: &[(String, [f64; 3])], label: &str) -> [f64; 3] {
    found.iter().find(|(name, _)| name == label).expect("a choice").1
}

#[test]
fn each_choice_is_held_against_the_plan_on_the_same_draws() {
    let folder = made(SET, &plan());
    run(&folder);
    let found = against(&folder, &[]);
    // The same plan differs by nothing, for certain.
    assert_eq!(of(&found, "as planned"), [0.0, 0.0, 1.0]);
    // Dropped: 30 + 50 + 60 + 60 are lost, each time as far as they would be realised, and the cost of 5 is saved.
    let [mean, half, odds] = of(&found, "dropped");
    assert!((mean + 195.0).abs() < 3.0 * half && half < 0.2 && odds == 0.0, "{mean} ±{half}, {odds}");
    // Sold: 40 on average; what else the two have in common cancels out. Φ(1) = 0.841345.
    let [mean, half, odds] = of(&found, "sold");
    assert!((mean - 40.0).abs() < 3.0 * half && half < 1.0, "{mean} ±{half}");
    assert!((odds - 0.841_345).abs() < 0.003, "{odds}");
    // A year alone: nothing is sold in R7.
    assert_eq!(of(&against(&folder, &["--period", "R7"]), "sold"), [0.0, 0.0, 1.0]);
    for (lang, words) in
        [("en", ["Held against the plan: base", "P(not below"]), ("ja", ["比べる計画：base", "下回らない確率"])]
    {
        let text = told(&folder, &["--table", "ranking", "--lang", lang]);
        assert!(words.iter().all(|words| text.contains(words)), "{text}");
    }
}

#[test]
fn another_plan_is_another_question() {
    let folder = made(SET, &plan());
    run(&folder);
    assert!(run(&folder).contains("3 skipped"), "nothing has changed");
    // Half as large: what is still to come, 200 − 5, is half of it less.
    let half = plan().replace("name = \"BPR\"", "name = \"BPR\"\nscale = 0.5");
    std::fs::write(folder.path().join("plan.toml"), half).expect("writable");
    assert!(run(&folder).contains("0 skipped"), "the plan has changed");
    // 10 + 30 + 40 + 40 beyond the 20 reached, less the cost of 5, times 0.5.
    let [mean, half, odds] = of(&against(&folder, &[]), "as planned");
    assert!((mean - 57.5).abs() < half.max(0.2) && odds > 0.999, "{mean} ±{half}, {odds}");
    // Without a plan the column is gone.
    std::fs::write(folder.path().join("set.toml"), SET.replace("plan = \"plan.toml\"\n", "")).expect("writable");
    run(&folder);
    assert!(!told(&folder, &["--lang", "en"]).contains("Held against"));
    assert!(of(&against(&folder, &[]), "sold")[0].is_nan());
}

#[test]
fn a_listed_scenario_that_counts_otherwise_fails_alone() {
    let set = "format = 1\ntitle = \"list\"\nplan = \"plan.toml\"\nscenarios = [\"base.toml\", \"short.toml\"]\n";
    let folder = made(set, &plan());
    let short = BASE.replace("last = \"R9\"", "last = \"R8\"").replace(", R9 = { value = 100, source = \"plan\" }", "");
    std::fs::write(folder.path().join("short.toml"), short).expect("writable");
    let output = mikomi(folder.path(), &["batch", "set.toml", "--trials", "2000", "--lang", "en"]);
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("cannot be held against the plan of the set: the plan periods differ"), "{told}");
}
