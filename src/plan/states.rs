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

/// A state of an initiative joined with that of those it requires, before it is known whether anything reads it.
struct Joined {
    /// What is drawn for the initiative itself.
    own: Option<Uncertain>,
    /// The certain part.
    certain: f64,
    /// The kept states that it is joined with.
    required: Vec<usize>,
    /// Where it is kept for others.
    kept: Option<usize>,
}

impl Joined {
    /// Nothing but its value where it is certain; else the state, kept in the next slot where others require it.
    fn settle(mut self, slots: Option<&mut usize>) -> (Option<Self>, Certainty) {
        if self.own.is_none() && self.required.is_empty() {
            return (None, Certainty::Certain(self.certain));
        }
        let certainty = match slots {
            None => Certainty::Uncertain,
            Some(slots) => {
                self.kept = Some(*slots);
                *slots += 1;
                Certainty::Kept(*slots - 1)
            }
        };
        (Some(self), certainty)
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
            let slots = is_required[i].then_some(&mut kept);
            let (states, own) = self.states(initiative, &known, slots);
            let streams: Vec<StreamPlan> =
                initiative.streams.iter().filter_map(|s| self.stream(i, initiative, s, &own)).collect();
            // A state is drawn only where something reads it.
            let read = [
                is_required[i] || streams.iter().any(|s| s.needs_go_ahead),
                is_required[i] || streams.iter().any(|s| s.first_delay.is_some()),
            ];
            let [go_ahead, delay] = states;
            let go_ahead = go_ahead.filter(|_| read[0]).map(|joined| self.state(joined));
            let delay = delay.filter(|_| read[1]).map(|joined| self.state(joined));
            if !streams.is_empty() || go_ahead.is_some() || delay.is_some() {
                let (id, draws) = (initiative.id.clone(), initiative.draws.clone());
                plans.push(InitiativePlan { id, draws, go_ahead, delay, streams });
            }
            known[i] = own;
        }
        (plans, kept)
    }

    /// Whether an initiative goes ahead and how late it is, each joined with what it requires (nothing where certain), and
    /// what is known of both; `slots` counts the states that are kept, where others require this one.
    fn states(
        &self,
        initiative: &Initiative,
        known: &[Known],
        slots: Option<&mut usize>,
    ) -> ([Option<Joined>; 2], Known) {
        let required: Vec<&Known> = initiative.requires.iter().map(|&r| &known[r]).collect();
        let go = self.joined(initiative.go_ahead, 1.0, required.iter().map(|k| k.go), |a, b| a * b, 1.0);
        // What certainly does not go ahead does not, whatever else is drawn.
        let go = if go.certain == 0.0 { Joined { own: None, required: Vec::new(), ..go } } else { go };
        let delay = self.joined(initiative.delay, 0.0, required.iter().map(|k| k.delay), f64::max, f64::NEG_INFINITY);
        let mut slots = slots;
        let [(go, of_go), (delay, of_delay)] = [go, delay].map(|joined| joined.settle(slots.as_deref_mut()));
        ([go, delay], Known { go: of_go, delay: of_delay, reach: self.reach(initiative, &required) })
    }

    /// A state of an initiative joined with that of those it requires.
    fn joined(
        &self,
        own: Uncertain,
        planned: f64,
        required: impl Iterator<Item = Certainty>,
        join: fn(f64, f64) -> f64,
        neutral: f64,
    ) -> Joined {
        let known = self.certain(own, planned);
        let mut joined = Joined {
            own: known.is_none().then_some(own),
            certain: known.unwrap_or(neutral),
            required: Vec::new(),
            kept: None,
        };
        for part in required {
            match part {
                Certainty::Certain(value) => joined.certain = join(joined.certain, value),
                Certainty::Kept(slot) => joined.required.push(slot),
                Certainty::Uncertain => {}
            }
        }
        joined
    }

    fn state(&mut self, joined: Joined) -> State {
        let quantity = joined.own.and_then(|own| self.draw(own));
        State { quantity, certain: joined.certain, required: joined.required, kept: joined.kept }
    }

    pub(super) fn reach(&self, initiative: &Initiative, required: &[&Known]) -> (f64, f64) {
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
