//! The set in three sentences.

use super::Set;
use crate::batch::reading::{Design, Effects, Failures, Measure, Ranking, Statistic};
use crate::lang::{Text, text};
use crate::report::numbers::{percent, spoken};
use crate::report::page::parts::{Look, heading};
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

    /// The first place.
    fn best(&self) -> Text {
        let (reading, statistic) = (self.report.reading(), self.report.statistic);
        let ranking = Ranking::of(&reading, 1, 0);
        let Some(first) = ranking.rows.first() else {
            return text!(ja: "結果のあるシナリオがありません。", en: "No scenario has a result.");
        };
        let (n, name) = (ranking.rows.len(), self.name_of(first.scenario));
        let value = words::value(statistic, first.value, reading.interval(first.scenario), self.lang);
        let (by_ja, by_en) = (statistic.name().ja, statistic.name().en);
        if statistic == Statistic::PMet {
            let Text { ja, en } = missed(first.value);
            let but = if first.value < 0.5 {
                text!(ja: "ですが、それでも", en: "; even so, ")
            } else {
                text!(ja: "で、", en: ": ")
            };
            let (but_ja, but_en) = (but.ja, but.en);
            return text!(
                ja: "{n} 件のうち目標に最も届きやすいのは「{name}」{but_ja}{ja}（達成確率 {value}）。",
                en: "Of {n} scenarios '{name}' is most likely to meet the target{but_en}{en} (P(met) {value})."
            );
        }
        text!(
            ja: "{n} 件のうち{by_ja}が最もよいのは「{name}」（{value}）です。",
            en: "Of {n} scenarios '{name}' is best by {by_en} ({value})."
        )
    }

    /// In how many scenarios the target counts as met.
    fn met(&self) -> Option<Text> {
        let found = Failures::of(self.report.results, self.report.threshold);
        let (all, met) = (found.considered, found.considered - found.failing.len());
        let (policy, threshold) = (self.policy(), spoken(self.report.threshold));
        (all > 0).then(|| {
            text!(
                ja: "{policy}の目標に届くとみられる（達成確率 {threshold} 以上の）シナリオは {all} 件のうち {met} 件です。",
                en: "The target of {policy} counts as met (P(met) of {threshold} or more) in {met} of {all} scenarios."
            )
        })
    }

    /// What matters most.
    fn matters(&self) -> Option<Text> {
        let found = Effects::of(&self.report.reading());
        let first = found.by_weight().first().map(|i| &found.factors[*i]).filter(|f| f.range > 0.0)?;
        let name = &self.report.results.factors[first.factor].name;
        let range = words::change(self.report.statistic, first.range);
        let points = self.report.statistic.measure() != Measure::Amount;
        let unit = if points { text!(ja: "ポイント", en: " points") } else { Text::same(self.unit()) };
        let (ja, en) = (unit.ja, unit.en);
        let share = first.share.map_or_else(Text::default, |share| {
            let share = percent(share, 0);
            text!(
                ja: "シナリオの間の散らばりの {share} はこの要因によります。",
                en: " {share} of the variance between scenarios comes from it."
            )
        });
        let (share_ja, share_en) = (share.ja, share.en);
        let mixed = match found.design {
            Design::Balanced => Text::default(),
            _ => text!(ja: "（ほかの要因の違いも混じった幅です）", en: " (differences of the other factors mixed in)"),
        };
        let (mixed_ja, mixed_en) = (mixed.ja, mixed.en);
        Some(text!(
            ja: "結果を最も動かす要因は「{name}」で、値ごとの平均に {range}{ja}の幅があります{mixed_ja}。{share_ja}",
            en: "What moves the result most is '{name}': the means at its values range over {range}{en}{mixed_en}.{share_en}"
        ))
    }
}

/// A chance of meeting the target as how often in ten it is missed.
fn missed(p: f64) -> Text {
    match ((1.0 - p) * 10.0).round() as u32 {
        0 => text!(ja: "10回のうち10回近く届きます", en: "it is met in nearly ten of ten futures"),
        10 => text!(ja: "10回のうち10回近く届きません", en: "it is missed in nearly ten of ten futures"),
        n => text!(ja: "10回のうちおよそ{n}回は届きません", en: "it is missed in about {n} of ten futures"),
    }
}
