//! Which factor matters most: the mean at each value of a factor, and the part of the variance between scenarios that it
//! explains.

use super::grid::mean;
use super::{Level, Reading};
use nalgebra::{DMatrix, DVector};

/// The main effects of all factors on a statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// One a factor of the set that takes more than one value, in the order of the set.
    pub factors: Vec<FactorEffect>,
    /// How the shares were worked out.
    pub design: Design,
    /// Scenarios that have a value.
    pub scenarios: usize,
    /// Scenarios that have none and are left out.
    pub left_out: usize,
    /// The share of the variance that the factors explain one by one, added up: R² of the additive model. Nothing where
    /// all scenarios are alike, or there are too few to tell.
    pub explained: Option<f64>,
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
}

/// What one factor does.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorEffect {
    /// The position of the factor.
    pub factor: usize,
    /// The mean at each of its levels, in their order.
    pub means: Vec<LevelMean>,
    /// The greatest of these means less the least.
    pub range: f64,
    /// The share of the variance between scenarios that it explains.
    pub share: Option<f64>,
}

/// The mean over all scenarios of one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelMean {
    /// The level.
    pub level: Level,
    /// How many scenarios.
    pub scenarios: usize,
    /// The mean of their values.
    pub mean: f64,
}

/// The most columns of a model that is fitted: far more than the values of any set that is read by eye.
const MOST_COLUMNS: usize = 300;

impl Effects {
    /// The main effects on a statistic.
    pub fn of(reading: &Reading) -> Self {
        let values: Vec<(usize, f64)> = reading.values().collect();
        let y: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
        let columns = (0..reading.results.factors.len()).map(|factor| Column::of(reading, factor, &values));
        let columns: Vec<Column> = columns.filter(|c| c.levels.len() > 1).collect();
        let design = design(&columns, y.len());
        let centre = mean(&y).unwrap_or_default();
        let total: f64 = y.iter().map(|v| (v - centre).powi(2)).sum();
        let has_spread = total > 1e-18 * y.iter().map(|v| v * v).sum::<f64>();
        let (shares, explained) = match design {
            _ if !has_spread || columns.is_empty() => (vec![None; columns.len()], None),
            Design::TooFew => (vec![None; columns.len()], None),
            Design::Balanced => {
                let shares: Vec<f64> = columns.iter().map(|c| c.between(&y, centre) / total).collect();
                (shares.iter().map(|s| Some(*s)).collect(), Some(shares.iter().sum()))
            }
            Design::Unbalanced => fitted(&columns, &y, total),
        };
        let effect = |(column, share): (&Column, Option<f64>)| column.effect(&y, share);
        Self {
            factors: columns.iter().zip(shares).map(effect).collect(),
            design,
            scenarios: y.len(),
            left_out: reading.results.scenarios.len() - y.len(),
            explained,
        }
    }

    /// The factors from the one that matters most: by share, where that is not known by range.
    pub fn by_weight(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.factors.len()).collect();
        let weight = |i: &usize| (self.factors[*i].share.unwrap_or_default(), self.factors[*i].range);
        order.sort_by(|a, b| weight(b).0.total_cmp(&weight(a).0).then(weight(b).1.total_cmp(&weight(a).1)));
        order
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

    fn effect(&self, y: &[f64], share: Option<f64>) -> FactorEffect {
        let mean =
            |(level, (n, sum)): (&Level, (usize, f64))| LevelMean { level: *level, scenarios: n, mean: sum / n as f64 };
        let means: Vec<LevelMean> = self.levels.iter().zip(self.sums(y)).map(mean).collect();
        let most = means.iter().map(|m| m.mean).fold(f64::NEG_INFINITY, f64::max);
        let least = means.iter().map(|m| m.mean).fold(f64::INFINITY, f64::min);
        FactorEffect { factor: self.factor, means, range: most - least, share }
    }

    fn counts(&self) -> Vec<usize> {
        self.sums(&vec![0.0; self.places.len()]).iter().map(|(n, _)| *n).collect()
    }
}

fn design(columns: &[Column], scenarios: usize) -> Design {
    let free: usize = columns.iter().map(|c| c.levels.len() - 1).sum();
    if free + 1 >= scenarios || free > MOST_COLUMNS {
        // A factor alone needs no model: its levels are all that differs.
        return if columns.len() < 2 { Design::Balanced } else { Design::TooFew };
    }
    let pairs = columns.iter().enumerate().flat_map(|(i, a)| columns[i + 1..].iter().map(move |b| (a, b)));
    for (a, b) in pairs {
        if !in_proportion(a, b, scenarios) {
            return Design::Unbalanced;
        }
    }
    Design::Balanced
}

