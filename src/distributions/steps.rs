//! A distribution on finitely many values, as a staircase over the latent.

use super::normal;

/// Rising values with their probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// The values, rising.
    pub values: Vec<f64>,
    /// The probability of each value, adding up to 1.
    pub weights: Vec<f64>,
    /// `edges[k]` is the latent below which the value is at most `values[k]`; one fewer than the values.
    pub edges: Vec<f64>,
    /// The same as probabilities.
    pub shares: Vec<f64>,
}

impl Steps {
    /// The staircase of `values` with `weights`, which need not add up to 1; equal values are joined. Nothing if there
    /// is no value, a number is not finite, a weight is negative, all are 0, or there are not as many of both.
    pub fn new(values: &[f64], weights: &[f64]) -> Option<Self> {
        let total: f64 = weights.iter().sum();
        let finite = values.iter().chain(weights).all(|v| v.is_finite());
        if values.len() != weights.len() || !finite || total <= 0.0 || weights.iter().any(|w| *w < 0.0) {
            return None;
        }
        let mut pairs: Vec<(f64, f64)> =
            values.iter().copied().zip(weights.iter().copied()).filter(|p| p.1 > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        pairs.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
        let mut below = 0.0;
        let shares = pairs[..pairs.len() - 1].iter().map(|(_, weight)| {
            below += weight / total;
            below.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)
        });
        let shares: Vec<f64> = shares.collect();
        let edges = shares.iter().map(|share| normal::quantile(*share)).collect();
        let (values, weights) = pairs.into_iter().map(|(v, w)| (v, w / total)).unzip();
        Some(Self { values, weights, edges, shares })
    }

    /// The value at the latent z.
    #[inline]
    pub fn quantile(&self, z: f64) -> f64 {
        self.values[self.index(z)]
    }

    /// The value at a probability: the first whose share, with those below it, covers it.
    #[inline]
    pub fn at_probability(&self, p: f64) -> f64 {
        self.values[self.shares.partition_point(|share| *share < p)]
    }

    /// The position of the value at the latent z.
    #[inline]
    pub fn index(&self, z: f64) -> usize {
        self.edges.partition_point(|&edge| edge < z)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_sorted_joined_and_normalised() {
        let steps = Steps::new(&[2.0, 0.0, 1.0, 0.0], &[1.0, 2.0, 4.0, 1.0]).expect("valid");
        assert_eq!(steps.values, [0.0, 1.0, 2.0]);
        assert_eq!(steps.weights, [0.375, 0.5, 0.125]);
        let at = |p: f64| steps.quantile(normal::quantile(p));
        assert_eq!([at(0.01), at(0.374), at(0.376), at(0.874), at(0.876)], [0.0, 0.0, 1.0, 1.0, 2.0]);
    }

    #[test]
    fn impossible_weights_are_refused() {
        let bad: [(&[f64], &[f64]); 5] =
            [(&[], &[]), (&[1.0], &[0.0]), (&[1.0], &[1.0, 2.0]), (&[1.0, 2.0], &[2.0, -1.0]), (&[f64::NAN], &[1.0])];
        for (values, weights) in bad {
            assert_eq!(Steps::new(values, weights), None);
        }
    }
}
