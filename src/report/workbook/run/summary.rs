//! 総括: the verdict, the table by basic policy, and the notes.

use super::super::book::{Book, Repeated};
use super::super::chart::{self, Cells, Counts, Stroke, line};
use super::super::facts::Years;
use super::super::printed;
use super::super::sheet::Sheet;
use super::OutcomeSheets;
use crate::lang::text;
use crate::outcome::TOTAL;
use crate::report::ReportError;
use crate::report::text::no_result;
use rust_xlsxwriter::{Chart, ChartType};

impl OutcomeSheets<'_> {
    pub(super) fn summary(&self, book: &mut Book, number: usize, years: &Years) -> Result<(), ReportError> {
        let about = text!(ja: "改革改善効果額の見通し", en: "Outlook of the reform effect");
        let mut sheet = self.sheet(text!(ja: "総括", en: "Summary"), about)?;
        if self.outcome().results.is_empty() {
            let none = no_result();
            sheet.prose(none.get(self.lang()));
            return book.add(sheet, Repeated::default());
        }
        sheet.row = 2;
        if let Some(total) = self.report.main_entry(TOTAL) {
            sheet.prose(self.report.verdict(total).get(self.lang()));
        }
        sheet.row = 5;
        let rows = printed::with_unit(&mut sheet, &self.report.by_policy())?;
        sheet.row += 1;
        if let Some(chart) = self.so_far(number, years) {
            let row = sheet.room(chart::HEIGHT);
            sheet.inner.insert_chart(row, 0, &chart)?;
        }
        self.notes(&mut sheet)?;
        book.add(sheet, Repeated { rows, columns: 1 })
    }

    /// What the total adds up to from the first year on: aimed at, planned, expected; nothing where that is not the amount of
    /// a plan period.
    fn so_far(&self, number: usize, years: &Years) -> Option<Chart> {
        self.report.cumulative()?;
        let rows = years.rows(number, TOTAL, None)?;
        let cells = |name: &str| Some(Cells { sheet: &years.table.name, column: years.table.column(name)?, rows });
        let title =
            text!(ja: "計画期間の初めからの累計（合計）", en: "Total, added up from the start of the plan period");
        let told = text!(ja: "合計の目標、計画値、平均を、計画期間の初めの年度から足し上げた折れ線。", en: "Lines of the target, the planned effect and the mean of the total, added up from the first year of the plan period.");
        let axes = [self.word(text!(ja: "年度", en: "fiscal year")), self.amounts_axis()];
        let mut chart = chart::chart(
            ChartType::Line,
            title.get(self.lang()),
            [&axes[0], &axes[1]],
            Counts::Amounts,
            told.get(self.lang()),
        );
        let categories = cells(self.year_column())?;
        let lines = [
            (text!(ja: "目標", en: "Target"), "target_so_far", Stroke::Target),
            (text!(ja: "計画値", en: "Planned"), "planned_so_far", Stroke::Planned),
            (text!(ja: "平均", en: "Mean"), "mean_so_far", Stroke::Middle),
        ];
        for (name, column, stroke) in lines {
            line(&mut chart, name.get(self.lang()), [&categories, &cells(column)?], stroke);
        }
        chart.set_width(chart::WIDE);
        Some(chart)
    }

    fn notes(&self, sheet: &mut Sheet) -> Result<(), ReportError> {
        let quantiles = text!(
            ja: "P10・P50・P90 の分位点、達成確率、平均不足額、追加額は足し合わせられません。合計の行のこれらの欄は、合計そのものの分布によります。",
            en: "Quantiles (P10, P50, P90), probabilities, mean shortfalls and extras do not add up: in the row of the total they are those of the total's own distribution."
        );
        Ok(sheet.notes([quantiles].into_iter().chain(self.report.notes()))?)
    }
}
