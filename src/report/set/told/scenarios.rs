//! Every scenario of the set and what became of it.

use super::Told;
use crate::batch::ScenarioResult;
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
        if shown.iter().any(|s| s.entry.is_err() && !s.is_pending) {
            let first = |s: &ScenarioResult| match &s.entry {
                Err(text) if !s.is_pending => Cell::Words(text.get(lang).lines().next().unwrap_or_default().to_owned()),
                _ => Cell::Blank,
            };
            columns.push(Column::new(message, cells(&first)));
        }
        let left = n - shown.len();
        self.table(labels, columns);
        if left > 0 {
            self.left_out(
                text!(ja: "{n} 件のうち {left} 件は省きました（--top {n} ですべて表示）。", en: "{left} of {n} scenarios are not shown (all with --top {n})."),
text!(ja: "{n} 件のうち {left} 件は省きました。", en: "{left} of {n} scenarios are not shown."),
);
        }
    }

    fn status(&self, scenario: &ScenarioResult) -> String {
        self.word(match &scenario.entry {
            _ if scenario.is_pending => text!(ja: "未試算", en: "not run"),
            Err(_) => text!(ja: "失敗", en: "failed"),
            Ok(_) => text!(ja: "試算済み", en: "done"),
        })
    }
}
