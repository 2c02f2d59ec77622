//! What stands behind both sides: the method, once, and what each one's figures rest on.

use super::RevisionPart;
use crate::lang::{Text, text};
use crate::outcome::Outcome;
use crate::report::compare::Names;
use crate::report::page::run::Behind;
use maud::{Markup, html};

/// What the sections are called, in their order.
pub(super) const NAMES: [&str; 3] = ["method", "sources-plan", "sources-revised"];

pub(super) fn title(name: &str, names: Names) -> Text {
    let Names { ja: [a_ja, b_ja], column: [a, b], .. } = names;
    match name {
        "method" => text!(ja: "試算の方法", en: "How the figures came about"),
        "sources-plan" => text!(ja: "前提とその出典：{a_ja}", en: "Assumptions and their sources: {a}"),
        _ => text!(ja: "前提とその出典：{b_ja}", en: "Assumptions and their sources: {b}"),
    }
}

impl RevisionPart<'_> {
    /// The sections; those that are the same for every revision stand in the first part alone.
    pub(super) fn behind(&self) -> Markup {
        let [plan, revised] = [self.told.pair.plan, self.told.pair.revised];
        // The method is told of the side that was simulated.
        let told = if revised.provenance.simulated || !plan.provenance.simulated { revised } else { plan };
        html! {
            @for name in NAMES {
                @if self.at == 0 || name == "sources-revised" {
                    section {
                        (self.heading(name, &title(name, self.told.names())))
                        @match name {
                            "method" => { (self.method(told)) }
                            "sources-plan" => { (self.behind_of(plan, name).sources()) }
                            _ => { (self.behind_of(revised, name).sources()) }
                        }
                    }
                }
            }
        }
    }

    fn method(&self, told: &Outcome) -> Markup {
        let title = &told.header.title;
        let whose = text!(
            ja: "両方のシナリオを同じ方法で試算しました。試行の回数と合計の達成確率を例に引くところは「{title}」のものです。",
            en: "Both scenarios were simulated in the same way. Where trials and the odds of the total are given as an example, they are those of “{title}”."
        );
        let simulated = !self.told.is_certain();
        html! {
            @if simulated { p { (self.say(&whose)) } }
            (self.behind_of(told, "method").method())
        }
    }

    fn behind_of<'a>(&'a self, outcome: &'a Outcome, name: &str) -> Behind<'a> {
        Behind::of(self.told.of(outcome), self.id(name), self.level)
    }
}
