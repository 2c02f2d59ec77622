//! The odds of policies together: one row a probability.

use super::super::data::{Cell, PERIOD, Table, period};
use super::sheet_name;
use crate::lang::{Lang, text};
use crate::outcome::{CountedOn, JointEntry, Outcome, PeriodKind};
use crate::report::ReportError;

/// `all_met` · `exactly` and `at_least` so many policies met · `short_given`: the policy falls short where `given` does.
const WHAT: [&str; 7] = ["measure", "policies_met", "given", "policy", "value", "low", "high"];

pub(super) fn joint(outcomes: &[Outcome], lang: Lang) -> Result<Table, ReportError> {
    let name = sheet_name(text!(ja: "同時達成", en: "joint"), lang);
    let mut table = Table::new(&name, &[&["scenario", "title"], &PERIOD, &WHAT]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for entry in &outcome.joint {
            let whose: [Cell; 2] = [(number + 1).into(), outcome.header.title.as_str().into()];
            let period = period(&entry.period, basis(outcome, entry))?;
            table.rows.extend(rows(entry).into_iter().map(|cells| [&whose[..], &period, &cells].concat()));
        }
    }
    Ok(table)
}

fn basis(outcome: &Outcome, entry: &JointEntry) -> CountedOn {
    match entry.period.kind {
        PeriodKind::Edition | PeriodKind::PlanByEdition => CountedOn::Edition,
        _ => outcome.provenance.basis.into(),
    }
}

fn rows(entry: &JointEntry) -> Vec<Vec<Cell>> {
    let all = &entry.all_met;
    let row = |measure: &str, more: [Cell; 6]| [vec![measure.into()], more.to_vec()].concat();
    let nothing = || Cell::Nothing;
    let ends = [all.value, all.low, all.high].map(Cell::from);
    let [value, low, high] = ends;
    let mut rows = vec![row("all_met", [nothing(), nothing(), nothing(), value, low, high])];
    for (measure, counts) in [("exactly", &entry.exactly), ("at_least", &entry.at_least)] {
        for (k, p) in counts.iter().enumerate() {
            rows.push(row(measure, [k.into(), nothing(), nothing(), (*p).into(), nothing(), nothing()]));
        }
    }
    for (given, others) in entry.policies.iter().zip(&entry.short_given) {
        for (policy, p) in entry.policies.iter().zip(others) {
            let [given, policy] = [given, policy].map(|p| Cell::from(p.as_str()));
            rows.push(row("short_given", [nothing(), given, policy, (*p).into(), nothing(), nothing()]));
        }
    }
    rows
}
