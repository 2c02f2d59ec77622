//! The charts of the total and of each policy.

use super::OutcomePart;
use crate::lang::text;
use crate::outcome::TOTAL;
use crate::report::page::parts::{Look, heading};
use maud::{Markup, html};

impl OutcomePart<'_> {
    /// The total, then the policies.
    pub(super) fn owners(&self) -> Markup {
        let policies = self.report.outcome.header.policies.iter().map(|p| p.id.as_str());
        // A single policy is the total.
        let policies: Vec<&str> = if policies.len() > 1 { policies.collect() } else { Vec::new() };
        html! { @for (i, owner) in [TOTAL].into_iter().chain(policies).enumerate() { (self.owner(i, owner)) } }
    }

    fn owner(&self, i: usize, owner: &str) -> Markup {
        let Some(entry) = self.report.main_entry(owner) else { return html! {} };
        let name = match (owner, &self.report.outcome.header.policies[..]) {
            (TOTAL, [only]) => self.report.name(&only.id),
            _ => self.report.name(owner),
        };
        let certain = text!(
            ja: "この期間の額には不確実性がないため、達成確率の曲線と不足額の分布は示しません。",
            en: "Nothing about the amount over this period is uncertain, so there is no curve and no distribution of the shortfall."
        );
        html! {
            div class="group fresh" {
                (heading(self.level + 2, Look::Group, Some(&self.name(&format!("owner{i}"))), &name))
                (self.fan(i, owner))
                @if self.is_certain(entry) { p { (self.say(&certain)) } } @else {
                    (self.curve(i, entry))
                    (self.shortfall(i, entry))
                }
            }
        }
    }
}
