//! Model → Plan.

use super::levels::{Levels, Owner};
use super::metrics::Counts;
use super::{
    Draw, DriverPlan, Level, OutturnPlan, OverlapPlan, Part, Plan, Reconciliation, Scope, SumPlan, Uncertainty,
    split_overlap,
};
use crate::dist::Row;
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Actual, Initiative, Model, Stream, Uncertain};
use std::collections::BTreeSet;

pub(super) fn compile(model: &Model, uncertainty: Uncertainty, scope: &Scope) -> Plan {
    let counts = Counts::of(model, scope);
    let mut compiler = Compiler {
        model,
        on: uncertainty == Uncertainty::On,
        border: border_matters(model),
        axis: model.period,
        read: BTreeSet::new(),
        views: BTreeSet::new(),
        levels: Levels::default(),
        drawn: vec![None; model.quantities.len()],
        quantities: Vec::new(),
        drivers: vec![None; model.drivers.len()],
        driver_plans: Vec::new(),
        outturns: Vec::new(),
        overlap_cells: vec![Vec::new(); model.overlaps.len()],
    };
    compiler.read = counts.levels().map(|level| compiler.canonical(level)).collect();
    compiler.views = compiler.read.iter().map(|l| View { year: l.year, as_of: l.as_of }).collect();
    compiler.axis = compiler.axis();
    compiler.closed_years();
    let (initiatives, kept_states) = compiler.initiatives();
    let overlaps = compiler.overlaps();
    let sums = compiler.totals();
    let metrics = compiler.metrics(&counts);
    let joint = Compiler::joint(&metrics);
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

fn averaged(reconciliations: &[Reconciliation]) -> Vec<usize> {
    let sums = reconciliations.iter().flat_map(|r| &r.steps).map(|s| &s.sum);
    let columns: BTreeSet<usize> = sums.flat_map(|sum| &sum.terms).map(|(column, _)| *column).collect();
    columns.into_iter().collect()
}

/// A year, and what is known of it: in `as_of`, the first year that is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct View {
    pub(super) year: FiscalYear,
    pub(super) as_of: Option<FiscalYear>,
}

impl View {
    pub(super) fn level(self, part: Part) -> Level {
        Level { part, year: self.year, as_of: self.as_of }
    }

    /// Whether the year is closed.
    pub(super) fn is_closed(self) -> bool {
        self.at_is_closed(self.year)
    }

    /// Whether another year is closed by what is known.
    pub(super) fn at_is_closed(self, year: FiscalYear) -> bool {
        self.as_of.is_some_and(|as_of| year < as_of)
    }
}

/// What is gathered on the way from a model to its plan.
pub(super) struct Compiler<'m> {
    pub(super) model: &'m Model,
    pub(super) on: bool,
    /// Whether it matters for one-off amounts of open years which years are closed.
    border: bool,
    pub(super) axis: Span,
    /// The levels that any effect reads.
    pub(super) read: BTreeSet<Level>,
    /// Their years, each with what is known of it.
    pub(super) views: BTreeSet<View>,
    pub(super) levels: Levels,
    /// Where each quantity of the model stands among those drawn.
    pub(super) drawn: Vec<Option<usize>>,
    pub(super) quantities: Vec<Draw>,
    pub(super) drivers: Vec<Option<usize>>,
    pub(super) driver_plans: Vec<DriverPlan>,
    pub(super) outturns: Vec<OutturnPlan>,
    /// The levels of each overlap that any member reaches.
    pub(super) overlap_cells: Vec<Vec<Level>>,
}

