//! What a workbook leaves unsaid is said when the scenario is whole: ids of rows that have only names, names of rows that
//! have only ids, ids in the place of names. A workbook that is laid over another may name rows of that one.

use super::layout::{INITIATIVES, STREAMS, row_rule};
use super::names::{by_id, names};
use crate::harmless::on_one_line;
use crate::lang::{Lang, text};
use crate::scenario::document::Located;
use crate::scenario::node::{Entry, Node, Origin, Value};
use crate::scenario::rules::{Rule, Rules};
use crate::scenario::tree::{entry_mut, id_of, put};

/// Makes a tree whole, as far as it is of workbooks.
pub(in crate::scenario) fn complete(rules: &Rules, root: &mut Node, is_of_book: &dyn Fn(&Origin) -> bool) {
    for key in &rules.top().keys {
        let Some(row) = row_rule(rules, key.place).map(|place| rules.rule(place)) else { continue };
        for (at, table) in rows_mut(root, &key.name).iter_mut().enumerate() {
            identified(row, table, at, is_of_book);
            for (at, stream) in rows_mut(table, STREAMS).iter_mut().enumerate().filter(|_| key.name == INITIATIVES) {
                numbered(stream, at, is_of_book);
            }
        }
    }
    let names = names(root);
    by_id(root, &names, is_of_book);
}

fn rows_mut<'n>(table: &'n mut Node, key: &str) -> &'n mut [Node] {
    match entry_mut(table, key) {
        Some(Node { value: Value::Array(items), .. }) => items,
        _ => &mut [],
    }
}

/// Gives a table without an id its name for one, or its number; one without a name its id.
fn identified(rule: &Rule, table: &mut Node, at: usize, is_of_book: &dyn Fn(&Origin) -> bool) {
    let (has_id, has_name) =
        (rule.place_of("id").is_some(), rule.keys.iter().any(|key| key.name == "name" && key.is_required));
    if !has_id || !is_of_book(&table.origin) {
        return;
    }
    if table.get("id").is_none() {
        let id = table.get("name").and_then(Node::as_str).map_or_else(|| (at + 1).to_string(), id_of);
        put_text(table, "id", id);
    }
    if has_name && table.get("name").is_none() {
        let id = table.get("id").and_then(Node::name).unwrap_or_default();
        put_text(table, "name", id);
    }
}

fn numbered(stream: &mut Node, at: usize, is_of_book: &dyn Fn(&Origin) -> bool) {
    if is_of_book(&stream.origin) && stream.get("id").is_none() {
        put_text(stream, "id", (at + 1).to_string());
    }
}

fn put_text(table: &mut Node, key: &str, words: String) {
    let origin = table.origin.clone();
    put(table, &[key.to_owned()], &origin, Node { value: Value::String(words), origin: origin.clone() });
}

/// Gives rows of a workbook the ids of those rows of a base that they name. Tells of streams that do not say which of the
/// base's they are.
pub(in crate::scenario) fn join(base: &Node, over: &mut Node) -> Vec<Located> {
    let mut problems = Vec::new();
    let Value::Table(entries) = &mut over.value else { return problems };
    for Entry { key, node, .. } in entries {
        let Value::Array(rows) = &mut node.value else { continue };
        let known = base.get(key).map(Node::items).unwrap_or_default();
        for row in rows {
            let Some(below) = meant(known, row) else { continue };
            if key == INITIATIVES {
                say_which(below, row, &mut problems);
            }
        }
    }
    problems
}

/// The row of a base that a row is laid over; it takes its id.
fn meant<'b>(known: &'b [Node], row: &mut Node) -> Option<&'b Node> {
    let has = |node: &Node, key: &str, word: &str| node.get(key).and_then(Node::name).as_deref() == Some(word);
    let named = |name: &str| {
        let mut fits = known.iter().filter(|node| has(node, "name", name));
        fits.next().filter(|_| fits.next().is_none())
    };
    let id = row.get("id").and_then(Node::name);
    let by_id = id.as_ref().and_then(|id| known.iter().find(|node| has(node, "id", id)));
    if by_id.is_some() {
        return by_id;
    }
    // A row of amounts has the name of its initiative where its id would stand.
    let name = id.clone().or_else(|| row.get("name").and_then(Node::name))?;
    let found = named(&name).filter(|_| id.is_none() || row.get("name").is_none())?;
    let theirs = found.get("id").and_then(Node::name)?;
    match entry_mut(row, "id") {
        Some(id) => id.value = Value::String(theirs),
        None => put_text(row, "id", theirs),
    }
    Some(found)
}

/// Refuses streams without an id over streams that are there: they would count beside them.
fn say_which(below: &Node, row: &Node, problems: &mut Vec<Located>) {
    let ids = |row: &Node| -> Vec<String> {
        row.get(STREAMS)
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|stream| stream.get("id")?.name())
            .collect()
    };
    let theirs = ids(below);
    let without =
        row.get(STREAMS).map(Node::items).unwrap_or_default().iter().filter(|stream| stream.get("id").is_none());
    for stream in without.filter(|_| !theirs.is_empty()) {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| on_one_line(&lang.listed(&theirs)));
        let message = text!(ja: "もとの計画のどの流れに重ねるのか、ID が書かれていません", en: "it is not said which stream of the base this is laid over");
        let hint = text!(
            ja: "列「ID」に、もとの計画の流れの ID（{ja}）を書いてください。新しい流れなら新しい ID を書きます",
            en: "write the ID of a stream of the base ({en}) into the column ID; of a new stream a new one"
        );
        let (key, origin) = (String::new(), Some(stream.origin.clone()));
        problems.push(Located { origin, key, found: None, message, allowed: None, hint: Some(hint), is_lack: false });
    }
}
