//! Text as a cell of a workbook can hold it: no control characters, not longer than a cell, never read as anything but
//! text.

use super::on_one_line;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// The most UTF-16 units of a cell.
const LONGEST: usize = 32_767;
/// The most characters of a footer that are ours to fill; the format allows 255 with all its codes.
const FOOTER: usize = 80;

/// A text for a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CellText(String);

impl CellText {
    /// A name on one line.
    pub(crate) fn one_line(text: &str) -> Self {
        Self(one_line(text))
    }

    /// Words of which line breaks are part.
    pub(crate) fn lines(text: &str) -> Self {
        Self(cut(writable(&super::words(&text.replace("\r\n", "\n").replace('\r', "\n")))))
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes a text to a cell.
///
/// # Errors
/// Those of the sheet: a cell that it does not have.
#[expect(clippy::disallowed_methods, reason = "the one place, given nothing but texts for cells")]
pub(crate) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &CellText,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match format {
        Some(format) => sheet.write_string_with_format(row, column, text.as_str(), format)?,
        None => sheet.write_string(row, column, text.as_str())?,
    };
    Ok(())
}

/// A name on one line, also for what is no cell: a title, a header.
pub(crate) fn one_line(text: &str) -> String {
    cut(writable(&on_one_line(text)))
}

/// Text without what XML cannot hold.
fn writable(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

/// Text for a footer, in which an ampersand begins a code.
pub(crate) fn footer(text: &str) -> String {
    let line = one_line(text);
    let short: String = line.chars().take(FOOTER).collect();
    let more = if short.len() < line.len() { "…" } else { "" };
    format!("{short}{more}").replace('&', "&&")
}

/// Cuts what no cell can hold, and marks that.
fn cut(text: String) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < LONGEST
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_breaks_are_gone() {
        assert_eq!(one_line("a\r\nb\tc\u{0}d\u{85}e\u{fffe}\u{202e}f"), "a b cd e\u{fffd}f");
        assert_eq!(CellText::lines("a\r\nb\rc").as_str(), "a\nb\nc");
        assert_eq!(one_line("=cmd|' /C calc'!A0"), "=cmd|' /C calc'!A0");
    }

    #[test]
    fn nothing_is_longer_than_a_cell() {
        // 𠮷 takes two units: 16,383 of them and the mark make 32,767.
        let long = one_line(&"𠮷".repeat(20_000));
        assert_eq!((long.chars().count(), long.encode_utf16().count()), (16_384, LONGEST));
        assert!(long.ends_with('…'));
        assert_eq!(one_line(&"x".repeat(LONGEST)).len(), LONGEST);
    }

    #[test]
    fn a_footer_shows_an_ampersand_and_stays_short() {
        assert_eq!(footer("R&D"), "R&&D");
        assert_eq!(footer(&"見".repeat(300)).chars().count(), FOOTER + 1);
    }
}
