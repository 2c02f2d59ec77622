//! Targets: stated on the plan's counting basis, and read back as levels where an edition counts on its own.

use super::{Basis, Model};
use crate::fiscal::FiscalYear;
use std::collections::BTreeMap;

/// The targets of a policy or of the total.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// What is stated for each year, on the plan's counting basis.
    pub stated: BTreeMap<FiscalYear, f64>,
    /// The one-off amount that is aimed at in a year, where there is one.
    pub one_off: BTreeMap<FiscalYear, f64>,
}

impl Targets {
    /// What is stated for a year, or 0.
    pub fn at(&self, year: FiscalYear) -> f64 {
        self.stated.get(&year).copied().unwrap_or(0.0)
    }

    /// The one-off level aimed at.
    fn one_off(&self, year: FiscalYear) -> f64 {
        self.one_off.get(&year).copied().unwrap_or(0.0)
    }

    /// The recurring level aimed at in a year: the levels that give the stated targets when they are counted on `basis`.
    fn recurring(&self, basis: Basis, year: FiscalYear) -> f64 {
        let up_to = |of: &BTreeMap<FiscalYear, f64>| of.range(..=year).map(|(_, amount)| amount).sum::<f64>();
        match basis {
            Basis::Recurring => self.at(year) - self.one_off(year),
            Basis::NewInYear => up_to(&self.stated) - up_to(&self.one_off),
            Basis::YearOnYear => up_to(&self.stated) - self.one_off(year),
        }
    }
}

impl Model {
    /// Whether any target of a policy (by position) or of the total is stated for a year that `within` holds for.
    pub fn has_target(&self, policy: Option<usize>, within: impl Fn(FiscalYear) -> bool) -> bool {
        let any = |targets: &Targets| targets.stated.keys().any(|year| within(*year));
        match (policy, &self.total_targets) {
            (Some(policy), _) => any(&self.policies[policy].targets),
            (None, Some(total)) => any(total),
            (None, None) => self.policies.iter().any(|p| any(&p.targets)),
        }
    }

    /// The target of a policy (by position) in a year, or of the total, on the plan's counting basis; 0 where none is stated.
    pub fn target(&self, policy: Option<usize>, year: FiscalYear) -> f64 {
        self.targets(policy, |targets| targets.at(year))
    }

    /// The recurring level that the targets of a policy (by position) or of the total aim at in a year.
    pub fn target_recurring(&self, policy: Option<usize>, year: FiscalYear) -> f64 {
        self.targets(policy, |targets| targets.recurring(self.basis, year))
    }

    /// The one-off level that the targets of a policy (by position) or of the total aim at in a year.
    pub fn target_one_off(&self, policy: Option<usize>, year: FiscalYear) -> f64 {
        self.targets(policy, |targets| targets.one_off(year))
    }

    fn targets(&self, policy: Option<usize>, of: impl Fn(&Targets) -> f64) -> f64 {
        match (policy, &self.total_targets) {
            (Some(policy), _) => of(&self.policies[policy].targets),
            (None, Some(total)) => of(total),
            (None, None) => self.policies.iter().map(|p| of(&p.targets)).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels 0, 100, 130 recurring and 0, 40, 0 one-off, stated on each basis.
    #[test]
    fn levels_are_read_back_from_every_basis() {
        let years: Vec<FiscalYear> = (2022..2025).filter_map(FiscalYear::new).collect();
        let one_off: BTreeMap<_, _> = [(years[1], 40.0)].into();
        let stated = |amounts: [f64; 3]| Targets {
            stated: years.iter().copied().zip(amounts).collect(),
            one_off: one_off.clone(),
        };
        for (basis, amounts) in [
            (Basis::Recurring, [0.0, 140.0, 130.0]),
            (Basis::NewInYear, [0.0, 140.0, 30.0]),
            (Basis::YearOnYear, [0.0, 140.0, -10.0]),
        ] {
            let targets = stated(amounts);
            let levels: Vec<f64> = years.iter().map(|y| targets.recurring(basis, *y)).collect();
            assert_eq!(levels, [0.0, 100.0, 130.0], "{basis:?}");
        }
    }
}
