//! Laying one scenario over another: tables merge by key, lists of tables by id, years by the year they name.

use super::node::{Entry, Node, Value};
use super::types::WHOLE_PERIOD;
use crate::fiscal::FiscalYear;

/// Keys that replace each other: naming one in an overlay takes the others of its set away from the base.
const ALTERNATIVES: [&[&str]; 2] = [&["amounts", "shape"], &["policy", "shares"]];

/// Keys that make a table a whole of its own: an overlay table with one of them replaces the base's table.
const WHOLE: [&str; 3] = ["kind", "class", "value"];

/// Lays `over` on `base`.
pub(crate) fn merge(base: Node, over: Node) -> Node {
    match (base.value, over.value) {
        (Value::Table(below), Value::Table(above)) if !is_whole(&above) => {
            Node { value: Value::Table(merge_tables(below, above)), origin: over.origin }
        }
        (Value::Array(below), Value::Array(above)) if is_tables(&below) && is_tables(&above) => {
            Node { value: Value::Array(merge_lists(below, above)), origin: over.origin }
        }
        (_, value) => Node { value, origin: over.origin },
    }
}

/// The keys that a new key takes the place of.
pub(crate) fn replaced_by(key: &str) -> impl Iterator<Item = &'static str> {
    let set = ALTERNATIVES.iter().find(|set| set.contains(&key)).copied().unwrap_or_default();
    set.iter().copied().filter(move |other| *other != key)
}

fn is_whole(table: &[Entry]) -> bool {
    // A stream has a kind too, but is told from a distribution by its id.
    let is_of_a_list = table.iter().any(|e| matches!(e.key.as_str(), "id" | "between"));
    table.iter().any(|e| WHOLE.contains(&e.key.as_str())) && !is_of_a_list
}

fn is_tables(items: &[Node]) -> bool {
    items.iter().all(|item| matches!(item.value, Value::Table(_)))
}

fn merge_tables(mut base: Vec<Entry>, over: Vec<Entry>) -> Vec<Entry> {
    for set in ALTERNATIVES {
        if over.iter().any(|e| set.contains(&e.key.as_str())) {
            base.retain(|e| !set.contains(&e.key.as_str()) || over.iter().any(|o| o.key == e.key));
        }
    }
    // A sum for the whole period and amounts of years replace each other likewise.
    if over.iter().any(|e| is_whole_period(&e.key)) {
        base.retain(|e| FiscalYear::parse(&e.key).is_none());
    } else if over.iter().any(|e| FiscalYear::parse(&e.key).is_some()) {
        base.retain(|e| !is_whole_period(&e.key));
    }
    for entry in over {
        match base.iter_mut().find(|e| same_key(&e.key, &entry.key)) {
            Some(below) => {
                let node = std::mem::replace(&mut below.node, entry.node.clone());
                below.node = merge(node, entry.node);
                below.key_origin = entry.key_origin;
            }
            None => base.push(entry),
        }
    }
    base
}

fn is_whole_period(key: &str) -> bool {
    WHOLE_PERIOD.contains(&key)
}

fn same_key(a: &str, b: &str) -> bool {
    a == b
        || (is_whole_period(a) && is_whole_period(b))
        || FiscalYear::parse(a).is_some_and(|year| FiscalYear::parse(b) == Some(year))
}

/// What a table of a list is known by: its id, the base year of an edition, or the set of names that a correlation or an
/// overlap is about.
fn identity(item: &Node) -> Option<Vec<String>> {
    if let Some(id) = item.get("id") {
        return id.as_str().map(|id| vec![id.to_owned()]);
    }
    if let Some(base) = item.get("base") {
        return year_of(base).map(|year| vec![year.to_string()]);
    }
    let names = item.get("between").or_else(|| item.get("initiatives"))?;
    let mut names: Vec<String> = names.items().iter().filter_map(Node::as_str).map(str::to_owned).collect();
    names.sort_unstable();
    Some(names)
}

/// The fiscal year that a value names.
pub(crate) fn year_of(node: &Node) -> Option<FiscalYear> {
    match node.value {
        Value::Integer(number) => i32::try_from(number).ok().and_then(FiscalYear::new),
        _ => node.as_str().and_then(FiscalYear::parse),
    }
}

fn merge_lists(mut base: Vec<Node>, over: Vec<Node>) -> Vec<Node> {
    for item in over {
        let id = identity(&item);
        match base.iter_mut().find(|below| id.is_some() && identity(below) == id) {
            Some(below) => *below = merge(below.clone(), item),
            None => base.push(item),
        }
    }
    base
}
