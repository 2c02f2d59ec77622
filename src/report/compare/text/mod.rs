//! A plan against its revisions on a terminal: one report a revision, section by section.

mod attribution;
mod brief;
mod by_policy;
mod by_year;
mod common;
mod editions;
mod lineages;
mod notes;
mod outlook;
mod pieces;
mod said;
mod track_record;

pub(in crate::report) use pieces::SectionPieces;

use super::{Compared, ComparisonLength, Pair};
use crate::analysis::{Difference, DifferenceSide};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::outcome::{Outcome, PeriodEntry, PeriodKind, PolicyName, TOTAL};
use crate::report::document::{Cell, Figure, Heading, Look, Number};
use crate::report::figures::Figures;
use crate::report::text::{Report, no_result};
use crate::report::{Editions, Rounding, words};
use std::fmt::Write as _;

pub(super) fn render(compared: &Compared<'_>, length: ComparisonLength, lang: Lang) -> String {
    let mut out = String::new();
    for (i, pair) in compared.pairs().enumerate() {
        if i > 0 {
            out.push_str("\n\n");
        }
        let figures = [pair.plan, pair.revised].map(|outcome| Figures::of(outcome, Rounding::Each));
        let report = ComparisonReport { pair, figures: [&figures[0], &figures[1]], lang };
        match length {
            ComparisonLength::Brief => report.write_brief(&mut out),
            ComparisonLength::Whole => report.write(&mut out),
        }
    }
    out
}

/// What writes a section.
type Section<'a> = fn(&ComparisonReport<'a>, &mut SectionPieces);

/// A comparison being told.
#[derive(Clone, Copy)]
pub(in crate::report) struct ComparisonReport<'a> {
    pub(in crate::report) pair: Pair<'a>,
    /// The plan's and the revision's own amounts.
    pub(in crate::report) figures: [&'a Figures<'a>; 2],
    pub(in crate::report) lang: Lang,
}

impl<'a> ComparisonReport<'a> {
    fn write(&self, out: &mut String) {
        let mut head = SectionPieces::default();
        self.head(&mut head);
        if self.is_empty() {
            self.line(&mut head, no_result());
            head.write(out, self.lang);
            return;
        }
        self.summary(&mut head);
        head.write(out, self.lang);
        for (i, (title, pieces)) in self.sections().into_iter().enumerate() {
            let (n, title) = (i + 1, title.get(self.lang));
            let _ = writeln!(out, "\n{n}. {title}\n");
            pieces.write(out, self.lang);
        }
        let notes = text!(ja: "注", en: "Notes");
        let _ = writeln!(out, "\n{}", notes.get(self.lang));
        for (i, note) in self.notes().into_iter().enumerate() {
            let _ = writeln!(out, "{:>2}. {}", i + 1, note.get(self.lang));
        }
    }

    /// Whether there is no result at all.
    pub(in crate::report) fn is_empty(&self) -> bool {
        self.pair.comparison.differences.is_empty()
    }

