//! Whether each initiative goes ahead and how late it is, with the initiatives it requires.

use super::compile::Compiler;
use super::late::View;
use super::reached::topological;
use super::{InitiativePlan, Required, State, StreamPlan};
use crate::distributions::normal;
use crate::fiscal::FiscalYear;
use crate::model::{Initiative, Uncertain};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of an initiative's state before any draw, the initiatives it requires included.
#[derive(Clone, Default)]
pub(super) struct KnownState {
    pub(super) go: Certainty,
    pub(super) delay: Certainty,
    /// The least and greatest delay.
    pub(super) reach: (f64, f64),
    /// Whether the delay is a whole number of years, whatever is drawn.
    pub(super) whole: bool,
    /// Where the whole years by which one-off amounts are late are kept.
    pub(super) slip: Option<usize>,
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

/// A required initiative, as far as it is known.
#[derive(Clone, Copy)]
pub(super) struct Requirement<'k> {
    pub(super) known: &'k KnownState,
    /// Whether a record shows that it has gone ahead.
    pub(super) begun: bool,
}

/// The states of an initiative that hang on the same knowledge of those that it requires.
struct Variant {
    known: KnownState,
    /// What is known of each that it requires: its variant, and whether it has begun.
    requires: Vec<(usize, bool)>,
}

/// A state of an initiative joined with that of those it requires, before it is known whether anything reads it.
struct Joined {
    /// What is drawn for the initiative itself.
    own: Option<Uncertain>,
    /// The certain part.
    certain: f64,
    /// The kept states that it is joined with.
    required: Vec<Required>,
    /// Where it is kept for others.
    kept: Option<usize>,
}

impl Joined {
    /// Nothing but its value where it is certain; else the state, kept in the next slot where others require it.
    fn settle(mut self, slots: Option<&mut usize>) -> (Option<Self>, Certainty) {
        if self.own.is_none() && self.required.is_empty() {
            return (None, Certainty::Certain(self.certain));
        }
        self.kept = slots.map(next);
        let certainty = self.kept.map_or(Certainty::Uncertain, Certainty::Kept);
        (Some(self), certainty)
    }
}

/// The next slot.
pub(super) fn next(slots: &mut usize) -> usize {
    *slots += 1;
    *slots - 1
}

