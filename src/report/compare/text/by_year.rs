//! The planned effect by fiscal year on both sides, with the published table's comparison column for every year.

use super::super::words::{change as change_head, ratio_head};
use super::{ComparisonReport, SectionPieces, change};
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::text;
use crate::outcome::{Amounts, Entry, Outcome, PeriodKind, TOTAL};
use crate::report::document::{Adds, Cell, Column, Figure, Look, Number, Table};
use crate::report::words::columns as heads;

/// The rows of a policy: both sides, the change, the ratio.
const ROWS: usize = 4;

/// Which of the amounts of a year.
#[derive(Clone, Copy)]
struct Which {
    amounts: fn(&Amounts) -> f64,
    entry: fn(&Entry) -> f64,
    is_planned: bool,
}

const PLANNED: Which = Which { amounts: |a| a.planned, entry: |e| e.planned, is_planned: true };
const MEAN: Which = Which { amounts: |a| a.mean, entry: |e| e.mean, is_planned: false };

/// The sum of years before it, but for so many columns right before it.
fn summed(cells: [Cell; ROWS], count: usize, skip: usize) -> [Cell; ROWS] {
    let [before, after, change, ratio] = cells;
    let adds = Adds::Before { count, skip };
    [before.that_adds(adds), after.that_adds(adds), change, ratio]
}

/// A year that only one side has, and the cells of a policy in it.
type OfOne = (FiscalYear, [Cell; ROWS]);

impl<'a> ComparisonReport<'a> {
    pub(super) fn by_year(&self, out: &mut SectionPieces) {
        let policies = self.policies_by_year();
        let [before, after] = self.names().heads();
        let labels = [before, after, change_head(), ratio_head()].map(|label| self.word(&label));
        out.table(self.years_table(&policies, PLANNED, &labels));
        if !self.is_certain() {
            let caption = self.word(&text!(ja: "試算の平均", en: "Simulated mean"));
            let table = self.years_table(&policies, MEAN, &labels);
            out.table(Table { name: "by-year-mean", caption, is_beyond_terminal: true, ..table });
        }
        self.on_years(out);
    }

    /// A table of the years of every policy.
    fn years_table(&self, policies: &[&str], which: Which, labels: &[String; ROWS]) -> Table {
        // The ratio is told of what was planned.
        let count = if which.is_planned { ROWS } else { ROWS - 1 };
        let name = |policy: &&str| [vec![self.name(policy)], vec![String::new(); count - 1]].concat();
        let labels = vec![
            Column::of_words(self.word(&heads("")[0]), policies.iter().flat_map(name).collect()),
            Column::of_words("", policies.iter().flat_map(|_| labels.iter().take(count).cloned()).collect()),
        ];
        let blocks: Vec<Vec<[Cell; ROWS]>> = policies.iter().map(|policy| self.years_of(policy, which)).collect();
        let column = |(at, head): (usize, String)| {
            let cells = blocks.iter().flat_map(|block| block.get(at).cloned().into_iter().flatten().take(count));
            Column::new(head, cells.collect())
        };
        let columns: Vec<Column> = self.year_heads().into_iter().enumerate().map(column).collect();
        let look = |policy: &&str| (0..count).map(|at| Look::of_block(*policy == TOTAL, at)).collect::<Vec<_>>();
        let looks = policies.iter().flat_map(look).collect();
        Table { labels, columns, looks, ..Table::default() }
    }

    fn on_years(&self, out: &mut SectionPieces) {
        if let Some(years) = self.common() {
            let span = years.short(self.lang);
            self.line(out, text!(
                ja: "  増減と比率は、共通する年度（{span}）だけに示しています。一方にだけある年度は、その計画の額だけを示しています。",
                en: "  Changes and ratios stand for the common years ({span}) alone; of years that only one plan has, the amounts of that one."
            ));
        }
    }

