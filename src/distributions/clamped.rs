//! A continuous distribution with a floor or a cap: what lies beyond counts as the bound, so that the bound has a
//! probability of its own.

use super::Marginal;
use super::normal::{self, REACH};
use crate::vector::kernels;
use std::sync::Arc;

/// A continuous distribution between a floor and a cap.
#[derive(Clone, Debug, PartialEq)]
pub struct Clamped {
    inner: Marginal,
    floor: f64,
    cap: f64,
    pub(super) mean: f64,
    pub(super) variance: f64,
}

impl Clamped {
    /// A continuous distribution clamped; itself where it does not reach the bounds, one value where it lies beyond one.
    pub(super) fn of(inner: Marginal, floor: f64, cap: f64) -> Marginal {
        let ends = [-REACH, REACH].map(|z| inner.quantile(z));
        if ends[0] >= floor && ends[1] <= cap {
            return inner;
        }
        if ends[1] <= floor || ends[0] >= cap {
            return Marginal::Fixed(ends[0].clamp(floor, cap));
        }
        let mut clamped = Self { inner, floor, cap, mean: 0.0, variance: 0.0 };
        (clamped.mean, clamped.variance) = clamped.moments();
        Marginal::Clamped(Arc::new(clamped))
    }

    /// The value at the latent z.
    pub(super) fn quantile(&self, z: f64) -> f64 {
        self.inner.quantile(z).clamp(self.floor, self.cap)
    }

    /// The value at each latent of `z`.
    pub(super) fn quantiles_at(&self, z: &[f64], out: &mut [f64]) {
        self.inner.quantiles_at(z, out);
        clamp(out, self.floor, self.cap);
    }

    /// Whether a bound lies between two values that rise: no cubic follows the corner there.
    pub(super) fn has_corner(&self, low: f64, high: f64) -> bool {
        (low <= self.floor) != (high <= self.floor) || (low >= self.cap) != (high >= self.cap)
    }

    /// Mean and variance: the bounds by their probabilities, what lies between by Gauss-Legendre quadrature over the latent.
    fn moments(&self) -> (f64, f64) {
        let [low, high] = [self.floor, self.cap].map(|bound| self.latent_of(bound));
        let between = panels(low, high);
        let below = normal::cumulative(low) * f64::from(u8::from(low > -REACH));
        let above = normal::cumulative(-high) * f64::from(u8::from(high < REACH));
        let of = |f: &dyn Fn(f64) -> f64| {
            let bound = |share: f64, value: f64| if share > 0.0 { share * f(value) } else { 0.0 };
            let middle: f64 = between.iter().map(|(z, weight)| weight * f(self.inner.quantile(*z))).sum();
            bound(below, self.floor) + middle + bound(above, self.cap)
        };
        let mean = of(&|x| x);
        (mean, of(&|x| (x - mean) * (x - mean)))
    }

    /// The latent at which a value is reached, by bisection; the end of the range where none is.
    fn latent_of(&self, value: f64) -> f64 {
        let (mut low, mut high) = (-REACH, REACH);
        for _ in 0..80 {
            let middle = f64::midpoint(low, high);
            if self.inner.quantile(middle) < value { low = middle } else { high = middle }
        }
        high
    }
}

/// Points between two latents with their densities times the widths that they stand for.
fn panels(low: f64, high: f64) -> Vec<(f64, f64)> {
    const PANELS: usize = 600;
    // Gauss-Legendre of order 4 on -1 … 1 (Abramowitz and Stegun, table 25.4).
    const POINTS: [(f64, f64); 4] = [
        (-0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
        (-0.339_981_043_584_856_26, 0.652_145_154_862_546_1),
        (0.339_981_043_584_856_26, 0.652_145_154_862_546_1),
        (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
    ];
    let half = (high - low) / PANELS as f64 / 2.0;
    let middles = (0..PANELS).map(|i| low + half * (2 * i + 1) as f64);
    let point =
        |middle: f64| POINTS.map(|(x, weight)| (middle + half * x, weight * half * normal::density(middle + half * x)));
    middles.flat_map(point).collect()
}

kernels! {
    fn clamp(values: &mut [f64], floor: f64, cap: f64) {
        for value in values {
            let above = if *value > floor { *value } else { floor };
            *value = if above < cap { above } else { cap };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_closed_form() {
        // Of a normal clamped at its mean and one standard deviation above: with φ and Φ,
        // E max(0, min(Z, 1)) = φ(0) - φ(1) + 1 - Φ(1), E of its square = Φ(1) - 1/2 - φ(1) + 1 - Φ(1).
        let (phi0, phi1, above) = (0.398_942_280_401_432_7, 0.241_970_724_519_143_37, 0.158_655_253_931_457_05);
        let mean = phi0 - phi1 + above;
        let square = 0.5 - above - phi1 + above;
        let clamped = Marginal::normal(10.0, 2.0).and_then(|m| m.clamped(Some(10.0), Some(12.0))).expect("valid");
        assert!((clamped.mean() - (10.0 + 2.0 * mean)).abs() < 1e-12, "{}", clamped.mean());
        assert!((clamped.variance() - 4.0 * (square - mean * mean)).abs() < 1e-12, "{}", clamped.variance());
        // A uniform 0 … 1 with a cap of 3/4: 9/32 + 3/16 = 15/32, and 9/64 + 9/64 - (15/32)².
        let clamped = Marginal::uniform(0.0, 1.0).and_then(|m| m.clamped(None, Some(0.75))).expect("valid");
        assert!((clamped.mean() - 15.0 / 32.0).abs() < 1e-8, "{}", clamped.mean());
        assert!((clamped.variance() - (18.0 / 64.0 - 225.0 / 1024.0)).abs() < 1e-8, "{}", clamped.variance());
    }

    #[test]
    fn bounds_out_of_reach_change_nothing_and_bounds_past_everything_leave_one_value() {
        let pert = || Marginal::pert(0.4, 0.9, 1.1).expect("valid");
        assert_eq!(pert().clamped(Some(0.4), Some(1.2)), Ok(pert()));
        assert_eq!(pert().clamped(Some(1.1), None), Ok(Marginal::Fixed(1.1)));
        assert_eq!(pert().clamped(None, Some(0.3)), Ok(Marginal::Fixed(0.3)));
        assert_eq!(Marginal::Fixed(2.0).clamped(None, Some(1.5)), Ok(Marginal::Fixed(1.5)));
        let steps = Marginal::discrete(&[0.0, 1.0, 2.0], Some(&[0.25, 0.5, 0.25])).expect("valid");
        assert_eq!(steps.clamped(Some(1.0), None), Marginal::discrete(&[1.0, 2.0], Some(&[0.75, 0.25])));
        assert_eq!(pert().clamped(Some(1.0), Some(1.0)), Err(super::super::MarginalError::Bounds));
    }

    #[test]
    fn the_bounds_themselves_are_exact() {
        let clamped = Marginal::normal(1.0, 0.3).and_then(|m| m.clamped(Some(0.9), Some(1.1))).expect("valid");
        assert_eq!([-3.0, 3.0].map(|z| clamped.quantile(z)), [0.9, 1.1]);
    }
}
