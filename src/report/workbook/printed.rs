//! Tables of a report on a sheet to be printed: numbers in cells, two numbers in two columns, many columns in blocks.

use super::book::Repeated;
use super::chance::Digits;
use super::face::{Face, Weight};
use super::sheet::{CellPlace, Sheet};
use crate::lang::text;
use crate::report::document::{Adds, Cell, Column, Figure, Layout, Look, Number, Piece, Table};
use crate::stats::Proportion;
use rust_xlsxwriter::XlsxError;

/// The most columns of a grid beside one another that can still be read on a printed page.
pub(super) const BESIDE: usize = 9;
/// The widest column of a grid, in digits.
const NARROW: usize = 13;

/// Writes sentences and tables below one another, and says what of them is repeated on every page.
pub(super) fn pieces(sheet: &mut Sheet, pieces: &[Piece]) -> Result<Repeated, XlsxError> {
    let mut repeated = None;
    for (at, piece) in pieces.iter().enumerate() {
        let is_below = at > 0 && matches!(pieces[at - 1], Piece::Table(_));
        sheet.row += u32::from(is_below);
        if let Piece::Table(table) = piece {
            if table.is_beyond_terminal {
                sheet.text((sheet.row, 0), &table.caption, Face::Section, Weight::Part)?;
                sheet.row += 1;
            }
            let rows = write(sheet, table)?;
            // The headings of one table can be repeated, those of several cannot.
            repeated = Some(match repeated {
                None => Repeated { rows, columns: table.labels.len() as u16 },
                Some(Repeated { columns, .. }) => Repeated { rows: None, columns },
            });
        }
        let all = text!(ja: "すべての行は、データのシートにあります。", en: " All are on the sheet of data.");
        let more = if matches!(piece, Piece::LeftOut(..)) { all.get(sheet.lang) } else { "" };
        // What stands right over a table is its heading.
        let is_heading = matches!(pieces.get(at + 1), Some(Piece::Table(_))) && lines(piece).count() == 1;
        for line in lines(piece) {
            if is_heading {
                sheet.row += 1;
                sheet.text((sheet.row, 0), line.trim(), Face::Section, Weight::Part)?;
                sheet.row += 1;
                continue;
            }
            sheet.prose(&format!("{}{more}", line.trim()));
        }
    }
    Ok(repeated.unwrap_or_default())
}

/// The lines of a sentence that say anything.
pub(super) fn lines(piece: &Piece) -> impl Iterator<Item = &str> {
    piece.printed().lines().filter(|line| !line.trim().is_empty())
}

/// The rows of the headings of a table that was written; nothing of one in several blocks, whose headings differ.
pub(super) type Heads = Option<(u32, u32)>;

/// Writes a table where the sheet goes on, with the unit of its amounts in the row above it.
pub(super) fn with_unit(sheet: &mut Sheet, table: &Table) -> Result<Heads, XlsxError> {
    let columns: u16 = table.labels.iter().chain(&table.columns).map(width).sum();
    sheet.name_unit((sheet.row.saturating_sub(1), columns.saturating_sub(1)))?;
    write(sheet, table)
}

/// Writes a table where the sheet goes on, and says where its headings stand.
pub(super) fn write(sheet: &mut Sheet, table: &Table) -> Result<Heads, XlsxError> {
    if table.layout != Layout::Grid || table.columns.len() <= BESIDE {
        let columns: Vec<&Column> = table.columns.iter().collect();
        return block(sheet, table, &columns).map(Some);
    }
    let blocks: Vec<Vec<&Column>> = table.columns.chunks(BESIDE).map(|block| block.iter().collect()).collect();
    let count = blocks.len();
    (1..=BESIDE as u16).for_each(|column| sheet.narrow(column, NARROW));
    for (at, columns) in blocks.iter().enumerate() {
        let at = at + 1;
        sheet.row += u32::from(at > 1);
        let words = text!(ja: "列の {at} 組目（全 {count} 組）", en: "Columns, part {at} of {count}");
        sheet.text((sheet.row, 0), words.get(sheet.lang), Face::Section, Weight::Part)?;
        sheet.row += 1;
        block(sheet, table, columns)?;
    }
    Ok(None)
}

