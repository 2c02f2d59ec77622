//! Whole distributions, finely enough to be drawn.

use super::{CountedOn, PeriodEntry, TOTAL};
use crate::model::Model;
use crate::plan::{Metric, MetricSubject, Period};
use crate::stats::{PERCENTILES, Tally};
use serde::{Deserialize, Serialize};

/// The distribution of an effect, or of a difference of two, of one policy or total over one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// The amounts below which lie 1 %, 2 % … 99 % of the trials, rising, in the unit of the scenario.
    pub percentiles: Vec<f64>,
}

impl Distribution {
    /// The distribution of what was counted for a metric, `certain` where nothing was; nothing before the first trial.
    pub(crate) fn of(model: &Model, metric: &Metric, tally: Option<&Tally>, certain: f64) -> Option<Self> {
        let percentiles = match tally {
            Some(tally) => tally.spread().percentiles()?,
            None => vec![certain; PERCENTILES],
        };
        Some(Self {
            policy: metric.policy.map_or_else(|| TOTAL.to_owned(), |p| model.policies[p].id.clone()),
            period: PeriodEntry::of(metric.period),
            basis: CountedOn::of(model, metric.period),
            percentiles,
        })
    }

    /// The probability of less than `amount`: linear between percentiles, 0 up to the first and 1 beyond the last.
    pub fn below(&self, amount: f64) -> f64 {
        let p = &self.percentiles;
        match p.partition_point(|q| *q < amount) {
            0 => 0.0,
            k if k == p.len() => 1.0,
            k => (k as f64 + (amount - p[k - 1]) / (p[k] - p[k - 1])) / 100.0,
        }
    }
}

/// The metrics whose whole distribution is kept: the plan period or some years of it, on either basis, and the current
/// edition.
pub(crate) fn is_kept(model: &Model, metric: &Metric) -> bool {
    let of_edition = |base| model.current_edition().is_some_and(|e| e.base == base);
    metric.measure == MetricSubject::Effect
        && match metric.period {
            Period::Plan(_) | Period::Rolling(_) | Period::Years(_) => true,
            Period::Edition { base, .. } => of_edition(base),
            Period::Year(_) => false,
        }
}
