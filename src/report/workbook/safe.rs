//! Text as a cell can hold it: no control characters, not longer than a cell, never read as anything but text.

use crate::harmless::{self, on_one_line};

/// The most UTF-16 units of a cell.
const LONGEST: usize = 32_767;
/// The most characters of a footer that are ours to fill; the format allows 255 with all its codes.
const FOOTER: usize = 80;

/// A name on one line.
pub(super) fn one_line(text: &str) -> String {
    cut(writable(&on_one_line(text)))
}

/// Words of which line breaks are part.
pub(super) fn lines(text: &str) -> String {
    cut(writable(&harmless::words(&text.replace("\r\n", "\n").replace('\r', "\n"))))
}

/// Text without what XML cannot hold.
fn writable(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

/// Text for a footer, in which an ampersand begins a code.
pub(super) fn footer(text: &str) -> String {
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
        assert_eq!(lines("a\r\nb\rc"), "a\nb\nc");
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
