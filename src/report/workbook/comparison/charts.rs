//! グラフ: what the change comes from, both plans by year, and the distribution of the change.

use super::super::book::Book;
use super::super::chart::{Band, Cells, Counts, Stroke, chart, curve, ranged};
use super::super::facts::{Block, Results, Years};
use super::super::gallery;
use super::super::waterfall::{WaterfallColumn, Waterfalls};
use super::Sheets;
use super::facts::Distributions;
use crate::analysis::{Component, Difference};
use crate::lang::{Lang, Text, text};
use crate::outcome::TOTAL;
use crate::report::ReportError;
use crate::report::compare::{Names, words};
use rust_xlsxwriter::{Chart, ChartType};

impl Sheets<'_> {
    pub(super) fn charts(
        &self,
        book: &mut Book,
        (results, years): (&Results, &Years),
        distributions: &Distributions,
        waterfalls: &mut Waterfalls,
    ) -> Result<(), ReportError> {
        let mut charts: Vec<Chart> = Vec::new();
        let main: Vec<&Difference> = self.told.main().collect();
        if let Some(total) = main.iter().find(|d| d.policy == TOTAL) {
            charts.extend(self.component_charts(total, waterfalls));
        }
        let both = || main.iter().filter(|d| !self.told.is_of_one(d));
        charts.extend(both().filter_map(|d| self.both_by_year((results, years), d)));
        charts.extend(both().filter_map(|d| self.distribution(distributions, d)));
        let name = format!("{}{}", self.word(text!(ja: "グラフ", en: "Charts")), self.suffix);
        let title = self.word(text!(ja: "改革改善効果額の比較", en: "Comparison of the reform effect"));
        gallery::add(book, &name, &title, self.told.money(), gallery::pages(charts))
    }

    fn axis(&self) -> String {
        let unit = self.told.unit();
        self.word(text!(ja: "効果額（{unit}）", en: "effect ({unit})"))
    }

    /// The total before and after with what the change comes from, as planned and as simulated.
    fn component_charts(&self, total: &Difference, waterfalls: &mut Waterfalls) -> Vec<Chart> {
        let [planned, mean] = [text!(ja: "計画値", en: "planned"), text!(ja: "平均", en: "mean")];
        let sides = |of: fn(&crate::analysis::DifferenceSide) -> f64| {
            [total.plan, total.revised].map(|side| side.as_ref().map_or(0.0, of))
        };
        let mut kinds =
            vec![("attribution_planned", planned, self.told.planned_components(total), sides(|s| s.amounts.planned))];
        if !self.told.is_certain() {
            kinds.push(("attribution_mean", mean, self.told.mean_components(total), sides(|s| s.amounts.mean)));
        }
        let mut charts = Vec::new();
        for (id, kind, components, ends) in kinds {
            let Some(components) = components else { continue };
            let steps = self.steps(ends.map(|amount| self.told.money().round(amount)), &components);
            let Some(drawn) = waterfalls.add(self.number, id, &steps, self.told.money()) else { continue };
            let (ja, en) = (kind.ja, kind.en);
            let [a_ja, b_ja] = self.told.names().ja;
            let title = text!(ja: "見直しの要因（合計の{ja}）", en: "What the change comes from (total, {en})");
            let told = text!(ja: "合計の{ja}が{a_ja}から{b_ja}へどの要因でどれだけ変わるかを示す図。数値は見直しの要因のシートにあります。", en: "How each component of the revision changes the total, {en}. The numbers are on the sheet of components.");
            charts.push(waterfalls.chart(&drawn, title.get(self.lang()), &self.axis(), told.get(self.lang())));
        }
        charts
    }

    fn steps(&self, [before, after]: [f64; 2], components: &[f64]) -> Vec<WaterfallColumn> {
        let level = |words: Text, amount: f64| WaterfallColumn { label: self.word(words), amount, is_level: true };
        let [name_before, name_after] = self.told.names().heads();
        let mut steps = vec![level(name_before, before)];
        let changes = Component::ALL.into_iter().zip(components).filter(|(_, amount)| **amount != 0.0);
        steps.extend(changes.map(|(component, amount)| WaterfallColumn {
            label: self.word(words::component(component)),
            amount: *amount,
            is_level: false,
        }));
        steps.push(level(name_after, after));
        steps
    }

    /// P50 of both, and the target, by year.
    fn both_by_year(&self, (results, drawn): (&Results, &Years), difference: &Difference) -> Option<Chart> {
        let policy = difference.policy.as_str();
        let rows = |number: usize| results.rows(number, Block::Years(policy, self.told.common()));
        let (plan, revised) = (rows(0)?, rows(self.number + 1)?);
        let cells =
            |name: &str, rows| Some(Cells { sheet: &results.table.name, column: results.table.column(name)?, rows });
        let name = self.told.name(policy);
        let Names {
            ja: [a_ja, b_ja],
            head: [a_head, _],
            the: [a_the, b_the],
            bare: [_, b_bare],
            bare_first: b_first,
            ..
        } = self.told.names();
        let title = text!(ja: "{a_ja}と{b_ja}：{name}", en: "{a_head} and {b_bare}: {name}");
        let told = text!(ja: "{name}の年度ごとの目標と、{a_ja}・{b_ja}それぞれの P50 の折れ線。", en: "Lines of the target of {name} by year and of P50 in {a_the} and in {b_the}.");
        let axis = self.axis();
        let year = self.word(text!(ja: "年度", en: "fiscal year"));
        let era = if self.lang() == Lang::Ja { "first_era" } else { "first_fy" };
        // Years are those of the plan: both have the same, or those are drawn that both have.
        let categories = cells(era, plan)?;
        let lines = [
            (
                text!(ja: "目標（{b_ja}のシナリオ）", en: "Target ({b_bare}'s)"),
                cells("target", revised)?,
                Stroke::Target,
            ),
            (text!(ja: "{a_ja} P50", en: "{a_head}, P50"), cells("p50", plan)?, Stroke::Mean),
            (text!(ja: "{b_ja} P50", en: "{b_first}, P50"), cells("p50", revised)?, Stroke::Middle),
        ]
        .map(|(name, values, stroke)| (self.word(name), values, stroke));
        let range = self.word(text!(ja: "{b_ja} P10～P90", en: "{b_first}, P10 to P90"));
        let band = Band::of(drawn, (self.number + 1, policy, self.told.common()), range)?;
        let titles = [title.get(self.lang()), &year, &axis, told.get(self.lang())];
        Some(ranged(titles, &categories, &band, &lines))
    }

    /// The probability that the change stays below an amount; nothing where the change is certain.
    fn distribution(&self, distributions: &Distributions, difference: &Difference) -> Option<Chart> {
        difference.spread.sd.filter(|sd| *sd > 0.0)?;
        let rows =
            distributions.rows(self.number, |d| d.policy == difference.policy && self.told.is_main(&d.period))?;
        let cells = |name: &str| {
            Some(Cells { sheet: &distributions.table.name, column: distributions.table.column(name)?, rows })
        };
        let name = self.told.name(&difference.policy);
        let title = text!(ja: "増減の分布：{name}", en: "Distribution of the change: {name}");
        let Names { ja: [a_ja, b_ja], bare: [a, b], .. } = self.told.names();
        let told = text!(ja: "{name}の効果額の増減（{b_ja}－{a_ja}）が、ある額を下回る確率の曲線。", en: "The probability that the change of {name}, {b} less {a}, stays below an amount.");
        let unit = self.told.unit();
        let axes = [
            text!(ja: "増減の額（{unit}）", en: "change ({unit})"),
            text!(ja: "その額を下回る確率", en: "probability of less"),
        ]
        .map(|words| self.word(words));
        let mut chart = chart(
            ChartType::ScatterStraight,
            title.get(self.lang()),
            [&axes[0], &axes[1]],
            Counts::Chances,
            told.get(self.lang()),
        );
        curve(&mut chart, &axes[1], [&cells("amount")?, &cells("share_below")?], Stroke::Curve);
        Some(chart)
    }
}
