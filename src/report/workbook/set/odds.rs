//! 要因の組合せ: the statistic by levers against uncertainties.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::Sheets;
use crate::batch::reading::Grid;
use crate::lang::{Text, text};
use crate::report::set::words;
use crate::report::{ReportError, SetTable};

/// How many rows are printed unless asked for otherwise; data hold all.
const USUAL: usize = 200;
/// The most columns.
const WIDEST: usize = 40;

impl Sheets<'_> {
    /// Nothing where no factors vary, or where there are more columns than anyone reads: the data hold them all.
    pub(super) fn odds(&self, book: &mut Book) -> Result<(), ReportError> {
        let (report, set) = (self.report, self.report.results);
        let grid = Grid::of(&self.reading(), &report.layout.rows, &report.layout.columns);
        if set.factors.is_empty() || grid.column_levels.len() > WIDEST {
            return Ok(());
        }
        let mut sheet = self.sheet(text!(ja: "要因の組合せ", en: "Odds"), SetTable::Odds)?;
        let head = sheet.row;
        let mut heads = vec![Text::same(words::factors(set, &grid.rows))];
        heads.extend(grid.column_levels.iter().map(|levels| match grid.columns.len() {
            0 => report.statistic.name(),
            _ => Text::same(words::levels(set, &grid.columns, levels, self.lang)),
        }));
        sheet.heads(&heads)?;
        for (levels, cells) in grid.row_levels.iter().zip(&grid.cells).take(report.rows_shown(USUAL)) {
            let name = words::levels(set, &grid.rows, levels, self.lang);
            sheet.text((sheet.row, 0), &name, Face::Name, Weight::Part)?;
            for (column, cell) in (1..).zip(cells) {
                let interval = match cell.scenarios[..] {
                    [only] => self.reading().interval(only),
                    _ => None,
                };
                let at = (sheet.row, column);
                self.value(&mut sheet, at, cell.mean, interval)?;
            }
            sheet.row += 1;
        }
        self.below(&mut sheet, SetTable::Odds)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }
}
