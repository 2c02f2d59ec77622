//! `mikomi template`, `mikomi convert`: the scenario as a workbook and back.

use super::args::{ConvertArgs, TemplateArgs};
use super::{Failure, input, output};
use crate::harmless::{self, Harmless};
use crate::lang::{Lang, text};
use crate::scenario::{Document, load};
use crate::template;
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
    write_workbook(&document, &args.out, lang)
}

pub(super) fn convert(args: &ConvertArgs, lang: Lang) -> Result<(), Failure> {
    is_new(&args.to, args.force)?;
    let document = load(&args.from, &input::from_disk).map_err(|problems| Failure::Input(vec![problems]))?;
    match ending(&args.to).as_deref() {
        Some("xlsx") => write_workbook(&document, &args.to, lang),
        Some("toml") => output::write(&Harmless::words(&toml(&document)?), Some(&args.to)),
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
    let comments: String = document.comments().iter().map(|line| format!("#{}\n", line)).collect();
    Ok(if comments.is_empty() { toml } else { format!("{comments}\n{toml}") })
}

/// Writes a workbook that gives the same scenario when it is read; else nothing.
fn write_workbook(document: &Document, out: &Path, lang: Lang) -> Result<(), Failure> {
    if ending(out).as_deref() != Some("xlsx") {
        return Err(Failure::Arguments(text!(
            ja: "書込先は .xlsx にしてください。",
            en: "the file to write must end in .xlsx."
        )));
    }
    let workbook = template::workbook(document, lang).map_err(|error| {
        Failure::Other(text!(ja: "ブックを作れません（{error}）。", en: "cannot make the workbook ({error})."))
    })?;
    is_the_same(document, &workbook)?;
    output::write(&workbook, Some(out))
}

/// Reads the workbook back before it is written.
fn is_the_same(document: &Document, workbook: &Harmless) -> Result<(), Failure> {
    let read = |_: &str| -> io::Result<Vec<u8>> { Ok(workbook.as_bytes().to_vec()) };
    let back = load("workbook.xlsx", &read).map(|back| back.digest());
    if back.is_ok_and(|digest| digest == document.digest()) {
        return Ok(());
    }
    Err(Failure::Other(text!(
        ja: "このシナリオには、ブックのセルに入らない値があります（長すぎる文字列、改行を含む並び、制御文字、空の表など）。何も書いていません。",
        en: "this scenario holds a value that no cell can hold (a very long text, a list of texts with line breaks, control characters, an empty table). Nothing was written."
    )))
}

/// Refuses to take the place of anything: a workbook may hold hours of work.
fn is_new(out: &Path, force: bool) -> Result<(), Failure> {
    if force || std::fs::symlink_metadata(out).is_err() {
        return Ok(());
    }
    let name = harmless::path(out);
    Err(Failure::Arguments(text!(
        ja: "「{name}」はすでにあります。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。",
        en: "'{name}' is there and would be lost. Name another file, or add --force if it may be lost."
    )))
}
