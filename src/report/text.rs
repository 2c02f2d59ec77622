//! The report on a terminal: the table by basic policy, the one by year, the editions of the financial plan, and notes.

use super::figures::Figures;
use super::numbers::{amount, probability, spoken};
use super::tables::{align, table};
use super::words;
use super::{Editions, Style};
use crate::lang::{Lang, Text, text};
use crate::outcome::{Amounts, Entry, GENERAL_ACCOUNT, Outcome, TOTAL};
use crate::stats::Proportion;
use comfy_table::Table;
use std::fmt::Write as _;

pub(super) fn render(outcomes: &[Outcome], editions: Editions, style: Style) -> String {
    let mut out = String::new();
    for (i, outcome) in outcomes.iter().enumerate() {
        if i > 0 {
            out.push_str("\n\n");
        }
        let figures = Figures::of(outcome, style.rounding);
        Report { outcome, editions, lang: style.lang, figures: &figures }.write(&mut out);
    }
    out
}

/// A report being written.
#[derive(Clone, Copy)]
pub(super) struct Report<'a> {
    pub(super) outcome: &'a Outcome,
    /// The editions whose steps are shown.
    pub(super) editions: Editions,
    pub(super) lang: Lang,
    /// Its amounts as they are printed.
    pub(super) figures: &'a Figures<'a>,
}

impl<'a> Report<'a> {
    fn write(&self, out: &mut String) {
        let header = &self.outcome.header;
        let unit = header.unit.name(self.lang);
        let period = self.period();
        let (ja, en) = (&period.ja, &period.en);
        let _ = writeln!(out, "{}", header.title);
        self.line(out, text!(ja: "改革改善効果額の見通し　{ja}　（単位：{unit}）", en: "Outlook of the reform effect, {en} (unit: {unit})"));
        out.push('\n');
        if self.outcome.results.is_empty() {
            self.line(out, text!(ja: "試行が一つも終わっていないため、結果はありません。", en: "No trial was completed, so there is no result."));
            return;
        }
        let _ = writeln!(out, "{}\n", self.by_policy());
        if let Some(total) = self.main_entry(TOTAL) {
            self.line(out, self.verdict(total));
        }
        self.years(out);
        self.section_editions(out);
        self.line(out, text!(ja: "\n注", en: "\nNotes"));
        for (i, note) in self.notes().into_iter().enumerate() {
            let _ = writeln!(out, "{:>2}. {}", i + 1, note.get(self.lang));
        }
    }

    /// The period of the main table: that of the plan, or without a fixed one the current edition.
    pub(super) fn period(&self) -> Text {
        let plan = self.outcome.header.plan;
        let [ja, en] = [(Lang::Ja, "～"), (Lang::En, " to ")]
            .map(|(lang, to)| format!("{}{to}{}", plan.first.label(lang), plan.last.label(lang)));
        match self.current() {
            Some(edition) if !self.outcome.header.fixed_period => {
                let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
                text!(ja: "財政計画の現在の版　{ja}", en: "current edition of the financial plan, {en}")
            }
            _ => text!(ja: "計画期間 {ja}", en: "plan period {en}"),
        }
    }

    pub(super) fn line(&self, out: &mut String, words: Text) {
        let _ = writeln!(out, "{}", words.get(self.lang));
    }

    pub(super) fn name(&self, policy: &str) -> String {
        match self.outcome.header.policies.iter().find(|p| p.id == policy) {
            Some(p) => words::policy(&p.id, &p.name),
            None if policy == GENERAL_ACCOUNT => words::general_account(self.lang).to_owned(),
            None if !self.outcome.general_account.is_empty() => words::total_of_accounts(self.lang).to_owned(),
            None => words::total(self.lang).to_owned(),
        }
    }

    pub(super) fn policies(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let general = (!self.outcome.general_account.is_empty()).then_some(GENERAL_ACCOUNT);
        self.outcome.header.policies.iter().map(|p| p.id.as_str()).chain([TOTAL]).chain(general)
    }

    /// The entry of a policy or the total in the main table.
    pub(super) fn main_entry(&self, policy: &str) -> Option<&'a Entry> {
        let of_edition = || self.outcome.edition_entry(policy, self.current()?.base);
        if self.outcome.header.fixed_period { self.outcome.plan_entry(policy) } else { of_edition() }
    }

    fn by_policy(&self) -> Table {
        let confidence = spoken(self.outcome.provenance.confidence);
        let mut table = table(words::columns(&confidence).map(|w| w.get(self.lang).to_owned()).to_vec());
        for e in self.policies().filter_map(|p| self.main_entry(p)) {
            table.add_row([vec![self.name(&e.policy)], self.row(e)].concat());
        }
        align(&mut table);
        table
    }

    /// The figures of an entry as the main table prints them.
    pub(super) fn row(&self, e: &Entry) -> Vec<String> {
        let q = &e.quantiles;
        let Amounts { target, planned, mean } = self.figures.amounts(e);
        let mut row = vec![amount(self.money(), target)];
        row.extend([planned, mean, q.p10, q.p50, q.p90].map(self.money().printer()));
        row.push(probability(&e.p_met, self.lang));
        row.extend([e.mean_shortfall, e.extra].map(|found| amount(self.money(), found)));
        row
    }

    /// The total in one sentence, where nothing is aimed at.
    fn without_target(&self, total: &Entry) -> Text {
        let (name, mean) = (self.outcome.header.unit.name(self.lang), self.money().in_table(total.mean));
        text!(
            ja: "合計に目標額がないため、達成確率と不足額は定まりません。効果額の平均は {mean}{name}です。",
            en: "The total has no target, so its odds and shortfall are undefined. The mean effect is {mean} {name}."
        )
    }

    /// The total in one sentence of natural frequencies.
    pub(super) fn verdict(&self, total: &Entry) -> Text {
        let name = self.outcome.header.unit.name(self.lang);
        let Some(total) = total.held() else { return self.without_target(total) };
        let (target, mean) = (self.money().in_table(total.target), self.money().in_table(total.mean_shortfall));
        if self.outcome.provenance.deterministic {
            let gap = self.money().in_table(total.planned - total.target);
            return text!(ja: "不確かさをすべて除いた計画どおりの値です。目標との差は {gap}{name}。", en: "All uncertainty is switched off: these are the plan's own figures. Difference from the target: {gap} {name}.");
        }
        let times = times(&total.p_met);
        let (ja, en) = (times.ja, times.en);
        text!(
            ja: "合計の目標 {target}{name}に対し、{ja}。不足額は平均 {mean}{name}です（届く場合は 0 として平均）。",
            en: "Against the total target of {target} {name}, {en}. The shortfall is {mean} {name} on average (0 where the target is met)."
        )
    }
}

/// How many times in ten a target is missed, in words.
pub(super) fn times(met: &Proportion) -> Text {
    // Where nothing is uncertain, there is no interval.
    match (met.low == met.high, met.value) {
        (true, 1.0) => return text!(ja: "必ず目標に届きます", en: "the target is met for certain"),
        (true, 0.0) => return text!(ja: "必ず目標に届きません", en: "the target is missed for certain"),
        _ => {}
    }
    match ((1.0 - met.value) * 10.0).round() as u32 {
        0 => text!(ja: "10回のうち10回近く、目標に届きます", en: "in nearly ten of ten futures the target is met"),
        10 => {
            text!(ja: "10回のうち10回近く、目標に届きません", en: "in nearly ten of ten futures the target is missed")
        }
        n => {
            text!(ja: "10回のうちおよそ{n}回は、目標に届きません", en: "in about {n} of ten futures the target is missed")
        }
    }
}
