//! Every choice of the scenario file has a Japanese word, and means the same by it.

use crate::simulated::{planned, read};
use mikomi::batch::sweep_schema;
use mikomi::scenario::{self, json_schema};
use serde_json::Value as Json;

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
