//! Initiatives that may claim the same saving.

use super::super::{Initiative, Model};
use super::threshold::SIMILAR_NAMES;
use super::{Found, Item, Rail};
use crate::lang::text;
use crate::scenario::StreamKind;

pub(super) fn pairs(model: &Model) -> Vec<Found> {
    let mut out = Vec::new();
    for (a, first) in model.initiatives.iter().enumerate() {
        for (b, second) in model.initiatives.iter().enumerate().skip(a + 1) {
            if may_be_one(model, first, second) && !overlap(model, a, b) {
                out.push(found(first, second));
            }
        }
    }
    out
}

fn may_be_one(model: &Model, a: &Initiative, b: &Initiative) -> bool {
    let of_one_division = a.owner.is_some() && a.owner == b.owner;
    // The likeness is worked out last: it costs most.
    of_one_division && claim_together(model, a, b) && strsim::jaro_winkler(&a.name, &b.name) >= SIMILAR_NAMES
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
