//! An edition step by step: from the plan period to it, and from the edition before to it. Every row of amounts adds up
//! as printed.

use super::numbers::UNDEFINED;
use super::tables::{align, align_labels};
use super::text::Report;
use super::words;
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::outcome::{Amounts, BridgeEntry, EditionEntry, Quantiles, ReconciliationEntry};
use comfy_table::Table;
use std::fmt::Write as _;

/// A row: whose it is, what it holds, and an amount a column; nothing where a quantile of a certain step would stand.
struct Row<'a> {
    policy: &'a str,
    label: Text,
    cells: Vec<Option<f64>>,
    /// What stands where there is no amount.
    missing: &'static str,
}

/// Which of the amounts of a step.
pub(super) type Of<T> = fn(&T) -> Option<f64>;

impl<'a> Report<'a> {
    /// The tables of one edition.
    pub(super) fn steps_of(&self, out: &mut String, edition: &'a EditionEntry) {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
        let made = edition.as_of.text();
        let (made_ja, made_en) = (made.ja, made.en);
        self.line(out, if self.outcome.header.fixed_period {
            text!(ja: "\n版への組替え：計画期間の額から {ja}へ（{made_ja}作成）", en: "\nReconciliation: from the plan period to the edition with {en}, made in {made_en}")
        } else {
            text!(ja: "\n版の内訳：{ja}、{made_ja}作成", en: "\nWhat makes up the edition with {en}, made in {made_en}")
        });
        let _ = writeln!(out, "{}", self.reconciliation(edition));
        let bridges: Vec<&BridgeEntry> = self.outcome.bridges.iter().filter(|b| b.to == edition.base).collect();
        if let Some(bridge) = bridges.first() {
            let (from, to) = (bridge.from.text(), bridge.to.text());
            let (from_ja, to_ja, from_en, to_en) = (from.ja, to.ja, from.en, to.en);
            self.line(out, text!(ja: "\n版から版への増減：{from_ja}基準の版から{to_ja}基準の版へ", en: "\nBridge: from the edition with base {from_en} to the one with base {to_en}"));
            let _ = writeln!(out, "{}", self.bridge(&bridges));
        }
    }

    fn reconciliation(&self, edition: &'a EditionEntry) -> Table {
        let fixed = self.outcome.header.fixed_period;
        let steps = edition.reconciliation.first().map(|r| r.steps.as_slice()).unwrap_or_default();
        let mut heads: Vec<Text> = steps.iter().map(|s| words::reconciliation_step(s.step, fixed)).collect();
        heads.push(text!(ja: "この版\nでの額", en: "On the\nedition"));
        let rows = edition.reconciliation.iter().flat_map(|entry| self.reconciled(edition, entry)).collect();
        self.grid(heads, rows)
    }

