//! Initiatives with their streams, and the groups of them that overlap.

use super::build::{Years, check_ids, resolve};
use super::curve::logistic;
use super::quantity::Quantities;
use super::reader::Reader;
use super::{Curve, Initiative, Overlap, Quantity, Stream, Uncertain};
use crate::dist::Marginal;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::scenario::{
    self, After, OnFailure, Path, Quantity as TypedQuantity, Scenario, Shape, ShapeKind, Sourced, StreamKind, Timing,
};

/// No delay is longer than this many years.
const LONGEST_DELAY: f64 = 50.0;

/// What was read: initiatives sorted by id, quantities sorted by name.
pub(super) struct Found {
    pub(super) initiatives: Vec<Initiative>,
    pub(super) quantities: Vec<Quantity>,
}

pub(super) fn read(scenario: &Scenario, years: &Years, read: &mut Quantities, reader: &mut Reader) -> Found {
    let list = Path::default().key("initiative");
    check_ids(scenario.initiative.iter().map(|i| i.id.as_str()), &list, reader);
    let mut order: Vec<usize> = (0..scenario.initiative.len()).collect();
    order.sort_by(|&a, &b| scenario.initiative[a].id.cmp(&scenario.initiative[b].id));
    let mut context = Context { scenario, years, order: &order, read, reader, quantities: Vec::new() };
    let mut initiatives: Vec<Initiative> =
        order.iter().map(|&i| context.initiative(&scenario.initiative[i], &list.index(i))).collect();
    let mut quantities = context.quantities;
    sort_quantities(&mut initiatives, &mut quantities);
    refuse_circles(scenario, &initiatives, &order, reader);
    Found { initiatives, quantities }
}

struct Context<'a> {
    scenario: &'a Scenario,
    years: &'a Years,
    order: &'a [usize],
    read: &'a mut Quantities,
    reader: &'a mut Reader,
    quantities: Vec<Quantity>,
}

