//! Indices that begin after what grows with them.

use super::super::{Driver, Model};
use super::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, text};

pub(super) fn late(model: &Model) -> Vec<Found> {
    model.drivers.iter().enumerate().filter_map(|(d, driver)| found(model, d, driver)).collect()
}

fn found(model: &Model, d: usize, driver: &Driver) -> Option<Found> {
    let growing = model.initiatives.iter().flat_map(|i| &i.streams).filter(|s| s.driver == Some(d));
    // Closed years stand as they are, whatever their index.
    let open = model.as_of.unwrap_or(model.period.first).max(model.period.first);
    let first = growing.filter_map(|s| s.curve.first_positive()).min()?.max(open);
    let begins = begins(driver);
    // In its base year and before it an index is 1; the first year in which it can have grown is the one after.
    let is_late = first < driver.base || begins.is_some_and(|begins| begins > driver.base.plus(1) && first < begins);
    is_late.then(|| {
        let id = &driver.id;
        let from = begins.unwrap_or(driver.base).max(driver.base.plus(1));
        let (first_ja, first_en) = (first.label(Lang::Ja), first.label(Lang::En));
        let (from_ja, from_en) = (from.label(Lang::Ja), from.label(Lang::En));
        let words = text!(
            ja: "指数「{id}」は{from_ja}から伸びますが、連動する金額は{first_ja}からあります",
            en: "the driver '{id}' grows from {from_en} on, but amounts that grow with it are there from {first_en}"
        );
        Found::new(Rail::LateSeries, Item::of("driver", id), words)
    })
}

/// The first year for which a rate is stated.
fn begins(driver: &Driver) -> Option<FiscalYear> {
    driver.growth.keys().next().copied()
}
