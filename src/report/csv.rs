//! Tidy rows, one a (scenario, policy or total, period): numeric, western year and 和暦 together.

use super::ReportError;
use super::encoding::BYTE_ORDER_MARK;
use crate::fiscal::FiscalYear;
use crate::harmless::in_csv;
use crate::lang::Lang;
use crate::money::Unit;
use crate::outcome::{Entry, Outcome, TOTAL};
use csv::{Terminator, WriterBuilder};
use serde::Serialize;

const HEADER: [&str; 44] = [
    "title",
    "policy",
    "policy_name",
    "period_kind",
    "first_fy",
    "last_fy",
    "first_era",
    "last_era",
    "base_fy",
    "basis",
    "unit",
    "target",
    "planned",
    "mean",
    "sd",
    "se",
    "p5",
    "p10",
    "p20",
    "p25",
    "p50",
    "p75",
    "p80",
    "p90",
    "p95",
    "p_met",
    "p_met_low",
    "p_met_high",
    "mean_shortfall",
    "mean_shortfall_if_short",
    "cvar90",
    "extra_for_80",
    "confidence",
    "extra",
    "achievement",
    "booked",
    "p_met_booked",
    "mean_shortfall_booked",
    PROVENANCE[0],
    PROVENANCE[1],
    PROVENANCE[2],
    PROVENANCE[3],
    PROVENANCE[4],
    PROVENANCE[5],
];

/// The last columns of every table: what made it.
pub(super) const PROVENANCE: [&str; 6] = ["as_of_fy", "trials", "seed", "sampling", "version", "digest"];

pub(super) fn render(outcomes: &[Outcome]) -> Result<Vec<u8>, ReportError> {
    let mut rows = Vec::new();
    for outcome in outcomes {
        for entry in &outcome.results {
            rows.push(row(outcome, entry)?);
        }
    }
    written(&HEADER, rows)
}

/// A file of a header and rows.
pub(super) fn written(header: &[&str], rows: Vec<Vec<String>>) -> Result<Vec<u8>, ReportError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?)
}

fn row(outcome: &Outcome, e: &Entry) -> Result<Vec<String>, ReportError> {
    let (h, p, q) = (&outcome.header, &outcome.provenance, &e.quantiles);
    let amount = |value: f64| amount(value, h.unit);
    let optional = |value: Option<f64>| value.map(amount).unwrap_or_default();
    let mut cells = vec![in_csv(&h.title)];
    cells.extend(policy(outcome, &e.policy));
    cells.push(word(&e.period.kind)?);
    cells.extend([e.period.first, e.period.last].map(calendar));
    cells.extend([e.period.first.era(), e.period.last.era()]);
    cells.push(e.period.base.map(calendar).unwrap_or_default());
    cells.push(word(&e.basis)?);
    cells.push(h.unit.name(Lang::Ja).to_owned());
    cells.extend([e.target, Some(e.planned), Some(e.mean)].map(optional));
    cells.extend([e.sd, e.se].map(optional));
    cells.extend([q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].map(amount));
    let met = e.p_met;
    let odds = [met.map(|p| p.value), met.map(|p| p.low), met.map(|p| p.high)];
    cells.extend(odds.map(|p| p.map(share).unwrap_or_default()));
    cells.push(optional(e.mean_shortfall));
    cells.push(optional(e.mean_shortfall_if_short));
    cells.extend([e.cvar90, e.extra_for_80].map(optional));
    cells.push(share(p.confidence));
    cells.push(optional(e.extra));
    cells.push(e.achievement.map(share).unwrap_or_default());
    cells.push(optional(e.booked.map(|b| b.amount)));
    cells.push(e.booked.map(|b| share(b.p_met.value)).unwrap_or_default());
    cells.push(optional(e.booked.map(|b| b.mean_shortfall)));
    cells.extend(provenance(outcome)?);
    Ok(cells)
}

/// A policy's id and name.
pub(super) fn policy(outcome: &Outcome, id: &str) -> [String; 2] {
    let name = outcome.header.policies.iter().find(|p| p.id == id).map_or(TOTAL, |p| &p.name);
    [in_csv(id), in_csv(name)]
}

/// What made the result, in the columns of [`PROVENANCE`].
pub(super) fn provenance(outcome: &Outcome) -> Result<[String; 6], ReportError> {
    let p = &outcome.provenance;
    let as_of = p.as_of.map(calendar).unwrap_or_default();
    let sampling = word(&p.sampling)?;
    Ok([as_of, p.trials.to_string(), p.seed.to_string(), sampling, p.version.clone(), p.digest.clone()])
}

/// The word by which data files call a choice.
pub(super) fn word(choice: &impl Serialize) -> Result<String, ReportError> {
    Ok(serde_json::to_value(choice)?.as_str().unwrap_or_default().to_owned())
}

pub(super) fn calendar(year: FiscalYear) -> String {
    year.calendar().to_string()
}

/// An amount to a yen, or to a millionth of a unit that is not of yen.
pub(super) fn amount(value: f64, unit: Unit) -> String {
    rounded(value, unit.parts())
}

pub(super) fn share(value: f64) -> String {
    rounded(value, 1e9)
}

fn rounded(value: f64, per_unit: f64) -> String {
    let rounded = (value * per_unit).round() / per_unit;
    (if rounded == 0.0 { 0.0 } else { rounded }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Name;

    #[test]
    fn formulas_are_made_harmless_and_zero_has_no_sign() {
        assert_eq!(in_csv("=cmd|x"), "'=cmd|x");
        assert_eq!(in_csv("行革"), "行革");
        let thousands = [-0.0001, -1234.5678, 2.0].map(|a| amount(a, Unit::whole(Name::ThousandYen)));
        assert_eq!(thousands, ["0", "-1234.568", "2"]);
        assert_eq!(
            [amount(-0.0004, Unit::whole(Name::MillionYen)), amount(1.4, Unit::whole(Name::Yen))],
            ["-0.0004", "1"]
        );
    }
}
