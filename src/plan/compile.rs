//! Model → Plan.

use super::levels::{Levels, Owner};
use super::{Draw, DriverPlan, OutturnPlan, OverlapPlan, Part, Plan, SumPlan, Uncertainty, split_overlap};
use crate::dist::Row;
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Actual, Basis, Model, Uncertain};

pub(super) fn compile(model: &Model, uncertainty: Uncertainty) -> Plan {
    let axis = Span { first: model.period.first.plus(-1), last: model.period.last };
    let mut compiler = Compiler {
        model,
        on: uncertainty == Uncertainty::On,
        axis,
        read: if model.basis == Basis::Recurring { model.period } else { axis },
        levels: Levels::default(),
        drawn: vec![None; model.quantities.len()],
        quantities: Vec::new(),
        drivers: vec![None; model.drivers.len()],
        driver_plans: Vec::new(),
        outturns: Vec::new(),
        overlap_cells: vec![Vec::new(); model.overlaps.len()],
    };
    compiler.closed_years();
    let (initiatives, kept_states) = compiler.initiatives();
    let overlaps = compiler.overlaps();
    let sums = compiler.totals();
    let metrics = compiler.metrics();
    let joint = compiler.joint(&metrics);
    let (normals, factors, checks) = compiler.dependence();
    Plan {
        axis,
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
        checks,
    }
}

/// What is gathered on the way from a model to its plan.
pub(super) struct Compiler<'m> {
    pub(super) model: &'m Model,
    pub(super) on: bool,
    pub(super) axis: Span,
    /// The years whose levels any effect reads.
    pub(super) read: Span,
    pub(super) levels: Levels,
    /// Where each quantity of the model stands among those drawn.
    pub(super) drawn: Vec<Option<usize>>,
    pub(super) quantities: Vec<Draw>,
    pub(super) drivers: Vec<Option<usize>>,
    pub(super) driver_plans: Vec<DriverPlan>,
    pub(super) outturns: Vec<OutturnPlan>,
    /// The (part, year) cells of each overlap that any member reaches.
    pub(super) overlap_cells: Vec<Vec<(Part, FiscalYear)>>,
}

impl Compiler<'_> {
    /// Whether what initiatives give for a policy in a year is counted: not where a recorded actual stands.
    pub(super) fn is_open(&self, policy: usize, year: FiscalYear) -> bool {
        !self.model.policies[policy].actuals.contains_key(&year)
    }

    /// Puts recorded actuals of policies in their columns.
    pub(super) fn closed_years(&mut self) {
        for (p, policy) in self.model.policies.iter().enumerate() {
            for (&year, actual) in &policy.actuals {
                let name = format!("policy//{}/outturn/{}", policy.id, year.calendar());
                self.recorded(actual, Part::Recurring, name, 1.0, &[(Owner::Policy(p), 1.0)], year);
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
        year: FiscalYear,
    ) {
        let open = actual.sd.filter(|_| self.on && !owners.is_empty());
        let mut into = Vec::new();
        for &(owner, share) in owners {
            for (of, amount) in [(Part::Recurring, actual.value - actual.one_off), (Part::OneOff, actual.one_off)] {
                if amount == 0.0 && of != part {
                    continue;
                }
                let column = self.levels.column(owner, of, year);
                self.levels.add(column, sign * share * amount);
                if of == part && open.is_some() {
                    self.levels.mark(column, actual.sd.unwrap_or(0.0));
                    into.push((column, sign * share));
                }
            }
        }
        if let Some(sd) = open {
            self.outturns.push(OutturnPlan { name, sd, into });
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
    pub(super) fn owners(&self, i: usize, year: FiscalYear) -> Vec<(Owner, f64)> {
        match self.model.overlaps.iter().find(|o| o.initiatives.contains(&i)) {
            Some(overlap) => {
                let reached = overlap.initiatives.iter().any(|&m| self.reaches(m, year));
                if reached { vec![(Owner::Member(i), 1.0)] } else { Vec::new() }
            }
            None => self.policies(i, year),
        }
    }

    pub(super) fn policies(&self, i: usize, year: FiscalYear) -> Vec<(Owner, f64)> {
        let shares = self.model.initiatives[i].shares.iter();
        shares.filter(|(p, _)| self.is_open(*p, year)).map(|&(p, share)| (Owner::Policy(p), share)).collect()
    }

    pub(super) fn reaches(&self, i: usize, year: FiscalYear) -> bool {
        self.model.initiatives[i].shares.iter().any(|(p, _)| self.is_open(*p, year))
    }

    pub(super) fn note_overlap(&mut self, i: usize, part: Part, year: FiscalYear) {
        if let Some(o) = self.model.overlaps.iter().position(|o| o.initiatives.contains(&i))
            && !self.overlap_cells[o].contains(&(part, year))
        {
            self.overlap_cells[o].push((part, year));
        }
    }

    pub(super) fn overlaps(&mut self) -> Vec<OverlapPlan> {
        let model = self.model;
        let mut plans = Vec::new();
        for (o, overlap) in model.overlaps.iter().enumerate() {
            for (part, year) in std::mem::take(&mut self.overlap_cells[o]) {
                let members: Vec<usize> =
                    overlap.initiatives.iter().map(|&i| self.levels.column(Owner::Member(i), part, year)).collect();
                let into: Vec<Vec<(usize, f64)>> = overlap
                    .initiatives
                    .iter()
                    .map(|&i| {
                        let policies = self.policies(i, year);
                        policies.into_iter().map(|(owner, s)| (self.levels.column(owner, part, year), s)).collect()
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
        for year in self.read.years() {
            for part in [Part::Recurring, Part::OneOff] {
                let columns = order.iter().filter_map(|&p| self.levels.find(Owner::Policy(p), part, year));
                let columns: Vec<usize> = columns.collect();
                if columns.is_empty() {
                    continue;
                }
                let column = self.levels.column(Owner::Total, part, year);
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
