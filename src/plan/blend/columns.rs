//! The columns of a blend: columns of all plans that the same effects read with the same weights are one.

use super::Blend;
use super::weighted::Weighted;
use crate::plan::{LevelColumn, Plan, Sum};
use std::collections::BTreeMap;

/// By effect of a blend, the weight (as bits) with which a column is read.
type Use = Vec<(usize, u64)>;

/// Where a column of a plan goes: columns of the blend, each with the plan's weight and what that is divided by.
pub(super) type Targets = Vec<(usize, i64, i64)>;

pub(super) struct Columns {
    /// The columns made.
    pub(super) made: Vec<LevelColumn>,
    /// By blend and metric, the sum of columns.
    pub(super) sums: Vec<Vec<Sum>>,
    /// By plan and column.
    targets: Vec<Vec<Targets>>,
}

impl Columns {
    pub(super) fn new(plans: &[&Plan], blends: &[Blend]) -> Self {
        let uses: Vec<Vec<BTreeMap<usize, f64>>> = plans.iter().map(|plan| uses(plan)).collect();
        let mut columns = Self {
            made: Vec::new(),
            sums: Vec::new(),
            targets: plans.iter().map(|p| vec![Targets::new(); p.columns.len()]).collect(),
        };
        for blend in blends {
            columns.blend(plans, blend, &uses);
        }
        columns
    }

    /// Where each column of a plan goes.
    pub(super) fn of_plan(&self, plan: usize) -> Vec<Targets> {
        self.targets[plan].clone()
    }

    fn blend(&mut self, plans: &[&Plan], blend: &Blend, uses: &[Vec<BTreeMap<usize, f64>>]) {
        let mut known: BTreeMap<Use, usize> = BTreeMap::new();
        let at: BTreeMap<usize, usize> = blend.metrics.iter().enumerate().map(|(k, (index, _))| (*index, k)).collect();
        let mut sums = vec![Sum::default(); blend.metrics.len()];
        let mut constants = vec![Weighted::default(); blend.metrics.len()];
        for (n, plan) in plans.iter().enumerate().filter(|(n, _)| blend.weights[*n] != 0) {
            let weight = blend.weights[n];
            for (k, (index, _)) in blend.metrics.iter().enumerate() {
                constants[k].add(certain(plan, *index, &uses[n]), weight);
            }
            for (c, used) in uses[n].iter().enumerate() {
                let used: Use = used.iter().filter_map(|(m, w)| at.get(m).map(|k| (*k, w.to_bits()))).collect();
                if used.is_empty() {
                    continue;
                }
                let column = *known.entry(used.clone()).or_insert_with(|| {
                    self.made.push(LevelColumn { initial: 0.0, uncertain: false, size: 0.0 });
                    let column = self.made.len() - 1;
                    used.iter().for_each(|(k, bits)| sums[*k].terms.push((column, f64::from_bits(*bits))));
                    column
                });
                self.targets[n][c].push((column, weight, blend.per));
            }
        }
        for (sum, constant) in sums.iter_mut().zip(constants) {
            sum.constant = constant.sum(blend.per);
        }
        self.sums.push(sums);
    }
}

/// By column and metric, the weight with which the metric reads the column, directly or through a total.
fn uses(plan: &Plan) -> Vec<BTreeMap<usize, f64>> {
    let mut uses = vec![BTreeMap::new(); plan.columns.len()];
    for (m, metric) in plan.metrics.iter().enumerate() {
        for &(column, weight) in &metric.sum.terms {
            uses[column].insert(m, weight);
            for &part in plan.sums.iter().filter(|s| s.column == column).flat_map(|s| &s.of) {
                *uses[part].entry(m).or_insert(0.0) += weight;
            }
        }
    }
    uses
}

/// What is certain about a metric, the certain parts of the columns that it reads included. It is summed in the order of
/// size, so that plans that agree in it agree to the last bit.
fn certain(plan: &Plan, metric: usize, uses: &[BTreeMap<usize, f64>]) -> f64 {
    let initial = plan.columns.iter().zip(uses).filter_map(|(c, used)| used.get(&metric).map(|w| w * c.initial));
    let mut amounts: Vec<f64> = initial.chain([plan.metrics[metric].sum.constant]).collect();
    amounts.sort_by(f64::total_cmp);
    amounts.iter().fold(0.0, |sum, amount| sum + amount)
}
