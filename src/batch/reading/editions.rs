//! Scenarios of several plan vintages side by side, edition by edition of the financial plan.

use super::{Reading, Statistic};
use crate::batch::SetResults;
use crate::fiscal::FiscalYear;

/// A statistic by scenario and edition.
#[derive(Clone, Debug, PartialEq)]
pub struct ByEdition {
    /// The base years of the editions that any scenario has, in order.
    pub bases: Vec<FiscalYear>,
    /// One a scenario that has any of them, in the order of the set.
    pub rows: Vec<EditionRow>,
    /// Scenarios that have none.
    pub without: Vec<usize>,
}

/// One scenario over the editions.
#[derive(Clone, Debug, PartialEq)]
pub struct EditionRow {
    /// Its position in the set.
    pub scenario: usize,
    /// The value in each edition; nothing where the scenario does not have it.
    pub values: Vec<Option<f64>>,
    /// The 95 % interval of each; nothing where there is no value, or its simulation error is not known.
    pub intervals: Vec<Option<[f64; 2]>>,
}

impl ByEdition {
    /// Lines up the results of one set, read once for each base year.
    pub fn of(editions: &[(FiscalYear, SetResults)], statistic: Statistic) -> Self {
        let mut editions: Vec<_> = editions.iter().collect();
        editions.sort_by_key(|(base, _)| *base);
        let readings: Vec<Reading> = editions.iter().map(|(_, results)| Reading::new(results, statistic)).collect();
        let scenarios = editions.first().map_or(0, |(_, results)| results.scenarios.len());
        let has = |base: &usize| readings[*base].values().next().is_some();
        let kept: Vec<usize> = (0..editions.len()).filter(has).collect();
        let row = |scenario: usize| EditionRow {
            scenario,
            values: kept.iter().map(|base| readings[*base].value(scenario)).collect(),
            intervals: kept.iter().map(|base| readings[*base].interval(scenario)).collect(),
        };
        let (rows, without): (Vec<EditionRow>, Vec<EditionRow>) =
            (0..scenarios).map(row).partition(|row| row.values.iter().any(Option::is_some));
        Self {
            bases: kept.iter().map(|base| editions[*base].0).collect(),
            rows,
            without: without.iter().map(|row| row.scenario).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::sample::{run, set_of};

    #[test]
    fn vintages_line_up_by_base_year() {
        let year = |typed: &str| FiscalYear::parse(typed).expect("a year");
        let runs = |odds: [Option<f64>; 3]| {
            let one = |(i, p): (usize, Option<f64>)| {
                let mut run = run(&format!("v{i}"), &[], &[p.unwrap_or(0.5)]);
                run.entry = run.entry.map(|entry| entry.filter(|_| p.is_some()));
                run
            };
            set_of(&[], odds.into_iter().enumerate().map(one).collect())
        };
        let editions = [
            (year("R6"), runs([Some(0.4), Some(0.5), None])),
            (year("R5"), runs([Some(0.6), None, None])),
            (year("R7"), runs([None, None, None])),
        ];
        let found = ByEdition::of(&editions, Statistic::PMet);
        assert_eq!(found.bases, [year("R5"), year("R6")]);
        let rows: Vec<_> = found.rows.iter().map(|r| (r.scenario, r.values.clone())).collect();
        assert_eq!(rows, [(0, vec![Some(0.6), Some(0.4)]), (1, vec![None, Some(0.5)])]);
        assert_eq!(found.without, [2]);
        assert_eq!(ByEdition::of(&[], Statistic::PMet).rows.len(), 0);
    }
}
