//! Model → Plan → run → Outcome.

use super::accounts::{self, General};
use super::breakdown::breakdown;
use super::distribution::{Distribution, is_kept};
use super::editions::{self, bridges, editions};
use super::findings::{Looked, findings};
use super::precision;
use super::summaries::Summarised;
use super::{
    Booked, ClassUse, CorrelationEntry, CountedOn, Entry, Header, JointEntry, Outcome, PeriodEntry, PolicyName,
    Provenance, Summaries, YearState, profiles, quantiles, unallocated,
};
use crate::engine::{self, EngineError, JointTally, Progress, Run, Settings};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Model, Records};
use crate::plan::{Count, Joint, Metric, MetricSubject, Period, Plan, Reached, Uncertainty};
use crate::scenario::{Document, assumptions};
use crate::stats::{Part, Summary, Tally};
use crate::threads;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// Trials, precision, seed, sampling, threads.
    pub settings: Settings,
    /// Whether uncertain quantities are simulated.
    pub uncertainty: Uncertainty,
    /// The confidence of the additional effect, above 0 and below 1.
    pub confidence: f64,
}

/// Runs a checked scenario. Where nothing that is reported is uncertain, nothing is simulated.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub fn simulate(
    document: &Document,
    model: &Model,
    request: &Request,
    progress: &Progress,
) -> Result<Outcome, EngineError> {
    simulate_over(document, model, &[], request, progress)
}

/// The same, with entries for some years of the plan together besides; everything else is as without them, to the last bit.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub fn simulate_over(
    document: &Document,
    model: &Model,
    years: &[Span],
    request: &Request,
    progress: &Progress,
) -> Result<Outcome, EngineError> {
    let counted = Counted { reached: &Reached::of(model), further: further(model, years) };
    let uncertain = (request.uncertainty == Uncertainty::On).then(|| counted.plan(model, Uncertainty::On));
    let plans = (&counted.plan(model, Uncertainty::Off), uncertain.as_ref());
    let outcome = outcome((document, model), counted.reached, plans, request, progress)?;
    Ok(Outcome { scenario: document.to_json(), ..outcome })
}

/// The outcome of a checked scenario without uncertainty, for which nothing is simulated, and its plan with it. The outcome
/// does not hold the scenario itself.
///
/// # Errors
/// As for [`simulate`].
pub fn as_planned(document: &Document, model: &Model, request: &Request) -> Result<(Plan, Outcome), EngineError> {
    let request = Request { uncertainty: Uncertainty::Off, ..*request };
    let counted = Counted { reached: &Reached::of(model), further: Vec::new() };
    let plan = |uncertainty| counted.plan(model, uncertainty);
    let (planned, uncertain) = threads::both(|| plan(Uncertainty::Off), || plan(Uncertainty::On));
    let plans = (&planned, Some(&uncertain));
    let outcome = outcome((document, model), counted.reached, plans, &request, &Progress::default())?;
    Ok((uncertain, outcome))
}

/// What is counted of a model.
struct Counted<'a> {
    /// What the model has reached.
    reached: &'a Reached,
    /// Effects besides those that are counted of every model.
    further: Vec<Count>,
}

impl Counted<'_> {
    fn plan(&self, model: &Model, uncertainty: Uncertainty) -> Plan {
        Plan::compile_from(model, self.reached, uncertainty, &self.further)
    }
}

/// The effects over some years of the plan together.
fn further(model: &Model, years: &[Span]) -> Vec<Count> {
    years.iter().flat_map(|span| Count::reported(model, *span)).collect()
}

