//! The planned level of a stream by year: stated amounts or a shape, what comes after, and erosion.

use crate::fiscal::FiscalYear;

/// A level by year, 0 before its first year.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    first: FiscalYear,
    /// The stated levels from the first year on.
    stated: Vec<f64>,
    /// The same with erosion.
    levels: Vec<f64>,
    /// Whether the last level goes on.
    hold: bool,
    /// The share lost a year.
    erosion: f64,
}

impl Curve {
    /// The curve of stated `levels` from `first` on. A rise erodes from the next year on; a fall of the stated level
    /// takes the same share of what erosion has left.
    pub fn new(first: FiscalYear, stated: &[f64], hold: bool, erosion: f64) -> Self {
        let mut levels = Vec::with_capacity(stated.len());
        let (mut before, mut left) = (0.0, 0.0);
        for &level in stated {
            left *= 1.0 - erosion;
            if level >= before {
                left += level - before;
            } else {
                left *= level / before;
            }
            before = level;
            levels.push(left);
        }
        Self { first, stated: stated.to_vec(), levels, hold, erosion }
    }

    /// The level of a year, in the unit of the scenario.
    pub fn at(&self, year: FiscalYear) -> f64 {
        let Ok(index) = usize::try_from(year.since(self.first)) else { return 0.0 };
        match (self.levels.get(index), self.levels.last()) {
            (Some(level), _) => *level,
            (None, Some(last)) if self.hold => {
                let years = index + 1 - self.levels.len();
                (0..years).fold(*last, |level, _| level * (1.0 - self.erosion))
            }
            _ => 0.0,
        }
    }

    /// The stated level of a year, before erosion.
    fn stated(&self, year: FiscalYear) -> f64 {
        let Ok(index) = usize::try_from(year.since(self.first)) else { return 0.0 };
        let last = self.stated.last().filter(|_| self.hold);
        self.stated.get(index).or(last).copied().unwrap_or(0.0)
    }

    /// The share of what there is in the year before that is left in a year: less erosion, and less what the stated level
    /// falls by.
    fn left(&self, year: FiscalYear) -> f64 {
        let (before, now) = (self.stated(year.plus(-1)), self.stated(year));
        (1.0 - self.erosion) * if now < before { now / before } else { 1.0 }
    }

    /// The share of what was reached by the year `from` that is left in a later year.
    pub fn left_since(&self, from: FiscalYear, year: FiscalYear) -> f64 {
        (1..=year.since(from)).map(|k| self.left(from.plus(k))).product()
    }

    /// The level of a year that comes from rises after the year `from`, with erosion.
    pub fn added_since(&self, from: FiscalYear, year: FiscalYear) -> f64 {
        (1..=year.since(from)).map(|k| from.plus(k)).fold(0.0, |level, at| {
            let rise = self.stated(at) - self.stated(at.plus(-1));
            level * self.left(at) + rise.max(0.0)
        })
    }

    /// The same levels, `years` later.
    #[must_use]
    pub fn shifted(&self, years: i32) -> Self {
        Self { first: self.first.plus(years), ..self.clone() }
    }

    /// The first year with a level above 0.
    pub fn first_positive(&self) -> Option<FiscalYear> {
        self.levels.iter().position(|l| *l > 0.0).map(|index| self.first.plus(index as i32))
    }

    /// The first stated year.
    pub fn first(&self) -> FiscalYear {
        self.first
    }

    /// The last stated year.
    pub fn last(&self) -> FiscalYear {
        self.first.plus(self.levels.len().max(1) as i32 - 1)
    }

    /// Whether no year has an amount.
    pub fn is_zero(&self) -> bool {
        self.levels.iter().all(|l| *l == 0.0)
    }
}

/// The levels of an S-shaped rise that reaches 1 after `years` years: a logistic cut to its middle ten logits and
/// stretched to 0 … 1.
pub(super) fn logistic(years: u32) -> impl Iterator<Item = f64> {
    const REACH: f64 = 5.0;
    let sigmoid = |x: f64| 1.0 / (1.0 + libm::exp(-x));
    let (bottom, top) = (sigmoid(-REACH), sigmoid(REACH));
    (1..=years).map(move |k| {
        let at = sigmoid(REACH * (2.0 * f64::from(k) / f64::from(years) - 1.0));
        if k == years { 1.0 } else { (at - bottom) / (top - bottom) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(calendar: i32) -> FiscalYear {
        FiscalYear::new(calendar).expect("in range")
    }

    #[test]
    fn levels_hold_or_stop() {
        let hold = Curve::new(year(2023), &[10.0, 20.0], true, 0.0);
        assert_eq!([2022, 2023, 2024, 2030].map(|y| hold.at(year(y))), [0.0, 10.0, 20.0, 20.0]);
        let stop = Curve::new(year(2023), &[10.0, 20.0], false, 0.0);
        assert_eq!(stop.at(year(2025)), 0.0);
    }

    #[test]
    fn each_rise_erodes_from_the_next_year_on() {
        // Rises of 100 and 50 at 10 % a year: 100; 90 + 50; 81 + 45; 72.9 + 40.5.
        let curve = Curve::new(year(2022), &[100.0, 150.0], true, 0.1);
        for (y, level) in [(2022, 100.0), (2023, 140.0), (2024, 126.0), (2025, 113.4)] {
            assert!((curve.at(year(y)) - level).abs() < 1e-9, "{y}");
        }
    }

    #[test]
    fn a_fall_never_makes_a_saving_negative() {
        let curve = Curve::new(year(2022), &[100.0, 50.0, 0.0], true, 0.1);
        assert_eq!([2022, 2023, 2024, 2025].map(|y| curve.at(year(y))), [100.0, 45.0, 0.0, 0.0]);
    }

    #[test]
    fn what_was_reached_and_what_is_still_to_come_make_up_the_curve() {
        // Rises of 100, 50 and 75 and a fall by a half, at 10 % a year.
        let curve = Curve::new(year(2022), &[100.0, 150.0, 75.0, 150.0], true, 0.1);
        for from in 2021..2026 {
            for y in from..2030 {
                let reached = curve.at(year(from)) * curve.left_since(year(from), year(y));
                let whole = reached + curve.added_since(year(from), year(y));
                assert!((whole - curve.at(year(y))).abs() < 1e-9, "{from} {y}");
            }
        }
        // From 2023 on: 150 falls to 75 and loses a tenth, 0.45; then a tenth a year.
        assert!((curve.left_since(year(2023), year(2025)) - 0.405).abs() < 1e-12);
        assert!((curve.added_since(year(2023), year(2026)) - 67.5).abs() < 1e-12);
        // What came before its first stated year stays.
        assert_eq!(Curve::new(year(2024), &[10.0], true, 0.0).left_since(year(2022), year(2025)), 1.0);
        // What ends leaves nothing.
        assert_eq!(Curve::new(year(2022), &[10.0], false, 0.0).left_since(year(2022), year(2025)), 0.0);
    }

    #[test]
    fn a_logistic_rise_is_symmetric_and_complete() {
        let rise: Vec<f64> = logistic(4).collect();
        assert_eq!((rise.len(), rise[3]), (4, 1.0));
        assert!((rise[1] - 0.5).abs() < 1e-12);
        assert!((rise[0] + rise[2] - 1.0).abs() < 1e-12);
    }
}
