//! Tidy rows as csv and JSON: the same columns in both.

use super::{SetReport, SetTable, rows, words};
use crate::batch::Tally;
use crate::harmless::Harmless;
use crate::harmless::csv::Cell;
use crate::lang::Lang;
use crate::report::csv::written;
use crate::report::{ReportError, json as as_json};
use serde_json::{Map, Value, json};

/// A table of rows with named columns.
pub(in crate::report) struct Tidy {
    pub(in crate::report) columns: Vec<String>,
    pub(in crate::report) rows: Vec<Vec<Value>>,
}

pub(super) fn csv(table: &Tidy) -> Result<Harmless, ReportError> {
    let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
    written(&columns, table.rows.iter().map(|row| row.iter().map(cell)))
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::nothing(),
        Value::Number(number) => Cell::number(number),
        Value::String(text) => Cell::words(text),
        other => Cell::words(&other.to_string()),
    }
}

/// One object: what was read, and one table of it or all.
pub(super) fn json(report: &SetReport, table: SetTable, lang: Lang) -> Result<Harmless, ReportError> {
    let question = &report.outcome.question;
    let Tally { scenarios, done, failed, pending, .. } = report.set().tally();
    let mut whole = json!({
        "set": report.set().title,
        "policy": report.selection.policy,
        "period": words::period_word(report.selection.period),
        "statistic": report.statistic().id(),
        "edition_statistic": question.edition_statistic.id(),
        "is_asked_for": report.is_asked_for,
        "unit": report.unit(Lang::Ja),
        "threshold": question.threshold,
        "only": report.only.iter().map(|(f, v)| format!("{f}={v}")).collect::<Vec<_>>(),
        "counts": { "scenarios": scenarios, "done": done, "failed": failed, "pending": pending },
    });
    for one in SetTable::ALL.into_iter().filter(|one| table == SetTable::Summary || table == *one) {
        whole[one.name()] = objects(rows::of(report, one, lang));
    }
    as_json::pretty(&whole)
}

fn objects(table: Tidy) -> Value {
    let Tidy { columns, rows } = table;
    let object = |row: Vec<Value>| Value::Object(columns.iter().cloned().zip(row).collect::<Map<_, _>>());
    rows.into_iter().map(object).collect()
}
