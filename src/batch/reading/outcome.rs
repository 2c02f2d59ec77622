//! What a set says, each part worked out once, when it is first asked for: reports of every format read this and nothing
//! else.

use super::{ByEdition, Effects, Failures, Fare, Grid, Layout, NoRobustness, Ranking, Reading, Robustness, Statistic};
use crate::batch::{FactorKind, SetResults};
use crate::fiscal::FiscalYear;
use std::cell::OnceCell;

/// What is asked of a set.
#[derive(Clone, Copy, Debug)]
pub struct SetQuestion<'a> {
    /// The results of the policy and period that are read.
    pub results: &'a SetResults,
    /// By what the scenarios are read.
    pub statistic: Statistic,
    /// By what they are read edition by edition.
    pub edition_statistic: Statistic,
    /// The factors that the odds are laid out by.
    pub layout: &'a Layout,
    /// The probability below which a target does not count as met.
    pub threshold: f64,
    /// The results of each policy whose failures are told, by id.
    pub by_policy: &'a [(String, SetResults)],
    /// The results in each edition that any scenario has, where they are told.
    pub editions: &'a [(FiscalYear, SetResults)],
}

/// What a set says.
#[derive(Debug)]
pub struct SetOutcome<'a> {
    /// What was asked.
    pub question: SetQuestion<'a>,
    /// The results, read by the statistic.
    pub reading: Reading<'a>,
    ranking: OnceCell<Ranking>,
    fares: OnceCell<Vec<Fare>>,
    extent: OnceCell<[usize; 2]>,
    odds: OnceCell<Grid>,
    odds_transposed: OnceCell<Grid>,
    robustness: OnceCell<Result<Robustness, NoRobustness>>,
    effects: OnceCell<Effects>,
    failures: OnceCell<Vec<PolicyFailures<'a>>>,
    editions: OnceCell<ByEdition>,
    error: OnceCell<Option<f64>>,
}

/// Where a policy fails.
#[derive(Clone, Debug)]
pub struct PolicyFailures<'a> {
    /// The policy's id, or `total`.
    pub policy: &'a str,
    /// Its odds, scenario by scenario.
    pub odds: Reading<'a>,
    /// In which scenarios, and what they have in common.
    pub found: Failures,
}

impl<'a> SetOutcome<'a> {
    /// Reads a set.
    pub fn of(question: SetQuestion<'a>) -> Self {
        Self {
            question,
            reading: Reading::new(question.results, question.statistic),
            ranking: OnceCell::new(),
            fares: OnceCell::new(),
            extent: OnceCell::new(),
            odds: OnceCell::new(),
            odds_transposed: OnceCell::new(),
            robustness: OnceCell::new(),
            effects: OnceCell::new(),
            failures: OnceCell::new(),
            editions: OnceCell::new(),
            error: OnceCell::new(),
        }
    }

    /// Whether the set varies what befalls and nothing that is chosen.
    pub fn is_of_one_choice(&self) -> bool {
        !self.question.results.factors.is_empty() && self.reading.factors(FactorKind::Lever).is_empty()
    }

    /// Whether the set varies both what is chosen and what befalls.
    pub fn is_of_both_kinds(&self) -> bool {
        [FactorKind::Lever, FactorKind::Uncertainty].iter().all(|kind| !self.reading.factors(*kind).is_empty())
    }

    /// The choices from the best to the worst.
    pub fn ranking(&self) -> &Ranking {
        self.ranking.get_or_init(|| Ranking::of(&self.reading))
    }

    /// How the plan fares scenario by scenario, the worst first.
    pub fn fares(&self) -> &[Fare] {
        self.fares.get_or_init(|| self.reading.fares())
    }

    /// How many rows and columns the odds have as they were asked for; known before any of their cells is.
    pub fn extent(&self) -> [usize; 2] {
        *self.extent.get_or_init(|| self.question.layout.extent(self.question.results))
    }

    /// The statistic by combination of factors, as it was asked for.
    pub fn odds(&self) -> &Grid {
        self.odds.get_or_init(|| Grid::of(&self.reading, self.question.layout))
    }

    /// The same with rows and columns changed.
    pub fn odds_transposed(&self) -> &Grid {
        self.odds_transposed.get_or_init(|| self.odds().transposed())
    }

    /// Strategies over futures.
    ///
    /// # Errors
    /// The set has no levers, no uncertainties, or no results.
    pub fn robustness(&self) -> Result<&Robustness, NoRobustness> {
        let of = || Robustness::of(&self.reading, &self.ranking().choices, self.question.threshold);
        self.robustness.get_or_init(of).as_ref().map_err(|reason| *reason)
    }

    /// What each factor does.
    pub fn effects(&self) -> &Effects {
        self.effects.get_or_init(|| Effects::of(&self.reading))
    }

    /// Where each policy fails.
    pub fn failures(&self) -> &[PolicyFailures<'a>] {
        let of = |(policy, results): &'a (String, SetResults)| PolicyFailures {
            policy,
            odds: Reading::new(results, Statistic::PMet),
            found: Failures::of(results, self.question.threshold),
        };
        self.failures.get_or_init(|| self.question.by_policy.iter().map(of).collect())
    }

    /// The scenarios that have a result of a policy whose failures are told, and those of them in which it counts as met.
    pub fn met(&self, policy: &str) -> Option<[usize; 2]> {
        let PolicyFailures { found, .. } = self.failures().iter().find(|own| own.policy == policy)?;
        Some([found.considered, found.considered - found.failing.len()])
    }

    /// Scenarios of several plan vintages side by side.
    pub fn editions(&self) -> &ByEdition {
        self.editions.get_or_init(|| ByEdition::of(self.question.editions, self.question.edition_statistic))
    }

    /// Half of the widest 95 % interval of the value of any scenario; nothing where one of them is not known.
    pub fn error(&self) -> Option<f64> {
        *self.error.get_or_init(|| self.reading.widest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::sample::two_by_three;

    #[test]
    fn each_part_is_worked_out_once_and_is_what_its_analysis_gives() {
        let results = two_by_three();
        let layout = Layout { rows: vec![0], columns: vec![1] };
        let outcome = SetOutcome::of(SetQuestion {
            results: &results,
            statistic: Statistic::PMet,
            edition_statistic: Statistic::PMet,
            layout: &layout,
            threshold: 0.5,
            by_policy: &[],
            editions: &[],
        });
        let reading = Reading::new(&results, Statistic::PMet);
        assert_eq!((outcome.ranking(), outcome.effects()), (&Ranking::of(&reading), &Effects::of(&reading)));
        assert_eq!((outcome.odds(), outcome.extent()), (&Grid::of(&reading, &layout), [2, 3]));
        assert_eq!(outcome.odds_transposed(), &outcome.odds().transposed());
        assert_eq!((outcome.fares().len(), outcome.error()), (6, reading.widest()));
        assert!(outcome.is_of_both_kinds() && !outcome.is_of_one_choice());
        assert_eq!((outcome.met("total"), outcome.editions().rows.len()), (None, 0));
        assert!(std::ptr::eq(outcome.ranking(), outcome.ranking()) && std::ptr::eq(outcome.odds(), outcome.odds()));
    }
}
