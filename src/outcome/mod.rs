//! The plain, serialisable result of a run with everything that made it. Reports are made from it alone.

mod accounts;
mod breakdown;
mod build;
mod distribution;
mod editions;
pub mod fields;
mod findings;
mod kept;
mod precision;
mod profile;
mod summaries;
mod together;

pub use crate::model::TOTAL;
pub use accounts::GENERAL_ACCOUNT;
pub(crate) use breakdown::allotted;
pub use breakdown::{Breakdown, InitiativeAmounts};
pub use build::{Request, as_planned, memory_wanted, simulate, simulate_over};
pub use distribution::Distribution;
pub(crate) use distribution::is_kept;
pub use editions::{
    Amounts, Booked, BridgeEntry, BridgeStepEntry, EditionEntry, ReconciliationEntry, ReconciliationStepEntry,
};
pub(crate) use kept::is_proportion;
pub use precision::{CriterionEntry, PrecisionEntry, WidestEntry};
pub use profile::{Profile, Unallocated, profiles, unallocated};
pub(crate) use summaries::{Summaries, quantiles, summaries};
pub use together::{Results, memory_wanted_in_a_set, simulate_together};

use crate::engine::Sampling;
use crate::fiscal::{FiscalYear, Span};
use crate::lang::Lang;
use crate::model::rails::Finding;
use crate::model::{Basis, Model, ReferenceClass};
use crate::money::Unit;
use crate::plan::Period;
use crate::scenario::Assumption;
use crate::stats::{Part, Proportion};
use serde::{Deserialize, Serialize};

/// The result of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What made it.
    pub provenance: Provenance,
    /// The resolved scenario.
    pub scenario: serde_json::Value,
    /// What the report says about the scenario.
    pub header: Header,
    /// One entry a policy or total and period.
    pub results: Vec<Entry>,
    /// One entry a period of the general account, where some streams belong to other accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub general_account: Vec<Entry>,
    /// Whole distributions: of the plan period and of the current edition, by policy and total.
    pub distributions: Vec<Distribution>,
    /// What each initiative is planned to give, by policy.
    pub breakdown: Vec<Breakdown>,
    /// The odds of meeting targets together, by period.
    pub joint: Vec<JointEntry>,
    /// The editions of the financial plan with the reconciliation of each.
    pub editions: Vec<EditionEntry>,
    /// How each edition leads to the next, by policy and total.
    pub bridges: Vec<BridgeEntry>,
    /// The dependence achieved beside the one asked for.
    pub correlations: Vec<CorrelationEntry>,
    /// Progress so far and what is needed from now on, by policy and total.
    pub profiles: Vec<Profile>,
    /// Recorded amounts of policies that their streams do not explain.
    pub unallocated: Vec<Unallocated>,
    /// The reference classes in use.
    pub classes: Vec<ClassUse>,
    /// Numbers without a source.
    pub assumptions: Vec<Assumption>,
    /// What guard rails have found, those that are accepted included.
    pub findings: Vec<Finding>,
}

/// What made a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The version of mikomi.
    pub version: String,
    /// SHA-256 of the resolved scenario.
    pub digest: String,
    /// The seed.
    pub seed: u64,
    /// Trials asked for; with a precision the most.
    pub trials_requested: u64,
    /// Trials counted; 0 where nothing was simulated.
    pub trials: u64,
    /// Whether anything uncertain bears on the results and was simulated.
    pub simulated: bool,
    /// Whether the run was stopped before all trials, or as many as the precision needs, were done.
    pub interrupted: bool,
    /// The precision asked for, and what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionEntry>,
    /// How draws were spread.
    pub sampling: Sampling,
    /// Whether all uncertainty was switched off.
    pub deterministic: bool,
    /// How effects are counted.
    pub basis: Basis,
    /// The first open year.
    pub as_of: Option<FiscalYear>,
    /// The confidence of the additional effect.
    pub confidence: f64,
}

/// What every report repeats of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The title.
    pub title: String,
    /// The unit of every amount, and the decimals with which amounts are printed (`unit` and, where there are any, `decimals`).
    #[serde(flatten)]
    pub unit: Unit,
    /// The plan period; without a fixed one, all years of the editions.
    pub plan: Span,
    /// Whether the plan has a fixed period.
    pub fixed_period: bool,
    /// What is known of each year of the plan.
    pub states: Vec<YearState>,
    /// The policies in the order of the report: id and name.
    pub policies: Vec<PolicyName>,
    /// What the scenario says it leaves out.
    pub not_modelled: Vec<String>,
    /// The keys of what is stated for the whole plan period only, and spread equally over its years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spread: Vec<String>,
}

