//! Tables of data: one row a thing, one column a fact, numbers as they are, nothing for what is unknown.

use super::face::Face;
use crate::fiscal::FiscalYear;
use crate::harmless::cells::{CellText, put};
use crate::outcome::fields::{Fact, word};
use crate::report::facts::Facts;
use rust_xlsxwriter::{Worksheet, XlsxError};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// The most rows of a sheet below its head.
const MOST: usize = 1_048_575;
/// Whole numbers beyond this are not all numbers of a cell.
const EXACT: u64 = 1 << 53;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Nothing,
    Text(String),
    Number(f64),
}

impl Cell {
    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Nothing, Self::Number)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl From<u64> for Cell {
    fn from(value: u64) -> Self {
        if value <= EXACT { Self::Number(value as f64) } else { Self::Text(value.to_string()) }
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Number(f64::from(value))
    }
}

impl From<FiscalYear> for Cell {
    fn from(year: FiscalYear) -> Self {
        Self::Number(f64::from(year.calendar()))
    }
}

impl From<Option<FiscalYear>> for Cell {
    fn from(year: Option<FiscalYear>) -> Self {
        year.map_or(Self::Nothing, Self::from)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Fact> for Cell {
    fn from(fact: Fact) -> Self {
        match fact {
            Fact::Nothing => Self::Nothing,
            Fact::Text(words) => Self::Text(words),
            Fact::Integer(number) => Self::Number(number as f64),
            Fact::Natural(number) => number.into(),
            Fact::Real(number) => Self::Number(number),
        }
    }
}

/// The cell of the word by which data call a choice.
pub(super) fn choice(choice: &impl Serialize) -> Cell {
    Cell::Text(word(choice))
}

/// A table of data with the name of its sheet.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(name: &str, columns: &[&[&str]]) -> Self {
        let columns = columns.concat().into_iter().map(str::to_owned).collect();
        Self { name: name.to_owned(), columns, rows: Vec::new() }
    }

    /// A table of facts.
    pub(super) fn of(name: &str, facts: Facts) -> Self {
        let columns = facts.columns.into_iter().map(str::to_owned).collect();
        let rows = facts.rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect();
        Self { name: name.to_owned(), columns, rows }
    }

    /// The position of a column.
    pub(super) fn column(&self, name: &str) -> Option<u16> {
        self.columns.iter().position(|c| c == name).and_then(|at| u16::try_from(at).ok())
    }

    /// The table on as many sheets as it needs: the second is called `…_2`.
    pub(super) fn sheets(&self) -> Result<Vec<Worksheet>, XlsxError> {
        let none: [Vec<Cell>; 0] = [];
        let parts = if self.rows.is_empty() { vec![&none[..]] } else { self.rows.chunks(MOST).collect() };
        let named = |n: usize| if n == 0 { self.name.clone() } else { format!("{}_{}", self.name, n + 1) };
        parts.into_iter().enumerate().map(|(n, rows)| self.sheet(&named(n), rows)).collect()
    }

    /// The width of a column, by its head and its first rows.
    fn width(&self, at: usize) -> usize {
        const LOOKED_AT: usize = 100;
        let wide = |row: &Vec<Cell>| match row.get(at) {
            Some(Cell::Text(words)) => words.width(),
            Some(Cell::Number(_)) => 10,
            _ => 0,
        };
        let widest = self.rows.iter().take(LOOKED_AT).map(wide).max().unwrap_or(0);
        widest.max(self.columns.get(at).map_or(0, |name| name.width())).clamp(6, 30)
    }

    fn sheet(&self, name: &str, rows: &[Vec<Cell>]) -> Result<Worksheet, XlsxError> {
        let [head, face] = [Face::data_head(), Face::data()];
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (at, column) in (0..).zip(&self.columns) {
            put(&mut sheet, (0, at), &CellText::one_line(column), Some(&head))?;
            sheet.set_column_width(at, self.width(usize::from(at)) as f64 + 1.0)?;
        }
        for (row, cells) in (1..).zip(rows) {
            for (at, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(words) if !words.is_empty() => {
                        put(&mut sheet, (row, at), &CellText::one_line(words), Some(&face))?;
                    }
                    Cell::Number(number) if number.is_finite() => {
                        sheet.write_number_with_format(row, at, *number, &face)?;
                    }
                    _ => {}
                }
            }
        }
        // Data are not for paper: whoever prints the book prints an empty cell beside them, which is nothing.
        let beside = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        sheet.set_print_area(0, beside, 0, beside)?;
        Ok(sheet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_whole_numbers_stay_exact() {
        assert_eq!(Cell::from(1_u64 << 53), Cell::Number(9_007_199_254_740_992.0));
        assert_eq!(Cell::from(u64::MAX), Cell::Text("18446744073709551615".to_owned()));
    }
}
