//! Which factor matters most: what each value of a factor does against its reference, like with like: scenarios that agree
//! in the settings of everything else.

use super::shares::{Design, Shares};
use super::{Difference, Level, Levels, Reading, Verdict};
use std::collections::{BTreeMap, HashMap};

/// The main effects of all factors on a statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// One a factor of the set that takes more than one value, in the order of the set.
    pub factors: Vec<FactorEffect>,
    /// How the shares were worked out.
    pub design: Design,
    /// Scenarios that have a value; those with the same settings are one.
    pub scenarios: usize,
    /// Scenarios that have none and are left out.
    pub left_out: usize,
    /// The share of the variance that the factors explain one by one, added up: R² of the additive model. Nothing where
    /// all scenarios are alike, or there are too few to tell.
    pub explained: Option<f64>,
}

/// What one factor does.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorEffect {
    /// The position of the factor.
    pub factor: usize,
    /// The level that the others are held against.
    pub reference: Level,
    /// The other levels, in their order.
    pub levels: Vec<LevelEffect>,
    /// The greatest of the effects, that of the reference being 0, less the least; nothing where no level has a pair.
    pub range: Option<f64>,
    /// The share of the variance between scenarios that it explains.
    pub share: Option<f64>,
}

/// What one level does against the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelEffect {
    /// The level.
    pub level: Level,
    /// How many matched pairs there are: settings of everything else with which both were run.
    pub pairs: usize,
    /// The mean over the pairs of the value at the level less that at the reference.
    pub effect: Option<Difference>,
    /// The difference where everything else stands at its reference.
    pub alone: Option<Difference>,
    /// Where there is no pair: the mean over the scenarios of the level less the scenario in which everything stands at its
    /// reference. Whatever else those scenarios change is in it.
    pub to_base: Option<Difference>,
}

impl LevelEffect {
    /// Whether what else is changed turns the sign: the mean over the pairs points one way, the difference alone the other,
    /// and neither is known to be no more than chance.
    pub fn is_turned(&self) -> bool {
        let is_chance = |difference: Difference| difference.verdict() == Verdict::NotApart;
        self.effect
            .zip(self.alone)
            .is_some_and(|(mean, alone)| mean.value * alone.value < 0.0 && !is_chance(mean) && !is_chance(alone))
    }
}

impl Effects {
    /// The main effects on a statistic.
    pub fn of(reading: &Reading) -> Self {
        let shares = Shares::of(reading);
        let pairs = Pairs::of(reading);
        let with_value = reading.values().count();
        Self {
            factors: shares.factors.iter().map(|(factor, share)| pairs.factor(*factor, *share)).collect(),
            design: shares.design,
            scenarios: pairs.by_levels.len(),
            left_out: reading.results.scenarios.len() - with_value,
            explained: shares.explained,
        }
    }

    /// The factors from the one that matters most: by share, where that is not known by range.
    pub fn by_weight(&self) -> Vec<&FactorEffect> {
        let mut order: Vec<&FactorEffect> = self.factors.iter().collect();
        let weight = |factor: &FactorEffect| (factor.share.unwrap_or_default(), factor.range.unwrap_or_default());
        order.sort_by(|a, b| weight(b).0.total_cmp(&weight(a).0).then(weight(b).1.total_cmp(&weight(a).1)));
        order
    }
}

/// The scenarios of a set by their settings.
struct Pairs<'a> {
    reading: &'a Reading<'a>,
    references: Levels,
    /// Every combination of settings with a value, once: in two groups the same settings are the same scenario.
    by_levels: BTreeMap<Levels, usize>,
    /// The scenario in which everything stands at its reference.
    base: Option<usize>,
}

impl<'a> Pairs<'a> {
    fn of(reading: &'a Reading<'a>) -> Self {
        let all: Vec<usize> = (0..reading.results.factors.len()).collect();
        let references = reading.results.references(&all);
        let one = |(scenario, _): (usize, f64)| (reading.results.scenarios[scenario].levels(&all), scenario);
        let by_levels: BTreeMap<Levels, usize> = reading.distinct().into_iter().map(one).collect();
        let base = by_levels.get(&references).copied();
        Self { reading, references, by_levels, base }
    }

    fn factor(&self, factor: usize, share: Option<f64>) -> FactorEffect {
        let reference = self.references[factor];
        // By level the scenarios with it, each by the settings of everything else.
        let mut by_level: BTreeMap<Level, HashMap<Levels, usize>> = BTreeMap::new();
        for (levels, scenario) in &self.by_levels {
            let mut others = levels.clone();
            others[factor] = None;
            by_level.entry(levels[factor]).or_default().insert(others, *scenario);
        }
        let at_reference = by_level.remove(&reference).unwrap_or_default();
        let levels: Vec<LevelEffect> =
            by_level.iter().map(|(level, own)| self.level(factor, *level, own, &at_reference)).collect();
        let effects = || levels.iter().filter_map(|l| Some(l.effect?.value)).chain([0.0]);
        let range = levels
            .iter()
            .any(|l| l.effect.is_some())
            .then(|| effects().fold(f64::NEG_INFINITY, f64::max) - effects().fold(f64::INFINITY, f64::min));
        FactorEffect { factor, reference, levels, range, share }
    }

