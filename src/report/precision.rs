//! The precision asked for: whether it was reached, with how many trials, and which figure needed them.

use super::figures::Figures;
use super::numbers::{plain, significant};
use super::text::Report;
use super::words;
use super::{Editions, Rounding};
use crate::engine::{Margin, PrecisionStatistic};
use crate::lang::{Lang, Text, text};
use crate::money;
use crate::outcome::{CriterionEntry, Outcome, PeriodKind, PrecisionEntry, WidestEntry};

/// Says that a run came to its most trials before it was as precise as was asked.
pub fn not_precise(outcome: &Outcome, lang: Lang) -> Option<String> {
    let p = &outcome.provenance;
    let precision = p.precision.as_ref().filter(|precision| !precision.reached && !p.interrupted)?;
    let figures = Figures::of(outcome, Rounding::default());
    let report = Report { outcome, editions: Editions::default(), lang, figures: &figures };
    Some(format!("{}: {}", outcome.header.title, report.precision(precision).get(lang)))
}

impl Report<'_> {
    /// What became of the precision asked for.
    pub(super) fn precision(&self, precision: &PrecisionEntry) -> Text {
        let p = &self.outcome.provenance;
        let [trials, most] = [p.trials, p.trials_requested].map(|n| money::count(n as f64));
        let asked = self.asked(precision);
        let (ja, en) = (asked.ja, asked.en);
        let Some((criterion, widest)) = precision.hardest() else {
            return text!(
                ja: "精度（{ja}）：求めた値はどれも不確かでなく、正確に分かっています。",
                en: "Precision ({en}): nothing that it was asked of is uncertain; all is known exactly."
            );
        };
        let known = self.known(criterion, widest);
        let (known_ja, known_en) = (known.ja, known.en);
        if precision.reached {
            text!(
                ja: "精度（95％区間の片側の幅）：すべての基本方針と合計のすべての年度と期間について、{ja}に {trials} 試行で到達しました（上限 {most}）。最も遠かったのは{known_ja}。",
                en: "Precision (half-width of the 95 % interval): {en} for every policy and the total, every year and period, reached with {trials} trials (at most {most}). The farthest from it was {known_en}."
            )
        } else if p.interrupted {
            text!(
                ja: "途中で止めました：精度（{ja}）に届く前の {trials} 試行までの結果です。最も遠いのは{known_ja}。",
                en: "Interrupted: the result of {trials} trials, before the precision was reached ({en}). The farthest from it is {known_en}."
            )
        } else {
            text!(
                ja: "精度に届きませんでした：{ja}を求めましたが、上限の {most} 試行で止めました。最も遠いのは{known_ja}。--trials で上限を上げるか、幅を広げてください。",
                en: "Precision not reached: {en} was asked for, but the run stopped at its most trials, {most}. The farthest from it is {known_en}. Raise the limit with --trials, or ask for a wider interval."
            )
        }
    }

    /// The half-widths asked for.
    fn asked(&self, precision: &PrecisionEntry) -> Text {
        let of = |lang: Lang| -> Vec<String> {
            let one = |c: &CriterionEntry| {
                let (statistic, width) = (name(c.statistic), self.margin(c));
                format!("{} ±{}", statistic.get(lang), width.get(lang))
            };
            precision.criteria.iter().map(one).collect()
        };
        Text { ja: of(Lang::Ja).join("、"), en: of(Lang::En).join(", ") }
    }

    fn margin(&self, criterion: &CriterionEntry) -> Text {
        match criterion.asked {
            Margin::Absolute(margin) if criterion.statistic == PrecisionStatistic::Odds => {
                points(&plain(100.0 * margin))
            }
            Margin::Absolute(margin) => self.amount(&plain(margin)),
            Margin::Relative(share) => Text::same(format!("{}%", plain(100.0 * share))),
        }
    }

    fn amount(&self, number: &str) -> Text {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| self.outcome.header.unit.name(lang));
        text!(ja: "{number}{ja}", en: "{number} {en}")
    }

    /// A figure with its half-width.
    fn known(&self, criterion: &CriterionEntry, widest: &WidestEntry) -> Text {
        let (statistic, figure) = (name(criterion.statistic), self.figure(widest));
        let width = match (widest.half_width, criterion.statistic) {
            (Some(half), PrecisionStatistic::Odds) => points(&significant(100.0 * half)),
            (Some(half), _) => self.amount(&significant(half)),
            (None, _) => Text::default(),
        };
        let (ja, en) = (statistic.ja, statistic.en);
        let (figure_ja, figure_en, width_ja, width_en) = (figure.ja, figure.en, width.ja, width.en);
        if widest.half_width.is_some() {
            text!(ja: "{figure_ja}の{ja}（±{width_ja}）", en: "{en} of {figure_en} (±{width_en})")
        } else {
            text!(
                ja: "{figure_ja}の{ja}（試行が少なく、幅がまだ分からない）",
                en: "{en} of {figure_en} (too few trials to tell its interval)"
            )
        }
    }

    /// The policy and period of a figure.
    fn figure(&self, widest: &WidestEntry) -> Text {
        let policy = self.name(&widest.policy);
        let period = &widest.period;
        let of_edition = self.outcome.editions.iter().find(|e| Some(e.base) == period.base);
        let told = match (period.kind, of_edition) {
            (PeriodKind::Edition, Some(edition)) => {
                let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
                text!(ja: "{ja}の版", en: "edition {en}")
            }
            (PeriodKind::Year, _) => period.first.text(),
            (PeriodKind::Rolling, _) => {
                text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year")
            }
            (_, _) => text!(ja: "計画期間", en: "plan period"),
        };
        let booked = if widest.booked { text!(ja: "の計上額", en: ", booked") } else { Text::default() };
        let (ja, en, booked_ja, booked_en) = (told.ja, told.en, booked.ja, booked.en);
        text!(ja: "「{policy}」{ja}{booked_ja}", en: "'{policy}', {en}{booked_en}")
    }
}

/// What the tables call a statistic.
fn name(statistic: PrecisionStatistic) -> Text {
    match statistic {
        PrecisionStatistic::Odds => text!(ja: "達成確率", en: "P(met)"),
        PrecisionStatistic::Mean => text!(ja: "平均", en: "mean"),
        quantile => Text::same(quantile.name().to_uppercase()),
    }
}

fn points(number: &str) -> Text {
    text!(ja: "{number} ポイント", en: "{number} points")
}
