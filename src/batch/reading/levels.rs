//! The values that scenarios take of factors, and the one that each factor is held against.

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

    /// The level of a factor that its others are held against: the one that leaves the base scenario as it is or, where no
    /// scenario has that, the first that any has.
    pub fn reference(&self, factor: usize) -> Level {
        let run = || self.scenarios.iter().filter(|s| s.entry.is_ok()).map(|s| s.level(factor));
        let base = self.factors.get(factor).and_then(|f| f.base);
        let has_base = base.is_some() && run().any(|level| level == base);
        if has_base { base } else { run().min().flatten() }
    }

    /// The references of several factors.
    pub fn references(&self, factors: &[usize]) -> Levels {
        factors.iter().map(|factor| self.reference(*factor)).collect()
    }

    /// Whether a level leaves a factor as in the base scenario; of several base scenarios that is the first.
    pub fn is_base(&self, factor: usize, level: Level) -> bool {
        let factor = &self.factors[factor];
        let base = if factor.is_bases() { Some(0) } else { factor.base };
        level.is_none() || level == base
    }

    /// How much combinations of uncertainties count against each other: the product of the weights of their values, alike
    /// where none is stated (or all are 1). Where weights are stated, what has none does not count: nothing; but where none of
    /// the combinations has a weight, all count alike.
    pub fn weights(&self, factors: &[usize], combinations: &[Levels]) -> Vec<Option<f64>> {
        let of_value = |(factor, level): (&usize, &Level)| {
            let factor = &self.factors[*factor];
            let is_stated = factor.weights.iter().any(|weight| *weight != 1.0);
            if is_stated { factor.weights.get(level.or(factor.base)?).copied() } else { Some(1.0) }
        };
        let of = |levels: &Levels| factors.iter().zip(levels).map(of_value).product::<Option<f64>>();
        let weights: Vec<Option<f64>> = combinations.iter().map(of).collect();
        if weights.iter().any(Option::is_some) { weights } else { vec![Some(1.0); weights.len()] }
    }
}
