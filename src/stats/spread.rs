//! Where the values of a metric lie: exact sums and a histogram, whatever they are compared with.

use super::atoms::{Piece, pieces};
use super::histogram::even_bin;
use super::parts::PartSums;
use super::{Atoms, BlockSum, Blocks, Histogram, Pending, Summary};
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
    /// The scale seen in a column of sample values, which may all be alike, but for rounding, though others, up to about
    /// `size` away, are possible: then the unit is a thousandth of that. Where a few of them lie so far out that they make
    /// the standard deviation, the middle 94 % say what is usual.
    pub fn of_sample(values: &[f64], size: f64) -> Self {
        let Some(&centre) = values.first() else { return Self { centre: 0.0, unit: 1.0 } };
        let n = values.len() as f64;
        let mean = values.iter().map(|x| x - centre).sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - centre - mean).powi(2)).sum::<f64>() / n;
        let rounding = (size.abs() * 1e-9).max(centre.abs() * 1e-14).max(1e-12);
        let sd = variance.sqrt();
        let farthest = values.iter().map(|x| (x - centre - mean).abs()).fold(0.0, f64::max);
        let usual = if farthest > SUSPECT * sd { usual_deviation(values) } else { sd };
        if usual > rounding && sd > FAR_OUT * usual {
            return Self { centre: sorted(values)[values.len() / 2], unit: usual };
        }
        let least = (size.abs() * 1e-3).max(centre.abs() * 1e-9).max(1e-9);
        Self { centre: centre + mean, unit: if sd > rounding { sd } else { least } }
    }
}

/// From how many usual deviations on a standard deviation is one of a few values far out.
const FAR_OUT: f64 = 16.0;
/// How many standard deviations out the farthest of them lies at least: of 3 % on either side that make all but (3.76/16)²
/// of the variance, √((1 − (3.76/16)²) / 0.06).
const SUSPECT: f64 = 3.96;

/// The standard deviation of a normal distribution with the sample's 3rd and 97th percentiles: rarer events do not move
/// the quantiles from P5 to P95, which the unit is to resolve.
fn usual_deviation(values: &[f64]) -> f64 {
    let (mut values, out) = (values.to_vec(), values.len() * 3 / 100);
    let last = values.len() - 1 - out;
    let low = *values.select_nth_unstable_by(out, f64::total_cmp).1;
    let high = *values.select_nth_unstable_by(last, f64::total_cmp).1;
    (high - low) / (2.0 * 1.880_793_608)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
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
    histogram: Histogram,
    atoms: Atoms,
    /// Whether it jumps where something discrete does: then block sums may jump that happen to be alike.
    jumps: bool,
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
    pub(super) reached_by_80: f64,
    lowest_tenth: LowestTenth,
}

/// The lowest tenth of the trials, by how far its values lie above the centre.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LowestTenth {
    mean: f64,
    greatest: f64,
}

impl SpreadSummary {
    /// See [`Spread::reached`]; `of` is the spread that it sums up.
    pub fn reached_by(&self, confidence: f64, of: &Spread) -> Option<f64> {
        if confidence == 0.8 { Some(self.reached_by_80) } else { of.reached(confidence) }
    }

