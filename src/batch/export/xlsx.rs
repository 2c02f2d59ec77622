//! The table as a workbook of one sheet. Rows go to a temporary file one by one, so that memory stays small.

use super::{ExportColumn, Stopped, Table};
use crate::harmless::cells::{CellText, put};
use crate::lang::Text;
use crate::outcome::fields::Fact;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The rows of a sheet, of which the first is the header.
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// Whole numbers beyond this are not all numbers of a cell: they are text.
const EXACT: u64 = 1 << 53;

pub(super) struct Xlsx {
    workbook: Workbook,
    file: File,
    next: u32,
}

impl Xlsx {
    /// Its temporary file stands in `folder`.
    pub(super) fn new(columns: &[ExportColumn], file: File, folder: &Path) -> Result<Self, Stopped> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(stopped)?;
        // The same store gives the same bytes: nothing says when.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(stopped)?;
        workbook.set_properties(&DocProperties::new().set_author("mikomi").set_creation_datetime(&made));
        let head = Format::new().set_bold();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(stopped)?;
        sheet.set_name("results").map_err(stopped)?;
        sheet.set_freeze_panes(1, 1).map_err(stopped)?;
        for (at, column) in (0..).zip(columns) {
            put(sheet, (0, at), &CellText::one_line(&column.name), Some(&head)).map_err(stopped)?;
        }
        Ok(Self { workbook, file, next: 1 })
    }
}

impl Table for Xlsx {
    fn add(&mut self, cells: Vec<Fact>) -> Result<(), Stopped> {
        if self.next == MOST_ROWS {
            return Err(Stopped::TooManyRows);
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(stopped)?;
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Fact::Nothing => continue,
                Fact::Text(words) => put(sheet, (self.next, at), &CellText::one_line(&words), None),
                Fact::Integer(number) => sheet.write_number(self.next, at, number as f64).map(|_| ()),
                Fact::Natural(number) if number > EXACT => {
                    put(sheet, (self.next, at), &CellText::one_line(&number.to_string()), None)
                }
                Fact::Natural(number) => sheet.write_number(self.next, at, number as f64).map(|_| ()),
                Fact::Real(number) => sheet.write_number(self.next, at, number).map(|_| ()),
            }
            .map_err(stopped)?;
        }
        self.next += 1;
        Ok(())
    }

    fn end(mut self: Box<Self>) -> Result<(), Stopped> {
        let failed = Arc::new(Mutex::new(None));
        let to = Remembering { file: self.file, failed: Arc::clone(&failed) };
        let saved = self.workbook.save_to_writer(BufWriter::with_capacity(1 << 20, to)).map_err(stopped);
        let failed = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        failed.map_or(saved, |error: io::Error| Err(error.into()))
    }
}

/// A file that keeps its first error and takes everything after it: the archive's writer would print to standard error
/// what it cannot finish.
struct Remembering {
    file: File,
    failed: Arc<Mutex<Option<io::Error>>>,
}

impl Write for Remembering {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_none() {
            *failed = self.file.write_all(bytes).err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Remembering {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn stopped(error: XlsxError) -> Stopped {
    match error {
        XlsxError::RowColumnLimitError => Stopped::TooManyRows,
        XlsxError::IoError(error) => error.into(),
        other => Stopped::Writer(Text::same(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_that_is_full_takes_no_more() {
        let file = tempfile::tempfile().expect("writable");
        let Ok(mut table) = Xlsx::new(&[], file, &std::env::temp_dir()) else { panic!("writable") };
        table.next = MOST_ROWS - 1;
        assert!(table.add(Vec::new()).is_ok(), "the last row");
        assert!(matches!(table.add(Vec::new()), Err(Stopped::TooManyRows)));
    }
}
