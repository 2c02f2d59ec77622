//! The names of rows: their numbers, how they are numbered, and words that say what a row is; of sums `sums` tells.

use super::headings::has_formula;
use super::spelling::{bare, half_width};

/// How the name of a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    /// `I`, `Ⅱ`.
    Roman,
    /// `基本方針1`, `第1`, `柱1`.
    Named,
    /// `1`, `1.`.
    Digit,
    /// `1-2`, `1.2`.
    Parts,
    /// `(1)`.
    Bracketed,
    /// `①`.
    Circled,
    /// `・`.
    Bullet,
}

/// The name of a row, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// How it begins.
    pub(super) style: Style,
    /// The number before the name.
    pub(super) number: Option<String>,
    /// The name without its number.
    pub(super) name: String,
}

/// What ends a number before a name.
const ENDS: [char; 9] = [' ', '.', '、', ':', ')', '-', '．', '・', '】'];

/// Takes a name apart.
pub(super) fn label(typed: &str) -> Label {
    let whole = half_width(typed);
    let of = |style, number: &str, rest: &str| {
        let name = rest.trim_start_matches(|c: char| c == ' ' || ENDS.contains(&c)).trim();
        (!name.is_empty()).then(|| Label { style, number: Some(number.to_owned()), name: name.to_owned() })
    };
    let found = roman(&whole)
        .and_then(|(number, rest)| of(Style::Roman, &number, rest))
        .or_else(|| named(&whole).and_then(|(number, rest)| of(Style::Named, number, rest)))
        .or_else(|| bracketed(&whole).and_then(|(number, rest)| of(Style::Bracketed, number, rest)))
        .or_else(|| digits(&whole).and_then(|(style, number, rest)| of(style, number, rest)))
        .or_else(|| circled(&whole).and_then(|(number, rest)| of(Style::Circled, &number, rest)));
    found.unwrap_or_else(|| match whole.strip_prefix(['・', '○', '●', '◎', '■', '□', '◆', '◇', '•']) {
        Some(rest) => Label { style: Style::Bullet, number: None, name: rest.trim().to_owned() },
        None => Label { style: Style::Plain, number: None, name: whole.clone() },
    })
}

/// `II ` or `Ⅱ`: the letters, and what follows.
fn roman(typed: &str) -> Option<(String, &str)> {
    const SIGNS: [(char, &str); 12] = [
        ('Ⅰ', "I"),
        ('Ⅱ', "II"),
        ('Ⅲ', "III"),
        ('Ⅳ', "IV"),
        ('Ⅴ', "V"),
        ('Ⅵ', "VI"),
        ('Ⅶ', "VII"),
        ('Ⅷ', "VIII"),
        ('Ⅸ', "IX"),
        ('Ⅹ', "X"),
        ('Ⅺ', "XI"),
        ('Ⅻ', "XII"),
    ];
    let first = typed.chars().next()?;
    if let Some((sign, letters)) = SIGNS.iter().find(|(sign, _)| *sign == first) {
        return Some(((*letters).to_owned(), &typed[sign.len_utf8()..]));
    }
    let letters = typed.chars().take_while(|c| matches!(c, 'I' | 'V' | 'X')).count();
    let rest = &typed[letters..];
    (letters > 0 && rest.starts_with(ENDS)).then(|| (typed[..letters].to_owned(), rest))
}

/// `基本方針1 `, `第1 `: the number, and what follows.
fn named(typed: &str) -> Option<(&str, &str)> {
    let rest =
        ["基本方針", "改革の柱", "柱", "第", "方針"].iter().find_map(|word| typed.strip_prefix(word))?.trim_start();
    let to = rest.find(|c: char| !c.is_ascii_digit()).filter(|to| *to > 0)?;
    let after = rest[to..].trim_start_matches(['章', '節']);
    after.starts_with(ENDS).then_some((&rest[..to], after))
}

fn bracketed(typed: &str) -> Option<(&str, &str)> {
    let (number, rest) = typed.strip_prefix('(')?.split_once(')')?;
    let is_number = !number.is_empty() && number.len() <= 3 && number.chars().all(|c| c.is_ascii_alphanumeric());
    is_number.then_some((number, rest))
}

fn digits(typed: &str) -> Option<(Style, &str, &str)> {
    let to = typed.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.'))).filter(|to| *to > 0)?;
    let number = typed[..to].trim_end_matches(['-', '.']);
    let is_number =
        number.starts_with(|c: char| c.is_ascii_digit()) && (typed[to..].starts_with(ENDS) || number.len() < to);
    let style = if number.contains(['-', '.']) { Style::Parts } else { Style::Digit };
    is_number.then_some((style, number, &typed[to..]))
}

fn circled(typed: &str) -> Option<(String, &str)> {
    let first = typed.chars().next()?;
    let number = match first {
        '①'..='⑳' => u32::from(first) - u32::from('①') + 1,
        _ => return None,
    };
    Some((number.to_string(), &typed[first.len_utf8()..]))
}

/// Whether a row is a part of the one before, by its name.
pub(super) fn is_of_which(name: &str) -> bool {
    let bare = bare(name);
    // 「（一般財源）」 below a row is a part of it.
    let is_in_brackets = bare.starts_with('(') && bare.ends_with(')') && bare.matches('(').count() == 1;
    let bare = bare.trim_start_matches(['(', '［', '[', '・', '※']);
    let is_part =
        ["うち", "内、", "内訳", "ofwhich"].iter().any(|word| bare.starts_with(word)) && !bare.starts_with("うちわ");
    is_in_brackets || is_part
}

