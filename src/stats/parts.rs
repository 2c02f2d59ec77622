//! Means over parts of a run: two metrics of runs that share their draws are compared part by part, so that their
//! difference is known as exactly as the common draws allow.

use super::exact::from_quanta;

/// Parts of a run: block b belongs to part b mod 64. A run of fewer blocks has fewer parts.
pub const PARTS: usize = 64;

/// Means of one metric over one part of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// Trials of the part.
    pub trials: u64,
    /// The share of them that meet the target.
    pub met: f64,
    /// The mean of the value.
    pub mean: f64,
    /// The mean of the shortfall.
    pub mean_shortfall: f64,
}

/// K sums by part, as integers: merging is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PartSums<const K: usize>(Vec<(u64, [i128; K])>);

impl<const K: usize> Default for PartSums<K> {
    fn default() -> Self {
        Self(vec![(0, [0; K]); PARTS])
    }
}

impl<const K: usize> PartSums<K> {
    /// Bytes that the sums take.
    pub(super) const BYTES: usize = PARTS * size_of::<(u64, [i128; K])>();

    /// Adds the sums of one block, in quanta.
    pub(super) fn add(&mut self, block: u64, trials: u64, sums: [i128; K]) {
        let (of_part, all) = &mut self.0[(block % PARTS as u64) as usize];
        *of_part += trials;
        for (all, sum) in all.iter_mut().zip(sums) {
            *all = all.saturating_add(sum);
        }
    }

    /// Adds the sums of other blocks of the same run.
    pub(super) fn merge(&mut self, other: &Self) {
        for ((trials, sums), (more_trials, more)) in self.0.iter_mut().zip(&other.0) {
            *trials += more_trials;
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
        }
    }

    /// The trials of each part that has any, with the means over them.
    pub(super) fn means(&self) -> impl Iterator<Item = (u64, [f64; K])> {
        let counted = self.0.iter().filter(|(trials, _)| *trials > 0);
        counted.map(|(trials, sums)| (*trials, sums.map(|sum| from_quanta(sum) / *trials as f64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::exact::to_quanta;

    #[test]
    fn blocks_go_round_the_parts() {
        let (mut sums, mut others) = (PartSums::default(), PartSums::default());
        sums.add(0, 10, [to_quanta(5.0)]);
        sums.add(1, 10, [to_quanta(2.0)]);
        others.add(64, 30, [to_quanta(3.0)]);
        sums.merge(&others);
        assert_eq!(sums.means().collect::<Vec<_>>(), [(40, [0.2]), (10, [0.2])]);
    }
}
