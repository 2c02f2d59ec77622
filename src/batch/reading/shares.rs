//! How much of the variance between scenarios each factor explains.

use super::grid::mean;
use super::{Level, Reading};
use nalgebra::{DMatrix, DVector};

/// The shares of the variance between scenarios.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shares {
    /// The factors that take more than one value, with the share of each.
    pub(super) factors: Vec<(usize, Option<f64>)>,
    /// How they were worked out.
    pub(super) design: Design,
    /// Added up, or R² of the additive model; nothing where all scenarios are alike, or there are too few to tell.
    pub(super) explained: Option<f64>,
}

/// How the values of factors are spread over the scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// The values of every two factors come together in proportion: shares add up to R².
    Balanced,
    /// They do not: the share of a factor is what the additive model loses without it.
    Unbalanced,
    /// There are no more scenarios than values to tell apart.
    TooFew,
    /// There are more values than a model is fitted to.
    TooMany,
}

/// The most columns of a model that is fitted: far more than the values of any set that is read by eye.
const MOST_COLUMNS: usize = 300;

impl Shares {
    /// The shares of all factors.
    pub(super) fn of(reading: &Reading) -> Self {
        let values = reading.distinct();
        let y: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
        let columns = (0..reading.results.factors.len()).map(|factor| Column::of(reading, factor, &values));
        let columns: Vec<Column> = columns.filter(|c| c.levels.len() > 1).collect();
        let design = design(&columns, y.len());
        let centre = mean(&y).unwrap_or_default();
        let total: f64 = y.iter().map(|v| (v - centre).powi(2)).sum();
        let has_spread = total > 1e-18 * y.iter().map(|v| v * v).sum::<f64>();
        let (shares, explained) = match design {
            _ if !has_spread || columns.is_empty() => (vec![None; columns.len()], None),
            Design::TooFew | Design::TooMany => (vec![None; columns.len()], None),
            Design::Balanced => {
                let shares: Vec<f64> = columns.iter().map(|c| c.between(&y, centre) / total).collect();
                (shares.iter().map(|s| Some(*s)).collect(), Some(shares.iter().sum()))
            }
            Design::Unbalanced => fitted(&columns, &y, total),
        };
        Self { factors: columns.iter().map(|c| c.factor).zip(shares).collect(), design, explained }
    }
}

/// The level of one factor in every scenario that has a value.
struct Column {
    factor: usize,
    levels: Vec<Level>,
    /// For each scenario the position of its level in `levels`.
    places: Vec<usize>,
}

impl Column {
    fn of(reading: &Reading, factor: usize, values: &[(usize, f64)]) -> Self {
        let taken: Vec<Level> = values.iter().map(|(i, _)| reading.results.scenarios[*i].level(factor)).collect();
        let mut levels = taken.clone();
        levels.sort_unstable();
        levels.dedup();
        let places = taken.iter().map(|level| levels.binary_search(level).unwrap_or_default()).collect();
        Self { factor, levels, places }
    }

    /// How many scenarios and the sum of their values, by level.
    fn sums(&self, y: &[f64]) -> Vec<(usize, f64)> {
        let mut sums = vec![(0, 0.0); self.levels.len()];
        for (place, value) in self.places.iter().zip(y) {
            sums[*place].0 += 1;
            sums[*place].1 += value;
        }
        sums
    }

    /// The sum of squares between the levels.
    fn between(&self, y: &[f64], centre: f64) -> f64 {
        self.sums(y).iter().map(|(n, sum)| *n as f64 * (sum / *n as f64 - centre).powi(2)).sum()
    }

    fn counts(&self) -> Vec<usize> {
        self.sums(&vec![0.0; self.places.len()]).iter().map(|(n, _)| *n).collect()
    }
}

fn design(columns: &[Column], scenarios: usize) -> Design {
    let mut pairs = columns.iter().enumerate().flat_map(|(i, a)| columns[i + 1..].iter().map(move |b| (a, b)));
    // What is balanced needs no model, however many levels there are; nor does a factor alone.
    if pairs.all(|(a, b)| in_proportion(a, b, scenarios)) {
        return Design::Balanced;
    }
    match columns.iter().map(|c| c.levels.len() - 1).sum::<usize>() {
        free if free + 1 >= scenarios => Design::TooFew,
        free if free > MOST_COLUMNS => Design::TooMany,
        _ => Design::Unbalanced,
    }
}

