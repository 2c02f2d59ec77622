//! Amounts as they are printed: rounded once, and so that parts add up to their total.

use super::{MOST_DECIMALS, Unit};

impl Unit {
    /// An amount to the decimals of the unit, half away from zero: the rule of Japanese public accounts.
    pub fn round(self, amount: f64) -> f64 {
        self.unscaled(whole(self.scaled(amount)))
    }

    /// Rounds the parts of a total so that they add up to the rounded total (端数調整, largest remainder): each part is
    /// rounded by itself, and the last places that then lack or exceed go to those parts whose rounding took or gave
    /// most, of equal ones to the earlier. No part moves by a last place or more.
    pub fn rounded_to_add(self, parts: &[f64], total: f64) -> Vec<f64> {
        let parts: Vec<f64> = parts.iter().map(|part| self.scaled(*part)).collect();
        whole_to_add(&parts, self.scaled(total)).into_iter().map(|part| self.unscaled(part)).collect()
    }

    /// Rounds an amount, the steps from it to another one, and that other one, so that they add up. The ends are rounded
    /// by themselves, as they are wherever else they are printed; only where that leaves the steps no room does the
    /// first end give way like a step.
    pub fn rounded_walk(self, start: f64, steps: &[f64], end: f64) -> Vec<f64> {
        let steps: Vec<f64> = steps.iter().map(|step| self.scaled(*step)).collect();
        whole_walk(self.scaled(start), &steps, self.scaled(end))
            .into_iter()
            .map(|places| self.unscaled(places))
            .collect()
    }

    /// An amount as a Japanese table prints it, with the decimals of the unit: `1,234`, `▲1,234.5`, `0`. What would be
    /// rounded to nothing and is half a yen or more either way keeps its first digit (`0.03`): it is not nothing.
    pub fn in_table(self, amount: f64) -> String {
        printed(amount, self.shown_decimals(amount))
    }

    /// [`Self::in_table`] as a function.
    pub fn printer(self) -> impl Fn(f64) -> String + Copy {
        move |amount| self.in_table(amount)
    }

    /// The decimals with which [`Self::in_table`] prints an amount.
    pub fn shown_decimals(self, amount: f64) -> u8 {
        if self.round(amount) != 0.0 || self.is_nothing(amount) {
            return self.decimals();
        }
        let mut finer = self.decimals()..=MOST_DECIMALS;
        finer.find(|decimals| amount.abs() * places_of(*decimals) >= 1.0 - 1e-9).unwrap_or(self.decimals())
    }

    /// Whether an amount is printed as nothing.
    pub fn is_nothing(self, amount: f64) -> bool {
        self.round(amount) == 0.0 && amount.abs() < self.least()
    }

    /// An amount in last places.
    pub fn scaled(self, amount: f64) -> f64 {
        in_places(amount, self.decimals())
    }

    /// Last places as an amount.
    pub fn unscaled(self, places: f64) -> f64 {
        places / places_of(self.decimals())
    }
}

/// An amount in last places. What the multiplication adds is taken off, or 1.005 would be below its half.
fn in_places(amount: f64, decimals: u8) -> f64 {
    if decimals == 0 { amount } else { (amount * places_of(decimals) * 1e6).round() / 1e6 }
}

/// Last places in a unit.
fn places_of(decimals: u8) -> f64 {
    10_f64.powi(i32::from(decimals))
}

/// An amount with some decimals as a Japanese table prints it: `▲1,234.5`.
pub fn printed(amount: f64, decimals: u8) -> String {
    let digits = grouped(amount, decimals);
    let is_nothing = !digits.contains(|c| ('1'..='9').contains(&c));
    if amount < 0.0 && !is_nothing { format!("▲{digits}") } else { digits }
}

/// A number of things as tables print it: `1,234`.
pub fn count(number: f64) -> String {
    grouped(number, 0)
}

