//! Words outside tables: a cell for each note, merged across the sheet's width, wrapped, and as high as its lines.

use super::face::{Face, Weight};
use crate::harmless::cells::{CellText, put};
use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// What a column is wider than its words.
pub(super) const MARGIN: usize = 3;
/// The least room that words are given, in half-width characters: what fits a page at full size.
pub(super) const NARROWEST: usize = 130;
/// The width of a column that only words outside tables need.
pub(super) const MORE: usize = 10;
/// Points that a line takes.
pub(super) const LINE: f64 = 16.5;
/// Pixels of a point.
pub(super) const PIXELS: f64 = 4.0 / 3.0;
/// Pixels of a digit of the default font, in which widths of columns are counted.
const DIGIT: usize = 7;
/// What a column has beside its digits and loses beside its words, in pixels.
const PADDING: usize = 5;
/// What an indent takes, in half-width characters.
const INDENT: usize = 2;
/// Pixels of two full-width characters, a little more than they take.
const TWO_WIDE: usize = 27;
/// The most lines of a cell: rows cannot be higher than 409 points.
const MOST: usize = 24;

/// A cell of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prose(String);

impl Prose {
    /// Words in one cell; only what no cell can show at once is divided.
    pub(super) fn of(words: &str) -> Vec<Self> {
        let lines = folded(words, NARROWEST);
        lines.chunks(MOST).map(|lines| Self(lines.concat())).collect()
    }

    /// How many lines it takes in a room.
    pub(super) fn lines(&self, room: usize) -> usize {
        folded(&self.0, room).len()
    }

    /// Writes it across columns up to the last.
    pub(super) fn write(&self, sheet: &mut Worksheet, row: u32, last: u16) -> Result<(), XlsxError> {
        let face = Face::Prose.format(Weight::Part);
        if last > 0 {
            sheet.merge_range(row, 0, row, last, "", &face)?;
        }
        put(sheet, (row, 0), &CellText::one_line(self.0.trim_end()), Some(&face))
    }
}

/// How many half-width characters fit into columns of these widths, with their margins, side by side.
pub(super) fn room(widths: impl IntoIterator<Item = usize>) -> usize {
    let pixels: usize = widths.into_iter().map(|width| DIGIT * (width + MARGIN) + PADDING).sum();
    (2 * pixels.saturating_sub(2 * PADDING) / TWO_WIDE * 2).max(1)
}

/// The same of a cell of a table, which is indented.
pub(super) fn room_in_table(width: usize) -> usize {
    room([width]).saturating_sub(INDENT).max(1)
}

/// The height of a row of so many lines, in points.
pub(super) fn height(lines: usize) -> f64 {
    LINE * lines.clamp(1, MOST) as f64
}

/// Words in lines of at most a width: broken at spaces where there are any, anywhere between Japanese characters, but
/// not before a closing mark.
fn folded(words: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for piece in pieces(words) {
        if !line.is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(&piece);
    }
    lines.push(line);
    lines
}

/// What is kept together: words with the space behind them, single Japanese characters with the marks behind them.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut joins = false;
    for c in words.chars() {
        let narrow = c.is_ascii() && c != ' ';
        let closes = "、。，．）」』】・：；！？ー％～…".contains(c);
        match pieces.last_mut().filter(|_| closes || c == ' ' || (joins && narrow)) {
            Some(piece) => piece.push(c),
            None => pieces.push(c.to_string()),
        }
        joins = narrow || "（「『【".contains(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_where_they_may_be() {
        assert_eq!(folded("one two three", 8), ["one two ", "three"]);
        assert_eq!(folded("目標に届く。見込み", 10), ["目標に届", "く。見込み"]);
        assert_eq!(folded("", 10), [""]);
        assert!(folded(&"見".repeat(100), 20).iter().all(|line| line.width() <= 20));
    }

    /// A column of 8 digits and its margin has 82 pixels, of which 72 hold five full-width characters of 13.5.
    #[test]
    fn words_have_the_room_of_their_columns() {
        assert_eq!([room([8]), room_in_table(8)], [10, 8]);
        assert_eq!(room([]), 1);
        assert!(room([20, 20]) > 2 * room([20]) - 1);
    }

    #[test]
    fn one_note_is_one_cell_but_where_none_could_show_it() {
        let note = "見込み".repeat(100);
        assert_eq!(Prose::of(&note), [Prose(note.clone())]);
        let long = "見込み".repeat(2000);
        let parts = Prose::of(&long);
        assert!(parts.len() > 1 && parts.iter().all(|part| part.lines(NARROWEST) <= MOST));
        assert_eq!(parts.iter().map(|part| part.0.as_str()).collect::<String>(), long);
    }
}
