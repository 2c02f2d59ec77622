//! The files that the scenarios of a set are read from, with their digests.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Mutex, PoisonError};

/// Reads files and remembers what was in them.
#[derive(Debug)]
pub struct Inputs {
    reader: fn(&str) -> io::Result<Vec<u8>>,
    /// SHA-256 by name.
    digests: Mutex<HashMap<String, String>>,
}

impl Inputs {
    /// Files as `reader` gives them by name.
    pub fn new(reader: fn(&str) -> io::Result<Vec<u8>>) -> Self {
        Self { reader, digests: Mutex::default() }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let bytes = (self.reader)(name)?;
        let digest = Sha256::digest(&bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        digests.insert(name.to_owned(), digest);
        Ok(bytes)
    }

    /// The digests of some files as a JSON object; of those that were read.
    pub(super) fn of<'a>(&self, names: impl Iterator<Item = &'a str>) -> String {
        let digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        let found: BTreeMap<&str, &str> = names.filter_map(|n| digests.get(n).map(|d| (n, d.as_str()))).collect();
        serde_json::to_string(&found).unwrap_or_default()
    }
}
