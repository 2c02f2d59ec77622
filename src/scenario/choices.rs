//! Choices in either language: a Japanese word stands for the word of the file format.

use super::node::{Node, Value};
use super::structure::resolve;
use serde_json::Value as Json;
use std::collections::HashSet;

/// The words of a schema that is a choice of words.
pub(super) fn words(schema: &Json) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return words.iter().map(Json::as_str).collect();
    }
    Some(schema.get("oneOf")?.as_array()?.iter().map(of_option).collect::<Option<Vec<_>>>()?.concat())
}

fn of_option(option: &Json) -> Option<Vec<&str>> {
    match option.get("enum").and_then(Json::as_array) {
        Some(many) => many.iter().map(Json::as_str).collect(),
        None => option.get("const").and_then(Json::as_str).map(|word| vec![word]),
    }
}

/// What a choice is called in both languages: the word of the format, then those that mean the same. One without a meaning
/// of its own stands in a list of others and has one word only.
fn called(option: &Json) -> Option<(&str, &[Json])> {
    option.get("description")?;
    let (first, others) = option.get("enum")?.as_array()?.split_first()?;
    Some((first.as_str()?, others))
}

fn options(schema: &Json) -> impl Iterator<Item = (&str, &[Json])> {
    schema.get("oneOf").and_then(Json::as_array).into_iter().flatten().filter_map(called)
}

/// The Japanese words of all choices of a schema.
pub(super) fn second_words(schema: &Json) -> HashSet<&str> {
    let below: Vec<&Json> = match schema {
        Json::Object(map) => map.values().collect(),
        Json::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    let own = options(schema).flat_map(|(_, others)| others).filter_map(Json::as_str);
    own.chain(below.into_iter().flat_map(second_words)).collect()
}

/// Whether any of these words stands anywhere in a tree: few have one, and a set has thousands of trees.
pub(super) fn has_any(node: &Node, words: &HashSet<&str>) -> bool {
    match &node.value {
        Value::String(typed) => !typed.is_ascii() && words.contains(typed.as_str()),
        Value::Array(items) => items.iter().any(|item| has_any(item, words)),
        Value::Table(entries) => entries.iter().any(|entry| has_any(&entry.node, words)),
        _ => false,
    }
}

/// Puts the words of the file format in the place of their Japanese ones, so that a scenario is the same whichever it is
/// written with: to its digest, to overlays and to whoever reads the resolved file.
pub(crate) fn in_words_of_the_file(node: &mut Node, schema: &Json, whole: &Json) {
    let schema = resolve(whole, schema, node);
    match &mut node.value {
        Value::String(typed) => {
            if let Some((word, _)) =
                options(schema).find(|(_, others)| others.iter().any(|other| other == typed.as_str()))
            {
                word.clone_into(typed);
            }
        }
        Value::Array(items) => {
            if let Some(each) = schema.get("items") {
                items.iter_mut().for_each(|item| in_words_of_the_file(item, each, whole));
            }
        }
        Value::Table(entries) => {
            let known = schema.get("properties").and_then(Json::as_object);
            let other = schema.get("additionalProperties").filter(|other| other.is_object());
            for entry in entries {
                if let Some(of_key) = known.and_then(|k| k.get(&entry.key)).or(other) {
                    in_words_of_the_file(&mut entry.node, of_key, whole);
                }
            }
        }
        _ => {}
    }
}

/// Makes of a variant's Japanese word (`x-word`) a second word of the choice.
pub(super) fn take_both_words(schema: &mut Json) {
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
