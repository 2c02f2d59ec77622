//! The total and each policy beside one another: by year, and how far the amount of the whole period may reach.

use super::OutcomePart;
use crate::lang::text;
use crate::outcome::TOTAL;
use maud::{Markup, html};

impl OutcomePart<'_> {
    /// The total, then the policies; a single policy is the total.
    pub(super) fn owners(&self) -> Vec<&str> {
        let policies = self.report.outcome.header.policies.iter().map(|p| p.id.as_str());
        let policies: Vec<&str> = if policies.len() > 1 { policies.collect() } else { Vec::new() };
        [TOTAL].into_iter().chain(policies).collect()
    }

    /// What it is called: a single policy by its own name.
    pub(super) fn owner_name(&self, owner: &str) -> String {
        match (owner, &self.report.outcome.header.policies[..]) {
            (TOTAL, [only]) => self.report.name(&only.id),
            _ => self.report.name(owner),
        }
    }

    /// The effects by year.
    pub(super) fn by_years(&self) -> Markup {
        let fans = self.owners().into_iter().enumerate().map(|(i, owner)| self.fan(i, owner));
        html! {
            p class="key" { (self.say(&self.fan_key())) }
            div class="panels" { @for fan in fans { (fan) } }
        }
    }

    /// How far the total of the period reaches, and what is missing of each; what policies reach stands in a table.
    pub(super) fn reach(&self) -> Markup {
        let certain = text!(
            ja: "額に不確実性がないため図を示さないもの：",
            en: "Nothing about these amounts is uncertain, so they are not drawn: "
        );
        let entries: Vec<_> = self.owners().into_iter().filter_map(|owner| self.report.main_entry(owner)).collect();
        let names: Vec<String> =
            entries.iter().filter(|e| self.is_certain(e)).map(|e| self.owner_name(&e.policy)).collect();
        let drawn = || entries.iter().enumerate().filter(|(_, e)| !self.is_certain(e));
        html! {
            @if drawn().next().is_some() { p class="key" { (self.say(&self.reach_key())) } }
            div class="panels" {
                @for (i, entry) in drawn() {
                    @if i == 0 { (self.curve(i, entry)) }
                    (self.shortfall(i, entry))
                }
            }
            @if !names.is_empty() { p { (self.say(&certain)) (names.join(if self.lang() == crate::lang::Lang::Ja { "、" } else { ", " })) } }
        }
    }
}
