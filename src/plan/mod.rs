//! What is executed: names have become positions, curves arrays, constant factors one number.
//!
//! Shapes: a *level column* is the level of one (policy or total, part, year) over the trials of a block; an *effect*
//! is a weighted sum of level columns. Everything certain is folded into `initial`, so that a plan without
//! uncertainty is nothing but initial values.

mod amounts;
mod blend;
mod compile;
mod dependence;
mod editions;
mod effects;
mod late;
mod levels;
mod metrics;
mod overlap;
mod reached;
mod slips;
mod states;
mod streams;

pub(crate) use blend::Weighted;
pub use blend::{Blend, blend};
pub use editions::{BridgeEffect, BridgeSide, BridgeStep, ReconciliationStep, bridge};
pub use effects::{Effect, LevelKey};
pub use overlap::split_overlap;
pub use reached::{GoingOn, GuessedPart, Reached};

use crate::distributions::{Marginal, MixingRow};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Basis, Model, StreamKind};
use crate::stats::Against;
use std::collections::BTreeSet;
use std::ops::Range;

/// Whether the uncertain quantities of a model are simulated or held at what the plan states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncertainty {
    /// Simulated.
    On,
    /// Held at the plan: goes ahead, realised in full, not delayed, no noise, indices on their expected path.
    Off,
}

/// What is counted of a plan.
pub(crate) enum Scope<'a> {
    /// Everything that a report of one scenario holds, and further effects.
    Full(&'a [Count]),
    /// What a set keeps of a scenario.
    Results,
    /// The same of what goes on from what was reached: open years have nothing that is still to come.
    GoingOn,
    /// The same of a model in which every initiative has a policy of its own, with what the streams of the model that it
    /// was made of have reached.
    Allotted,
}

/// The part of a level that carries into the next baseline, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LevelPart {
    /// Carries into the next year's baseline.
    Recurring,
    /// Does not.
    OneOff,
}

/// A compiled model.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The years that are simulated: the year before the plan period, the period, and what editions read beyond them.
    pub axis: Span,
    /// The level columns.
    pub columns: Vec<LevelColumn>,
    /// The names of the common factors that are drawn.
    pub factors: Vec<String>,
    /// The quantities that are drawn.
    pub quantities: Vec<Draw>,
    /// The own normals that rows of `quantities` mix, by position: the name on which each hangs.
    pub normals: Vec<String>,
    /// The uncertain indices.
    pub drivers: Vec<DriverPlan>,
    /// The initiatives with anything uncertain, each after those that it requires.
    pub initiatives: Vec<InitiativePlan>,
    /// How many columns of state (gone ahead, delay) must outlive their initiative.
    pub kept_states: usize,
    /// Overlaps with anything uncertain.
    pub overlaps: Vec<OverlapPlan>,
    /// Recorded amounts that may still move.
    pub outturns: Vec<OutturnPlan>,
    /// Columns that are the sum of other columns: those of the total.
    pub sums: Vec<SumPlan>,
    /// The effects that are reported.
    pub metrics: Vec<Metric>,
    /// For each period the metric of each policy: whose targets are met together.
    pub joint: Vec<Joint>,
    /// How each edition's amount follows from the plan-period amount, by policy and total.
    pub reconciliations: Vec<Reconciliation>,
    /// The uncertain columns whose means the reconciliations read.
    pub averaged: Vec<usize>,
    /// The dependence whose achieved correlation is measured.
    pub checks: Vec<CorrelationCheck>,
}

/// A level column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelColumn {
    /// The sum of everything certain.
    pub initial: f64,
    /// Whether anything uncertain is added.
    pub uncertain: bool,
    /// The sum of the amounts that can be added, without sign, as planned.
    pub size: f64,
}

/// An uncertain quantity: its mixed latent, then its distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Its name.
    pub name: String,
    /// Weights on factors (positions in [`Plan::factors`]) and own normals (positions in [`Plan::normals`]).
    pub row: MixingRow,
    /// Its distribution.
    pub marginal: Marginal,
    /// The checks that it is a member of.
    pub checks: Vec<usize>,
}

/// An uncertain index by year.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverPlan {
    /// Its steps from the year after the one in which it is 1 to the end of the axis.
    pub steps: Vec<DriverStep>,
    /// The standard deviation of the logarithm of a step.
    pub sigma: f64,
}

/// One year of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverStep {
    /// The name on which the step's draw hangs.
    pub name: String,
    /// ln(1 + growth) − σ²/2.
    pub drift: f64,
    /// The position of the year on the axis; nothing before the axis begins.
    pub year: Option<usize>,
}

