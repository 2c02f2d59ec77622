//! The streams of an initiative: curves, shares and noise.

use super::context::Context;
use super::curve::logistic;
use super::decisions::Stated;
use super::ids::{Kind, resolve};
use super::{Curve, Stream, accounts, whole};
use crate::distributions::Marginal;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::scenario::{self, After, Basis, OnFailure, Path, Shape, ShapeKind, Sourced, StreamKind, Timing};

impl Context<'_> {
    pub(super) fn stream(&mut self, typed: &scenario::Stream, initiative: &str, path: &Path) -> Option<Stream> {
        let is_cost = typed.kind == StreamKind::Cost;
        if !is_cost && typed.on_failure.is_some() {
            let message = text!(ja: "on_failure は経費だけに使えます", en: "on_failure is for costs only");
            let hint = text!(ja: "この行を消してください", en: "take this line out");
            self.reader.useless(&path.key("on_failure"), message, hint);
        }
        let one_off_shape = typed.shape.as_ref().is_some_and(|s| s.kind == ShapeKind::OneOff);
        let recurring = typed.recurring.unwrap_or(!one_off_shape);
        let erosion = self.share(typed.erosion.as_ref(), 0.0, &path.key("erosion"), false);
        if !recurring && erosion > 0.0 {
            let message =
                text!(ja: "一時的な流れに erosion は使えません", en: "erosion has no meaning for a one-off stream");
            let hint = text!(ja: "この行を消すか、recurring = true にしてください", en: "take this line out, or set recurring = true");
            self.reader.useless(&path.key("erosion"), message, hint);
        }
        let hold = typed.after.map_or(recurring, |after| after == After::Hold);
        let stated = self.stated(typed, path, recurring, hold);
        let closed_by = self.years.as_of.map(|year| year.plus(-1));
        let stated = stated.map(|stated| self.decision.applied(stated, recurring, closed_by));
        let curve = stated.map(|s| Curve::new(s.first, &s.levels, s.hold, erosion));
        let name = format!("{initiative}/{}/realisation", typed.id);
        let realisation = self.quantity(typed.realisation.as_ref(), &name, &path.key("realisation"));
        let realisation = realisation.unwrap_or(Marginal::Fixed(1.0));
        let typical = realisation.mean();
        let allowed = text!(ja: "平均が -10 以上 10 以下（0.8 は計画の8割）", en: "a mean from -10 to 10 (0.8 is 80 % of the plan)");
        self.reader.within(typical, &path.key("realisation"), typical.abs() <= 10.0, allowed);
        let drivers: Vec<&str> = self.scenario.driver.iter().map(|d| d.id.as_str()).collect();
        let driver = typed.driver.as_ref();
        let driver = driver.and_then(|id| resolve(Kind::Driver, id, &drivers, &path.key("driver"), self.reader));
        // Where effects are changes, a cost that ends is recorded as a change below 0.
        let may_be_negative = !is_cost || (recurring && self.scenario.plan.basis != Basis::Recurring);
        let actuals = self.reader.actuals(typed.actuals.as_ref(), &path.key("actuals"), self.years, may_be_negative);
        let stream = Stream {
            id: typed.id.clone(),
            kind: typed.kind,
            curve: curve.clone().unwrap_or_else(|| Curve::new(self.years.plan.first, &[0.0], false, 0.0)),
            recurring,
            realisation: self.uncertain(name, realisation),
            volatility: self.volatility(typed.volatility.as_ref(), &path.key("volatility")),
            persistence: self.persistence(typed.persistence.as_ref(), &path.key("persistence")),
            driver,
            account: accounts::other(typed.account.as_ref()),
            general_fund_share: self.share(
                typed.general_fund_share.as_ref(),
                1.0,
                &path.key("general_fund_share"),
                true,
            ),
            delayed: typed.timing.map_or(!is_cost, |timing| timing == Timing::Delayed),
            spent_on_failure: is_cost && typed.on_failure.is_none_or(|f| f == OnFailure::Spent),
            actuals,
        };
        curve.map(|_| stream)
    }

    /// The levels as they are stated.
    fn stated(&mut self, typed: &scenario::Stream, path: &Path, recurring: bool, hold: bool) -> Option<Stated> {
        match (&typed.amounts, &typed.shape) {
            (Some(amounts), None) => {
                let path = path.key("amounts");
                match self.reader.stated(amounts, &path, self.years) {
                    whole::Stated::Wrong => return None,
                    whole::Stated::Whole(amount) => return self.spread(amount.value(), &path, recurring, hold),
                    whole::Stated::ByYear => {}
                }
                let read = self.reader.series(amounts, &path, self.years.amounts, &self.years.hint_for_amount());
                for (key, amount) in amounts.years.iter().filter(|(_, a)| a.value() < 0.0) {
                    let _ = amount;
                    self.negative(&path.key(key));
                }
                let (Some(&first), Some(&last)) = (read.keys().next(), read.keys().next_back()) else {
                    if amounts.years.is_empty() {
                        let message =
                            text!(ja: "amounts に年度ごとの額が一つもありません", en: "amounts holds no year");
                        let hint = text!(ja: "{{ R6 = 100, R7 = 200 }} のように書いてください", en: "write for example {{ R6 = 100, R7 = 200 }}");
                        self.reader.missing(&path, &["R6"], message, hint);
                    }
                    return None;
                };
                let years = (0..=last.since(first)).map(|k| first.plus(k));
                let gap: Vec<FiscalYear> = years.clone().filter(|y| !read.contains_key(y)).collect();
                // A year that could not be read is told already.
                if !gap.is_empty() && read.len() == amounts.years.len() {
                    self.gap(&gap, &path);
                    return None;
                }
                let levels: Vec<f64> = years.map(|y| read.get(&y).map_or(0.0, scenario::Amount::value)).collect();
                Some(Stated { first, levels, hold })
            }
            (None, Some(shape)) => {
                self.ends_once(shape, typed.after, path);
                let (first, levels, hold) = self.shape(shape, &path.key("shape"), hold)?;
                Some(Stated { first, levels, hold })
            }
            (amounts, _) => {
                let message = if amounts.is_some() {
                    text!(ja: "amounts と shape の両方があります", en: "both amounts and shape are given")
                } else {
                    text!(ja: "amounts も shape もありません", en: "neither amounts nor shape is given")
                };
                let hint = text!(ja: "amounts = {{ R6 = 100 }} か shape = {{ … }} のどちらかを書いてください", en: "state amounts = {{ R6 = 100 }} or shape = {{ … }}");
                self.reader.missing(path, &["amounts", "shape"], message, hint);
                None
            }
        }
    }

    /// Levels that bring a sum over the plan period in equal parts a year, as effects on the plan's counting basis: where
    /// only changes count, a lasting level rises by one part each year.
    fn spread(&mut self, whole: f64, path: &Path, recurring: bool, hold: bool) -> Option<Stated> {
        if whole < 0.0 {
            self.negative(path);
            return None;
        }
        let (plan, rises) = (self.years.plan, recurring && self.scenario.plan.basis != Basis::Recurring);
        let part = whole / plan.len() as f64;
        let levels = (1..=plan.len()).map(|year| part * if rises { year as f64 } else { 1.0 }).collect();
        Some(Stated { first: plan.first, levels, hold })
    }

    fn gap(&mut self, years: &[FiscalYear], path: &Path) {
        let list = |lang| years.iter().map(|y| y.label(lang)).collect::<Vec<_>>();
        let (ja, en) = (list(Lang::Ja).join("、"), list(Lang::En).join(", "));
        let message = text!(ja: "{ja}の金額がありません", en: "no amount for {en}");
        let hint =
            text!(ja: "その年度の金額を書いてください（なければ 0）", en: "state its amount (0 if there is none)");
        self.reader.missing(path, &[], message, hint);
    }

    fn negative(&mut self, path: &Path) {
        let message = text!(ja: "金額がマイナスです", en: "a negative amount");
        let hint = text!(ja: "経費は kind = \"cost\" の流れに正の数で書いてください", en: "write a cost as a positive number in a stream with kind = \"cost\"");
        self.reader.refuse(path, message, text!(ja: "0 以上", en: "0 or above"), hint);
    }

    fn shape(&mut self, shape: &Shape, path: &Path, hold: bool) -> Option<(FiscalYear, Vec<f64>, bool)> {
        let start = self.reader.year(&shape.start, &path.key("start"));
        if shape.full < 0.0 {
            self.negative(&path.key("full"));
        }
        let gradual = matches!(shape.kind, ShapeKind::Linear | ShapeKind::Logistic);
        match (gradual, shape.years) {
            (true, None) => {
                let message = text!(ja: "満額に達するまでの年数（years）がありません", en: "the number of years until the full level is missing");
                let hint = text!(ja: "years = 3 のように 1 以上の整数を書いてください", en: "write for example years = 3 (1 or more)");
                self.reader.missing(path, &["years"], message, hint);
            }
            (false, Some(_)) => {
                let kind = serde_json::to_value(shape.kind).unwrap_or_default();
                let message = text!(ja: "kind が {kind} のとき years は使えません", en: "years cannot be used with kind = {kind}");
                let hint = text!(ja: "この項目を消すか、kind を linear か logistic にしてください", en: "take it out, or make kind linear or logistic");
                self.reader.useless(&path.key("years"), message, hint);
            }
            _ => {}
        }
        let start = self.start(start?, &path.key("start"))?;
        let mut levels = levels(shape, hold);
        let Some(end) = &shape.end else { return Some((start, levels, hold)) };
        let end = self.reader.year(end, &path.key("end"))?;
        if end < start {
            let message = text!(ja: "終わりが始まりより前です", en: "the end lies before the start");
            let hint = text!(ja: "end か start を直してください", en: "correct end or start");
            let (ja, en) = (start.text().ja, start.text().en);
            self.reader.refuse(&path.key("end"), message, text!(ja: "{ja}以後", en: "{en} or later"), hint);
            return None;
        }
        levels.resize(end.since(start) as usize + 1, shape.full);
        Some((start, levels, false))
    }

    /// Refuses what would go on after a shape that says itself when it ends, and an end of what has but one year.
    fn ends_once(&mut self, shape: &Shape, after: Option<After>, path: &Path) {
        let (one_off, ends) = (shape.kind == ShapeKind::OneOff, shape.end.is_some());
        if one_off && ends {
            let message = text!(ja: "kind が one_off のとき end は使えません（効果は start の年度だけ）", en: "end has no meaning with kind = \"one_off\": its only year is start");
            let hint = text!(ja: "この項目を消してください。一時的な額が何年か続くなら、kind = \"step\"、recurring = false としてください", en: "take it out; for a one-off amount that comes for several years use kind = \"step\" with recurring = false");
            self.reader.useless(&path.key("shape").key("end"), message, hint);
        }
        if after == Some(After::Hold) && (one_off || ends) {
            let message = text!(ja: "shape が終わりの年度を定めているため、after = \"hold\" は使えません", en: "after = \"hold\" contradicts the shape, which says when the effect ends");
            let hint = text!(ja: "after を消すか、shape から end を消してください（one_off なら kind を変えてください）", en: "take out after, or the end of the shape (of a one_off: another kind)");
            self.reader.useless(&path.key("after"), message, hint);
        }
    }

    /// The first year of a shape, if amounts may be stated for it.
    fn start(&mut self, start: FiscalYear, path: &Path) -> Option<FiscalYear> {
        let allowed = self.years.amounts;
        if allowed.contains(start) {
            return Some(start);
        }
        let (first, last) = (allowed.first, allowed.last);
        let message = text!(ja: "使える年度の外です", en: "outside the years that can be used here");
        let hint = text!(ja: "開始の年度を確かめてください", en: "check the year of the start");
        let range = Text { ja: allowed.short(Lang::Ja), en: format!("{first} to {last}") };
        self.reader.refuse(path, message, range, hint);
        self.reader.hangs_on_years();
        None
    }

    /// A share from 0 to 1 (1 itself only where `closed`).
    fn share(&mut self, typed: Option<&Sourced>, default: f64, path: &Path, closed: bool) -> f64 {
        let Some(typed) = typed else { return default };
        let value = typed.value();
        let fits = value >= 0.0 && (value < 1.0 || (closed && value == 1.0));
        let allowed = if closed {
            text!(ja: "0 以上 1 以下", en: "0 to 1")
        } else {
            text!(ja: "0 以上 1 未満", en: "0 to below 1")
        };
        self.reader.within(value, path, fits, allowed).unwrap_or(default)
    }

    fn volatility(&mut self, typed: Option<&Sourced>, path: &Path) -> f64 {
        let value = typed.map_or(0.0, Sourced::value);
        let allowed = text!(ja: "0 以上 2 以下（0.1 は1割のぶれ）", en: "0 to 2 (0.1 is a tenth up or down)");
        self.reader.within(value, path, (0.0..=2.0).contains(&value), allowed).unwrap_or(0.0)
    }

    fn persistence(&mut self, typed: Option<&Sourced>, path: &Path) -> f64 {
        let value = typed.map_or(0.0, Sourced::value);
        let allowed = text!(ja: "-1 より大きく 1 より小さい数", en: "above -1 and below 1");
        self.reader.within(value, path, value.abs() < 1.0, allowed).unwrap_or(0.0)
    }
}

/// The levels of a shape from its first year on, until it is complete.
fn levels(shape: &Shape, hold: bool) -> Vec<f64> {
    let years = shape.years.unwrap_or(1).min(100);
    let full = shape.full;
    match shape.kind {
        ShapeKind::Step => vec![full],
        // A level that is held is one that has fallen back.
        ShapeKind::OneOff if hold => vec![full, 0.0],
        ShapeKind::OneOff => vec![full],
        ShapeKind::Linear => (1..=years).map(|k| full * f64::from(k) / f64::from(years)).collect(),
        ShapeKind::Logistic => logistic(years).map(|l| full * l).collect(),
    }
}
