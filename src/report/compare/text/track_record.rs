//! How the plan's distribution stands against what was recorded since.

use super::super::Names;
use super::{ComparisonReport, SectionPieces};
use crate::analysis::{Coverage, Judgement, Prediction, TrackRecord};
use crate::fiscal::Span;
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::outcome::{PeriodKind, TOTAL};
use crate::report::document::{Cell, Figure, Heading, Layout, Look, Number, Table};
use crate::report::numbers::{UNDEFINED, percent, seen, spoken};
use crate::report::words::columns;

impl ComparisonReport<'_> {
    pub(super) fn track_record(&self, out: &mut SectionPieces) {
        let Some(record) = &self.pair.comparison.track_record else {
            let Names { ja: [_, b_ja], the: [a, b], .. } = self.names();
            self.line(out, match self.common() {
                None => text!(ja: "{b_ja}に決算済みの年度がないため、示せません。", en: "No year is closed in {b}, so there is nothing to hold {a} against."),
                Some(_) => text!(ja: "両方にある年度のうち、{b_ja}で決算済みのものがないため、示せません。", en: "None of the years that both have is closed in {b}, so there is nothing to hold {a} against."),
            });
            return;
        };
        out.table(self.predictions(record));
        self.track_record_in_words(record).into_iter().for_each(|words| self.line(out, words));
    }

    /// What a track record says.
    pub(in crate::report) fn track_record_in_words(&self, record: &TrackRecord) -> Vec<Text> {
        let words = [
            self.judgement(record),
            self.bias(record),
            self.cancelling(record),
            coverage(record),
            Some(self.caution(record)),
        ];
        words.into_iter().flatten().collect()
    }

    fn predictions(&self, record: &TrackRecord) -> Table {
        let mut heads: Vec<Heading> = [
            columns("")[0].clone(),
            text!(ja: "年度", en: "Years"),
            text!(ja: "計画値", en: "Planned"),
            text!(ja: "実績", en: "Actual"),
            text!(ja: "予測の平均", en: "Predicted\nmean"),
        ]
        .iter()
        .map(|head| self.heading(head))
        .collect();
        heads.extend(self.under(&text!(ja: "予測の", en: "Predicted"), &["P10", "P90"].map(Text::same)));
        let rest = [
            text!(ja: "実績の位置\n（下から）", en: "Percentile\nof the actual"),
            text!(ja: "偏り\n（平均－実績）", en: "Bias\n(mean - actual)"),
        ];
        heads.extend(rest.iter().map(|head| self.heading(head)));
        let mut above = "";
        let mut rows = Vec::new();
        // A single closed year needs no row of all closed years.
        let all_of_one = |p: &&Prediction| p.period.kind == PeriodKind::Years && p.period.first == p.period.last;
        for prediction in record.predictions.iter().filter(|p| !all_of_one(p)) {
            let goes_on = prediction.policy == above;
            let name = if goes_on { String::new() } else { self.name(&prediction.policy) };
            above = &prediction.policy;
            let look = if goes_on { Look::Plain } else { Self::look(&prediction.policy) };
            rows.push((look, [vec![Cell::Words(name)], self.prediction(prediction)].concat()));
        }
        Table { layout: Layout::Whole, ..Table::of_rows(2, heads, rows) }
    }

    fn prediction(&self, prediction: &Prediction) -> Vec<Cell> {
        let (quantiles, certain) = (prediction.quantiles, prediction.percentile.is_none());
        let period = Span { first: prediction.period.first, last: prediction.period.last };
        let amounts = [self.planned_in(prediction), prediction.actual, prediction.mean].map(Some);
        let range = [quantiles.p10, quantiles.p90].map(|amount| Some(amount).filter(|_| !certain));
        let mut row = vec![Cell::Words(period.short(self.lang))];
        row.extend(amounts.into_iter().chain(range).map(|amount| self.amount(amount)));
        row.push(Cell::optional(prediction.percentile.map(|p| Number::of(p, Figure::Seen))));
        row.push(self.amount(Some(prediction.mean - prediction.actual)));
        row
    }

    /// What the plan planned for the years of a prediction.
    fn planned_in(&self, prediction: &Prediction) -> f64 {
        let period = &prediction.period;
        let years = (0..=period.last.since(period.first)).map(|n| period.first.plus(n));
        years.filter_map(|year| self.pair.plan.year_entry(&prediction.policy, year)).map(|e| e.planned).sum()
    }

    /// The total of all closed years against what was planned, and the verdict on what was predicted for it.
    fn judgement(&self, record: &TrackRecord) -> Option<Text> {
        let judgement = record.judgement?;
        let total = record.predictions.iter().rfind(|p| p.policy == TOTAL && p.period.kind == PeriodKind::Years)?;
        let verdict = verdict(judgement, total.percentile.is_some(), self.names());
        let [planned, at, out] = [self.over_planned(total), place(total, self.money()), outside(record)];
        let (out_ja, out_en) = (out.ja, out.en);
        let (unit, actual, ja, en) = (self.unit(), self.money().in_table(total.actual), verdict.ja, verdict.en);
        let (planned_ja, planned_en, at_ja, at_en) = (planned.ja, planned.en, at.ja, at.en);
        Some(text!(
            ja: "決算済みの年度を合わせた実績は {actual}{unit}{planned_ja}です。{ja}：{at_ja}。{out_ja}",
            en: "The actual of the closed years together is {actual} {unit}{planned_en}. {en}: {at_en}.{out_en}"
        ))
    }

    /// Where policies miss in both directions, that a small bias of the total is their cancelling out.
    fn cancelling(&self, record: &TrackRecord) -> Option<Text> {
        let together = record.predictions.iter().filter(|p| p.policy != TOTAL && p.period.kind == PeriodKind::Years);
        let all: Vec<(&str, f64)> = together.map(|p| (p.policy.as_str(), p.mean - p.actual)).collect();
        let (high, low): (Vec<_>, Vec<_>) = all.into_iter().filter(|p| p.1 != 0.0).partition(|p| p.1 > 0.0);
        let [over, under] = [&high, &low].map(|of| of.iter().map(|p| p.1).sum::<f64>());
        // Half of what the policies miss by is no longer to be seen in the total.
        if high.is_empty() || low.is_empty() || (over + under).abs() * 2.0 >= over - under {
            return None;
        }
        let named = |of: &[(&str, f64)], between: &str| {
            let one = |(policy, bias): &(&str, f64)| format!("{} {}", self.name(policy), self.money().in_table(*bias));
            of.iter().map(one).collect::<Vec<_>>().join(between)
        };
        let [high_ja, low_ja] = [&high, &low].map(|of| named(of, "、"));
        let [high_en, low_en] = [&high, &low].map(|of| named(of, ", "));
        let (over, under, unit) = (self.money().in_table(over), self.money().in_table(under), self.unit());
        Some(text!(
            ja: "合計の偏りが小さいのは、方針ごとの偏りが打ち消し合うためです：予測が実績を上回った方針の計 {over}{unit}（{high_ja}）、下回った方針の計 {under}{unit}（{low_ja}）。",
            en: "The bias of the total is small because those of the policies cancel out: {over} {unit} where the prediction is above the actual ({high_en}), {under} {unit} where it is below ({low_en})."
        ))
    }

    /// The actual over what was planned: a forecast that allows for shortfalls can do well where the plan did not.
    fn over_planned(&self, total: &Prediction) -> Text {
        let planned = self.planned_in(total);
        if planned <= 0.0 {
            return Text::default();
        }
        let (share, planned) = (percent(total.actual / planned, 1), self.money().in_table(planned));
        text!(ja: "、計画値 {planned} の {share} ", en: ", {share} of the planned {planned}")
    }

    fn bias(&self, record: &TrackRecord) -> Option<Text> {
        let bias = record.bias?;
        let total = record.predictions.iter().rfind(|p| p.policy == TOTAL && p.period.kind == PeriodKind::Years)?;
        let share = Some(bias / total.actual).filter(|_| total.actual > 0.0);
        let share = share.map_or_else(|| UNDEFINED.to_owned(), |share| percent(share, 1));
        let (bias, unit) = (self.money().in_table(bias), self.unit());
        Some(text!(
            ja: "合計の偏り（予測の平均－実績）は {bias}{unit}、実績の {share} です。",
            en: "The bias of the total (predicted mean less actual) is {bias} {unit}, {share} of the actual."
        ))
    }

    fn caution(&self, record: &TrackRecord) -> Text {
        let closed = match record.closed.len() {
            1 => text!(ja: "1か年", en: "a single closed year"),
            years => text!(ja: "{years}か年", en: "{years} closed years"),
        };
        let (ja, en) = (closed.ja, closed.en);
        let (a_ja, a) = (self.names().ja[0], self.names().the[0]);
        text!(
            ja: "決算済みの年度は{ja}だけなので、当たり外れからはまだ多くは言えません。予測は{a_ja}の計画を今のシナリオの前提で試算したもので、当時公表した額ではありません。\n前提（類似事例に基づく標準値（参照クラス）など）が同じ実績を見て置かれていれば、当たるのは当然で、前提の裏づけにはなりません。",
            en: "With {en} this says little yet. The prediction is {a} simulated under the assumptions that its scenario file states now, not a figure published then.\nWhere those assumptions (reference classes and the like) were set with the same actuals in view, a good fit is no proof of them."
        )
    }
}

