//! What each initiative is planned to give: one row an initiative and year.

use crate::outcome::fields::{Fact, word};
use crate::outcome::{InitiativeAmounts, Outcome};
use crate::report::facts::{Facts, Manner, WHOSE, unit};

const INITIATIVE: [&str; 6] = ["initiative", "initiative_name", "strategy", "owner", "lineage", "share"];

/// After the initiatives of a policy, without one, what is recorded for the policy alone.
pub(super) fn breakdown(outcomes: &[Outcome], manner: Manner) -> Facts {
    let mut table = Facts::new(&[&WHOSE, &INITIATIVE, &["fy", "era", "unit", "planned"]]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for policy in &outcome.breakdown {
            let whose = manner.whose(number, outcome, &policy.policy);
            let mut add = |cells: [Fact; 6], by_year: Vec<Option<f64>>| {
                for (year, amount) in outcome.header.plan.years().zip(by_year) {
                    let amount = amount.map_or(Fact::Nothing, Fact::Real);
                    let of_year = [year.into(), year.era().into(), unit(outcome.header.unit), amount];
                    table.rows.push([&whose[..], &cells, &of_year].concat());
                }
            };
            for initiative in &policy.initiatives {
                add(described(initiative), initiative.by_year.clone());
            }
            add([const { Fact::Nothing }; 6], policy.unallocated.iter().copied().map(Some).collect());
        }
    }
    table
}

fn described(initiative: &InitiativeAmounts) -> [Fact; 6] {
    let lineage = initiative.lineage.as_ref().map(word);
    let (id, name) = (initiative.id.as_str().into(), initiative.name.as_str().into());
    let (strategy, owner) = (initiative.strategy.clone(), initiative.owner.clone());
    [id, name, strategy.into(), owner.into(), lineage.into(), initiative.share.into()]
}
