//! What is allowed but looks wrong: inputs without effect, closed years without actuals, back-loading.

use super::{BeyondPlan, Edition, Initiative, Model, Records, Stream, Uncertain};
use crate::lang::{Lang, Text, text};
use crate::scenario::Scenario;

/// A plan with more of its effect than this in its last two years is called back-loaded.
const BACK_LOADED: f64 = 0.5;

pub(super) fn warn(model: &mut Model, scenario: &Scenario) {
    let mut found = closed_without_actuals(model);
    found.extend(unused(model, scenario));
    for initiative in &model.initiatives {
        found.extend(initiative_warnings(model, initiative));
        found.extend(initiative.streams.iter().filter_map(|s| stream_warning(model, initiative, s)));
    }
    found.extend(back_loading(model));
    model.warnings.extend(found);
}

fn closed_without_actuals(model: &Model) -> Vec<Text> {
    let mut out = Vec::new();
    for (p, policy) in model.policies.iter().enumerate() {
        for year in model.period.years().filter(|y| model.is_closed(*y)) {
            if model.records(p, year) == Records::Missing {
                let (name, ja, en) = (&policy.name, year.label(Lang::Ja), year.label(Lang::En));
                out.push(text!(
                    ja: "締まった{ja}の「{name}」に実績がありません。取組項目から計算した額のままです",
                    en: "the closed year {en} of '{name}' has no actual; what the initiatives give stands in its place"
                ));
            }
        }
    }
    out
}

fn unused(model: &Model, scenario: &Scenario) -> Vec<Text> {
    let mut out = Vec::new();
    for (d, driver) in model.drivers.iter().enumerate() {
        if !model.initiatives.iter().flat_map(|i| &i.streams).any(|s| s.driver == Some(d)) {
            let id = &driver.id;
            out.push(text!(ja: "指数「{id}」はどこにも使われていません", en: "the driver '{id}' is used nowhere"));
        }
    }
    for strategy in &scenario.strategy {
        if !scenario.initiative.iter().any(|i| i.strategy.as_ref() == Some(&strategy.id)) {
            let id = &strategy.id;
            out.push(text!(ja: "戦略区分「{id}」に取組項目がありません", en: "the strategy '{id}' has no initiative"));
        }
    }
    for policy in scenario.policy.iter().filter(|p| p.targets.is_none()) {
        let name = &policy.name;
        out.push(
            text!(ja: "「{name}」に目標額がないため、0 とみなします", en: "'{name}' has no targets; they count as 0"),
        );
    }
    out
}

fn initiative_warnings(model: &Model, initiative: &Initiative) -> Vec<Text> {
    let id = &initiative.id;
    let mut out = strategy_elsewhere(model, initiative);
    let required = |other: &Initiative| other.requires.iter().any(|&r| model.initiatives[r].id == *id);
    if model.initiatives.iter().any(required) {
        return out;
    }
    let idle_delay = initiative.delay != Uncertain::Certain(0.0) && !initiative.streams.iter().any(|s| s.delayed);
    if idle_delay {
        out.push(text!(
            ja: "「{id}」の遅れ（delay）は、一緒に動く流れがないため効き目がありません",
            en: "the delay of '{id}' has no effect: none of its streams moves with it"
        ));
    }
    let idle_go =
        initiative.go_ahead != Uncertain::Certain(1.0) && initiative.streams.iter().all(|s| s.spent_on_failure);
    if idle_go {
        out.push(text!(
            ja: "「{id}」の実施確率（go_ahead）は、左右される流れがないため効き目がありません",
            en: "the go_ahead of '{id}' has no effect: none of its streams depends on it"
        ));
    }
    out
}

fn strategy_elsewhere(model: &Model, initiative: &Initiative) -> Vec<Text> {
    let strategy = initiative.strategy.as_ref().and_then(|id| model.strategies.get(id).map(|s| (id, s)));
    let elsewhere = strategy.filter(|(_, s)| !initiative.shares.iter().any(|(p, _)| *p == s.policy));
    let warning = elsewhere.map(|(strategy, _)| {
        let id = &initiative.id;
        text!(
            ja: "「{id}」の戦略区分「{strategy}」は、別の基本方針のものです",
            en: "the strategy '{strategy}' of '{id}' belongs to another policy"
        )
    });
    warning.into_iter().collect()
}

fn stream_warning(model: &Model, initiative: &Initiative, stream: &Stream) -> Option<Text> {
    let name = format!("{}/{}", initiative.id, stream.id);
    let first = stream.curve.first();
    let read = |e: &Edition| e.beyond == BeyondPlan::Explicit && e.window.last >= first;
    if first > model.period.last && !model.editions.iter().any(read) {
        return Some(
            text!(ja: "「{name}」の金額は計画期間の後だけで、効き目がありません", en: "'{name}' has amounts after the plan period only and no effect"),
        );
    }
    if stream.curve.is_zero() {
        return Some(text!(ja: "「{name}」の金額はすべて 0 です", en: "every amount of '{name}' is 0"));
    }
    (stream.persistence != 0.0 && stream.volatility == 0.0).then(|| {
        text!(
            ja: "「{name}」の persistence は、volatility が 0 のため効き目がありません",
            en: "the persistence of '{name}' has no effect, since its volatility is 0"
        )
    })
}

fn back_loading(model: &Model) -> Option<Text> {
    let targets: Vec<f64> = model.period.years().map(|y| model.target(None, y)).collect();
    let total: f64 = targets.iter().sum();
    if targets.len() < 4 || total <= 0.0 {
        return None;
    }
    let share = targets[targets.len() - 2..].iter().sum::<f64>() / total;
    let percent = format!("{:.1}", share * 100.0);
    (share > BACK_LOADED).then(|| {
        text!(
            ja: "目標額の{percent}％が最後の2か年に集まっています（後年度偏重）",
            en: "{percent} % of the target lies in the last two years (back-loaded)"
        )
    })
}
