//! Columns that several tables have.

use super::{Cell, choice};
use crate::outcome::{CountedOn, PeriodEntry, Quantiles};
use crate::report::ReportError;

/// The columns of a period.
pub(in crate::report::workbook) const PERIOD: [&str; 8] =
    ["period_kind", "first_fy", "last_fy", "first_era", "last_era", "base_fy", "base_era", "basis"];
/// The columns of quantiles.
pub(in crate::report::workbook) const QUANTILES: [&str; 9] =
    ["p5", "p10", "p20", "p25", "p50", "p75", "p80", "p90", "p95"];

pub(in crate::report::workbook) fn period(period: &PeriodEntry, basis: CountedOn) -> Result<[Cell; 8], ReportError> {
    let base_era = period.base.map_or(Cell::Nothing, |base| base.era().into());
    Ok([
        choice(&period.kind)?,
        period.first.into(),
        period.last.into(),
        period.first.era().into(),
        period.last.era().into(),
        period.base.into(),
        base_era,
        choice(&basis)?,
    ])
}

pub(in crate::report::workbook) fn quantiles(q: &Quantiles) -> [Cell; 9] {
    [q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].map(Cell::from)
}
