//! Every choice of the scenario file has a Japanese word, and means the same by it; what reports and documents say is said
//! in the words of the glossary.

use crate::simulated::{at, file, planned, read};
use mikomi::batch::sweep_schema;
use mikomi::scenario::{self, json_schema};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// The choices of a schema: the words that mean the same.
fn choices(schema: &Json) -> Vec<(String, Vec<String>)> {
    let definitions = schema["$defs"].as_object().expect("$defs");
    let of = |(name, definition): (&String, &Json)| {
        let options = definition.get("oneOf")?.as_array()?.iter();
        Some(options.map(|o| (name.clone(), words(o))).collect::<Vec<_>>())
    };
    definitions.iter().filter_map(of).flatten().collect()
}

fn words(option: &Json) -> Vec<String> {
    let all = option["enum"].as_array().cloned().unwrap_or_else(|| vec![option["const"].clone()]);
    all.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

#[test]
fn every_choice_has_a_word_in_both_languages() {
    let all = [choices(&json_schema()), choices(&sweep_schema())].concat();
    assert!(all.len() > 40, "{}", all.len());
    for (name, words) in all {
        let [en, ja] = &words[..] else { panic!("{name}: {words:?}") };
        let is_english = en.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(is_english && en != ja, "{name}: {en} {ja}");
    }
}

const IN_ENGLISH: &str = r#"
format = 1
title = "words"
unit = "thousand_yen"
[plan]
first = "R4"
last = "R9"
basis = "recurring"
as_of = "R5"
open_years = "from_reached"
[editions]
first_base = "R3"
last_base = "R5"
horizon = 4
beyond_plan = "hold"
[[policy]]
id = "P"
name = "P"
targets = { R4 = 10, R9 = 300 }
actuals = { R4 = { value = 12, state = "outturn", sd = 3 } }
[[initiative]]
id = "a"
name = "a"
policy = "P"
lineage = "new"
delay = { kind = "discrete", values = [0, 1], weights = [1, 1] }
[[initiative.stream]]
id = "s"
kind = "saving"
shape = { kind = "linear", start = "R5", years = 3, full = 100 }
after = "hold"
realisation = { class = "post_reduction" }
[[initiative.stream]]
id = "c"
kind = "cost"
amounts = { R5 = 20, R6 = 10 }
recurring = false
timing = "delayed"
on_failure = "avoided"
"#;

const WORDS: [(&str, &str); 16] = [
    ("\"thousand_yen\"", "\"千円\""),
    ("\"recurring\"", "\"継続的効果額\""),
    ("\"from_reached\"", "\"到達水準から\""),
    ("beyond_plan = \"hold\"", "beyond_plan = \"続く\""),
    ("\"outturn\"", "\"決算見込\""),
    ("\"new\"", "\"新規\""),
    ("\"discrete\"", "\"離散\""),
    ("\"saving\"", "\"歳出減\""),
    ("\"linear\"", "\"直線\""),
    ("after = \"hold\"", "after = \"続く\""),
    ("\"post_reduction\"", "\"職員定数の削減\""),
    ("\"cost\"", "\"経費\""),
    ("\"delayed\"", "\"一緒に遅れる\""),
    ("\"avoided\"", "\"支出しない\""),
    ("id = \"s\"", "id = \"s\""),
    ("id = \"c\"", "id = \"c\""),
];

#[test]
fn a_scenario_in_japanese_words_is_the_same_scenario() {
    let in_japanese = WORDS.iter().fold(IN_ENGLISH.to_owned(), |text, (en, ja)| {
        assert!(text.contains(en), "{en}");
        text.replace(en, ja)
    });
    let (mut here, mut there) = (planned(IN_ENGLISH), planned(&in_japanese));
    for outcome in [&mut here, &mut there] {
        outcome.scenario = Json::Null;
        outcome.provenance.digest.clear();
    }
    assert_eq!(here, there);
    // But for the unit and the class, which are names, the files are the same to the last word.
    let digest = |text: &str| read(text).0.digest();
    let named = in_japanese.replace("\"千円\"", "\"thousand_yen\"").replace("\"職員定数の削減\"", "\"post_reduction\"");
    assert_eq!(digest(&named), digest(IN_ENGLISH));
    let resolved =
        scenario::load("test.toml", &|_| Ok(named.as_bytes().to_vec())).expect("valid").to_toml().expect("TOML");
    assert!(resolved.contains("kind = \"saving\"") && !resolved.contains("歳出減"), "{resolved}");
}

/// The words that the glossary of DESIGN.md gives up: those in backquotes in its last column. What follows "kept" or "there
/// only" is no such word.
fn given_up() -> Vec<String> {
    let text = file("DESIGN.md");
    let question = text.split("### Which words does a report use?").nth(1).expect("the glossary");
    let table = question.split("\n### ").next().expect("its end").lines().filter(|line| line.starts_with("| "));
    let last = table.filter_map(|line| line.trim_end_matches('|').rsplit('|').next());
    let of_rows = last.filter(|cell| !cell.contains("kept") && !cell.contains("only"));
    of_rows.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Every text below a folder, or the one file, with its name.
fn texts(place: &Path) -> Vec<(PathBuf, String)> {
    if place.is_dir() {
        let entries = std::fs::read_dir(place).expect("a folder").map(|entry| entry.expect("an entry").path());
        return entries.flat_map(|entry| texts(&entry)).collect();
    }
    std::fs::read_to_string(place).map(|text| vec![(place.to_owned(), text)]).unwrap_or_default()
}

/// What users read: messages, help, reports, documents, examples.
fn read_by_users() -> Vec<(PathBuf, String)> {
    let places =
        ["src", "docs", "README.md", "README.ja.md", "scenarios", "tests/golden", "tests/invalid", "tests/sets"];
    places.iter().flat_map(|place| texts(&at(place))).collect()
}

#[test]
fn what_the_glossary_gives_up_is_said_nowhere() {
    let words = given_up();
    assert!(words.len() > 25, "{words:?}");
    let texts = read_by_users();
    assert!(texts.len() > 300, "{}", texts.len());
    let found: Vec<String> = texts
        .iter()
        .flat_map(|(path, text)| text.lines().enumerate().map(move |(i, line)| (path, i + 1, line)))
        .flat_map(|(path, i, line)| {
            let at_fault = words.iter().filter(move |word| line.contains(word.as_str()));
            at_fault.map(move |word| format!("{}:{i}: {word}", path.display()))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_reference_class_is_called_by_its_full_name_first() {
    let is_told =
        |path: &Path| path.to_string_lossy().ends_with(".ja.md") || path.to_string_lossy().ends_with(".ja.txt");
    let places = ["docs", "README.ja.md", "tests/golden"];
    for (path, text) in places.iter().flat_map(|place| texts(&at(place))).filter(|(path, _)| is_told(path)) {
        let Some((before, _)) = text.split_once("参照クラス") else { continue };
        assert!(before.ends_with("類似事例に基づく標準値（"), "{}", path.display());
    }
}
