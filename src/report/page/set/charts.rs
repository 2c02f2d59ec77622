//! The charts of the page: ranking, odds as a heat map, greatest regrets, shares of the variance.

use super::Set;
use super::sections::Section;
use crate::batch::reading::{GridCell, Level, Levels, Measure, Ranked, Statistic, Strategy};
use crate::lang::{Text, text};
use crate::report::SetTable;
use crate::report::numbers::{UNDEFINED, percent};
use crate::report::page::chart::{About, Bar, Bars, Heat, HeatCell, HeatRow, WHOLE};
use crate::report::set::charts::{BARS, Best, LOW, Weight, best, drawn, weights};
use crate::report::set::told::{Room, grid, laid_out};
use crate::report::set::words;
use maud::Markup;
use unicode_width::UnicodeWidthStr;

/// The most rows and columns of a heat map.
const HEAT: [usize; 2] = [14, 9];
/// The most heat maps, one below the other.
const MAPS: usize = 4;
/// The longest name that stands beside its bar, in half-width characters.
const LONG: usize = 36;

impl Set<'_> {
    /// The charts of a section.
    pub(super) fn charts(&self, section: &Section) -> Vec<(About, Markup)> {
        match section.of {
            SetTable::Ranking => self.ranking().into_iter().collect(),
            SetTable::Odds => self.odds(),
            SetTable::Regret => self.regret().into_iter().collect(),
            SetTable::Effects => self.effects().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn about(&self, id: &str, title: String, lines: impl Iterator<Item = String>) -> About {
        let description = lines.collect::<Vec<_>>().join(self.word(text!(ja: "。", en: ". ")).as_str());
        About {
            id: format!("chart-{id}"),
            title,
            description,
            unit: self.report.unit_of_values(self.lang),
            lang: self.lang,
            width: WHOLE,
            kept: self.kept.clone(),
        }
    }

    fn bars(&self, id: &str, title: Text, axis: Text, mut rows: Vec<Bar>, measure: Measure) -> (About, Markup) {
        let highest = rows.iter().map(|r| r.interval.map_or(r.value, |i| i.1)).fold(0.0, f64::max);
        let is_share = measure != Measure::Amount;
        let of_probability = measure == Measure::Probability && highest > LOW;
        let mut axis = self.word(axis);
        if is_share && !of_probability {
            // Percent as plain numbers: an axis to 100 % would leave nothing to see.
            for row in &mut rows {
                row.value *= 100.0;
                row.interval = row.interval.map(|(low, high)| (100.0 * low, 100.0 * high));
            }
            axis.push_str(&self.word(text!(ja: "（％）", en: " (%)")));
        }
        let about = self.about(id, self.word(title), rows.iter().map(|r| r.values.clone()));
        let chart = Bars { rows, axis, of_probability }.draw(&about);
        (about, chart)
    }

    fn ranking(&self) -> Option<(About, Markup)> {
        let statistic = self.report.statistic();
        let row = |Best { place, name, ranked: r }: &Best, short: &str| {
            let said = self.report.value(r.value, r.interval).shown(self.lang);
            let within = self.report.interval(r.interval).shown(self.lang);
            let values = self.word(text!(
                ja: "{place}位　{said}（95%区間 {within}）　{name}",
                en: "No. {place}: {said} (95% interval {within}) {name}"
            ));
            let interval = r.interval.map(|[low, high]| (low, high)).filter(|(low, high)| low < high);
            Bar { name: format!("{place}. {short}"), value: r.value, interval, said, values, strong: *place == 1 }
        };
        let mut shown = best(&self.report, self.lang);
        // What all have in common depends on how many are shown, and that on how long their names are.
        shown.truncate(fitting(self.names(&shown).iter().map(String::as_str)));
        let rows: Vec<Bar> = shown.iter().zip(self.names(&shown)).map(|(best, name)| row(best, &name)).collect();
        let (n, Text { ja, en }) = (rows.len(), statistic.name());
        let title = text!(ja: "上位 {n} 件の{ja}と95％区間", en: "The first {n}: {en} with 95% intervals");
        let axis = match (statistic.measure(), self.report.unit(self.lang)) {
            (Measure::Amount, Some(unit)) => text!(ja: "{ja}（{unit}）", en: "{en} ({unit})"),
            _ => statistic.name(),
        };
        (n > 0).then(|| self.bars("ranking", title, axis, rows, statistic.measure()))
    }

    /// What tells choices apart: the values of levers other than in the base, but for those that all have.
    fn names(&self, rows: &[Best]) -> Vec<String> {
        let set = self.report.set();
        let levers = &self.report.outcome.ranking().choices.levers;
        let changed = |r: &Ranked| -> Vec<(usize, Level)> {
            let levels = levers.iter().copied().zip(r.levels.iter().copied());
            levels.filter(|(f, level)| level.is_some() && *level != set.factors[*f].base).collect()
        };
        let common = |one: &(usize, Level)| rows.len() > 1 && rows.iter().all(|r| changed(r.ranked).contains(one));
        let name = |Best { ranked: r, .. }: &Best| {
            let told: Vec<(usize, Level)> = changed(r).into_iter().filter(|one| !common(one)).collect();
            if levers.is_empty() {
                return words::scenario(set, r.first(), self.lang);
            }
            let (factors, levels): (Vec<usize>, Vec<Level>) = told.into_iter().unzip();
            words::changed(set, &factors, &levels, self.lang)
        };
        rows.iter().map(name).collect()
    }

    fn effects(&self) -> Option<(About, Markup)> {
        let row = |Weight { name, effect, .. }: Weight| {
            let range = effect.range.map_or_else(|| UNDEFINED.to_owned(), |r| self.report.change(r).shown(self.lang));
            let share = effect.share?;
            let said = percent(share, 1);
            let values = self.word(text!(
                ja: "{name}　ばらつきの {said}、対の差の平均の幅 {range}",
                en: "{name}: {said} of the variance, its effects range over {range}"
            ));
            Some(Bar { name, value: share, interval: None, said, values, strong: false })
        };
        let rows: Vec<Bar> = weights(&self.report, self.lang).into_iter().take(BARS).filter_map(row).collect();
        let axis = text!(ja: "シナリオの間のばらつき（分散）への寄与率", en: "Share of the variance between scenarios");
        let title = text!(ja: "要因別の影響の大きさ", en: "How much each factor matters");
        (!rows.is_empty()).then(|| self.bars("effects", title, axis, rows, Measure::Probability))
    }

    fn regret(&self) -> Option<(About, Markup)> {
        let (statistic, found) = (self.report.statistic(), self.report.outcome.robustness().ok()?);
        let row = |strategy: &Strategy| {
            let name = self.in_order(&found.levers, &strategy.levels);
            let said = self.report.change(strategy.greatest_regret()).shown(self.lang);
            let future = self.in_order(&found.uncertainties, &found.futures[strategy.most_regretted]);
            let values = self.word(text!(
                ja: "{name}　最善案との差の最大 {said}（想定：{future}）",
                en: "{name}: greatest regret {said} (future: {future})"
            ));
            let value = drawn(statistic, strategy.greatest_regret());
            Bar { name, value, interval: None, said, values, strong: false }
        };
        let mut rows: Vec<Bar> = found.by_regret().into_iter().take(BARS).map(row).collect();
        rows.truncate(fitting(rows.iter().map(|r| r.name.as_str())));
        let unit = words::difference_unit(statistic);
        let (ja, en) = (unit.ja, unit.en);
        let axis = text!(ja: "最善案との差の最大{ja}", en: "Greatest regret{en}");
        let title = text!(ja: "対応案別の最善案との差の最大（小さいほどよい）", en: "Greatest regret of each strategy (less is better)");
        (!rows.is_empty()).then(|| self.bars("regret", title, axis, rows, Measure::Amount))
    }

    /// The odds by combination of factors: as many heat maps as the rows need.
    fn odds(&self) -> Vec<(About, Markup)> {
        let (_, [rows, columns]) = laid_out(&self.report, Room::PAGE);
        let fits = rows <= MAPS * HEAT[0] && columns <= HEAT[1];
        if self.report.statistic() != Statistic::PMet || !fits {
            return Vec::new();
        }
        let grid = grid(&self.report, Room::PAGE);
        if grid.columns.is_empty() || grid.rows.is_empty() {
            return Vec::new();
        }
        let name = |factors: &[usize], levels: &Levels| self.in_order(factors, levels);
        let columns: Vec<String> = grid.column_levels.iter().map(|l| name(&grid.columns, l)).collect();
        let row = |(levels, cells): (&Levels, &Vec<GridCell>)| {
            let row = name(&grid.rows, levels);
            let cells = columns.iter().zip(cells).map(|(column, cell)| self.heat_cell(&row, column, cell)).collect();
            HeatRow { name: row.clone(), cells, is_total: false }
        };
        let rows: Vec<HeatRow> = grid.row_levels.iter().zip(&grid.cells).map(row).collect();
        let parts = rows.len().div_ceil(HEAT[0]).max(1);
        let map = |(at, part): (usize, &[HeatRow])| {
            let (number, of) = (at + 1, if parts > 1 { format!(" {}/{parts}", at + 1) } else { String::new() });
            let title = text!(ja: "組合せ別の達成確率{of}", en: "P(met) by combination{of}");
            let lines = part.iter().flat_map(|r| r.cells.iter().flatten().map(|c| c.values.clone()));
            let about = self.about(&format!("odds-{number}"), self.word(title), lines);
            let chart = Heat { columns: columns.clone(), last_is_whole: false, rows: part.to_vec() }.draw(&about);
            (about, chart)
        };
        rows.chunks(rows.len().div_ceil(parts).max(1)).enumerate().map(map).collect()
    }

    fn in_order(&self, factors: &[usize], levels: &Levels) -> String {
        words::in_order(self.report.set(), factors, levels, self.lang)
    }

    fn heat_cell(&self, row: &str, column: &str, cell: &GridCell) -> Option<HeatCell> {
        let (share, said) = (cell.mean?, self.report.odds(cell)?.shown(self.lang));
        let values = self.word(text!(ja: "{row}・{column}　達成確率 {said}", en: "{row}, {column}: P(met) {said}"));
        Some(HeatCell { share, said, values })
    }
}

/// How many bars fit on a page of paper: fewer where names are so long that they stand over their bars.
fn fitting<'a>(mut names: impl Iterator<Item = &'a str>) -> usize {
    if names.any(|name| name.width() > LONG) { BARS * 3 / 5 } else { BARS }
}
