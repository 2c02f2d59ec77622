//! A workbook read back, by a reader that knows nothing of the writer.

use calamine::{Data, Range, Reader as _, Xlsx};
use mikomi::lang::Lang;
use mikomi::outcome::Outcome;
use mikomi::report::{Format, Rounding, Style, render};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// A row of data by the names of its columns, without empty cells.
pub(crate) type Row = BTreeMap<String, Data>;

pub(crate) struct Opened {
    pub(crate) bytes: Vec<u8>,
    book: Xlsx<Cursor<Vec<u8>>>,
}

/// The workbook of outcomes, opened.
pub(crate) fn workbook(outcomes: &[Outcome], lang: Lang, rounding: Rounding) -> Opened {
    Opened::of(render(outcomes, Format::Xlsx, Style { lang, rounding }).expect("a workbook").into_bytes())
}

impl Opened {
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        let book = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
        Self { bytes, book }
    }

    pub(crate) fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    pub(crate) fn cells(&mut self, sheet: &str) -> Range<Data> {
        self.book.worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"))
    }

    /// The formulas of a sheet by place.
    pub(crate) fn formulas(&mut self, sheet: &str) -> Vec<((u32, u32), String)> {
        let found = self.book.worksheet_formula(sheet).expect("a sheet");
        let (top, left) = found.start().unwrap_or_default();
        let used = found.used_cells().filter(|(_, _, formula)| !formula.is_empty());
        used.map(|(row, column, formula)| ((top + row as u32, left + column as u32), formula.clone())).collect()
    }

    /// The rows of a sheet of data.
    pub(crate) fn rows(&mut self, sheet: &str) -> Vec<Row> {
        let cells = self.cells(sheet);
        let mut rows = cells.rows();
        let names: Vec<String> = rows.next().expect("a head").iter().map(ToString::to_string).collect();
        let row = |cells: &[Data]| {
            let known = names.iter().cloned().zip(cells.iter().cloned());
            known.filter(|(_, cell)| *cell != Data::Empty).collect()
        };
        rows.map(row).collect()
    }

    /// A file inside the workbook.
    pub(crate) fn part(&self, name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(&self.bytes)).expect("an archive");
        let mut text = String::new();
        archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
        text
    }

    /// The files inside the workbook whose names begin so, in order.
    pub(crate) fn parts(&self, begin: &str) -> Vec<String> {
        let archive = zip::ZipArchive::new(Cursor::new(&self.bytes)).expect("an archive");
        let names = archive.file_names().map(|name| name.expect("a name").into_owned());
        let mut names: Vec<String> = names.filter(|name| name.starts_with(begin)).collect();
        names.sort_by_key(|name| (name.len(), name.clone()));
        names
    }
}

/// The number in a cell.
pub(crate) fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        other => panic!("no number: {other:?}"),
    }
}

/// Row and column, from 0, of a name like `$C$7`.
pub(crate) fn place(name: &str) -> (u32, u32) {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit()).expect("a row");
    let column = name[..digits].bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
    (name[digits..].parse::<u32>().expect("a row") - 1, column - 1)
}
