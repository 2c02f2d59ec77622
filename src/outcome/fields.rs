//! The columns of data that describe a result: name, kind, and where each value comes from. Every format and the store read
//! them here, so that a column is called the same wherever it stands.

use super::{Entry, PeriodEntry, Provenance};
use crate::fiscal::FiscalYear;
use crate::harmless::csv::Cell;
use serde::Serialize;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A fiscal year by its calendar year, or a count.
    Integer,
    /// A whole number from 0 that can take all of 64 bits, as a seed does.
    Natural,
    /// An amount in the unit of its scenario.
    Amount,
    /// A share from 0 to 1, or a ratio.
    Share,
}

/// The value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Unknown or undefined.
    Nothing,
    /// Words.
    Text(String),
    /// A year or a count.
    Integer(i64),
    /// A whole number from 0.
    Natural(u64),
    /// An amount or a share.
    Real(f64),
}

impl Fact {
    /// It as a cell of a csv file.
    pub(crate) fn cell(&self) -> Cell {
        match self {
            Self::Nothing => Cell::nothing(),
            Self::Text(words) => Cell::words(words),
            Self::Integer(number) => Cell::number(*number),
            Self::Natural(number) => Cell::number(*number),
            Self::Real(number) => Cell::number(*number),
        }
    }
}

/// A column of data about a `T`.
#[derive(Clone, Copy, Debug)]
pub struct Field<T> {
    /// What it is called.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its value.
    pub of: fn(&T) -> Fact,
}

/// What a period is. The eras repeat the years in the Japanese calendar (`R6`).
pub const PERIOD: [Field<PeriodEntry>; 7] = [
    text("period_kind", |p| word(&p.kind).into()),
    integer("first_fy", |p| p.first.into()),
    integer("last_fy", |p| p.last.into()),
    text("first_era", |p| p.first.era().into()),
    text("last_era", |p| p.last.era().into()),
    integer("base_fy", |p| p.base.into()),
    text("base_era", |p| p.base.map(FiscalYear::era).into()),
];

/// How an entry counts.
pub const BASIS: Field<Entry> = text("basis", |e| word(&e.basis).into());

/// What an entry says, besides policy, period and basis.
pub const STATISTICS: [Field<Entry>; 32] = [
    amount("target", |e| e.target.into()),
    amount("planned", |e| e.planned.into()),
    amount("mean", |e| e.mean.into()),
    amount("sd", |e| e.sd.into()),
    amount("se", |e| e.se.into()),
    amount("p5", |e| e.quantiles.p5.into()),
    amount("p10", |e| e.quantiles.p10.into()),
    amount("p20", |e| e.quantiles.p20.into()),
    amount("p25", |e| e.quantiles.p25.into()),
    amount("p50", |e| e.quantiles.p50.into()),
    amount("p75", |e| e.quantiles.p75.into()),
    amount("p80", |e| e.quantiles.p80.into()),
    amount("p90", |e| e.quantiles.p90.into()),
    amount("p95", |e| e.quantiles.p95.into()),
    share("p_met", |e| e.p_met.map(|p| p.value).into()),
    share("p_met_low", |e| e.p_met.map(|p| p.low).into()),
    share("p_met_high", |e| e.p_met.map(|p| p.high).into()),
    amount("mean_shortfall", |e| e.mean_shortfall.into()),
    amount("mean_shortfall_se", |e| e.mean_shortfall_se.into()),
    amount("mean_shortfall_if_short", |e| e.mean_shortfall_if_short.into()),
    amount("cvar90", |e| e.cvar90.into()),
    amount("extra_for_80", |e| e.extra_for_80.into()),
    amount("extra", |e| e.extra.into()),
    share("achievement", |e| e.achievement.into()),
    amount("booked", |e| e.booked.map(|b| b.amount).into()),
    share("p_met_booked", |e| e.booked.map(|b| b.p_met.value).into()),
    share("p_met_booked_low", |e| e.booked.map(|b| b.p_met.low).into()),
    share("p_met_booked_high", |e| e.booked.map(|b| b.p_met.high).into()),
    amount("mean_shortfall_booked", |e| e.booked.map(|b| b.mean_shortfall).into()),
    amount("mean_shortfall_if_short_booked", |e| e.booked.and_then(|b| b.mean_shortfall_if_short).into()),
    amount("cvar90_booked", |e| e.booked.map(|b| b.cvar90).into()),
    amount("extra_booked", |e| e.booked.map(|b| b.extra).into()),
];

/// What made a result, at the end of every row.
pub const MADE_BY: [Field<Provenance>; 6] = [
    integer("as_of_fy", |p| p.as_of.into()),
    integer("trials", |p| Fact::Integer(i64::try_from(p.trials).unwrap_or(i64::MAX))),
    Field { name: "seed", kind: Kind::Natural, of: |p| Fact::Natural(p.seed) },
    text("sampling", |p| word(&p.sampling).into()),
    text("version", |p| p.version.clone().into()),
    text("digest", |p| p.digest.clone().into()),
];

/// The word by which data call a choice.
pub fn word(choice: &impl Serialize) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

const fn text<T>(name: &'static str, of: fn(&T) -> Fact) -> Field<T> {
    Field { name, kind: Kind::Text, of }
}

const fn integer<T>(name: &'static str, of: fn(&T) -> Fact) -> Field<T> {
    Field { name, kind: Kind::Integer, of }
}

const fn amount<T>(name: &'static str, of: fn(&T) -> Fact) -> Field<T> {
    Field { name, kind: Kind::Amount, of }
}

const fn share<T>(name: &'static str, of: fn(&T) -> Fact) -> Field<T> {
    Field { name, kind: Kind::Share, of }
}

impl<T: Into<Fact>> From<Option<T>> for Fact {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl From<String> for Fact {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<&str> for Fact {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<FiscalYear> for Fact {
    fn from(year: FiscalYear) -> Self {
        Self::Integer(year.calendar().into())
    }
}

impl From<u32> for Fact {
    fn from(count: u32) -> Self {
        Self::Integer(count.into())
    }
}

impl From<usize> for Fact {
    fn from(count: usize) -> Self {
        Self::Integer(count as i64)
    }
}

impl From<f64> for Fact {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}
