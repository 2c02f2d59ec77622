//! The streams of initiatives: what is certain is folded into the columns, the rest is left to simulate.

use super::compile::{Compiler, View};
use super::levels::Levels;
use super::states::{Certainty, Known};
use super::{DriverPlan, DriverStep, Link, NoisePlan, Part, StreamPlan, YearPlan};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Actual, Driver, Initiative, Stream};

/// The calendar year from which chains of yearly noise run in plans without a fixed period.
const ANCHOR_WITHOUT_PERIOD: i32 = 2020;

/// What is certain about a stream, and how what is not is simulated.
struct Form {
    part: Part,
    /// The realisation, if it is certain.
    realisation: Option<f64>,
    /// Whether it goes ahead, if that is certain.
    go: Option<f64>,
    /// The delays for which levels are worked out: the certain one, or all whole years within reach.
    delays: Vec<f64>,
    /// The first of them, if the delay is not certain.
    first_delay: Option<f64>,
    /// σ of the yearly noise, if there is any.
    noise: Option<f64>,
    /// The index, if it is uncertain.
    moving: Option<usize>,
    /// The product of the certain factors.
    fold: f64,
}

impl Compiler<'_> {
    /// Folds what is certain of a stream into the columns; returns what is left to simulate.
    pub(super) fn stream(
        &mut self,
        i: usize,
        initiative: &Initiative,
        stream: &Stream,
        state: &Known,
    ) -> Option<StreamPlan> {
        let form = self.form(stream, state);
        let mut years: Vec<YearPlan> = Vec::new();
        for view in self.views.clone() {
            if let Some(actual) = stream.actuals.get(&view.year).filter(|_| view.is_closed()) {
                let name = format!("{}/{}/outturn/{}", initiative.draws, stream.id, view.year.calendar());
                let one_off = if form.part == Part::OneOff { actual.value } else { actual.one_off };
                // What was recorded is a fact: no overlap cuts it.
                let policies = self.policies(i, view);
                self.recorded(&Actual { one_off, ..*actual }, form.part, name, stream.sign(), &policies, view);
                continue;
            }
            let Some(year) = self.year(i, stream, &form, view) else { continue };
            match years.last_mut().filter(|last| last.year == year.year && last.levels == year.levels) {
                Some(last) => last.into.extend(year.into),
                None => years.push(year),
            }
        }
        if years.is_empty() {
            return None;
        }
        Some(StreamPlan {
            id: stream.id.clone(),
            kind: stream.kind,
            realisation: if form.realisation.is_none() { self.draw(stream.realisation) } else { None },
            needs_go_ahead: form.go.is_none(),
            noise: form.noise.map(|sigma| self.noise(initiative, stream, sigma, &years)),
            driver: form.moving.and_then(|d| self.driver(d)),
            first_delay: form.first_delay,
            years,
        })
    }

    fn form(&self, stream: &Stream, state: &Known) -> Form {
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
        let (first, last) = (state.reach.0.floor(), state.reach.1.ceil());
        let within_reach = || (0..=(last - first) as i32).map(|k| first + f64::from(k)).collect();
        Form {
            part: if stream.recurring { Part::Recurring } else { Part::OneOff },
            realisation,
            go,
            delays: delay.map_or_else(within_reach, |delay| vec![delay]),
            first_delay: delay.is_none().then_some(first),
            noise: (self.on && stream.volatility > 0.0).then(|| libm::log1p(stream.volatility.powi(2)).sqrt()),
            moving: stream.driver.filter(|&d| self.on && self.model.drivers[d].volatility > 0.0),
            fold: stream.sign() * stream.general_fund_share * realisation.unwrap_or(1.0) * go.unwrap_or(1.0),
        }
    }

    /// One year of a stream: folded into the columns where nothing bears on it that is uncertain in this year.
    fn year(&mut self, i: usize, stream: &Stream, form: &Form, view: View) -> Option<YearPlan> {
        let year = view.year;
        let driver = stream.driver.map(|d| &self.model.drivers[d]);
        let moving = driver.filter(|d| form.moving.is_some() && year > d.base);
        let index = driver.filter(|_| form.moving.is_none()).map_or(1.0, |d| expected_index(d, year));
        let at = |delay: &f64| form.fold * index * Self::planned(stream, view, *delay);
        let levels: Vec<f64> = form.delays.iter().map(at).collect();
        let owners = self.owners(i, view);
        if owners.is_empty() || levels.iter().all(|l| *l == 0.0) {
            return None;
        }
        let level = view.level(form.part);
        if !self.read.contains(&level) {
            return None;
        }
        self.note_overlap(i, level);
        let column = |levels: &mut Levels, owner| levels.column(owner, level);
        let into: Vec<(usize, f64)> = owners.iter().map(|&(o, share)| (column(&mut self.levels, o), share)).collect();
        let whatever_the_delay = levels.iter().all(|l| *l == levels[0]);
        let certain = form.realisation.is_some() && form.go.is_some() && form.noise.is_none();
        if certain && moving.is_none() && whatever_the_delay {
            into.iter().for_each(|(column, share)| self.levels.add(*column, share * levels[0]));
            return None;
        }
        let most = levels.iter().map(|l| l.abs()).fold(0.0, f64::max);
        into.iter().for_each(|(column, share)| self.levels.mark(*column, share * most));
        Some(YearPlan { year: self.axis.index(year).unwrap_or_default(), levels, into })
    }

    /// curve(y − d), interpolated between whole years. A one-off amount never moves between closed and open years:
    /// planned for a closed year it is lost to the open ones, planned for an open year it comes in the first of them at the
    /// earliest.
    fn planned(stream: &Stream, view: View, delay: f64) -> f64 {
        let year = view.year;
        let at = |shift: i32| {
            let from = year.plus(-shift);
            if stream.recurring {
                stream.curve.at(from)
            } else if view.at_is_closed(from) != view.is_closed() {
                0.0
            } else if view.as_of == Some(year) && shift < 0 {
                (0..=-shift).map(|k| stream.curve.at(year.plus(k))).sum()
            } else {
                stream.curve.at(from)
            }
        };
        let whole = delay.floor();
        let fraction = delay - whole;
        let now = at(whole as i32);
        if fraction == 0.0 { now } else { now + fraction * (at(whole as i32 + 1) - now) }
    }

    fn noise(&self, initiative: &Initiative, stream: &Stream, sigma: f64, years: &[YearPlan]) -> NoisePlan {
        let Some((first, last)) = years.first().zip(years.last()).map(|(a, b)| (a.year, b.year)) else {
            return NoisePlan { sigma, persistence: stream.persistence, anchor: 0, links: Vec::new() };
        };
        let anchor = self.axis.index(self.noise_anchor()).unwrap_or(0);
        let link = |index: usize| {
            let name =
                format!("{}/{}/noise/{}", initiative.draws, stream.id, self.axis.first.plus(index as i32).calendar());
            let used = years.partition_point(|y| y.year < index)..years.partition_point(|y| y.year <= index);
            Link { name, year: index, used }
        };
        // Without persistence a year's noise needs no other year's.
        let links = (first.min(anchor)..=last.max(anchor))
            .map(link)
            .filter(|link| !link.used.is_empty() || stream.persistence != 0.0)
            .collect();
        NoisePlan { sigma, persistence: stream.persistence, anchor, links }
    }

    /// The year from which chains of yearly noise run, forwards and backwards: the one before the plan, or without a fixed
    /// period one that is the same for all plans. It does not hang on what streams state, on which years are closed and
    /// what editions read, so that a plan and its revision share the chain.
    pub(super) fn noise_anchor(&self) -> FiscalYear {
        let before = self.model.period.first.plus(-1);
        if self.model.fixed { before } else { FiscalYear::new(ANCHOR_WITHOUT_PERIOD).unwrap_or(before) }
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
