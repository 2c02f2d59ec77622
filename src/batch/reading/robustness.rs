//! What we decide against what befalls: the worst case, regret, and in how many futures targets are met.

use super::choices::{Choices, Chosen};
use super::{Levels, Reading, Statistic};

/// Strategies (combinations of levers) against futures (combinations of uncertainties).
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// The levers.
    pub levers: Vec<usize>,
    /// The uncertainties.
    pub uncertainties: Vec<usize>,
    /// The futures in which every strategy has a result.
    pub futures: Vec<Levels>,
    /// See [`Choices::futures_left_out`].
    pub futures_left_out: Vec<Levels>,
    /// See [`Choices::left_out`].
    pub strategies_left_out: Vec<Levels>,
    /// The strategies, in the order of their levels.
    pub strategies: Vec<Strategy>,
    safest: usize,
}

/// One strategy over all futures.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy {
    /// The levels of the levers.
    pub levels: Levels,
    /// The statistic in each future.
    pub values: Vec<f64>,
    /// What the best strategy of each future is better by; never negative.
    pub regrets: Vec<f64>,
    /// The future with the worst value.
    pub worst: usize,
    /// The future with the greatest regret.
    pub most_regretted: usize,
    /// The mean over the futures by their weights, alike unless stated.
    pub mean: f64,
    /// The share of futures, by their weights, in which the probability of meeting the target reaches the threshold.
    pub met: f64,
    /// The share of futures, by their weights, in which the planned amount reaches the target.
    pub planned_met: f64,
}

/// Why there is nothing to say about robustness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRobustness {
    /// The set varies no lever.
    NoLever,
    /// The set varies no uncertainty.
    NoUncertainty,
    /// No strategy has any result.
    NoResult,
}

impl Robustness {
    /// Sets the choices of a set against its uncertainties; the target counts as met in a future if its probability is at least `threshold`.
    ///
    /// # Errors
    /// The set has no levers, no uncertainties, or no results.
    pub fn of(reading: &Reading, choices: &Choices, threshold: f64) -> Result<Self, NoRobustness> {
        if choices.levers.is_empty() {
            return Err(NoRobustness::NoLever);
        }
        if choices.uncertainties.is_empty() {
            return Err(NoRobustness::NoUncertainty);
        }
        if choices.list.is_empty() {
            return Err(NoRobustness::NoResult);
        }
        let best = choices.best(reading);
        let strategy = |choice: &Chosen| {
            let share = |holds: &dyn Fn(usize) -> bool| -> f64 {
                let both = choice.scenarios.iter().zip(&choices.weights);
                both.filter(|(scenario, _)| holds(**scenario)).map(|(_, weight)| weight).sum()
            };
            Strategy {
                levels: choice.levels.clone(),
                worst: choice.worst(reading).0,
                most_regretted: choice.regret(&best).0,
                mean: choice.values.iter().zip(&choices.weights).map(|(value, weight)| weight * value).sum(),
                met: share(&|s| reading.by(Statistic::PMet).value(s).is_some_and(|p| p >= threshold)),
                planned_met: share(&|s| {
                    reading.entry(s).is_some_and(|(_, e)| e.target.is_some_and(|target| e.planned >= target))
                }),
                values: choice.values.clone(),
                regrets: choice.regrets(&best),
            }
        };
        let strategies: Vec<Strategy> = choices.list.iter().map(strategy).collect();
        Ok(Self {
            safest: safest(reading, &strategies),
            strategies,
            futures: choices.futures.clone(),
            futures_left_out: choices.futures_left_out.clone(),
            strategies_left_out: choices.left_out.clone(),
            levers: choices.levers.clone(),
            uncertainties: choices.uncertainties.clone(),
        })
    }

    /// The strategies from the least to the greatest regret; equal ones in their order.
    pub fn by_regret(&self) -> Vec<&Strategy> {
        let mut order: Vec<&Strategy> = self.strategies.iter().collect();
        order.sort_by(|a, b| a.greatest_regret().total_cmp(&b.greatest_regret()));
        order
    }

    /// The strategy whose worst case is best; of equal ones the first.
    pub fn safest(&self) -> &Strategy {
        &self.strategies[self.safest]
    }
}

fn safest(reading: &Reading, strategies: &[Strategy]) -> usize {
    let worst = |i: usize| strategies[i].worst_value();
    (1..strategies.len()).fold(0, |safest, i| if reading.is_better(worst(i), worst(safest)) { i } else { safest })
}

