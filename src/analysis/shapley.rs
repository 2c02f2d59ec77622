//! Shapley values over the components of a revision: what a component adds, averaged over all orders in which the
//! components can be changed (Shapley 1953). They add up exactly, and no order is preferred.

use super::lineage::Component;
use crate::plan::Weighted;

/// The number of components.
const N: usize = Component::ALL.len();

/// What the weights of [`weights`] are divided by: N!.
pub(super) const PER: i64 = factorial(N);

const fn factorial(n: usize) -> i64 {
    let (mut product, mut k) = (1, 2);
    while k <= n {
        product *= k as i64;
        k += 1;
    }
    product
}

/// A set of changed components, one bit each, in the order of [`Component::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Changed(u32);

impl Changed {
    /// Nothing is changed.
    pub(super) const NONE: Self = Self(0);
    /// Everything is changed.
    pub(super) const EVERYTHING: Self = Self((1 << N) - 1);

    /// Every set, from nothing to everything.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..1_u32 << N).map(Self)
    }

    /// The set and one more component.
    pub(super) fn with(self, component: Component) -> Self {
        Self(self.0 | 1 << component as u32)
    }

    /// The set without a component.
    pub(super) fn without(self, component: Component) -> Self {
        Self(self.0 & !(1 << component as u32))
    }

    /// What of the set is among `components`.
    pub(super) fn among(self, components: &[Component]) -> Self {
        components.iter().filter(|c| self.has(**c)).fold(Self::NONE, |set, c| set.with(*c))
    }

    /// Whether the set holds a component.
    pub(super) fn has(self, component: Component) -> bool {
        self.0 & (1 << component as u32) != 0
    }

    /// The position in [`Changed::all`].
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The weight of every set in the Shapley value of a component, times [`PER`]. With s components of N in the set it is
/// (s − 1)!·(N − s)! if the component is among them, else −s!·(N − s − 1)!.
pub(super) fn weights(component: Component) -> Vec<i64> {
    let weight = |set: Changed| {
        let s = set.0.count_ones() as usize;
        if set.has(component) { factorial(s - 1) * factorial(N - s) } else { -factorial(s) * factorial(N - s - 1) }
    };
    Changed::all().map(weight).collect()
}

/// The Shapley value of a component, given what every set amounts to. What it does not change cancels out exactly.
pub(super) fn value(component: Component, amounts: &[f64]) -> f64 {
    let mut sum = Weighted::default();
    weights(component).into_iter().zip(amounts).for_each(|(weight, amount)| sum.add(*amount, weight));
    sum.sum(PER)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Σ weight · game(set) / N!.
    fn value(component: Component, game: impl Fn(Changed) -> i64) -> i64 {
        let sum: i64 = Changed::all().zip(weights(component)).map(|(set, weight)| weight * game(set)).sum();
        assert_eq!(sum % PER, 0);
        sum / PER
    }

    #[test]
    fn values_add_up_to_the_whole_change() {
        let game = |set: Changed| i64::from(set.0).pow(3) * 720;
        let sum: i64 = Component::ALL.iter().map(|c| value(*c, game)).sum();
        assert_eq!(sum, game(Changed::EVERYTHING) - game(Changed::NONE));
    }

    #[test]
    fn a_component_that_changes_nothing_gets_nothing_and_two_that_need_each_other_share() {
        // 10 only once both new and merged are changed.
        let game = |set: Changed| if set.has(Component::New) && set.has(Component::Merged) { 10 } else { 0 };
        let values = Component::ALL.map(|c| value(c, game));
        let expected = Component::ALL.map(|c| if matches!(c, Component::New | Component::Merged) { 5 } else { 0 });
        assert_eq!(values, expected);
    }
}
