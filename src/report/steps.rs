//! An edition step by step: from the plan period to it, and from the edition before to it. Every row of amounts adds up
//! as printed.

use super::document::{Adds, Cell, Key, Layout, Look, Table};
use super::text::Report;
use super::{terminal, words};
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::outcome::{Amounts, BridgeEntry, EditionEntry, Quantiles, ReconciliationEntry, TOTAL};

/// Which of the amounts of a step.
type StepFigure<T> = fn(&T) -> Option<f64>;

impl<'a> Report<'a> {
    /// The tables of one edition.
    pub(super) fn steps_of(&self, out: &mut String, edition: &'a EditionEntry) {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::edition(edition, lang));
        let made = edition.as_of.text();
        let (made_ja, made_en) = (made.ja, made.en);
        self.line(out, if self.outcome.header.fixed_period {
            text!(ja: "\n財政計画への読替え：計画期間の額から {ja}へ（{made_ja}ローリング版）", en: "\nReconciliation: from the plan period to the edition with {en}, made in {made_en}")
        } else {
            text!(ja: "\n版の内訳：{ja}、{made_ja}ローリング版", en: "\nWhat makes up the edition with {en}, made in {made_en}")
        });
        terminal::write(out, &self.reconciliation(edition), self.lang);
        let bridges: Vec<&BridgeEntry> = self.outcome.bridges.iter().filter(|b| b.to == edition.base).collect();
        if let Some(bridge) = bridges.first() {
            let (from, to) = (bridge.from.text(), bridge.to.text());
            let (from_ja, to_ja, from_en, to_en) = (from.ja, to.ja, from.en, to.en);
            self.line(out, text!(ja: "\n版から版への増減：{from_ja}基準の版から{to_ja}基準の版へ", en: "\nBridge: from the edition with base {from_en} to the one with base {to_en}"));
            terminal::write(out, &self.bridge(&bridges), self.lang);
        }
    }

    /// From the plan period to an edition.
    pub(super) fn reconciliation(&self, edition: &'a EditionEntry) -> Table {
        let fixed = self.outcome.header.fixed_period;
        let steps = edition.reconciliation.first().map(|r| r.steps.as_slice()).unwrap_or_default();
        let mut heads: Vec<Text> = steps.iter().map(|s| words::reconciliation_step(s.step, fixed)).collect();
        heads.push(text!(ja: "この版\nでの額", en: "On the\nedition"));
        let rows = edition.reconciliation.iter().flat_map(|entry| self.reconciled(edition, entry)).collect();
        self.grid("reconciliation", &heads, rows)
    }

