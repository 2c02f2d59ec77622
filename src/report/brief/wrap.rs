//! Sentences on lines of a terminal.

use unicode_width::UnicodeWidthChar;

/// What no line begins with.
const NOT_FIRST: &str = "、。，．）」』】〉》・：；？！％ー～),.;:!?%”’";
/// What no line ends with.
const NOT_LAST: &str = "（「『【〈《(“‘";

/// Words on lines of at most so many columns; all but the first are indented. Lines break between Japanese characters and
/// at spaces.
pub(in crate::report) fn wrapped(words: &str, widest: usize, indent: usize) -> String {
    words.split('\n').map(|line| one(line, widest, indent)).collect::<Vec<_>>().join("\n")
}

fn one(line: &str, widest: usize, indent: usize) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for piece in pieces(line) {
        let (kept, wide) = (piece.trim_end(), width_of(&piece));
        if width > indent && width + width_of(kept) > widest {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            width = indent;
        }
        out.push_str(&piece);
        width += wide;
    }
    out.truncate(out.trim_end().len());
    out
}

/// What is not broken: a word of another script with the space after it, a Japanese character with what belongs to it.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in line.chars() {
        let is_wide = |c: char| c.width() == Some(2);
        let breaks = !NOT_FIRST.contains(c)
            && !NOT_LAST.contains(last)
            && c != ' '
            && !is_amount(last, c)
            && (is_wide(c) || is_wide(last) || last == ' ');
        match pieces.last_mut().filter(|_| !breaks) {
            Some(piece) => piece.push(c),
            None => pieces.push(c.to_string()),
        }
        last = c;
    }
    pieces
}

/// Whether two characters are of one amount: 9億1,700万円.
fn is_amount(last: char, c: char) -> bool {
    last.is_ascii_digit() && "兆億万千円".contains(c)
        || "兆億万千約".contains(last) && (c.is_ascii_digit() || c == '円')
}

fn width_of(words: &str) -> usize {
    words.chars().filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_breaks_at_spaces_and_japanese_between_characters() {
        assert_eq!(wrapped("the target is missed", 10, 2), "the target\n  is\n  missed");
        assert_eq!(wrapped("目標に届きません。", 10, 0), "目標に届き\nません。");
        assert_eq!(wrapped("目標に届く。不足", 10, 0), "目標に届\nく。不足");
        assert_eq!(wrapped("額は（1,234千円）", 8, 0), "額は\n（1,234千円）");
        assert_eq!(wrapped("a\nb", 10, 0), "a\nb");
    }
}
