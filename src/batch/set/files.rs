//! Folders and globs of scenario files.

use super::{LeftOut, Member, ScenarioSet, Source, free};
use crate::files;
use crate::harmless::on_one_line;
use crate::lang::text;
use crate::scenario::{Document, Located, Problems, is_form, load, load_file};
use crate::sheets::is_workbook;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// Scenario files, one a member.
#[derive(Debug)]
pub(super) struct Files {
    paths: Vec<PathBuf>,
    /// Whether they were typed, where + lays one file over another; files that were found are taken as they are.
    is_listed: bool,
}

/// Whether a name is a folder or a pattern rather than one file. A file that is there is meant, whatever signs of a pattern
/// its name holds.
pub(super) fn is_folder_or_glob(name: &str) -> bool {
    let path = Path::new(name);
    path.is_dir() || (name.contains(['*', '?', '[']) && !path.exists())
}

/// The scenario files of a folder (not of the folders in it), or those that match a pattern, by name.
pub(super) fn open(name: &str) -> Result<ScenarioSet, Problems> {
    let (mut paths, mut left_out) = (Vec::new(), Vec::new());
    let sorted = if Path::new(name).is_dir() { in_folder(Path::new(name)) } else { matching(name) };
    for found in sorted {
        match found {
            Ok(path) => paths.push(path),
            Err(left) => left_out.push(left),
        }
    }
    paths.sort();
    left_out.sort_by(|a, b| a.name.cmp(&b.name));
    if paths.is_empty() {
        return Err(nothing(name, &left_out));
    }
    Ok(of(name, Files { paths, is_listed: false }, left_out))
}

/// The set of one scenario; where it was typed as files laid over one another, `is_listed`.
pub(super) fn of_one(name: &str, is_listed: bool) -> ScenarioSet {
    of(name, Files { paths: vec![PathBuf::from(name)], is_listed }, Vec::new())
}

fn of(name: &str, files: Files, left_out: Vec<LeftOut>) -> ScenarioSet {
    let mut known = HashSet::new();
    let name_of = |path: &PathBuf| Member {
        name: free(&on_one_line(&path.with_extension("").to_string_lossy()), &mut known),
        group: None,
        settings: Vec::new(),
    };
    let members = files.paths.iter().map(name_of).collect();
    ScenarioSet {
        name: String::new(),
        title: on_one_line(name),
        factors: Vec::new(),
        members,
        plan: None,
        left_out,
        source: Source::Files(files),
    }
}

/// What a folder holds under the names of scenario files. A link that leads nowhere is a member all the same: that its file
/// is missing is told when it is read.
fn in_folder(folder: &Path) -> Vec<Result<PathBuf, LeftOut>> {
    let unreadable = |error: &io::Error| Err(LeftOut::new(folder, files::why(error)));
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return vec![unreadable(&error)],
    };
    let one = |entry: io::Result<std::fs::DirEntry>| match entry {
        Ok(entry) => is_scenario(&entry.path()).then(|| taken(entry.path()))?,
        Err(error) => Some(unreadable(&error)),
    };
    entries.filter_map(one).collect()
}

/// What matches a pattern. Folders that are there are meant, whatever signs of a pattern their names hold.
fn matching(pattern: &str) -> Vec<Result<PathBuf, LeftOut>> {
    let folders = pattern.match_indices('/').map(|(at, _)| at).take_while(|at| Path::new(&pattern[..=*at]).is_dir());
    let (literal, rest) = pattern.split_at(folders.last().map_or(0, |at| at + 1));
    let Ok(found) = glob::glob(&(glob::Pattern::escape(literal) + rest)) else { return Vec::new() };
    let one = |found: glob::GlobResult| match found {
        Ok(path) => taken(path),
        Err(error) => Some(Err(LeftOut::new(error.path(), files::why(error.error())))),
    };
    found.filter_map(one).collect()
}

/// Whether a file is called as scenarios are.
fn is_scenario(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ending == "toml" || WORKBOOKS.contains(&ending.as_str()))
}

/// The endings of workbooks that can be scenarios.
pub(in crate::batch) const WORKBOOKS: [&str; 3] = ["xlsx", "xlsm", "ods"];

/// Whether a file is a workbook, and none that is a scenario: a report, say.
fn is_other_workbook(path: &Path) -> bool {
    files::read(path).is_ok_and(|bytes| is_workbook(&bytes) && !is_form(&bytes))
}

/// Whether a file is taken into a set; nothing of a folder, which nobody expects to be.
fn taken(path: PathBuf) -> Option<Result<PathBuf, LeftOut>> {
    if path.is_dir() {
        return None;
    }
    // Excel keeps a note of who has a file open beside it.
    let begins = |sign: &[u8]| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(sign));
    if begins(b"~$") {
        return None;
    }
    let is_hidden = begins(b".");
    Some(if is_hidden {
        Err(LeftOut::new(
            &path,
            text!(ja: "隠しファイルです（名前が . で始まります）", en: "hidden: its name begins with a dot"),
        ))
    } else if path.to_str().is_none() {
        Err(LeftOut::new(
            &path,
            text!(ja: "名前の文字コードが UTF-8 ではありません。名前を付け直してください", en: "its name is not UTF-8; rename it"),
        ))
    } else if is_other_workbook(&path) {
        Err(LeftOut::new(
            &path,
            text!(ja: "mikomi の様式のブックではありません", en: "a workbook that is not in the form of mikomi"),
        ))
    } else {
        Ok(path)
    })
}

impl Files {
    /// These files, in their order.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, is_listed: true }
    }

    pub(super) fn document(
        &self,
        member: usize,
        read: &dyn Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Document, Problems> {
        let name = self.paths[member].to_string_lossy();
        if self.is_listed { load(&name, read) } else { load_file(&name, read) }
    }
}

fn nothing(name: &str, left_out: &[LeftOut]) -> Problems {
    let (name, left) = (on_one_line(name), left_out.len());
    let message = match left {
        0 => {
            text!(ja: "「{name}」にシナリオファイル（.toml、.xlsx）がありません", en: "there is no scenario file (.toml, .xlsx) in '{name}'")
        }
        _ => {
            text!(ja: "「{name}」に読めるシナリオファイル（.toml、.xlsx）がありません（使えないもの {left} 件）", en: "there is no scenario file (.toml, .xlsx) in '{name}' that can be used ({left} cannot)")
        }
    };
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
