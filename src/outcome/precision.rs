//! What was asked of the precision of a run, and what came of it.

use super::{CountedOn, PeriodEntry, editions};
use crate::engine::{Attained, Criterion, Exactness, Margin, PrecisionStatistic, Widest};
use crate::model::Model;
use crate::plan::{MetricSubject, Plan};
use serde::{Deserialize, Serialize};

/// The precision of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrecisionEntry {
    /// Whether all that was asked for is reached; if not, the run came to its most trials or was interrupted.
    pub reached: bool,
    /// How often the run looked whether it is.
    pub looks: u32,
    /// One entry a statistic asked for.
    pub criteria: Vec<CriterionEntry>,
}

/// One statistic asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriterionEntry {
    /// The statistic.
    pub statistic: PrecisionStatistic,
    /// The half-width of the 95 % interval that was asked for; of odds as a share.
    pub asked: Margin,
    /// Whether it is reached for every policy, the total and every period.
    pub reached: bool,
    /// Where the interval is widest, measured by what is allowed there; nothing where all is certain.
    pub widest: Option<WidestEntry>,
}

/// The figure whose interval is widest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidestEntry {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// Whether it is about what the edition booked.
    pub booked: bool,
    /// The half-width of its 95 % interval; nothing while there are too few trials to say.
    pub half_width: Option<f64>,
    /// The half-width that is allowed, likewise.
    pub allowed: Option<f64>,
}

impl PrecisionEntry {
    /// The criterion that is hardest to reach, with the figure that makes it so; nothing where all is certain.
    pub fn hardest(&self) -> Option<(&CriterionEntry, &WidestEntry)> {
        let all = self.criteria.iter().filter_map(|c| Some((c, c.widest.as_ref()?)));
        all.reduce(|a, b| if b.1.share() > a.1.share() { b } else { a })
    }
}

impl WidestEntry {
    /// The half-width as a share of what is allowed.
    fn share(&self) -> f64 {
        let known = self.half_width.zip(self.allowed).map(|(half_width, allowed)| Exactness { half_width, allowed });
        known.map_or(f64::INFINITY, |known| known.share())
    }
}

pub(super) fn entry(model: &Model, plan: &Plan, attained: &Attained) -> PrecisionEntry {
    let of = |c: &Criterion| CriterionEntry {
        statistic: c.statistic,
        asked: c.asked,
        reached: c.is_reached(),
        widest: c.widest.map(|w| widest(model, plan, w)),
    };
    let criteria = attained.criteria.iter().map(of).collect();
    PrecisionEntry { reached: attained.is_reached(), looks: attained.looks, criteria }
}

fn widest(model: &Model, plan: &Plan, widest: Widest) -> WidestEntry {
    let metric = &plan.metrics[widest.metric];
    WidestEntry {
        policy: editions::name(model, metric.policy),
        period: PeriodEntry::of(metric.period),
        basis: CountedOn::of(model, metric.period),
        booked: metric.measure == MetricSubject::Booked,
        half_width: widest.known.map(|known| known.half_width),
        allowed: widest.known.map(|known| known.allowed),
    }
}
