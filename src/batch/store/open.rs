//! A file is opened as a store only if it is one, and made one only if there is nothing in it.

use super::{APPLICATION, FORMAT, StoreError};
use crate::files;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

const SCHEMA: &str = include_str!("schema.sql");

/// How long a connection waits for another one of this machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that reads.
pub(super) fn to_read(path: &Path) -> Result<Connection, StoreError> {
    match std::fs::metadata(path) {
        Err(_) => return Err(StoreError::Missing(path.to_owned())),
        Ok(there) if !there.is_file() => return Err(StoreError::NotAStore(path.to_owned())),
        Ok(_) => {}
    }
    let connection = match opened(path, &named(path), OpenFlags::SQLITE_OPEN_READ_ONLY) {
        Err(StoreError::ReadOnly(_) | StoreError::Other { .. } | StoreError::Full { .. }) if !has_log(path) => {
            unchanging(path)?
        }
        connection => connection?,
    };
    match state(&connection, path)? {
        State::Store => Ok(connection),
        State::Empty => Err(StoreError::NotAStore(path.to_owned())),
    }
}

/// A connection that writes; where there is no file, or an empty one, a new store.
pub(super) fn to_write(path: &Path) -> Result<Connection, StoreError> {
    if std::fs::metadata(path).is_ok_and(|m| m.permissions().readonly()) {
        return Err(StoreError::ReadOnly(path.to_owned()));
    }
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(StoreError::NotAStore(path.to_owned()));
    }
    let mut connection = opened(path, &named(path), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    let wrong = |error: rusqlite::Error| StoreError::of(path, &error);
    let state = state(&connection, path)?;
    // SQLite opens what it may not write to for reading without a word.
    if connection.is_readonly("main").map_err(wrong)? {
        return Err(StoreError::ReadOnly(path.to_owned()));
    }
    connection.pragma_update(None, "journal_mode", "WAL").map_err(wrong)?;
    // With WAL anything less than FULL may lose the last commits in a power cut, which have been reported as done.
    connection.pragma_update(None, "synchronous", "FULL").map_err(wrong)?;
    connection.pragma_update(None, "foreign_keys", "ON").map_err(wrong)?;
    if let State::Empty = state {
        make(&mut connection).map_err(wrong)?;
    }
    Ok(connection)
}

/// All tables and the marks by which a store is known, or nothing.
fn make(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// A path as SQLite is given it: beginning with a folder, so that no name (`:memory:`, `file:…`) means anything but a file.
fn named(path: &Path) -> PathBuf {
    if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() }
}

/// A connection to the store at `path`, under a name for SQLite.
fn opened(path: &Path, name: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connect = || {
        let connection = Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        // The first read tells whether it can be read at all.
        connection.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0))?;
        Ok(connection)
    };
    connect().map_err(|error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen) => cannot_open(path, &error),
        _ => StoreError::of(path, &error),
    })
}

/// SQLite does not say why it cannot open a file; the system does.
fn cannot_open(path: &Path, error: &rusqlite::Error) -> StoreError {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    match std::fs::OpenOptions::new().write(true).open(path) {
        Err(e) if matches!(e.kind(), PermissionDenied | ReadOnlyFilesystem) => StoreError::ReadOnly(path.to_owned()),
        Err(e) => StoreError::odd(path, files::why(&e)),
        Ok(_) => StoreError::of(path, error),
    }
}

/// Whether something committed is not in the file itself yet.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|m| m.len() > 0)
}

/// A store in a folder that cannot be written to: nobody changes it, so that no locks are needed.
fn unchanging(path: &Path) -> Result<Connection, StoreError> {
    let escaped = named(path).to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let name = format!("file:{escaped}?immutable=1");
    opened(path, Path::new(&name), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

/// Ends what a writer has begun: one file that any program can read, also where it may not write. While somebody reads it,
/// that has to wait for the next writer.
pub(super) fn settle(connection: &Connection) {
    let _ = connection.busy_timeout(Duration::from_millis(200));
    let _ = connection.pragma_update(None, "journal_mode", "DELETE");
}

/// What a readable file is.
enum State {
    /// A store of this format.
    Store,
    /// Nothing yet.
    Empty,
}

fn state(connection: &Connection, path: &Path) -> Result<State, StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::of(path, &error);
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, format) = (pragma("application_id").map_err(wrong)?, pragma("user_version").map_err(wrong)?);
    if application == APPLICATION {
        let other = || StoreError::OtherFormat { path: path.to_owned(), found: format };
        return if format == FORMAT { Ok(State::Store) } else { Err(other()) };
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(wrong)?;
    // A process that ended before it had made its tables leaves an empty database.
    if (application, format, tables) == (0, 0, 0) {
        Ok(State::Empty)
    } else {
        Err(StoreError::NotAStore(path.to_owned()))
    }
}
