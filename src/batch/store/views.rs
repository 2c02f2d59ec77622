//! The views of a store that have a column a factor: they are made anew with the set.

use super::rows;
use crate::batch::Factor;
use crate::outcome::fields::{BASIS, STATISTICS};
use rusqlite::Transaction;

/// Makes the views for these factors.
pub(super) fn make(transaction: &Transaction, factors: &[Factor]) -> rusqlite::Result<()> {
    transaction.execute_batch("DROP VIEW IF EXISTS v_result; DROP VIEW IF EXISTS v_scenario;")?;
    transaction.execute_batch(&format!("{};\n{};", scenarios(factors), results(factors)))
}

fn scenarios(factors: &[Factor]) -> String {
    let first = ["scenario.name AS scenario", "in_group", "title"].map(str::to_owned);
    let last = "status, message_ja, message_en, trials_requested, trials, seed, sampling, confidence, deterministic, version, \
        digest, plan_digest, unit, plan_basis, as_of_fy, plan_first_fy, plan_last_fy, to_check";
    let columns = first.into_iter().chain(settings(factors)).chain([last.to_owned()]);
    format!(
        "CREATE VIEW v_scenario AS\n\
         -- The scenarios of the set in its order, with the label of the value that each takes of each factor: nothing\n\
         -- where a factor stands as in the base scenario.\n\
         SELECT {}\nFROM scenario WHERE position IS NOT NULL ORDER BY position",
        columns.collect::<Vec<_>>().join(", ")
    )
}

fn results(factors: &[Factor]) -> String {
    let first = ["scenario.name AS scenario", "scenario.in_group", "scenario.title"].map(str::to_owned);
    let policy = ["result.policy", "coalesce(policy.name, result.policy) AS policy_name"].map(str::to_owned);
    let of_result = |names: Vec<&str>| names.into_iter().map(|name| format!("result.{name}")).collect::<Vec<_>>();
    let which = of_result(rows::period_columns().chain([BASIS.name]).collect());
    let statistics = of_result(STATISTICS.iter().map(|field| field.name).collect());
    let made_by = ["confidence", "as_of_fy", "trials", "seed", "sampling", "version", "digest"];
    let made_by = made_by.map(|name| format!("scenario.{name}"));
    let columns = first.into_iter().chain(settings(factors)).chain(policy).chain(which);
    let columns = columns.chain(["scenario.unit".to_owned()]).chain(statistics).chain(made_by);
    format!(
        "CREATE VIEW v_result AS\n\
         -- The results of the scenarios of the set that are done, in the columns of mikomi report --table results.\n\
         SELECT {}\nFROM result\nJOIN scenario ON scenario.id = result.scenario\n\
         LEFT JOIN policy ON policy.scenario = result.scenario AND policy.id = result.policy\n\
         WHERE scenario.status = 'done' AND scenario.position IS NOT NULL\nORDER BY scenario.position, result.position",
        columns.collect::<Vec<_>>().join(", ")
    )
}

/// One column a factor.
fn settings(factors: &[Factor]) -> impl Iterator<Item = String> {
    factors.iter().enumerate().map(|(position, factor)| {
        let name = factor.column().replace('"', "\"\"");
        format!(
            "(SELECT label FROM setting JOIN factor_value ON factor_value.factor = setting.factor \
             AND factor_value.position = setting.value WHERE setting.scenario = scenario.id \
             AND setting.factor = {position}) AS \"{name}\""
        )
    })
}
