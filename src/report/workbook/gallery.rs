//! The sheet of charts: two beside one another, four a printed page, none cut in two.

use super::book::Book;
use super::chart::{HEIGHT, WIDTH};
use super::face::{Face, Weight};
use super::sheet::Sheet;
use super::{safe, sheet::Place};
use crate::lang::Lang;
use crate::report::ReportError;
use rust_xlsxwriter::Chart;

/// Pixels of a row and of a column.
const CELL: (u32, u32) = (20, 64);
/// How many charts stand beside one another.
const BESIDE: usize = 2;
/// How many rows of charts a page holds.
const A_PAGE: usize = 2;
/// The rows of the title.
const TITLE: u32 = 2;
/// Per cent at which two charts fill the width of a page.
const SCALE: u16 = 72;

/// Adds a sheet of charts; none without charts.
pub(super) fn add(book: &mut Book, name: &str, title: &str, charts: Vec<Chart>) -> Result<(), ReportError> {
    if charts.is_empty() {
        return Ok(());
    }
    let lang: Lang = book.lang();
    let mut sheet = Sheet::new(name, lang)?;
    sheet.text((0, 0), &safe::one_line(title), Face::Title, Weight::Part)?;
    let (down, across) = (HEIGHT / CELL.0 + 1, u16::try_from(WIDTH / CELL.1 + 1).unwrap_or(1));
    let place = |n: usize| -> Place { (TITLE + (n / BESIDE) as u32 * down, (n % BESIDE) as u16 * across) };
    let rows = charts.len().div_ceil(BESIDE);
    for (n, chart) in charts.iter().enumerate() {
        let (row, column) = place(n);
        sheet.inner.insert_chart(row, column, chart)?;
    }
    let breaks: Vec<u32> = (1..rows).filter(|row| row % A_PAGE == 0).map(|row| TITLE + row as u32 * down).collect();
    sheet.inner.set_page_breaks(&breaks)?;
    let last = TITLE + rows as u32 * down;
    sheet.inner.set_print_area(0, 0, last, across * BESIDE as u16 - 1)?;
    book.charts(sheet, SCALE)
}
