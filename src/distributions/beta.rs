//! The beta distribution: distribution function, and quantiles at a rising sequence of probabilities.

use super::normal;

/// A beta distribution on 0 … 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Beta {
    a: f64,
    b: f64,
    /// −ln B(a, b).
    norm: f64,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self { a, b, norm: libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) }
    }

    /// ln of the density at x = exp(log_x): near 0 the logarithm says more than x itself.
    fn log_density(self, log_x: f64, complement: f64) -> f64 {
        self.norm + (self.a - 1.0) * log_x + (self.b - 1.0) * libm::log(complement)
    }

    /// ln of the distribution function at exp(log_x), by the continued fraction of the incomplete beta function
    /// (modified Lentz; Press et al. 2007, §6.4).
    fn log_cumulative(self, log_x: f64) -> f64 {
        let x = libm::exp(log_x);
        let log_front = self.log_density(log_x, 1.0 - x) + log_x + libm::log(1.0 - x);
        if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            log_front + libm::log(self.fraction(x) / self.a)
        } else {
            let upper = libm::exp(log_front) * self.flipped().fraction(1.0 - x) / self.b;
            libm::log1p(-upper.min(1.0 - f64::EPSILON))
        }
    }

    fn fraction(self, x: f64) -> f64 {
        const TINY: f64 = 1e-300;
        let Self { a, b, .. } = self;
        let away = |v: f64| if v.abs() < TINY { TINY } else { v };
        let mut c = 1.0;
        let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
        let mut h = d;
        for m in 1..500 {
            let m = f64::from(m);
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            d = 1.0 / away(1.0 + even * d);
            c = away(1.0 + even / c);
            h *= d * c;
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            d = 1.0 / away(1.0 + odd * d);
            c = away(1.0 + odd / c);
            h *= d * c;
            if (d * c - 1.0).abs() < 1e-15 {
                break;
            }
        }
        h
    }

    fn flipped(self) -> Self {
        Self { a: self.b, b: self.a, norm: self.norm }
    }

    /// The quantile at Φ(z) and its slope in z, for z ≤ 0, found from `guess`, by Newton's method on ln F(ln x).
    fn solve_low(self, z: f64, guess: f64) -> (f64, f64) {
        let goal = libm::log(normal::cumulative(z));
        let mut y = guess;
        for _ in 0..100 {
            let log_f = self.log_cumulative(y);
            let slope = libm::exp(self.log_density(y, 1.0 - libm::exp(y)) + y - log_f);
            let step = ((log_f - goal) / slope).clamp(-4.0, 4.0);
            let next = y - step;
            y = if next >= -1e-15 { 0.5 * y } else { next };
            if step.abs() < 1e-14 * y.abs().max(1.0) {
                break;
            }
        }
        let x = libm::exp(y);
        let slope =
            libm::exp(-0.5 * z * z - 0.5 * libm::log(2.0 * std::f64::consts::PI) - self.log_density(y, 1.0 - x));
        (y, if slope.is_finite() { slope } else { 0.0 })
    }

    /// Quantiles and slopes at Φ(z) for each z of `knots`.
    pub(super) fn quantiles(self, knots: &[f64]) -> Vec<(f64, f64)> {
        let start = libm::log(self.a / (self.a + self.b));
        let mut out = vec![(0.0, 0.0); knots.len()];
        let mut guess = start;
        for (i, &z) in knots.iter().enumerate().rev().filter(|(_, z)| **z <= 0.0) {
            let (y, slope) = self.solve_low(z, guess);
            guess = y;
            out[i] = (libm::exp(y), slope);
        }
        let flipped = self.flipped();
        let mut guess = libm::log(self.b / (self.a + self.b));
        for (i, &z) in knots.iter().enumerate().filter(|(_, z)| **z > 0.0) {
            let (y, slope) = flipped.solve_low(-z, guess);
            guess = y;
            out[i] = (-libm::expm1(y), slope);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_betas_with_a_closed_form() {
        let knots: Vec<f64> = (-33..=33).map(|i| f64::from(i) / 4.0).collect();
        for (a, b, invert) in [
            (1.0, 1.0, (|p, _| p) as fn(f64, f64) -> f64),
            (3.0, 1.0, |p, _| p.powf(1.0 / 3.0)),
            (0.5, 1.0, |p, _| p * p),
            (1.0, 4.0, |_, q| 1.0 - q.powf(0.25)),
            (0.5, 0.5, |p, _| (p * std::f64::consts::FRAC_PI_2).sin().powi(2)),
        ] {
            for (&z, (x, _)) in knots.iter().zip(Beta::new(a, b).quantiles(&knots)) {
                let expected = invert(normal::cumulative(z), normal::cumulative(-z));
                assert!((x - expected).abs() < 1e-12, "beta({a},{b}) at {z}: {x} {expected}");
            }
        }
    }

    #[test]
    fn slopes_are_the_derivative() {
        let beta = Beta::new(3.3, 1.9);
        for z in [-2.0, -0.5, 0.3, 1.7] {
            let h = 1e-5;
            let around = beta.quantiles(&[z - h, z, z + h]);
            let numeric = (around[2].0 - around[0].0) / (2.0 * h);
            assert!((around[1].1 - numeric).abs() < 1e-8, "{z}: {} {numeric}", around[1].1);
        }
    }
}
