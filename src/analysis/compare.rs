//! A plan against a revision of it: both values, the distribution of the difference on common draws, and what it comes
//! from.

use super::align::{self, Incomparable};
use super::blends::Blends;
use super::common::{Common, beside, common_years};
use super::dominance::{self, Dominance};
use super::hybrid::Hybrids;
use super::lineage::{self, Component, Lineages, Unmatched};
use super::shapley::Changed;
use super::track::{self, TrackRecord};
use crate::engine::{self, EngineError, Progress, Run, Settings};
use crate::fiscal::Span;
use crate::lang::{Lang, text};
use crate::model::{Edition, Model};
use crate::outcome::{
    Amounts, BridgeEntry, BridgeStepEntry, CountedOn, Distribution, Entry, Outcome, PeriodEntry, Quantiles, Request,
    is_kept, quantiles, summaries,
};
use crate::plan::{
    BridgeSide as Bank, BridgeStep, Count, Effect, Metric, MetricSubject, Period, Plan, Uncertainty, blend, bridge,
};
use crate::stats::{Proportion, Summary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A plan against one revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The years over which the two are compared in place of one plan period or an edition; nothing where both have that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common: Option<Common>,
    /// Trials counted; 0 where nothing that is compared is uncertain.
    pub trials: u64,
    /// One entry a policy or total, period and basis.
    pub differences: Vec<Difference>,
    /// The whole distributions of the differences over the plan period, or the common years, and the revision's current
    /// edition.
    pub distributions: Vec<Distribution>,
    /// What the differences come from, over the plan period, or the common years, and each edition.
    pub attribution: Vec<Attribution>,
    /// Which of the two distributions lies above the other, over the plan period, or the common years, and each edition.
    pub dominance: Vec<Dominance>,
    /// From the plan's current edition to the revision's, by policy and total.
    pub bridge: Vec<BridgeEntry>,
    /// How the plan's distribution stands against the actuals that the revision records.
    pub track_record: Option<TrackRecord>,
    /// Which initiatives go on from which.
    pub lineages: Lineages,
}

/// One scenario's side of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifferenceSide {
    /// The target, what is planned, and the mean.
    #[serde(flatten)]
    pub amounts: Amounts,
    /// The probability of meeting the target; nothing where none is stated.
    pub p_met: Option<Proportion>,
    /// The mean shortfall, likewise.
    pub mean_shortfall: Option<f64>,
}

/// How one amount relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Ratio {
    /// The later over the earlier, both above 0.
    Value(f64),
    /// The earlier is 0, the later is not (皆増).
    FromZero,
    /// The later is 0, the earlier is not (皆減).
    ToZero,
    /// Both are 0, or one is negative.
    Undefined,
}

impl Ratio {
    /// The ratio of two amounts.
    pub fn of(earlier: f64, later: f64) -> Self {
        match (earlier, later) {
            (0.0, 0.0) => Self::Undefined,
            (0.0, _) => Self::FromZero,
            (_, 0.0) => Self::ToZero,
            (a, b) if a > 0.0 && b > 0.0 => Self::Value(b / a),
            _ => Self::Undefined,
        }
    }
}

/// The spread of a simulated amount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The standard deviation; nothing for a single trial.
    pub sd: Option<f64>,
    /// The standard error of the mean; nothing for a single block.
    pub se: Option<f64>,
    /// The quantiles.
    pub quantiles: Quantiles,
}

/// The difference of one policy or total over one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The policy's id, or `total`.
    pub policy: String,
    /// Its name; nothing for the total.
    pub name: Option<String>,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// The plan's side; nothing where it does not have the policy.
    pub plan: Option<DifferenceSide>,
    /// The revision's side; nothing where it does not have the policy.
    pub revised: Option<DifferenceSide>,
    /// Revision less plan.
    pub difference: Amounts,
    /// The spread of the difference of the effects, on common draws.
    pub spread: Spread,
    /// The probability that the revision gives at least as much as the plan.
    pub p_not_below: Proportion,
    /// Revision over plan, as planned.
    pub ratio: Ratio,
}

