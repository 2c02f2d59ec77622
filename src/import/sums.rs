//! What sums are called: at the head of a column, as the name of a row, in a pasted line.

use super::spelling::{bare, half_width};

/// The names of sums that stand at the head of columns as of rows; what ends in 「計」 is one too.
const NAMES: [&str; 10] =
    ["合計", "小計", "総計", "総合計", "総額", "全体計", "期間計", "total", "subtotal", "sub-total"];
/// Words that end in the sign for a sum and are none.
const NO_SUMS: [&str; 12] =
    ["会計", "設計", "統計", "推計", "集計", "家計", "生計", "余計", "時計", "温度計", "計量計", "メーター計"];

/// Whether a heading is that of sums: 「合計」, 「総額（R4～R9）」, 「A計」.
pub(super) fn is_heading(words: &str) -> bool {
    let bare = bare(words);
    let without_range = bare.split('(').next().unwrap_or_default();
    NAMES.iter().chain(&["累計額", "sum"]).any(|name| holds(&bare, name))
        || is_ended(without_range)
        || without_range == "計額"
}

/// Whether a row is a sum, by its name.
pub(super) fn is_row(name: &str) -> bool {
    const WHOLE: [&str; 7] = ["計", "全体", "grandtotal", "sum", "効果額", "財政効果額", "総効果額"];
    let bare = bare(name);
    let bare = bare.trim_matches(|c: char| matches!(c, '【' | '】' | '(' | ')' | '〔' | '〕' | '[' | ']' | '<' | '>'));
    let is_english = ["total ", "subtotal "].iter().any(|word| half_width(name).to_lowercase().starts_with(word));
    WHOLE.contains(&bare)
        || is_formula(bare)
        || is_english
        || NAMES.iter().any(|name| bare.strip_prefix(name).is_some_and(is_mark))
        || is_ended(bare.trim_end_matches(|c: char| is_circled(c) || c.is_ascii_digit()))
        || bare.ends_with("合計額")
}

/// Whether a word of a pasted line is a sum and nothing else.
pub(super) fn is_word(word: &str) -> bool {
    let bare = bare(word);
    NAMES.contains(&bare.as_str()) || matches!(bare.as_str(), "計" | "合計額")
}

/// Whether a sum is that of the whole table, by its name.
pub(super) fn is_grand(name: &str) -> bool {
    let bare = bare(name);
    ["総計", "総合計", "合計", "total", "grandtotal"].iter().any(|word| bare.starts_with(word))
}

/// Whether words hold a name: 「計画期間計」, and not 「期間計画」.
fn holds(bare: &str, name: &str) -> bool {
    bare.match_indices(name).any(|(at, _)| !bare[at + name.len()..].starts_with('画'))
}

/// Whether words end in the sign for a sum.
fn is_ended(bare: &str) -> bool {
    bare.ends_with('計') && !NO_SUMS.iter().any(|word| bare.ends_with(word))
}

/// What can stand behind the name of a sum: 「合計（R4～R9）」, 「小計①」, 「合計 ①＋②」, and not 「合計特殊出生率」.
fn is_mark(rest: &str) -> bool {
    let rest = rest.trim_start_matches('額');
    let rest = rest.split_once('(').map_or(rest, |(before, _)| before);
    rest.chars().all(|c| !c.is_alphabetic() || is_circled(c) || c.is_ascii_alphabetic() && rest.len() < 6)
}

/// `A+B`, `①＋②－③`, `歳入－歳出`.
fn is_formula(bare: &str) -> bool {
    let is_sign = |c: char| matches!(c, '+' | '-' | '−' | '＋' | '－');
    let mut parts = bare.split(is_sign).peekable();
    let is_part = |part: &str| {
        matches!(part, "歳入" | "歳出")
            || part.chars().count() == 1 && part.chars().all(|c| is_circled(c) || c.is_ascii_alphabetic())
    };
    bare.contains(is_sign) && parts.peek().is_some() && parts.all(is_part)
}

fn is_circled(c: char) -> bool {
    matches!(c, '①'..='⑳')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sums_by_their_names() {
        for name in [
            "合計",
            "合　計",
            "小計",
            "I 計",
            "第3次計",
            "総計",
            "【計】",
            "合計（R4～R9）",
            "Total",
            "業務改革 小計",
            "総務部計",
            "小計①",
            "合計 ①＋②",
            "Total savings",
            "基本方針1計",
            "全体計",
            "効果額合計",
            "効果額",
            "期間計（R4～R9）",
            "Ａ＋Ｂ",
            "①＋②－③",
            "歳入－歳出",
        ] {
            assert!(is_row(name), "{name}");
        }
        for name in [
            "統計の見直し",
            "会計",
            "特別会計",
            "設計",
            "家計",
            "集計",
            "全体計画の策定",
            "合計特殊出生率の向上",
            "Totally new service",
        ] {
            assert!(!is_row(name), "{name}");
        }
    }
    #[test]
    fn headings_are_of_sums_by_their_words() {
        for heading in ["合計", "R4～R9 総額", "計画期間計", "計（R4～R9）", "累計額", "計額", "Total", "Subtotal"]
        {
            assert!(is_heading(heading), "{heading}");
        }
        for heading in ["推計", "中期推計", "一般会計", "期間計画", "全体計画", "計画額", "見込額"]
        {
            assert!(!is_heading(heading), "{heading}");
        }
    }
}
