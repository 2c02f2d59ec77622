//! Scenarios from the best to the worst, and which of them can be told apart.

use super::{Better, Difference, Reading, Verdict};

/// A ranking by one statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// From the best to the worst; equal values in the order of the set.
    pub rows: Vec<Ranked>,
    /// Scenarios without a value.
    pub without: Vec<usize>,
}

/// One scenario in a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its position in the set.
    pub scenario: usize,
    /// Its value.
    pub value: f64,
    /// The first and last place of the unbroken stretch around it from which it cannot be told apart, counted from 1;
    /// nothing where the simulation error is not known.
    pub places: Option<[usize; 2]>,
    /// Against the best; nothing for the best itself.
    pub to_best: Option<Difference>,
    /// Against the one before it; nothing for the best.
    pub to_previous: Option<Difference>,
}

impl Ranking {
    /// Ranks all scenarios that have a value. Whether they can be told apart is worked out for the first `head` and the
    /// last `tail` of them.
    pub fn of(reading: &Reading, head: usize, tail: usize) -> Self {
        let mut order: Vec<(usize, f64)> = reading.values().collect();
        order.sort_by(|(_, a), (_, b)| match reading.statistic.better() {
            Better::More => b.total_cmp(a),
            Better::Less => a.total_cmp(b),
        });
        let with: Vec<usize> = order.iter().map(|(scenario, _)| *scenario).collect();
        let without = (0..reading.results.scenarios.len()).filter(|i| reading.value(*i).is_none()).collect();
        let mut rows: Vec<Ranked> = Vec::with_capacity(with.len());
        for (place, (scenario, value)) in order.into_iter().enumerate() {
            let difference = |other: Option<usize>| reading.difference(scenario, with[other?]);
            let to_previous = difference(place.checked_sub(1));
            let is_wanted = place < head || place.saturating_add(tail) >= with.len();
            // What is the same part by part is told from the same others.
            let is_same = to_previous.is_some_and(|d| d.verdict() == Verdict::Same);
            let known = rows.last().filter(|_| is_same).and_then(|previous| previous.places);
            let places = if is_wanted { known.or_else(|| stretch(reading, &with, place)) } else { None };
            let to_best = difference((place > 0).then_some(0));
            rows.push(Ranked { scenario, value, places, to_best, to_previous });
        }
        Self { rows, without }
    }
}