impl Compiler<'_> {
    /// The year before the plan period, the period, whatever else is read, and the anchor of yearly noise.
    fn axis(&self) -> Span {
        let years = self.views.iter().map(|v| v.year);
        let persists = |s: &Stream| s.volatility > 0.0 && s.persistence != 0.0;
        let any = self.model.initiatives.iter().flat_map(|i| &i.streams).any(persists);
        let years = years.chain(any.then(|| self.noise_anchor()));
        let first = years.clone().fold(self.model.period.first.plus(-1), FiscalYear::min);
        Span { first, last: years.fold(self.model.period.last, FiscalYear::max) }
    }

    /// The same level under one name: as known now where a year is closed both then and now, or open both then and now;
    /// else as known before any year was closed.
    pub(super) fn canonical(&self, level: Level) -> Level {
        let now = self.model.as_of;
        let closed = |as_of: Option<FiscalYear>| as_of.is_some_and(|a| level.year < a);
        let as_of = match level.as_of {
            as_of if as_of == now || (self.border && level.part == Part::OneOff) => as_of,
            as_of if closed(as_of) == closed(now) => now,
            _ => None,
        };
        Level { as_of, ..level }
    }

    /// Whether what initiatives give for a policy in a year is counted: not where a recorded actual stands.
    pub(super) fn is_open(&self, policy: usize, view: View) -> bool {
        !(view.is_closed() && self.model.policies[policy].actuals.contains_key(&view.year))
    }

    /// Puts recorded actuals of policies in their columns.
    pub(super) fn closed_years(&mut self) {
        let closed: Vec<View> = self.views.iter().copied().filter(|v| v.is_closed()).collect();
        for (p, policy) in self.model.policies.iter().enumerate() {
            for &view in &closed {
                let Some(actual) = policy.actuals.get(&view.year) else { continue };
                let name = format!("policy//{}/outturn/{}", policy.id, view.year.calendar());
                self.recorded(actual, Part::Recurring, name, 1.0, &[(Owner::Policy(p), 1.0)], view);
            }
        }
    }

    /// Adds a recorded amount; what is still open of an outturn goes to `part`.
    pub(super) fn recorded(
        &mut self,
        actual: &Actual,
        part: Part,
        name: String,
        sign: f64,
        owners: &[(Owner, f64)],
        view: View,
    ) {
        let open = actual.sd.filter(|_| self.on && !owners.is_empty());
        let mut into = Vec::new();
        for &(owner, share) in owners {
            for (of, amount) in [(Part::Recurring, actual.value - actual.one_off), (Part::OneOff, actual.one_off)] {
                if (amount == 0.0 && of != part) || !self.read.contains(&view.level(of)) {
                    continue;
                }
                let column = self.levels.column(owner, view.level(of));
                self.levels.add(column, sign * share * amount);
                if of == part && open.is_some() {
                    self.levels.mark(column, actual.sd.unwrap_or(0.0));
                    into.push((column, sign * share));
                }
            }
        }
        let Some(sd) = open else { return };
        match self.outturns.iter_mut().find(|o| o.name == name) {
            Some(outturn) => outturn.into.extend(into),
            None => self.outturns.push(OutturnPlan { name, sd, into }),
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
            self.quantities.push(Draw { name, row: Row::default(), marginal, checks: Vec::new() });
            self.drawn[q] = Some(self.quantities.len() - 1);
        }
        self.drawn[q]
    }

    /// Where a stream's amounts go in a year: the columns of its open policies, or its member column in an overlap.
    pub(super) fn owners(&self, i: usize, view: View) -> Vec<(Owner, f64)> {
        match self.model.overlaps.iter().find(|o| o.initiatives.contains(&i)) {
            Some(overlap) => {
                let reached = overlap.initiatives.iter().any(|&m| self.reaches(m, view));
                if reached { vec![(Owner::Member(i), 1.0)] } else { Vec::new() }
            }
            None => self.policies(i, view),
        }
    }

    pub(super) fn policies(&self, i: usize, view: View) -> Vec<(Owner, f64)> {
        let shares = self.model.initiatives[i].shares.iter();
        shares.filter(|(p, _)| self.is_open(*p, view)).map(|&(p, share)| (Owner::Policy(p), share)).collect()
    }

    pub(super) fn reaches(&self, i: usize, view: View) -> bool {
        self.model.initiatives[i].shares.iter().any(|(p, _)| self.is_open(*p, view))
    }

    pub(super) fn note_overlap(&mut self, i: usize, level: Level) {
        if let Some(o) = self.model.overlaps.iter().position(|o| o.initiatives.contains(&i))
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
                let view = View { year: level.year, as_of: level.as_of };
                let members: Vec<usize> =
                    overlap.initiatives.iter().map(|&i| self.levels.column(Owner::Member(i), level)).collect();
                let into: Vec<Vec<(usize, f64)>> = overlap
                    .initiatives
                    .iter()
                    .map(|&i| {
                        let policies = self.policies(i, view);
                        policies.into_iter().map(|(owner, s)| (self.levels.column(owner, level), s)).collect()
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

    /// The columns of the total. Policies are added in the order of their ids, so that the file's order changes nothing.
    pub(super) fn totals(&mut self) -> Vec<SumPlan> {
        let mut order: Vec<usize> = (0..self.model.policies.len()).collect();
        order.sort_by(|&a, &b| self.model.policies[a].id.cmp(&self.model.policies[b].id));
        let mut sums = Vec::new();
        for view in self.views.clone() {
            for part in [Part::Recurring, Part::OneOff] {
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
