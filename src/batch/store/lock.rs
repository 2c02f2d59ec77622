//! One writer at a time: a lock that the operating system takes back when its process ends, however that ends.

use super::StoreError;
use crate::files;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The right to write to a store, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of a store: a file beside it, since SQLite's own locks are on the store.
    pub(super) fn take(store: &Path) -> Result<Self, StoreError> {
        let mut path = store.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        // A lock is empty. Anything else of its name is somebody's.
        if std::fs::metadata(&path).is_ok_and(|there| !there.is_file() || there.len() > 0) {
            return Err(StoreError::LockTaken(path));
        }
        loop {
            let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
            let file = opened.map_err(|error| cannot_open(store, &error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(store.to_owned())),
                Err(TryLockError::Error(error)) => return Err(StoreError::odd(store, files::why(&error))),
            }
            // The one that held it before may have removed it in between: then the lock is on a file without a name.
            if is_still(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

/// Removed while it is still held, so that nobody can have taken it in between.
impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn cannot_open(store: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(store.to_owned()),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::Full { path: store.to_owned(), why: files::why(error) }
        }
        _ => StoreError::odd(store, files::why(error)),
    }
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(held), Ok(named)) => (held.dev(), held.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}
