//! Planned effects far from their targets, and targets of editions below 0.

use super::{item, main_period};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::rails::threshold::{FAR, TARGET_FLOOR};
use crate::model::rails::{Found, Item, Rail};
use crate::model::{BeyondPlan, Model};
use crate::money::Unit;
use crate::plan::{Metric, MetricSubject, Period, Plan};

/// What sums of stated amounts can be off 0 by rounding.
const SLACK: f64 = 1e-6;

fn metric(planned: &Plan, policy: Option<usize>, period: Period) -> Option<&Metric> {
    let fits = |m: &&Metric| m.policy == policy && m.period == period && m.measure == MetricSubject::Effect;
    planned.metrics.iter().find(fits)
}

/// Policies whose planned effect lies far from their target.
pub(super) fn far_from_target(model: &Model, planned: &Plan) -> Vec<Found> {
    let Some(period) = main_period(model) else { return Vec::new() };
    let of_total = metric(planned, None, period).and_then(|m| m.target).unwrap_or(0.0).abs();
    let found = |p: usize| {
        let of_policy = metric(planned, Some(p), period)?;
        let (target, effect) = (of_policy.target?, of_policy.sum.constant);
        let measure = target.abs().max(TARGET_FLOOR * of_total);
        let is_far = (effect - target).abs() > FAR * measure;
        is_far.then(|| {
            Found::new(
                Rail::FarFromTarget,
                item(model, Some(p)),
                far(model.unit, &model.policies[p].name, effect, target),
            )
        })
    };
    (0..model.policies.len()).filter_map(found).collect()
}

fn far(unit: Unit, name: &str, effect: f64, target: f64) -> Text {
    let difference = unit.in_table(effect - target);
    let (effect, target) = (unit.in_table(effect), unit.in_table(target));
    text!(
        ja: "「{name}」の計画値 {effect} は、目標額 {target} と大きく離れています（差 {difference}）",
        en: "the planned effect of '{name}', {effect}, is far from its target of {target} (difference {difference})"
    )
}

/// Editions whose target is below 0 because the level aimed at in their base year does not last.
pub(super) fn targets_below_zero(model: &Model, planned: &Plan) -> Vec<Found> {
    let found = |p: usize| {
        let below = |base: FiscalYear, period: Period| {
            let target = metric(planned, Some(p), period)?.target?;
            let is_below = target < -SLACK && model.target_recurring(Some(p), base) > SLACK;
            is_below.then_some((base, target))
        };
        // With zero every level falls back to 0, and that is meant to count against the edition.
        let editions = model.editions.iter().filter(|e| e.beyond != BeyondPlan::Zero);
        let all = editions.map(|e| below(e.base, Period::Edition { base: e.base, window: e.window }));
        let (base, target) = all.flatten().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let words = lasting(model.unit, &model.policies[p].name, base, target, model.target_recurring(Some(p), base));
        Some(Found::new(Rail::EditionTargetBelowZero, Item::of("policy", &model.policies[p].id), words))
    };
    (0..model.policies.len()).filter_map(found).collect()
}

fn lasting(unit: Unit, name: &str, base: FiscalYear, target: f64, level: f64) -> Text {
    let (target, level) = (unit.in_table(target), unit.in_table(level));
    let (ja, en) = (base.label(Lang::Ja), base.label(Lang::En));
    text!(
        ja: "{ja}を基準年度とする版では「{name}」の目標額が {target} です。{ja}の目標額のうち {level} を続く水準とみるためです",
        en: "in the edition with base {en} the target of '{name}' is {target}, because {level} of its target for {en} counts as a lasting level"
    )
}
