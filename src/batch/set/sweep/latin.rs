//! Latin hypercube samples: each factor's values in equal numbers, in an order of its own.

use crate::engine::{Named, RandomStream};

/// The strata 0 … n−1 in the order in which a factor takes them: a permutation that hangs on the seed, the name and n alone.
pub(super) fn strata(seed: u64, name: &str, n: usize) -> Vec<usize> {
    let stream = RandomStream::new(seed, name, Named::Strata);
    // Sorted by random keys; a key that comes twice is told apart by its position.
    let mut keyed: Vec<(u64, usize)> = (0..n).map(|i| (stream.bits(i as u64), i)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// Where in its stratum a scenario's number lies, 0 to below 1.
pub(super) fn within(seed: u64, name: &str, scenario: usize) -> f64 {
    let bits = RandomStream::new(seed, name, Named::Draws).bits(scenario as u64);
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_are_a_permutation_that_hangs_on_seed_and_name() {
        let mut once = strata(1, "a", 1000);
        assert_eq!(once, strata(1, "a", 1000));
        assert_ne!(once, strata(1, "b", 1000));
        assert_ne!(once, strata(2, "a", 1000));
        once.sort_unstable();
        assert_eq!(once, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn two_factors_are_uncorrelated() {
        // Of independent permutations of n the correlation has the standard deviation 1/√(n−1) = 0.01.
        let (n, mean) = (10_001, 5_000.0);
        let (a, b) = (strata(1, "a", n), strata(1, "b", n));
        let sum: f64 = a.iter().zip(&b).map(|(x, y)| (*x as f64 - mean) * (*y as f64 - mean)).sum();
        let square: f64 = a.iter().map(|x| (*x as f64 - mean).powi(2)).sum();
        assert!((sum / square).abs() < 0.04, "{}", sum / square);
    }
}
