//! Estimates that are stated as certain though their like is not.

use super::super::{Initiative, Model, Stream, Uncertain};
use super::threshold::CERTAIN_PEERS;
use super::{Found, Item, Rail, SLACK};
use crate::lang::text;
use crate::scenario::StreamKind;

pub(super) fn estimates(model: &Model) -> Vec<Found> {
    let streams = || model.initiatives.iter().flat_map(|i| i.streams.iter().map(move |s| (i, s)));
    let uncertain = streams().filter(|(_, s)| matches!(s.realisation, Uncertain::Quantity(_)));
    let kinds: Vec<StreamKind> = uncertain.map(|(_, s)| s.kind).collect();
    let peers_of = [StreamKind::Saving, StreamKind::Revenue, StreamKind::Cost]
        .map(|kind| (kind, kinds.iter().filter(|k| **k == kind).count()));
    let found = |(initiative, stream): (&Initiative, &Stream)| {
        let peers = peers_of.iter().find(|(kind, _)| *kind == stream.kind).map_or(0, |(_, peers)| *peers);
        (is_certain(stream) && peers >= CERTAIN_PEERS && is_to_come(model, stream)).then(|| {
            let name = format!("{}/{}", initiative.id, stream.id);
            let words = text!(
                ja: "「{name}」の実現率は確定値ですが、同じ種類の流れのうち {peers} 本は不確かです",
                en: "the realisation of '{name}' is certain, while {peers} streams of its kind are uncertain"
            );
            Found::new(Rail::Certain, Item::stream(&initiative.id, &stream.id), words)
        })
    };
    streams().filter_map(found).collect()
}

fn is_certain(stream: &Stream) -> bool {
    matches!(stream.realisation, Uncertain::Certain(_)) && stream.volatility == 0.0 && stream.driver.is_none()
}

/// Whether any amount of an open year of the plan exceeds what is there in the last closed one: what only goes on is no estimate.
fn is_to_come(model: &Model, stream: &Stream) -> bool {
    let reached = match model.as_of {
        Some(now) if stream.recurring => stream.curve.at(now.plus(-1)),
        _ => 0.0,
    };
    model.period.years().any(|year| !model.is_closed(year) && stream.curve.at(year) > reached + SLACK)
}