/// What a difference comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The policy's id, or `total`.
    pub policy: String,
    /// Its name; nothing for the total.
    pub name: Option<String>,
    /// The period.
    pub period: PeriodEntry,
    /// How effects are counted.
    pub basis: CountedOn,
    /// The components; they add up to the difference.
    pub components: Vec<Attributed>,
}

/// What one component of the revision contributes: its Shapley value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attributed {
    /// The component.
    pub component: Component,
    /// Of the planned effect.
    pub planned: f64,
    /// Of the mean.
    pub mean: f64,
    /// Its spread, on common draws.
    #[serde(flatten)]
    pub spread: Spread,
}

/// Why there is no comparison.
#[derive(Debug)]
pub enum ComparisonError {
    /// The scenarios count differently.
    Incomparable(Incomparable),
    /// Threads cannot be started, or the memory does not suffice for one.
    Engine(EngineError),
}

/// Whether two scenarios can be compared.
///
/// # Errors
/// The reasons why they cannot.
pub fn comparable(plan: &Model, revised: &Model) -> Result<(), Incomparable> {
    align::check(plan, revised)
}

/// Compares a plan with a revision, given the outcome of each; where the periods differ, of the revision [`beside`] its plan,
/// and both counted over their [`common_years`].
///
/// # Errors
/// Scenarios that count differently or have no year in common, outcomes that do not count the common years; threads that
/// cannot be started; too little memory.
pub fn compare(
    models: [&Model; 2],
    outcomes: [&Outcome; 2],
    request: &Request,
    progress: &Progress,
) -> Result<Comparison, ComparisonError> {
    comparable(models[0], models[1]).map_err(ComparisonError::Incomparable)?;
    let revision = Revision::new(models, request.uncertainty);
    revision.are_counted(outcomes).map_err(ComparisonError::Incomparable)?;
    let record = track::Record::of([&revision.plan, &revision.revised], revision.closed, outcomes[1]);
    let owners = revision.revised.policies.len() + 1;
    let blends = Blends::new(&revision.simulated, &revision.at, owners, revision.bridge.is_some(), &record);
    let plans: Vec<&Plan> = revision.simulated.iter().collect();
    let blended = blend(&plans, &blends.list);
    let uncertain = blended.metrics.iter().any(|m| !m.sum.is_certain());
    let trials = if uncertain { request.settings.trials } else { 0 };
    let run = engine::run(&blended, &Settings { trials, ..request.settings }, progress);
    let run = run.map_err(ComparisonError::Engine)?;
    Ok(revision.comparison(outcomes, &blends, &blended, &run, &record))
}

/// The two aligned models and the plan of every hybrid between them.
struct Revision {
    plan: Model,
    revised: Model,
    lineages: Lineages,
    bridge: Option<Bridge>,
    /// The years that both have, where the periods differ.
    common: Option<Span>,
    /// The years closed in the revision that the plan has too.
    closed: Option<Span>,
    /// By set of changed components, the position of its plan: sets that differ in what changes nothing share one.
    at: Vec<usize>,
    /// The plans, as simulated; the first is the plan itself.
    simulated: Vec<Plan>,
    /// The same without uncertainty.
    planned: Vec<Plan>,
}