    fn level(
        &self,
        factor: usize,
        level: Level,
        own: &HashMap<Levels, usize>,
        reference: &HashMap<Levels, usize>,
    ) -> LevelEffect {
        let both = |(others, scenario): (&Levels, &usize)| Some((*scenario, *reference.get(others)?));
        let mut pairs: Vec<(usize, usize)> = own.iter().filter_map(both).collect();
        // In the order of the set: sums must not hang on that of a table.
        pairs.sort_unstable();
        let mut beside = self.references.clone();
        beside[factor] = None;
        let alone = own.get(&beside).zip(reference.get(&beside));
        let mut all: Vec<usize> = own.values().copied().collect();
        all.sort_unstable();
        let to_base = self.base.filter(|_| pairs.is_empty()).and_then(|base| self.less(&all, &[base]));
        let (of_level, of_reference): (Vec<usize>, Vec<usize>) = pairs.iter().copied().unzip();
        LevelEffect {
            level,
            pairs: pairs.len(),
            effect: self.less(&of_level, &of_reference),
            alone: alone.and_then(|(own, reference)| self.reading.difference(*own, *reference)),
            to_base,
        }
    }

    /// The mean over some scenarios less that over others.
    fn less(&self, some: &[usize], others: &[usize]) -> Option<Difference> {
        let mean = |scenarios: &[usize]| {
            let alike: Vec<(usize, f64)> = scenarios.iter().map(|s| (*s, 1.0)).collect();
            self.reading.mean_of(&alike)
        };
        Some(mean(some)?.less(&mean(others)?))
    }
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

    fn close(found: Option<Difference>, expected: f64) -> bool {
        found.is_some_and(|d| (d.value - expected).abs() < 1e-12)
    }

    /// keep 0.9 0.6 0.3, delay 0.8 0.7 0.6.
    /// delay − keep: −0.1, 0.1, 0.3, mean 0.1; alone (in w0) −0.1: the sign is turned by the wage.
    /// w1 − w0: −0.3 with keep, −0.1 with delay, mean −0.2, alone −0.3. w2 − w0: −0.6, −0.2, mean −0.4, alone −0.6.
    #[test]
    fn effects_are_means_over_matched_pairs() {
        let mut set = two_by_three();
        let error = &effects(&set).factors[0].levels[0];
        // With an error of 0.05 each, what points the other way may be chance. Two equal parts leave no error.
        assert!(close(error.effect, 0.1) && close(error.alone, -0.1) && !error.is_turned());
        set.scenarios.iter_mut().for_each(|s| {
            if let Ok(Some(entry)) = &mut s.entry {
                entry.parts.extend_from_within(..);
            }
        });
        let found = effects(&set);
        assert_eq!((found.scenarios, found.left_out), (6, 0));
        let [bpr, wage] = &found.factors[..] else { panic!("two factors") };
        let [delay] = bpr.levels[..] else { panic!("one level beside the reference") };
        assert_eq!((bpr.reference, delay.level, delay.pairs, delay.to_base), (Some(0), Some(1), 3, None));
        assert!(close(delay.effect, 0.1) && close(delay.alone, -0.1) && delay.is_turned(), "{delay:?}");
        assert_eq!(wage.levels.iter().map(|l| l.pairs).collect::<Vec<_>>(), [2, 2]);
        assert!(close(wage.levels[0].effect, -0.2) && close(wage.levels[1].effect, -0.4), "{wage:?}");
        assert!(close(wage.levels[0].alone, -0.3) && !wage.levels[0].is_turned());
        assert!((bpr.range.expect("pairs") - 0.1).abs() < 1e-12 && (wage.range.expect("pairs") - 0.4).abs() < 1e-12);
        assert_eq!(found.by_weight(), [wage, bpr]);
    }

    /// Parts of equal size; b − a: 0.02, 0.00, 0.04, 0.02, so the mean is 0.02 and the error √(0.0008 / (4 · 3)).
    /// With a second pair of the same differences the parts move together: the error of the mean is the same, not less.
    #[test]
    fn the_error_of_a_mean_over_pairs_is_that_of_common_draws() {
        let [a, b] = [[0.80, 0.70, 0.90, 0.80], [0.82, 0.70, 0.94, 0.82]];
        let lower = |parts: [f64; 4]| parts.map(|p| p - 0.5);
        let factors = [("l", FactorKind::Lever, &["0", "1"][..]), ("u", FactorKind::Uncertainty, &["0", "1"])];
        let runs = vec![
            run("a", &[0, 0], &a),
            run("b", &[1, 0], &b),
            run("c", &[0, 1], &lower(a)),
            run("d", &[1, 1], &lower(b)),
        ];
        let effect = effects(&set_of(&factors, runs)).factors[0].levels[0];
        let half = effect.effect.and_then(|d| d.half_width).expect("common draws");
        assert!(effect.pairs == 2 && (half / (3.182 * 0.008_165) - 1.0).abs() < 0.01, "{half}");
    }

