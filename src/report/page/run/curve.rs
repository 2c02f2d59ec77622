//! The probability of reaching at least an amount over the whole period.

use super::OutcomePart;
use crate::lang::{Text, text};
use crate::outcome::{Distribution, Entry, Held};
use crate::report::numbers::{probability, spoken};
use crate::report::page::chart::{Curve, Exceedance, Mark};
use maud::{Markup, html};

impl OutcomePart<'_> {
    pub(super) fn curve(&self, i: usize, entry: &Entry) -> Markup {
        let Some(distribution) = self.report.outcome.distribution(entry) else { return html! {} };
        let held = entry.held();
        let target = held.as_ref().map(|held| self.target_mark(held));
        let sure = self.sure_mark(entry, distribution);
        let marks: Vec<Mark> = [target, sure].into_iter().flatten().collect();
        let said = marks.iter().map(|m| m.words.clone()).collect::<Vec<_>>().join("; ");
        let curve = Curve { name: String::new(), percentiles: distribution.percentiles.clone() };
        let chart = Exceedance { curves: vec![curve], marks, unit: self.money() };
        let name = self.report.name(&entry.policy);
        let title = self.reach_finding(entry);
        let about = self.about_half(&format!("curve{i}"), &title, &format!("{name}. {said}"));
        Self::panel(&about, self.level + 2, &self.owner_name(&entry.policy), chart.draw(&about))
    }

    /// A title with the period of the main table.
    pub(super) fn of_period(&self, title: Text) -> Text {
        let (ja, en) = (title.ja, title.en);
        if self.report.outcome.header.fixed_period {
            text!(ja: "{ja}（計画期間）", en: "{en} (plan period)")
        } else {
            text!(ja: "{ja}（現在の版）", en: "{en} (current edition)")
        }
    }

    fn target_mark(&self, entry: &Held) -> Mark {
        let (target, odds) = (self.money().in_table(entry.target), probability(&entry.p_met, self.lang()));
        let words = text!(ja: "目標 {target}：{odds}", en: "target {target}: {odds}");
        Mark { amount: entry.target, probability: entry.p_met.value, words: self.say(&words), is_target: true }
    }

    /// What is reached with the confidence asked for; nothing where the distribution does not tell.
    fn sure_mark(&self, entry: &Entry, distribution: &Distribution) -> Option<Mark> {
        let confidence = self.report.outcome.provenance.confidence;
        let amount = reached(entry, distribution, confidence)?;
        let (share, shown) = (spoken(confidence), self.money().in_table(amount));
        let words = text!(ja: "{share} で届く額 {shown}", en: "reached with {share}: {shown}");
        Some(Mark { amount, probability: confidence, words: self.say(&words), is_target: false })
    }

    /// What half and eight in ten futures reach.
    fn reach_finding(&self, entry: &Entry) -> Text {
        let q = entry.quantiles;
        let [half, low, high] = [q.p50, q.p10, q.p90].map(self.money().printer());
        text!(
            ja: "2回に1回は {half} 以上、10回に8回は {low}～{high}",
            en: "Every other time at least {half}, eight times in ten {low} to {high}"
        )
    }

    /// What the charts of a whole period show.
    pub(super) fn reach_key(&self) -> Text {
        let share = spoken(self.report.outcome.provenance.confidence);
        let period = self.of_period(text!(ja: "", en: ""));
        let (ja, en, unit) = (period.ja, period.en, self.unit());
        text!(
            ja: "図の見方{ja}：左の曲線は、効果額が横軸の額以上になる確率です。◇は目標、○は{share}の確率で届く額で、目標との隔たりが{share}の確度に要する追加額です。右の棒は、不足額がその幅に入る確率です（斜線は不足なし、右端はそれより大きいものすべて）。金額の単位は{unit}です。",
            en: "How to read the charts{en}: the curve at the left is the probability of an effect of at least the amount below it. ◇ is the target, ○ what is reached with a probability of {share}: the distance between them is the extra effect needed for that. Bars at the right are the probabilities of a shortfall within their width (hatched: none; the last one: all that is more). Amounts are in {unit}."
        )
    }
}

/// The amount reached with a confidence: what is missing to the target is the additional effect; where nothing is, it is read
/// from the percentiles.
fn reached(entry: &Entry, distribution: &Distribution, confidence: f64) -> Option<f64> {
    if let Some(held) = entry.held().filter(|held| held.extra > 0.0) {
        return Some(held.target - held.extra);
    }
    let at = (1.0 - confidence) * 100.0 - 1.0;
    let below = at.floor();
    let [a, b] = [below, below + 1.0].map(|k| if k < 0.0 { None } else { distribution.percentiles.get(k as usize) });
    match (a, b) {
        (Some(a), Some(b)) => Some(a + (at - below) * (b - a)),
        (Some(a), None) if at == below => Some(*a),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amount_of_a_confidence_lies_between_percentiles() {
        let text = include_str!("../../../../scenarios/minimal.toml");
        let document = crate::scenario::load("x", &|_| Ok(text.as_bytes().to_vec())).unwrap();
        let model = crate::model::Model::read(&document).unwrap();
        let settings = crate::engine::Settings {
            trials: 2048,
            precision: None,
            seed: 1,
            sampling: crate::engine::Sampling::Latin,
            threads: 1,
            memory: None,
        };
        let request = crate::outcome::Request { settings, uncertainty: crate::plan::Uncertainty::On, confidence: 0.8 };
        let outcome =
            crate::outcome::simulate(&document, &model, &request, &crate::engine::Progress::default()).unwrap();
        let (entry, mut distribution) = (outcome.results[0].clone(), outcome.distributions[0].clone());
        distribution.percentiles = (1..=99).map(f64::from).collect();
        let (short, met) =
            (Entry { target: Some(50.0), extra: Some(8.0), ..entry.clone() }, Entry { extra: Some(0.0), ..entry });
        assert_eq!(reached(&short, &distribution, 0.8), Some(42.0));
        // 80 % are above the 20th percentile, 79.5 % above what lies half-way between the 20th and the 21st.
        assert_eq!(reached(&met, &distribution, 0.8).map(|a| (a * 1e6).round() / 1e6), Some(20.0));
        assert_eq!(reached(&met, &distribution, 0.795).map(|a| (a * 1e6).round() / 1e6), Some(20.5));
        assert_eq!(reached(&met, &distribution, 0.999), None);
    }
}
