//! The mean and variance of any function of a standard normal, by the trapezoidal rule.

use super::normal;
use std::sync::LazyLock;

/// The mean and variance of f(Z), for f without a kink: the rule's error falls as exp(−2π·40·r), where r is how far f
/// can be continued from the real line.
pub(super) fn of(f: impl Fn(f64) -> f64) -> (f64, f64) {
    static WEIGHTS: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| weights(40));
    weighted(&WEIGHTS, f)
}

/// Points with their densities, `per_unit` to a unit, which add up to 1.
fn weights(per_unit: i32) -> Vec<(f64, f64)> {
    let points = -per_unit * 83 / 10..=per_unit * 83 / 10;
    points.map(|i| f64::from(i) / f64::from(per_unit)).map(|z| (z, normal::density(z) / f64::from(per_unit))).collect()
}

fn weighted(weights: &[(f64, f64)], f: impl Fn(f64) -> f64) -> (f64, f64) {
    let values: Vec<(f64, f64)> = weights.iter().map(|(z, weight)| (*weight, f(*z))).collect();
    let mean = values.iter().map(|(w, x)| w * x).sum::<f64>();
    let variance = values.iter().map(|(w, x)| w * (x - mean) * (x - mean)).sum::<f64>();
    (mean, variance)
}

/// The same for any f, to the square of 1/320.
#[cfg(test)]
pub(super) fn of_any(f: impl Fn(f64) -> f64) -> (f64, f64) {
    weighted(&weights(320), f)
}
