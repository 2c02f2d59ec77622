//! A plan against its revisions on a terminal: one report a revision, section by section.

mod attribution;
mod by_policy;
mod by_year;
mod editions;
mod lineages;
mod notes;
mod outlook;
mod track_record;

use super::words::{after, before};
use super::{Compared, Pair};
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::money::{in_table, rounded_walk};
use crate::outcome::{CountedOn, Outcome, PeriodEntry, PeriodKind, TOTAL};
use crate::report::figures::Figures;
use crate::report::numbers::{UNDEFINED, probability};
use crate::report::text::Report;
use crate::report::{Editions, Rounding, words};
use crate::stats::Proportion;
use std::fmt::Write as _;

pub(super) fn render(compared: &Compared<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (i, pair) in compared.pairs().enumerate() {
        if i > 0 {
            out.push_str("\n\n");
        }
        let figures = [pair.plan, pair.revised].map(|outcome| Figures::of(outcome, Rounding::Each));
        Told { pair, figures: [&figures[0], &figures[1]], lang }.write(&mut out);
    }
    out
}

/// What writes a section.
type Section<'a> = fn(&Told<'a>, &mut String);

/// A comparison being told.
#[derive(Clone, Copy)]
struct Told<'a> {
    pair: Pair<'a>,
    /// The plan's and the revision's own amounts.
    figures: [&'a Figures<'a>; 2],
    lang: Lang,
}

