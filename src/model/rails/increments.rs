//! Yearly increments typed where levels are asked.

use super::super::{Basis, Model};
use super::threshold::{INCREMENTS_BELOW, INCREMENTS_NEAR};
use super::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::text;
use crate::scenario::Scenario;
use std::collections::BTreeSet;

/// What the streams of a policy add up to over the plan period.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// As they are stated.
    stated: f64,
    /// If the recurring amounts that are typed year by year were increments.
    added_up: f64,
}

pub(super) fn typed_as_levels(model: &Model, scenario: &Scenario) -> Vec<Found> {
    let typed = by_year(scenario);
    let found = |p: usize| {
        let target: f64 = model.period.years().map(|year| model.target(Some(p), year)).sum();
        let Sums { stated, added_up } = sums(model, p, &typed);
        let fits = target > 0.0
            && stated > 0.0
            && stated < INCREMENTS_BELOW * target
            && (added_up - target).abs() <= INCREMENTS_NEAR * target;
        fits.then(|| told(model, p, [stated, added_up].map(|sum| sum / target)))
    };
    let policies = 0..model.policies.len();
    if model.fixed { policies.filter_map(found).collect() } else { Vec::new() }
}

/// The streams whose amounts are typed for two years or more, by initiative and id.
fn by_year(scenario: &Scenario) -> BTreeSet<(&str, &str)> {
    let of = scenario.initiative.iter().flat_map(|i| i.stream.iter().map(move |s| (i, s)));
    let typed = of.filter(|(_, s)| s.amounts.as_ref().is_some_and(|a| a.years.len() >= 2));
    typed.map(|(i, s)| (i.id.as_str(), s.id.as_str())).collect()
}

fn sums(model: &Model, policy: usize, typed: &BTreeSet<(&str, &str)>) -> Sums {
    let mut sums = Sums::default();
    for initiative in &model.initiatives {
        let Some((_, share)) = initiative.shares.iter().find(|s| s.0 == policy) else { continue };
        for stream in &initiative.streams {
            let weight = share * stream.sign() * stream.general_fund_share;
            let level = |year: FiscalYear| stream.curve.at(year);
            let up_to = |year: FiscalYear| model.period.years().filter(|y| *y <= year).map(level).sum::<f64>();
            let stated = counted(model, stream.recurring, level);
            let is_typed = stream.recurring && typed.contains(&(initiative.id.as_str(), stream.id.as_str()));
            sums.stated += weight * stated;
            sums.added_up += weight * if is_typed { counted(model, true, up_to) } else { stated };
        }
    }
    sums
}

/// The sum over the plan period, on its counting basis, of a level by year.
fn counted(model: &Model, recurring: bool, level: impl Fn(FiscalYear) -> f64) -> f64 {
    let changes = match model.basis {
        Basis::Recurring => false,
        Basis::NewInYear => recurring,
        Basis::YearOnYear => true,
    };
    if changes { level(model.period.last) } else { model.period.years().map(level).sum() }
}

fn told(model: &Model, policy: usize, shares: [f64; 2]) -> Found {
    let policy = &model.policies[policy];
    let name = &policy.name;
    let [stated, added_up] = shares.map(|share| format!("{:.0}", share * 100.0));
    let words = text!(
        ja: "「{name}」に書かれた額は目標額の {stated}％ですが、年々積み上げると {added_up}％になります。水準ではなく増分を書いたおそれがあります",
        en: "the amounts stated for '{name}' come to {stated} % of its target, but to {added_up} % if they are added up from year to year: they look like increments, not levels"
    );
    Found::new(Rail::IncrementsAsLevels, Item::of("policy", &policy.id), words)
}
