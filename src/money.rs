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

/// Rounds the parts of a total to whole units that add up to the rounded total (端数調整, largest remainder): each part
/// is rounded by itself, and the units that then lack or exceed go to those parts whose rounding took or gave most, of
/// equal ones to the earlier. No part moves by a unit or more.
pub fn rounded_to_add(parts: &[f64], total: f64) -> Vec<f64> {
    let mut rounded: Vec<f64> = parts.iter().map(|part| round(*part)).collect();
    let lacking = round(total) - rounded.iter().sum::<f64>();
    // To a millionth of a unit, so that binary rounding neither breaks a tie nor makes a whole number a fraction.
    let lost: Vec<i64> =
        parts.iter().zip(&rounded).map(|(p, r)| ((p - r) * lacking.signum() * 1e6).round() as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).filter(|i| lost[*i] > 0).collect();
    order.sort_by_key(|i| std::cmp::Reverse(lost[*i]));
    for i in order.into_iter().take(lacking.abs() as usize) {
        rounded[i] += lacking.signum();
    }
    rounded
}

/// Rounds an amount, the steps from it to another one, and that other one, so that they add up. The ends are rounded by
/// themselves, as they are wherever else they are printed; only where that leaves the steps no room does the first end
/// give way like a step.
pub fn rounded_walk(start: f64, steps: &[f64], end: f64) -> Vec<f64> {
    let (first, last) = (round(start), round(end));
    let between = rounded_to_add(steps, last - first);
    if first + between.iter().sum::<f64>() == last {
        return [&[first], &between[..], &[last]].concat();
    }
    [rounded_to_add(&[&[start], steps].concat(), end), vec![last]].concat()
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

    #[test]
    fn parts_are_rounded_to_add_up() {
        // By hand: 0.4 + 0.4 + 0.4 = 1.2 → 1, the first of the equal ones gives the unit; and so on.
        for (parts, total, rounded) in [
            (&[0.4, 0.4, 0.4][..], 1.2, &[1.0, 0.0, 0.0][..]),
            (&[0.5, 0.5], 1.0, &[0.0, 1.0]),
            (&[-0.5, -0.5], -1.0, &[0.0, -1.0]),
            (&[1.5, -0.5], 1.0, &[2.0, -1.0]),
            (&[2.3, 2.4, -1.9], 2.8, &[2.0, 3.0, -2.0]),
            (&[-2.3, -2.4, 1.9], -2.8, &[-2.0, -3.0, 2.0]),
            (&[0.0, 0.0, 0.0], 0.0, &[0.0, 0.0, 0.0]),
            (&[0.0, 0.6, 0.0, 0.6], 1.2, &[0.0, 0.0, 0.0, 1.0]),
            (&[1e9 + 0.5, -1e9, 0.4], 0.9, &[1e9 + 1.0, -1e9, 0.0]),
            (&[-1e-12, 1e-12, 3.0], 3.0, &[0.0, 0.0, 3.0]),
            (&[7.49], 7.49, &[7.0]),
            (&[], 0.0, &[]),
        ] {
            assert_eq!(rounded_to_add(parts, total), rounded, "{parts:?}");
        }
        let sevenths = rounded_to_add(&[10.0 / 7.0; 70], 100.0);
        assert_eq!(
            (sevenths.iter().sum::<f64>(), &sevenths[..31]),
            (100.0, &[[2.0; 30].as_slice(), &[1.0]].concat()[..])
        );
        assert!(rounded_to_add(&[-0.4, 0.4], 0.0).iter().all(|z| z.is_sign_positive()), "zero has no sign");
    }

    /// Numbers that look random, the same each time: some negative, some whole, some halves.
    fn numbers(seed: u64, n: usize) -> Vec<f64> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from((state >> 40) as u32) / 1000.0 - 8000.0;
            match state >> 33 & 3 {
                0 => value.trunc(),
                1 => value.trunc() + 0.5,
                _ => value,
            }
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn whatever_the_parts_they_add_up_and_none_moves_by_a_unit() {
        for seed in 1..3000 {
            let parts = numbers(seed, 1 + seed as usize % 9);
            let total: f64 = parts.iter().sum();
            let rounded = rounded_to_add(&parts, total);
            assert_eq!(rounded.iter().sum::<f64>(), round(total), "{parts:?}");
            assert!(parts.iter().zip(&rounded).all(|(p, r)| (p - r).abs() < 1.0), "{parts:?} {rounded:?}");
            let turned = rounded_to_add(&parts.iter().map(|p| -p).collect::<Vec<_>>(), -total);
            assert!(turned.iter().zip(&rounded).all(|(a, b)| -a == *b), "the sign of {parts:?} matters");
        }
    }

    #[test]
    fn a_walk_adds_up_from_one_rounded_end_to_the_other() {
        assert_eq!(rounded_walk(0.4, &[0.2], 0.6), [0.0, 1.0, 1.0]);
        // Rounded by themselves the ends would be -1 and 1, two apart: a step of 1 cannot become 2.
        assert_eq!(rounded_walk(-0.5, &[1.0], 0.5), [0.0, 1.0, 1.0]);
        assert_eq!(rounded_walk(5.4, &[], 5.4), [5.0, 5.0]);
        for seed in 1..3000 {
            let values = numbers(seed, 2 + seed as usize % 7);
            let (start, steps) = (values[0], &values[1..]);
            let end = values.iter().sum::<f64>();
            let walk = rounded_walk(start, steps, end);
            let (last, others) = walk.split_last().expect("ends");
            assert_eq!((others.iter().sum::<f64>(), *last), (*last, round(end)), "{values:?}");
            assert!(values.iter().zip(others).all(|(v, r)| (v - r).abs() < 1.0), "{values:?} {walk:?}");
        }
    }
}
