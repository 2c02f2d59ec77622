//! Targets that editions miss or leave unread, and losses in their base years.

use super::super::{Basis, BeyondPlan, Edition, Model};
use super::targets::{item, listed, owner, stated};
use super::{Found, Item, Rail, SLACK};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::scenario::Scenario;
use std::collections::BTreeSet;

/// Editions that read the years after the plan period, or all years where there is none, as they are stated.
pub(super) fn explicit(model: &Model) -> impl Iterator<Item = &Edition> {
    model.editions.iter().filter(|e| e.beyond == BeyondPlan::Explicit)
}

/// Editions that count years as they are stated without a target for any after the plan period or, where there is none,
/// after the last target.
pub(super) fn targets_beyond(model: &Model, scenario: &Scenario) -> Option<Found> {
    let of_targets = || stated(model).flat_map(|(_, t)| t.stated.keys().copied());
    let end = if model.fixed { model.period.last } else { of_targets().max()? };
    let beyond = |e: &Edition| Span::new(e.base.max(end).plus(1), e.window.last);
    let without = explicit(model).filter_map(|e| Some((e.base, beyond(e)?)));
    let (bases, spans): (Vec<FiscalYear>, Vec<Span>) =
        without.filter(|(_, s)| !of_targets().any(|y| s.contains(y))).unzip();
    let years = spans.into_iter().reduce(|a, b| Span { first: a.first.min(b.first), last: a.last.max(b.last) })?;
    let first = *bases.first()?;
    let item = if scenario.editions.is_some() { Item::table("editions") } else { Item::edition(first) };
    Some(Found::new(Rail::EditionWithoutTarget, item, reach(model, &bases, years)))
}

fn reach(model: &Model, bases: &[FiscalYear], years: Span) -> Text {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
    let [of_ja, of_en] = [Lang::Ja, Lang::En].map(|lang| listed(bases, lang));
    // Where targets are changes, a year without one keeps the level of the year before.
    let counts = if model.basis == Basis::Recurring {
        text!(ja: "0 とみなします", en: "the target counts as 0 there")
    } else {
        text!(ja: "最後の水準のままとみなします", en: "what is aimed at stays at its last level")
    };
    let (counts_ja, counts_en) = (counts.ja, counts.en);
    if model.fixed {
        text!(
            ja: "beyond_plan = \"explicit\" の版（基準年度 {of_ja}）は計画期間より後の {ja} にも及びますが、その年度の目標額が一つもなく、{counts_ja}",
            en: "editions with beyond_plan = \"explicit\" (base {of_en}) reach {en}, after the plan, where no target is stated; {counts_en}"
        )
    } else {
        text!(
            ja: "財政計画の版（基準年度 {of_ja}）は最後の目標額より後の {ja} にも及びますが、その年度の目標額が一つもなく、{counts_ja}",
            en: "editions of the financial plan (base {of_en}) reach {en}, after the last target; {counts_en}"
        )
    }
}

/// Levels below 0 in the base year of an edition: they lower its base and so raise what it counts in every one of its years.
pub(super) fn losses_in_base(model: &Model) -> Vec<Found> {
    let mut out = Vec::new();
    let bases: BTreeSet<FiscalYear> = model.editions.iter().map(|e| e.base).collect();
    for base in bases.into_iter().filter(|y| !model.fixed || model.period.contains(*y)) {
        for (p, policy) in model.policies.iter().enumerate() {
            let actual =
                policy.actuals.get(&base).map(|a| a.value - a.one_off.unwrap_or(0.0)).filter(|_| model.is_closed(base));
            let (name, target) = (&policy.name, model.target_recurring(Some(p), base));
            let mut tell = |level: f64, what: Text| {
                let item = Item::of("policy", &policy.id);
                out.push(Found::new(Rail::LossInBase, item, loss(model.unit, base, level, what)));
            };
            if target < -SLACK {
                tell(target, text!(ja: "「{name}」の目標額", en: "the target of '{name}'"));
            }
            if let Some(actual) = actual.filter(|a| *a < -SLACK) {
                tell(actual, text!(ja: "「{name}」の実績", en: "the actual of '{name}'"));
            }
        }
    }
    out
}

fn loss(unit: Unit, base: FiscalYear, level: f64, what: Text) -> Text {
    let (level, ja, en) = (unit.in_table(level), base.label(Lang::Ja), base.label(Lang::En));
    let (what_ja, what_en) = (what.ja, what.en);
    text!(
        ja: "{ja}を基準年度とする版は、その年度の{what_ja}のうち {level} を続く水準とみて、毎年度その分だけ大きく数えます",
        en: "the edition with base {en} takes {level} of {what_en} in that year for a lasting level and counts so much more in each of its years"
    )
}

/// Targets for years after the plan that no edition reads: where targets are changes, those of earlier years are read too.
pub(super) fn targets_unread(model: &Model) -> Vec<Found> {
    let reads = |edition: &Edition, year: FiscalYear| match model.basis {
        Basis::Recurring => year == edition.base || edition.window.contains(year),
        Basis::NewInYear | Basis::YearOnYear => year <= edition.window.last,
    };
    let read = |year: FiscalYear| year <= model.period.last || explicit(model).any(|e| reads(e, year));
    let mut out = Vec::new();
    for (policy, targets) in stated(model) {
        let years: Vec<FiscalYear> = targets.stated.keys().copied().filter(|y| !read(*y)).collect();
        if years.is_empty() {
            continue;
        }
        let name = owner(policy);
        let (name_ja, name_en) = (name.ja, name.en);
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| listed(&years, lang));
        let words = text!(
            ja: "{name_ja}の計画期間より後の目標額（{ja}）は、どの版にも読まれません。その年度に及ぶ beyond_plan = \"explicit\" の版がありません",
            en: "the targets of {name_en} after the plan ({en}) are read by no edition: none with beyond_plan = \"explicit\" reaches these years"
        );
        out.push(Found::new(Rail::TargetUnread, item(policy), words));
    }
    out
}
