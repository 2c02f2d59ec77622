//! Choices from the best to the worst, each by its mean over the uncertainties, and which of them can be told apart.

use super::choices::Choices;
use super::{Better, Difference, Grounds, Levels, MeanOf, Reading, Statistic, Verdict};
use crate::batch::AgainstPlan;
use crate::stats::{Proportion, student_t_975};
use std::cell::OnceCell;

/// A ranking by one statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What is chosen, and what it is judged over.
    pub choices: Choices,
    /// From the best to the worst; equal values in the order of the set.
    pub rows: Vec<Ranked>,
    /// The choice that stands as planned; nothing where the set does not have it.
    pub reference: Option<usize>,
    /// Scenarios without a value.
    pub without: Vec<usize>,
    /// The mean of each row.
    means: Vec<MeanOf>,
    /// The first row that does not differ from a row or from any between the two.
    same: Vec<usize>,
    places: Vec<OnceCell<Option<[usize; 2]>>>,
}

/// One choice in a ranking. Means are over the uncertainties.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its position among the choices.
    pub choice: usize,
    /// The scenario of each future: at least one.
    pub scenarios: Vec<usize>,
    /// The levels of the levers.
    pub levels: Levels,
    /// The mean of the statistic.
    pub value: f64,
    /// Its 95 % interval; nothing where the simulation error is not known.
    pub interval: Option<[f64; 2]>,
    /// The mean probability of meeting the target, with its interval.
    pub odds: Option<MeanOf>,
    /// What the mean effect is above that of the choice that stands as planned, in the unit of the set.
    pub gain: Option<Difference>,
    /// What it is above the plan that the set names; nothing where it names none.
    pub against: Option<Against>,
    /// Against the best; nothing for the best itself.
    pub to_best: Option<Difference>,
    /// Against the one before it; nothing for the best.
    pub to_previous: Option<Difference>,
    /// The future in which it is worst, and the value there.
    pub worst: (usize, f64),
    /// The future in which another choice is better by most, and by how much; never negative.
    pub regret: (usize, f64),
}

/// What a choice is above the plan of the set: the mean over its scenarios, in the unit of the set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Against {
    /// The mean difference of the effects.
    pub mean: f64,
    /// Half of its 95 % interval: the mean of those of its scenarios, too wide rather than too narrow.
    pub half_width: Option<f64>,
    /// The probability of at least as much as the plan, with its interval worked out likewise.
    pub not_below: Proportion,
}

impl Against {
    /// The weighted mean over scenarios; nothing where one of them was not held against the plan.
    fn of(reading: &Reading, scenarios: &[(usize, f64)]) -> Option<Self> {
        let total: f64 = scenarios.iter().map(|(_, weight)| weight).sum();
        let effect = reading.by(Statistic::Mean);
        let each = || {
            scenarios.iter().map(|(s, weight)| {
                let scenario = reading.results.scenarios.get(*s)?;
                Some((weight / total, effect.scale(scenario)?, scenario.against?))
            })
        };
        let sum = |of: &dyn Fn(f64, AgainstPlan) -> f64| -> Option<f64> {
            each().map(|one| one.map(|(w, scale, own)| w * of(scale, own))).sum()
        };
        let error: Option<f64> = each().map(|one| one.and_then(|(w, scale, own)| Some(w * scale * own.se?))).sum();
        let [value, low, high] = [
            sum(&|_, own| own.not_below.value)?,
            sum(&|_, own| own.not_below.low)?,
            sum(&|_, own| own.not_below.high)?,
        ];
        Some(Self {
            mean: sum(&|scale, own| scale * own.mean)?,
            half_width: error.map(|se| student_t_975(u64::MAX) * se),
            not_below: Proportion { value, low, high },
        })
    }
}

impl Ranked {
    /// The scenario by which a choice that has only one is named.
    pub fn first(&self) -> usize {
        self.scenarios[0]
    }
}

