//! The double counting of initiatives that claim the same saving.

/// Takes off what is counted twice: of positive `levels` that fully overlap only the greatest remains in all; each
/// member keeps its Shapley value of that greatest level (the airport game: Littlechild and Owen 1973), for two
/// members half the smaller level off each. `share` is the share of the overlap; levels at or below 0 stay as they are.
/// `order` is room for one position a level: what stands in it is of no matter.
pub fn split_overlap(share: f64, levels: &mut [f64], order: &mut [usize]) {
    order.iter_mut().enumerate().for_each(|(i, o)| *o = i);
    order.sort_unstable_by(|&a, &b| levels[a].total_cmp(&levels[b]).then(a.cmp(&b)));
    let positive = order.iter().filter(|i| levels[**i] > 0.0).count();
    let first = order.len() - positive;
    let (mut below, mut kept) = (0.0, 0.0);
    for (rank, &member) in order[first..].iter().enumerate() {
        let level = levels[member];
        kept += (level - below) / (positive - rank) as f64;
        below = level;
        levels[member] = level - share * (level - kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<const N: usize>(share: f64, mut levels: [f64; N]) -> [f64; N] {
        split_overlap(share, &mut levels, &mut [0; N]);
        levels
    }

    #[test]
    fn two_members_lose_half_the_smaller_each() {
        assert_eq!(split(1.0, [100.0, 60.0]), [70.0, 30.0]);
        assert_eq!(split(0.5, [100.0, 60.0]), [85.0, 45.0]);
        assert_eq!(split(1.0, [100.0, -5.0]), [100.0, -5.0]);
        assert_eq!(split(1.0, [-1.0, -5.0]), [-1.0, -5.0]);
    }

    #[test]
    fn of_many_members_the_greatest_remains_in_all_and_none_turns_negative() {
        // Shapley values of the airport game with levels 10, 20, 30: 10/3; 10/3 + 10/2; 10/3 + 10/2 + 10.
        let [c, a, b] = split(1.0, [30.0, 10.0, 20.0]);
        for (found, expected) in [(a, 10.0 / 3.0), (b, 10.0 / 3.0 + 5.0), (c, 10.0 / 3.0 + 15.0)] {
            assert!((found - expected).abs() < 1e-12);
        }
        assert_eq!(split(1.0, [7.0; 3]).map(|x| (x * 3.0).round()), [7.0; 3]);
        let wide = split(1.0, [1.0; 20]);
        assert!((wide.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
