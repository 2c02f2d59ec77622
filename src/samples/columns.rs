//! Which effects are told of each trial, and which columns of the simulation they are.

use super::SamplesOf;
use crate::engine::{Sampled, Wanted};
use crate::model::{Model, Records, TOTAL};
use crate::outcome::{CountedOn, PeriodEntry, allotted};
use crate::plan::{Metric, MetricSubject, Period, Plan, Reached, Uncertainty};

/// One effect of every trial.
pub(super) struct SampleColumn {
    /// The policy's id, or `total`.
    pub(super) policy: String,
    /// The initiative's id; nothing for all of them, or for what cannot be shared among them.
    pub(super) initiative: Option<String>,
    pub(super) period: PeriodEntry,
    pub(super) basis: CountedOn,
    /// The position of the effect among those that are wanted.
    at: usize,
    /// The positions of effects that are taken off it.
    less: Vec<usize>,
}

/// The positions of the plans by initiative: as simulated, and without uncertainty.
const SIMULATED: usize = 1;
const CERTAIN: usize = 2;

/// The effects in their order, and where they come from.
pub(super) struct Columns {
    plans: Vec<Plan>,
    pub(super) wanted: Vec<Wanted>,
    pub(super) all: Vec<SampleColumn>,
}

impl Columns {
    pub(super) fn of(model: &Model, of: SamplesOf) -> Self {
        let mut columns =
            Self { plans: vec![Plan::compile(model, Uncertainty::On)], wanted: Vec::new(), all: Vec::new() };
        match of {
            SamplesOf::Years => columns.of_policies(model, |period| matches!(period, Period::Year(_))),
            SamplesOf::Periods => columns.of_policies(model, |_| true),
            SamplesOf::Initiatives => columns.of_initiatives(model),
        }
        columns
    }

    pub(super) fn plans(&self) -> Vec<&Plan> {
        self.plans.iter().collect()
    }

    /// Policies and total, as results have them.
    fn of_policies(&mut self, model: &Model, is_told: impl Fn(Period) -> bool) {
        for (at, metric) in effects(&self.plans[0]).filter(|(_, metric)| is_told(metric.period)) {
            let policy = metric.policy.map_or(TOTAL, |p| &model.policies[p].id).to_owned();
            self.all.push(column(model, metric, policy, None, self.wanted.len()));
            self.wanted.push((0, at));
        }
    }

    /// Each policy by initiative, and what is left of it. Where a policy has a record, its initiatives have their parts of that
    /// and not what a trial would have given.
    fn of_initiatives(&mut self, model: &Model) {
        let (alone, rows) = allotted(model);
        let compile = |uncertainty| Plan::compile_allotted(&alone, &Reached::of(model), uncertainty);
        let (plan, certain) = (compile(Uncertainty::On), compile(Uncertainty::Off));
        let is_recorded = |policy: usize, period: Period| {
            period.span().years().all(|y| model.is_closed(y) && model.records(policy, y) != Records::Missing)
        };
        let of_policies: Vec<_> = effects(&self.plans[0]).map(|(at, metric)| (at, metric.clone())).collect();
        for (at, whole) in of_policies {
            let (Some(policy), Period::Year(_)) = (whole.policy, whole.period) else { continue };
            let id = &model.policies[policy].id;
            let mut parts = Vec::new();
            for (of_row, metric) in effects(&plan).filter(|(_, metric)| metric.period == whole.period) {
                let Some(row) = metric.policy.map(|p| &rows[p]).filter(|row| row.policy == policy) else { continue };
                let initiative = model.initiatives[row.initiative].id.clone();
                parts.push(self.wanted.len());
                self.all.push(column(model, metric, id.clone(), Some(initiative), self.wanted.len()));
                self.wanted.push((if is_recorded(policy, whole.period) { CERTAIN } else { SIMULATED }, of_row));
            }
            let rest = column(model, &whole, id.clone(), None, self.wanted.len());
            self.all.push(SampleColumn { less: parts, ..rest });
            self.wanted.push((0, at));
        }
        self.plans.extend([plan, certain]);
    }
}

impl SampleColumn {
    /// Its effects, trial by trial, in pieces. `room` is where what is not simulated itself is worked out.
    pub(super) fn each<E>(
        &self,
        sampled: &Sampled,
        room: &mut Vec<f64>,
        mut take: impl FnMut(&[f64]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut less: Vec<_> = self.less.iter().map(|at| sampled.column(*at)).collect();
        for piece in sampled.column(self.at) {
            if self.less.is_empty() {
                take(piece)?;
                continue;
            }
            room.clear();
            room.extend_from_slice(piece);
            for part in less.iter_mut().filter_map(Iterator::next) {
                room.iter_mut().zip(part).for_each(|(rest, part)| *rest -= part);
            }
            // What binary arithmetic leaves of nothing is nothing.
            room.iter_mut().filter(|rest| rest.abs() < NOTHING).for_each(|rest| *rest = 0.0);
            take(room)?;
        }
        Ok(())
    }
}

/// What is taken for a rounding, in the unit of the scenario.
const NOTHING: f64 = 1e-6;

fn column(model: &Model, metric: &Metric, policy: String, initiative: Option<String>, at: usize) -> SampleColumn {
    let (period, basis) = (PeriodEntry::of(metric.period), CountedOn::of(model, metric.period));
    SampleColumn { policy, initiative, period, basis, at, less: Vec::new() }
}

/// The effects that a plan counts, with their positions.
fn effects(plan: &Plan) -> impl Iterator<Item = (usize, &Metric)> {
    plan.metrics.iter().enumerate().filter(|(_, metric)| metric.measure == MetricSubject::Effect)
}
