//! The charts of the page, each by itself.

use super::RevisionPart;
use crate::lang::Lang;
use crate::outcome::TOTAL;
use crate::report::compare::ComparisonReport;
use crate::report::figures::Figures;
use crate::report::page::named::{NamedChart, number};
use crate::report::{Compared, Rounding};
use std::sync::mpsc::channel;

/// Those of every revision, one after the other.
pub(in crate::report::page) fn charts(compared: &Compared<'_>, lang: Lang) -> Vec<NamedChart> {
    let mut all = Vec::new();
    let of = compared.comparisons.len();
    for (at, pair) in compared.pairs().enumerate() {
        let figures = [pair.plan, pair.revised].map(|outcome| Figures::of(outcome, Rounding::Each));
        let told = ComparisonReport { pair, figures: [&figures[0], &figures[1]], lang };
        if !told.is_empty() {
            all.extend(of_one(&told, of).into_iter().map(|chart| chart.of_part(at + 1, of)));
        }
    }
    all
}

fn of_one(told: &ComparisonReport<'_>, of: usize) -> Vec<NamedChart> {
    let (to, drawn) = channel();
    let part = RevisionPart { told: *told, at: 0, of, level: 2, kept: Some(to) };
    // As they stand below one another.
    let both = || told.main().filter(|d| !told.is_of_one(d)).map(|d| d.policy.as_str());
    let owners = both().filter(|id| *id == TOTAL).chain(both().filter(|id| *id != TOTAL));
    let owners: Vec<(String, String)> = owners.map(|id| (id.to_owned(), told.name(id))).collect();
    let is_of_owner = |id: &str| ["r1-fan-", "r1-waterfall-", "r1-difference-"].iter().any(|kind| id.starts_with(kind));
    let owner = |id: &str| number(id).and_then(|at| owners.get(at)).filter(|_| is_of_owner(id));
    let _ = (part.summary(), part.owners(), part.sections());
    drop(part);
    drawn.iter().map(|alone| NamedChart::of(&alone, "r1-", owner(alone.id()))).collect()
}
