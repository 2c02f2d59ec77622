//! One object an outcome; a list of them where several scenarios were run.

use super::ReportError;
use crate::outcome::Outcome;

pub(super) fn render(outcomes: &[Outcome]) -> Result<Vec<u8>, ReportError> {
    let mut bytes = match outcomes {
        [only] => serde_json::to_vec_pretty(only)?,
        many => serde_json::to_vec_pretty(many)?,
    };
    bytes.push(b'\n');
    Ok(bytes)
}
