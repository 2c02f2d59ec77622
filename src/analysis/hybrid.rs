//! Models between a plan and its revision: some components already changed, the others not yet.

use super::lineage::{Component, FamilyKind, Positions};
use super::shapley::Changed;
use crate::distributions::{Mixing, MixingRow};
use crate::fiscal::FiscalYear;
use crate::model::{Driver, Group, Initiative, Model, Overlap, Spread, Stream, Uncertain};

/// The two aligned models and their families.
pub(super) struct Hybrids<'m> {
    plan: &'m Model,
    /// The revision, with what both models draw in its lists.
    revised: Model,
    /// The same without initiatives and all that is told in words.
    frame: Model,
    families: &'m [Positions],
    /// Where the periods differ, the first of the years that both have.
    first_common: Option<FiscalYear>,
}

/// Where an initiative of a hybrid comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Plan(usize),
    Revised(usize),
    Both(usize, usize),
}

impl<'m> Hybrids<'m> {
    pub(super) fn new(
        plan: &'m Model,
        revised: &Model,
        families: &'m [Positions],
        first_common: Option<FiscalYear>,
    ) -> Self {
        let revised = behind(plan, revised);
        let frame = Model {
            title: String::new(),
            policies: Vec::new(),
            editions: Vec::new(),
            initiatives: Vec::new(),
            overlaps: Vec::new(),
            classes: Vec::new(),
            not_modelled: Vec::new(),
            spread: Spread::default(),
            found: Vec::new(),
            accepts: Vec::new(),
            ..revised.clone()
        };
        Self { plan, revised, frame, families, first_common }
    }

    /// The model in which `changed` is as in the revision, everything else as in the plan.
    pub(super) fn model(&self, changed: Changed) -> Model {
        let known = if changed.has(Component::Actuals) { &self.revised } else { self.plan };
        let assumed = if changed.has(Component::Assumptions) { &self.revised } else { self.plan };
        let stated = if changed.has(Component::Amounts) { &self.revised } else { self.plan };
        let mut members: Vec<(Source, Initiative)> =
            self.families.iter().flat_map(|family| self.members(family, changed)).collect();
        members.retain(|(source, initiative)| self.matters(*source, initiative));
        members.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let sources: Vec<Source> = members.iter().map(|(source, _)| *source).collect();
        let mut initiatives: Vec<Initiative> = members.into_iter().map(|(_, initiative)| initiative).collect();
        let required = self.required(changed, &sources);
        initiatives.iter_mut().zip(required).for_each(|(initiative, required)| initiative.requires = required);
        let overlaps = self.overlaps(assumed, changed, &sources);
        let mut policies = known.policies.clone();
        let assumptions = assumed.policies.iter().zip(&self.revised.policies);
        for (policy, (assumed, revised)) in policies.iter_mut().zip(assumptions) {
            policy.targets = revised.targets.clone();
            (policy.open_years, policy.made_good) = (assumed.open_years, assumed.made_good);
        }
        Model {
            // After the last year of the plan editions read what they assume in place of amounts.
            period: stated.period,
            as_of: known.as_of,
            policies,
            editions: assumed.editions.clone(),
            initiatives,
            overlaps,
            ..self.frame.clone()
        }
    }

    /// The components that change anything: the others leave both the plan and the revision as they are.
    pub(super) fn active(&self) -> Vec<Component> {
        let all = Changed::EVERYTHING;
        let [plan, revised] = [Changed::NONE, all].map(|changed| self.model(changed));
        let changes =
            |c: &Component| self.model(Changed::NONE.with(*c)) != plan || self.model(all.without(*c)) != revised;
        Component::ALL.into_iter().filter(changes).collect()
    }

    fn members(&self, family: &Positions, changed: Changed) -> Vec<(Source, Initiative)> {
        let before = || family.before.iter().map(|p| (Source::Plan(*p), self.of_plan(*p, changed))).collect();
        let after = || family.after.iter().map(|r| (Source::Revised(*r), self.of_revised(*r, changed))).collect();
        let switched = |component: Component| if changed.has(component) { after() } else { before() };
        match (family.kind, &family.before[..], &family.after[..]) {
            (FamilyKind::Continued, [p], [r]) => vec![(Source::Both(*p, *r), self.pair(*p, *r, changed))],
            (FamilyKind::Continued | FamilyKind::Merged, ..) => switched(Component::Merged),
            (FamilyKind::Ended, ..) => switched(Component::Ended),
            (FamilyKind::New, ..) => switched(Component::New),
        }
    }

