//! csv files: UTF-8 with a byte order mark, CRLF, numbers with as many digits as bring back the same number. No cell is
//! taken for a formula.

use super::{BYTE_ORDER_MARK, on_one_line};
use csv::{Terminator, Writer, WriterBuilder};
use std::fmt::Display;
use std::io::Write;

/// A cell of a csv file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell(String);

impl Cell {
    /// Words on one line; what a spreadsheet would take for a formula (full-width signs too) is marked as text.
    pub(crate) fn words(words: &str) -> Self {
        let line = on_one_line(words);
        let is_formula = line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        Self(if is_formula { format!("'{line}") } else { line })
    }

    /// A number, which is none of the above whatever its sign.
    pub(crate) fn number(number: impl Numeric) -> Self {
        Self(number.to_string())
    }

    /// An empty cell.
    pub(crate) fn nothing() -> Self {
        Self::default()
    }
}

/// What a cell holds as a number.
pub(crate) trait Numeric: Display {}
impl Numeric for f64 {}
impl Numeric for i64 {}
impl Numeric for u64 {}
impl Numeric for &serde_json::Number {}

/// A csv file that is being written.
pub(crate) struct Csv<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> Csv<W> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// Those of the file.
    pub(crate) fn new<'h>(mut to: W, header: impl IntoIterator<Item = &'h str>) -> csv::Result<Self> {
        to.write_all(BYTE_ORDER_MARK.as_bytes())?;
        let writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to);
        let mut begun = Self { writer };
        begun.row(header.into_iter().map(Cell::words))?;
        Ok(begun)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Those of the file.
    #[expect(clippy::disallowed_methods, reason = "the one place, given nothing but cells")]
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> csv::Result<()> {
        self.writer.write_record(cells.into_iter().map(|cell| cell.0))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of the file.
    pub(crate) fn end(self) -> csv::Result<W> {
        self.writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_marked_as_text_and_numbers_are_not() {
        let mut file = Csv::new(Vec::new(), ["=a", "b\u{202e}"]).expect("begun");
        file.row([Cell::words("=cmd|x"), Cell::number(-0.1)]).expect("a row");
        file.row([Cell::nothing(), Cell::words("＠\tb\u{1b}[1m")]).expect("a row");
        let written = String::from_utf8(file.end().expect("ended")).expect("UTF-8");
        assert_eq!(written, "\u{feff}'=a,b\r\n'=cmd|x,-0.1\r\n,'＠ b[1m\r\n");
    }
}
