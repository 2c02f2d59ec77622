//! What streams give in each year: as stated, or going on from what was reached.

use super::amounts::{Amounts, Left};
use super::compile::Compiler;
use super::late::{self, View};
use super::levels::Owner;
use super::reached::{Open, Share, StreamReached};
use super::states::{Certainty, KnownState};
use super::{LevelKey, LevelPart, Portion, StreamPlan};
use crate::fiscal::FiscalYear;
use crate::model::{Initiative, Stream, Uncertain};
use std::collections::BTreeSet;

/// What is certain about a stream, and how what is not is simulated.
pub(super) struct Form<'m> {
    /// The positions of the initiative and the stream.
    pub(super) at: (usize, usize),
    pub(super) initiative: &'m Initiative,
    pub(super) stream: &'m Stream,
    pub(super) part: LevelPart,
    /// The realisation, if it is certain.
    pub(super) realisation: Option<f64>,
    /// Whether it goes ahead, if that is certain.
    pub(super) go: Option<f64>,
    /// The delays for which levels are worked out: the certain one, or all whole years within reach.
    pub(super) delays: Vec<f64>,
    /// The first of them, if the delay is not certain.
    pub(super) first_delay: Option<f64>,
    /// Whether the delay is that of the initiative's slip.
    pub(super) slips: bool,
    /// σ of the yearly noise, if there is any.
    pub(super) noise: Option<f64>,
    /// The index, if it is uncertain.
    pub(super) moving: Option<usize>,
}

impl<'m> Compiler<'m> {
    /// Folds what is certain of a stream into the columns; returns what is left to simulate, for the views given.
    pub(super) fn stream(&mut self, i: usize, s: usize, state: &KnownState, views: &[View]) -> Vec<StreamPlan> {
        let form = self.form(i, s, state);
        let mut left = Left::new();
        self.less_own_at_plan(&form);
        for &view in views {
            if form.stream.actuals.contains_key(&view.year) && view.is_closed() {
                self.own_record(&form, view);
                continue;
            }
            for k in 0..form.initiative.shares.len() {
                self.share(&form, k, view, &mut left);
            }
        }
        left.into_iter().map(|(alike, years)| self.plan(&form, alike, years)).collect()
    }

