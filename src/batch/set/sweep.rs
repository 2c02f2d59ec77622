//! Sweeps: a base scenario and what is changed in it.

use super::{Member, ScenarioSet};
use crate::lang::text;
use crate::scenario::{Document, Located, Problems};
use std::io;

/// A base and what is changed in it.
#[derive(Debug)]
pub(super) struct Sweep {}

pub(super) fn open(_name: &str, _read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<ScenarioSet, Problems> {
    let message = text!(ja: "掃引はまだ読めません", en: "sweeps cannot be read yet");
    let problem =
        Located { origin: None, key: String::new(), found: None, message, allowed: None, hint: None, is_lack: false };
    Err(Problems { files: Vec::new(), list: vec![problem] })
}

impl Sweep {
    pub(super) fn document(
        &self,
        _member: usize,
        _settings: &Member,
        _read: &dyn Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Document, Problems> {
        Err(Problems { files: Vec::new(), list: Vec::new() })
    }
}
