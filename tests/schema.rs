//! The JSON Schema holds for the shipped scenarios by an independent validator, and the input reference is current.

use crate::expected::same_as;
use crate::simulated::file;
use mikomi::lang::Lang;
use mikomi::report::{checks, data_reference, input_reference};
use mikomi::scenario::json_schema;

const SHIPPED: [&str; 5] = [
    "scenarios/plan-time.toml",
    "scenarios/revised.toml",
    "scenarios/minimal.toml",
    "scenarios/bench/w60.toml",
    "tests/reference/everything.toml",
];

#[test]
fn shipped_scenarios_fit_the_schema() {
    let validator = jsonschema::validator_for(&json_schema()).expect("a valid schema");
    for path in SHIPPED {
        let value: serde_json::Value = toml::from_str(&file(path)).expect("TOML");
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{} {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
}

#[test]
fn the_schema_refuses_what_is_unknown() {
    let validator = jsonschema::validator_for(&json_schema()).expect("a valid schema");
    let mut value: serde_json::Value = toml::from_str(&file(SHIPPED[2])).expect("TOML");
    assert!(validator.is_valid(&value));
    value["colour"] = "red".into();
    assert!(!validator.is_valid(&value));
}

#[test]
fn every_key_is_described_in_both_languages() {
    fn visit(schema: &serde_json::Value, path: &str) {
        for (key, value) in schema.get("properties").and_then(|p| p.as_object()).into_iter().flatten() {
            for words in ["description", "x-ja"] {
                let described = value.get(words).and_then(|w| w.as_str()).is_some_and(|w| !w.is_empty());
                assert!(described, "{path}.{key} has no {words}");
            }
        }
        for (name, value) in schema.get("$defs").and_then(|d| d.as_object()).into_iter().flatten() {
            visit(value, name);
        }
    }
    visit(&json_schema(), "scenario");
}

#[test]
fn the_input_reference_is_current() {
    for (lang, path) in [(Lang::En, "docs/input.md"), (Lang::Ja, "docs/input.ja.md")] {
        same_as(path, input_reference(&json_schema(), lang).as_bytes());
    }
}

#[test]
fn the_dictionary_of_data_is_current() {
    for (lang, path) in [(Lang::En, "docs/data.md"), (Lang::Ja, "docs/data.ja.md")] {
        same_as(path, data_reference(lang).as_bytes());
    }
}

/// The page of guard rails is made from the code: ids, thresholds and words cannot differ.
#[test]
fn the_page_of_guard_rails_is_current() {
    for (lang, path) in [(Lang::En, "docs/checks.md"), (Lang::Ja, "docs/checks.ja.md")] {
        same_as(path, checks(lang).as_bytes());
    }
}
