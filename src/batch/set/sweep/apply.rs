//! Makes the changes of a scenario, kind by kind, so that no order of the file matters: what is laid over, then what is
//! written, then what is multiplied, resized and moved, and last what is dropped.

use super::change::{Change, ChangeKind, ClassChange};
use super::walk::ScenarioPlace;
use super::writes::{Write, Writes};
use crate::scenario::{Located, Node, Path, Value, merge};

/// What becomes of a scenario.
pub(super) struct Applied {
    pub(super) tree: Node,
    /// Changes that could not be made.
    pub(super) stopped: Vec<Located>,
    /// Places that two changes write: each told where it stands.
    pub(super) twice: Vec<[Located; 2]>,
}

/// Makes all changes.
pub(super) fn apply(tree: Node, changes: &[&Change]) -> Applied {
    let mut work = Work { writes: Writes::on(&tree, changes), tree, stopped: Vec::new() };
    work.lay(changes);
    work.write(changes);
    work.multiply(changes);
    work.decide(changes);
    Applied { twice: work.writes.twice(&work.tree), tree: work.tree, stopped: work.stopped }
}

struct Work {
    tree: Node,
    writes: Writes,
    stopped: Vec<Located>,
}

/// What is written where, found before anything is written.
enum Written<'c> {
    Value(&'c Change, ScenarioPlace, &'c Node),
    Class(&'c Change, Path, &'c ClassChange),
}

impl Work {
    fn lay(&mut self, changes: &[&Change]) {
        for change in changes {
            if let ChangeKind::Lay(over) = &change.kind {
                self.tree = merge(std::mem::replace(&mut self.tree, over.clone()), over.clone());
                self.writes.laid(&self.tree, change, over);
            }
        }
    }

    fn write(&mut self, changes: &[&Change]) {
        let mut all = Vec::new();
        for &change in changes {
            match &change.kind {
                ChangeKind::Set { path, value } => match change.places(&self.tree, path) {
                    Ok(found) => all.extend(found.into_iter().map(|place| Written::Value(change, place, value))),
                    Err(stopped) => self.stopped.push(*stopped),
                },
                ChangeKind::Classes(list) => match change.class_places(&self.tree, list) {
                    Ok(found) => all.extend(found.into_iter().map(|(path, to)| Written::Class(change, path, to))),
                    Err(stopped) => self.stopped.push(*stopped),
                },
                _ => {}
            }
        }
        for written in all {
            match written {
                Written::Value(change, place, value) => {
                    self.writes.written(match &place.new {
                        Some(key) => Write::under(change, &place.path, key),
                        None => Write::of(change, place.path.clone()),
                    });
                    change.set(&mut self.tree, &place, value);
                }
                Written::Class(change, path, to) => {
                    self.writes.written(Write::of(change, path.clone()).at(&to.at));
                    change.set(&mut self.tree, &ScenarioPlace { path, new: None }, &to.to);
                }
            }
        }
    }

    /// Factors are multiplied from the least: a product in another order could differ in its last digit.
    fn multiply(&mut self, changes: &[&Change]) {
        let of = |change: &&Change| match &change.kind {
            ChangeKind::Multiply { by, .. } => *by,
            _ => f64::INFINITY,
        };
        let mut sorted = changes.to_vec();
        sorted.sort_by(|a, b| of(a).total_cmp(&of(b)));
        let mut all: Vec<(&Change, Vec<ScenarioPlace>, f64)> = Vec::new();
        for change in sorted {
            let ChangeKind::Multiply { path, by } = &change.kind else { continue };
            match change.places(&self.tree, path) {
                Ok(found) => all.push((change, found, *by)),
                Err(stopped) => self.stopped.push(*stopped),
            }
        }
        for (change, found, by) in all {
            let done = change.multiply_at(&mut self.tree, &found, by);
            self.stopped.extend(done.err().map(|stopped| *stopped));
        }
    }

    fn decide(&mut self, changes: &[&Change]) {
        let mut sorted = changes.to_vec();
        sorted.sort_by(|a, b| rank(&a.kind).0.cmp(&rank(&b.kind).0).then(rank(&a.kind).1.total_cmp(&rank(&b.kind).1)));
        for change in sorted {
            let done = match &change.kind {
                ChangeKind::Resize { initiative, by, typed } => {
                    change.decide(&mut self.tree, (initiative, "scale"), typed, |stated| times(stated, *by))
                }
                ChangeKind::Move { initiative, by, typed } => {
                    change.decide(&mut self.tree, (initiative, "shift"), typed, |stated| plus(stated, *by))
                }
                ChangeKind::Drop { initiative } => change.drop_it(&mut self.tree, initiative),
                _ => Ok(()),
            };
            self.stopped.extend(done.err().map(|stopped| *stopped));
        }
    }
}

/// Dropping comes last; sizes are multiplied from the least.
fn rank(kind: &ChangeKind) -> (u8, f64) {
    match kind {
        ChangeKind::Resize { by, .. } => (0, *by),
        ChangeKind::Drop { .. } => (2, 0.0),
        _ => (1, 0.0),
    }
}

/// A size times a factor; what is no number stands, so that its own message is told.
fn times(stated: Option<&Value>, by: f64) -> Value {
    match stated {
        None => Value::Float(by),
        Some(Value::Float(number)) => Value::Float(number * by),
        Some(Value::Integer(number)) => Value::Float(*number as f64 * by),
        Some(other) => other.clone(),
    }
}

/// Years and more years.
fn plus(stated: Option<&Value>, by: i64) -> Value {
    match stated {
        None => Value::Integer(by),
        Some(Value::Integer(years)) => Value::Integer(years.saturating_add(by)),
        Some(other) => other.clone(),
    }
}
