//! Targets that no trial or every trial meets.

use super::{item, main_period};
use crate::lang::{Text, text};
use crate::model::Model;
use crate::model::rails::{Found, Rail};
use crate::outcome::{CountedOn, Entry, PeriodEntry};

pub(super) fn one_sided(model: &Model, results: &[Entry]) -> Vec<Found> {
    let Some(period) = main_period(model) else { return Vec::new() };
    let (of_period, basis) = (PeriodEntry::of(period), CountedOn::of(model, period));
    let main = results.iter().filter(|e| e.period == of_period && e.basis == basis);
    let found = |entry: &Entry| {
        // A target of nothing or less asks for nothing, and what is certain is met or missed for certain.
        let asked = entry.target.filter(|t| *t > 0.0).and(entry.sd).is_some_and(|sd| sd > 0.0);
        let met = entry.p_met.filter(|_| asked)?.value;
        let policy = model.policies.iter().position(|p| p.id == entry.policy);
        let all = if met == 0.0 {
            false
        } else if met == 1.0 {
            true
        } else {
            return None;
        };
        Some(Found::new(Rail::OneSided, item(model, policy), words(model, policy, all)))
    };
    main.filter_map(found).collect()
}

fn words(model: &Model, policy: Option<usize>, all: bool) -> Text {
    let name = match policy.map(|p| &model.policies[p].name) {
        Some(name) => text!(ja: "「{name}」", en: "'{name}'"),
        None => text!(ja: "合計", en: "the total"),
    };
    let (ja, en) = (name.ja, name.en);
    if all {
        text!(ja: "{ja}の目標額は、すべての試行で達成されました", en: "every trial meets the target of {en}")
    } else {
        text!(ja: "{ja}の目標額は、一つの試行でも達成されませんでした", en: "no trial meets the target of {en}")
    }
}
