//! What draws hang on, by position: names, and the distributions ready to be drawn from.

use super::draw::{Drawn, Source};
use crate::distributions::Marginal;
use crate::plan::{InitiativePlan, Plan};
use std::collections::HashMap;

/// The names and distributions of some plans under one seed.
pub(super) struct Sources {
    seed: u64,
    names: HashMap<String, usize>,
    pub(super) streams: Vec<Source>,
    /// The distinct distributions that are drawn from, the standard normal first.
    pub(super) drawn: Vec<Drawn>,
    /// Where those stand that may be equal, by a number that equal ones have in common.
    known: HashMap<u64, Vec<usize>>,
    /// Those whose latents are mixed.
    pub(super) mixed: Vec<Marginal>,
    known_mixed: HashMap<u64, Vec<usize>>,
}

impl Sources {
    /// The position of the standard normal among what is drawn.
    pub(super) const NORMAL: usize = 0;

    pub(super) fn new(seed: u64) -> Self {
        let normal = Drawn::new(&Marginal::Normal { mean: 0.0, sd: 1.0 });
        let known = HashMap::from([(alike(&Marginal::Normal { mean: 0.0, sd: 1.0 }), vec![Self::NORMAL])]);
        Self {
            seed,
            names: HashMap::new(),
            streams: Vec::new(),
            drawn: vec![normal],
            known,
            mixed: Vec::new(),
            known_mixed: HashMap::new(),
        }
    }

    /// The position of a name.
    pub(super) fn named(&mut self, name: &str) -> usize {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        self.streams.push(Source::new(self.seed, name));
        self.names.insert(name.to_owned(), self.streams.len() - 1);
        self.streams.len() - 1
    }

    /// The position of a distribution.
    pub(super) fn drawn(&mut self, marginal: &Marginal) -> usize {
        let known = self.known.entry(alike(marginal)).or_default();
        known.iter().copied().find(|at| self.drawn[*at].is_of(marginal)).unwrap_or_else(|| {
            self.drawn.push(Drawn::new(marginal));
            known.push(self.drawn.len() - 1);
            self.drawn.len() - 1
        })
    }

    /// The position of a yearly noise of mean 1.
    pub(super) fn noise(&mut self, sigma: f64) -> usize {
        self.drawn(&Marginal::LogNormal { mu: -0.5 * sigma * sigma, sigma })
    }

    /// The position of a distribution whose latents are mixed.
    pub(super) fn mixed(&mut self, marginal: &Marginal) -> usize {
        let known = self.known_mixed.entry(alike(marginal)).or_default();
        known.iter().copied().find(|at| self.mixed[*at] == *marginal).unwrap_or_else(|| {
            self.mixed.push(marginal.clone());
            known.push(self.mixed.len() - 1);
            self.mixed.len() - 1
        })
    }
}

/// A number that equal distributions have in common, and hardly any others.
fn alike(marginal: &Marginal) -> u64 {
    // Zero has two signs.
    let [mean, variance] = [marginal.mean(), marginal.variance()].map(|moment| (moment + 0.0).to_bits());
    mean ^ variance.rotate_left(32)
}

/// For each initiative, whether it can be late by whole years only. Each stands after those that it requires.
pub(super) fn whole_years(plan: &Plan) -> Vec<bool> {
    let mut kept = vec![false; plan.kept_states];
    let mut of = |initiative: &InitiativePlan| {
        let Some(state) = &initiative.delay else { return true };
        let is_whole = |years: f64| years == years.round() || years == f64::NEG_INFINITY;
        let drawn = state.quantity.is_none_or(|q| match &plan.quantities[q].marginal {
            Marginal::Steps(steps) => steps.values.iter().all(|years| is_whole(*years)),
            _ => false,
        });
        let whole = drawn && is_whole(state.certain) && state.required.iter().all(|r| kept[r.slot]);
        state.kept.into_iter().for_each(|slot| kept[slot] = whole);
        whole
    };
    plan.initiatives.iter().map(&mut of).collect()
}
