//! A spreadsheet program opens workbooks, works out the same sums, shows what is printed, and draws the charts.
//!
//! Without LibreOffice on the path these tests say so and pass; with MIKOMI_OFFICE=required they fail.

use crate::simulated::{file, run};
use crate::workbooks::opened::{Opened, number, workbook};
use calamine::Data;
use mikomi::lang::Lang;
use mikomi::outcome::Outcome;
use mikomi::report::Rounding;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

/// Converts a file in a folder; whether there is a program to do so.
pub(crate) fn converted(folder: &Path, name: &str, to: &str) -> bool {
    let home = format!("-env:UserInstallation=file://{}/office", folder.display());
    let out = folder.join("out");
    let run = Command::new("soffice")
        .args(["--headless", &home, "--convert-to", to, "--outdir"])
        .arg(&out)
        .arg(folder.join(name))
        .output();
    match run {
        Ok(output) => {
            assert!(output.status.success(), "{output:?}");
            true
        }
        Err(error) => {
            let required = std::env::var("MIKOMI_OFFICE").is_ok_and(|value| value == "required");
            assert!(!required, "MIKOMI_OFFICE=required, but soffice cannot be run: {error}");
            eprintln!("soffice is not on the path: workbooks were not opened with it ({error})");
            false
        }
    }
}

fn revised() -> Outcome {
    run(&file("scenarios/revised.toml"), 3000)
}

/// The workbook without the stored results of its formulas: whoever opens it has to work them out.
pub(crate) fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).expect("a part");
        let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("readable");
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let mut pieces = text.split("</f><v>");
            let mut kept = pieces.next().expect("a piece").to_owned();
            for piece in pieces {
                kept.push_str("</f>");
                kept.push_str(piece.split_once("</v>").expect("a result").1);
            }
            bytes = kept.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("writable");
        out.write_all(&bytes).expect("writable");
    }
    out.finish().expect("an archive").into_inner()
}

#[test]
fn formulas_are_worked_out_to_their_stored_results() {
    let outcome = revised();
    for rounding in [Rounding::Each, Rounding::ToAdd] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ours = workbook(std::slice::from_ref(&outcome), Lang::Ja, rounding);
        std::fs::write(folder.path().join("book.xlsx"), without_results(&ours.bytes)).expect("writable");
        if !converted(folder.path(), "book.xlsx", "xlsx:Calc MS Excel 2007 XML") {
            return;
        }
        let mut theirs = Opened::of(std::fs::read(folder.path().join("out/book.xlsx")).expect("converted"));
        let mut compared = 0;
        for sheet in ours.sheets().into_iter().filter(|name| !name.starts_with("データ_")) {
            let [stored, found] = [ours.cells(&sheet), theirs.cells(&sheet)];
            for (at, formula) in ours.formulas(&sheet) {
                let [stored, found] = [&stored, &found].map(|cells| number(cells.get_value(at).expect("a result")));
                let near = (stored - found).abs() <= 1e-9 * stored.abs().max(1.0);
                assert!(near, "{sheet} {at:?} {formula}: {stored} {found}");
                compared += 1;
            }
        }
        assert!(compared > 300, "{compared}");
    }
}

