//! The table as csv.

use super::{ExportColumn, Stopped, Table};
use crate::harmless::csv::Csv;
use crate::lang::Text;
use crate::outcome::fields::Fact;
use ::csv::ErrorKind;
use std::io::Write;

pub(super) fn begin<W: Write>(columns: &[ExportColumn], to: W) -> Result<Csv<W>, Stopped> {
    Csv::new(to, columns.iter().map(|column| column.name.as_str())).map_err(stopped)
}

impl<W: Write> Table for Csv<W> {
    fn add(&mut self, cells: Vec<Fact>) -> Result<(), Stopped> {
        self.row(cells.iter().map(Fact::cell)).map_err(stopped)
    }

    fn end(self: Box<Self>) -> Result<(), Stopped> {
        (*self).end().map(|_| ()).map_err(stopped)
    }
}

pub(super) fn stopped(error: ::csv::Error) -> Stopped {
    match error.into_kind() {
        ErrorKind::Io(error) => error.into(),
        other => Stopped::Writer(Text::same(format!("{other:?}"))),
    }
}
