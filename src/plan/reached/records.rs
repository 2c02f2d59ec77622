//! The levels that records imply: they are typed on the plan's counting basis, so a change is counted from the level before.

use super::shares::Levels;
use super::{Open, Reached, Record, Stated};
use crate::fiscal::FiscalYear;
use crate::model::{Actual, Basis, Model, Stream};
use std::cell::LazyCell;

/// The records of one year, and what was worked out of the years before it.
#[derive(Clone, Copy)]
pub(super) struct Chain<'c> {
    pub(super) model: &'c Model,
    pub(super) stated: &'c Stated<'c>,
    pub(super) reached: &'c Reached,
    pub(super) year: FiscalYear,
}

impl Chain<'_> {
    /// The records of streams, by initiative and stream.
    pub(super) fn of_streams(self) -> Vec<((usize, usize), Record)> {
        let mut out = Vec::new();
        for (i, initiative) in self.model.initiatives.iter().enumerate() {
            for (s, stream) in initiative.streams.iter().enumerate() {
                let Some(actual) = stream.actuals.get(&self.year) else { continue };
                let name = format!("{}/{}/outturn/{}", initiative.draws, stream.id, self.year.calendar());
                out.push(((i, s), self.of_stream((i, s), stream, actual, open(actual, name))));
            }
        }
        out
    }

    fn of_stream(self, at: (usize, usize), stream: &Stream, actual: &Actual, open: Open) -> Record {
        if !stream.recurring {
            // One-off amounts are amounts on every basis.
            return Record { one_off: actual.value, one_off_open: open, ..Record::default() };
        }
        let before = self.reached.records.get(&at).and_then(|records| records.get(&self.year.plus(-1)));
        self.next(before, actual.value, actual.one_off.unwrap_or(0.0), open)
    }

    /// The records of policies, by position.
    pub(super) fn of_policies(self) -> Vec<(usize, Record)> {
        let recurring = LazyCell::new(|| self.planned_recurring());
        let policies = self.model.policies.iter().enumerate();
        let read = policies.filter_map(|(p, policy)| {
            let actual = policy.actuals.get(&self.year)?;
            let name = format!("policy//{}/outturn/{}", policy.id, self.year.calendar());
            let before = self.reached.policies[p].get(&self.year.plus(-1)).map(|before| &before.record);
            let (one_off, guessed) = match actual.one_off {
                Some(stated) => (stated, false),
                None => self.one_off_part(p, actual.value, before, || recurring[p]),
            };
            Some((p, Record { guessed, ..self.next(before, actual.value, one_off, open(actual, name)) }))
        });
        read.collect()
    }

    /// The level that follows the one before it (recorded, or that trial's own) by a value on the counting basis.
    fn next(self, before: Option<&Record>, value: f64, one_off: f64, open: Open) -> Record {
        let change = value - one_off;
        let basis = self.model.recorded_on;
        let (since, own, mut all_open) = match (basis, before) {
            (Basis::Recurring, _) => (change, None, Open::new()),
            (_, None) => (change, self.own(), Open::new()),
            (Basis::NewInYear, Some(b)) => (b.since + change, b.own, b.open.clone()),
            (Basis::YearOnYear, Some(b)) => (b.since + b.one_off + change, b.own, b.open.clone()),
        };
        all_open.extend(open);
        Record { since, own, one_off, open: all_open, ..Record::default() }
    }

    /// The year before, if anything can have come in it.
    fn own(self) -> Option<FiscalYear> {
        let year = self.year.plus(-1);
        let earliest =
            self.model.editions.iter().map(|e| e.base).fold(self.model.period.first.plus(-1), FiscalYear::min);
        (year >= earliest).then_some(year)
    }

    /// By policy, the recurring part of what was planned for the year, on the counting basis; where that compares with the
    /// year before, the level that is set against what was reached by then.
    fn planned_recurring(self) -> Vec<f64> {
        let mut planned = self.stated.levels(self.year);
        if self.model.recorded_on == Basis::NewInYear {
            let before = self.stated.levels(self.year.plus(-1));
            planned.iter_mut().zip(before).for_each(|(level, before)| *level -= before);
        }
        planned
    }

    /// The one-off part of a policy's record that does not state it: what its streams record of theirs, and of the rest the
    /// share that one-off amounts have in what was planned. Where that is no share, the planned amount stands, as a guess.
    fn one_off_part(
        self,
        policy: usize,
        value: f64,
        before: Option<&Record>,
        recurring: impl FnOnce() -> f64,
    ) -> (f64, bool) {
        let (recorded, planned) = self.one_off_amounts(policy);
        if planned == 0.0 {
            return (recorded, false);
        }
        let so_far = match self.model.recorded_on {
            Basis::Recurring | Basis::NewInYear => 0.0,
            Basis::YearOnYear => self.so_far(policy, before),
        };
        let (effect, rest) = (recurring() + planned, so_far + value - recorded);
        let share = planned / effect;
        if share > 0.0 && share <= 1.0 { (recorded + rest * share, false) } else { (recorded + planned, true) }
    }

    /// The recurring and one-off level of the year before, at plan.
    fn so_far(self, policy: usize, before: Option<&Record>) -> f64 {
        let own = before.map_or(self.own(), |before| before.own);
        let at_plan = own.map_or(0.0, |year| Levels::of(self.model, self.stated, self.reached, year).policies[policy]);
        at_plan + before.map_or(0.0, |before| before.since + before.one_off)
    }

    /// Of a policy's one-off amounts: what its streams record, and what is planned for those without a record.
    fn one_off_amounts(self, policy: usize) -> (f64, f64) {
        let (mut recorded, mut planned) = (0.0, 0.0);
        for (i, initiative) in self.model.initiatives.iter().enumerate() {
            let Some((_, share)) = initiative.shares.iter().find(|(p, _)| *p == policy) else { continue };
            for stream in &initiative.streams {
                match stream.actuals.get(&self.year) {
                    Some(actual) if stream.recurring => {
                        recorded += share * stream.sign() * actual.one_off.unwrap_or(0.0);
                    }
                    Some(actual) => recorded += share * stream.sign() * actual.value,
                    None if stream.recurring => {}
                    None => planned += share * self.stated.amount(i, stream, self.year),
                }
            }
        }
        (recorded, planned)
    }
}

fn open(actual: &Actual, name: String) -> Open {
    actual.sd.map(|sd| (name, sd)).into_iter().collect()
}
