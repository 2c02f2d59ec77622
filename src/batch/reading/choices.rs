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
    /// Settings left out, because some choice has no value in them, or the set states weights and none for them.
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
    /// The value of each of these.
    pub values: Vec<f64>,
}

impl Choices {
    /// The choices of a set. Scenarios that are asked for twice, in two groups, count once.
    pub fn of(reading: &Reading) -> Self {
        let (levers, uncertainties) = (reading.factors(FactorKind::Lever), reading.factors(FactorKind::Uncertainty));
        if levers.is_empty() && uncertainties.is_empty() {
            return Self::of_scenarios(reading);
        }
        let mut cells: BTreeMap<Levels, Cells> = BTreeMap::new();
        for (scenario, value) in reading.values() {
            let run = &reading.results.scenarios[scenario];
            let of_choice = cells.entry(run.levels(&levers)).or_default();
            of_choice.entry(run.levels(&uncertainties)).or_insert((scenario, value));
        }
        let (futures, weights) = weighted(reading, &uncertainties, common(&cells));
        let kept: BTreeSet<&Levels> = futures.iter().collect();
        let all: BTreeSet<&Levels> = cells.values().flat_map(BTreeMap::keys).collect();
        let list: Vec<Chosen> = cells.iter().filter_map(|(levels, runs)| Chosen::of(levels, runs, &futures)).collect();
        let chosen: BTreeSet<&Levels> = list.iter().map(|chosen| &chosen.levels).collect();
        let mut left_out = reading.results.combinations(&levers);
        left_out.retain(|levels| !chosen.contains(levels));
        Self {
            futures_left_out: all.difference(&kept).map(|future| (*future).clone()).collect(),
            left_out,
            list,
            levers,
            uncertainties,
            weights,
            futures,
        }
    }

    /// Without factors each scenario stands for itself.
    fn of_scenarios(reading: &Reading) -> Self {
        let one = |(scenario, value): (usize, f64)| Chosen {
            levels: Vec::new(),
            scenarios: vec![scenario],
            values: vec![value],
        };
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

    /// The choice in which every lever stands as planned; nothing where the set does not have it, or it has no value.
    pub fn reference(&self, reading: &Reading) -> Option<usize> {
        if self.levers.is_empty() {
            return None;
        }
        let results = reading.results;
        let is_planned = |c: &Chosen| self.levers.iter().zip(&c.levels).all(|(lever, l)| results.is_base(*lever, *l));
        self.list.iter().position(is_planned)
    }

    /// The best value of each future.
    pub fn best(&self, reading: &Reading) -> Vec<f64> {
        let of_each = self.list.iter().map(|chosen| chosen.values.clone());
        let better = |best: Vec<f64>, own: Vec<f64>| {
            best.into_iter().zip(own).map(|(a, b)| if reading.is_better(b, a) { b } else { a }).collect()
        };
        of_each.reduce(better).unwrap_or_default()
    }

    /// Whether some settings of the uncertainties count more than others.
    pub fn is_weighted(&self) -> bool {
        self.weights.iter().any(|w| (w * self.weights.len() as f64 - 1.0).abs() > 1e-12)
    }
}

impl Chosen {
    /// A choice that has a value in every future; nothing without futures.
    fn of(levels: &Levels, runs: &Cells, futures: &[Levels]) -> Option<Self> {
        let runs: Vec<(usize, f64)> = futures.iter().map(|f| runs.get(f).copied()).collect::<Option<_>>()?;
        let (scenarios, values): (Vec<usize>, Vec<f64>) = runs.into_iter().unzip();
        (!scenarios.is_empty()).then(|| Self { levels: levels.clone(), scenarios, values })
    }

    /// The first future with the worst value, and that.
    pub fn worst(&self, reading: &Reading) -> (usize, f64) {
        first_by(&self.values, |a, b| reading.is_better(b, a))
    }

