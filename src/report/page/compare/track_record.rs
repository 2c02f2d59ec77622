//! What was recorded beside what the plan expected of the same years.

use super::RevisionPart;
use crate::analysis::Prediction;
use crate::lang::text;
use crate::outcome::PeriodKind;
use crate::report::numbers::seen;
use crate::report::page::chart::{Bar, Bars};
use crate::report::page::parts::Figure;
use maud::{Markup, html};

/// The most rows of a chart.
const MOST: usize = 16;

impl RevisionPart<'_> {
    pub(super) fn track_record(&self) -> Markup {
        let Some(record) = &self.told.pair.comparison.track_record else { return html! {} };
        let all_of_one = |p: &&Prediction| p.period.kind == PeriodKind::Years && p.period.first == p.period.last;
        let rows: Vec<Bar> = record.predictions.iter().filter(|p| !all_of_one(p)).map(|p| self.prediction(p)).collect();
        if rows.is_empty() {
            return html! {};
        }
        let (a_ja, a) = (self.told.names().ja[0], self.told.names().the[0]);
        let title = text!(ja: "実績と、{a_ja}の計画から試算した幅", en: "Actuals beside the range simulated from {a}");
        let unit = self.told.unit();
        let axis = text!(ja: "効果額（{unit}）", en: "Effect ({unit})");
        let note: Vec<String> = self.told.track_record_in_words(record).iter().map(|words| self.say(words)).collect();
        html! {
            @for (n, part) in rows.chunks(rows.len().div_ceil(rows.len().div_ceil(MOST))).enumerate() {
                @let about = self.about(&format!("track-{n}"), &title, &note);
                @let bars = Bars { rows: part.to_vec(), axis: self.say(&axis), of_probability: false };
                @let key = text!(
                    ja: "棒が実績、細い線が{a_ja}の試算の P10～P90 です。",
                    en: "Bars are actuals, thin lines P10 to P90 of what was simulated from {a}."
                );
                @let note = [vec![self.say(&key)], if n == 0 { note.clone() } else { Vec::new() }].concat();
                (Figure { about: &about, level: self.level + 1, chart: bars.draw(&about), note, table: None }.draw())
            }
        }
    }

    fn prediction(&self, prediction: &Prediction) -> Bar {
        let [first, last] = [prediction.period.first, prediction.period.last].map(|y| y.short(self.told.lang));
        let years = if first == last { first } else { format!("{first}–{last}") };
        let name = format!("{} {years}", self.told.name(&prediction.policy));
        let q = &prediction.quantiles;
        let (actual, p10, p90) =
            (self.money().in_table(prediction.actual), self.money().in_table(q.p10), self.money().in_table(q.p90));
        let place = prediction.percentile.map(|p| seen(p, self.told.lang));
        let place =
            place.map_or_else(Default::default, |at| text!(ja: "、実績は下から {at}", en: ", the actual at {at}"));
        let (ja, en) = (place.ja, place.en);
        let values = text!(ja: "{name}：実績 {actual}、P10 {p10}、P90 {p90}{ja}", en: "{name}: actual {actual}, P10 {p10}, P90 {p90}{en}");
        Bar {
            value: prediction.actual,
            interval: prediction.percentile.map(|_| (q.p10, q.p90)),
            said: actual,
            values: self.say(&values),
            name,
            strong: prediction.policy == crate::outcome::TOTAL,
        }
    }
}
