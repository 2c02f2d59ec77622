//! The JSON Schema of the scenario file, made from the types that read it.

use super::rules::Rules;
use super::types::Scenario;
use schemars::JsonSchema;
use serde_json::Value as Json;
use std::sync::OnceLock;

/// The JSON Schema (draft 2020-12) of the scenario file. Each key has its English `description` and, under `x-ja`,
/// its Japanese one.
pub fn json_schema() -> Json {
    schema_of::<Scenario>()
}

/// The rules of scenario files, made once: a set reads thousands of scenarios.
pub(crate) fn of_scenario() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::of(&json_schema()))
}

/// The JSON Schema of a file that is read as `T`.
pub(crate) fn schema_of<T: JsonSchema>() -> Json {
    let mut schema = schemars::schema_for!(T).to_value();
    without_null(&mut schema);
    take_both_words(&mut schema);
    schema
}

/// TOML has no null: a key that may be left out is simply not required.
fn without_null(schema: &mut Json) {
    match schema {
        Json::Object(map) => {
            if let Some(Json::Array(types)) = map.get_mut("type") {
                types.retain(|t| t != "null");
                if let [only] = &types[..] {
                    let only = only.clone();
                    map.insert("type".into(), only);
                }
            }
            if let Some(Json::Array(choices)) = map.get_mut("anyOf") {
                choices.retain(|c| c.get("type").is_none_or(|t| t != "null"));
                if let [Json::Object(only)] = &choices[..] {
                    let only = only.clone();
                    map.remove("anyOf");
                    for (key, value) in only {
                        map.entry(key).or_insert(value);
                    }
                }
            }
            if map.get("default") == Some(&Json::Null) {
                map.remove("default");
            }
            map.values_mut().for_each(without_null);
        }
        Json::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// Makes of a variant's Japanese word (`x-word`) a second word of the choice.
fn take_both_words(schema: &mut Json) {
    match schema {
        Json::Object(map) => {
            if let (Some(Json::String(_)), Some(word)) = (map.get("const"), map.get("x-word").cloned()) {
                map.remove("x-word");
                let first = map.remove("const").unwrap_or_default();
                map.insert("enum".into(), Json::from(vec![first, word]));
            }
            map.values_mut().for_each(take_both_words);
        }
        Json::Array(items) => items.iter_mut().for_each(take_both_words),
        _ => {}
    }
}
