//! Target, plan and outlook of the total, added up year by year.

use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Entry, TOTAL};
use crate::report::numbers::percent;
use crate::report::text::Report;

/// Amounts of the total from the first year of the plan to each year.
#[derive(Clone, Debug)]
pub(in crate::report) struct Cumulative {
    /// The years.
    pub(in crate::report) years: Vec<FiscalYear>,
    /// The targets; nothing where none is stated.
    pub(in crate::report) target: Vec<Option<f64>>,
    /// The planned amounts.
    pub(in crate::report) planned: Vec<f64>,
    /// The means.
    pub(in crate::report) mean: Vec<f64>,
    /// P10 and P90 of the whole period; nothing where it is certain.
    pub(in crate::report) reach: Option<[f64; 2]>,
}

impl Report<'_> {
    /// The amounts added up; nothing without a fixed period, of a single year, and where the effect of the period is not the sum
    /// of those of its years.
    pub(in crate::report) fn cumulative(&self) -> Option<Cumulative> {
        let whole = self.outcome.plan_entry(TOTAL).filter(|_| self.outcome.header.fixed_period)?;
        let years: Vec<FiscalYear> = self.outcome.header.plan.years().collect();
        let entries: Option<Vec<&Entry>> = years.iter().map(|year| self.outcome.year_entry(TOTAL, *year)).collect();
        let entries = entries.filter(|entries| entries.len() > 1)?;
        let planned = added_up(entries.iter().map(|e| e.planned));
        let mean = added_up(entries.iter().map(|e| e.mean));
        let targets = added_up(entries.iter().map(|e| e.target.unwrap_or(0.0)));
        let target = targets.into_iter().map(|sum| whole.target.map(|_| sum)).collect();
        let is_sum =
            |sums: &[f64], of: f64| sums.last().is_some_and(|sum| (sum - of).abs() <= 1e-6 * of.abs().max(1.0));
        let reach = Some([whole.quantiles.p10, whole.quantiles.p90]).filter(|[low, high]| low < high);
        (is_sum(&planned, whole.planned) && is_sum(&mean, whole.mean)).then_some(Cumulative {
            years,
            target,
            planned,
            mean,
            reach,
        })
    }

    /// What the sums say by the end of the plan.
    pub(in crate::report) fn cumulative_finding(&self, sums: &Cumulative) -> Text {
        let year = sums.years.last().map_or_else(String::new, |year| year.short(self.lang));
        let (Some(target), Some(mean), Some(planned)) =
            (sums.target.last().copied().flatten(), sums.mean.last().copied(), sums.planned.last().copied())
        else {
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

fn added_up(amounts: impl Iterator<Item = f64>) -> Vec<f64> {
    amounts
        .scan(0.0, |sum, amount| {
            *sum += amount;
            Some(*sum)
        })
        .collect()
}
