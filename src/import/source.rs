//! Files → sheets of cells: workbooks, comma-separated values, text that was pasted from a document.

use super::year::{Years, years};
use crate::lang::{Text, text};
use crate::sheets::{self, Content, Place, Sheet, Shown};
use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};
use std::collections::BTreeMap;

/// The most cells of a file of text.
const MOST_CELLS: usize = 1_000_000;

/// A sheet as it was found.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Its cells.
    pub(super) sheet: Sheet,
    /// Whether its cells were told apart by blanks: an empty one leaves no trace.
    pub(super) is_ragged: bool,
    /// Whether it is a page of text, whose cells are named by line.
    pub(super) is_text: bool,
}

impl Grid {
    /// What a cell is called.
    pub(super) fn named(&self, row: u32, column: u32) -> String {
        if self.is_text { format!("{}:{}", row + 1, column + 1) } else { Place { row, column }.to_string() }
    }

    /// The words of a cell, with the blanks before them.
    pub(super) fn words(&self, row: u32, column: u32) -> Option<String> {
        match self.content(row, column)? {
            Content::Text(words) => Some(words.clone()),
            Content::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// What stands in a cell.
    pub(super) fn content(&self, row: u32, column: u32) -> Option<&Content> {
        self.sheet.rows.get(&row)?.get(&column)
    }

    /// The cells of a row that hold anything, from the left.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Content)> {
        self.sheet.rows.get(&row).into_iter().flatten().map(|(column, content)| (*column, content))
    }
}

/// The sheets of a file.
///
/// # Errors
/// Why it is not read, and what to do.
pub(super) fn grids(name: &str, bytes: &[u8]) -> Result<Vec<Grid>, [Text; 2]> {
    if sheets::is_workbook(bytes) {
        let book = sheets::open_any(bytes).map_err(sheets::Unopened::told)?;
        let of_sheet = |sheet| Grid { sheet: with_years(sheet), is_ragged: false, is_text: false };
        return Ok(book.sheets.into_iter().map(of_sheet).collect());
    }
    let text = decoded(bytes).ok_or_else(|| {
        [
            text!(ja: "文字コードがUTF-8でもシフトJIS（cp932）でもありません", en: "neither UTF-8 nor Shift_JIS (cp932)"),
            text!(ja: "Excel で開き、.xlsx で保存し直してください", en: "open it in Excel and save it as .xlsx"),
        ]
    })?;
    let is_csv = std::path::Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv && text.matches('"').count() % 2 == 1 {
        let line = text[..text.rfind('"').unwrap_or_default()].matches('\n').count() + 1;
        return Err([
            text!(ja: "引用符（\"）が閉じていません（最後の引用符は {line} 行目）", en: "a quotation mark is not closed (the last one is on line {line})"),
            text!(ja: "引用符をそろえるか、Excel で開いて .xlsx で保存し直してください", en: "close it, or open the file in Excel and save it as .xlsx"),
        ]);
    }
    let grid = if is_csv {
        Grid { sheet: of_csv(&text), is_ragged: false, is_text: false }
    } else if text.contains('\t') {
        let rows = text.lines().map(|line| line.split('\t').map(str::to_owned).collect());
        Grid { sheet: sheet(rows), is_ragged: false, is_text: true }
    } else {
        Grid { sheet: sheet(text.lines().map(super::pasted::cells)), is_ragged: true, is_text: true }
    };
    let cells: usize = grid.sheet.rows.values().map(BTreeMap::len).sum();
    if cells > MOST_CELLS { Err(sheets::Unopened::TooLarge.told()) } else { Ok(vec![grid]) }
}

/// A sheet whose cells that show a year by their format hold it in words: 4 shown as 令和4年度, a date as 2022年度.
fn with_years(mut sheet: Sheet) -> Sheet {
    for (place, look) in &sheet.looks {
        let Some(content) = sheet.rows.get_mut(&place.row).and_then(|row| row.get_mut(&place.column)) else { continue };
        let [before, behind] = &look.words;
        let shown = match content {
            Content::Number(number) if look.thousands == 0 && number.fract() == 0.0 => {
                format!("{before}{number}{behind}")
            }
            // A date shows its own year, in whatever calendar.
            Content::Date(date) if look.shown == Shown::Year => {
                format!("{}年度", date.split('-').next().unwrap_or_default())
            }
            _ => continue,
        };
        if matches!(years(&shown), Years::One(_) | Years::WithoutEra(_)) && shown.contains('年') {
            *content = Content::Text(shown);
        }
    }
    sheet
}

/// Text in the encodings that spreadsheets write; a byte order mark says which.
fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).map(Into::into);
    }
    let in_one = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    in_one(UTF_8).or_else(|| in_one(SHIFT_JIS)).map(Into::into)
}

fn of_csv(text: &str) -> Sheet {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    // Text that was decoded is text in every cell, and rows of any length are rows.
    let (mut rows, mut row, mut counted) = (BTreeMap::new(), 0, 0);
    for record in reader.records().map_while(Result::ok) {
        // Lines without anything are passed over by the reader; what it calls the beginning of a record may be the end of
        // such a line.
        let at = record.position().map_or(counted, |position| position.byte() as usize);
        let begins = text[at..].find(|c| c != '\r' && c != '\n').map_or(text.len(), |ahead| at + ahead);
        row += text[counted..begins].matches('\n').count() as u32;
        counted = begins;
        rows.insert(row, cells(record.iter().map(str::to_owned)));
    }
    Sheet { name: String::new(), rows, ..Sheet::default() }
}

fn sheet(rows: impl Iterator<Item = Vec<String>>) -> Sheet {
    let rows = (0..)
        .zip(rows)
        .map(|(at, row)| (at, cells(row.into_iter())))
        .filter(|(_, row): &(u32, BTreeMap<_, _>)| !row.is_empty());
    Sheet { name: String::new(), rows: rows.collect(), ..Sheet::default() }
}

fn cells(row: impl Iterator<Item = String>) -> BTreeMap<u32, Content> {
    (0..).zip(row).filter(|(_, cell)| !cell.trim().is_empty()).map(|(at, cell)| (at, Content::Text(cell))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_known_by_their_bytes() {
        let (cp932, ..) = SHIFT_JIS.encode("令和4年度,▲1");
        for bytes in [
            "令和4年度,▲1".as_bytes(),
            &cp932,
            b"\xef\xbb\xbf\xe4\xbb\xa4\xe5\x92\x8c4\xe5\xb9\xb4\xe5\xba\xa6,\xe2\x96\xb21",
        ] {
            assert_eq!(decoded(bytes).as_deref(), Some("令和4年度,▲1"));
        }
        assert_eq!(decoded(b"\xff\xfeR\x004\x00").as_deref(), Some("R4"));
        assert_eq!(decoded(b"\x81"), None);
    }

    #[test]
    fn rows_of_csv_keep_their_lines() {
        let sheet = of_csv("a,b\n\n\"c\nd\",e\nf\n");
        assert_eq!(sheet.rows.keys().copied().collect::<Vec<_>>(), [0, 2, 4]);
        assert_eq!(sheet.rows[&2][&0], Content::Text("c\nd".to_owned()));
        let sheet = of_csv("a,b\r\n\r\n\"c\r\nd\",e\r\nf\r\n");
        assert_eq!(sheet.rows.keys().copied().collect::<Vec<_>>(), [0, 2, 4]);
    }
}