fn coverage(record: &TrackRecord) -> Option<Text> {
    let first = record.coverage.first()?;
    if first.of == 0 {
        return Some(
            text!(ja: "方針ごと・年度ごとの見込みにはどれも幅がないため、区間の予測精度は示せません。", en: "No forecast of a policy and year has a range, so there are no intervals to count."),
        );
    }
    let held = |c: &Coverage| {
        let (interval, inside) = (spoken(c.interval), c.inside);
        text!(ja: "{interval}区間 {inside}件", en: "{inside} inside the {interval} interval")
    };
    let of_80 = |c: &&Coverage| c.interval == 0.8;
    let (inside, of) = record.coverage.iter().find(of_80).map(|c| (c.inside, c.of))?;
    let others: Vec<Text> = record.coverage.iter().filter(|c| !of_80(c)).map(held).collect();
    let [ja, en] = [(Lang::Ja, "、"), (Lang::En, ", ")]
        .map(|(lang, between)| others.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(between));
    Some(text!(
        ja: "方針ごと・年度ごとの実績で、80%区間（P10～P90）に入ったのは{of}件のうち{inside}件（{ja}）。幅のある予測だけを数えています。",
        en: "Of {of} actual(s) of a policy and year, {inside} inside the 80% interval, P10 to P90 ({en}). Only predictions with a range count."
    ))
}

