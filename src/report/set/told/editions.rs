//! Scenarios of several plan vintages side by side, edition by edition.

use super::Told;
use crate::batch::reading::EditionRow;
use crate::lang::{Text, text};
use crate::report::document::Column;
use crate::report::set::{SetTable, words};

impl Told<'_> {
    pub(super) fn editions(&mut self) {
        let outcome = self.report.outcome;
        let (lang, statistic, found) = (self.lang, outcome.question.edition_statistic, outcome.editions());
        let Text { ja, en } = statistic.name();
        self.section(
            SetTable::Editions,
            text!(ja: "財政計画の版別の{ja}", en: "{en} by edition of the financial plan"),
        );
        if found.rows.is_empty() {
            self.say(text!(ja: "財政計画の版の結果があるシナリオがありません。", en: "No scenario has results of an edition of the financial plan."));
            return;
        }
        let shown = &found.rows[..self.report.rows_shown(self.room.editions).min(found.rows.len())];
        let name = self.word(text!(ja: "シナリオ（計画）", en: "Scenario (plan)"));
        let scenario = |place: usize| {
            let (title, name) = (&self.set().scenarios[place].title, words::scenario(self.set(), place, lang));
            if title.is_empty() { name } else { format!("{name}（{title}）") }
        };
        let labels = vec![Column::of_words(name, shown.iter().map(|row| scenario(row.scenario)).collect())];
        let columns = found.bases.iter().enumerate().map(|(place, base)| {
            let head = base.short(lang);
            let head = self.word(text!(ja: "基準{head}", en: "base {head}"));
            let cell =
                |row: &EditionRow| words::optional(self.money(), statistic, row.values[place], row.intervals[place]);
            Column::new(head, shown.iter().map(cell).collect())
        });
        let columns = columns.collect();
        self.table(labels, columns);
        self.left_out(shown.len(), found.rows.len(), &text!(ja: "行", en: " rows"));
        self.say(text!(
            ja: "同じ列は同じ版（同じ基準年度）で数えた値なので、計画の策定時期が違っても比べられます。「－」はその計画にない版です。列どうしは基準年度が違い、足したり引いたりできません。",
            en: "A column is counted on one edition (one base year), so plans of different vintage compare in it; － is an edition that a plan does not have. Columns have different base years: do not add or subtract across them."
        ));
        if !found.without.is_empty() {
            let without = found.without.len();
            self.say(text!(ja: "版の結果がない {without} 件は入っていません。", en: "Left out for want of any edition: {without}."));
        }
    }
}
