//! Two models made comparable: the same policies in the same order, and the editions that both have.

use super::common::is_same;
use super::lineage::{Member, Unmatched};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::{Edition, Model, Policy};
use crate::money::Unit;
use crate::outcome::Outcome;

/// Why two scenarios cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomparable(pub Vec<Text>);

impl Incomparable {
    /// All reasons in one line.
    pub fn reasons(&self) -> Text {
        let all = |lang: Lang| self.0.iter().map(|reason| reason.get(lang)).collect::<Vec<_>>().join("; ");
        Text { ja: all(Lang::Ja), en: all(Lang::En) }
    }
}

/// Gives outcomes that are compared the most decimals that any of them is printed with, so that a table of them all is
/// printed alike.
pub fn printed_alike(outcomes: &mut [Outcome]) {
    let units = outcomes.iter().map(|outcome| outcome.header.unit);
    let Some(unit) = units.reduce(Unit::with_decimals_of) else { return };
    outcomes.iter_mut().for_each(|outcome| outcome.header.unit = outcome.header.unit.with_decimals_of(unit));
}

/// Refuses models that count differently, or have no year in common.
pub(super) fn check(plan: &Model, revised: &Model) -> Result<(), Incomparable> {
    refused(
        counted_apart(plan, revised)
            .into_iter()
            .chain(without_common_year(plan, revised))
            .chain(half_fixed(plan, revised)),
    )
}

/// Refuses models that count differently, or over other periods.
pub(super) fn check_of_one_period(plan: &Model, revised: &Model) -> Result<(), Incomparable> {
    refused(
        counted_apart(plan, revised).into_iter().chain(other_period(plan, revised)).chain(half_fixed(plan, revised)),
    )
}

fn refused(reasons: impl Iterator<Item = Text>) -> Result<(), Incomparable> {
    let reasons: Vec<Text> = reasons.collect();
    if reasons.is_empty() { Ok(()) } else { Err(Incomparable(reasons)) }
}

fn counted_apart(plan: &Model, revised: &Model) -> Vec<Text> {
    let mut reasons = Vec::new();
    if plan.unit.name != revised.unit.name {
        let [a_ja, b_ja] = [&plan.unit, &revised.unit].map(|u| u.name(Lang::Ja));
        let [a_en, b_en] = [&plan.unit, &revised.unit].map(|u| u.name(Lang::En));
        reasons.push(text!(
            ja: "単位が違います（計画 {a_ja}、改定 {b_ja}）。unit をそろえてください",
            en: "the units differ (plan {a_en}, revision {b_en}); state both in the same unit"
        ));
    }
    if plan.basis != revised.basis {
        let word = |model: &Model| serde_json::to_value(model.basis).ok().and_then(|v| v.as_str().map(str::to_owned));
        let [a, b] = [plan, revised].map(|m| word(m).unwrap_or_default());
        reasons.push(text!(
            ja: "効果額の算定方法が違います（計画 {a}、改定 {b}）。basis をそろえてください",
            en: "the counting bases differ (plan {a}, revision {b}); state both on the same basis"
        ));
    }
    reasons
}

fn other_period(plan: &Model, revised: &Model) -> Option<Text> {
    let ([a_ja, b_ja], [a_en, b_en]) = periods(plan, revised);
    (plan.fixed && revised.fixed && plan.period != revised.period).then(|| {
        text!(
            ja: "計画期間が違います（計画 {a_ja}、改定 {b_ja}）。plan の first と last をそろえてください",
            en: "the plan periods differ (plan {a_en}, revision {b_en}); state the same first and last"
        )
    })
}

