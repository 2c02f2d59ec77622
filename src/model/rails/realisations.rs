//! Realisations that turn a saving into spending too often.

use super::super::{Initiative, Model, Stream, Uncertain};
use super::threshold::NEGATIVE_ODDS;
use super::{Found, Item, Rail};
use crate::distributions::normal;
use crate::lang::{Text, text};
use std::collections::HashSet;

pub(super) fn negative(model: &Model) -> Vec<Found> {
    let of_class: HashSet<&str> = model.classes.iter().flat_map(|(_, users)| users).map(String::as_str).collect();
    let streams = model.initiatives.iter().flat_map(|i| i.streams.iter().map(move |s| (i, s)));
    let found = |(initiative, stream): (&Initiative, &Stream)| {
        let words = words(model, &of_class, &format!("{}/{}", initiative.id, stream.id), stream)?;
        Some(Found::new(Rail::NegativeRealisation, Item::stream(&initiative.id, &stream.id), words))
    };
    streams.filter_map(found).collect()
}

fn words(model: &Model, of_class: &HashSet<&str>, name: &str, stream: &Stream) -> Option<Text> {
    let quantity = match stream.realisation {
        Uncertain::Certain(value) => {
            return (value < 0.0).then(|| {
                text!(ja: "「{name}」の realisation が {value} で、0 を下回ります", en: "the realisation of '{name}' is {value}, below 0")
            });
        }
        Uncertain::Quantity(position) => &model.quantities[position],
    };
    // What a reference class says is taken from a record, and meant.
    if of_class.contains(quantity.name.as_str()) {
        return None;
    }
    let least = quantity.marginal.quantile(normal::quantile(NEGATIVE_ODDS));
    (least < 0.0).then(|| {
        let least = format!("{least:.2}");
        text!(
            ja: "「{name}」の realisation は、100回に1回より多く 0 を下回ります（下位1％の値 {least}）",
            en: "the realisation of '{name}' is below 0 more often than 1 in 100 (its 1 % quantile is {least})"
        )
    })
}