/// What rows are called that are worked out of others, or stand there for comparison.
const LEFT_OUT_ROWS: [&str; 21] = [
    "差",
    "差引",
    "差引額",
    "差額",
    "増減",
    "増減額",
    "増減率",
    "比較",
    "率",
    "達成率",
    "進捗率",
    "実施率",
    "執行率",
    "伸び率",
    "構成比",
    "構成割合",
    "前年比",
    "目標",
    "目標額",
    "計画額",
    "実績額",
];
/// How the names of such rows begin.
const LEFT_OUT_BEGINS: [&str; 10] =
    ["前年度比", "前年度との", "前年比", "対前年", "計画との", "目標との", "累計額", "(参考", "差引効果", "純効果"];
/// Whether a row is worked out of others, by its whole name: initiatives have such words in theirs.
pub(super) fn is_left_out_row(name: &str) -> bool {
    let bare = bare(name);
    let without = bare.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '【' | '】'));
    LEFT_OUT_ROWS.contains(&without)
        || LEFT_OUT_BEGINS.iter().any(|word| without.starts_with(word) || bare.starts_with(word))
        || ["再掲", "内数", "参考値", "に含む"].iter().any(|word| is_ended_by(&bare, word))
        || without.ends_with("ベース")
        || has_formula(&bare)
}

/// Whether a name ends with words, or with them in brackets.
fn is_ended_by(bare: &str, words: &str) -> bool {
    bare.trim_end_matches([')', ']', '】', '〕', '>']).ends_with(words)
}

/// What rows hold that are no money, by how their names end: initiatives have such words in theirs.
const NO_MONEY: [&str; 15] = [
    "率",
    "時間",
    "施設数",
    "残高",
    "現在高",
    "職員数",
    "人数",
    "人員",
    "者数",
    "件数",
    "戸数",
    "台数",
    "面積",
    "比率",
    "指数",
];

/// Whether a row holds no money, by its name or by the unit in it: 「職員数（人）」, 「基金残高」.
pub(super) fn is_no_money(name: &str) -> bool {
    let (name, half) = (bare(name), half_width(name));
    let unit = half.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, unit)| unit.trim());
    let without = name.split('(').next().unwrap_or_default();
    let is_money = super::unit::in_name(&half).is_some();
    !is_money && (unit.is_some_and(is_other_unit) || NO_MONEY.iter().any(|word| without.ends_with(word)))
}

/// Units of what is no money.
pub(super) fn is_other_unit(unit: &str) -> bool {
    const UNITS: [&str; 24] = [
        "人",
        "名",
        "世帯",
        "件",
        "箇所",
        "か所",
        "カ所",
        "ヶ所",
        "施設",
        "校",
        "園",
        "台",
        "棟",
        "戸",
        "回",
        "時間",
        "日",
        "㎡",
        "m2",
        "ha",
        "%",
        "ポイント",
        "t",
        "kwh",
    ];
    UNITS.contains(&bare(unit).as_str())
}

/// Whether a row is of what is taken, by how its name ends: 「経費（B）」, 「システム経費」, 「広告（事業費）」.
pub(super) fn is_of_costs(name: &str) -> bool {
    const WHOLE: [&str; 5] = ["事業費", "所要額", "投資額", "委託料", "cost"];
    const ENDS: [&str; 8] = ["経費", "経費等", "費用", "導入費", "初期費", "コスト", "歳出増", "歳入減"];
    let bare = bare(name);
    let bare = bare.trim_start_matches(['△', '▲', '-', '・']);
    let (before, inside) = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).unwrap_or((bare, ""));
    let is_one = |words: &str| WHOLE.contains(&words) || ENDS.iter().any(|end| words.ends_with(end));
    is_one(before) || is_one(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_before_names() {
        for (typed, style, number, name) in [
            ("I 業務マネジメント改革", Style::Roman, Some("I"), "業務マネジメント改革"),
            ("Ⅱ　組織・人材", Style::Roman, Some("II"), "組織・人材"),
            ("Ⅲ財務", Style::Roman, Some("III"), "財務"),
            ("基本方針１　行政", Style::Named, Some("1"), "行政"),
            ("第2 歳入の確保", Style::Named, Some("2"), "歳入の確保"),
            ("1 事務事業", Style::Digit, Some("1"), "事務事業"),
            ("12.施設", Style::Digit, Some("12"), "施設"),
            ("1-2 施設", Style::Parts, Some("1-2"), "施設"),
            ("（3）使用料", Style::Bracketed, Some("3"), "使用料"),
            ("④ 広告", Style::Circled, Some("4"), "広告"),
            ("・広告", Style::Bullet, None, "広告"),
            ("IT推進", Style::Plain, None, "IT推進"),
            ("3R運動", Style::Plain, None, "3R運動"),
            ("第三次計画", Style::Plain, None, "第三次計画"),
        ] {
            let found = label(typed);
            assert_eq!((found.style, found.number.as_deref(), found.name.as_str()), (style, number, name), "{typed}");
        }
    }

    #[test]
    fn parts_are_known_by_their_names() {
        assert!(is_of_which("　うち一般会計") && is_of_which("（うち人件費）") && !is_of_which("内部統制の整備"));
    }
}
