//! Columns of latents: the standard normals of a name over the trials of a block.

use super::stream::{Named, Stream};
use super::vector;
use crate::stats::BLOCK;
use serde::{Deserialize, Serialize};

/// How the draws of a block are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Each quantity takes one draw from each of the block's equal strata (Latin hypercube: `McKay` et al. 1979).
    #[default]
    Latin,
    /// Independent draws.
    Random,
}

/// The draws of one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Normals {
    draws: Stream,
    strata: Stream,
}

impl Normals {
    pub(super) fn new(seed: u64, name: &str) -> Self {
        Self { draws: Stream::new(seed, name, Named::Draws), strata: Stream::new(seed, name, Named::Strata) }
    }

    /// The standard normals of trials `block·1024 …` in `out`, which may be shorter than a block.
    pub(super) fn fill(&self, block: u64, sampling: Sampling, out: &mut [f64]) {
        let first = block * BLOCK as u64;
        match sampling {
            Sampling::Random => vector::uniform(&self.draws, first, out),
            Sampling::Latin => {
                let keys = std::array::from_fn(|k| (self.strata.bits(block * 8 + k as u64) >> 32) as u32);
                vector::stratified(&self.draws, first, &keys, out);
            }
        }
        vector::normal_quantile(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, block: u64, sampling: Sampling) -> Vec<f64> {
        let mut out = vec![0.0; BLOCK];
        Normals::new(11, name).fill(block, sampling, &mut out);
        out
    }

    #[test]
    fn a_shorter_column_is_the_beginning_of_the_block() {
        let mut short = [0.0; 100];
        Normals::new(11, "x").fill(5, Sampling::Latin, &mut short);
        assert_eq!(short, column("x", 5, Sampling::Latin)[..100]);
    }

    #[test]
    fn each_stratum_is_drawn_once() {
        let mut seen = [false; BLOCK];
        for z in column("x", 3, Sampling::Latin) {
            seen[(crate::dist::normal::cumulative(z) * BLOCK as f64) as usize] = true;
        }
        assert!(seen.iter().all(|s| *s));
    }

    #[test]
    fn names_are_independent_under_both_samplings() {
        // The mean of a product of two independent names over a block has mean 0 and variance 1/1024; over 2,000
        // blocks its mean square times 1024 is 1 ± √(2/2000), and at most 1 for strata.
        for sampling in [Sampling::Random, Sampling::Latin] {
            let blocks = 2000;
            let mean_square: f64 = (0..blocks)
                .map(|b| {
                    let (x, y) = (column("x", b, sampling), column("y", b, sampling));
                    (x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / BLOCK as f64).powi(2)
                })
                .sum::<f64>()
                / blocks as f64;
            let ratio = mean_square * BLOCK as f64;
            assert!((ratio - 1.0).abs() < 5.0 * (2.0 / blocks as f64).sqrt(), "{sampling:?}: {ratio}");
        }
    }
}
