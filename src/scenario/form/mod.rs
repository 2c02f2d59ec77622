//! The scenario as a workbook: the same tree, laid out on sheets.

mod cell;
mod fill;
mod labels;
mod layout;
mod names;
mod own;
mod read;
mod whole;

pub(crate) use fill::{Beside, Filled, FilledColumn, FilledSection, FilledSheet, fill};
pub(crate) use labels::label;
pub(crate) use layout::Rows;
pub(super) use read::{Read, read};
pub(super) use whole::{complete, join};

/// Whether a file is a workbook in the form of a scenario.
pub(crate) fn is_form(bytes: &[u8]) -> bool {
    crate::sheets::open(bytes).is_ok_and(|book| read::has_sections(&book))
}

/// The sheets of a workbook that are none of the form.
pub(crate) fn own_sheets(book: crate::sheets::Book) -> Vec<crate::sheets::Sheet> {
    read::own_sheets(book)
}

/// Whether a sheet of the form is worked out from the others.
pub(crate) fn is_worked_out(sheet: &crate::sheets::Sheet) -> bool {
    read::is_worked_out(sheet)
}

/// What stands between the steps of a place on the sheet of sources.
const BETWEEN: &str = " / ";
/// What begins the title of a section.
const TITLE: char = '■';
