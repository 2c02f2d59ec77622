//! Which places of a scenario its changes write, and which of them two do: each would take the other's place unnoticed.

use super::change::{Change, ChangeKind};
use crate::lang::text;
use crate::scenario::{Located, Node, Origin, Path, Segment, Value, replaced_by};
use std::collections::HashSet;

/// A place that a change writes.
#[derive(Clone, Debug)]
pub(super) struct Write {
    path: Path,
    /// Where the change stands in the sweep file.
    at: Origin,
    key: String,
    /// What is laid over there; nothing where a value is written.
    laid: Option<Node>,
}

impl Write {
    /// What a change writes at a path.
    pub(super) fn of(change: &Change, path: Path) -> Self {
        Self { path, at: change.at.clone(), key: change.key.clone(), laid: None }
    }

    /// The same, told at another place of the sweep file.
    pub(super) fn at(self, at: &Origin) -> Self {
        Self { at: at.clone(), ..self }
    }

    /// What a change writes under a key of the table at a path: keys that replace each other are one place.
    pub(super) fn under(change: &Change, table: &Path, key: &str) -> Self {
        let others: Vec<&str> = replaced_by(key).collect();
        let one = others.into_iter().fold(key, |least, other| least.min(other));
        Self::of(change, table.key(one))
    }
}

/// The places written so far.
pub(super) struct Writes {
    /// The scenario before all changes, where anything is laid over it.
    before: Option<Node>,
    list: Vec<Write>,
}

impl Writes {
    /// Nothing yet.
    pub(super) fn on(tree: &Node, changes: &[&Change]) -> Self {
        let lays = changes.iter().any(|c| matches!(c.kind, ChangeKind::Lay(_)));
        Self { before: lays.then(|| tree.clone()), list: Vec::new() }
    }

    /// A value is written. What another change has brought in is there to be changed.
    pub(super) fn written(&mut self, write: Write) {
        self.list.push(write);
    }

    /// Something was laid over: `tree` is what came of it. Its values are known by where they were typed.
    pub(super) fn laid(&mut self, tree: &Node, change: &Change, over: &Node) {
        let mut typed = HashSet::new();
        values(over, &Path::default(), &mut |_, node| _ = typed.insert(place(&node.origin)));
        let mut found = Vec::new();
        values(tree, &Path::default(), &mut |path, node| {
            if typed.contains(&place(&node.origin)) {
                found.push(Write {
                    at: change.at.clone(),
                    laid: Some(node.clone()),
                    ..Write::of(change, path.clone())
                });
            }
        });
        self.list.extend(found);
    }

    /// Every two changes that write one place, once.
    pub(super) fn twice(&self, tree: &Node) -> Vec<[Located; 2]> {
        let mut sorted: Vec<&Write> = self.list.iter().collect();
        sorted.sort_by(|a, b| a.path.segments().iter().map(order).cmp(b.path.segments().iter().map(order)));
        let (mut found, mut known) = (Vec::new(), HashSet::new());
        for (i, a) in sorted.iter().enumerate() {
            // What lies below a place follows it.
            for b in sorted[i + 1..].iter().take_while(|b| a.path.holds(&b.path)) {
                if self.collide(a, b) && known.insert((place(&a.at), place(&b.at))) {
                    let name = readable(tree, &b.path);
                    found.push([told(a, b, &name), told(b, a, &name)]);
                }
            }
        }
        found
    }

    /// Whether two changes write one place. Laying the same over twice is no contradiction, and what one change brings in
    /// can be changed by another.
    fn collide(&self, a: &Write, b: &Write) -> bool {
        match (&a.laid, &b.laid) {
            (Some(x), Some(y)) => place(&a.at) != place(&b.at) && x.to_json() != y.to_json(),
            (Some(_), None) => !self.is_new(&a.path),
            (None, Some(_)) => !self.is_new(&b.path),
            (None, None) => true,
        }
    }

    /// Whether the table that holds a place was not there before.
    fn is_new(&self, path: &Path) -> bool {
        let Some(before) = &self.before else { return false };
        let steps = path.segments();
        let above = &steps[..steps.len().saturating_sub(1)];
        let found = above.iter().try_fold(before, |node, step| match step {
            Segment::Key(key) => node.get(key),
            Segment::Index(index) => node.items().get(*index),
        });
        found.is_none()
    }
}

/// Every value that is no table and no list of tables.
fn values(node: &Node, here: &Path, each: &mut dyn FnMut(&Path, &Node)) {
    match &node.value {
        Value::Table(entries) => entries.iter().for_each(|e| values(&e.node, &here.key(&e.key), each)),
        Value::Array(items) if items.iter().any(|i| matches!(i.value, Value::Table(_))) => {
            items.iter().enumerate().for_each(|(i, item)| values(item, &here.index(i), each));
        }
        _ => each(here, node),
    }
}

fn place(origin: &Origin) -> (usize, usize, usize) {
    (origin.file, origin.span.start, origin.span.end)
}

fn order(segment: &Segment) -> (usize, &str) {
    match segment {
        Segment::Key(key) => (0, key),
        Segment::Index(index) => (index + 1, ""),
    }
}

/// A path as it is typed: tables of a list by their ids.
fn readable(tree: &Node, path: &Path) -> String {
    let (mut node, mut names) = (Some(tree), Vec::new());
    for step in path.segments() {
        node = match step {
            Segment::Key(key) => {
                names.push(key.clone());
                node.and_then(|n| n.get(key))
            }
            Segment::Index(index) => {
                let item = node.and_then(|n| n.items().get(*index));
                let id = item.and_then(|i| i.get("id").or_else(|| i.get("base")));
                names.push(id.map_or_else(|| (index + 1).to_string(), |id| id.shown().trim_matches('"').to_owned()));
                item
            }
        };
    }
    names.join(".")
}

fn told(own: &Write, other: &Write, name: &str) -> Located {
    let key = &other.key;
    let message = text!(
        ja: "一つのシナリオの中で「{name}」が二度書き換えられます（もう一方は {key}）",
        en: "one scenario writes '{name}' twice: here and at {key}"
    );
    let hint = text!(
        ja: "どちらか一方で書くか、数を変えるなら multiply・resize・delay（重ねて効きます）を使うか、group の except で組み合わせを除いてください",
        en: "write it in one of them, use multiply, resize or delay (which add to one another) to change a number, or keep the two apart with except in a group"
    );
    let (origin, key) = (Some(own.at.clone()), own.key.clone());
    Located { origin, key, found: None, message, allowed: None, hint: Some(hint), is_lack: false }
}