/// Whether n(a and b) · n = n(a) · n(b) for all levels: then what the one explains does not depend on the other.
fn in_proportion(a: &Column, b: &Column, scenarios: usize) -> bool {
    // Then every pair of levels comes together.
    if a.levels.len().saturating_mul(b.levels.len()) > scenarios {
        return false;
    }
    let mut together = vec![vec![0_usize; b.levels.len()]; a.levels.len()];
    a.places.iter().zip(&b.places).for_each(|(i, j)| together[*i][*j] += 1);
    let (of_a, of_b) = (a.counts(), b.counts());
    let fits = |i: usize, j: usize| together[i][j] * scenarios == of_a[i] * of_b[j];
    (0..of_a.len()).all(|i| (0..of_b.len()).all(|j| fits(i, j)))
}

/// The shares of an additive model by least squares: of each factor what the model explains less without it.
fn fitted(columns: &[Column], y: &[f64], total: f64) -> (Vec<Option<f64>>, Option<f64>) {
    let all: Vec<&Column> = columns.iter().collect();
    let whole = explained(&all, y);
    let without = |left_out: usize| {
        let others: Vec<&Column> = columns.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, c)| c).collect();
        Some(((whole - explained(&others, y)) / total).max(0.0))
    };
    ((0..columns.len()).map(without).collect(), Some(whole / total))
}

