//! What stands on several sheets, put together.

use super::super::layout::{FORMAT, INITIATIVES, STREAMS};
use super::Reader;
use crate::harmless::on_one_line;
use crate::lang::{Lang, text};
use crate::money::Name as Unit;
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
        self.are_of_one_unit();
        self.add_streams();
        for (key, rows) in std::mem::take(&mut self.lists) {
            let Some(origin) = rows.first().map(|row| row.origin.clone()) else { continue };
            put(&mut self.root, &[key], &origin, Node { value: Value::Array(rows), origin: origin.clone() });
        }
        self.add_places();
        let origin = self.root.origin.clone();
        if self.root.get(FORMAT).is_none() {
            let one = Node { value: Value::Integer(1), origin: origin.clone() };
            put(&mut self.root, &[FORMAT.to_owned()], &origin, one);
        }
    }

    /// Refuses headings whose unit is not that of the plan: their figures would be read as if it were.
    fn are_of_one_unit(&mut self) {
        let unit = self
            .root
            .get("unit")
            .and_then(|unit| unit.as_str().or_else(|| unit.get("name")?.as_str()).map(str::to_owned));
        let Some(own) = unit.and_then(|unit| Unit::of(&unit).ok()) else { return };
        let mut others: Vec<(Unit, Origin, usize)> = Vec::new();
        for (stated, origin) in std::mem::take(&mut self.units).into_iter().filter(|(stated, _)| *stated != own) {
            match others.iter_mut().find(|(known, ..)| *known == stated) {
                Some((.., count)) => *count += 1,
                None => others.push((stated, origin, 1)),
            }
        }
        for (stated, origin, n) in others {
            let [(stated_ja, stated_en), (ja, en)] =
                [stated, own].map(|unit| (unit.text(Lang::Ja).to_owned(), unit.text(Lang::En).to_owned()));
            let message = text!(ja: "見出しの単位「{stated_ja}」（{n} か所）は、計画の単位「{ja}」と違います", en: "the unit '{stated_en}' of {n} headings is not that of the plan, '{en}'");
            let hint = text!(ja: "数値を計画の単位に直し、見出しの単位を書き換えるか消してください", en: "write the figures in the unit of the plan, and correct the unit in the heading or take it out");
            self.refuse(Some(origin), "", message, hint);
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
        for (initiative, streams) in self.list(INITIATIVES).iter_mut().zip(of_each) {
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
    let as_ids = by("name").into_iter().rev().map(|(name, at)| (id_of(&name), at));
    // What comes later takes the place: the first id.
    as_ids.chain(by("name").into_iter().rev()).chain(by("id").into_iter().rev()).collect()
}
