//! 要因の組合せ: the statistic by levers against uncertainties.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::Sheet;
use super::Sheets;
use crate::batch::reading::Grid;
use crate::lang::{Text, text};
use crate::report::set::words;
use crate::report::{Layout, ReportError, SetReport, SetTable};

/// How many rows are printed unless asked for otherwise; data hold all.
const USUAL: usize = 200;
/// The most columns beside one another that can still be read on a printed page.
const BESIDE: usize = 9;
/// The most columns in all.
const WIDEST: usize = 90;
/// The widest column of values, in digits.
const NARROW: usize = 13;

impl Sheets<'_> {
    /// Nothing where no factors vary. More columns than fit a page are laid down the rows where the rows fit across it,
    /// else in blocks one below another.
    pub(super) fn odds(&self, book: &mut Book) -> Result<(), ReportError> {
        if self.report.results.factors.is_empty() {
            return Ok(());
        }
        let layout = self.layout();
        let report = SetReport { layout: &layout, ..*self.report };
        Sheets { report: &report, lang: self.lang }.laid_out(book)
    }

    fn layout(&self) -> Layout {
        let (layout, set) = (self.report.layout, self.report.results);
        let [rows, columns] = [&layout.rows, &layout.columns].map(|factors| set.combinations(factors).len());
        if columns > BESIDE && rows <= BESIDE {
            return Layout { rows: layout.columns.clone(), columns: layout.rows.clone() };
        }
        layout.clone()
    }

    fn laid_out(&self, book: &mut Book) -> Result<(), ReportError> {
        let layout = self.report.layout;
        let grid = Grid::of(&self.reading(), &layout.rows, &layout.columns);
        let mut sheet = self.sheet(text!(ja: "要因の組合せ", en: "Odds"), SetTable::Odds)?;
        let (head, count) = (sheet.row, grid.column_levels.len());
        let mut repeated = Repeated { rows: Some((head, head)), columns: 1 };
        if count > WIDEST {
            let words = text!(
                ja: "組合せが {count} 列になるため、ここには示していません。すべての組合せは、データのシートにあります。",
                en: "With {count} columns the combinations are not shown here: all are on the sheet of data."
            );
            sheet.prose(words.get(self.lang), 0)?;
            return book.add(sheet, Repeated::default());
        }
        (1..=BESIDE as u16).for_each(|column| sheet.narrow(column, NARROW));
        let blocks = count.div_ceil(BESIDE);
        for block in 0..blocks {
            if blocks > 1 {
                repeated = Repeated { rows: None, columns: 1 };
                self.heading(&mut sheet, block, blocks)?;
            }
            self.block(&mut sheet, &grid, block * BESIDE..count.min((block + 1) * BESIDE))?;
        }
        self.left_out(&mut sheet, grid.row_levels.len(), self.report.rows_shown(USUAL))?;
        self.below(&mut sheet, SetTable::Odds)?;
        book.add(sheet, repeated)
    }

    /// Which of several blocks follows.
    fn heading(&self, sheet: &mut Sheet, block: usize, blocks: usize) -> Result<(), ReportError> {
        let at = block + 1;
        sheet.row += u32::from(block > 0);
        let words = text!(ja: "列の {at} 組目（全 {blocks} 組）", en: "Columns, part {at} of {blocks}");
        sheet.text((sheet.row, 0), words.get(self.lang), Face::Section, Weight::Part)?;
        sheet.row += 1;
        Ok(())
    }

    /// The rows of some of the columns.
    fn block(&self, sheet: &mut Sheet, grid: &Grid, columns: std::ops::Range<usize>) -> Result<(), ReportError> {
        let (report, set) = (self.report, self.report.results);
        let mut heads = vec![Text::same(words::factors(set, &grid.rows, self.lang))];
        heads.extend(grid.column_levels[columns.clone()].iter().map(|levels| match grid.columns.len() {
            0 => report.statistic.name(),
            _ => Text::same(words::levels(set, &grid.columns, levels, self.lang)),
        }));
        sheet.heads(&heads)?;
        for (levels, cells) in grid.row_levels.iter().zip(&grid.cells).take(report.rows_shown(USUAL)) {
            let name = words::levels(set, &grid.rows, levels, self.lang);
            sheet.text((sheet.row, 0), &name, Face::Name, Weight::Part)?;
            for (column, cell) in (1..).zip(&cells[columns.clone()]) {
                let interval = match cell.scenarios[..] {
                    [only] => self.reading().interval(only),
                    _ => None,
                };
                let at = (sheet.row, column);
                self.value(sheet, at, cell.mean, interval)?;
            }
            sheet.row += 1;
        }
        Ok(())
    }
}
