//! How a plan fares where nothing is chosen: scenario by scenario, the worst first.

use super::{Better, Difference, Reading};

/// How the plan fares in one setting of what befalls it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fare {
    /// The scenario.
    pub scenario: usize,
    /// The statistic.
    pub value: f64,
    /// Its 95 % interval; nothing where the simulation error is not known.
    pub interval: Option<[f64; 2]>,
    /// What it is above the scenario in which everything befalls as assumed; nothing for that, and where the set has none.
    pub from_base: Option<Difference>,
}

impl Reading<'_> {
    /// Every scenario with a value, from the worst to the best; equal ones in the order of the set.
    pub fn fares(&self) -> Vec<Fare> {
        let base = self.base();
        let fare = |(scenario, value): (usize, f64)| Fare {
            scenario,
            value,
            interval: self.interval(scenario),
            from_base: base.filter(|base| *base != scenario).and_then(|base| self.difference(scenario, base)),
        };
        let mut all: Vec<Fare> = self.values().map(fare).collect();
        all.sort_by(|a, b| match self.statistic.better() {
            Better::More => a.value.total_cmp(&b.value),
            Better::Less => b.value.total_cmp(&a.value),
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::batch::FactorKind;
    use crate::batch::reading::sample::{run, set_of};
    use crate::batch::reading::{Reading, Statistic};

    #[test]
    fn the_worst_comes_first_and_is_held_against_what_is_assumed() {
        let factors = [("wage", FactorKind::Uncertainty, &["high", "low"][..])];
        let runs = vec![run("base", &[], &[0.5]), run("low", &[1], &[0.7]), run("high", &[0], &[0.2])];
        let set = set_of(&factors, runs);
        let told = |statistic| -> Vec<(usize, Option<f64>)> {
            let fares = Reading::new(&set, statistic).fares();
            fares.iter().map(|f| (f.scenario, f.from_base.map(|d| d.value.round()))).collect()
        };
        assert_eq!(told(Statistic::Mean), [(2, Some(-30.0)), (0, None), (1, Some(20.0))]);
        assert_eq!(told(Statistic::MeanShortfall), [(2, Some(30.0)), (0, None), (1, Some(-20.0))]);
    }
}
