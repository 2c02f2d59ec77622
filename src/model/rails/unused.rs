//! Drivers, strategy classes and correlations that change nothing, and plans without any correlation.

use super::super::{Model, Uncertain};
use super::threshold::CORRELATED;
use super::{Found, Item, Rail};
use crate::lang::text;
use crate::scenario::Scenario;

pub(super) fn drivers(model: &Model) -> Vec<Found> {
    let used = |d: usize| model.initiatives.iter().flat_map(|i| &i.streams).any(|s| s.driver == Some(d));
    let unused = model.drivers.iter().enumerate().filter(|(d, _)| !used(*d));
    let found = unused.map(|(_, driver)| {
        let id = &driver.id;
        let words = text!(ja: "指数「{id}」はどこにも使われていません", en: "the driver '{id}' is used nowhere");
        Found::new(Rail::NoEffect, Item::of("driver", id), words)
    });
    found.collect()
}

pub(super) fn strategies(scenario: &Scenario) -> Vec<Found> {
    let used = |id: &String| scenario.initiative.iter().any(|i| i.strategy.as_ref() == Some(id));
    let unused = scenario.strategy.iter().filter(|s| !used(&s.id));
    let found = unused.map(|strategy| {
        let id = &strategy.id;
        let words = text!(ja: "戦略区分「{id}」に取組項目がありません", en: "the strategy '{id}' has no initiative");
        Found::new(Rail::NoEffect, Item::of("strategy", id), words)
    });
    found.collect()
}

/// Several uncertain initiatives of which none is correlated with another.
pub(super) fn correlations(model: &Model) -> Option<Found> {
    let is_uncertain = |u: &Uncertain| matches!(u, Uncertain::Quantity(_));
    let uncertain = model
        .initiatives
        .iter()
        .filter(|i| is_uncertain(&i.delay) || i.streams.iter().any(|s| is_uncertain(&s.realisation)));
    let uncertain = uncertain.count();
    let correlated =
        model.groups.iter().any(|g| g.correlation != 0.0) || model.pairs.iter().any(|p| p.correlation != 0.0);
    (uncertain >= CORRELATED && !correlated).then(|| {
        let words = text!(
            ja: "不確かな取組項目が {uncertain} ありますが、そろって動くとみたものが一つもありません（相関がすべて 0）",
            en: "{uncertain} initiatives are uncertain, and none is taken to vary together with another (no correlation)"
        );
        Found::new(Rail::NoCorrelation, Item::default(), words)
    })
}
