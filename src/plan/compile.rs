//! Model → Plan.

use super::late::View;
use super::levels::{Levels, Owner};
use super::metrics::PolicyMetrics;
use super::reached::{Open, Reached};
use super::{
    Draw, DriverPlan, LevelKey, LevelPart, OutturnPlan, OverlapPlan, Plan, Reconciliation, Scope, SumPlan, Uncertainty,
    split_overlap,
};
use crate::distributions::{Marginal, MixingRow};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Basis, Initiative, Model, Stream, Uncertain};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn compile(model: &Model, reached: &Reached, uncertainty: Uncertainty, scope: &Scope) -> Plan {
    let counts = PolicyMetrics::of(model, scope);
    let counted = match scope {
        Scope::Allotted => Counted::Allotted,
        Scope::GoingOn => Counted::GoingOn,
        Scope::Full(_) | Scope::Results => Counted::Everything,
    };
    let mut compiler = Compiler {
        model,
        reached,
        counted,
        on: uncertainty == Uncertainty::On,
        border: border_matters(model),
        axis: model.period,
        read: BTreeSet::new(),
        views: BTreeSet::new(),
        levels: Levels::default(),
        drawn: vec![None; model.quantities.len()],
        quantities: Vec::new(),
        opened: BTreeMap::new(),
        drivers: BTreeMap::new(),
        driver_plans: Vec::new(),
        outturns: Vec::new(),
        carried: BTreeMap::new(),
        overlap_cells: vec![Vec::new(); model.overlaps.len()],
        overlap_of: overlap_of(model),
    };
    compiler.read = counts.levels().map(|level| compiler.canonical(level)).collect();
    compiler.views = compiler.read.iter().map(|l| View { year: l.year, as_of: l.as_of }).collect();
    compiler.carried = compiler.carried();
    // What records are counted from is worked out, though nothing else may read it.
    let own = compiler.carried.keys().map(|(_, year)| *year).chain(reached.streams_own_years());
    compiler.views.extend(own.map(|year| View { year, as_of: model.as_of }));
    compiler.axis = compiler.axis();
    compiler.policies_reached();
    let (initiatives, kept_states) = compiler.initiatives();
    let overlaps = compiler.overlaps();
    // Of what is allotted nobody reads a total, or targets met together.
    let is_read = !compiler.is_allotted();
    let sums = if is_read { compiler.totals() } else { Vec::new() };
    let metrics = compiler.metrics(&counts);
    let joint = if is_read { Compiler::joint(&metrics) } else { Vec::new() };
    let reconciliations = compiler.reconciliations(&counts);
    let measured = matches!(scope, Scope::Full(_));
    let (normals, factors, checks) = compiler.dependence(measured);
    Plan {
        axis: compiler.axis,
        columns: compiler.levels.columns,
        factors,
        quantities: compiler.quantities,
        normals,
        drivers: compiler.driver_plans,
        initiatives,
        kept_states,
        overlaps,
        outturns: compiler.outturns,
        sums,
        metrics,
        joint,
        averaged: averaged(&reconciliations),
        reconciliations,
        checks,
    }
}

/// Whether any one-off amount can move, so that it matters for open years too which years are closed.
fn border_matters(model: &Model) -> bool {
    let moves = |i: &&Initiative| i.delay != Uncertain::Certain(0.0) || !i.requires.is_empty();
    model.initiatives.iter().filter(moves).flat_map(|i| &i.streams).any(|s| !s.recurring && s.delayed)
}

/// By initiative, the overlap that it is in.
fn overlap_of(model: &Model) -> Vec<Option<usize>> {
    let mut of = vec![None; model.initiatives.len()];
    for (o, overlap) in model.overlaps.iter().enumerate() {
        overlap.initiatives.iter().for_each(|&i| of[i] = Some(o));
    }
    of
}

fn averaged(reconciliations: &[Reconciliation]) -> Vec<usize> {
    let sums = reconciliations.iter().flat_map(|r| &r.steps).map(|s| &s.sum);
    let columns: BTreeSet<usize> = sums.flat_map(|sum| &sum.terms).map(|(column, _)| *column).collect();
    columns.into_iter().collect()
}

/// What is counted of streams.
#[derive(Clone, Copy, PartialEq)]
enum Counted {
    Everything,
    /// Nothing that is still to come.
    GoingOn,
    /// Everything, and in closed years what they have of their policy's record.
    Allotted,
}

