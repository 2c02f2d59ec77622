//! The unit of the amounts of a scenario: its name, what it is in yen, and the decimals with which it is printed.

use crate::harmless::on_one_line;
use crate::lang::Lang;
use arrayvec::ArrayString;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The most decimals with which amounts are printed.
pub const MOST_DECIMALS: u8 = 6;
/// The most bytes of a unit's name: ten Japanese characters. A name stands in the heading of every table.
const LONGEST: usize = 30;

/// The unit of every amount of a scenario, and the decimals with which amounts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// What it is called. Results name it `unit`.
    #[serde(rename = "unit")]
    pub name: Name,
    /// Decimals of amounts in tables and sentences.
    #[serde(default, skip_serializing_if = "is_zero")]
    decimals: u8,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(decimals: &u8) -> bool {
    *decimals == 0
}

/// What a unit is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub enum Name {
    /// Yen (円).
    Yen,
    /// A thousand yen (千円).
    ThousandYen,
    /// Ten thousand yen (万円).
    TenThousandYen,
    /// A million yen (百万円).
    MillionYen,
    /// A hundred million yen (億円).
    HundredMillionYen,
    /// Any other, which is worth no known number of yen.
    Other(ArrayString<LONGEST>),
}

/// Why a text is no name of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is nothing to print.
    #[error("the name of the unit is empty")]
    Empty,
    /// It has no room in the heading of a table.
    #[error("the name of the unit is longer than 30 bytes")]
    Long,
}

impl Name {
    /// The words by which a scenario names a unit, with the unit: the Japanese ones, then the English.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("円", Self::Yen),
        ("千円", Self::ThousandYen),
        ("万円", Self::TenThousandYen),
        ("百万円", Self::MillionYen),
        ("億円", Self::HundredMillionYen),
        ("yen", Self::Yen),
        ("thousand_yen", Self::ThousandYen),
        ("ten_thousand_yen", Self::TenThousandYen),
        ("million_yen", Self::MillionYen),
        ("hundred_million_yen", Self::HundredMillionYen),
    ];

    /// The unit of this name: one of [`Self::WORDS`], or a name of its own.
    ///
    /// # Errors
    /// [`NameError`] where it cannot stand in the heading of a table.
    pub fn of(typed: &str) -> Result<Self, NameError> {
        let typed = on_one_line(typed.trim());
        if let Some((_, known)) = Self::WORDS.iter().find(|(word, _)| *word == typed) {
            return Ok(*known);
        }
        if typed.is_empty() {
            return Err(NameError::Empty);
        }
        ArrayString::from(&typed).map(Self::Other).map_err(|_| NameError::Long)
    }

    /// How many yen it is; nothing where it is no unit of yen.
    pub fn yen(self) -> Option<f64> {
        match self {
            Self::Yen => Some(1.0),
            Self::ThousandYen => Some(1e3),
            Self::TenThousandYen => Some(1e4),
            Self::MillionYen => Some(1e6),
            Self::HundredMillionYen => Some(1e8),
            Self::Other(_) => None,
        }
    }

    /// How many of another unit it is; nothing where one of the two is worth no known number of yen.
    pub fn in_units_of(self, other: Self) -> Option<f64> {
        self.yen().zip(other.yen()).map(|(own, other)| own / other)
    }

    /// The name printed at the head of a table.
    pub fn text(&self, lang: Lang) -> &str {
        match (self, lang) {
            (Self::Yen, Lang::Ja) => "円",
            (Self::ThousandYen, Lang::Ja) => "千円",
            (Self::TenThousandYen, Lang::Ja) => "万円",
            (Self::MillionYen, Lang::Ja) => "百万円",
            (Self::HundredMillionYen, Lang::Ja) => "億円",
            (Self::Yen, Lang::En) => "yen",
            (Self::ThousandYen, Lang::En) => "thousand yen",
            (Self::TenThousandYen, Lang::En) => "ten thousand yen",
            (Self::MillionYen, Lang::En) => "million yen",
            (Self::HundredMillionYen, Lang::En) => "hundred million yen",
            (Self::Other(name), _) => name,
        }
    }
}

impl TryFrom<Cow<'_, str>> for Name {
    type Error = NameError;

    fn try_from(typed: Cow<'_, str>) -> Result<Self, NameError> {
        Self::of(&typed)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.text(Lang::Ja).to_owned()
    }
}

impl Unit {
    /// A unit printed with these decimals, [`MOST_DECIMALS`] at most.
    pub fn new(name: Name, decimals: u8) -> Self {
        Self { name, decimals: decimals.min(MOST_DECIMALS) }
    }

    /// A unit printed without decimals.
    pub const fn whole(name: Name) -> Self {
        Self { name, decimals: 0 }
    }

    /// The name printed at the head of a table.
    pub fn name(&self, lang: Lang) -> &str {
        self.name.text(lang)
    }

    /// Decimals of amounts in tables and sentences.
    pub fn decimals(self) -> u8 {
        self.decimals.min(MOST_DECIMALS)
    }

    /// The same unit with the decimals of both, so that amounts of both can stand in one table.
    #[must_use]
    pub fn with_decimals_of(self, other: Self) -> Self {
        Self::new(self.name, self.decimals.max(other.decimals))
    }

    /// The last place to which data files hold an amount, as parts of a unit: a yen; a millionth of what is not in yen.
    pub fn parts(self) -> f64 {
        self.name.yen().unwrap_or(1e6)
    }

    /// What is less than this, half a last place of data files, is nothing.
    pub(super) fn least(self) -> f64 {
        0.5 / self.parts()
    }

    /// The decimals with which amounts stand in a file: the most that any of them has, down to a thousand yen (no table
    /// is published more finely) and to three at most.
    pub fn written_decimals(name: Name, amounts: impl Iterator<Item = f64>) -> u8 {
        let most = name.yen().map_or(3, |yen| (yen.log10().round() - 3.0).clamp(0.0, 3.0) as u8);
        amounts.map(|amount| decimals_of(amount, most)).max().unwrap_or(0)
    }
}

/// The decimals of an amount as it is written, `most` at most.
fn decimals_of(amount: f64, most: u8) -> u8 {
    let written = amount.to_string();
    let count = written.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    count.min(usize::from(most)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_of_the_file_down_to_a_thousand_yen() {
        let written = |name, amounts: &[f64]| Unit::written_decimals(name, amounts.iter().copied());
        assert_eq!(written(Name::MillionYen, &[4.824, 14.2, -0.152]), 3);
        assert_eq!(written(Name::MillionYen, &[23.1, 13.0]), 1);
        assert_eq!(written(Name::TenThousandYen, &[12.34, 5.0]), 1);
        assert_eq!([written(Name::ThousandYen, &[1234.5]), written(Name::Yen, &[0.5])], [0, 0]);
        // A third has no end: three decimals.
        assert_eq!(written(Name::HundredMillionYen, &[1.0 / 3.0]), 3);
        assert_eq!(written(Name::MillionYen, &[]), 0);
    }

    #[test]
    fn names_are_known_or_short_enough() {
        assert_eq!(Name::of(" 億円 "), Ok(Name::HundredMillionYen));
        assert_eq!(Name::of("GBP m").map(|name| name.text(Lang::Ja).to_owned()), Ok("GBP m".to_owned()));
        assert_eq!(
            [Name::of(" "), Name::of("十一文字を超える単位の名")],
            [Err(NameError::Empty), Err(NameError::Long)]
        );
        for (word, name) in Name::WORDS {
            assert_eq!(Name::of(word), Ok(name));
            assert_eq!(Name::of(name.text(Lang::Ja)), Ok(name));
        }
    }
}
