//! Words that come from files, names and arguments, made harmless before they are printed: nothing in them acts on a
//! terminal, turns the text around them, forges a line or becomes a formula.

#[cfg(feature = "xlsx")]
pub(crate) mod cells;
pub(crate) mod csv;
mod leaving;

pub use leaving::Harmless;

use std::fmt::Write as _;
use std::path::Path;

/// What marks a file as UTF-8 to Excel.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A name on one line: line breaks, tabs and the like become a space, other control characters and marks that turn
/// the direction of what follows are left out.
pub(crate) fn on_one_line(name: &str) -> String {
    let mut line = String::with_capacity(name.len());
    for character in name.chars().filter(|c| !is_hidden_order(*c)) {
        match character {
            c if is_break(c) => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            c => line.push(c),
        }
    }
    line.trim().to_owned()
}

/// Words without what would act on a terminal or turn the text around them; their lines stay.
pub(crate) fn words(words: &str) -> String {
    words.chars().filter(|c| !acts(*c)).collect()
}

/// Whether a character in the middle of words acts on a terminal, or turns the text around it.
pub(crate) fn acts(c: char) -> bool {
    !matches!(c, '\n' | '\t' | ' ') && (is_break(c) || is_hidden_order(c))
}

/// JSON in which every such character stands as its number: the same data, and nothing in them acts.
fn json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // All of them have four digits, and none stands outside of texts, where it would be no JSON.
        if acts(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn is_break(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | ' ')
}

/// Control characters, the marks of the Unicode bidirectional algorithm that embed, override or isolate, and the byte
/// order mark. What joins letters or signs, as in emoji, stays.
fn is_hidden_order(character: char) -> bool {
    let is_control = character.is_control() && !is_break(character);
    is_control || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A path as it is told: on one line, whatever is in it.
pub(crate) fn path(path: &Path) -> String {
    on_one_line(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_on_their_line() {
        assert_eq!(on_one_line("窓口\r\n業務\tの　委託"), "窓口 業務 の　委託");
        assert_eq!(on_one_line(" a\u{2028}b\u{85}\n "), "a b");
        assert_eq!(on_one_line("\u{1b}[31mred\u{7}\u{0}\u{9b}0m\u{7f}"), "[31mred0m");
        assert_eq!(on_one_line("\u{202e}evil\u{202c} \u{2067}x\u{2069}\u{feff}"), "evil x");
        assert_eq!(
            json("{\n \"a\": \"x\u{202e}\u{9b}\u{2028}\u{feff}見\"}"),
            "{\n \"a\": \"x\\u202e\\u009b\\u2028\\ufeff見\"}"
        );
        // A family joined of three signs, and a variation selector, are letters.
        let joined = "👨\u{200d}👩\u{200d}👧 葛\u{e0100} 𠮷";
        assert_eq!(on_one_line(joined), joined);
    }
}
