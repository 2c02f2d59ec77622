//! Everything: the outcomes and the comparisons, as one object.

use super::Compared;
use crate::report::ReportError;

pub(super) fn render(compared: &Compared<'_>) -> Result<Vec<u8>, ReportError> {
    let mut bytes = serde_json::to_vec_pretty(compared)?;
    bytes.push(b'\n');
    Ok(bytes)
}
