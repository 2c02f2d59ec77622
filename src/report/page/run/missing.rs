//! How much is missing on average, policy by policy.

use super::OutcomePart;
use crate::lang::{Lang, text};
use crate::outcome::Held;
use crate::report::numbers::probability;
use crate::report::page::chart::{Bar, Bars};
use maud::{Markup, html};

/// The most rows of the chart.
const ROWS: usize = 18;

impl<'a> OutcomePart<'a> {
    /// The mean shortfall of the policies, the largest first; nothing where there is one policy or no shortfall.
    pub(super) fn amounts_missing(&self) -> Markup {
        let policies = &self.report.outcome.header.policies;
        let mut entries: Vec<Held<'a>> =
            policies.iter().filter_map(|p| self.report.main_entry(&p.id)?.held()).collect();
        let any = entries.iter().any(|e| !self.money().is_nothing(e.mean_shortfall));
        if entries.len() < 2 || !any || !self.report.outcome.provenance.simulated {
            return html! {};
        }
        entries.sort_by(|a, b| b.mean_shortfall.total_cmp(&a.mean_shortfall));
        let shown = &entries[..entries.len().min(ROWS)];
        let unit = self.unit();
        let chart = Bars {
            rows: shown.iter().map(|e| self.missing(e)).collect(),
            axis: self.say(&text!(ja: "平均不足額（{unit}）", en: "mean shortfall ({unit})")),
            of_probability: false,
        };
        let title = self.of_period(text!(ja: "基本方針別の平均不足額", en: "Mean shortfall by policy"));
        let said: Vec<String> = chart.rows.iter().map(|r| r.values.clone()).collect();
        let about = self.about_half("missing", &title, &said.join("; "));
        let drawn = Self::panel(&about, self.level + 2, "", chart.draw(&about));
        html! { div { (drawn) p class="small" { (self.missing_note(&entries, shown.len()).join(if self.lang() == Lang::Ja { "" } else { " " })) } } }
    }

    fn missing(&self, e: &Held) -> Bar {
        let (name, unit) = (self.report.name(&e.policy), self.unit());
        let [mean, worst] = [e.mean_shortfall, e.cvar90].map(self.money().printer());
        let odds = probability(&e.p_met, self.lang());
        let values = text!(
            ja: "{name}　平均不足額 {mean}{unit}　悪い方から1割の平均 {worst}{unit}　達成確率 {odds}",
            en: "{name}: mean shortfall {mean} {unit}, in the worst tenth {worst} {unit}, P(met) {odds}"
        );
        Bar {
            name,
            value: e.mean_shortfall,
            interval: (e.cvar90 > e.mean_shortfall).then_some((e.mean_shortfall, e.cvar90)),
            said: mean,
            values: self.say(&values),
            strong: false,
        }
    }

    fn missing_note(&self, entries: &[Held], shown: usize) -> Vec<String> {
        let mut note = vec![text!(
            ja: "棒は平均不足額（届く場合は0として平均）です。棒の先の線は、悪い方から1割の場合の平均までを示します。",
            en: "Bars are mean shortfalls (0 where the target is met). The line beyond a bar reaches to the mean of the worst tenth."
        )];
        let without = entries.iter().filter(|e| self.money().is_nothing(e.mean_shortfall)).count();
        if without > 0 {
            note.push(text!(
                ja: "平均不足額がほとんどない基本方針は {without} つです。",
                en: "Policies with next to no mean shortfall: {without}."
            ));
        }
        if entries.len() > shown {
            let all = entries.len();
            note.push(text!(ja: "{all} の基本方針のうち、大きい方から {shown} を示しています。", en: "The {shown} largest of {all} policies are shown."));
        }
        note.iter().map(|t| self.say(t)).collect()
    }
}
