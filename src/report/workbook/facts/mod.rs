//! The tables of data of runs: everything that an outcome holds, all outcomes in each table.

mod breakdown;
mod distributions;
mod joint;
mod made_by;
mod results;
mod steps;

pub(super) use made_by::made_by;
pub(super) use results::{Block, Results, results};
pub(super) use steps::{bridge, bridge_table};

use super::data::{Cell, Table};
use crate::lang::{Lang, Text, text};
use crate::outcome::{Outcome, TOTAL};
use crate::report::{ReportError, words};

/// Whose a row is.
const WHOSE: [&str; 4] = ["scenario", "title", "policy", "policy_name"];

/// The tables after that of the results.
pub(super) fn others(outcomes: &[Outcome], lang: Lang) -> Result<Vec<Table>, ReportError> {
    Ok(vec![
        distributions::distributions(outcomes, lang)?,
        breakdown::breakdown(outcomes, lang)?,
        steps::reconciliations(outcomes, lang)?,
        steps::bridges(outcomes, lang)?,
        joint::joint(outcomes, lang)?,
    ])
}

/// The number and title of a scenario, id and name of a policy.
fn whose(number: usize, outcome: &Outcome, policy: &str, lang: Lang) -> [Cell; 4] {
    let name = outcome.header.policies.iter().find(|p| p.id == policy);
    let name = match name {
        Some(found) => &found.name,
        None if policy == TOTAL => words::total(lang),
        None => policy,
    };
    [(number + 1).into(), outcome.header.title.as_str().into(), policy.into(), name.into()]
}

/// The name of a sheet of data.
pub(super) fn sheet_name(name: Text, lang: Lang) -> String {
    let Text { ja, en } = name;
    text!(ja: "データ_{ja}", en: "data_{en}").get(lang).to_owned()
}
