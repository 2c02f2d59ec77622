//! Tables as csv.

use super::ReportError;
use super::facts::Facts;
use crate::harmless::Harmless;
use crate::harmless::csv::{Cell, Csv};
use crate::outcome::fields::Fact;

pub(super) fn of(table: &Facts) -> Result<Harmless, ReportError> {
    written(&table.columns, table.rows.iter().map(|row| row.iter().map(Fact::cell)))
}

/// A file of a header and rows.
pub(super) fn written<R: Iterator<Item = Cell>>(
    header: &[&str],
    mut rows: impl Iterator<Item = R>,
) -> Result<Harmless, ReportError> {
    let mut file = Csv::new(Vec::new(), header.iter().copied())?;
    rows.try_for_each(|row| file.row(row))?;
    Ok(Harmless::csv(file)?)
}
