//! Whole distributions: one row a percentile.

use super::super::data::{PERIOD, Table, period};
use super::{WHOSE, sheet_name, whose};
use crate::lang::{Lang, text};
use crate::outcome::Outcome;
use crate::report::ReportError;

pub(super) fn distributions(outcomes: &[Outcome], lang: Lang) -> Result<Table, ReportError> {
    let name = sheet_name(text!(ja: "分布", en: "distributions"), lang);
    let mut table = Table::new(&name, &[&WHOSE, &PERIOD, &["unit", "percentile", "amount"]]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for d in &outcome.distributions {
            let whose = [&whose(number, outcome, &d.policy, lang)[..], &period(&d.period, d.basis)?].concat();
            for (percentile, amount) in (1_u32..).zip(&d.percentiles) {
                let mut cells = whose.clone();
                cells.extend([outcome.header.unit.name(Lang::Ja).into(), percentile.into(), (*amount).into()]);
                table.rows.push(cells);
            }
        }
    }
    Ok(table)
}