/// An initiative with anything uncertain.
#[derive(Clone, Debug, PartialEq)]
pub struct InitiativePlan {
    /// Its id.
    pub id: String,
    /// The name on which its draws hang.
    pub draws: String,
    /// Whether it goes ahead; nothing if that is certain.
    pub go_ahead: Option<State>,
    /// Its delay; nothing if that is certain.
    pub delay: Option<State>,
    /// By which whole years its one-off amounts are late; nothing if its delay has no fraction or nothing hangs on it.
    pub slip: Option<Slip>,
    /// Its uncertain streams.
    pub streams: Vec<StreamPlan>,
}

impl InitiativePlan {
    fn states(&self) -> impl Iterator<Item = &State> {
        self.go_ahead.iter().chain(&self.delay)
    }

    /// Whether it has a state that is uncertain.
    pub fn has_state(&self) -> bool {
        self.states().next().is_some()
    }

    /// Whether it keeps a state in this slot.
    pub fn keeps(&self, slot: usize) -> bool {
        self.states().any(|s| s.kept == Some(slot)) || self.slip.as_ref().is_some_and(|s| s.kept == Some(slot))
    }

    /// The slots of the states that it requires.
    pub fn required(&self) -> impl Iterator<Item = usize> {
        let slips = self.slip.iter().flat_map(|slip| &slip.required);
        let slips = slips.flat_map(|r| r.slip.into_iter().chain(r.delay.kept));
        self.states().flat_map(|s| s.required.iter().map(|r| r.slot)).chain(slips)
    }
}

/// A state of an initiative, joined with that of the initiatives it requires (product of going ahead, greatest delay).
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The quantity that is drawn for it.
    pub quantity: Option<usize>,
    /// The certain part.
    pub certain: f64,
    /// The kept states that it is joined with.
    pub required: Vec<Required>,
    /// Where the state is kept for others.
    pub kept: Option<usize>,
}

/// A kept state of an initiative that another requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Required {
    /// Where it is kept.
    pub slot: usize,
    /// Whether the initiative is known to have begun, so that a delay counts as at most 0.
    pub begun: bool,
}

/// How one-off amounts fall whole into a year: a delay with a fraction is a whole year more with that probability, by one
/// draw. Of a delay that hangs on required initiatives, the slip is that of the one with the greatest delay.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// The name on which its draw hangs.
    pub name: String,
    /// The initiative's own delay.
    pub own: Delay,
    /// Those of the initiatives that it requires.
    pub required: Vec<RequiredSlip>,
    /// Where the whole years are kept for others.
    pub kept: Option<usize>,
}

/// A delay: drawn, kept or certain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delay {
    /// The quantity that is drawn for it.
    pub quantity: Option<usize>,
    /// Where it is kept.
    pub kept: Option<usize>,
    /// Its value, where it is certain.
    pub certain: f64,
}

/// The delay of a required initiative, and the whole years by which that makes one-off amounts late.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RequiredSlip {
    /// Its delay.
    pub delay: Delay,
    /// Where the whole years are kept; nothing where its delay has no fraction.
    pub slip: Option<usize>,
    /// Whether it is known to have begun, so that its delay counts as at most 0.
    pub begun: bool,
}

/// What part of a stream's amounts is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Portion {
    /// As they are stated, or what is still to come of that.
    Planned,
    /// What is made good of what was missed.
    MadeGood,
    /// What was reached and goes on.
    Reached,
    /// What is still open of the record that it was reached by.
    Open,
}

/// An uncertain stream.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamPlan {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: StreamKind,
    /// Which part of its amounts it is.
    pub portion: Portion,
    /// The quantity of its realisation, or of an open record's deviation; nothing if that is certain (and folded into the
    /// levels).
    pub realisation: Option<usize>,
    /// The quantity of the share that is made good; nothing if that is certain.
    pub made_good: Option<usize>,
    /// Whether it is 0 when the initiative does not go ahead and that is uncertain.
    pub needs_go_ahead: bool,
    /// Its yearly noise.
    pub noise: Option<NoisePlan>,
    /// Its uncertain index.
    pub driver: Option<usize>,
    /// The delay of the first entry of every year's `levels`; nothing if the delay is certain.
    pub first_delay: Option<f64>,
    /// Whether it is late by the whole years of the initiative's slip.
    pub slips: bool,
    /// The years in which it counts, in their order.
    pub years: Vec<YearPlan>,
}

/// The yearly noise of a stream: exp(σ·w − σ²/2) with w a stationary AR(1) chain of standard normals, which reads
/// the same in either direction.
#[derive(Clone, Debug, PartialEq)]
pub struct NoisePlan {
    /// σ, from the coefficient of variation: σ² = ln(1 + cv²).
    pub sigma: f64,
    /// The AR(1) coefficient.
    pub persistence: f64,
    /// The position on the axis of the year from which the chain runs, forwards and backwards.
    pub anchor: usize,
    /// The links of the chain, in the order of their years: without gaps, and with the anchor, where noise persists.
    pub links: Vec<Link>,
}

