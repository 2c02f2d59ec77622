//! How a policy's record is shared among its streams.

use super::{Open, Own, PolicyReached, Reached, Record, Share, Stated, StreamReached, StreamShare};
use crate::fiscal::FiscalYear;
use crate::model::{Basis, Model};
use crate::plan::late::{View, interpolated};
use crate::plan::split_overlap;
use std::collections::BTreeMap;

/// What was reached in a year.
pub(super) struct Shared {
    pub(super) policies: Vec<(usize, PolicyReached)>,
    pub(super) streams: Vec<(StreamShare, StreamReached)>,
    /// What the streams' own records are counted from.
    pub(super) own: Vec<(StreamShare, Own)>,
}

/// Shares the records of a year. A stream's own record is its own; costs, and whatever else is planned below 0, stand as
/// planned; what the policy's record leaves is shared among its savings and revenues as they are planned, net of overlaps.
pub(super) fn share(
    model: &Model,
    stated: &Stated,
    reached: &Reached,
    year: FiscalYear,
    records: Vec<(usize, Record)>,
) -> Shared {
    let sharing = Sharing { model, stated, reached, year, uncut: stated.uncut(year), own: BTreeMap::new() };
    sharing.share(records)
}

struct Sharing<'s> {
    model: &'s Model,
    stated: &'s Stated<'s>,
    reached: &'s Reached,
    year: FiscalYear,
    /// By initiative, the share that overlaps leave.
    uncut: Vec<f64>,
    /// By year, what each policy gave in it by the trial itself, at plan.
    own: BTreeMap<FiscalYear, Levels>,
}

impl Sharing<'_> {
    fn share(mut self, records: Vec<(usize, Record)>) -> Shared {
        let mut streams = self.with_own_records();
        let own = streams.iter().filter_map(|(at, stream)| Some((*at, stream.own?))).collect();
        let mut policies = Vec::new();
        for (p, record) in records {
            let policy = self.policy(p, record, &mut streams);
            policies.push((p, policy));
        }
        Shared { policies, streams: streams.into_iter().collect(), own }
    }

    /// Streams that have a record of their own.
    fn with_own_records(&mut self) -> BTreeMap<StreamShare, StreamReached> {
        let mut out = BTreeMap::new();
        for (i, initiative) in self.model.initiatives.iter().enumerate() {
            for (s, stream) in initiative.streams.iter().enumerate().filter(|(_, s)| s.recurring) {
                let Some(record) = self.reached.records.get(&(i, s)).and_then(|r| r.get(&self.year)).cloned() else {
                    continue;
                };
                for (k, (_, share)) in initiative.shares.iter().enumerate() {
                    let own = record.own.map(|year| {
                        let [gross, net] = self.levels(year).stream((i, s, k));
                        Own { year, gross, net }
                    });
                    let signed = stream.sign() * share;
                    let net = signed * record.since + own.map_or(0.0, |own| own.net);
                    let left = if self.uncut[i] > 0.0 && net > 0.0 { self.uncut[i] } else { 1.0 };
                    let open = record.open.iter().map(|(name, sd)| (name.clone(), signed * sd / left)).collect();
                    let stream = StreamReached { gross: net / left, net, open, own, ..self.planned((i, s, k)) };
                    out.insert((i, s, k), stream);
                }
            }
        }
        out
    }

    fn policy(
        &mut self,
        p: usize,
        record: Record,
        streams: &mut BTreeMap<StreamShare, StreamReached>,
    ) -> PolicyReached {
        let own = record.own.map_or(0.0, |own| self.levels(own).policies[p]);
        let mut rest = record.since + own;
        let mut open = record.open.clone();
        let mut sharing: Vec<(StreamShare, f64)> = Vec::new();
        for at in self.recurring_of(p) {
            if let Some(stream) = streams.get_mut(&at) {
                // The policy's record fixes the sum: what the trial adds to the one it takes from the rest.
                stream.own = None;
                rest -= stream.net;
                let left = if stream.gross == 0.0 { 1.0 } else { stream.net / stream.gross };
                open.extend(stream.open.iter().map(|(name, sd)| (name.clone(), -sd * left)));
                continue;
            }
            let (i, s, k) = at;
            let initiative = &self.model.initiatives[i];
            let gross = initiative.shares[k].1 * self.stated.amount(i, &initiative.streams[s], self.year);
            if gross > 0.0 {
                sharing.push((at, gross));
            } else {
                rest -= gross;
                streams.insert(at, StreamReached { gross, net: gross, ..self.planned(at) });
            }
        }
        let all: f64 = sharing.iter().map(|((i, ..), gross)| gross * self.uncut[*i]).sum();
        let shared = rest > 0.0 && all > 0.0;
        for (at, gross) in &sharing {
            let share = if shared { rest / all } else { 0.0 };
            let open = open.iter().filter(|_| shared).map(|(name, sd)| (name.clone(), sd * gross / all)).collect();
            let net = share * gross * self.uncut[at.0];
            streams.insert(*at, StreamReached { gross: share * gross, net, open, ..self.planned(*at) });
        }
        let first = sharing.first().map(|(at, _)| at.0);
        let only = first.filter(|first| shared && sharing.iter().all(|(at, _)| at.0 == *first));
        let rest_open = if shared { Open::new() } else { open };
        let rest_at_plan = if shared { 0.0 } else { rest };
        PolicyReached { rest: rest_at_plan - own, rest_at_plan, record, rest_open, only }
    }

    /// The recurring streams that serve a policy.
    fn recurring_of(&self, p: usize) -> Vec<StreamShare> {
        let initiatives = self.model.initiatives.iter().enumerate();
        let of = |(i, initiative): (usize, &crate::model::Initiative)| {
            let k = initiative.shares.iter().position(|(policy, _)| *policy == p)?;
            let streams = initiative.streams.iter().enumerate().filter(|(_, stream)| stream.recurring);
            Some(streams.map(|(s, _)| (i, s, k)).collect::<Vec<_>>())
        };
        initiatives.filter_map(of).flatten().collect()
    }

    /// A stream of which nothing is known but what is planned.
    fn planned(&self, (i, s, k): StreamShare) -> StreamReached {
        let initiative = &self.model.initiatives[i];
        let gross = initiative.shares[k].1 * self.stated.on_time(i, &initiative.streams[s], self.year);
        let net = if gross > 0.0 { gross * self.uncut[i] } else { gross };
        StreamReached { planned: [gross, net], ..StreamReached::default() }
    }

    /// What the trial itself gave in a year without a record, at plan.
    fn levels(&mut self, year: FiscalYear) -> &Levels {
        let (model, stated, reached) = (self.model, self.stated, self.reached);
        self.own.entry(year).or_insert_with(|| Levels::of(model, stated, reached, year))
    }
}

