//! Everything that is counted about one metric, block by block, and what it says in the end.

use super::histogram::even_bin;
use super::{BlockSum, Blocks, Histogram, Meeting, Pending, Proportion};
use crate::vector::{BLOCK, kernels};

/// Where a metric's values lie: a value near their middle and roughly their standard deviation, both fixed
/// before the first block is counted, so that any two tallies of the metric can be merged.
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

/// The exact sums, counts and histogram of one metric against its target.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    scale: Scale,
    target: f64,
    blocks: Blocks,
    value: BlockSum,
    square: BlockSum,
    shortfall: BlockSum,
    met: BlockSum,
    min: f64,
    max: f64,
    histogram: Histogram,
}

/// The statistics of one metric, in its own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Trials counted.
    pub n: u64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation; nothing for a single trial.
    pub sd: Option<f64>,
    /// The standard error of the mean from the spread between blocks; nothing for a single block.
    pub se: Option<f64>,
    /// The quantiles at [`Summary::PROBABILITIES`].
    pub quantiles: [f64; 9],
    /// The share of trials that meet the target.
    pub met: Proportion,
    /// The mean of max(0, target − value).
    pub mean_shortfall: f64,
    /// The standard error of the mean shortfall, as for the mean.
    pub mean_shortfall_se: Option<f64>,
    /// The mean shortfall of the trials that fall short; nothing if none did.
    pub mean_shortfall_if_short: Option<f64>,
    /// The mean shortfall of the worst tenth of the trials.
    pub cvar90: f64,
}

impl Summary {
    /// The probabilities of the reported quantiles.
    pub const PROBABILITIES: [f64; 9] = [0.05, 0.10, 0.20, 0.25, 0.50, 0.75, 0.80, 0.90, 0.95];
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

impl Tally {
    /// An empty tally of values near `scale`, compared with `target`.
    pub fn new(scale: Scale, target: f64) -> Self {
        Self {
            scale,
            target,
            blocks: Blocks::default(),
            value: BlockSum::default(),
            square: BlockSum::default(),
            shortfall: BlockSum::default(),
            met: BlockSum::default(),
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            histogram: Histogram::default(),
        }
    }

    /// The least value that counts as meeting a target: so little below it that no amount in yen can lie between,
    /// so that a sum that equals the target on paper is not lost to binary rounding.
    pub fn met_from(target: f64) -> f64 {
        target - (1e-7 + target.abs() * 1e-12)
    }

    /// Counts one block of at most [`BLOCK`] values, all finite; says which of them meet the target. Quantiles want
    /// [`Tally::finish`] first.
    pub fn add_block(&mut self, values: &[f64], pending: &mut Pending) -> Meeting {
        let mut bins = [0; BLOCK];
        let bins = &mut bins[..values.len()];
        let Scale { centre, unit } = self.scale;
        let scaled = |x: f64| (x - centre) * (1.0 / unit);
        let moments = moments(values, centre, 1.0 / unit, (self.target - centre) / unit, bins);
        let met = Meeting::of(values, Self::met_from(self.target));
        let n = values.len() as u64;
        self.blocks.add(n);
        self.value.add(moments.value, n);
        self.square.add(moments.square, n);
        self.shortfall.add(moments.shortfall, n);
        self.met.add(f64::from(met.count()), n);
        self.min = self.min.min(moments.min);
        self.max = self.max.max(moments.max);
        if Histogram::is_even(scaled(moments.min), scaled(moments.max)) {
            self.histogram.add_later(bins, pending);
        } else {
            values.iter().for_each(|x| self.histogram.add(&[scaled(*x)]));
        }
        met
    }

    /// Counts what is pending.
    pub fn finish(&mut self, pending: &mut Pending) {
        self.histogram.finish(pending);
    }

    /// Adds the tally of another part of the same run (same metric, scale and target).
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!((self.scale, self.target), (other.scale, other.target));
        self.blocks.merge(&other.blocks);
        self.value.merge(&other.value);
        self.square.merge(&other.square);
        self.shortfall.merge(&other.shortfall);
        self.met.merge(&other.met);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.histogram.merge(&other.histogram);
    }

    /// The trials that met the target and all trials, by block.
    pub fn met(&self) -> (&BlockSum, &Blocks) {
        (&self.met, &self.blocks)
    }

