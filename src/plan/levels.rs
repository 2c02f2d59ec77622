//! The columns of a plan: who is asked for which, and what is certain about each.

use super::{Column, Part};
use crate::fiscal::FiscalYear;
use std::collections::BTreeMap;

/// Whose level a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// A policy, by position.
    Policy(usize),
    /// All policies together.
    Total,
    /// An initiative in an overlap, by position.
    Member(usize),
}

/// The columns, made when first asked for.
#[derive(Default)]
pub(super) struct Levels {
    keys: BTreeMap<(Owner, Part, FiscalYear), usize>,
    pub(super) columns: Vec<Column>,
}

impl Levels {
    /// The position of a column.
    pub(super) fn column(&mut self, owner: Owner, part: Part, year: FiscalYear) -> usize {
        *self.keys.entry((owner, part, year)).or_insert_with(|| {
            self.columns.push(Column { initial: 0.0, uncertain: false, size: 0.0 });
            self.columns.len() - 1
        })
    }

    /// The position of a column that was asked for before.
    pub(super) fn find(&self, owner: Owner, part: Part, year: FiscalYear) -> Option<usize> {
        self.keys.get(&(owner, part, year)).copied()
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
