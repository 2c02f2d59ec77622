//! One object an outcome, a list of them where several scenarios were run; or the rows of one table.

use super::facts::Facts;
use super::{AsList, ReportError};
use crate::outcome::Outcome;
use serde::Serialize;

pub(super) fn whole(outcomes: &[Outcome], as_list: AsList) -> Result<Vec<u8>, ReportError> {
    match (outcomes, as_list) {
        ([only], AsList::No) => written(only),
        (many, _) => written(many),
    }
}

/// A list of one object a row.
pub(super) fn rows(table: &Facts) -> Result<Vec<u8>, ReportError> {
    written(&table.to_json())
}

pub(super) fn written(whole: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, ReportError> {
    let mut bytes = serde_json::to_vec_pretty(whole)?;
    bytes.push(b'\n');
    Ok(bytes)
}