/// What streams and policies give in a year at plan, as they go on from earlier records.
pub(super) struct Levels {
    /// Of each recurring stream: before overlaps, and what they leave.
    streams: BTreeMap<StreamShare, [f64; 2]>,
    /// The recurring level, with the one-off amounts where the counting basis compares both with the year before.
    pub(super) policies: Vec<f64>,
}

impl Levels {
    pub(super) fn of(model: &Model, stated: &Stated, reached: &Reached, year: FiscalYear) -> Self {
        let view = View { year, as_of: Some(year.plus(1)) };
        let mut levels = Self { streams: BTreeMap::new(), policies: vec![0.0; model.policies.len()] };
        levels.recurring(model, stated, reached, view);
        if model.recorded_on == Basis::YearOnYear {
            levels.one_off(model, stated, reached, view);
        }
        let goes_on = |p: &usize| model.policies[*p].goes_on_from_reached();
        for p in (0..model.policies.len()).filter(goes_on) {
            levels.policies[p] += reached.policy(p, view).map_or(0.0, |(_, policy)| policy.rest_at_plan);
        }
        levels
    }

    fn recurring(&mut self, model: &Model, stated: &Stated, reached: &Reached, view: View) {
        let mut gross: BTreeMap<StreamShare, f64> = BTreeMap::new();
        for (i, initiative) in model.initiatives.iter().enumerate() {
            for (s, _) in initiative.streams.iter().enumerate().filter(|(_, stream)| stream.recurring) {
                let is_recorded = reached.records.get(&(i, s)).is_some_and(|records| records.contains_key(&view.year));
                for k in 0..initiative.shares.len() {
                    let at = (i, s, k);
                    // What was recorded is a fact: no overlap cuts it.
                    match reached.stream(at, view).filter(|_| is_recorded) {
                        Some((_, recorded)) => {
                            self.streams.insert(at, [recorded.net; 2]);
                            self.policies[initiative.shares[k].0] += recorded.net;
                        }
                        None => {
                            gross.insert(at, stated.going_on(model, reached, at, view));
                        }
                    }
                }
            }
        }
        let cut = Cut::of(model, &gross);
        for (&at, &amount) in &gross {
            let net = if amount > 0.0 { amount * cut.left[at.0] } else { amount };
            self.streams.insert(at, [amount, net]);
        }
        self.count(model, &gross, &cut);
    }

