//! The scenarios in which a policy fails, and what they have in common.

use super::{Level, Reading, Statistic};
use crate::batch::SetResults;
use std::collections::BTreeMap;

/// Where a policy's probability of meeting its target is too low.
#[derive(Clone, Debug, PartialEq)]
pub struct Failures {
    /// The probability below which it fails.
    pub threshold: f64,
    /// Scenarios that have a result; those with the same settings are one.
    pub considered: usize,
    /// Those in which it fails, from the worst on.
    pub failing: Vec<usize>,
    /// Every level of every factor that varies, in order; nothing where it fails in all or none.
    pub levels: Vec<Trait>,
    /// The one or two levels together that mark the failing scenarios best, the best first, three at most.
    pub marks: Vec<Trait>,
}

/// What scenarios can have in common: one level, or two together.
#[derive(Clone, Debug, PartialEq)]
pub struct Trait {
    /// The levels.
    pub conditions: Vec<Condition>,
    /// Failing scenarios that have it.
    pub failing: usize,
    /// Scenarios that have it.
    pub all: usize,
    /// Of all scenarios, the share that has it.
    pub share: f64,
    /// Of the failing scenarios, the share that has it.
    pub coverage: f64,
    /// Of the scenarios that have it, the share that fails.
    pub density: f64,
    /// Its share among the failing over its share among all: above 1 it goes with failing.
    pub lift: f64,
}

/// A factor at a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// The position of the factor.
    pub factor: usize,
    /// Its level.
    pub level: Level,
}

/// How many marks are told.
const MOST_MARKS: usize = 3;

impl Failures {
    /// Reads the results of a policy.
    pub fn of(results: &SetResults, threshold: f64) -> Self {
        let odds: Vec<(usize, f64)> = Reading::new(results, Statistic::PMet).distinct();
        let mut failing: Vec<(usize, f64)> = odds.iter().copied().filter(|(_, p)| *p < threshold).collect();
        failing.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        let counts = Counts { failing: failing.len(), all: odds.len() };
        let (levels, marks) = if counts.failing == 0 || counts.failing == counts.all {
            (Vec::new(), Vec::new())
        } else {
            counts.traits(results, &odds, threshold)
        };
        let failing = failing.into_iter().map(|(i, _)| i).collect();
        Self { threshold, considered: odds.len(), failing, levels, marks }
    }
}

/// Failing scenarios among all.
#[derive(Clone, Copy)]
struct Counts {
    failing: usize,
    all: usize,
}

impl Counts {
    fn traits(self, results: &SetResults, odds: &[(usize, f64)], threshold: f64) -> (Vec<Trait>, Vec<Trait>) {
        let mut singles: BTreeMap<Condition, [usize; 2]> = BTreeMap::new();
        let mut pairs: BTreeMap<[Condition; 2], [usize; 2]> = BTreeMap::new();
        let varying: Vec<usize> = (0..results.factors.len()).filter(|f| varies(results, odds, *f)).collect();
        for (i, p) in odds {
            let levels = varying.iter().map(|f| Condition { factor: *f, level: results.scenarios[*i].level(*f) });
            let has: Vec<Condition> = levels.collect();
            let add = |count: &mut [usize; 2]| {
                count[0] += usize::from(*p < threshold);
                count[1] += 1;
            };
            for (k, first) in has.iter().enumerate() {
                add(singles.entry(*first).or_default());
                has[k + 1..].iter().for_each(|second| add(pairs.entry([*first, *second]).or_default()));
            }
        }
        let levels: Vec<Trait> = singles.into_iter().map(|(c, counts)| self.of(vec![c], counts)).collect();
        let pairs = pairs.into_iter().map(|(c, counts)| self.of(c.to_vec(), counts));
        let marks = best(levels.iter().filter(|t| t.lift > 1.0).cloned().collect(), pairs.collect());
        (levels, marks)
    }

    fn of(self, conditions: Vec<Condition>, [failing, all]: [usize; 2]) -> Trait {
        let (coverage, density) = (failing as f64 / self.failing as f64, failing as f64 / all as f64);
        let share = all as f64 / self.all as f64;
        Trait { conditions, failing, all, share, coverage, density, lift: coverage / share }
    }
}

fn varies(results: &SetResults, odds: &[(usize, f64)], factor: usize) -> bool {
    let mut levels = odds.iter().map(|(i, _)| results.scenarios[*i].level(factor));
    let first = levels.next();
    levels.any(|level| Some(level) != first)
}

