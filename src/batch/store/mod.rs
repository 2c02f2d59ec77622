//! The store of a set: one SQLite file with a row a scenario and its statistics in tidy tables.
//!
//! `schema.sql` is its documentation. Numbers are stored as they are (64-bit floating point), years as calendar years, and
//! nothing about when or how fast a run took place: a store that was interrupted and completed equals an undisturbed one.

mod error;
mod joint;
mod known;
mod lock;
mod open;
mod parts;
mod periods;
mod read;
mod rows;
mod views;
mod write;

pub use error::StoreError;
pub(super) use known::{KnownScenario, Status};
pub(super) use read::StoredEntry;
pub use read::{ScenarioState, StoredScenario};
pub(super) use write::{Ended, Task, Writer};

use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// The format of the stores that this version reads and writes.
const FORMAT: i32 = 3;

/// What SQLite's `application_id` of a store is: "MIKO".
const APPLICATION: i32 = 0x4D49_4B4F;

/// A store, opened for reading.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    connection: Connection,
}

impl Store {
    /// Opens a store for reading; it may be written to at the same time.
    ///
    /// # Errors
    /// There is no such file, it is no store, or it is one of another format.
    pub fn open_read(path: &Path) -> Result<Self, StoreError> {
        open::to_read(path).map(|connection| Self { path: path.to_owned(), connection })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn wrong(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of_reading(&self.path, error)
    }
}
