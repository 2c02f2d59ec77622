//! What was reached by the last closed year with a record, and by which stream: where open years go on from.
//!
//! A record is typed for a policy or a stream on the plan's counting basis. [`records`] works out the levels that it
//! implies, [`shares`] divides a policy's among its streams, and the compiler lets both go on along the stated curves.

mod records;
mod shares;
mod stated;

pub(super) use stated::{Stated, expected_index, topological};

use super::late::View;
use crate::fiscal::FiscalYear;
use crate::model::{Initiative, Model, Stream};
use records::Chain;
use std::collections::{BTreeMap, BTreeSet};

/// What is still open of outturns: for each the name on which its draw hangs, and the amount of one standard deviation.
pub(super) type Open = Vec<(String, f64)>;

/// A recorded level.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// The recurring level, less what the trial itself gave in the year `own`.
    pub(super) since: f64,
    /// The year without a record from which the level is counted, where the counting basis states changes.
    pub(super) own: Option<FiscalYear>,
    /// The one-off part.
    pub(super) one_off: f64,
    /// What is open of the recurring level.
    pub(super) open: Open,
    /// What is open of the one-off part.
    pub(super) one_off_open: Open,
    /// Whether its one-off part had to be taken as planned, since no share of it could be worked out.
    pub(super) guessed: bool,
}

/// What a policy reached.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PolicyReached {
    /// What is recorded.
    pub(super) record: Record,
    /// What cannot be shared among its streams, less what the trial itself gave in the year `record.own`.
    pub(super) rest: f64,
    /// The same with that, as it is at plan.
    pub(super) rest_at_plan: f64,
    /// What is open of it.
    pub(super) rest_open: Open,
    /// The one initiative without which nothing of this can have come.
    pub(super) only: Option<usize>,
}

/// What the trial itself gave of a stream in a year without a record, at plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Own {
    pub(super) year: FiscalYear,
    /// Before overlaps, and what they leave of it.
    pub(super) gross: f64,
    pub(super) net: f64,
}

/// What a recurring stream reached for one of the policies that its initiative serves: signed, of the policy's share.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct StreamReached {
    /// What it reached before overlaps are taken off.
    pub(super) gross: f64,
    /// What of that overlaps leave.
    pub(super) net: f64,
    /// What was planned, before and after overlaps, without any delay.
    pub(super) planned: [f64; 2],
    /// What is open, before overlaps.
    pub(super) open: Open,
    /// Where the stream's own record is counted from what the trial itself gave, and no record of the policy stands above it.
    pub(super) own: Option<Own>,
}

impl StreamReached {
    /// What was missed, before and after overlaps: never below 0, and nothing of a cost.
    pub(super) fn missed(&self) -> [f64; 2] {
        let [gross, net] = self.planned;
        [(gross, self.gross), (net, self.net)]
            .map(|(planned, reached)| if gross > 0.0 { (planned - reached).max(0.0) } else { 0.0 })
    }

    /// What came before its first stated year.
    pub(super) fn early(&self) -> f64 {
        if self.planned[0] == 0.0 { self.net } else { 0.0 }
    }
}

/// A stream for one of the policies that its initiative serves: positions of the initiative, the stream and the share.
pub(super) type StreamShare = (usize, usize, usize);

/// A stream of an initiative for one of its policies.
#[derive(Clone, Copy)]
pub(super) struct Share<'m> {
    pub(super) initiative: &'m Initiative,
    pub(super) stream: &'m Stream,
    /// The position of the policy.
    pub(super) policy: usize,
    /// The part of the stream that is the policy's.
    pub(super) part: f64,
    /// The first open year, now.
    now: Option<FiscalYear>,
}

impl<'m> Share<'m> {
    pub(super) fn of(model: &'m Model, (i, s, k): StreamShare) -> Self {
        let initiative = &model.initiatives[i];
        let (policy, part) = initiative.shares[k];
        Self { initiative, stream: &initiative.streams[s], policy, part, now: model.as_of }
    }

    /// Whether the initiative is dropped by then, what it reached included.
    fn is_dropped(&self, year: FiscalYear) -> bool {
        self.initiative.decision.dropped && self.now.is_none_or(|now| year >= now)
    }

