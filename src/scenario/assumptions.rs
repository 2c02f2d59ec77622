//! Which numbers of a scenario have no source: they are assumptions, and are reported as such.

use super::document::Document;
use super::node::{Node, Value};
use super::problem::Path;
use serde::{Deserialize, Serialize};

/// How many numbers of one table have no source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumption {
    /// The readable path of the table: `initiative.bpr`.
    pub key: String,
    /// How many of its numbers have no source.
    pub numbers: usize,
}

/// The lists whose numbers are looked at.
const LISTS: [&str; 6] = ["policy", "initiative", "driver", "dependence", "correlation", "overlap"];

/// The tables with numbers that neither state a source nor stand in a table that does.
pub fn assumptions(document: &Document) -> Vec<Assumption> {
    let root = document.root();
    if root.get("source").is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for list in LISTS {
        for (i, item) in root.get(list).map(Node::items).unwrap_or_default().iter().enumerate() {
            let numbers = unsourced(item);
            if numbers > 0 {
                found.push(Assumption { key: document.key(&Path::default().key(list).index(i)), numbers });
            }
        }
    }
    found
}

fn unsourced(node: &Node) -> usize {
    match &node.value {
        Value::Integer(_) | Value::Float(_) => 1,
        Value::Array(items) => items.iter().map(unsourced).sum(),
        Value::Table(entries) if !entries.iter().any(|e| e.key == "source" || e.key == "class") => entries
            .iter()
            .filter(|e| !matches!(e.key.as_str(), "base" | "start" | "years" | "end"))
            .map(|e| unsourced(&e.node))
            .sum(),
        _ => 0,
    }
}
