//! グラフ: the range by year, odds by policy and by edition, and the current edition step by step.

use super::super::book::Book;
use super::super::chance::Digits;
use super::super::chart::{Band, Cells, Counts, Stroke, chart, fill, ranged};
use super::super::data::Table;
use super::super::facts::{Block, Results, Years, sheet_name};
use super::super::gallery;
use super::super::waterfall::{Drawn, WaterfallColumn, Waterfalls};
use super::OutcomeSheets;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Amounts, EditionEntry, ReconciliationStepEntry, TOTAL};
use crate::report::numbers::probability;
use crate::report::{ReportError, words};
use rust_xlsxwriter::{Chart, ChartDataLabel, ChartType};

/// The data of charts that no table of results holds.
pub(super) struct Data {
    waterfalls: Waterfalls,
}

impl Data {
    pub(super) fn of(lang: Lang) -> Self {
        let name = sheet_name(text!(ja: "増減図", en: "waterfalls"), lang);
        Self { waterfalls: Waterfalls::new(&name, lang) }
    }

    pub(super) fn table(self) -> Table {
        self.waterfalls.table
    }
}

/// Which of the amounts of a step.
type StepAmount = fn(&Amounts) -> f64;

impl OutcomeSheets<'_> {
    pub(super) fn charts(
        &self,
        book: &mut Book,
        number: usize,
        (results, years): (&Results, &Years),
        data: &mut Data,
    ) -> Result<(), ReportError> {
        let fan = |policy: &str| self.fan(number, (results, years), policy);
        let mut charts: Vec<Chart> = self.report.policies().filter_map(fan).collect();
        charts.extend(self.odds(number, results));
        charts.extend(self.edition_odds(number, results));
        charts.extend(self.current(number, data));
        let name = format!("{}{}", self.word(text!(ja: "グラフ", en: "Charts")), self.suffix);
        gallery::add(book, &name, &self.outcome().header.title, self.outcome().header.unit, gallery::pages(charts))
    }

    /// The words of an axis of amounts.
    pub(super) fn amounts_axis(&self) -> String {
        let unit = self.outcome().header.unit.name(self.lang());
        self.word(text!(ja: "効果額（{unit}）", en: "effect ({unit})"))
    }

    /// Years are told in the calendar of the language.
    pub(super) fn year_column(&self) -> &'static str {
        if self.lang() == Lang::Ja { "first_era" } else { "first_fy" }
    }

    fn fan(&self, number: usize, (results, years): (&Results, &Years), policy: &str) -> Option<Chart> {
        let rows = results.rows(number, Block::Years(policy, None))?;
        let cells = |name: &str| Some(Cells { sheet: &results.table.name, column: results.table.column(name)?, rows });
        let name = self.report.name(policy);
        let title = text!(ja: "年度別の見通し：{name}", en: "Outlook by year: {name}");
        let told = self.told_of_fan(policy, &name);
        let year = self.word(text!(ja: "年度", en: "fiscal year"));
        let axis = self.amounts_axis();
        let lines = [
            (text!(ja: "目標", en: "Target"), "target", Stroke::Target),
            (text!(ja: "計画値", en: "Planned"), "planned", Stroke::Planned),
            (Text::same("P50"), "p50", Stroke::Middle),
            (text!(ja: "平均", en: "Mean"), "mean", Stroke::Mean),
        ];
        let mut drawn = Vec::new();
        for (name, column, stroke) in lines {
            drawn.push((name.get(self.lang()).to_owned(), cells(column)?, stroke));
        }
        let band = Band::of(years, (number, policy, None), self.word(text!(ja: "P10～P90", en: "P10 to P90")))?;
        let titles = [title.get(self.lang()), &year, &axis, &told];
        Some(ranged(titles, &cells(self.year_column())?, &band, &drawn))
    }

    fn told_of_fan(&self, policy: &str, name: &str) -> String {
        let Some(entry) = self.report.main_entry(policy) else { return name.to_owned() };
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| probability(&entry.p_met, lang));
        self.word(text!(
            ja: "{name}の年度ごとの目標、P10・P50・P90、平均の折れ線。全体の達成確率は {ja}。数値はデータのシートの結果にあります。",
            en: "Lines of target, P10, P50, P90 and mean of {name} by year. Over the whole period the target is met with probability {en}. The numbers are on the sheet of results."
        ))
    }

    fn odds(&self, number: usize, results: &Results) -> Option<Chart> {
        let rows = results.rows(number, Block::Plan)?;
        let cells = |name: &str| Some(Cells { sheet: &results.table.name, column: results.table.column(name)?, rows });
        let title = text!(ja: "計画期間の達成確率", en: "Probability of meeting the target, plan period");
        let axes = [text!(ja: "基本方針", en: "policy"), text!(ja: "達成確率", en: "P(met)")].map(|a| self.word(a));
        let told = self.word(text!(ja: "基本方針と合計の、計画期間の目標の達成確率の棒グラフ。", en: "Columns of the probability of meeting the target over the plan period, by policy and in total."));
        let mut chart = chart(ChartType::Column, title.get(self.lang()), [&axes[0], &axes[1]], Counts::Chances, &told);
        let series = chart.add_series();
        series.set_categories(&cells("policy_name")?.range()).set_values(&cells("p_met")?.range());
        series.set_name(axes[1].as_str()).set_gap(80).set_format(&mut fill(0));
        let odds: Vec<_> = self.report.policies().filter_map(|p| self.outcome().plan_entry(p)?.p_met).collect();
        let widest = odds.iter().max_by(|a, b| a.half_width().total_cmp(&b.half_width()))?;
        let digits = Digits::of(widest, self.lang()).format();
        series.set_data_label(ChartDataLabel::new().show_value().set_num_format(digits));
        chart.legend().set_hidden();
        Some(chart)
    }

    fn edition_odds(&self, number: usize, results: &Results) -> Option<Chart> {
        let title = text!(ja: "財政計画の版別の達成確率", en: "Probability of meeting the target, by edition");
        let axes = [text!(ja: "版の基準年度", en: "base year of the edition"), text!(ja: "達成確率", en: "P(met)")];
        let axes = axes.map(|a| self.word(a));
        let told = self.word(text!(ja: "財政計画の版別に、基本方針と合計の達成確率を並べた棒グラフ。", en: "Columns of the probability of meeting the target in each edition, by policy and in total."));
        let mut chart = chart(ChartType::Column, title.get(self.lang()), [&axes[0], &axes[1]], Counts::Chances, &told);
        let base = if self.lang() == Lang::Ja { "base_era" } else { "base_fy" };
        let mut any = false;
        for (n, policy) in self.report.policies().enumerate() {
            let Some(rows) = results.rows(number, Block::Editions(policy)) else { continue };
            let cells =
                |name: &str| Some(Cells { sheet: &results.table.name, column: results.table.column(name)?, rows });
            let series = chart.add_series();
            series.set_categories(&cells(base)?.range()).set_values(&cells("p_met")?.range());
            let is_total = policy == TOTAL;
            series.set_format(&mut fill(if is_total { 0 } else { n + 1 }));
            series.set_name(&super::super::chart::plain(&self.report.name(policy))).set_gap(60);
            any = true;
        }
        any.then_some(chart)
    }

    /// The current edition's total: planned and mean, from the plan period on.
    fn current(&self, number: usize, data: &mut Data) -> Vec<Chart> {
        let Some(edition) = self.report.current() else { return Vec::new() };
        let kinds: [(&str, Text, StepAmount); 2] = [
            ("reconciliation_planned", text!(ja: "計画値", en: "planned"), |a| a.planned),
            ("reconciliation_mean", text!(ja: "平均", en: "mean"), |a| a.mean),
        ];
        let of = |(id, kind, of): (&str, Text, StepAmount)| {
            let drawn = data.waterfalls.add(number, id, &self.steps_of(edition, of)?, self.outcome().header.unit)?;
            Some(self.reconciliation_chart(data, &drawn, edition, &kind))
        };
        let mut charts = Vec::new();
        charts.extend(kinds.into_iter().filter_map(of));
        charts
    }

    fn steps_of(&self, edition: &EditionEntry, of: fn(&Amounts) -> f64) -> Option<Vec<WaterfallColumn>> {
        let total = edition.reconciliation.iter().find(|r| r.policy == TOTAL)?;
        let fixed = self.outcome().header.fixed_period;
        let step = |(n, s): (usize, &ReconciliationStepEntry)| {
            let label = words::reconciliation_step(s.step, fixed).get(self.lang()).replace('\n', " ");
            WaterfallColumn { label, amount: of(&s.amounts), is_level: n == 0 }
        };
        let steps = total.steps.iter().enumerate().map(step);
        let mut steps: Vec<WaterfallColumn> = steps.filter(|s| s.is_level || s.amount != 0.0).collect();
        let label = self.word(text!(ja: "この版での額", en: "On the edition"));
        steps.push(WaterfallColumn { label, amount: of(&total.edition), is_level: true });
        Some(steps)
    }

    fn reconciliation_chart(&self, data: &Data, drawn: &Drawn, edition: &EditionEntry, kind: &Text) -> Chart {
        let (ja, en) = (&kind.ja, &kind.en);
        let [edition_ja, edition_en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
        let title = text!(
            ja: "財政計画への読替え（合計の{ja}）：{edition_ja}",
            en: "Reconciliation of the total, {en}: {edition_en}"
        );
        let told = text!(
            ja: "計画期間の合計の{ja}から、現在の版（{edition_ja}）での額までの増減を示す図。",
            en: "How the total, {en}, over the plan period leads to that on the current edition ({edition_en})."
        );
        let axis = self.amounts_axis();
        data.waterfalls.chart(drawn, title.get(self.lang()), &axis, told.get(self.lang()))
    }
}
