//! What is chosen and what befalls, kept apart: each setting of all levers with its scenarios over the settings of the
//! uncertainties that all of them were run in.

use super::{Levels, Reading};
use crate::batch::FactorKind;
use std::collections::{BTreeMap, BTreeSet};

/// The choices of a set over the settings of its uncertainties.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The factors that are chosen.
    pub levers: Vec<usize>,
    /// The factors that befall.
    pub uncertainties: Vec<usize>,
    /// The settings of the uncertainties in which every choice has a value. Without uncertainties a single empty one.
    pub futures: Vec<Levels>,
    /// How much each counts; together 1.
    pub weights: Vec<f64>,
    /// In the order of their levels; of a folder or a list of files each scenario.
    pub list: Vec<Chosen>,
    /// Settings left out, because some choice has no value in them.
    pub futures_left_out: Vec<Levels>,
    /// Choices left out, because they have no value at all, or none in a setting that the others share.
    pub left_out: Vec<Levels>,
}

/// A choice: one setting of all levers.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The level of each lever.
    pub levels: Levels,
    /// The scenario of each future.
    pub scenarios: Vec<usize>,
}

impl Choices {
    /// The choices of a set. Scenarios that are asked for twice, in two groups, count once.
    pub fn of(reading: &Reading) -> Self {
        let (levers, uncertainties) = (reading.factors(FactorKind::Lever), reading.factors(FactorKind::Uncertainty));
        if levers.is_empty() && uncertainties.is_empty() {
            return Self::of_scenarios(reading);
        }
        let mut cells: BTreeMap<Levels, BTreeMap<Levels, usize>> = BTreeMap::new();
        for (scenario, _) in reading.values() {
            let run = &reading.results.scenarios[scenario];
            let of_choice = cells.entry(run.levels(&levers)).or_default();
            of_choice.entry(run.levels(&uncertainties)).or_insert(scenario);
        }
        let futures = common(&cells);
        let all: BTreeSet<Levels> = cells.values().flat_map(BTreeMap::keys).cloned().collect();
        let mut out = Self {
            weights: weights(reading, &uncertainties, &futures),
            futures_left_out: all.into_iter().filter(|f| !futures.contains(f)).collect(),
            left_out: reading.results.combinations(&levers),
            list: Vec::new(),
            levers,
            uncertainties,
            futures,
        };
        for (levels, runs) in cells {
            let scenarios: Option<Vec<usize>> = out.futures.iter().map(|f| runs.get(f).copied()).collect();
            if let Some(scenarios) = scenarios.filter(|s| !s.is_empty()) {
                out.left_out.retain(|left| *left != levels);
                out.list.push(Chosen { levels, scenarios });
            }
        }
        out
    }

