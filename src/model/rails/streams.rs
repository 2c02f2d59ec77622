//! Streams whose amounts, or whose persistence, change nothing.

use super::super::{Initiative, Model, Stream};
use super::editions::explicit;
use super::{Found, Item, Rail};
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};

pub(super) fn look(model: &Model, initiative: &Initiative, stream: &Stream) -> Option<Found> {
    let words = idle(model, initiative, stream)?;
    Some(Found::new(Rail::NoEffect, Item::stream(&initiative.id, &stream.id), words))
}

fn idle(model: &Model, initiative: &Initiative, stream: &Stream) -> Option<Text> {
    let name = format!("{}/{}", initiative.id, stream.id);
    let last = explicit(model).map(|e| e.window.last).fold(model.period.last, FiscalYear::max);
    if stream.curve.first() > last {
        return Some(unread(model, &name, stream));
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
fn unread(model: &Model, name: &str, stream: &Stream) -> Text {
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