    fn form(&self, i: usize, s: usize, state: &KnownState) -> Form<'m> {
        let model = self.model;
        let initiative = &model.initiatives[i];
        let stream = &initiative.streams[s];
        let go = match state.go {
            _ if stream.spent_on_failure => Some(1.0),
            Certainty::Certain(go) => Some(go),
            _ => None,
        };
        let slips = self.on && stream.delayed && !stream.recurring && !state.whole;
        let delay = match state.delay {
            _ if !stream.delayed => Some(0.0),
            Certainty::Certain(delay) if !slips => Some(if stream.recurring { delay } else { late::rounded(delay) }),
            _ => None,
        };
        let (first, last) = (state.reach.0.floor(), state.reach.1.ceil());
        let within_reach = || (0..=(last - first) as i32).map(|k| first + f64::from(k)).collect();
        Form {
            at: (i, s),
            initiative,
            stream,
            part: if stream.recurring { LevelPart::Recurring } else { LevelPart::OneOff },
            realisation: self.certain(stream.realisation, 1.0),
            go,
            delays: delay.map_or_else(within_reach, |delay| vec![delay]),
            first_delay: delay.is_none().then_some(first),
            slips: slips && delay.is_none(),
            noise: (self.on && stream.volatility > 0.0).then(|| libm::log1p(stream.volatility.powi(2)).sqrt()),
            moving: stream.driver.filter(|&d| self.on && model.drivers[d].volatility > 0.0),
        }
    }

    /// What was recorded of a stream in a closed year is a fact: no overlap cuts it.
    fn own_record(&mut self, form: &Form, view: View) {
        let reached = self.reached;
        let Some(record) = reached.records.get(&form.at).and_then(|records| records.get(&view.year)) else { return };
        let sign = form.stream.sign();
        let parts = [
            (LevelPart::Recurring, record.since, &record.open),
            (LevelPart::OneOff, record.one_off, &record.one_off_open),
        ];
        for (k, &(p, share)) in form.initiative.shares.iter().enumerate() {
            let allotted = reached.stream((form.at.0, form.at.1, k), view).filter(|_| self.is_allotted());
            for (part, amount, open) in parts {
                let amount = match allotted {
                    Some((_, reached)) if part == LevelPart::Recurring => reached.net,
                    _ => sign * share * amount,
                };
                let open: Open = open.iter().map(|(name, sd)| (name.clone(), sign * share * sd)).collect();
                for level in self.counted_for(p, view.level(part)) {
                    self.recorded(amount, &open, Owner::Policy(p), level);
                }
            }
        }
    }

    /// Adds what a stream gives to one of its policies in a year.
    fn share(&mut self, form: &Form<'m>, k: usize, view: View, left: &mut Left) {
        let at = (form.at.0, form.at.1, k);
        let share = Share::of(self.model, at);
        let to = self.destinations(form, k, view.level(form.part));
        if to.is_empty() {
            return;
        }
        let reached = self.reached;
        let from = reached.stream(at, view);
        if let Some((_, reached)) = from.filter(|(from, _)| self.is_allotted() && *from == view.year) {
            to.iter().for_each(|(column, weight)| self.levels.add(*column, weight * reached.net));
            return;
        }
        match from.filter(|_| self.model.policies[share.policy].goes_on_from_reached()) {
            Some((from, reached)) => self.go_on(form, &share, (from, reached), view, &to, left),
            None if !self.counts_to_come() && !view.is_closed() => {}
            None => {
                let stated = |delay: &f64| share.signed() * late::stated(form.stream, view, *delay);
                let levels = form.delays.iter().map(stated).collect();
                let amounts = Amounts { portion: Portion::Planned, from: None, times: None, view, levels };
                self.add(form, amounts, &weighted(&to, share.part), left);
            }
        }
    }

    /// Adds what goes on of what was reached, what is still to come, and what is made good of what was missed.
    fn go_on(
        &mut self,
        form: &Form<'m>,
        share: &Share,
        (from, reached): (FiscalYear, &StreamReached),
        view: View,
        to: &[(usize, f64)],
        left: &mut Left,
    ) {
        let year = view.year;
        let late = |level: &dyn Fn(FiscalYear) -> f64| -> Vec<f64> {
            form.delays.iter().map(|delay| late::interpolated(year, *delay, level)).collect()
        };
        let amounts = |portion, times, levels| {
            let from = matches!(portion, Portion::Reached | Portion::Open).then_some(from);
            Amounts { portion, from, times, view, levels }
        };
        let lasting = share.left(from, year);
        self.add(form, amounts(Portion::Reached, None, vec![reached.gross * lasting]), to, left);
        let open = if self.on && lasting != 0.0 { &reached.open[..] } else { &[] };
        for (name, sd) in open {
            let deviation = self.deviation(name);
            self.add(form, amounts(Portion::Open, Some(deviation), vec![sd * lasting]), to, left);
        }
        if !self.counts_to_come() && !view.is_closed() {
            return;
        }
        let to_come = late(&|year| share.signed() * form.stream.curve.added_since(from, year));
        self.add(form, amounts(Portion::Planned, None, to_come), &weighted(to, share.part), left);
        let missed = reached.missed()[0] / self.expected_index(form.stream, from);
        let missing = late(&|year| if year > from { missed * share.left(from, year) } else { 0.0 });
        if missing.iter().all(|missing| *missing == 0.0) {
            return;
        }
        match form.initiative.made_good.unwrap_or(self.model.policies[share.policy].made_good) {
            Uncertain::Quantity(q) if self.on => {
                let times = self.draw(Uncertain::Quantity(q));
                self.add(form, amounts(Portion::MadeGood, times, missing), to, left);
            }
            made_good => {
                let made_good = self.model.mean(made_good);
                let missing = missing.into_iter().map(|missing| made_good * missing).collect();
                self.add(form, amounts(Portion::Planned, None, missing), to, left);
            }
        }
    }

    /// The columns that count what a stream gives to a policy at a level, with weights.
    fn destinations(&mut self, form: &Form, k: usize, level: LevelKey) -> Vec<(usize, f64)> {
        let (policy, _) = form.initiative.shares[k];
        let owners = self.owners(form.at.0, policy, level);
        if owners.iter().any(|(owner, ..)| matches!(owner, Owner::Member(_))) {
            self.note_overlap(form.at.0, level);
        }
        let carried =
            self.counted_from(form, k, level).into_iter().map(|(level, _)| (Owner::Policy(policy), level, 1.0));
        let owners: Vec<(Owner, LevelKey, f64)> = owners.into_iter().chain(carried).collect();
        owners.into_iter().map(|(owner, level, weight)| (self.levels.column(owner, level), weight)).collect()
    }

    /// The levels in which a record of the stream itself is counted from what the trial gave at a level, each with whether
    /// the record stands there or goes on.
    fn counted_from(&self, form: &Form, k: usize, own: LevelKey) -> Vec<(LevelKey, Standing)> {
        let is_closed = own.as_of.is_some_and(|as_of| own.year < as_of);
        let records = self.reached.records.get(&form.at).filter(|_| is_closed && !self.is_allotted());
        let Some(records) = records.filter(|records| records.values().any(|record| record.own == Some(own.year)))
        else {
            return Vec::new();
        };
        let (policy, _) = form.initiative.shares[k];
        let at = (form.at.0, form.at.1, k);
        let standing = |view: View| {
            if let Some(record) = records.get(&view.year).filter(|_| view.is_closed()) {
                return (record.own == Some(own.year)).then_some(Standing::Recorded);
            }
            let reached = self.reached.stream(at, view).filter(|_| self.model.policies[policy].goes_on_from_reached());
            let is_counted = reached.is_some_and(|(_, reached)| reached.own.is_some_and(|o| o.year == own.year));
            is_counted.then_some(Standing::GoesOn)
        };
        let views = self.views.iter().filter_map(|view| Some((*view, standing(*view)?)));
        views
            .flat_map(|(view, standing)| {
                let levels = self.counted_for(policy, view.level(LevelPart::Recurring));
                levels.into_iter().map(move |level| (level, standing))
            })
            .collect()
    }

    /// A record that is counted from what the trial itself gave stands as it is at plan: in that place comes what the trial
    /// gives, less what is cut of it by overlaps at plan.
    fn less_own_at_plan(&mut self, form: &Form) {
        let reached = self.reached;
        let Some(records) = reached.records.get(&form.at) else { return };
        let years: BTreeSet<FiscalYear> = records.values().filter_map(|record| record.own).collect();
        for k in 0..form.initiative.shares.len() {
            let (policy, _) = form.initiative.shares[k];
            let Some(of_share) = reached.own.get(&(form.at.0, form.at.1, k)) else { continue };
            for own in years.iter().filter_map(|year| of_share.get(year)) {
                let level = View { year: own.year, as_of: self.model.as_of }.level(LevelPart::Recurring);
                for (level, standing) in self.counted_from(form, k, level) {
                    let column = self.levels.column(Owner::Policy(policy), level);
                    let at_plan = if standing == Standing::Recorded { own.gross - own.net } else { own.gross };
                    self.levels.add(column, -at_plan);
                }
            }
        }
    }
}

/// How a level rests on a record.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Recorded,
    GoesOn,
}

fn weighted(to: &[(usize, f64)], share: f64) -> Vec<(usize, f64)> {
    to.iter().map(|(column, weight)| (*column, weight * share)).collect()
}
