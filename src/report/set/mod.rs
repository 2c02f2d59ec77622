//! What a scenario set says, as a report: tables for reading, tidy rows for other programs.

pub(super) mod charts;
pub(super) mod columns;
pub(super) mod rows;
mod text;
pub(super) mod tidy;
pub(super) mod told;
pub(super) mod words;

use super::document::{Cell, Figure, Number};
#[cfg(feature = "html")]
use super::page;
use super::{Encoding, ReportError, numbers, workbook};
use crate::batch::reading::{Difference, GridCell, Measure, SetOutcome, Statistic};
use crate::batch::{Selection, SetResults};
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::money::{Name, Unit};
use crate::outcome::GENERAL_ACCOUNT;

/// What a report of a set is made from.
#[derive(Clone, Copy, Debug)]
pub struct SetReport<'a> {
    /// What the set says.
    pub outcome: &'a SetOutcome<'a>,
    /// The policy and period that are read.
    pub selection: &'a Selection,
    /// The policies of the set: id and name.
    pub policies: &'a [(String, String)],
    /// Whether the statistic was asked for, and not taken for what tells the scenarios apart.
    pub is_asked_for: bool,
    /// How many rows are told; nothing for as many as the table usually has.
    pub top: Option<usize>,
    /// The choice of scenarios, as it was typed.
    pub only: &'a [(String, String)],
    /// How many editions there are, whether or not they are told.
    pub edition_count: usize,
}

/// What is told of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetTable {
    /// The essence of all others.
    Summary,
    /// Scenarios from the best to the worst.
    Ranking,
    /// The statistic by lever and uncertainty.
    Odds,
    /// Strategies over futures: regret, the worst case, where targets are met.
    Regret,
    /// Which factor matters most.
    Effects,
    /// Where policies fail.
    Failures,
    /// Scenarios by edition of the financial plan.
    Editions,
    /// Every scenario and what became of it.
    Scenarios,
}

impl SetTable {
    /// Every one but the essence of all, in the order of a report that tells all.
    pub(super) const ALL: [Self; 7] =
        [Self::Ranking, Self::Odds, Self::Regret, Self::Effects, Self::Failures, Self::Editions, Self::Scenarios];

    /// What programs call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Ranking => "ranking",
            Self::Odds => "odds",
            Self::Regret => "regret",
            Self::Effects => "effects",
            Self::Failures => "failures",
            Self::Editions => "editions",
            Self::Scenarios => "scenarios",
        }
    }
}

/// The format of a report of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetFormat {
    /// Tables and notes for reading.
    Text,
    /// Tidy rows of one table: UTF-8 with a byte order mark, CRLF.
    Csv(Encoding),
    /// Tidy rows of one table, or of all.
    Json,
    /// One page for a browser, with charts.
    #[cfg(feature = "html")]
    Html,
    /// A workbook of all tables.
    Xlsx,
}

