//! The results of a set as one table for other programs: csv, Excel, Parquet. One format a file, the columns in one.

mod columns;
mod csv;
mod parquet;
mod xlsx;

use super::{ScenarioState, Store, StoreError};
use crate::files::{self, Whole};
use crate::harmless::Harmless;
use crate::lang::{Text, text};
use crate::outcome::fields::Fact;
use columns::{ExportColumn, Line, columns};
use std::fs::File;
use std::io::{self, BufWriter};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// A format of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// UTF-8 with a byte order mark, CRLF.
    Csv,
    /// A workbook of one sheet.
    Xlsx,
    /// Apache Parquet, uncompressed.
    Parquet,
}

/// A table that could not be written. Whatever stood in its place is untouched.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum ExportError {
    /// The store cannot be read.
    Store(#[from] StoreError),
    /// More rows than a sheet holds.
    TooManyRows,
    /// The file cannot be written.
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system or the format's writer says.
        why: Text,
    },
}

impl ExportError {
    /// The message.
    pub fn text(&self) -> Text {
        match self {
            Self::Store(error) => error.text(),
            Self::TooManyRows => {
                let most = xlsx::MOST_ROWS;
                text!(
                    ja: "結果が Excel の 1 シートに入る {most} 行を超えます。csv か parquet を使ってください。",
                    en: "there are more results than the {most} rows that a sheet of Excel holds. Use csv or parquet."
                )
            }
            Self::Unwritable { path, why } => files::unwritable(path, why),
        }
    }
}

/// Writes the results of every scenario of the set that is done: one row a scenario, policy (or total) and period, one
/// column a factor. The file appears whole or not at all.
///
/// # Errors
/// The store cannot be read, the file cannot be written, or a sheet does not hold that many rows.
pub fn export(store: &Store, format: ExportFormat, out: &Path) -> Result<(), ExportError> {
    let failed = |why: Text| ExportError::Unwritable { path: out.to_owned(), why };
    let whole = Whole::begin(out).map_err(|e| failed(files::why(&e)))?;
    let handle = whole.file().try_clone().map_err(|e| failed(files::why(&e)))?;
    guarded(|| fill(store, format, handle, whole.folder())).map_err(|stopped| of(stopped, out))?;
    whole.finish().map_err(|e| failed(files::why(&e)))
}

/// The same as csv, to be printed.
///
/// # Errors
/// The store cannot be read.
pub fn export_csv(store: &Store) -> Result<Harmless, ExportError> {
    let made = || -> Result<Harmless, Stopped> {
        let columns = columns(&store.factors()?);
        let mut table = csv::begin(&columns, Vec::new())?;
        add_rows(store, &columns, &mut table)?;
        Harmless::csv(table).map_err(csv::stopped)
    };
    made().map_err(|error| of(error, Path::new(files::STDIN)))
}

fn of(stopped: Stopped, out: &Path) -> ExportError {
    match stopped {
        Stopped::Store(error) => ExportError::Store(error),
        Stopped::TooManyRows => ExportError::TooManyRows,
        Stopped::Writer(why) => ExportError::Unwritable { path: out.to_owned(), why },
    }
}

/// Why a table is not finished.
enum Stopped {
    Store(StoreError),
    TooManyRows,
    /// What the format's writer says.
    Writer(Text),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Writer(files::why(&error))
    }
}

/// What the writer of workbooks does when its temporary file cannot be written is to panic: then the table is not finished.
/// Nothing else runs on the threads of this process meanwhile.
fn guarded(write: impl FnOnce() -> Result<(), Stopped>) -> Result<(), Stopped> {
    let told = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(AssertUnwindSafe(write));
    panic::set_hook(told);
    done.unwrap_or_else(|_| {
        let (ja, en) = (
            "書込みの途中で、空き容量かファイルの大きさの上限に達しました",
            "no space left, or the limit of file sizes reached, while it was written",
        );
        Err(Stopped::Writer(Text { ja: ja.to_owned(), en: en.to_owned() }))
    })
}

/// A table that grows row by row.
trait Table {
    fn add(&mut self, cells: Vec<Fact>) -> Result<(), Stopped>;
    fn end(self: Box<Self>) -> Result<(), Stopped>;
}

fn fill(store: &Store, format: ExportFormat, file: File, folder: &Path) -> Result<(), Stopped> {
    let columns = columns(&store.factors()?);
    let mut table: Box<dyn Table> = match format {
        ExportFormat::Csv => Box::new(csv::begin(&columns, BufWriter::new(file))?),
        ExportFormat::Xlsx => Box::new(xlsx::Xlsx::new(&columns, file, folder)?),
        ExportFormat::Parquet => Box::new(parquet::Parquet::new(&columns, file)?),
    };
    add_rows(store, &columns, &mut *table)?;
    table.end()
}

fn add_rows(store: &Store, columns: &[ExportColumn], table: &mut dyn Table) -> Result<(), Stopped> {
    for scenario in store.scenarios()?.iter().filter(|s| s.state == ScenarioState::Done) {
        for row in &store.rows_of(scenario)? {
            let line = Line { scenario, row };
            table.add(columns.iter().map(|c| (c.of)(&line)).collect())?;
        }
    }
    Ok(())
}
