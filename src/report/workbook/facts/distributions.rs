//! Whole distributions: one row a percentile.

use crate::outcome::Outcome;
use crate::report::facts::{Facts, Manner, WHOSE, period, period_columns, unit};

pub(super) fn distributions(outcomes: &[Outcome], manner: Manner) -> Facts {
    let mut table = Facts::new(&[&WHOSE, &period_columns(), &["unit", "percentile", "amount"]]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for d in &outcome.distributions {
            let whose = [&manner.whose(number, outcome, &d.policy)[..], &period(&d.period, d.basis)].concat();
            for (percentile, amount) in (1_u32..).zip(&d.percentiles) {
                let cells = [unit(outcome.header.unit), percentile.into(), (*amount).into()];
                table.rows.push([&whose[..], &cells].concat());
            }
        }
    }
    table
}
