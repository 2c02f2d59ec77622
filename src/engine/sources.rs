//! What each position of a plan draws from: worked out once a run, so that no block looks up a name.

use super::draw::{Drawn, Sampling, Source};
use crate::dist::Marginal;
use crate::plan::{Draw, InitiativePlan, NoisePlan, Plan, StreamPlan};

/// A name and its distribution.
pub(super) struct Own {
    pub(super) source: Source,
    /// Position in [`Sources::drawn`].
    pub(super) drawn: usize,
}

/// The sources of a plan under one seed.
pub(super) struct Sources {
    pub(super) sampling: Sampling,
    /// The distinct distributions, the standard normal first.
    pub(super) drawn: Vec<Drawn>,
    pub(super) factors: Vec<Source>,
    pub(super) normals: Vec<Source>,
    /// For each quantity that hangs on nothing but its own draw, that draw.
    pub(super) quantities: Vec<Option<Own>>,
    pub(super) drivers: Vec<Vec<Source>>,
    /// By initiative, stream and link: the noise itself, or its normals where it persists.
    pub(super) noise: Vec<Vec<Vec<Own>>>,
    pub(super) outturns: Vec<Source>,
    /// For each initiative, whether it can be late by whole years only.
    pub(super) whole_years: Vec<bool>,
}

/// The position of the standard normal in [`Sources::drawn`].
pub(super) const NORMAL: usize = 0;

impl Sources {
    pub(super) fn new(plan: &Plan, seed: u64, sampling: Sampling) -> Self {
        let of = |name: &String| Source::new(seed, name);
        let mut drawn = vec![Drawn::new(&Marginal::Normal { mean: 0.0, sd: 1.0 })];
        let normals: Vec<Source> = plan.normals.iter().map(of).collect();
        let quantities = plan.quantities.iter().map(|draw| {
            let source = normals[own(draw)?];
            Some(Own { source, drawn: position(&mut drawn, &draw.marginal) })
        });
        let quantities = quantities.collect();
        let mut noise = |stream: &StreamPlan| -> Vec<Own> {
            let Some(noise) = &stream.noise else { return Vec::new() };
            let drawn = if persists(noise) { NORMAL } else { position(&mut drawn, &marginal(noise)) };
            noise.links.iter().map(|link| Own { source: of(&link.name), drawn }).collect()
        };
        let noise = plan.initiatives.iter().map(|i| i.streams.iter().map(&mut noise).collect()).collect();
        Self {
            sampling,
            drawn,
            factors: plan.factors.iter().map(of).collect(),
            normals,
            quantities,
            drivers: plan.drivers.iter().map(|d| d.steps.iter().map(|s| of(&s.name)).collect()).collect(),
            noise,
            outturns: plan.outturns.iter().map(|o| of(&o.name)).collect(),
            whole_years: whole_years(plan),
        }
    }
}

/// For each initiative, whether it can be late by whole years only. Each stands after those that it requires.
fn whole_years(plan: &Plan) -> Vec<bool> {
    let mut kept = vec![false; plan.kept_states];
    let mut of = |initiative: &InitiativePlan| {
        let Some(state) = &initiative.delay else { return true };
        let is_whole = |years: f64| years == years.round() || years == f64::NEG_INFINITY;
        let drawn = state.quantity.is_none_or(|q| match &plan.quantities[q].marginal {
            Marginal::Steps(steps) => steps.values.iter().all(|years| is_whole(*years)),
            _ => false,
        });
        let whole = drawn && is_whole(state.certain) && state.required.iter().all(|slot| kept[*slot]);
        state.kept.into_iter().for_each(|slot| kept[slot] = whole);
        whole
    };
    plan.initiatives.iter().map(&mut of).collect()
}

/// The position of the normal of a quantity into which no other is mixed. Whether its correlation is measured must not
/// matter: a blend of plans measures none, and draws the same.
fn own(draw: &Draw) -> Option<usize> {
    match (&draw.row.factors[..], &draw.row.own[..]) {
        ([], [(normal, 1.0)]) => Some(*normal),
        _ => None,
    }
}

/// Whether the years of a noise are worked out one from another.
pub(super) fn persists(noise: &NoisePlan) -> bool {
    noise.persistence != 0.0
}

/// A year's noise, with mean 1.
pub(super) fn marginal(noise: &NoisePlan) -> Marginal {
    Marginal::LogNormal { mu: -0.5 * noise.sigma * noise.sigma, sigma: noise.sigma }
}

fn position(drawn: &mut Vec<Drawn>, marginal: &Marginal) -> usize {
    drawn.iter().position(|d| d.is_of(marginal)).unwrap_or_else(|| {
        drawn.push(Drawn::new(marginal));
        drawn.len() - 1
    })
}
