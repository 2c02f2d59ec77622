//! What is said of a policy or the total in sentences, in every format.

use super::super::Names;
use super::{ComparisonReport, SectionPieces, change, odds};
use crate::analysis::Difference;
use crate::lang::{Lang, Text, text};
use crate::outcome::TOTAL;
use crate::report::numbers::probability;

// What a comparison says of one difference is asked of it, whether or not the rest of it is needed for the answer.
#[allow(clippy::unused_self)]
impl<'a> ComparisonReport<'a> {
    /// What the two sides are called.
    pub(in crate::report) fn names(&self) -> Names<'a> {
        self.pair.names
    }

    /// The lines of its summary.
    pub(in crate::report) fn summary_lines(&self) -> Vec<String> {
        let mut summary = SectionPieces::default();
        self.summary(&mut summary);
        summary.lines()
    }

    /// The planned effect before and after, and its change, as printed.
    pub(in crate::report) fn planned_change(&self, difference: &Difference) -> [f64; 3] {
        change(self.money(), difference, |a| a.planned)
    }

    /// The change of the mean, as printed.
    pub(in crate::report) fn mean_change(&self, difference: &Difference) -> f64 {
        change(self.money(), difference, |a| a.mean)[2]
    }

    /// The change as planned.
    pub(in crate::report) fn planned_in_words(&self, difference: &Difference) -> Text {
        let [a, b, change] = self.planned_change(difference).map(self.money().printer());
        let (unit, name) = (self.unit(), self.name(&difference.policy));
        let of = match difference.policy.as_str() {
            TOTAL => text!(ja: "合計", en: "The total planned effect"),
            _ => text!(ja: "{name}", en: "The planned effect of {name}"),
        };
        let (ja, en) = (of.ja, of.en);
        let of = match self.common() {
            Some(years) => {
                let [in_ja, in_en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
                text!(ja: "共通する年度 {in_ja} の{ja}", en: "{en} over the common years {in_en}")
            }
            None => text!(ja: "{ja}", en: "{en}"),
        };
        let (ja, en) = (of.ja, of.en);
        text!(
            ja: "{ja}の計画値は {a} から {b} へ、{change}{unit}。",
            en: "{en} goes from {a} to {b}: {change} {unit}."
        )
    }

    /// The change as simulated, and what becomes of the odds; nothing where nothing was simulated.
    pub(in crate::report) fn mean_in_words(&self, difference: &Difference) -> Option<Text> {
        if self.is_certain() {
            return None;
        }
        let [mean_a, mean_b, mean_change] = change(self.money(), difference, |a| a.mean).map(self.money().printer());
        let unit = self.unit();
        let [p_ja, p_en] = [Lang::Ja, Lang::En].map(|lang| probability(&difference.p_not_below, lang));
        let [odds_ja, odds_en] = [odds(difference, Lang::Ja), odds(difference, Lang::En).replace(" → ", " to ")];
        let Names { ja: [plan_ja, revised_ja], the: [plan, _], the_first: [_, revised], .. } = self.names();
        Some(text!(
            ja: "試算の平均では {mean_a} から {mean_b} へ、{mean_change}{unit}。\n{revised_ja}の効果額が{plan_ja}以上となる確率は {p_ja}、目標の達成確率は {odds_ja}。",
            en: "Its simulated mean goes from {mean_a} to {mean_b}: {mean_change} {unit}.\n{revised} gives at least as much as {plan} with probability {p_en}; the probability of meeting the target goes from {odds_en}."
        ))
    }
}