/// The sum of squares that an additive model of these factors explains: c'·A⁻·c, where A holds the centred products of
/// the dummies and c theirs with the values; directions without spread are left out.
fn explained(columns: &[&Column], y: &[f64]) -> f64 {
    let n = y.len() as f64;
    let centre = mean(y).unwrap_or_default();
    let starts: Vec<usize> =
        columns.iter().scan(0, |at, c| Some(std::mem::replace(at, *at + c.levels.len() - 1))).collect();
    let width = columns.iter().map(|c| c.levels.len() - 1).sum();
    if width == 0 {
        return 0.0;
    }
    let mut products = DMatrix::<f64>::zeros(width, width);
    let (mut with_y, mut counts) = (DVector::<f64>::zeros(width), DVector::<f64>::zeros(width));
    for (i, value) in y.iter().enumerate() {
        // The first level of each factor is the one that the others are set against.
        let dummies = || columns.iter().zip(&starts).filter(|(c, _)| c.places[i] > 0).map(|(c, s)| s + c.places[i] - 1);
        for a in dummies() {
            counts[a] += 1.0;
            with_y[a] += value - centre;
            dummies().for_each(|b| products[(a, b)] += 1.0);
        }
    }
    products -= &counts * counts.transpose() / n;
    let eigen = products.symmetric_eigen();
    let largest = eigen.eigenvalues.iter().copied().fold(0.0, f64::max);
    let along = eigen.eigenvectors.transpose() * with_y;
    let parts = along.iter().zip(eigen.eigenvalues.iter()).filter(|(_, value)| **value > 1e-10 * largest);
    parts.map(|(c, value)| c * c / value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::FactorKind;
    use crate::batch::reading::Statistic;
    use crate::batch::reading::sample::{run, set_of, two_by_three};

    fn shares(set: &crate::batch::SetResults) -> Shares {
        Shares::of(&Reading::new(set, Statistic::PMet))
    }

    /// 0.9 0.6 0.3 / 0.8 0.7 0.6, mean 0.65: total = 0.0625 + 0.0025 + 0.1225 + 0.0225 + 0.0025 + 0.0025 = 0.215.
    /// bpr: means 0.6 and 0.7, 3 · 0.05² · 2 = 0.015. wage: means 0.85, 0.65, 0.45, 2 · (0.04 + 0 + 0.04) = 0.16.
    #[test]
    fn sums_of_squares_of_a_balanced_set() {
        let found = shares(&two_by_three());
        assert_eq!(found.design, Design::Balanced);
        let [(_, bpr), (_, wage)] = found.factors[..] else { panic!("two factors") };
        let close = |a: Option<f64>, b: f64| (a.expect("known") - b).abs() < 1e-12;
        assert!(close(bpr, 0.015 / 0.215) && close(wage, 0.16 / 0.215), "{found:?}");
        assert!(close(found.explained, 0.175 / 0.215));
    }

    /// A 2 × 3 without (1,2): 0.1 0.3 0.2 / 0.6 1.0. Mean 0.44, total 0.34² + 0.14² + 0.24² + 0.16² + 0.56² = 0.532.
    /// Additive model: (0,2) has a level of its own and is met; the 2 × 2 besides leaves (0.1 − 0.3 − 0.6 + 1.0)/4 = 0.05 in
    /// each cell, 0.01 in all; R² = 0.522/0.532.
    /// Without a: levels of b are {0.1, 0.6}, {0.3, 1.0}, {0.2}: 2 · 0.09² + 2 · 0.21² + 0.24² = 0.162: a's share is 0.36/0.532.
    /// Without b: {0.1, 0.3, 0.2}, {0.6, 1.0}: 3 · 0.24² + 2 · 0.36² = 0.432: b's share is 0.09/0.532.
    #[test]
    fn an_unbalanced_set_is_fitted_by_least_squares() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Uncertainty, &["0", "1", "2"])];
        let runs = [([0, 0], 0.1), ([0, 1], 0.3), ([0, 2], 0.2), ([1, 0], 0.6), ([1, 1], 1.0)];
        let set = set_of(&factors, runs.iter().map(|(levels, p)| run("s", levels, &[*p])).collect());
        let found = shares(&set);
        assert_eq!(found.design, Design::Unbalanced);
        let of: Vec<f64> = found.factors.iter().filter_map(|f| f.1).collect();
        assert!((of[0] - 0.36 / 0.532).abs() < 1e-9 && (of[1] - 0.09 / 0.532).abs() < 1e-9, "{of:?}");
        assert!((found.explained.expect("spread") - 0.522 / 0.532).abs() < 1e-9);
    }

    #[test]
    fn a_factor_alone_explains_everything() {
        let set = set_of(&[("a", FactorKind::Lever, &["0"])], vec![run("base", &[], &[0.5]), run("a", &[0], &[0.7])]);
        let found = shares(&set);
        assert_eq!(found.design, Design::Balanced);
        assert!((found.factors[0].1.expect("spread") - 1.0).abs() < 1e-12);
    }

    /// The same with a scenario that a second group asks for once more: it counts once.
    #[test]
    fn a_scenario_that_is_asked_for_twice_counts_once() {
        let mut set = two_by_three();
        let once = shares(&set);
        set.scenarios.push(run("again", &[0, 1], &[0.6]));
        assert_eq!(shares(&set), once);
    }

    /// 160 × 160 values in full are balanced. Without one of them a model of 318 columns would have to be fitted; of 321
    /// values of which no two come together twice, nothing could be told.
    #[test]
    fn many_values_are_no_hindrance_where_they_are_balanced() {
        let names: Vec<String> = (0..160).map(|i| i.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let factors = [("a", FactorKind::Lever, &names[..]), ("b", FactorKind::Lever, &names[..])];
        let all = (0..160 * 160).map(|i| run("s", &[i / 160, i % 160], &[(i % 160) as f64 / 200.0]));
        let mut set = set_of(&factors, all.collect());
        let found = shares(&set);
        assert_eq!(found.design, Design::Balanced);
        // All of it is b's.
        assert!(found.factors[0].1.expect("known") < 1e-9 && (found.factors[1].1.expect("known") - 1.0).abs() < 1e-9);
        set.scenarios.pop();
        assert_eq!(shares(&set).design, Design::TooMany);
        set.scenarios.truncate(160);
        set.scenarios.push(run("s", &[1, 0], &[0.5]));
        assert_eq!(shares(&set).design, Design::TooFew);
    }

    #[test]
    fn too_few_scenarios_and_scenarios_that_are_all_alike_have_no_shares() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Lever, &["0", "1"])];
        let few = set_of(&factors, vec![run("s", &[0, 1], &[0.5]), run("t", &[1, 0], &[0.7])]);
        let found = shares(&few);
        assert_eq!((found.design, found.factors[0].1, found.explained), (Design::TooFew, None, None));
        let mut alike = two_by_three();
        let entry = alike.scenarios[0].entry.clone();
        alike.scenarios.iter_mut().for_each(|s| s.entry = entry.clone());
        let found = shares(&alike);
        assert_eq!((found.factors[0].1, found.explained), (None, None));
    }

    /// One factor that is fixed with another cannot be told from it: neither is missed, together they explain all. A third
    /// does nothing.
    #[test]
    fn factors_that_always_go_together_are_not_counted_twice() {
        let two = &["0", "1"][..];
        let factors =
            [("a", FactorKind::Lever, two), ("b", FactorKind::Lever, two), ("c", FactorKind::Lever, &["0", "1", "2"])];
        let runs = (0..6).map(|i| run("s", &[i % 2, i % 2, i / 2], &[[0.1, 0.9][i % 2]]));
        let found = shares(&set_of(&factors, runs.collect()));
        assert!(found.factors.iter().all(|f| f.1.expect("known").abs() < 1e-9));
        assert!((found.explained.expect("spread") - 1.0).abs() < 1e-9);
    }
}
