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

    /// The standard normals of trials `block·1024 …` in `out`. The last block of a run may be shorter; it is
    /// stratified into as many strata as it has trials.
    pub(super) fn fill(&self, block: u64, sampling: Sampling, out: &mut [f64]) {
        let first = block * BLOCK as u64;
        match sampling {
            Sampling::Random => vector::uniform(&self.draws, first, out),
            Sampling::Latin => {
                let keys = std::array::from_fn(|k| (self.strata.bits(block * 8 + k as u64) >> 32) as u32);
                if out.len() == BLOCK {
                    vector::stratified(&self.draws, first, &keys, out);
                } else {
                    vector::stratified_part(&self.draws, first, &keys, out);
                }
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
    fn each_stratum_is_drawn_once_in_whole_and_in_shorter_blocks() {
        for length in [BLOCK, 672, 100, 1] {
            let mut out = vec![0.0; length];
            Normals::new(11, "x").fill(3, Sampling::Latin, &mut out);
            let mut seen = vec![false; length];
            for z in out {
                seen[(crate::dist::normal::cumulative(z) * length as f64) as usize] = true;
            }
            assert!(seen.iter().all(|s| *s), "{length}");
        }
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
