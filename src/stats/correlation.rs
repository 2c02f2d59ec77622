//! The mean correlation between the members of a set of columns, summed exactly.

use super::exact::to_quanta;

/// Sums of one block over standardised values u of the members: of S = Σu, of S² and of Σu².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CorrelationSums {
    /// Σ over trials of S.
    pub sum: f64,
    /// Σ over trials of S².
    pub square: f64,
    /// Σ over trials and members of u².
    pub squares: f64,
}

/// What is needed for the mean correlation over all pairs of `members` columns (2 for one pair).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeanCorrelation {
    members: u32,
    trials: u64,
    sums: [i128; 3],
}

impl MeanCorrelation {
    /// An empty sum over `members` columns, at least 2.
    pub fn new(members: u32) -> Self {
        Self { members, trials: 0, sums: [0; 3] }
    }

    /// Adds the sums of one block of `trials`.
    pub fn add(&mut self, block: &CorrelationSums, trials: u64) {
        self.trials += trials;
        for (sum, value) in self.sums.iter_mut().zip([block.sum, block.square, block.squares]) {
            *sum = sum.saturating_add(to_quanta(value));
        }
    }

    /// Adds the sums of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for (mine, theirs) in self.sums.iter_mut().zip(other.sums) {
            *mine = mine.saturating_add(theirs);
        }
    }

    /// (Var S − Σ Var u) / ((m − 1) Σ Var u): the mean correlation of all pairs, if the members were standardised.
    /// Nothing where nothing varied.
    pub fn value(&self) -> Option<f64> {
        let n = self.trials as f64;
        let [sum, square, squares] = self.sums.map(|s| s as f64 / to_quanta(1.0) as f64 / n);
        let own = squares - sum * sum / f64::from(self.members);
        let varies = self.trials > 1 && own > 0.0 && self.members > 1;
        varies.then(|| (square - sum * sum - own) / (f64::from(self.members - 1) * own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[[f64; 2]]) -> MeanCorrelation {
        let mut sums = CorrelationSums::default();
        for [a, b] in rows {
            sums.sum += a + b;
            sums.square += (a + b) * (a + b);
            sums.squares += a * a + b * b;
        }
        let mut mean = MeanCorrelation::new(2);
        mean.add(&sums, rows.len() as u64);
        mean
    }

    #[test]
    fn correlation_by_hand_and_merged() {
        // (−1,0) (0,−1) (1,1): covariance 1/3 over variances 2/3 and 2/3 gives 0.5.
        let whole = of(&[[-1.0, 0.0], [0.0, -1.0], [1.0, 1.0]]);
        let r = whole.value().expect("varies");
        assert!((r - 0.5).abs() < 1e-9, "{r}");
        let mut merged = of(&[[-1.0, 0.0]]);
        merged.merge(&of(&[[0.0, -1.0], [1.0, 1.0]]));
        assert_eq!(merged, whole);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(of(&[[0.0, 0.0], [0.0, 0.0]]).value(), None);
        assert_eq!(MeanCorrelation::new(2).value(), None);
    }
}
