//! Initiatives whose settings change nothing, or whose strategy class belongs elsewhere.

use super::super::{Initiative, Model, Uncertain, decisions};
use super::{Found, Item, Rail, streams};
use crate::lang::text;
use crate::scenario::Scenario;
use std::collections::BTreeSet;

pub(super) fn look(model: &Model, scenario: &Scenario) -> Vec<Found> {
    let decided = decisions::decisions(scenario);
    let required: BTreeSet<usize> = model.initiatives.iter().flat_map(|i| i.requires.iter().copied()).collect();
    let mut out = Vec::new();
    for (i, initiative) in model.initiatives.iter().enumerate() {
        out.extend(strategy_elsewhere(model, initiative));
        if !required.contains(&i) {
            out.extend(idle(initiative));
        }
        // Of what is dropped nothing is meant to be left.
        if decided.get(initiative.id.as_str()).is_none_or(|d| !d.dropped) {
            out.extend(initiative.streams.iter().filter_map(|s| streams::look(model, initiative, s)));
        }
    }
    out
}

fn strategy_elsewhere(model: &Model, initiative: &Initiative) -> Option<Found> {
    let strategy = initiative.strategy.as_ref()?;
    let policy = model.strategies.get(strategy)?.policy;
    let elsewhere = !initiative.shares.iter().any(|(p, _)| *p == policy);
    elsewhere.then(|| {
        let id = &initiative.id;
        let words = text!(
            ja: "「{id}」の戦略区分「{strategy}」は、別の基本方針のものです",
            en: "the strategy '{strategy}' of '{id}' belongs to another policy"
        );
        Found::new(Rail::StrategyElsewhere, Item::of("initiative", id), words)
    })
}

/// A delay or a probability to go ahead that moves nothing, of an initiative that no other requires.
fn idle(initiative: &Initiative) -> Vec<Found> {
    let id = &initiative.id;
    let mut out = Vec::new();
    let mut tell = |words| out.push(Found::new(Rail::NoEffect, Item::of("initiative", id), words));
    if initiative.delay != Uncertain::Certain(0.0) && !initiative.streams.iter().any(|s| s.delayed) {
        tell(text!(
            ja: "「{id}」の遅れ（delay）は、一緒に動く流れがないため効き目がありません",
            en: "the delay of '{id}' has no effect: none of its streams moves with it"
        ));
    }
    if initiative.go_ahead != Uncertain::Certain(1.0) && initiative.streams.iter().all(|s| s.spent_on_failure) {
        tell(text!(
            ja: "「{id}」の実施確率（go_ahead）は、左右される流れがないため効き目がありません",
            en: "the go_ahead of '{id}' has no effect: none of its streams depends on it"
        ));
    }
    out
}
