//! Tables that add up both ways as printed: downwards to the sum of a column, across to the last column.

use crate::money::Unit;

/// What is closer to a whole number is one, but for binary rounding.
const WHOLE: f64 = 1e-6;

/// Rounds columns whose last is the sum of the others, each to add up to its printed sum. Every amount goes to one of the
/// two last places beside it (controlled rounding: Cox 1987), so that rows add up as well. Where the printed sums
/// rule that out, since they do not add up themselves, each column is rounded for itself.
pub(super) fn both_ways(unit: Unit, columns: &[Vec<f64>], sums: &[f64]) -> Vec<Vec<f64>> {
    let alone = || columns.iter().zip(sums).map(|(column, sum)| unit.rounded_to_add(column, *sum)).collect();
    let places = |amounts: &[f64]| amounts.iter().map(|amount| unit.scaled(*amount)).collect::<Vec<f64>>();
    let units = |column: Vec<f64>| column.into_iter().map(|amount| unit.unscaled(amount)).collect();
    let footed = across(&columns.iter().map(|column| places(column)).collect::<Vec<_>>(), &places(sums));
    footed.map_or_else(alone, |columns| columns.into_iter().map(units).collect())
}

fn across(columns: &[Vec<f64>], sums: &[f64]) -> Option<Vec<Vec<f64>>> {
    let (last, others) = columns.split_last()?;
    // With the sum of a row counted negative, every row adds up to 0.
    let negative: Vec<f64> = last.iter().map(|amount| -amount).collect();
    let all: Vec<&Vec<f64>> = others.iter().chain([&negative]).collect();
    let sum_of = |c: usize| if c < others.len() { sums[c] } else { -sums[c] };
    let below: Vec<Vec<f64>> = all.iter().map(|column| column.iter().map(|a| whole_below(*a)).collect()).collect();
    let rows = last.len();
    let lacking_in_row = |r: usize| -below.iter().map(|column| column[r]).sum::<f64>();
    let lacking_in_column = |c: usize| sum_of(c) - below[c].iter().sum::<f64>();
    let mut raised = Raised {
        rest: all.iter().zip(&below).map(|(column, below)| rest(column, below)).collect(),
        up: vec![vec![false; rows]; all.len()],
        wanted: (0..all.len()).map(|c| lacking_in_column(c) as i64).collect(),
    };
    for row in 0..rows {
        for _ in 0..lacking_in_row(row) as i64 {
            raised.one_in(row, &mut vec![false; all.len()]).then_some(())?;
        }
    }
    raised.wanted.iter().all(|wanted| *wanted == 0).then_some(())?;
    let printed = |c: usize| -> Vec<f64> {
        let amounts = below[c].iter().zip(&raised.up[c]).map(|(below, up)| below + f64::from(u8::from(*up)));
        // Adding 0 takes the sign off a zero.
        amounts.map(|amount| if c < others.len() { amount } else { -amount } + 0.0).collect()
    };
    Some((0..all.len()).map(printed).collect())
}

fn whole_below(amount: f64) -> f64 {
    let nearest = amount.round();
    if (amount - nearest).abs() < WHOLE { nearest } else { amount.floor() }
}

fn rest(column: &[f64], below: &[f64]) -> Vec<f64> {
    column.iter().zip(below).map(|(amount, below)| amount - below).map(|r| if r < WHOLE { 0.0 } else { r }).collect()
}

/// Which amounts go up to the next whole number, column by column.
struct Raised {
    /// How far an amount lies above the whole number below it; only one that does can go up.
    rest: Vec<Vec<f64>>,
    up: Vec<Vec<bool>>,
    /// How many more a column wants.
    wanted: Vec<i64>,
}

impl Raised {
    /// Raises one more amount of a row, the one with the greatest rest first. A column that wants no more can give one
    /// up in a row that finds another column (an augmenting path).
    fn one_in(&mut self, row: usize, tried: &mut Vec<bool>) -> bool {
        let mut columns: Vec<usize> = (0..self.rest.len()).collect();
        columns.sort_by(|a, b| self.rest[*b][row].total_cmp(&self.rest[*a][row]));
        for c in columns {
            if tried[c] || self.up[c][row] || self.rest[c][row] == 0.0 {
                continue;
            }
            tried[c] = true;
            if self.wanted[c] > 0 {
                self.wanted[c] -= 1;
                self.up[c][row] = true;
                return true;
            }
            let others: Vec<usize> = (0..self.up[c].len()).filter(|r| self.up[c][*r]).collect();
            for other in others {
                if self.one_in(other, tried) {
                    self.up[c][other] = false;
                    self.up[c][row] = true;
                    return true;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    const YEN: Unit = Unit::whole(Name::Yen);

    fn rows_add_up(columns: &[Vec<f64>]) -> bool {
        let (last, others) = columns.split_last().expect("columns");
        (0..last.len()).all(|r| others.iter().map(|c| c[r]).sum::<f64>() == last[r])
    }

    #[test]
    fn halves_add_up_both_ways() {
        // The closed years shared by halves between two components, as in the shipped plan.
        let columns = [vec![-36_750.0, 0.0, -119_564.0], vec![-39_874.0, 0.0, 17_151.0], vec![4_547.5, 0.0, 249.5]];
        let total: Vec<f64> = (0..3).map(|r| columns.iter().map(|c| c[r]).sum()).collect();
        let all = [&columns[..], &[total]].concat();
        let sums: Vec<f64> = all.iter().map(|c| c.iter().sum()).collect();
        let printed = both_ways(YEN, &all, &sums);
        assert!(rows_add_up(&printed), "{printed:?}");
        for (column, sum) in printed.iter().zip(&sums) {
            assert_eq!(column.iter().sum::<f64>(), *sum);
        }
        assert!(printed.iter().all(|c| c[1] == 0.0 && c[1].is_sign_positive()), "nothing stays nothing");
    }

    /// Numbers that look random, the same each time.
    fn numbers(state: &mut u64) -> f64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from((*state >> 40) as u32) / 1000.0 - 8000.0
    }

    #[test]
    fn whatever_the_amounts_columns_add_up_and_rows_do_where_the_sums_do() {
        let (mut state, mut both) = (7, 0);
        for _ in 0..2000 {
            let mut columns: Vec<Vec<f64>> = (0..3).map(|_| (0..7).map(|_| numbers(&mut state)).collect()).collect();
            columns.push((0..7).map(|r| columns.iter().map(|c| c[r]).sum()).collect());
            let sums: Vec<f64> = columns.iter().map(|c| YEN.round(c.iter().sum())).collect();
            let printed = both_ways(YEN, &columns, &sums);
            for ((column, exact), sum) in printed.iter().zip(&columns).zip(&sums) {
                assert_eq!(column.iter().sum::<f64>(), *sum);
                assert!(column.iter().zip(exact).all(|(p, e)| (p - e).abs() < 1.0), "{column:?} {exact:?}");
            }
            if sums[..3].iter().sum::<f64>() == sums[3] {
                both += u32::from(rows_add_up(&printed));
                assert!(rows_add_up(&printed), "{columns:?} {printed:?}");
            }
        }
        assert!(both > 1000, "{both}");
    }
}
