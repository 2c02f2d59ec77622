//! Follows a path through a scenario: the places that it means, or the step at which it stops.

use super::path::{SweepPath, SweepStep};
use crate::fiscal::FiscalYear;
use crate::scenario::{Node, Path, Segment, Value, year_of};

/// Readable names for keys that are plural in the file.
const ALIASES: [(&str, &str); 2] = [("target", "targets"), ("actual", "actuals")];

/// Keys that describe a table and are no entry of it.
const REMARKS: [&str; 2] = ["source", "note"];

/// A place in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScenarioPlace {
    /// The value that stands there or, with `new`, the table that is to take a new key.
    pub(super) path: Path,
    /// The new key.
    pub(super) new: Option<String>,
}

/// Where a path stops that matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// The position of the step that matches nothing.
    pub(super) step: usize,
    /// The names that stand there instead.
    pub(super) names: Vec<String>,
}

/// The places that a path means. Without a wildcard its last key may be new.
pub(super) fn places(root: &Node, path: &SweepPath) -> Result<Vec<ScenarioPlace>, Stop> {
    let mut walk = Walk { path, found: Vec::new(), stop: Stop { step: 0, names: Vec::new() } };
    walk.go(root, 0, &Path::default());
    if walk.found.is_empty() { Err(walk.stop) } else { Ok(walk.found) }
}

/// Whether a value stands already at every place that a path means.
pub(super) fn stand(root: &Node, path: &SweepPath, value: &Node) -> bool {
    let Ok(found) = places(root, path) else { return false };
    found.iter().all(|place| {
        let node = place.path.segments().iter().try_fold(root, |node, step| match step {
            Segment::Key(key) => node.get(key),
            Segment::Index(index) => node.items().get(*index),
        });
        place.new.is_none() && node.is_some_and(|node| same(node, value))
    })
}

/// Whether two values are the same, a number with its source for the number.
fn same(a: &Node, b: &Node) -> bool {
    let bare = |node: &Node| {
        let number = node.get("value").filter(|_| node.get("kind").is_none() && node.get("class").is_none());
        number.unwrap_or(node).to_json()
    };
    let (a, b) = (bare(a), bare(b));
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

struct Walk<'p> {
    path: &'p SweepPath,
    found: Vec<ScenarioPlace>,
    stop: Stop,
}

impl Walk<'_> {
    fn go(&mut self, node: &Node, at: usize, here: &Path) {
        let Some(step) = self.path.steps.get(at) else {
            return self.found.push(ScenarioPlace { path: here.clone(), new: None });
        };
        let next = next(node, step);
        if next.is_empty() {
            return self.missing(node, at, here);
        }
        for (segment, child) in next {
            let below = match segment {
                None => here.clone(),
                Some(Segment::Key(key)) => here.key(key),
                Some(Segment::Index(index)) => here.index(index),
            };
            self.go(child, at + 1, &below);
        }
    }

    fn missing(&mut self, node: &Node, at: usize, here: &Path) {
        let is_last = at + 1 == self.path.steps.len();
        if let (SweepStep::Name(name), Value::Table(_)) = (&self.path.steps[at], &node.value)
            && is_last
            && !self.path.is_pattern()
            && at > 0
        {
            let key = alias(name).unwrap_or(name).to_owned();
            return self.found.push(ScenarioPlace { path: here.clone(), new: Some(key) });
        }
        if at > self.stop.step {
            self.stop = Stop { step: at, names: Vec::new() };
        }
        if at == self.stop.step {
            for name in names(node, &self.path.steps[at]) {
                if !self.stop.names.contains(&name) {
                    self.stop.names.push(name);
                }
            }
        }
    }
}

/// The values that a step leads to; a filter on a table leads to the table itself.
fn next<'n>(node: &'n Node, step: &SweepStep) -> Vec<(Option<Segment>, &'n Node)> {
    match (&node.value, step) {
        (Value::Table(_), SweepStep::Name(name)) => entry(node, name).into_iter().collect(),
        (Value::Table(entries), SweepStep::Every) => {
            let all = entries.iter().filter(|e| !REMARKS.contains(&e.key.as_str()));
            all.map(|e| (Some(Segment::Key(e.key.clone())), &e.node)).collect()
        }
        (Value::Table(_), SweepStep::Fitting { keys, value }) => {
            if fits(node, keys, value) {
                vec![(None, node)]
            } else {
                Vec::new()
            }
        }
        (Value::Array(items), step) => {
            let is_meant = |item: &Node| match step {
                SweepStep::Name(name) => identity(item).is_some_and(|id| id == *name || same_year(&id, name)),
                SweepStep::Every => true,
                SweepStep::Fitting { keys, value } => fits(item, keys, value),
            };
            let numbered = items.iter().enumerate().filter(|(_, item)| is_meant(item));
            numbered.map(|(i, item)| (Some(Segment::Index(i)), item)).collect()
        }
        _ => Vec::new(),
    }
}

/// The entry of a table by its key, by another name of the key, or by the year that it names.
fn entry<'n>(node: &'n Node, name: &str) -> Option<(Option<Segment>, &'n Node)> {
    let exact = |key: &str| node.entries().iter().find(|e| e.key == key);
    let found = exact(name)
        .or_else(|| alias(name).and_then(exact))
        .or_else(|| node.entries().iter().find(|e| same_year(&e.key, name)))?;
    Some((Some(Segment::Key(found.key.clone())), &found.node))
}

fn alias(name: &str) -> Option<&'static str> {
    ALIASES.iter().find(|(short, _)| *short == name).map(|(_, key)| *key)
}

fn same_year(a: &str, b: &str) -> bool {
    FiscalYear::parse(a).is_some_and(|year| FiscalYear::parse(b) == Some(year))
}

/// What a table of a list is known by: its id, or the base year of an edition.
fn identity(item: &Node) -> Option<String> {
    let shown = |node: &Node| match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    item.get("id").or_else(|| item.get("base")).and_then(shown)
}

fn fits(node: &Node, keys: &[String], value: &str) -> bool {
    let at = keys.iter().try_fold(node, |node, key| node.get(key));
    at.is_some_and(|node| is(node, value))
}

fn is(node: &Node, value: &str) -> bool {
    match &node.value {
        Value::String(text) => text == value || same_year(text, value),
        Value::Integer(_) | Value::Float(_) => {
            let number = node.to_json().as_f64();
            value.parse::<f64>().is_ok_and(|v| number == Some(v))
                || FiscalYear::parse(value).is_some_and(|year| year_of(node) == Some(year))
        }
        Value::Bool(truth) => value == if *truth { "true" } else { "false" },
        Value::Array(items) => items.iter().any(|item| is(item, value)),
        Value::Table(_) => false,
    }
}

/// What stands where a step matches nothing: keys, ids, or the values that a filter could ask for.
fn names(node: &Node, step: &SweepStep) -> Vec<String> {
    match (&node.value, step) {
        (Value::Array(items), SweepStep::Fitting { keys, .. }) => {
            let values = items.iter().filter_map(|i| keys.iter().try_fold(i, |node, key| node.get(key)));
            values.map(|v| v.as_str().map_or_else(|| v.shown(), str::to_owned)).collect()
        }
        (Value::Array(items), _) => items.iter().filter_map(identity).collect(),
        (Value::Table(entries), _) => entries.iter().map(|e| e.key.clone()).collect(),
        _ => Vec::new(),
    }
}