    /// The value below which lies the fraction `probability` of the trials; nothing before the first trial.
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        let [t] = self.histogram.quantiles(self.blocks.trials, [probability]);
        (self.blocks.trials > 0).then(|| (self.scale.centre + self.scale.unit * t).max(self.min).min(self.max))
    }

    /// The statistics of all that was counted; nothing before the first trial.
    pub fn summary(&self) -> Option<Summary> {
        let Scale { centre, unit } = self.scale;
        let n = self.blocks.trials;
        let mean = self.value.mean(&self.blocks)?;
        let variance = self.square.mean(&self.blocks)? - mean * mean;
        let met = Proportion::from_blocks(&self.met, &self.blocks)?;
        let mean_shortfall = self.shortfall.mean(&self.blocks)? * unit;
        let target = (self.target - centre) / unit;
        let worst = self.histogram.mean_of_lowest(n, 0.1, |t| (target - t).max(0.0))?;
        Some(Summary {
            n,
            mean: centre + unit * mean,
            sd: (n > 1).then(|| unit * (variance.max(0.0) * n as f64 / (n - 1) as f64).sqrt()),
            se: self.value.standard_error(&self.blocks).map(|se| unit * se),
            quantiles: self
                .histogram
                .quantiles(n, Summary::PROBABILITIES)
                .map(|t| (centre + unit * t).max(self.min).min(self.max)),
            met,
            mean_shortfall,
            mean_shortfall_se: self.shortfall.standard_error(&self.blocks).map(|se| unit * se),
            mean_shortfall_if_short: (met.value < 1.0).then(|| mean_shortfall / (1.0 - met.value)),
            cvar90: (unit * worst).min((self.target - self.min).max(0.0)),
        })
    }
}

/// Partial sums of a pass, added in a fixed order: the same bits at every vector width.
const LANES: usize = 16;

kernels! {
    /// One pass over a block. `bins` are the even bins, of use only if all values have one.
    fn moments(values: &[f64], centre: f64, per_unit: f64, target: f64, bins: &mut [u16]) -> BlockMoments {
        let [mut value, mut square, mut shortfall] = [[0.0_f64; LANES]; 3];
        let [mut min, mut max] = [[f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]];
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

    fn tally(values: &[f64], target: f64) -> Tally {
        let mut tally = Tally::new(Scale { centre: 1e9, unit: 30.0 }, target);
        let mut pending = Pending::default();
        for block in values.chunks(BLOCK) {
            tally.add_block(block, &mut pending);
        }
        tally.finish(&mut pending);
        tally
    }

    /// 1e9 + 0 … 99, a hundred times over: mean 49.5, variance 833.25 (n), target 1e9 + 25.
    fn ramp() -> Vec<f64> {
        (0..10_000).map(|i| 1e9 + f64::from(i % 100)).collect()
    }

    #[test]
    fn a_ramp_far_from_zero_is_summed_up_exactly() {
        let s = tally(&ramp(), 1e9 + 25.0).summary().expect("trials");
        assert!((s.mean - (1e9 + 49.5)).abs() < 1e-6);
        let sd = (833.25_f64 * 10_000.0 / 9_999.0).sqrt();
        assert!((s.sd.expect("many") - sd).abs() < 1e-6);
        // 25 … 99 meet it: 75 of 100.
        assert!((s.met.value - 0.75).abs() < 1e-12);
        // Σ_{k=0}^{24} (25−k) / 100 = 325/100.
        assert!((s.mean_shortfall - 3.25).abs() < 1e-6);
        // The worst tenth is 0…9: mean shortfall 25 − 4.5.
        assert!((s.cvar90 - 20.5).abs() < 0.05, "{}", s.cvar90);
        assert!((s.quantiles[4] - (1e9 + 49.5)).abs() < 1.0);
    }

    #[test]
    fn merging_at_any_split_of_blocks_is_exact() {
        let values = ramp();
        let whole = tally(&values, 1e9 + 25.0);
        for split in [0, 1024, 4096, 9216] {
            let mut merged = tally(&values[split..], 1e9 + 25.0);
            merged.merge(&tally(&values[..split], 1e9 + 25.0));
            assert_eq!(merged, whole);
        }
    }

    #[test]
    fn a_rare_event_that_the_sample_missed_is_counted_in_full() {
        // 50 of 102,400 trials are −1,000,000, the others 0, and the first block shows none of them.
        let mut values = vec![0.0; 102_400];
        values[2048..2098].fill(-1e6);
        let scale = Scale::of_sample(&values[..BLOCK], 1e6);
        let mut tally = Tally::new(scale, 0.0);
        let mut pending = Pending::default();
        for block in values.chunks(BLOCK) {
            tally.add_block(block, &mut pending);
        }
        tally.finish(&mut pending);
        let s = tally.summary().expect("trials");
        let p: f64 = 50.0 / 102_400.0;
        assert!((s.mean + 1e6 * p).abs() < 1e-6);
        let sd = 1e6 * (p * (1.0 - p) * 102_400.0 / 102_399.0).sqrt();
        assert!((s.sd.expect("many") / sd - 1.0).abs() < 1e-9, "{:?} {sd}", s.sd);
        // The worst tenth holds them all: mean shortfall ten times the whole's.
        assert!((s.cvar90 / (1e7 * p) - 1.0).abs() < 1e-3, "{}", s.cvar90);
        assert_eq!(s.quantiles[0], 0.0);
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let x = sample(1);
        alike!(bins = [0; BLOCK]; moments(&x[..1001], 0.1, 1.7, 0.3, &mut bins[..1001]));
    }

    #[test]
    fn nothing_counted_says_nothing() {
        assert_eq!(tally(&[], 0.0).summary(), None);
        let one = tally(&[1e9], 0.0).summary().expect("one trial");
        assert_eq!((one.sd, one.se, one.mean_shortfall_if_short), (None, None, None));
    }
}
