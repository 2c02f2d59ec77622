//! Rows of a list of the scenario by what they are called, so that a table of thousands of rows is read in linear time.

use super::labels::{Label, label};
use super::spelling::bare;
use crate::scenario::Node;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The rows of a list.
#[derive(Debug, Default)]
pub(super) struct KnownRows {
    by_word: HashMap<String, BTreeSet<usize>>,
    ids: HashSet<String>,
    count: usize,
}

impl KnownRows {
    /// The rows that are there.
    pub(super) fn of(rows: &[Node]) -> Self {
        let mut known = Self::default();
        for row in rows {
            let word = |key: &str| row.get(key).and_then(Node::name).unwrap_or_default();
            known.add(&word("id"), &word("name"));
        }
        known
    }

    /// Takes in the next row.
    pub(super) fn add(&mut self, id: &str, name: &str) {
        // A plan may have the number in the name.
        for word in [bare(id), bare(name), bare(&label(name).name)] {
            if !word.is_empty() {
                self.by_word.entry(word).or_default().insert(self.count);
            }
        }
        self.ids.insert(id.to_owned());
        self.count += 1;
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The positions of the rows that are called by a printed name, with or without its number.
    pub(super) fn called(&self, printed: &str, name: &Label) -> BTreeSet<usize> {
        let words = [bare(printed), bare(&name.name)];
        words.iter().filter_map(|word| self.by_word.get(word)).flatten().copied().collect()
    }

    /// Whether a row has an id.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// An id that none has yet.
    pub(super) fn free(&self, wanted: &str) -> String {
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut all = std::iter::once(wanted.to_owned()).chain(numbered);
        all.find(|id| !self.has_id(id)).unwrap_or_default()
    }
}