    /// Whether an initiative has streams, or others require it.
    fn matters(&self, source: Source, initiative: &Initiative) -> bool {
        let required = |model: &Model, i: usize| model.initiatives.iter().any(|other| other.requires.contains(&i));
        !initiative.streams.is_empty()
            || match source {
                Source::Plan(p) => required(self.plan, p),
                Source::Revised(r) => required(&self.revised, r),
                Source::Both(p, r) => required(self.plan, p) || required(&self.revised, r),
            }
    }

    /// An initiative of the plan; its streams' records belong to the actuals.
    fn of_plan(&self, p: usize, changed: Changed) -> Initiative {
        let mut initiative = self.plan.initiatives[p].clone();
        if changed.has(Component::Actuals) {
            let after = self.revised.initiatives.iter().find(|i| i.id == initiative.id);
            initiative.streams.iter_mut().for_each(|s| s.actuals = records(after, s));
        }
        initiative
    }

    fn of_revised(&self, r: usize, changed: Changed) -> Initiative {
        let mut initiative = self.revised.initiatives[r].clone();
        if !changed.has(Component::Actuals) {
            let before = self.plan.initiatives.iter().find(|i| i.id == initiative.id);
            initiative.streams.iter_mut().for_each(|s| s.actuals = records(before, s));
        }
        initiative
    }

    /// An initiative that goes on: each of its parts from the plan or from the revision.
    fn pair(&self, p: usize, r: usize, changed: Changed) -> Initiative {
        let (before, after) = (&self.plan.initiatives[p], &self.revised.initiatives[r]);
        let [timing, amounts, assumptions] = [Component::Timing, Component::Amounts, Component::Assumptions]
            .map(|component| if changed.has(component) { after } else { before });
        let known = if changed.has(Component::Actuals) { after } else { before };
        let stream = |stream: &Stream| {
            let starts = start(after, stream).zip(start(before, stream));
            let moved = starts.filter(|starts| self.are_told(*starts)).map_or(0, |(a, b)| a.since(b));
            let shift = match (changed.has(Component::Timing), changed.has(Component::Amounts)) {
                (true, false) => moved,
                (false, true) => -moved,
                _ => 0,
            };
            let of = |initiative: &Initiative| initiative.streams.iter().find(|s| s.id == stream.id).cloned();
            let (timed, assumed) = (of(timing), of(assumptions));
            let timed = timed.as_ref().unwrap_or(stream);
            let assumed = assumed.as_ref().unwrap_or(stream);
            Stream {
                id: stream.id.clone(),
                kind: stream.kind,
                curve: stream.curve.shifted(shift),
                recurring: stream.recurring,
                delayed: timed.delayed,
                realisation: assumed.realisation,
                volatility: assumed.volatility,
                persistence: assumed.persistence,
                driver: assumed.driver,
                account: stream.account.clone(),
                general_fund_share: assumed.general_fund_share,
                spent_on_failure: assumed.spent_on_failure,
                actuals: records(Some(known), stream),
            }
        };
        Initiative {
            id: before.id.clone(),
            draws: assumptions.draws.clone(),
            shares: amounts.shares.clone(),
            delay: timing.delay,
            go_ahead: assumptions.go_ahead,
            made_good: assumptions.made_good,
            streams: amounts.streams.iter().map(stream).collect(),
            requires: Vec::new(),
            ..after.clone()
        }
    }

