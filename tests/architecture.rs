//! A file uses only what stands above it in `lib.rs`, or its own folder.

use crate::simulated::{at, file};
use std::path::{Path, PathBuf};

fn order() -> Vec<String> {
    let lib = file("src/lib.rs");
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a source names after `crate::`.
fn used(source: &str) -> Vec<String> {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let mut found = Vec::new();
    for after in source.split("crate::").skip(1) {
        let list = after.strip_prefix('{').map(|inner| inner.split('}').next().unwrap_or_default());
        let names = list.map_or_else(|| vec![after], |inner| inner.split(',').map(str::trim).collect());
        found.extend(names.into_iter().filter_map(|n| n.split(ends).next()).map(str::to_owned));
    }
    found
}

#[test]
fn no_module_imports_upward() {
    let order = order();
    assert_eq!(order.len(), 22, "the modules of lib.rs: {order:?}");
    let rank = |name: &str| order.iter().position(|m| m == name);
    let (mut files, root) = (Vec::new(), at("src"));
    sources(&root, &mut files);
    let mut seen = 0;
    for path in files {
        let inside = path.strip_prefix(&root).expect("below src").to_string_lossy().into_owned();
        let module = inside.split('/').next().expect("not empty").trim_end_matches(".rs").to_owned();
        let Some(own) = rank(&module) else { continue };
        for name in used(&std::fs::read_to_string(&path).expect("readable")) {
            let Some(other) = rank(&name) else { continue };
            seen += 1;
            assert!(other <= own, "{inside} (module {module}) imports upward: crate::{name}");
        }
    }
    assert!(seen > 100, "only {seen} imports were recognised");
}

#[test]
fn the_reader_of_imports_sees_single_names_and_lists() {
    assert_eq!(
        used("use crate::stats::X; use crate::{dist, model::Y}; crate::plan::z()"),
        ["stats", "dist", "model", "plan"]
    );
}

/// Inside `report`: what a table is knows no format, and formats do not know one another.
#[test]
fn formats_of_reports_do_not_know_one_another() {
    let forbidden = [
        (
            "document",
            &["report::page", "report::workbook", "report::text", "terminal", "comfy_table", "maud", "xlsx"][..],
        ),
        ("page", &["report::workbook", "comfy_table", "rust_xlsxwriter", "report::terminal"]),
        ("workbook", &["report::page", "comfy_table", "maud", "report::terminal"]),
        ("set/told", &["report::page", "report::workbook", "comfy_table", "maud", "rust_xlsxwriter"]),
        ("compare/text", &["report::page", "report::workbook", "comfy_table", "maud", "rust_xlsxwriter"]),
    ];
    for (folder, words) in forbidden {
        let mut files = Vec::new();
        sources(&at(&format!("src/report/{folder}")), &mut files);
        assert!(files.len() > 1, "{folder}");
        for path in files {
            let text = std::fs::read_to_string(&path).expect("readable");
            let imports = text.lines().filter(|line| line.starts_with("use ") || line.starts_with("    use "));
            for line in imports {
                let found = words.iter().find(|word| line.contains(*word));
                assert!(found.is_none(), "{}: {line}", path.display());
            }
        }
    }
}
