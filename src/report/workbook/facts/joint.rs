//! The odds of policies together: one row a probability.

use crate::outcome::fields::Fact;
use crate::outcome::{CountedOn, JointEntry, Outcome, PeriodKind};
use crate::report::facts::{Facts, period, period_columns};

/// `all_met` · `exactly` and `at_least` so many policies met · `short_given`: the policy falls short where `given` does.
const WHAT: [&str; 7] = ["measure", "policies_met", "given", "policy", "value", "low", "high"];

pub(super) fn joint(outcomes: &[Outcome]) -> Facts {
    let mut table = Facts::new(&[&["scenario_number", "title"], &period_columns(), &WHAT]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for entry in &outcome.joint {
            let whose: [Fact; 2] = [(number + 1).into(), outcome.header.title.as_str().into()];
            let period = period(&entry.period, basis(outcome, entry));
            table.rows.extend(rows(entry).into_iter().map(|cells| [&whose[..], &period, &cells].concat()));
        }
    }
    table
}

fn basis(outcome: &Outcome, entry: &JointEntry) -> CountedOn {
    match entry.period.kind {
        PeriodKind::Edition | PeriodKind::Rolling => CountedOn::Edition,
        _ => outcome.provenance.basis.into(),
    }
}

fn rows(entry: &JointEntry) -> Vec<Vec<Fact>> {
    let all = &entry.all_met;
    let row = |measure: &str, more: [Fact; 6]| [vec![measure.into()], more.to_vec()].concat();
    let nothing = || Fact::Nothing;
    let ends = [all.value, all.low, all.high].map(Fact::from);
    let [value, low, high] = ends;
    let mut rows = vec![row("all_met", [nothing(), nothing(), nothing(), value, low, high])];
    for (measure, counts) in [("exactly", &entry.exactly), ("at_least", &entry.at_least)] {
        for (k, p) in counts.iter().enumerate() {
            rows.push(row(measure, [k.into(), nothing(), nothing(), (*p).into(), nothing(), nothing()]));
        }
    }
    for (given, others) in entry.policies.iter().zip(&entry.short_given) {
        for (policy, p) in entry.policies.iter().zip(others) {
            let [given, policy] = [given, policy].map(|p| Fact::from(p.as_str()));
            rows.push(row("short_given", [nothing(), given, policy, (*p).into(), nothing(), nothing()]));
        }
    }
    rows
}
