//! How cells look, as far as it says what they mean: a number shown in thousands, a percentage, an indent.
//!
//! What reads the cells gives what they hold and not how it is shown; so the files of a workbook that say it are read here.

use super::{Look, Place, Shown};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

type File<'a> = ZipArchive<Cursor<&'a [u8]>>;
/// The cells of a sheet that look like more than what they hold.
pub(super) type Looks = BTreeMap<Place, Look>;

/// What is not readable as the format says.
#[derive(Debug)]
pub(super) struct Unreadable;

/// The looks of the cells of each sheet, by its name.
pub(super) fn looks(bytes: &[u8]) -> Result<BTreeMap<String, Looks>, Unreadable> {
    let mut archive: File = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable)?;
    let mut styles = styles(&mut archive)?;
    let mut is_from_1904 = false;
    each(&mut archive, "xl/workbook.xml", |tag| {
        let is_set = value(tag, "date1904").is_some_and(|set| matches!(set.as_str(), "1" | "true"));
        is_from_1904 |= tag.local_name().as_ref() == "workbookPr" && is_set;
    })?;
    // Days are counted from 1900 but for few books: of those no year is made.
    let is_of_date = |look: &&mut Look| matches!(look.shown, Shown::Date | Shown::Year);
    styles.iter_mut().filter(|look| is_from_1904 && is_of_date(look)).for_each(|look| look.shown = Shown::Number);
    let mut all = BTreeMap::new();
    if styles.iter().all(Look::is_plain) {
        return Ok(all);
    }
    for (name, path) in sheets(&mut archive)? {
        let mut looks = Looks::new();
        each(&mut archive, &path, |tag| {
            let style = (tag.local_name().as_ref() == "c").then(|| number(tag, "s")).flatten();
            let look = style.and_then(|style| styles.get(style)).filter(|look| !look.is_plain());
            if let (Some(look), Some(place)) = (look, value(tag, "r").and_then(|name| place(&name))) {
                looks.insert(place, look.clone());
            }
        })?;
        all.insert(name, looks);
    }
    Ok(all)
}

/// The looks by the numbers that cells name.
fn styles(archive: &mut File<'_>) -> Result<Vec<Look>, Unreadable> {
    let (mut formats, mut looks, mut is_of_cells) = (BTreeMap::new(), Vec::new(), false);
    each(archive, "xl/styles.xml", |tag| match tag.local_name().as_ref() {
        "numFmt" => {
            if let (Some(id), Some(code)) = (number(tag, "numFmtId"), value(tag, "formatCode")) {
                formats.insert(id, code);
            }
        }
        "cellXfs" => is_of_cells = true,
        "cellStyles" | "dxfs" => is_of_cells = false,
        "xf" if is_of_cells => {
            let id = number(tag, "numFmtId").unwrap_or(0);
            looks.push(match formats.get(&id) {
                Some(code) => of_format(code),
                // Those that every program knows.
                None => known(id),
            });
        }
        "alignment" if is_of_cells => {
            if let (Some(look), Some(indent)) = (looks.last_mut(), number(tag, "indent")) {
                look.indent = indent;
            }
        }
        _ => {}
    })?;
    Ok(looks)
}

/// The formats that every program knows by their numbers: percentages and amounts with the sign of the yen.
fn known(id: usize) -> Look {
    let has_yen = matches!(id, 5..=8 | 42 | 44);
    let words = [if has_yen { "¥".to_owned() } else { String::new() }, String::new()];
    let shown = if matches!(id, 9 | 10) { Shown::Percentage } else { Shown::Number };
    Look { shown, words, ..Look::default() }
}

