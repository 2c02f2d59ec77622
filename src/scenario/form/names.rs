//! Names in the place of ids.

use super::layout::INITIATIVES;
use crate::scenario::node::{Node, Origin, Value};
use std::collections::HashMap;

/// Names by the list that they stand in, each with its id.
type Names = HashMap<&'static str, HashMap<String, String>>;

/// What is called what: names that are not ids, by the list that they stand in.
pub(super) fn names(root: &Node) -> Names {
    let of_list = |key: &'static str| {
        let rows = root.get(key).map(Node::items).unwrap_or_default();
        let id = |row: &Node| row.get("id").and_then(Node::as_str).map(str::to_owned);
        let ids: Vec<String> = rows.iter().filter_map(id).collect();
        let mut names: HashMap<String, Option<String>> = HashMap::new();
        for row in rows {
            let (Some(name), Some(id)) = (row.get("name").and_then(Node::as_str), id(row)) else { continue };
            names.entry(name.to_owned()).and_modify(|other| *other = None).or_insert(Some(id));
        }
        let unique = names.into_iter().filter_map(|(name, id)| Some((name, id?)));
        (key, unique.filter(|(name, _)| !ids.contains(name)).collect())
    };
    REFERENCES.iter().map(|(_, list)| of_list(list)).collect()
}

/// Keys that name a table of a list.
pub(super) const REFERENCES: [(&str, &str); 5] = [
    ("policy", "policy"),
    ("strategy", "strategy"),
    ("driver", "driver"),
    ("requires", INITIATIVES),
    ("initiatives", INITIATIVES),
];

/// Puts ids in the place of names, where they were typed in a workbook.
pub(super) fn by_id(node: &mut Node, names: &Names, is_of_book: &dyn Fn(&Origin) -> bool) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| by_id(item, names, is_of_book)),
        Value::Table(entries) => {
            for entry in entries {
                let known = REFERENCES.iter().find(|(key, _)| *key == entry.key).and_then(|(_, list)| names.get(list));
                match known {
                    Some(known) => replace(&mut entry.node, known, is_of_book),
                    None if entry.key == "shares" => rename_keys(&mut entry.node, names, is_of_book),
                    None => {}
                }
                by_id(&mut entry.node, names, is_of_book);
            }
        }
        _ => {}
    }
}

fn replace(node: &mut Node, known: &HashMap<String, String>, is_of_book: &dyn Fn(&Origin) -> bool) {
    match &mut node.value {
        Value::String(name) if is_of_book(&node.origin) => {
            if let Some(id) = known.get(name.as_str()) {
                id.clone_into(name);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, known, is_of_book)),
        _ => {}
    }
}

fn rename_keys(node: &mut Node, names: &Names, is_of_book: &dyn Fn(&Origin) -> bool) {
    let Value::Table(entries) = &mut node.value else { return };
    for entry in entries.iter_mut().filter(|entry| is_of_book(&entry.key_origin)) {
        if let Some(id) = names.get("policy").and_then(|known| known.get(&entry.key)) {
            id.clone_into(&mut entry.key);
        }
    }
}
