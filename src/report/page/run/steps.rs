//! The current edition step by step: from the plan period to it as waterfalls, and from the edition before to it.

use super::OutcomePart;
use crate::lang::{Text, text};
use crate::outcome::{BridgeEntry, EditionEntry, ReconciliationEntry};
use crate::report::document::Table;
use crate::report::page::chart::{StepKind, Waterfall, WaterfallStep};
use crate::report::page::tables::drawn;
use crate::report::words;
use maud::{Markup, html};

impl OutcomePart<'_> {
    /// How the edition follows from the plan period: the total as a waterfall, then the table of all.
    pub(super) fn reconciled(&self, edition: &EditionEntry) -> Markup {
        let said = words::edition(edition, self.lang());
        let title = if self.report.outcome.header.fixed_period {
            text!(ja: "計画期間の額から {said}の版への読替え", en: "From the plan period to the edition with {said}")
        } else {
            text!(ja: "{said}の版の内訳", en: "What makes up the edition with {said}")
        };
        // The last is that of the total.
        let total = edition.reconciliation.last().map(|total| self.waterfall(total, edition));
        let notes = self.report.edition_notes();
        html! {
            div class="panels" {
                @if let Some(total) = total { (total) }
                ul class="plain" { @for note in &notes { li { (self.say(note)) } } }
            }
            (self.steps_table(self.report.reconciliation(edition), &title))
        }
    }

    fn waterfall(&self, entry: &ReconciliationEntry, edition: &EditionEntry) -> Markup {
        let cells = self.report.walk(edition, entry, |a| Some(a.mean)).unwrap_or_default();
        let last = cells.len().saturating_sub(1);
        let step = |k: &usize| {
            let (kind, target) = match *k {
                0 => (StepKind::Amount, entry.steps.first()?.amounts.target),
                k if k == last => (StepKind::Amount, entry.edition.target),
                _ => (StepKind::Change, None),
            };
            self.step(self.step_name(entry, *k), *cells.get(*k)?, kind, target).into()
        };
        let shown = self.report.steps_shown(edition);
        let chart = Waterfall { steps: shown.iter().filter_map(step).collect(), unit: self.money() };
        let said: Vec<String> = chart.steps.iter().map(|s| s.values.clone()).collect();
        let about = self.about_half("steps0", &self.steps_finding(entry, edition), &said.join("; "));
        Self::panel(&about, self.level + 2, &self.report.name(&entry.policy), chart.draw(&about))
    }

    fn step(&self, name: Text, amount: f64, kind: StepKind, target: Option<f64>) -> WaterfallStep {
        let sign = if kind == StepKind::Change && amount > 0.0 { "+" } else { "" };
        let (said, unit) = (format!("{sign}{}", self.money().in_table(amount)), self.unit());
        let flat = name.get(self.lang()).replace('\n', if self.lang() == crate::lang::Lang::Ja { "" } else { " " });
        let values = match target.map(self.money().printer()) {
            Some(target) => {
                text!(ja: "{flat}：平均 {said}{unit}（目標 {target}）", en: "{flat}: mean {said} {unit} (target {target})")
            }
            None => text!(ja: "{flat}：{said}{unit}", en: "{flat}: {said} {unit}"),
        };
        WaterfallStep { name: self.say(&name), kind, amount, said, target, values: self.say(&values) }
    }

    /// The name of a column: of a step, or of where the steps lead.
    fn step_name(&self, entry: &ReconciliationEntry, k: usize) -> Text {
        let of_step =
            entry.steps.get(k).map(|s| words::reconciliation_step(s.step, self.report.outcome.header.fixed_period));
        of_step.unwrap_or_else(|| text!(ja: "この版\nでの額", en: "On the\nedition"))
    }

    /// From where to where the mean leads, and by which step most.
    fn steps_finding(&self, entry: &ReconciliationEntry, edition: &EditionEntry) -> Text {
        let cells = self.report.walk(edition, entry, |a| Some(a.mean)).unwrap_or_default();
        let ends = [cells.first(), cells.last()].map(|amount| amount.copied().unwrap_or(0.0));
        let [from, to] = ends.map(self.money().printer());
        let changes = entry.steps.iter().zip(&cells).skip(1);
        let largest = changes.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).filter(|(_, amount)| **amount != 0.0);
        let by = largest.map_or_else(Text::default, |(step, amount)| {
            let name = words::reconciliation_step(step.step, self.report.outcome.header.fixed_period);
            let (ja, en) = (name.ja.replace('\n', ""), name.en.replace('\n', " "));
            let amount = self.money().in_table(*amount);
            text!(ja: "。最も大きいのは「{ja}」の {amount}", en: "; the largest step is “{en}”, {amount}")
        });
        let (ja, en) = (by.ja, by.en);
        text!(ja: "平均は {from} から {to} へ{ja}", en: "The mean goes from {from} to {to}{en}")
    }

    fn steps_table(&self, table: Table, caption: &Text) -> Markup {
        drawn(&Table { caption: self.say(caption), ..table }, self.lang())
    }

    /// From the edition before to this one; nothing for the first.
    pub(super) fn bridged(&self, edition: &EditionEntry) -> Markup {
        let bridges: Vec<&BridgeEntry> = self.report.outcome.bridges.iter().filter(|b| b.to == edition.base).collect();
        let Some(first) = bridges.first() else { return html! {} };
        let [from, to] = [first.from.text(), first.to.text()];
        let (from_ja, to_ja, from_en, to_en) = (from.ja, to.ja, from.en, to.en);
        let caption = text!(ja: "版から版への増減：{from_ja}基準の版から{to_ja}基準の版へ", en: "Bridge: from the edition with base {from_en} to the one with base {to_en}");
        self.steps_table(self.report.bridge(&bridges), &caption)
    }
}
