//! Target, plan and outlook of the total, added up year by year.

use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Amounts, Entry, TOTAL};
use crate::report::numbers::percent;
use crate::report::text::Report;

/// Amounts of the total from the first year of the plan to each year.
#[derive(Clone, Debug)]
pub(in crate::report) struct Cumulative {
    /// The years.
    pub(in crate::report) years: Vec<FiscalYear>,
    /// The amounts up to each of them.
    pub(in crate::report) sums: Vec<Amounts>,
    /// P10 and P90 of the whole period; nothing where it is certain.
    pub(in crate::report) reach: Option<[f64; 2]>,
}

impl Report<'_> {
    /// The amounts added up; nothing without a fixed period, of a single year, and where what the period amounts to is not the
    /// sum of its years.
    pub(in crate::report) fn cumulative(&self) -> Option<Cumulative> {
        let whole = self.outcome.plan_entry(TOTAL).filter(|_| self.outcome.header.fixed_period)?;
        let years: Vec<FiscalYear> = self.outcome.header.plan.years().collect();
        let entries: Option<Vec<&Entry>> = years.iter().map(|year| self.outcome.year_entry(TOTAL, *year)).collect();
        let sums = added_up(entries.filter(|entries| entries.len() > 1)?);
        let is_sum = |sum: f64, of: f64| (sum - of).abs() <= 1e-6 * of.abs().max(1.0);
        let last = sums.last().filter(|last| is_sum(last.planned, whole.planned) && is_sum(last.mean, whole.mean))?;
        let is_aimed_at = match (last.target, whole.target) {
            (Some(sum), Some(target)) => is_sum(sum, target),
            (sum, target) => sum.is_none() && target.is_none(),
        };
        let reach = Some([whole.quantiles.p10, whole.quantiles.p90]).filter(|[low, high]| low < high);
        is_aimed_at.then_some(Cumulative { years, sums, reach })
    }

    /// What the sums say by the end of the plan.
    pub(in crate::report) fn cumulative_finding(&self, sums: &Cumulative) -> Text {
        let year = sums.years.last().map_or_else(String::new, |year| year.short(self.lang));
        let last = sums.sums.last().copied().unwrap_or_default();
        let Amounts { target: Some(target), planned, mean } = last else {
            return text!(ja: "累計の計画値と見込み", en: "Planned and expected effect, added up");
        };
        if self.money().is_nothing(mean - target) {
            return text!(ja: "累計は、{year}末に目標に並ぶ見込み", en: "By the end of {year} the sum is expected to be level with the target");
        }
        if target <= 0.0 {
            let amount = self.said((mean - target).abs());
            return if mean > target {
                text!(ja: "累計は、{year}末に目標を{amount}上回る見込み", en: "By the end of {year} the sum is expected to exceed the target by {amount}")
            } else {
                text!(ja: "累計は、{year}末に目標を{amount}下回る見込み", en: "By the end of {year} the sum is expected to be {amount} below the target")
            };
        }
        let [expected, as_planned] = [mean / target, planned / target].map(|share| percent(share, 0));
        text!(
            ja: "{year}末の累計は目標の{expected}となる見込み（計画どおりなら{as_planned}）",
            en: "By the end of {year}, {expected} of the target are expected ({as_planned} as planned)"
        )
    }
}

/// The amounts of entries from the first to each of them; targets of those that have one.
pub(in crate::report) fn added_up<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Amounts> {
    let sums = entries.into_iter().scan(Amounts::default(), |sum, e| {
        let target = e.target.map(|target| sum.target.unwrap_or(0.0) + target).or(sum.target);
        *sum = Amounts { target, planned: sum.planned + e.planned, mean: sum.mean + e.mean };
        Some(*sum)
    });
    sums.collect()
}
