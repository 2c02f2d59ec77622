//! A table → the effects that are imported of it. What adds up others is left out: nothing is imported twice.

use super::columns::{Kind, Role};
use super::labels::Label;
use super::map::Takes;
use super::problems;
use super::rows::RowLevel;
use super::table::{Printed, Row, Table};
use crate::fiscal::{FiscalYear, Span};
use crate::scenario::StreamKind;
use std::collections::HashSet;

/// An effect of a table.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    /// Whose it is.
    pub(super) of: Holder,
    /// What it is.
    pub(super) what: What,
    /// Of which year or years.
    pub(super) when: When,
    /// Which kind of money it is, where the table or a map says it.
    pub(super) flow: Option<StreamKind>,
    /// The amount, in the table's unit.
    pub(super) number: f64,
    /// Its cell, with its sheet.
    pub(super) cell: String,
}

/// Whose an effect is.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    /// The policy, as it is printed, and its name; nothing where the table names none.
    pub(super) policy: Option<(String, Label)>,
    /// The initiative; nothing where the effect is of the policy as a whole.
    pub(super) initiative: Option<Label>,
    /// The division.
    pub(super) owner: Option<String>,
    /// Remarks of the row.
    pub(super) note: Option<String>,
    /// The cell of its name.
    pub(super) cell: String,
}

/// What an effect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum What {
    /// A target.
    Target,
    /// A planned amount.
    Amount,
    /// An actual.
    Actual,
}

/// When an effect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum When {
    Year(FiscalYear),
    Period(Span),
}

/// The cells of a table in which nothing is printed, and which are read as a year without effect.
pub(super) fn zeros(table: &Table) -> Vec<String> {
    let blanks = table.rows.iter().flat_map(|row| &row.blanks);
    let blanks: HashSet<String> = blanks.map(|blank| problems::cell(&table.sheet, &blank.cell)).collect();
    let cells = effects(table).list.into_iter().filter(|effect| effect.number == 0.0).map(|effect| effect.cell);
    cells.filter(|cell| blanks.contains(cell)).collect()
}

/// The effects of a table, and the rows that have none.
pub(super) struct Effects {
    pub(super) list: Vec<Effect>,
    /// Initiatives for which nothing is printed.
    pub(super) without: Vec<Holder>,
}

/// The effects of a table.
pub(super) fn effects(table: &Table) -> Effects {
    let mut found = Effects { list: Vec::new(), without: Vec::new() };
    let with_figures: HashSet<&str> =
        table.rows.iter().filter(|row| !row.figures.is_empty()).map(|row| row.printed.as_str()).collect();
    let mut without: HashSet<&str> = HashSet::new();
    for (at, row) in table.rows.iter().enumerate() {
        let of = || holder(table, row);
        let effect = |(what, when, figure): Found<'_>| Effect {
            of: of(),
            what,
            when,
            flow: flow(table, row, figure),
            number: figure.number,
            cell: problems::cell(&table.sheet, &figure.cell),
        };
        match row.level {
            RowLevel::Policy => {
                found.list.extend(with_blanks(table, row, of_policy(table, at)).into_iter().map(effect));
            }
            RowLevel::Initiative => {
                found.list.extend(with_blanks(table, row, of_initiative(table, row)).into_iter().map(effect));
                let name = row.printed.as_str();
                if !with_figures.contains(name) && without.insert(name) {
                    found.without.push(of());
                }
            }
            RowLevel::Sum | RowLevel::OfWhich | RowLevel::LeftOut => {}
        }
    }
    found
}

fn holder(table: &Table, row: &Row) -> Holder {
    let is_policy = row.level == RowLevel::Policy;
    let policy =
        if is_policy { Some(row.printed.clone()) } else { row.policy.clone().or_else(|| table.map.policy.clone()) };
    Holder {
        policy: policy.map(|printed| (printed.clone(), table.policy_label(&printed))),
        initiative: (!is_policy).then(|| row.label.clone()),
        owner: row.owner.clone(),
        note: row.note.clone(),
        cell: problems::cell(&table.sheet, &row.cell),
    }
}