    /// By initiative of a hybrid, the positions of those that it requires. Requirements on initiatives that are there
    /// never go in a circle, since each model's do not; one on what stands in for another is left out where it would
    /// close one.
    fn required(&self, changed: Changed, sources: &[Source]) -> Vec<Vec<usize>> {
        let mut required: Vec<Vec<usize>> = vec![Vec::new(); sources.len()];
        let mut instead = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            let (of_plan, initiative) = match *source {
                Source::Plan(p) => (true, &self.plan.initiatives[p]),
                Source::Both(p, _) if !changed.has(Component::Assumptions) => (true, &self.plan.initiatives[p]),
                Source::Revised(r) | Source::Both(_, r) => (false, &self.revised.initiatives[r]),
            };
            for position in &initiative.requires {
                match is_there(*position, of_plan, sources) {
                    Some(found) => required[at].push(found),
                    None => instead.extend(self.stands_for(*position, of_plan, sources).into_iter().map(|r| (at, r))),
                }
            }
        }
        for (at, other) in instead {
            if !required[at].contains(&other) && !leads(&required, other, at) {
                required[at].push(other);
            }
        }
        required
    }

    /// Whether two first years with an amount tell a change of timing. Of plans with different periods the one that begins
    /// later says nothing of the years before: what both have from the first common year on goes on.
    fn are_told(&self, (after, before): (FiscalYear, FiscalYear)) -> bool {
        self.first_common.is_none_or(|first| after > first || before > first)
    }

    /// The positions in a hybrid of what stands for an initiative of one of the models.
    fn stands_for(&self, position: usize, of_plan: bool, sources: &[Source]) -> Vec<usize> {
        if let Some(found) = is_there(position, of_plan, sources) {
            return vec![found];
        }
        let side = |f: &Positions| if of_plan { f.before.clone() } else { f.after.clone() };
        let Some(family) = self.families.iter().find(|f| side(f).contains(&position)) else { return Vec::new() };
        let of_family = |source: &Source| match source {
            Source::Plan(p) => family.before.contains(p),
            Source::Revised(r) => family.after.contains(r),
            Source::Both(..) => false,
        };
        sources.iter().enumerate().filter(|(_, s)| of_family(s)).map(|(at, _)| at).collect()
    }

    /// The overlaps of one of the models, as far as two or more of their members are in the hybrid.
    fn overlaps(&self, assumed: &Model, changed: Changed, sources: &[Source]) -> Vec<Overlap> {
        let of_plan = !changed.has(Component::Assumptions);
        let mut taken: Vec<usize> = Vec::new();
        let mut overlaps = Vec::new();
        for overlap in &assumed.overlaps {
            let mut initiatives: Vec<usize> =
                overlap.initiatives.iter().flat_map(|i| self.stands_for(*i, of_plan, sources)).collect();
            initiatives.sort_unstable();
            initiatives.dedup();
            initiatives.retain(|i| !taken.contains(i));
            if initiatives.len() >= 2 {
                taken.extend(&initiatives);
                overlaps.push(Overlap { initiatives, share: overlap.share });
            }
        }
        overlaps
    }
}

/// The position in a hybrid of an initiative of one of the models, if it is there itself.
fn is_there(position: usize, of_plan: bool, sources: &[Source]) -> Option<usize> {
    let is = |source: &Source| match *source {
        Source::Plan(p) => of_plan && p == position,
        Source::Revised(r) => !of_plan && r == position,
        Source::Both(p, r) => position == if of_plan { p } else { r },
    };
    sources.iter().position(is)
}

/// Whether requirements lead from one initiative to another.
fn leads(required: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut reached = vec![from];
    let mut next = 0;
    while next < reached.len() {
        let more: Vec<usize> = required[reached[next]].iter().copied().filter(|r| !reached.contains(r)).collect();
        reached.extend(more);
        next += 1;
    }
    reached.contains(&to)
}

/// What an initiative records of a stream; what was recorded of one that it does not have stays as it is.
fn records(of: Option<&Initiative>, stream: &Stream) -> std::collections::BTreeMap<FiscalYear, crate::model::Actual> {
    let found = of.and_then(|i| i.streams.iter().find(|s| s.id == stream.id));
    found.unwrap_or(stream).actuals.clone()
}

