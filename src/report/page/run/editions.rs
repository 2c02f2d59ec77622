//! The editions of the financial plan: the odds of each, what they booked, and how the current one follows from the plan.

use super::OutcomePart;
use super::odds::MapColumn;
use crate::lang::text;
use crate::outcome::EditionEntry;
use crate::report::page::tables::drawn;
use crate::report::words;
use maud::{Markup, html};

impl<'a> OutcomePart<'a> {
    pub(super) fn editions(&self) -> Markup {
        let title = text!(ja: "版別の達成確率", en: "Odds by edition");
        let mut current = String::new();
        self.report.current_in_words(&mut current);
        let notes = self.report.edition_notes();
        let about = notes.iter().take(1).cloned().collect::<Vec<_>>();
        html! {
            p { (current.trim()) }
            (self.maps("edition-map", &title, &self.by_edition(), false, &about))
            (drawn(&self.report.overview(), self.lang()))
            @if self.report.outcome.results.iter().any(|e| e.booked.is_some()) { (drawn(&self.report.booked(), self.lang())) }
            ul class="plain" { @for note in notes.iter().skip(1) { li { (self.say(note)) } } }
            @if let Some(edition) = self.report.current() { (self.reconciled(edition)) (self.bridged(edition)) }
        }
    }

    fn by_edition(&self) -> Vec<MapColumn<'a>> {
        let report = self.report;
        let column = |edition: &'a EditionEntry| {
            let base = edition.base;
            let said = words::edition(edition, report.lang);
            let mark = if report.is_current(edition) { report.mark() } else { "" };
            let name = said.replacen('（', "\n（", 1).replacen(" (", "\n(", 1) + mark;
            MapColumn { name, said, entry: Box::new(move |policy| report.outcome.edition_entry(policy, base)) }
        };
        report.outcome.editions.iter().map(column).collect()
    }
}
