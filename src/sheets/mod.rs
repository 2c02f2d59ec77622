//! Workbooks as they are read: sheets of cells, and what stands in each, whatever program wrote them.

#[cfg(feature = "workbook")]
mod looks;
#[cfg(feature = "workbook")]
mod old;
#[cfg_attr(not(feature = "workbook"), path = "none.rs")]
mod open;
mod unopened;

pub(crate) use open::open;
#[cfg(feature = "workbook")]
pub(crate) use open::open_any;
pub(crate) use unopened::{Unopened, is_workbook};

use std::collections::BTreeMap;
use std::fmt;

/// The cells of a workbook.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    /// Its sheets, in their order.
    pub(crate) sheets: Vec<Sheet>,
    /// The names of the files that it is packed of.
    pub(crate) parts: Vec<String>,
}

/// The cells of a sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    /// Its rows from the top, each with its cells from the left; what is empty has no entry.
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, Content>>,
    /// The first and the last cell of those that are merged, where the format tells them: the first holds what they show.
    pub(crate) merged: Vec<(Place, Place)>,
    /// How many of its cells are worked out, where the format tells them.
    pub(crate) formulas: usize,
    /// The cells that look like more than what they hold, where the format tells it.
    pub(crate) looks: BTreeMap<Place, Look>,
}

/// What the number of a cell is shown as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A number.
    #[default]
    Number,
    /// A percentage.
    Percentage,
    /// A date, or a part of one.
    Date,
    /// The year of a date, and nothing else of it.
    Year,
}

/// How a cell looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// How often what it holds is divided by a thousand before it is shown.
    pub(crate) thousands: usize,
    /// What it is shown as.
    pub(crate) shown: Shown,
    /// How far its text stands from the left.
    pub(crate) indent: usize,
    /// The words that are shown before the number, and behind it: `▲`, `百万円`, `年度`.
    pub(crate) words: [String; 2],
    /// Whether nothing shows that a number is below zero.
    pub(crate) hides_minus: bool,
}

impl Look {
    /// Whether it says nothing.
    pub(crate) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a number is shown with another sign than it has.
    pub(crate) fn turns(&self, number: f64) -> bool {
        const MINUS: [&str; 7] = ["▲", "△", "-", "－", "−", "(", "（"];
        number > 0.0 && MINUS.contains(&self.words[0].as_str()) || number < 0.0 && self.hides_minus
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A date or a time: `2026-04-01`, `2026-04-01T08:30:00`; empty of a length of time.
    Date(String),
    /// An error, such as `#REF!`.
    Error(String),
    /// A formula that was never worked out.
    NotWorkedOut,
}

/// The place of a cell: row and column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) row: u32,
    pub(crate) column: u32,
}

impl fmt::Display for Place {
    /// `D12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", self.row + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_on_the_sheet() {
        let named = |row, column| Place { row, column }.to_string();
        assert_eq!([named(0, 0), named(11, 3), named(0, 25), named(0, 26)], ["A1", "D12", "Z1", "AA1"]);
        assert_eq!([named(0, 701), named(0, 702), named(1_048_575, 16_383)], ["ZZ1", "AAA1", "XFD1048576"]);
    }
}