/// The first year with an amount in the streams of an initiative that are of the same sort as `like`: that give or cost,
/// lasting or once. Streams of a sort are taken together, since a revision may split or join them.
fn start(initiative: &Initiative, like: &Stream) -> Option<FiscalYear> {
    let sort = |s: &Stream| (s.sign() > 0.0, s.recurring);
    let streams = initiative.streams.iter().filter(|s| sort(s) == sort(like));
    streams.filter_map(|s| s.curve.first_positive()).min()
}

/// Where things of the revision stand in the joint lists of both models: in the plan's place where they are the same
/// there, else behind the plan's.
struct Places {
    quantities: Vec<usize>,
    drivers: Vec<usize>,
    groups: Vec<usize>,
}

impl Places {
    fn new(plan: &Model, revised: &Model) -> Self {
        let place = |same: Option<usize>, own: usize, before: usize| same.unwrap_or(before + own);
        let group =
            |(g, of): (usize, &Group)| place(plan.groups.iter().position(|p| p.id == of.id), g, plan.groups.len());
        let driver =
            |(d, of): (usize, &Driver)| place(plan.drivers.iter().position(|p| p == of), d, plan.drivers.len());
        let quantity = |q: usize| {
            let same = |p: &usize| is_same_quantity(plan, *p, revised, q);
            place((0..plan.quantities.len()).find(same), q, plan.quantities.len())
        };
        Self {
            quantities: (0..revised.quantities.len()).map(quantity).collect(),
            drivers: revised.drivers.iter().enumerate().map(driver).collect(),
            groups: revised.groups.iter().enumerate().map(group).collect(),
        }
    }
}

/// Whether two quantities have the same name and distribution, and mix the same factors and normals.
fn is_same_quantity(plan: &Model, p: usize, revised: &Model, r: usize) -> bool {
    let (a, b) = (&plan.quantities[p], &revised.quantities[r]);
    if a.name != b.name || a.marginal != b.marginal {
        return false;
    }
    let factors = |model: &Model, row: &MixingRow| -> Vec<(String, f64)> {
        row.factors.iter().map(|(g, w)| (model.groups[*g].id.clone(), *w)).collect()
    };
    let own = |model: &Model, row: &MixingRow| -> Vec<(String, f64)> {
        row.own.iter().map(|(v, w)| (model.quantities[*v].name.clone(), *w)).collect()
    };
    let (x, y) = (&plan.mixing.rows[p], &revised.mixing.rows[r]);
    factors(plan, x) == factors(revised, y) && own(plan, x) == own(revised, y)
}

/// The revision with its quantities, drivers and groups in the joint lists of both models.
fn behind(plan: &Model, revised: &Model) -> Model {
    let places = Places::new(plan, revised);
    let moved = |value: Uncertain| match value {
        Uncertain::Quantity(q) => Uncertain::Quantity(places.quantities[q]),
        certain @ Uncertain::Certain(_) => certain,
    };
    let row = |row: &MixingRow| MixingRow {
        factors: row.factors.iter().map(|(g, w)| (places.groups[*g], *w)).collect(),
        own: row.own.iter().map(|(v, w)| (places.quantities[*v], *w)).collect(),
    };
    let mut out = revised.clone();
    out.policies.iter_mut().for_each(|policy| policy.made_good = moved(policy.made_good));
    for initiative in &mut out.initiatives {
        initiative.made_good = initiative.made_good.map(moved);
        initiative.go_ahead = moved(initiative.go_ahead);
        initiative.delay = moved(initiative.delay);
        for stream in &mut initiative.streams {
            stream.realisation = moved(stream.realisation);
            stream.driver = stream.driver.map(|d| places.drivers[d]);
        }
    }
    out.quantities.splice(0..0, plan.quantities.iter().cloned());
    out.drivers.splice(0..0, plan.drivers.iter().cloned());
    // The groups lend their names to common factors; their correlations are in the mixing.
    let groups = plan.groups.iter().chain(&revised.groups);
    out.groups = groups.map(|g| Group { members: Vec::new(), ..g.clone() }).collect();
    out.mixing = Mixing { rows: plan.mixing.rows.iter().cloned().chain(revised.mixing.rows.iter().map(row)).collect() };
    out.pairs = Vec::new();
    out
}
