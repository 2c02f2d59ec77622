//! Files → cells. A file is looked at before it is read: how large it is unpacked, and whether it is locked.

use super::looks::looks;
use super::old::has_room;
use super::unopened::{MOST_UNPACKED, is_compound};
use super::{Book, Content, Place, Sheet, Shown, Unopened};
use calamine::{
    Data, ExcelDateTime, ExcelDateTimeType, Reader, SheetType, Sheets, Xls, XlsError, Xlsx, open_workbook_auto_from_rs,
};
use std::io::{self, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};
use zip::ZipArchive;

/// The most cells of a workbook in which anything stands.
const MOST_CELLS: usize = 1_000_000;

type File<'a> = Cursor<&'a [u8]>;

/// Reads every cell of a workbook of the formats that scenarios can have.
pub(crate) fn open(bytes: &[u8]) -> Result<Book, Unopened> {
    if is_compound(bytes) { Err(Unopened::LockedOrOld) } else { open_packed(bytes) }
}

/// Reads every cell of a workbook, those of the format before 2007 too.
pub(crate) fn open_any(bytes: &[u8]) -> Result<Book, Unopened> {
    if !is_compound(bytes) {
        return open_packed(bytes);
    }
    if !panic::catch_unwind(|| has_room(bytes)).unwrap_or(true) {
        return Err(Unopened::TooLarge);
    }
    let read = panic::catch_unwind(AssertUnwindSafe(|| match Xls::new(Cursor::new(bytes)) {
        Ok(mut book) => of_ranges(&mut book).map(|read| with_merged(read, &book)),
        Err(XlsError::Password) => Err(Unopened::Locked),
        Err(_) => Err(Unopened::LockedOrDamaged),
    }));
    read.unwrap_or(Err(Unopened::Damaged))
}

/// The merged cells of a workbook of the format before 2007.
fn with_merged(mut read: Book, book: &Xls<File>) -> Book {
    let place = |(row, column)| Place { row, column };
    for sheet in &mut read.sheets {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheet.merged = merged.into_iter().map(|range| (place(range.start), place(range.end))).collect();
    }
    read
}

fn open_packed(bytes: &[u8]) -> Result<Book, Unopened> {
    let parts = unpacked(bytes)?;
    let is_spreadsheet = parts.iter().any(|name| name.starts_with("xl/") || name == "META-INF/manifest.xml");
    // What reads a workbook may stumble over what no program has written.
    let read = panic::catch_unwind(AssertUnwindSafe(|| match open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(Sheets::Xlsx(book)) => with_looks(of_xlsx(book)?, bytes),
        Ok(mut other) => of_ranges(&mut other),
        Err(_) if is_spreadsheet => Err(Unopened::Damaged),
        Err(_) => Err(Unopened::NoWorkbook),
    }));
    read.unwrap_or(Err(Unopened::Damaged)).map(|book| Book { parts, ..book })
}

/// The names of the files that it is packed of. Each is unpacked once, since what a file says of its size may be a lie.
fn unpacked(bytes: &[u8]) -> Result<Vec<String>, Unopened> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unopened::Damaged)?;
    let mut left = MOST_UNPACKED;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unopened::Damaged)?;
        names.push(part.name().map_err(|_| Unopened::Damaged)?.into_owned());
        let taken = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| Unopened::Damaged)?;
        left = left.checked_sub(taken).ok_or(Unopened::TooLarge)?;
    }
    Ok(names)
}

/// Cell by cell: a sheet of which the first and the last cell are used has 17 billion.
fn of_xlsx(mut book: Xlsx<File>) -> Result<Book, Unopened> {
    let mut read = Book::default();
    let mut cells = 0;
    // A sheet that holds a chart alone has no cells.
    let has_cells = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let names: Vec<String> = book.sheets_metadata().iter().filter(has_cells).map(|sheet| sheet.name.clone()).collect();
    if names.is_empty() {
        return Err(Unopened::Damaged);
    }
    for name in names {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let place = |(row, column)| Place { row, column };
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheet.merged = merged.into_iter().map(|range| (place(range.start), place(range.end))).collect();
        let mut formulas = 0;
        let mut reader = book.worksheet_cells_reader(&name).map_err(|_| Unopened::Damaged)?;
        while let Some(cell) = reader.next_cell_with_formula().map_err(|_| Unopened::Damaged)? {
            let value = Data::from(cell.value);
            formulas += usize::from(cell.formula.is_some());
            // A formula whose result is an empty text is as good as an empty cell.
            let content = match value {
                Data::Empty if cell.formula.is_some() => Some(Content::NotWorkedOut),
                value => of_value(value),
            };
            put(&mut sheet, cell.pos, content, &mut cells)?;
        }
        sheet.formulas = formulas;
        read.sheets.push(sheet);
    }
    Ok(read)
}

/// Numbers that a format shows as dates are dates, also in calendars that the reader does not know.
fn dated(sheet: &mut Sheet) {
    for (place, _) in sheet.looks.iter().filter(|(_, look)| matches!(look.shown, Shown::Date | Shown::Year)) {
        let content = sheet.rows.get_mut(&place.row).and_then(|row| row.get_mut(&place.column));
        if let Some(content) = content
            && let Content::Number(days) = *content
            && days >= 1.0
        {
            let date = ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false);
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            *content = Content::Date(format!("{year:04}-{month:02}-{day:02}"));
        }
    }
}

fn with_looks(mut book: Book, bytes: &[u8]) -> Result<Book, Unopened> {
    let mut looks = looks(bytes).map_err(|_| Unopened::Damaged)?;
    for sheet in &mut book.sheets {
        sheet.looks = looks.remove(&sheet.name).unwrap_or_default();
        dated(sheet);
    }
    Ok(book)
}

fn of_ranges<R: Reader<RS>, RS: Read + io::Seek>(book: &mut R) -> Result<Book, Unopened> {
    let mut read = Book::default();
    let mut cells = 0;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|_| Unopened::Damaged)?;
        let mut sheet = Sheet { name, ..Sheet::default() };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            put(&mut sheet, (top + row as u32, left + column as u32), of_value(value.clone()), &mut cells)?;
        }
        read.sheets.push(sheet);
    }
    Ok(read)
}

fn put(sheet: &mut Sheet, at: (u32, u32), content: Option<Content>, cells: &mut usize) -> Result<(), Unopened> {
    let Some(content) = content else { return Ok(()) };
    *cells += 1;
    if *cells > MOST_CELLS {
        return Err(Unopened::TooLarge);
    }
    sheet.rows.entry(at.0).or_default().insert(at.1, content);
    Ok(())
}

/// A date, with its time if it has any.
fn written((year, month, day, hour, minute, second, _): (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
}

/// What a cell holds; nothing of one that is empty, or of blanks alone.
fn of_value(value: Data) -> Option<Content> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => Content::Number(number as f64),
        Data::Float(number) if number.is_finite() => Content::Number(number),
        Data::Float(number) => Content::Error(number.to_string()),
        Data::String(text) if text.trim().is_empty() => return None,
        Data::String(text) => Content::Text(text),
        Data::Bool(truth) => Content::Truth(truth),
        Data::DateTime(date) if date.is_duration() => Content::Date(String::new()),
        Data::DateTime(date) => Content::Date(written(date.to_ymd_hms_milli())),
        Data::DateTimeIso(date) => Content::Date(date.trim_end_matches("T00:00:00").to_owned()),
        Data::DurationIso(_) => Content::Date(String::new()),
        Data::Error(error) => Content::Error(error.to_string()),
    })
}