/// What is known of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearState {
    /// Closed, with settled actuals (実績).
    Actual,
    /// Closed, with at least one amount estimated before the settlement (決算見込).
    Outturn,
    /// Closed, with at least one policy for which nothing is recorded.
    Unrecorded,
    /// Open (見込み).
    Forecast,
}

/// A policy by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The kind of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// One fiscal year.
    Year,
    /// Some years of the plan together.
    Years,
    /// The plan period.
    Plan,
    /// The plan period, each year counted in the edition of the financial plan whose as-of year it is.
    #[serde(alias = "plan_by_edition")]
    Rolling,
    /// The years of an edition of the financial plan.
    Edition,
}

/// How an entry counts effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedOn {
    /// See [`Basis::Recurring`].
    Recurring,
    /// See [`Basis::NewInYear`].
    NewInYear,
    /// See [`Basis::YearOnYear`].
    YearOnYear,
    /// Against the base year of an edition; over the plan period, each year against the base of the edition made in it.
    Edition,
}

impl CountedOn {
    /// How a model counts effects over a period.
    pub fn of(model: &Model, period: Period) -> Self {
        match period {
            Period::Year(_) | Period::Plan(_) | Period::Years(_) => model.basis.into(),
            Period::Rolling(_) | Period::Edition { .. } => Self::Edition,
        }
    }
}

impl From<Basis> for CountedOn {
    fn from(basis: Basis) -> Self {
        match basis {
            Basis::Recurring => Self::Recurring,
            Basis::NewInYear => Self::NewInYear,
            Basis::YearOnYear => Self::YearOnYear,
        }
    }
}

/// The period of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodEntry {
    /// Its kind.
    pub kind: PeriodKind,
    /// The first year.
    pub first: FiscalYear,
    /// The last year.
    pub last: FiscalYear,
    /// Of an edition: its base year.
    pub base: Option<FiscalYear>,
    /// The name in the Japanese calendar: `R6` or `R4–R9`.
    pub era: String,
}

impl PeriodEntry {
    /// The entry of a period.
    pub fn of(period: Period) -> Self {
        let span = period.span();
        let (kind, base) = match period {
            Period::Year(_) => (PeriodKind::Year, None),
            Period::Years(_) => (PeriodKind::Years, None),
            Period::Plan(_) => (PeriodKind::Plan, None),
            Period::Rolling(_) => (PeriodKind::Rolling, None),
            Period::Edition { base, .. } => (PeriodKind::Edition, Some(base)),
        };
        Self { kind, first: span.first, last: span.last, base, era: span.short(Lang::Ja) }
    }
}

/// One policy or total over one period, in the unit of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The policy's id, or `total`.
    pub policy: String,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// The target T; nothing where none is stated. What is held against it is then undefined too.
    pub target: Option<f64>,
    /// The effect as planned, without uncertainty.
    pub planned: f64,
    /// The mean of the effect X.
    pub mean: f64,
    /// Its standard deviation; nothing for a single trial.
    pub sd: Option<f64>,
    /// The standard error of the mean; nothing for a single block.
    pub se: Option<f64>,
    /// Its quantiles.
    pub quantiles: Quantiles,
    /// The probability of X ≥ T with its 95 % interval.
    pub p_met: Option<Proportion>,
    /// The mean of max(0, T − X).
    pub mean_shortfall: Option<f64>,
    /// The standard error of the mean shortfall.
    pub mean_shortfall_se: Option<f64>,
    /// The mean shortfall of the trials that fall short; nothing if none does.
    pub mean_shortfall_if_short: Option<f64>,
    /// The mean shortfall of the worst tenth of the trials.
    pub cvar90: Option<f64>,
    /// The additional certain effect with which at least 80 % of the trials meet the target.
    pub extra_for_80: Option<f64>,
    /// The same for the confidence asked for.
    pub extra: Option<f64>,
    /// Mean X / T; undefined for T ≤ 0 too.
    pub achievement: Option<f64>,
    /// Against what the edition booked, where it states that.
    pub booked: Option<Booked>,
    /// Means by part of the run, of the plan period: what differences between runs on the same draws are known from.
    #[serde(skip)]
    pub parts: Vec<Part>,
}

