//! The values that scenarios take of factors.

use crate::batch::{ScenarioResult, SetResults};

/// The position of the value that a scenario takes of a factor; nothing where that stands as in the base scenario.
pub type Level = Option<usize>;

/// The levels of several factors together, in their order.
pub type Levels = Vec<Level>;

impl ScenarioResult {
    /// The level of a factor.
    pub fn level(&self, factor: usize) -> Level {
        self.settings.iter().find(|s| s.factor == factor).map(|s| s.value)
    }

    /// The levels of several factors.
    pub fn levels(&self, factors: &[usize]) -> Levels {
        factors.iter().map(|factor| self.level(*factor)).collect()
    }
}

impl SetResults {
    /// Every combination of levels of some factors that any scenario has: as in the base first, then in the order of the
    /// values, the last factor turning fastest.
    pub fn combinations(&self, factors: &[usize]) -> Vec<Levels> {
        let mut found: Vec<Levels> = self.scenarios.iter().map(|s| s.levels(factors)).collect();
        found.sort();
        found.dedup();
        found
    }
}