impl<'a> SetReport<'a> {
    pub(super) fn set(&self) -> &'a SetResults {
        self.outcome.question.results
    }

    /// By what the scenarios are read.
    pub(super) fn statistic(&self) -> Statistic {
        self.outcome.question.statistic
    }

    /// The unit of the amounts of the set; without a scenario that has a result there is none to print.
    pub(super) fn money(&self) -> Unit {
        self.outcome.reading.unit().unwrap_or(Unit::whole(Name::Yen))
    }

    /// The name of that unit, where there is one.
    pub(super) fn unit(&self, lang: Lang) -> Option<String> {
        self.outcome.reading.unit().map(|unit| unit.name(lang).to_owned())
    }

    /// The unit of the values that the scenarios are read by, where they are amounts.
    pub(super) fn unit_of_values(&self, lang: Lang) -> String {
        let has_amounts = self.statistic().measure() == Measure::Amount;
        self.unit(lang).filter(|_| has_amounts).unwrap_or_default()
    }

    /// A value of the statistic.
    pub(super) fn value(&self, value: f64, interval: Option<[f64; 2]>) -> Number {
        words::number(self.money(), self.statistic(), value, interval)
    }

    /// A value that no interval of one scenario belongs to: a probability that was not seen is not called impossible.
    pub(super) fn plain(&self, value: f64) -> Number {
        match self.statistic().measure() {
            Measure::Probability if self.set().is_simulated() => Number::of(value, Figure::Seen),
            _ => self.value(value, None),
        }
    }

    /// The value of a cell of the odds.
    pub(super) fn odds(&self, cell: &GridCell) -> Option<Number> {
        let mean = cell.mean?;
        Some(if cell.scenarios.len() == 1 { self.value(mean, cell.interval) } else { self.plain(mean) })
    }

    /// A difference of two values.
    pub(super) fn change(&self, change: f64) -> Number {
        words::change_of(self.money(), self.statistic(), change)
    }

    /// The same with its error.
    pub(super) fn difference(&self, found: Option<Difference>) -> Cell {
        words::difference(self.money(), self.statistic(), found.as_ref())
    }

    /// The interval of a value.
    pub(super) fn interval(&self, interval: Option<[f64; 2]>) -> Cell {
        words::interval(self.money(), self.statistic(), interval)
    }

    /// What is read, and by what; `unit` is what the unit is called.
    pub(super) fn about(&self, unit: &Text) -> Text {
        let (Text { ja, en }, name) = (words::period(self.selection.period), self.statistic().name());
        let [in_ja, in_en] = [Lang::Ja, Lang::En].map(|lang| {
            let policy = self.policy_name(&self.selection.policy, lang);
            (policy, self.unit(lang).unwrap_or_else(|| numbers::UNDEFINED.to_owned()))
        });
        let (by_ja, by_en, unit_ja, unit_en) = (name.ja, name.en, &unit.ja, &unit.en);
        let ((whose_ja, money_ja), (whose_en, money_en)) = (in_ja, in_en);
        text!(
            ja: "シナリオ群の結果　{whose_ja}、{ja}　見る統計量：{by_ja}　（{unit_ja}：{money_ja}）",
            en: "Results of the scenario set: {whose_en}, {en}; read by: {by_en} ({unit_en}: {money_en})"
        )
    }

    /// Whether the set has anything to say about a table.
    pub(super) fn tells(&self, table: SetTable) -> bool {
        match table {
            SetTable::Odds | SetTable::Regret | SetTable::Effects => !self.set().factors.is_empty(),
            SetTable::Editions => self.edition_count > 1,
            _ => true,
        }
    }

    /// Why scenarios are read by something else than the odds, where nobody asked for it.
    pub(super) fn leads(&self) -> Option<Text> {
        let percent = |share: f64| numbers::spoken(share);
        let (low, high) = (percent(Statistic::HARDLY_EVER), percent(Statistic::NEARLY_ALWAYS));
        match self.statistic() {
            _ if self.is_asked_for => None,
            Statistic::MeanShortfall => Some(text!(
                ja: "達成確率がどれも {low} 未満で差が見えないため、平均不足額で比べます（--by p_met で達成確率）。",
                en: "All odds are below {low} and tell nothing apart, so scenarios are read by the mean shortfall (by the odds with --by p_met)."
            )),
            Statistic::Margin => Some(text!(
                ja: "達成確率がどれも {high} 超で差が見えないため、目標に対する平均の余裕額で比べます（--by p_met で達成確率）。",
                en: "All odds are above {high} and tell nothing apart, so scenarios are read by the mean margin over the target (by the odds with --by p_met)."
            )),
            _ => None,
        }
    }

    pub(super) fn policy_name(&self, id: &str, lang: Lang) -> String {
        match self.policies.iter().find(|(known, _)| known == id) {
            Some((id, _)) if id == GENERAL_ACCOUNT => super::words::general_account(lang).to_owned(),
            Some((id, name)) => super::words::policy(id, name),
            None => super::words::total(lang).to_owned(),
        }
    }

    pub(super) fn rows_shown(&self, usual: usize) -> usize {
        self.top.unwrap_or(usual)
    }
}

/// Every chart of the page of a set, each as a picture by itself.
#[cfg(feature = "html")]
pub fn set_charts(report: &SetReport<'_>, lang: Lang) -> Vec<super::NamedChart> {
    page::charts_of_set(report, lang)
}

