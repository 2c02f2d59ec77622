//! Which sums of plans a comparison simulates, and where each result stands among them.

use super::lineage::Component;
use super::shapley::{self, Changed};
use super::track::Record;
use crate::plan::{Blend, BridgeStep, Metric, MetricSubject, Period, Plan};

/// The sums, and for each figure of the comparison the position of its metric in the plans and of its result.
pub(super) struct Blends {
    pub(super) list: Vec<Blend>,
    /// Metric and result of each difference.
    pub(super) differences: Vec<(usize, usize)>,
    /// Metric and results, by component, of each attribution.
    pub(super) attribution: Vec<(usize, [usize; Component::ALL.len()])>,
    /// By policy and total: metric and result of the earlier edition, each step, and the later edition.
    pub(super) bridge: Vec<Vec<(usize, usize)>>,
    /// Metric, result of the plan alone, and result of the revision alone.
    pub(super) dominance: Vec<(usize, [usize; 2])>,
    /// The results of the plan alone against each record.
    pub(super) record: Vec<Option<usize>>,
    /// How many results there are.
    results: usize,
}

/// Effects counted for a bridge: the two ends and the steps between them.
pub(super) const OF_BRIDGE: usize = BridgeStep::ALL.len() + 2;

impl Blends {
    /// The sums over the plans of all hybrids, given the plan of each set of changed components; `bridged` says whether a
    /// bridge is counted.
    pub(super) fn new(plans: &[Plan], at: &[usize], owners: usize, bridged: bool, record: &Record) -> Self {
        let metrics = &plans[0].metrics;
        let mut blends = Self {
            list: Vec::new(),
            differences: Vec::new(),
            attribution: Vec::new(),
            bridge: Vec::new(),
            dominance: Vec::new(),
            record: Vec::new(),
            results: 0,
        };
        let matching = |fits: &dyn Fn(&Metric) -> bool| -> Vec<usize> {
            (0..metrics.len()).filter(|m| fits(&metrics[*m])).collect()
        };
        let effects = matching(&|m| m.measure == MetricSubject::Effect);
        let periods = matching(&|m| m.measure == MetricSubject::Effect && !matches!(m.period, Period::Year(_)));
        let [before, after] = [Changed::NONE, Changed::EVERYTHING].map(|changed| at[changed.index()]);
        let weights = |of: &[(usize, i64)]| {
            let mut weights = vec![0; plans.len()];
            of.iter().for_each(|(plan, weight)| weights[*plan] += weight);
            weights
        };
        let first = blends.add(weights(&[(after, 1), (before, -1)]), 1, effects.iter().map(|m| (*m, 0.0)).collect());
        blends.differences = effects.iter().enumerate().map(|(k, m)| (*m, first + k)).collect();
        let alone = [before, after]
            .map(|changed| blends.add(weights(&[(changed, 1)]), 1, periods.iter().map(|m| (*m, 0.0)).collect()));
        blends.dominance = periods.iter().enumerate().map(|(k, m)| (*m, alone.map(|first| first + k))).collect();
        let of_component = Component::ALL.map(|component| {
            blends.add(
                of_plans(plans.len(), at, &shapley::weights(component)),
                shapley::PER,
                periods.iter().map(|m| (*m, 0.0)).collect(),
            )
        });
        blends.attribution =
            periods.iter().enumerate().map(|(k, m)| (*m, of_component.map(|first| first + k))).collect();
        if bridged {
            let ends: &[(usize, i64)] = if before == after { &[(before, 1)] } else { &[(before, 1), (after, 1)] };
            blends.add_bridge(plans, owners, weights(ends));
        }
        for actual in &record.actuals {
            let find = |m: &Metric| m.policy == actual.policy && m.period == actual.period();
            let found = metrics.iter().position(find);
            let at = found.map(|m| blends.add(weights(&[(before, 1)]), 1, vec![(m, actual.amount)]));
            blends.record.push(at);
        }
        blends
    }

    /// Adds a sum; returns the position of the result of its first metric.
    fn add(&mut self, weights: Vec<i64>, per: i64, metrics: Vec<(usize, f64)>) -> usize {
        let first = self.results;
        self.results += metrics.len();
        self.list.push(Blend { weights, per, metrics });
        first
    }

    /// The effects counted for the bridge stand first among those counted besides the model's, policy by policy.
    fn add_bridge(&mut self, plans: &[Plan], owners: usize, weights: Vec<i64>) {
        let metrics = &plans[0].metrics;
        let block = metrics.len() / owners;
        let further = |m: &usize| metrics[*m].measure == MetricSubject::Further;
        for owner in 0..owners {
            let of_owner = (owner * block..(owner + 1) * block).filter(further).take(OF_BRIDGE);
            let indices: Vec<usize> = of_owner.collect();
            let first = self.add(weights.clone(), 1, indices.iter().map(|m| (*m, 0.0)).collect());
            self.bridge.push(indices.into_iter().enumerate().map(|(k, m)| (m, first + k)).collect());
        }
    }
}

/// The weight of each plan, given that of each set of changed components.
fn of_plans(plans: usize, at: &[usize], of_sets: &[i64]) -> Vec<i64> {
    let mut weights = vec![0; plans];
    at.iter().zip(of_sets).for_each(|(plan, weight)| weights[*plan] += weight);
    weights
}