    /// What the best of each future is better by; never negative.
    pub fn regrets(&self, best: &[f64]) -> Vec<f64> {
        self.values.iter().zip(best).map(|(own, best)| (best - own).abs()).collect()
    }

    /// The first future in which that is most, and by how much.
    pub fn regret(&self, best: &[f64]) -> (usize, f64) {
        first_by(&self.regrets(best), |a, b| a > b)
    }
}

/// The first place whose value no other beats, and that value; there is at least one.
fn first_by(values: &[f64], beats: impl Fn(f64, f64) -> bool) -> (usize, f64) {
    let place =
        (1..values.len()).fold(0, |found, place| if beats(values[place], values[found]) { place } else { found });
    (place, values[place])
}

/// Of one choice, the scenario and the value of each future.
type Cells = BTreeMap<Levels, (usize, f64)>;

/// The futures that all choices have or, where there is none, that all have which have the most frequent one.
fn common(cells: &BTreeMap<Levels, Cells>) -> Vec<Levels> {
    let shared = |of: &dyn Fn(&Cells) -> bool| -> Vec<Levels> {
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

/// The futures that count, and their weights, together 1.
fn weighted(reading: &Reading, uncertainties: &[usize], futures: Vec<Levels>) -> (Vec<Levels>, Vec<f64>) {
    let weights = reading.results.weights(uncertainties, &futures);
    let known = futures.into_iter().zip(weights).filter_map(|(future, weight)| Some((future, weight?)));
    let (futures, own): (Vec<Levels>, Vec<f64>) = known.unzip();
    let total: f64 = own.iter().sum();
    (futures, own.into_iter().map(|w| w / total).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::SetResults;
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

    /// Two groups: every wage with its weight, and keep and delay at the base's own wage, which is none of the three and has
    /// no weight.
    #[test]
    fn where_weights_are_stated_a_future_without_one_does_not_count() {
        let mut set = two_by_three();
        set.scenarios.extend([0, 1].map(|lever| {
            let mut own = run("own", &[lever, 0], &[0.1]);
            own.settings.truncate(1);
            own
        }));
        let reading = |set: &SetResults| Choices::of(&Reading::new(set, Statistic::PMet));
        assert_eq!(reading(&set).futures.len(), 4);
        set.factors[1].weights = vec![1.0, 2.0, 1.0];
        let found = reading(&set);
        assert_eq!(
            (found.weights.as_slice(), found.futures_left_out.as_slice()),
            (&[0.25, 0.5, 0.25][..], &[vec![None]][..])
        );
    }

    /// A lever that is only halved or doubled: neither is the plan. Where the base is one of its values, that is, and so is a
    /// scenario that leaves the lever alone.
    #[test]
    fn as_planned_is_what_leaves_every_lever_as_in_the_base() {
        let lever = [("l", FactorKind::Lever, &["half", "double"][..])];
        let mut set = set_of(&lever, vec![run("half", &[0], &[0.2]), run("double", &[1], &[0.8])]);
        let reference = |set: &SetResults| {
            let reading = Reading::new(set, Statistic::PMet);
            Choices::of(&reading).reference(&reading)
        };
        assert_eq!(reference(&set), None);
        set.factors[0].base = Some(1);
        assert_eq!(reference(&set), Some(1));
        set.factors[0].base = None;
        set.scenarios.push(run("base", &[], &[0.5]));
        assert_eq!(reference(&set), Some(0));
        set.scenarios[2].entry = Err(crate::lang::Text::same("no"));
        assert_eq!(reference(&set), None);
        // Of several bases the first.
        let mut bases =
            set_of(&[("base", FactorKind::Lever, &["a", "b"])], vec![run("b", &[1], &[0.8]), run("a", &[0], &[0.2])]);
        assert_eq!(reference(&bases), Some(0));
        assert_eq!(Choices::of(&Reading::new(&bases, Statistic::PMet)).list[0].levels, [Some(0)]);
        bases.factors[0].id = "other".to_owned();
        assert_eq!(reference(&bases), None);
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
