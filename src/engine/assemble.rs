//! Plans → graph: the order of a simulation, written down as nodes. Draws, levels and effects that plans have in
//! common become the same nodes.

use super::graph::{Exactly, Graph, Id, Join, Node};
use super::sources::{Sources, whole_years};
use crate::distributions::{Marginal, MixingRow};
use crate::plan::{Delay, InitiativePlan, Link, NoisePlan, Plan, Slip, State, StreamPlan, Sum, YearPlan};
use std::collections::HashMap;

/// A column of which the distribution is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Counted {
    pub(super) node: Id,
    /// See [`crate::plan::Column::size`].
    pub(super) size: Exactly,
}

/// A counted column held against a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Held {
    /// The position of the counted column.
    pub(super) spread: usize,
    pub(super) target: Exactly,
}

/// One of several targets that are met together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Together {
    /// Met in some trials: the position of what is held against it.
    Held(usize),
    /// Met in all trials or in none.
    Certain(bool),
}

/// The correlation among some quantities, of latents and of values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Check {
    pub(super) members: u32,
    pub(super) sums: [Option<Id>; 2],
}

/// What is counted, each thing once.
#[derive(Debug)]
pub(super) struct Distinct<T> {
    pub(super) all: Vec<T>,
    known: HashMap<T, usize>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { all: Vec::new(), known: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Distinct<T> {
    fn position(&mut self, item: T) -> usize {
        let all = &mut self.all;
        *self.known.entry(item).or_insert_with_key(|item| {
            all.push(item.clone());
            all.len() - 1
        })
    }
}

/// Where the counts of one plan stand among those of all.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// By metric; nothing for certain ones.
    pub(super) metrics: Vec<Option<usize>>,
    pub(super) joint: Vec<usize>,
    pub(super) averages: Vec<usize>,
    pub(super) checks: Vec<usize>,
}

/// The graph of some plans and what is counted of it.
#[derive(Default)]
pub(super) struct Assembly {
    pub(super) graph: Graph,
    pub(super) spreads: Distinct<Counted>,
    pub(super) against: Distinct<Held>,
    pub(super) joints: Distinct<Vec<Together>>,
    pub(super) averages: Distinct<Counted>,
    pub(super) checks: Distinct<Check>,
    pub(super) views: Vec<View>,
    /// By node, whether anything discrete bears on it.
    pub(super) jumps: Vec<bool>,
}

impl Assembly {
    /// The graph of some plans, whose names are put among `sources`.
    pub(super) fn of(plans: &[&Plan], sources: &mut Sources) -> Self {
        let mut assembly = Self::default();
        plans.iter().for_each(|plan| assembly.add(plan, sources));
        assembly.jumps = jumps(&assembly.graph, sources);
        assembly
    }

    fn add(&mut self, plan: &Plan, sources: &mut Sources) {
        let mut assembler = Assembler::new(plan, &mut self.graph, sources);
        assembler.simulation();
        let Assembler { levels, checks, .. } = assembler;
        let mut view = View::default();
        for metric in &plan.metrics {
            view.metrics.push((!metric.sum.is_certain()).then(|| {
                let node = effect(&mut self.graph, &metric.sum, &levels);
                let spread = self.spreads.position(Counted { node, size: Exactly(metric.sum.size) });
                // What has no target is counted against 0, which nobody reads.
                self.against.position(Held { spread, target: Exactly(metric.target.unwrap_or(0.0)) })
            }));
        }
        for joint in &plan.joint {
            let member = |&m: &usize| match view.metrics[m] {
                Some(held) => Together::Held(held),
                None => Together::Certain(plan.metrics[m].is_met_for_certain()),
            };
            view.joint.push(self.joints.position(joint.metrics.iter().map(member).collect()));
        }
        for &column in &plan.averaged {
            let counted = Counted { node: levels[column], size: Exactly(plan.columns[column].size) };
            view.averages.push(self.averages.position(counted));
        }
        for (check, sums) in plan.checks.iter().zip(checks) {
            view.checks.push(self.checks.position(Check { members: check.members, sums }));
        }
        self.views.push(view);
    }
}

/// For each node, whether a discrete quantity is among what it is made from.
fn jumps(graph: &Graph, sources: &Sources) -> Vec<bool> {
    let mut jumps = vec![false; graph.nodes.len()];
    for (at, node) in graph.nodes.iter().enumerate() {
        let mut any = match node {
            Node::Draw { drawn, .. } => sources.drawn[*drawn].is_discrete(),
            Node::Quantile { drawn, .. } => matches!(sources.mixed[*drawn], Marginal::Steps(_)),
            // A one-off amount comes in one year or in another.
            Node::Slipped { .. } => true,
            _ => false,
        };
        node.inputs(|id| any |= jumps[id.index()]);
        jumps[at] = any;
    }
    jumps
}

/// The column of an effect: a level itself, where it is nothing but that.
fn effect(graph: &mut Graph, sum: &Sum, levels: &[Id]) -> Id {
    match (&sum.terms[..], sum.constant) {
        ([(column, 1.0)], 0.0) => levels[*column],
        (terms, constant) => {
            let terms = terms.iter().map(|(column, weight)| (levels[*column], Exactly(*weight))).collect();
            graph.node(Node::Effect { constant: Exactly(constant), terms })
        }
    }
}

struct Assembler<'a> {
    plan: &'a Plan,
    graph: &'a mut Graph,
    sources: &'a mut Sources,
    whole_years: Vec<bool>,
    /// The last node of each level column.
    levels: Vec<Id>,
    /// By driver and year of the axis.
    drivers: Vec<Vec<Option<Id>>>,
    kept: Vec<Id>,
    /// By quantity, once it is drawn: several states can hang on one.
    drawn: Vec<Option<Id>>,
    /// For each check, for latents and for values, the last node of Σ u.
    checks: Vec<[Option<Id>; 2]>,
}

