//! The scenario as a workbook: the same tree, laid out on sheets.

mod cell;
mod fill;
mod labels;
mod layout;
mod read;

pub(crate) use fill::{Filled, FilledColumn, FilledSection, FilledSheet, fill};
pub(crate) use labels::label;
pub(crate) use layout::Rows;
pub(super) use read::{Read, read};

/// Whether a file is a workbook in the form of a scenario.
pub(crate) fn is_form(bytes: &[u8]) -> bool {
    crate::sheets::open(bytes).is_ok_and(|book| read::has_sections(&book))
}

/// What stands between the steps of a place on the sheet of sources.
const BETWEEN: &str = " / ";
/// What begins the title of a section.
const TITLE: char = '■';
