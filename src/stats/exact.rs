//! Sums over blocks of trials, kept as integers, with the spread between blocks for their standard error.

/// Sums are kept in units of 2⁻⁴⁰ of the metric's scale.
const QUANTA: f64 = (1_u64 << 40) as f64;

/// Rounds to the nearest quantum. A value past the range of `i128` saturates.
pub(super) fn to_quanta(value: f64) -> i128 {
    (value * QUANTA).round_ties_even() as i128
}

/// How many blocks were summed, and how long they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// Trials in all blocks.
    pub trials: u64,
    /// The number of blocks.
    pub count: u64,
    /// Σ over blocks of (trials of the block)².
    pub squares: u128,
}

impl Blocks {
    /// Counts one block of `trials`.
    pub fn add(&mut self, trials: u64) {
        self.trials += trials;
        self.count += 1;
        self.squares += u128::from(trials) * u128::from(trials);
    }

    /// Counts the blocks of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        self.count += other.count;
        self.squares += other.squares;
    }
}

/// Σ over blocks of a block's sum S_b, of S_b² and of S_b·n_b: the mean and its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockSum {
    sum: i128,
    squares: i128,
    by_length: i128,
}

impl BlockSum {
    /// Adds a block whose values sum to `sum` over `trials` trials.
    pub fn add(&mut self, sum: f64, trials: u64) {
        let quanta = to_quanta(sum);
        self.sum = self.sum.saturating_add(quanta);
        self.squares = self.squares.saturating_add(to_quanta(sum * sum));
        self.by_length = self.by_length.saturating_add(quanta.saturating_mul(i128::from(trials)));
    }

    /// Adds the sums of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.sum = self.sum.saturating_add(other.sum);
        self.squares = self.squares.saturating_add(other.squares);
        self.by_length = self.by_length.saturating_add(other.by_length);
    }

    /// The mean over all trials; nothing before the first.
    pub fn mean(&self, blocks: &Blocks) -> Option<f64> {
        (blocks.trials > 0).then(|| self.sum as f64 / QUANTA / blocks.trials as f64)
    }

    /// The standard error of the mean from the spread between blocks, which is honest for stratified
    /// blocks too; nothing with fewer than two blocks. (Ratio estimator: Cochran 1977, §6.)
    pub fn standard_error(&self, blocks: &Blocks) -> Option<f64> {
        let mean = self.mean(blocks)?;
        if blocks.count < 2 {
            return None;
        }
        let [squares, by_length] = [self.squares, self.by_length].map(|v| v as f64 / QUANTA);
        let spread = squares - 2.0 * mean * by_length + mean * mean * blocks.squares as f64;
        let count = blocks.count as f64;
        Some((spread.max(0.0) * count / (count - 1.0)).sqrt() / blocks.trials as f64)
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
        // Block means 1, 2, 3 of 10 trials each: mean 2, se = sd(1,2,3)/√3 = 1/√3.
        let (sum, blocks) = summed(&[(10.0, 10), (20.0, 10), (30.0, 10)]);
        assert_eq!(sum.mean(&blocks), Some(2.0));
        let se = sum.standard_error(&blocks).expect("three blocks");
        assert!((se - 1.0 / 3.0_f64.sqrt()).abs() < 1e-9, "{se}");
    }

    #[test]
    fn merging_at_every_split_changes_no_bit() {
        let data: Vec<(f64, u64)> = (0..20).map(|i| (f64::from(i).sin() * 1e6 + 0.1, 1024 - i as u64)).collect();
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
    fn too_little_data_is_undefined() {
        let (sum, blocks) = summed(&[]);
        assert_eq!((sum.mean(&blocks), sum.standard_error(&blocks)), (None, None));
        let (sum, blocks) = summed(&[(3.0, 3)]);
        assert_eq!((sum.mean(&blocks), sum.standard_error(&blocks)), (Some(1.0), None));
    }
}
