//! Published tables → scenarios: what is read, what is checked, what is refused and at which cell.
//!
//! The tables of `tests/import` are laid out as municipalities publish theirs; but for `published.*`, which is the source
//! plan's own, their numbers are made up and the expected values worked out by hand.

mod doubtful;
mod kinds;
mod layouts;
mod office;
mod onto;
mod options;
mod published;
mod refused;
mod traps;

use crate::program::{done, within};
use crate::simulated::at;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// A table of `tests/import`.
fn table(name: &str) -> String {
    at(&format!("tests/import/{name}")).display().to_string()
}

fn refusal(folder: &Path, args: &[&str]) -> String {
    let output = within(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("UTF-8").trim_end().to_owned()
}

/// The scenario that tables become, with what was printed of them.
fn imported(args: &[&str]) -> (Json, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let all = [&["import"], args, &["--basis", "recurring", "--out", "plan.toml"]].concat();
    let told = done(folder.path(), &all);
    let text = std::fs::read_to_string(folder.path().join("plan.toml")).expect("written");
    (toml::from_str(&text).expect("TOML"), told)
}

/// The scenario that a table of `tests/import` becomes.
fn of(name: &str, args: &[&str]) -> Json {
    imported(&[&[table(name).as_str()], args].concat()).0
}

/// What a table of `tests/import` is understood as.
fn told(name: &str, args: &[&str]) -> String {
    let name = table(name);
    let all = [&["import", name.as_str()], args].concat();
    done(Path::new("."), &all)
}

/// Numbers by year of a series, without where they are from.
fn series(of: &Json) -> Json {
    let mut series = of.clone();
    if let Some(entries) = series.as_object_mut() {
        entries.remove("source");
    }
    series
}

/// The policies by name, with a series of each.
fn policies(plan: &Json, key: &str) -> Vec<(String, Json)> {
    let all = plan["policy"].as_array().expect("policies").iter();
    all.map(|policy| (policy["name"].as_str().expect("a name").to_owned(), series(&policy[key]))).collect()
}

/// The streams: initiative, policy, kind, amounts.
fn streams(plan: &Json, key: &str) -> Vec<(String, String, String, Json)> {
    let mut found = Vec::new();
    for initiative in plan["initiative"].as_array().into_iter().flatten() {
        let word = |of: &Json, key: &str| of[key].as_str().unwrap_or_default().to_owned();
        for stream in initiative["stream"].as_array().into_iter().flatten() {
            found.push((
                word(initiative, "name"),
                word(initiative, "policy"),
                word(stream, "kind"),
                series(&stream[key]),
            ));
        }
    }
    found
}

/// A workbook with one sheet of texts and numbers, and merged cells.
#[expect(clippy::disallowed_methods, reason = "a workbook as other programs write it")]
fn book(path: PathBuf, sheet: &str, rows: &[&[&str]], merged: &[(u32, u16, u32, u16)]) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let worksheet = workbook.add_worksheet().set_name(sheet).expect("a name");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => drop(worksheet.write_number(row, column, number).expect("written")),
                Err(_) if cell.is_empty() => {}
                Err(_) => drop(worksheet.write_string(row, column, *cell).expect("written")),
            }
        }
    }
    for (top, left, bottom, right) in merged {
        let words = rows.get(*top as usize).and_then(|row| row.get(usize::from(*left))).copied().unwrap_or_default();
        let format = rust_xlsxwriter::Format::new();
        worksheet.merge_range(*top, *left, *bottom, *right, words, &format).expect("merged");
    }
    workbook.save(path).expect("saved");
}