impl<'a> Assembler<'a> {
    fn new(plan: &'a Plan, graph: &'a mut Graph, sources: &'a mut Sources) -> Self {
        let levels = plan.columns.iter().map(|column| graph.constant(column.initial)).collect();
        let kept = vec![graph.constant(0.0); plan.kept_states];
        Self {
            plan,
            graph,
            sources,
            whole_years: whole_years(plan),
            levels,
            drivers: Vec::new(),
            kept,
            drawn: vec![None; plan.quantities.len()],
            checks: vec![[None; 2]; plan.checks.len()],
        }
    }

    fn simulation(&mut self) {
        let plan = self.plan;
        self.drivers = plan.drivers.iter().map(|_| vec![None; plan.axis.len()]).collect();
        (0..plan.drivers.len()).for_each(|d| self.driver(d));
        (0..plan.initiatives.len()).for_each(|i| self.initiative(i));
        for outturn in &plan.outturns {
            let z = self.normal(&outturn.name);
            for &(column, amount) in &outturn.into {
                self.book(column, amount, z);
            }
        }
        self.overlaps();
        for sum in &plan.sums {
            for &part in &sum.of {
                self.book(sum.column, 1.0, self.levels[part]);
            }
        }
    }

    fn book(&mut self, column: usize, share: f64, value: Id) {
        self.levels[column] = self.graph.sum(self.levels[column], share, value);
    }

    fn normal(&mut self, name: &str) -> Id {
        let source = self.sources.named(name);
        self.graph.node(Node::Draw { source, drawn: Sources::NORMAL })
    }

    fn driver(&mut self, d: usize) {
        let driver = &self.plan.drivers[d];
        let mut chain = self.graph.constant(0.0);
        for step in &driver.steps {
            let z = self.normal(&step.name);
            let (drift, sigma) = (Exactly(step.drift), Exactly(driver.sigma));
            chain = self.graph.node(Node::Walk { chain, drift, sigma, z });
            if let Some(year) = step.year {
                let exp = Node::Exp { of: chain, shift: Exactly(0.0), factor: Exactly(1.0) };
                self.drivers[d][year] = Some(self.graph.node(exp));
            }
        }
    }

    /// A quantity.
    fn draw(&mut self, quantity: usize) -> Id {
        if let Some(known) = self.drawn[quantity] {
            return known;
        }
        let value = self.draw_anew(quantity);
        self.drawn[quantity] = Some(value);
        value
    }

