//! Initiatives far larger than the target of their policy.

use super::super::{Basis, Initiative, Model, Stream};
use super::threshold::{TARGET_FLOOR, UNIT_SLIP};
use super::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, text};

pub(super) fn unit_slips(model: &Model) -> Vec<Found> {
    let of_total = largest(model, None);
    let of_policies: Vec<f64> = (0..model.policies.len()).map(|p| largest(model, Some(p))).collect();
    let found = |initiative: &Initiative| {
        let of_policy = |p: usize| if of_policies[p] > 0.0 { of_policies[p] } else { of_total };
        let measure = |(p, share): &(usize, f64)| (*p, *share, of_policy(*p).max(TARGET_FLOOR * of_total));
        let (year, amount) = peak(model, initiative)?;
        let (policy, share, target) =
            initiative.shares.iter().map(measure).find(|(_, share, t)| *t > 0.0 && share * amount > UNIT_SLIP * t)?;
        Some(told(model, initiative, year, share * amount, (policy, target)))
    };
    model.initiatives.iter().filter_map(found).collect()
}

/// The largest target of a policy, or of the total, in one year, whatever its sign.
fn largest(model: &Model, policy: Option<usize>) -> f64 {
    model.period.years().map(|year| model.target(policy, year).abs()).fold(0.0, f64::max)
}

/// The largest amount of one year of any stream, on the plan's counting basis.
fn peak(model: &Model, initiative: &Initiative) -> Option<(FiscalYear, f64)> {
    let streams = initiative.streams.iter();
    let all = streams.flat_map(|s| model.period.years().map(move |year| (year, counted(model, s, year))));
    // Of several, the first year.
    all.reduce(|largest, next| if next.1 > largest.1 { next } else { largest })
}

fn counted(model: &Model, stream: &Stream, year: FiscalYear) -> f64 {
    let level = stream.curve.at(year) * stream.general_fund_share;
    let changes = model.basis == Basis::YearOnYear || (model.basis == Basis::NewInYear && stream.recurring);
    let before = if changes { stream.curve.at(year.plus(-1)) * stream.general_fund_share } else { 0.0 };
    (level - before).abs()
}

fn told(model: &Model, initiative: &Initiative, year: FiscalYear, amount: f64, against: (usize, f64)) -> Found {
    let (policy, target) = (&model.policies[against.0].name, against.1);
    let (id, times) = (&initiative.id, format!("{:.1}", amount / target));
    let (amount, target) = (model.unit.in_table(amount), model.unit.in_table(target));
    let (ja, en) = (year.label(Lang::Ja), year.label(Lang::En));
    let words = text!(
        ja: "「{id}」の{ja}の額 {amount} は、「{policy}」の目標額の目安 {target} の {times} 倍です",
        en: "the amount of '{id}' in {en}, {amount}, is {times} times the {target} that '{policy}' is measured by"
    );
    Found::new(Rail::UnitSlip, Item::of("initiative", id), words)
}
