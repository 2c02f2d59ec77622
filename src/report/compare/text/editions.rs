//! The editions of the financial plan that both scenarios have, and the bridge from the plan's current one to the
//! revision's.

use super::super::Names;
use super::{ComparisonReport, SectionPieces, odds_cell};
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Amounts, BridgeEntry, Outcome, PeriodKind, Quantiles, TOTAL};
use crate::report::document::{Adds, Cell, Figure, Heading, Layout, Look, Number, Table};
use crate::report::editions::INDENT;
use crate::report::steps::walk_of;
use crate::report::words::{self, columns};

/// Which of the amounts of a step.
type StepAmount = fn(&Amounts) -> Option<f64>;
/// Which of the quantiles.
type StepQuantile = fn(&Quantiles) -> f64;

impl<'a> ComparisonReport<'a> {
    pub(super) fn editions(&self, out: &mut SectionPieces) {
        let bases = self.bases();
        if self.pair.plan.editions.is_empty() && self.pair.revised.editions.is_empty() {
            self.line(out, text!(ja: "どちらのシナリオにも財政計画の版がありません。", en: "Neither scenario has an edition of the financial plan."));
            return;
        }
        if bases.is_empty() {
            self.line(
                out,
                text!(ja: "両方にある版がないため、示せません。", en: "There is no edition that both have."),
            );
        } else {
            out.table(self.overview(&bases));
            self.marks(out);
        }
        self.bridge(out);
    }

    /// The base years of the editions that both have.
    fn bases(&self) -> Vec<FiscalYear> {
        let mut bases: Vec<FiscalYear> = self.differences().filter_map(|d| d.period.base).collect();
        bases.sort_unstable();
        bases.dedup();
        bases
    }

