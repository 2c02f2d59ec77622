//! What each initiative is planned to give: one row an initiative and year.

use super::super::data::{Cell, Table, choice};
use super::{WHOSE, sheet_name, whose};
use crate::lang::{Lang, text};
use crate::outcome::{InitiativeAmounts, Outcome};
use crate::report::ReportError;

const INITIATIVE: [&str; 6] = ["initiative", "initiative_name", "strategy", "owner", "lineage", "share"];

/// After the initiatives of a policy, without one, what is recorded for the policy alone.
pub(super) fn breakdown(outcomes: &[Outcome], lang: Lang) -> Result<Table, ReportError> {
    let name = sheet_name(text!(ja: "取組項目", en: "breakdown"), lang);
    let mut table = Table::new(&name, &[&WHOSE, &INITIATIVE, &["fy", "era", "unit", "planned"]]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for policy in &outcome.breakdown {
            let whose = whose(number, outcome, &policy.policy, lang);
            let mut add = |cells: [Cell; 6], by_year: &[f64]| {
                for (year, amount) in outcome.header.plan.years().zip(by_year) {
                    let mut row = [&whose[..], &cells].concat();
                    row.extend([year.into(), year.era().into(), outcome.header.unit.name(Lang::Ja).into()]);
                    row.push((*amount).into());
                    table.rows.push(row);
                }
            };
            for initiative in &policy.initiatives {
                add(described(initiative)?, &initiative.by_year);
            }
            add([const { Cell::Nothing }; 6], &policy.unallocated);
        }
    }
    Ok(table)
}

fn described(initiative: &InitiativeAmounts) -> Result<[Cell; 6], ReportError> {
    let words = |text: &Option<String>| text.as_deref().map_or(Cell::Nothing, Cell::from);
    let lineage = initiative.lineage.as_ref().map_or(Ok(Cell::Nothing), choice)?;
    let (id, name) = (initiative.id.as_str().into(), initiative.name.as_str().into());
    Ok([id, name, words(&initiative.strategy), words(&initiative.owner), lineage, initiative.share.into()])
}