    /// The sections of the report: the title of each and what it is made of.
    pub(in crate::report) fn sections(&self) -> [(Text, SectionPieces); 7] {
        let (plan_ja, plan) = (self.names().ja[0], self.names().the[0]);
        let Text { ja: over_ja, en: over_en } = self.over_common();
        let sections: [(Text, Section<'a>); 7] = [
            (text!(ja: "基本方針別{over_ja}", en: "By basic policy{over_en}"), Self::by_policy),
            (text!(ja: "年度別", en: "By fiscal year"), Self::by_year),
            (text!(ja: "見直しの要因{over_ja}", en: "What the change comes from{over_en}"), Self::attribution),
            (text!(ja: "財政計画の版別の増減", en: "By edition of the financial plan"), Self::editions),
            (
                text!(ja: "予測精度（{plan_ja}の見込みと実績）", en: "How {plan}'s forecast has done"),
                Self::track_record,
            ),
            (text!(ja: "これまでの達成率が続いたら", en: "If the closed years are repeated"), Self::outlook),
            (text!(ja: "取組項目の系譜", en: "Lineage of the initiatives"), Self::lineages),
        ];
        sections.map(|(title, section)| {
            let mut pieces = SectionPieces::default();
            section(self, &mut pieces);
            (title, pieces)
        })
    }

    fn head(&self, out: &mut SectionPieces) {
        let unit = self.unit();
        let period = self.period();
        let (ja, en) = (period.ja, period.en);
        self.line(out, text!(ja: "改革改善効果額の比較　{ja}　（単位：{unit}）", en: "Comparison of the reform effect, {en} (unit: {unit})"));
        for (side, outcome) in self.names().heads().into_iter().zip([self.pair.plan, self.pair.revised]) {
            let (ja, en, title) = (side.ja, side.en, &outcome.header.title);
            self.line(out, text!(ja: "{ja}：{title}", en: "{en}: {title}"));
        }
        out.words("");
    }

    /// The total in a few sentences.
    fn summary(&self, out: &mut SectionPieces) {
        let Some(total) = self.main().find(|d| d.policy == TOTAL) else { return };
        self.line(out, self.planned_in_words(total));
        if let Some(words) = self.components_in_words(total) {
            self.line(out, words);
        }
        if let Some(words) = self.mean_in_words(total) {
            self.line(out, words);
        }
    }

    /// The period that the report is about.
    pub(in crate::report) fn period(&self) -> Text {
        let edition = self.main_edition().and_then(|base| self.edition(base));
        let plan = self.pair.plan.header.plan;
        let [ja, en] = [(Lang::Ja, "～"), (Lang::En, " to ")]
            .map(|(lang, to)| format!("{}{to}{}", plan.first.label(lang), plan.last.label(lang)));
        match edition {
            _ if self.common().is_some() => self.common_period(),
            _ if self.pair.plan.header.fixed_period => text!(ja: "計画期間 {ja}", en: "plan period {en}"),
            Some(edition) => {
                let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
                text!(ja: "財政計画の版　{ja}", en: "edition of the financial plan, {en}")
            }
            None => text!(ja: "{ja}", en: "{en}"),
        }
    }

    /// The entries of the period that the report is about: policies, then the total.
    pub(in crate::report) fn main(&self) -> impl Iterator<Item = &'a Difference> + use<'a> {
        let told = *self;
        self.pair.comparison.differences.iter().filter(move |d| told.is_main(&d.period))
    }

    /// Whether a period is the one that the report is about: that of the plan, or without a fixed one an edition.
    pub(in crate::report) fn is_main(&self, period: &PeriodEntry) -> bool {
        if self.common().is_some() {
            period.kind == PeriodKind::Years
        } else if self.pair.plan.header.fixed_period {
            period.kind == PeriodKind::Plan
        } else {
            period.base.is_some() && period.base == self.main_edition()
        }
    }

    /// Whether the report is about years, which add up to what it is about.
    pub(in crate::report) fn is_over_years(&self) -> bool {
        self.pair.plan.header.fixed_period || self.common().is_some()
    }

    /// Of the editions that both have, the revision's current one, else the last before it, else the first.
    fn main_edition(&self) -> Option<FiscalYear> {
        let current = self.of(self.pair.revised).current()?.base;
        let shared = || self.pair.comparison.differences.iter().filter_map(|d| d.period.base);
        shared().filter(|base| *base <= current).max().or_else(|| shared().min())
    }

    /// The report of one of the two scenarios, for what it says of that scenario alone.
    pub(in crate::report) fn of(&self, outcome: &'a Outcome) -> Report<'a> {
        let figures = self.figures[usize::from(std::ptr::eq(outcome, self.pair.revised))];
        Report { outcome, editions: Editions::None, lang: self.lang, figures }
    }

    pub(in crate::report) fn edition(&self, base: FiscalYear) -> Option<&'a crate::outcome::EditionEntry> {
        self.pair.revised.editions.iter().chain(&self.pair.plan.editions).find(|e| e.base == base)
    }

    pub(in crate::report) fn name(&self, policy: &str) -> String {
        self.policy(policy).map_or_else(|| words::total(self.lang).to_owned(), |p| words::policy(&p.id, &p.name))
    }

    /// A policy by its id, whichever of the two has it; nothing for the total.
    fn policy(&self, id: &str) -> Option<&'a PolicyName> {
        let policies = [self.pair.plan, self.pair.revised].map(|o| o.header.policies.iter());
        policies.into_iter().flatten().find(|p| p.id == id)
    }

    /// The unit of every amount.
    pub(in crate::report) fn money(&self) -> Unit {
        self.pair.plan.header.unit
    }

    pub(in crate::report) fn unit(&self) -> &str {
        self.pair.plan.header.unit.name(self.lang)
    }

    /// Whether nothing was simulated.
    pub(in crate::report) fn is_certain(&self) -> bool {
        self.pair.comparison.trials == 0
    }

    fn word(&self, words: &Text) -> String {
        words.get(self.lang).to_owned()
    }

    fn line(&self, out: &mut SectionPieces, words: Text) {
        out.words(words.get(self.lang));
    }
}

/// An amount of the plan, the revision's, and the change from the one to the other, as they are printed: what only one
/// of the two has counts as 0 in the other, and the first two are the third apart.
fn change(unit: Unit, difference: &Difference, of: fn(&crate::outcome::Amounts) -> f64) -> [f64; 3] {
    let side = |side: Option<DifferenceSide>| side.map_or(0.0, |s| of(&s.amounts));
    printed_change(unit, side(difference.plan), side(difference.revised))
}

pub(in crate::report) fn printed_change(unit: Unit, before: f64, after: f64) -> [f64; 3] {
    match unit.rounded_walk(before, &[after - before], after)[..] {
        [before, change, after] => [before, after, change],
        _ => [before, after, after - before],
    }
}

/// The probability of meeting the target, before and after.
fn odds_cell(difference: &Difference) -> Cell {
    let [plan, revised] = [difference.plan, difference.revised];
    if plan.or(revised).is_some() && [plan, revised].into_iter().flatten().all(|side| side.p_met.is_none()) {
        return Cell::Undefined;
    }
    Cell::Change([plan, revised].map(|side| side.and_then(|side| side.p_met).as_ref().map(Number::chance)))
}

/// The same in words.
pub(in crate::report) fn odds(difference: &Difference, lang: Lang) -> String {
    odds_cell(difference).shown(lang)
}

impl ComparisonReport<'_> {
    /// An amount of this comparison, where there is one.
    fn amount(&self, amount: Option<f64>) -> Cell {
        Cell::optional(amount.map(|amount| Number::of(amount, Figure::Amount(self.money()))))
    }

    /// The total stands out; what goes on from the row above has no name.
    fn look(policy: &str) -> Look {
        if policy == TOTAL { Look::Total } else { Look::First }
    }

    fn heading(&self, words: &Text) -> Heading {
        self.word(words).into()
    }

    /// Headings with what stands over all of them.
    fn under<const N: usize>(&self, over: &Text, own: &[Text; N]) -> [Heading; N] {
        own.each_ref().map(|own| Heading::under(self.word(over), self.word(own)))
    }
}