impl Strategy {
    /// The greatest regret over the futures.
    pub fn greatest_regret(&self) -> f64 {
        self.regrets[self.most_regretted]
    }

    /// The worst value over the futures.
    pub fn worst_value(&self) -> f64 {
        self.values[self.worst]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::sample::{run, set_of, two_by_three};
    use crate::batch::{FactorKind, SetResults};

    fn robustness(set: &SetResults, statistic: Statistic, threshold: f64) -> Result<Robustness, NoRobustness> {
        let reading = Reading::new(set, statistic);
        Robustness::of(&reading, &Choices::of(&reading), threshold)
    }

    /// Best of each future: 0.9, 0.7, 0.6. Regret of keep: 0, 0.1, 0.3; of delay: 0.1, 0, 0.
    #[test]
    fn regret_is_what_the_best_of_a_future_is_better_by() {
        let set = two_by_three();
        let found = robustness(&set, Statistic::PMet, 0.5).expect("levers and uncertainties");
        let [keep, delay] = &found.strategies[..] else { panic!("two strategies") };
        let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12) && a.len() == b.len();
        assert!(close(&keep.regrets, &[0.0, 0.1, 0.3]) && close(&delay.regrets, &[0.1, 0.0, 0.0]), "{found:?}");
        assert_eq!((keep.worst, keep.most_regretted, delay.worst, delay.most_regretted), (2, 2, 2, 0));
        assert!(close(&[keep.mean, delay.mean], &[0.6, 0.7]));
        assert!(close(&[keep.met, delay.met], &[2.0 / 3.0, 1.0]));
        assert_eq!((found.by_regret(), found.safest()), (vec![delay, keep], delay));
        // 105 planned against 100 everywhere; at a threshold of 65 % each meets it in fewer futures.
        assert_eq!((keep.planned_met, delay.planned_met), (1.0, 1.0));
        let stricter = robustness(&set, Statistic::PMet, 0.65).expect("as before");
        assert!(close(&[stricter.strategies[0].met, stricter.strategies[1].met], &[1.0 / 3.0, 2.0 / 3.0]));
    }

    /// Mean shortfalls: keep 10, 40, 70; delay 20, 30, 40. Least of each future: 10, 30, 40.
    #[test]
    fn of_a_shortfall_the_least_is_best() {
        let set = two_by_three();
        let found = robustness(&set, Statistic::MeanShortfall, 0.5).expect("levers and uncertainties");
        let rounded = |s: &Strategy| s.regrets.iter().map(|r| r.round()).collect::<Vec<_>>();
        assert_eq!(
            [rounded(&found.strategies[0]), rounded(&found.strategies[1])],
            [[0.0, 10.0, 30.0], [10.0, 0.0, 0.0]]
        );
        assert_eq!((found.strategies[0].worst, found.safest()), (2, &found.strategies[1]));
    }

    #[test]
    fn only_futures_that_all_share_count() {
        let mut set = two_by_three();
        set.scenarios[2].entry = Err(crate::lang::Text::same("no"));
        let found = robustness(&set, Statistic::PMet, 0.5).expect("two futures are left");
        assert_eq!((found.futures.len(), found.futures_left_out.as_slice()), (2, &[vec![Some(2)]][..]));
        assert!((found.strategies[0].greatest_regret() - 0.1).abs() < 1e-12);
        for i in [0, 1] {
            set.scenarios[i].entry = Ok(None);
        }
        let found = robustness(&set, Statistic::PMet, 0.5).expect("one strategy is left");
        assert_eq!((found.strategies_left_out.len(), found.strategies.len(), found.futures.len()), (1, 1, 3));
        for i in [3, 4, 5] {
            set.scenarios[i].entry = Ok(None);
        }
        let none = robustness(&set, Statistic::PMet, 0.5);
        assert_eq!(none, Err(NoRobustness::NoResult));
    }

    #[test]
    fn without_both_kinds_there_is_nothing_to_say() {
        let set = set_of(&[("bpr", FactorKind::Lever, &["keep"])], vec![run("a", &[0], &[0.5])]);
        assert_eq!(robustness(&set, Statistic::PMet, 0.5), Err(NoRobustness::NoUncertainty));
        let set = set_of(&[("wage", FactorKind::Uncertainty, &["w"])], vec![run("a", &[0], &[0.5])]);
        assert_eq!(robustness(&set, Statistic::PMet, 0.5), Err(NoRobustness::NoLever));
    }
}
