//! Whether each initiative goes ahead and how late it is, with the initiatives it requires.

use super::compile::Compiler;
use super::{InitiativePlan, State, StreamPlan};
use crate::dist::normal;
use crate::model::{Initiative, Uncertain};

/// What is known of an initiative's state before any draw, the initiatives it requires included.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub(super) go: Certainty,
    pub(super) delay: Certainty,
    /// The least and greatest delay.
    pub(super) reach: (f64, f64),
}

/// A state that is certain, or where it is kept.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Certainty {
    Certain(f64),
    Kept(usize),
    Uncertain,
}

impl Default for Certainty {
    fn default() -> Self {
        Self::Certain(0.0)
    }
}

impl Compiler<'_> {
    /// Initiatives in an order in which each follows those that it requires; without recursion, since a chain of
    /// requirements can be as long as the list.
    fn order(&self) -> Vec<usize> {
        let all = &self.model.initiatives;
        let (mut order, mut begun, mut done) = (Vec::new(), vec![false; all.len()], vec![false; all.len()]);
        for first in 0..all.len() {
            let mut open = vec![first];
            while let Some(&i) = open.last() {
                if std::mem::replace(&mut begun[i], true) {
                    open.pop();
                    if !std::mem::replace(&mut done[i], true) {
                        order.push(i);
                    }
                } else {
                    open.extend(all[i].requires.iter().copied().filter(|r| !begun[*r]));
                }
            }
        }
        order
    }

    pub(super) fn initiatives(&mut self) -> (Vec<InitiativePlan>, usize) {
        let model = self.model;
        let mut known = vec![Known::default(); model.initiatives.len()];
        let mut is_required = vec![false; model.initiatives.len()];
        model.initiatives.iter().flat_map(|i| &i.requires).for_each(|&r| is_required[r] = true);
        let (mut plans, mut kept) = (Vec::new(), 0);
        for i in self.order() {
            let initiative = &model.initiatives[i];
            let is_required = is_required[i];
            let required: Vec<Known> = initiative.requires.iter().map(|&r| known[r].clone()).collect();
            let go_parts: Vec<Certainty> = required.iter().map(|k| k.go).collect();
            let delay_parts: Vec<Certainty> = required.iter().map(|k| k.delay).collect();
            let go = self.state(initiative.go_ahead, 1.0, &go_parts, |a, b| a * b, 1.0);
            let go = if go.certain == 0.0 { State { quantity: None, required: Vec::new(), ..go } } else { go };
            let delay = self.state(initiative.delay, 0.0, &delay_parts, f64::max, f64::NEG_INFINITY);
            let mut keep = |state: &mut Option<State>| match state {
                Some(state) if is_required => {
                    state.kept = Some(kept);
                    kept += 1;
                    Certainty::Kept(kept - 1)
                }
                _ => Certainty::Uncertain,
            };
            let (mut go, mut delay) = (Some(go), Some(delay));
            let reach = self.reach(initiative, &required);
            let mut own = Known { go: Certainty::Certain(1.0), delay: Certainty::Certain(0.0), reach };
            for (state, certainty) in [(&mut go, &mut own.go), (&mut delay, &mut own.delay)] {
                *certainty = match state {
                    Some(s) if s.quantity.is_none() && s.required.is_empty() => {
                        let value = s.certain;
                        *state = None;
                        Certainty::Certain(value)
                    }
                    _ => keep(state),
                };
            }
            let streams: Vec<StreamPlan> =
                initiative.streams.iter().filter_map(|s| self.stream(i, initiative, s, &own)).collect();
            let needs_go = streams.iter().any(|s| s.needs_go_ahead) || is_required;
            let needs_delay = streams.iter().any(|s| s.first_delay.is_some()) || is_required;
            let go_ahead = go.filter(|_| needs_go);
            let delay = delay.filter(|_| needs_delay);
            if !streams.is_empty() || go_ahead.is_some() || delay.is_some() {
                // A state is drawn only where something reads it.
                let go_ahead = go_ahead.map(|s| self.drawn_state(s, initiative.go_ahead));
                let delay = delay.map(|s| self.drawn_state(s, initiative.delay));
                let (id, draws) = (initiative.id.clone(), initiative.draws.clone());
                plans.push(InitiativePlan { id, draws, go_ahead, delay, streams });
            }
            known[i] = own;
        }
        (plans, kept)
    }

    /// The state of an initiative joined with those it requires. A quantity is marked to be drawn by position 0 and
    /// given its real position once it is known that something reads it.
    pub(super) fn state(
        &self,
        own: Uncertain,
        planned: f64,
        required: &[Certainty],
        join: fn(f64, f64) -> f64,
        neutral: f64,
    ) -> State {
        let mut certain = self.certain(own, planned).unwrap_or(neutral);
        let mut kept = Vec::new();
        for part in required {
            match part {
                Certainty::Certain(value) => certain = join(certain, *value),
                Certainty::Kept(slot) => kept.push(*slot),
                Certainty::Uncertain => {}
            }
        }
        let quantity = self.certain(own, planned).is_none().then_some(0);
        State { quantity, certain, required: kept, kept: None }
    }

    pub(super) fn drawn_state(&mut self, state: State, own: Uncertain) -> State {
        let quantity = state.quantity.and_then(|_| self.draw(own));
        State { quantity, ..state }
    }

    pub(super) fn reach(&self, initiative: &Initiative, required: &[Known]) -> (f64, f64) {
        let own = match (self.certain(initiative.delay, 0.0), initiative.delay) {
            (None, Uncertain::Quantity(q)) => {
                let marginal = &self.model.quantities[q].marginal;
                (marginal.quantile(-normal::REACH), marginal.quantile(normal::REACH))
            }
            (certain, _) => (certain.unwrap_or(0.0), certain.unwrap_or(0.0)),
        };
        required.iter().fold(own, |(low, high), k| (low.max(k.reach.0), high.max(k.reach.1)))
    }
}
