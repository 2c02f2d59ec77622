//! Everything that is counted about one metric against its target, block by block, and what it says in the end.

use super::{Against, BlockSum, Blocks, Meeting, Part, Pending, Proportion, Scale, Spread, SpreadSummary};
use std::sync::Arc;

/// The spread of one metric and how it stands against its target. Tallies of the same effect against several targets
/// share its spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    spread: Arc<Spread>,
    against: Arc<Against>,
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
    /// The greatest amount known to be reached by at least 80 % of the trials.
    pub reached_by_80: f64,
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

impl Tally {
    /// An empty tally of values near `scale`, compared with `target`.
    pub fn new(scale: Scale, target: f64) -> Self {
        Self::of(Arc::new(Spread::new(scale)), Arc::new(Against::new(target)))
    }

    /// A spread held against a target: both of the same blocks.
    pub fn of(spread: Arc<Spread>, against: Arc<Against>) -> Self {
        Self { spread, against }
    }

    /// The spread.
    pub fn spread(&self) -> &Arc<Spread> {
        &self.spread
    }

    /// How it stands against its target.
    pub fn against(&self) -> &Arc<Against> {
        &self.against
    }

    /// Counts block number `block` of at most [`crate::vector::BLOCK`] values, all finite; says which of them meet the
    /// target. Quantiles want [`Tally::finish`] first.
    pub fn add_block(&mut self, values: &[f64], block: u64, pending: &mut Pending) -> Meeting {
        let spread = Arc::make_mut(&mut self.spread);
        let short = spread.add_block(values, block, self.against.target, pending);
        Arc::make_mut(&mut self.against).add_short(values, block, short)
    }

    /// Counts what is pending.
    pub fn finish(&mut self, pending: &mut Pending) {
        Arc::make_mut(&mut self.spread).finish(pending);
    }

    /// Adds the tally of another part of the same run (same metric, scale and target).
    pub fn merge(&mut self, other: &Self) {
        Arc::make_mut(&mut self.spread).merge(&other.spread);
        Arc::make_mut(&mut self.against).merge(&other.against);
    }

    /// The trials that met the target and all trials, by block.
    pub fn met(&self) -> (&BlockSum, &Blocks) {
        (&self.against.met, &self.spread.blocks)
    }

    /// The value below which lies the fraction `probability` of the trials; nothing before the first trial.
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        self.spread.quantile(probability)
    }

    /// The statistics of all that was counted; nothing before the first trial.
    pub fn summary(&self) -> Option<Summary> {
        self.summary_of(&self.spread.summary()?)
    }

    /// The same, given what its spread says.
    pub fn summary_of(&self, spread: &SpreadSummary) -> Option<Summary> {
        let unit = self.spread.scale.unit;
        let (against, blocks) = (&self.against, &self.spread.blocks);
        let met = Proportion::from_blocks(&against.met, blocks)?;
        let mean_shortfall = against.shortfall.mean(blocks)? * unit;
        let short = |value: f64| (against.target - value).max(0.0);
        let jump = self.spread.jump(short);
        // Bins are known by their middle, the least value and the mean exactly.
        let worst =
            spread.worst_shortfall(against.target, &self.spread)?.min(short(self.spread.min)).max(mean_shortfall);
        Some(Summary {
            n: spread.n,
            mean: spread.mean,
            sd: spread.sd,
            se: spread.se,
            quantiles: spread.quantiles,
            reached_by_80: spread.reached_by_80,
            met,
            mean_shortfall,
            mean_shortfall_se: against.shortfall.standard_error(blocks, jump).map(|se| unit * se),
            mean_shortfall_if_short: (met.value < 1.0).then(|| mean_shortfall / (1.0 - met.value)),
            cvar90: worst,
        })
    }

    /// Means by part of the run.
    pub fn parts(&self) -> Vec<Part> {
        let Scale { centre, unit } = self.spread.scale;
        let both = self.spread.parts.means().zip(self.against.parts.means());
        let part = |((trials, [mean]), (_, [shortfall, met])): ((u64, [f64; 1]), (u64, [f64; 2]))| Part {
            trials,
            met,
            mean: centre + unit * mean,
            mean_shortfall: unit * shortfall,
        };
        both.map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::BLOCK;

    fn tally(values: &[f64], target: f64) -> Tally {
        from_block(0, values, target)
    }

    fn from_block(first: usize, values: &[f64], target: f64) -> Tally {
        let mut tally = Tally::new(Scale { centre: 1e9, unit: 30.0 }, target);
        let mut pending = Pending::default();
        for (b, block) in values.chunks(BLOCK).enumerate() {
            tally.add_block(block, (first + b) as u64, &mut pending);
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
            let mut merged = from_block(split / BLOCK, &values[split..], 1e9 + 25.0);
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
        for (b, block) in values.chunks(BLOCK).enumerate() {
            tally.add_block(block, b as u64, &mut pending);
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
    fn nothing_counted_says_nothing() {
        assert_eq!(tally(&[], 0.0).summary(), None);
        let one = tally(&[1e9], 0.0).summary().expect("one trial");
        assert_eq!((one.sd, one.se, one.mean_shortfall_if_short), (None, None, None));
    }
}
