//! The set in three sentences.

use super::Set;
use crate::batch::reading::{Measure, Ranked, Statistic};
use crate::lang::{Text, text};
use crate::report::numbers::{percent, spoken};
use crate::report::page::parts::{Look, heading};
use crate::report::set::charts::{Weight, weights};
use crate::report::set::words;
use maud::{Markup, html};

impl Set<'_> {
    pub(super) fn summary(&self) -> Markup {
        let head = self.word(text!(ja: "要点", en: "In short"));
        let sentences = [Some(self.best()), self.met(), self.matters()];
        html! {
            section class="summary" {
                (heading(2, Look::Figure, None, &head))
                ol { @for words in sentences.into_iter().flatten() { li { (self.word(words)) } } }
            }
        }
    }

    /// The first choice, judged over the uncertainties; where nothing is chosen, how the plan fares.
    fn best(&self) -> Text {
        let (statistic, set, ranking) = (self.report.statistic(), self.report.set(), self.report.outcome.ranking());
        let Some(first) = ranking.rows.first() else { return words::no_result() };
        let of = &ranking.choices;
        let (n, futures) = (ranking.rows.len(), of.futures.len());
        let (by_ja, by_en) = (statistic.name().ja, statistic.name().en);
        let value = self.report.value(first.value, first.interval).shown(self.lang);
        let worst = self.report.plain(first.worst.1).shown(self.lang);
        let over = if futures > 1 {
            let worst_in = words::changed(set, &of.uncertainties, &of.futures[first.worst.0], self.lang);
            text!(
                ja: "（前提の値の組合せ {futures} 通りの平均。最も悪い「{worst_in}」では {worst}）",
                en: " on average over {futures} settings of the uncertainties ({worst} in the worst, '{worst_in}')"
            )
        } else {
            Text::default()
        };
        let (over_ja, over_en) = (over.ja, over.en);
        if self.report.outcome.is_of_one_choice() {
            return text!(
                ja: "選べる対応策はこのシナリオ群になく、計画の{by_ja}は {value} です{over_ja}。",
                en: "The set has no lever to choose from; the {by_en} of the plan is {value}{over_en}."
            );
        }
        let name = words::choice(set, of, first, self.lang);
        let gained = self.gained(first, ranking.reference);
        let (gain_ja, gain_en) = (gained.ja, gained.en);
        text!(
            ja: "{n} 通りのうち{by_ja}が最もよいのは「{name}」で、{value} です{over_ja}。{gain_ja}",
            en: "Of {n} choices '{name}' is best by {by_en}: {value}{over_en}.{gain_en}"
        )
    }

    /// What the first choice gives more than the plan as it stands.
    fn gained(&self, first: &Ranked, reference: Option<usize>) -> Text {
        if reference == Some(first.choice) {
            return text!(ja: "これは計画どおりです。", en: " That is the plan as it stands.");
        }
        let Some(gain) = first.gain else { return Text::default() };
        let (amount, unit) =
            (words::difference(self.report.money(), Statistic::Mean, Some(&gain)).shown(self.lang), self.unit());
        text!(
            ja: "効果額は計画どおりより平均で {amount}{unit} 変わります。",
            en: " Its mean effect differs from the plan as it stands by {amount} {unit}."
        )
    }

    /// In how many scenarios the target counts as met.
    fn met(&self) -> Option<Text> {
        let [all, met] = self.report.outcome.met(&self.report.selection.policy)?;
        let (policy, threshold) = (self.policy(), spoken(self.report.outcome.question.threshold));
        (all > 0).then(|| {
            text!(
                ja: "{policy}の目標に届くとみられる（達成確率 {threshold} 以上の）シナリオは {all} 件のうち {met} 件です。",
                en: "The target of {policy} counts as met (P(met) of {threshold} or more) in {met} of {all} scenarios."
            )
        })
    }

    /// What matters most.
    fn matters(&self) -> Option<Text> {
        let Weight { name, effect: first, .. } = weights(&self.report, self.lang).into_iter().next()?;
        let range = first.range.filter(|range| *range > 0.0)?;
        let range = self.report.change(range).shown(self.lang);
        let points = self.report.statistic().measure() != Measure::Amount;
        let unit = if points { text!(ja: "ポイント", en: " points") } else { Text::same(self.unit()) };
        let (ja, en) = (unit.ja, unit.en);
        let share = first.share.map_or_else(Text::default, |share| {
            let share = percent(share, 0);
            text!(
                ja: "シナリオの間のばらつきの {share} はこの要因によります。",
                en: " {share} of the variance between scenarios comes from it."
            )
        });
        let (share_ja, share_en) = (share.ja, share.en);
        Some(text!(
            ja: "結果を最も動かす要因は「{name}」で、ほかをそろえた対の差の平均に {range}{ja}の幅があります。{share_ja}",
            en: "What moves the result most is '{name}': its effects, all else alike, range over {range}{en}.{share_en}"
        ))
    }
}
