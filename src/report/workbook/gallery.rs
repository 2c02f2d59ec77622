//! The sheet of charts: two beside one another, four a printed page, none cut in two.

use super::book::{Book, Repeated};
use super::chart::WIDTH;
use super::face::{Face, Weight};
use super::sheet::CellPlace;
use super::sheet::Sheet;
use crate::lang::Lang;
use crate::money::Unit;
use crate::report::ReportError;
use rust_xlsxwriter::Chart;

/// Pixels of a column.
const COLUMN: u32 = 64;
/// How many charts stand beside one another.
const BESIDE: usize = 2;
/// How many rows of charts a page holds.
const A_PAGE: usize = 2;
/// The rows that a chart stands in: twice as many fill a page to which two charts are fitted by width, so that no chart
/// is cut in two even by a program that heeds no page breaks there.
const DOWN: u32 = 20;
/// The rows above a chart, of which the first holds the title.
const ABOVE: u32 = 2;

/// Adds a sheet of charts; none without charts.
pub(super) fn add(book: &mut Book, name: &str, title: &str, unit: Unit, charts: Vec<Chart>) -> Result<(), ReportError> {
    if charts.is_empty() {
        return Ok(());
    }
    let lang: Lang = book.lang();
    let mut sheet = Sheet::new(name, unit, lang)?;
    sheet.text((0, 0), title, Face::Title, Weight::Part)?;
    let across = u16::try_from(WIDTH.div_ceil(COLUMN)).unwrap_or(1);
    let place = |n: usize| -> CellPlace { (ABOVE + (n / BESIDE) as u32 * DOWN, (n % BESIDE) as u16 * across) };
    let rows = charts.len().div_ceil(BESIDE);
    for column in 0..across * BESIDE as u16 {
        sheet.inner.set_column_width_pixels(column, COLUMN)?;
    }
    for (n, chart) in charts.iter().enumerate() {
        let (row, column) = place(n);
        sheet.inner.insert_chart(row, column, chart)?;
    }
    let breaks: Vec<u32> = (1..rows).filter(|row| row % A_PAGE == 0).map(|row| row as u32 * DOWN).collect();
    sheet.inner.set_page_breaks(&breaks)?;
    let last = rows as u32 * DOWN - 1;
    sheet.inner.set_print_area(0, 0, last, across * BESIDE as u16 - 1)?;
    book.add(sheet, Repeated::default())
}
