//! Several scenarios at once: what a set keeps of each.

use super::accounts::General;
use super::build::{entries, header, is_uncertain, joint_entries, provenance};
use super::findings::{Looked, findings};
use super::{Entry, Header, JointEntry, Outcome, Provenance, Request, Summaries};
use crate::engine::{EngineError, Progress, Run, Settings, memory_wanted, run_together};
use crate::model::Model;
use crate::model::rails::Finding;
use crate::plan::{Plan, Reached, Uncertainty};
use crate::scenario::Document;

/// What a set keeps of a scenario: the results without what leads to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// What made it.
    pub provenance: Provenance,
    /// What the scenario is called, its unit, years and policies.
    pub header: Header,
    /// One entry a policy or total and period.
    pub results: Vec<Entry>,
    /// One entry a period of the general account, where some streams belong to other accounts.
    pub general_account: Vec<Entry>,
    /// The odds of meeting targets together, by period.
    pub joint: Vec<JointEntry>,
    /// What guard rails have found, those that are accepted included.
    pub findings: Vec<Finding>,
}

impl From<Outcome> for Results {
    fn from(outcome: Outcome) -> Self {
        let Outcome { provenance, header, results, general_account, joint, findings, .. } = outcome;
        Self { provenance, header, results, general_account, joint, findings }
    }
}

/// Runs checked scenarios, in their order. Each has the results, to the last bit, that it has when it is run alone; what
/// scenarios have in common is worked out once. A precision is not asked for.
///
/// # Errors
/// Threads cannot be started, or the memory does not suffice for one.
pub fn simulate_together(
    scenarios: &[(&Document, &Model)],
    request: &Request,
    progress: &Progress,
) -> Result<Vec<Results>, EngineError> {
    let reached: Vec<Reached> = scenarios.iter().map(|(_, model)| Reached::of(model)).collect();
    let compiled = |uncertainty: Uncertainty| -> Vec<Plan> {
        let all = scenarios.iter().zip(&reached);
        all.map(|((_, model), reached)| Plan::compile_results_from(model, reached, uncertainty)).collect()
    };
    let (plans, planned) = (compiled(request.uncertainty), compiled(Uncertainty::Off));
    let general: Vec<Option<General>> =
        scenarios.iter().map(|(_, model)| General::of(model, request.uncertainty)).collect();
    let every = || plans.iter().chain(general.iter().flatten().map(|general| &general.plan));
    let uncertain: Vec<&Plan> = every().filter(|plan| is_uncertain(plan)).collect();
    let certain: Vec<&Plan> = every().filter(|plan| !is_uncertain(plan)).collect();
    let none = Settings { trials: 0, ..request.settings };
    let mut simulated = run_together(&uncertain, &request.settings, progress)?.into_iter();
    let mut others = run_together(&certain, &none, progress)?.into_iter();
    let runs = every().filter_map(|plan| if is_uncertain(plan) { simulated.next() } else { others.next() });
    let mut runs: Vec<Run> = runs.collect();
    let of_general = runs.split_off(plans.len().min(runs.len()));
    let mut summaries = Summaries::default();
    let all = scenarios.iter().zip(plans.iter().zip(&planned)).zip(&runs);
    let all = all.map(|((scenario, plans), run)| results(*scenario, plans, run, request, &mut summaries));
    let mut all: Vec<Results> = all.collect();
    let with_general = all.iter_mut().zip(&general).filter_map(|(results, general)| Some((results, general.as_ref()?)));
    for ((results, general), run) in with_general.zip(&of_general) {
        results.general_account = general.entries(run, request.confidence);
    }
    let looked = scenarios.iter().zip(&reached).zip(plans.iter().zip(&planned)).zip(&all);
    let looked = looked.map(|((((document, model), reached), (plan, planned)), results)| {
        let plan = Some(plan).filter(|_| request.uncertainty == Uncertainty::On);
        Looked { document, model, reached, planned, plan, results: &results.results }
    });
    let found = findings(&looked.collect::<Vec<_>>(), &request.settings)?;
    all.iter_mut().zip(found).for_each(|(results, found)| results.findings = found);
    Ok(all)
}

/// The bytes that [`simulate_together`] takes for a scenario alone on one thread, about.
pub fn memory_wanted_in_a_set(model: &Model, request: &Request) -> u64 {
    memory_wanted(&[&Plan::compile_results(model, request.uncertainty)], &request.settings)
}

/// The results of a run, before anything is looked at.
fn results(
    (document, model): (&Document, &Model),
    (plan, planned): (&Plan, &Plan),
    run: &Run,
    request: &Request,
    summaries: &mut Summaries,
) -> Results {
    let confidence = request.confidence;
    let of = |summaries: Vec<_>| entries(model, plan, planned, run, &summaries, confidence);
    Results {
        provenance: provenance(document, model, request, plan, run),
        header: header(model),
        results: summaries.of(plan, run, confidence).map(of).unwrap_or_default(),
        general_account: Vec::new(),
        joint: joint_entries(model, plan, run),
        findings: Vec::new(),
    }
}