/// The judgement in words; of a prediction without a range there is nothing but its amount to judge.
fn verdict(judgement: Judgement, simulated: bool, names: Names) -> Text {
    let Names { ja: [a_ja, _], the: [a, _], the_first: [a_first, _], .. } = names;
    match (judgement, simulated) {
        (Judgement::RanHigh, true) => {
            text!(ja: "{a_ja}の見込みは、遅れや未実現を見込んだ試算でみても高すぎました", en: "Even as simulated, allowing for delays and shortfalls, {a}'s forecast ran high")
        }
        (Judgement::RanLow, true) => {
            text!(ja: "{a_ja}の見込みは、遅れや未実現を見込んだ試算では低すぎました", en: "As simulated, allowing for delays and shortfalls, {a}'s forecast ran low")
        }
        (Judgement::Consistent, true) => {
            text!(ja: "決算済みの年度の合計に限れば、遅れや未実現を見込んだ試算は実績と食い違っていません", en: "As simulated, allowing for delays and shortfalls, {a}'s forecast of the total of the closed years agrees with its actual")
        }
        (Judgement::RanHigh, false) => {
            text!(ja: "{a_ja}の見込みは高すぎました", en: "{a_first}'s forecast ran high")
        }
        (Judgement::RanLow, false) => text!(ja: "{a_ja}の見込みは低すぎました", en: "{a_first}'s forecast ran low"),
        (Judgement::Consistent, false) => {
            text!(ja: "決算済みの年度の合計に限れば、{a_ja}の見込みは実績と一致しています", en: "{a_first}'s forecast of the total of the closed years agrees with its actual")
        }
    }
}

/// How many of the actuals of a policy and year the predictions missed, since a total can be right where its parts are not.
fn outside(record: &TrackRecord) -> Text {
    let of_80 = record.coverage.iter().find(|c| c.interval == 0.8 && c.of > 0);
    let Some((out, of)) = of_80.map(|c| (c.of.saturating_sub(c.inside), c.of)) else { return Text::default() };
    text!(
        ja: "方針ごと・年度ごとにみると、{of}件のうち{out}件の実績が80%区間（P10～P90）の外にあります。",
        en: " Of {of} actual(s) of a policy and year, {out} lie(s) outside the 80% interval, P10 to P90."
    )
}

/// Where the actual of the total fell.
fn place(total: &Prediction, money: Unit) -> Text {
    let Some(percentile) = total.percentile else {
        let mean = money.in_table(total.mean);
        return text!(ja: "予測は幅のない {mean} でした", en: "the prediction was {mean}, without a range");
    };
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| seen(percentile, lang));
    match percentile {
        p if p < 0.1 => {
            text!(ja: "実績は予測の下から {ja} の位置（P10 より下）です", en: "the actual lies at {en} of the prediction, below P10")
        }
        p if p > 0.9 => {
            text!(ja: "実績は予測の下から {ja} の位置（P90 より上）です", en: "the actual lies at {en} of the prediction, above P90")
        }
        _ => {
            text!(ja: "実績は予測の下から {ja} の位置（P10～P90 の中）です", en: "the actual lies at {en} of the prediction, between P10 and P90")
        }
    }
}
