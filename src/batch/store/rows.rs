//! One entry of the results as a row and back.

use crate::fiscal::{FiscalYear, Span};
use crate::lang::Lang;
use crate::outcome::fields::{BASIS, Fact, PERIOD, STATISTICS};
use crate::outcome::{Booked, Entry, PeriodEntry, Quantiles};
use crate::stats::Proportion;
use rusqlite::Row;
use rusqlite::types::{FromSql, Type, Value};
use serde::de::DeserializeOwned;

/// The columns of a result after those that say which it is.
pub(super) fn columns() -> Vec<&'static str> {
    let statistics = STATISTICS.iter().map(|field| field.name);
    ["policy"].into_iter().chain(period_columns()).chain([BASIS.name]).chain(statistics).collect()
}

/// The columns of a period.
pub(super) fn period_columns() -> impl Iterator<Item = &'static str> {
    PERIOD.into_iter().map(|field| field.name)
}

/// The values of an entry in the order of [`columns`].
pub(super) fn to_row(e: &Entry) -> Vec<Value> {
    let mut row = vec![e.policy.clone().into()];
    row.extend(period_to_row(&e.period));
    row.push(to_value((BASIS.of)(e)));
    row.extend(STATISTICS.iter().map(|field| to_value((field.of)(e))));
    row
}

/// The values of a period in the order of [`period_columns`].
pub(super) fn period_to_row(period: &PeriodEntry) -> impl Iterator<Item = Value> {
    PERIOD.into_iter().map(|field| to_value((field.of)(period)))
}

fn to_value(fact: Fact) -> Value {
    match fact {
        Fact::Nothing => Value::Null,
        Fact::Text(words) => words.into(),
        Fact::Integer(number) => number.into(),
        Fact::Natural(number) => seed(number),
        Fact::Real(number) => number.into(),
    }
}

/// A seed: a number where SQL has one as large, else its digits.
pub(super) fn seed(seed: u64) -> Value {
    i64::try_from(seed).map_or_else(|_| seed.to_string().into(), Value::from)
}

/// The entry whose columns begin at `first`, without its parts.
pub(super) fn from_row(row: &Row, first: usize) -> rusqlite::Result<Entry> {
    let mut cells = RowReader { row, next: first };
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

/// The cells of a row, one after the other.
pub(super) struct RowReader<'a, 'b> {
    pub(super) row: &'a Row<'b>,
    pub(super) next: usize,
}

impl RowReader<'_, '_> {
    pub(super) fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    /// A choice by its word.
    pub(super) fn word<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let word: String = self.take()?;
        self.as_json(word.into())
    }

    /// A seed, as [`seed`] stores it.
    pub(super) fn seed(&mut self) -> rusqlite::Result<Option<u64>> {
        Ok(match self.take()? {
            Value::Integer(number) => u64::try_from(number).ok(),
            Value::Text(digits) => digits.parse().ok(),
            _ => None,
        })
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
        let (kind, first, last) = (self.word()?, self.year()?, self.year()?);
        let lacks = || rusqlite::Error::InvalidColumnType(self.next, "first_fy".to_owned(), Type::Null);
        let (first, last) = (first.ok_or_else(lacks)?, last.ok_or_else(lacks)?);
        // The eras repeat the years.
        self.next += 2;
        let base = self.year()?;
        self.next += 1;
        Ok(PeriodEntry { kind, first, last, base, era: Span { first, last }.short(Lang::Ja) })
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
