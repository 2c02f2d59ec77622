//! Sources and notes of a scenario, and the numbers without a source: they are assumptions, and are reported as such.

use super::document::Document;
use super::node::{Node, Value};
use super::problem::Path;
use crate::harmless::on_one_line;
use serde::{Deserialize, Serialize};

/// How many numbers of one table have no source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumption {
    /// The readable path of the table: `initiative.bpr`.
    pub key: String,
    /// How many of its numbers have no source.
    pub numbers: usize,
}

/// A source or a note and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The readable path of the table that has it; empty for the scenario itself.
    pub key: String,
    /// Whether it is a source (else a note).
    pub is_source: bool,
    /// The words, on one line.
    pub words: String,
}

/// Every source and note, in the order of the document.
pub fn remarks(document: &Document) -> Vec<Remark> {
    let mut found = Vec::new();
    gather(document, document.root(), &Path::default(), &mut found);
    found
}

fn gather(document: &Document, node: &Node, path: &Path, found: &mut Vec<Remark>) {
    for (i, item) in node.items().iter().enumerate() {
        gather(document, item, &path.index(i), found);
    }
    for entry in node.entries() {
        match (entry.key.as_str(), entry.node.as_str()) {
            (key @ ("source" | "note"), Some(words)) => {
                let key_of = document.key(path);
                found.push(Remark { key: key_of, is_source: key == "source", words: on_one_line(words) });
            }
            _ => gather(document, &entry.node, &path.key(&entry.key), found),
        }
    }
}

/// The lists whose numbers are looked at.
const LISTS: [&str; 7] = ["policy", "edition", "initiative", "driver", "dependence", "correlation", "overlap"];

/// The tables with numbers that neither state a source nor stand in a table that does.
pub fn assumptions(document: &Document) -> Vec<Assumption> {
    let root = document.root();
    if root.get("source").is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for key in ["total", "general_account"] {
        let numbers = root.get(key).map_or(0, unsourced);
        if numbers > 0 {
            found.push(Assumption { key: key.to_owned(), numbers });
        }
    }
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
            .filter(|e| {
                !matches!(e.key.as_str(), "base" | "start" | "years" | "end" | "horizon" | "as_of" | "shift" | "scale")
            })
            .map(|e| unsourced(&e.node))
            .sum(),
        _ => 0,
    }
}
