//! グラフ: the best scenarios, and the factors that matter most.

use super::super::book::Book;
use super::super::chart::{Cells, Counts, chart, fill};
use super::super::data::Table;
use super::super::gallery;
use super::Sheets;
use super::facts::Facts;
use crate::batch::reading::Measure;
use crate::lang::{Text, text};
use crate::report::ReportError;
use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType};

/// The most bars of a chart.
const MOST: usize = 20;

impl Sheets<'_> {
    pub(super) fn charts(&self, book: &mut Book, facts: &Facts) -> Result<(), ReportError> {
        let ranking = facts.ranking().and_then(|table| self.best(table));
        let weights = facts.weights().map(|table| self.weights(table)).unwrap_or_default();
        let charts: Vec<Chart> = ranking.into_iter().chain(weights).collect();
        let name = self.word(text!(ja: "グラフ", en: "Charts"));
        gallery::add(book, &name, &self.report.results.title, charts)
    }

    /// The first places as bars, the best on top.
    fn best(&self, table: &Table) -> Option<Chart> {
        let Text { ja, en } = self.report.statistic.name();
        let title = text!(ja: "順位（{ja}）", en: "Ranking by {en}");
        let told = text!(ja: "上位のシナリオの{ja}の横棒グラフ。値は順位のデータのシートにあります。", en: "Bars of the {en} of the best scenarios. The values are on the sheet of the ranking.");
        let unit = self.reading().unit().map(|unit| unit.name(self.lang)).unwrap_or_default();
        let (axis, counts) = match self.report.statistic.measure() {
            Measure::Amount => (text!(ja: "{ja}（{unit}）", en: "{en} ({unit})"), Counts::Amounts),
            Measure::Probability => (text!(ja: "{ja}", en: "{en}"), Counts::Chances),
            Measure::Ratio => (text!(ja: "{ja}", en: "{en}"), Counts::Shares),
        };
        self.bars(table, ["scenario", "value"], [&title, &axis, &told], counts)
    }

    /// How much of the variance each factor is behind, and how far its means range.
    fn weights(&self, table: &Table) -> Vec<Chart> {
        let Text { ja, en } = self.report.statistic.name();
        let share = text!(ja: "散らばりに占める割合", en: "share of the variance");
        let range = text!(ja: "値ごとの平均の幅", en: "range of the means");
        let counts = if self.report.statistic.measure() == Measure::Amount { Counts::Amounts } else { Counts::Shares };
        let kinds = [("share", share, Counts::Shares), ("range", range, counts)];
        let one = |(column, axis, counts): (&str, Text, Counts)| {
            let known = table.column(column).map(usize::from)?;
            table
                .rows
                .iter()
                .any(|row| row.get(known).is_some_and(super::super::data::Cell::is_number))
                .then_some(())?;
            let (axis_ja, axis_en) = (&axis.ja, &axis.en);
            let title = text!(ja: "主効果：{ja}（{axis_ja}）", en: "Main effects on {en}: {axis_en}");
            let told = text!(ja: "要因ごとの{axis_ja}の横棒グラフ。大きいものから並べています。", en: "Bars of the {axis_en} by factor, the greatest first.");
            self.bars(table, ["factor_name", column], [&title, &axis, &told], counts)
        };
        kinds.into_iter().filter_map(one).collect()
    }

    fn bars(
        &self,
        table: &Table,
        [names, values]: [&str; 2],
        [title, axis, told]: [&Text; 3],
        counts: Counts,
    ) -> Option<Chart> {
        let last = u32::try_from(table.rows.len().min(MOST)).ok().filter(|last| *last > 0)?;
        let cells = |name: &str| Some(Cells { sheet: &table.name, column: table.column(name)?, rows: (1, last) });
        let [title, axis, told] = [title, axis, told].map(|words| words.get(self.lang));
        let mut chart = chart(ChartType::Bar, title, [axis, ""], counts, told);
        let series = chart.add_series();
        series.set_categories(&cells(names)?.range()).set_values(&cells(values)?.range());
        series.set_name(&super::super::chart::plain(axis)).set_format(&mut fill(0)).set_gap(40);
        // The first row on top, the scale below.
        chart.y_axis().set_reverse();
        chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
        chart.legend().set_hidden();
        Some(chart)
    }
}