/// What a cell shows is what a terminal prints: 「▲」, 「-」 for nothing, 「0.1%未満」 for what was not seen.
#[test]
fn cells_show_what_is_printed() {
    let outcome = revised();
    let folder = tempfile::tempdir().expect("a folder");
    let book = workbook(std::slice::from_ref(&outcome), Lang::Ja, Rounding::Each);
    std::fs::write(folder.path().join("book.xlsx"), &book.bytes).expect("writable");
    // Formatted as shown, the third sheet.
    if !converted(
        folder.path(),
        "book.xlsx",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,3",
    ) {
        return;
    }
    let shown =
        std::fs::read_dir(folder.path().join("out")).expect("converted").next().expect("a file").expect("a file");
    let shown = std::fs::read_to_string(shown.path()).expect("UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(shown.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect();
    let of = |label: &str, n: usize| {
        rows.iter().filter(|row| row.get(1).is_some_and(|cell| cell == label)).nth(n).expect("a row")[2..].to_vec()
    };
    // The plan of policy II at plan time and its gap, as published.
    assert_eq!(of("目標", 1), ["▲ 63,660", "182,190", "344,380", "460,350", "601,920", "595,190", "2,120,370"]);
    assert_eq!(
        of("計画値－目標", 1),
        ["29,046", "▲ 108,794", "▲ 92,342", "▲ 64,297", "▲ 2,968", "215,513", "▲ 23,842"]
    );
    assert_eq!(of("目標", 2)[..3], ["-", "-", "-"]);
    let odds = of("達成確率", 0);
    assert_eq!([&odds[0], &odds[1], &odds[2]], ["100.0%", "0.0%", "0.1%未満"]);
}

/// The pages that the whole book prints on.
fn pages(folder: &Path) -> usize {
    let pdf = std::fs::read(folder.join("out/book.pdf")).expect("converted");
    let pages = b"/Type/Page";
    let is_page =
        |at: usize| pdf[at..].starts_with(pages) && pdf.get(at + pages.len()).is_some_and(|next| *next != b's');
    (0..pdf.len()).filter(|at| is_page(*at)).count()
}

/// The whole book prints its sheets for paper and no data.
#[test]
fn only_what_is_for_paper_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = workbook(&[revised()], Lang::Ja, Rounding::Each);
    std::fs::write(folder.path().join("book.xlsx"), &book.bytes).expect("writable");
    if !converted(folder.path(), "book.xlsx", "pdf") {
        return;
    }
    let found = pages(folder.path());
    // Six sheets, of which the reconciliations take one page an edition and the charts two.
    assert!((10..=16).contains(&found), "{found} pages");
}

/// What an unknown shows is nothing, what a zero shows is 0, and a large ratio so many times.
#[test]
fn unknowns_zeros_and_ratios_are_shown_as_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = workbook(&[revised()], Lang::Ja, Rounding::Each);
    std::fs::write(folder.path().join("book.xlsx"), &book.bytes).expect("writable");
    let sheet = |n: usize| format!("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,{n}");
    if !converted(folder.path(), "book.xlsx", &sheet(2)) {
        return;
    }
    let shown = the_only(&folder.path().join("out"));
    let line = |name: &str| shown.lines().find(|line| line.contains(name)).expect("a row").to_owned();
    assert!(line("BPRの推進").contains("行政マネジメント課,0,0,\"5,304\""), "{}", line("BPRの推進"));
    assert!(line("KPI評価に基づく").contains("政策経営課,,,\"5,305\""), "{}", line("KPI評価に基づく"));
    let out = folder.path().join("compared.xlsx").display().to_string();
    let files = ["scenarios/plan-time.toml", "scenarios/revised.toml"];
    crate::program::stdout(&["compare", files[0], files[1], "--trials", "2000", "--out", &out]);
    std::fs::remove_dir_all(folder.path().join("out")).expect("there");
    assert!(converted(folder.path(), "compared.xlsx", &sheet(3)));
    assert!(the_only(&folder.path().join("out")).contains("19.0倍"));
}

/// The text of the only file of a folder.
fn the_only(folder: &Path) -> String {
    let file = std::fs::read_dir(folder).expect("converted").next().expect("a file").expect("a file");
    std::fs::read_to_string(file.path()).expect("UTF-8")
}

#[test]
fn every_sheet_and_chart_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = workbook(&[revised()], Lang::Ja, Rounding::Each);
    std::fs::write(folder.path().join("book.xlsx"), &book.bytes).expect("writable");
    if !converted(folder.path(), "book.xlsx", "xlsx:Calc MS Excel 2007 XML") {
        return;
    }
    let mut again = Opened::of(std::fs::read(folder.path().join("out/book.xlsx")).expect("converted"));
    assert_eq!(again.sheets(), book.sheets());
    assert_eq!(again.parts("xl/charts/chart").len(), book.parts("xl/charts/chart").len());
    // Numbers come through another program unharmed.
    for sheet in ["総括", "データ_結果"] {
        let [ours, theirs] = [book.cells(sheet), again.cells(sheet)];
        let numbers = |cells: &calamine::Range<Data>| -> Vec<f64> {
            cells.rows().flatten().filter(|c| matches!(c, Data::Float(_) | Data::Int(_))).map(number).collect()
        };
        let (ours, theirs) = (numbers(&ours), numbers(&theirs));
        assert_eq!(ours.len(), theirs.len());
        assert!(ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() <= 1e-12 * a.abs().max(1.0)));
    }
}