fn block(sheet: &mut Sheet, table: &Table, columns: &[&Column]) -> Result<(u32, u32), XlsxError> {
    let all: Vec<&Column> = table.labels.iter().chain(columns.iter().copied()).collect();
    let first = sheet.row;
    headings(sheet, &all)?;
    let last = sheet.row - 1;
    let mut written = Written { columns: Vec::new(), rows: Vec::new() };
    let mut at = 0;
    for column in &all {
        written.columns.push(at);
        at += width(column);
    }
    for row in 0..table.rows() {
        let weight = match table.look(row) {
            Look::Total | Look::Head => Weight::Sum,
            Look::Plain | Look::First => Weight::Part,
        };
        let kinds = table.labels.iter().skip(1).filter_map(|label| label.cells.get(row));
        let kind: String = kinds.map(|cell| cell.shown(sheet.lang)).collect();
        for (at, column) in all.iter().enumerate() {
            let found = column.cells.get(row).unwrap_or(&Cell::Blank);
            if at == 0 {
                name(sheet, column, row, weight)?;
            } else {
                cell(sheet, &written, at, (column, found, &kind), weight)?;
            }
        }
        written.rows.push((sheet.row, kind));
        if table.look(row) == Look::Head {
            written.rows.clear();
        }
        sheet.row += 1;
    }
    Ok((first, last))
}

/// The name of a row, which stands for those below it that have none.
fn name(sheet: &mut Sheet, names: &Column, row: usize, weight: Weight) -> Result<(), XlsxError> {
    let said = |row: usize| names.cells.get(row).map(|cell| cell.shown(sheet.lang));
    let (own, next) = (said(row).unwrap_or_default(), said(row + 1));
    let (is_empty, goes_on) = (own.is_empty(), next.is_some_and(|next| next.is_empty()));
    let face = match (is_empty, goes_on) {
        (false, false) => Face::Name,
        (false, true) => Face::NameAbove,
        (true, true) => Face::NameBelow,
        (true, false) => Face::NameEnd,
    };
    // A name of several lines is told on one, and what an indent says the heading above it does.
    let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
    match names.cells.get(row) {
        Some(Cell::Number(found)) => number(sheet, (sheet.row, 0), found, weight),
        _ => sheet.text((sheet.row, 0), &own, face, weight),
    }
}

/// What stands where of a table that is being written.
struct Written {
    /// The columns of the sheet in which the table's columns begin.
    columns: Vec<u16>,
    /// The rows of the sheet since the last heading of rows, each with what its figures are.
    rows: Vec<(u32, String)>,
}

/// How many columns of a sheet a column takes.
fn width(column: &Column) -> u16 {
    if column.is_of_pairs() { 2 } else { 1 }
}

/// Headings on one row, or on two where something stands over several.
fn headings(sheet: &mut Sheet, all: &[&Column]) -> Result<(), XlsxError> {
    if all.iter().all(|column| column.head.over.is_empty()) {
        for (at, head) in (0..).zip(all.iter().flat_map(|column| heads(column))) {
            sheet.text((sheet.row, at), &head, Face::Head, Weight::Part)?;
        }
        sheet.row += 1;
        return Ok(());
    }
    let mut over = "";
    let mut both = Vec::new();
    for column in all {
        let own = if column.head.over.is_empty() { heads(column) } else { own_heads(column) };
        for (at, own) in own.into_iter().enumerate() {
            let is_same = at > 0 || column.head.over == over;
            let above = if is_same { String::new() } else { column.head.over.clone() };
            both.push((above, own));
        }
        over = &column.head.over;
    }
    sheet.two_heads(&both)
}

/// The headings of a column: two where its cells hold two numbers.
fn heads(column: &Column) -> Vec<String> {
    with_ends(column, column.head.in_full())
}

/// The same without what stands over it.
fn own_heads(column: &Column) -> Vec<String> {
    with_ends(column, column.head.own.trim().to_owned())
}

