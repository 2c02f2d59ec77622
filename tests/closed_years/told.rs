//! What is told of closed years: which reading counts, and when nothing need be said.

use crate::program::command;
use crate::simulated::{planned, run};
use mikomi::model::rails::Rail;

fn text(plan: &str, policy: &str) -> String {
    format!(
        r#"format = 1
title = "told"
unit = "千円"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
as_of = "R6"
{plan}
[[policy]]
id = "P"
name = "P"
targets = {{ R4 = 100, R5 = 300, R6 = 600, R7 = 1000, R8 = 1000, R9 = 1000 }}
{policy}
[[initiative]]
id = "i"
name = "i"
policy = "P"
stream = [{{ id = "s", kind = "saving", amounts = {{ R4 = 100, R5 = 300, R6 = 600, R7 = 1000 }} }}]
"#
    )
}

const FAR: &str = "actuals = { R4 = 80, R5 = 230 }";

fn told(rail: Rail, text: &str) -> usize {
    run(text, 2048).findings.iter().filter(|f| f.id == rail).count()
}

/// Stated either way, for the plan or the policy, nothing is told of the readings.
#[test]
fn who_has_chosen_is_told_nothing_more() {
    assert_eq!(told(Rail::OpenYearsUnstated, &text("", FAR)), 1);
    // What the other reading tells is not told again.
    assert_eq!(told(Rail::RecordsReadAnew, &text("", FAR)), 0);
    for (plan, policy) in
        [("open_years = \"from_reached\"", ""), ("open_years = \"as_stated\"", ""), ("", "open_years = \"as_stated\"")]
    {
        let text = text(plan, &format!("{FAR}\n{policy}"));
        for rail in [Rail::OpenYearsUnstated, Rail::RecordsReadAnew] {
            assert_eq!(told(rail, &text), 0, "{plan} {policy}");
        }
    }
}

/// What is made good is not lost, and what is estimated anew has missed nothing.
#[test]
fn what_is_made_good_or_estimated_anew_is_not_lost() {
    assert_eq!(told(Rail::MissedIsLost, &text("open_years = \"from_reached\"", FAR)), 1);
    assert_eq!(told(Rail::MissedIsLost, &text("made_good = 1.0", FAR)), 0);
    assert_eq!(told(Rail::MissedIsLost, &text("open_years = \"as_stated\"", FAR)), 0);
}

/// Each reading is heeded, for the plan and for a policy over the plan.
#[test]
fn the_reading_that_is_stated_counts() {
    let of = |plan: &str, policy: &str| {
        planned(&text(plan, &format!("{FAR}\n{policy}"))).plan_entry("P").expect("there").planned
    };
    assert_eq!(of("open_years = \"from_reached\"", ""), 3_630.0);
    assert_eq!(of("open_years = \"as_stated\"", ""), 3_910.0);
    assert_eq!(of("open_years = \"as_stated\"", "open_years = \"from_reached\""), 3_630.0);
    assert_eq!(of("open_years = \"from_reached\"", "open_years = \"as_stated\""), 3_910.0);
}

/// What goes on is printed: by `check`, in the resolved file as a comment, and by `explain`.
#[test]
fn what_goes_on_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("told.toml");
    std::fs::write(&path, text("open_years = \"from_reached\"\nmade_good = 0.5", FAR)).expect("written");
    let row = "i | FY2023 | 300 | 230 | 70 | 35 | 0";
    for args in [&["check"][..], &["check", "--resolved"], &["explain"]] {
        let mut program = command();
        let output = program.args(args).arg(&path).args(["--lang", "en"]).output().expect("runs");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&printed).contains(&squeezed(row)), "{args:?}: {printed}");
        if args.contains(&"--resolved") {
            let read: toml::Table = printed.parse().expect("still TOML");
            assert_eq!(read["plan"]["made_good"].as_float(), Some(0.5));
        }
    }
}
