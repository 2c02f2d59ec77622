//! One entry of the results as a row and back.

use crate::fiscal::FiscalYear;
use crate::outcome::{Booked, Entry, PeriodEntry, Quantiles};
use crate::stats::Proportion;
use rusqlite::Row;
use rusqlite::types::{FromSql, Type, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The columns of a result after those that say which it is.
pub(super) const COLUMNS: &str = "policy, period_kind, first_fy, last_fy, base_fy, era, basis, target, planned, mean, \
    sd, se, p5, p10, p20, p25, p50, p75, p80, p90, p95, p_met, p_met_low, p_met_high, mean_shortfall, mean_shortfall_se, \
    mean_shortfall_if_short, cvar90, extra_for_80, extra, achievement, booked, p_met_booked, p_met_booked_low, \
    p_met_booked_high, mean_shortfall_booked, mean_shortfall_if_short_booked, cvar90_booked, extra_booked";

/// The values of an entry in the order of [`COLUMNS`].
pub(super) fn to_row(e: &Entry) -> Vec<Value> {
    let mut row = vec![e.policy.clone().into()];
    row.extend(period_to_row(&e.period));
    row.push(word(&e.basis).into());
    row.extend([e.target, Some(e.planned), Some(e.mean)].map(Value::from));
    row.extend([e.sd, e.se].map(Value::from));
    let q = &e.quantiles;
    row.extend([q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].map(Value::from));
    let p = e.p_met;
    row.extend([p.map(|p| p.value), p.map(|p| p.low), p.map(|p| p.high), e.mean_shortfall].map(Value::from));
    row.extend([e.mean_shortfall_se, e.mean_shortfall_if_short].map(Value::from));
    row.extend([e.cvar90, e.extra_for_80, e.extra].map(Value::from));
    row.push(e.achievement.into());
    let b = e.booked;
    row.extend(
        [
            b.map(|b| b.amount),
            b.map(|b| b.p_met.value),
            b.map(|b| b.p_met.low),
            b.map(|b| b.p_met.high),
            b.map(|b| b.mean_shortfall),
            b.and_then(|b| b.mean_shortfall_if_short),
            b.map(|b| b.cvar90),
            b.map(|b| b.extra),
        ]
        .map(Value::from),
    );
    row
}

/// The entry whose columns begin at `first`, without its parts.
pub(super) fn from_row(row: &Row, first: usize) -> rusqlite::Result<Entry> {
    let mut cells = Cells { row, next: first };
    Ok(Entry {
        policy: cells.take()?,
        period: cells.period()?,
        basis: cells.word()?,
        target: cells.take()?,
        planned: cells.take()?,
        mean: cells.take()?,
        sd: cells.take()?,
        se: cells.take()?,
        quantiles: cells.quantiles()?,
        p_met: cells.proportion_if_any()?,
        mean_shortfall: cells.take()?,
        mean_shortfall_se: cells.take()?,
        mean_shortfall_if_short: cells.take()?,
        cvar90: cells.take()?,
        extra_for_80: cells.take()?,
        extra: cells.take()?,
        achievement: cells.take()?,
        booked: cells.booked()?,
        parts: Vec::new(),
    })
}

/// `period_kind, first_fy, last_fy, base_fy, era`.
pub(super) fn period_to_row(period: &PeriodEntry) -> [Value; 5] {
    let year = |y: FiscalYear| Value::from(y.calendar());
    let base = period.base.map_or(Value::Null, year);
    [word(&period.kind).into(), year(period.first), year(period.last), base, period.era.clone().into()]
}

/// The word by which data files call a choice.
pub(in crate::batch) fn word(choice: &impl Serialize) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The cells of a row, one after the other.
pub(super) struct Cells<'a, 'b> {
    pub(super) row: &'a Row<'b>,
    pub(super) next: usize,
}

impl Cells<'_, '_> {
    pub(super) fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    /// A choice by its word.
    pub(super) fn word<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let word: String = self.take()?;
        self.as_json(word.into())
    }

    /// What is stored as JSON.
    pub(super) fn json<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|e| self.odd(e))
    }

    pub(super) fn year(&mut self) -> rusqlite::Result<Option<FiscalYear>> {
        let year: Option<i32> = self.take()?;
        year.map(|y| self.as_json(y.into())).transpose()
    }

    pub(super) fn period(&mut self) -> rusqlite::Result<PeriodEntry> {
        let kind = self.word()?;
        let [first, last, base] = [self.year()?, self.year()?, self.year()?];
        let lacks = || rusqlite::Error::InvalidColumnType(self.next, "first_fy".to_owned(), Type::Null);
        let (first, last) = (first.ok_or_else(lacks)?, last.ok_or_else(lacks)?);
        Ok(PeriodEntry { kind, first, last, base, era: self.take()? })
    }

    pub(super) fn proportion(&mut self) -> rusqlite::Result<Proportion> {
        Ok(Proportion { value: self.take()?, low: self.take()?, high: self.take()? })
    }

    fn proportion_if_any(&mut self) -> rusqlite::Result<Option<Proportion>> {
        let [value, low, high]: [Option<f64>; 3] = [self.take()?, self.take()?, self.take()?];
        Ok(value.zip(low).zip(high).map(|((value, low), high)| Proportion { value, low, high }))
    }

    fn quantiles(&mut self) -> rusqlite::Result<Quantiles> {
        Ok(Quantiles {
            p5: self.take()?,
            p10: self.take()?,
            p20: self.take()?,
            p25: self.take()?,
            p50: self.take()?,
            p75: self.take()?,
            p80: self.take()?,
            p90: self.take()?,
            p95: self.take()?,
        })
    }

    fn booked(&mut self) -> rusqlite::Result<Option<Booked>> {
        let Some(amount) = self.take()? else { return Ok(None) };
        Ok(Some(Booked {
            amount,
            p_met: self.proportion()?,
            mean_shortfall: self.take()?,
            mean_shortfall_if_short: self.take()?,
            cvar90: self.take()?,
            extra: self.take()?,
        }))
    }

    fn as_json<T: DeserializeOwned>(&self, value: serde_json::Value) -> rusqlite::Result<T> {
        serde_json::from_value(value).map_err(|e| self.odd(e))
    }

    fn odd(&self, error: serde_json::Error) -> rusqlite::Error {
        rusqlite::Error::FromSqlConversionFailure(self.next - 1, Type::Text, Box::new(error))
    }
}
