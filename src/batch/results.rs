//! What is read from a store about one policy and period: plain data, one entry a scenario.

use super::{Factor, ScenarioState, Setting};
use crate::lang::Text;
use crate::money::Unit;
use crate::outcome::{Entry, PeriodEntry};
use crate::stats::Proportion;
use std::collections::BTreeSet;

/// What to read of every scenario: the entry of a policy (or the total) over one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The policy's id, or `total`.
    pub policy: String,
    /// Which period.
    pub period: PeriodChoice,
}

/// A period that scenarios of several plans can have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodChoice {
    /// The plan period.
    Plan,
    /// The plan period, each year counted in the edition made in it.
    Rolling,
    /// One fiscal year.
    Year(crate::fiscal::FiscalYear),
    /// The edition with this base year.
    Edition(crate::fiscal::FiscalYear),
}

/// One statistic's worth of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct SetResults {
    /// The title of the set.
    pub title: String,
    /// The title of the plan that every scenario is held against; nothing where the set names none.
    pub plan: Option<String>,
    /// The factors that the set varies; none for a folder of scenarios.
    pub factors: Vec<Factor>,
    /// Every scenario of the set, in its order, whatever became of it.
    pub scenarios: Vec<ScenarioResult>,
}

/// One scenario of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioResult {
    /// Its name in the set.
    pub name: String,
    /// The title of its plan.
    pub title: String,
    /// The group of the sweep that it belongs to.
    pub group: Option<String>,
    /// The value of each factor that is set; others stand as in the base scenario.
    pub settings: Vec<Setting>,
    /// The unit of its amounts; nothing where it could not be read.
    pub unit: Option<Unit>,
    /// Trials counted.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// How draws were spread; nothing where it has not been run.
    pub sampling: Option<String>,
    /// Whether it is yet to be run.
    pub is_pending: bool,
    /// Its entry; nothing where it has no such policy or period; the message where it failed or is not done yet.
    pub entry: Result<Option<Entry>, Text>,
    /// What it is above the plan of the set; nothing where that was not worked out.
    pub against: Option<AgainstPlan>,
}

/// What a scenario is above a plan, trial by trial on the same draws, in the unit of the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgainstPlan {
    /// The difference of the planned effects.
    pub planned: f64,
    /// The mean difference of the effects.
    pub mean: f64,
    /// Its standard error; nothing for a single block.
    pub se: Option<f64>,
    /// The probability of at least as much as the plan.
    pub not_below: Proportion,
}

/// What became of the scenarios of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub scenarios: usize,
    /// Those that were run.
    pub done: usize,
    /// Those that could not be run.
    pub failed: usize,
    /// Those that are yet to be run.
    pub pending: usize,
    /// Of those that were run, those that do not have the policy or period.
    pub without: usize,
}

impl SetResults {
    /// What became of the scenarios.
    pub fn tally(&self) -> Tally {
        let count = |holds: &dyn Fn(&ScenarioResult) -> bool| self.scenarios.iter().filter(|s| holds(s)).count();
        let [done, pending] = [count(&|s| s.entry.is_ok()), count(&|s| s.is_pending)];
        let scenarios = self.scenarios.len();
        let without = count(&|s| matches!(s.entry, Ok(None)));
        Tally { scenarios, done, failed: scenarios - done - pending, pending, without }
    }

    /// Whether any scenario was simulated.
    pub fn is_simulated(&self) -> bool {
        self.scenarios.iter().any(|s| s.entry.is_ok() && s.trials > 0)
    }

    /// How scenarios were run: trials, seed and sampling, each once.
    pub fn draws(&self) -> BTreeSet<(u64, u64, &str)> {
        let run = self.scenarios.iter().filter(|s| s.entry.is_ok());
        run.map(|s| (s.trials, s.seed, s.sampling.as_deref().unwrap_or_default())).collect()
    }
}

impl ScenarioResult {
    /// What became of it.
    pub fn state(&self) -> ScenarioState {
        match &self.entry {
            _ if self.is_pending => ScenarioState::Pending,
            Ok(_) => ScenarioState::Done,
            Err(message) => ScenarioState::Failed(message.clone()),
        }
    }
}

impl PeriodChoice {
    /// Whether a period is the one chosen.
    pub fn is_of(self, period: &PeriodEntry) -> bool {
        use crate::outcome::PeriodKind;
        match self {
            Self::Plan => period.kind == PeriodKind::Plan,
            Self::Rolling => period.kind == PeriodKind::Rolling,
            Self::Year(year) => period.kind == PeriodKind::Year && period.first == year,
            Self::Edition(base) => period.base == Some(base),
        }
    }
}
