//! The editions of the financial plan: odds before and after, and the way from the plan's current one to the revision's.

use super::RevisionPart;
use crate::analysis::Difference;
use crate::lang::text;
use crate::outcome::{Amounts, BridgeEntry, TOTAL};
use crate::report::compare::Names;
use crate::report::numbers;
use crate::report::page::chart::{StepKind, Waterfall, WaterfallStep};
use crate::report::page::parts::Figure;
use crate::report::words;
use maud::{Markup, html};

impl RevisionPart<'_> {
    pub(super) fn editions(&self) -> Markup {
        let Names { ja: [a_ja, b_ja], bare: [a, b], .. } = self.told.names();
        let title = text!(
            ja: "版別の達成確率（合計）：{a_ja}と{b_ja}",
            en: "P(met) of the total by edition: {a} and {b}"
        );
        let of_total = |d: &&Difference| d.policy == TOTAL && d.period.base.is_some();
        let all = self.told.pair.comparison.differences.iter().filter(of_total);
        let named = |d| Some((words::edition(self.told.edition(base_of(d)?)?, self.told.lang), d));
        let all: Vec<(String, &Difference)> = all.filter_map(named).collect();
        html! {
            (self.odds_of("editions", &title, &all))
            @if let Some(entry) = self.told.pair.comparison.bridge.iter().find(|b| b.policy == TOTAL) { (self.bridge(entry)) }
        }
    }

    fn bridge(&self, entry: &BridgeEntry) -> Markup {
        let of: fn(&Amounts) -> f64 = if self.told.is_certain() { |a| a.planned } else { |a| a.mean };
        let exact: Vec<f64> = entry.steps.iter().map(|s| of(&s.amounts)).collect();
        let printed = self.money().rounded_walk(of(&entry.before), &exact, of(&entry.after));
        let [from, to] = [entry.from, entry.to].map(|year| year.short(self.told.lang));
        let earlier = text!(ja: "前の版（{from}基準）", en: "earlier edition (base {from})");
        let later = text!(ja: "次の版（{to}基準）", en: "later edition (base {to})");
        let changes = entry.steps.iter().map(|s| (words::bridge_step(s.step), StepKind::Change, None));
        let ends = [(earlier, StepKind::Amount, entry.before.target), (later, StepKind::Amount, entry.after.target)];
        let [first, last] = ends;
        let named = [first].into_iter().chain(changes).chain([last]);
        let steps: Vec<WaterfallStep> = named
            .zip(&printed)
            .map(|((name, kind, target), amount)| {
                let name =
                    self.say(&name).replace('\n', if self.told.lang == crate::lang::Lang::Ja { "" } else { " " });
                let said = self.money().in_table(*amount);
                let aimed = target
                    .map(self.money().printer())
                    .map(|target| text!(ja: "、目標 {target}", en: ", target {target}"));
                let values = format!("{name} {said}{}", aimed.map(|t| self.say(&t)).unwrap_or_default());
                WaterfallStep { name, kind, amount: *amount, said, target, values }
            })
            .collect();
        let title = text!(ja: "版から版への増減（合計）", en: "From edition to edition (total)");
        let (before, after) = (self.money().in_table(printed[0]), self.money().in_table(printed[printed.len() - 1]));
        let [target_before, target_after] =
            [entry.before.target, entry.after.target].map(|target| numbers::amount(self.money(), target));
        let unit = self.told.unit();
        let what = if self.told.is_certain() {
            text!(ja: "計画値", en: "planned effect")
        } else {
            text!(ja: "平均", en: "mean effect")
        };
        let (what_ja, what_en) = (what.ja, what.en);
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        let note = vec![self.say(&text!(
            ja: "{a_ja}の現在の版（{from}基準）の{what_ja} {before}{unit}が、{b_ja}の現在の版（{to}基準）では {after}{unit}になります。◇は目標で、{target_before} から {target_after} に変わります。",
            en: "The {what_en} of {before} {unit} in {a}'s current edition (base {from}) becomes {after} {unit} in {b}'s (base {to}). ◇ is the target, which goes from {target_before} to {target_after}."
        ))];
        let about = self.about("bridge", &title, &note);
        let chart = Waterfall { steps, unit: self.money() }.draw(&about);
        Figure { about: &about, level: self.level + 1, chart, note, table: None }.draw()
    }
}

fn base_of(difference: &Difference) -> Option<crate::fiscal::FiscalYear> {
    difference.period.base
}
