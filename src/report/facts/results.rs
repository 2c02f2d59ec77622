//! Every statistic of every policy and period: one row each.

use super::{Facts, Manner, WHOSE, made_by, names, period, period_columns, unit};
use crate::outcome::fields::{Fact, MADE_BY, STATISTICS};
use crate::outcome::{Entry, Outcome};

pub(in crate::report) fn results(outcomes: &[Outcome], manner: Manner) -> Facts {
    let all = outcomes.iter().enumerate().flat_map(|(number, o)| o.all_entries().map(move |e| (number, o, e)));
    let rows = all.map(|(number, outcome, entry)| result_row(number, outcome, entry, manner));
    Facts { columns: result_columns(), rows: rows.collect() }
}

pub(in crate::report) fn result_columns() -> Vec<&'static str> {
    let statistics = names(&STATISTICS);
    [&WHOSE[..], &period_columns(), &["unit"], &statistics, &["confidence"], &names(&MADE_BY)].concat()
}

pub(in crate::report) fn result_row(number: usize, outcome: &Outcome, e: &Entry, manner: Manner) -> Vec<Fact> {
    let of = outcome.header.unit;
    [
        &manner.whose(number, outcome, &e.policy)[..],
        &period(&e.period, e.basis),
        &[unit(of)],
        &manner.fields(&STATISTICS, e, of),
        &[manner.share(outcome.provenance.confidence)],
        &made_by(outcome),
    ]
    .concat()
}
