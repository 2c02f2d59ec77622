//! The results of a set as one table for other programs: csv, Excel, Parquet. One format a file, the columns in one.

mod columns;
mod csv;
mod parquet;
mod xlsx;

use super::{ScenarioState, Store, StoreError};
use crate::lang::{Text, text};
use columns::{Cell, Column, Line, columns};
use std::fs::File;
use std::io;
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
        why: String,
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
            Self::Unwritable { path, why } => {
                let name = path.display();
                text!(
                    ja: "「{name}」に書けません（{why}）。書込先と空き容量を確かめてください。元のファイルには手を付けていません。",
                    en: "cannot write '{name}' ({why}). Check the folder and the free space. Whatever stood there is untouched."
                )
            }
        }
    }
}

/// Writes the results of every scenario of the set that is done: one row a scenario, policy (or total) and period, one
/// column a factor. The file appears whole or not at all.
///
/// # Errors
/// The store cannot be read, the file cannot be written, or a sheet does not hold that many rows.
pub fn export(store: &Store, format: ExportFormat, out: &Path) -> Result<(), ExportError> {
    let failed = |why: String| ExportError::Unwritable { path: out.to_owned(), why };
    let target = std::fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    let folder = target.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).map_err(|e| failed(e.to_string()))?;
    let handle = file.as_file().try_clone().map_err(|e| failed(e.to_string()))?;
    fill(store, format, handle).map_err(|error| match error {
        Stopped::Store(error) => ExportError::Store(error),
        Stopped::TooManyRows => ExportError::TooManyRows,
        Stopped::Writer(why) => failed(why),
    })?;
    finish(file, &target).map_err(|e| failed(e.to_string()))
}

/// Why a table is not finished.
enum Stopped {
    Store(StoreError),
    TooManyRows,
    /// What the format's writer says.
    Writer(String),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Writer(error.to_string())
    }
}

/// A table that grows row by row.
trait Table {
    fn add(&mut self, cells: Vec<Cell>) -> Result<(), Stopped>;
    fn end(self: Box<Self>) -> Result<(), Stopped>;
}

fn fill(store: &Store, format: ExportFormat, file: File) -> Result<(), Stopped> {
    let factors = store.factors()?;
    let columns = columns(&factors);
    let mut table: Box<dyn Table> = match format {
        ExportFormat::Csv => Box::new(csv::Csv::new(&columns, file)?),
        ExportFormat::Xlsx => Box::new(xlsx::Xlsx::new(&columns, file)?),
        ExportFormat::Parquet => Box::new(parquet::Parquet::new(&columns, file)?),
    };
    for scenario in store.scenarios()?.iter().filter(|s| s.state == ScenarioState::Done) {
        for row in &store.rows_of(scenario)? {
            let line = Line { scenario, row };
            table.add(columns.iter().map(|c| (c.of)(&line)).collect())?;
        }
    }
    table.end()
}

fn finish(file: tempfile::NamedTempFile, target: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    match std::fs::metadata(target) {
        Ok(there) => std::fs::set_permissions(file.path(), there.permissions())?,
        Err(_) => share_as_usual(file.path())?,
    }
    file.persist(target)?;
    Ok(())
}

/// A temporary file is private; a table gets the permissions of an ordinary new file.
#[cfg(unix)]
fn share_as_usual(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share_as_usual(_: &Path) -> io::Result<()> {
    Ok(())
}
