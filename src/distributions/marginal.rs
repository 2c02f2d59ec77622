//! One uncertain quantity: its distribution as a quantile function of a standard normal latent.

use super::beta::Beta;
use super::{Clamped, Metalog, QuantileTable, Steps, moments, normal};
use std::sync::Arc;

/// A distribution in the form in which it is evaluated.
#[derive(Clone, Debug, PartialEq)]
pub enum Marginal {
    /// One certain value.
    Fixed(f64),
    /// `mean + sd·z`.
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation, above 0.
        sd: f64,
    },
    /// `exp(mu + sigma·z)`.
    LogNormal {
        /// The mean of the logarithm.
        mu: f64,
        /// The standard deviation of the logarithm, above 0.
        sigma: f64,
    },
    /// Finitely many values.
    Steps(Steps),
    /// Any other continuous distribution, with its mean and variance.
    Smooth {
        /// The quantile function.
        table: Arc<QuantileTable>,
        /// The mean.
        mean: f64,
        /// The variance.
        variance: f64,
    },
    /// A continuous distribution whose values below a floor or above a cap count as that.
    Clamped(Arc<Clamped>),
}

/// Why no such distribution exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarginalError {
    /// A number is not finite.
    #[error("a number is not finite")]
    NotFinite,
    /// The lower bound is not below the upper.
    #[error("low is not below high")]
    Bounds,
    /// The mode lies outside the bounds.
    #[error("the mode lies outside low and high")]
    Mode,
    /// A spread or shape that must be above 0 is not.
    #[error("a spread or shape is not above 0")]
    Spread,
    /// So close to a bound, or so narrow, that its quantiles cannot be told apart.
    #[error("a distribution too extreme to be evaluated")]
    Extreme,
    /// The logarithm spreads further than any amount can.
    #[error("a lognormal too wide to be meant")]
    Wide,
    /// The mean lies outside the bounds, or the spread is too wide for them.
    #[error("no beta distribution has this mean and sd")]
    Beta,
    /// Values and weights do not make a distribution.
    #[error("values and weights do not make a distribution")]
    Weights,
    /// The three quantiles do not rise inside the bounds, or are too lopsided.
    #[error("no metalog passes through these quantiles")]
    Quantiles,
    /// The variance is infinite.
    #[error("the variance is infinite")]
    Variance,
}

use MarginalError as E;

/// The narrowest distance between two bounds or quantiles.
const NARROWEST: f64 = 1e-9;
/// The least shape of a beta distribution: below it nearly all of its mass lies on the bounds.
const LEAST_SHAPE: f64 = 0.05;
/// The widest spread of a logarithm: one time in ten a value is 600 times the median.
const WIDEST: f64 = 5.0;

fn need(holds: bool, error: E) -> Result<(), E> {
    if holds { Ok(()) } else { Err(error) }
}

fn finite(numbers: &[f64]) -> Result<(), E> {
    need(numbers.iter().all(|x| x.is_finite()), E::NotFinite)
}

impl Marginal {
    /// Uniform between `low` and `high`.
    ///
    /// # Errors
    /// [`MarginalError`] where the bounds are not finite and rising.
    pub fn uniform(low: f64, high: f64) -> Result<Self, E> {
        finite(&[low, high])?;
        need(high - low >= NARROWEST, E::Bounds)?;
        let point = |z: f64| (low + (high - low) * normal::cumulative(z), (high - low) * normal::density(z));
        let variance = (high - low).powi(2) / 12.0;
        Self::smooth(None, point, f64::midpoint(low, high), variance)
    }

