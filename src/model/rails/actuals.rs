//! Closed years without a record.

use super::super::{Model, Records};
use super::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, text};
use std::collections::BTreeSet;

/// Closed years of the plan in which a policy has no record.
pub(super) fn without_record(model: &Model) -> Vec<Found> {
    let mut out = Vec::new();
    for (p, policy) in model.policies.iter().enumerate() {
        for year in model.period.years().filter(|y| model.is_closed(*y)) {
            if model.records(p, year) == Records::Missing {
                let (name, ja, en) = (&policy.name, year.label(Lang::Ja), year.label(Lang::En));
                let words = text!(
                    ja: "決算済みの{ja}の「{name}」に実績がありません。取組項目から計算した額のままです",
                    en: "the closed year {en} of '{name}' has no actual; what the initiatives give stands in its place"
                );
                out.push(Found::new(Rail::ClosedWithoutActual, Item::of("policy", &policy.id), words));
            }
        }
    }
    out
}

/// Closed years outside the plan period that an edition reads, base years above all, in which a policy has an effect but
/// no record. Before a plan there is often nothing to record: then there is nothing to tell.
pub(super) fn read_without_record(model: &Model) -> Vec<Found> {
    let mut out = Vec::new();
    let outside = |y: &FiscalYear| model.is_closed(*y) && !model.period.contains(*y);
    let years = model.editions.iter().flat_map(|e| [e.base].into_iter().chain(e.window.years())).filter(outside);
    for year in years.collect::<BTreeSet<_>>() {
        for (p, policy) in model.policies.iter().enumerate() {
            if model.records(p, year) == Records::Missing && is_at_work(model, p, year) {
                let (name, ja, en) = (&policy.name, year.label(Lang::Ja), year.label(Lang::En));
                let words = text!(
                    ja: "財政計画の版が読む、決算済みの{ja}の「{name}」に実績がありません。取組項目から計算した額のままです",
                    en: "the closed year {en} of '{name}', which editions read, has no actual; what the initiatives give stands in its place"
                );
                out.push(Found::new(Rail::ClosedWithoutActual, Item::of("policy", &policy.id), words));
            }
        }
    }
    out
}

/// Whether any stream of a policy (by position) has an amount in a year.
fn is_at_work(model: &Model, policy: usize, year: FiscalYear) -> bool {
    let serving = model.initiatives.iter().filter(|i| i.shares.iter().any(|s| s.0 == policy));
    serving.flat_map(|i| &i.streams).any(|s| s.curve.at(year) != 0.0)
}
