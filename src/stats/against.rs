//! The values of a metric held against a target.

use super::parts::PartSums;
use super::{BlockSum, Meeting, Scale};
use crate::vector::kernels;

/// How often and by how much a target is missed.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    pub(super) target: f64,
    pub(super) shortfall: BlockSum,
    pub(super) met: BlockSum,
    /// Shortfalls and how many trials meet the target.
    pub(super) parts: PartSums<2>,
}

impl Against {
    /// Nothing yet.
    pub fn new(target: f64) -> Self {
        Self { target, shortfall: BlockSum::default(), met: BlockSum::default(), parts: PartSums::default() }
    }

    /// Bytes that one takes.
    pub const BYTES: usize = size_of::<Self>() + PartSums::<2>::BYTES;

    /// The target.
    pub fn target(&self) -> f64 {
        self.target
    }

    /// The least value that counts as meeting a target: so little below it that no amount in yen can lie between,
    /// so that a sum that equals the target on paper is not lost to binary rounding.
    pub fn met_from(target: f64) -> f64 {
        target - (1e-7 + target.abs() * 1e-12)
    }

    /// Counts one block of values that lie at `scale`; says which of them meet the target.
    pub fn add_block(&mut self, values: &[f64], block: u64, scale: Scale) -> Meeting {
        let Scale { centre, unit } = scale;
        self.add_short(values, block, shortfalls(values, centre, 1.0 / unit, (self.target - centre) / unit))
    }

    /// The same, given by how much the values fall short in all, in units of their scale.
    pub fn add_short(&mut self, values: &[f64], block: u64, shortfall: f64) -> Meeting {
        let met = Meeting::of(values, Self::met_from(self.target));
        let count = f64::from(met.count());
        let n = values.len() as u64;
        let short = self.shortfall.add_counted(shortfall, n);
        let met_quanta = self.met.add_counted(count, n);
        self.parts.add(block, n, [short, met_quanta]);
        met
    }

    /// Adds what was counted of other blocks of the same run.
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.target, other.target);
        self.shortfall.merge(&other.shortfall);
        self.met.merge(&other.met);
        self.parts.merge(&other.parts);
    }
}

const LANES: usize = 16;

kernels! {
    /// Σ max(0, target − t) with t = (x − centre) · per_unit, in sixteen parts added in a fixed order.
    fn shortfalls(values: &[f64], centre: f64, per_unit: f64, target: f64) -> f64 {
        let mut shortfall = [0.0_f64; LANES];
        let mut one = |lane: usize, x: f64| {
            let short = target - (x - centre) * per_unit;
            shortfall[lane] += if short > 0.0 { short } else { 0.0 };
        };
        let (whole, rest) = values.as_chunks::<LANES>();
        for xs in whole {
            for (lane, x) in xs.iter().enumerate() {
                one(lane, *x);
            }
        }
        for (lane, x) in rest.iter().enumerate() {
            one(lane, *x);
        }
        shortfall.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::{alike, sample};

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let x = sample(1);
        alike!(_out = (); shortfalls(&x[..1001], 0.1, 1.7, 0.3));
    }

    #[test]
    fn shortfalls_are_those_of_the_pass_over_the_spread() {
        let (x, scale) = (sample(1), Scale { centre: 0.1, unit: 0.7 });
        let mut spread = crate::stats::Spread::new(scale);
        let short = spread.add_block(&x[..1001], 0, 0.3, &mut crate::stats::Pending::default());
        assert_eq!(short, shortfalls(&x[..1001], 0.1, 1.0 / 0.7, (0.3 - 0.1) / 0.7));
    }
}
