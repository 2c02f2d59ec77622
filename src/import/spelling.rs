//! Words of a printed table without what printers vary: width, blanks, line breaks.

use crate::harmless::on_one_line;

/// Full-width letters, digits and signs in half width. Circled digits stay what they are: they are no digits.
pub(super) fn half_width(typed: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '￥' => '¥',
        c => c,
    };
    on_one_line(&typed.chars().map(half).collect::<String>())
}

/// The same without any blank.
pub(super) fn without_blanks(typed: &str) -> String {
    half_width(typed).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Words as they are compared: half width, no blanks, small letters.
pub(super) fn bare(typed: &str) -> String {
    without_blanks(typed).to_lowercase()
}

/// How far the words of a line stand from its beginning, in half-width blanks.
pub(super) fn indent(typed: &str) -> usize {
    typed.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum()
}
