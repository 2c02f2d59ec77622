//! What is allowed but looks wrong: inputs without effect, closed years without actuals, targets that editions miss,
//! back-loading.

use super::decisions;
use super::{Basis, BeyondPlan, Edition, Initiative, Model, Policy, Records, Stream, Targets, Uncertain};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Lang, Text, text};
use crate::money;
use crate::scenario::Scenario;
use std::collections::BTreeSet;

/// A plan with more of its effect than this in its last two years is called back-loaded.
const BACK_LOADED: f64 = 0.5;
/// What sums of stated amounts can be off 0 by rounding.
const SLACK: f64 = 1e-6;

pub(super) fn warn(model: &mut Model, scenario: &Scenario) {
    let mut found = closed_without_actuals(model);
    found.extend(read_without_actuals(model));
    found.extend(targets_beyond(model));
    found.extend(targets_unread(model));
    found.extend(losses_in_base(model));
    found.extend(unused(model, scenario));
    let decided = decisions::decisions(scenario);
    for initiative in &model.initiatives {
        found.extend(initiative_warnings(model, initiative));
        // Of what is dropped nothing is meant to be left.
        if decided.get(initiative.id.as_str()).is_none_or(|d| !d.dropped) {
            found.extend(initiative.streams.iter().filter_map(|s| stream_warning(model, initiative, s)));
        }
    }
    found.extend(decisions::warnings(scenario));
    found.extend(back_loading(model));
    model.warnings.extend(found);
}

fn closed_without_actuals(model: &Model) -> Vec<Text> {
    let mut out = Vec::new();
    for (p, policy) in model.policies.iter().enumerate() {
        for year in model.period.years().filter(|y| model.is_closed(*y)) {
            if model.records(p, year) == Records::Missing {
                let (name, ja, en) = (&policy.name, year.label(Lang::Ja), year.label(Lang::En));
                out.push(text!(
                    ja: "締まった{ja}の「{name}」に実績がありません。取組項目から計算した額のままです",
                    en: "the closed year {en} of '{name}' has no actual; what the initiatives give stands in its place"
                ));
            }
        }
    }
    out
}

