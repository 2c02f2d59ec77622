//! Runs that go on until their results are known exactly enough: what can be asked for, and when a run looks whether it
//! has come that far. Looks read merged tallies, which are integers, so they decide alike on any number of threads.

use super::tally::RunTally;
use crate::plan::{Metric, MetricSubject, Plan};
use crate::stats::{Estimate, Summary, Tally};
use serde::{Deserialize, Serialize};

/// Blocks before the first look: with fewer, the spread between them is itself little known.
const FIRST_LOOK: u64 = 32;

/// A statistic of which a precision can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PrecisionStatistic {
    /// The probability of meeting a target, or what an edition booked.
    Odds,
    /// The mean of the effect.
    Mean,
    // Its quantiles.
    P5,
    P10,
    P20,
    P25,
    P50,
    P75,
    P80,
    P90,
    P95,
}

impl PrecisionStatistic {
    /// All of them: the odds, the mean, then the quantiles at [`Summary::PROBABILITIES`].
    pub const ALL: [Self; 11] = [
        Self::Odds,
        Self::Mean,
        Self::P5,
        Self::P10,
        Self::P20,
        Self::P25,
        Self::P50,
        Self::P75,
        Self::P80,
        Self::P90,
        Self::P95,
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; PrecisionStatistic::ALL.len()] =
            ["odds", "mean", "p5", "p10", "p20", "p25", "p50", "p75", "p80", "p90", "p95"];
        NAMES[self as usize]
    }

    /// Whether a precision of it is asked of a metric: of odds where there is a target, for what was booked too; else for effects alone.
    fn is_of(self, metric: &Metric) -> bool {
        match metric.measure {
            MetricSubject::Effect => self != Self::Odds || metric.target.is_some(),
            MetricSubject::Booked => self == Self::Odds,
            MetricSubject::Bridge(_) | MetricSubject::Further => false,
        }
    }

    fn estimate(self, tally: &Tally) -> Option<Estimate> {
        match self {
            Self::Odds => tally.estimated_odds(),
            Self::Mean => tally.estimated_mean(),
            quantile => tally.estimated_quantile(Summary::PROBABILITIES[quantile as usize - Self::P5 as usize]),
        }
    }
}

/// The half-width that an interval may have: how far its farther end may lie from the figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Margin {
    /// In the figure's own unit; of odds as a share.
    Absolute(f64),
    /// As a share of the figure's absolute value.
    Relative(f64),
}

impl Margin {
    /// The half-width that is allowed of a figure of this value.
    fn of(self, value: f64) -> f64 {
        match self {
            Self::Absolute(margin) => margin,
            Self::Relative(share) => share * value.abs(),
        }
    }
}

/// How exactly results should be known: for one statistic or several the half-width of the 95 % interval, of every policy
/// and the total over every year, the plan period and every edition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    asked: [Option<Margin>; PrecisionStatistic::ALL.len()],
}

impl Precision {
    /// A precision of one statistic.
    pub fn of(statistic: PrecisionStatistic, margin: Margin) -> Self {
        Self { asked: [None; PrecisionStatistic::ALL.len()] }.and(statistic, margin)
    }

    /// The same with a precision of one statistic more, or another one.
    #[must_use]
    pub fn and(mut self, statistic: PrecisionStatistic, margin: Margin) -> Self {
        self.asked[statistic as usize] = Some(margin);
        self
    }

    /// The precision asked of a statistic.
    pub fn margin(&self, statistic: PrecisionStatistic) -> Option<Margin> {
        self.asked[statistic as usize]
    }

    /// How far a run has come with everything that is asked for.
    fn criteria(&self, plan: &Plan, tally: &RunTally) -> Vec<Criterion> {
        let asked =
            PrecisionStatistic::ALL.into_iter().filter_map(|statistic| Some((statistic, self.margin(statistic)?)));
        asked.map(|(statistic, asked)| Criterion::of(statistic, asked, plan, tally)).collect()
    }
}

/// What became of a precision asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Attained {
    /// How often the run looked.
    pub looks: u32,
    /// Each statistic asked for.
    pub criteria: Vec<Criterion>,
}

impl Attained {
    /// Whether all that was asked for is reached.
    pub fn is_reached(&self) -> bool {
        self.criteria.iter().all(Criterion::is_reached)
    }
}

/// One statistic asked for, and how far the run has come with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criterion {
    /// The statistic.
    pub statistic: PrecisionStatistic,
    /// What was asked.
    pub asked: Margin,
    /// The metric that is farthest from it; nothing where all are certain.
    pub widest: Option<Widest>,
}

impl Criterion {
    fn of(statistic: PrecisionStatistic, asked: Margin, plan: &Plan, tally: &RunTally) -> Self {
        let of_metric = |(m, tally): (usize, &Option<Tally>)| {
            let tally = tally.as_ref().filter(|_| statistic.is_of(&plan.metrics[m]))?;
            let known = |e: Estimate| Exactness { half_width: e.half_width, allowed: asked.of(e.value) };
            Some(Widest { metric: m, known: statistic.estimate(tally).map(known) })
        };
        let all = tally.metrics.iter().enumerate().filter_map(of_metric);
        Self { statistic, asked, widest: all.reduce(|a, b| if b.share() > a.share() { b } else { a }) }
    }

    /// Whether it is reached; what is certain is known exactly.
    pub fn is_reached(&self) -> bool {
        self.widest.is_none_or(|w| w.known.is_some_and(|known| known.half_width <= known.allowed))
    }
}

/// The metric whose interval is widest, measured by what is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widest {
    /// The position of the metric in the plan.
    pub metric: usize,
    /// How exactly it is known; nothing while there are too few trials to say.
    pub known: Option<Exactness>,
}

impl Widest {
    /// The half-width as a share of what is allowed.
    pub fn share(&self) -> f64 {
        self.known.map_or(f64::INFINITY, |known| known.share())
    }
}

/// How exactly a figure is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exactness {
    /// The half-width of its 95 % interval.
    pub half_width: f64,
    /// The half-width that is allowed.
    pub allowed: f64,
}

impl Exactness {
    /// The half-width as a share of what is allowed.
    pub fn share(&self) -> f64 {
        if self.half_width == 0.0 { 0.0 } else { self.half_width / self.allowed }
    }
}

/// The looks of a run: after so many blocks, each time a quarter more.
pub(super) struct Looks {
    precision: Precision,
    next: u64,
    taken: u32,
}

impl Looks {
    pub(super) fn new(precision: Precision) -> Self {
        Self { precision, next: FIRST_LOOK, taken: 0 }
    }

    /// The number of blocks before the next look.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// Looks whether what was counted is enough.
    pub(super) fn suffice(&mut self, plan: &Plan, tally: &RunTally) -> bool {
        self.taken += 1;
        self.next += self.next / 4;
        self.precision.criteria(plan, tally).iter().all(Criterion::is_reached)
    }

    /// What the run has come to in the end.
    pub(super) fn attained(&self, plan: &Plan, tally: &RunTally) -> Attained {
        Attained { looks: self.taken, criteria: self.precision.criteria(plan, tally) }
    }
}
