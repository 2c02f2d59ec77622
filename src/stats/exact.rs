//! Sums over blocks of trials, kept as integers, with the spread between blocks for their standard error.

use crate::vector::BLOCK;

/// Sums are kept in units of 2⁻⁴⁰ of the metric's scale.
const QUANTA: f64 = (1_u64 << 40) as f64;

/// Rounds to the nearest quantum. A value past the range of `i128` saturates.
pub(super) fn to_quanta(value: f64) -> i128 {
    (value * QUANTA).round_ties_even() as i128
}

/// What a sum of quanta stands for.
pub(super) fn from_quanta(sum: i128) -> f64 {
    sum as f64 / QUANTA
}

/// How many trials and whole blocks were summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// Trials in all blocks.
    pub trials: u64,
    /// The number of whole blocks.
    pub whole: u64,
}

impl Blocks {
    /// Counts one block of `trials`.
    pub fn add(&mut self, trials: u64) {
        self.trials += trials;
        self.whole += u64::from(trials == BLOCK as u64);
    }

    /// Counts the blocks of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        self.whole += other.whole;
    }
}

/// Σ of a block's sum S_b over all blocks, and of S_b and S_b² over the whole ones: the mean and its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockSum {
    sum: i128,
    whole: i128,
    squares: i128,
}

impl BlockSum {
    /// Adds a block whose values sum to `sum` over `trials` trials.
    pub fn add(&mut self, sum: f64, trials: u64) {
        self.add_counted(sum, trials);
    }

    /// The same; says how many quanta the block's sum is.
    pub(super) fn add_counted(&mut self, sum: f64, trials: u64) -> i128 {
        let quanta = to_quanta(sum);
        self.sum = self.sum.saturating_add(quanta);
        if trials == BLOCK as u64 {
            self.whole = self.whole.saturating_add(quanta);
            self.squares = self.squares.saturating_add(to_quanta(sum * sum));
        }
        quanta
    }

    /// Adds the sums of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.sum = self.sum.saturating_add(other.sum);
        self.whole = self.whole.saturating_add(other.whole);
        self.squares = self.squares.saturating_add(other.squares);
    }

    /// The mean over all trials; nothing before the first.
    pub fn mean(&self, blocks: &Blocks) -> Option<f64> {
        (blocks.trials > 0).then(|| from_quanta(self.sum) / blocks.trials as f64)
    }

    /// The standard error of the mean from the spread of the sums of whole blocks, which is honest for stratified blocks
    /// too; nothing with fewer than two. A shorter last block counts in the mean but not in the spread, since the
    /// variance of a stratified block is not that of a longer one.
    ///
    /// `jump` is how far one trial moves the sum where something discrete turns out otherwise, 0 if nothing discrete bears
    /// on it. A stratified block holds a discrete outcome k or k + 1 times, so some blocks may all hold it k times; how much
    /// more may be due after B such blocks is added to the variance: that of an outcome which one block in B/3 holds
    /// once more.
    pub fn standard_error(&self, blocks: &Blocks, jump: f64) -> Option<f64> {
        if blocks.whole < 2 {
            return None;
        }
        let count = blocks.whole as f64;
        let [whole, squares] = [self.whole, self.squares].map(from_quanta);
        let seen = ((squares - whole * whole / count) / (count - 1.0)).max(0.0);
        let variance = seen + jump * jump * (2.25 / count).min(0.25);
        Some((variance / (BLOCK as f64 * blocks.trials as f64)).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summed(blocks: &[(f64, u64)]) -> (BlockSum, Blocks) {
        let (mut sum, mut all) = (BlockSum::default(), Blocks::default());
        for &(s, n) in blocks {
            sum.add(s, n);
            all.add(n);
        }
        (sum, all)
    }

    #[test]
    fn mean_and_error_follow_the_textbook() {
        // Block means 1, 2, 3: mean 2, standard error sd(1, 2, 3)/√3 = 1/√3.
        let n = BLOCK as f64;
        let (sum, blocks) = summed(&[(n, BLOCK as u64), (2.0 * n, BLOCK as u64), (3.0 * n, BLOCK as u64)]);
        assert_eq!(sum.mean(&blocks), Some(2.0));
        let se = sum.standard_error(&blocks, 0.0).expect("three blocks");
        assert!((se - 1.0 / 3.0_f64.sqrt()).abs() < 1e-9, "{se}");
    }

    #[test]
    fn a_shorter_block_counts_in_the_mean_but_not_in_the_spread() {
        let n = BLOCK as f64;
        let (sum, blocks) = summed(&[(n, BLOCK as u64), (3.0 * n, BLOCK as u64), (1000.0, 1)]);
        assert_eq!(sum.mean(&blocks), Some((4.0 * n + 1000.0) / (2.0 * n + 1.0)));
        // Sums n and 3n: their variance is 2n²; per trial 2n²/n; over 2n + 1 trials.
        let se = sum.standard_error(&blocks, 0.0).expect("two whole blocks");
        assert!((se - (2.0 * n / (2.0 * n + 1.0)).sqrt()).abs() < 1e-9, "{se}");
    }

    #[test]
    fn merging_at_every_split_changes_no_bit() {
        let length = |i: u64| if i == 19 { 7 } else { BLOCK as u64 };
        let data: Vec<(f64, u64)> = (0..20).map(|i| ((i as f64).sin() * 1e6 + 0.1, length(i))).collect();
        let whole = summed(&data);
        for split in 0..=data.len() {
            let (mut sum, mut blocks) = summed(&data[split..]);
            let (head, head_blocks) = summed(&data[..split]);
            sum.merge(&head);
            blocks.merge(&head_blocks);
            assert_eq!((sum, blocks), whole);
        }
    }

    #[test]
    fn blocks_that_are_alike_leave_room_for_a_jump() {
        // 2 and 36 blocks of the same sum, one trial worth 3: a variance of 9/4, and of 9 · 2.25/36 = 9/16.
        for (count, variance) in [(2_usize, 2.25), (36, 9.0 / 16.0)] {
            let (sum, blocks) = summed(&vec![(307.0, BLOCK as u64); count]);
            let se = |jump| sum.standard_error(&blocks, jump).expect("whole blocks");
            assert_eq!(se(0.0), 0.0);
            let expected = (variance / (BLOCK * BLOCK * count) as f64).sqrt();
            assert!((se(3.0) / expected - 1.0).abs() < 1e-12, "{} {expected}", se(3.0));
        }
    }

    #[test]
    fn too_little_data_is_undefined() {
        let (sum, blocks) = summed(&[]);
        assert_eq!((sum.mean(&blocks), sum.standard_error(&blocks, 1.0)), (None, None));
        let (sum, blocks) = summed(&[(3.0, 3)]);
        assert_eq!((sum.mean(&blocks), sum.standard_error(&blocks, 1.0)), (Some(1.0), None));
    }
}
