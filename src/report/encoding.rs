//! The character encoding of csv files.

use super::ReportError;
use crate::harmless::{BYTE_ORDER_MARK, Harmless};
use crate::lang::{Text, text};
use encoding_rs::SHIFT_JIS;
use std::collections::BTreeMap;

/// The encoding of a csv file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, which Excel opens as it is.
    #[default]
    Utf8,
    /// Code page 932 (Shift_JIS as Windows has it), for older systems.
    Cp932,
}

/// A character that an encoding does not have, with the lines of the file that hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The character.
    pub character: char,
    /// The lines, counted from 1, rising.
    pub lines: Vec<usize>,
    /// What stands around it where it first occurs.
    pub around: String,
}

/// How many characters stand around a misfit in a message.
const AROUND: usize = 12;

impl Encoding {
    /// A csv file, given as UTF-8 with a byte order mark, in this encoding.
    ///
    /// # Errors
    /// The characters that the encoding does not have: nothing is replaced by something else.
    pub(super) fn of(self, csv: Harmless) -> Result<Harmless, ReportError> {
        match self {
            Self::Utf8 => Ok(csv),
            Self::Cp932 => {
                csv.encoded(|csv| cp932(csv.trim_start_matches(BYTE_ORDER_MARK))).map_err(ReportError::Unencodable)
            }
        }
    }
}

fn cp932(csv: &str) -> Result<Vec<u8>, Vec<Misfit>> {
    let mut bytes = Vec::with_capacity(csv.len());
    let mut misfits: BTreeMap<char, Misfit> = BTreeMap::new();
    for (at, line) in csv.split_inclusive('\n').enumerate() {
        for (place, character) in line.chars().enumerate() {
            let mut one = [0; 4];
            let (encoded, _, _) = SHIFT_JIS.encode(same_in_cp932(character).encode_utf8(&mut one));
            let (back, _, _) = SHIFT_JIS.decode(&encoded);
            if back.chars().eq([same_in_cp932(character)]) {
                bytes.extend_from_slice(&encoded);
                continue;
            }
            let around = || line.trim_end().chars().skip(place.saturating_sub(AROUND)).take(2 * AROUND).collect();
            let misfit =
                misfits.entry(character).or_insert_with(|| Misfit { character, lines: Vec::new(), around: around() });
            if misfit.lines.last() != Some(&(at + 1)) {
                misfit.lines.push(at + 1);
            }
        }
    }
    if misfits.is_empty() { Ok(bytes) } else { Err(misfits.into_values().collect()) }
}

/// Characters that are the same sign under another number: the wave dash and the minus, whose place in the code page
/// Windows gives to their full-width forms.
fn same_in_cp932(character: char) -> char {
    match character {
        '\u{301c}' => '\u{ff5e}',
        '\u{2212}' => '\u{ff0d}',
        '\u{2016}' => '\u{2225}',
        other => other,
    }
}

/// What does not fit, in words.
pub(super) fn told(misfits: &[Misfit]) -> Text {
    let one = |m: &Misfit| {
        let (c, code, around) = (m.character, u32::from(m.character), &m.around);
        let shown: Vec<String> = m.lines.iter().take(5).map(usize::to_string).collect();
        let (lines, more) = (shown.join(", "), m.lines.len() > 5);
        let (and_ja, and_en) = if more { (" ほか", ", …") } else { ("", "") };
        text!(
            ja: "「{c}」（U+{code:04X}、{lines} 行目{and_ja}：{around}）",
            en: "'{c}' (U+{code:04X}, line {lines}{and_en}: {around})"
        )
    };
    let all: Vec<Text> = misfits.iter().map(one).collect();
    let ja = all.iter().map(|t| t.ja.as_str()).collect::<Vec<_>>().join("\n  ");
    let en = all.iter().map(|t| t.en.as_str()).collect::<Vec<_>>().join("\n  ");
    text!(
        ja: "cp932（Shift_JIS）にない文字があるため、書き出していません。\n  {ja}\nシナリオの名称をほかの文字に替えるか、--encoding utf-8 を使ってください。",
        en: "nothing was written: cp932 (Shift_JIS) does not have these characters.\n  {en}\nWrite the names in the scenario with other characters, or use --encoding utf-8."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_writes_comes_out_byte_for_byte() {
        // The bytes are those of Microsoft's table of code page 932.
        let expected: &[u8] = &[0x87, 0x54, 0x87, 0x40, 0xfb, 0xfc, 0x81, 0x60, 0x81, 0x7c, 0x95, 0x5c, b'\r', b'\n'];
        assert_eq!(cp932("Ⅰ①髙〜−表\r\n").as_deref(), Ok(expected));
        assert_eq!(cp932("～－").as_deref(), Ok(&[0x81, 0x60, 0x81, 0x7c][..]));
    }

    #[test]
    fn what_does_not_fit_is_told_and_never_replaced() {
        let misfits = cp932("a,𠮷\r\nb,—¥\r\nc,𠮷𠮷😀\r\n").expect_err("four characters do not fit");
        let found: Vec<(char, &[usize])> = misfits.iter().map(|m| (m.character, &m.lines[..])).collect();
        assert_eq!(found, [('¥', &[2][..]), ('—', &[2]), ('😀', &[3]), ('𠮷', &[1, 3])]);
        assert_eq!(misfits[2].around, "c,𠮷𠮷😀");
    }
}