impl Context<'_> {
    fn initiative(&mut self, typed: &scenario::Initiative, path: &Path) -> Initiative {
        let ids: Vec<&str> = self.order.iter().map(|&i| self.scenario.initiative[i].id.as_str()).collect();
        let strategies: Vec<&str> = self.scenario.strategy.iter().map(|s| s.id.as_str()).collect();
        if let Some(strategy) = &typed.strategy {
            resolve(strategy, &strategies, &path.key("strategy"), self.reader);
        }
        let requires = typed.requires.iter().enumerate();
        let requires = requires.filter_map(|(k, id)| resolve(id, &ids, &path.key("requires").index(k), self.reader));
        let requires = requires.collect();
        let stream_list = path.key("stream");
        check_ids(typed.stream.iter().map(|s| s.id.as_str()), &stream_list, self.reader);
        let streams = typed.stream.iter().enumerate();
        let mut streams: Vec<Stream> =
            streams.filter_map(|(k, s)| self.stream(s, &typed.id, &stream_list.index(k))).collect();
        streams.sort_by(|a, b| a.id.cmp(&b.id));
        Initiative {
            id: typed.id.clone(),
            name: typed.name.clone(),
            shares: self.shares(typed, path),
            strategy: typed.strategy.clone(),
            owner: typed.owner.clone(),
            lineage: typed.lineage,
            replaces: typed.replaces.clone(),
            go_ahead: self.go_ahead(typed, path),
            delay: self.delay(typed, path),
            requires,
            streams,
        }
    }

    fn shares(&mut self, typed: &scenario::Initiative, path: &Path) -> Vec<(usize, f64)> {
        let policies: Vec<&str> = self.scenario.policy.iter().map(|p| p.id.as_str()).collect();
        match (&typed.policy, &typed.shares) {
            (Some(id), None) => {
                resolve(id, &policies, &path.key("policy"), self.reader).into_iter().map(|p| (p, 1.0)).collect()
            }
            (None, Some(shares)) => {
                let sum: f64 = shares.values().sum();
                if (sum - 1.0).abs() > 1e-9 || shares.values().any(|s| *s <= 0.0) {
                    let message = text!(ja: "割合の合計が {sum} です", en: "the shares add up to {sum}");
                    let allowed = text!(ja: "0 より大きい割合で、合計が 1", en: "shares above 0 that add up to 1");
                    let hint = text!(ja: "割合を直してください", en: "correct the shares");
                    self.reader.refuse(&path.key("shares"), message, allowed, hint);
                }
                let at = path.key("shares");
                let read = shares
                    .iter()
                    .filter_map(|(id, share)| resolve(id, &policies, &at.key(id), self.reader).map(|p| (p, *share)));
                let mut read: Vec<(usize, f64)> = read.collect();
                read.sort_by_key(|(p, _)| *p);
                read
            }
            (policy, _) => {
                let message = if policy.is_some() {
                    text!(ja: "policy と shares の両方があります", en: "both policy and shares are given")
                } else {
                    text!(ja: "policy も shares もありません", en: "neither policy nor shares is given")
                };
                let hint = text!(ja: "policy = \"…\" か shares = {{ … }} のどちらか一つを書いてください", en: "state one of policy = \"…\" and shares = {{ … }}");
                self.reader.missing(path, message, hint);
                Vec::new()
            }
        }
    }

    fn go_ahead(&mut self, typed: &scenario::Initiative, path: &Path) -> Uncertain {
        let Some(quantity) = &typed.go_ahead else { return Uncertain::Certain(1.0) };
        let name = format!("{}/go_ahead", typed.id);
        let path = path.key("go_ahead");
        let Some(marginal) = self.read.read(quantity, &name, &path, self.reader) else {
            return Uncertain::Certain(1.0);
        };
        let probability = match marginal {
            Marginal::Fixed(p) if (0.0..=1.0).contains(&p) => p,
            _ => {
                let message = text!(ja: "確率ではありません", en: "not a probability");
                let hint = text!(ja: "0.9 のように書いてください（0.9 は10回に9回）", en: "write for example 0.9 (nine times in ten)");
                self.reader.refuse(&path, message, text!(ja: "0 から 1 までの数", en: "a number from 0 to 1"), hint);
                return Uncertain::Certain(1.0);
            }
        };
        match Marginal::discrete(&[0.0, 1.0], Some(&[1.0 - probability, probability])) {
            Ok(marginal) => self.uncertain(name, marginal),
            Err(_) => Uncertain::Certain(probability),
        }
    }

    fn delay(&mut self, typed: &scenario::Initiative, path: &Path) -> Uncertain {
        let name = format!("{}/delay", typed.id);
        let path = path.key("delay");
        let Some(marginal) = self.quantity(typed.delay.as_ref(), &name, &path) else { return Uncertain::Certain(0.0) };
        let reach = [-8.0, 8.0].map(|z| marginal.quantile(z));
        if reach.iter().any(|d| d.abs() > LONGEST_DELAY) {
            let message = text!(ja: "遅れの年数が大きすぎます", en: "a delay of too many years");
            let allowed =
                text!(ja: "-{LONGEST_DELAY} ～ {LONGEST_DELAY} 年", en: "-{LONGEST_DELAY} to {LONGEST_DELAY} years");
            let hint = text!(ja: "年数で書いてください（月数ではありません）", en: "state years, not months");
            self.reader.refuse(&path, message, allowed, hint);
        }
        self.uncertain(name, marginal)
    }

    fn stream(&mut self, typed: &scenario::Stream, initiative: &str, path: &Path) -> Option<Stream> {
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
        let curve = self.curve(typed, path, hold, erosion)?;
        let name = format!("{initiative}/{}/realisation", typed.id);
        let realisation = self.quantity(typed.realisation.as_ref(), &name, &path.key("realisation"));
        let realisation = realisation.unwrap_or(Marginal::Fixed(1.0));
        let drivers: Vec<&str> = self.scenario.driver.iter().map(|d| d.id.as_str()).collect();
        let driver = typed.driver.as_ref();
        let driver = driver.and_then(|id| resolve(id, &drivers, &path.key("driver"), self.reader));
        let closed = self.years.closed;
        Some(Stream {
            id: typed.id.clone(),
            kind: typed.kind,
            curve,
            recurring,
            realisation: self.uncertain(name, realisation),
            volatility: self.volatility(typed.volatility.as_ref(), &path.key("volatility")),
            persistence: self.persistence(typed.persistence.as_ref(), &path.key("persistence")),
            driver,
            general_fund_share: self.share(
                typed.general_fund_share.as_ref(),
                1.0,
                &path.key("general_fund_share"),
                true,
            ),
            delayed: typed.timing.map_or(!is_cost, |timing| timing == Timing::Delayed),
            spent_on_failure: is_cost && typed.on_failure.is_none_or(|f| f == OnFailure::Spent),
            actuals: self.reader.actuals(typed.actuals.as_ref(), &path.key("actuals"), closed, false),
        })
    }

    fn curve(&mut self, typed: &scenario::Stream, path: &Path, hold: bool, erosion: f64) -> Option<Curve> {
        match (&typed.amounts, &typed.shape) {
            (Some(amounts), None) => {
                let path = path.key("amounts");
                let read = self.reader.series(amounts, &path, self.years.amounts);
                for (key, amount) in amounts.years.iter().filter(|(_, a)| a.value() < 0.0) {
                    let _ = amount;
                    self.negative(&path.key(key));
                }
                let first = *read.keys().next()?;
                let last = *read.keys().next_back()?;
                let levels: Vec<f64> = (0..=last.since(first))
                    .filter_map(|k| read.get(&first.plus(k)).map(scenario::Amount::value))
                    .collect();
                if levels.len() as i32 != last.since(first) + 1 {
                    let message = text!(ja: "{first} から {last} までの間に金額のない年度があります", en: "a year between {first} and {last} has no amount");
                    let hint = text!(ja: "その年度の金額を書いてください（なければ 0）", en: "state its amount (0 if there is none)");
                    self.reader.missing(&path, message, hint);
                    return None;
                }
                Some(Curve::new(first, &levels, hold, erosion))
            }
            (None, Some(shape)) => {
                let (first, levels, hold) = self.shape(shape, &path.key("shape"), hold)?;
                Some(Curve::new(first, &levels, hold, erosion))
            }
            (amounts, _) => {
                let message = if amounts.is_some() {
                    text!(ja: "amounts と shape の両方があります", en: "both amounts and shape are given")
                } else {
                    text!(ja: "amounts も shape もありません", en: "neither amounts nor shape is given")
                };
                let hint = text!(ja: "どちらか一つを書いてください", en: "state one of them");
                self.reader.missing(path, message, hint);
                None
            }
        }
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
            (true, None | Some(0)) => {
                let message = text!(ja: "満額に達するまでの年数（years）がありません", en: "the number of years until the full level is missing");
                let hint = text!(ja: "years = 3 のように 1 以上の整数を書いてください", en: "write for example years = 3 (1 or more)");
                self.reader.missing(path, message, hint);
                return None;
            }
            (false, Some(_)) => {
                let message = text!(ja: "この形に years は使えません", en: "this form has no years");
                let hint = text!(ja: "この項目を消すか、kind を linear か logistic にしてください", en: "take it out, or make kind linear or logistic");
                self.reader.useless(&path.key("years"), message, hint);
            }
            _ => {}
        }
        let start = start?;
        let allowed = self.years.amounts;
        if !allowed.contains(start) {
            let (first, last) = (allowed.first, allowed.last);
            let message = text!(ja: "使える年度の外です", en: "outside the years that can be used here");
            let hint = text!(ja: "開始の年度を確かめてください", en: "check the year of the start");
            self.reader.refuse(
                &path.key("start"),
                message,
                text!(ja: "{first}～{last}", en: "{first} to {last}"),
                hint,
            );
            return None;
        }
        let years = shape.years.unwrap_or(1).min(100);
        let mut levels: Vec<f64> = match shape.kind {
            ShapeKind::Step | ShapeKind::OneOff => vec![shape.full],
            ShapeKind::Linear => (1..=years).map(|k| shape.full * f64::from(k) / f64::from(years)).collect(),
            ShapeKind::Logistic => logistic(years).map(|l| shape.full * l).collect(),
        };
        if shape.kind == ShapeKind::OneOff && hold {
            levels.push(0.0);
        }
        let Some(end) = &shape.end else { return Some((start, levels, hold)) };
        let end = self.reader.year(end, &path.key("end"))?;
        if end < start {
            let message = text!(ja: "終わりが始まりより前です", en: "the end lies before the start");
            let hint = text!(ja: "end か start を直してください", en: "correct end or start");
            self.reader.refuse(&path.key("end"), message, text!(ja: "{start} 以後", en: "{start} or later"), hint);
            return None;
        }
        levels.resize(end.since(start) as usize + 1, if hold { shape.full } else { 0.0 });
        Some((start, levels, false))
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
        let allowed = text!(ja: "0 以上 5 以下（0.1 は1割のぶれ）", en: "0 to 5 (0.1 is a tenth up or down)");
        self.reader.within(value, path, (0.0..=5.0).contains(&value), allowed).unwrap_or(0.0)
    }

    fn persistence(&mut self, typed: Option<&Sourced>, path: &Path) -> f64 {
        let value = typed.map_or(0.0, Sourced::value);
        let allowed = text!(ja: "-1 より大きく 1 より小さい数", en: "above -1 and below 1");
        self.reader.within(value, path, value.abs() < 1.0, allowed).unwrap_or(0.0)
    }

    fn quantity(&mut self, typed: Option<&TypedQuantity>, name: &str, path: &Path) -> Option<Marginal> {
        typed.and_then(|quantity| self.read.read(quantity, name, path, self.reader))
    }

    fn uncertain(&mut self, name: String, marginal: Marginal) -> Uncertain {
        if let Marginal::Fixed(value) = marginal {
            return Uncertain::Certain(value);
        }
        self.quantities.push(Quantity { name, marginal });
        Uncertain::Quantity(self.quantities.len() - 1)
    }
}

