//! Whether the sums of a table add up.

use super::columns::{Kind, Role};
use super::rows::RowLevel;
use super::sums::is_grand;
use super::table::{Printed, Row, Table};
use crate::fiscal::FiscalYear;
use crate::scenario::StreamKind;
use std::collections::HashMap;

/// A sum that was checked against its parts.
#[derive(Clone, Debug)]
pub(crate) struct Footing {
    /// The cell of the sum.
    pub(crate) cell: String,
    /// The row of the sum.
    pub(crate) row: String,
    /// The heading of its column.
    pub(crate) column: String,
    /// What is printed.
    pub(crate) printed: f64,
    /// What the parts add up to.
    pub(crate) sum: f64,
    /// Whether it adds up, or how far off it is.
    pub(crate) verdict: SumCheck,
}

/// Whether a sum adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SumCheck {
    /// To the last place.
    Exact,
    /// But for what rounding each part can take or give.
    Rounding,
    /// It does not.
    Off,
}

/// Checks every sum of a table.
pub(super) fn footings(table: &Table) -> Vec<Footing> {
    let mut found = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        if let Some(parts) = parts_of(table, at) {
            for figure in &row.figures {
                // Costs are taken off, but where the sum is that of costs.
                let is_taken = |part: &Row| part.flow == Some(StreamKind::Cost) && row.flow != part.flow;
                let sign = |part: &Row| if is_taken(part) { -1.0 } else { 1.0 };
                let number = |part: &&Row| Some(sign(part) * part.figure(figure.column)?.number);
                let numbers: Vec<f64> = parts.iter().filter_map(number).collect();
                found.push(footing(table, row, (figure.column, figure.number, &figure.cell), &numbers));
            }
        }
        for (column, role) in table.columns.iter().map(|column| column.role).enumerate() {
            if let (Role::Sum(span, kind), Some(figure)) = (role, row.figure(column))
                && row.level != RowLevel::LeftOut
                && let Some(numbers) = across(table, row, column, span.map(|span| (span.first, span.last)), kind)
            {
                found.push(footing(table, row, (column, figure.number, &figure.cell), &numbers));
            }
        }
    }
    // The sum of sums is checked both ways, and told once.
    let mut seen: HashMap<String, f64> = HashMap::new();
    found.retain(|footing| {
        let before = seen.insert(footing.cell.clone(), footing.sum);
        before.is_none_or(|sum| (sum - footing.sum).abs() > 1e-6)
    });
    found
}

fn footing(table: &Table, row: &Row, (column, printed, cell): (usize, f64, &str), parts: &[f64]) -> Footing {
    let sum: f64 = parts.iter().sum();
    let place = 10_f64.powi(-i32::from(table.decimals));
    let off = (printed - sum).abs();
    let verdict = if off < place * 1e-3 {
        SumCheck::Exact
    } else if off < place * most_rounding(table, parts.len()) {
        SumCheck::Rounding
    } else {
        SumCheck::Off
    };
    let heading = table.columns[column].heading.clone();
    Footing { cell: cell.to_owned(), row: row.printed.clone(), column: heading, printed, sum, verdict }
}

/// How far off rounding can make a sum, in last places: half a place each, or all of it where figures are cut off.
fn most_rounding(table: &Table, parts: usize) -> f64 {
    let is_cut = table.notes.iter().any(|note| ["切捨", "切り捨"].iter().any(|word| note.contains(word)));
    if is_cut { parts as f64 + 0.5 } else { f64::midpoint(parts as f64, 1.0) + 1e-6 }
}

