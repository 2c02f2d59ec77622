//! Several scenarios at once: what a set keeps of each.

use super::{Entry, Header, JointEntry, Outcome, Provenance, Request, simulate};
use crate::engine::Progress;
use crate::lang::Text;
use crate::model::Model;
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
    /// The odds of meeting targets together, by period.
    pub joint: Vec<JointEntry>,
    /// What is allowed but looks wrong.
    pub warnings: Vec<Text>,
}

impl From<Outcome> for Results {
    fn from(outcome: Outcome) -> Self {
        let Outcome { provenance, header, results, joint, warnings, .. } = outcome;
        Self { provenance, header, results, joint, warnings }
    }
}

/// Runs checked scenarios, in their order. Each has the results, to the last bit, that it has when it is run alone.
///
/// # Errors
/// The message of the operating system if threads cannot be started.
pub fn simulate_together(
    scenarios: &[(&Document, &Model)],
    request: &Request,
    progress: &Progress,
) -> Result<Vec<Results>, rayon::ThreadPoolBuildError> {
    let one = |(document, model): &(&Document, &Model)| simulate(document, model, request, progress);
    scenarios.iter().map(one).map(|outcome| outcome.map(Results::from)).collect()
}
