//! Initiatives, and the groups of them that overlap.

use super::context::Context;
use super::decisions::{Decision, decisions};
use super::ids::{Ids, Kind, check_ids, resolve, resolve_key};
use super::quantity::Quantities;
use super::reader::{Reader, Years};
use super::{Initiative, Overlap, Quantity, Stream, Uncertain};
use crate::distributions::Marginal;
use crate::lang::{Text, text};
use crate::scenario::{self, Path, Scenario};
use std::collections::HashSet;

/// Stands for a probability that cannot be read, so that what depends on it can be checked all the same.
const STAND_IN: f64 = 0.5;
/// No delay is longer than this many years.
const LONGEST_DELAY: f64 = 50.0;

/// What was read: initiatives sorted by id, quantities sorted by name.
pub(super) struct Found {
    pub(super) initiatives: Vec<Initiative>,
    pub(super) quantities: Vec<Quantity>,
    /// By policy, the share of what was missed that is made good.
    pub(super) made_good: Vec<Uncertain>,
}

pub(super) fn read(scenario: &Scenario, years: &Years, read: &mut Quantities, reader: &mut Reader) -> Found {
    let list = Path::default().key("initiative");
    check_ids(scenario.initiative.iter().map(|i| i.id.as_str()), &list, reader);
    let mut order: Vec<usize> = (0..scenario.initiative.len()).collect();
    order.sort_by(|&a, &b| scenario.initiative[a].id.cmp(&scenario.initiative[b].id));
    let ids = &Ids::of(order.iter().map(|&i| scenario.initiative[i].id.as_str()));
    let mut context = Context { scenario, years, ids, read, reader, quantities: Vec::new(), decision: Decision::NONE };
    let decided = decisions(scenario);
    let one = |&i: &usize| {
        let typed = &scenario.initiative[i];
        context.decision = decided.get(typed.id.as_str()).copied().unwrap_or(Decision::NONE);
        context.initiative(typed, &list.index(i))
    };
    let mut initiatives: Vec<Initiative> = order.iter().map(one).collect();
    let mut made_good = context.made_good_by_policy();
    let mut quantities = context.quantities;
    sort_quantities(&mut initiatives, &mut made_good, &mut quantities);
    refuse_circles(&initiatives, &order, reader);
    Found { initiatives, quantities, made_good }
}

impl Context<'_> {
    fn initiative(&mut self, typed: &scenario::Initiative, path: &Path) -> Initiative {
        let strategies: Vec<&str> = self.scenario.strategy.iter().map(|s| s.id.as_str()).collect();
        if let Some(strategy) = &typed.strategy {
            resolve(Kind::Strategy, strategy, &strategies, &path.key("strategy"), self.reader);
        }
        let requires = typed.requires.iter().enumerate();
        let requires = requires
            .filter_map(|(k, id)| self.ids.resolve(Kind::Initiative, id, &path.key("requires").index(k), self.reader));
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
            draws: typed.id.clone(),
            go_ahead: self.go_ahead(typed, path),
            delay: self.delay(typed, path),
            made_good: self.made_good(typed.made_good.as_ref(), &typed.id, path),
            requires,
            decision: self.decision,
            streams,
        }
    }

    fn shares(&mut self, typed: &scenario::Initiative, path: &Path) -> Vec<(usize, f64)> {
        let policies: Vec<&str> = self.scenario.policy.iter().map(|p| p.id.as_str()).collect();
        match (&typed.policy, &typed.shares) {
            (Some(id), None) => resolve(Kind::Policy, id, &policies, &path.key("policy"), self.reader)
                .into_iter()
                .map(|p| (p, 1.0))
                .collect(),
            (None, Some(shares)) => {
                let sum: f64 = shares.values().sum();
                let none = shares.values().any(|s| *s <= 0.0);
                if (sum - 1.0).abs() > 1e-9 || none {
                    let message = match (shares.is_empty(), none) {
                        (true, _) => text!(ja: "割合が一つもありません", en: "no share is given"),
                        (_, true) => text!(ja: "0 以下の割合があります", en: "a share is not above 0"),
                        _ => text!(ja: "割合の合計が {sum:.4} です", en: "the shares add up to {sum:.4}"),
                    };
                    let allowed = text!(ja: "0 より大きい割合で、合計が 1", en: "shares above 0 that add up to 1");
                    let hint = text!(ja: "割合を直してください", en: "correct the shares");
                    self.reader.refuse(&path.key("shares"), message, allowed, hint);
                }
                let at = path.key("shares");
                let read = shares.iter().filter_map(|(id, share)| {
                    resolve_key(Kind::Policy, id, &policies, &at, self.reader).map(|p| (p, *share))
                });
                let mut read: Vec<(usize, f64)> = read.collect();
                // By id, so that the order of the file changes no sum.
                read.sort_by_key(|(p, _)| policies[*p]);
                read
            }
            (policy, _) => {
                let message = if policy.is_some() {
                    text!(ja: "policy と shares の両方があります", en: "both policy and shares are given")
                } else {
                    text!(ja: "policy も shares もありません", en: "neither policy nor shares is given")
                };
                let hint = text!(ja: "policy = \"…\" か shares = {{ … }} のどちらか一つを書いてください", en: "state one of policy = \"…\" and shares = {{ … }}");
                self.reader.missing(path, &["policy", "shares"], message, hint);
                Vec::new()
            }
        }
    }

    fn go_ahead(&mut self, typed: &scenario::Initiative, path: &Path) -> Uncertain {
        let Some(quantity) = &typed.go_ahead else { return Uncertain::Certain(1.0) };
        let name = format!("{}/go_ahead", typed.id);
        let path = path.key("go_ahead");
        let probability = match self.read.read(quantity, &name, &path, self.reader) {
            Some(Marginal::Fixed(p)) if (0.0..=1.0).contains(&p) => p,
            Some(_) => {
                let message = text!(ja: "0 から 1 までの確率を一つだけ書きます", en: "a single probability from 0 to 1 belongs here");
                let hint = text!(ja: "0.9 のように書いてください（0.9 は10回に9回）。分布は使えません", en: "write for example 0.9 (nine times in ten); a distribution cannot be used");
                self.reader.refuse(&path, message, text!(ja: "0 から 1 までの数", en: "a number from 0 to 1"), hint);
                STAND_IN
            }
            None => STAND_IN,
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
            let high = reach.map(f64::abs).into_iter().fold(0.0, f64::max).round();
            let message = text!(ja: "遅れが {high} 年にも及びます", en: "a delay that can reach {high} years");
            let allowed =
                text!(ja: "-{LONGEST_DELAY} ～ {LONGEST_DELAY} 年", en: "-{LONGEST_DELAY} to {LONGEST_DELAY} years");
            let hint = text!(ja: "月数ではなく年数で書き、分布なら pert など上限のあるものにしてください", en: "state years, not months; of distributions use one with an upper bound, such as pert");
            self.reader.refuse(&path, message, allowed, hint);
        }
        self.uncertain(name, marginal)
    }
}