    /// Adds amounts to their policies; what overlaps cut of an initiative falls to its policies by their shares.
    fn count(&mut self, model: &Model, gross: &BTreeMap<StreamShare, f64>, cut: &Cut) {
        for ((i, _, k), amount) in gross {
            self.policies[model.initiatives[*i].shares[*k].0] += amount;
        }
        for (initiative, off) in model.initiatives.iter().zip(&cut.off) {
            initiative.shares.iter().for_each(|(p, share)| self.policies[*p] -= share * off);
        }
    }

    fn one_off(&mut self, model: &Model, stated: &Stated, reached: &Reached, view: View) {
        let mut gross: BTreeMap<StreamShare, f64> = BTreeMap::new();
        for (i, initiative) in model.initiatives.iter().enumerate() {
            for (s, stream) in initiative.streams.iter().enumerate() {
                let record = reached.records.get(&(i, s)).and_then(|records| records.get(&view.year));
                for (k, (p, share)) in initiative.shares.iter().enumerate() {
                    match record {
                        Some(record) => self.policies[*p] += stream.sign() * share * record.one_off,
                        None if stream.recurring => {}
                        None => {
                            gross.insert((i, s, k), share * stated.amount(i, stream, view.year));
                        }
                    }
                }
            }
        }
        self.count(model, &gross, &Cut::of(model, &gross));
    }

    fn stream(&self, at: StreamShare) -> [f64; 2] {
        self.streams.get(&at).copied().unwrap_or_default()
    }
}

impl Stated<'_> {
    /// The amount of a stream for one of its policies in a year, at plan, as it goes on from what was reached before.
    fn going_on(&self, model: &Model, reached: &Reached, at: StreamShare, view: View) -> f64 {
        let share = Share::of(model, at);
        let (i, stream) = (at.0, share.stream);
        let from = reached.stream(at, view).filter(|_| model.policies[share.policy].goes_on_from_reached());
        let Some((from, reached)) = from else { return share.part * self.amount(i, stream, view.year) };
        let [then, now] = [from, view.year].map(|year| self.index(stream, year));
        let missed = self.made_good(share.initiative, share.policy) * reached.missed()[0] / then;
        let to_come = |year| {
            let missing = if year > from { missed * share.left(from, year) } else { 0.0 };
            share.part * share.signed() * stream.curve.added_since(from, year) + missing
        };
        let to_come = interpolated(view.year, self.delay(i, stream), to_come);
        reached.gross * share.left(from, view.year) * now / then + self.certain(i, stream) * now * to_come
    }
}

/// What overlaps take off given amounts, by initiative.
pub(super) struct Cut {
    /// The share of its amounts above 0 that is left.
    pub(super) left: Vec<f64>,
    /// What is taken off.
    off: Vec<f64>,
}

impl Cut {
    pub(super) fn of(model: &Model, amounts: &BTreeMap<StreamShare, f64>) -> Self {
        let n = model.initiatives.len();
        let (mut sums, mut above) = (vec![0.0; n], vec![0.0; n]);
        for ((i, ..), amount) in amounts {
            sums[*i] += amount;
            above[*i] += amount.max(0.0);
        }
        let mut cut = Self { left: vec![1.0; n], off: vec![0.0; n] };
        for overlap in &model.overlaps {
            let mut after: Vec<f64> = overlap.initiatives.iter().map(|i| sums[*i]).collect();
            split_overlap(overlap.share, &mut after, &mut vec![0; overlap.initiatives.len()]);
            for (&i, after) in overlap.initiatives.iter().zip(after) {
                cut.off[i] = sums[i] - after;
                if above[i] > 0.0 {
                    cut.left[i] = 1.0 - cut.off[i] / above[i];
                }
            }
        }
        cut
    }
}