impl Revision {
    fn new(models: [&Model; 2], uncertainty: Uncertainty) -> Self {
        let mut unmatched: Vec<Unmatched> = Vec::new();
        let common = common_years(models[0], models[1]);
        let revised = beside(models[0], models[1]);
        let [plan, revised] = align::aligned(models[0], &revised, &mut unmatched);
        let closed = track::closed(&plan, &revised);
        let families = lineage::families(&plan, &revised, &mut unmatched);
        let [from, to] = models.map(Model::current_edition);
        let between = from.zip(to).map(|(a, b)| [a.clone(), b.clone()]);
        let bridge = between.map(|between| Bridge::new(&plan, &revised, between));
        let further = Further::new(&plan, &revised, bridge.as_ref(), closed);
        let hybrids = Hybrids::new(&plan, &revised, &families, common.map(|years| years.first));
        let active = hybrids.active();
        let (mut distinct, mut at) = (Vec::new(), Vec::new());
        for changed in Changed::all().map(|changed| changed.among(&active)) {
            at.push(distinct.iter().position(|known| *known == changed).unwrap_or(distinct.len()));
            if at.last() == Some(&distinct.len()) {
                distinct.push(changed);
            }
        }
        let whole = Changed::EVERYTHING.among(&active);
        let (mut simulated, mut planned) = (Vec::new(), Vec::new());
        for changed in distinct {
            let model = hybrids.model(changed);
            let further = match (changed == Changed::NONE, changed == whole) {
                (true, true) => &further.unchanged,
                (true, false) => &further.plan,
                (false, true) => &further.revised,
                (false, false) => &further.between,
            };
            let reported = common.into_iter().flat_map(|years| Count::reported(&model, years));
            let counted: Vec<Count> = further.iter().cloned().chain(reported).collect();
            simulated.push(Plan::compile_counting(&model, uncertainty, &counted));
            planned.push(Plan::compile_counting(&model, Uncertainty::Off, &counted));
        }
        [&mut simulated, &mut planned].into_iter().for_each(|plans| counted_by_all(plans));
        let families = lineage::named(&plan, &revised, &families);
        let lineages = Lineages { families, unmatched };
        Self { plan, revised, lineages, bridge, common, closed, at, simulated, planned }
    }

    /// Whether both outcomes count the common years, as far as they hold anything.
    fn are_counted(&self, outcomes: [&Outcome; 2]) -> Result<(), Incomparable> {
        let Some(years) = self.common else { return Ok(()) };
        let period = PeriodEntry::of(Period::Years(years));
        let counts = |outcome: &&Outcome| {
            outcome.results.is_empty() || outcome.results.iter().any(|entry| entry.period == period)
        };
        if outcomes.iter().all(counts) {
            return Ok(());
        }
        let (ja, en) = (years.short(Lang::Ja), years.short(Lang::En));
        Err(Incomparable(vec![text!(
            ja: "共通する年度 {ja} を合わせた結果がありません。両方をその年度も数えて試算してください",
            en: "there is no result of the common years {en} together; count them too when simulating both"
        )]))
    }

    fn comparison(
        self,
        outcomes: [&Outcome; 2],
        blends: &Blends,
        blended: &Plan,
        run: &Run,
        record: &track::Record,
    ) -> Comparison {
        let mut out = Comparison {
            common: self.common.map(|years| Common::of([&self.plan, &self.revised], years)),
            trials: run.trials,
            differences: Vec::new(),
            distributions: Vec::new(),
            attribution: Vec::new(),
            dominance: Vec::new(),
            bridge: Vec::new(),
            track_record: None,
            lineages: self.lineages.clone(),
        };
        // An interruption before the first round leaves nothing, as in a run.
        let Some(all) = summaries(blended, run) else { return out };
        out.differences = self.differences(outcomes, blends, &all);
        out.distributions = self.distributions(blends, blended, run);
        out.attribution = self.attribution(blends, &all);
        out.dominance = dominance::of(&self.revised, blends, blended, run);
        out.bridge = self.bridge(blends, &all);
        out.track_record = track::track_record(&self.plan, record, blends, blended, &all);
        out
    }