/// The places around one, without a gap, from which it cannot be told apart.
fn stretch(reading: &Reading, with: &[usize], place: usize) -> Option<[usize; 2]> {
    let verdict = |other: usize| reading.difference(with[place], with[other]).map(|d| d.verdict());
    let neighbours = [place.checked_sub(1), Some(place + 1).filter(|p| *p < with.len())];
    if neighbours.into_iter().flatten().any(|other| verdict(other) == Some(Verdict::Unknown)) {
        return None;
    }
    let not_apart = |other: &usize| matches!(verdict(*other), Some(Verdict::Same | Verdict::NotApart));
    let before = (0..place).rev().take_while(not_apart).count();
    let after = (place + 1..with.len()).take_while(not_apart).count();
    Some([place + 1 - before, place + 1 + after])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::sample::{run, set_of};
    use crate::batch::reading::{Grounds, Statistic};

    /// Parts of equal size. Against `a`:
    /// b differs by 0.02, 0.00, 0.04, 0.02: mean 0.02, Σ(d − 0.02)² = 0.0008, se = √(0.0008 / (4 · 3)) = 0.00816,
    /// t with 3 degrees of freedom 3.182: half the interval 0.0260 > 0.02, so the two cannot be told apart;
    /// c differs by 0.10, 0.11, 0.09, 0.10: mean 0.10, Σ = 0.0002, se = √(0.0002 / 12) = 0.00408, half 0.0130 < 0.10.
    const A: [f64; 4] = [0.80, 0.70, 0.90, 0.80];
    const B: [f64; 4] = [0.78, 0.70, 0.86, 0.78];
    const C: [f64; 4] = [0.70, 0.59, 0.81, 0.70];

    #[test]
    fn runs_on_common_draws_are_told_apart_by_their_parts() {
        let set = set_of(&[], vec![run("c", &[], &C), run("a", &[], &A), run("same", &[], &A), run("b", &[], &B)]);
        let reading = Reading::new(&set, Statistic::PMet);
        let difference = reading.difference(1, 3).expect("values");
        let half = difference.half_width.expect("common draws");
        assert!((difference.value - 0.02).abs() < 1e-12 && (half / (3.182 * 0.008_165) - 1.0).abs() < 0.01, "{half}");
        assert_eq!((difference.verdict(), difference.grounds), (Verdict::NotApart, Grounds::CommonDraws));
        let half = reading.difference(1, 0).and_then(|d| d.half_width).expect("common draws");
        assert!((half / (3.182 * 0.004_082_5) - 1.0).abs() < 0.01, "{half}");
        assert_eq!(reading.difference(1, 0).map(|d| d.verdict()), Some(Verdict::Apart));
        assert_eq!(reading.difference(1, 2).map(|d| d.verdict()), Some(Verdict::Same));
        let ranking = Ranking::of(&reading, 4, 0);
        let rows: Vec<_> = ranking.rows.iter().map(|r| (r.scenario, r.places)).collect();
        assert_eq!(rows, [(1, Some([1, 3])), (2, Some([1, 3])), (3, Some([1, 3])), (0, Some([4, 4]))]);
        assert_eq!(ranking.rows[0].to_best, None);
        assert!((ranking.rows[3].to_previous.expect("not the best").value + 0.08).abs() < 1e-12);
    }

    /// The same parts under another seed say nothing about the difference: 0.80 and 0.70, each with an interval of
    /// ±0.098, i.e. an error of 0.05: half the interval of the difference is 1.96 · 0.05 · √2 = 0.1386 > 0.1.
    #[test]
    fn runs_on_other_draws_by_their_own_errors() {
        let (a, mut c) = (run("a", &[], &A), run("c", &[], &C));
        c.seed = 2;
        let set = set_of(&[], vec![a, c]);
        let difference = Reading::new(&set, Statistic::PMet).difference(0, 1).expect("values");
        assert_eq!((difference.grounds, difference.verdict()), (Grounds::StandardErrors, Verdict::NotApart));
        assert!((difference.half_width.expect("known") - 0.1386).abs() < 1e-3, "{difference:?}");
        let changes: [fn(&mut crate::batch::ScenarioResult); 2] =
            [|s| s.sampling = Some("random".to_owned()), |s| s.trials += 1];
        for change in changes {
            let mut other = run("c", &[], &C);
            change(&mut other);
            let set = set_of(&[], vec![run("a", &[], &A), other]);
            let grounds = Reading::new(&set, Statistic::PMet).difference(0, 1).map(|d| d.grounds);
            assert_eq!(grounds, Some(Grounds::StandardErrors));
        }
    }

    #[test]
    fn of_a_quantile_the_error_is_not_known() {
        let set = set_of(&[], vec![run("a", &[], &A), run("b", &[], &B)]);
        let ranking = Ranking::of(&Reading::new(&set, Statistic::P50), 2, 0);
        assert_eq!(ranking.rows[1].to_best.map(|d| d.verdict()), Some(Verdict::Unknown));
        assert_eq!(ranking.rows.iter().map(|r| r.places).collect::<Vec<_>>(), [None, None]);
        // What was planned is known without error.
        let difference = Reading::new(&set, Statistic::Planned).difference(0, 1).expect("values");
        assert_eq!(difference.verdict(), Verdict::Same);
    }

    #[test]
    fn of_a_shortfall_less_is_better_and_units_are_made_one() {
        let (mut a, b) = (run("a", &[], &A), run("b", &[], &B));
        a.unit = Some(crate::money::Unit::MillionYen);
        let set = set_of(&[], vec![b, a]);
        // The mean shortfall of the sample is 100 · (1 − odds): 22 (thousand yen) and 20 (million yen = 20,000 thousand).
        let ranking = Ranking::of(&Reading::new(&set, Statistic::MeanShortfall), 2, 0);
        let values: Vec<(usize, f64)> = ranking.rows.iter().map(|r| (r.scenario, r.value.round())).collect();
        assert_eq!(values, [(0, 22.0), (1, 20_000.0)]);
    }

    #[test]
    fn what_failed_has_no_place() {
        let mut failed = run("f", &[], &A);
        failed.entry = Err(crate::lang::Text::same("no"));
        let set = set_of(&[], vec![failed, run("a", &[], &A)]);
        let ranking = Ranking::of(&Reading::new(&set, Statistic::PMet), 9, 9);
        assert_eq!((ranking.rows.len(), ranking.without.as_slice()), (1, &[0][..]));
        assert_eq!(ranking.rows[0].places, Some([1, 1]));
    }
}