impl NoisePlan {
    /// The links before the anchor, and those from it on.
    pub fn around_anchor(&self) -> (&[Link], &[Link]) {
        self.links.split_at(self.links.partition_point(|link| link.year < self.anchor))
    }
}

/// One year of a stream's noise.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The name on which its draw hangs.
    pub name: String,
    /// The position of its year on the axis.
    pub year: usize,
    /// The positions among the stream's years where it is used.
    pub used: Range<usize>,
}

/// One year of a stream. A year stands more than once where it is counted differently, recorded and forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct YearPlan {
    /// The position on the axis.
    pub year: usize,
    /// The signed level, all certain factors included, by whole years of delay from `first_delay` on; one entry if
    /// the delay is certain.
    pub levels: Vec<f64>,
    /// The columns that it is added to, with shares.
    pub into: Vec<(usize, f64)>,
}

/// An overlap in one part and year: members' columns are cut, then added to the policies'.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlapPlan {
    /// The share of the common part that is counted twice.
    pub share: f64,
    /// The columns of the members.
    pub members: Vec<usize>,
    /// The columns that each member is added to, with shares.
    pub into: Vec<Vec<(usize, f64)>>,
}

/// A recorded amount that may still move.
#[derive(Clone, Debug, PartialEq)]
pub struct OutturnPlan {
    /// The name on which its draw hangs.
    pub name: String,
    /// The columns that it is added to, each with the amount of one standard deviation.
    pub into: Vec<(usize, f64)>,
}

/// A column that is the sum of others.
#[derive(Clone, Debug, PartialEq)]
pub struct SumPlan {
    /// The sum.
    pub column: usize,
    /// What is summed, besides the sum's own initial value.
    pub of: Vec<usize>,
}

/// The period that an effect is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// One fiscal year.
    Year(FiscalYear),
    /// The plan period.
    Plan(Span),
    /// Some years of the plan together.
    Years(Span),
    /// The plan period, each year counted in the edition made in that year.
    Rolling(Span),
    /// The window of an edition, against its base year.
    Edition {
        /// The base year.
        base: FiscalYear,
        /// The years that it covers.
        window: Span,
    },
}

impl Period {
    /// The years of the period.
    pub fn span(self) -> Span {
        match self {
            Self::Year(year) => Span { first: year, last: year },
            Self::Plan(span) | Self::Years(span) | Self::Rolling(span) | Self::Edition { window: span, .. } => span,
        }
    }
}

/// An effect, with the period and the matter that it is counted for.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The period.
    pub period: Period,
    /// What it is about.
    pub measure: MetricSubject,
    /// The effect.
    pub effect: Effect,
}

impl Count {
    /// The effect of some years of the plan together, on the plan's counting basis.
    pub fn of_years(model: &Model, years: Span) -> Self {
        let effect = effects::effect(model.basis, years, model.as_of);
        Self { period: Period::Years(years), measure: MetricSubject::Further, effect }
    }

    /// What is reported of some years of the plan together: their effect on the plan's counting basis and, where there is an
    /// edition made in each of them, the effect with each year counted in that one.
    pub fn reported(model: &Model, years: Span) -> Vec<Self> {
        let whole = Self { measure: MetricSubject::Effect, ..Self::of_years(model, years) };
        let rolling = editions::rolling(model, years);
        let rolling =
            rolling.map(|effect| Self { period: Period::Rolling(years), measure: MetricSubject::Effect, effect });
        [whole].into_iter().chain(rolling).collect()
    }

    /// The level of a year that the year after it is counted against or, where lasting effects count anew every year, that
    /// goes on in it.
    pub fn of_level(model: &Model, year: FiscalYear) -> Self {
        let mut effect = Effect::default();
        let parts: &[LevelPart] = match model.basis {
            Basis::Recurring | Basis::NewInYear => &[LevelPart::Recurring],
            Basis::YearOnYear => &[LevelPart::Recurring, LevelPart::OneOff],
        };
        parts.iter().for_each(|part| effect.add(LevelKey { part: *part, year, as_of: model.as_of }, 1.0));
        Self { period: Period::Year(year), measure: MetricSubject::Further, effect }
    }
}

/// What a metric is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricSubject {
    /// The effect against its target.
    Effect,
    /// The effect against what the edition booked.
    Booked,
    /// What a caller counts besides.
    Further,
    /// A step of the bridge to the edition from the one before it; the target is that step of the targets.
    Bridge(BridgeStep),
}

/// An effect that is reported, against a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// The position of the policy; nothing for the total.
    pub policy: Option<usize>,
    /// The period.
    pub period: Period,
    /// What it is about.
    pub measure: MetricSubject,
    /// The target, in the unit of the scenario; nothing where none is stated.
    pub target: Option<f64>,
    /// The effect.
    pub sum: Sum,
}