    /// Without factors each scenario stands for itself.
    fn of_scenarios(reading: &Reading) -> Self {
        let one = |(scenario, _): (usize, f64)| Chosen { levels: Vec::new(), scenarios: vec![scenario] };
        Self {
            levers: Vec::new(),
            uncertainties: Vec::new(),
            futures: vec![Vec::new()],
            weights: vec![1.0],
            list: reading.values().map(one).collect(),
            futures_left_out: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// The scenarios of a choice, each with its weight.
    pub fn weighted(&self, choice: usize) -> Vec<(usize, f64)> {
        self.list[choice].scenarios.iter().copied().zip(self.weights.iter().copied()).collect()
    }

    /// The choice in which every lever stands as planned; nothing where the set does not have it.
    pub fn reference(&self, reading: &Reading) -> Option<usize> {
        if self.levers.is_empty() {
            return None;
        }
        let levels = reading.results.references(&self.levers);
        self.list.iter().position(|c| c.levels == levels)
    }

    /// Whether some settings of the uncertainties count more than others.
    pub fn is_weighted(&self) -> bool {
        self.weights.iter().any(|w| (w * self.weights.len() as f64 - 1.0).abs() > 1e-12)
    }
}

/// The futures that all choices have or, where there is none, that all have which have the most frequent one.
fn common(cells: &BTreeMap<Levels, BTreeMap<Levels, usize>>) -> Vec<Levels> {
    let shared = |of: &dyn Fn(&BTreeMap<Levels, usize>) -> bool| -> Vec<Levels> {
        let sets = cells.values().filter(|runs| of(runs)).map(|runs| runs.keys().cloned().collect::<BTreeSet<_>>());
        sets.reduce(|a, b| &a & &b).unwrap_or_default().into_iter().collect()
    };
    let all = shared(&|_| true);
    if !all.is_empty() {
        return all;
    }
    let mut counts: BTreeMap<&Levels, usize> = BTreeMap::new();
    cells.values().flat_map(BTreeMap::keys).for_each(|future| *counts.entry(future).or_default() += 1);
    // Of equally frequent ones the first.
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(future, _)| future.clone());
    most.map(|future| shared(&|runs| runs.contains_key(&future))).unwrap_or_default()
}

/// The weights of futures, together 1.
fn weights(reading: &Reading, uncertainties: &[usize], futures: &[Levels]) -> Vec<f64> {
    let own: Vec<f64> = futures.iter().map(|f| reading.results.weight(uncertainties, f)).collect();
    let total: f64 = own.iter().sum();
    own.into_iter().map(|w| w / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::Statistic;
    use crate::batch::reading::sample::{run, set_of, two_by_three};

    #[test]
    fn a_choice_has_one_scenario_a_future_however_often_it_was_asked_for() {
        let mut set = two_by_three();
        set.scenarios.push(run("again", &[0, 1], &[0.6]));
        let found = Choices::of(&Reading::new(&set, Statistic::PMet));
        let scenarios: Vec<&[usize]> = found.list.iter().map(|c| c.scenarios.as_slice()).collect();
        assert_eq!((scenarios, found.futures.len()), (vec![&[0, 1, 2][..], &[3, 4, 5]], 3));
        assert!(!found.is_weighted() && found.reference(&Reading::new(&set, Statistic::PMet)) == Some(0));
    }

    /// The weights 1, 2, 1 of three wages: 0.25, 0.5, 0.25.
    #[test]
    fn futures_count_by_their_weights() {
        let mut set = two_by_three();
        set.factors[1].weights = vec![1.0, 2.0, 1.0];
        let reading = Reading::new(&set, Statistic::PMet);
        let found = Choices::of(&reading);
        assert_eq!((found.weights.as_slice(), found.is_weighted()), (&[0.25, 0.5, 0.25][..], true));
        // 0.25 · 0.9 + 0.5 · 0.6 + 0.25 · 0.3.
        let mean = reading.mean_of(&found.weighted(0)).expect("values").value;
        assert!((mean - 0.6).abs() < 1e-12);
        // 0.25 · 0.8 + 0.5 · 0.7 + 0.25 · 0.6.
        let mean = reading.mean_of(&found.weighted(1)).expect("values").value;
        assert!((mean - 0.7).abs() < 1e-12);
    }

    /// a alone in w0, b and c in w1: no future is common, and w1 is that of most.
    #[test]
    fn where_no_future_is_common_the_most_frequent_one_counts() {
        let factors = [("l", FactorKind::Lever, &["a", "b", "c"][..]), ("u", FactorKind::Uncertainty, &["w0", "w1"])];
        let runs = [([0, 0], 0.1), ([1, 1], 0.2), ([2, 1], 0.3)];
        let set = set_of(&factors, runs.iter().map(|(levels, p)| run("s", levels, &[*p])).collect());
        let found = Choices::of(&Reading::new(&set, Statistic::PMet));
        assert_eq!((found.futures.as_slice(), found.list.len()), (&[vec![Some(1)]][..], 2));
        assert_eq!((found.left_out.as_slice(), found.futures_left_out.len()), (&[vec![Some(0)]][..], 1));
    }
}
