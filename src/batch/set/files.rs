//! Folders and globs of scenario files.

use super::{Member, ScenarioSet, Source};
use crate::lang::text;
use crate::scenario::{Document, Located, Problems, load};
use std::io;
use std::path::{Path, PathBuf};

/// Scenario files, one a member.
#[derive(Debug)]
pub(super) struct Files {
    paths: Vec<PathBuf>,
}

/// Whether a name is a folder or a pattern rather than one file.
pub(super) fn is_folder_or_glob(name: &str) -> bool {
    Path::new(name).is_dir() || name.contains(['*', '?', '['])
}

/// The scenario files of a folder (not of the folders in it), or those that match a pattern, by name.
pub(super) fn open(name: &str) -> Result<ScenarioSet, Problems> {
    let pattern = if Path::new(name).is_dir() {
        format!("{}/*.toml", glob::Pattern::escape(name.trim_end_matches('/')))
    } else {
        name.to_owned()
    };
    // A link that leads nowhere is a member all the same: that its file is missing is told when it is read.
    let found = glob::glob(&pattern).map(|paths| paths.filter_map(Result::ok).filter(|p| !p.is_dir()));
    let mut paths: Vec<PathBuf> = found.map(Iterator::collect).unwrap_or_default();
    paths.sort();
    if paths.is_empty() {
        return Err(nothing(name));
    }
    let name_of = |path: &PathBuf| Member {
        name: path.with_extension("").to_string_lossy().into_owned(),
        group: None,
        settings: Vec::new(),
    };
    let members = paths.iter().map(name_of).collect();
    Ok(ScenarioSet {
        title: name.to_owned(),
        factors: Vec::new(),
        members,
        plan: None,
        source: Source::Files(Files { paths }),
    })
}

impl Files {
    /// These files, in their order.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths }
    }

    pub(super) fn document(
        &self,
        member: usize,
        read: &dyn Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Document, Problems> {
        load(&self.paths[member].to_string_lossy(), read)
    }
}

fn nothing(name: &str) -> Problems {
    let message = text!(ja: "「{name}」にシナリオファイル（.toml）がありません", en: "there is no scenario file (.toml) in '{name}'");
    let hint = text!(ja: "フォルダの名前か、\"scenarios/*.toml\" のような書き方を確かめてください", en: "check the folder, or write a pattern such as \"scenarios/*.toml\"");
    let problem = Located {
        origin: None,
        key: String::new(),
        found: None,
        message,
        allowed: None,
        hint: Some(hint),
        is_lack: false,
    };
    Problems { files: Vec::new(), list: vec![problem] }
}
