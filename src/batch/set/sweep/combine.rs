//! Groups → the settings of every scenario.

use super::change::{Change, ChangeKind};
use super::factors::Dimension;
use super::groups::{FactorGroup, How};
use super::latin;
use crate::batch::set::{FactorKind, Setting};
use crate::lang::Text;

/// The most scenarios of a set.
pub(super) const MOST: usize = 1_000_000;

/// How many combinations a group makes before its filters, bases left out; nothing if that cannot be counted.
pub(super) fn count(group: &FactorGroup, factors: &[Dimension]) -> Option<usize> {
    let lengths = group.factors.iter().map(|&f| factors[f].values.len());
    match &group.how {
        How::Product => lengths.into_iter().try_fold(1_usize, usize::checked_mul),
        How::Zip => Some(lengths.min().unwrap_or(1)),
        How::List(rows) => Some(rows.len()),
        How::Latin { sample, .. } => Some(*sample),
        How::Each => lengths.into_iter().try_fold(1_usize, usize::checked_add),
    }
}

/// The combinations of a group, bases and filters left out. Numbers that are drawn become values of their factors.
pub(super) fn combinations(group: &FactorGroup, factors: &mut [Dimension]) -> Vec<Vec<Setting>> {
    let setting = |factor: usize, value: usize| Setting { factor, value };
    match &group.how {
        How::Product => {
            let mut all: Vec<Vec<Setting>> = vec![Vec::new()];
            for &f in &group.factors {
                let values = 0..factors[f].values.len();
                let with = |before: &Vec<Setting>| {
                    let before = before.clone();
                    values.clone().map(move |v| before.iter().copied().chain([setting(f, v)]).collect::<Vec<_>>())
                };
                all = all.iter().flat_map(with).collect();
            }
            all
        }
        How::Zip => {
            let n = count(group, factors).unwrap_or(0);
            (0..n).map(|k| group.factors.iter().map(|&f| setting(f, k)).collect()).collect()
        }
        How::List(rows) => rows.clone(),
        How::Each => {
            let alone = |&f: &usize| (0..factors[f].values.len()).map(move |v| vec![setting(f, v)]);
            [Vec::new()].into_iter().chain(group.factors.iter().flat_map(alone)).collect()
        }
        How::Latin { sample, seed } => sampled(group, factors, *sample, *seed),
    }
}

fn sampled(group: &FactorGroup, factors: &mut [Dimension], n: usize, seed: u64) -> Vec<Vec<Setting>> {
    let mut all = vec![Vec::with_capacity(group.factors.len()); n];
    for &f in &group.factors {
        let dimension = &mut factors[f];
        let name = format!("{}/{}", group.id.as_deref().unwrap_or_default(), dimension.factor.id);
        let strata = latin::strata(seed, &name, n);
        for (scenario, (settings, stratum)) in all.iter_mut().zip(strata).enumerate() {
            let value = match &dimension.range {
                // n strata fall to k values as evenly as can be: n·v/k … n·(v+1)/k to value v.
                None => stratum * dimension.values.len() / n,
                Some(range) => {
                    let share = (stratum as f64 + latin::within(seed, &name, scenario)) / n as f64;
                    let number = rounded(range.low + share * (range.high - range.low), range.high - range.low);
                    dimension.values.push(vec![range.change(number)]);
                    dimension.factor.values.push(number.to_string());
                    dimension.factor.names.push(Text::same(number.to_string()));
                    dimension.factor.weights.push(1.0);
                    dimension.values.len() - 1
                }
            };
            settings.push(Setting { factor: f, value });
        }
    }
    all
}

/// A number to a millionth of its range, so that its label is short and exact.
fn rounded(number: f64, range: f64) -> f64 {
    let digits = (6.0 - libm::log10(range).ceil()).clamp(0.0, 12.0) as usize;
    format!("{number:.digits$}").parse().unwrap_or(number)
}

/// The name of a scenario: its group, and each factor with its value.
pub(super) fn name(group: &FactorGroup, number: usize, settings: &[Setting], factors: &[Dimension]) -> String {
    let part = |s: &Setting| format!("{}={}", factors[s.factor].factor.id, factors[s.factor].factor.values[s.value]);
    let plain: Vec<String> = settings.iter().map(part).collect();
    match (&group.how, &group.id) {
        (How::Latin { sample, .. }, id) => {
            let width = sample.to_string().len().max(4);
            let of_base = settings.iter().filter(|s| factors[s.factor].is_bases()).map(part);
            let number = format!("{:0width$}", number + 1);
            let words: Vec<String> = of_base.chain([number]).collect();
            format!("{}: {}", id.as_deref().unwrap_or("latin"), words.join(" "))
        }
        (_, id) => {
            let words = if plain.is_empty() { String::from("base") } else { plain.join(" ") };
            id.as_ref().map_or(words.clone(), |id| format!("{id}: {words}"))
        }
    }
}

impl Dimension {
    /// Whether it is which base is taken.
    pub(super) fn is_bases(&self) -> bool {
        self.factor.kind == FactorKind::Lever && self.factor.id == super::BASES && self.at.span.is_empty()
    }

    /// One value that stands for all that write at the same path.
    pub(super) fn alike(&self, value: usize) -> usize {
        let path = |value: usize| match self.values.get(value).map(Vec::as_slice) {
            Some([Change { kind: ChangeKind::Set { path, .. }, .. }]) => Some(path),
            _ => None,
        };
        if path(value).is_some() && path(value) == path(0) { 0 } else { value }
    }
}