impl Ranking {
    /// Ranks all choices that have a value.
    pub fn of(reading: &Reading) -> Self {
        let choices = Choices::of(reading);
        let effect = reading.by(Statistic::Mean);
        let odds = reading.by(Statistic::PMet);
        let reference = choices.reference(reading);
        let planned = reference.and_then(|r| effect.mean_of(&choices.weighted(r)));
        let best = choices.best(reading);
        let mut order: Vec<(usize, MeanOf)> =
            (0..choices.list.len()).filter_map(|c| Some((c, reading.mean_of(&choices.weighted(c))?))).collect();
        order.sort_by(|(_, a), (_, b)| match reading.statistic.better() {
            Better::More => b.value.total_cmp(&a.value),
            Better::Less => a.value.total_cmp(&b.value),
        });
        let means: Vec<MeanOf> = order.iter().map(|(_, mean)| mean.clone()).collect();
        let without = (0..reading.results.scenarios.len()).filter(|i| reading.value(*i).is_none()).collect();
        let mut same: Vec<usize> = Vec::with_capacity(means.len());
        let mut rows: Vec<Ranked> = Vec::with_capacity(means.len());
        for (place, (choice, mean)) in order.into_iter().enumerate() {
            let difference = |other: Option<usize>| other.map(|other| mean.less(&means[other]));
            let to_previous = difference(place.checked_sub(1));
            let is_same = to_previous.is_some_and(|d| d.verdict() == Verdict::NoDifference);
            same.push(same.last().copied().filter(|_| is_same).unwrap_or(place));
            let weighted = choices.weighted(choice);
            let gain = effect.mean_of(&weighted).zip(planned.as_ref()).map(|(own, planned)| own.less(planned));
            let chosen = &choices.list[choice];
            rows.push(Ranked {
                choice,
                scenarios: chosen.scenarios.clone(),
                levels: chosen.levels.clone(),
                value: mean.value,
                interval: mean.interval,
                odds: odds.mean_of(&weighted),
                gain: gain.filter(|_| reference != Some(choice)),
                against: Against::of(reading, &weighted),
                to_best: difference((place > 0).then_some(0)),
                to_previous,
                worst: chosen.worst(reading),
                regret: chosen.regret(&best),
            });
        }
        let places = vec![OnceCell::new(); means.len()];
        Self { choices, rows, reference, without, means, same, places }
    }

    /// The first and last place of the unbroken stretch around a row from which it cannot be told apart, counted from 1;
    /// nothing where the simulation error is not known. Worked out when asked for: of noisy sets each takes a look at most
    /// others.
    pub fn places(&self, row: usize) -> Option<[usize; 2]> {
        // What does not differ part by part is told from the same others.
        let first = self.same[row];
        *self.places[first].get_or_init(|| stretch(&self.means, first))
    }

    /// How far the order is more than chance; nothing where nobody has a neighbour.
    pub fn neighbours(&self) -> Option<Neighbours> {
        let all: Vec<Difference> = self.rows.iter().filter_map(|row| row.to_previous).collect();
        let count = |holds: &dyn Fn(&Difference) -> bool| all.iter().filter(|d| holds(d)).count();
        (!all.is_empty()).then(|| Neighbours {
            pairs: all.len(),
            unknown: count(&|d| d.verdict() == Verdict::Unknown),
            close: count(&|d| d.verdict() != Verdict::Apart),
            on_common_draws: count(&|d| d.grounds == Grounds::CommonDraws),
        })
    }
}

/// Rows of a ranking one after the other: what tells each pair apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbours {
    /// How many pairs there are.
    pub pairs: usize,
    /// Pairs of which it is not known whether they can be told apart.
    pub unknown: usize,
    /// Pairs that cannot be told apart, or of which that is not known.
    pub close: usize,
    /// Pairs that are judged by what they differ by on common draws.
    pub on_common_draws: usize,
}

