//! The columns of a plan: who is asked for which, and what is certain about each.

use super::{Column, Level};
use std::collections::BTreeMap;

/// Whose level a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Owner {
    /// A policy, by position.
    Policy(usize),
    /// All policies together.
    Total,
    /// An initiative in an overlap, by position.
    Member(usize),
}

impl Owner {
    /// The owner of a policy's or the total's columns.
    pub(super) fn of(policy: Option<usize>) -> Self {
        policy.map_or(Self::Total, Self::Policy)
    }
}

/// The columns, made when first asked for.
#[derive(Default)]
pub(super) struct Levels {
    keys: BTreeMap<(Owner, Level), usize>,
    pub(super) columns: Vec<Column>,
}

impl Levels {
    /// The position of a column.
    pub(super) fn column(&mut self, owner: Owner, level: Level) -> usize {
        *self.keys.entry((owner, level)).or_insert_with(|| {
            self.columns.push(Column { initial: 0.0, uncertain: false, size: 0.0 });
            self.columns.len() - 1
        })
    }

    /// The position of a column that was asked for before.
    pub(super) fn find(&self, owner: Owner, level: Level) -> Option<usize> {
        self.keys.get(&(owner, level)).copied()
    }

    /// Adds a certain amount.
    pub(super) fn add(&mut self, column: usize, amount: f64) {
        self.columns[column].initial += amount;
    }

    /// Notes that something uncertain of about this size is added.
    pub(super) fn mark(&mut self, column: usize, size: f64) {
        self.columns[column].uncertain = true;
        self.columns[column].size += size.abs();
    }
}
