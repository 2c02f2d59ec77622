//! The table as csv. Numbers have as many digits as bring back the same number.

use super::{Column, Stopped, Table};
use crate::harmless::in_csv;
use crate::lang::Text;
use crate::outcome::fields::Fact;
use ::csv::{ErrorKind, Terminator, Writer, WriterBuilder};
use std::fs::File;
use std::io::{BufWriter, Write};

pub(super) struct Csv {
    writer: Writer<BufWriter<File>>,
}

impl Csv {
    pub(super) fn new(columns: &[Column], mut file: File) -> Result<Self, Stopped> {
        // Excel takes a file for UTF-8 by its byte order mark.
        file.write_all("\u{feff}".as_bytes())?;
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BufWriter::new(file));
        writer.write_record(columns.iter().map(|c| in_csv(&c.name))).map_err(stopped)?;
        Ok(Self { writer })
    }
}

impl Table for Csv {
    fn add(&mut self, cells: Vec<Fact>) -> Result<(), Stopped> {
        let words = cells.into_iter().map(|cell| match cell {
            Fact::Nothing => String::new(),
            Fact::Text(words) => in_csv(&words),
            Fact::Integer(number) => number.to_string(),
            Fact::Natural(number) => number.to_string(),
            Fact::Real(number) => number.to_string(),
        });
        self.writer.write_record(words).map_err(stopped)
    }

    fn end(mut self: Box<Self>) -> Result<(), Stopped> {
        Ok(self.writer.flush()?)
    }
}

fn stopped(error: ::csv::Error) -> Stopped {
    match error.into_kind() {
        ErrorKind::Io(error) => error.into(),
        other => Stopped::Writer(Text::same(format!("{other:?}"))),
    }
}
