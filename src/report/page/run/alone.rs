//! The charts of the page, each by itself.

use super::OutcomePart;
use crate::outcome::Outcome;
use crate::report::figures::Figures;
use crate::report::page::named::{NamedChart, number};
use crate::report::text::Report;
use crate::report::{Editions, Style};
use std::sync::mpsc::channel;

/// Those of outcomes, one after the other.
pub(in crate::report::page) fn charts(outcomes: &[Outcome], style: Style) -> Vec<NamedChart> {
    let mut all = Vec::new();
    for (i, outcome) in outcomes.iter().enumerate().filter(|(_, outcome)| !outcome.results.is_empty()) {
        let figures = Figures::of(outcome, style.rounding);
        let report = Report { outcome, editions: Editions::Current, lang: style.lang, figures: &figures };
        all.extend(of_one(report).into_iter().map(|chart| chart.of_part(i + 1, outcomes.len())));
    }
    all
}

fn of_one(report: Report<'_>) -> Vec<NamedChart> {
    let (to, drawn) = channel();
    let part = OutcomePart { report, id: "p".to_owned(), level: 1, kept: Some(to) };
    let owners: Vec<(String, String)> =
        part.owners().into_iter().map(|id| (id.to_owned(), part.owner_name(id))).collect();
    let named = |is_of_owner: bool| -> Vec<NamedChart> {
        let owner = |id: &str| number(id).and_then(|at| owners.get(at)).filter(|_| is_of_owner);
        drawn.try_iter().map(|alone| NamedChart::of(&alone, "p-", owner(alone.id()))).collect()
    };
    let _ = (part.council(), part.odds());
    let mut all = named(false);
    let _ = part.by_years();
    for (i, entry) in part.owners().into_iter().filter_map(|owner| report.main_entry(owner)).enumerate() {
        if !part.is_certain(entry) {
            let _ = (part.curve(i, entry), part.shortfall(i, entry));
        }
    }
    all.extend(named(true));
    let _ = (part.editions(), part.all_editions());
    all.extend(named(false));
    all
}