fn with_ends(column: &Column, head: String) -> Vec<String> {
    if !column.is_of_pairs() {
        return vec![head];
    }
    if column.ends.iter().all(String::is_empty) {
        return vec![head, String::new()];
    }
    let with = |end: &String| if end.is_empty() { head.clone() } else { format!("{head}\n{end}") };
    column.ends.iter().map(with).collect()
}

/// Writes a cell.
fn cell(
    sheet: &mut Sheet,
    written: &Written,
    column: usize,
    (of, cell, kind): (&Column, &Cell, &str),
    weight: Weight,
) -> Result<(), XlsxError> {
    let (at, width) = ((sheet.row, written.columns[column]), width(of));
    let face = if of.is_of_figures() { Face::Middle } else { Face::Name };
    let place = |more: u16| (at.0, at.1 + more);
    let empty =
        |sheet: &mut Sheet, from: u16| (from..width).try_for_each(|more| sheet.text(place(more), "", face, weight));
    match cell {
        Cell::Blank => empty(sheet, 0)?,
        Cell::Undefined => (0..width).try_for_each(|more| sheet.undefined(place(more), weight))?,
        Cell::Words(said) => {
            sheet.text(at, said, face, weight)?;
            empty(sheet, 1)?;
        }
        Cell::Number(found) => {
            match written.parts(found.adds, (sheet.row, column), kind) {
                Parts::None => number(sheet, at, found, weight)?,
                Parts::Sum(parts) => sheet.sum(at, &parts, found.rounded, weight)?,
                Parts::Difference(ends) => sheet.difference(at, ends, found.rounded, weight)?,
            }
            empty(sheet, 1)?;
        }
        Cell::Pair(first, _, second) => {
            number(sheet, at, first, weight)?;
            match second {
                Some(second) => number(sheet, place(1), second, weight)?,
                None => empty(sheet, 1)?,
            }
        }
        Cell::Change(sides) => {
            for (more, side) in (0..).zip(sides) {
                match side {
                    Some(side) => number(sheet, place(more), side, weight)?,
                    None => sheet.undefined(place(more), weight)?,
                }
            }
        }
    }
    Ok(())
}

/// The cells that a number is worked out of.
enum Parts {
    None,
    Sum(Vec<CellPlace>),
    Difference([CellPlace; 2]),
}

impl Written {
    /// The cells that a number is worked out of which stands in a row of the sheet and a column of the table, in a row of this
    /// kind.
    fn parts(&self, adds: Adds, (row, column): (u32, usize), kind: &str) -> Parts {
        let at = |column: usize| self.columns[column];
        match adds {
            Adds::Nothing => Parts::None,
            Adds::Above => {
                let likewise = self.rows.iter().filter(|(_, other)| other == kind);
                Parts::Sum(likewise.map(|(above, _)| (*above, at(column))).collect())
            }
            Adds::Before { count, skip } => {
                let end = column.saturating_sub(skip);
                Parts::Sum((end.saturating_sub(count)..end).map(|before| (row, at(before))).collect())
            }
            Adds::Change => Parts::Difference([(row, at(column - 1)), (row, at(column - 2))]),
            Adds::ChangeBelow => Parts::Difference([(row - 1, at(column)), (row - 2, at(column))]),
        }
    }
}

/// A number with the look of what it is.
fn number(sheet: &mut Sheet, at: CellPlace, number: &Number, weight: Weight) -> Result<(), XlsxError> {
    let value = number.rounded;
    let (value, face) = match number.figure {
        Figure::Amount(_) => (value, sheet.face_of(value)),
        Figure::Chance([low, high]) => (value, Face::Chance(Digits::of(&Proportion { value, low, high }, sheet.lang))),
        Figure::Seen => (value, Face::Chance(Digits::seen(sheet.lang))),
        Figure::Share(decimals) => (value, Face::Share(decimals)),
        Figure::Ratio => (value, Face::Ratio(sheet.lang)),
        Figure::Points => (value * POINTS, Face::Points),
        Figure::Count => (value, Face::Count),
        Figure::Whole => (value, Face::Whole),
        Figure::Times(decimals) => (value, Face::Times(decimals)),
    };
    sheet.marked_number(at, value, face, weight, number.mark)
}

/// Percentage points in a share of 1.
const POINTS: f64 = 100.0;
