//! Trees as they are built, value by value.

use super::node::{Entry, Node, Origin, Value};
use crate::harmless::on_one_line;

/// Puts a value at the end of a path of keys, with the tables on the way.
pub(crate) fn put(node: &mut Node, path: &[String], key_origin: &Origin, value: Node) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        let entry = Entry { key: first.clone(), key_origin: key_origin.clone(), node: value };
        if let Some(entries) = entries_of(node) {
            entries.push(entry);
        }
    } else if let Some(below) = child(node, first, key_origin) {
        put(below, rest, key_origin, value);
    }
}

/// What a table holds under a key; an empty table where it holds nothing yet.
pub(crate) fn child<'n>(node: &'n mut Node, key: &str, origin: &Origin) -> Option<&'n mut Node> {
    let entries = entries_of(node)?;
    let at = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        let node = Node { value: Value::Table(Vec::new()), origin: origin.clone() };
        entries.push(Entry { key: key.to_owned(), key_origin: origin.clone(), node });
        entries.len() - 1
    });
    entries.get_mut(at).map(|entry| &mut entry.node)
}

pub(crate) fn at_path<'n>(node: &'n mut Node, path: &[String]) -> Option<&'n mut Node> {
    path.iter().try_fold(node, |node, key| entry_mut(node, key))
}

pub(crate) fn entry_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let Value::Table(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
}

/// The entries of a table; a number becomes a table that holds it as its value.
pub(crate) fn entries_of(node: &mut Node) -> Option<&mut Vec<Entry>> {
    if !matches!(node.value, Value::Table(_)) {
        let own = std::mem::replace(&mut node.value, Value::Table(Vec::new()));
        let (key, origin) = ("value".to_owned(), node.origin.clone());
        let entry = Entry { key, key_origin: origin.clone(), node: Node { value: own, origin } };
        node.value = Value::Table(vec![entry]);
    }
    if let Value::Table(entries) = &mut node.value { Some(entries) } else { None }
}

/// A name as an id, which has neither blanks nor the signs that paths are made with.
pub(crate) fn id_of(name: &str) -> String {
    on_one_line(name).replace([' ', '　', '/', '.'], "-")
}

/// The items of a list that a table holds under a key; an empty list where it holds nothing yet.
pub(crate) fn items_of<'n>(node: &'n mut Node, key: &str, origin: &Origin) -> Option<&'n mut Vec<Node>> {
    let found = child(node, key, origin)?;
    if found.entries().is_empty() && matches!(found.value, Value::Table(_)) {
        found.value = Value::Array(Vec::new());
    }
    if let Value::Array(items) = &mut found.value { Some(items) } else { None }
}
