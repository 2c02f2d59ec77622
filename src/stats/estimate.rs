//! How exactly a statistic is known: how far from it the farther end of its 95 % interval lies.

use super::{Proportion, Tally, student_t_975};

/// A statistic with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The statistic.
    pub value: f64,
    /// The distance of the farther end of the interval.
    pub half_width: f64,
}

impl Proportion {
    /// The distance of the farther end of the interval.
    pub fn half_width(&self) -> f64 {
        (self.high - self.value).max(self.value - self.low)
    }
}

impl Tally {
    /// The share of trials that met the target, with its interval; nothing before the first trial.
    pub fn estimated_odds(&self) -> Option<Estimate> {
        let (met, blocks) = self.met();
        let odds = Proportion::from_blocks(met, blocks)?;
        Some(Estimate { value: odds.value, half_width: odds.half_width() })
    }

    /// The mean with its interval from the spread between blocks, Student's t; nothing with fewer than two whole ones.
    pub fn estimated_mean(&self) -> Option<Estimate> {
        let whole = self.met().1.whole;
        let summary = self.summary()?;
        Some(Estimate { value: summary.mean, half_width: summary.se? * student_t_975(whole.checked_sub(1)?) })
    }

    /// A quantile with its interval: the quantiles at the ends of the binomial interval of the share of trials below
    /// it, as if every trial were independent, which is too wide rather than too narrow for stratified blocks. Nothing
    /// where that reaches beyond the first or the last trial.
    pub fn estimated_quantile(&self, probability: f64) -> Option<Estimate> {
        let trials = self.met().1.trials as f64;
        let reach = student_t_975(u64::MAX) * (probability * (1.0 - probability) / trials).sqrt();
        let (below, above) = (probability - reach, probability + reach);
        if trials == 0.0 || below <= 0.0 || above >= 1.0 {
            return None;
        }
        let value = self.quantile(probability)?;
        let half_width = (value - self.quantile(below)?).max(self.quantile(above)? - value);
        Some(Estimate { value, half_width })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Pending, Scale};
    use crate::vector::BLOCK;

    fn tally(values: &[f64]) -> Tally {
        let mut tally = Tally::new(Scale { centre: 0.5, unit: 0.25 }, 0.5);
        let mut pending = Pending::default();
        for (b, block) in values.chunks(BLOCK).enumerate() {
            tally.add_block(block, b as u64, &mut pending);
        }
        tally.finish(&mut pending);
        tally
    }

    #[test]
    fn the_farther_end_counts() {
        assert!((Proportion { value: 0.25, low: 0.125, high: 0.5 }.half_width() - 0.25).abs() < 1e-15);
        assert!((Proportion { value: 0.25, low: 0.0, high: 0.375 }.half_width() - 0.25).abs() < 1e-15);
    }

    #[test]
    fn a_quantile_of_a_ramp_is_known_as_far_as_its_share() {
        // Values evenly over 0 … 1: the quantile is the share itself, so its half-width is 1.96·√(p(1−p)/n).
        let n = 10 * BLOCK;
        let tally = tally(&(0..n).map(|i| (i as f64 + 0.5) / n as f64).collect::<Vec<_>>());
        for p in [0.1, 0.5, 0.8] {
            let found = tally.estimated_quantile(p).expect("many trials");
            let half = 1.959_964 * (p * (1.0 - p) / n as f64).sqrt();
            assert!((found.value - p).abs() < 1e-3 && (found.half_width - half).abs() < 5e-4, "{p} {found:?} {half}");
        }
        assert_eq!(tally.estimated_quantile(1e-5), None);
    }

    #[test]
    fn a_mean_is_known_by_the_spread_between_blocks() {
        // Block means 0.4 and 0.6: standard error 0.1, one degree of freedom.
        let found = tally(&[[0.4; BLOCK], [0.6; BLOCK]].concat()).estimated_mean().expect("two blocks");
        assert!((found.value - 0.5).abs() < 1e-9 && (found.half_width - 1.270_62).abs() < 1e-4, "{found:?}");
        assert_eq!(tally(&[0.4; BLOCK]).estimated_mean(), None);
    }

    #[test]
    fn nothing_is_known_before_the_first_trial() {
        let none = tally(&[]);
        let all = [none.estimated_odds(), none.estimated_mean(), none.estimated_quantile(0.5)];
        assert_eq!(all, [None; 3]);
    }
}
