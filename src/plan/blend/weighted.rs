//! Sums of values with whole weights: equal values with opposite weights cancel out exactly.

use std::collections::BTreeMap;

/// Σ weight · value, by value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighted(BTreeMap<u64, i64>);

impl Weighted {
    pub(crate) fn add(&mut self, value: f64, weight: i64) {
        // One zero is as good as the other.
        let bits = if value == 0.0 { 0 } else { value.to_bits() };
        *self.0.entry(bits).or_insert(0) += weight;
    }

    /// The sum, divided by `per`.
    pub(crate) fn sum(&self, per: i64) -> f64 {
        let terms = self.0.iter().filter(|(_, weight)| **weight != 0);
        terms.fold(0.0, |sum, (bits, weight)| sum + f64::from_bits(*bits) * *weight as f64) / per as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_cancel_out_exactly() {
        let mut sum = Weighted::default();
        for weight in [720, -120, -240, -360] {
            sum.add(0.1, weight);
        }
        assert_eq!(sum.sum(5040), 0.0);
        sum.add(-3.0, 2);
        sum.add(-0.0, 7);
        assert_eq!(sum.sum(4), -1.5);
    }
}
