//! Sheets of a user's own: what their cells hold.

use super::style::Style;
use crate::harmless::cells::{CellText, put};
use crate::sheets::{Content, Sheet};
use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

/// Draws the values of a sheet where they stood.
pub(super) fn draw(own: &Sheet, style: &Style) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(own.name.as_str())?;
    for (row, cells) in &own.rows {
        for (column, content) in cells {
            let at = (*row, u16::try_from(*column).map_err(|_| XlsxError::RowColumnLimitError)?);
            cell(&mut sheet, at, content, style)?;
        }
    }
    Ok(sheet)
}

fn cell(sheet: &mut Worksheet, (row, column): (u32, u16), content: &Content, style: &Style) -> Result<(), XlsxError> {
    match content {
        Content::Number(number) => sheet.write_number(row, column, *number).map(drop),
        Content::Truth(truth) => sheet.write_boolean(row, column, *truth).map(drop),
        Content::Text(words) => put(sheet, (row, column), &CellText::lines(words), Some(&style.plain)),
        Content::Error(error) => put(sheet, (row, column), &CellText::one_line(error), Some(&style.plain)),
        Content::Date(date) => match ExcelDateTime::parse_from_str(date) {
            Ok(date) => sheet.write_datetime_with_format(row, column, &date, &style.date).map(drop),
            Err(_) => put(sheet, (row, column), &CellText::one_line(date), Some(&style.plain)),
        },
        Content::NotWorkedOut => Ok(()),
    }
}