/// See [`simulate`]; the plans are those without uncertainty and, where it is asked for or looked at, with it.
fn outcome(
    (document, model): (&Document, &Model),
    reached: &Reached,
    (planned, uncertain): (&Plan, Option<&Plan>),
    request: &Request,
    progress: &Progress,
) -> Result<Outcome, EngineError> {
    let plan = uncertain.filter(|_| request.uncertainty == Uncertainty::On).unwrap_or(planned);
    let general = General::of(model, request.uncertainty);
    let (run, general_run) = accounts::runs(plan, general.as_ref(), request, progress)?;
    let mut outcome = Outcome {
        provenance: provenance(document, model, request, plan, &run),
        scenario: serde_json::Value::Null,
        header: header(model),
        results: Vec::new(),
        general_account: Vec::new(),
        distributions: Vec::new(),
        breakdown: breakdown(model, reached, planned),
        joint: joint_entries(model, plan, &run),
        editions: Vec::new(),
        bridges: Vec::new(),
        correlations: correlations(plan, &run),
        profiles: profiles(model, &planned.metrics),
        unallocated: unallocated(model),
        classes: model.classes.iter().map(|(c, q)| ClassUse { class: c.clone(), quantities: q.clone() }).collect(),
        assumptions: assumptions(document),
        findings: Vec::new(),
    };
    // An interruption before the first round leaves nothing, not even what is certain: half a table misleads.
    if let Some(summaries) = Summaries::default().of(plan, &run, request.confidence) {
        outcome.results = entries(model, plan, planned, &run, &summaries, request.confidence);
        let of_general = general.as_ref().zip(general_run.as_ref());
        outcome.general_account = of_general.map(|(g, run)| g.entries(run, request.confidence)).unwrap_or_default();
        outcome.distributions = distributions(model, plan, &run);
        outcome.editions = editions(model, plan, planned, &run).unwrap_or_default();
        outcome.bridges = bridges(model, plan, planned, &summaries);
    }
    let looked = Looked { document, model, reached, planned, plan: uncertain, results: &outcome.results };
    outcome.findings = findings(&[looked], &request.settings)?.into_iter().flatten().collect();
    Ok(outcome)
}

/// The bytes that [`simulate`] takes on one thread, about.
pub fn memory_wanted(model: &Model, request: &Request) -> u64 {
    let (plan, general) = (Plan::compile(model, request.uncertainty), General::of(model, request.uncertainty));
    let plans: Vec<&Plan> = [&plan].into_iter().chain(general.iter().map(|general| &general.plan)).collect();
    engine::memory_wanted(&plans, &request.settings)
}

/// The whole distributions that are kept of a run.
fn distributions(model: &Model, plan: &Plan, run: &Run) -> Vec<Distribution> {
    let kept = plan.metrics.iter().zip(&run.tally.metrics).filter(|(metric, _)| is_kept(model, metric));
    kept.filter_map(|(metric, tally)| Distribution::of(model, metric, tally.as_ref(), metric.sum.constant)).collect()
}

/// Whether anything uncertain is reported. A step between two certain amounts can be uncertain.
pub(super) fn is_uncertain(plan: &Plan) -> bool {
    plan.metrics.iter().any(|m| !m.sum.is_certain()) || !plan.averaged.is_empty()
}

pub(super) fn provenance(document: &Document, model: &Model, request: &Request, plan: &Plan, run: &Run) -> Provenance {
    let simulated = is_uncertain(plan);
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        digest: document.digest(),
        seed: request.settings.seed,
        trials_requested: request.settings.trials,
        trials: run.trials,
        simulated,
        interrupted: simulated && run.trials < request.settings.trials && !run.is_precise(),
        precision: run.precision.as_ref().map(|attained| precision::entry(model, plan, attained)),
        sampling: request.settings.sampling,
        deterministic: request.uncertainty == Uncertainty::Off,
        basis: model.basis,
        as_of: model.as_of,
        confidence: request.confidence,
    }
}

pub(super) fn header(model: &Model) -> Header {
    let name = |p: &crate::model::Policy| PolicyName { id: p.id.clone(), name: p.name.clone() };
    Header {
        title: model.title.clone(),
        unit: model.unit,
        plan: model.period,
        fixed_period: model.fixed,
        states: model.period.years().map(|year| state(model, year)).collect(),
        policies: model.policies.iter().map(name).collect(),
        not_modelled: model.not_modelled.clone(),
        spread: model.spread.keys.clone(),
    }
}

fn state(model: &Model, year: FiscalYear) -> YearState {
    if !model.is_closed(year) {
        return YearState::Forecast;
    }
    let worst = (0..model.policies.len()).map(|p| model.records(p, year)).max();
    match worst.unwrap_or(Records::Missing) {
        Records::Settled => YearState::Actual,
        Records::Open => YearState::Outturn,
        Records::Missing => YearState::Unrecorded,
    }
}

