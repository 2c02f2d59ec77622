//! Which initiatives go on from which: one row an initiative; what could not be matched follows without a family.

use super::Manner;
use super::comparison::FactRow;
use crate::analysis::{Family, Member, Unmatched};
use crate::outcome::fields::{Fact, word};
use crate::report::compare::{Pair, years_in_data};

pub(super) const COLUMNS: [&str; 6] = ["family", "kind", "side", "id", "name", "replaces"];

pub(super) fn lineages(pair: &Pair, _: Manner) -> Vec<FactRow> {
    let lineages = &pair.comparison.lineages;
    let families = lineages.families.iter().enumerate().flat_map(|(at, family)| members(at + 1, family));
    families.chain(lineages.unmatched.iter().map(unmatched)).collect()
}

fn members(number: usize, family: &Family) -> Vec<FactRow> {
    let sides = [("plan", &family.before), ("revised", &family.after)];
    let all = sides.into_iter().flat_map(|(side, members)| members.iter().map(move |m| (side, m)));
    let row = |(side, m): (&str, &Member)| {
        let (id, name) = (m.id.as_str().into(), m.name.as_str().into());
        vec![number.into(), word(&family.kind).into(), side.into(), id, name, Fact::Nothing]
    };
    all.map(row).collect()
}

fn unmatched(found: &Unmatched) -> FactRow {
    let row = |side: Option<&str>, id: &str, name: Option<&str>, replaces: Option<&str>| {
        vec![Fact::Nothing, kind(found).into(), side.into(), id.into(), name.into(), replaces.into()]
    };
    let member = |side: Option<&str>, m: &Member| row(side, &m.id, Some(&m.name), None);
    match found {
        Unmatched::Missing(m) => member(Some("plan"), m),
        Unmatched::WithoutPredecessor(m) | Unmatched::CalledNew(m) => member(Some("revised"), m),
        Unmatched::UnknownReplaced { initiative: m, replaces } => {
            row(Some("revised"), &m.id, Some(&m.name), Some(replaces))
        }
        Unmatched::PolicyOfOne(m) => member(None, m),
        Unmatched::YearsOfPlan(years) => row(Some("plan"), &years_in_data(*years), None, None),
        Unmatched::YearsOfRevised(years) => row(Some("revised"), &years_in_data(*years), None, None),
        Unmatched::EditionOfOne { base } => row(None, &base.to_string(), None, None),
    }
}

/// The word of its kind, which it is tagged with.
fn kind(found: &Unmatched) -> Option<String> {
    serde_json::to_value(found).ok()?["kind"].as_str().map(str::to_owned)
}
