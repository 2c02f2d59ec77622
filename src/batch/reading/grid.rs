//! A statistic by the values of some factors against those of others: what is not laid out is held where it is a lever, and
//! averaged where it is an uncertainty.

use super::{Levels, Reading};
use crate::batch::{FactorKind, SetResults};
use std::collections::{BTreeMap, HashMap};

/// A table of a statistic: combinations of levels of some factors down, of others across.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The factors whose combinations are the rows.
    pub rows: Vec<usize>,
    /// The factors whose combinations are the columns.
    pub columns: Vec<usize>,
    /// The levers that are not laid out: of these only the reference counts.
    pub held: Vec<usize>,
    /// The uncertainties that are not laid out: over their values the mean is taken.
    pub others: Vec<usize>,
    /// The combination of each row.
    pub row_levels: Vec<Levels>,
    /// The combination of each column.
    pub column_levels: Vec<Levels>,
    /// `cells[row][column]`.
    pub cells: Vec<Vec<GridCell>>,
    /// How many scenarios have a value, but no weight where weights are stated: they are in no mean.
    pub unweighted: usize,
    most_in_a_cell: usize,
}

/// One cell of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridCell {
    /// The scenarios of the set that belong to it.
    pub scenarios: Vec<usize>,
    /// How many of them have a value and, where weights are stated, one of these.
    pub known: usize,
    /// The mean of those values by the weights of the uncertainties; nothing where there are none.
    pub mean: Option<f64>,
    /// The 95 % interval of the value of a single scenario; of several nothing is known.
    pub interval: Option<[f64; 2]>,
}

/// The factors that a table is laid out by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The positions of the factors whose combinations are the rows.
    pub rows: Vec<usize>,
    /// The positions of those whose combinations are the columns.
    pub columns: Vec<usize>,
}

impl Layout {
    /// How many rows and columns that makes of a set.
    pub fn extent(&self, set: &SetResults) -> [usize; 2] {
        [&self.rows, &self.columns].map(|factors| set.combinations(factors).len())
    }
}

impl Grid {
    /// Lays a statistic out by factors.
    pub fn of(reading: &Reading, layout: &Layout) -> Self {
        let (set, Layout { rows, columns }) = (reading.results, layout);
        let (row_levels, column_levels) = (set.combinations(rows), set.combinations(columns));
        let places = |levels: &[Levels]| -> HashMap<Levels, usize> {
            levels.iter().enumerate().map(|(place, levels)| (levels.clone(), place)).collect()
        };
        let (row_of, column_of) = (places(&row_levels), places(&column_levels));
        let of_kind = |kind: FactorKind| -> Vec<usize> {
            let all = reading.factors(kind).into_iter();
            all.filter(|f| !rows.contains(f) && !columns.contains(f)).collect()
        };
        let (held, others) = (of_kind(FactorKind::Lever), of_kind(FactorKind::Uncertainty));
        let references = set.references(&held);
        // Settings that are asked for twice, in two groups, count once; the one with a value.
        let mut found: BTreeMap<(usize, usize, Levels), usize> = BTreeMap::new();
        for (i, scenario) in set.scenarios.iter().enumerate().filter(|(_, s)| s.levels(&held) == references) {
            let place = row_of.get(&scenario.levels(rows)).zip(column_of.get(&scenario.levels(columns)));
            if let Some((row, column)) = place {
                let known = found.entry((*row, *column, scenario.levels(&others))).or_insert(i);
                if reading.value(*known).is_none() {
                    *known = i;
                }
            }
        }
        let mut cells = vec![vec![GridCell::default(); column_levels.len()]; row_levels.len()];
        for ((row, column, _), scenario) in found {
            cells[row][column].scenarios.push(scenario);
        }
        let unweighted = fill(&mut cells, reading, &others);
        let most_in_a_cell = cells.iter().flatten().map(|cell| cell.known).max().unwrap_or(0);
        let (rows, columns) = (rows.clone(), columns.clone());
        Self { rows, columns, held, others, row_levels, column_levels, cells, unweighted, most_in_a_cell }
    }

    /// The same with rows and columns changed.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let column = |at: usize| self.cells.iter().map(|row| row[at].clone()).collect();
        Self {
            rows: self.columns.clone(),
            columns: self.rows.clone(),
            row_levels: self.column_levels.clone(),
            column_levels: self.row_levels.clone(),
            cells: (0..self.column_levels.len()).map(column).collect(),
            ..self.clone()
        }
    }

    /// Cells without any value.
    pub fn missing(&self) -> usize {
        self.cells.iter().flatten().filter(|cell| cell.mean.is_none()).count()
    }

    /// Whether a cell is the mean over fewer scenarios than others: it does not compare with them as it stands.
    pub fn is_partial(&self, cell: &GridCell) -> bool {
        cell.known > 0 && cell.known < self.most_in_a_cell
    }

    /// How many of these there are.
    pub fn partial(&self) -> usize {
        self.cells.iter().flatten().filter(|cell| self.is_partial(cell)).count()
    }

    /// The most scenarios whose mean stands in one cell.
    pub fn most_in_a_cell(&self) -> usize {
        self.most_in_a_cell
    }
}

