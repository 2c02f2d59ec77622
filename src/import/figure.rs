//! What a cell of a published table says: a number, nothing, or something that is not to be guessed at.

use super::map::{Brackets, Dash};
use super::spelling::{half_width, without_blanks};
use crate::lang::{Text, text};
use crate::money::Name;
use crate::sheets::Content;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Figure {
    /// No figure was printed.
    Nothing,
    /// A number, of the unit that stands beside it in the cell.
    Number(f64, Option<Name>),
    /// A number with the sign of the yen: of a table in another unit it can be read in two ways.
    WithYenSign(f64),
}

/// Why a cell gives no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unclear {
    Words,
    Brackets,
    TwoNumbers,
    OpenBracket,
    Percent,
    Scaled,
    Turned,
    NoMoney,
    YenSign,
    Direction,
    Circled,
    Groups,
    Date,
    Error,
    NotWorkedOut,
}

/// What was decided about cells that can be read in two ways.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    pub(super) brackets: Option<Brackets>,
    pub(super) dash: Dash,
}

/// Words that printers put in place of no figure.
const DASHES: [&str; 10] = ["-", "--", "―", "—", "ー", "‐", "–", "…", "...", "─"];
/// Signs of a figure below zero.
const MINUS: [char; 7] = ['▲', '△', '-', '−', '‐', '–', '▵'];
/// Signs of the yen; a figure with that of another currency is none of the table's unit.
const YEN: [char; 2] = ['¥', '\\'];

/// Reads a cell.
pub(super) fn read(content: &Content, reading: Reading) -> Result<Figure, Unclear> {
    match content {
        Content::Number(number) => Ok(Figure::Number(*number, None)),
        Content::Text(typed) => of_text(typed, reading),
        Content::Truth(_) => Err(Unclear::Words),
        Content::Date(_) => Err(Unclear::Date),
        Content::Error(_) => Err(Unclear::Error),
        Content::NotWorkedOut => Err(Unclear::NotWorkedOut),
    }
}

/// Whether a cell is printed as figures are, read or not: what is no figure may be a heading.
pub(super) fn is_like_one(content: &Content) -> bool {
    let reading = Reading { brackets: Some(Brackets::Negative), dash: Dash::None };
    match content {
        Content::Truth(_) | Content::Date(_) => false,
        _ => !matches!(read(content, reading), Err(Unclear::Words)),
    }
}

fn of_text(typed: &str, reading: Reading) -> Result<Figure, Unclear> {
    if typed.chars().any(is_circled) {
        return Err(if typed.contains(|c: char| c.is_ascii_digit()) { Unclear::Circled } else { Unclear::Words });
    }
    let half = half_width(typed);
    let bare = without_footnote(half.trim());
    if bare.is_empty() {
        return Ok(Figure::Nothing);
    }
    if DASHES.contains(&bare) {
        return Ok(if reading.dash == Dash::Zero { Figure::Number(0.0, None) } else { Figure::Nothing });
    }
    if bare.contains(['(', ')']) {
        return of_brackets(bare, reading);
    }
    if bare.ends_with('%') {
        return Err(if signed(bare.trim_end_matches('%')).is_ok() { Unclear::Percent } else { Unclear::Words });
    }
    signed(bare)
}

/// A circled or raised number: a mark, where it stands alone, and one with the figure before it where it does not.
fn is_circled(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3251}'..='\u{32bf}' | '²' | '³' | '¹' | '⁰'..='⁹')
}

/// A figure without the mark of a footnote behind it, which no digit can be taken for.
fn without_footnote(typed: &str) -> &str {
    let digits = typed.trim_end_matches(|c: char| c.is_ascii_digit());
    match digits.strip_suffix(['※', '*', '＊']) {
        Some(rest) if rest.contains(|c: char| c.is_ascii_digit()) => rest.trim_end(),
        _ => typed,
    }
}