/// An entry that has a target, with what is known of it against that.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    entry: &'a Entry,
    /// The target T.
    pub target: f64,
    /// The probability of X ≥ T.
    pub p_met: Proportion,
    /// The mean of max(0, T − X).
    pub mean_shortfall: f64,
    /// The mean shortfall of the worst tenth of the trials.
    pub cvar90: f64,
    /// The additional certain effect for 80 %.
    pub extra_for_80: f64,
    /// The same for the confidence asked for.
    pub extra: f64,
}

impl Entry {
    /// The entry held against its target; nothing where it has none.
    pub fn held(&self) -> Option<Held<'_>> {
        Some(Held {
            entry: self,
            target: self.target?,
            p_met: self.p_met?,
            mean_shortfall: self.mean_shortfall?,
            cvar90: self.cvar90?,
            extra_for_80: self.extra_for_80?,
            extra: self.extra?,
        })
    }

    /// Planned effect less target; nothing where there is no target.
    pub fn gap(&self) -> Option<f64> {
        Some(self.planned - self.target?)
    }
}

impl std::ops::Deref for Held<'_> {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        self.entry
    }
}

/// Quantiles of the effect.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Quantiles {
    pub p5: f64,
    pub p10: f64,
    pub p20: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p80: f64,
    pub p90: f64,
    pub p95: f64,
}

/// The odds of several policies together over one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JointEntry {
    /// The period.
    pub period: PeriodEntry,
    /// The ids of the policies that have a target over it: the others are left out.
    pub policies: Vec<String>,
    /// The probability that every one of them meets its target.
    pub all_met: Proportion,
    /// `exactly[k]` is the probability that exactly k policies meet their targets.
    pub exactly: Vec<f64>,
    /// `at_least[k]` is the probability that k or more do.
    pub at_least: Vec<f64>,
    /// `short_given[a][b]` is the probability that policy b falls short in trials in which a does; nothing where a never does.
    pub short_given: Vec<Vec<Option<f64>>>,
}

/// A dependence asked for, and what the simulation had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrelationEntry {
    /// The group's id, or the two names of a pair.
    pub name: String,
    /// How many quantities it joins.
    pub members: u32,
    /// The correlation asked for, of the normal scores.
    pub requested: f64,
    /// What the mean over all pairs should be: other than requested where narrower groups or pairs lie inside, or where
    /// impossible correlations were repaired.
    pub implied: f64,
    /// The mean correlation of the normal scores over all pairs, as simulated.
    pub latent: Option<f64>,
    /// The mean correlation of the values themselves, as simulated.
    pub value: Option<f64>,
}

/// A reference class and what uses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassUse {
    /// The class, with its source and caveat.
    pub class: ReferenceClass,
    /// The names of the quantities.
    pub quantities: Vec<String>,
}

impl Outcome {
    /// The entry of a policy (by id, or `total`) over the plan period.
    pub fn plan_entry(&self, policy: &str) -> Option<&Entry> {
        let on_plan = |e: &&Entry| e.period.kind == PeriodKind::Plan;
        self.all_entries().find(|e| e.policy == policy && on_plan(e))
    }

    /// The entry of a policy (by id, or `total`) over the plan period with each year counted in the edition made in it.
    pub fn rolling_entry(&self, policy: &str) -> Option<&Entry> {
        let rolling = |e: &&Entry| e.period.kind == PeriodKind::Rolling;
        self.all_entries().find(|e| e.policy == policy && rolling(e))
    }

    /// The whole distribution behind an entry, where it is kept.
    pub fn distribution(&self, entry: &Entry) -> Option<&Distribution> {
        let same = |d: &&Distribution| d.policy == entry.policy && d.period == entry.period && d.basis == entry.basis;
        self.distributions.iter().find(same)
    }

    /// The entry of a policy (by id, or `total`) in the edition with this base year.
    pub fn edition_entry(&self, policy: &str, base: FiscalYear) -> Option<&Entry> {
        self.all_entries().find(|e| e.policy == policy && e.period.base == Some(base))
    }

    /// The entries of policies and the total, then those of the general account.
    pub fn all_entries(&self) -> impl Iterator<Item = &Entry> {
        self.results.iter().chain(&self.general_account)
    }

    /// The entry of a policy (by id, or `total`) in a year.
    pub fn year_entry(&self, policy: &str, year: FiscalYear) -> Option<&Entry> {
        let fits = |e: &&Entry| e.policy == policy && e.period.kind == PeriodKind::Year && e.period.first == year;
        self.all_entries().find(fits)
    }
}
