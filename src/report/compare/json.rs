//! Everything: the outcomes and the comparisons, as one object.

use super::Compared;
use crate::report::{ReportError, json};

pub(super) fn render(compared: &Compared<'_>) -> Result<Vec<u8>, ReportError> {
    json::pretty(compared)
}