    /// From the edition before to an edition.
    pub(super) fn bridge(&self, bridges: &[&'a BridgeEntry]) -> Table {
        let Some(first) = bridges.first() else { return Table::default() };
        let [from, to] = [first.from, first.to].map(|base| [Lang::Ja, Lang::En].map(|lang| base.short(lang)));
        let ([from_ja, from_en], [to_ja, to_en]) = (from, to);
        let mut heads = vec![text!(ja: "前の版\n({from_ja}基準)", en: "Earlier\n(base {from_en})")];
        heads.extend(first.steps.iter().map(|s| words::bridge_step(s.step)));
        heads.push(text!(ja: "次の版\n({to_ja}基準)", en: "Later\n(base {to_en})"));
        let rows = bridges.iter().flat_map(|b| self.bridged(b)).collect();
        self.grid("bridge", &heads, rows)
    }

    /// The positions of the steps of an edition that its table shows, from the amount of the plan period to where they lead.
    pub(super) fn steps_shown(&self, edition: &'a EditionEntry) -> Vec<usize> {
        let rows: Vec<StepRow> =
            edition.reconciliation.iter().flat_map(|entry| self.reconciled(edition, entry)).collect();
        self.columns_shown(edition.reconciliation.first().map_or(0, |entry| entry.steps.len() + 1), &rows)
    }

    /// The columns between first and last that would not be 0 throughout, and these.
    fn columns_shown(&self, count: usize, rows: &[StepRow]) -> Vec<usize> {
        let ends = [0, count.saturating_sub(1)];
        let says = |cell: Option<&Cell>| {
            cell.and_then(Cell::number).is_some_and(|number| self.money().round(number.rounded) != 0.0)
        };
        (0..count).filter(|c| ends.contains(c) || rows.iter().any(|r| says(r.cells.get(*c)))).collect()
    }

    /// The rows of one policy in a reconciliation.
    fn reconciled(&self, edition: &EditionEntry, entry: &'a ReconciliationEntry) -> Vec<StepRow<'a>> {
        let count = entry.steps.len() + 1;
        let exact =
            |of: StepFigure<Amounts>| entry.steps.iter().map(|s| of(&s.amounts)).chain([of(&entry.edition)]).collect();
        let rows = amounts().into_iter().map(|(label, statistic, of)| {
            let cells = self.walked(self.walk(edition, entry, of), exact(of), count);
            StepRow { policy: &entry.policy, label, statistic, cells }
        });
        rows.collect()
    }

    /// The cells of amounts that lead from the first to the last, which is their sum as printed; undefined where one is.
    fn walked(&self, rounded: Option<Vec<f64>>, exact: Vec<Option<f64>>, count: usize) -> Vec<Cell> {
        let Some(rounded) = rounded else { return vec![Cell::Undefined; count] };
        rounded.into_iter().zip(exact).map(|(rounded, exact)| self.rounded(exact, Some(rounded))).collect()
    }

    /// The amounts of a reconciliation and where they lead, as printed.
    pub(super) fn walk(
        &self,
        edition: &EditionEntry,
        entry: &ReconciliationEntry,
        of: StepFigure<Amounts>,
    ) -> Option<Vec<f64>> {
        let (first, others) = entry.steps.split_first()?;
        let start = self.figures.end(&entry.policy, None, first.amounts);
        let end = self.figures.end(&entry.policy, Some(edition.base), entry.edition);
        walk_of(self.money(), &start, others.iter().map(|s| &s.amounts), &end, of)
    }

    /// The rows of one policy in a bridge.
    fn bridged(&self, b: &'a BridgeEntry) -> Vec<StepRow<'a>> {
        let count = b.steps.len() + 2;
        let exact = |of: StepFigure<Amounts>| {
            [of(&b.before)].into_iter().chain(b.steps.iter().map(|s| of(&s.amounts))).chain([of(&b.after)]).collect()
        };
        let mut rows: Vec<StepRow> = Vec::new();
        for (label, statistic, of) in amounts() {
            let before = self.figures.end(&b.policy, Some(b.from), b.before);
            let after = self.figures.end(&b.policy, Some(b.to), b.after);
            let walk = walk_of(self.money(), &before, b.steps.iter().map(|s| &s.amounts), &after, of);
            rows.push(StepRow { policy: &b.policy, label, statistic, cells: self.walked(walk, exact(of), count) });
        }
        if b.steps.iter().any(|s| s.sd.is_some_and(|sd| sd > 0.0)) {
            for (label, statistic, of) in quantiles() {
                let end = |base| self.outcome.edition_entry(&b.policy, base).map(|e| (e.sd, e.quantiles));
                let steps = b.steps.iter().map(|s| Some((s.sd, s.quantiles)));
                let all = [end(b.from)].into_iter().chain(steps).chain([end(b.to)]);
                let uncertain = all.map(|cell| cell.filter(|(sd, _)| sd.is_some_and(|sd| sd > 0.0)));
                let cell = |found: Option<(Option<f64>, Quantiles)>| match found.and_then(|(_, q)| of(&q)) {
                    Some(amount) => self.amount_of(Some(amount)),
                    None => Cell::Blank,
                };
                rows.push(StepRow { policy: &b.policy, label, statistic, cells: uncertain.map(cell).collect() });
            }
        }
        rows
    }

    /// The rows as a table, without the columns between first and last that would be 0 throughout; the last adds up those
    /// before it.
    fn grid(&self, name: &'static str, heads: &[Text], rows: Vec<StepRow>) -> Table {
        let kept = self.columns_shown(heads.len(), &rows);
        let mut all_heads = vec![words::columns("")[0].clone(), Text::default()];
        all_heads.extend(kept.iter().filter_map(|c| heads.get(*c).cloned()));
        let (mut told, mut keys, mut above) = (Vec::new(), Vec::new(), "");
        for row in rows {
            let goes_on = row.policy == above;
            let name = if goes_on { String::new() } else { self.name(row.policy) };
            let look = Look::of_block(row.policy == TOTAL, usize::from(goes_on));
            above = row.policy;
            let mut cells: Vec<Cell> = kept.iter().map(|c| row.cells.get(*c).cloned().unwrap_or_default()).collect();
            if amounts().iter().any(|(_, statistic, _)| *statistic == row.statistic) {
                let sum = cells.pop().map(|last| last.that_adds(Adds::Before { count: kept.len() - 1, skip: 0 }));
                cells.extend(sum);
            }
            let labels = vec![Cell::Words(name), Cell::Words(row.label.get(self.lang).to_owned())];
            told.push((look, [labels, cells].concat()));
            let policy = Some(row.policy.to_owned());
            keys.push(Key { policy, period: None, statistic: Some(row.statistic) });
        }
        let heads = all_heads.iter().map(|head| head.get(self.lang).into()).collect();
        let unit = self.outcome.header.unit.name(self.lang).to_owned();
        Table { name, unit, layout: Layout::Whole, ..Table::of_rows(2, heads, told).with_keys(keys) }
    }
}

/// A row: whose it is, what it holds, and a cell a column.
struct StepRow<'a> {
    policy: &'a str,
    label: Text,
    statistic: &'static str,
    cells: Vec<Cell>,
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

/// What is told of every step: its label, its name for programs, the amount.
fn amounts() -> [(Text, &'static str, StepFigure<Amounts>); 3] {
    [
        (text!(ja: "目標", en: "target"), "target", |a| a.target),
        (text!(ja: "計画値", en: "planned"), "planned", |a| Some(a.planned)),
        (text!(ja: "平均", en: "mean"), "mean", |a| Some(a.mean)),
    ]
}

fn quantiles() -> [(Text, &'static str, StepFigure<Quantiles>); 2] {
    [(Text::same("P10"), "p10", |q| Some(q.p10)), (Text::same("P90"), "p90", |q| Some(q.p90))]
}
