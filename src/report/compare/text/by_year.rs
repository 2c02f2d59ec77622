//! The planned effect by fiscal year on both sides, with the published table's comparison column for every year.

use super::super::words::{change as change_head, ratio_head};
use super::{Pieces, Told, change};
use crate::analysis::Difference;
use crate::fiscal::FiscalYear;
use crate::lang::text;
use crate::outcome::{Outcome, PeriodKind};
use crate::report::columns::Column;
use crate::report::numbers::UNDEFINED;
use crate::report::words::columns as heads;

/// The rows of a policy: both sides, the change, the ratio.
const ROWS: usize = 4;

/// A year that only one side has, and the cells of a policy in it.
type OfOne = (FiscalYear, [String; ROWS]);

impl<'a> Told<'a> {
    pub(super) fn by_year(&self, out: &mut Pieces) {
        let policies = self.policies_by_year();
        let name = |policy: &&str| [vec![self.name(policy)], vec![String::new(); ROWS - 1]].concat();
        let [before, after] = self.names().heads();
        let labels = [before, after, change_head(), ratio_head()].map(|label| self.word(&label));
        let labels = [
            Column { head: self.word(&heads("")[0]), cells: policies.iter().flat_map(name).collect() },
            Column { head: String::new(), cells: labels.iter().cycle().take(ROWS * policies.len()).cloned().collect() },
        ];
        let blocks: Vec<Vec<[String; ROWS]>> = policies.iter().map(|policy| self.years_of(policy)).collect();
        let column = |(at, head): (usize, String)| {
            let cells = blocks.iter().flat_map(|block| block.get(at).cloned().into_iter().flatten());
            Column { head, cells: cells.collect() }
        };
        let columns: Vec<Column> = self.year_heads().into_iter().enumerate().map(column).collect();
        out.columns(labels.into(), columns);
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
    fn years_of(&self, policy: &str) -> Vec<[String; ROWS]> {
        let mut differences: Vec<&Difference> = self.years(policy).collect();
        let whole = self.main().find(|d| d.policy == policy).filter(|_| self.is_over_years());
        let changes: Vec<[f64; 3]> = differences.iter().map(|d| change(self.money(), d, |a| a.planned)).collect();
        let side = |at: usize| -> Vec<f64> {
            let exact = |d: &&Difference| [d.plan, d.revised][at].map_or(0.0, |s| s.amounts.planned);
            match whole.map(|d| change(self.money(), d, |a| a.planned)[at]) {
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
        let shared: Vec<[String; ROWS]> = shared.map(|((before, after), d)| self.cells(d, before, after)).collect();
        let Some(common) = self.common() else { return shared };
        let (years, sum) = shared.split_at(common.len());
        let (early, late): (Vec<OfOne>, Vec<OfOne>) =
            self.of_one(policy, sums).into_iter().partition(|(year, _)| *year < common.first);
        let cells = |of: Vec<OfOne>| of.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>();
        let own = self.own_period(policy);
        [&cells(early)[..], years, &cells(late), sum, own.as_slice()].concat()
    }

    /// The cells of a policy in the years that only one side has, rounded so that all of a side's years add up to its plan
    /// period; `sums` are those of the common years as printed.
    fn of_one(&self, policy: &str, sums: [Option<f64>; 2]) -> Vec<OfOne> {
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
                own.iter().map(|year| Some(outcome.year_entry(policy, *year)?.planned)).collect();
            let rest =
                outcome.plan_entry(policy).zip(sums[at]).map(|(whole, sum)| self.money().round(whole.planned) - sum);
            let printed = amounts.map(|amounts| match rest {
                Some(rest) => self.money().rounded_to_add(&amounts, rest),
                None => amounts.into_iter().map(|amount| self.money().round(amount)).collect(),
            });
            for (n, year) in own.into_iter().enumerate() {
                let mut cells = [UNDEFINED; ROWS].map(str::to_owned);
                if let Some(amount) = printed.as_ref().map(|printed| printed[n]) {
                    cells[at] = self.money().in_table(amount);
                }
                found.push((year, cells));
            }
        }
        found.sort_by_key(|(year, _)| *year);
        found
    }

    /// The cells of a policy over each side's own plan period, where there is one.
    fn own_period(&self, policy: &str) -> Option<[String; ROWS]> {
        let [before, after] = [self.pair.plan, self.pair.revised].map(|o| o.plan_entry(policy).map(|e| e.planned));
        let cell = |amount: Option<f64>| amount.map_or_else(|| UNDEFINED.to_owned(), self.money().printer());
        let none = || UNDEFINED.to_owned();
        self.pair.plan.header.fixed_period.then(|| [cell(before), cell(after), none(), none()])
    }

    fn cells(&self, difference: &Difference, before: f64, after: f64) -> [String; ROWS] {
        let cell = |there: bool, amount: f64| if there { self.money().in_table(amount) } else { UNDEFINED.to_owned() };
        [
            cell(difference.plan.is_some(), before),
            cell(difference.revised.is_some(), after),
            cell(!self.is_of_one(difference), after - before),
            self.ratio(difference),
        ]
    }
}
