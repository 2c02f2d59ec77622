//! シナリオ一覧: every scenario and what became of it.

use super::super::book::{Book, Repeated};
use super::super::face::{Face, Weight};
use super::super::sheet::Sheet;
use super::Sheets;
use crate::batch::ScenarioResult;
use crate::lang::{Text, text};
use crate::report::set::words;
use crate::report::{ReportError, SetTable};

/// How many scenarios are printed unless asked for otherwise; data hold all.
const USUAL: usize = 1000;

impl Sheets<'_> {
    pub(super) fn scenarios(&self, book: &mut Book) -> Result<(), ReportError> {
        let set = self.report.results;
        let mut sheet = self.sheet(text!(ja: "シナリオ一覧", en: "Scenarios"), SetTable::Scenarios)?;
        let head = sheet.row;
        let mut heads =
            vec![text!(ja: "シナリオ", en: "Scenario"), text!(ja: "状態", en: "Status"), text!(ja: "組", en: "Group")];
        heads.extend(set.factors.iter().map(|factor| Text::same(words::factor(factor, self.lang))));
        heads.extend([
            text!(ja: "試行回数", en: "Trials"),
            text!(ja: "乱数の種", en: "Seed"),
            text!(ja: "メッセージ", en: "Message"),
        ]);
        sheet.heads(&heads)?;
        let shown = self.report.rows_shown(USUAL);
        for (at, scenario) in set.scenarios.iter().enumerate().take(shown) {
            self.scenario(&mut sheet, at, scenario)?;
        }
        self.left_out(&mut sheet, set.scenarios.len(), shown)?;
        book.add(sheet, Repeated { rows: Some((head, head)), columns: 1 })
    }

    fn scenario(&self, sheet: &mut Sheet, at: usize, scenario: &ScenarioResult) -> Result<(), ReportError> {
        let row = sheet.row;
        let message = match &scenario.entry {
            Err(words) if !scenario.is_pending => words.get(self.lang).lines().next().unwrap_or_default(),
            _ => "",
        };
        let levels = self.report.results.factors.iter().enumerate();
        let levels = levels.map(|(i, factor)| words::level(factor, scenario.level(i), self.lang));
        let name = words::scenario(self.report.results, at, self.lang);
        let mut texts = vec![name, self.word(status(scenario))];
        texts.push(scenario.group.clone().unwrap_or_default());
        texts.extend(levels);
        let after = texts.len() as u16;
        for (column, words) in (0..).zip(&texts) {
            sheet.text((row, column), words, Face::Name, Weight::Part)?;
        }
        for (column, number) in (after..).zip([scenario.trials, scenario.seed]) {
            // Beyond this, whole numbers are not all numbers of a cell.
            if scenario.entry.is_err() || number > 1 << 53 {
                let words = if scenario.entry.is_err() { String::new() } else { number.to_string() };
                sheet.text((row, column), &words, Face::Name, Weight::Part)?;
            } else {
                sheet.number((row, column), number as f64, Face::Count, Weight::Part)?;
            }
        }
        sheet.text((row, after + 2), message, Face::Name, Weight::Part)?;
        sheet.row += 1;
        Ok(())
    }
}

fn status(scenario: &ScenarioResult) -> Text {
    match &scenario.entry {
        _ if scenario.is_pending => text!(ja: "未試算", en: "not run"),
        Err(_) => text!(ja: "失敗", en: "failed"),
        Ok(_) => text!(ja: "試算済み", en: "done"),
    }
}