    fn differences(&self, outcomes: [&Outcome; 2], blends: &Blends, all: &[Summary]) -> Vec<Difference> {
        let of = |&(index, at): &(usize, usize)| {
            let metric = &self.simulated[0].metrics[index];
            let (policy, name) = name(&self.revised, metric.policy);
            let (period, basis) = (PeriodEntry::of(metric.period), CountedOn::of(&self.revised, metric.period));
            let side = |outcome: &Outcome| {
                let same = |e: &&Entry| e.policy == policy && e.period == period && e.basis == basis;
                outcome.results.iter().find(same).map(|e| DifferenceSide {
                    amounts: Amounts { target: e.target, planned: e.planned, mean: e.mean },
                    p_met: e.p_met,
                    mean_shortfall: e.mean_shortfall,
                })
            };
            let [plan, revised] = outcomes.map(side);
            // A policy that one side does not have aims at nothing there; one without a target has none to compare.
            let target = |side: Option<DifferenceSide>| side.map_or(Some(0.0), |s| s.amounts.target);
            let planned = [Changed::NONE, Changed::EVERYTHING].map(|c| self.planned_of(c, index));
            let summary = &all[at];
            let difference = Amounts {
                target: target(revised).zip(target(plan)).map(|(revised, plan)| revised - plan),
                planned: planned[1] - planned[0],
                mean: summary.mean,
            };
            let (spread, p_not_below) = (spread(summary), summary.met);
            let ratio = Ratio::of(planned[0], planned[1]);
            Difference { policy, name, period, basis, plan, revised, difference, spread, p_not_below, ratio }
        };
        blends.differences.iter().map(of).collect()
    }

    fn distributions(&self, blends: &Blends, blended: &Plan, run: &Run) -> Vec<Distribution> {
        let metrics = &self.simulated[0].metrics;
        let kept = blends.differences.iter().filter(|(index, _)| is_kept(&self.revised, &metrics[*index]));
        let of = |&(index, at): &(usize, usize)| {
            let (tally, certain) = (run.tally.metrics[at].as_ref(), blended.metrics[at].sum.constant);
            Distribution::of(&self.revised, &metrics[index], tally, certain)
        };
        kept.filter_map(of).collect()
    }

    /// Whether a side states targets of a policy, or of the total; the other may not have the policy.
    fn has_targets(&self, policy: Option<usize>) -> bool {
        [&self.plan, &self.revised].into_iter().any(|model| model.has_target(policy, |_| true))
    }

    fn planned_of(&self, changed: Changed, metric: usize) -> f64 {
        self.planned[self.at[changed.index()]].metrics[metric].sum.constant
    }

    fn attribution(&self, blends: &Blends, all: &[Summary]) -> Vec<Attribution> {
        let of = |(index, at): &(usize, [usize; Component::ALL.len()])| {
            let metric = &self.simulated[0].metrics[*index];
            let (policy, name) = name(&self.revised, metric.policy);
            let planned: Vec<f64> = Changed::all().map(|changed| self.planned_of(changed, *index)).collect();
            let largest = planned.iter().copied().fold(0.0, |a: f64, b| a.max(b.abs()));
            let component = |(component, at): (Component, &usize)| {
                let planned = super::shapley::value(component, &planned);
                let found = Attributed { component, planned, mean: all[*at].mean, spread: spread(&all[*at]) };
                super::dust::settled(found, largest)
            };
            Attribution {
                policy,
                name,
                period: PeriodEntry::of(metric.period),
                basis: CountedOn::of(&self.revised, metric.period),
                components: Component::ALL.into_iter().zip(at).map(component).collect(),
            }
        };
        blends.attribution.iter().map(of).collect()
    }

    fn bridge(&self, blends: &Blends, all: &[Summary]) -> Vec<BridgeEntry> {
        let Some(bridge) = &self.bridge else { return Vec::new() };
        let [before, after] = [Changed::NONE, Changed::EVERYTHING];
        let ends = if self.at[before.index()] == self.at[after.index()] { vec![before] } else { vec![before, after] };
        let mut out = Vec::new();
        for (owner, of_owner) in blends.bridge.iter().enumerate() {
            let policy = (owner < self.revised.policies.len()).then_some(owner);
            let amounts = |(&(index, at), [of_plan, of_revised]): (&(usize, usize), &[Effect; 2])| Amounts {
                target: self
                    .has_targets(policy)
                    .then(|| of_plan.target(&self.plan, policy) + of_revised.target(&self.revised, policy)),
                planned: ends.iter().map(|c| self.planned_of(*c, index)).fold(0.0, |a, b| a + b),
                mean: all[at].mean,
            };
            let counted: Vec<Amounts> = of_owner.iter().zip(&bridge.effects).map(amounts).collect();
            let ([first, steps @ .., last], [_, places @ .., _]) = (&counted[..], &of_owner[..]) else { continue };
            let step = |((step, amounts), place): ((BridgeStep, &Amounts), &(usize, usize))| {
                let summary = &all[place.1];
                BridgeStepEntry { step, amounts: *amounts, sd: summary.sd, quantiles: quantiles(summary) }
            };
            out.push(BridgeEntry {
                from: bridge.between[0].base,
                to: bridge.between[1].base,
                policy: name(&self.revised, policy).0,
                before: *first,
                steps: BridgeStep::ALL.into_iter().zip(steps).zip(places).map(step).collect(),
                after: *last,
            });
        }
        out
    }
}

