//! The answer in three sentences with natural frequencies.

use super::OutcomePart;
use crate::lang::{Text, text};
use crate::outcome::{Held, TOTAL};
use crate::report::numbers::spoken;
use crate::report::page::parts::{Look, heading};
use crate::report::text::times;
use maud::{Markup, html};

impl<'a> OutcomePart<'a> {
    pub(super) fn summary(&self) -> Markup {
        let title = text!(ja: "要点", en: "In short");
        let Some(total) = self.report.main_entry(TOTAL) else { return html! {} };
        let held = total.held();
        let uncertain = !self.report.outcome.provenance.deterministic;
        html! {
            div class="summary" {
                (heading(self.level + 1, Look::Figure, None, title.get(self.lang())))
                ol {
                    li { (self.say(&self.report.verdict(total))) @if let Some(held) = &held { @if uncertain { (self.ten(held)) } } }
                    @for words in self.most_at_risk().into_iter().chain(held.as_ref().map(|held| self.needed(held))) { li { (self.say(&words)) } }
                }
            }
        }
    }

    /// Which policy is most at risk; with a single one, which year.
    fn most_at_risk(&self) -> Option<Text> {
        let header = &self.report.outcome.header;
        if header.policies.len() < 2 {
            return self.worst_year();
        }
        let entries: Vec<Held<'a>> =
            header.policies.iter().filter_map(|p| self.report.main_entry(&p.id)?.held()).collect();
        if self.report.outcome.provenance.deterministic {
            return self.furthest_behind(&entries);
        }
        let least = entries.iter().copied().min_by(|a, b| {
            let odds = a.p_met.value.total_cmp(&b.p_met.value);
            odds.then(b.mean_shortfall.total_cmp(&a.mean_shortfall))
        })?;
        let most = entries.iter().copied().max_by(|a, b| a.mean_shortfall.total_cmp(&b.mean_shortfall))?;
        let (name, often) = (self.report.name(&least.policy), times(&least.p_met));
        let (ja, en) = (often.ja, often.en);
        let amount = self.money().said(most.mean_shortfall);
        let (amount_ja, amount_en) = (amount.ja, amount.en);
        if self.money().is_nothing(most.mean_shortfall) {
            return Some(text!(
                ja: "基本方針のうち最も届きにくいのは「{name}」で、{ja}。平均不足額はどの基本方針も0です。",
                en: "The policy most at risk is “{name}”: {en}. No policy has a mean shortfall to speak of."
            ));
        }
        if most.policy == least.policy {
            return Some(text!(
                ja: "基本方針のうち最も届きにくいのは「{name}」で、{ja}。平均不足額も{amount_ja}と最も大きくなっています。",
                en: "The policy most at risk is “{name}”: {en}. Its mean shortfall is also the largest, {amount_en}."
            ));
        }
        let largest = self.report.name(&most.policy);
        Some(text!(
            ja: "基本方針のうち最も届きにくいのは「{name}」で、{ja}。金額で最も不足するのは「{largest}」で、平均で{amount_ja}です。",
            en: "The policy most at risk is “{name}”: {en}. The largest amount is missing in “{largest}”, {amount_en} on average."
        ))
    }

    fn worst_year(&self) -> Option<Text> {
        let years = self.report.outcome.header.plan.years();
        let entries = years.filter_map(|y| self.report.outcome.year_entry(TOTAL, y)?.held());
        let least = entries.min_by(|a, b| a.p_met.value.total_cmp(&b.p_met.value))?;
        let (year, often) = (least.period.first.text(), times(&least.p_met));
        let (ja, en, often_ja, often_en) = (year.ja, year.en, often.ja, often.en);
        Some(text!(
            ja: "年度別に見て最も届きにくいのは{ja}で、{often_ja}。",
            en: "The year most at risk is {en}: {often_en}."
        ))
    }

    fn furthest_behind(&self, entries: &[Held]) -> Option<Text> {
        let gap = |e: &Held| e.planned - e.target;
        let least = entries.iter().min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
        let (name, amount) = (self.report.name(&least.policy), self.money().said(gap(least)));
        let (amount_ja, amount_en) = (amount.ja, amount.en);
        Some(if gap(least) < 0.0 {
            text!(
                ja: "目標に対して最も足りないのは「{name}」で、目標との差は{amount_ja}です。",
                en: "The policy furthest behind its target is “{name}”: {amount_en}."
            )
        } else {
            text!(
                ja: "目標に対する余裕が最も小さいのは「{name}」で、目標との差は{amount_ja}です。",
                en: "The policy least ahead of its target is “{name}”: {amount_en}."
            )
        })
    }

    /// What would be needed for the confidence asked for.
    fn needed(&self, total: &Held) -> Text {
        let p = &self.report.outcome.provenance;
        if p.deterministic {
            let lacking = self.money().said(total.target - total.planned);
            let (lacking_ja, lacking_en) = (lacking.ja, lacking.en);
            return if total.planned < total.target {
                text!(
                    ja: "計画どおりに進んでも、合計で{lacking_ja}足りません。不確実性を考えると、必要な額はこれより大きくなります。",
                    en: "Even if all goes as planned, {lacking_en} are missing in total. With uncertainty more would be needed."
                )
            } else {
                text!(
                    ja: "計画どおりに進めば、合計の目標に届きます。不確実性を考えると、届かないこともありえます。",
                    en: "If all goes as planned, the total target is met. With uncertainty it may be missed."
                )
            };
        }
        let tenths = p.confidence * 10.0;
        let wanted = if (tenths - tenths.round()).abs() < 1e-9 {
            let n = tenths.round();
            text!(ja: "10回のうち{n}回、合計の目標に届く", en: "in {n} of ten futures")
        } else {
            let share = spoken(p.confidence);
            text!(ja: "{share}の確度で合計の目標に届く", en: "with a confidence of {share}")
        };
        let (ja, en) = (wanted.ja, wanted.en);
        let extra = self.money().said(total.extra);
        let (extra_ja, extra_en) = (extra.ja, extra.en);
        if total.extra > 0.0 {
            text!(
                ja: "{ja}ようにするには、確実に生じる効果が合計であと{extra_ja}必要です。",
                en: "To meet the total target {en}, certain effect of {extra_en} more is needed in all."
            )
        } else {
            text!(
                ja: "{ja}ために必要な追加の効果はありません（今の計画のままで足ります）。",
                en: "To meet the total target {en}, nothing need be added: the plan as it stands is enough."
            )
        }
    }

    /// Ten futures as ten marks: filled where the target is missed.
    fn ten(&self, total: &Held) -> Markup {
        let missed = ((1.0 - total.p_met.value) * 10.0).round() as usize;
        let met = 10 - missed.min(10);
        let said = match (missed, total.p_met.low < total.p_met.high) {
            (0, true) => text!(ja: "ほぼ確実に達成（□）", en: "almost certainly met (empty)"),
            (10, true) => text!(ja: "ほぼ確実に未達（■）", en: "almost certainly missed (filled)"),
            _ => {
                text!(ja: "10回のうちおよそ{missed}回は未達（■）、{met}回は達成（□）", en: "missed in about {missed} of ten (filled), met in {met} (empty)")
            }
        };
        html! {
            svg class="ten" viewBox="0 0 330 30" role="img" aria-label=(said.get(self.lang())) {
                @for i in 0..10_usize {
                    rect x=(i * 33 + 2) y="3" width="24" height="24" fill=(if i < missed { "#9c1c1c" } else { "#ffffff" }) stroke="#1a1a1a" stroke-width="1.5" {}
                }
            }
            span class="small" { (said.get(self.lang())) }
        }
    }
}