/// Whether n(a and b) · n = n(a) · n(b) for all levels: then what the one explains does not depend on the other.
fn in_proportion(a: &Column, b: &Column, scenarios: usize) -> bool {
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

    fn effects(set: &crate::batch::SetResults) -> Effects {
        Effects::of(&Reading::new(set, Statistic::PMet))
    }

    /// 0.9 0.6 0.3 / 0.8 0.7 0.6, mean 0.65: total = 0.0625 + 0.0025 + 0.1225 + 0.0225 + 0.0025 + 0.0025 = 0.215.
    /// bpr: means 0.6 and 0.7, 3 · 0.05² · 2 = 0.015. wage: means 0.85, 0.65, 0.45, 2 · (0.04 + 0 + 0.04) = 0.16.
    #[test]
    fn sums_of_squares_of_a_balanced_set() {
        let found = effects(&two_by_three());
        assert_eq!((found.design, found.scenarios, found.left_out), (Design::Balanced, 6, 0));
        let [bpr, wage] = &found.factors[..] else { panic!("two factors") };
        let close = |a: Option<f64>, b: f64| (a.expect("known") - b).abs() < 1e-12;
        assert!(close(bpr.share, 0.015 / 0.215) && close(wage.share, 0.16 / 0.215), "{found:?}");
        assert!(close(found.explained, 0.175 / 0.215));
        assert!(close(Some(bpr.range), 0.1) && close(Some(wage.range), 0.4));
        assert_eq!((wage.means[1].level, wage.means[1].scenarios), (Some(1), 2));
        assert!(close(Some(wage.means[1].mean), 0.65));
        assert_eq!(found.by_weight(), [1, 0]);
    }

    /// Without one scenario of a 2 × 2: (0,0) 0.1, (0,1) 0.3, (1,0) 0.6, and (0,0) once more with 0.2.
    /// Additive model: two free effects and a constant on three cells: it goes through their means 0.15, 0.3, 0.6 and
    /// leaves 0.05² · 2 = 0.005. Mean 0.3, total 0.04 + 0 + 0.09 + 0.01 = 0.14; R² = 0.135/0.14.
    /// Without a: levels of b are {0.1, 0.6, 0.2} with mean 0.3 and {0.3}: explains 0: a's share is 0.135/0.14.
    /// Without b: {0.1, 0.3, 0.2} with mean 0.2 and {0.6}: explains 3 · 0.01 + 0.09 = 0.12: b's share is 0.015/0.14.
    #[test]
    fn an_unbalanced_set_is_fitted_by_least_squares() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Uncertainty, &["0", "1"])];
        let runs = [([0, 0], 0.1), ([0, 1], 0.3), ([1, 0], 0.6), ([0, 0], 0.2)];
        let set = set_of(&factors, runs.iter().map(|(levels, p)| run("s", levels, &[*p])).collect());
        let found = effects(&set);
        assert_eq!(found.design, Design::Unbalanced);
        let shares: Vec<f64> = found.factors.iter().filter_map(|f| f.share).collect();
        assert!((shares[0] - 0.135 / 0.14).abs() < 1e-9 && (shares[1] - 0.015 / 0.14).abs() < 1e-9, "{shares:?}");
        assert!((found.explained.expect("spread") - 0.135 / 0.14).abs() < 1e-9);
    }

    /// What stands as in the base scenario is a level of its own.
    #[test]
    fn a_factor_that_is_not_set_stands_as_in_the_base() {
        let set = set_of(&[("a", FactorKind::Lever, &["0"])], vec![run("base", &[], &[0.5]), run("a", &[0], &[0.7])]);
        let found = effects(&set);
        let levels: Vec<Level> = found.factors[0].means.iter().map(|m| m.level).collect();
        assert_eq!((levels, found.design), (vec![None, Some(0)], Design::Balanced));
        assert!((found.factors[0].share.expect("spread") - 1.0).abs() < 1e-12);
    }

    #[test]
    fn too_few_scenarios_and_scenarios_that_are_all_alike_have_no_shares() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Lever, &["0", "1"])];
        let few = set_of(&factors, vec![run("s", &[0, 1], &[0.5]), run("t", &[1, 0], &[0.7])]);
        let found = effects(&few);
        assert_eq!((found.design, found.factors[0].share, found.explained), (Design::TooFew, None, None));
        let mut alike = two_by_three();
        let entry = alike.scenarios[0].entry.clone();
        alike.scenarios.iter_mut().for_each(|s| s.entry = entry.clone());
        let found = effects(&alike);
        assert_eq!((found.factors[0].share, found.factors[0].range, found.explained), (None, 0.0, None));
    }

    /// One factor that is fixed with another cannot be told from it: neither is missed, together they explain all.
    #[test]
    fn factors_that_always_go_together_are_not_counted_twice() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Lever, &["0", "1"])];
        let runs = [([0, 0], 0.1), ([1, 1], 0.9), ([0, 0], 0.1), ([1, 1], 0.9)];
        let found = effects(&set_of(&factors, runs.iter().map(|(l, p)| run("s", l, &[*p])).collect()));
        let shares: Vec<f64> = found.factors.iter().filter_map(|f| f.share).collect();
        assert!(shares.iter().all(|s| s.abs() < 1e-9) && (found.explained.expect("spread") - 1.0).abs() < 1e-9);
    }
}
