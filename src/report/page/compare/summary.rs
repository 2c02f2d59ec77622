//! The comparison in three sentences.

use super::RevisionPart;
use crate::analysis::Difference;
use crate::lang::{Lang, Text, text};
use crate::outcome::TOTAL;
use crate::report::compare::{Names, printed_change};
use crate::report::numbers::{amount, probability, spoken};
use crate::report::page::parts::{Look, heading};
use maud::{Markup, html};

impl RevisionPart<'_> {
    pub(super) fn summary(&self) -> Markup {
        let title = text!(ja: "要点", en: "In short");
        html! {
            div class="summary" {
                (heading(self.level, Look::Figure, None, title.get(self.told.lang)))
                ol { @for sentence in self.sentences() { li { (sentence) } } }
            }
        }
    }

    /// What changes and why; how often the target is met; what the revision is worth.
    fn sentences(&self) -> Vec<String> {
        let Some(total) = self.told.main().find(|d| d.policy == TOTAL) else {
            return self.told.summary_lines();
        };
        let planned = self.told.planned_in_words(total);
        let first = match self.told.components_in_words(total) {
            Some(parts) if self.told.lang == Lang::Ja => format!("{}{}", planned.ja, parts.ja),
            Some(parts) => format!("{} {}", planned.en, parts.en),
            None => self.say(&planned),
        };
        if self.told.is_certain() {
            return vec![first, self.gaps(total)];
        }
        [Some(first), self.often(total), self.worth(total)].into_iter().flatten().collect()
    }

    /// Without uncertainty: how far from the target.
    fn gaps(&self, total: &Difference) -> String {
        let unit = self.told.unit();
        let gap =
            |side: Option<crate::analysis::DifferenceSide>| amount(self.money(), side.and_then(|s| s.amounts.gap()));
        let [before, after] = [gap(total.plan), gap(total.revised)];
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        self.say(&text!(
            ja: "不確実性を除いた計画値と目標との差は、{a_ja}が {before}{unit}、{b_ja}が {after}{unit}です。",
            en: "Without uncertainty the planned effect less the target is {before} {unit} in {a} and {after} {unit} in {b}."
        ))
    }

    fn often(&self, total: &Difference) -> Option<String> {
        let [before, after] = [total.plan?.p_met?, total.revised?.p_met?];
        let [few, many] = [before, after].map(|p| in_ten(p.value));
        let (few_ja, few_en, many_ja, many_en) = (few.ja, few.en, many.ja, many.en);
        let [before, after] = [before, after].map(|p| probability(&p, self.told.lang));
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        Some(self.say(&text!(
            ja: "目標に届くのは、{a_ja}は{few_ja}、{b_ja}は{many_ja}です（達成確率 {before} → {after}）。",
            en: "The target is met in {few_en} futures in {a} and in {many_en} in {b} (P(met) {before} → {after})."
        )))
    }

    fn worth(&self, total: &Difference) -> Option<String> {
        let often = in_ten(total.p_not_below.value);
        let (often_ja, often_en) = (often.ja, often.en);
        let p = probability(&total.p_not_below, self.told.lang);
        let confidence = spoken(self.told.pair.plan.provenance.confidence);
        let [before, after] = self.told.extras(total);
        let (before, after) = (before?, after?);
        let [before, after, change] = printed_change(self.money(), before, after).map(self.money().printer());
        let unit = self.told.unit();
        let Names { ja: [a_ja, b_ja], the: [a, _], the_first: [_, b], .. } = self.told.names();
        Some(self.say(&text!(
            ja: "{b_ja}の効果額が{a_ja}以上となるのは{often_ja}です（確率 {p}）。{confidence}確度で目標に届くために要する追加額は {before} から {after} へ、{change}{unit}変わります。",
            en: "{b} gives at least as much as {a} in {often_en} futures (probability {p}). The additional effect needed to meet the target with {confidence} confidence goes from {before} to {after}: {change} {unit}."
        )))
    }
}

/// A probability as a count of ten.
fn in_ten(p: f64) -> Text {
    match (p * 10.0).round() as u32 {
        _ if p <= 0.0 => text!(ja: "10回のうち0回", en: "none of ten"),
        _ if p >= 1.0 => text!(ja: "10回のうち10回", en: "ten of ten"),
        0 => text!(ja: "10回のうち1回未満", en: "fewer than one of ten"),
        10 => text!(ja: "ほぼ毎回", en: "nearly all"),
        n => text!(ja: "10回のうちおよそ{n}回", en: "about {n} of ten"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_counted_in_tens() {
        let said = [0.0, 0.04, 0.05, 0.44, 0.951, 0.999, 1.0].map(|p| in_ten(p).en);
        let expected = [
            "none of ten",
            "fewer than one of ten",
            "about 1 of ten",
            "about 4 of ten",
            "nearly all",
            "nearly all",
            "ten of ten",
        ];
        assert_eq!(said, expected);
    }
}
