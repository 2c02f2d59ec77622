//! The planned effect by fiscal year on both sides, with the published table's comparison column for every year.

use super::super::words::{after, before, change as change_head, ratio, ratio_head};
use super::{Pieces, Told, change};
use crate::analysis::Difference;
use crate::lang::text;
use crate::outcome::PeriodKind;
use crate::report::columns::Column;
use crate::report::numbers::UNDEFINED;
use crate::report::words::columns as heads;

/// The rows of a policy: both sides, the change, the ratio.
const ROWS: usize = 4;

impl<'a> Told<'a> {
    pub(super) fn by_year(&self, out: &mut Pieces) {
        let policies = self.policies_by_year();
        let name = |policy: &&str| [vec![self.name(policy)], vec![String::new(); ROWS - 1]].concat();
        let labels = [before(), after(), change_head(), ratio_head()].map(|label| self.word(&label));
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
        let mut heads: Vec<String> =
            self.years(any).map(|d| self.of(self.pair.revised).year_head(d.period.first)).collect();
        if self.pair.plan.header.fixed_period {
            heads.push(self.word(&text!(ja: "計画期間", en: "Plan period")));
        }
        heads
    }

    /// The cells of a policy, year by year and then over the plan period. Years are rounded to add up to the plan period
    /// on either side, so that changes do too.
    fn years_of(&self, policy: &str) -> Vec<[String; ROWS]> {
        let mut differences: Vec<&Difference> = self.years(policy).collect();
        let fixed = self.pair.plan.header.fixed_period;
        let whole = self.main().find(|d| d.policy == policy).filter(|_| fixed);
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
        differences.extend(whole);
        let cells = before.into_iter().zip(after).zip(differences);
        cells.map(|((before, after), d)| self.cells(d, before, after)).collect()
    }

    fn cells(&self, difference: &Difference, before: f64, after: f64) -> [String; ROWS] {
        let cell = |there: bool, amount: f64| if there { self.money().in_table(amount) } else { UNDEFINED.to_owned() };
        [
            cell(difference.plan.is_some(), before),
            cell(difference.revised.is_some(), after),
            self.money().in_table(after - before),
            ratio(difference.ratio, self.lang),
        ]
    }
}
