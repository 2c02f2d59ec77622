//! The effects that are reported, the policies whose targets are met together, and the dependence that is measured.

use super::compile::Compiler;
use super::effects::{Weights, effect};
use super::levels::Owner;
use super::{CorrelationCheck, Joint, Metric, Period};
use crate::dist::Row;

impl Compiler<'_> {
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let model = self.model;
        let owners = (0..model.policies.len()).map(Some).chain([None]);
        let periods = model.period.years().map(Period::Year).chain([Period::Plan(model.period)]);
        let of = |policy, period: Period| {
            let weights = effect(model.basis, period.span());
            let target = period.span().years().map(|y| model.target(policy, y)).sum();
            self.metric(policy, period, &weights, target)
        };
        owners.flat_map(|policy| periods.clone().map(move |period| (policy, period))).map(|(o, p)| of(o, p)).collect()
    }

    pub(super) fn metric(&self, policy: Option<usize>, period: Period, weights: &Weights, target: f64) -> Metric {
        let owner = policy.map_or(Owner::Total, Owner::Policy);
        let mut metric = Metric { policy, period, target, constant: 0.0, terms: Vec::new(), size: 0.0 };
        for (&(part, year), &weight) in weights {
            let Some(column) = self.levels.find(owner, part, year) else { continue };
            if self.levels.columns[column].uncertain {
                metric.terms.push((column, weight));
                metric.size += weight.abs() * self.levels.columns[column].size;
            } else {
                metric.constant += weight * self.levels.columns[column].initial;
            }
        }
        metric
    }

    /// The mean correlation that the rows of some drawn quantities give their latents, over all pairs.
    pub(super) fn implied(&self, drawn: &[usize]) -> f64 {
        let dot = |a: &[(usize, f64)], b: &[(usize, f64)]| -> f64 {
            a.iter().flat_map(|(i, v)| b.iter().filter(move |(j, _)| i == j).map(move |(_, w)| v * w)).sum()
        };
        let pairs = drawn.iter().enumerate().flat_map(|(k, a)| drawn[k + 1..].iter().map(move |b| (*a, *b)));
        let rows = pairs.map(|(a, b)| [a, b].map(|q| &self.quantities[q].row));
        let sum: f64 = rows.map(|[a, b]| dot(&a.factors, &b.factors) + dot(&a.own, &b.own)).sum();
        sum / (drawn.len() * (drawn.len() - 1) / 2) as f64
    }

    /// Sets the rows of the drawn quantities; returns the normals and factors that they mix, and the checks.
    pub(super) fn dependence(&mut self) -> (Vec<String>, Vec<String>, Vec<CorrelationCheck>) {
        let model = self.model;
        let mut normals: Vec<usize> = Vec::new();
        let mut factors: Vec<usize> = Vec::new();
        let position = |list: &mut Vec<usize>, item: usize| {
            list.iter().position(|i| *i == item).unwrap_or_else(|| {
                list.push(item);
                list.len() - 1
            })
        };
        for (q, drawn) in self.drawn.iter().enumerate() {
            let Some(drawn) = drawn else { continue };
            let row = &model.mixing.rows[q];
            let of_factors = row.factors.iter().map(|&(g, w)| (position(&mut factors, g), w)).collect();
            let own = row.own.iter().map(|&(v, w)| (position(&mut normals, v), w)).collect();
            self.quantities[*drawn].row = Row { factors: of_factors, own };
        }
        let groups = model.groups.iter().map(|g| (g.id.clone(), g.correlation, g.members.clone()));
        let pairs = model.pairs.iter().map(|p| {
            let [a, b] = p.between.map(|q| model.quantities[q].name.as_str());
            (format!("{a} × {b}"), p.correlation, p.between.to_vec())
        });
        let mut checks = Vec::new();
        for (name, requested, members) in groups.chain(pairs) {
            let drawn: Vec<usize> = members.iter().filter_map(|&q| self.drawn[q]).collect();
            if drawn.len() >= 2 {
                drawn.iter().for_each(|&d| self.quantities[d].checks.push(checks.len()));
                let implied = self.implied(&drawn);
                checks.push(CorrelationCheck { name, requested, implied, members: drawn.len() as u32 });
            }
        }
        let normals = normals.into_iter().map(|q| model.quantities[q].name.clone()).collect();
        let factors = factors.into_iter().map(|g| format!("dependence//{}", model.groups[g].id)).collect();
        (normals, factors, checks)
    }

    /// The metrics of all policies, by period.
    pub(super) fn joint(&self, metrics: &[Metric]) -> Vec<Joint> {
        let period = self.model.period;
        let periods = period.years().map(Period::Year).chain([Period::Plan(period)]);
        let of = |period: Period| {
            let metrics = metrics.iter().enumerate().filter(|(_, m)| m.policy.is_some() && m.period == period);
            Joint { period, metrics: metrics.map(|(i, _)| i).collect() }
        };
        periods.map(of).collect()
    }
}
