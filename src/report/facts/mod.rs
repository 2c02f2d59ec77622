//! Tidy tables: one row a thing, one column a fact. Each is described once, and every format of data writes it from there.

mod comparison;
mod differences;
mod lineages;
mod results;
mod steps;

pub(super) use comparison::{comparison, distribution_columns, distributions};
pub(super) use results::{result_columns, result_row, results};
pub(super) use steps::{bridges, reconciliations};

use super::words;
use crate::lang::Lang;
use crate::money::Unit;
use crate::outcome::fields::{Fact, Field, Kind, MADE_BY, PERIOD, word};
use crate::outcome::{CountedOn, GENERAL_ACCOUNT, Outcome, PeriodEntry, PolicyName, Quantiles, TOTAL};
use serde_json::{Map, Value, json};

/// A table of rows with named columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Fact>>,
}

/// How facts are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Whether amounts are rounded to a yen, so that what adds up adds up to the yen, and shares to nine digits.
    to_yen: bool,
    /// What the total is called.
    total: &'static str,
    /// What the total of the general account is called.
    general: &'static str,
}

/// Whose a row is: the number of the scenario among those asked for, from 1; its title; the policy.
pub(super) const WHOSE: [&str; 4] = ["scenario_number", "title", "policy", "policy_name"];
/// The columns of quantiles.
pub(super) const QUANTILES: [&str; 9] = ["p5", "p10", "p20", "p25", "p50", "p75", "p80", "p90", "p95"];

impl Facts {
    pub(super) fn new(columns: &[&[&'static str]]) -> Self {
        Self { columns: columns.concat(), rows: Vec::new() }
    }

    /// One object a row.
    pub(super) fn to_json(&self) -> Value {
        let object = |row: &Vec<Fact>| {
            let named = self.columns.iter().map(|c| (*c).to_owned()).zip(row.iter().map(value));
            Value::Object(named.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

fn value(fact: &Fact) -> Value {
    match fact {
        Fact::Nothing => Value::Null,
        Fact::Text(words) => json!(words),
        Fact::Integer(number) => json!(number),
        Fact::Natural(number) => json!(number),
        Fact::Real(number) => json!(number),
    }
}

impl Manner {
    /// To a yen, as csv has it.
    pub(super) const ROUNDED: Self = Self { to_yen: true, total: TOTAL, general: GENERAL_ACCOUNT };
    /// To the last bit, as JSON has it.
    pub(super) const EXACT: Self = Self { to_yen: false, total: TOTAL, general: GENERAL_ACCOUNT };

    /// To the last bit, with the total called by its name, since charts are labelled from it.
    pub(super) fn workbook(lang: Lang) -> Self {
        Self { to_yen: false, total: words::total(lang), general: words::general_account(lang) }
    }

    fn amount(self, amount: f64, unit: Unit) -> Fact {
        Fact::Real(if self.to_yen { rounded(amount, unit.parts()) } else { amount })
    }

    fn optional(self, amount: Option<f64>, unit: Unit) -> Fact {
        amount.map(|amount| self.amount(amount, unit)).into()
    }

    fn share(self, share: f64) -> Fact {
        Fact::Real(if self.to_yen { rounded(share, 1e9) } else { share })
    }

    /// The values of some fields of a thing.
    fn fields<T>(self, fields: &[Field<T>], of: &T, unit: Unit) -> Vec<Fact> {
        let told = |field: &Field<T>| match ((field.of)(of), field.kind) {
            (Fact::Real(amount), Kind::Amount) => self.amount(amount, unit),
            (Fact::Real(share), Kind::Share) => self.share(share),
            (fact, _) => fact,
        };
        fields.iter().map(told).collect()
    }

    fn quantiles(self, q: &Quantiles, unit: Unit) -> [Fact; 9] {
        [q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].map(|amount| self.amount(amount, unit))
    }

    /// A policy's id and its name among these.
    fn policy<'a>(self, id: &'a str, mut among: impl Iterator<Item = &'a PolicyName>) -> [Fact; 2] {
        let name = match among.find(|p| p.id == id) {
            Some(found) => &found.name,
            None if id == TOTAL => self.total,
            None if id == GENERAL_ACCOUNT => self.general,
            None => id,
        };
        [id.into(), name.into()]
    }

    /// Whose a row of an outcome is.
    pub(super) fn whose(self, number: usize, outcome: &Outcome, policy: &str) -> [Fact; 4] {
        let [id, name] = self.policy(policy, outcome.header.policies.iter());
        [(number + 1).into(), outcome.header.title.as_str().into(), id, name]
    }
}

fn rounded(value: f64, per_unit: f64) -> f64 {
    let rounded = (value * per_unit).round() / per_unit;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// The names of some fields.
pub(super) fn names<T, const N: usize>(fields: &[Field<T>; N]) -> [&'static str; N] {
    fields.each_ref().map(|field| field.name)
}

/// The columns of a period and of how it is counted.
pub(super) fn period_columns() -> Vec<&'static str> {
    [&names(&PERIOD)[..], &["basis"]].concat()
}

/// The period and how it is counted.
pub(super) fn period(period: &PeriodEntry, basis: CountedOn) -> Vec<Fact> {
    PERIOD.iter().map(|field| (field.of)(period)).chain([word(&basis).into()]).collect()
}

/// The unit as data name it, in either language.
pub(super) fn unit(unit: Unit) -> Fact {
    unit.name(Lang::Ja).into()
}

/// What made the outcome, in the columns of [`MADE_BY`].
fn made_by(outcome: &Outcome) -> Vec<Fact> {
    MADE_BY.iter().map(|field| (field.of)(&outcome.provenance)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    #[test]
    fn amounts_are_rounded_to_a_yen_and_zero_has_no_sign() {
        let told = |amount, unit| match Manner::ROUNDED.amount(amount, unit) {
            Fact::Real(value) => value.to_string(),
            other => panic!("{other:?}"),
        };
        let thousands = [-0.0001, -1234.5678, 2.0].map(|a| told(a, Unit::whole(Name::ThousandYen)));
        assert_eq!(thousands, ["0", "-1234.568", "2"]);
        assert_eq!([told(-0.0004, Unit::whole(Name::MillionYen)), told(1.4, Unit::whole(Name::Yen))], ["-0.0004", "1"]);
        assert_eq!(Manner::EXACT.amount(1.4, Unit::whole(Name::Yen)), Fact::Real(1.4));
    }
}
