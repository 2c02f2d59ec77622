//! The years over which plans with different periods are compared, as of a plan that is rolled every year.

use super::super::Names;
use super::{ComparisonReport, SectionPieces};
use crate::analysis::Difference;
use crate::fiscal::Span;
use crate::lang::{Lang, Text, text};
use crate::model::Basis;
use crate::outcome::TOTAL;

impl<'a> ComparisonReport<'a> {
    /// The common years, where the report is about them.
    pub(in crate::report) fn common(&self) -> Option<Span> {
        self.pair.comparison.common.as_ref().map(|common| common.years)
    }

    /// The common years behind a title; nothing where the report is about something else.
    pub(in crate::report) fn over_common(&self) -> Text {
        let Some(years) = self.common() else { return Text::default() };
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
        text!(ja: "（共通する年度 {ja}）", en: " (common years {en})")
    }

    /// The common years with both periods.
    pub(super) fn common_period(&self) -> Text {
        let Some(years) = self.common() else { return Text::default() };
        let [first, last] = [years.first, years.last].map(crate::fiscal::FiscalYear::text);
        let (first_ja, last_ja, first_en, last_en) = (first.ja, last.ja, first.en, last.en);
        let both = |lang: Lang| [self.pair.plan, self.pair.revised].map(|o| o.header.plan.short(lang));
        let ([plan_ja, revised_ja], [plan_en, revised_en]) = (both(Lang::Ja), both(Lang::En));
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        if self.pair.plan.header.fixed_period {
            text!(
                ja: "共通する年度 {first_ja}～{last_ja}（計画期間は、{a_ja} {plan_ja}、{b_ja} {revised_ja}）",
                en: "common years {first_en} to {last_en} (plan period of {a} {plan_en}, of {b} {revised_en})"
            )
        } else {
            text!(
                ja: "共通する年度 {first_ja}～{last_ja}（版の対象年度は、{a_ja} {plan_ja}、{b_ja} {revised_ja}）",
                en: "common years {first_en} to {last_en} (editions of {a} over {plan_en}, of {b} over {revised_en})"
            )
        }
    }

    /// Whether only one side has the policy, in plans that are compared over common years: that is told and not counted as a
    /// change of the policy.
    pub(in crate::report) fn is_of_one(&self, difference: &Difference) -> bool {
        self.common().is_some() && difference.plan.is_some() != difference.revised.is_some()
    }

    /// The policies that only one side has.
    pub(super) fn policies_of_one(&self, out: &mut SectionPieces) {
        for words in self.of_one_in_words() {
            self.line(out, words);
        }
    }

    /// The policies that only one side has, in words.
    pub(in crate::report) fn of_one_in_words(&self) -> Vec<Text> {
        let Names { ja: both_ja, the: both, .. } = self.names();
        let words = |difference: &'a Difference| {
            let side = usize::from(difference.revised.is_some());
            let (name, ja, en) = (self.name(&difference.policy), both_ja[side], both[side]);
            text!(
                ja: "  {name}：{ja}にだけある基本方針です。合計には数え、増減は示していません。",
                en: "  {name}: a policy of {en} alone. It counts in the total; no change is shown for it."
            )
        };
        self.main().filter(|d| self.is_of_one(d)).map(words).collect()
    }

    /// The notes on how plans with different periods are compared.
    pub(super) fn on_common_years(&self) -> Vec<Text> {
        let Some(years) = self.common() else { return Vec::new() };
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
        let mut notes = vec![text!(
            ja: "計画期間が違うため、両方にある {ja} で比べています。目標・計画値・平均は、それぞれの計画がその年度に示す額の合計で、一方にだけある年度は含みません。",
            en: "The periods differ, so the two are compared over {en}, the years that both have. Targets, planned effects and means are the sums of what each plan has in these years; years that only one has are left out."
        )];
        notes.extend(self.level_before(years));
        notes
    }

    /// What both had by the year before the common years, where that is not the same.
    fn level_before(&self, years: Span) -> Option<Text> {
        let common = self.pair.comparison.common.as_ref()?;
        let before = common.before.iter().find(|b| b.policy == TOTAL)?;
        let basis = self.pair.plan.provenance.basis;
        let times = if basis == Basis::Recurring { years.len() as f64 } else { 1.0 };
        let [plan, revised] = [before.plan, before.revised].map(|level| self.money().round(times * level));
        if plan == revised {
            return None;
        }
        let (year, n, unit) = (years.first.plus(-1).text(), years.len(), self.unit());
        let (year_ja, year_en, difference) = (year.ja, year.en, self.money().in_table((revised - plan).abs()));
        let [plan, revised] = [plan, revised].map(self.money().printer());
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        Some(match basis {
            Basis::Recurring => text!(
                ja: "続く効果は毎年度数えるため、{year_ja}までに得た効果の{n}年度分が、{a_ja}の計画値に {plan}{unit}、{b_ja}の計画値に {revised}{unit}含まれます。一方の計画がその年度の予算を起点に数え直しているなら、増減のうち {difference}{unit}は起点の違いによるもので、見直しによるものではありません。",
                en: "Lasting effects count in every year: of what is planned over the {n} common years, {plan} {unit} in {a} and {revised} {unit} in {b} had been reached by {year_en}. If one of the plans counts anew from the budget of that year, {difference} {unit} of the change come from where counting starts and not from the revision."
            ),
            Basis::NewInYear | Basis::YearOnYear => text!(
                ja: "共通する最初の年度は、それぞれの計画の前年度（{year_ja}）の水準から数えています：{a_ja} {plan}{unit}、{b_ja} {revised}{unit}。{b_ja}が{year_ja}より前からの効果を通算した額を書いているなら、{year_ja}の額も書かないと、最初の年度に新しい効果として数えられます。",
                en: "The first common year is counted against the level that each plan has in the year before ({year_en}): {plan} {unit} in {a}, {revised} {unit} in {b}. Where amounts go on from effects of earlier years, state {year_en} too, or they count as new in the first year."
            ),
        })
    }
}