    fn draw_anew(&mut self, quantity: usize) -> Id {
        let draw = &self.plan.quantities[quantity];
        let own = match (&draw.row.factors[..], &draw.row.own[..]) {
            // Whether its correlation is measured must not matter: a blend of plans measures none, and draws the same.
            ([], [(normal, 1.0)]) => Some(*normal),
            _ => None,
        };
        let value = match own {
            Some(normal) => {
                let source = self.sources.named(&self.plan.normals[normal]);
                self.graph.node(Node::Draw { source, drawn: self.sources.drawn(&draw.marginal) })
            }
            None => {
                let of = self.latent(&draw.row);
                self.graph.node(Node::Quantile { of, drawn: self.sources.mixed(&draw.marginal) })
            }
        };
        if !draw.checks.is_empty() {
            let latent = match own {
                Some(normal) => self.normal(&self.plan.normals[normal]),
                None => self.latent(&draw.row),
            };
            let (mean, sd) = (draw.marginal.mean(), draw.marginal.variance().sqrt());
            for &check in &draw.checks {
                let [of_latents, of_values] = self.checks[check];
                let mut standardised = |to, of, mean, per_sd| {
                    Some(self.graph.node(Node::Standardised { to, of, mean: Exactly(mean), per_sd: Exactly(per_sd) }))
                };
                let sums = [standardised(of_latents, latent, 0.0, 1.0), standardised(of_values, value, mean, 1.0 / sd)];
                self.checks[check] = sums;
            }
        }
        value
    }

    /// The mixed latent of a quantity.
    fn latent(&mut self, row: &MixingRow) -> Id {
        let plan = self.plan;
        let mut of = |list: &[(usize, f64)], names: &[String]| -> Vec<(Id, Exactly)> {
            list.iter().map(|(at, weight)| (self.normal(&names[*at]), Exactly(*weight))).collect()
        };
        let (factors, own) = (of(&row.factors, &plan.factors), of(&row.own, &plan.normals));
        self.graph.node(Node::Mix { factors, own })
    }

    fn initiative(&mut self, i: usize) {
        let plan = self.plan;
        let initiative: &InitiativePlan = &plan.initiatives[i];
        let go = initiative.go_ahead.as_ref().map(|state| self.state(state, 1.0, Join::Product));
        let delay = initiative.delay.as_ref().map(|state| self.state(state, f64::NEG_INFINITY, Join::Greatest));
        let slip = initiative.slip.as_ref().map(|slip| self.slip(slip));
        for stream in &initiative.streams {
            let late = if stream.slips { slip } else { delay };
            self.stream(stream, go, late, stream.slips || self.whole_years[i]);
        }
    }

    /// The whole years by which one-off amounts are late.
    fn slip(&mut self, slip: &Slip) -> Id {
        let by = self.normal(&slip.name);
        let mut delay = self.delay(slip.own);
        let mut whole = self.graph.node(Node::Slipped { delay, by });
        for required in &slip.required {
            let theirs = self.delay(required.delay);
            let slipped = required.slip.map_or(theirs, |slot| self.kept[slot]);
            let [theirs, slipped] = [theirs, slipped].map(|state| self.at_most(state, required.begun));
            whole = self.graph.node(Node::OfGreater { of: [whole, slipped], delays: [delay, theirs] });
            delay = self.graph.node(Node::Joined { join: Join::Greatest, a: delay, b: theirs });
        }
        if let Some(kept) = slip.kept {
            self.kept[kept] = whole;
        }
        whole
    }

    fn delay(&mut self, delay: Delay) -> Id {
        match (delay.quantity, delay.kept) {
            (Some(quantity), _) => self.draw(quantity),
            (None, Some(slot)) => self.kept[slot],
            (None, None) => self.graph.constant(delay.certain),
        }
    }

    /// A delay; of an initiative that has begun at most 0.
    fn at_most(&mut self, delay: Id, begun: bool) -> Id {
        if !begun {
            return delay;
        }
        let b = self.graph.constant(0.0);
        self.graph.node(Node::Joined { join: Join::Least, a: delay, b })
    }

    /// A state joined with what it requires. Joining with `neutral` changes nothing.
    fn state(&mut self, state: &State, neutral: f64, join: Join) -> Id {
        let certain = (state.certain != neutral).then(|| self.graph.constant(state.certain));
        let required = state.required.iter().map(|r| self.at_most(self.kept[r.slot], r.begun)).collect::<Vec<_>>();
        let mut value = state.quantity.map(|quantity| self.draw(quantity));
        for b in certain.into_iter().chain(required) {
            value = Some(value.map_or(b, |a| self.graph.node(Node::Joined { join, a, b })));
        }
        let value = value.unwrap_or_else(|| self.graph.constant(neutral));
        if let Some(kept) = state.kept {
            self.kept[kept] = value;
        }
        value
    }

