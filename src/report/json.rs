//! One object an outcome; a list of them where several scenarios were run.

use super::{AsList, ReportError};
use crate::outcome::Outcome;

pub(super) fn render(outcomes: &[Outcome], as_list: AsList) -> Result<Vec<u8>, ReportError> {
    let mut bytes = match (outcomes, as_list) {
        ([only], AsList::No) => serde_json::to_vec_pretty(only)?,
        (many, _) => serde_json::to_vec_pretty(many)?,
    };
    bytes.push(b'\n');
    Ok(bytes)
}