/// What is gathered on the way from a model to its plan.
pub(super) struct Compiler<'m> {
    pub(super) model: &'m Model,
    pub(super) reached: &'m Reached,
    counted: Counted,
    pub(super) on: bool,
    /// Whether it matters for one-off amounts of open years which years are closed.
    border: bool,
    pub(super) axis: Span,
    /// The levels that any effect reads.
    pub(super) read: BTreeSet<LevelKey>,
    /// Their years, each with what is known of it, and years that records are counted from.
    pub(super) views: BTreeSet<View>,
    pub(super) levels: Levels,
    /// Where each quantity of the model stands among those drawn.
    pub(super) drawn: Vec<Option<usize>>,
    /// The deviations of open records among those drawn, by name.
    pub(super) opened: BTreeMap<String, usize>,
    pub(super) quantities: Vec<Draw>,
    /// By driver and the year in which it is taken as 1.
    pub(super) drivers: BTreeMap<(usize, FiscalYear), usize>,
    pub(super) driver_plans: Vec<DriverPlan>,
    pub(super) outturns: Vec<OutturnPlan>,
    /// The levels of each overlap that any member reaches.
    pub(super) overlap_cells: Vec<Vec<LevelKey>>,
    /// By initiative.
    overlap_of: Vec<Option<usize>>,
    /// By policy and year, the recurring levels that are counted from what is given in that year.
    carried: BTreeMap<(usize, FiscalYear), Vec<LevelKey>>,
}