    fn differences(&self) -> impl Iterator<Item = &'a Difference> {
        self.pair.comparison.differences.iter()
    }

    fn overview(&self, bases: &[FiscalYear]) -> Table {
        let mut heads = vec![self.heading(&words::edition_columns("")[0])];
        heads.extend(self.under(&text!(ja: "計画値", en: "Planned"), &self.sides_heads()));
        if !self.is_certain() {
            heads.push(self.heading(&text!(ja: "試算の平均\nの増減", en: "Change of\nthe mean")));
        }
        heads.extend(self.target_columns());
        heads.push(self.odds_head());
        let mut rows = Vec::new();
        for base in bases {
            let of_base = self.differences().filter(|d| d.period.base == Some(*base));
            rows.extend(self.block(self.edition_head(*base), of_base));
        }
        let rolling = self.differences().filter(|d| d.period.kind == PeriodKind::Rolling);
        let head = match self.common() {
            Some(years) => {
                let [ja, en] = [Lang::Ja, Lang::En].map(|lang| years.short(lang));
                text!(ja: "共通する年度 {ja}（年度ごとの版で）", en: "common years {en}, year by year")
            }
            None => text!(ja: "計画期間（年度ごとの版で）", en: "plan period, year by year"),
        };
        rows.extend(self.block(self.word(&head), rolling));
        Table { layout: Layout::Whole, ..Table::of_rows(1, heads, rows) }
    }

    /// A heading with the rows that stand under it; nothing where there are none.
    fn block(&self, head: String, differences: impl Iterator<Item = &'a Difference>) -> Vec<(Look, Vec<Cell>)> {
        let rows: Vec<_> = differences.map(|d| (Self::look(&d.policy), self.edition_row(d))).collect();
        let head = (!rows.is_empty()).then(|| (Look::Head, vec![Cell::Words(head)]));
        head.into_iter().chain(rows).collect()
    }

    fn edition_row(&self, difference: &Difference) -> Vec<Cell> {
        let mut row = vec![Cell::Words(format!("{INDENT}{}", self.name(&difference.policy)))];
        row.extend(self.sides(difference, |a| a.planned));
        if !self.is_certain() {
            row.extend(self.sides(difference, |a| a.mean).pop());
        }
        row.extend(self.target_cells(difference));
        row.push(odds_cell(difference));
        row
    }

    /// The base years of the current editions of plan and revision.
    fn current(&self) -> [Option<FiscalYear>; 2] {
        [self.pair.plan, self.pair.revised].map(|outcome| self.of(outcome).current().map(|edition| edition.base))
    }

    fn edition_head(&self, base: FiscalYear) -> String {
        let [of_plan, of_revised] = self.current().map(|current| current == Some(base));
        let [plan, revised] = self.both_marks();
        let marks = format!("{}{}", if of_plan { plan } else { "" }, if of_revised { revised } else { "" });
        let name = self.edition(base).map(|edition| words::edition(edition, self.lang)).unwrap_or_default();
        format!("{name}{marks}")
    }

    /// What stands beside the current editions of plan and revision.
    fn both_marks(&self) -> [&'static str; 2] {
        [if self.lang == Lang::Ja { "※" } else { "+" }, self.of(self.pair.revised).mark()]
    }

    fn marks(&self, out: &mut SectionPieces) {
        let [plan, revised] = self.both_marks();
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        self.line(out, text!(
            ja: "{plan} {a_ja}の現在の版　{revised} {b_ja}の現在の版\n版の基準では、基準年度までに目標に届かなかった分はもう不足に数えません（基準年度予算への織込み分の控除）。版の達成確率が上がっても、計画期間の目標に近づいたとは限りません。",
            en: "{plan} {a}'s current edition   {revised} {b}'s current edition\nOn an edition's basis what was missed by its base year is no shortfall any more (rebased). Better odds of an edition need not mean that the target of the plan period has come nearer."
        ));
    }

    fn bridge(&self, out: &mut SectionPieces) {
        let bridge = &self.pair.comparison.bridge;
        let Some(first) = bridge.first() else {
            self.line(out, text!(ja: "\n一方に版がないため、版から版への増減は示せません。", en: "\nOne of the two has no edition, so there is no bridge between editions."));
            return;
        };
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        let (from, to) = (first.from.text(), first.to.text());
        let (from_ja, to_ja, from_en, to_en) = (from.ja, to.ja, from.en, to.en);
        self.line(
            out,
            text!(
                ja: "\n版から版への増減：{a_ja}の現在の版（{from_ja}基準）から{b_ja}の現在の版（{to_ja}基準）へ",
                en: "\nBridge: from {a}'s current edition (base {from_en}) to {b}'s (base {to_en})"
            ),
        );
        out.table(self.bridge_table(first, bridge));
        self.bridge_ranges(first, bridge).into_iter().for_each(|table| out.table(table));
        self.line(out, text!(
            ja: "  対象から外れた年度・加わった年度：対象年度が替わる分。予算織込み分：基準年度までの効果額が予算に既に入っているとして差し引く分（{a_ja}の見込みで）。\n  実績への置換え：決算済みの年度の見込みを実績に置き換えた分。残る年度がその実績から続くことによる分を含む。基準年度の実績が見込みを下回ると、差し引く額が小さくなるので増となる。\n  見込みの改訂：残る年度の見込み（目標を見直したなら目標も）の見直し。",
            en: "  Years dropped, added: the years covered change. Rebased: effects up to the later base year are in its budget already and are taken off, as {a} foresaw them.\n  Actuals: actuals in place of forecasts of the years closed since, and what open years go on from because of them. Where the base year fell short of its forecast, less is taken off, so that this step is positive.\n  Forecasts revised: the forecasts of the years still open, made anew, and targets where they were revised."
        ));
    }

    fn bridge_heads(&self, first: &BridgeEntry) -> Vec<Heading> {
        let mut heads = vec![columns("")[0].clone(), Text::default(), text!(ja: "前の版", en: "Earlier\nedition")];
        heads.extend(first.steps.iter().map(|s| words::bridge_step(s.step)));
        heads.push(text!(ja: "次の版", en: "Later\nedition"));
        heads.iter().map(|head| self.heading(head)).collect()
    }

    fn bridge_table(&self, first: &BridgeEntry, entries: &[BridgeEntry]) -> Table {
        let mut rows = Vec::new();
        for entry in entries {
            for (at, (label, of)) in self.bridge_rows().into_iter().enumerate() {
                rows.push(self.bridge_row(entry, at, self.word(&label), self.walked(entry, of)));
            }
        }
        Table { layout: Layout::Whole, ..Table::of_rows(2, self.bridge_heads(first), rows) }
    }

    /// The name of the policy stands before the first of its rows.
    fn bridge_row(&self, entry: &BridgeEntry, at: usize, label: String, cells: Vec<Cell>) -> (Look, Vec<Cell>) {
        let name = if at == 0 { self.name(&entry.policy) } else { String::new() };
        let look = Look::of_block(entry.policy == TOTAL, at);
        (look, [vec![Cell::Words(name), Cell::Words(label)], cells].concat())
    }

    /// The amounts of a bridge, which add up across as printed.
    fn walked(&self, entry: &BridgeEntry, of: StepAmount) -> Vec<Cell> {
        let steps = || entry.steps.iter().map(|s| &s.amounts);
        let exact = [&entry.before].into_iter().chain(steps()).chain([&entry.after]).map(of);
        let count = entry.steps.len() + 1;
        let Some(walk) = walk_of(self.money(), &entry.before, steps(), &entry.after, of) else {
            return vec![Cell::Undefined; count + 1];
        };
        let cell = |(at, (rounded, exact)): (usize, (f64, Option<f64>))| {
            let number = Number::rounded(exact?, rounded, Figure::Amount(self.money()));
            Some(number.that_adds(if at == count { Adds::Before { count, skip: 0 } } else { Adds::Nothing }))
        };
        walk.into_iter().zip(exact).enumerate().map(|both| Cell::optional(cell(both))).collect()
    }

    /// P10 and P90 of the steps that are uncertain, and of both ends; nothing where none is.
    fn bridge_ranges(&self, first: &BridgeEntry, entries: &[BridgeEntry]) -> Option<Table> {
        let is_uncertain = |sd: Option<f64>| sd.is_some_and(|sd| sd > 0.0);
        let end =
            |outcome: &Outcome, policy: &str, base| outcome.edition_entry(policy, base).map(|e| (e.sd, e.quantiles));
        let kinds: [(&str, StepQuantile); 2] = [("P10", |q| q.p10), ("P90", |q| q.p90)];
        let mut rows = Vec::new();
        for entry in entries.iter().filter(|entry| entry.steps.iter().any(|step| is_uncertain(step.sd))) {
            let before = end(self.pair.plan, &entry.policy, entry.from);
            let after = end(self.pair.revised, &entry.policy, entry.to);
            let steps = entry.steps.iter().map(|s| Some((s.sd, s.quantiles)));
            let all: Vec<_> = [before].into_iter().chain(steps).chain([after]).collect();
            for (at, (label, of)) in kinds.into_iter().enumerate() {
                let cell = |spread: &Option<(Option<f64>, Quantiles)>| match spread {
                    Some((sd, quantiles)) if is_uncertain(*sd) => self.amount(Some(of(quantiles))),
                    _ => Cell::Blank,
                };
                rows.push(self.bridge_row(entry, at, label.to_owned(), all.iter().map(cell).collect()));
            }
        }
        let caption = self.word(&text!(ja: "段階別の幅（P10・P90 は足しても合いません）", en: "Range of each step (P10 and P90 do not add up)"));
        let table = Table::of_rows(2, self.bridge_heads(first), rows);
        (!table.looks.is_empty()).then_some(Table {
            name: "bridge-ranges",
            caption,
            layout: Layout::Whole,
            is_beyond_terminal: true,
            ..table
        })
    }

    fn bridge_rows(&self) -> Vec<(Text, StepAmount)> {
        let mut rows: Vec<(Text, StepAmount)> = vec![
            (text!(ja: "目標", en: "target"), |a| a.target),
            (text!(ja: "計画値", en: "planned"), |a| Some(a.planned)),
        ];
        if !self.is_certain() {
            rows.push((text!(ja: "平均", en: "mean"), |a| Some(a.mean)));
        }
        rows
    }
}