/// Sorts quantities by name, so that their positions do not depend on the order of the file.
fn sort_quantities(initiatives: &mut [Initiative], quantities: &mut Vec<Quantity>) {
    let mut order: Vec<usize> = (0..quantities.len()).collect();
    order.sort_by(|&a, &b| quantities[a].name.cmp(&quantities[b].name));
    let mut position = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        position[old] = new;
    }
    let renumber = |u: &mut Uncertain| {
        if let Uncertain::Quantity(q) = u {
            *q = position[*q];
        }
    };
    for initiative in initiatives {
        renumber(&mut initiative.go_ahead);
        renumber(&mut initiative.delay);
        initiative.streams.iter_mut().for_each(|s| renumber(&mut s.realisation));
    }
    *quantities = order.into_iter().map(|i| quantities[i].clone()).collect();
}

fn refuse_circles(scenario: &Scenario, initiatives: &[Initiative], order: &[usize], reader: &mut Reader) {
    for (start, &typed) in order.iter().enumerate() {
        let mut reached = vec![false; initiatives.len()];
        let mut open: Vec<usize> = initiatives[start].requires.clone();
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut reached[next], true) {
                open.extend(&initiatives[next].requires);
            }
        }
        if reached[start] {
            let id = &scenario.initiative[typed].id;
            let path = Path::default().key("initiative").index(typed).key("requires");
            let message = text!(ja: "前提が循環しています：「{id}」は自分自身を前提にしています", en: "requirements go in a circle: '{id}' requires itself");
            let allowed = text!(ja: "循環しない前提", en: "requirements without a circle");
            let hint = text!(ja: "どれか一つの requires を外してください", en: "take one of the requirements out");
            reader.refuse(&path, message, allowed, hint);
        }
    }
}

