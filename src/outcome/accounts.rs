//! The total of the general account beside that of all accounts.

use super::build::{entries, is_uncertain};
use super::{Entry, Request, Summaries, TOTAL};
use crate::engine::{EngineError, Progress, Run, Settings, run, run_together};
use crate::model::Model;
use crate::plan::{Plan, Uncertainty};

/// By what entries of the general account are known where policies are known by their ids.
pub const GENERAL_ACCOUNT: &str = "general_account";

/// The general account of a plan that spans several, ready to be simulated.
pub(super) struct General {
    model: Model,
    planned: Plan,
    pub(super) plan: Plan,
}

impl General {
    /// Nothing where the whole plan belongs to the general account.
    pub(super) fn of(model: &Model, uncertainty: Uncertainty) -> Option<Self> {
        let model = model.general_account()?;
        let planned = Plan::compile_results(&model, Uncertainty::Off);
        let is_on = uncertainty == Uncertainty::On;
        let plan = if is_on { Plan::compile_results(&model, Uncertainty::On) } else { planned.clone() };
        Some(Self { model, planned, plan })
    }

    /// Its total over every period; none where no trial was counted of what is uncertain.
    pub(super) fn entries(&self, run: &Run, confidence: f64) -> Vec<Entry> {
        let summaries = Summaries::default().of(&self.plan, run, confidence);
        let of = |summaries: Vec<_>| entries(&self.model, &self.plan, &self.planned, run, &summaries, confidence);
        let all = summaries.map(of).unwrap_or_default().into_iter();
        all.filter(|e| e.policy == TOTAL).map(|e| Entry { policy: GENERAL_ACCOUNT.to_owned(), ..e }).collect()
    }
}

/// The run of a plan and of its general account, where it has one: of the same trials on the same draws.
pub(super) fn runs(
    plan: &Plan,
    general: Option<&General>,
    request: &Request,
    progress: &Progress,
) -> Result<(Run, Option<Run>), EngineError> {
    let trials = if is_uncertain(plan) { request.settings.trials } else { 0 };
    let settings = Settings { trials, ..request.settings };
    let Some(general) = general else { return Ok((run(plan, &settings, progress)?, None)) };
    if settings.precision.is_some() {
        // How many trials are enough is known only afterwards.
        let whole = run(plan, &settings, progress)?;
        let same = Settings { trials: whole.trials, precision: None, ..settings };
        return Ok((whole, Some(run(&general.plan, &same, &Progress::default())?)));
    }
    let mut both = run_together(&[plan, &general.plan], &settings, progress)?;
    let of_general = both.pop();
    Ok((both.swap_remove(0), of_general))
}
