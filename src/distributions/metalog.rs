//! The three-term metalog: the distribution through a median and two quantiles as far to either side (Keelin 2016), with
//! bounds where wanted.

use super::normal;

/// The density stays positive while |a₃|/a₂ is below this (Keelin 2016, table 2).
const MOST_SKEW: f64 = 1.667_11;

/// A distribution through three quantiles, as a function of a standard normal latent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metalog {
    a: [f64; 3],
    low: Option<f64>,
    high: Option<f64>,
}

impl Metalog {
    /// The metalog of which `tail` lies below the first of three values, a half below the second and `tail` above the
    /// third, between the bounds given. Nothing where they are not rising inside the bounds, or lie so far to one side
    /// that no such density exists.
    pub fn through(tail: f64, given: [f64; 3], low: Option<f64>, high: Option<f64>) -> Option<Self> {
        let [lower, median, upper] = given;
        let inside = low.is_none_or(|l| l < lower) && high.is_none_or(|h| upper < h);
        if !(lower < median && median < upper && inside) {
            return None;
        }
        let [lower, median, upper] = given.map(|q| unbound(q, low, high));
        let logit = libm::log((1.0 - tail) / tail);
        let spread = (upper - lower) / (2.0 * logit);
        let skew = (upper + lower - 2.0 * median) / ((1.0 - 2.0 * tail) * logit);
        (skew.abs() < MOST_SKEW * spread).then_some(Self { a: [median, spread, skew], low, high })
    }

    /// Whether the variance is finite: with one bound only, the open side falls off as a power.
    pub fn has_variance(&self) -> bool {
        match (self.low, self.high) {
            (Some(_), None) => self.a[1] + 0.5 * self.a[2] < 0.5,
            (None, Some(_)) => self.a[1] - 0.5 * self.a[2] < 0.5,
            _ => true,
        }
    }

    /// The quantile at Φ(z).
    pub fn quantile(&self, z: f64) -> f64 {
        let (p, q) = (normal::cumulative(z), normal::cumulative(-z));
        let logit = libm::log(p / q);
        self.bound(self.a[0] + self.a[1] * logit + self.a[2] * 0.5 * (p - q) * logit)
    }

    /// The derivative of the quantile by z: dM/dp · φ(z), through the bounds.
    pub fn slope(&self, z: f64) -> f64 {
        let (p, q) = (normal::cumulative(z), normal::cumulative(-z));
        let logit = libm::log(p / q);
        let m = self.a[0] + self.a[1] * logit + self.a[2] * 0.5 * (p - q) * logit;
        let logit_slope = normal::density(z) / (p * q);
        let m_slope = (self.a[1] + self.a[2] * 0.5 * (p - q)) * logit_slope + self.a[2] * logit * normal::density(z);
        m_slope
            * match (self.low, self.high) {
                (None, None) => 1.0,
                (Some(low), None) => self.bound(m) - low,
                (None, Some(high)) => high - self.bound(m),
                (Some(low), Some(high)) => (self.bound(m) - low) * (high - self.bound(m)) / (high - low),
            }
    }

    /// What the unbounded value stands for.
    fn bound(&self, m: f64) -> f64 {
        match (self.low, self.high) {
            (None, None) => m,
            (Some(low), None) => low + libm::exp(m),
            (None, Some(high)) => high - libm::exp(-m),
            (Some(low), Some(high)) => low + (high - low) / (1.0 + libm::exp(-m)),
        }
    }
}

fn unbound(q: f64, low: Option<f64>, high: Option<f64>) -> f64 {
    match (low, high) {
        (None, None) => q,
        (Some(low), None) => libm::log(q - low),
        (None, Some(high)) => -libm::log(high - q),
        (Some(low), Some(high)) => libm::log((q - low) / (high - q)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const Z90: f64 = 1.281_551_565_544_600_4;

    #[test]
    fn the_three_quantiles_come_back() {
        let given = [0.45, 0.8, 1.05];
        for (low, high) in [(None, None), (Some(0.0), None), (None, Some(1.5)), (Some(0.0), Some(1.5))] {
            let metalog = Metalog::through(0.1, given, low, high).expect("feasible");
            for (z, q) in [-Z90, 0.0, Z90].into_iter().zip(given) {
                assert!((metalog.quantile(z) - q).abs() < 1e-12, "{low:?} {high:?} {z}");
            }
        }
    }

    #[test]
    fn quantiles_of_other_tails_come_back() {
        // Φ⁻¹ of 0.95 and of 0.75.
        for (tail, z) in [(0.05, 1.644_853_626_951_472_2), (0.25, 0.674_489_750_196_081_7)] {
            let given = [0.45, 0.8, 1.05];
            for (low, high) in [(None, None), (Some(0.0), Some(1.5))] {
                let metalog = Metalog::through(tail, given, low, high).expect("feasible");
                for (z, q) in [-z, 0.0, z].into_iter().zip(given) {
                    assert!((metalog.quantile(z) - q).abs() < 1e-12, "{tail} {low:?} {z}");
                }
            }
        }
    }

    #[test]
    fn slopes_are_the_derivative() {
        for (low, high) in [(None, None), (Some(0.0), None), (None, Some(1.5)), (Some(0.0), Some(1.5))] {
            let metalog = Metalog::through(0.1, [0.45, 0.8, 1.05], low, high).expect("feasible");
            for z in [-5.0, -1.3, 0.0, 0.4, 6.0] {
                let h = 1e-4;
                let numeric = (metalog.quantile(z + h) - metalog.quantile(z - h)) / (2.0 * h);
                assert!((metalog.slope(z) - numeric).abs() < 1e-7 * (1.0 + numeric.abs()), "{low:?} {high:?} {z}");
            }
        }
    }

    #[test]
    fn what_no_density_can_pass_through_is_refused() {
        assert_eq!(Metalog::through(0.1, [0.0, 0.05, 1.0], None, None), None);
        assert_eq!(Metalog::through(0.1, [0.5, 0.4, 1.0], None, None), None);
        assert_eq!(Metalog::through(0.1, [0.0, 0.5, 1.0], Some(0.0), None), None);
        assert_eq!(Metalog::through(0.1, [f64::NAN, 0.5, 1.0], None, None), None);
    }

    #[test]
    fn power_tails_without_a_variance_are_known() {
        assert!(Metalog::through(0.1, [1.0, 2.0, 4.0], Some(0.0), None).is_some_and(|m| m.has_variance()));
        assert!(Metalog::through(0.1, [1.0, 10.0, 100.0], Some(0.0), None).is_some_and(|m| !m.has_variance()));
    }
}