/// Closed years outside the plan period that an edition reads, base years above all, in which a policy has an effect but
/// no record. Before a plan there is often nothing to record: then there is nothing to warn of.
fn read_without_actuals(model: &Model) -> Vec<Text> {
    let mut out = Vec::new();
    let outside = |y: &FiscalYear| model.is_closed(*y) && !model.period.contains(*y);
    let years = model.editions.iter().flat_map(|e| [e.base].into_iter().chain(e.window.years())).filter(outside);
    for year in years.collect::<BTreeSet<_>>() {
        for (p, policy) in model.policies.iter().enumerate() {
            if model.records(p, year) == Records::Missing && is_at_work(model, p, year) {
                let (name, ja, en) = (&policy.name, year.label(Lang::Ja), year.label(Lang::En));
                out.push(text!(
                    ja: "財政計画の版が読む、締まった{ja}の「{name}」に実績がありません。取組項目から計算した額のままです",
                    en: "the closed year {en} of '{name}', which editions read, has no actual; what the initiatives give stands in its place"
                ));
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

/// Editions that read the years after the plan period, or all years where there is none, as they are stated.
fn explicit(model: &Model) -> impl Iterator<Item = &Edition> {
    model.editions.iter().filter(|e| e.beyond == BeyondPlan::Explicit)
}

/// The targets that the report shows: of the policies, and of the total where they are stated.
fn targets(model: &Model) -> impl Iterator<Item = (Option<&Policy>, &Targets)> {
    let of_policies = model.policies.iter().map(|p| (Some(p), &p.targets));
    of_policies.chain(model.total_targets.iter().map(|t| (None, t)))
}

/// Editions that count years as they are stated without a target for any after the plan period or, where there is none,
/// after the last target.
fn targets_beyond(model: &Model) -> Option<Text> {
    let stated = || targets(model).flat_map(|(_, t)| t.stated.keys().copied());
    let end = if model.fixed { model.period.last } else { stated().max()? };
    let beyond = |e: &Edition| Span::new(e.base.max(end).plus(1), e.window.last);
    let without = explicit(model).filter_map(|e| Some((e.base, beyond(e)?)));
    let (bases, spans): (Vec<FiscalYear>, Vec<Span>) =
        without.filter(|(_, s)| !stated().any(|y| s.contains(y))).unzip();
    let years = spans.into_iter().reduce(|a, b| Span { first: a.first.min(b.first), last: a.last.max(b.last) })?;
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
    let [of_ja, of_en] = [Lang::Ja, Lang::En].map(|lang| listed(&bases, lang));
    // Where targets are changes, a year without one keeps the level of the year before.
    let counts = if model.basis == Basis::Recurring {
        text!(ja: "0 とみなします", en: "the target counts as 0 there")
    } else {
        text!(ja: "最後の水準のままとみなします", en: "what is aimed at stays at its last level")
    };
    let (counts_ja, counts_en) = (counts.ja, counts.en);
    Some(if model.fixed {
        text!(
            ja: "beyond_plan = \"explicit\" の版（基準年度 {of_ja}）は計画期間より後の {ja} にも及びますが、その年度の目標額が一つもなく、{counts_ja}",
            en: "editions with beyond_plan = \"explicit\" (base {of_en}) reach {en}, after the plan, where no target is stated; {counts_en}"
        )
    } else {
        text!(
            ja: "財政計画の版（基準年度 {of_ja}）は最後の目標額より後の {ja} にも及びますが、その年度の目標額が一つもなく、{counts_ja}",
            en: "editions of the financial plan (base {of_en}) reach {en}, after the last target; {counts_en}"
        )
    })
}

fn listed(years: &[FiscalYear], lang: Lang) -> String {
    let names: Vec<String> = years.iter().map(|y| y.short(lang)).collect();
    names.join(if lang == Lang::Ja { "、" } else { ", " })
}

/// Levels below 0 in the base year of an edition: they lower its base and so raise what it counts in every one of its years.
/// That is right of a lasting loss, but an outlay of one year is more often meant.
fn losses_in_base(model: &Model) -> Vec<Text> {
    let mut out = Vec::new();
    let bases: BTreeSet<FiscalYear> = model.editions.iter().map(|e| e.base).collect();
    for base in bases.into_iter().filter(|y| !model.fixed || model.period.contains(*y)) {
        for (p, policy) in model.policies.iter().enumerate() {
            let actual =
                policy.actuals.get(&base).map(|a| a.value - a.one_off.unwrap_or(0.0)).filter(|_| model.is_closed(base));
            let (name, target) = (&policy.name, model.target_recurring(Some(p), base));
            if target < -SLACK {
                out.push(loss(base, target, text!(ja: "「{name}」の目標額", en: "the target of '{name}'")));
            }
            if let Some(actual) = actual.filter(|a| *a < -SLACK) {
                out.push(loss(base, actual, text!(ja: "「{name}」の実績", en: "the actual of '{name}'")));
            }
        }
    }
    out
}

fn loss(base: FiscalYear, level: f64, what: Text) -> Text {
    let (level, ja, en) = (money::in_table(level), base.label(Lang::Ja), base.label(Lang::En));
    let (what_ja, what_en) = (what.ja, what.en);
    text!(
        ja: "{ja}を基準年度とする版は、その年度の{what_ja}のうち {level} を続く水準とみて、毎年度その分だけ大きく数えます。一時的な経費なら one_off に書いてください",
        en: "the edition with base {en} takes {level} of {what_en} in that year for a lasting level and counts so much more in each of its years; if it is a cost of one year, state it in one_off"
    )
}

/// Targets for years after the plan that no edition reads: where targets are changes, those of earlier years are read too.
fn targets_unread(model: &Model) -> Vec<Text> {
    let reads = |edition: &Edition, year: FiscalYear| match model.basis {
        Basis::Recurring => year == edition.base || edition.window.contains(year),
        Basis::NewInYear | Basis::YearOnYear => year <= edition.window.last,
    };
    let read = |year: FiscalYear| year <= model.period.last || explicit(model).any(|e| reads(e, year));
    let mut out = Vec::new();
    for (policy, targets) in targets(model) {
        let years: Vec<FiscalYear> = targets.stated.keys().copied().filter(|y| !read(*y)).collect();
        if years.is_empty() {
            continue;
        }
        let name = match policy.map(|p| &p.name) {
            Some(name) => text!(ja: "「{name}」", en: "'{name}'"),
            None => text!(ja: "合計", en: "the total"),
        };
        let (name_ja, name_en) = (name.ja, name.en);
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| listed(&years, lang));
        out.push(text!(
            ja: "{name_ja}の計画期間より後の目標額（{ja}）は、どの版にも読まれません。その年度に及ぶ beyond_plan = \"explicit\" の版がありません",
            en: "the targets of {name_en} after the plan ({en}) are read by no edition: none with beyond_plan = \"explicit\" reaches these years"
        ));
    }
    out
}

fn unused(model: &Model, scenario: &Scenario) -> Vec<Text> {
    let mut out = Vec::new();
    for (d, driver) in model.drivers.iter().enumerate() {
        if !model.initiatives.iter().flat_map(|i| &i.streams).any(|s| s.driver == Some(d)) {
            let id = &driver.id;
            out.push(text!(ja: "指数「{id}」はどこにも使われていません", en: "the driver '{id}' is used nowhere"));
        }
    }
    for strategy in &scenario.strategy {
        if !scenario.initiative.iter().any(|i| i.strategy.as_ref() == Some(&strategy.id)) {
            let id = &strategy.id;
            out.push(text!(ja: "戦略区分「{id}」に取組項目がありません", en: "the strategy '{id}' has no initiative"));
        }
    }
    for policy in scenario.policy.iter().filter(|p| p.targets.is_none()) {
        let name = &policy.name;
        out.push(
            text!(ja: "「{name}」に目標額がないため、0 とみなします", en: "'{name}' has no targets; the target counts as 0 there"),
        );
    }
    out
}

fn initiative_warnings(model: &Model, initiative: &Initiative) -> Vec<Text> {
    let id = &initiative.id;
    let mut out = strategy_elsewhere(model, initiative);
    let required = |other: &Initiative| other.requires.iter().any(|&r| model.initiatives[r].id == *id);
    if model.initiatives.iter().any(required) {
        return out;
    }
    let idle_delay = initiative.delay != Uncertain::Certain(0.0) && !initiative.streams.iter().any(|s| s.delayed);
    if idle_delay {
        out.push(text!(
            ja: "「{id}」の遅れ（delay）は、一緒に動く流れがないため効き目がありません",
            en: "the delay of '{id}' has no effect: none of its streams moves with it"
        ));
    }
    let idle_go =
        initiative.go_ahead != Uncertain::Certain(1.0) && initiative.streams.iter().all(|s| s.spent_on_failure);
    if idle_go {
        out.push(text!(
            ja: "「{id}」の実施確率（go_ahead）は、左右される流れがないため効き目がありません",
            en: "the go_ahead of '{id}' has no effect: none of its streams depends on it"
        ));
    }
    out
}

fn strategy_elsewhere(model: &Model, initiative: &Initiative) -> Vec<Text> {
    let strategy = initiative.strategy.as_ref().and_then(|id| model.strategies.get(id).map(|s| (id, s)));
    let elsewhere = strategy.filter(|(_, s)| !initiative.shares.iter().any(|(p, _)| *p == s.policy));
    let warning = elsewhere.map(|(strategy, _)| {
        let id = &initiative.id;
        text!(
            ja: "「{id}」の戦略区分「{strategy}」は、別の基本方針のものです",
            en: "the strategy '{strategy}' of '{id}' belongs to another policy"
        )
    });
    warning.into_iter().collect()
}

fn stream_warning(model: &Model, initiative: &Initiative, stream: &Stream) -> Option<Text> {
    let name = format!("{}/{}", initiative.id, stream.id);
    let last = explicit(model).map(|e| e.window.last).fold(model.period.last, FiscalYear::max);
    if stream.curve.first() > last {
        return Some(unread_stream(model, &name, stream));
    }
    if stream.curve.is_zero() {
        return Some(text!(ja: "「{name}」の金額はすべて 0 です", en: "every amount of '{name}' is 0"));
    }
    (stream.persistence != 0.0 && stream.volatility == 0.0).then(|| {
        text!(
            ja: "「{name}」の persistence は、volatility が 0 のため効き目がありません",
            en: "the persistence of '{name}' has no effect, since its volatility is 0"
        )
    })
}

/// A stream whose amounts all lie after what is counted.
fn unread_stream(model: &Model, name: &str, stream: &Stream) -> Text {
    if !model.fixed {
        return text!(ja: "「{name}」の金額はどの版の対象年度よりも後だけで、効き目がありません", en: "'{name}' has amounts after the years of all editions only and no effect");
    }
    if model.editions.iter().any(|e| e.window.last >= stream.curve.first()) {
        return text!(
            ja: "「{name}」の金額は計画期間の後だけで、効き目がありません（beyond_plan = \"explicit\" の版なら数えます）",
            en: "'{name}' has amounts after the plan period only and no effect (editions with beyond_plan = \"explicit\" would count them)"
        );
    }
    text!(ja: "「{name}」の金額は計画期間の後だけで、効き目がありません", en: "'{name}' has amounts after the plan period only and no effect")
}

fn back_loading(model: &Model) -> Option<Text> {
    // The years that editions cover have no end towards which a plan could be loaded.
    if !model.fixed {
        return None;
    }
    let targets: Vec<f64> = model.period.years().map(|y| model.target(None, y)).collect();
    let total: f64 = targets.iter().sum();
    if targets.len() < 4 || total <= 0.0 {
        return None;
    }
    let share = targets[targets.len() - 2..].iter().sum::<f64>() / total;
    let percent = format!("{:.1}", share * 100.0);
    (share > BACK_LOADED).then(|| {
        text!(
            ja: "目標額の{percent}％が最後の2か年に集まっています（後年度偏重）",
            en: "{percent} % of the target lies in the last two years (back-loaded)"
        )
    })
}
