//! What draws hang on, by position: names, and the distributions ready to be drawn from.

use super::draw::{Drawn, Source};
use crate::dist::Marginal;
use crate::plan::{InitiativePlan, Plan};
use std::collections::HashMap;

/// The names and distributions of some plans under one seed.
pub(super) struct Sources {
    seed: u64,
    names: HashMap<String, usize>,
    pub(super) streams: Vec<Source>,
    /// The distinct distributions that are drawn from, the standard normal first.
    pub(super) drawn: Vec<Drawn>,
    /// Those whose latents are mixed.
    pub(super) mixed: Vec<Marginal>,
}

impl Sources {
    /// The position of the standard normal among what is drawn.
    pub(super) const NORMAL: usize = 0;

    pub(super) fn new(seed: u64) -> Self {
        let normal = Drawn::new(&Marginal::Normal { mean: 0.0, sd: 1.0 });
        Self { seed, names: HashMap::new(), streams: Vec::new(), drawn: vec![normal], mixed: Vec::new() }
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
        let known = self.drawn.iter().position(|drawn| drawn.is_of(marginal));
        known.unwrap_or_else(|| {
            self.drawn.push(Drawn::new(marginal));
            self.drawn.len() - 1
        })
    }

    /// The position of a yearly noise of mean 1.
    pub(super) fn noise(&mut self, sigma: f64) -> usize {
        self.drawn(&Marginal::LogNormal { mu: -0.5 * sigma * sigma, sigma })
    }

    /// The position of a distribution whose latents are mixed.
    pub(super) fn mixed(&mut self, marginal: &Marginal) -> usize {
        let known = self.mixed.iter().position(|mixed| mixed == marginal);
        known.unwrap_or_else(|| {
            self.mixed.push(marginal.clone());
            self.mixed.len() - 1
        })
    }
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
