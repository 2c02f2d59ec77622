//! One object an outcome, a list of them where several scenarios were run; or the rows of one table.

use super::facts::Facts;
use super::{AsList, ReportError};
use crate::harmless::Harmless;
use crate::outcome::Outcome;
use serde::Serialize;

pub(super) fn whole(outcomes: &[Outcome], as_list: AsList) -> Result<Harmless, ReportError> {
    match (outcomes, as_list) {
        ([only], AsList::No) => pretty(only),
        (many, _) => pretty(many),
    }
}

/// A list of one object a row.
pub(super) fn rows(table: &Facts) -> Result<Harmless, ReportError> {
    pretty(&table.to_json())
}

/// JSON to be read by people and programs. What would act on a terminal stands as its number.
pub(super) fn pretty(data: &(impl Serialize + ?Sized)) -> Result<Harmless, ReportError> {
    Ok(Harmless::json(data)?)
}
