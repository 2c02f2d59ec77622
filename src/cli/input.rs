//! Scenario files and the scenarios built in → checked models.

use super::Failure;
use crate::files;
use crate::model::Model;
use crate::scenario::{Document, load};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A scenario, a set, or an overlay that a set uses, that comes with mikomi.
#[derive(Debug)]
pub(super) struct Example {
    /// The name by which it is asked for.
    pub(super) name: &'static str,
    /// The file.
    pub(super) text: &'static str,
}

/// What is built in; the first is what runs without a file.
pub(super) static EXAMPLES: [Example; 7] = [
    Example { name: "revised", text: include_str!("../../scenarios/revised.toml") },
    Example { name: "plan-time", text: include_str!("../../scenarios/plan-time.toml") },
    Example { name: "minimal", text: include_str!("../../scenarios/minimal.toml") },
    Example { name: "w60", text: include_str!("../../scenarios/bench/w60.toml") },
    Example { name: "what-if", text: include_str!("../../scenarios/sets/what-if.toml") },
    Example { name: "stress", text: include_str!("../../scenarios/sets/stress.toml") },
    Example { name: "wage", text: include_str!("../../scenarios/sets/wage.toml") },
];

/// A scenario that was read and checked.
pub(super) struct Checked {
    pub(super) document: Document,
    pub(super) model: Model,
}

/// Reads and checks a scenario by the name typed, or the first built in.
pub(super) fn checked(name: Option<&str>) -> Result<Checked, Failure> {
    let document = match name {
        Some(name) => load(name, &from_disk),
        None => load(EXAMPLES[0].name, &built_in),
    };
    let document = document.map_err(|p| Failure::Input(vec![p]))?;
    match Model::read(&document) {
        Ok(model) => Ok(Checked { document, model }),
        Err(problems) => Err(Failure::Input(vec![problems])),
    }
}

/// Reads and checks every scenario before the first is run, so that a late error costs no simulation.
pub(super) fn all_checked<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Result<Vec<Checked>, Failure> {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    for name in names {
        match checked(name) {
            Ok(scenario) => read.push(scenario),
            Err(Failure::Input(found)) => problems.extend(found),
            Err(other) => return Err(other),
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(Failure::Input(problems)) }
}

/// The bytes of a file, or of a scenario that comes with mikomi by `example:` and its name.
pub(super) fn from_disk(name: &str) -> io::Result<Vec<u8>> {
    name.strip_prefix("example:").map_or_else(|| from_path(Path::new(name)), built_in)
}

/// The bytes of a file, which no output may take the place of from now on.
pub(super) fn from_path(path: &Path) -> io::Result<Vec<u8>> {
    remember(path);
    if !files::is_stream(path) {
        return files::read(path);
    }
    // A stream is read once, and may be named more often: as a set and as its member, or twice.
    let mut streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = streams.get(path) {
        return Ok(known.clone());
    }
    let bytes = files::read(path)?;
    streams.insert(path.to_owned(), bytes.clone());
    Ok(bytes)
}

/// What streams held.
static STREAMS: Mutex<BTreeMap<PathBuf, Vec<u8>>> = Mutex::new(BTreeMap::new());

/// The files that were named as input, by a user or by another file.
static NAMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Keeps in mind that a file is input.
pub(super) fn remember(path: &Path) {
    // Standard input can be a file that has a name.
    let path = if path == Path::new(files::STDIN) { Path::new("/dev/stdin") } else { path };
    NAMED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
}

/// Whether a file is one of these, under whatever name.
pub(super) fn is_input(path: &Path) -> bool {
    // What is no file is written to, not replaced; and files are opened to be compared, where a pipe would wait for its
    // other end.
    let is_file = |path: &Path| std::fs::metadata(path).is_ok_and(|there| there.is_file());
    if !is_file(path) {
        return false;
    }
    let named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut files = named.iter().filter(|input| is_file(input));
    files.any(|input| same_file::is_same_file(input, path).unwrap_or(false))
}

fn built_in(name: &str) -> io::Result<Vec<u8>> {
    let found = EXAMPLES.iter().find(|e| e.name == name).map(|e| e.text.as_bytes().to_vec());
    found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
}