type Found<'t> = (What, When, &'t Printed);

/// The kind of money of a figure.
fn flow(table: &Table, row: &Row, figure: &Printed) -> Option<StreamKind> {
    row.flow.or(table.columns[figure.column].flow)
}

/// Planned amounts with the years for which nothing is printed as years of nothing: an amount would go on into them.
fn with_blanks<'t>(table: &'t Table, row: &'t Row, mut found: Vec<Found<'t>>) -> Vec<Found<'t>> {
    let of = |when: When, figure: &Printed| (when, flow(table, row, figure));
    let stated: Vec<(When, Option<StreamKind>)> = found.iter().map(|(_, when, figure)| of(*when, figure)).collect();
    let is_of_initiative = row.level == RowLevel::Initiative && !found.is_empty();
    if !is_of_initiative && !found.iter().any(|(what, ..)| *what == What::Amount) {
        return found;
    }
    for blank in &row.blanks {
        let Role::Year(year, kind) = table.columns[blank.column].role else { continue };
        let when = When::Year(year);
        // Where none of a kind is printed, the initiative has none of it.
        let (own, is_new) = (of(when, blank), !stated.contains(&of(when, blank)));
        let has_kind = own.1.is_none() || stated.iter().any(|(_, flow)| *flow == own.1);
        if row.kind.unwrap_or(kind) == Kind::Planned && is_new && has_kind {
            found.push((What::Amount, when, blank));
        }
    }
    found
}

/// The figures of years and periods of a row, with what they are by their heading or their row. Of a policy whose money is
/// told apart by kind the sum of a year counts.
fn stated<'t>(table: &'t Table, row: &'t Row) -> impl Iterator<Item = (Kind, When, &'t Printed)> {
    let sum_of = |figure: &Printed| match table.columns[figure.column].role {
        Role::Sum(Some(span), kind) if span.len() == 1 && row.level == RowLevel::Policy => Some((span.first, kind)),
        _ => None,
    };
    let sums: Vec<(FiscalYear, Kind)> = row.figures.iter().filter_map(sum_of).collect();
    row.figures.iter().filter_map(move |figure| {
        let (when, kind) = match table.columns[figure.column].role {
            Role::Year(year, kind) if sums.contains(&(year, kind)) => return None,
            Role::Year(year, kind) => (When::Year(year), kind),
            Role::Period(span, kind) => (When::Period(span), kind),
            _ => sum_of(figure).map(|(year, kind)| (When::Year(year), kind))?,
        };
        Some((row.kind.unwrap_or(kind), when, figure))
    })
}

fn of_policy(table: &Table, at: usize) -> Vec<Found<'_>> {
    let row = &table.rows[at];
    let below = table.rows[at + 1..].iter().take_while(|row| row.level != RowLevel::Policy);
    let is_sum = below.clone().any(|row| row.level == RowLevel::Initiative);
    let mut found = Vec::new();
    for (kind, when, figure) in stated(table, row) {
        let what = match kind {
            Kind::Target => What::Target,
            Kind::Planned if table.takes == Takes::Targets => What::Target,
            // What its initiatives add up to is imported with them.
            Kind::Planned | Kind::Actual if is_sum => continue,
            Kind::Planned => What::Amount,
            Kind::Actual => What::Actual,
        };
        found.push((what, when, figure));
    }
    found
}

fn of_initiative<'t>(table: &'t Table, row: &'t Row) -> Vec<Found<'t>> {
    let all: Vec<_> = stated(table, row).collect();
    let mut found = Vec::new();
    for (kind, when, figure) in &all {
        let what = match kind {
            Kind::Actual => What::Actual,
            Kind::Planned => What::Amount,
            // Targets of initiatives are what is planned of them, unless something else is.
            Kind::Target if all.iter().any(|(other, year, _)| *other == Kind::Planned && year == when) => continue,
            Kind::Target => What::Amount,
        };
        found.push((what, *when, *figure));
    }
    found
}
