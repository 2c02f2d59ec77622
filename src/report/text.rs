//! The report on a terminal: the table by basic policy, the one by year, the editions of the financial plan, and notes.

use super::document::{Adds, Cell, Figure, Key, Layout, Look, Number, Table};
use super::figures::Figures;
use super::numbers::{Often, often, probability, spoken};
use super::words;
use super::{Editions, Style, terminal};
use crate::lang::{Lang, Text, text};
use crate::outcome::{Amounts, Entry, GENERAL_ACCOUNT, Outcome, PeriodEntry, PeriodKind, TOTAL};
use crate::stats::Proportion;
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
        let _ = writeln!(out, "{}", self.outcome.header.title);
        self.line(out, self.head());
        out.push('\n');
        if self.outcome.results.is_empty() {
            self.line(out, no_result());
            return;
        }
        terminal::write(out, &self.by_policy(), self.lang);
        out.push('\n');
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

    /// What is told, of which period, in which unit.
    pub(super) fn head(&self) -> Text {
        let unit = self.outcome.header.unit.name(self.lang);
        let period = self.period();
        let (ja, en) = (&period.ja, &period.en);
        text!(ja: "改革改善効果額の見通し　{ja}　（単位：{unit}）", en: "Outlook of the reform effect, {en} (unit: {unit})")
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

    /// Those of the policies that are worst off, the worst first: by odds, of equal ones by mean shortfall.
    pub(super) fn worst_off(&self, most: usize) -> Vec<&'a str> {
        let mut policies: Vec<&str> = self.outcome.header.policies.iter().map(|policy| policy.id.as_str()).collect();
        let held = |id: &str| self.main_entry(id).and_then(Entry::held);
        let odds = |id: &str| held(id).map_or(2.0, |held| held.p_met.value);
        let short = |id: &str| held(id).map_or(0.0, |held| held.mean_shortfall);
        policies.sort_by(|a, b| odds(a).total_cmp(&odds(b)).then(short(b).total_cmp(&short(a))));
        policies.truncate(most);
        policies
    }

    /// The entry of a policy or the total in the main table.
    pub(super) fn main_entry(&self, policy: &str) -> Option<&'a Entry> {
        let of_edition = || self.outcome.edition_entry(policy, self.current()?.base);
        if self.outcome.header.fixed_period { self.outcome.plan_entry(policy) } else { of_edition() }
    }

    /// One row a policy and the total.
    pub(super) fn by_policy(&self) -> Table {
        let confidence = spoken(self.outcome.provenance.confidence);
        let heads = words::columns(&confidence);
        let period = self.period();
        let (ja, en) = (period.ja, period.en);
        let caption = text!(ja: "基本方針別の見通し　{ja}", en: "Outlook by policy, {en}");
        let rows = self.policies().filter_map(|p| self.main_entry(p)).map(|e| self.entry_row(e));
        self.of_entries("main", &caption, &heads, rows.collect())
    }

    /// A table whose rows are of entries, in one piece.
    pub(super) fn of_entries(&self, name: &'static str, caption: &Text, heads: &[Text], rows: Vec<EntryRow>) -> Table {
        let heads = heads.iter().map(|head| head.get(self.lang).into()).collect();
        let (rows, keys): (Vec<(Look, Vec<Cell>)>, Vec<Key>) =
            rows.into_iter().map(|row| ((row.look, row.cells), row.key)).unzip();
        let table = Table::of_rows(1, heads, rows).with_keys(keys);
        let unit = self.outcome.header.unit.name(self.lang).to_owned();
        Table { name, caption: caption.get(self.lang).to_owned(), unit, layout: Layout::Whole, ..table }
    }

    /// An entry as the main table has it.
    pub(super) fn entry_row(&self, e: &Entry) -> EntryRow {
        let q = &e.quantiles;
        let mut cells = vec![Cell::Words(self.name(&e.policy))];
        cells.extend([AmountOf::Target, AmountOf::Planned, AmountOf::Mean].map(|of| self.adding_up(e, of)));
        cells.extend([q.p10, q.p50, q.p90].map(|amount| self.amount_of(Some(amount))));
        cells.push(Cell::optional(e.p_met.as_ref().map(Number::chance)));
        cells.extend([e.mean_shortfall, e.extra].map(|amount| self.amount_of(amount)));
        Self::row_of(e, cells)
    }

    pub(super) fn row_of(e: &Entry, cells: Vec<Cell>) -> EntryRow {
        let key = Key { policy: Some(e.policy.clone()), period: Some(period_key(&e.period)), statistic: None };
        EntryRow { look: Self::look(&e.policy), cells, key }
    }

    pub(super) fn look(policy: &str) -> Look {
        if policy == TOTAL { Look::Total } else { Look::Plain }
    }

    pub(super) fn amount_of(&self, amount: Option<f64>) -> Cell {
        Cell::optional(amount.map(|amount| Number::of(amount, Figure::Amount(self.money()))))
    }

    /// An amount of an entry as it is printed with others that it adds up with; that of the total is the sum of those above.
    pub(super) fn adding_up(&self, e: &Entry, of: AmountOf) -> Cell {
        let (exact, rounded) = (of.exact(e), of.of(&self.figures.amounts(e)));
        let adds = if e.policy == TOTAL { Adds::Above } else { Adds::Nothing };
        self.rounded(exact, rounded).that_adds(adds)
    }

    pub(super) fn rounded(&self, exact: Option<f64>, rounded: Option<f64>) -> Cell {
        let number = |(exact, rounded)| Number::rounded(exact, rounded, Figure::Amount(self.money()));
        Cell::optional(exact.zip(rounded).map(number))
    }

    /// The total in one sentence, where nothing is aimed at.
    fn without_target(&self, total: &Entry) -> Text {
        let Text { ja, en } = self.money().said(total.mean);
        text!(
            ja: "合計に目標額がないため、達成確率と不足額は定まりません。効果額は平均で{ja}です。",
            en: "The total has no target, so its odds and shortfall are undefined. The mean effect is {en}."
        )
    }

    /// The total in one sentence of natural frequencies.
    pub(super) fn verdict(&self, total: &Entry) -> Text {
        let Some(total) = total.held() else { return self.without_target(total) };
        if self.outcome.provenance.deterministic {
            let Text { ja, en } = self.money().said(total.planned - total.target);
            return text!(ja: "不確実性をすべて除いた計画どおりの値です。目標との差は{ja}です。", en: "All uncertainty is switched off: these are the plan's own figures. Difference from the target: {en}.");
        }
        let times = times(&total.p_met);
        let (ja, en) = (times.ja, times.en);
        let [target, mean] = [total.target, total.mean_shortfall].map(|amount| self.money().said(amount));
        let (target_ja, target_en, mean_ja, mean_en) = (target.ja, target.en, mean.ja, mean.en);
        text!(
            ja: "合計の目標{target_ja}に対し、{ja}。不足額は平均で{mean_ja}です（届く場合は 0 として平均）。",
            en: "Against the total target of {target_en}, {en}. The shortfall is {mean_en} on average (0 where the target is met)."
        )
    }
}