    /// The levers are only moved together: nothing is like with like. (1, 1) − (0, 0) = 0.8, whatever it comes from.
    #[test]
    fn without_pairs_there_is_only_the_difference_to_the_base() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Lever, &["0", "1"])];
        let runs = [([0, 0], 0.1), ([1, 1], 0.9)];
        let found = effects(&set_of(&factors, runs.iter().map(|(l, p)| run("s", l, &[*p])).collect()));
        for factor in &found.factors {
            let [level] = factor.levels[..] else { panic!("one level") };
            assert_eq!((level.pairs, level.effect, level.alone, factor.range), (0, None, None, None));
            assert!(close(level.to_base, 0.8), "{level:?}");
        }
    }

    /// Six scenarios in two groups: a alone, b alone, both, and a alone once more. a − base = −0.1; with b 0.9 − 0.5 = 0.4:
    /// two pairs, mean 0.15, though the mean over all scenarios with a would be another.
    #[test]
    fn a_scenario_that_is_asked_for_twice_counts_once() {
        let factors = [("a", FactorKind::Lever, &["0", "1"][..]), ("b", FactorKind::Lever, &["0", "1"])];
        let runs = [([0, 0], 0.3), ([1, 0], 0.2), ([0, 1], 0.5), ([1, 0], 0.2), ([1, 1], 0.9)];
        let found = effects(&set_of(&factors, runs.iter().map(|(l, p)| run("s", l, &[*p, *p])).collect()));
        assert_eq!((found.scenarios, found.left_out), (4, 0));
        let a = found.factors[0].levels[0];
        assert!(a.pairs == 2 && close(a.effect, 0.15) && close(a.alone, -0.1) && a.is_turned(), "{a:?}");
        // b: 0.2 without a, 0.7 with it.
        let b = found.factors[1].levels[0];
        assert!(b.pairs == 2 && close(b.effect, 0.45) && close(b.alone, 0.2) && !b.is_turned(), "{b:?}");
    }

    /// A made-up set, unbalanced and with settings that are asked for twice, and its effects as tests/reference/effects.py
    /// works them out: by itself, from the settings and values alone.
    #[test]
    fn an_independent_program_finds_the_same_effects() {
        let text = include_str!("../../../tests/reference/effects.json");
        let kept: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
        let level = |value: &serde_json::Value| value.as_u64().map(|l| l as usize);
        let factors = [
            ("a", FactorKind::Lever, &["0", "1", "2"][..]),
            ("b", FactorKind::Lever, &["0", "1"]),
            ("c", FactorKind::Uncertainty, &["0", "1", "2"]),
            ("d", FactorKind::Lever, &["0", "1"]),
        ];
        let one = |s: &serde_json::Value| {
            let levels: Vec<usize> = list(&s["levels"]).iter().filter_map(level).collect();
            // In equal parts, so without error: the program asks for signs alone.
            run("s", &levels, &[s["value"].as_f64().expect("a number"); 2])
        };
        let mut set = set_of(&factors, list(&kept["scenarios"]).iter().map(one).collect());
        for (factor, kept) in set.factors.iter_mut().zip(list(&kept["factors"])) {
            factor.base = level(&kept["base"]);
        }
        let found = effects(&set);
        let mut rows = Vec::new();
        for factor in &found.factors {
            rows.extend(factor.levels.iter().map(|level| (set.factors[factor.factor].id.clone(), *level)));
        }
        let expected = list(&kept["effects"]);
        assert_eq!(rows.len(), expected.len());
        for ((id, row), expected) in rows.iter().zip(&expected) {
            assert_eq!((json_text(id), row.level), (expected["factor"].clone(), level(&expected["level"])));
            assert_eq!(
                (row.pairs as u64, row.is_turned()),
                (expected["pairs"].as_u64().expect("a number"), expected["interaction"] == true)
            );
            for (found, key) in [(row.effect, "effect"), (row.alone, "alone")] {
                match (found, expected[key].as_f64()) {
                    (Some(found), Some(value)) => assert!((found.value - value).abs() < 1e-12, "{expected}"),
                    (found, value) => assert_eq!((found.is_some(), value.is_some()), (false, false), "{expected}"),
                }
            }
        }
        assert!(rows.iter().any(|(_, row)| row.is_turned()) && rows.iter().any(|(_, row)| row.pairs == 0));
    }

    fn json_text(words: &str) -> serde_json::Value {
        serde_json::Value::from(words)
    }

    #[test]
    fn what_stands_as_in_the_base_is_the_reference() {
        let set = set_of(&[("a", FactorKind::Lever, &["0"])], vec![run("base", &[], &[0.5]), run("a", &[0], &[0.7])]);
        let found = effects(&set);
        let [level] = found.factors[0].levels[..] else { panic!("one level") };
        assert_eq!((found.factors[0].reference, level.level), (None, Some(0)));
        assert!(close(level.effect, 0.2));
        let mut marked = two_by_three();
        marked.factors[0].base = Some(1);
        let found = effects(&marked);
        assert!(found.factors[0].reference == Some(1) && close(found.factors[0].levels[0].effect, -0.1));
    }
}