/// The places around one, without a gap, from which it cannot be told apart; nothing where that is not known of all of them.
fn stretch(with: &[MeanOf], place: usize) -> Option<[usize; 2]> {
    let verdict = |other: usize| with[place].less(&with[other]).verdict();
    // How many of these, one after another, it cannot be told apart from.
    let alike = |others: &mut dyn Iterator<Item = usize>| {
        let mut count = 0;
        for other in others {
            match verdict(other) {
                Verdict::NoDifference | Verdict::NotApart => count += 1,
                Verdict::Apart => break,
                Verdict::Unknown => return None,
            }
        }
        Some(count)
    };
    let (before, after) = (alike(&mut (0..place).rev())?, alike(&mut (place + 1..with.len()))?);
    Some([place + 1 - before, place + 1 + after])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::reading::Statistic;
    use crate::batch::reading::sample::{run, set_of};

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
        assert_eq!(reading.difference(1, 2).map(|d| d.verdict()), Some(Verdict::NoDifference));
        let ranking = Ranking::of(&reading);
        let rows: Vec<_> = (0..4).map(|r| (ranking.rows[r].first(), ranking.places(r))).collect();
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
        let ranking = Ranking::of(&Reading::new(&set, Statistic::P50));
        assert_eq!(ranking.rows[1].to_best.map(|d| d.verdict()), Some(Verdict::Unknown));
        assert_eq!([ranking.places(0), ranking.places(1)], [None, None]);
        // What was planned is known without error.
        let difference = Reading::new(&set, Statistic::Planned).difference(0, 1).expect("values");
        assert_eq!(difference.verdict(), Verdict::NoDifference);
    }

    #[test]
    fn of_a_shortfall_less_is_better_and_units_are_made_one() {
        let (mut a, b) = (run("a", &[], &A), run("b", &[], &B));
        a.unit = Some(crate::money::Unit::whole(crate::money::Name::MillionYen));
        let set = set_of(&[], vec![b, a]);
        // The mean shortfall of the sample is 100 · (1 − odds): 22 (thousand yen) and 20 (million yen = 20,000 thousand).
        let ranking = Ranking::of(&Reading::new(&set, Statistic::MeanShortfall));
        let values: Vec<(usize, f64)> = ranking.rows.iter().map(|r| (r.first(), r.value.round())).collect();
        assert_eq!(values, [(0, 22.0), (1, 20_000.0)]);
    }

    #[test]
    fn what_failed_has_no_place() {
        let mut failed = run("f", &[], &A);
        failed.entry = Err(crate::lang::Text::same("no"));
        let set = set_of(&[], vec![failed, run("a", &[], &A)]);
        let ranking = Ranking::of(&Reading::new(&set, Statistic::PMet));
        assert_eq!((ranking.rows.len(), ranking.without.as_slice()), (1, &[0][..]));
        assert_eq!(ranking.places(0), Some([1, 1]));
    }

    /// Differences to the plan of 10, 20, 30 with errors 1, 2, 3 and odds 0.5, 0.6, 0.7, weights 2, 1, 1: 70 / 4 = 17.5,
    /// errors 7 / 4 = 1.75 times 1.96, odds 2.3 / 4.
    #[test]
    fn differences_to_the_plan_are_means_over_what_befalls() {
        let mut set = crate::batch::reading::sample::two_by_three();
        set.factors[1].weights = vec![2.0, 1.0, 1.0];
        for (scenario, n) in set.scenarios.iter_mut().zip([1.0, 2.0, 3.0]) {
            let p = 0.4 + n / 10.0;
            let not_below = Proportion { value: p, low: p - 0.1, high: p + 0.1 };
            scenario.against = Some(AgainstPlan { planned: 0.0, mean: 10.0 * n, se: Some(n), not_below });
        }
        let ranking = Ranking::of(&Reading::new(&set, Statistic::PMet));
        let [delay, keep] = &ranking.rows[..] else { panic!("two choices") };
        let found = keep.against.expect("held against the plan");
        assert!((found.mean - 17.5).abs() < 1e-9 && (found.not_below.value - 0.575).abs() < 1e-9, "{found:?}");
        assert!((found.half_width.expect("known") - 1.75 * 1.96).abs() < 1e-3 && delay.against.is_none());
    }

    /// keep 0.9 0.6 0.3, delay 0.8 0.7 0.6: means 0.6 and 0.7, so delay is first though keep has the best scenario.
    /// The sample's mean effect is 100 times its odds: delay gains 70 − 60 = 10. Regret: 0.1 in w0; 0.3 in w2.
    #[test]
    fn a_choice_is_judged_by_its_mean_over_what_befalls() {
        let set = crate::batch::reading::sample::two_by_three();
        let reading = Reading::new(&set, Statistic::PMet);
        let ranking = Ranking::of(&reading);
        let [delay, keep] = &ranking.rows[..] else { panic!("two choices") };
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(delay.value, 0.7) && close(keep.value, 0.6), "{ranking:?}");
        assert_eq!((ranking.reference, keep.gain, keep.choice), (Some(0), None, 0));
        assert!((delay.gain.expect("a reference").value - 10.0).abs() < 1e-9);
        assert!(delay.worst.0 == 2 && close(delay.worst.1, 0.6) && keep.worst == (2, 0.3));
        assert!(delay.regret.0 == 0 && close(delay.regret.1, 0.1) && keep.regret.0 == 2 && close(keep.regret.1, 0.3));
    }
}
