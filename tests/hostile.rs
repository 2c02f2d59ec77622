//! Names that try to be something else render as names in every format.

use crate::markup;
use crate::program::mikomi;
use crate::simulated::{at, file};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

const NAMES: &str = "tests/hostile/names.toml";

/// What a command prints; it must do what it was asked.
fn printed(args: &[&str]) -> String {
    let output = mikomi(args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {told}");
    assert!(is_harmless(&told), "{args:?}: {told:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// No orders to a terminal, no turning of what follows.
fn is_harmless(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().all(|c| c == '\n' || !c.is_control() && !turns(c))
}

/// The same plan, further on: it can be compared with the first.
fn revised(folder: &Path) -> PathBuf {
    let path = folder.join("revised.toml");
    let text = file(NAMES).replace("full = 60", "full = 50").replace("R5 = 15, source", "R5 = 14, source");
    std::fs::write(&path, text).expect("writable");
    path
}

/// A store of a set of both.
fn store(folder: &Path) -> String {
    let members = folder.join("set");
    std::fs::create_dir(&members).expect("a folder");
    std::fs::copy(at(NAMES), members.join("=1 - 1.toml")).expect("copied");
    std::fs::copy(revised(folder), members.join("b & <i>.toml")).expect("copied");
    let store = folder.join("set.sqlite").display().to_string();
    printed(&["batch", &members.display().to_string(), "--store", &store, "--trials", "1000"]);
    store
}

/// Everything that reports, without format and language.
fn reports(folder: &Path) -> Vec<Vec<String>> {
    let revised = revised(folder).display().to_string();
    let store = store(folder);
    let owned = |args: &[&str]| args.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
    vec![
        owned(&["run", NAMES, "--trials", "1000"]),
        owned(&["compare", NAMES, &revised, "--trials", "1000"]),
        owned(&["report", &store]),
    ]
}

fn with<'a>(report: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    report.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

#[test]
fn texts_keep_to_their_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    for report in reports(folder.path()) {
        for lang in ["ja", "en"] {
            for more in [&["--detail"][..], &[]].into_iter().filter(|more| more.is_empty() || report[0] != "report") {
                let text = printed(&with(&report, &[&["--format", "text", "--lang", lang], more].concat()));
                assert!(is_harmless(&text), "{report:?} {lang}");
            }
        }
    }
    for args in [&["check", NAMES][..], &["explain", NAMES], &["explain", NAMES, "--trial", "1"]] {
        assert!(is_harmless(&printed(args)), "{args:?}");
    }
    let text = printed(&["run", NAMES, "--trials", "1000", "--detail", "--lang", "en"]);
    assert!(text.contains("b,;| +1 line breaks and tabs, commas; | bars"), "one line: {text}");
    assert!(text.contains("<b> =cmd|' /C calc'!A0") && text.contains("𠮷 -1 👨‍👩‍👧‍👦 𠮷野家"));
}

/// Lines of a table are equally wide, whatever stands in them.
#[test]
fn tables_are_not_broken() {
    let text = printed(&["run", NAMES, "--trials", "1000", "--detail", "--lang", "en"]);
    let table: Vec<&str> = text.split("\n\n").nth(1).expect("a table").lines().collect();
    assert_eq!(table.len(), 7, "heads, a rule, four policies, a total: {table:?}");
    let widths: Vec<usize> = table.iter().map(|line| line.width()).collect();
    assert!(widths.iter().all(|w| *w == widths[0]), "{widths:?}");
}

#[test]
fn csv_cells_are_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut quoted = 0;
    for report in reports(folder.path()) {
        let csv = printed(&with(&report, &["--format", "csv"]));
        let mut reader =
            csv::ReaderBuilder::new().flexible(false).from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        for row in reader.records() {
            for cell in &row.expect("as many cells as heads") {
                let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                assert!(!dangerous && is_harmless(cell), "{report:?}: {cell:?}");
                quoted += usize::from(cell.starts_with("'="));
            }
        }
    }
    assert!(quoted > 0, "no name like a formula was seen");
}

/// Names of elements that a page may have; whatever else stands between < and > came from a name.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "svg",
    "defs",
    "pattern",
    "rect",
    "circle",
    "path",
    "line",
    "polygon",
    "polyline",
    "text",
    "tspan",
    "desc",
    "g",
    "div",
    "header",
    "nav",
    "ul",
    "ol",
    "li",
    "main",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "span",
    "figure",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "dl",
    "dt",
    "dd",
    "strong",
    "em",
    "br",
    "footer",
    "article",
    "colgroup",
    "col",
    "clippath",
    "use",
    "code",
    "small",
];

