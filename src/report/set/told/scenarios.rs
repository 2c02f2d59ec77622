//! Every scenario of the set and what became of it.

use super::{Told, column};
use crate::batch::ScenarioResult;
use crate::lang::text;
use crate::money::count;
use crate::report::set::{SetTable, words};

impl Told<'_> {
    pub(super) fn scenarios(&mut self) {
        let (set, lang) = (self.set(), self.lang);
        self.section(SetTable::Scenarios, text!(ja: "シナリオ一覧", en: "Scenarios"));
        let n = set.scenarios.len();
        let shown: Vec<&ScenarioResult> = set.scenarios.iter().take(self.report.rows_shown(n)).collect();
        let names = (0..shown.len()).map(|i| words::scenario(set, i, lang)).collect();
        let cells = |of: &dyn Fn(&ScenarioResult) -> String| shown.iter().map(|s| of(s)).collect::<Vec<_>>();
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
        let labels = vec![column(name, names), column(status, cells(&|s| self.status(s)))];
        let mut columns = vec![column(group, cells(&|s| s.group.clone().unwrap_or_default()))];
        for (i, factor) in set.factors.iter().enumerate() {
            columns.push(column(words::factor(factor, lang), cells(&|s| words::level(factor, s.level(i), lang))));
        }
        let is_run = |s: &ScenarioResult| s.entry.is_ok();
        columns.push(column(trials, cells(&|s| if is_run(s) { count(s.trials as f64) } else { String::new() })));
        columns.push(column(seed, cells(&|s| if is_run(s) { s.seed.to_string() } else { String::new() })));
        if shown.iter().any(|s| s.entry.is_err() && !s.is_pending) {
            let first = |s: &ScenarioResult| match &s.entry {
                Err(text) if !s.is_pending => text.get(lang).lines().next().unwrap_or_default().to_owned(),
                _ => String::new(),
            };
            columns.push(column(message, cells(&first)));
        }
        let left = n - shown.len();
        self.table(labels, columns);
        if left > 0 {
            self.hint(
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
