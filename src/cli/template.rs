//! `mikomi template`, `mikomi convert`: the scenario as a workbook and back.

use super::args::{ConvertArgs, TemplateArgs};
use super::carried::Carried;
use super::{Failure, input, output};
use crate::harmless::{self, Harmless};
use crate::lang::{Lang, text};
use crate::model::Model;
use crate::scenario::{Document, load};
use crate::template;
use serde_json::Value as Json;
use std::io;
use std::path::Path;

/// What `mikomi template` begins with.
const SAMPLE: &str = include_str!("../../scenarios/template.toml");
const SAMPLE_EN: &str = include_str!("../../scenarios/template.en.toml");

pub(super) fn template(args: &TemplateArgs, lang: Lang) -> Result<(), Failure> {
    is_new(&args.out, args.force)?;
    let sample = |_: &str| Ok(if lang == Lang::Ja { SAMPLE } else { SAMPLE_EN }.as_bytes().to_vec());
    let document = match &args.from {
        Some(name) => load(name, &input::from_disk),
        None => load("template.toml", &sample),
    };
    let document = document.map_err(|problems| Failure::Input(vec![problems]))?;
    write_workbook(&document, Some(&document), &args.out, lang)
}

pub(super) fn convert(args: &ConvertArgs, lang: Lang) -> Result<(), Failure> {
    is_new(&args.to, args.force)?;
    let document = load(&args.from, &input::from_disk).map_err(|problems| Failure::Input(vec![problems]))?;
    write_scenario(&document, Some(&document), &args.to, lang)
}

/// Writes a scenario as a workbook or as TOML, by the ending of the file; what the workbooks of `from` hold besides is
/// taken over where it can be, and told.
pub(super) fn write_scenario(
    document: &Document,
    from: Option<&Document>,
    out: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    match ending(out).as_deref() {
        Some("xlsx") => write_workbook(document, from, out, lang),
        Some("toml") => {
            output::print(&Carried::of(from).told_of_toml(lang))?;
            output::write(&Harmless::words(&toml(document)?), Some(out))
        }
        _ => Err(Failure::Arguments(text!(
            ja: "書込先は .xlsx か .toml にしてください。",
            en: "the file to write must end in .xlsx or .toml."
        ))),
    }
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// The resolved scenario, below the comments of the files that it was read from.
fn toml(document: &Document) -> Result<String, Failure> {
    let made = document.to_toml();
    let toml =
        made.map_err(|e| Failure::Other(text!(ja: "TOMLに書けません（{e}）。", en: "cannot write TOML ({e}).")))?;
    let comments: String =
        document.comments().iter().flat_map(|cell| cell.split(['\n', '\r'])).map(|line| format!("#{line}\n")).collect();
    Ok(if comments.is_empty() { toml } else { format!("{comments}\n{toml}") })
}

/// Writes a workbook that gives the same scenario when it is read; else nothing.
fn write_workbook(document: &Document, from: Option<&Document>, out: &Path, lang: Lang) -> Result<(), Failure> {
    if ending(out).as_deref() != Some("xlsx") {
        return Err(Failure::Arguments(text!(
            ja: "書込先は .xlsx にしてください。",
            en: "the file to write must end in .xlsx."
        )));
    }
    let carried = Carried::of(from);
    let workbook = template::workbook_with(document, &carried.sheets, lang).map_err(|error| {
        Failure::Other(text!(ja: "ブックを作れません（{error}）。", en: "cannot make the workbook ({error})."))
    })?;
    is_the_same(document, &workbook)?;
    output::print(&carried.told(from, lang))?;
    output::write(&workbook, Some(out))
}

/// Reads the workbook back before it is written.
fn is_the_same(document: &Document, workbook: &Harmless) -> Result<(), Failure> {
    let read = |_: &str| -> io::Result<Vec<u8>> { Ok(workbook.as_bytes().to_vec()) };
    let back = load("workbook.xlsx", &read).map_or(Json::Null, |back| back.to_json());
    let Some(place) = difference(&document.to_json(), &back) else { return Ok(()) };
    // What is no scenario is told as such.
    Model::read(document).map_err(|problems| Failure::Input(vec![problems]))?;
    let place = harmless::on_one_line(&place.join("."));
    Err(Failure::Other(text!(
        ja: "{place} は、ブックのセルに入りません（長すぎる文字列、前後の空白、制御文字など）。何も書いていません。",
        en: "no cell can hold {place} as it is (a very long text, blanks around it, control characters). Nothing was written."
    )))
}

/// Where two trees first differ.
fn difference(a: &Json, b: &Json) -> Option<Vec<String>> {
    let below = |key: String, a: &Json, b: Option<&Json>| {
        let further = b.map_or(Some(Vec::new()), |b| difference(a, b))?;
        Some(std::iter::once(key).chain(further).collect())
    };
    match (a, b) {
        (Json::Object(a), Json::Object(b)) => {
            let more = b.keys().find(|key| !a.contains_key(*key)).map(|key| vec![key.clone()]);
            a.iter().find_map(|(key, value)| below(key.clone(), value, b.get(key))).or(more)
        }
        (Json::Array(a), Json::Array(b)) => {
            let more = (b.len() > a.len()).then(|| vec![(a.len() + 1).to_string()]);
            a.iter().enumerate().find_map(|(at, value)| below((at + 1).to_string(), value, b.get(at))).or(more)
        }
        (a, b) => (a != b).then(Vec::new),
    }
}

/// Refuses to take the place of anything: a workbook may hold hours of work.
pub(super) fn is_new(out: &Path, force: bool) -> Result<(), Failure> {
    if force || std::fs::symlink_metadata(out).is_err() {
        return Ok(());
    }
    let name = harmless::path(out);
    Err(Failure::Arguments(text!(
        ja: "「{name}」はすでにあります。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。",
        en: "'{name}' is there and would be lost. Name another file, or add --force if it may be lost."
    )))
}
