//! The odds of meeting the target, before and after.

use super::RevisionPart;
use crate::analysis::Difference;
use crate::lang::{Lang, Text, text};
use crate::report::compare::{Names, odds};
use crate::report::numbers::probability;
use crate::report::page::chart::{Bar, Bars};
use crate::report::page::parts::Figure;
use crate::stats::Proportion;
use maud::{Markup, html};

/// The most that are drawn in one chart, two rows each.
const MOST: usize = 8;

impl RevisionPart<'_> {
    pub(super) fn odds(&self) -> Markup {
        let Names { ja: [a_ja, b_ja], bare: [a, b], .. } = self.told.names();
        let Text { ja: over_ja, en: over_en } = self.told.over_common();
        let title = text!(ja: "目標の達成確率：{a_ja}と{b_ja}{over_ja}", en: "P(met): {a} and {b}{over_en}");
        let all: Vec<(String, &Difference)> = self.told.main().map(|d| (self.told.name(&d.policy), d)).collect();
        self.odds_of("odds", &title, &all)
    }

    /// Pairs of bars, named; in several charts where there are many.
    pub(super) fn odds_of(&self, id: &str, title: &Text, all: &[(String, &Difference)]) -> Markup {
        if self.told.is_certain() || all.is_empty() {
            return html! {};
        }
        let parts = all.chunks(all.len().div_ceil(all.len().div_ceil(MOST)));
        html! { @for (n, part) in parts.enumerate() { (self.odds_chart(&format!("{id}-{n}"), title, part)) } }
    }

    fn odds_chart(&self, id: &str, title: &Text, part: &[(String, &Difference)]) -> Markup {
        let [before, after] = self.told.names().heads().map(|name| self.say(&name));
        let bar = |name: &str, side: &str, p: Proportion, strong: bool| {
            let said = probability(&p, self.told.lang);
            let name = format!("{name} {side}");
            let values = text!(ja: "{name}：達成確率 {said}", en: "{name}: P(met) {said}");
            Bar { value: p.value, interval: Some((p.low, p.high)), values: self.say(&values), said, name, strong }
        };
        let rows = part.iter().flat_map(|(name, d)| {
            let plan = d.plan.and_then(|s| s.p_met).map(|p| bar(name, &before, p, false));
            // The name stands once.
            let short = if plan.is_some() { "" } else { name.as_str() };
            let revised = d.revised.and_then(|s| s.p_met).map(|p| {
                let full = bar(name, &after, p, true);
                Bar { name: format!("{short} {after}").trim().to_owned(), ..full }
            });
            [plan, revised].into_iter().flatten()
        });
        let axis = text!(ja: "達成確率", en: "P(met)");
        let bars = Bars { rows: rows.collect(), axis: self.say(&axis), of_probability: true };
        let note = self.odds_note(part);
        let about = self.about(id, title, &note);
        Figure { about: &about, level: self.level + 1, chart: bars.draw(&about), note, table: None }.draw()
    }

    fn odds_note(&self, part: &[(String, &Difference)]) -> Vec<String> {
        let colon = if self.told.lang == Lang::Ja { "：" } else { ": " };
        let mut note: Vec<String> =
            part.iter().map(|(name, d)| format!("{name}{colon}{}", odds(d, self.told.lang))).collect();
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        note.push(self.say(&text!(
            ja: "薄い棒が{a_ja}、濃い棒が{b_ja}です。棒の端の細い線は、試行の回数が限られることによる95％区間です。",
            en: "The light bar is {a}, the dark one {b}. The thin line at its end is the 95 % interval that comes from the limited number of trials."
        )));
        note
    }
}