    fn stream(&mut self, stream: &StreamPlan, go: Option<Id>, delay: Option<Id>, whole: bool) {
        let mut base = stream.realisation.map(|quantity| self.draw(quantity));
        if let Some(b) = stream.made_good.map(|quantity| self.draw(quantity)) {
            base = Some(base.map_or(b, |a| self.graph.node(Node::Joined { join: Join::Product, a, b })));
        }
        if let Some(b) = go.filter(|_| stream.needs_go_ahead) {
            base = Some(base.map_or(b, |a| self.graph.node(Node::Joined { join: Join::Product, a, b })));
        }
        let base = base.unwrap_or_else(|| self.graph.constant(1.0));
        let late = stream.first_delay.zip(delay).map(|(first, delay)| {
            let first = Exactly(first);
            let fraction = (!whole).then(|| self.graph.node(Node::Fraction { delay, first }));
            (self.graph.node(Node::Years { delay, first, whole }), fraction)
        });
        let Some(noise) = &stream.noise else {
            stream.years.iter().for_each(|year| self.year(stream, year, base, late, None));
            return;
        };
        let (before, from_anchor) = noise.around_anchor();
        let (mut chain, mut anchor) = (None, None);
        for link in from_anchor {
            self.link(stream, noise, link, &mut chain, base, late);
            anchor = anchor.or(chain);
        }
        let mut chain = anchor;
        before.iter().rev().for_each(|link| self.link(stream, noise, link, &mut chain, base, late));
    }

    /// The years of a stream that one link of its noise acts on.
    fn link(
        &mut self,
        stream: &StreamPlan,
        noise: &NoisePlan,
        link: &Link,
        chain: &mut Option<Id>,
        base: Id,
        late: Option<(Id, Option<Id>)>,
    ) {
        let noise = self.noise(noise, &link.name, !link.used.is_empty(), chain);
        let years = &stream.years[link.used.clone()];
        years.iter().for_each(|year| self.year(stream, year, base, late, noise));
    }

    /// One year's noise; nothing where no year uses it. What persists of it goes into `chain`.
    fn noise(&mut self, noise: &NoisePlan, name: &str, used: bool, chain: &mut Option<Id>) -> Option<Id> {
        if noise.persistence == 0.0 {
            let source = self.sources.named(name);
            let drawn = self.sources.noise(noise.sigma);
            return Some(self.graph.node(Node::Draw { source, drawn }));
        }
        let z = self.normal(name);
        let next = chain
            .map_or(z, |chain| self.graph.node(Node::Persist { chain, persistence: Exactly(noise.persistence), z }));
        *chain = Some(next);
        let (shift, factor) = (Exactly(-0.5 * noise.sigma * noise.sigma), Exactly(noise.sigma));
        used.then(|| self.graph.node(Node::Exp { of: next, shift, factor }))
    }

    /// Books one year of a stream.
    fn year(
        &mut self,
        stream: &StreamPlan,
        year: &YearPlan,
        base: Id,
        late: Option<(Id, Option<Id>)>,
        noise: Option<Id>,
    ) {
        let index = stream.driver.and_then(|driver| self.drivers[driver][year.year]);
        // A single share is part of the level, so that noise and level are added in one pass.
        let (folded, into) = match (&year.into[..], noise, stream.driver) {
            (&[(column, share)], Some(_), None) => (share, &[(column, 1.0)][..]),
            (into, ..) => (1.0, into),
        };
        let mut value = self.level(year, folded, base, late);
        for b in noise.into_iter().chain(index) {
            value = self.graph.node(Node::Times { a: value, b });
        }
        for &(column, share) in into {
            self.book(column, share, value);
        }
    }

    /// base · share · level at the delay.
    fn level(&mut self, year: &YearPlan, share: f64, base: Id, late: Option<(Id, Option<Id>)>) -> Id {
        let first = year.levels[0];
        let at = |level: &f64| Exactly(share * level);
        match late.filter(|_| year.levels.iter().any(|level| *level != first)) {
            None => self.graph.node(Node::Level { level: at(&first), base }),
            Some((years, fraction)) => {
                let levels = year.levels.iter().map(at).collect();
                self.graph.node(Node::Late { base, years, fraction, levels })
            }
        }
    }

    fn overlaps(&mut self) {
        let plan = self.plan;
        for overlap in &plan.overlaps {
            let members: Vec<Id> = overlap.members.iter().map(|column| self.levels[*column]).collect();
            let cut = |which| Node::Cut { share: Exactly(overlap.share), members: members.clone(), which };
            let cuts: Vec<Id> = (0..members.len()).map(|which| self.graph.node(cut(which))).collect();
            for (value, into) in cuts.into_iter().zip(&overlap.into) {
                into.iter().for_each(|&(column, share)| self.book(column, share, value));
            }
        }
    }
}
