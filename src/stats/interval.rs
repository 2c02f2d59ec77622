//! The interval of a proportion: Wilson's, with the sample size that the spread between blocks implies.

use super::exact::{BlockSum, Blocks};
use serde::{Deserialize, Serialize};

/// A share of trials with its 95 % interval, all in 0 … 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    /// The share of the trials.
    pub value: f64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// The upper end of the 95 % interval.
    pub high: f64,
}

impl Proportion {
    /// A share that is certain, because nothing that bears on it is uncertain.
    pub fn certain(holds: bool) -> Self {
        let value = f64::from(u8::from(holds));
        Self { value, low: value, high: value }
    }

    /// The share of trials counted in `hits`, nothing before the first trial.
    ///
    /// The interval is Wilson's (1927). Every trial counts as one independent trial, which is right for plain draws and too
    /// wide rather than too narrow for stratified ones; or, where that is narrower, the number of trials is that of
    /// independent ones that would have the variance seen between whole blocks, to which three blocks of independent
    /// trials are added so that a few which happen to agree do not make it too narrow.
    pub fn from_blocks(hits: &BlockSum, blocks: &Blocks) -> Option<Self> {
        let value = hits.mean(blocks)?.clamp(0.0, 1.0);
        let (trials, t) = (blocks.trials as f64, student_t_975(u64::MAX));
        let independent = value * (1.0 - value);
        let stratified = hits.standard_error(blocks, 0.0).map(|se| {
            let others = (blocks.whole - 1) as f64;
            let per_trial = (3.0 * independent + others * se * se * trials) / (3.0 + others);
            (trials * independent / per_trial, student_t_975(blocks.whole + 2))
        });
        let narrower = |(effective, of_blocks): &(f64, f64)| of_blocks * of_blocks * trials < t * t * effective;
        let (effective, t) = stratified.filter(narrower).unwrap_or((trials, t));
        let shrink = 1.0 + t * t / effective;
        let middle = (value + t * t / (2.0 * effective)) / shrink;
        let half = t / shrink * (value * (1.0 - value) / effective + t * t / (4.0 * effective * effective)).sqrt();
        Some(Self { value, low: (middle - half).clamp(0.0, value), high: (middle + half).clamp(value, 1.0) })
    }
}

/// The 97.5 % quantile of Student's t with `freedom` degrees of freedom (at least 1), to 1 % or better:
/// exact for 1 and 2, else the expansion of Abramowitz and Stegun (1964), 26.7.5.
pub fn student_t_975(freedom: u64) -> f64 {
    const Z: f64 = 1.959_963_984_540_054;
    match freedom {
        0 | 1 => 12.706_204_736_174_7,
        2 => 4.302_652_729_911_275,
        _ => {
            let v = freedom as f64;
            let z2 = Z * Z;
            Z + Z * (z2 + 1.0) / (4.0 * v)
                + Z * ((5.0 * z2 + 16.0) * z2 + 3.0) / (96.0 * v * v)
                + Z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / (384.0 * v * v * v)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of `length` trials with these shares of hits.
    fn counted(shares: &[f64], length: u64) -> Option<Proportion> {
        let (mut sum, mut blocks) = (BlockSum::default(), Blocks::default());
        for &share in shares {
            sum.add(share * length as f64, length);
            blocks.add(length);
        }
        Proportion::from_blocks(&sum, &blocks)
    }

    #[test]
    fn student_t_agrees_with_the_tables() {
        for (freedom, table) in [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042)] {
            assert!((student_t_975(freedom) / table - 1.0).abs() < 0.01, "{freedom}");
        }
    }

    #[test]
    fn all_or_none_leaves_room_for_what_was_not_seen() {
        // Wilson for 0 of 100: high = z²/(n+z²) = 3.8415/103.8415.
        let none = counted(&[0.0, 0.0], 50).expect("trials");
        assert!((none.high - 3.841_459 / 103.841_459).abs() < 1e-6);
        assert_eq!((none.value, none.low), (0.0, 0.0));
        assert_eq!(counted(&[1.0, 1.0], 50).expect("trials").high, 1.0);
        assert_eq!(counted(&[], 50), None);
    }

    #[test]
    fn blocks_that_agree_narrow_the_interval() {
        let width = |p: Proportion| p.high - p.low;
        // Wilson's, of 5,120 trials with a half: 2z·√(1/4n + z²/4n²)/(1 + z²/n) = z/√(n + z²).
        let independent = 2.0 * 1.959_964 * 0.5 / (5120.0_f64 + 3.841_459).sqrt();
        let apart = width(counted(&[0.25, 0.75, 0.5, 0.375, 0.625], 1024).expect("trials"));
        assert!((apart / independent - 1.0).abs() < 1e-6, "{apart} {independent}");
        // All alike: 3/7 of the variance of independent trials, with 7 degrees of freedom: n* = 5,120 · 7/3.
        let t: f64 = 2.364_624;
        let alike = width(counted(&[0.5; 5], 1024).expect("trials"));
        let expected = t / (5120.0 * 7.0 / 3.0 + t * t).sqrt();
        assert!((alike / expected - 1.0).abs() < 0.01, "{alike} {expected}");
        // The more of them agree, the narrower: 97 blocks count as 99/3 times their trials.
        let many = width(counted(&[0.5; 97], 1024).expect("trials"));
        assert!(many < 0.2 * 1.959_964 / (97.0_f64 * 1024.0).sqrt(), "{many}");
    }

    #[test]
    fn two_blocks_are_no_worse_than_one_and_a_bit() {
        let [fewer, more] =
            [counted(&[0.47], 2047), counted(&[0.43, 0.51], 1024)].map(|p| p.expect("trials").half_width());
        assert!(more <= fewer * 1.001, "{more} {fewer}");
    }
}
