//! 後悔: each strategy over all futures.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::Sheets;
use crate::batch::reading::Robustness;
use crate::lang::{Text, text};
use crate::report::numbers::spoken;
use crate::report::set::words;
use crate::report::{ReportError, SetTable};

/// How many strategies are printed unless asked for otherwise; data hold all.
const USUAL: usize = 1000;

impl Sheets<'_> {
    /// Nothing where there are no strategies to compare or no futures to compare them over.
    pub(super) fn regret(&self, book: &mut Book) -> Result<(), ReportError> {
        let (report, set) = (self.report, self.report.results);
        let Ok(found) = Robustness::of(&self.reading(), report.threshold) else { return Ok(()) };
        let mut sheet = self.sheet(text!(ja: "後悔と頑健さ", en: "Regret"), SetTable::Regret)?;
        let shown = report.rows_shown(USUAL);
        let (head, threshold) = (sheet.row, spoken(report.threshold));
        sheet.heads(&[
            Text::same(words::factors(set, &found.levers, self.lang)),
            self.in_points(text!(ja: "最大の後悔", en: "Greatest\nregret")),
            text!(ja: "その想定", en: "in the\nfuture"),
            text!(ja: "最悪の値", en: "Worst\nvalue"),
            text!(ja: "その想定", en: "in the\nfuture"),
            text!(ja: "想定の平均", en: "Mean over\nfutures"),
            text!(ja: "達成確率{threshold}以上\nの想定の割合", en: "Futures with\nP(met) ≥ {threshold}"),
            text!(ja: "計画値が目標に届く\n想定の割合", en: "Futures where the\nplanned amount does"),
        ])?;
        for i in found.by_regret().into_iter().take(shown) {
            let (row, strategy) = (sheet.row, &found.strategies[i]);
            let future = |place: usize| words::levels(set, &found.uncertainties, &found.futures[place], self.lang);
            let regretted =
                if strategy.greatest_regret() > 0.0 { future(strategy.most_regretted) } else { String::new() };
            let name = words::levels(set, &found.levers, &strategy.levels, self.lang);
            sheet.text((row, 0), &name, Face::Name, Weight::Part)?;
            self.change(&mut sheet, (row, 1), Some(strategy.greatest_regret()))?;
            sheet.text((row, 2), &regretted, Face::Name, Weight::Part)?;
            self.value(&mut sheet, (row, 3), Some(strategy.worst_value()), None)?;
            sheet.text((row, 4), &future(strategy.worst), Face::Name, Weight::Part)?;
            self.value(&mut sheet, (row, 5), Some(strategy.mean), None)?;
            sheet.number((row, 6), strategy.met, Face::Share, Weight::Part)?;
            sheet.number((row, 7), strategy.planned_met, Face::Share, Weight::Part)?;
            sheet.row += 1;
        }
        self.left_out(&mut sheet, found.strategies.len(), shown)?;
        self.below(&mut sheet, SetTable::Regret)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }
}
