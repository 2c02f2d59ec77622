//! What binary arithmetic leaves of nothing.
//!
//! A component's amount is a weighted sum over all sets of changed components. Where what it does not change cancels out, the
//! rounding of each of those sums stays. A result that is no larger than that rounding can be says nothing but 0; whatever
//! is larger is left as it is.

use super::compare::{Attributed, Spread};
use super::shapley::Changed;
use crate::outcome::Quantiles;

/// The amounts of a component, with 0 for what is no more than the rounding of sums over all sets, of which the largest is
/// so large.
pub(super) fn settled(found: Attributed, largest: f64) -> Attributed {
    let rounding = Changed::all().count() as f64 * f64::EPSILON * largest.abs();
    let of = |amount: f64| if amount.abs() <= rounding { 0.0 } else { amount };
    let Spread { sd, se, quantiles: q } = found.spread;
    let quantiles = Quantiles {
        p5: of(q.p5),
        p10: of(q.p10),
        p20: of(q.p20),
        p25: of(q.p25),
        p50: of(q.p50),
        p75: of(q.p75),
        p80: of(q.p80),
        p90: of(q.p90),
        p95: of(q.p95),
    };
    let spread = Spread { sd: sd.map(of), se: se.map(of), quantiles };
    Attributed { planned: of(found.planned), mean: of(found.mean), spread, ..found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Component;

    fn attributed(amount: f64) -> Attributed {
        let q = amount;
        let quantiles = Quantiles { p5: q, p10: q, p20: q, p25: q, p50: q, p75: q, p80: q, p90: q, p95: q };
        let spread = Spread { sd: Some(amount), se: Some(amount), quantiles };
        Attributed { component: Component::ALL[0], planned: amount, mean: amount, spread }
    }

    /// Of sums of a million 1e-9 is the rounding of a single one, and a hundred-thousandth is an amount.
    #[test]
    fn only_what_rounding_leaves_is_nothing() {
        assert_eq!(settled(attributed(-1e-9), 1e6), attributed(0.0));
        assert_eq!(settled(attributed(1e-5), 1e6), attributed(1e-5));
        // The same amount beside small ones is what it is.
        assert_eq!(settled(attributed(-1e-9), 1.0), attributed(-1e-9));
        assert_eq!(settled(attributed(-1e-9), 0.0), attributed(-1e-9));
    }
}
