//! A statistic by the values of some factors against those of others.

use super::{Levels, Reading};
use std::collections::HashMap;

/// A table of a statistic: combinations of levels of some factors down, of others across.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The factors whose combinations are the rows.
    pub rows: Vec<usize>,
    /// The factors whose combinations are the columns.
    pub columns: Vec<usize>,
    /// The factors over whose values the mean is taken.
    pub others: Vec<usize>,
    /// The combination of each row.
    pub row_levels: Vec<Levels>,
    /// The combination of each column.
    pub column_levels: Vec<Levels>,
    /// `cells[row][column]`.
    pub cells: Vec<Vec<GridCell>>,
}

/// One cell of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridCell {
    /// The scenarios of the set that belong to it.
    pub scenarios: Vec<usize>,
    /// How many of them have a value.
    pub known: usize,
    /// The mean of those values; nothing where there are none.
    pub mean: Option<f64>,
}

impl Grid {
    /// Lays a statistic out by factors.
    pub fn of(reading: &Reading, rows: &[usize], columns: &[usize]) -> Self {
        let set = reading.results;
        let (row_levels, column_levels) = (set.combinations(rows), set.combinations(columns));
        let places = |levels: &[Levels]| -> HashMap<Levels, usize> {
            levels.iter().enumerate().map(|(place, levels)| (levels.clone(), place)).collect()
        };
        let (row_of, column_of) = (places(&row_levels), places(&column_levels));
        let mut cells = vec![vec![GridCell::default(); column_levels.len()]; row_levels.len()];
        for (i, scenario) in set.scenarios.iter().enumerate() {
            let place = row_of.get(&scenario.levels(rows)).zip(column_of.get(&scenario.levels(columns)));
            if let Some((row, column)) = place {
                cells[*row][*column].scenarios.push(i);
            }
        }
        cells.iter_mut().flatten().for_each(|cell| cell.fill(reading));
        let others = (0..set.factors.len()).filter(|f| !rows.contains(f) && !columns.contains(f)).collect();
        Self { rows: rows.to_vec(), columns: columns.to_vec(), others, row_levels, column_levels, cells }
    }

    /// Cells without any value.
    pub fn missing(&self) -> usize {
        self.cells.iter().flatten().filter(|cell| cell.mean.is_none()).count()
    }

    /// Cells of which some scenarios have a value and others not.
    pub fn partial(&self) -> usize {
        self.cells.iter().flatten().filter(|cell| cell.known > 0 && cell.known < cell.scenarios.len()).count()
    }

    /// The most scenarios whose mean stands in one cell.
    pub fn most_in_a_cell(&self) -> usize {
        self.cells.iter().flatten().map(|cell| cell.known).max().unwrap_or(0)
    }
}

impl GridCell {
    fn fill(&mut self, reading: &Reading) {
        let values: Vec<f64> = self.scenarios.iter().filter_map(|i| reading.value(*i)).collect();
        self.known = values.len();
        self.mean = mean(&values);
    }
}

/// The mean; nothing of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::{Statistic, sample::two_by_three};

    #[test]
    fn cells_hold_what_belongs_to_them() {
        let set = two_by_three();
        let grid = Grid::of(&Reading::new(&set, Statistic::PMet), &[0], &[1]);
        assert_eq!((&grid.row_levels, grid.column_levels.len()), (&vec![vec![Some(0)], vec![Some(1)]], 3));
        let means: Vec<Vec<Option<f64>>> = grid.cells.iter().map(|r| r.iter().map(|c| c.mean).collect()).collect();
        assert_eq!(means, [[Some(0.9), Some(0.6), Some(0.3)], [Some(0.8), Some(0.7), Some(0.6)]]);
        assert_eq!((grid.missing(), grid.partial(), grid.others.len()), (0, 0, 0));
    }

    #[test]
    fn what_is_left_out_is_averaged_and_what_failed_is_missing() {
        let mut set = two_by_three();
        // Row sums: (0.9 + 0.6 + 0.3) / 3 = 0.6, (0.8 + 0.7 + 0.6) / 3 = 0.7.
        let grid = Grid::of(&Reading::new(&set, Statistic::PMet), &[0], &[]);
        let close = |row: usize, value: f64| (grid.cells[row][0].mean.expect("known") - value).abs() < 1e-12;
        assert!(close(0, 0.6) && close(1, 0.7), "{grid:?}");
        assert_eq!((grid.others.as_slice(), grid.most_in_a_cell()), (&[1][..], 3));
        set.scenarios[1].entry = Err(crate::lang::Text::same("no"));
        let grid = Grid::of(&Reading::new(&set, Statistic::PMet), &[0], &[1]);
        assert_eq!((grid.cells[0][1].mean, grid.cells[0][1].scenarios.len(), grid.missing()), (None, 1, 1));
        let grid = Grid::of(&Reading::new(&set, Statistic::PMet), &[0], &[]);
        // (0.9 + 0.3) / 2.
        assert_eq!((grid.cells[0][0].known, grid.partial()), (2, 1));
        assert!((grid.cells[0][0].mean.expect("known") - 0.6).abs() < 1e-12);
    }
}
