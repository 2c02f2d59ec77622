//! One mistake a sweep file in `tests/sets/`, beside the exact message in both languages; and the sets that are shipped.

use crate::expected::same_as;
use crate::program::command;
use crate::simulated::{at, file};
use mikomi::batch::{ScenarioSet, sweep_schema};
use mikomi::lang::Lang;
use mikomi::model::Model;
use mikomi::scenario::{Located, Problems};
use std::fmt::Write as _;

fn from_disk(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(at(name))
}

/// Each problem: its line, what is wrong, and all that is said about it.
fn told(problems: &Problems, lang: Lang) -> String {
    let mut out = String::new();
    for Located { origin, key, found, message, allowed, hint, .. } in &problems.list {
        let place = origin.as_ref().map(|origin| {
            let file = &problems.files[origin.file];
            let line = file.text[..origin.span.start].matches('\n').count() + 1;
            format!("{}:{line}: ", file.name)
        });
        let _ = writeln!(out, "{}{}", place.unwrap_or_default(), message.get(lang));
        let lines = [
            ("key", Some(key.as_str()).filter(|k| !k.is_empty())),
            ("value", found.as_deref()),
            ("allowed", allowed.as_ref().map(|a| a.get(lang))),
            ("to do", hint.as_ref().map(|h| h.get(lang))),
        ];
        for (name, words) in lines {
            words.into_iter().for_each(|words| _ = writeln!(out, "  {name}: {words}"));
        }
    }
    out
}

#[test]
fn every_mistake_of_a_sweep_has_its_message() {
    let entries = std::fs::read_dir(at("tests/sets")).expect("readable");
    let names =
        entries.filter_map(|e| e.ok()?.file_name().into_string().ok()?.strip_suffix(".toml").map(str::to_owned));
    let names: Vec<String> = names.collect();
    assert!(names.len() >= 30, "only {} mistakes", names.len());
    for name in names {
        let problems = ScenarioSet::open(&format!("tests/sets/{name}.toml"), &from_disk).expect_err(&name);
        assert!(problems.list.iter().all(|l| l.hint.is_some()), "{name}: {:#?}", problems.list);
        for (lang, ending) in [(Lang::En, "en"), (Lang::Ja, "ja")] {
            same_as(&format!("tests/sets/{name}.{ending}.txt"), told(&problems, lang).as_bytes());
        }
    }
}

const SHIPPED: [(&str, usize); 2] = [
    // The base, 5 + 4 + 4 + 4 + 3 + 2 + 1 levers alone; 4 · 3 · 2 together without the 2 of nothing or the sale alone.
    ("scenarios/sets/what-if.toml", 24 + 22),
    ("scenarios/sets/stress.toml", 3 * 2 * 2 * 2 * 3 * 3),
];

/// The files of the tree, and the examples from which the shipped sets are made.
fn with_examples(name: &str) -> std::io::Result<Vec<u8>> {
    match name {
        "example:revised" => from_disk("scenarios/revised.toml"),
        "example:wage" => from_disk("scenarios/sets/wage.toml"),
        other => from_disk(other),
    }
}

#[test]
fn the_shipped_sets_are_right_to_the_last_scenario() {
    let validator = jsonschema::validator_for(&sweep_schema()).expect("a valid schema");
    for (path, scenarios) in SHIPPED {
        let value: serde_json::Value = toml::from_str(&file(path)).expect("TOML");
        assert!(validator.is_valid(&value), "{path}");
        let set = ScenarioSet::open(path, &with_examples).unwrap_or_else(|p| panic!("{}", told(&p, Lang::En)));
        assert_eq!(set.members.len(), scenarios, "{path}");
        let mut digests = std::collections::HashSet::new();
        for (m, member) in set.members.iter().enumerate() {
            let document = set.document(m, &with_examples).unwrap_or_else(|p| panic!("{}", told(&p, Lang::En)));
            assert!(Model::read(&document).is_ok(), "{}", member.name);
            digests.insert((member.group.clone(), document.digest()));
        }
        assert_eq!(digests.len(), scenarios, "{path}: some come to the same");
    }
}

#[test]
fn every_key_of_a_sweep_is_described_in_both_languages() {
    let schema = sweep_schema();
    let definitions = schema["$defs"].as_object().expect("definitions").values();
    for table in definitions.chain([&schema]) {
        for (key, value) in table.get("properties").and_then(|p| p.as_object()).into_iter().flatten() {
            for words in ["description", "x-ja"] {
                assert!(value[words].as_str().is_some_and(|w| !w.is_empty()), "{key} has no {words}");
            }
        }
    }
}

#[test]
fn the_sweep_reference_is_current() {
    for (lang, path) in [(Lang::En, "docs/sweep.md"), (Lang::Ja, "docs/sweep.ja.md")] {
        same_as(path, mikomi::report::sweep_reference(&sweep_schema(), lang).as_bytes());
    }
}

/// The map file of an import has its schema and its reference too.
#[test]
fn the_map_reference_is_current() {
    let printed = |args: &[&str]| {
        let command = command().args(args).output().expect("runs");
        assert!(command.status.success(), "{args:?}");
        String::from_utf8(command.stdout).expect("UTF-8")
    };
    for (lang, path) in [("en", "docs/map.md"), ("ja", "docs/map.ja.md")] {
        same_as(path, printed(&["schema", "--map", "--markdown", "--lang", lang]).as_bytes());
    }
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema", "--map"])).expect("JSON");
    let definitions = schema["$defs"].as_object().expect("definitions").values();
    for table in definitions.chain([&schema]) {
        let keys = table.get("properties").and_then(|p| p.as_object()).into_iter().flatten();
        let words = table
            .get("oneOf")
            .and_then(|p| p.as_array())
            .into_iter()
            .flatten()
            .map(|word| (word["enum"].to_string(), word));
        for (key, value) in keys.map(|(key, value)| (key.clone(), value)).chain(words) {
            for words in ["description", "x-ja"] {
                assert!(value[words].as_str().is_some_and(|w| !w.is_empty()), "{key} has no {words}");
            }
        }
    }
}

/// The first block of TOML in a document.
fn example(path: &str) -> String {
    let text = file(path);
    let (_, after) = text.split_once("```toml\n").expect("an example");
    after.split("```").next().expect("its end").to_owned()
}

#[test]
fn the_example_in_the_documents_is_a_set_of_nine() {
    for path in ["docs/sets.md", "docs/sets.ja.md"] {
        let text = example(path);
        let read = |name: &str| match name {
            "set.toml" => Ok(text.as_bytes().to_vec()),
            other => with_examples(other),
        };
        let set = ScenarioSet::open("set.toml", &read).unwrap_or_else(|p| panic!("{path}: {}", told(&p, Lang::En)));
        assert_eq!(set.members.len(), 9, "{path}");
        let first = if path.ends_with("ja.md") { "計画どおり" } else { "as planned" };
        assert_eq!(set.members[0].name, format!("bpr={first} correlation=0.0"));
    }
}

#[test]
fn the_command_prints_the_schema_and_the_reference_of_the_sweep_file() {
    let printed = |args: &[&str]| {
        let command = command().args(args).output().expect("runs");
        assert!(command.status.success(), "{args:?}");
        String::from_utf8(command.stdout).expect("UTF-8")
    };
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema", "--sweep"])).expect("JSON");
    assert_eq!(schema, sweep_schema());
    for (lang, path) in [("en", "docs/sweep.md"), ("ja", "docs/sweep.ja.md")] {
        assert_eq!(printed(&["schema", "--sweep", "--markdown", "--lang", lang]), file(path));
    }
}