pub(super) fn overlaps(scenario: &Scenario, initiatives: &[Initiative], reader: &mut Reader) -> Vec<Overlap> {
    let ids: Vec<&str> = initiatives.iter().map(|i| i.id.as_str()).collect();
    let list = Path::default().key("overlap");
    let mut taken: Vec<usize> = Vec::new();
    let mut read = Vec::new();
    for (i, typed) in scenario.overlap.iter().enumerate() {
        let path = list.index(i);
        let at = path.key("initiatives");
        let mut members = Vec::new();
        for (k, id) in typed.initiatives.iter().enumerate() {
            let Some(member) = resolve(id, &ids, &at.index(k), reader) else { continue };
            if taken.contains(&member) {
                let message =
                    text!(ja: "「{id}」は二つの重複のまとまりに入っています", en: "'{id}' stands in an overlap twice");
                let allowed =
                    text!(ja: "取組項目ごとに一つのまとまり、一度だけ", en: "each initiative in one overlap, once");
                let hint = text!(ja: "まとまりを一つにまとめてください", en: "join the overlaps into one");
                reader.refuse(&at.index(k), message, allowed, hint);
            }
            taken.push(member);
            members.push(member);
        }
        if typed.initiatives.len() < 2 {
            let message =
                text!(ja: "重複のまとまりに取組が二つ以上ありません", en: "an overlap of fewer than two initiatives");
            let allowed: Text = text!(ja: "二つ以上の id", en: "two ids or more");
            reader.refuse(
                &at,
                message,
                allowed,
                text!(ja: "取組を書き足すか、この表を消してください", en: "add an initiative, or take the table out"),
            );
        }
        let share = typed.share.value();
        let allowed = text!(ja: "0 以上 1 以下", en: "0 to 1");
        if let Some(share) = reader.within(share, &path.key("share"), (0.0..=1.0).contains(&share), allowed) {
            members.sort_unstable();
            read.push(Overlap { initiatives: members, share });
        }
    }
    read
}
