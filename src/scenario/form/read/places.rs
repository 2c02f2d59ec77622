//! What has no column: rows that say where they belong.

use super::super::BETWEEN;
use super::super::labels::means;
use super::Reader;
use crate::harmless::on_one_line;
use crate::lang::text;
use crate::scenario::node::{Node, Origin, Value};
use crate::scenario::rules::{Others, RuleId as RulePlace, Rules};
use crate::scenario::tree::{child, entry_mut, put};
use crate::sheets::Content;

/// A row of the sheet of sources.
pub(super) struct SourceRow {
    pub(super) place: (String, Origin),
    pub(super) item: (String, Origin),
    pub(super) content: (Content, Origin),
}

impl Reader<'_> {
    pub(super) fn add_places(&mut self) {
        for told in std::mem::take(&mut self.places) {
            if let Err(origin) = self.add(&told) {
                let SourceRow { place: (place, _), item: (item, _), .. } = &told;
                let (place, item) = (on_one_line(place), on_one_line(item));
                let message = text!(ja: "「{place}」の「{item}」という場所はありません", en: "there is no place '{item}' of '{place}'");
                let hint = text!(ja: "場所は「基本方針 / I / 目標」のように、シートの名前と ID で書いてください", en: "write places by the names on the sheets and IDs, such as 'Policy / I / Target'");
                self.refuse(Some(origin), "", message, hint);
            }
        }
    }

    /// Puts a row of the sheet of sources where it says; else tells which cell is wrong.
    fn add(&mut self, told: &SourceRow) -> Result<(), Origin> {
        let rules = self.cells.rules;
        let mut node = &mut self.root;
        let mut rule = Some(rules.top_place());
        let (place, place_origin) = &told.place;
        for step in place.split(BETWEEN.trim()).map(str::trim).filter(|step| !step.is_empty()) {
            if matches!(node.value, Value::Array(_)) {
                let Value::Array(items) = &mut node.value else { return Err(place_origin.clone()) };
                let at = position(items, step).ok_or_else(|| place_origin.clone())?;
                node = &mut items[at];
                rule = rule.and_then(|place| rules.rule(place).items);
            } else {
                let (key, below) = key_of(rules, rule, step).ok_or_else(|| place_origin.clone())?;
                node = child(node, &key, place_origin).ok_or_else(|| place_origin.clone())?;
                rule = below;
            }
        }
        let (item, item_origin) = &told.item;
        let (key, below) = key_of(rules, rule, item).ok_or_else(|| item_origin.clone())?;
        let (content, origin) = &told.content;
        let place = below.ok_or_else(|| item_origin.clone())?;
        let value = self.cells.read_one(place, &key, content, origin);
        match entry_mut(node, &key) {
            // The next item of a list.
            Some(Node { value: Value::Array(items), .. }) => {
                if let Value::Array(more) = value.value {
                    items.extend(more);
                }
            }
            Some(_) => return Err(item_origin.clone()),
            None => put(node, &[key], item_origin, value),
        }
        Ok(())
    }
}

/// A key by what it is called, and the rule of its value.
fn key_of(rules: &Rules, rule: Option<RulePlace>, typed: &str) -> Option<(String, Option<RulePlace>)> {
    let alternatives = rules.alternatives(rule?);
    let named = alternatives.iter().flat_map(|rule| &rule.keys).find(|key| means(typed, &key.name));
    if let Some(key) = named {
        return Some((key.name.clone(), Some(key.place)));
    }
    let other =
        alternatives.iter().find_map(|rule| if let Others::Of(place) = rule.others { Some(place) } else { None });
    other.map(|place| (typed.to_owned(), Some(place)))
}

fn position(items: &[Node], step: &str) -> Option<usize> {
    let is_known_by = |key: &str, node: &Node| node.get(key).and_then(Node::name).as_deref() == Some(step);
    let by = |key: &str| items.iter().position(|node| is_known_by(key, node));
    by("id").or_else(|| by("base")).or_else(|| by("name")).or_else(|| {
        let number: usize = step.parse().ok()?;
        let has_none = |node: &Node| node.get("id").or_else(|| node.get("base")).is_none();
        (1..=items.len()).contains(&number).then(|| number - 1).filter(|at| has_none(&items[*at]))
    })
}
