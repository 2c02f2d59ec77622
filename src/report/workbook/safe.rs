//! Text as a cell can hold it: no control characters, not longer than a cell, never read as anything but text.

/// The most UTF-16 units of a cell.
const LONGEST: usize = 32_767;
/// The most characters of a footer that are ours to fill; the format allows 255 with all its codes.
const FOOTER: usize = 80;

/// A name on one line.
pub(super) fn one_line(text: &str) -> String {
    let plain = lines(text);
    cut(plain.lines().collect::<Vec<_>>().join(" "))
}

/// Words of which line breaks are part.
pub(super) fn lines(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}'], "\n");
    let kept = |c: char| match c {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        // What XML cannot hold is not silently lost.
        '\u{fffe}' | '\u{ffff}' => Some('\u{fffd}'),
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    };
    cut(unified.chars().filter_map(kept).collect())
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
        assert_eq!(one_line("a\r\nb\tc\u{0}d\u{85}e"), "a b c\u{fffd}d e");
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
