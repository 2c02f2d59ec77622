//! Where the revision ends if its open years realise as little or as much of the plan as the closed ones did.

use super::super::Names;
use super::{ComparisonReport, SectionPieces};
use crate::lang::{Lang, Text, text};
use crate::outcome::{Profile, TOTAL};
use crate::report::document::{Cell, Figure, Layout, Number, Table};
use crate::report::numbers::percent;
use crate::report::words::columns;

impl ComparisonReport<'_> {
    pub(super) fn outlook(&self, out: &mut SectionPieces) {
        if !self.pair.plan.header.fixed_period {
            self.line(
                out,
                text!(ja: "計画期間がないため、示せません。", en: "There is no plan period to show this for."),
            );
            return;
        }
        let profiles = &self.pair.revised.profiles;
        let (b_ja, b) = (self.names().ja[1], self.names().the[1]);
        if profiles.iter().all(|p| p.closed_effect.is_none()) {
            self.line(
                out,
                text!(ja: "{b_ja}に決算済みの年度がないため、示せません。", en: "No year is closed in {b}."),
            );
            return;
        }
        if self.common().is_some() {
            let [ja, en] = [Lang::Ja, Lang::En].map(|lang| self.pair.revised.header.plan.short(lang));
            self.line(out, text!(
                ja: "この節は、{b_ja}の計画期間（{ja}）の全体についてのものです。最後の2か年は、それぞれの計画期間のものです。",
                en: "This section is about the whole plan period of {b} ({en}); the last two years are those of each plan period."
            ));
        }
        out.table(self.landings(profiles));
        if profiles.iter().any(|p| p.goes_on.is_some_and(|amount| !self.money().is_nothing(amount))) {
            self.line(
                out,
                text!(
                    ja: "  到達した分はそのまま続き、これから加わる分だけが同じ割合で実現するとすれば",
                    en: "  If what was reached goes on and only what is still to come is realised at the same rate"
                ),
            );
            out.table(self.landings_of_what_is_to_come(profiles));
        }
        if let Some(total) = profiles.iter().find(|p| p.policy == TOTAL) {
            self.in_words(out, total);
        }
        self.line(out, text!(
            ja: "  達成率：決算済みの年度の実績 ÷ 同じ年度の目標。最終見込額：決算済みの年度の実績 ＋ 達成率 × 残る年度の計画値（方針ごとに達成率が違うので、足しても合計になりません）。\n  必要な実現率：目標に届くために残る年度の計画値のうち実現しなければならない割合。最後の2か年：計画値のうち最後の2か年の割合。",
            en: "  Rate: actual of the closed years over their target. Landing: actual of the closed years + rate × planned effect of the open years (each policy at its own rate, so they do not add up to the total).\n  Break-even: the share of the planned effect of the open years that must be realised to meet the target. Last two years: their share of the planned effect."
        ));
    }

    fn landings_of_what_is_to_come(&self, profiles: &[Profile]) -> Table {
        let heads = [
            columns("")[0].clone(),
            text!(ja: "到達した分で\n続く額", en: "Goes on from\nwhat was reached"),
            text!(ja: "これから加わる分\nの計画値", en: "Planned,\nstill to come"),
            text!(ja: "最終見込額", en: "Landing"),
            text!(ja: "必要な\n実現率", en: "Break-\neven"),
        ];
        let row = |profile: &Profile| {
            let to_come = self.open(profile).zip(profile.goes_on).map(|(open, goes_on)| open - goes_on);
            vec![
                self.amount(profile.goes_on),
                self.amount(to_come),
                self.amount(profile.if_past_repeats_to_come),
                self.needed(profile.break_even_to_come),
            ]
        };
        self.of_profiles(&heads, profiles, row)
    }

    /// A table of one row a policy and the total.
    fn of_profiles(&self, heads: &[Text], profiles: &[Profile], cells: impl Fn(&Profile) -> Vec<Cell>) -> Table {
        let row = |profile: &Profile| {
            (Self::look(&profile.policy), [vec![Cell::Words(self.name(&profile.policy))], cells(profile)].concat())
        };
        let heads = heads.iter().map(|head| self.heading(head)).collect();
        Table { layout: Layout::Whole, ..Table::of_rows(1, heads, profiles.iter().map(row).collect()) }
    }

    fn landings(&self, profiles: &[Profile]) -> Table {
        let Names { ja: [a_ja, b_ja], column: [a, b], .. } = self.names();
        let heads = [
            columns("")[0].clone(),
            text!(ja: "決算済み\n年度の実績", en: "Closed\nyears"),
            text!(ja: "同じ年度\nの目標", en: "Their\ntarget"),
            text!(ja: "達成率", en: "Rate"),
            text!(ja: "残る年度\nの計画値", en: "Planned,\nopen years"),
            text!(ja: "最終見込額", en: "Landing"),
            text!(ja: "計画期間\nの目標", en: "Target of\nthe period"),
            text!(ja: "不足額", en: "Shortfall"),
            text!(ja: "必要な\n実現率", en: "Break-\neven"),
            text!(ja: "最後の2か年\n{a_ja} → {b_ja}", en: "Last two years\n{a} → {b}"),
        ];
        self.of_profiles(&heads, profiles, |profile| self.landing(profile))
    }

    fn landing(&self, profile: &Profile) -> Vec<Cell> {
        let share = |share: Option<f64>| share.map(|share| Number::of(share, Figure::Share(1)));
        let before = self.pair.plan.profiles.iter().find(|p| p.policy == profile.policy);
        let last_two = [before.and_then(|p| p.planned_in_last_two), profile.planned_in_last_two].map(share);
        vec![
            self.amount(profile.closed_effect),
            self.amount(profile.closed_target),
            Cell::optional(share(profile.closed_rate)),
            self.amount(self.open(profile)),
            self.amount(profile.if_past_repeats),
            self.amount(self.target(profile)),
            self.amount(self.short(profile)),
            self.needed(profile.break_even),
            Cell::Change(last_two),
        ]
    }

    /// The planned effect of the open years.
    fn open(&self, profile: &Profile) -> Option<f64> {
        Some(self.pair.revised.plan_entry(&profile.policy)?.planned - profile.closed_effect?)
    }

    fn target(&self, profile: &Profile) -> Option<f64> {
        self.pair.revised.plan_entry(&profile.policy).and_then(|e| e.target)
    }

    fn short(&self, profile: &Profile) -> Option<f64> {
        Some((self.target(profile)? - profile.if_past_repeats?).max(0.0))
    }

    fn needed(&self, share: Option<f64>) -> Cell {
        match share {
            Some(need) if need > 0.0 => Cell::Number(Number::of(need, Figure::Share(1))),
            Some(_) => Cell::Words(self.word(&text!(ja: "達成済み", en: "met"))),
            None => Cell::Undefined,
        }
    }

    fn in_words(&self, out: &mut SectionPieces, total: &Profile) {
        let [Some(rate), Some(landing), Some(short)] = [total.closed_rate, total.if_past_repeats, self.short(total)]
        else {
            return;
        };
        let (unit, rate, landing) = (self.unit(), percent(rate, 1), self.money().in_table(landing));
        let gap = match self.money().in_table(short) {
            none if none == "0" => text!(ja: "目標に届きます", en: "which meets the target"),
            short => text!(ja: "目標に {short}{unit}不足します", en: "{short} {unit} short of the target"),
        };
        let need = match total.break_even {
            Some(need) if need > 0.0 => {
                let need = percent(need, 1);
                text!(ja: "目標に届くには、残る年度で計画値の {need} の実現が必要です。", en: " To meet the target, the open years must realise {need} of what is planned for them.")
            }
            _ => Text::default(),
        };
        let (gap_ja, gap_en, ja, en) = (gap.ja, gap.en, need.ja, need.en);
        self.line(out, text!(
            ja: "残る年度の計画値も {rate} の実現であれば、合計は {landing}{unit}で、{gap_ja}。{ja}",
            en: "If the open years too realise {rate} of what is planned for them, the total ends at {landing} {unit}, {gap_en}.{en}"
        ));
    }
}