/// What a number format makes of a number: its parts are for numbers above and below zero.
fn of_format(code: &str) -> Look {
    let mut parts = parts(code).into_iter();
    let mut above = parts.next().unwrap_or_default();
    // A colour shows it too, and what shows no digits shows no number.
    let is_bare = |below: FormatPart| {
        let has_words = below.words.iter().any(|words| !words.is_empty());
        !below.shown.contains(is_digit) && has_words || !below.is_coloured && !has_words
    };
    let hides_minus = !above.is_conditional && parts.next().is_some_and(is_bare);
    if above.is_conditional {
        // What it is shown with depends on the number.
        above.words[0].clear();
    }
    // A comma behind the last digit divides by a thousand.
    let whole = above.shown.trim_end_matches(|c: char| !is_digit(c) && c != ',');
    let thousands = whole.chars().rev().take_while(|c| *c == ',').count();
    let has = |letters: &str| above.shown.chars().any(|c| letters.contains(c.to_ascii_lowercase()));
    let is_date = !above.shown.contains(is_digit) && has("ye") && !above.shown.eq_ignore_ascii_case("general");
    let shown = match (is_date, has("mdhs")) {
        (true, false) => Shown::Year,
        (true, true) => Shown::Date,
        (false, _) if above.shown.contains('%') => Shown::Percentage,
        (false, _) => Shown::Number,
    };
    Look { thousands, shown, indent: 0, words: above.words, hides_minus }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0' | '#' | '?')
}

/// A part of a number format.
#[derive(Default)]
struct FormatPart {
    /// The signs that stand for digits, and what is said with them.
    shown: String,
    /// What is shown as it stands, before the digits and behind them.
    words: [String; 2],
    is_coloured: bool,
    is_conditional: bool,
}

/// The parts of a format, which semicolons separate.
fn parts(code: &str) -> Vec<FormatPart> {
    let mut parts = vec![FormatPart::default()];
    let (mut is_quoted, mut bracketed, mut before) = (false, None, ' ');
    for c in code.chars() {
        let Some(part) = parts.last_mut() else { break };
        let word = &mut part.words[usize::from(part.shown.contains(is_digit))];
        // A sign behind `_` is left out and one behind `*` repeated; one behind `\` is shown.
        match (std::mem::replace(&mut before, ' '), c, &mut bracketed) {
            ('\\', c, _) => word.push(c),
            ('_' | '*', ..) => {}
            (_, '"', None) => is_quoted = !is_quoted,
            (_, c, None) if is_quoted => word.push(c),
            (_, '[', None) => bracketed = Some(String::new()),
            (_, ']', Some(inside)) => {
                // `[$¥-411]` is a sign of money, `[Red]` a colour, `[>=1000]` a condition.
                match inside.strip_prefix('$') {
                    Some(sign) => word.push_str(sign.split('-').next().unwrap_or_default()),
                    None if inside.starts_with(['<', '>', '=']) => part.is_conditional = true,
                    None => part.is_coloured = true,
                }
                bracketed = None;
            }
            (_, c, Some(inside)) => inside.push(c),
            (_, '\\' | '_' | '*', None) => before = c,
            (_, ';', None) => parts.push(FormatPart::default()),
            (_, '-' | '(' | ')' | '/' | ':' | '+' | '$' | ' ', None) => word.push(c),
            (_, c, None) if c.is_ascii() => part.shown.push(c),
            (_, c, None) => word.push(c),
        }
    }
    for part in &mut parts {
        for word in &mut part.words {
            *word = word.trim().to_owned();
        }
    }
    parts
}

/// The names of the sheets and the files that hold them.
fn sheets(archive: &mut File<'_>) -> Result<Vec<(String, String)>, Unreadable> {
    let (mut files, mut sheets) = (BTreeMap::new(), Vec::new());
    each(archive, "xl/_rels/workbook.xml.rels", |tag| {
        if let (Some(id), Some(target)) = (value(tag, "Id"), value(tag, "Target")) {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            files.insert(id, path);
        }
    })?;
    each(archive, "xl/workbook.xml", |tag| {
        let is_sheet = tag.local_name().as_ref() == "sheet";
        if let (true, Some(name), Some(id)) = (is_sheet, value(tag, "name"), value(tag, "r:id")) {
            sheets.extend(files.get(&id).map(|path| (name, path.clone())));
        }
    })?;
    Ok(sheets)
}

