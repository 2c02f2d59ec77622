//! The streams of initiatives: what is certain is folded into the columns, the rest is left to simulate.

use super::compile::Compiler;
use super::states::{Certainty, Known};
use super::{DriverPlan, DriverStep, NoisePlan, Part, StreamPlan, YearPlan};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Actual, Driver, Initiative, Stream};

impl Compiler<'_> {
    /// Folds what is certain of a stream into the columns; returns what is left to simulate.
    pub(super) fn stream(
        &mut self,
        i: usize,
        initiative: &Initiative,
        stream: &Stream,
        state: &Known,
    ) -> Option<StreamPlan> {
        let part = if stream.recurring { Part::Recurring } else { Part::OneOff };
        let realisation = self.certain(stream.realisation, 1.0);
        let go = match state.go {
            _ if stream.spent_on_failure => Some(1.0),
            Certainty::Certain(go) => Some(go),
            _ => None,
        };
        let delay = match state.delay {
            _ if !stream.delayed => Some(0.0),
            Certainty::Certain(delay) => Some(delay),
            _ => None,
        };
        let noise = (self.on && stream.volatility > 0.0).then(|| libm::log1p(stream.volatility.powi(2)).sqrt());
        let driver = stream.driver.map(|d| &self.model.drivers[d]);
        let moving = stream.driver.filter(|&d| self.on && self.model.drivers[d].volatility > 0.0);
        let fold = stream.sign() * stream.general_fund_share * realisation.unwrap_or(1.0) * go.unwrap_or(1.0);
        let is_certain =
            realisation.is_some() && go.is_some() && delay.is_some() && noise.is_none() && moving.is_none();
        let first_delay = delay.is_none().then(|| state.reach.0.floor());
        let delays: Vec<f64> = match (delay, first_delay) {
            (Some(delay), _) => vec![delay],
            (None, first) => {
                let first = first.unwrap_or(0.0);
                (0..=(state.reach.1.ceil() - first) as i32).map(|k| first + f64::from(k)).collect()
            }
        };
        let mut years = Vec::new();
        for year in self.read.years() {
            let owners = self.owners(i, year);
            if let Some(actual) = stream.actuals.get(&year) {
                let name = format!("{}/{}/outturn/{}", initiative.id, stream.id, year.calendar());
                let one_off = if part == Part::OneOff { actual.value } else { actual.one_off };
                // What was recorded is a fact: no overlap cuts it.
                let policies = self.policies(i, year);
                self.recorded(&Actual { one_off, ..*actual }, part, name, stream.sign(), &policies, year);
                continue;
            }
            let index = driver.filter(|_| moving.is_none()).map_or(1.0, |d| expected_index(d, year));
            let levels: Vec<f64> = delays.iter().map(|d| fold * index * self.planned(stream, year, *d)).collect();
            if owners.is_empty() || levels.iter().all(|l| *l == 0.0) {
                continue;
            }
            self.note_overlap(i, part, year);
            let into: Vec<(usize, f64)> =
                owners.iter().map(|&(owner, share)| (self.levels.column(owner, part, year), share)).collect();
            if is_certain {
                into.iter().for_each(|(column, share)| self.levels.add(*column, share * levels[0]));
            } else {
                into.iter().for_each(|(column, _)| self.levels.mark(*column));
                let year = self.axis.index(year).unwrap_or_default();
                years.push(YearPlan { year, levels, into });
            }
        }
        if years.is_empty() {
            return None;
        }
        Some(StreamPlan {
            id: stream.id.clone(),
            kind: stream.kind,
            realisation: if realisation.is_none() { self.draw(stream.realisation) } else { None },
            needs_go_ahead: go.is_none(),
            noise: noise.map(|sigma| self.noise(initiative, stream, sigma, &years)),
            driver: moving.and_then(|d| self.driver(d)),
            first_delay,
            years,
        })
    }

    /// curve(y − d), interpolated between whole years. A one-off amount planned for a closed year never moves into an
    /// open one.
    fn planned(&self, stream: &Stream, year: FiscalYear, delay: f64) -> f64 {
        let at = |shift: i32| {
            let from = year.plus(-shift);
            let lost = !stream.recurring && self.model.is_closed(from) && !self.model.is_closed(year);
            if lost { 0.0 } else { stream.curve.at(from) }
        };
        let whole = delay.floor();
        let fraction = delay - whole;
        let now = at(whole as i32);
        if fraction == 0.0 { now } else { now + fraction * (at(whole as i32 + 1) - now) }
    }

    fn noise(&self, initiative: &Initiative, stream: &Stream, sigma: f64, years: &[YearPlan]) -> NoisePlan {
        let last = years.last().map_or(0, |y| y.year);
        let link = |(index, year): (usize, FiscalYear)| {
            let name = format!("{}/{}/noise/{}", initiative.id, stream.id, year.calendar());
            (name, years.iter().position(|y| y.year == index))
        };
        // Without persistence a year's noise needs no other year's; with it the chain begins where the axis does,
        // whichever years are closed, so that a plan and its revision share it.
        let links = self.axis.years().enumerate().map(link).take(last + 1);
        let links = links.filter(|(_, used)| used.is_some() || stream.persistence != 0.0).collect();
        NoisePlan { sigma, persistence: stream.persistence, links }
    }

    fn driver(&mut self, d: usize) -> Option<usize> {
        if self.drivers[d].is_none() {
            let driver = &self.model.drivers[d];
            let sigma = driver.volatility;
            let span = Span::new(driver.base.plus(1), self.axis.last);
            let steps = span.into_iter().flat_map(Span::years).map(|year| DriverStep {
                name: format!("driver//{}/{}", driver.id, year.calendar()),
                drift: libm::log1p(driver.growth_in(year)) - 0.5 * sigma * sigma,
                year: self.axis.index(year),
            });
            self.driver_plans.push(DriverPlan { steps: steps.collect(), sigma });
            self.drivers[d] = Some(self.driver_plans.len() - 1);
        }
        self.drivers[d]
    }
}

/// The expected index of a year: Π (1 + growth) from the year after the base.
fn expected_index(driver: &Driver, year: FiscalYear) -> f64 {
    let span = Span::new(driver.base.plus(1), year);
    span.into_iter().flat_map(Span::years).map(|y| 1.0 + driver.growth_in(y)).product()
}