    /// Triangular between `low` and `high` with its peak at `mode`.
    ///
    /// # Errors
    /// [`MarginalError`] where the numbers are not finite or not in order.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, E> {
        finite(&[low, mode, high])?;
        need(high - low >= NARROWEST, E::Bounds)?;
        need(low <= mode && mode <= high, E::Mode)?;
        let (width, rise, fall) = (high - low, mode - low, high - mode);
        let split = rise / width;
        let point = |z: f64| {
            let (p, q) = (normal::cumulative(z), normal::cumulative(-z));
            // With the mode at the upper end nothing falls, though far out p is rounded to 1.
            if fall == 0.0 || p < split {
                let x = (p * width * rise).sqrt();
                (low + x, normal::density(z) * width * rise / (2.0 * x))
            } else {
                let x = (q * width * fall).sqrt();
                (high - x, normal::density(z) * width * fall / (2.0 * x))
            }
        };
        let kink = (split > 0.0 && split < 1.0).then(|| normal::quantile(split));
        let mean = (low + mode + high) / 3.0;
        let variance = (width * width + rise * rise - width * rise) / 18.0;
        Self::smooth(kink, point, mean, variance)
    }

    /// PERT: the beta distribution between `low` and `high` with its peak at `mode`, whose mean weighs the mode four
    /// times (Malcolm et al. 1959).
    ///
    /// # Errors
    /// [`MarginalError`] where the numbers are not finite or not in order.
    pub fn pert(low: f64, mode: f64, high: f64) -> Result<Self, E> {
        finite(&[low, mode, high])?;
        need(high - low >= NARROWEST, E::Bounds)?;
        need(low <= mode && mode <= high, E::Mode)?;
        let a = 1.0 + 4.0 * (mode - low) / (high - low);
        Self::beta(a, 6.0 - a, low, high)
    }

    /// Normal.
    ///
    /// # Errors
    /// [`MarginalError`] where the numbers are not finite or the spread is not above 0.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, E> {
        finite(&[mean, sd])?;
        need(sd > 0.0, E::Spread)?;
        Ok(Self::Normal { mean, sd })
    }

    /// Log-normal with this median, and `sigma` the standard deviation of the logarithm.
    ///
    /// # Errors
    /// [`MarginalError`] where the numbers are not finite or not above 0.
    pub fn lognormal(median: f64, sigma: f64) -> Result<Self, E> {
        finite(&[median, sigma])?;
        need(median > 0.0 && sigma > 0.0, E::Spread)?;
        need(sigma <= WIDEST, E::Wide)?;
        Ok(Self::LogNormal { mu: libm::log(median), sigma })
    }

    /// Log-normal with this mean and standard deviation.
    ///
    /// # Errors
    /// [`MarginalError`] where the numbers are not finite or not above 0.
    pub fn lognormal_of(mean: f64, sd: f64) -> Result<Self, E> {
        finite(&[mean, sd])?;
        need(mean > 0.0 && sd > 0.0, E::Spread)?;
        let variance = libm::log1p((sd / mean).powi(2));
        need(variance.sqrt() <= WIDEST, E::Wide)?;
        Ok(Self::LogNormal { mu: libm::log(mean) - 0.5 * variance, sigma: variance.sqrt() })
    }

    /// Beta with shapes `a` and `b`, stretched from 0 … 1 to `low` … `high`.
    ///
    /// # Errors
    /// [`MarginalError`] where the numbers are not finite, the bounds not rising or a shape not above 0.
    pub fn beta(a: f64, b: f64, low: f64, high: f64) -> Result<Self, E> {
        finite(&[a, b, low, high])?;
        need(high - low >= NARROWEST, E::Bounds)?;
        need(a > 0.0 && b > 0.0, E::Spread)?;
        need(a >= LEAST_SHAPE && b >= LEAST_SHAPE, E::Extreme)?;
        let knots = QuantileTable::knots(None);
        let width = high - low;
        let points: Vec<_> =
            Beta::new(a, b).quantiles(&knots).into_iter().map(|(x, s)| (low + width * x, width * s)).collect();
        let mean = low + width * a / (a + b);
        let variance = width * width * a * b / ((a + b).powi(2) * (a + b + 1.0));
        Self::tabulated(&knots, &points, mean, variance)
    }

    /// Beta between `low` and `high` with this mean and standard deviation.
    ///
    /// # Errors
    /// [`MarginalError`] where no such beta distribution exists.
    pub fn beta_of(mean: f64, sd: f64, low: f64, high: f64) -> Result<Self, E> {
        finite(&[mean, sd, low, high])?;
        need(high - low >= NARROWEST, E::Bounds)?;
        need(sd > 0.0, E::Spread)?;
        let (m, s) = ((mean - low) / (high - low), sd / (high - low));
        let sum = m * (1.0 - m) / (s * s) - 1.0;
        need(m > 0.0 && m < 1.0 && sum > 0.0, E::Beta)?;
        Self::beta(m * sum, (1.0 - m) * sum, low, high)
    }

    /// `values` with `weights` (each 1 if none are given).
    ///
    /// # Errors
    /// [`MarginalError`] where they do not make a distribution.
    pub fn discrete(values: &[f64], weights: Option<&[f64]>) -> Result<Self, E> {
        let equal = vec![1.0; values.len()];
        let steps = Steps::new(values, weights.unwrap_or(&equal)).ok_or(E::Weights)?;
        Ok(if let [only] = steps.values[..] { Self::Fixed(only) } else { Self::Steps(steps) })
    }

    /// The metalog with `tail` below the first of three values, a half below the second and `tail` above the third,
    /// between the bounds given.
    ///
    /// # Errors
    /// [`MarginalError`] where there is none, or its variance is infinite.
    pub fn quantiles(tail: f64, given: [f64; 3], low: Option<f64>, high: Option<f64>) -> Result<Self, E> {
        finite(&given)?;
        finite(&[low.unwrap_or(0.0), high.unwrap_or(0.0)])?;
        let gap = (given[1] - given[0]).min(given[2] - given[1]);
        need(gap >= NARROWEST, E::Quantiles)?;
        let metalog = Metalog::through(tail, given, low, high).ok_or(E::Quantiles)?;
        need(metalog.has_variance(), E::Variance)?;
        let (mean, variance) = moments::of(|z| metalog.quantile(z));
        let point = |z: f64| (metalog.quantile(z), metalog.slope(z));
        Self::smooth(None, point, mean, variance)
    }

    /// The same distribution, but that values below `floor` count as it, and those above `cap` as that.
    ///
    /// # Errors
    /// [`MarginalError::Bounds`] where the two are not finite and rising.
    pub fn clamped(self, floor: Option<f64>, cap: Option<f64>) -> Result<Self, E> {
        let (low, high) = (floor.unwrap_or(f64::NEG_INFINITY), cap.unwrap_or(f64::INFINITY));
        need(!low.is_nan() && !high.is_nan() && high - low >= NARROWEST, E::Bounds)?;
        match self {
            Self::Fixed(value) => Ok(Self::Fixed(value.clamp(low, high))),
            Self::Steps(steps) => {
                let values: Vec<f64> = steps.values.iter().map(|value| value.clamp(low, high)).collect();
                Self::discrete(&values, Some(&steps.weights))
            }
            continuous => Ok(Clamped::of(continuous, low, high)),
        }
    }

    fn smooth(kink: Option<f64>, point: impl Fn(f64) -> (f64, f64), mean: f64, variance: f64) -> Result<Self, E> {
        let knots = QuantileTable::knots(kink);
        let points: Vec<_> = knots.iter().map(|&z| point(z)).collect();
        Self::tabulated(&knots, &points, mean, variance)
    }

    fn tabulated(knots: &[f64], points: &[(f64, f64)], mean: f64, variance: f64) -> Result<Self, E> {
        let numbers = points.iter().flat_map(|(value, slope)| [*value, *slope]).chain([mean, variance]);
        need(numbers.into_iter().all(f64::is_finite) && variance > 0.0, E::Extreme)?;
        Ok(Self::Smooth { table: Arc::new(QuantileTable::through(knots, points)), mean, variance })
    }

    /// The value at the latent z: the quantile at Φ(z).
    pub fn quantile(&self, z: f64) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Normal { mean, sd } => mean + sd * z,
            Self::LogNormal { mu, sigma } => super::exp(mu + sigma * z),
            Self::Steps(steps) => steps.quantile(z),
            Self::Smooth { table, .. } => table.at(z),
            Self::Clamped(clamped) => clamped.quantile(z),
        }
    }

    /// Whether a bound that values are clamped to lies between two values that rise.
    pub(super) fn has_corner(&self, low: f64, high: f64) -> bool {
        matches!(self, Self::Clamped(clamped) if clamped.has_corner(low, high))
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Normal { mean, .. } | Self::Smooth { mean, .. } => *mean,
            Self::LogNormal { mu, sigma } => libm::exp(mu + 0.5 * sigma * sigma),
            Self::Clamped(clamped) => clamped.mean,
            Self::Steps(steps) => steps.values.iter().zip(&steps.weights).map(|(v, w)| v * w).sum(),
        }
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        match self {
            Self::Fixed(_) => 0.0,
            Self::Normal { sd, .. } => sd * sd,
            Self::LogNormal { sigma, .. } => self.mean().powi(2) * libm::expm1(sigma * sigma),
            Self::Steps(steps) => {
                let mean = self.mean();
                steps.values.iter().zip(&steps.weights).map(|(v, w)| w * (v - mean).powi(2)).sum()
            }
            Self::Smooth { variance, .. } => *variance,
            Self::Clamped(clamped) => clamped.variance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(&'static str, Marginal)> {
        vec![
            ("uniform", Marginal::uniform(-1.0, 3.0).expect("valid")),
            ("triangular", Marginal::triangular(0.2, 0.9, 1.1).expect("valid")),
            ("triangular with the mode at the low end", Marginal::triangular(0.0, 0.0, 1.0).expect("valid")),
            ("triangular with the mode at the high end", Marginal::triangular(0.5, 1.0, 1.0).expect("valid")),
            (
                "triangular with the mode all but at the high end",
                Marginal::triangular(0.5, 1.0 - 1e-16, 1.0).expect("valid"),
            ),
            ("pert with the mode at the low end", Marginal::pert(0.5, 0.5, 1.0).expect("valid")),
            ("pert with the mode at the high end", Marginal::pert(0.5, 1.0, 1.0).expect("valid")),
            ("pert", Marginal::pert(0.4, 0.9, 1.1).expect("valid")),
            ("normal", Marginal::normal(0.8, 0.2).expect("valid")),
            ("lognormal", Marginal::lognormal(1.2, 0.4).expect("valid")),
            ("beta", Marginal::beta_of(0.82, 0.25, 0.0, 1.3).expect("valid")),
            ("beta with the least shapes", Marginal::beta(0.05, 0.05, 0.0, 1.0).expect("valid")),
            ("lopsided beta", Marginal::beta(0.05, 9.0, 0.0, 1.0).expect("valid")),
            ("metalog", Marginal::quantiles(0.1, [0.45, 0.8, 1.05], Some(0.0), Some(1.5)).expect("valid")),
            ("open metalog", Marginal::quantiles(0.1, [0.45, 0.8, 1.05], None, None).expect("valid")),
            ("quartiles", Marginal::quantiles(0.25, [0.45, 0.8, 1.05], None, None).expect("valid")),
            (
                "clamped lognormal",
                Marginal::lognormal(1.2, 0.4).and_then(|m| m.clamped(Some(0.8), Some(1.5))).expect("valid"),
            ),
        ]
    }

    #[test]
    fn stated_moments_are_those_of_the_quantile_function() {
        for (name, marginal) in all() {
            let (mean, variance) = moments::of_any(|z| marginal.quantile(z));
            assert!((mean - marginal.mean()).abs() < 1e-7, "{name}: {mean} {}", marginal.mean());
            assert!((variance - marginal.variance()).abs() < 1e-6, "{name}: {variance} {}", marginal.variance());
        }
    }

    #[test]
    fn quantile_functions_rise() {
        for (name, marginal) in all() {
            let values: Vec<f64> = (-1700..=1700).map(|i| marginal.quantile(f64::from(i) / 200.0)).collect();
            assert!(values.windows(2).all(|w| w[0] <= w[1] + 1e-12), "{name}");
        }
    }

    #[test]
    fn tables_are_accurate_between_knots() {
        // Uniform 0 … 1 is Φ itself.
        let uniform = Marginal::uniform(0.0, 1.0).expect("valid");
        // Triangular 0, 0.5, 1: √(p/2) below one half.
        let triangular = Marginal::triangular(0.0, 0.5, 1.0).expect("valid");
        for i in -4000..0 {
            let z = f64::from(i) / 500.0 + 0.000_7;
            let p = normal::cumulative(z);
            assert!((uniform.quantile(z) - p).abs() < 1e-8);
            assert!(
                (triangular.quantile(z) - if p < 0.5 { (p / 2.0).sqrt() } else { 1.0 - ((1.0 - p) / 2.0).sqrt() })
                    .abs()
                    < 1e-8
            );
        }
    }

    #[test]
    fn moments_by_closed_form() {
        let pert = Marginal::pert(0.4, 0.9, 1.1).expect("valid");
        assert!((pert.mean() - (0.4 + 4.0 * 0.9 + 1.1) / 6.0).abs() < 1e-12);
        // Keelin (2016): mean a1 + a3/2, variance π²/3 a2² + (1/12 + π²/36) a3².
        let metalog = Marginal::quantiles(0.1, [0.45, 0.8, 1.05], None, None).expect("valid");
        let (a2, a3) = (0.6 / (2.0 * 9.0_f64.ln()), -0.1 / (0.8 * 9.0_f64.ln()));
        let pi2 = std::f64::consts::PI.powi(2);
        assert!((metalog.mean() - (0.8 + a3 / 2.0)).abs() < 1e-9);
        let variance = pi2 / 3.0 * a2 * a2 + (1.0 / 12.0 + pi2 / 36.0) * a3 * a3;
        assert!((metalog.variance() - variance).abs() < 1e-8, "{} {variance}", metalog.variance());
        let log = Marginal::lognormal_of(2.0, 0.5).expect("valid");
        assert!((log.mean() - 2.0).abs() < 1e-12 && (log.variance() - 0.25).abs() < 1e-12);
        let two = Marginal::discrete(&[0.0, 1.0], Some(&[1.0, 3.0])).expect("valid");
        assert_eq!((two.mean(), two.variance()), (0.75, 0.1875));
    }

    #[test]
    fn a_mode_on_a_bound_has_its_closed_form() {
        // F = ((x − a)/(b − a))² with the mode at b: mean (a + 2b)/3, variance (b − a)²/18; its mirror at a.
        for (low, high) in [(0.5, 1.0), (-3.0, 5.0), (1e6, 1e6 + 1.0)] {
            let width: f64 = high - low;
            let [up, down] = [high, low].map(|mode| Marginal::triangular(low, mode, high).expect("valid"));
            assert!((up.mean() - (low + 2.0 * width / 3.0)).abs() < 1e-9 * high.abs());
            assert!((down.mean() - (low + width / 3.0)).abs() < 1e-9 * high.abs());
            for marginal in [&up, &down] {
                assert!((marginal.variance() / (width * width / 18.0) - 1.0).abs() < 1e-9, "{}", marginal.variance());
            }
            for i in -4000..=4000 {
                let z = f64::from(i) / 500.0 + 0.000_7;
                let (p, q) = (normal::cumulative(z), normal::cumulative(-z));
                assert!((up.quantile(z) - (low + width * p.sqrt())).abs() < 1e-8 * width + 1e-15 * high.abs(), "{z}");
                assert!(
                    (down.quantile(z) - (high - width * q.sqrt())).abs() < 1e-8 * width + 1e-15 * high.abs(),
                    "{z}"
                );
            }
        }
        // PERT with the mode at b is beta(5, 1): F = x⁵, mean 5/6, variance 5/(36·7); at a it is beta(1, 5).
        let (up, down) = (Marginal::pert(0.0, 1.0, 1.0).expect("valid"), Marginal::pert(0.0, 0.0, 1.0).expect("valid"));
        for (marginal, mean) in [(&up, 5.0 / 6.0), (&down, 1.0 / 6.0)] {
            assert!((marginal.mean() - mean).abs() < 1e-12 && (marginal.variance() - 5.0 / 252.0).abs() < 1e-12);
        }
        for i in -4000..=4000 {
            let z = f64::from(i) / 500.0 + 0.000_7;
            let (p, q) = (normal::cumulative(z), normal::cumulative(-z));
            assert!(
                (up.quantile(z) - p.powf(0.2)).abs() < 1e-7 && (down.quantile(z) - (1.0 - q.powf(0.2))).abs() < 1e-7
            );
        }
    }

    #[test]
    fn impossible_distributions_are_refused() {
        assert_eq!(Marginal::uniform(1.0, 1.0), Err(E::Bounds));
        assert_eq!(Marginal::triangular(0.0, 2.0, 1.0), Err(E::Mode));
        assert_eq!(Marginal::pert(0.0, f64::NAN, 1.0), Err(E::NotFinite));
        assert_eq!(Marginal::normal(0.0, 0.0), Err(E::Spread));
        assert_eq!(Marginal::lognormal(-1.0, 0.1), Err(E::Spread));
        assert_eq!(Marginal::lognormal_of(0.0, 0.1), Err(E::Spread));
        assert_eq!(Marginal::lognormal(1.0, 6.0), Err(E::Wide));
        assert_eq!(Marginal::lognormal_of(1e-9, 1e9), Err(E::Wide));
        assert_eq!(Marginal::beta(0.0, 1.0, 0.0, 1.0), Err(E::Spread));
        assert_eq!(Marginal::beta_of(0.5, 0.6, 0.0, 1.0), Err(E::Beta));
        assert_eq!(Marginal::beta_of(0.9, 0.29, 0.0, 1.0), Err(E::Extreme));
        assert_eq!(Marginal::beta(0.01, 5.0, 0.0, 1.0), Err(E::Extreme));
        assert_eq!(Marginal::triangular(0.0, 1e-200, 2e-200), Err(E::Bounds));
        assert_eq!(Marginal::discrete(&[], None), Err(E::Weights));
        assert_eq!(Marginal::quantiles(0.1, [1.0, 1.0, 2.0], None, None), Err(E::Quantiles));
        assert_eq!(Marginal::quantiles(0.1, [1.0, 10.0, 100.0], Some(0.0), None), Err(E::Variance));
    }
}
