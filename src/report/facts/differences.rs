//! What a revision changes, and what the change comes from.

use super::comparison::{FactRow, POLICY, of, policy};
use super::{Manner, QUANTILES, period, period_columns};
use crate::analysis::{Attribution, Difference, DifferenceSide, Ratio, Spread};
use crate::money::Unit;
use crate::outcome::Amounts;
use crate::outcome::fields::{Fact, word};
use crate::report::compare::Pair;
use crate::stats::Proportion;

fn spread_columns() -> Vec<&'static str> {
    [&["sd", "se"][..], &QUANTILES].concat()
}

fn spread(spread: &Spread, of: Unit, manner: Manner) -> FactRow {
    let moments = [spread.sd, spread.se].map(|value| manner.optional(value, of));
    [&moments[..], &manner.quantiles(&spread.quantiles, of)].concat()
}

pub(super) fn differences_columns() -> Vec<&'static str> {
    [
        &POLICY[..],
        &period_columns(),
        &["plan_target", "revised_target", "target_difference"],
        &["plan_planned", "revised_planned", "planned_difference", "ratio", "ratio_kind"],
        &["plan_mean", "revised_mean", "mean_difference"],
        &spread_columns(),
        &["p_not_below", "p_not_below_low", "p_not_below_high"],
        &["plan_p_met", "plan_p_met_low", "plan_p_met_high"],
        &["revised_p_met", "revised_p_met_low", "revised_p_met_high"],
        &["plan_mean_shortfall", "revised_mean_shortfall"],
    ]
    .concat()
}

pub(super) fn differences(pair: &Pair, manner: Manner) -> Vec<FactRow> {
    pair.comparison.differences.iter().map(|d| difference(pair, d, manner)).collect()
}

fn difference(pair: &Pair, d: &Difference, manner: Manner) -> FactRow {
    let of = of(pair);
    let amount = |value: Option<f64>| manner.optional(value, of);
    let triple = |get: fn(&Amounts) -> Option<f64>| {
        let [plan, revised] = [d.plan, d.revised].map(|side| side.and_then(|s| get(&s.amounts)));
        [plan, revised, get(&d.difference)].map(amount)
    };
    [
        &policy(pair, &d.policy, manner)[..],
        &period(&d.period, d.basis),
        &triple(|a| a.target),
        &triple(|a| Some(a.planned)),
        &ratio(d.ratio, manner),
        &triple(|a| Some(a.mean)),
        &spread(&d.spread, of, manner),
        &odds(Some(d.p_not_below), manner),
        &odds(d.plan.and_then(|s| s.p_met), manner),
        &odds(d.revised.and_then(|s| s.p_met), manner),
        &[d.plan, d.revised].map(|side: Option<DifferenceSide>| amount(side.and_then(|s| s.mean_shortfall))),
    ]
    .concat()
}

fn odds(p: Option<Proportion>, manner: Manner) -> [Fact; 3] {
    [p.map(|p| p.value), p.map(|p| p.low), p.map(|p| p.high)].map(|share| share.map(|s| manner.share(s)).into())
}

/// The ratio and, where it has no value, why.
fn ratio(ratio: Ratio, manner: Manner) -> [Fact; 2] {
    match ratio {
        Ratio::Value(value) => [manner.share(value), "value".into()],
        Ratio::FromZero => [Fact::Nothing, "from_zero".into()],
        Ratio::ToZero => [Fact::Nothing, "to_zero".into()],
        Ratio::Undefined => [Fact::Nothing, "undefined".into()],
    }
}

pub(super) fn attribution_columns() -> Vec<&'static str> {
    [&POLICY[..], &period_columns(), &["component", "planned", "mean"], &spread_columns()].concat()
}

pub(super) fn attribution(pair: &Pair, manner: Manner) -> Vec<FactRow> {
    let of = of(pair);
    let rows_of = |entry: &Attribution| {
        let begin = [&policy(pair, &entry.policy, manner)[..], &period(&entry.period, entry.basis)].concat();
        let parts = entry.components.iter().zip(manner.components(pair, entry));
        let row = |(part, amounts): (&crate::analysis::Attributed, [Fact; 2])| {
            let which = [word(&part.component).into()];
            [&begin[..], &which, &amounts, &spread(&part.spread, of, manner)].concat()
        };
        parts.map(row).collect::<Vec<_>>()
    };
    pair.comparison.attribution.iter().flat_map(rows_of).collect()
}

impl Manner {
    /// The components as planned and their means; rounded ones add up to the table of differences to the yen.
    fn components(self, pair: &Pair, entry: &Attribution) -> Vec<[Fact; 2]> {
        let parts = &entry.components;
        if !self.to_yen {
            return parts.iter().map(|c| [c.planned.into(), c.mean.into()]).collect();
        }
        let of = of(pair);
        let same = |d: &&Difference| d.policy == entry.policy && d.period == entry.period && d.basis == entry.basis;
        let whole = pair.comparison.differences.iter().find(same).map(|d| d.difference).unwrap_or_default();
        let yen = |parts: Vec<f64>, whole: f64| {
            let parts: Vec<f64> = parts.into_iter().map(|part| part * of.parts()).collect();
            Unit::whole(of.name)
                .rounded_to_add(&parts, whole * of.parts())
                .into_iter()
                .map(move |yen| self.amount(yen / of.parts(), of))
        };
        let planned = yen(parts.iter().map(|c| c.planned).collect(), whole.planned);
        let means = yen(parts.iter().map(|c| c.mean).collect(), whole.mean);
        planned.zip(means).map(|(planned, mean)| [planned, mean]).collect()
    }
}