/// Sorts quantities by name, so that their positions do not depend on the order of the file.
fn sort_quantities(initiatives: &mut [Initiative], made_good: &mut [Uncertain], quantities: &mut Vec<Quantity>) {
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
        initiative.made_good.iter_mut().for_each(renumber);
        initiative.streams.iter_mut().for_each(|s| renumber(&mut s.realisation));
    }
    made_good.iter_mut().for_each(renumber);
    *quantities = order.into_iter().map(|i| quantities[i].clone()).collect();
}

/// Takes away, one after the other, initiatives whose requirements are all taken away; what is left holds a circle.
fn refuse_circles(initiatives: &[Initiative], order: &[usize], reader: &mut Reader) {
    let mut waits: Vec<usize> = initiatives.iter().map(|i| i.requires.len()).collect();
    let mut required_by: Vec<Vec<usize>> = vec![Vec::new(); initiatives.len()];
    for (i, initiative) in initiatives.iter().enumerate() {
        initiative.requires.iter().for_each(|&r| required_by[r].push(i));
    }
    let mut free: Vec<usize> = (0..initiatives.len()).filter(|&i| waits[i] == 0).collect();
    while let Some(i) = free.pop() {
        for &next in &required_by[i] {
            waits[next] -= 1;
            if waits[next] == 0 {
                free.push(next);
            }
        }
    }
    let Some(stuck) = (0..initiatives.len()).find(|&i| waits[i] > 0) else { return };
    // Every one that is left requires another that is left: following them ends in the circle itself.
    let mut at = stuck;
    for _ in 0..initiatives.len() {
        at = initiatives[at].requires.iter().copied().find(|&r| waits[r] > 0).unwrap_or(at);
    }
    let id = &initiatives[at].id;
    let path = Path::default().key("initiative").index(order[at]).key("requires");
    let message = text!(ja: "前提が循環しています：「{id}」をたどると自分自身に戻ります", en: "requirements go in a circle: from '{id}' they lead back to itself");
    let allowed = text!(ja: "循環しない前提", en: "requirements without a circle");
    let hint = text!(ja: "どれか一つの requires を外してください", en: "take one of the requirements out");
    reader.refuse(&path, message, allowed, hint);
}

pub(super) fn overlaps(scenario: &Scenario, initiatives: &[Initiative], reader: &mut Reader) -> Vec<Overlap> {
    let ids = Ids::of(initiatives.iter().map(|i| i.id.as_str()));
    let list = Path::default().key("overlap");
    let mut taken: HashSet<usize> = HashSet::new();
    let mut read = Vec::new();
    for (i, typed) in scenario.overlap.iter().enumerate() {
        let path = list.index(i);
        let at = path.key("initiatives");
        let mut members = Vec::new();
        for (k, id) in typed.initiatives.iter().enumerate() {
            let Some(member) = ids.resolve(Kind::Initiative, id, &at.index(k), reader) else { continue };
            if !taken.insert(member) {
                let message =
                    text!(ja: "「{id}」が重複のグループに二度あります", en: "'{id}' stands in an overlap twice");
                let allowed =
                    text!(ja: "取組項目ごとに一つのグループ、一度だけ", en: "each initiative in one overlap, once");
                let hint = text!(ja: "グループを一つにまとめてください", en: "join the overlaps into one");
                reader.refuse(&at.index(k), message, allowed, hint);
            }
            members.push(member);
        }
        if typed.initiatives.len() < 2 {
            let message =
                text!(ja: "重複のグループには取組が二つ以上必要です", en: "an overlap needs at least two initiatives");
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
    // Initiatives are sorted by id, and so are their overlaps: the order of the file changes no sum.
    read.sort_by(|a, b| a.initiatives.cmp(&b.initiatives));
    read
}