    fn policies_by_year(&self) -> Vec<&'a str> {
        let mut policies: Vec<&str> = Vec::new();
        for difference in self.pair.comparison.differences.iter().filter(|d| d.period.kind == PeriodKind::Year) {
            if !policies.contains(&difference.policy.as_str()) {
                policies.push(&difference.policy);
            }
        }
        policies
    }

    pub(in crate::report) fn years<'p>(&self, policy: &'p str) -> impl Iterator<Item = &'a Difference> + use<'a, 'p> {
        let of = move |d: &&Difference| d.policy == policy && d.period.kind == PeriodKind::Year;
        self.pair.comparison.differences.iter().filter(of)
    }

    fn year_heads(&self) -> Vec<String> {
        let any = self.policies_by_year().first().copied().unwrap_or_default();
        let shared = self.years(any).map(|d| self.of(self.pair.revised).year_head(d.period.first));
        let [before, after] =
            self.years_of_one().map(|years| years.into_iter().map(|(o, year)| self.of(o).year_head(year)));
        let mut heads: Vec<String> = before.chain(shared).chain(after).collect();
        let fixed = self.pair.plan.header.fixed_period;
        if self.common().is_some() {
            heads.push(self.word(&text!(ja: "共通する\n年度の計", en: "Common\nyears")));
            heads.extend(fixed.then(|| self.word(&text!(ja: "それぞれの\n計画期間", en: "Own plan\nperiod"))));
        } else if fixed {
            heads.push(self.word(&text!(ja: "計画期間", en: "Plan period")));
        }
        heads
    }

    /// The years that only one side has with that side, before those that both have and after them.
    fn years_of_one(&self) -> [Vec<(&'a Outcome, FiscalYear)>; 2] {
        let Some(common) = self.common() else { return [Vec::new(), Vec::new()] };
        let of = |outcome: &'a Outcome| {
            let own = outcome.header.plan.outside(common).flat_map(crate::fiscal::Span::years);
            own.map(move |year| (outcome, year))
        };
        let all = [self.pair.plan, self.pair.revised].into_iter().flat_map(of);
        let (mut before, mut after): (Vec<_>, Vec<_>) = all.partition(|(_, year)| *year < common.first);
        before.sort_by_key(|(_, year)| *year);
        after.sort_by_key(|(_, year)| *year);
        [before, after]
    }

    /// The cells of a policy, year by year and then over the plan period or the common years. Years are rounded to add up to
    /// that on either side, so that changes do too.
    fn years_of(&self, policy: &str, which: Which) -> Vec<[Cell; ROWS]> {
        let mut differences: Vec<&Difference> = self.years(policy).collect();
        let whole = self.main().find(|d| d.policy == policy).filter(|_| self.is_over_years());
        let changes: Vec<[f64; 3]> = differences.iter().map(|d| change(self.money(), d, which.amounts)).collect();
        let side = |at: usize| -> Vec<f64> {
            let exact = |d: &&Difference| [d.plan, d.revised][at].map_or(0.0, |s| (which.amounts)(&s.amounts));
            match whole.map(|d| change(self.money(), d, which.amounts)[at]) {
                Some(total) => {
                    let years = self.money().rounded_to_add(&differences.iter().map(exact).collect::<Vec<_>>(), total);
                    [years, vec![total]].concat()
                }
                None => changes.iter().map(|c| c[at]).collect(),
            }
        };
        let [before, after] = [side(0), side(1)];
        let sums = [&before, &after].map(|side| whole.and_then(|_| side.last().copied()));
        differences.extend(whole);
        let shared = before.into_iter().zip(after).zip(differences);
        let shared: Vec<[Cell; ROWS]> =
            shared.map(|((before, after), d)| self.cells(d, which, before, after)).collect();
        let Some(common) = self.common() else {
            let mut shared = shared;
            let sum = whole.and_then(|_| shared.pop());
            let count = shared.len();
            shared.extend(sum.map(|sum| summed(sum, count, 0)));
            return shared;
        };
        let (years, sum) = shared.split_at(common.len());
        let (early, late): (Vec<OfOne>, Vec<OfOne>) =
            self.of_one(policy, which, sums).into_iter().partition(|(year, _)| *year < common.first);
        let cells = |of: Vec<OfOne>| of.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>();
        let own = self.own_period(policy, which);
        let all = early.len() + years.len() + late.len();
        let sum: Vec<_> = sum.iter().map(|sum| summed(sum.clone(), years.len(), late.len())).collect();
        let own: Vec<_> = own.into_iter().map(|own| summed(own, all, sum.len())).collect();
        [&cells(early)[..], years, &cells(late), &sum, &own].concat()
    }

    /// The cells of a policy in the years that only one side has, rounded so that all of a side's years add up to its plan
    /// period; `sums` are those of the common years as printed.
    fn of_one(&self, policy: &str, which: Which, sums: [Option<f64>; 2]) -> Vec<OfOne> {
        let mut found = Vec::new();
        for (at, outcome) in [self.pair.plan, self.pair.revised].into_iter().enumerate() {
            let own: Vec<FiscalYear> = self
                .years_of_one()
                .concat()
                .into_iter()
                .filter(|(o, _)| std::ptr::eq(*o, outcome))
                .map(|(_, y)| y)
                .collect();
            let amounts: Option<Vec<f64>> =
                own.iter().map(|year| Some((which.entry)(outcome.year_entry(policy, *year)?))).collect();
            let rest = outcome
                .plan_entry(policy)
                .zip(sums[at])
                .map(|(whole, sum)| self.money().round((which.entry)(whole)) - sum);
            let printed = amounts.as_ref().map(|amounts| match rest {
                Some(rest) => self.money().rounded_to_add(amounts, rest),
                None => amounts.iter().map(|amount| self.money().round(*amount)).collect(),
            });
            for (n, year) in own.into_iter().enumerate() {
                let mut cells = [const { Cell::Undefined }; ROWS];
                if let (Some(exact), Some(rounded)) = (&amounts, &printed) {
                    let figure = Figure::Amount(self.money());
                    cells[at] = Cell::Number(Number::rounded(exact[n], rounded[n], figure));
                }
                found.push((year, cells));
            }
        }
        found.sort_by_key(|(year, _)| *year);
        found
    }

    /// The cells of a policy over each side's own plan period, where there is one.
    fn own_period(&self, policy: &str, which: Which) -> Option<[Cell; ROWS]> {
        let [before, after] = [self.pair.plan, self.pair.revised].map(|o| o.plan_entry(policy).map(which.entry));
        let cells = [self.amount(before), self.amount(after), Cell::Undefined, Cell::Undefined];
        self.pair.plan.header.fixed_period.then_some(cells)
    }

    fn cells(&self, difference: &Difference, which: Which, before: f64, after: f64) -> [Cell; ROWS] {
        let [plan, revised] =
            [difference.plan, difference.revised].map(|side| side.map(|s| (which.amounts)(&s.amounts)));
        let change = revised.unwrap_or(0.0) - plan.unwrap_or(0.0);
        let change = Some(change).filter(|_| !self.is_of_one(difference));
        let cell = |exact: Option<f64>, rounded: f64| {
            Cell::optional(exact.map(|exact| Number::rounded(exact, rounded, Figure::Amount(self.money()))))
        };
        let change = cell(change, after - before).that_adds(Adds::ChangeBelow);
        [cell(plan, before), cell(revised, after), change, self.ratio(difference)]
    }
}