    /// The share of what was reached by the year `from` that is left in a later year, without the growth of an index.
    pub(super) fn left(&self, from: FiscalYear, year: FiscalYear) -> f64 {
        if self.is_dropped(year) { 0.0 } else { self.stream.curve.left_since(from, year) }
    }

    /// The sign of a cost and the general-fund share: what stated amounts of the whole stream are multiplied by.
    pub(super) fn signed(&self) -> f64 {
        self.stream.sign() * self.stream.general_fund_share
    }
}

/// What goes on of a stream for a policy, or of a policy beside its streams, as known now. Amounts are net of overlaps.
#[derive(Clone, Debug, PartialEq)]
pub struct GoingOn {
    /// The position of the policy.
    pub policy: usize,
    /// The positions of the initiative and its stream; nothing for what cannot be shared among streams.
    pub stream: Option<(usize, usize)>,
    /// The year of the record.
    pub from: FiscalYear,
    /// The level planned for that year, without any delay.
    pub planned: f64,
    /// The level reached.
    pub reached: f64,
    /// What was missed.
    pub missed: f64,
    /// The share of that which is made good, at its mean.
    pub made_good: f64,
    /// What came before its first stated year, and is counted again when that comes unless the amounts are restated.
    pub early: f64,
}

/// A record whose one-off part is not stated and could not be worked out: it was taken as planned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuessedPart {
    /// The position of the policy.
    pub policy: usize,
    /// The year.
    pub year: FiscalYear,
    /// The one-off part that was taken.
    pub one_off: f64,
}

/// Everything that was reached, by the year of the record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reached {
    /// By policy.
    pub(super) policies: Vec<BTreeMap<FiscalYear, PolicyReached>>,
    /// The streams' own records, by initiative and stream.
    pub(super) records: BTreeMap<(usize, usize), BTreeMap<FiscalYear, Record>>,
    pub(super) streams: BTreeMap<StreamShare, BTreeMap<FiscalYear, StreamReached>>,
    /// What records of streams are counted from, by its year.
    pub(super) own: BTreeMap<StreamShare, BTreeMap<FiscalYear, Own>>,
    /// Years with any record.
    years: BTreeSet<FiscalYear>,
}

impl Reached {
    /// Works out what was reached, year by year.
    pub fn of(model: &Model) -> Self {
        let stated = Stated::of(model);
        let mut reached = Self { policies: vec![BTreeMap::new(); model.policies.len()], ..Self::default() };
        for year in recorded_years(model) {
            let chain = Chain { model, stated: &stated, reached: &reached, year };
            let (records, policies) = (chain.of_streams(), chain.of_policies());
            records.into_iter().for_each(|(at, record)| {
                reached.records.entry(at).or_default().insert(year, record);
            });
            let shared = shares::share(model, &stated, &reached, year, policies);
            for (p, policy) in shared.policies {
                reached.policies[p].insert(year, policy);
            }
            for (at, own) in shared.own {
                reached.own.entry(at).or_default().insert(own.year, own);
            }
            for (at, stream) in shared.streams {
                reached.streams.entry(at).or_default().insert(year, stream);
            }
            reached.years.insert(year);
        }
        reached
    }

    /// What goes on in open years of what was reached, as known now: by policy, initiative and stream, with what cannot be
    /// shared last.
    pub fn going_on(&self, model: &Model) -> Vec<GoingOn> {
        let Some(as_of) = model.as_of else { return Vec::new() };
        let view = View { year: as_of, as_of: Some(as_of) };
        let stated = Stated::of(model);
        let of_stream = |at: &StreamShare| {
            let share = Share::of(model, *at);
            let (from, reached) = self.stream(*at, view)?;
            let made_good = stated.made_good(share.initiative, share.policy);
            let [planned, missed] = [reached.planned[1], reached.missed()[1]];
            let (policy, stream, early) = (share.policy, Some((at.0, at.1)), reached.early());
            Some(GoingOn { policy, stream, from, planned, reached: reached.net, missed, made_good, early })
        };
        let of_policy = |policy: usize| {
            let (from, reached) = self.policy(policy, view)?;
            let none = GoingOn {
                policy,
                stream: None,
                from,
                planned: 0.0,
                reached: 0.0,
                missed: 0.0,
                made_good: 0.0,
                early: 0.0,
            };
            (reached.rest_at_plan != 0.0).then_some(GoingOn { reached: reached.rest_at_plan, ..none })
        };
        let streams = self.streams.keys().filter_map(of_stream);
        let all = streams.chain((0..model.policies.len()).filter_map(of_policy));
        let mut all: Vec<GoingOn> = all.filter(|g| model.policies[g.policy].goes_on_from_reached()).collect();
        all.sort_by_key(|g| (g.policy, g.stream.is_none(), g.stream));
        all
    }

