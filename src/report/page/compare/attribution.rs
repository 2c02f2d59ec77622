//! What the change comes from: from the plan, component by component, to the revision, as printed.

use super::RevisionPart;
use crate::analysis::{Component, Difference};
use crate::lang::text;
use crate::report::compare::component_name;
use crate::report::page::chart::{StepKind, Waterfall, WaterfallStep};
use crate::report::page::parts::Figure;
use maud::{Markup, html};

impl RevisionPart<'_> {
    pub(super) fn waterfall(&self, i: usize, difference: &Difference) -> Markup {
        let Some(parts) = self.told.planned_components(difference) else { return html! {} };
        let [before, after, _] = self.told.planned_change(difference);
        let [before_name, after_name] = self.told.names().heads().map(|name| self.say(&name));
        let amount = |name: String, amount: f64| WaterfallStep {
            values: format!("{name} {}", self.money().in_table(amount)),
            said: self.money().in_table(amount),
            name,
            kind: StepKind::Amount,
            amount,
            target: None,
        };
        let change = |(component, change): (Component, f64)| {
            let name = self.say(&component_name(component));
            let values = format!("{name} {}", self.money().in_table(change));
            WaterfallStep {
                name,
                kind: StepKind::Change,
                amount: change,
                said: self.money().in_table(change),
                target: None,
                values,
            }
        };
        let parts = Component::ALL.into_iter().zip(parts).filter(|(_, change)| *change != 0.0).map(change);
        let steps = [amount(before_name, before)].into_iter().chain(parts).chain([amount(after_name, after)]).collect();
        let title = text!(ja: "計画値の増減の要因", en: "What the change of the planned effect comes from");
        let mut note = vec![self.say(&self.told.planned_in_words(difference))];
        note.push(match self.told.components_in_words(difference) {
            Some(words) => self.say(&words),
            None => self.say(&text!(ja: "見直しによる増減はありません。", en: "The revision changes nothing.")),
        });
        let crate::report::compare::Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.told.names();
        note.push(self.say(&text!(
            ja: "左端と右端の柱は計画値、その間の柱は要因ごとの増減です。表示の額を足すと、{a_ja}から{b_ja}になります。要因の意味は「見直しの要因」にあります。",
            en: "The outer columns are the planned effect, those between them what each component adds. As printed they add up from {a} to {b}. What the components mean is told under “What the change comes from”."
        )));
        let about = self.about(&format!("waterfall-{i}"), &title, &note);
        let chart = Waterfall { steps, unit: self.money() }.draw(&about);
        Figure { about: &about, level: self.level + 2, chart, note, table: None }.draw()
    }
}