/// Leaves the effects that all plans count. Where editions are made in other years, some models count the plan period by
/// edition and some cannot.
pub(super) fn counted_by_all(plans: &mut [Plan]) {
    let key = |m: &Metric| (m.policy, m.period, m.measure);
    let of = |plan: &Plan| -> BTreeSet<_> { plan.metrics.iter().map(key).collect() };
    let Some(common) = plans.iter().map(of).reduce(|a, b| &a & &b) else { return };
    plans.iter_mut().for_each(|plan| plan.metrics.retain(|m| common.contains(&key(m))));
}

/// The way from the plan's current edition to the revision's.
struct Bridge {
    /// The editions.
    between: [Edition; 2],
    /// What is counted of the plan and of the revision: the earlier edition, each step, the later edition.
    effects: Vec<[Effect; 2]>,
}

impl Bridge {
    fn new(plan: &Model, revised: &Model, between: [Edition; 2]) -> Self {
        let from = Bank { model: plan, edition: &between[0] };
        let to = Bank { model: revised, edition: &between[1] };
        let none = Effect::default;
        let mut effects = vec![[from.effect(), none()]];
        effects.extend(bridge(from, to).into_iter().map(|step| [step.before, step.after]));
        effects.push([none(), to.effect()]);
        Self { between, effects }
    }
}

/// What is counted besides the model's effects: the earlier edition, the steps of the bridge, the later edition; then
/// the closed years together.
#[derive(Default)]
struct Further {
    /// Of the plan.
    plan: Vec<Count>,
    /// Of the revision.
    revised: Vec<Count>,
    /// Of both, where the revision changes nothing.
    unchanged: Vec<Count>,
    /// Of what lies in between: nothing, in as many places.
    between: Vec<Count>,
}

impl Further {
    fn new(plan: &Model, revised: &Model, bridge: Option<&Bridge>, closed: Option<Span>) -> Self {
        let mut out = Self::default();
        if let Some(Bridge { between: [_, to], effects }) = bridge {
            let period = Period::Edition { base: to.base, window: to.window };
            effects.iter().for_each(|effects| out.push(period, effects.clone()));
        }
        if let Some(closed) = closed {
            let [of_plan, of_revised] = [plan, revised].map(|model| Count::of_years(model, closed));
            out.unchanged.push(of_plan.clone());
            out.plan.push(of_plan);
            out.between.push(of_revised.clone());
            out.revised.push(of_revised);
        }
        out
    }

    fn push(&mut self, period: Period, [before, after]: [Effect; 2]) {
        let count = |effect| Count { period, measure: MetricSubject::Further, effect };
        self.unchanged.push(count(before.clone().plus(1.0, &after)));
        self.plan.push(count(before));
        self.revised.push(count(after));
        self.between.push(count(Effect::default()));
    }
}

/// The id and name of a policy or of the total.
pub(super) fn name(model: &Model, policy: Option<usize>) -> (String, Option<String>) {
    match policy {
        Some(p) => (model.policies[p].id.clone(), Some(model.policies[p].name.clone())),
        None => (crate::outcome::TOTAL.to_owned(), None),
    }
}

fn spread(summary: &Summary) -> Spread {
    Spread { sd: summary.sd, se: summary.se, quantiles: quantiles(summary) }
}
