//! The look of cells of sheets to be printed: one font, thin borders, grey for heads and totals, no colour that means
//! anything.

use super::chance::Digits;
use crate::lang::{Lang, text};
use crate::report::document::TIMES;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const FONT: &str = "游ゴシック";
const HEAD: Color = Color::RGB(0x00E7_E6E6);
const SUM: Color = Color::RGB(0x00F5_F5F5);
/// Differences of shares in percentage points.
const POINTS: &str = r#"0.0;"▲ "0.0;0.0"#;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Face {
    /// The title of a sheet.
    Title,
    /// The heading of a table.
    Section,
    /// Words outside tables.
    Plain,
    /// Words outside tables on as many lines as they need.
    Prose,
    /// Words outside tables, to the right.
    Right,
    /// A column's heading.
    Head,
    /// The first line of a heading that goes on below.
    HeadAbove,
    /// Its second line.
    HeadBelow,
    /// A name.
    Name,
    /// A name that stands for the rows below as well.
    NameAbove,
    /// A cell for which the name above stands.
    NameBelow,
    /// The last of those cells.
    NameEnd,
    /// Words in a table, in the middle.
    Middle,
    /// An amount with these decimals; none is 「-」.
    Amount(u8),
    /// An amount with these decimals; none is 0.
    AmountOrZero(u8),
    /// A probability.
    Chance(Digits),
    /// A share with these decimals.
    Share(u8),
    /// One amount over another: a percentage, or so many times where it is so large that one would mislead.
    Ratio(Lang),
    /// A difference of shares in percentage points.
    Points,
    /// A count.
    Count,
    /// A whole number that counts nothing.
    Whole,
    /// So many times, with these decimals.
    Times(u8),
}

/// Whether a row is a part or a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Weight {
    #[default]
    Part,
    Sum,
}

impl Face {
    /// Whether the cell is one of a table.
    pub(super) fn is_in_table(self) -> bool {
        !matches!(self, Self::Title | Self::Section | Self::Plain | Self::Prose | Self::Right)
    }

    /// That of row `n` of `rows` for which one name stands.
    pub(super) fn of_block(n: usize, rows: usize) -> Self {
        match n {
            _ if rows == 1 => Self::Name,
            0 => Self::NameAbove,
            n if n + 1 == rows => Self::NameEnd,
            _ => Self::NameBelow,
        }
    }

    /// Whether line breaks are meant.
    pub(super) fn has_lines(self) -> bool {
        matches!(self, Self::Head | Self::HeadAbove | Self::HeadBelow)
    }

    pub(super) fn format(self, weight: Weight) -> Format {
        let plain = Format::new().set_font_name(FONT).set_font_size(10);
        let plain = plain.set_align(FormatAlign::VerticalCenter);
        let format = if self.is_in_table() { bordered(plain, self) } else { plain };
        let format = if weight == Weight::Sum { format.set_bold().set_background_color(SUM) } else { format };
        match self {
            Self::Title => format.set_bold().set_font_size(14),
            Self::Section => format.set_bold().set_font_size(11),
            Self::Plain => format,
            Self::Prose => format.set_align(FormatAlign::Top).set_text_wrap(),
            Self::Right => format.set_align(FormatAlign::Right),
            Self::Head | Self::HeadAbove | Self::HeadBelow => {
                format.set_bold().set_background_color(HEAD).set_align(FormatAlign::Center).set_text_wrap()
            }
            Self::Name | Self::NameAbove | Self::NameBelow | Self::NameEnd => {
                format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap()
            }
            Self::Middle => format.set_align(FormatAlign::Center).set_text_wrap(),
            _ => match self.code() {
                // A little away from the line to the right.
                Some(code) => format.set_num_format(code).set_align(FormatAlign::Right).set_indent(1),
                None => format,
            },
        }
    }

    /// The format of its number, with a mark behind it; nothing of words.
    pub(super) fn marked(self, weight: Weight, mark: &str) -> Format {
        let format = self.format(weight);
        match self.code().filter(|_| !mark.is_empty()) {
            Some(code) => {
                let parts: Vec<String> = code.split(';').map(|part| format!("{part}\"{mark}\"")).collect();
                format.set_num_format(parts.join(";"))
            }
            None => format,
        }
    }

    fn code(self) -> Option<String> {
        Some(match self {
            Self::Amount(decimals) => amounts(decimals, "\"-\""),
            Self::AmountOrZero(decimals) => amounts(decimals, "0"),
            Self::Chance(digits) => digits.format(),
            Self::Share(decimals) => {
                let share = format!("{}%", places(decimals));
                format!("{share};\"▲ \"{share};{share}")
            }
            Self::Ratio(lang) => ratio(lang),
            Self::Points => POINTS.to_owned(),
            Self::Count => "#,##0".to_owned(),
            Self::Whole => "0".to_owned(),
            Self::Times(decimals) => places(decimals),
            _ => return None,
        })
    }
}

/// A ratio, told as everywhere.
fn ratio(lang: Lang) -> String {
    let times = text!(ja: "0.0\"倍\"", en: "\"x\"0.0");
    format!("[>={TIMES}]{};[<0]\"▲ \"0.0%;0.0%", times.get(lang))
}

/// A number with these decimals.
fn places(decimals: u8) -> String {
    if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(usize::from(decimals))) }
}

/// Amounts in tables: negative is 「▲」.
fn amounts(decimals: u8, none: &str) -> String {
    let places = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(usize::from(decimals))) };
    format!("#,##0{places};\"▲ \"#,##0{places};{none}")
}

/// Cells that belong together have no line between them: they look like one without being merged.
fn bordered(format: Format, face: Face) -> Format {
    let format = format.set_border_left(FormatBorder::Thin).set_border_right(FormatBorder::Thin);
    match face {
        Face::HeadAbove | Face::NameAbove => format.set_border_top(FormatBorder::Thin),
        Face::HeadBelow | Face::NameEnd => format.set_border_bottom(FormatBorder::Thin),
        Face::NameBelow => format,
        _ => format.set_border_top(FormatBorder::Thin).set_border_bottom(FormatBorder::Thin),
    }
}

impl Face {
    /// The heading of a column of data.
    pub(super) fn data_head() -> Format {
        Self::data().set_bold().set_border_bottom(FormatBorder::Thin)
    }

    /// A cell of data.
    pub(super) fn data() -> Format {
        Format::new().set_font_name(FONT).set_font_size(10)
    }
}
