//! Which periods a store holds results of.

use super::{Store, StoreError};
use crate::batch::PeriodChoice;
use crate::fiscal::FiscalYear;

impl Store {
    /// The periods that any scenario of the set has results of: the plan, the rolling plan, years, editions, each in order.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub fn periods(&self) -> Result<Vec<PeriodChoice>, StoreError> {
        let query = "SELECT DISTINCT period_kind, first_fy, base_fy FROM result \
            JOIN scenario ON scenario.id = result.scenario \
            WHERE scenario.position IS NOT NULL AND status = 'done' ORDER BY first_fy, base_fy";
        let found = self.all(query, [], |row| {
            let kind: String = row.get(0)?;
            let year = |at: usize| row.get::<_, Option<i32>>(at).map(|y| y.and_then(FiscalYear::new));
            Ok(match kind.as_str() {
                "plan" => Some(PeriodChoice::Plan),
                "rolling" => Some(PeriodChoice::Rolling),
                "year" => year(1)?.map(PeriodChoice::Year),
                "edition" => year(2)?.map(PeriodChoice::Edition),
                _ => None,
            })
        })?;
        let mut periods: Vec<PeriodChoice> = Vec::new();
        for period in found.into_iter().flatten() {
            if !periods.contains(&period) {
                periods.push(period);
            }
        }
        periods.sort_by_key(|period| match period {
            PeriodChoice::Plan => (0, None),
            PeriodChoice::Rolling => (1, None),
            PeriodChoice::Year(year) => (2, Some(*year)),
            PeriodChoice::Edition(base) => (3, Some(*base)),
        });
        Ok(periods)
    }
}
