//! What stands on several sheets, put together.

use super::super::layout::{FORMAT, INITIATIVES, STREAMS, row_rule};
use super::Reader;
use super::names::{by_id, names};
use crate::harmless::on_one_line;
use crate::lang::text;
use crate::scenario::node::{Entry, Node, Origin, Value};
use crate::scenario::structure::nearest;
use crate::scenario::tree::{id_of, put};
use std::collections::HashMap;

impl Reader<'_> {
    /// The tables of a list.
    pub(super) fn list(&mut self, key: &str) -> &mut Vec<Node> {
        let at = self.lists.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            self.lists.push((key.to_owned(), Vec::new()));
            self.lists.len() - 1
        });
        &mut self.lists[at].1
    }

    /// Puts together what stands on several sheets.
    pub(super) fn finish(&mut self) {
        let rules = self.cells.rules;
        for key in &rules.top().keys {
            let Some(row) = row_rule(rules, key.place).map(|place| rules.rule(place)) else { continue };
            let has_name = row.keys.iter().any(|key| key.name == "name" && key.is_required);
            identified(self.list(&key.name), has_name, row.place_of("id").is_some());
        }
        self.add_streams();
        for (key, rows) in std::mem::take(&mut self.lists) {
            let Some(origin) = rows.first().map(|row| row.origin.clone()) else { continue };
            put(&mut self.root, &[key], &origin, Node { value: Value::Array(rows), origin: origin.clone() });
        }
        self.add_places();
        let names = names(&self.root);
        by_id(&mut self.root, &names);
        let origin = self.root.origin.clone();
        if self.root.get(FORMAT).is_none() {
            let one = Node { value: Value::Integer(1), origin: origin.clone() };
            put(&mut self.root, &[FORMAT.to_owned()], &origin, one);
        }
    }

    fn add_streams(&mut self) {
        let has_initiatives = !self.list(INITIATIVES).is_empty();
        let mut known = positions(self.list(INITIATIVES));
        let mut of_each: Vec<Vec<Node>> = vec![Vec::new(); self.list(INITIATIVES).len()];
        for (name, origin, stream) in std::mem::take(&mut self.streams) {
            let at = match known.get(&name) {
                Some(at) => *at,
                // A workbook that is laid over another may state amounts alone.
                None if !has_initiatives => {
                    known.insert(name.clone(), of_each.len());
                    let id = Node { value: Value::String(name), origin: origin.clone() };
                    let entry = Entry { key: "id".to_owned(), key_origin: origin.clone(), node: id };
                    self.list(INITIATIVES).push(Node { value: Value::Table(vec![entry]), origin });
                    of_each.push(Vec::new());
                    of_each.len() - 1
                }
                None => {
                    self.no_such_initiative(&name, origin);
                    continue;
                }
            };
            of_each[at].push(stream);
        }
        for (initiative, mut streams) in self.list(INITIATIVES).iter_mut().zip(of_each) {
            identified(&mut streams, false, true);
            let Some(origin) = streams.first().map(|stream| stream.origin.clone()) else { continue };
            let node = Node { value: Value::Array(streams), origin: origin.clone() };
            put(initiative, &[STREAMS.to_owned()], &origin, node);
        }
    }

    fn no_such_initiative(&mut self, name: &str, origin: Origin) {
        let names: Vec<&str> = self.list(INITIATIVES).iter().filter_map(|node| node.get("name")?.as_str()).collect();
        let hint = match nearest(name, &names) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None => {
                text!(ja: "シート「取組」にある名称か ID を書いてください", en: "write a name or ID that stands on the sheet of initiatives")
            }
        };
        let name = on_one_line(name);
        let message = text!(ja: "「{name}」という取組はありません", en: "there is no initiative '{name}'");
        self.refuse(Some(origin), "", message, hint);
    }
}

/// Where tables of a list stand that are known by their ids or names; an id counts before a name.
fn positions(items: &[Node]) -> HashMap<String, usize> {
    let by = |key: &str| -> Vec<(String, usize)> {
        let known = |(at, node): (usize, &Node)| Some((node.get(key)?.name()?, at));
        items.iter().enumerate().filter_map(known).collect()
    };
    // What comes later takes the place: the first id.
    by("name").into_iter().rev().chain(by("id").into_iter().rev()).collect()
}

/// Gives tables without an id their name for one, or their number; tables without a name their id.
fn identified(rows: &mut [Node], has_name: bool, has_id: bool) {
    for (at, row) in rows.iter_mut().enumerate() {
        let origin = row.origin.clone();
        if has_id && row.get("id").is_none() {
            let id = row.get("name").and_then(Node::as_str).map_or_else(|| (at + 1).to_string(), id_of);
            put(row, &["id".to_owned()], &origin, Node { value: Value::String(id), origin: origin.clone() });
        }
        if has_name && has_id && row.get("name").is_none() {
            let Some(id) = row.get("id").cloned() else { continue };
            put(row, &["name".to_owned()], &origin, id);
        }
    }
}
