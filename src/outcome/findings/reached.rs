//! What closed years leave behind: amounts that are lost, that came early, that were guessed, and initiatives that have begun
//! and are yet said to be able to fail.

use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::rails::threshold::MISSED;
use crate::model::rails::{Found, Item, Rail};
use crate::model::{Initiative, Model, Uncertain};
use crate::money::Unit;
use crate::plan::{GoingOn, GuessedPart, Reached};

/// What sums of amounts can be off 0 by rounding.
const SLACK: f64 = 1e-6;

/// Policies that have missed more than a share of their planned level without a word on whether it is made good.
pub(super) fn lost(model: &Model, reached: &[GoingOn]) -> Vec<Found> {
    let of_policy = |p: usize| {
        let mine: Vec<&GoingOn> = reached.iter().filter(|g| g.policy == p && g.stream.is_some()).collect();
        let sum = |of: fn(&GoingOn) -> f64| mine.iter().map(|g| of(g)).sum::<f64>();
        let lost = sum(|g| (1.0 - g.made_good) * g.missed);
        let planned = sum(|g| g.planned.max(0.0));
        (lost > MISSED * planned + SLACK).then(|| {
            let of_initiatives = amounts(model, &mine, |g| (1.0 - g.made_good) * g.missed);
            let (name, year) = (&model.policies[p].name, mine[0].from);
            Found::new(
                Rail::MissedIsLost,
                Item::of("policy", &model.policies[p].id),
                missed(model.unit, name, year, lost, &of_initiatives),
            )
        })
    };
    (0..model.policies.len()).filter_map(of_policy).collect()
}

fn missed(unit: Unit, name: &str, year: FiscalYear, lost: f64, of_initiatives: &Text) -> Text {
    let lost = unit.in_table(lost);
    let (ja, en) = (year.label(Lang::Ja), year.label(Lang::En));
    let (of_ja, of_en) = (&of_initiatives.ja, &of_initiatives.en);
    text!(
        ja: "「{name}」は{ja}に計画の水準へ {lost} 届かず、その後のどの年度にも足りないままとみています（{of_ja}）",
        en: "'{name}' was {lost} short of its planned level in {en}, which is missing in every later year ({of_en})"
    )
}

/// Initiatives that brought something before it was planned.
pub(super) fn early(model: &Model, reached: &[GoingOn]) -> Vec<Found> {
    let of_initiative = |(i, initiative): (usize, &Initiative)| {
        let mine: Vec<&GoingOn> = reached.iter().filter(|g| g.stream.is_some_and(|(of, _)| of == i)).collect();
        let early: f64 = mine.iter().map(|g| g.early).sum();
        (early.abs() > SLACK).then(|| {
            let (name, amount, year) = (&initiative.name, model.unit.in_table(early), mine[0].from);
            let (ja, en) = (year.label(Lang::Ja), year.label(Lang::En));
            let words = text!(
                ja: "「{name}」は、{ja}に計画になかった {amount} が生じています。計画の年度の額が書き直されていなければ、二重に数えています",
                en: "'{name}' brought {amount} in {en}, before its first stated year; unless the amounts are restated, it is counted twice"
            );
            Found::new(Rail::EarlyAmount, Item::of("initiative", &initiative.id), words)
        })
    };
    model.initiatives.iter().enumerate().filter_map(of_initiative).collect()
}

/// Records whose one-off part is taken as planned.
pub(super) fn guessed(model: &Model, reached: &Reached) -> Vec<Found> {
    let of = |part: GuessedPart| {
        let (policy, amount) = (&model.policies[part.policy], model.unit.in_table(part.one_off));
        let (name, ja, en) = (&policy.name, part.year.label(Lang::Ja), part.year.label(Lang::En));
        let words = text!(
            ja: "{ja}の「{name}」の実績は一時的な額（one_off）が書かれておらず、計画の割合でも分けられないため、計画どおり {amount} を一時的な額とみています",
            en: "the actual of '{name}' in {en} does not state its one-off part, nor can it be worked out from the plan; {amount} is taken, as planned"
        );
        Found::new(Rail::OneOffGuessed, Item::of("policy", &policy.id), words)
    };
    reached.guessed().into_iter().map(of).collect()
}

/// Initiatives that have begun, whose whole amounts can yet fail or be late, since their policy's open years are as stated.
pub(super) fn may_not_begin(model: &Model) -> Vec<Found> {
    let as_stated = |i: &Initiative| i.shares.iter().any(|(p, _)| !model.policies[*p].goes_on_from_reached());
    let hangs = |i: &&Initiative| i.go_ahead != Uncertain::Certain(1.0) || i.delay != Uncertain::Certain(0.0);
    let found = |initiative: &Initiative| {
        let year = begun(model, initiative)?;
        let (name, ja, en) = (&initiative.name, year.label(Lang::Ja), year.label(Lang::En));
        let words = text!(
            ja: "「{name}」は{ja}に始まっていますが、実施確率か遅れが、すでに生じている分も含めた額のすべてに掛かっています",
            en: "'{name}' has begun in {en}, yet its go-ahead or delay acts on all of its amounts, those already there included"
        );
        Some(Found::new(Rail::BegunMayNotBegin, Item::of("initiative", &initiative.id), words))
    };
    model.initiatives.iter().filter(|i| as_stated(i)).filter(hangs).filter_map(found).collect()
}

/// The first closed year with an amount and a record, of a stream that hangs on the initiative's states.
fn begun(model: &Model, initiative: &Initiative) -> Option<FiscalYear> {
    let recorded =
        |year: FiscalYear| initiative.shares.iter().any(|(p, _)| model.policies[*p].actuals.contains_key(&year));
    let hangs = initiative.streams.iter().filter(|s| s.recurring && (s.delayed || !s.spent_on_failure));
    let years = hangs.flat_map(|stream| {
        let own = stream.actuals.iter().filter(|(_, actual)| actual.value > 0.0).map(|(year, _)| *year);
        let planned = model.policies.iter().flat_map(|p| p.actuals.keys().copied());
        own.chain(planned.filter(|y| recorded(*y) && stream.curve.at(*y) > 0.0))
    });
    years.filter(|year| model.is_closed(*year)).min()
}

/// The initiatives with the largest amounts, in words.
fn amounts(model: &Model, going_on: &[&GoingOn], of: impl Fn(&GoingOn) -> f64) -> Text {
    const TOLD: usize = 5;
    let mut all: Vec<(usize, f64)> = Vec::new();
    for g in going_on {
        let Some((i, _)) = g.stream else { continue };
        match all.last_mut().filter(|(last, _)| *last == i) {
            Some((_, sum)) => *sum += of(g),
            None => all.push((i, of(g))),
        }
    }
    all.retain(|(_, amount)| *amount > SLACK);
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    let more = all.len().saturating_sub(TOLD);
    let list = |mark: [&str; 2], between: &str, others: String| {
        let named = all.iter().take(TOLD).map(|(i, amount)| {
            format!("{}{}{} {}", mark[0], model.initiatives[*i].name, mark[1], model.unit.in_table(*amount))
        });
        let others = (more > 0).then_some(others);
        named.chain(others).collect::<Vec<_>>().join(between)
    };
    Text {
        ja: list(["「", "」"], "、", format!("ほか {more} 件")), en: list(["'", "'"], ", ", format!("{more} more"))
    }
}