/// The entries of a run.
pub(super) fn entries(
    model: &Model,
    plan: &Plan,
    planned: &Plan,
    run: &Run,
    summaries: &[Summarised],
    confidence: f64,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (m, (metric, Summarised { summary, reached })) in plan.metrics.iter().zip(summaries).enumerate() {
        // Where enough trials meet the target, nothing need be added, whatever the histogram's resolution says.
        let extra = |confidence: f64, reached: f64| {
            metric.target.map(|t| if summary.met.value >= confidence { 0.0 } else { (t - reached).max(0.0) })
        };
        let extra_for_80 = extra(0.8, summary.reached_by_80);
        let extra = extra(confidence, *reached);
        match (metric.measure, entries.last_mut()) {
            (MetricSubject::Effect, _) => {
                let planned = planned.metrics[m].sum.constant;
                let parts = parts(metric, run.tally.metrics[m].as_ref());
                entries.push(Entry { extra_for_80, extra, parts, ..entry(model, metric, planned, summary) });
            }
            // What was booked follows the effect that it is held against.
            (MetricSubject::Booked, Some(entry)) => entry.booked = booked(metric, summary, extra),
            _ => {}
        }
    }
    entries
}

/// Means by part of the run, of the plan period: what scenarios are compared by.
fn parts(metric: &Metric, tally: Option<&Tally>) -> Vec<Part> {
    let compared = matches!(metric.period, Period::Plan(_) | Period::Rolling(_));
    tally.filter(|_| compared).map(Tally::parts).unwrap_or_default()
}

fn booked(metric: &Metric, summary: &Summary, extra: Option<f64>) -> Option<Booked> {
    Some(Booked {
        amount: metric.target?,
        p_met: summary.met,
        mean_shortfall: summary.mean_shortfall,
        mean_shortfall_if_short: summary.mean_shortfall_if_short,
        cvar90: summary.cvar90,
        extra: extra?,
    })
}

fn entry(model: &Model, metric: &Metric, planned: f64, s: &Summary) -> Entry {
    Entry {
        policy: editions::name(model, metric.policy),
        period: PeriodEntry::of(metric.period),
        basis: CountedOn::of(model, metric.period),
        target: metric.target,
        planned,
        mean: s.mean,
        sd: s.sd,
        se: s.se,
        quantiles: quantiles(s),
        p_met: metric.target.map(|_| s.met),
        mean_shortfall: metric.target.map(|_| s.mean_shortfall),
        mean_shortfall_se: s.mean_shortfall_se.filter(|_| metric.target.is_some()),
        mean_shortfall_if_short: s.mean_shortfall_if_short.filter(|_| metric.target.is_some()),
        cvar90: metric.target.map(|_| s.cvar90),
        extra_for_80: None,
        extra: None,
        achievement: metric.target.filter(|t| *t > 0.0).map(|t| s.mean / t),
        booked: None,
        parts: Vec::new(),
    }
}

/// The joint odds of a run.
pub(super) fn joint_entries(model: &Model, plan: &Plan, run: &Run) -> Vec<JointEntry> {
    let all = plan.joint.iter().zip(&run.tally.joint);
    all.filter_map(|(joint, tally)| joint_entry(model, plan, joint, tally)).collect()
}

fn joint_entry(model: &Model, plan: &Plan, joint: &Joint, tally: &JointTally) -> Option<JointEntry> {
    let n = tally.blocks.trials as f64;
    let exactly: Vec<f64> = tally.met.iter().map(|count| *count as f64 / n).collect();
    let at_least = (0..tally.met.len()).map(|k| tally.met[k..].iter().sum::<u64>() as f64 / n).collect();
    let both = |a: usize, b: usize| tally.fails[a.min(b)][a.max(b)];
    let given = |a: usize, b: usize| (both(a, a) > 0).then(|| both(a, b) as f64 / both(a, a) as f64);
    let policies = joint.metrics.len();
    Some(JointEntry {
        period: PeriodEntry::of(joint.period),
        policies: joint.metrics.iter().map(|m| editions::name(model, plan.metrics[*m].policy)).collect(),
        all_met: tally.all_met()?,
        exactly,
        at_least,
        short_given: (0..policies).map(|a| (0..policies).map(|b| given(a, b)).collect()).collect(),
    })
}

fn correlations(plan: &Plan, run: &Run) -> Vec<CorrelationEntry> {
    let both = plan.checks.iter().zip(&run.tally.correlations);
    let entry = |(check, [latent, value]): (&crate::plan::CorrelationCheck, &[crate::stats::MeanCorrelation; 2])| {
        CorrelationEntry {
            name: check.name.clone(),
            members: check.members,
            requested: check.requested,
            implied: check.implied,
            latent: latent.value(),
            value: value.value(),
        }
    };
    both.map(entry).collect()
}
