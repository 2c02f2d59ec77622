//! A result that was kept as JSON: runs, or a plan against its revisions.

use crate::analysis::Comparison;
use crate::cli::{Failure, input};
use crate::files;
use crate::harmless;
use crate::lang::{Text, text};
use crate::outcome::Outcome;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;

/// What a result file holds.
pub(super) enum Kept {
    /// What `mikomi run` gives for one scenario.
    Run(Box<Outcome>),
    /// What it gives for several.
    Runs(Vec<Outcome>),
    /// What `mikomi compare` gives.
    Compared(ComparedFile),
}

/// What `mikomi compare` writes.
#[derive(Deserialize)]
pub(super) struct ComparedFile {
    pub(super) outcomes: Vec<Outcome>,
    pub(super) comparisons: Vec<Comparison>,
    #[serde(default)]
    pub(super) labels: Vec<String>,
}

impl ComparedFile {
    fn check(&self) -> Result<(), String> {
        let (outcomes, comparisons) = (&self.outcomes, &self.comparisons);
        outcomes.iter().enumerate().try_for_each(|(i, o)| checked(&format!("outcomes[{i}]."), o))?;
        if outcomes.len() != comparisons.len() + 1 {
            return Err("comparisons: one a revision".to_owned());
        }
        let is_called = |label: &String| !label.is_empty() && *label == harmless::on_one_line(label);
        if !(self.labels.is_empty() || self.labels.len() == outcomes.len() && self.labels.iter().all(is_called)) {
            return Err("labels: one a scenario, each on one line".to_owned());
        }
        comparisons.iter().enumerate().try_for_each(|(i, c)| {
            c.check(&outcomes[0], &outcomes[i + 1]).map_err(|what| format!("comparisons[{i}].{what}"))
        })
    }
}

/// Whether a file holds JSON rather than a store. What cannot be read is left to the store to tell.
pub(super) fn is_json(path: &Path) -> bool {
    let is_stream = files::is_stream(path);
    let first = if is_stream { input::from_path(path).unwrap_or_default() } else { files::head(path, 64) };
    let begun = without_mark(&first).trim_ascii_start().first();
    begun.is_some_and(|byte| matches!(byte, b'{' | b'['))
}

/// Text without the byte order mark that an editor may have put before it.
fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text)
}

impl Kept {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, it is no result of mikomi, or it does not fit together.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let name = harmless::path(path);
        let bytes = input::from_path(path).map_err(|error| {
            let Text { ja, en } = files::why(&error);
            Failure::Arguments(text!(
                ja: "「{name}」を読めません（{ja}）。",
                en: "cannot read '{name}' ({en})."
            ))
        })?;
        let text = without_mark(&bytes);
        let whole: Value = parsed(path, text)?;
        let is_of = |key: &str| whole.get(key).is_some();
        let kept = if whole.is_array() {
            Self::Runs(parsed(path, text)?)
        } else if is_of("comparisons") {
            Self::Compared(parsed(path, text)?)
        } else if is_of("counts") && is_of("set") {
            return Err(Failure::Arguments(text!(
                ja: "「{name}」はシナリオ群の報告（JSON）です。もとの結果ファイル（mikomi batch で作った .sqlite）を指定してください。",
                en: "'{name}' is a report of a scenario set as JSON. Name the store that it was made from (the .sqlite file of mikomi batch)."
            )));
        } else {
            Self::Run(Box::new(parsed(path, text)?))
        };
        kept.check().map_err(|what| {
            Failure::Arguments(text!(
                ja: "「{name}」の内容に食い違いがあります：{what}。mikomi run または compare で作り直してください。",
                en: "'{name}' does not fit together: {what}. Make it again with mikomi run or compare."
            ))
        })?;
        Ok(kept)
    }

    /// What was simulated.
    pub(super) fn outcomes(&self) -> &[Outcome] {
        match self {
            Self::Run(outcome) => std::slice::from_ref(outcome),
            Self::Runs(outcomes) | Self::Compared(ComparedFile { outcomes, .. }) => outcomes,
        }
    }

    fn check(&self) -> Result<(), String> {
        match self {
            Self::Run(outcome) => checked("", outcome),
            Self::Runs(outcomes) if outcomes.is_empty() => Err("[]: at least one run".to_owned()),
            Self::Runs(outcomes) => outcomes.iter().enumerate().try_for_each(|(i, o)| checked(&format!("[{i}]."), o)),
            Self::Compared(compared) => compared.check(),
        }
    }
}

/// The version that made a result must be this one: what another version means by a key is not known.
fn of_this_version(outcome: &Outcome) -> Result<(), String> {
    let (made, this) = (&outcome.provenance.version, env!("CARGO_PKG_VERSION"));
    if made == this { Ok(()) } else { Err(format!("provenance.version: {this}, not {made}")) }
}

fn checked(at: &str, outcome: &Outcome) -> Result<(), String> {
    of_this_version(outcome).and_then(|()| outcome.check()).map_err(|what| format!("{at}{what}"))
}

fn parsed<T: DeserializeOwned>(path: &Path, text: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(text).map_err(|error| {
        let (name, line, column) = (harmless::path(path), error.line(), error.column());
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or(&what);
        Failure::Arguments(text!(
            ja: "「{name}」{line} 行 {column} 列：mikomi の結果として読めません（{what}）。mikomi run・compare の --format json で（--table を付けずに）この版で作ったファイルか、mikomi batch の結果ファイルを指定してください。",
            en: "'{name}' line {line}, column {column}: cannot be read as a result of mikomi ({what}). Name a file made by mikomi run or compare with --format json (without --table), by this version, or the store of mikomi batch."
        ))
    })
}