/// Rounds to a whole number, half away from zero.
fn whole(amount: f64) -> f64 {
    let rounded = amount.round();
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn whole_to_add(parts: &[f64], total: f64) -> Vec<f64> {
    let mut rounded: Vec<f64> = parts.iter().map(|part| whole(*part)).collect();
    let lacking = whole(total) - rounded.iter().sum::<f64>();
    // To a millionth, so that binary rounding neither breaks a tie nor makes a whole number a fraction.
    let lost: Vec<i64> =
        parts.iter().zip(&rounded).map(|(p, r)| ((p - r) * lacking.signum() * 1e6).round() as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).filter(|i| lost[*i] > 0).collect();
    order.sort_by_key(|i| std::cmp::Reverse(lost[*i]));
    for i in order.into_iter().take(lacking.abs() as usize) {
        rounded[i] += lacking.signum();
    }
    rounded
}

fn whole_walk(start: f64, steps: &[f64], end: f64) -> Vec<f64> {
    let (first, last) = (whole(start), whole(end));
    let between = whole_to_add(steps, last - first);
    if first + between.iter().sum::<f64>() == last {
        return [&[first], &between[..], &[last]].concat();
    }
    [whole_to_add(&[&[start], steps].concat(), end), vec![last]].concat()
}

/// A number without its sign, thousands apart. Halves go away from zero.
fn grouped(number: f64, decimals: u8) -> String {
    let rounded = whole(in_places(number.abs(), decimals)) / places_of(decimals);
    let printed = format!("{rounded:.*}", usize::from(decimals));
    let (digits, rest) = printed.split_at(printed.find('.').unwrap_or(printed.len()));
    let mut out = String::with_capacity(printed.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    fn thousands(decimals: u8) -> Unit {
        Unit::new(Name::ThousandYen, decimals)
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([0.5, 1.5, -0.5, -1.5, 2.4, -0.4].map(whole), [1.0, 2.0, -1.0, -2.0, 2.0, 0.0]);
        assert!(whole(-0.4).is_sign_positive());
    }

    #[test]
    fn tables_group_digits_and_mark_negatives() {
        let printed = [0.0, 999.0, 1000.0, -1234.5, 2_674_093.0, -0.0].map(|a| thousands(0).in_table(a));
        assert_eq!(printed, ["0", "999", "1,000", "▲1,235", "2,674,093", "0"]);
        let printed = [0.0, 1234.56, -0.05, 999.96].map(|a| thousands(1).in_table(a));
        assert_eq!(printed, ["0.0", "1,234.6", "▲0.1", "1,000.0"]);
        assert_eq!([count(1234.0), count(0.0)], ["1,234", "0"]);
    }

    #[test]
    fn what_is_not_nothing_is_not_printed_as_nothing() {
        // Of a thousand yen the last place is a yen; half of it is told, less is not.
        let printed = [0.2, -0.062, 0.004, 0.0005, 0.000_4, 0.5, 0.96, 0.096].map(|a| thousands(0).in_table(a));
        assert_eq!(printed, ["0.2", "▲0.06", "0.004", "0.0005", "0", "1", "1", "0.10"]);
        assert_eq!([0.049, -0.0004].map(|a| thousands(1).in_table(a)), ["0.05", "0.0"]);
        assert_eq!([0.2, 0.0005, 0.0004, 0.0].map(|a| thousands(0).is_nothing(a)), [false, false, true, true]);
    }

    #[test]
    fn halves_of_the_last_place_go_away_from_zero() {
        assert_eq!([1.005, -1.005, 2.675].map(|a| thousands(2).round(a)), [1.01, -1.01, 2.68]);
        assert_eq!([1.005, -1.005, 2.675].map(|a| thousands(2).in_table(a)), ["1.01", "▲1.01", "2.68"]);
        assert_eq!(thousands(1).rounded_to_add(&[0.04, 0.04, 0.04], 0.12), [0.1, 0.0, 0.0]);
        assert_eq!(thousands(1).rounded_walk(0.04, &[0.02], 0.06), [0.0, 0.1, 0.1]);
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
            assert_eq!(whole_to_add(parts, total), rounded, "{parts:?}");
        }
        let sevenths = whole_to_add(&[10.0 / 7.0; 70], 100.0);
        assert_eq!(
            (sevenths.iter().sum::<f64>(), &sevenths[..31]),
            (100.0, &[[2.0; 30].as_slice(), &[1.0]].concat()[..])
        );
        assert!(whole_to_add(&[-0.4, 0.4], 0.0).iter().all(|z| z.is_sign_positive()), "zero has no sign");
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
            let rounded = whole_to_add(&parts, total);
            assert_eq!(rounded.iter().sum::<f64>(), whole(total), "{parts:?}");
            assert!(parts.iter().zip(&rounded).all(|(p, r)| (p - r).abs() < 1.0), "{parts:?} {rounded:?}");
            let turned = whole_to_add(&parts.iter().map(|p| -p).collect::<Vec<_>>(), -total);
            assert!(turned.iter().zip(&rounded).all(|(a, b)| -a == *b), "the sign of {parts:?} matters");
        }
    }

    #[test]
    fn a_walk_adds_up_from_one_rounded_end_to_the_other() {
        assert_eq!(whole_walk(0.4, &[0.2], 0.6), [0.0, 1.0, 1.0]);
        // Rounded by themselves the ends would be -1 and 1, two apart: a step of 1 cannot become 2.
        assert_eq!(whole_walk(-0.5, &[1.0], 0.5), [0.0, 1.0, 1.0]);
        assert_eq!(whole_walk(5.4, &[], 5.4), [5.0, 5.0]);
        for seed in 1..3000 {
            let values = numbers(seed, 2 + seed as usize % 7);
            let (start, steps) = (values[0], &values[1..]);
            let end = values.iter().sum::<f64>();
            let walk = whole_walk(start, steps, end);
            let (last, others) = walk.split_last().expect("ends");
            assert_eq!((others.iter().sum::<f64>(), *last), (*last, whole(end)), "{values:?}");
            assert!(values.iter().zip(others).all(|(v, r)| (v - r).abs() < 1.0), "{values:?} {walk:?}");
        }
    }
}
