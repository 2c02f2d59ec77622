//! Scenarios made at random from the schema, every key of it: what comes back from a workbook is what went in.

use super::of_bytes;
use crate::together_random::{Chance, variants};
use mikomi::lang::Lang;
use mikomi::scenario::Document;
use mikomi::scenario::json_schema;
use mikomi::template::workbook;
use serde_json::{Map, Value as Json, json};
use std::collections::HashSet;

const TAME: [&str; 8] = ["甲", "乙 丙", "a-1", "あ、い", "x, y", "（注）", "1", "10 年"];
/// What a cell cannot hold as it stands, or what means something in a cell.
const ODD: [&str; 8] = ["", " a", "a\nb", "=1+1", "計画", "■ 計画", "true", "a、b\n■ c"];
const IMPOSSIBLE: [&str; 5] = ["\"\"", "[]", "{}", "a\u{202e}b", "\u{1b}[1m"];

struct Maker<'s> {
    schema: &'s Json,
    chance: Chance,
    words: Vec<&'static str>,
    count: usize,
    /// The keys that were given a value.
    seen: HashSet<String>,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Json, key: &str) -> Json {
        if let Some(name) = schema["$ref"].as_str() {
            let schema = self.schema["$defs"][name.trim_start_matches("#/$defs/")].clone();
            return self.value(&schema, key);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let choice = choices[self.chance.below(choices.len() as u64) as usize].clone();
            return self.value(&choice, key);
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[0].clone();
        }
        if let Some(options) = schema["oneOf"].as_array() {
            let option = &options[self.chance.below(options.len() as u64) as usize];
            return option["enum"][0].as_str().or(option["const"].as_str()).expect("a word").into();
        }
        match schema["type"].as_str().expect("a type") {
            "string" => self.text(key).into(),
            "boolean" => (self.chance.below(2) == 0).into(),
            "integer" => self.chance.below(30).into(),
            "number" => self.number(),
            "array" => {
                let n = self.chance.below(3);
                (0..n).map(|_| self.value(&schema["items"], key)).collect()
            }
            "object" => self.table(schema),
            other => panic!("{other}"),
        }
    }

    fn text(&mut self, key: &str) -> String {
        self.count += 1;
        match key {
            "id" => format!("i{}", self.count),
            // Other values are no years, and a name that is another's id would be taken for it.
            "first" | "last" | "base" | "as_of" | "start" | "end" | "first_base" | "last_base" => {
                format!("R{}", 4 + self.chance.below(9))
            }
            "name" | "policy" | "strategy" | "driver" | "requires" | "initiatives" | "replaces" => {
                format!("{}{}", self.chance.one_of(&TAME), self.count)
            }
            _ => self.chance.one_of(&self.words).to_owned(),
        }
    }

    fn number(&mut self) -> Json {
        let number = self.chance.below(2_000_000) as f64 - 1_000_000.0;
        match self.chance.below(4) {
            0 => json!(number),
            1 => json!(number as i64),
            2 => json!(number / 1024.0),
            _ => json!(number / 1e7),
        }
    }

    fn table(&mut self, schema: &Json) -> Json {
        let mut table = Map::new();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            // What another file holds is not to be read here.
            if key == "extends" || !required.contains(&key.as_str()) && self.chance.below(3) > 0 {
                continue;
            }
            self.seen.insert(key.clone());
            let value = if key == "format" { 1.into() } else { self.value(value, key) };
            table.insert(key.clone(), value);
        }
        if let Some(others) = schema.get("additionalProperties").filter(|others| others.is_object()) {
            let has_years = schema.get("properties").is_some();
            for n in 0..self.chance.below(4) {
                let key = if has_years { format!("R{}", 4 + n) } else { format!("k{n}") };
                let value = self.value(others, "");
                table.insert(key, value);
            }
        }
        Json::Object(table)
    }
}

/// Whether it is the same after it was a workbook; nothing where it is no scenario at all.
fn comes_back(toml: String, lang: Lang) -> Option<bool> {
    let document = of_bytes("made.toml", toml.into_bytes())?;
    let back = of_bytes("back.xlsx", workbook(&document, lang).expect("written").into_bytes());
    // To the last byte: two trees are equal whatever the order of their keys.
    let bytes = |document: &Document| serde_json::to_vec(&document.to_json()).expect("JSON");
    let is_same = back.as_ref().is_some_and(|back| bytes(back) == bytes(&document));
    if !is_same {
        // Seen only where a test fails.
        let lines = |document: &Document| serde_json::to_string_pretty(&document.to_json()).expect("JSON");
        let (ours, back) = (lines(&document), back.map(|back| lines(&back)).unwrap_or_default());
        let differ = ours.lines().zip(back.lines()).find(|(a, b)| a != b);
        let made = workbook(&document, lang).expect("written").into_bytes();
        let told = mikomi::scenario::load("back.xlsx", &move |_| Ok(made.clone())).err();
        eprintln!("first difference: {differ:?}; {:?}", told.map(|told| told.list));
    }
    Some(is_same)
}

fn made(seed: u64, words: &[&'static str], seen: &mut HashSet<String>) -> String {
    let schema = json_schema();
    let mut maker =
        Maker { schema: &schema, chance: Chance(seed), words: words.to_vec(), count: 0, seen: HashSet::new() };
    let tree = maker.value(&schema, "");
    seen.extend(maker.seen);
    toml::to_string(&tree).expect("TOML")
}

#[test]
fn every_key_comes_back() {
    let mut seen = HashSet::new();
    for seed in 0..300 {
        let toml = made(seed, &TAME, &mut seen);
        let lang = if seed % 2 == 0 { Lang::Ja } else { Lang::En };
        assert_eq!(comes_back(toml.clone(), lang), Some(true), "{seed}: {toml}");
    }
    for family in 0..20 {
        for toml in variants(family) {
            assert_eq!(comes_back(toml.clone(), Lang::Ja), Some(true), "{toml}");
        }
    }
    let whole = json_schema().to_string();
    for key in ["booked", "sd", "one_off", "weights", "among", "correlation", "p95", "accept", "shares", "account"] {
        assert!(seen.contains(key) && whole.contains(key), "{key} was never made");
    }
}

/// Odd texts come back as they are; what cannot is never taken for another scenario by `mikomi convert`, which reads what
/// it has made before it writes.
#[test]
fn odd_texts_come_back() {
    for (seed, word) in (0..).zip(ODD.iter().cycle().take(160)) {
        let toml = made(seed, &[&TAME[..], &[*word]].concat(), &mut HashSet::new());
        assert_eq!(comes_back(toml.clone(), Lang::Ja), Some(true), "{word:?}: {toml}");
    }
    for word in IMPOSSIBLE {
        let toml = format!(
            "format = 1\ntitle = {}\nunit = \"円\"\nplan = {{ basis = \"recurring\" }}\n",
            toml::Value::from(word)
        );
        assert_eq!(comes_back(toml, Lang::Ja), Some(false), "{word:?}");
    }
}
