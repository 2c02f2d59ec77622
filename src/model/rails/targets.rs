//! Policies and years without a target.

use super::super::{Model, Policy, Targets};
use super::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};

/// Policies without any target.
pub(super) fn policies_without(model: &Model) -> Vec<Found> {
    let without = model.policies.iter().filter(|p| p.targets.stated.is_empty());
    let found = |policy: &Policy| {
        let name = &policy.name;
        let words = text!(
            ja: "「{name}」に目標額がありません。達成確率と不足額は定まりません",
            en: "'{name}' has no targets; its odds and shortfall are undefined"
        );
        Found::new(Rail::PolicyWithoutTarget, Item::of("policy", &policy.id), words)
    };
    without.map(found).collect()
}

/// Years of the plan without a target where others of the same policy, or of the total, have one.
pub(super) fn years_without(model: &Model) -> Vec<Found> {
    if !model.fixed {
        return Vec::new();
    }
    let found = |(policy, targets): (Option<&Policy>, &Targets)| {
        let years: Vec<FiscalYear> = model.period.years().filter(|y| !targets.stated.contains_key(y)).collect();
        if years.is_empty() || targets.stated.is_empty() {
            return None;
        }
        let name = owner(policy);
        let (name_ja, name_en) = (name.ja, name.en);
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| listed(&years, lang));
        let words = text!(
            ja: "{name_ja}の目標額が、計画期間のうち {ja} にありません",
            en: "{name_en} has no target for {en} of the plan"
        );
        Some(Found::new(Rail::YearWithoutTarget, item(policy), words))
    };
    stated(model).filter_map(found).collect()
}

/// The targets that the report shows: of the policies, and of the total where they are stated.
pub(super) fn stated(model: &Model) -> impl Iterator<Item = (Option<&Policy>, &Targets)> {
    let of_policies = model.policies.iter().map(|p| (Some(p), &p.targets));
    of_policies.chain(model.total_targets.iter().map(|t| (None, t)))
}

/// The table that states the targets of a policy or of the total.
pub(super) fn item(policy: Option<&Policy>) -> Item {
    policy.map_or_else(|| Item::table("total"), |p| Item::of("policy", &p.id))
}

/// A policy or the total in words.
pub(super) fn owner(policy: Option<&Policy>) -> Text {
    match policy.map(|p| &p.name) {
        Some(name) => text!(ja: "「{name}」", en: "'{name}'"),
        None => text!(ja: "合計", en: "the total"),
    }
}

pub(super) fn listed(years: &[FiscalYear], lang: Lang) -> String {
    let names: Vec<String> = years.iter().map(|y| y.short(lang)).collect();
    names.join(if lang == Lang::Ja { "、" } else { ", " })
}
