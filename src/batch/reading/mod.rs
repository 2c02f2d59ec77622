//! What a set says as a whole: rankings, odds by lever and uncertainty, regret, what matters most, what failures have in
//! common. Pure functions of the results of one policy and period.

mod choices;
mod difference;
mod editions;
mod effects;
mod failures;
mod fares;
mod grid;
mod levels;
mod outcome;
mod ranking;
mod robustness;
#[cfg(test)]
pub(crate) mod sample;
mod shares;
mod statistic;

pub use choices::{Choices, Chosen};
pub use difference::{Difference, Grounds, MeanOf, Verdict};
pub use editions::{ByEdition, EditionRow};
pub use effects::{Effects, FactorEffect, LevelEffect};
pub use failures::{Condition, Failures, Trait};
pub use fares::Fare;
pub use grid::{Grid, GridCell, Layout};
pub use levels::{Level, Levels};
pub use outcome::{PolicyFailures, SetOutcome, SetQuestion};
pub use ranking::{Against, Neighbours, Ranked, Ranking};
pub use robustness::{NoRobustness, Robustness, Strategy};
pub use shares::Design;
pub use statistic::{Better, Measure, Statistic};

use super::{FactorKind, ScenarioResult, SetResults};
use crate::money::Unit;
use crate::outcome::Entry;
use crate::stats::Part;
use std::collections::HashSet;

/// The results of a set, read by one statistic.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What is read.
    pub results: &'a SetResults,
    /// By what.
    pub statistic: Statistic,
    unit: Option<Unit>,
}

/// The unit of the first scenario that has one, with the most decimals of those in the same unit.
fn common_unit(results: &SetResults) -> Option<Unit> {
    let mut units = results.scenarios.iter().filter_map(|s| s.unit);
    let first = units.next()?;
    Some(units.filter(|unit| unit.name == first.name).fold(first, Unit::with_decimals_of))
}

impl<'a> Reading<'a> {
    /// Reads results by a statistic.
    pub fn new(results: &'a SetResults, statistic: Statistic) -> Self {
        Self { results, statistic, unit: common_unit(results) }
    }

    /// The same results by another statistic.
    #[must_use]
    pub fn by(&self, statistic: Statistic) -> Self {
        Self { statistic, ..*self }
    }

    /// The unit in which all amounts of the set are read: that of its first scenario that has one, with the most decimals
    /// that any scenario prints in it.
    pub fn unit(&self) -> Option<Unit> {
        self.unit
    }

    /// The value of a scenario; nothing where it has none.
    pub fn value(&self, scenario: usize) -> Option<f64> {
        let (scenario, entry) = self.entry(scenario)?;
        Some(self.statistic.of(entry)? * self.scale(scenario)?)
    }

    /// The 95 % interval of the value of a scenario; nothing where the simulation error is not known.
    pub fn interval(&self, scenario: usize) -> Option<[f64; 2]> {
        let (scenario, entry) = self.entry(scenario)?;
        let scale = self.scale(scenario)?;
        Some(self.statistic.interval(entry)?.map(|end| end * scale))
    }

    /// Half of the widest of these intervals; nothing where one of them is not known.
    pub fn widest(&self) -> Option<f64> {
        let halves = self.values().map(|(i, _)| self.interval(i).map(|[low, high]| (high - low) / 2.0));
        halves.collect::<Option<Vec<f64>>>().map(|halves| halves.into_iter().fold(0.0, f64::max))
    }

    /// Every scenario with a value, with it.
    pub fn values(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        (0..self.results.scenarios.len()).filter_map(|i| Some((i, self.value(i)?)))
    }

    /// Every scenario with a value, with it; of those with the same settings of all factors, as when two groups ask for them,
    /// the first.
    pub fn distinct(&self) -> Vec<(usize, f64)> {
        let factors: Vec<usize> = (0..self.results.factors.len()).collect();
        let mut known = HashSet::new();
        let is_new =
            |(i, _): &(usize, f64)| factors.is_empty() || known.insert(self.results.scenarios[*i].levels(&factors));
        self.values().filter(is_new).collect()
    }

    /// The scenario in which every factor stands as in the base; nothing where the set does not have it, or it has no value.
    pub fn base(&self) -> Option<usize> {
        let results = self.results;
        let is_base = |i: usize| (0..results.factors.len()).all(|f| results.is_base(f, results.scenarios[i].level(f)));
        self.values().map(|(i, _)| i).find(|i| is_base(*i))
    }

    /// Whether `a` is a better value than `b`.
    pub fn is_better(&self, a: f64, b: f64) -> bool {
        match self.statistic.better() {
            Better::More => a > b,
            Better::Less => a < b,
        }
    }

    /// What the statistic of a scenario is multiplied with to stand in the unit of the set; nothing where its unit cannot be
    /// converted.
    fn scale(&self, scenario: &ScenarioResult) -> Option<f64> {
        match (self.statistic.measure(), scenario.unit, self.unit()) {
            (Measure::Amount, Some(own), Some(common)) if own.name != common.name => own.name.in_units_of(common.name),
            _ => Some(1.0),
        }
    }

    fn entry(&self, scenario: usize) -> Option<(&'a ScenarioResult, &'a Entry)> {
        let scenario = self.results.scenarios.get(scenario)?;
        Some((scenario, scenario.entry.as_ref().ok()?.as_ref()?))
    }

    fn error(&self, scenario: usize) -> Option<f64> {
        let (scenario, entry) = self.entry(scenario)?;
        Some(self.statistic.error(entry)? * self.scale(scenario)?)
    }

    /// Trials and value of each part of a run.
    fn parts(&self, scenario: &ScenarioResult) -> Option<Vec<(u64, f64)>> {
        let entry = scenario.entry.as_ref().ok()?.as_ref()?;
        let scale = self.scale(scenario)?;
        let one = |part: &Part| Some((part.trials, self.statistic.in_part(part, entry)? * scale));
        entry.parts.iter().map(one).collect()
    }

    /// The positions of the factors of a kind.
    pub fn factors(&self, kind: FactorKind) -> Vec<usize> {
        let factors = self.results.factors.iter().enumerate();
        factors.filter(|(_, f)| f.kind == kind).map(|(position, _)| position).collect()
    }
}
