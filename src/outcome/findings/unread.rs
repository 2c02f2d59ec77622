//! Uncertain quantities that bear on no result.

use crate::lang::text;
use crate::model::rails::{Found, Item, Rail};
use crate::model::{Model, Quantity};
use crate::plan::Plan;
use std::collections::BTreeSet;

pub(super) fn quantities(model: &Model, plan: &Plan) -> Vec<Found> {
    let drawn: BTreeSet<&str> = plan.quantities.iter().map(|q| q.name.as_str()).collect();
    let unread = model.quantities.iter().filter(|q| !drawn.contains(q.name.as_str()));
    let found = |quantity: &Quantity| {
        let name = &quantity.name;
        let words = text!(
            ja: "「{name}」はどの結果にも効かないため、引かれません",
            en: "'{name}' bears on no result and is not drawn"
        );
        Found::new(Rail::NoEffect, item(name), words)
    };
    unread.map(found).collect()
}

/// The table of a quantity: `initiative/delay` stands in the initiative, `initiative/stream/realisation` in the stream.
fn item(name: &str) -> Item {
    match name.split('/').collect::<Vec<_>>()[..] {
        [initiative, stream, _] => Item::stream(initiative, stream),
        [initiative, ..] => Item::of("initiative", initiative),
        [] => Item::default(),
    }
}
