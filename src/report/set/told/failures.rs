//! The scenarios in which each policy fails, and what they have in common.

use super::Told;
use crate::batch::SetResults;
use crate::batch::reading::{Failures, PolicyFailures, Statistic, Trait};
use crate::lang::{Lang, text};
use crate::report::document::{Cell, Column, Figure, Number};
use crate::report::numbers::{percent, spoken};
use crate::report::set::{SetTable, words};

/// How much is told of what failing scenarios have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// What marks them best.
    Marks,
    /// That, and every value of every factor.
    EveryLevel,
}

/// How many failing scenarios are named.
const NAMED: usize = 5;

impl Told<'_> {
    /// Of each policy that is told; the values of all factors only where `detail` asks for them.
    pub(super) fn failures(&mut self, detail: Detail) {
        let threshold = spoken(self.report.outcome.question.threshold);
        self.section(
            SetTable::Failures,
            text!(
                ja: "目標に届かないシナリオ（達成確率 {threshold} 未満）とその共通点",
                en: "Where targets are missed (P(met) below {threshold}), and what those scenarios have in common"
            ),
        );
        for of_policy in self.report.outcome.failures() {
            self.failing(of_policy, detail);
        }
    }

    fn failing(&mut self, of_policy: &PolicyFailures, detail: Detail) {
        let (name, found) = (self.report.policy_name(of_policy.policy, self.lang), &of_policy.found);
        let (failing, all) = (found.failing.len(), found.considered);
        match (failing, all) {
            (_, 0) => {
                self.say(
                    text!(ja: "{name}：結果のあるシナリオがありません。", en: "{name}: no scenario has a result."),
                );
            }
            (0, _) => self.say(
                text!(ja: "{name}：{all} 件のどのシナリオでも届きます。", en: "{name}: met in all {all} scenarios."),
            ),
            _ if failing == all => self.hint(
                text!(
                    ja: "{name}：{all} 件のすべてのシナリオで届きません。共通点は、--threshold を下げると見られます。",
                    en: "{name}: missed in all {all} scenarios. Lower --threshold to see what the worst have in common."
                ),
                text!(
                    ja: "{name}：{all} 件のすべてのシナリオで届きません。",
                    en: "{name}: missed in all {all} scenarios."
                ),
            ),
            _ => {
                self.common(&name, of_policy);
                if detail == Detail::EveryLevel && !found.levels.is_empty() {
                    self.line(String::new());
                    self.trait_table(of_policy.odds.results, &found.levels);
                }
            }
        }
    }

    fn common(&mut self, name: &str, PolicyFailures { odds, found, .. }: &PolicyFailures) {
        let results = odds.results;
        let (failing, all) = (found.failing.len(), found.considered);
        self.say(text!(ja: "{name}：{all} 件のうち {failing} 件で届きません。", en: "{name}: missed in {failing} of {all} scenarios."));
        let shown = self.report.rows_shown(NAMED);
        let worst = found.failing.iter().take(shown).map(|i| {
            let p = words::optional(self.money(), Statistic::PMet, odds.value(*i), odds.interval(*i)).shown(self.lang);
            let name = words::scenario(results, *i, self.lang);
            text!(ja: "{name}（{p}）", en: "{name} ({p})").get(self.lang).to_owned()
        });
        let list = worst.collect::<Vec<_>>().join(if self.lang == Lang::Ja { "、" } else { ", " });
        self.say(text!(ja: "  達成確率の低いもの：{list}", en: "  lowest: {list}"));
        for mark in &found.marks {
            self.mark(results, found, mark);
        }
        if found.marks.is_empty() && !results.factors.is_empty() {
            self.say(text!(ja: "  届かないシナリオに偏って現れる要因の値はありません。", en: "  No value of a factor is more frequent where it is missed."));
        }
    }

    /// A mark as a sentence.
    fn mark(&mut self, results: &SetResults, found: &Failures, mark: &Trait) {
        let conditions = words::conditions(results, &mark.conditions, self.lang);
        let (failing, with, all) = (found.failing.len(), mark.failing, mark.all);
        let density = percent(mark.density, 0);
        self.say(text!(
            ja: "  届かない {failing} 件のうち {with} 件は{conditions}です（そのシナリオ {all} 件の {density} で届きません）。",
            en: "  Of the {failing} scenarios in which it is missed, {with} have {conditions} ({density} of the {all} scenarios that have it miss)."
        ));
    }

    fn trait_table(&mut self, results: &SetResults, traits: &[Trait]) {
        let lang = self.lang;
        let cells = |of: &dyn Fn(&Trait) -> Cell| traits.iter().map(of).collect::<Vec<_>>();
        let heads = [
            text!(ja: "要因", en: "Factor"),
            text!(ja: "値", en: "Value"),
            text!(ja: "届かない件数\n／全件数", en: "Missed\n/ all"),
            text!(ja: "届かないもの\nに占める割合", en: "Share of\nthose missed"),
            text!(ja: "全体に\n占める割合", en: "Share\nof all"),
            text!(ja: "倍率", en: "Lift"),
        ]
        .map(|head| self.word(head));
        let [factor, value, counts, coverage, of_all, lift] = heads;
        let of = |t: &Trait| t.conditions.first().map(|c| (&results.factors[c.factor], c.level));
        let words = |words: Option<String>| Cell::Words(words.unwrap_or_default());
        let labels = vec![
            Column::new(factor, cells(&|t| words(of(t).map(|(f, _)| words::factor(f, lang))))),
            Column::new(value, cells(&|t| words(of(t).map(|(f, l)| words::level(f, l, lang))))),
        ];
        let whole = |number: usize| Number::of(number as f64, Figure::Whole);
        let share = |share: f64| Cell::Number(Number::of(share, Figure::Share(0)));
        let ends = [text!(ja: "届かない", en: "missed"), text!(ja: "全件", en: "all")].map(|end| self.word(end));
        let columns = vec![
            Column::new(counts, cells(&|t| Cell::Pair(whole(t.failing), " / ", Some(whole(t.all))))).with_ends(ends),
            Column::new(coverage, cells(&|t| share(t.coverage))),
            Column::new(of_all, cells(&|t| share(t.share))),
            Column::new(lift, cells(&|t| Cell::Number(Number::of(t.lift, Figure::Times(2))))),
        ];
        self.table(labels, columns);
    }
}
