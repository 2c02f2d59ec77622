//! What is stated: the planned amounts of streams, with everything uncertain at plan and what is certain as it stands.

use super::shares::Cut;
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Driver, Initiative, Model, Stream, Uncertain};
use crate::plan::late;
use std::collections::BTreeMap;

/// The states of initiatives at plan.
pub(in crate::plan) struct Stated<'m> {
    model: &'m Model,
    /// By initiative, 1 or 0.
    go: Vec<f64>,
    /// By initiative, in years.
    delay: Vec<f64>,
}

impl<'m> Stated<'m> {
    pub(in crate::plan) fn of(model: &'m Model) -> Self {
        let n = model.initiatives.len();
        let mut stated = Self { model, go: vec![1.0; n], delay: vec![0.0; n] };
        for i in topological(&model.initiatives) {
            let initiative = &model.initiatives[i];
            let required = || initiative.requires.iter();
            stated.go[i] = required().map(|r| stated.go[*r]).product::<f64>() * certain(initiative.go_ahead, 1.0);
            stated.delay[i] = required().map(|r| stated.delay[*r]).fold(certain(initiative.delay, 0.0), f64::max);
        }
        stated
    }

    /// Realisation and go-ahead at plan.
    pub(super) fn certain(&self, i: usize, stream: &Stream) -> f64 {
        certain(stream.realisation, 1.0) * if stream.spent_on_failure { 1.0 } else { self.go[i] }
    }

    /// The same with the sign of a cost and the general-fund share.
    fn fold(&self, i: usize, stream: &Stream) -> f64 {
        stream.sign() * stream.general_fund_share * self.certain(i, stream)
    }

    /// The share of what was missed that is made good at plan: its mean.
    pub(super) fn made_good(&self, initiative: &Initiative, policy: usize) -> f64 {
        self.model.mean(initiative.made_good.unwrap_or(self.model.policies[policy].made_good))
    }

    /// The delay at plan.
    pub(super) fn delay(&self, i: usize, stream: &Stream) -> f64 {
        if stream.delayed { self.delay[i] } else { 0.0 }
    }

    /// The expected index of a stream in a year.
    pub(super) fn index(&self, stream: &Stream, year: FiscalYear) -> f64 {
        stream.driver.map_or(1.0, |d| expected_index(&self.model.drivers[d], year))
    }

    /// The signed amount of a stream in a year.
    pub(super) fn amount(&self, i: usize, stream: &Stream, year: FiscalYear) -> f64 {
        let delay = self.delay(i, stream);
        let delay = if stream.recurring { delay } else { late::rounded(delay) };
        let level = late::stated(stream, late::View { year, as_of: self.model.as_of }, delay);
        self.fold(i, stream) * self.index(stream, year) * level
    }

    /// The signed level of a recurring stream in a year without any delay.
    pub(super) fn on_time(&self, i: usize, stream: &Stream, year: FiscalYear) -> f64 {
        self.fold(i, stream) * self.index(stream, year) * stream.curve.at(year)
    }
}

impl Stated<'_> {
    /// By initiative, the share of its savings and revenues that overlaps leave of a year's planned amounts.
    pub(super) fn uncut(&self, year: FiscalYear) -> Vec<f64> {
        let mut amounts = BTreeMap::new();
        for (i, initiative) in self.model.initiatives.iter().enumerate() {
            for (s, stream) in initiative.streams.iter().enumerate().filter(|(_, stream)| stream.recurring) {
                amounts.insert((i, s, 0), self.amount(i, stream, year));
            }
        }
        Cut::of(self.model, &amounts).left
    }

    /// By policy, the planned recurring level in a year, net of overlaps.
    pub(super) fn levels(&self, year: FiscalYear) -> Vec<f64> {
        let uncut = self.uncut(year);
        let mut levels = vec![0.0; self.model.policies.len()];
        for (i, initiative) in self.model.initiatives.iter().enumerate() {
            let amounts = initiative.streams.iter().filter(|s| s.recurring).map(|s| self.amount(i, s, year));
            let net: f64 = amounts.map(|amount| if amount > 0.0 { amount * uncut[i] } else { amount }).sum();
            initiative.shares.iter().for_each(|(p, share)| levels[*p] += share * net);
        }
        levels
    }
}

fn certain(value: Uncertain, planned: f64) -> f64 {
    match value {
        Uncertain::Certain(value) => value,
        Uncertain::Quantity(_) => planned,
    }
}

/// The expected index of a year: Π (1 + growth) from the year after the base.
pub(in crate::plan) fn expected_index(driver: &Driver, year: FiscalYear) -> f64 {
    let span = Span::new(driver.base.plus(1), year);
    span.into_iter().flat_map(Span::years).map(|y| 1.0 + driver.growth_in(y)).product()
}

/// Initiatives in an order in which each follows those that it requires; without recursion, since a chain of requirements
/// can be as long as the list.
pub(in crate::plan) fn topological(all: &[Initiative]) -> Vec<usize> {
    let (mut order, mut begun, mut done) = (Vec::new(), vec![false; all.len()], vec![false; all.len()]);
    for first in 0..all.len() {
        let mut open = vec![first];
        while let Some(&i) = open.last() {
            if std::mem::replace(&mut begun[i], true) {
                open.pop();
                if !std::mem::replace(&mut done[i], true) {
                    order.push(i);
                }
            } else {
                open.extend(all[i].requires.iter().copied().filter(|r| !begun[*r]));
            }
        }
    }
    order
}