fn of_brackets(typed: &str, reading: Reading) -> Result<Figure, Unclear> {
    let inside = typed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if let Some(inside) = inside.filter(|inside| !inside.contains(['(', ')'])) {
        let figure = signed(inside.trim())?;
        return match (reading.brackets, figure) {
            (Some(Brackets::Negative), Figure::Number(number, unit)) => Ok(Figure::Number(-number, unit)),
            (Some(Brackets::Negative), Figure::WithYenSign(number)) => Ok(Figure::WithYenSign(-number)),
            (Some(Brackets::Cumulative), _) => Ok(Figure::Nothing),
            _ => Err(Unclear::Brackets),
        };
    }
    let Some((first, rest)) = typed.split_once('(') else { return Err(unclosed(typed)) };
    let Some(second) = rest.strip_suffix(')') else { return Err(unclosed(typed)) };
    let (first, second) = (signed(first.trim()), signed(second.trim()));
    match (first, second, reading.brackets) {
        (Ok(first @ Figure::Number(..)), Ok(_), Some(Brackets::Cumulative)) => Ok(first),
        (Ok(Figure::Number(..)), Ok(_), _) => Err(Unclear::TwoNumbers),
        _ => Err(Unclear::Words),
    }
}

fn unclosed(typed: &str) -> Unclear {
    let without = typed.replace(['(', ')'], "");
    if signed(without.trim()).is_ok() { Unclear::OpenBracket } else { Unclear::Words }
}

/// A number with the sign before it.
fn signed(typed: &str) -> Result<Figure, Unclear> {
    let (sign, rest) = match typed.strip_prefix(MINUS) {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, typed.strip_prefix('+').unwrap_or(typed)),
    };
    let is_yen = rest.starts_with(YEN);
    let rest = rest.strip_prefix(YEN).unwrap_or(rest);
    if let Some(yen) = in_words(rest)? {
        return Ok(Figure::Number(sign * yen, Some(Name::Yen)));
    }
    let number = sign * plain(rest)?;
    Ok(if is_yen { Figure::WithYenSign(number) } else { Figure::Number(number, None) })
}

/// Digits with commas between thousands, and decimals.
fn plain(digits: &str) -> Result<f64, Unclear> {
    let is_number = |typed: &str| typed.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !is_number(digits) || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
        let has_digits = digits.split_whitespace().filter(|part| is_number(part)).count();
        return Err(if has_digits > 1 { Unclear::TwoNumbers } else { Unclear::Words });
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().len();
    let mut others = groups.peekable();
    let are_thousands = others.peek().is_none() || (1..=3).contains(&first) && others.all(|group| group.len() == 3);
    if !are_thousands || decimals.contains([',', '.']) {
        return Err(Unclear::Groups);
    }
    digits.replace(',', "").parse().ok().filter(|number: &f64| number.is_finite()).ok_or(Unclear::Groups)
}

/// `28億7,907万5千円` in yen; nothing of what is no such amount.
fn in_words(typed: &str) -> Result<Option<f64>, Unclear> {
    const SMALL: [(char, f64); 2] = [('千', 1e3), ('百', 1e2)];
    const LARGE: [(char, f64); 3] = [('兆', 1e12), ('億', 1e8), ('万', 1e4)];
    let bare = without_blanks(typed);
    let is_amount = |c: char| SMALL.iter().chain(&LARGE).any(|(scale, _)| *scale == c) || c == '円';
    if !bare.contains(is_amount) || !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    for ending in ["増", "減", "円増", "円減"] {
        if bare.ends_with(ending) {
            return Err(Unclear::Direction);
        }
    }
    let bare = bare.strip_suffix('円').unwrap_or(&bare);
    let (mut total, mut section, mut digits, mut last) = (0.0, 0.0, String::new(), f64::INFINITY);
    for c in bare.chars() {
        let small = SMALL.iter().find(|(scale, _)| *scale == c);
        let large = LARGE.iter().find(|(scale, _)| *scale == c);
        match (small, large) {
            (Some((_, scale)), _) => section += plain(&std::mem::take(&mut digits))? * scale,
            (_, Some((_, scale))) => {
                let pending = std::mem::take(&mut digits);
                section += if pending.is_empty() { 0.0 } else { plain(&pending)? };
                if *scale >= last {
                    return Err(Unclear::Words);
                }
                last = *scale;
                total += std::mem::take(&mut section) * scale;
            }
            _ => digits.push(c),
        }
    }
    let rest = if digits.is_empty() { 0.0 } else { plain(&digits)? };
    Ok(Some(total + section + rest))
}