#[test]
fn pages_hold_no_markup_of_others() {
    let folder = tempfile::tempdir().expect("a folder");
    for report in reports(folder.path()) {
        for lang in ["ja", "en"] {
            let page = printed(&with(&report, &["--format", "html", "--lang", lang]));
            assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"), "{report:?}");
            for element in markup::read(&page).all() {
                let is_known = ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(element.name));
                assert!(is_known, "{report:?}: <{}>", element.name);
                assert!(element.attributes.keys().all(|key| !key.starts_with("on")), "{report:?}: {element:?}");
            }
            assert!(page.contains("&lt;script&gt;alert(") && page.contains("𠮷野家"), "{report:?}");
            // Sources and notes stand as they were typed; to a browser a tab is a space.
            assert!(is_harmless(&page.replace(['\t', '\r'], " ")), "{report:?}");
        }
    }
}

#[test]
fn workbooks_have_no_formulas_of_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.xlsx").display().to_string();
    for report in reports(folder.path()) {
        printed(&with(&report, &["--format", "xlsx", "--out", &out]));
        let mut workbook: Xlsx<_> = open_workbook(&out).expect("a workbook");
        let mut seen = 0;
        for name in workbook.sheet_names() {
            let formulas = workbook.worksheet_formula(&name).expect("a sheet");
            for (_, _, formula) in formulas.used_cells() {
                let of_others = ["cmd", "calc", "HYPERLINK", "A1)", "1+1", "2+3"].iter().any(|w| formula.contains(w));
                assert!(!of_others, "{report:?} {name}: {formula}");
            }
            let cells = workbook.worksheet_range(&name).expect("a sheet");
            for (_, _, cell) in cells.used_cells() {
                if let Data::String(text) = cell {
                    assert!(is_harmless(text), "{report:?} {name}: {text:?}");
                    seen += usize::from(text.contains("=cmd|' /C calc'!A0"));
                }
                assert!(!matches!(cell, Data::Error(_)), "{report:?} {name}: {cell:?}");
            }
        }
        assert!(seen > 0 || report[0] == "report", "{report:?}: the names are not there");
    }
}

#[test]
fn json_keeps_what_was_typed() {
    let json = printed(&["run", NAMES, "--trials", "1000", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["scenario"]["policy"][1]["name"], "+1\nline\r\nbreaks\tand tabs, commas; | bars");
    assert_eq!(value["header"]["policies"][1]["name"], "+1 line breaks and tabs, commas; | bars");
}

/// A name that is hostile and wrong is told without doing what it says.
#[test]
fn messages_are_harmless_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wrong.toml");
    for (from, to) in [
        ("policy = \"<b>\"\nstrategy", "policy = \"\\u001B[2J\\u0007\\u202Enone\"\nstrategy"),
        ("id = \"@long\"", "id = \"@lo\\u001B[31mng\""),
        ("id = \"@long\"", "id = \"@lo\\u202Eng\""),
        ("lineage = \"new\"", "lineage = \"n\\u001Bew\""),
        ("lineage = \"new\"", "\"line\\u001B[2Jage\" = \"new\""),
    ] {
        let text = file(NAMES);
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replace(from, to)).expect("writable");
        let output = mikomi(&["check", &path.display().to_string()]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{to}: {told}");
        assert!(is_harmless(&told), "{to}: {told:?}");
    }
}