/// That there is nothing to tell.
pub(super) fn no_result() -> Text {
    text!(ja: "試行が一つも終わっていないため、結果はありません。", en: "No trial was completed, so there is no result.")
}

/// A row of a table whose rows are of entries.
pub(super) struct EntryRow {
    pub(super) look: Look,
    pub(super) cells: Vec<Cell>,
    pub(super) key: Key,
}

/// Which of the amounts that add up.
#[derive(Clone, Copy)]
pub(super) enum AmountOf {
    Target,
    Planned,
    Mean,
}

impl AmountOf {
    fn exact(self, e: &Entry) -> Option<f64> {
        self.of(&Amounts { target: e.target, planned: e.planned, mean: e.mean })
    }

    fn of(self, amounts: &Amounts) -> Option<f64> {
        match self {
            Self::Target => amounts.target,
            Self::Planned => Some(amounts.planned),
            Self::Mean => Some(amounts.mean),
        }
    }
}

/// A period for programs: `year:2024`, `plan:2022-2027` (or `rolling:2022-2027`), `edition:2023` by its base year.
pub(super) fn period_key(period: &PeriodEntry) -> String {
    let (first, last) = (period.first.calendar(), period.last.calendar());
    match (period.kind, period.base) {
        (PeriodKind::Edition, Some(base)) => format!("edition:{}", base.calendar()),
        (PeriodKind::Year, _) => format!("year:{first}"),
        (PeriodKind::Plan, _) => format!("plan:{first}-{last}"),
        (PeriodKind::Rolling, _) => format!("rolling:{first}-{last}"),
        _ => format!("years:{first}-{last}"),
    }
}

/// How many times in ten a target is missed, in words and with the odds.
pub(super) fn times(met: &Proportion) -> Text {
    let [odds_ja, odds_en] = [Lang::Ja, Lang::En].map(|lang| probability(met, lang));
    match often(met) {
        Often::Always => text!(ja: "必ず目標に届きます", en: "the target is met for certain"),
        Often::Never => text!(ja: "必ず目標に届きません", en: "the target is missed for certain"),
        Often::NearlyAlways => {
            text!(ja: "ほぼ確実に目標に届きます（達成確率 {odds_ja}）", en: "the target is almost certainly met (P(met) {odds_en})")
        }
        Often::NearlyNever => {
            text!(ja: "ほぼ確実に目標に届きません（達成確率 {odds_ja}）", en: "the target is almost certainly missed (P(met) {odds_en})")
        }
        Often::Tenths(met) => {
            let n = 10 - met;
            text!(ja: "10回のうちおよそ{n}回は、目標に届きません（達成確率 {odds_ja}）", en: "in about {n} of ten futures the target is missed (P(met) {odds_en})")
        }
    }
}
