//! The sheet of charts: up to four a printed page, which they fill, none cut in two.

use super::book::{Book, Repeated};
use super::chart::{HEIGHT, HIGH, WIDE, WIDTH};
use super::face::{Face, Weight};
use super::sheet::Sheet;
use crate::lang::Lang;
use crate::money::Unit;
use crate::report::ReportError;
use rust_xlsxwriter::Chart;

/// Pixels of a column: not the usual 64, which LibreOffice takes for its own usual width.
const COLUMN: u32 = 65;
/// The columns of a page: two charts beside one another.
const ACROSS: u16 = 20;
/// Pixels of a row: likewise not the usual 20.
const ROW: u32 = 21;
/// The rows of a page that is as wide as its columns; the first holds the title.
const DOWN: u32 = 38;
/// The rows from the first chart to the one below it.
const HALF: u32 = 18;
/// The most charts of a page.
pub(super) const A_PAGE: usize = 4;

/// Charts by page: as many as fit each.
pub(super) fn pages(charts: Vec<Chart>) -> Vec<Vec<Chart>> {
    charts.chunks(A_PAGE).map(<[Chart]>::to_vec).collect()
}

/// Adds a sheet of charts; none without charts.
pub(super) fn add(
    book: &mut Book,
    name: &str,
    title: &str,
    unit: Unit,
    pages: Vec<Vec<Chart>>,
) -> Result<(), ReportError> {
    let pages: Vec<Vec<Chart>> = pages.into_iter().filter(|page| !page.is_empty()).collect();
    if pages.is_empty() {
        return Ok(());
    }
    let lang: Lang = book.lang();
    let mut sheet = Sheet::new(name, unit, lang)?;
    sheet.text((0, 0), title, Face::Title, Weight::Part)?;
    for column in 0..ACROSS {
        sheet.inner.set_column_width_pixels(column, COLUMN)?;
    }
    let rows = pages.len() as u32 * DOWN;
    for row in 0..rows {
        sheet.inner.set_row_height_pixels(row, ROW)?;
    }
    let breaks: Vec<u32> = (1..pages.len() as u32).map(|page| page * DOWN).collect();
    sheet.inner.set_page_breaks(&breaks)?;
    sheet.inner.set_print_area(0, 0, rows - 1, ACROSS - 1)?;
    for (first, page) in (0..).step_by(DOWN as usize).zip(pages) {
        let places = places(page.len());
        for (mut chart, Place { row, column, width, height }) in page.into_iter().zip(places) {
            chart.set_width(width).set_height(height);
            sheet.inner.insert_chart(first + 1 + row, column, &chart)?;
        }
    }
    book.add(sheet, Repeated::default())
}

/// Where a chart stands on its page, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    row: u32,
    column: u16,
    width: u32,
    height: u32,
}

/// The places of so many charts: beside one another, the last across the page where it is alone in its row.
fn places(charts: usize) -> Vec<Place> {
    let wide = |row: u32| Place { row, column: 0, width: WIDE, height: HEIGHT };
    let half = |row: u32, column: u16| Place { row, column, width: WIDTH, height: HEIGHT };
    match charts {
        1 => vec![Place { height: HIGH, ..wide(0) }],
        2 => vec![wide(0), wide(HALF)],
        3 => vec![half(0, 0), half(0, ACROSS / 2), wide(HALF)],
        _ => vec![half(0, 0), half(0, ACROSS / 2), half(HALF, 0), half(HALF, ACROSS / 2)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as wide as its columns is no higher than landscape A4 within its margins.
    #[test]
    fn charts_fill_their_page() {
        let paper = (297.0 - 2.0 * 0.6 * 25.4) / (210.0 - 1.7 * 25.4);
        let page = f64::from(u32::from(ACROSS) * COLUMN) / f64::from(DOWN * ROW);
        assert!(page > paper && page < 1.05 * paper, "{page} {paper}");
        for charts in 1..=A_PAGE {
            let places = places(charts);
            assert_eq!(places.len(), charts);
            let filled: u32 = places.iter().map(|place| place.width * place.height).sum();
            let whole = u32::from(ACROSS) * COLUMN * DOWN * ROW;
            assert!(f64::from(filled) > 0.9 * f64::from(whole), "{charts}");
            let ends =
                |place: &Place| (u32::from(place.column) * COLUMN + place.width, (place.row + 1) * ROW + place.height);
            assert!(
                places.iter().map(ends).all(|(right, foot)| right <= u32::from(ACROSS) * COLUMN && foot <= DOWN * ROW)
            );
        }
    }
}
