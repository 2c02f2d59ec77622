//! Where the values of a metric lie: exact sums and a histogram, whatever they are compared with.

use super::histogram::even_bin;
use super::parts::PartSums;
use super::{BlockSum, Blocks, Histogram, Pending, Summary};
use crate::vector::{BLOCK, kernels};

/// Where a metric's values lie: a value near their middle and roughly their standard deviation, both fixed
/// before the first block is counted, so that any two counts of the metric can be merged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// A value near the middle.
    pub centre: f64,
    /// Roughly one standard deviation, above 0.
    pub unit: f64,
}

impl Scale {
    /// The scale seen in a column of sample values, which may all be alike though others, up to about `size` away, are
    /// possible: then the unit is a thousandth of that.
    pub fn of_sample(values: &[f64], size: f64) -> Self {
        let Some(&centre) = values.first() else { return Self { centre: 0.0, unit: 1.0 } };
        let n = values.len() as f64;
        let mean = values.iter().map(|x| x - centre).sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - centre - mean).powi(2)).sum::<f64>() / n;
        let least = (size.abs() * 1e-3).max(centre.abs() * 1e-9).max(1e-9);
        let sd = variance.sqrt();
        Self { centre: centre + mean, unit: if sd > least * 1e-3 { sd } else { least } }
    }
}

/// The exact sums and the histogram of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub(super) scale: Scale,
    pub(super) blocks: Blocks,
    value: BlockSum,
    square: BlockSum,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) histogram: Histogram,
    pub(super) parts: PartSums<1>,
}

/// What a spread says by itself, worked out once for all that is compared with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpreadSummary {
    pub(super) n: u64,
    pub(super) mean: f64,
    pub(super) sd: Option<f64>,
    pub(super) se: Option<f64>,
    pub(super) quantiles: [f64; 9],
}

/// Sums over one block, before they are rounded to integers.
#[derive(Debug)]
struct BlockMoments {
    value: f64,
    square: f64,
    shortfall: f64,
    min: f64,
    max: f64,
}

/// How many percentiles lie between none and all.
pub const PERCENTILES: usize = 99;

impl Spread {
    /// Nothing yet, of values near `scale`.
    pub fn new(scale: Scale) -> Self {
        Self {
            scale,
            blocks: Blocks::default(),
            value: BlockSum::default(),
            square: BlockSum::default(),
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            histogram: Histogram::default(),
            parts: PartSums::default(),
        }
    }

    /// Where its values lie.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// Counts one block of at most [`BLOCK`] values, all finite. Quantiles want [`Spread::finish`] first. In the same pass
    /// it adds up by how much the values fall short of a target, in units of the scale.
    pub fn add_block(&mut self, values: &[f64], block: u64, target: f64, pending: &mut Pending) -> f64 {
        let mut bins = [0; BLOCK];
        let bins = &mut bins[..values.len()];
        let Scale { centre, unit } = self.scale;
        let scaled = |x: f64| (x - centre) * (1.0 / unit);
        let moments = moments(values, centre, 1.0 / unit, (target - centre) / unit, bins);
        let n = values.len() as u64;
        self.blocks.add(n);
        let value = self.value.add_counted(moments.value, n);
        self.square.add(moments.square, n);
        self.parts.add(block, n, [value]);
        self.min = self.min.min(moments.min);
        self.max = self.max.max(moments.max);
        if Histogram::is_even(scaled(moments.min), scaled(moments.max)) {
            self.histogram.add_later(bins, pending);
        } else {
            values.iter().for_each(|x| self.histogram.add(&[scaled(*x)]));
        }
        moments.shortfall
    }

    /// Counts what is pending.
    pub fn finish(&mut self, pending: &mut Pending) {
        self.histogram.finish(pending);
    }

    /// Adds the spread of other blocks of the same run (same metric and scale).
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.scale, other.scale);
        self.blocks.merge(&other.blocks);
        self.value.merge(&other.value);
        self.square.merge(&other.square);
        self.parts.merge(&other.parts);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.histogram.merge(&other.histogram);
    }

    /// The value below which lies the fraction `probability` of the trials; nothing before the first trial.
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        let [quantile] = self.quantiles([probability]);
        (self.blocks.trials > 0).then_some(quantile)
    }

    /// The values below which lie 1 %, 2 % … 99 % of the trials; nothing before the first trial.
    pub fn percentiles(&self) -> Option<Vec<f64>> {
        let probabilities = std::array::from_fn::<f64, PERCENTILES, _>(|k| (k + 1) as f64 / 100.0);
        (self.blocks.trials > 0).then(|| self.quantiles(probabilities).to_vec())
    }

    fn quantiles<const K: usize>(&self, probabilities: [f64; K]) -> [f64; K] {
        let Scale { centre, unit } = self.scale;
        let scaled = self.histogram.quantiles(self.blocks.trials, probabilities);
        scaled.map(|t| (centre + unit * t).max(self.min).min(self.max))
    }

    /// Mean, spread and quantiles; nothing before the first trial.
    pub fn summary(&self) -> Option<SpreadSummary> {
        let Scale { centre, unit } = self.scale;
        let n = self.blocks.trials;
        let mean = self.value.mean(&self.blocks)?;
        let variance = self.square.mean(&self.blocks)? - mean * mean;
        Some(SpreadSummary {
            n,
            mean: centre + unit * mean,
            sd: (n > 1).then(|| unit * (variance.max(0.0) * n as f64 / (n - 1) as f64).sqrt()),
            se: self.value.standard_error(&self.blocks).map(|se| unit * se),
            quantiles: self.quantiles(Summary::PROBABILITIES),
        })
    }
}

/// Partial sums of a pass, added in a fixed order: the same bits at every vector width.
const LANES: usize = 16;

kernels! {
    /// One pass over a block. `bins` are the even bins, of use only if all values have one.
    fn moments(values: &[f64], centre: f64, per_unit: f64, target: f64, bins: &mut [u16]) -> BlockMoments {
        let [mut value, mut square, mut shortfall] = [[0.0_f64; LANES]; 3];
        let (mut min, mut max) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
        let mut one = |lane: usize, x: f64, bin: &mut u16| {
            let t = (x - centre) * per_unit;
            let short = target - t;
            *bin = even_bin(t);
            value[lane] += t;
            square[lane] += t * t;
            shortfall[lane] += if short > 0.0 { short } else { 0.0 };
            min[lane] = if x < min[lane] { x } else { min[lane] };
            max[lane] = if x > max[lane] { x } else { max[lane] };
        };
        let (whole, rest) = values.as_chunks::<LANES>();
        let (whole_bins, rest_bins) = bins.as_chunks_mut::<LANES>();
        for (xs, bins) in whole.iter().zip(whole_bins) {
            for lane in 0..LANES {
                one(lane, xs[lane], &mut bins[lane]);
            }
        }
        for (lane, (x, bin)) in rest.iter().zip(rest_bins).enumerate() {
            one(lane, *x, bin);
        }
        BlockMoments {
            value: value.iter().sum(),
            square: square.iter().sum(),
            shortfall: shortfall.iter().sum(),
            min: min.iter().copied().fold(f64::INFINITY, f64::min),
            max: max.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::{alike, sample};

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let x = sample(1);
        alike!(bins = [0; BLOCK]; moments(&x[..1001], 0.1, 1.7, 0.3, &mut bins[..1001]));
    }
}
