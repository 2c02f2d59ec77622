//! The order of the files changes no bit: initiatives, streams and quantities are taken in the order of their names, policies
//! are added up in that of their ids.

use super::{TRIALS, compared};
use crate::simulated::{file, read, settings};
use mikomi::analysis::Comparison;
use mikomi::plan::Uncertainty;
use serde_json::Value as Json;

type Turn = fn(&mut [toml::Value]);

const TURNS: [(&str, Turn); 3] = [
    ("reversed", |list| list.reverse()),
    ("by one", |list| list.rotate_left(1.min(list.len()))),
    ("by a third", |list| list.rotate_right(list.len() / 3)),
];

/// The scenario with every list of tables, and every list of names in an initiative, in another order.
fn turned(text: &str, turn: Turn) -> String {
    let mut value: toml::Table = toml::from_str(text).expect("TOML");
    let of = |table: &mut toml::Table, keys: &[&str]| {
        for key in keys {
            table.get_mut(*key).and_then(toml::Value::as_array_mut).into_iter().for_each(|list| turn(list));
        }
    };
    of(&mut value, &["policy", "initiative", "strategy", "driver", "dependence", "correlation", "overlap", "edition"]);
    let initiatives = value.get_mut("initiative").and_then(toml::Value::as_array_mut).expect("a list");
    for initiative in initiatives.iter_mut().filter_map(toml::Value::as_table_mut) {
        of(initiative, &["stream", "replaces", "requires"]);
    }
    toml::to_string(&value).expect("TOML")
}

/// Every entry as text, sorted: policies stand in the order of the file.
fn entries(of: &Comparison) -> Vec<String> {
    let lists = |json: Json| match json {
        Json::Array(items) => items,
        other => vec![other],
    };
    let of = serde_json::to_value(of).expect("serialisable");
    let Json::Object(parts) = of else { panic!("an object") };
    let mut all = Vec::new();
    for (name, part) in parts {
        let nested = match part {
            Json::Object(inner) => inner.into_iter().collect(),
            part => vec![(name, part)],
        };
        all.extend(
            nested
                .into_iter()
                .flat_map(|(name, part)| lists(part).into_iter().map(move |item| format!("{name} {item}"))),
        );
    }
    all.sort();
    all
}

fn same_whatever_the_order(plan: &str, revised: &str) {
    for (uncertainty, trials) in [(Uncertainty::Off, 1), (Uncertainty::On, TRIALS)] {
        let of = |plan: &str, revised: &str| {
            entries(&compared(&read(plan), &read(revised), settings(trials), uncertainty).of)
        };
        let straight = of(plan, revised);
        for (name, turn) in TURNS {
            for (found, expected) in of(&turned(plan, turn), &turned(revised, turn)).iter().zip(&straight) {
                assert_eq!(found, expected, "{name}");
            }
        }
    }
}

#[test]
fn the_order_of_the_shipped_pair_changes_no_bit() {
    same_whatever_the_order(&file("scenarios/plan-time.toml"), &file("scenarios/revised.toml"));
}

#[test]
fn the_order_of_scenarios_with_every_feature_changes_no_bit() {
    let plan = file("tests/reference/everything.toml");
    // Two initiatives joined, one dropped, one new, requirements and an overlap moved along.
    let revised = super::blending::revised(&plan);
    same_whatever_the_order(&plan, &revised);
}
