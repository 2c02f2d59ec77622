//! The tables of the worked example are what the program computes.

use crate::simulated::{file, read, settings};
use mikomi::analysis::{Comparison, compare};
use mikomi::engine::Progress;
use mikomi::outcome::{self, Amounts, BridgeEntry, Outcome, Request};
use mikomi::plan::Uncertainty;
use serde_json::Value as Json;

const PAGES: [&str; 2] = ["docs/editions.md", "docs/editions.ja.md"];

/// The tables of a page: lists of cells, the heading first.
fn tables(page: &str) -> Vec<Vec<Vec<String>>> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    let mut tables: Vec<Vec<Vec<String>>> = vec![Vec::new()];
    for line in file(page).lines() {
        match (line.starts_with('|'), line.starts_with("|---")) {
            (true, false) => tables.last_mut().expect("one").push(cells(line)),
            (true, true) => {}
            _ if tables.last().is_some_and(|t| !t.is_empty()) => tables.push(Vec::new()),
            _ => {}
        }
    }
    tables.retain(|t| !t.is_empty());
    tables
}

fn amount(cell: &str) -> f64 {
    let negative = cell.starts_with('▲');
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let value: f64 = digits.parse().unwrap_or_else(|_| panic!("no amount: {cell}"));
    if negative { -value } else { value }
}

fn of(amounts: Amounts, which: &str) -> f64 {
    match which {
        "target" => amounts.target.expect("a target"),
        "planned" => amounts.planned,
        other => panic!("no such amount: {other}"),
    }
}

fn named(step: impl serde::Serialize) -> String {
    match serde_json::to_value(step).expect("a word") {
        Json::String(word) => word,
        other => panic!("{other}"),
    }
}

struct Computed {
    revised: Outcome,
    comparison: Comparison,
}

fn computed() -> Computed {
    let request = Request { settings: settings(100_000), uncertainty: Uncertainty::On, confidence: 0.8 };
    let [plan, revised] = ["scenarios/plan-time.toml", "scenarios/revised.toml"].map(|name| read(&file(name)));
    let run = |(document, model): &(_, _)| outcome::simulate(document, model, &request, &Progress::default());
    let outcomes = [run(&plan).expect("threads"), run(&revised).expect("threads")];
    let comparison = compare([&plan.1, &revised.1], outcomes.each_ref(), &request, &Progress::default());
    let [_, revised] = outcomes;
    Computed { revised, comparison: comparison.expect("comparable") }
}

fn check_bridge(page: &str, table: &[Vec<String>], bridge: &BridgeEntry) {
    for row in &table[1..] {
        for (head, cell) in table[0].iter().zip(row).skip(1) {
            let step = bridge.steps.iter().find(|s| named(s.step) == *head);
            let amounts = match head.as_str() {
                "before" => bridge.before,
                "after" => bridge.after,
                _ => step.unwrap_or_else(|| panic!("{page}: no step {head}")).amounts,
            };
            assert_eq!(amount(cell), of(amounts, &row[0]), "{page}: {head} of {}", row[0]);
        }
    }
}

#[test]
fn the_tables_of_the_worked_example_are_computed() {
    let computed = computed();
    let edition = computed.revised.editions.iter().find(|e| e.base.calendar() == 2023).expect("base R5");
    for page in PAGES {
        let tables = tables(page);
        let [steps, differences, bases, rolled, revised] = &tables[..] else { panic!("{page}: {}", tables.len()) };
        assert_eq!((steps.len(), bases.len()), (9, 6));
        for row in &steps[1..] {
            let entry = edition.reconciliation.iter().find(|r| r.policy == row[0]).expect("a policy");
            for (head, cell) in steps[0].iter().zip(row).skip(2) {
                let step = entry.steps.iter().find(|s| named(s.step) == *head);
                let amounts = step.map_or(entry.edition, |s| s.amounts);
                assert!(step.is_some() || head == "edition", "{page}: no step {head}");
                assert_eq!(amount(cell), of(amounts, &row[1]), "{page}: {head} of {} {}", row[0], row[1]);
            }
        }
        let total = edition.reconciliation.last().expect("the total");
        let gaps: Vec<f64> = differences[1..].iter().map(|row| amount(&row[1])).collect();
        let gap = |k: usize| total.steps[k].amounts.gap().expect("a target");
        assert_eq!(gaps[..4], [gap(0), gap(1), gap(4), gap(5)], "{page}");
        assert_eq!(gaps[4], gaps[..4].iter().sum::<f64>());
        assert_eq!(Some(gaps[4]), total.edition.gap());
        let of_run = computed.revised.bridges.iter().find(|b| b.to.calendar() == 2023 && b.policy == "total");
        check_bridge(page, rolled, of_run.expect("a bridge"));
        check_bridge(page, revised, computed.comparison.bridge.last().expect("the total"));
    }
}

#[test]
fn the_odds_of_the_worked_example_are_computed() {
    let outcome = computed().revised;
    let base = outcome.editions.iter().find(|e| e.base.calendar() == 2023).expect("base R5").base;
    let odds = |value: f64| format!("{:.1}", value * 100.0);
    let plan = odds(outcome.plan_entry("total").expect("simulated").p_met.expect("a target").value);
    let edition = odds(outcome.edition_entry("total", base).expect("simulated").p_met.expect("a target").value);
    for page in PAGES {
        let text = file(page);
        let shown = |share: &str| text.contains(&format!("{share} %")) || text.contains(&format!("{share}％"));
        assert!(shown(&plan) && shown(&edition), "{page}: {plan} {edition}");
    }
}

#[test]
fn the_editions_of_the_worked_example_are_those_of_the_scenarios() {
    for page in PAGES {
        let text = file(page);
        let block = text.split("```toml\n").nth(1).and_then(|b| b.split("```").next()).expect("a block");
        for scenario in ["scenarios/plan-time.toml", "scenarios/revised.toml"] {
            assert!(file(scenario).contains(block), "{page}: {scenario} states other editions");
        }
    }
}