/// A weighted sum of columns: Σ weight · column + constant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// The certain part.
    pub constant: f64,
    /// The uncertain part.
    pub terms: Vec<(usize, f64)>,
    /// About how far the uncertain part can go: Σ |weight| · the amounts that can be added to the column.
    pub size: f64,
}

impl Metric {
    /// Whether it meets its target, where nothing uncertain bears on it; what has no target meets none.
    pub fn is_met_for_certain(&self) -> bool {
        self.target.is_some_and(|target| self.sum.constant >= Against::met_from(target))
    }
}

impl Sum {
    /// Whether nothing uncertain bears on it.
    pub fn is_certain(&self) -> bool {
        self.terms.is_empty()
    }
}

/// The steps from the plan-period amount to the amount on an edition's basis.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciliation {
    /// The position of the policy; nothing for the total.
    pub policy: Option<usize>,
    /// The position of the edition in the model.
    pub edition: usize,
    /// The steps; they add up to the amount on the edition's basis.
    pub steps: Vec<Reconciled>,
}

/// One step of a reconciliation.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// The step.
    pub step: ReconciliationStep,
    /// Its part of the target; nothing where none is stated.
    pub target: Option<f64>,
    /// Its part of the effect.
    pub sum: Sum,
}

/// The metrics of the policies that have a target over one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// The period.
    pub period: Period,
    /// The metric of each of these policies.
    pub metrics: Vec<usize>,
}

/// A dependence whose achieved correlation is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrelationCheck {
    /// The group's id, or the two names of a pair.
    pub name: String,
    /// The correlation asked for.
    pub requested: f64,
    /// The mean correlation over all pairs of members that the mixing gives: other than requested where narrower
    /// groups or pairs lie inside, or where impossible correlations were repaired.
    pub implied: f64,
    /// How many drawn quantities it joins.
    pub members: u32,
}

impl Plan {
    /// Compiles a model.
    pub fn compile(model: &Model, uncertainty: Uncertainty) -> Self {
        compile::compile(model, &Reached::of(model), uncertainty, &Scope::Full(&[]))
    }

    /// [`Self::compile_counting`], given what the model has reached.
    pub(crate) fn compile_from(model: &Model, reached: &Reached, uncertainty: Uncertainty, further: &[Count]) -> Self {
        compile::compile(model, reached, uncertainty, &Scope::Full(further))
    }

    /// Compiles a model with further effects to be counted for every policy and the total.
    pub fn compile_counting(model: &Model, uncertainty: Uncertainty, further: &[Count]) -> Self {
        compile::compile(model, &Reached::of(model), uncertainty, &Scope::Full(further))
    }

    /// Compiles a model to its results alone: without the steps that lead from one amount to another (reconciliations,
    /// bridges) and without the measure of its correlations. The results are the same, to the last bit.
    pub fn compile_results(model: &Model, uncertainty: Uncertainty) -> Self {
        Self::compile_results_from(model, &Reached::of(model), uncertainty)
    }

    /// The same, given what the model has reached.
    pub(crate) fn compile_results_from(model: &Model, reached: &Reached, uncertainty: Uncertainty) -> Self {
        compile::compile(model, reached, uncertainty, &Scope::Results)
    }

    /// Compiles what a model's open years have of what was reached, without anything still to come and without uncertainty.
    pub fn compile_going_on(model: &Model) -> Self {
        compile::compile(model, &Reached::of(model), Uncertainty::Off, &Scope::GoingOn)
    }

    /// Compiles a model in which every initiative of another has a policy of its own for each that it serves, with what was
    /// reached in the other.
    pub(crate) fn compile_allotted(alone: &Model, reached: &Reached, uncertainty: Uncertainty) -> Self {
        compile::compile(alone, reached, uncertainty, &Scope::Allotted)
    }

    /// How many random numbers a trial takes.
    pub fn numbers_per_trial(&self) -> usize {
        let streams = || self.initiatives.iter().flat_map(|i| &i.streams);
        // Parts of one stream share its noise, and an index counted from several years its steps.
        let noise: BTreeSet<&str> = streams().filter_map(|s| s.noise.as_ref()).flat_map(NoisePlan::names).collect();
        let steps: BTreeSet<&str> = self.drivers.iter().flat_map(|d| &d.steps).map(|s| s.name.as_str()).collect();
        let slips: BTreeSet<&str> =
            self.initiatives.iter().filter_map(|i| Some(i.slip.as_ref()?.name.as_str())).collect();
        self.factors.len() + self.normals.len() + noise.len() + steps.len() + slips.len() + self.outturns.len()
    }
}

impl NoisePlan {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(|link| link.name.as_str())
    }
}
