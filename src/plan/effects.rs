//! Counting bases: effects as weighted sums of levels.

use super::Part;
use crate::fiscal::{FiscalYear, Span};
use crate::model::Basis;
use std::collections::BTreeMap;

/// Weights on the levels of one policy.
pub(super) type Weights = BTreeMap<(Part, FiscalYear), f64>;

/// The effect counted over the years of `span`.
pub(super) fn effect(basis: Basis, span: Span) -> Weights {
    let mut weights = Weights::new();
    let mut add = |part, year, weight: f64| *weights.entry((part, year)).or_insert(0.0) += weight;
    for year in span.years() {
        add(Part::Recurring, year, 1.0);
        add(Part::OneOff, year, 1.0);
        match basis {
            Basis::Recurring => {}
            Basis::NewInYear => add(Part::Recurring, year.plus(-1), -1.0),
            Basis::YearOnYear => {
                add(Part::Recurring, year.plus(-1), -1.0);
                add(Part::OneOff, year.plus(-1), -1.0);
            }
        }
    }
    weights.retain(|_, weight| *weight != 0.0);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 a year from the second of six years on, and 40 once in the third.
    fn total(basis: Basis) -> f64 {
        let year = |y| FiscalYear::new(y).expect("in range");
        let level = |part, y: FiscalYear| match part {
            Part::Recurring => {
                if y >= year(2023) {
                    100.0
                } else {
                    0.0
                }
            }
            Part::OneOff => {
                if y == year(2024) {
                    40.0
                } else {
                    0.0
                }
            }
        };
        let span = Span::new(year(2022), year(2027)).expect("not empty");
        effect(basis, span).into_iter().map(|((part, y), w)| w * level(part, y)).sum()
    }

    #[test]
    fn the_same_saving_on_each_basis() {
        assert_eq!(total(Basis::Recurring), 5.0 * 100.0 + 40.0);
        assert_eq!(total(Basis::NewInYear), 100.0 + 40.0);
        assert_eq!(total(Basis::YearOnYear), 100.0);
    }
}
