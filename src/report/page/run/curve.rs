//! The probability of reaching at least an amount over the whole period.

use super::OutcomePart;
use crate::lang::{Text, text};
use crate::outcome::{Distribution, Entry, Held};
use crate::report::numbers::{self, probability, spoken};
use crate::report::page::chart::{Curve, Exceedance, Mark};
use crate::report::page::parts::{Cell, Figure, Row, Table, of_numbers, of_words};
use crate::report::text::period_key;
use crate::report::text::times;
use maud::{Markup, html};

/// The probabilities, in percent, of the table.
const LEVELS: [usize; 7] = [95, 90, 80, 50, 20, 10, 5];

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
        let title =
            self.of_period(text!(ja: "効果額がその額以上になる確率", en: "Probability of reaching at least an amount"));
        let about = self.about(&format!("curve{i}"), &title, &format!("{name}. {said}"));
        let note = self.curve_note(entry).iter().map(|t| self.say(t)).collect();
        let table = Some(self.curve_table(entry, distribution));
        Figure { about: &about, level: self.level + 3, chart: chart.draw(&about), note, table }.draw()
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
        let words =
            text!(ja: "目標 {target}：届く確率 {odds}", en: "target {target}: reached with a probability of {odds}");
        Mark { amount: entry.target, probability: entry.p_met.value, words: self.say(&words), is_target: true }
    }

    /// What is reached with the confidence asked for; nothing where the distribution does not tell.
    fn sure_mark(&self, entry: &Entry, distribution: &Distribution) -> Option<Mark> {
        let confidence = self.report.outcome.provenance.confidence;
        let amount = reached(entry, distribution, confidence)?;
        let (share, shown) = (spoken(confidence), self.money().in_table(amount));
        let words = text!(ja: "{share} の確率で届く額 {shown}", en: "reached with a probability of {share}: {shown}");
        Some(Mark { amount, probability: confidence, words: self.say(&words), is_target: false })
    }

    fn curve_note(&self, entry: &Entry) -> Vec<Text> {
        let (unit, q) = (self.unit(), entry.quantiles);
        let [half, low, high] = [q.p50, q.p10, q.p90].map(self.money().printer());
        let spread = text!(
            ja: "2回に1回は {half}{unit}以上です。10回に1回は {low}{unit}を下回り、10回に1回は {high}{unit}を上回ります。",
            en: "Every other time the effect is {half} {unit} or more. One time in ten it is below {low} {unit}, one time in ten above {high} {unit}."
        );
        match entry.held() {
            Some(held) => {
                let [reached, need] = self.against_target(&held);
                vec![reached, spread, need]
            }
            None => vec![spread],
        }
    }

    /// How often the target is reached, and what a confidence needs.
    fn against_target(&self, entry: &Held) -> [Text; 2] {
        let unit = self.unit();
        let target = self.money().in_table(entry.target);
        let often = times(&entry.p_met);
        let (ja, en) = (often.ja, often.en);
        let share = spoken(self.report.outcome.provenance.confidence);
        let extra = self.money().in_table(entry.extra);
        let need = if entry.extra > 0.0 {
            text!(
                ja: "{share}の確度とするには、曲線を {extra}{unit}だけ右に動かす（確実な効果をそれだけ足す）必要があります。",
                en: "For a confidence of {share} the curve would have to move {extra} {unit} to the right: that much certain effect is to be added."
            )
        } else {
            text!(ja: "{share}の確度は、今の計画で満たしています。", en: "The plan as it stands has a confidence of {share} or more.")
        };
        let reached = text!(
            ja: "目標は {target}{unit}です。{ja}。",
            en: "The target is {target} {unit}: {en}."
        );
        [reached, need]
    }

    fn curve_table(&self, entry: &Entry, distribution: &Distribution) -> Table {
        let row = |percent: &usize| {
            let amount = *distribution.percentiles.get(99 - percent)?;
            let gap = entry.target.map(|target| amount - target);
            let cells = vec![Cell::amount(self.money(), amount), Cell::number(numbers::amount(self.money(), gap), gap)];
            let (policy, period) = (Some(entry.policy.clone()), Some(period_key(&entry.period)));
            Some(Row { head: format!("{percent}%"), cells, policy, period, ..Row::default() })
        };
        let heads = [
            text!(ja: "確率", en: "Probability"),
            text!(ja: "この額以上", en: "At least"),
            text!(ja: "目標との差", en: "Against the target"),
        ];
        let [probability, amount, gap] = heads.map(|w| self.say(&w));
        let caption = text!(ja: "その確率で届く額", en: "What is reached with a probability");
        Table {
            name: "curve",
            caption: self.say(&caption),
            unit: self.unit(),
            heads: vec![of_words(&probability), of_numbers(&amount), of_numbers(&gap)],
            rows: LEVELS.iter().filter_map(row).collect(),
        }
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
