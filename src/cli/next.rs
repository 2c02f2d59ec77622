//! What to type next, under a brief report that was printed.

use super::Failure;
use super::output::print;
use crate::lang::{Lang, Text, text};

/// Says how the same result becomes a page, and how all of it is told; `typed` are the words of the command that made it.
///
/// # Errors
/// Those of standard output.
pub(super) fn step(typed: &[&str], page: &Text, lang: Lang) -> Result<(), Failure> {
    let command = typed.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let (page_ja, page_en) = (&page.ja, &page.en);
    let words = text!(
        ja: "\n次に：mikomi {command} --out {page_ja} で図の入った1枚の資料、--detail ですべての表と注\n",
        en: "\nNext: mikomi {command} --out {page_en} for a page with charts, --detail for every table and note\n"
    );
    print(words.get(lang))
}

/// A word as it is typed: standard input cannot be read again, and a name with spaces stands in quotes.
fn quoted(word: &str) -> String {
    match word {
        "-" => "FILE".to_owned(),
        word if word.contains(char::is_whitespace) => format!("\"{word}\""),
        word => word.to_owned(),
    }
}

/// The name of the page of a run.
pub(super) fn outlook() -> Text {
    text!(ja: "見通し.html", en: "outlook.html")
}

/// The name of the page of a comparison.
pub(super) fn comparison() -> Text {
    text!(ja: "比較.html", en: "comparison.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_as_they_are_typed() {
        assert_eq!(["a.toml", "-", "my plan.toml"].map(quoted), ["a.toml", "FILE", "\"my plan.toml\""]);
    }
}
