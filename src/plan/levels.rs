//! The columns of a plan: who is asked for which, and what is certain about each.

use super::{LevelColumn, LevelKey};
use std::collections::HashMap;

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

    /// Which kind of owner it is, and which of them.
    fn place(self) -> (usize, usize) {
        match self {
            Self::Policy(policy) => (0, policy),
            Self::Total => (1, 0),
            Self::Member(initiative) => (2, initiative),
        }
    }
}

/// The columns, made when first asked for.
#[derive(Default)]
pub(super) struct Levels {
    /// Where each level stands among those of an owner.
    known: HashMap<LevelKey, usize>,
    /// By owner and level the column: of each policy, of all together, of each initiative.
    of: [Vec<Vec<Option<usize>>>; 3],
    pub(super) columns: Vec<LevelColumn>,
}

impl Levels {
    /// The position of a column.
    pub(super) fn column(&mut self, owner: Owner, level: LevelKey) -> usize {
        let next = self.known.len();
        let at = *self.known.entry(level).or_insert(next);
        let (kind, position) = owner.place();
        let column = slot(slot(&mut self.of[kind], position), at);
        *column.get_or_insert_with(|| {
            self.columns.push(LevelColumn { initial: 0.0, uncertain: false, size: 0.0 });
            self.columns.len() - 1
        })
    }

    /// The position of a column that was asked for before.
    pub(super) fn find(&self, owner: Owner, level: LevelKey) -> Option<usize> {
        let (kind, position) = owner.place();
        *self.of[kind].get(position)?.get(*self.known.get(&level)?)?
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

/// What stands at a position, after as many defaults as it takes.
fn slot<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}