/// Works out the means of cells; says how many scenarios with a value do not count.
fn fill(cells: &mut [Vec<GridCell>], reading: &Reading, others: &[usize]) -> usize {
    let levels = |i: &usize| reading.results.scenarios[*i].levels(others);
    // Whether anything has a weight is asked once, so that all cells count alike.
    let all = cells.iter().flatten().flat_map(|cell| &cell.scenarios).filter(|i| reading.value(**i).is_some());
    let all: Vec<usize> = all.copied().collect();
    let weights = reading.results.weights(others, &all.iter().map(levels).collect::<Vec<_>>());
    let weights: HashMap<usize, f64> = all.iter().zip(weights).filter_map(|(i, weight)| Some((*i, weight?))).collect();
    for cell in cells.iter_mut().flatten() {
        let known = cell.scenarios.iter().filter_map(|i| Some((*i, *weights.get(i)?)));
        let known: Vec<(usize, f64)> = known.collect();
        cell.known = known.len();
        cell.mean = reading.mean_of(&known).map(|mean| mean.value);
        cell.interval = if let [only] = cell.scenarios[..] { reading.interval(only) } else { None };
    }
    all.len() - weights.len()
}

/// The mean; nothing of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::{Statistic, sample::two_by_three};

    fn laid_out(set: &SetResults, rows: &[usize], columns: &[usize]) -> Grid {
        let layout = Layout { rows: rows.to_vec(), columns: columns.to_vec() };
        Grid::of(&Reading::new(set, Statistic::PMet), &layout)
    }

    #[test]
    fn rows_and_columns_change_places() {
        let mut set = two_by_three();
        set.scenarios[1].entry = Err(crate::lang::Text::same("no"));
        assert_eq!(laid_out(&set, &[0], &[1]).transposed(), laid_out(&set, &[1], &[0]));
        assert_eq!(laid_out(&set, &[0], &[]).transposed(), laid_out(&set, &[], &[0]));
    }

    #[test]
    fn cells_hold_what_belongs_to_them() {
        let set = two_by_three();
        let grid = laid_out(&set, &[0], &[1]);
        assert_eq!((&grid.row_levels, grid.column_levels.len()), (&vec![vec![Some(0)], vec![Some(1)]], 3));
        let means: Vec<Vec<Option<f64>>> = grid.cells.iter().map(|r| r.iter().map(|c| c.mean).collect()).collect();
        assert_eq!(means, [[Some(0.9), Some(0.6), Some(0.3)], [Some(0.8), Some(0.7), Some(0.6)]]);
        assert_eq!((grid.missing(), grid.partial(), grid.others.len()), (0, 0, 0));
    }

    #[test]
    fn what_is_left_out_is_averaged_and_what_failed_is_missing() {
        let mut set = two_by_three();
        // Row sums: (0.9 + 0.6 + 0.3) / 3 = 0.6, (0.8 + 0.7 + 0.6) / 3 = 0.7.
        let grid = laid_out(&set, &[0], &[]);
        let close = |row: usize, value: f64| (grid.cells[row][0].mean.expect("known") - value).abs() < 1e-12;
        assert!(close(0, 0.6) && close(1, 0.7), "{grid:?}");
        assert_eq!((grid.others.as_slice(), grid.most_in_a_cell()), (&[1][..], 3));
        // By weight: (2 · 0.9 + 0.6 + 0.3) / 4.
        let mut weighted = two_by_three();
        weighted.factors[1].weights = vec![2.0, 1.0, 1.0];
        let of_weights = laid_out(&weighted, &[0], &[]);
        assert!((of_weights.cells[0][0].mean.expect("known") - 0.675).abs() < 1e-12);
        // A wage without a weight, as of the base that none of the three is: it counts in no cell, though one holds nothing else.
        let mut own = set.scenarios[0].clone();
        own.settings.truncate(1);
        weighted.scenarios.push(own);
        let of_weights = laid_out(&weighted, &[0], &[]);
        assert_eq!(
            (of_weights.cells[0][0].known, of_weights.cells[0][0].scenarios.len(), of_weights.unweighted),
            (3, 4, 1)
        );
        weighted.scenarios.retain(|s| s.settings.len() == 1 || s.settings[0].value == 1);
        let of_weights = laid_out(&weighted, &[0], &[]);
        assert_eq!((of_weights.cells[0][0].known, of_weights.cells[1][0].known, of_weights.unweighted), (0, 3, 1));
        // A lever that is not laid out is held at its reference.
        let held = laid_out(&set, &[1], &[]);
        assert_eq!(held.cells.iter().map(|r| r[0].mean).collect::<Vec<_>>(), [Some(0.9), Some(0.6), Some(0.3)]);
        set.scenarios[1].entry = Err(crate::lang::Text::same("no"));
        let grid = laid_out(&set, &[0], &[1]);
        assert_eq!((grid.cells[0][1].mean, grid.cells[0][1].scenarios.len(), grid.missing()), (None, 1, 1));
        let grid = laid_out(&set, &[0], &[]);
        // (0.9 + 0.3) / 2.
        assert_eq!((grid.cells[0][0].known, grid.partial()), (2, 1));
        assert!((grid.cells[0][0].mean.expect("known") - 0.6).abs() < 1e-12);
    }
}
