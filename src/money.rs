//! Money: units, the one rounding on output, tables that foot, and the ▲ of Japanese tables.

use crate::lang::Lang;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The unit of every amount of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Yen.
    #[serde(rename = "円", alias = "yen")]
    Yen,
    /// A thousand yen.
    #[serde(rename = "千円", alias = "thousand_yen")]
    ThousandYen,
    /// A million yen.
    #[serde(rename = "百万円", alias = "million_yen")]
    MillionYen,
}

/// Both the Japanese names and the English ones are words of the file.
impl JsonSchema for Unit {
    fn schema_name() -> Cow<'static, str> {
        "Unit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The unit of every amount.",
            "x-ja": "すべての金額の単位。",
            "enum": ["円", "千円", "百万円", "yen", "thousand_yen", "million_yen"],
        })
    }
}

impl Unit {
    /// How many yen it is.
    pub fn yen(self) -> f64 {
        match self {
            Self::Yen => 1.0,
            Self::ThousandYen => 1e3,
            Self::MillionYen => 1e6,
        }
    }

    /// The name printed at the head of a table.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Yen, Lang::Ja) => "円",
            (Self::ThousandYen, Lang::Ja) => "千円",
            (Self::MillionYen, Lang::Ja) => "百万円",
            (Self::Yen, Lang::En) => "yen",
            (Self::ThousandYen, Lang::En) => "thousand yen",
            (Self::MillionYen, Lang::En) => "million yen",
        }
    }
}

/// Rounds to a whole unit, half away from zero: the rule of Japanese public accounts.
pub fn round(amount: f64) -> f64 {
    let rounded = amount.round();
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A rounded amount as a Japanese table prints it: `1,234`, `▲1,234`, `0`.
pub fn in_table(amount: f64) -> String {
    let rounded = round(amount);
    let digits = grouped(rounded.abs());
    if rounded < 0.0 { format!("▲{digits}") } else { digits }
}

fn grouped(whole: f64) -> String {
    let digits = format!("{whole:.0}");
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([0.5, 1.5, -0.5, -1.5, 2.4, -0.4].map(round), [1.0, 2.0, -1.0, -2.0, 2.0, 0.0]);
        assert!(round(-0.4).is_sign_positive());
    }

    #[test]
    fn tables_group_digits_and_mark_negatives() {
        let printed = [0.0, 999.0, 1000.0, -1234.5, 2_674_093.0, -0.2].map(in_table);
        assert_eq!(printed, ["0", "999", "1,000", "▲1,235", "2,674,093", "0"]);
    }
}
