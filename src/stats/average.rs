//! The mean of a quantity, when nothing else of it is asked for.

use super::{BlockSum, Blocks, Scale};
use crate::vector::kernels;

/// The exact sum of a quantity's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Average {
    scale: Scale,
    blocks: Blocks,
    sum: BlockSum,
}

impl Average {
    /// An empty average of values near `scale`.
    pub fn new(scale: Scale) -> Self {
        Self { scale, blocks: Blocks::default(), sum: BlockSum::default() }
    }

    /// Counts one block of values, all finite.
    pub fn add_block(&mut self, values: &[f64]) {
        let n = values.len() as u64;
        let Scale { centre, unit } = self.scale;
        self.blocks.add(n);
        self.sum.add(sum_from(values, centre) / unit, n);
    }

    /// Adds the values of another part of the same run (same quantity and scale).
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.scale, other.scale);
        self.blocks.merge(&other.blocks);
        self.sum.merge(&other.sum);
    }

    /// The mean; nothing before the first value.
    pub fn mean(&self) -> Option<f64> {
        Some(self.scale.centre + self.scale.unit * self.sum.mean(&self.blocks)?)
    }
}

kernels! {
    /// Σ (x − centre), in sixteen parts added in a fixed order.
    fn sum_from(values: &[f64], centre: f64) -> f64 {
        let mut lanes = [0.0; 16];
        let (whole, rest) = values.as_chunks::<16>();
        for xs in whole {
            for lane in 0..16 {
                lanes[lane] += xs[lane] - centre;
            }
        }
        lanes.iter().sum::<f64>() + rest.iter().map(|x| x - centre).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::{alike, sample};

    #[test]
    fn the_mean_is_that_of_all_values_in_whatever_parts() {
        let of = |values: &[f64]| {
            let mut average = Average::new(Scale { centre: 1e6, unit: 7.0 });
            average.add_block(values);
            average
        };
        let mut merged = of(&[1e6, 1e6 + 1.0]);
        merged.merge(&of(&[1e6 + 5.0]));
        assert!((merged.mean().expect("three values") - (1e6 + 2.0)).abs() < 1e-6);
        assert_eq!(of(&[]).mean(), None);
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        alike!(_out = (); sum_from(&sample(1)[..1001], 0.3));
    }
}
