//! Initiatives that may claim the same saving.

use super::super::{Initiative, Model};
use super::threshold::SIMILAR_NAMES;
use super::{Found, Item, Rail};
use crate::lang::text;
use crate::scenario::StreamKind;
use std::collections::BTreeMap;

pub(super) fn pairs(model: &Model) -> Vec<Found> {
    let mut by_owner: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, initiative) in model.initiatives.iter().enumerate() {
        if let Some(owner) = &initiative.owner {
            by_owner.entry(owner).or_default().push(i);
        }
    }
    let mut alike = Vec::new();
    for mine in by_owner.values() {
        for (k, &a) in mine.iter().enumerate() {
            let others = mine[k + 1..].iter().filter(|b| may_be_one(model, a, **b));
            alike.extend(others.map(|b| (a, *b)));
        }
    }
    alike.sort_unstable();
    alike.into_iter().map(|(a, b)| found(&model.initiatives[a], &model.initiatives[b])).collect()
}

/// Of two initiatives of one division. The likeness is worked out last: it costs most.
fn may_be_one(model: &Model, a: usize, b: usize) -> bool {
    let [first, second] = [a, b].map(|i| &model.initiatives[i]);
    !overlap(model, a, b)
        && claim_together(model, first, second)
        && strsim::jaro_winkler(&first.name, &second.name) >= SIMILAR_NAMES
}

/// Whether both have savings, or both revenues, in one year of the plan.
fn claim_together(model: &Model, a: &Initiative, b: &Initiative) -> bool {
    let claims =
        |i: &Initiative, kind: StreamKind, year| i.streams.iter().any(|s| s.kind == kind && s.curve.at(year) > 0.0);
    let kinds = [StreamKind::Saving, StreamKind::Revenue];
    let mut years = model.period.years();
    years.any(|year| kinds.iter().any(|kind| claims(a, *kind, year) && claims(b, *kind, year)))
}

fn overlap(model: &Model, a: usize, b: usize) -> bool {
    model.overlaps.iter().any(|o| o.initiatives.contains(&a) && o.initiatives.contains(&b))
}

fn found(a: &Initiative, b: &Initiative) -> Found {
    let (first, second, owner) = (&a.name, &b.name, a.owner.as_deref().unwrap_or_default());
    let words = text!(
        ja: "「{first}」と「{second}」（主担当課はともに「{owner}」）は、同じ効果を数えているおそれがあります",
        en: "'{first}' and '{second}' (both of '{owner}') may count the same effect"
    );
    Found::new(Rail::DoubleCounting, Item::of("initiative", &a.id), words)
}
