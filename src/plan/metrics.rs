//! The effects that are reported, and the policies whose targets are met together.

use super::compile::Compiler;
use super::editions::{self, BridgeSide, bridge};
use super::effects::{Effect, effect};
use super::levels::Owner;
use super::{
    Count, Joint, LevelKey, Metric, MetricSubject, Period, Reconciled, Reconciliation, ReconciliationStep, Scope, Sum,
};
use crate::fiscal::FiscalYear;
use crate::model::{Edition, Model};

/// What is counted for every policy and for the total.
pub(super) struct PolicyMetrics {
    effects: Vec<Count>,
    /// By edition.
    reconciliations: Vec<Vec<(ReconciliationStep, Effect)>>,
}

impl PolicyMetrics {
    pub(super) fn of(model: &Model, scope: &Scope) -> Self {
        let count = |period, measure, effect| Count { period, measure, effect };
        let on_basis =
            |period: Period| count(period, MetricSubject::Effect, effect(model.basis, period.span(), model.as_of));
        let mut effects: Vec<Count> = model.period.years().map(Period::Year).map(on_basis).collect();
        if let Scope::Allotted = scope {
            return Self { effects, reconciliations: Vec::new() };
        }
        effects.extend(model.fixed.then(|| on_basis(Period::Plan(model.period))));
        let rolling = editions::rolling(model, model.period);
        effects.extend(rolling.map(|e| count(Period::Rolling(model.period), MetricSubject::Effect, e)));
        for edition in &model.editions {
            let counted = editions::on_edition(model, edition);
            effects.push(count(period(edition), MetricSubject::Effect, counted.clone()));
            effects.push(count(period(edition), MetricSubject::Booked, counted));
        }
        let Scope::Full(further) = scope else { return Self { effects, reconciliations: Vec::new() } };
        for pair in model.editions.windows(2) {
            let [from, to] = [&pair[0], &pair[1]].map(|edition| BridgeSide { model, edition });
            let steps = bridge(from, to).into_iter();
            let whole = steps.map(|s| (s.step, s.before.plus(1.0, &s.after)));
            effects.extend(whole.map(|(step, effect)| count(period(to.edition), MetricSubject::Bridge(step), effect)));
        }
        effects.extend_from_slice(further);
        let reconciliations = model.editions.iter().map(|e| editions::reconciliation(model, e)).collect();
        Self { effects, reconciliations }
    }

    /// Every level that is read.
    pub(super) fn levels(&self) -> impl Iterator<Item = LevelKey> {
        let of_effects = self.effects.iter().map(|count| &count.effect);
        let of_steps = self.reconciliations.iter().flatten().map(|(_, effect)| effect);
        of_effects.chain(of_steps).flat_map(|effect| effect.weights().map(|(level, _)| level))
    }
}

fn period(edition: &Edition) -> Period {
    Period::Edition { base: edition.base, window: edition.window }
}

/// The target of an effect that reads several years: there is one if any year has.
fn stated_target(model: &Model, policy: Option<usize>, effect: &Effect) -> Option<f64> {
    model.has_target(policy, |_| true).then(|| effect.target(model, policy))
}

impl Compiler<'_> {
    pub(super) fn metrics(&self, counts: &PolicyMetrics) -> Vec<Metric> {
        let model = self.model;
        let owners = (0..model.policies.len()).map(Some).chain([None]);
        let read: Vec<Vec<(LevelKey, f64)>> = counts.effects.iter().map(|count| self.read_by(&count.effect)).collect();
        let metric = |policy: Option<usize>, Count { period, measure, effect }: &Count, read: &[(LevelKey, f64)]| {
            let of_year = |year: FiscalYear| model.target(policy, year);
            let target = match (measure, period) {
                (MetricSubject::Booked, Period::Edition { base, .. }) => {
                    Some(model.editions.iter().find(|e| e.base == *base)?.booked(policy)?)
                }
                // A sum that is spread over the years says nothing of a single one.
                (MetricSubject::Effect, Period::Year(_)) if model.spread.hides_years(policy) => None,
                (MetricSubject::Effect, Period::Year(_) | Period::Plan(_) | Period::Years(_)) => {
                    let stated = model.has_target(policy, |year| period.span().contains(year));
                    stated.then(|| period.span().years().map(of_year).sum())
                }
                _ => stated_target(model, policy, effect),
            };
            Some(Metric { policy, period: *period, measure: *measure, target, sum: self.sum(policy, read) })
        };
        let all = || counts.effects.iter().zip(&read);
        owners.flat_map(|policy| all().filter_map(move |(count, read)| metric(policy, count, read))).collect()
    }

    pub(super) fn reconciliations(&self, counts: &PolicyMetrics) -> Vec<Reconciliation> {
        let owners = (0..self.model.policies.len()).map(Some).chain([None]);
        let step = |policy, (step, effect): &(ReconciliationStep, Effect)| Reconciled {
            step: *step,
            target: stated_target(self.model, policy, effect),
            sum: self.sum(policy, &self.read_by(effect)),
        };
        let of = |edition: usize, policy: Option<usize>| {
            let steps = counts.reconciliations[edition].iter().map(|s| step(policy, s)).collect();
            Reconciliation { policy, edition, steps }
        };
        (0..counts.reconciliations.len())
            .flat_map(|e| owners.clone().map(move |p| (e, p)))
            .map(|(e, p)| of(e, p))
            .collect()
    }

    /// The levels that an effect reads, by the names that they have here.
    fn read_by(&self, effect: &Effect) -> Vec<(LevelKey, f64)> {
        let mut canonical = Effect::default();
        effect.weights().for_each(|(level, weight)| canonical.add(self.canonical(level), weight));
        canonical.weights().collect()
    }

    /// What a policy, or the total, has at some levels, as a sum of columns.
    fn sum(&self, policy: Option<usize>, read: &[(LevelKey, f64)]) -> Sum {
        let owner = Owner::of(policy);
        let mut sum = Sum::default();
        for &(level, weight) in read {
            let Some(column) = self.levels.find(owner, level) else { continue };
            if self.levels.columns[column].uncertain {
                sum.terms.push((column, weight));
                sum.size += weight.abs() * self.levels.columns[column].size;
            } else {
                sum.constant += weight * self.levels.columns[column].initial;
            }
        }
        sum
    }

    /// The metrics of the policies that have a target, by period in which any has.
    pub(super) fn joint(metrics: &[Metric]) -> Vec<Joint> {
        let of_total = metrics.iter().filter(|m| m.policy.is_none() && m.measure == MetricSubject::Effect);
        let of = |period: Period| {
            let same = |m: &Metric| m.policy.is_some() && m.period == period && m.measure == MetricSubject::Effect;
            let metrics = metrics.iter().enumerate().filter(|(_, m)| same(m) && m.target.is_some());
            Joint { period, metrics: metrics.map(|(i, _)| i).collect() }
        };
        of_total.map(|m| of(m.period)).filter(|joint| !joint.metrics.is_empty()).collect()
    }
}