/// Calls a function with each tag of a file; with none where there is no such file.
fn each(archive: &mut File<'_>, path: &str, mut tell: impl FnMut(&BytesStart<'_>)) -> Result<(), Unreadable> {
    let Ok(file) = archive.by_name(path) else { return Ok(()) };
    let mut reader = Reader::from_reader(BufReader::new(file.take(super::unopened::MOST_UNPACKED)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => tell(&tag),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(Unreadable),
        }
        buffer.clear();
    }
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    value(tag, name)?.parse().ok()
}

/// `D12`.
fn place(name: &str) -> Option<Place> {
    let to = name.find(|c: char| c.is_ascii_digit())?;
    let letter = |at: u32, c: char| Some(at.checked_mul(26)? + u32::from(c.to_ascii_uppercase()).checked_sub(64)?);
    let column = name[..to].chars().try_fold(0, letter)?;
    Some(Place { row: name[to..].parse::<u32>().ok()?.checked_sub(1)?, column: column.checked_sub(1)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_is_shown() {
        for (code, thousands) in [
            ("#,##0", 0),
            ("#,##0,", 1),
            ("#,##0,,\"百万円\"", 2),
            ("#,##0,;[Red]\"▲ \"#,##0,", 1),
            ("0.0_ ", 0),
            ("General", 0),
            ("#,##0\",\"", 0),
            ("0.0,", 1),
        ] {
            assert_eq!(of_format(code).thousands, thousands, "{code}");
        }
        let shown = |code| of_format(code).shown;
        assert_eq!([shown("0.0%"), shown("0\"%\"")], [Shown::Percentage, Shown::Number]);
        for (code, before, behind) in [
            ("#,##0\"百万円\"", "", "百万円"),
            ("\"▲\"#,##0", "▲", ""),
            ("\"令和\"0\"年度\"", "令和", "年度"),
            ("\\▲#,##0_ ", "▲", ""),
            ("#,##0_);(#,##0)", "", ""),
            ("(#,##0)", "(", ")"),
            ("#,##0;[Red]\"▲ \"#,##0", "", ""),
            ("ggge\"年度\"", "年度", ""),
            ("[$¥-411]#,##0", "¥", ""),
            ("[DBNum1]#,##0\"円\"", "", "円"),
        ] {
            assert_eq!(of_format(code).words, [before, behind], "{code}");
        }
        for (code, expected) in [
            ("ggge\"年度\"", Shown::Year),
            ("yyyy", Shown::Year),
            ("yyyy/m/d", Shown::Date),
            ("General", Shown::Number),
            ("#,##0", Shown::Number),
            ("\"ye\"0", Shown::Number),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
        assert_eq!(of_format("[<0]\"▲\"#,##0;#,##0").words[0], "");
        for (code, hides) in [
            ("#,##0;#,##0", true),
            ("#,##0;[Red]#,##0", false),
            ("#,##0;▲#,##0", false),
            ("#,##0_);(#,##0)", false),
            ("#,##0;-#,##0;0", false),
            ("[>=1000]#,##0;0", false),
            ("#,##0;\"－\"", true),
            ("#,##0;\"▲\"#,##0", false),
            ("General", false),
        ] {
            assert_eq!(of_format(code).hides_minus, hides, "{code}");
        }
    }

    #[test]
    fn cells_are_found_by_their_names() {
        assert_eq!(place("A1"), Some(Place { row: 0, column: 0 }));
        assert_eq!(place("XFD1048576"), Some(Place { row: 1_048_575, column: 16383 }));
        assert_eq!([place("A0"), place("12"), place("ZZZZZZZZZZ1")], [None; 3]);
    }
}