impl Compiler<'_> {
    /// The year before the plan period, the period, whatever else is read, and the anchor of yearly noise.
    fn axis(&self) -> Span {
        let years = self.views.iter().map(|v| v.year);
        let persists = |s: &Stream| s.volatility > 0.0 && s.persistence != 0.0;
        let any = self.model.initiatives.iter().flat_map(|i| &i.streams).any(persists);
        let years = years.chain(any.then_some(self.model.noise_from));
        let first = years.clone().fold(self.model.period.first.plus(-1), FiscalYear::min);
        Span { first, last: years.fold(self.model.period.last, FiscalYear::max) }
    }

    /// The same level under one name: a closed year as known now; an open one as known after the last record before it,
    /// which is all that open years go on from.
    pub(super) fn canonical(&self, level: LevelKey) -> LevelKey {
        let as_of = match level.as_of {
            as_of if self.border && level.part == LevelPart::OneOff => as_of,
            Some(as_of) if level.year < as_of => self.model.as_of,
            _ if level.part == LevelPart::OneOff => None,
            as_of => as_of.and_then(|a| self.reached.last_before(a)).map(|last| last.plus(1)),
        };
        LevelKey { as_of, ..level }
    }

    /// Whether streams count in closed years with what they have of their policy's record.
    pub(super) fn is_allotted(&self) -> bool {
        self.counted == Counted::Allotted
    }

    /// Whether open years count what is still to come.
    pub(super) fn counts_to_come(&self) -> bool {
        self.counted != Counted::GoingOn
    }

    /// Whether what initiatives give for a policy in a year is counted: not where a recorded actual stands.
    pub(super) fn is_open(&self, policy: usize, view: View) -> bool {
        self.is_allotted() || !(view.is_closed() && self.reached.policies[policy].contains_key(&view.year))
    }

    /// See the field.
    fn carried(&self) -> BTreeMap<(usize, FiscalYear), Vec<LevelKey>> {
        let mut carried: BTreeMap<_, Vec<LevelKey>> = BTreeMap::new();
        let recurring = self.read.iter().filter(|level| level.part == LevelPart::Recurring);
        for level in recurring.filter(|_| !self.is_allotted()) {
            let view = View { year: level.year, as_of: level.as_of };
            for p in 0..self.model.policies.len() {
                let Some((_, policy)) = self.reached.policy(p, view).filter(|_| self.stands_on_record(p, view)) else {
                    continue;
                };
                if let Some(own) = policy.record.own {
                    carried.entry((p, own)).or_default().push(*level);
                }
            }
        }
        carried
    }

    /// Whether a policy's level in a year is recorded or goes on from what is.
    fn stands_on_record(&self, policy: usize, view: View) -> bool {
        !self.is_open(policy, view) || self.model.policies[policy].goes_on_from_reached()
    }

    /// Puts what policies have recorded, and what goes on of it beside their streams, in their columns.
    fn policies_reached(&mut self) {
        let reached = self.reached;
        let views: Vec<View> = self.views.iter().copied().filter(|_| !self.is_allotted()).collect();
        let policies = if views.is_empty() { Vec::new() } else { self.by_id() };
        for p in policies {
            for &view in &views {
                let Some((_, policy)) = reached.policy(p, view).filter(|_| self.stands_on_record(p, view)) else {
                    continue;
                };
                let owner = Owner::Policy(p);
                if self.is_open(p, view) {
                    self.recorded(policy.rest, &policy.rest_open, owner, view.level(LevelPart::Recurring));
                } else {
                    let record = &policy.record;
                    self.recorded(record.since, &record.open, owner, view.level(LevelPart::Recurring));
                    self.recorded(record.one_off, &record.one_off_open, owner, view.level(LevelPart::OneOff));
                }
            }
        }
    }

    /// Adds a recorded amount and what is open of it.
    pub(super) fn recorded(&mut self, amount: f64, open: &Open, owner: Owner, level: LevelKey) {
        if (amount == 0.0 && open.is_empty()) || !self.read.contains(&level) {
            return;
        }
        let column = self.levels.column(owner, level);
        self.levels.add(column, amount);
        for (name, sd) in open.iter().filter(|_| self.on) {
            self.levels.mark(column, *sd);
            match self.outturns.iter_mut().find(|o| o.name == *name) {
                Some(outturn) => outturn.into.push((column, *sd)),
                None => self.outturns.push(OutturnPlan { name: name.clone(), into: vec![(column, *sd)] }),
            }
        }
    }

    /// The certain value of a quantity, if it is certain; `planned` is what the plan states for it.
    pub(super) fn certain(&self, value: Uncertain, planned: f64) -> Option<f64> {
        match value {
            Uncertain::Certain(value) => Some(value),
            Uncertain::Quantity(_) if !self.on => Some(planned),
            Uncertain::Quantity(_) => None,
        }
    }

    pub(super) fn draw(&mut self, value: Uncertain) -> Option<usize> {
        let Uncertain::Quantity(q) = value else { return None };
        if self.drawn[q].is_none() {
            let quantity = &self.model.quantities[q];
            let (name, marginal) = (quantity.name.clone(), quantity.marginal.clone());
            // The row is set when it is known which factors and normals are drawn.
            self.quantities.push(Draw { name, row: MixingRow::default(), marginal, checks: Vec::new() });
            self.drawn[q] = Some(self.quantities.len() - 1);
        }
        self.drawn[q]
    }

    /// The deviation of an open record: a standard normal.
    pub(super) fn deviation(&mut self, name: &str) -> usize {
        let next = self.quantities.len();
        let quantity = *self.opened.entry(name.to_owned()).or_insert(next);
        if quantity == next {
            let marginal = Marginal::Normal { mean: 0.0, sd: 1.0 };
            self.quantities.push(Draw {
                name: name.to_owned(),
                row: MixingRow::default(),
                marginal,
                checks: Vec::new(),
            });
        }
        quantity
    }

    /// Where one unit of what an initiative gives to a policy goes: the columns of the policy, or the initiative's own in an
    /// overlap, whose cut is then divided among its policies by share.
    pub(super) fn owners(&self, i: usize, policy: usize, level: LevelKey) -> Vec<(Owner, LevelKey, f64)> {
        let whole = |p: usize| self.counted_for(p, level).into_iter().map(move |level| (Owner::Policy(p), level));
        if self.overlap(i).is_none() {
            return whole(policy).map(|(owner, level)| (owner, level, 1.0)).collect();
        }
        let mut owners = Vec::new();
        if self.reaches_overlap(i, level) {
            owners.push((Owner::Member(i), level, 1.0));
        }
        for &(p, share) in &self.model.initiatives[i].shares {
            let beside = f64::from(u8::from(p == policy)) - share;
            if beside != 0.0 {
                owners.extend(whole(p).map(|(owner, level)| (owner, level, beside)));
            }
        }
        owners
    }

    /// The levels of a policy that count what is given to it at a level: itself, unless a record stands there, and those
    /// whose record is counted from it.
    pub(super) fn counted_for(&self, policy: usize, level: LevelKey) -> Vec<LevelKey> {
        let view = View { year: level.year, as_of: level.as_of };
        let itself = (self.is_open(policy, view) && self.read.contains(&level)).then_some(level);
        let counted = level.part == LevelPart::Recurring || self.model.recorded_on == Basis::YearOnYear;
        let carried = self.carried.get(&(policy, level.year)).filter(|_| counted && view.is_closed());
        itself.into_iter().chain(carried.into_iter().flatten().copied()).collect()
    }

    fn overlap(&self, i: usize) -> Option<usize> {
        self.overlap_of[i]
    }

    /// Whether anything counts what the members of an initiative's overlap give at a level.
    fn reaches_overlap(&self, i: usize, level: LevelKey) -> bool {
        let members = self.overlap(i).map(|o| &self.model.overlaps[o].initiatives);
        let policies = members.into_iter().flatten().flat_map(|m| &self.model.initiatives[*m].shares);
        policies.into_iter().any(|(p, _)| !self.counted_for(*p, level).is_empty())
    }

    pub(super) fn note_overlap(&mut self, i: usize, level: LevelKey) {
        if let Some(o) = self.overlap(i)
            && !self.overlap_cells[o].contains(&level)
        {
            self.overlap_cells[o].push(level);
        }
    }

    pub(super) fn overlaps(&mut self) -> Vec<OverlapPlan> {
        let model = self.model;
        let mut plans = Vec::new();
        for (o, overlap) in model.overlaps.iter().enumerate() {
            for level in std::mem::take(&mut self.overlap_cells[o]) {
                let members: Vec<usize> =
                    overlap.initiatives.iter().map(|&i| self.levels.column(Owner::Member(i), level)).collect();
                let into: Vec<Vec<(usize, f64)>> = overlap
                    .initiatives
                    .iter()
                    .map(|&i| {
                        let shares = model.initiatives[i].shares.iter();
                        let levels =
                            shares.flat_map(|&(p, s)| self.counted_for(p, level).into_iter().map(move |l| (p, l, s)));
                        let levels: Vec<(usize, LevelKey, f64)> = levels.collect();
                        levels.into_iter().map(|(p, l, s)| (self.levels.column(Owner::Policy(p), l), s)).collect()
                    })
                    .collect();
                if members.iter().any(|&m| self.levels.columns[m].uncertain) {
                    for (targets, member) in into.iter().zip(&members) {
                        let size = self.levels.columns[*member].size;
                        targets.iter().for_each(|(column, share)| self.levels.mark(*column, share * size));
                    }
                    plans.push(OverlapPlan { share: overlap.share, members, into });
                } else {
                    let mut levels: Vec<f64> = members.iter().map(|&m| self.levels.columns[m].initial).collect();
                    split_overlap(overlap.share, &mut levels, &mut vec![0; members.len()]);
                    for (targets, level) in into.iter().zip(levels) {
                        targets.iter().for_each(|(column, share)| self.levels.add(*column, share * level));
                    }
                }
            }
        }
        plans
    }

    /// The policies in the order of their ids.
    fn by_id(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.model.policies.len()).collect();
        order.sort_by(|&a, &b| self.model.policies[a].id.cmp(&self.model.policies[b].id));
        order
    }

    /// The columns of the total. Policies are added in the order of their ids, so that the file's order changes nothing.
    pub(super) fn totals(&mut self) -> Vec<SumPlan> {
        let order = self.by_id();
        let mut sums = Vec::new();
        for view in self.views.clone() {
            for part in [LevelPart::Recurring, LevelPart::OneOff] {
                let level = view.level(part);
                let columns = order.iter().filter_map(|&p| self.levels.find(Owner::Policy(p), level));
                let columns: Vec<usize> = columns.collect();
                if columns.is_empty() {
                    continue;
                }
                let column = self.levels.column(Owner::Total, level);
                for &c in columns.iter().filter(|&&c| !self.levels.columns[c].uncertain).collect::<Vec<_>>() {
                    let initial = self.levels.columns[c].initial;
                    self.levels.add(column, initial);
                }
                let of: Vec<usize> = columns.into_iter().filter(|&c| self.levels.columns[c].uncertain).collect();
                if !of.is_empty() {
                    let size = of.iter().map(|&c| self.levels.columns[c].size).sum();
                    self.levels.mark(column, size);
                    sums.push(SumPlan { column, of });
                }
            }
        }
        sums
    }
}