impl<'a> Told<'a> {
    fn write(&self, out: &mut String) {
        self.head(out);
        if self.pair.comparison.differences.is_empty() {
            self.line(out, text!(ja: "試行が一つも終わっていないため、結果はありません。", en: "No trial was completed, so there is no result."));
            return;
        }
        self.summary(out);
        let sections: [(Text, Section<'a>); 7] = [
            (text!(ja: "基本方針別", en: "By basic policy"), Self::by_policy),
            (text!(ja: "年度別", en: "By fiscal year"), Self::by_year),
            (text!(ja: "見直しの要因", en: "What the change comes from"), Self::attribution),
            (text!(ja: "財政計画の版ごとの増減", en: "By edition of the financial plan"), Self::editions),
            (text!(ja: "計画策定時の見込みの当たり具合", en: "How the plan's forecast has done"), Self::track_record),
            (text!(ja: "これまでの実現の程度が続いたら", en: "If the closed years are repeated"), Self::outlook),
            (text!(ja: "取組項目の系譜", en: "Lineage of the initiatives"), Self::lineages),
        ];
        for (i, (head, section)) in sections.into_iter().enumerate() {
            let (n, ja, en) = (i + 1, head.ja, head.en);
            self.line(out, text!(ja: "\n{n}. {ja}\n", en: "\n{n}. {en}\n"));
            section(self, out);
        }
        self.line(out, text!(ja: "\n注", en: "\nNotes"));
        for (i, note) in self.notes().into_iter().enumerate() {
            let _ = writeln!(out, "{:>2}. {}", i + 1, note.get(self.lang));
        }
    }

    fn head(&self, out: &mut String) {
        let unit = self.unit();
        let period = self.period();
        let (ja, en) = (period.ja, period.en);
        self.line(out, text!(ja: "改革改善効果額の比較　{ja}　（単位：{unit}）", en: "Comparison of the reform effect, {en} (unit: {unit})"));
        for (side, outcome) in [(before(), self.pair.plan), (after(), self.pair.revised)] {
            let (ja, en, title) = (side.ja, side.en, &outcome.header.title);
            self.line(out, text!(ja: "{ja}：{title}", en: "{en}: {title}"));
        }
        out.push('\n');
    }

    /// The total in a few sentences.
    fn summary(&self, out: &mut String) {
        let Some(total) = self.main().find(|d| d.policy == TOTAL) else {
            self.line(out, text!(ja: "計画期間がなく、両方にある財政計画の版もないため、比べられるのは年度ごとの額だけです。", en: "There is no plan period and no edition that both have, so only single years can be compared."));
            return;
        };
        let [planned, mean] = [change(total, |a| a.planned), change(total, |a| a.mean)].map(|c| c.map(in_table));
        let [[a, b, change], [mean_a, mean_b, mean_change]] = [planned, mean];
        let unit = self.unit();
        let planned = text!(
            ja: "合計の計画値は {a} から {b} へ、{change}{unit}。",
            en: "The total planned effect goes from {a} to {b}: {change} {unit}."
        );
        self.line(out, planned);
        self.components_in_words(out);
        if self.is_certain() {
            return;
        }
        let [p_ja, p_en] = [Lang::Ja, Lang::En].map(|lang| probability(&total.p_not_below, lang));
        let [odds_ja, odds_en] = [odds(total, Lang::Ja), odds(total, Lang::En).replace(" → ", " to ")];
        self.line(out, text!(
            ja: "試算の平均では {mean_a} から {mean_b} へ、{mean_change}{unit}。\n見直し後の効果額が計画策定時以上となる確率は {p_ja}、目標の達成確率は {odds_ja}。",
            en: "Its simulated mean goes from {mean_a} to {mean_b}: {mean_change} {unit}.\nThe revision gives at least as much as the plan with probability {p_en}; the probability of meeting the target goes from {odds_en}."
        ));
    }

    /// The period that the report is about.
    fn period(&self) -> Text {
        let edition = self.main_edition().and_then(|base| self.edition(base));
        let plan = self.pair.plan.header.plan;
        let [ja, en] = [(Lang::Ja, "～"), (Lang::En, " to ")]
            .map(|(lang, to)| format!("{}{to}{}", plan.first.label(lang), plan.last.label(lang)));
        match edition {
            _ if self.pair.plan.header.fixed_period => text!(ja: "計画期間 {ja}", en: "plan period {en}"),
            Some(edition) => {
                let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
                text!(ja: "財政計画の版　{ja}", en: "edition of the financial plan, {en}")
            }
            None => text!(ja: "{ja}", en: "{en}"),
        }
    }

    /// The entries of the period that the report is about: policies, then the total.
    fn main(&self) -> impl Iterator<Item = &'a Difference> + use<'a> {
        let told = *self;
        self.pair.comparison.differences.iter().filter(move |d| told.is_main(&d.period, d.basis))
    }

    /// Whether a period is the one that the report is about: that of the plan, or without a fixed one an edition.
    fn is_main(&self, period: &PeriodEntry, basis: CountedOn) -> bool {
        if self.pair.plan.header.fixed_period {
            period.kind == PeriodKind::Plan && basis != CountedOn::Edition
        } else {
            period.base.is_some() && period.base == self.main_edition()
        }
    }

    /// Of the editions that both have, the revision's current one, else the last before it, else the first.
    fn main_edition(&self) -> Option<FiscalYear> {
        let current = self.of(self.pair.revised).current()?.base;
        let shared = || self.pair.comparison.differences.iter().filter_map(|d| d.period.base);
        shared().filter(|base| *base <= current).max().or_else(|| shared().min())
    }

    /// The report of one of the two scenarios, for what it says of that scenario alone.
    fn of(&self, outcome: &'a Outcome) -> Report<'a> {
        let figures = self.figures[usize::from(std::ptr::eq(outcome, self.pair.revised))];
        Report { outcome, editions: Editions::None, lang: self.lang, figures }
    }

    fn edition(&self, base: FiscalYear) -> Option<&'a crate::outcome::EditionEntry> {
        self.pair.revised.editions.iter().chain(&self.pair.plan.editions).find(|e| e.base == base)
    }

    fn name(&self, policy: &str) -> String {
        let policies = [self.pair.plan, self.pair.revised].map(|o| o.header.policies.iter());
        match policies.into_iter().flatten().find(|p| p.id == policy) {
            Some(p) => words::policy(&p.id, &p.name),
            None => words::total(self.lang).to_owned(),
        }
    }

    fn unit(&self) -> &'static str {
        self.pair.plan.header.unit.name(self.lang)
    }

    /// Whether nothing was simulated.
    fn is_certain(&self) -> bool {
        self.pair.comparison.trials == 0
    }

    fn word(&self, words: &Text) -> String {
        words.get(self.lang).to_owned()
    }

    fn line(&self, out: &mut String, words: Text) {
        let _ = writeln!(out, "{}", words.get(self.lang));
    }
}

/// An amount of the plan, the revision's, and the change from the one to the other, as they are printed: what only one
/// of the two has counts as 0 in the other, and the first two are the third apart.
fn change(difference: &Difference, of: fn(&crate::outcome::Amounts) -> f64) -> [f64; 3] {
    let side = |side: Option<crate::analysis::Side>| side.map_or(0.0, |s| of(&s.amounts));
    printed_change(side(difference.plan), side(difference.revised))
}

fn printed_change(before: f64, after: f64) -> [f64; 3] {
    match rounded_walk(before, &[after - before], after)[..] {
        [before, change, after] => [before, after, change],
        _ => [before, after, after - before],
    }
}

/// The probability of meeting the target, before and after.
fn odds(difference: &Difference, lang: Lang) -> String {
    let side = |p: Option<Proportion>| p.map_or_else(|| UNDEFINED.to_owned(), |p| probability(&p, lang));
    format!("{} → {}", side(difference.plan.map(|s| s.p_met)), side(difference.revised.map(|s| s.p_met)))
}