/// Renders what a set says.
///
/// # Errors
/// Characters that the encoding asked for does not have; what the format's writer reports.
pub fn render_set(
    report: &SetReport<'_>,
    table: SetTable,
    format: SetFormat,
    lang: Lang,
) -> Result<Harmless, ReportError> {
    match format {
        SetFormat::Text => Ok(Harmless::words(&text::render(report, table, lang))),
        SetFormat::Csv(encoding) => encoding.of(tidy::csv(&rows::of(report, table, lang))?),
        SetFormat::Json => tidy::json(report, table, lang),
        #[cfg(feature = "html")]
        SetFormat::Html => Ok(page::of_set(report, lang)),
        SetFormat::Xlsx => workbook::of_set(report, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::told::{Room, said};
    use super::*;
    use crate::batch::PeriodChoice;
    use crate::batch::reading::sample::two_by_three;
    use crate::batch::reading::{Layout, SetQuestion};
    use crate::outcome::TOTAL;
    use crate::report::document::Piece;

    /// The exact numbers of a column of the only table that is told.
    fn numbers(report: &SetReport, table: SetTable, column: usize) -> Vec<f64> {
        let said = said(report, table, Room::TERMINAL, Lang::Ja);
        let pieces = said.sections.iter().flat_map(|section| &section.pieces);
        let tables = pieces.filter_map(|piece| if let Piece::Table(table) = piece { Some(table) } else { None });
        let cells = tables.flat_map(|table| &table.columns[column].cells);
        cells.filter_map(|cell| cell.number().map(|number| number.exact)).collect()
    }

    /// The numbers of a column of data, each row once.
    fn rows(report: &SetReport, table: SetTable, column: &str) -> Vec<f64> {
        let table = rows::of(report, table, Lang::Ja);
        let at = table.columns.iter().position(|own| own == column).expect("a column");
        let mut found: Vec<f64> = table.rows.iter().filter_map(|row| row[at].as_f64()).collect();
        found.dedup();
        found
    }

    #[test]
    fn what_is_printed_and_what_is_data_is_what_the_outcome_holds() {
        let results = two_by_three();
        let layout = Layout { rows: vec![0], columns: vec![1] };
        let by_policy = [(TOTAL.to_owned(), results.clone())];
        let outcome = SetOutcome::of(SetQuestion {
            results: &results,
            statistic: Statistic::PMet,
            edition_statistic: Statistic::PMet,
            layout: &layout,
            threshold: 0.65,
            by_policy: &by_policy,
            editions: &[],
        });
        let selection = Selection { policy: TOTAL.to_owned(), period: PeriodChoice::Plan };
        let report = SetReport {
            outcome: &outcome,
            selection: &selection,
            policies: &[],
            is_asked_for: false,
            top: None,
            only: &[],
            edition_count: 0,
        };
        let places: Vec<f64> = outcome.ranking().rows.iter().map(|row| row.value).collect();
        let drawn: Vec<f64> = charts::best(&report, Lang::Ja).iter().map(|best| best.ranked.value).collect();
        assert_eq!(numbers(&report, SetTable::Ranking, 0), places);
        assert_eq!((rows(&report, SetTable::Ranking, "value"), drawn), (places.clone(), places));
        let odds: Vec<f64> = outcome.odds().cells.iter().flatten().filter_map(|cell| cell.mean).collect();
        let down = [0, 1, 2].map(|column| numbers(&report, SetTable::Odds, column));
        assert_eq!(rows(&report, SetTable::Odds, "mean"), odds);
        assert_eq!([0, 1].map(|row| down.each_ref().map(|column| column[row])).concat(), odds);
        let robustness = outcome.robustness().expect("levers and uncertainties").by_regret();
        let regret: Vec<f64> = robustness.iter().map(|strategy| strategy.greatest_regret()).collect();
        assert_eq!(numbers(&report, SetTable::Regret, 0), regret);
        assert_eq!(rows(&report, SetTable::Regret, "greatest_regret"), regret);
        let share: Vec<f64> = outcome.effects().by_weight().iter().filter_map(|effect| effect.share).collect();
        assert_eq!(numbers(&report, SetTable::Effects, 0), share);
        assert_eq!(rows(&report, SetTable::Effects, "share"), share);
        assert_eq!(rows(&report, SetTable::Failures, "missed"), [3.0]);
        assert_eq!(outcome.met(TOTAL), Some([6, 3]));
    }
}