/// The traits that mark the failing scenarios best. Two levels together only where they do so better than each alone.
fn best(singles: Vec<Trait>, pairs: Vec<Trait>) -> Vec<Trait> {
    let of_single = |c: &Condition| singles.iter().find(|t| t.conditions[0] == *c).map_or(0.0, Trait::sharpness);
    let gains = |t: &Trait| t.conditions.iter().all(|c| t.sharpness() > of_single(c) + 1e-12);
    let sharper: Vec<Trait> = pairs.into_iter().filter(|t| t.lift > 1.0 && gains(t)).collect();
    let mut all = [singles, sharper].concat();
    // Of equal ones the simpler first: the order in which they stand is kept.
    all.sort_by(|a, b| b.sharpness().total_cmp(&a.sharpness()));
    all.truncate(MOST_MARKS);
    all
}

impl Trait {
    /// The harmonic mean of coverage and density: 1 where exactly the scenarios that have it fail.
    pub fn sharpness(&self) -> f64 {
        let sum = self.coverage + self.density;
        if sum > 0.0 { 2.0 * self.coverage * self.density / sum } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::FactorKind;
    use crate::batch::reading::sample::{run, set_of, two_by_three};

    /// Below 0.65 fail keep/w1 (0.6), keep/w2 (0.3), delay/w2 (0.6): 3 of 6.
    /// keep: 2 of the 3, of its 3 scenarios 2 fail: coverage 2/3, density 2/3, lift (2/3) / (1/2) = 4/3.
    /// w2: 2 of the 3, both of its scenarios: coverage 2/3, density 1, lift 2, sharpness 2 · (2/3) / (5/3) = 0.8.
    #[test]
    fn shares_among_failing_against_shares_among_all() {
        let found = Failures::of(&two_by_three(), 0.65);
        assert_eq!((found.considered, &found.failing), (6, &vec![2, 1, 5]));
        let of = |factor, level| {
            let condition = Condition { factor, level: Some(level) };
            found.levels.iter().find(|t| t.conditions == [condition]).expect("a level")
        };
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        let (keep, w2, w0) = (of(0, 0), of(1, 2), of(1, 0));
        assert_eq!([(keep.failing, keep.all), (w2.failing, w2.all), (w0.failing, w0.all)], [(2, 3), (2, 2), (0, 2)]);
        assert!(close(keep.coverage, 2.0 / 3.0) && close(keep.density, 2.0 / 3.0) && close(keep.lift, 4.0 / 3.0));
        assert!(close(w2.lift, 2.0) && close(w2.sharpness(), 0.8) && close(w0.lift, 0.0));
        assert!(close(keep.share, 0.5) && close(w0.share, 1.0 / 3.0));
        assert_eq!(found.marks[0].conditions, w2.conditions);
        assert_eq!(found.levels.len(), 5);
    }

    /// 2 × 2 × 2, and only a = 1 with b = 1 fails: two levels mark it exactly, each alone only by half.
    #[test]
    fn two_levels_together_where_they_mark_better() {
        let factors: [(&str, FactorKind, &[&str]); 3] =
            ["a", "b", "c"].map(|id| (id, FactorKind::Lever, &["0", "1"][..]));
        let levels = (0..8_usize).map(|i| [i >> 2, i >> 1 & 1, i & 1]);
        let runs = levels.map(|l| run("s", &l, &[if l[0] == 1 && l[1] == 1 { 0.2 } else { 0.8 }])).collect();
        let found = Failures::of(&set_of(&factors, runs), 0.5);
        let mark = &found.marks[0];
        let conditions: Vec<(usize, Level)> = mark.conditions.iter().map(|c| (c.factor, c.level)).collect();
        assert_eq!(conditions, [(0, Some(1)), (1, Some(1))]);
        assert_eq!((mark.failing, mark.all, mark.coverage, mark.density, mark.lift), (2, 2, 1.0, 1.0, 4.0));
        assert!(found.marks.iter().all(|m| m.lift > 1.0), "{found:?}");
        assert_eq!(found.marks.len(), 3);
    }

    #[test]
    fn where_all_or_none_fail_nothing_sets_them_apart() {
        for (threshold, failing) in [(0.0, 0), (1.0, 6)] {
            let found = Failures::of(&two_by_three(), threshold);
            assert_eq!((found.failing.len(), found.levels.len(), found.marks.len()), (failing, 0, 0));
        }
        let mut set = two_by_three();
        set.scenarios[2].entry = Err(crate::lang::Text::same("no"));
        assert_eq!(Failures::of(&set, 0.65).considered, 5, "what has no result neither fails nor does not");
        // Exactly the threshold is enough.
        assert_eq!(Failures::of(&set, 0.6).failing.len(), 0);
    }
}
