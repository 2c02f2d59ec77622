//! Several plans as one: weighted sums of their effects, trial by trial, on the same draws. What plans have in common is
//! simulated once, and what cancels out is not simulated at all.

mod columns;
mod pieces;
mod weighted;

pub(crate) use weighted::Weighted;

use super::{Metric, Plan, Sum};
use crate::fiscal::Span;
use columns::Columns;
use pieces::BlendPieces;

/// A weighted sum of plans, and which of their effects are summed.
#[derive(Clone, Debug, PartialEq)]
pub struct Blend {
    /// One weight a plan, in units of 1 / `per`: whole numbers, so that what cancels out does so exactly.
    pub weights: Vec<i64>,
    /// What the weights are divided by, above 0.
    pub per: i64,
    /// Positions among the metrics of every plan with a weight, each with the target of the sum.
    pub metrics: Vec<(usize, f64)>,
}

/// The plan whose metrics are those of each blend in turn. Positions of metrics mean the same in every plan with a weight.
pub fn blend(plans: &[&Plan], blends: &[Blend]) -> Plan {
    let axis = axis(plans);
    let mut columns = Columns::new(plans, blends);
    let mut pieces = BlendPieces::default();
    for (n, plan) in plans.iter().enumerate() {
        let shift = plan.axis.first.since(axis.first) as usize;
        pieces.add(plan, shift, columns.of_plan(n), &mut columns.made);
    }
    let mut out = pieces.plan(axis, columns.made);
    out.metrics = metrics(plans, blends, &columns.sums, &out);
    out
}

fn axis(plans: &[&Plan]) -> Span {
    let hull = |a: Span, b: Span| Span { first: a.first.min(b.first), last: a.last.max(b.last) };
    plans.iter().map(|p| p.axis).reduce(hull).unwrap_or_else(|| plans[0].axis)
}

/// The metrics of each blend; columns to which nothing is added in the end are certain.
fn metrics(plans: &[&Plan], blends: &[Blend], sums: &[Vec<Sum>], out: &Plan) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for (blend, sums) in blends.iter().zip(sums) {
        let of = blend.weights.iter().position(|w| *w != 0).unwrap_or(0);
        for (&(index, target), sum) in blend.metrics.iter().zip(sums) {
            let metric = &plans[of].metrics[index];
            let mut sum = sum.clone();
            sum.terms.retain(|(column, _)| out.columns[*column].uncertain);
            sum.size = sum.terms.iter().map(|(column, weight)| weight.abs() * out.columns[*column].size).sum();
            metrics.push(Metric { target: Some(target), sum, ..metric.clone() });
        }
    }
    metrics
}
