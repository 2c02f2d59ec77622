//! The odds of several policies together as rows and back.

use super::rows::{RowReader, period_columns, period_to_row};
use crate::outcome::JointEntry;
use rusqlite::Row;
use rusqlite::types::Value;

/// The columns of `joint` after those that say which it is.
pub(super) fn columns() -> Vec<&'static str> {
    let odds = ["policies", "all_met", "all_met_low", "all_met_high", "exactly", "at_least", "short_given"];
    period_columns().chain(odds).collect()
}

pub(super) fn to_row(joint: &JointEntry) -> Vec<Value> {
    let mut row = period_to_row(&joint.period).collect::<Vec<_>>();
    row.push(json(&joint.policies).into());
    row.extend([joint.all_met.value, joint.all_met.low, joint.all_met.high].map(Value::from));
    row.extend([&joint.exactly, &joint.at_least].map(|shares| Value::from(json(shares))));
    row.push(json(&joint.short_given).into());
    row
}

pub(super) fn from_row(row: &Row, first: usize) -> rusqlite::Result<JointEntry> {
    let mut cells = RowReader { row, next: first };
    Ok(JointEntry {
        period: cells.period()?,
        policies: cells.json()?,
        all_met: cells.proportion()?,
        exactly: cells.json()?,
        at_least: cells.json()?,
        short_given: cells.json()?,
    })
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