    /// The records whose one-off part had to be taken as planned.
    pub fn guessed(&self) -> Vec<GuessedPart> {
        let of_policy = |(policy, records): (usize, &BTreeMap<FiscalYear, PolicyReached>)| {
            let guessed = records.iter().filter(|(_, reached)| reached.record.guessed);
            let part =
                guessed.map(|(year, reached)| GuessedPart { policy, year: *year, one_off: reached.record.one_off });
            part.collect::<Vec<_>>()
        };
        self.policies.iter().enumerate().flat_map(of_policy).collect()
    }

    /// What a stream had reached for a policy by its last record, and the year of that.
    pub(super) fn stream(&self, at: StreamShare, view: View) -> Option<(FiscalYear, &StreamReached)> {
        last(self.streams.get(&at)?, view)
    }

    /// The same of a policy.
    pub(super) fn policy(&self, policy: usize, view: View) -> Option<(FiscalYear, &PolicyReached)> {
        last(&self.policies[policy], view)
    }

    /// The years without a record that streams' own records are counted from.
    pub(super) fn streams_own_years(&self) -> BTreeSet<FiscalYear> {
        self.records.values().flat_map(BTreeMap::values).filter_map(|record| record.own).collect()
    }

    /// The last year with any record before the year `as_of`.
    pub(super) fn last_before(&self, as_of: FiscalYear) -> Option<FiscalYear> {
        self.years.range(..as_of).next_back().copied()
    }

    /// Whether what a policy has recorded in a year can have come from nothing but this initiative, beside what has a record
    /// of its own.
    pub(crate) fn is_alone(&self, policy: usize, year: FiscalYear, initiative: usize) -> bool {
        self.policies[policy].get(&year).is_some_and(|policy| policy.only == Some(initiative))
    }

    /// Whether an initiative must have gone ahead, by what is known in the year `as_of`: a stream of its own has a record
    /// above 0, or a policy has one that none but this initiative can have brought about.
    pub(super) fn has_gone_ahead(&self, model: &Model, initiative: usize, as_of: Option<FiscalYear>) -> bool {
        let Some(as_of) = as_of else { return false };
        let counts = |stream: &Stream| !stream.spent_on_failure;
        let own = model.initiatives[initiative].streams.iter().filter(|s| counts(s));
        let recorded = own.flat_map(|s| s.actuals.range(..as_of)).any(|(_, actual)| actual.value > 0.0);
        let mut alone = self.policies.iter().flat_map(|of_policy| of_policy.range(..as_of));
        recorded || alone.any(|(_, policy)| policy.only == Some(initiative))
    }
}

/// What was recorded last, up to a year and before the as-of year.
fn last<T>(records: &BTreeMap<FiscalYear, T>, view: View) -> Option<(FiscalYear, &T)> {
    let until = view.as_of?.min(view.year.plus(1));
    records.range(..until).next_back().map(|(year, record)| (*year, record))
}

/// The closed years in which anything is recorded.
fn recorded_years(model: &Model) -> BTreeSet<FiscalYear> {
    let of_policies = model.policies.iter().flat_map(|p| p.actuals.keys());
    let streams = model.initiatives.iter().flat_map(|i| &i.streams);
    of_policies.chain(streams.flat_map(|s| s.actuals.keys())).copied().filter(|y| model.is_closed(*y)).collect()
}
