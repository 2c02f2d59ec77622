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
    let letters: Vec<Letters> = model.initiatives.iter().map(|i| Letters::of(&i.name)).collect();
    let mut alike = Vec::new();
    for mine in by_owner.values() {
        for (k, &a) in mine.iter().enumerate() {
            let similar = mine[k + 1..].iter().filter(|b| letters[a].may_be_similar(letters[**b]));
            alike.extend(similar.filter(|b| may_be_one(model, a, **b)).map(|b| (a, *b)));
        }
    }
    alike.sort_unstable();
    alike.into_iter().map(|(a, b)| found(&model.initiatives[a], &model.initiatives[b])).collect()
}

/// How many letters a name has, and which, as far as 64 bits can tell: enough to say of most pairs that they are not similar.
#[derive(Clone, Copy)]
struct Letters {
    count: u32,
    which: u64,
}

impl Letters {
    fn of(name: &str) -> Self {
        // Letters next to one another in their script have bits of their own.
        let which = name.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 64));
        Self { count: name.chars().count() as u32, which }
    }

    /// Whether the likeness may reach [`SIMILAR_NAMES`], given how many letters the two can have in common at most.
    fn may_be_similar(self, other: Self) -> bool {
        let shared = |a: Self, b: Self| a.count.saturating_sub((a.which & !b.which).count_ones());
        let most = f64::from(shared(self, other).min(shared(other, self)));
        // Jaro's likeness is the mean of both shares and of how many of them stand in order; Winkler adds up to four tenths
        // of what is missing where names begin alike.
        let jaro = (most / f64::from(self.count) + most / f64::from(other.count) + 1.0) / 3.0;
        // Two names without letters are alike, which shares cannot say.
        let most = jaro + 0.4 * (1.0 - jaro);
        most >= SIMILAR_NAMES || most.is_nan()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_similar_pair_is_left_out() {
        let names = [
            "窓口業務の委託",
            "窓口業務委託",
            "窓口の業務委託",
            "予約システム",
            "予約システムの導入",
            "a",
            "b",
            "ab",
            "abc",
            "abd",
            "",
        ];
        for (a, b) in names.iter().flat_map(|a| names.iter().map(move |b| (a, b))) {
            let similar = strsim::jaro_winkler(a, b) >= SIMILAR_NAMES;
            assert!(!similar || Letters::of(a).may_be_similar(Letters::of(b)), "{a} {b}");
        }
        assert!(!Letters::of("窓口業務の委託").may_be_similar(Letters::of("予約システムの導入")));
    }
}
