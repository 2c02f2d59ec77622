//! Counting bases: effects as weighted sums of levels.

use super::LevelPart;
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Basis, Model};
use std::collections::BTreeMap;

/// A level of a policy or of the total: of one part, in one year, as it is known in the year `as_of`: recorded for years
/// before that, forecast for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelKey {
    /// Recurring or one-off.
    pub part: LevelPart,
    /// The fiscal year.
    pub year: FiscalYear,
    /// The first year that is still open; nothing where none is closed.
    pub as_of: Option<FiscalYear>,
}

/// A weighted sum of levels of one policy or of the total: what a counting basis counts, or a step between two of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect(BTreeMap<LevelKey, f64>);

impl Effect {
    /// The levels with their weights, none of which is 0.
    pub fn weights(&self) -> impl Iterator<Item = (LevelKey, f64)> {
        self.0.iter().filter(|(_, weight)| **weight != 0.0).map(|(level, weight)| (*level, *weight))
    }

    /// Adds a level.
    pub fn add(&mut self, level: LevelKey, weight: f64) {
        *self.0.entry(level).or_insert(0.0) += weight;
    }

    /// This effect and `factor` times another.
    #[must_use]
    pub fn plus(mut self, factor: f64, other: &Self) -> Self {
        other.weights().for_each(|(level, weight)| self.add(level, factor * weight));
        self
    }

    /// The effect of given levels.
    pub fn of(&self, level: impl Fn(LevelKey) -> f64) -> f64 {
        self.weights().fold(0.0, |sum, (l, weight)| sum + weight * level(l))
    }

    /// The effect of the levels that the targets of a policy (by position) or of the total aim at.
    pub fn target(&self, model: &Model, policy: Option<usize>) -> f64 {
        self.of(|level| match level.part {
            LevelPart::Recurring => model.target_recurring(policy, level.year),
            LevelPart::OneOff => model.target_one_off(policy, level.year),
        })
    }

    /// The part of it that carries into the next year's baseline.
    #[must_use]
    pub fn recurring(&self) -> Self {
        Self(self.weights().filter(|(level, _)| level.part == LevelPart::Recurring).collect())
    }

    /// The part of it that lies in some years.
    #[must_use]
    pub fn within(&self, years: impl Fn(FiscalYear) -> bool) -> Self {
        Self(self.weights().filter(|(level, _)| years(level.year)).collect())
    }
}

/// The effect counted over the years of `span`, as known in the year `as_of`.
pub(super) fn effect(basis: Basis, span: Span, as_of: Option<FiscalYear>) -> Effect {
    let mut effect = Effect::default();
    let mut add = |part, year, weight: f64| effect.add(LevelKey { part, year, as_of }, weight);
    for year in span.years() {
        add(LevelPart::Recurring, year, 1.0);
        add(LevelPart::OneOff, year, 1.0);
        match basis {
            Basis::Recurring => {}
            Basis::NewInYear => add(LevelPart::Recurring, year.plus(-1), -1.0),
            Basis::YearOnYear => {
                add(LevelPart::Recurring, year.plus(-1), -1.0);
                add(LevelPart::OneOff, year.plus(-1), -1.0);
            }
        }
    }
    effect
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 a year from the second of six years on, and 40 once in the third.
    fn total(basis: Basis) -> f64 {
        let year = |y| FiscalYear::new(y).expect("in range");
        let level = |level: LevelKey| match level.part {
            LevelPart::Recurring if level.year >= year(2023) => 100.0,
            LevelPart::OneOff if level.year == year(2024) => 40.0,
            _ => 0.0,
        };
        effect(basis, Span::new(year(2022), year(2027)).expect("not empty"), None).of(level)
    }

    #[test]
    fn the_same_saving_on_each_basis() {
        assert_eq!(total(Basis::Recurring), 5.0 * 100.0 + 40.0);
        assert_eq!(total(Basis::NewInYear), 100.0 + 40.0);
        assert_eq!(total(Basis::YearOnYear), 100.0);
    }
}
