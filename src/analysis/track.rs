//! The track record: how the plan's distribution stands against what was recorded since.

use super::blends::Blends;
use super::compare::name;
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Basis, Model, Records};
use crate::money::Unit;
use crate::outcome::{Outcome, PeriodEntry, Quantiles, quantiles};
use crate::plan::{Period, Plan};
use crate::stats::Summary;
use serde::{Deserialize, Serialize};

/// How a prediction stands against what was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The policy's id, or `total`.
    pub policy: String,
    /// Its name; nothing for the total.
    pub name: Option<String>,
    /// The year, or all closed years together.
    pub period: PeriodEntry,
    /// What was recorded; of an outturn, its estimate.
    pub actual: f64,
    /// The mean that the plan gave.
    pub mean: f64,
    /// Its quantiles.
    pub quantiles: Quantiles,
    /// The share of the plan's distribution below the actual (probability integral transform); nothing where the plan
    /// was certain.
    pub percentile: Option<f64>,
}

/// How often actuals fell inside an interval of the predictions, over policies and years with an uncertain prediction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The probability of the interval: 0.8 is P10 to P90.
    pub interval: f64,
    /// How many actuals fell inside.
    pub inside: u32,
    /// How many there are.
    pub of: u32,
}

/// The judgement on the plan's estimate: where the actual of the closed years together fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Below P10: the estimate ran high.
    RanHigh,
    /// Above P90: the estimate ran low.
    RanLow,
    /// Between P10 and P90.
    Consistent,
}

/// The plan's distribution against what was recorded since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackRecord {
    /// The years closed in the revision that the plan has too.
    pub closed: Span,
    /// Every policy and the total, by year and together.
    pub predictions: Vec<Prediction>,
    /// How often the intervals held.
    pub coverage: Vec<Coverage>,
    /// Mean less actual of the total over the closed years; nothing where a year of a policy is not recorded.
    pub bias: Option<f64>,
    /// The judgement on the total; nothing where a year of a policy is not recorded.
    pub judgement: Option<Judgement>,
}

/// The years closed in a revision that the plan has too.
pub(super) fn closed(plan: &Model, revised: &Model) -> Option<Span> {
    let last = revised.as_of?.plus(-1).min(revised.period.last);
    Span::new(revised.period.first, last)?.common(plan.period)
}

/// What was recorded for a policy or the total.
pub(super) struct Actual {
    pub(super) policy: Option<usize>,
    years: Span,
    /// Whether it stands for all closed years together.
    together: bool,
    pub(super) amount: f64,
}

impl Actual {
    pub(super) fn period(&self) -> Period {
        if self.together { Period::Years(self.years) } else { Period::Year(self.years.first) }
    }
}

/// Everything that was recorded.
pub(super) struct Record {
    closed: Option<Span>,
    pub(super) actuals: Vec<Actual>,
}

impl Record {
    /// The records of a revision in closed years, given its outcome: of a year in which a policy lacks any, nothing; and
    /// nothing of single years where what either side states, or has recorded, is a sum for the whole period.
    pub(super) fn of([plan, revised]: [&Model; 2], closed: Option<Span>, outcome: &Outcome) -> Self {
        let mut actuals = Vec::new();
        for policy in (0..revised.policies.len()).map(Some).chain([None]) {
            let (id, _) = name(revised, policy);
            let recorded = |year: FiscalYear| {
                let of = |p| revised.records(p, year) != Records::Missing;
                policy.map_or_else(|| (0..revised.policies.len()).all(of), of)
            };
            // An effect that counts against a year without a record is known on average only.
            let known = |year: FiscalYear| revised.basis == Basis::Recurring || recorded(year.plus(-1));
            let amount = |year| {
                let entry = outcome.year_entry(&id, year).filter(|_| recorded(year))?;
                Some(if known(year) { entry.planned } else { entry.mean })
            };
            let of_years: Vec<(FiscalYear, f64)> =
                closed.into_iter().flat_map(Span::years).filter_map(|y| Some((y, amount(y)?))).collect();
            let single = |&(year, amount): &(FiscalYear, f64)| Actual {
                policy,
                years: Span { first: year, last: year },
                together: false,
                amount,
            };
            let are_known = ![plan, revised].iter().any(|model| model.spread.hides_years(policy));
            actuals.extend(of_years.iter().filter(|_| are_known).map(single));
            if let Some(years) = closed.filter(|span| span.len() == of_years.len()) {
                let amount = of_years.iter().map(|(_, amount)| amount).sum();
                actuals.push(Actual { policy, years, together: true, amount });
            }
        }
        Self { closed, actuals }
    }
}

/// The track record, where any year is closed.
pub(super) fn track_record(
    plan: &Model,
    record: &Record,
    blends: &Blends,
    blended: &Plan,
    all: &[Summary],
) -> Option<TrackRecord> {
    let closed = record.closed?;
    let mut predictions = Vec::new();
    let (mut bias, mut judgement) = (None, None);
    let mut inside = [(0.9, 0), (0.8, 0), (0.5, 0)];
    let mut uncertain = 0;
    for (actual, at) in record.actuals.iter().zip(&blends.record) {
        let Some(at) = *at else { continue };
        let summary = &all[at];
        let percentile = (!blended.metrics[at].sum.is_certain()).then_some(1.0 - summary.met.value);
        if let (Some(percentile), Some(_), false) = (percentile, actual.policy, actual.together) {
            uncertain += 1;
            let holds = |interval: f64| (percentile - 0.5).abs() <= interval / 2.0;
            inside.iter_mut().for_each(|(interval, count)| *count += u32::from(holds(*interval)));
        }
        if actual.policy.is_none() && actual.together {
            bias = Some(summary.mean - actual.amount);
            judgement = Some(judge(plan.unit, percentile, summary.mean, actual.amount));
        }
        let (policy, name) = name(plan, actual.policy);
        predictions.push(Prediction {
            policy,
            name,
            period: PeriodEntry::of(actual.period()),
            actual: actual.amount,
            mean: summary.mean,
            quantiles: quantiles(summary),
            percentile,
        });
    }
    let coverage = inside.map(|(interval, inside)| Coverage { interval, inside, of: uncertain });
    Some(TrackRecord { closed, predictions, coverage: coverage.to_vec(), bias, judgement })
}

/// A certain plan ran high or low by its amount alone.
fn judge(unit: Unit, percentile: Option<f64>, predicted: f64, actual: f64) -> Judgement {
    let gap = actual - predicted;
    match percentile {
        Some(p) if p < 0.1 => Judgement::RanHigh,
        Some(p) if p > 0.9 => Judgement::RanLow,
        None if unit.round(gap) < 0.0 => Judgement::RanHigh,
        None if unit.round(gap) > 0.0 => Judgement::RanLow,
        _ => Judgement::Consistent,
    }
}