    /// The mean of max(0, target − value) over the lowest tenth of the trials.
    pub(super) fn worst_shortfall(&self, target: f64, of: &Spread) -> Option<f64> {
        let above = target - of.scale.centre;
        // Where the whole tenth falls short, as nearly always, its mean says it all.
        if above >= self.lowest_tenth.greatest {
            Some(above - self.lowest_tenth.mean)
        } else {
            of.mean_of_lowest_tenth(|value| (above - value).max(0.0))
        }
    }
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
            atoms: Atoms::default(),
            jumps: false,
            parts: PartSums::default(),
        }
    }

    /// The same, with `atoms` counted by themselves; `jumps` where something discrete bears on the values.
    #[must_use]
    pub fn with(self, atoms: Atoms, jumps: bool) -> Self {
        Self { atoms, jumps, ..self }
    }

    /// Bytes that one takes, at most, but for values far out; what nothing discrete bears on has no atoms.
    pub fn bytes(jumps: bool) -> usize {
        size_of::<Self>() + Histogram::BYTES + PartSums::<1>::BYTES + if jumps { Atoms::BYTES } else { 0 }
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
        let is_even = Histogram::is_even(scaled(moments.min), scaled(moments.max));
        if is_even && self.atoms.is_empty() {
            self.histogram.add_later(bins, pending);
            return moments.shortfall;
        }
        let mut kept = 0;
        for (i, x) in values.iter().enumerate().filter(|(_, x)| !self.atoms.count(**x)) {
            if is_even {
                bins[kept] = bins[i];
                kept += 1;
            } else {
                self.histogram.add(&[scaled(*x)]);
            }
        }
        self.histogram.add_later(&bins[..kept], pending);
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
        self.atoms.merge(&other.atoms);
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
        if self.atoms.is_empty() {
            let scaled = self.histogram.quantiles(self.blocks.trials, probabilities);
            return scaled.map(|t| (centre + unit * t).max(self.min).min(self.max));
        }
        let mut pieces = self.pieces().peekable();
        let mut below = 0;
        probabilities.map(|p| {
            let rank = p * self.blocks.trials as f64;
            while let Some(piece) = pieces.peek() {
                if (below + piece.count) as f64 >= rank {
                    let part = (rank - below as f64) / piece.count as f64;
                    return (piece.low + (piece.high - piece.low) * part).max(self.min).min(self.max);
                }
                below += piece.count;
                pieces.next();
            }
            self.max
        })
    }

    /// Bins and atoms, rising, in the metric's own unit.
    fn pieces(&self) -> impl Iterator<Item = Piece> {
        let Scale { centre, unit } = self.scale;
        let real = move |(low, high, count)| (centre + unit * low, centre + unit * high, count);
        pieces(self.histogram.bins().map(real), &self.atoms)
    }

    /// The greatest amount known to be reached by at least the share `confidence` of the trials: an atom, or the lower edge of
    /// a bin; nothing before the first trial.
    pub fn reached(&self, confidence: f64) -> Option<f64> {
        let trials = self.blocks.trials;
        // A share that is no binary fraction must not cost a trial.
        let reaching = (confidence * trials as f64 * (1.0 - 1e-15)).ceil();
        let mut short = trials - (reaching as u64).min(trials);
        for piece in self.pieces() {
            if short < piece.count {
                return Some(piece.surely(short).max(self.min).min(self.max));
            }
            short -= piece.count;
        }
        (trials > 0).then_some(self.max)
    }

    fn lowest_tenth(&self) -> Option<LowestTenth> {
        let mut greatest = f64::NEG_INFINITY;
        let mean = self.mean_of_lowest_tenth(|value| {
            greatest = greatest.max(value);
            value
        })?;
        Some(LowestTenth { mean, greatest })
    }

    /// The mean of `f` over the lowest tenth of the trials, of how far each lies above the centre; each value but those of
    /// atoms taken at the middle of its bin. Nothing before the first trial.
    fn mean_of_lowest_tenth(&self, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
        let wanted = 0.1 * self.blocks.trials as f64;
        let (mut taken, mut sum) = (0.0, 0.0);
        for piece in self.pieces() {
            let take = (piece.count as f64).min(wanted - taken);
            let value = f64::midpoint(piece.low, piece.high).max(self.min).min(self.max);
            sum += take * f(value - self.scale.centre);
            taken += take;
            if taken >= wanted {
                break;
            }
        }
        (wanted > 0.0).then(|| sum / wanted)
    }

    /// How far the value changes at most, as far as was seen, where something discrete turns out otherwise: 0 if nothing
    /// discrete bears on it. `f` is what is made of the value.
    pub(super) fn jump(&self, f: impl Fn(f64) -> f64) -> f64 {
        if self.jumps { (f(self.max) - f(self.min)).abs() / self.scale.unit } else { 0.0 }
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
            se: self.value.standard_error(&self.blocks, self.jump(|x| x)).map(|se| unit * se),
            quantiles: self.quantiles(Summary::PROBABILITIES),
            reached_by_80: self.reached(0.8)?,
            lowest_tenth: self.lowest_tenth()?,
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
    use crate::stats::BINS_PER_SCALE;
    use crate::vector::{alike, sample};

    /// The quantile of a uniform distribution with the standard deviation 1 around `centre`.
    fn uniform(centre: f64, p: f64) -> f64 {
        centre + 12.0_f64.sqrt() * (p - 0.5)
    }

    /// Such a distribution in whole blocks that are each a grid of it.
    fn grids(centre: f64, blocks: usize) -> Vec<f64> {
        let of = |b: usize| (0..BLOCK).map(move |i| (i as f64 + (b as f64 + 0.5) / blocks as f64) / BLOCK as f64);
        (0..blocks).flat_map(of).map(|p| uniform(centre, p)).collect()
    }

    fn counted(values: &[f64], scale: Scale, atoms: Atoms) -> Spread {
        let (mut spread, mut pending) = (Spread::new(scale).with(atoms, false), Pending::default());
        for (b, block) in values.chunks(BLOCK).enumerate() {
            spread.add_block(block, b as u64, 0.0, &mut pending);
        }
        spread.finish(&mut pending);
        spread
    }

    #[test]
    fn a_rare_and_huge_event_costs_no_resolution_whether_the_sample_has_it_or_not() {
        for (centre, huge) in [(10.0, 1e6), (10.0, 1e7), (1e13, 1e6)] {
            let mut values = grids(centre, 100);
            // 20 of 102,400 trials, one of them in the first block.
            (0..20).for_each(|k| values[k * 5000 + 7] += huge);
            let without: Vec<f64> =
                values[..BLOCK].iter().map(|x| if *x > centre + 100.0 { *x - huge } else { *x }).collect();
            for sample in [&values[..BLOCK], &without] {
                let spread = counted(&values, Scale::of_sample(sample, huge), Atoms::of_sample(sample));
                for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
                    let expected = uniform(centre, p);
                    let found = spread.quantile(p).expect("trials");
                    // A bin, the 20 trials of 102,400, and the last digits of the numbers themselves.
                    let allowed = 1.1 / BINS_PER_SCALE + 2e-3 + centre * 3e-16;
                    assert!((found - expected).abs() < allowed, "{centre} {huge} {p}: {found} {expected}");
                }
            }
        }
    }

    /// One in 50 is huge: P5 to P95 are those of the others at p/0.98, as finely as if there were none.
    #[test]
    fn an_event_of_two_in_a_hundred_costs_no_resolution() {
        let mut values = grids(10.0, 100);
        values.iter_mut().enumerate().filter(|(i, _)| i * 37 % 50 == 0).for_each(|(_, x)| *x += 1e6);
        let spread = counted(&values, Scale::of_sample(&values[..BLOCK], 1e6), Atoms::default());
        for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let (found, expected) = (spread.quantile(p).expect("trials"), uniform(10.0, p / 0.98));
            assert!((found - expected).abs() < 1.1 / BINS_PER_SCALE + 2e-3, "{p}: {found} {expected}");
        }
    }

    #[test]
    fn what_is_reached_is_reached_and_atoms_stay_themselves() {
        // 0 in 60 of 100, a uniform distribution around 0 in the others.
        let mut values = grids(0.0, 10);
        values.iter_mut().enumerate().filter(|(i, _)| i % 5 < 3).for_each(|(_, x)| *x = 0.0);
        let spread = counted(&values, Scale::of_sample(&values[..BLOCK], 1.0), Atoms::of_sample(&values[..BLOCK]));
        let n = values.len() as f64;
        for p in [0.3, 0.5, 0.7] {
            assert_eq!((spread.quantile(p), spread.reached(1.0 - p)), (Some(0.0), Some(0.0)), "{p}");
        }
        for confidence in [0.0, 0.05, 0.1, 0.3, 0.5, 0.8, 0.9, 0.95, 0.999, 1.0] {
            let reached = spread.reached(confidence).expect("trials");
            let share = values.iter().filter(|x| **x >= reached).count() as f64 / n;
            // No more is reached by fewer: a bin further up, it would be too much.
            let further = values.iter().filter(|x| **x > reached + 1.1 / BINS_PER_SCALE).count() as f64 / n;
            assert!(share >= confidence && further <= confidence, "{confidence}: {reached} {share} {further}");
        }
    }

    #[test]
    fn merging_atoms_at_any_split_is_exact() {
        let values: Vec<f64> = (0..5000).map(|i| f64::from(i % 7)).collect();
        let (scale, atoms) = (Scale::of_sample(&values[..BLOCK], 1.0), Atoms::of_sample(&values[..BLOCK]));
        let whole = counted(&values, scale, atoms.clone());
        let mut merged = counted(&values[2048..], scale, atoms.clone());
        merged.merge(&counted(&values[..2048], scale, atoms));
        assert_eq!(merged.quantiles(Summary::PROBABILITIES), whole.quantiles(Summary::PROBABILITIES));
        assert_eq!((merged.atoms, merged.histogram), (whole.atoms, whole.histogram));
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let x = sample(1);
        alike!(bins = [0; BLOCK]; moments(&x[..1001], 0.1, 1.7, 0.3, &mut bins[..1001]));
    }
}
