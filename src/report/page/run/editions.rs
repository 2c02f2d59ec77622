//! The editions of the financial plan: how the current one follows from the plan; in the annex all of them.

use super::OutcomePart;
use super::odds::MapColumn;
use crate::lang::text;
use crate::outcome::EditionEntry;
use crate::report::document::Table;
use crate::report::page::chart::WHOLE;
use crate::report::page::tables::drawn;
use crate::report::words;
use maud::{Markup, html};

impl<'a> OutcomePart<'a> {
    /// The current edition.
    pub(super) fn editions(&self) -> Markup {
        let Some(edition) = self.report.current() else { return html! {} };
        let mut current = String::new();
        self.report.current_in_words(&mut current);
        html! {
            p { (current.trim()) }
            (self.reconciled(edition))
            (drawn(&Table { name: "edition", ..self.report.overview_of(&[edition], false) }, self.lang()))
            (self.below_zero(&[edition]))
        }
    }

    /// All of them: their odds, what they booked, and how the current one follows from the one before.
    pub(super) fn all_editions(&self) -> Markup {
        let report = &self.report;
        let title = text!(ja: "版別の達成確率", en: "Odds by edition");
        html! {
            div class="panels wide-first" { (self.maps("edition-map", &title, &self.by_edition(), false, WHOLE)) }
            (drawn(&report.overview(), self.lang()))
            (self.below_zero(&report.outcome.editions.iter().collect::<Vec<_>>()))
            @if report.outcome.results.iter().any(|e| e.booked.is_some()) { (drawn(&report.booked(), self.lang())) }
            @if let Some(edition) = report.current() { (self.bridged(edition)) }
        }
    }

    /// Why targets of some editions lie below zero.
    fn below_zero(&self, editions: &[&EditionEntry]) -> Markup {
        let entries = editions.iter().flat_map(|edition| {
            self.report.policies().filter_map(|policy| self.report.outcome.edition_entry(policy, edition.base))
        });
        let below = entries.filter(|e| e.target.is_some_and(|target| self.money().round(target) < 0.0));
        let told = below.filter_map(|e| {
            let base = e.period.base?.short(self.lang());
            let (name, target) = (self.report.name(&e.policy), self.money().in_table(e.target?));
            Some(text!(ja: "{base}基準の「{name}」{target}", en: "{target} of “{name}”, base {base}"))
        });
        let told: Vec<String> = told.map(|words| self.say(&words)).collect();
        let (ja, en) = (told.join("、"), told.join("; "));
        let why = text!(
            ja: "マイナスの目標（{ja}）は、基準年度の目標の水準が対象年度に下がるためです。基準年度の目標に一時的な額が含まれるなら、その額を one_off に書くと続く水準に数えません。",
            en: "Targets below zero ({en}): the level of the target in the base year falls in the years after. If part of it was temporary, stating that as one_off keeps it out of the level."
        );
        html! { @if !told.is_empty() { p class="small" { (self.say(&why)) } } }
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
