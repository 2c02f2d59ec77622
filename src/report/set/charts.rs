//! What charts of a set draw, on pages and on sheets alike.

use super::{SetReport, words};
use crate::batch::Factor;
use crate::batch::reading::{FactorEffect, Measure, Ranked, Statistic};
use crate::lang::Lang;

/// The most bars of a chart.
pub(in crate::report) const BARS: usize = 20;

/// Odds that end below this are drawn on a scale of their own, so that they can be told apart.
pub(in crate::report) const LOW: f64 = 0.4;

/// A choice among the first.
pub(in crate::report) struct Best<'a> {
    /// Its place, counted from 1.
    pub(in crate::report) place: usize,
    /// What it changes.
    pub(in crate::report) name: String,
    /// What is known of it.
    pub(in crate::report) ranked: &'a Ranked,
}

/// The first places, the best first; none where nothing is chosen.
pub(in crate::report) fn best<'a>(report: &SetReport<'a>, lang: Lang) -> Vec<Best<'a>> {
    if report.outcome.is_of_one_choice() {
        return Vec::new();
    }
    let ranking = report.outcome.ranking();
    let one = |(at, ranked)| Best {
        place: at + 1,
        name: words::choice(report.set(), &ranking.choices, ranked, lang),
        ranked,
    };
    ranking.rows.iter().take(BARS).enumerate().map(one).collect()
}

/// A factor by how much it matters.
pub(in crate::report) struct Weight<'a> {
    /// The factor.
    pub(in crate::report) factor: &'a Factor,
    /// Its name.
    pub(in crate::report) name: String,
    /// What is known of it.
    pub(in crate::report) effect: &'a FactorEffect,
}

/// The factors, the heaviest first.
pub(in crate::report) fn weights<'a>(report: &SetReport<'a>, lang: Lang) -> Vec<Weight<'a>> {
    let one = |effect: &'a FactorEffect| {
        let factor = &report.set().factors[effect.factor];
        Weight { factor, name: words::factor(factor, lang), effect }
    };
    report.outcome.effects().by_weight().into_iter().map(one).collect()
}

/// A difference as it is drawn: an amount as it is, of shares in points.
pub(in crate::report) fn drawn(statistic: Statistic, difference: f64) -> f64 {
    if statistic.measure() == Measure::Amount { difference } else { 100.0 * difference }
}