    fn bridge(&self, bridges: &[&'a BridgeEntry]) -> Table {
        let Some(first) = bridges.first() else { return Table::new() };
        let [from, to] = [first.from, first.to].map(|base| [Lang::Ja, Lang::En].map(|lang| base.short(lang)));
        let ([from_ja, from_en], [to_ja, to_en]) = (from, to);
        let mut heads = vec![text!(ja: "前の版\n({from_ja}基準)", en: "Earlier\n(base {from_en})")];
        heads.extend(first.steps.iter().map(|s| words::bridge_step(s.step)));
        heads.push(text!(ja: "次の版\n({to_ja}基準)", en: "Later\n(base {to_en})"));
        let rows = bridges.iter().flat_map(|b| self.bridged(b)).collect();
        self.grid(heads, rows)
    }

    /// The rows of one policy in a reconciliation.
    fn reconciled(&self, edition: &EditionEntry, entry: &'a ReconciliationEntry) -> Vec<Row<'a>> {
        let row = |(label, of): (Text, Of<Amounts>)| Row {
            policy: &entry.policy,
            label,
            cells: cells(self.walk(edition, entry, of), entry.steps.len() + 1),
            missing: UNDEFINED,
        };
        amounts().map(row).into()
    }

    /// The amounts of a reconciliation and where they lead, as printed.
    pub(super) fn walk(
        &self,
        edition: &EditionEntry,
        entry: &ReconciliationEntry,
        of: Of<Amounts>,
    ) -> Option<Vec<f64>> {
        let (first, others) = entry.steps.split_first()?;
        let start = self.figures.end(&entry.policy, None, first.amounts);
        let end = self.figures.end(&entry.policy, Some(edition.base), entry.edition);
        walk_of(self.money(), &start, others.iter().map(|s| &s.amounts), &end, of)
    }

    /// The rows of one policy in a bridge.
    fn bridged(&self, b: &'a BridgeEntry) -> Vec<Row<'a>> {
        let mut rows: Vec<Row> = amounts()
            .into_iter()
            .map(|(label, of)| {
                let before = self.figures.end(&b.policy, Some(b.from), b.before);
                let after = self.figures.end(&b.policy, Some(b.to), b.after);
                let walk = walk_of(self.money(), &before, b.steps.iter().map(|s| &s.amounts), &after, of);
                Row { policy: &b.policy, label, cells: cells(walk, b.steps.len() + 2), missing: UNDEFINED }
            })
            .collect();
        if b.steps.iter().any(|s| s.sd.is_some_and(|sd| sd > 0.0)) {
            rows.extend(quantiles().map(|(label, of)| {
                let end = |base| self.outcome.edition_entry(&b.policy, base).map(|e| (e.sd, e.quantiles));
                let steps = b.steps.iter().map(|s| Some((s.sd, s.quantiles)));
                let all = [end(b.from)].into_iter().chain(steps).chain([end(b.to)]);
                let uncertain = all.map(|cell| cell.filter(|(sd, _)| sd.is_some_and(|sd| sd > 0.0)));
                let cells = uncertain.map(|cell| cell.and_then(|(_, q)| of(&q))).collect();
                Row { policy: &b.policy, label, cells, missing: "" }
            }));
        }
        rows
    }

    /// The rows as a table, without the columns between first and last that would be 0 throughout.
    fn grid(&self, heads: Vec<Text>, rows: Vec<Row>) -> Table {
        let ends = [0, heads.len().saturating_sub(1)];
        let says = |cell: Option<&Option<f64>>| cell.is_some_and(|c| c.is_some_and(|v| self.money().round(v) != 0.0));
        let kept: Vec<usize> =
            (0..heads.len()).filter(|c| ends.contains(c) || rows.iter().any(|r| says(r.cells.get(*c)))).collect();
        let mut all_heads = vec![words::columns("")[0].clone(), Text::default()];
        all_heads.extend(kept.iter().filter_map(|c| heads.get(*c).cloned()));
        let mut table = self.table_of(&all_heads);
        let mut above = "";
        for row in &rows {
            let name = if row.policy == above { String::new() } else { self.name(row.policy) };
            above = row.policy;
            let cell = |c: &usize| {
                row.cells.get(*c).copied().flatten().map_or_else(|| row.missing.to_owned(), self.money().printer())
            };
            let cells = kept.iter().map(cell);
            table.add_row([name, row.label.get(self.lang).to_owned()].into_iter().chain(cells));
        }
        align(&mut table);
        align_labels(&mut table);
        table
    }
}

/// The amounts that lead from the first to the last, rounded so that they add up; nothing where one is undefined.
pub(super) fn walk_of<'s>(
    unit: Unit,
    first: &Amounts,
    steps: impl Iterator<Item = &'s Amounts>,
    last: &Amounts,
    of: impl Fn(&Amounts) -> Option<f64>,
) -> Option<Vec<f64>> {
    let steps: Option<Vec<f64>> = steps.map(&of).collect();
    Some(unit.rounded_walk(of(first)?, &steps?, of(last)?))
}

/// The cells of a walk; as many without an amount where it is undefined.
fn cells(walk: Option<Vec<f64>>, columns: usize) -> Vec<Option<f64>> {
    walk.map_or_else(|| vec![None; columns], |walk| walk.into_iter().map(Some).collect())
}

pub(super) fn amounts() -> [(Text, Of<Amounts>); 3] {
    [
        (text!(ja: "目標", en: "target"), |a| a.target),
        (text!(ja: "計画値", en: "planned"), |a| Some(a.planned)),
        (text!(ja: "平均", en: "mean"), |a| Some(a.mean)),
    ]
}

fn quantiles() -> [(Text, Of<Quantiles>); 2] {
    [(Text::same("P10"), |q| Some(q.p10)), (Text::same("P90"), |q| Some(q.p90))]
}