fn without_common_year(plan: &Model, revised: &Model) -> Option<Text> {
    let ([a_ja, b_ja], [a_en, b_en]) = periods(plan, revised);
    let apart = plan.period.common(revised.period).is_none();
    let told = if plan.fixed {
        text!(
            ja: "共通する年度がありません（計画期間は、計画 {a_ja}、改定 {b_ja}）。計画期間の重なるファイルを指定してください",
            en: "they have no year in common (plan period {a_en} of the plan, {b_en} of the revision); name files whose plan periods overlap"
        )
    } else {
        text!(
            ja: "共通する年度がありません（版の対象年度は、計画 {a_ja}、改定 {b_ja}）。対象年度の重なるファイルを指定してください",
            en: "they have no year in common (editions over {a_en} in the plan, {b_en} in the revision); name files whose editions overlap"
        )
    };
    (plan.fixed == revised.fixed && apart).then_some(told)
}

fn half_fixed(plan: &Model, revised: &Model) -> Option<Text> {
    (plan.fixed != revised.fixed).then(|| {
        text!(
            ja: "一方にだけ計画期間があります。両方に first と last を書くか、両方から消してください",
            en: "only one of the two has a plan period; state first and last in both, or in neither"
        )
    })
}

/// Both periods in Japanese, and in English.
fn periods(plan: &Model, revised: &Model) -> ([String; 2], [String; 2]) {
    let both = |lang: Lang| [plan, revised].map(|model| model.period.short(lang));
    (both(Lang::Ja), both(Lang::En))
}

/// Both models with the same policies and editions; what only one of them has is noted.
pub(super) fn aligned(plan: &Model, revised: &Model, unmatched: &mut Vec<Unmatched>) -> [Model; 2] {
    let mut names: Vec<(String, String)> = plan.policies.iter().map(|p| (p.id.clone(), p.name.clone())).collect();
    for policy in &revised.policies {
        if !names.iter().any(|(id, _)| *id == policy.id) {
            names.push((policy.id.clone(), policy.name.clone()));
        }
    }
    if plan.period != revised.period {
        unmatched.extend(plan.period.outside(revised.period).map(Unmatched::YearsOfPlan));
        unmatched.extend(revised.period.outside(plan.period).map(Unmatched::YearsOfRevised));
    }
    for (id, name) in &names {
        let has = |model: &Model| model.policies.iter().any(|p| p.id == *id);
        if !(has(plan) && has(revised)) {
            unmatched.push(Unmatched::PolicyOfOne(Member { id: id.clone(), name: name.clone() }));
        }
    }
    let shared = |mine: &Model, other: &Model| -> Vec<Edition> {
        let both = mine.editions.iter().filter(|e| other.editions.iter().any(|o| is_same(e, o)));
        both.map(|e| Edition { booked: vec![None; names.len()], booked_total: None, ..e.clone() }).collect()
    };
    let editions = [shared(plan, revised), shared(revised, plan)];
    let mut bases: Vec<FiscalYear> = plan.editions.iter().chain(&revised.editions).map(|e| e.base).collect();
    bases.sort_unstable();
    bases.dedup();
    bases.retain(|base| !editions[0].iter().any(|e| e.base == *base));
    unmatched.extend(bases.iter().map(|base| Unmatched::EditionOfOne { base: base.calendar() }));
    let [of_plan, of_revised] = editions;
    [with(plan, &names, of_plan), with(revised, &names, of_revised)]
}

/// The same model with its policies in a given order, those that it lacks without targets.
fn with(model: &Model, names: &[(String, String)], editions: Vec<Edition>) -> Model {
    let place = |p: usize| names.iter().position(|(id, _)| *id == model.policies[p].id);
    let places: Vec<usize> = (0..model.policies.len()).filter_map(place).collect();
    let policy = |(id, name): &(String, String)| {
        let none = || Policy::without_records(id.clone(), name.clone());
        model.policies.iter().find(|p| p.id == *id).cloned().unwrap_or_else(none)
    };
    let mut out = Model { policies: names.iter().map(policy).collect(), editions, ..model.clone() };
    for initiative in &mut out.initiatives {
        initiative.shares.iter_mut().for_each(|(p, _)| *p = places[*p]);
    }
    out.spread = model.spread.of_policies_at(&places);
    out
}