impl Compiler<'_> {
    pub(super) fn initiatives(&mut self) -> (Vec<InitiativePlan>, usize) {
        let model = self.model;
        let knowledge: BTreeSet<Option<FiscalYear>> = self.views.iter().map(|view| view.as_of).collect();
        let mut is_required = vec![false; model.initiatives.len()];
        model.initiatives.iter().flat_map(|i| &i.requires).for_each(|&r| is_required[r] = true);
        let slipping = self.slipping();
        let mut variants: Vec<Vec<Variant>> = model.initiatives.iter().map(|_| Vec::new()).collect();
        let mut at: Vec<BTreeMap<Option<FiscalYear>, usize>> = vec![BTreeMap::new(); model.initiatives.len()];
        let (mut plans, mut kept) = (Vec::new(), 0);
        for i in topological(&model.initiatives) {
            for &as_of in &knowledge {
                let begun = |r: &usize| self.reached.has_gone_ahead(model, *r, as_of);
                let requires = model.initiatives[i].requires.iter().map(|r| (at[*r][&as_of], begun(r))).collect();
                let known = variants[i].iter().position(|variant| variant.requires == requires);
                let variant = known.unwrap_or(variants[i].len());
                at[i].insert(as_of, variant);
                if known.is_none() {
                    variants[i].push(Variant { known: KnownState::default(), requires });
                }
            }
            for v in 0..variants[i].len() {
                let views: Vec<View> = self.views.iter().copied().filter(|view| at[i][&view.as_of] == v).collect();
                let requirements = || {
                    let pairs = model.initiatives[i].requires.iter().zip(&variants[i][v].requires);
                    pairs.map(|(r, &(variant, begun))| Requirement { known: &variants[*r][variant].known, begun })
                };
                let requirements: Vec<Requirement> = requirements().collect();
                let slots = is_required[i].then_some(&mut kept);
                let (plan, known) = self.initiative(i, &requirements, &views, slots, slipping[i]);
                plans.extend(plan);
                variants[i][v].known = known;
            }
        }
        (plans, kept)
    }

    /// An initiative for some views that know the same of what it requires; nothing to simulate where all is certain.
    fn initiative(
        &mut self,
        i: usize,
        required: &[Requirement],
        views: &[View],
        mut slots: Option<&mut usize>,
        slips: bool,
    ) -> (Option<InitiativePlan>, KnownState) {
        let initiative = &self.model.initiatives[i];
        let is_required = slots.is_some();
        let ([go_ahead, delay], mut own) = self.states(initiative, required, slots.as_deref_mut());
        let slip = (slips && !own.whole).then(|| self.slip(initiative, required, slots));
        own.slip = slip.as_ref().and_then(|slip| slip.kept);
        let streams: Vec<StreamPlan> =
            (0..initiative.streams.len()).flat_map(|s| self.stream(i, s, &own, views)).collect();
        // A state is drawn only where something reads it.
        let read = [
            is_required || streams.iter().any(|s| s.needs_go_ahead),
            is_required || streams.iter().any(|s| s.first_delay.is_some()),
        ];
        let go_ahead = go_ahead.filter(|_| read[0]).map(|joined| self.state(joined));
        let delay = delay.filter(|_| read[1]).map(|joined| self.state(joined));
        let slip = slip.filter(|slip| slip.kept.is_some() || streams.iter().any(|s| s.slips));
        let idle = streams.is_empty() && go_ahead.is_none() && delay.is_none() && slip.is_none();
        let (id, draws) = (initiative.id.clone(), initiative.draws.clone());
        ((!idle).then_some(InitiativePlan { id, draws, go_ahead, delay, slip, streams }), own)
    }

    /// Whether an initiative goes ahead and how late it is, each joined with what it requires (nothing where certain), and
    /// what is known of both; `slots` counts the states that are kept, where others require this one.
    fn states(
        &self,
        initiative: &Initiative,
        required: &[Requirement],
        slots: Option<&mut usize>,
    ) -> ([Option<Joined>; 2], KnownState) {
        // Who has begun has gone ahead.
        let go = required.iter().filter(|r| !r.begun).map(|r| (r.known.go, false));
        let go = self.joined(initiative.go_ahead, 1.0, go, |a, b| a * b, 1.0);
        // What certainly does not go ahead does not, whatever else is drawn.
        let go = if go.certain == 0.0 { Joined { own: None, required: Vec::new(), ..go } } else { go };
        let delays = required.iter().map(|r| (r.known.delay, r.begun));
        let delay = self.joined(initiative.delay, 0.0, delays, f64::max, f64::NEG_INFINITY);
        let mut slots = slots;
        let [(go, of_go), (delay, of_delay)] = [go, delay].map(|joined| joined.settle(slots.as_deref_mut()));
        let whole = self.is_whole(initiative.delay) && required.iter().all(|r| r.known.whole);
        let reach = self.reach(initiative, required);
        ([go, delay], KnownState { go: of_go, delay: of_delay, reach, whole, slip: None })
    }

    /// A state of an initiative joined with that of those it requires.
    fn joined(
        &self,
        own: Uncertain,
        planned: f64,
        required: impl Iterator<Item = (Certainty, bool)>,
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
        for (part, begun) in required {
            match part {
                Certainty::Certain(value) => joined.certain = join(joined.certain, at_most(value, begun)),
                Certainty::Kept(slot) => joined.required.push(Required { slot, begun }),
                Certainty::Uncertain => {}
            }
        }
        joined
    }

    fn state(&mut self, joined: Joined) -> State {
        let quantity = joined.own.and_then(|own| self.draw(own));
        State { quantity, certain: joined.certain, required: joined.required, kept: joined.kept }
    }

    pub(super) fn reach(&self, initiative: &Initiative, required: &[Requirement]) -> (f64, f64) {
        let own = match (self.certain(initiative.delay, 0.0), initiative.delay) {
            (None, Uncertain::Quantity(q)) => {
                let marginal = &self.model.quantities[q].marginal;
                (marginal.quantile(-normal::REACH), marginal.quantile(normal::REACH))
            }
            (certain, _) => (certain.unwrap_or(0.0), certain.unwrap_or(0.0)),
        };
        required.iter().fold(own, |(low, high), r| {
            (low.max(at_most(r.known.reach.0, r.begun)), high.max(at_most(r.known.reach.1, r.begun)))
        })
    }
}

/// A delay; of an initiative that has begun at most 0.
pub(super) fn at_most(delay: f64, begun: bool) -> f64 {
    if begun { delay.min(0.0) } else { delay }
}
