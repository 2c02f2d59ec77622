//! Amounts of a stream: folded into the columns where nothing bears on them that is uncertain, else left to simulate.

use super::compile::Compiler;
use super::late::View;
use super::reached::expected_index;
use super::streams::Form;
use super::{DriverPlan, DriverStep, Link, NoisePlan, Portion, StreamPlan, YearPlan};
use crate::fiscal::{FiscalYear, Span};
use crate::model::{Initiative, Stream};
use std::collections::BTreeMap;

/// Amounts of a stream in a year.
pub(super) struct Amounts {
    pub(super) portion: Portion,
    /// The year of the record that they go on from.
    pub(super) from: Option<FiscalYear>,
    /// The quantity that they are multiplied by: a share that is made good, or the deviation of an open record.
    pub(super) times: Option<usize>,
    pub(super) view: View,
    /// By delay, or one, signed; without realisation, go-ahead and index.
    pub(super) levels: Vec<f64>,
}

/// What amounts of a stream have in common that are simulated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    portion: Portion,
    /// Whether it is the year of the record itself, on which no noise acts.
    settled: bool,
    times: Option<usize>,
    /// The index, taken as 1 in the year, where it moves.
    driver: Option<(usize, FiscalYear)>,
}

/// The amounts of a stream that are left to simulate.
pub(super) type Left = BTreeMap<Alike, Vec<YearPlan>>;

impl Compiler<'_> {
    /// Adds amounts to columns with weights, or to those that are left to simulate.
    pub(super) fn add(&mut self, form: &Form, amounts: Amounts, to: &[(usize, f64)], left: &mut Left) {
        let Amounts { portion, from, times, view, levels } = amounts;
        let year = view.year;
        let hangs_on_states = matches!(portion, Portion::Planned | Portion::MadeGood);
        let fold = if hangs_on_states { form.realisation.unwrap_or(1.0) * form.go.unwrap_or(1.0) } else { 1.0 };
        let fold = fold * self.certain_index(form, from, year);
        let levels: Vec<f64> = levels.into_iter().map(|level| fold * level).collect();
        if levels.iter().all(|level| *level == 0.0) {
            return;
        }
        let driver = form
            .moving
            .map(|d| (d, from.map_or(self.model.drivers[d].base, |from| from.max(self.model.drivers[d].base))));
        let states = !hangs_on_states || (form.realisation.is_some() && form.go.is_some());
        let moves = driver.is_some_and(|(_, from)| year > from);
        let whatever_the_delay = levels.iter().all(|level| *level == levels[0]);
        let settled = from == Some(year);
        if states && times.is_none() && (settled || form.noise.is_none()) && !moves && whatever_the_delay {
            to.iter().for_each(|(column, weight)| self.levels.add(*column, weight * levels[0]));
            return;
        }
        let most = levels.iter().map(|level| level.abs()).fold(0.0, f64::max);
        to.iter().for_each(|(column, weight)| self.levels.mark(*column, weight * most));
        let years = left.entry(Alike { portion, settled, times, driver }).or_default();
        keep(years, YearPlan { year: self.axis.index(year).unwrap_or_default(), levels, into: to.to_vec() });
    }

    /// The growth of an index from the year `from`, or since its base, where it is certain.
    fn certain_index(&self, form: &Form, from: Option<FiscalYear>, year: FiscalYear) -> f64 {
        if form.moving.is_some() {
            return 1.0;
        }
        self.expected_index(form.stream, year) / from.map_or(1.0, |from| self.expected_index(form.stream, from))
    }

    /// The expected index of a stream in a year, 1 where it moves with none.
    pub(super) fn expected_index(&self, stream: &Stream, year: FiscalYear) -> f64 {
        stream.driver.map_or(1.0, |d| expected_index(&self.model.drivers[d], year))
    }

    /// The amounts of a stream that are simulated alike.
    pub(super) fn plan(&mut self, form: &Form, alike: Alike, years: Vec<YearPlan>) -> StreamPlan {
        let hangs_on_states = matches!(alike.portion, Portion::Planned | Portion::MadeGood);
        let uncertain = form.realisation.is_none() && hangs_on_states;
        let (of_open, of_made_good) = (alike.portion == Portion::Open, alike.portion == Portion::MadeGood);
        StreamPlan {
            id: form.stream.id.clone(),
            kind: form.stream.kind,
            portion: alike.portion,
            realisation: if uncertain { self.draw(form.stream.realisation) } else { alike.times.filter(|_| of_open) },
            made_good: alike.times.filter(|_| of_made_good),
            needs_go_ahead: form.go.is_none() && hangs_on_states,
            noise: form
                .noise
                .filter(|_| !alike.settled)
                .map(|sigma| self.noise(form.initiative, form.stream, sigma, &years)),
            driver: alike.driver.map(|driver| self.driver(driver)),
            first_delay: form.first_delay.filter(|_| hangs_on_states),
            slips: form.slips && hangs_on_states,
            years,
        }
    }

    fn noise(&self, initiative: &Initiative, stream: &Stream, sigma: f64, years: &[YearPlan]) -> NoisePlan {
        let Some((first, last)) = years.first().zip(years.last()).map(|(a, b)| (a.year, b.year)) else {
            return NoisePlan { sigma, persistence: stream.persistence, anchor: 0, links: Vec::new() };
        };
        let anchor = self.axis.index(self.model.noise_from).unwrap_or(0);
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

    /// An uncertain index that is 1 in a year.
    fn driver(&mut self, (d, from): (usize, FiscalYear)) -> usize {
        if let Some(known) = self.drivers.get(&(d, from)) {
            return *known;
        }
        let driver = &self.model.drivers[d];
        let sigma = driver.volatility;
        let steps = Span::new(from.plus(1), self.axis.last).into_iter().flat_map(Span::years).map(|year| DriverStep {
            name: format!("driver//{}/{}", driver.id, year.calendar()),
            drift: libm::log1p(driver.growth_in(year)) - 0.5 * sigma * sigma,
            year: self.axis.index(year),
        });
        self.driver_plans.push(DriverPlan { steps: steps.collect(), sigma });
        self.drivers.insert((d, from), self.driver_plans.len() - 1);
        self.driver_plans.len() - 1
    }
}

/// Adds a year to others, joined with the last one if that has the same amounts. An earlier one stays as it is: what is
/// added to a column must not change its order because other years are read besides.
fn keep(years: &mut Vec<YearPlan>, year: YearPlan) {
    let same = years.last_mut().filter(|last| last.year == year.year && last.levels == year.levels);
    let Some(same) = same else { return years.push(year) };
    for (column, weight) in year.into {
        match same.into.iter_mut().find(|(known, _)| *known == column) {
            Some((_, known)) => *known += weight,
            None => same.into.push((column, weight)),
        }
    }
}