impl Unclear {
    /// Why, and what to do.
    pub(super) fn told(self) -> [Text; 2] {
        match self {
            Self::Words => [
                text!(ja: "数値として読めません", en: "not readable as a number"),
                text!(ja: "表を直すか、対応表の [table.cells] にこのセルの数値を書くか、[table.rows]・[table.columns] でこの行・列を外してください", en: "correct the table, write the number of this cell under [table.cells] of a map, or leave its row or column out under [table.rows] or [table.columns]"),
            ],
            Self::Brackets => [
                text!(ja: "括弧の付いた数値です。マイナスか累計か、表からは分かりません", en: "a number in brackets: the table does not say whether it is negative or cumulative"),
                text!(ja: "--brackets negative（マイナス）か --brackets cumulative（累計なので読まない）を付けてください", en: "add --brackets negative, or --brackets cumulative (not read)"),
            ],
            Self::TwoNumbers => [
                text!(ja: "一つのセルに数値が二つあります", en: "two numbers in one cell"),
                text!(ja: "括弧の中が累計なら --brackets cumulative を付け、そうでなければ対応表の [table.cells] にこのセルの数値を書いてください", en: "add --brackets cumulative if the one in brackets is cumulative; else write the number of this cell under [table.cells] of a map"),
            ],
            Self::OpenBracket => [
                text!(ja: "括弧の片方がありません", en: "half of the brackets is missing"),
                text!(ja: "表を直すか、対応表の [table.cells] にこのセルの数値を書いてください", en: "correct the table, or write the number of this cell under [table.cells] of a map"),
            ],
            Self::Percent => [
                text!(ja: "金額の列に割合（％）があります", en: "a percentage in a column of amounts"),
                text!(ja: "割合の行・列なら、対応表の [table.rows]・[table.columns] で \"skip\" としてください", en: "if the row or column holds percentages, name it \"skip\" under [table.rows] or [table.columns] of a map"),
            ],
            Self::Scaled => [
                text!(ja: "千で割って見せる書式（#,##0, など）のセルです。中の数値は見えているものの千倍です", en: "the format of the cell shows a thousandth of what it holds"),
                text!(ja: "見えているとおりの数値を入れて書式を「標準」にするか、対応表の [table.cells] にこのセルの数値を書いてください", en: "type the number as it is shown and set the format to General, or write the number of this cell under [table.cells] of a map"),
            ],
            Self::Turned => [
                text!(ja: "書式が数値と違う符号を見せるセルです（▲を付ける、マイナスを見せないなど）", en: "the format of the cell shows another sign than its number has"),
                text!(ja: "見えているとおりの数値を入れて書式を「標準」にするか、対応表の [table.cells] にこのセルの数値を書いてください", en: "type the number as it is shown and set the format to General, or write the number of this cell under [table.cells] of a map"),
            ],
            Self::NoMoney => [
                text!(ja: "書式の単位が金額のものではありません", en: "the format of the cell shows a unit that is no money"),
                text!(ja: "金額でない行・列なら、対応表の [table.rows]・[table.columns] で \"skip\" としてください", en: "if the row or column holds no money, name it \"skip\" under [table.rows] or [table.columns] of a map"),
            ],
            Self::YenSign => [
                text!(ja: "円記号の付いた数値ですが、表の単位は円ではありません", en: "a number with the sign of the yen in a table of another unit"),
                text!(ja: "円なら --unit 円 とし、表の単位どおりなら円記号を除いてください", en: "state --unit yen if it is yen; take the sign out if it is of the table's unit"),
            ],
            Self::Direction => [
                text!(ja: "「増」「減」の付いた額です。効果の向きは表からは決まりません", en: "an amount with the word for more or less: the table does not say which way the effect goes"),
                text!(ja: "対応表の [table.cells] に、表のほかの数値と同じ符号の付け方でこのセルの数値を書いてください", en: "write the number of this cell, with the sign that the other figures of the table would have, under [table.cells] of a map"),
            ],
            Self::Circled => [
                text!(ja: "数値に丸数字か上付き数字が付いています", en: "a circled or raised number is attached to the figure"),
                text!(ja: "注の番号なら表から除くか、対応表の [table.cells] にこのセルの数値を書いてください", en: "take the mark of a footnote out, or write the number of this cell under [table.cells] of a map"),
            ],
            Self::Groups => [
                text!(ja: "桁区切りのコンマか小数点の位置が数値と合いません", en: "the commas or the point do not stand where a number has them"),
                text!(ja: "表を直すか、対応表の [table.cells] にこのセルの数値を書いてください", en: "correct the table, or write the number of this cell under [table.cells] of a map"),
            ],
            Self::Date => [
                text!(ja: "日付か時刻になっています", en: "a date or a time"),
                text!(ja: "セルの書式を「標準」か「文字列」にして入れ直してください", en: "set the format of the cell to General or Text and type it again"),
            ],
            Self::Error => [
                text!(ja: "計算式がエラーになっています", en: "the formula gives an error"),
                text!(ja: "Excel で式を直して保存し直してください", en: "correct the formula in Excel and save the file again"),
            ],
            Self::NotWorkedOut => [
                text!(ja: "計算式の結果が保存されていません", en: "the result of the formula was not saved"),
                text!(ja: "Excel か LibreOffice で開き、保存し直してください", en: "open the file in Excel or LibreOffice and save it again"),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plainly(typed: &str) -> Result<Figure, Unclear> {
        of_text(typed, Reading::default())
    }

    #[test]
    fn numbers_as_they_are_printed() {
        for (typed, number) in [
            ("11,442", 11442.0),
            ("-63,660", -63660.0),
            ("▲ 19,761", -19761.0),
            ("△396,046", -396_046.0),
            ("－１，２３４．５", -1234.5),
            ("− 7", -7.0),
            ("▲0.062", -0.062),
            ("1,234※1", 1234.0),
            ("1,234*", 1234.0),
            ("+12", 12.0),
        ] {
            assert_eq!(plainly(typed), Ok(Figure::Number(number, None)), "{typed}");
        }
        for typed in ["", "　", "-", "－", "―", "ー", "…"] {
            assert_eq!(plainly(typed), Ok(Figure::Nothing), "{typed:?}");
        }
        let zero = Reading { dash: Dash::Zero, ..Reading::default() };
        assert_eq!(of_text("－", zero), Ok(Figure::Number(0.0, None)));
        assert_eq!(of_text("", zero), Ok(Figure::Nothing));
    }

    #[test]
    fn amounts_in_words_are_yen() {
        for (typed, yen) in [
            ("28億7,907万5千円", 2_879_075_000.0),
            ("11億 　265万6千円", 1_102_656_000.0),
            ("▲ 3,200万円", -32_000_000.0),
            ("1.5億円", 150_000_000.0),
            ("12百万円", 12_000_000.0),
            ("5千万円", 50_000_000.0),
            ("950円", 950.0),
        ] {
            assert_eq!(plainly(typed), Ok(Figure::Number(yen, Some(Name::Yen))), "{typed}");
        }
        assert_eq!(plainly("5万3億円"), Err(Unclear::Words));
        assert_eq!(plainly("-¥1,200"), Ok(Figure::WithYenSign(-1200.0)));
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_guessed() {
        for (typed, why) in [
            ("(1,234)", Unclear::Brackets),
            ("850（9,500）", Unclear::TwoNumbers),
            ("0.000 (32.245)", Unclear::TwoNumbers),
            ("12 34", Unclear::TwoNumbers),
            ("0.062)", Unclear::OpenBracket),
            ("12,000円の増", Unclear::Direction),
            ("95.2%", Unclear::Percent),
            ("1,234①", Unclear::Circled),
            ("10²", Unclear::Circled),
            ("12,34", Unclear::Groups),
            ("1.2.3", Unclear::Groups),
            ("約100", Unclear::Words),
            ("−£928", Unclear::Words),
            ("皆減", Unclear::Words),
            ("100（見込み）", Unclear::Words),
        ] {
            assert_eq!(plainly(typed), Err(why), "{typed}");
        }
        let with = |brackets| Reading { brackets: Some(brackets), ..Reading::default() };
        assert_eq!(of_text("(1,234)", with(Brackets::Negative)), Ok(Figure::Number(-1234.0, None)));
        assert_eq!(of_text("(1,234)", with(Brackets::Cumulative)), Ok(Figure::Nothing));
        assert_eq!(of_text("850（9,500）", with(Brackets::Cumulative)), Ok(Figure::Number(850.0, None)));
        assert_eq!(of_text("0.000 (32.245)", with(Brackets::Negative)), Err(Unclear::TwoNumbers));
    }
}
