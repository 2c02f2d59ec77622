//! グラフ: the best scenarios, and the factors that matter most.

use super::super::book::Book;
use super::super::chart::{Cells, Counts, chart, fill};
use super::super::data::{Cell, Table};
use super::super::gallery;
use super::Sheets;
use super::facts::Facts;
use crate::batch::reading::Measure;
use crate::lang::{Text, text};
use crate::report::ReportError;
use crate::report::set::charts::{BARS, LOW};
use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartFont, ChartType};

/// Odds below this are told with a decimal on the scale.
const LOWEST: f64 = 0.05;

impl Sheets<'_> {
    pub(super) fn charts(&self, book: &mut Book, facts: &Facts) -> Result<(), ReportError> {
        // Every place with its name needs a page.
        let pages = vec![self.best(&facts.best).into_iter().collect(), self.weights(&facts.weights)];
        let name = self.word(text!(ja: "グラフ", en: "Charts"));
        gallery::add(book, &name, &self.report.set().title, self.report.money(), pages)
    }

    /// The first places as bars, the best on top.
    fn best(&self, table: &Table) -> Option<Chart> {
        let Text { ja, en } = self.report.statistic().name();
        let title = text!(ja: "順位（{ja}）", en: "Ranking by {en}");
        let told = text!(ja: "上位の{ja}の横棒グラフ。名前の前の数は順位。値は順位のデータのシートにあります。", en: "Bars of the {en} of the best choices. The values are on the sheet of the ranking.");
        let unit = self.report.unit(self.lang).unwrap_or_default();
        let (axis, counts) = match self.report.statistic().measure() {
            Measure::Amount => (text!(ja: "{ja}（{unit}）", en: "{en} ({unit})"), Counts::Amounts),
            Measure::Probability => (text!(ja: "{ja}", en: "{en}"), Counts::Chances),
            Measure::Ratio => (text!(ja: "{ja}", en: "{en}"), Counts::Shares),
        };
        self.bars(table, ["label", "value"], [&title, &axis, &told], counts)
    }

    /// How much of the variance each factor is behind, and how far its means range.
    fn weights(&self, table: &Table) -> Vec<Chart> {
        let Text { ja, en } = self.report.statistic().name();
        let share = text!(ja: "ばらつきの寄与率", en: "share of the variance");
        let range = text!(ja: "対の差の平均の幅", en: "range of the effects");
        let range = if self.report.statistic().measure() == Measure::Amount {
            ("range", range, Counts::Amounts)
        } else {
            let Text { ja, en } = range;
            ("range_points", text!(ja: "{ja}（ポイント）", en: "{en} (points)"), Counts::Points)
        };
        let kinds = [("share", share, Counts::Shares), range];
        let one = |(column, axis, counts): (&str, Text, Counts)| {
            let known = table.column(column).map(usize::from)?;
            table.rows.iter().any(|row| row.get(known).and_then(Cell::number).is_some()).then_some(())?;
            let (axis_ja, axis_en) = (&axis.ja, &axis.en);
            let title = text!(ja: "主効果：{ja}（{axis_ja}）", en: "Main effects on {en}: {axis_en}");
            let told = text!(ja: "要因ごとの{axis_ja}の横棒グラフ。大きいものから並べています。", en: "Bars of the {axis_en} by factor, the greatest first.");
            self.bars(table, ["label", column], [&title, &axis, &told], counts)
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
        let last = u32::try_from(table.rows.len().min(BARS)).ok().filter(|last| *last > 0)?;
        let cells = |name: &str| Some(Cells { sheet: &table.name, column: table.column(name)?, rows: (1, last) });
        let [title, axis, told] = [title, axis, told].map(|words| words.get(self.lang));
        let values_of = |name: &str| {
            let at = table.column(name).map(usize::from)?;
            Some(table.rows.iter().take(BARS).filter_map(move |row| row.get(at).and_then(Cell::number)))
        };
        let highest = values_of(values)?.fold(0.0, f64::max);
        let is_low = counts == Counts::Chances && highest < LOW;
        let counts = if is_low { Counts::Shares } else { counts };
        let mut chart = chart(ChartType::Bar, title, [axis, ""], counts, told);
        if is_low {
            chart.x_axis().set_min(0).set_num_format(if highest < LOWEST { "0.0%" } else { "0%" });
        }
        let series = chart.add_series();
        series.set_categories(&cells(names)?.range()).set_values(&cells(values)?.range());
        series.set_name(&super::super::chart::plain(axis)).set_format(&mut fill(0)).set_gap(40);
        // Every bar with its name.
        let mut small = ChartFont::new();
        small.set_size(8);
        chart.y_axis().set_label_interval(1).set_font(&small);
        // The first row on top, the scale below.
        chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
        chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
        chart.legend().set_hidden();
        Some(chart)
    }
}