/// The rows that a row is the sum of; nothing where it is none.
fn parts_of(table: &Table, at: usize) -> Option<Vec<&Row>> {
    let rows = &table.rows;
    let row = &rows[at];
    let of_kind = |other: &&Row| match row.kind_words {
        Some(_) => other.kind_words == row.kind_words,
        None => other.kind == row.kind,
    };
    let has_initiatives = rows.iter().any(|row| row.level == RowLevel::Initiative);
    match row.level {
        // The figures of a policy are the sum of its initiatives, where they are of the same kind.
        RowLevel::Policy => {
            let below = rows[at + 1..].iter().take_while(|row| row.level != RowLevel::Policy);
            let parts: Vec<&Row> = below.filter(|row| row.level == RowLevel::Initiative).filter(of_kind).collect();
            (!parts.is_empty()).then_some(parts)
        }
        RowLevel::Sum => {
            let is_part =
                |row: &&Row| row.level == if has_initiatives { RowLevel::Initiative } else { RowLevel::Policy };
            let all: Vec<&Row> = rows.iter().filter(is_part).filter(of_kind).collect();
            let from = rows[..at].iter().rposition(|row| row.level == RowLevel::Sum).map_or(0, |last| last + 1);
            let since: Vec<&Row> = rows[from..at].iter().filter(is_part).filter(of_kind).collect();
            let sums = rows.iter().filter(|row| row.level == RowLevel::Sum).filter(of_kind).count();
            let is_first_or_last = at == 0 || rows[at + 1..].iter().all(|row| !is_part(&row));
            let until = rows[at + 1..]
                .iter()
                .position(|row| row.level == RowLevel::Sum)
                .map_or(rows.len(), |next| at + 1 + next);
            let after: Vec<&Row> = rows[at + 1..until].iter().filter(is_part).filter(of_kind).collect();
            // A subtotal can stand before its rows: then these add up, and those before do not.
            if is_sum_of(row, &after) && !is_sum_of(row, &since) {
                return Some(after);
            }
            let is_all =
                since.is_empty() || sums == 1 || is_grand(&row.printed) && is_first_or_last && !is_repeated(rows, at);
            let parts = if is_all { all } else { since };
            (!parts.is_empty()).then_some(parts)
        }
        RowLevel::Initiative | RowLevel::OfWhich | RowLevel::LeftOut => None,
    }
}

/// Whether the figures of a row are, to the last place, the sums of those of others.
fn is_sum_of(row: &Row, parts: &[&Row]) -> bool {
    let sum = |column| parts.iter().filter_map(|part| part.figure(column)).map(|figure| figure.number).sum::<f64>();
    let is_sum = |figure: &Printed| (sum(figure.column) - figure.number).abs() < 1e-6;
    !parts.is_empty() && !row.figures.is_empty() && row.figures.iter().all(is_sum)
}

/// Whether another sum has the same name: each policy ends with one.
fn is_repeated(rows: &[Row], at: usize) -> bool {
    let same = |row: &&Row| row.level == RowLevel::Sum && row.kind == rows[at].kind && row.printed == rows[at].printed;
    rows.iter().filter(same).count() > 1
}

/// The figures of a row that a column of sums adds up; nothing where it is not clear which.
fn across(
    table: &Table,
    row: &Row,
    sum: usize,
    years: Option<(FiscalYear, FiscalYear)>,
    kind: Kind,
) -> Option<Vec<f64>> {
    let own = table.columns[sum].flow;
    let is_of = |flow: Option<StreamKind>| own.is_none() || flow == own;
    let mut found: Vec<(FiscalYear, Kind, usize)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| is_of(column.flow)) {
        if let Role::Year(year, kind) = column.role
            && years.is_none_or(|(first, last)| first <= year && year <= last)
        {
            found.push((year, kind, at));
        }
    }
    if years.is_none() {
        let is_sum = |at: usize| matches!(table.columns[at].role, Role::Sum(None, _));
        let before: Vec<usize> = (0..sum).filter(|at| is_sum(*at)).collect();
        // Of several sums each adds up what stands since the one before, but for the last where nothing does.
        let from = before.last().copied();
        let since: Vec<_> =
            found.iter().copied().filter(|(.., at)| *at < sum && from.is_none_or(|from| *at > from)).collect();
        if !since.is_empty() {
            found = since;
        }
    }
    // Of a year there is one figure, or one of each kind of money.
    let flow = |at: &usize| table.columns[*at].flow;
    let is_once = |found: &[(FiscalYear, Kind, usize)]| {
        let count = |year, at| found.iter().filter(|(other, _, a)| *other == year && flow(a) == flow(&at)).count();
        found.iter().all(|(year, _, at)| count(*year, *at) == 1)
    };
    if !is_once(&found) {
        found.retain(|(_, own, _)| *own == kind);
    }
    if found.is_empty() || !is_once(&found) {
        return None;
    }
    // Costs are taken off, but where the sum is that of costs.
    let sign = |at: usize| if own.is_none() && flow(&at) == Some(StreamKind::Cost) { -1.0 } else { 1.0 };
    let figures = found.iter().filter_map(|(.., at)| Some(sign(*at) * row.figure(*at)?.number));
    Some(figures.collect())
}
