//! Every scenario of the set and what became of it.

use super::Told;
use crate::batch::{ScenarioResult, ScenarioState};
use crate::lang::text;
use crate::report::document::{Cell, Column, Figure, Number};
use crate::report::set::{SetTable, words};

impl Told<'_> {
    pub(super) fn scenarios(&mut self) {
        let (set, lang) = (self.set(), self.lang);
        self.section(SetTable::Scenarios, text!(ja: "シナリオ一覧", en: "Scenarios"));
        let n = set.scenarios.len();
        let shown: Vec<&ScenarioResult> =
            set.scenarios.iter().take(self.report.rows_shown(self.room.scenarios.min(n))).collect();
        let names = (0..shown.len()).map(|i| words::scenario(set, i, lang)).collect();
        let cells = |of: &dyn Fn(&ScenarioResult) -> Cell| shown.iter().map(|s| of(s)).collect::<Vec<_>>();
        let heads = [
            text!(ja: "シナリオ", en: "Scenario"),
            text!(ja: "状態", en: "Status"),
            text!(ja: "組", en: "Group"),
            text!(ja: "試行回数", en: "Trials"),
            text!(ja: "乱数の種", en: "Seed"),
            text!(ja: "メッセージ", en: "Message"),
        ]
        .map(|head| self.word(head));
        let [name, status, group, trials, seed, message] = heads;
        let labels = vec![Column::of_words(name, names), Column::new(status, cells(&|s| Cell::Words(self.status(s))))];
        let mut columns = vec![Column::new(group, cells(&|s| s.group.clone().map_or(Cell::Blank, Cell::Words)))];
        for (i, factor) in set.factors.iter().enumerate() {
            let level = |s: &ScenarioResult| Cell::Words(words::level(factor, s.level(i), lang));
            columns.push(Column::new(words::factor(factor, lang), cells(&level)));
        }
        let of_run = |s: &ScenarioResult, number: u64, figure| match s.entry {
            Err(_) => Cell::Blank,
            // Beyond this, whole numbers are not all numbers of a cell.
            Ok(_) if number > 1 << 53 => Cell::Words(number.to_string()),
            Ok(_) => Cell::Number(Number::of(number as f64, figure)),
        };
        columns.push(Column::new(trials, cells(&|s| of_run(s, s.trials, Figure::Count))));
        columns.push(Column::new(seed, cells(&|s| of_run(s, s.seed, Figure::Whole))));
        if shown.iter().any(|s| words::failure(s, lang).is_some()) {
            let first = |s: &ScenarioResult| words::failure(s, lang).map_or(Cell::Blank, Cell::Words);
            columns.push(Column::new(message, cells(&first)));
        }
        self.table(labels, columns);
        self.left_out(shown.len(), n, &text!(ja: "件", en: " scenarios"));
    }

    fn status(&self, scenario: &ScenarioResult) -> String {
        self.word(match scenario.state() {
            ScenarioState::Pending => text!(ja: "未試算", en: "not run"),
            ScenarioState::Failed(_) => text!(ja: "失敗", en: "failed"),
            ScenarioState::Done => text!(ja: "試算済み", en: "done"),
        })
    }
}
