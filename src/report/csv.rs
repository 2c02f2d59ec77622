//! Tidy rows, one a (scenario, policy or total, period): numeric, western year and 和暦 together.

use super::ReportError;
use crate::lang::Lang;
use crate::money::Unit;
use crate::outcome::{Entry, Outcome, PeriodKind, TOTAL};
use csv::{Terminator, WriterBuilder};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const HEADER: [&str; 40] = [
    "title",
    "policy",
    "policy_name",
    "period_kind",
    "first_fy",
    "last_fy",
    "first_era",
    "last_era",
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
    "as_of_fy",
    "trials",
    "seed",
    "sampling",
    "version",
    "digest",
];

pub(super) fn render(outcomes: &[Outcome]) -> Result<Vec<u8>, ReportError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(HEADER)?;
    for outcome in outcomes {
        for entry in &outcome.results {
            writer.write_record(row(outcome, entry)?)?;
        }
    }
    Ok(writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?)
}

fn row(outcome: &Outcome, e: &Entry) -> Result<Vec<String>, ReportError> {
    let (h, p, q) = (&outcome.header, &outcome.provenance, &e.quantiles);
    let name = h.policies.iter().find(|policy| policy.id == e.policy).map_or(TOTAL, |policy| &policy.name);
    let kind = if e.period.kind == PeriodKind::Year { "year" } else { "plan" };
    let amount = |value: f64| amount(value, h.unit);
    let optional = |value: Option<f64>| value.map(amount).unwrap_or_default();
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut cells = vec![
        harmless(&h.title),
        harmless(&e.policy),
        harmless(name),
        kind.to_owned(),
        e.period.first.calendar().to_string(),
        e.period.last.calendar().to_string(),
        e.period.first.era(),
        e.period.last.era(),
        word(serde_json::to_value(e.basis)?),
        h.unit.name(Lang::Ja).to_owned(),
    ];
    cells.extend([e.target, e.planned, e.mean].map(amount));
    cells.extend([e.sd, e.se].map(optional));
    cells.extend([q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95].map(amount));
    cells.extend([e.p_met.value, e.p_met.low, e.p_met.high].map(share));
    cells.push(amount(e.mean_shortfall));
    cells.push(optional(e.mean_shortfall_if_short));
    cells.extend([e.cvar90, e.extra_for_80].map(amount));
    cells.push(share(p.confidence));
    cells.push(amount(e.extra));
    cells.push(e.achievement.map(share).unwrap_or_default());
    cells.push(p.as_of.map(|y| y.calendar().to_string()).unwrap_or_default());
    cells.extend([p.trials.to_string(), p.seed.to_string(), word(serde_json::to_value(p.sampling)?)]);
    cells.extend([p.version.clone(), p.digest.clone()]);
    Ok(cells)
}

/// An amount to a yen, whatever the unit.
fn amount(value: f64, unit: Unit) -> String {
    rounded(value, unit.yen())
}

fn share(value: f64) -> String {
    rounded(value, 1e9)
}

fn rounded(value: f64, per_unit: f64) -> String {
    let rounded = (value * per_unit).round() / per_unit;
    (if rounded == 0.0 { 0.0 } else { rounded }).to_string()
}

/// Text that a spreadsheet would take for a formula is marked as text.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_zero_has_no_sign() {
        assert_eq!(harmless("=cmd|x"), "'=cmd|x");
        assert_eq!(harmless("行革"), "行革");
        let thousands = [-0.0001, -1234.5678, 2.0].map(|a| amount(a, Unit::ThousandYen));
        assert_eq!(thousands, ["0", "-1234.568", "2"]);
        assert_eq!([amount(-0.0004, Unit::MillionYen), amount(1.4, Unit::Yen)], ["-0.0004", "1"]);
    }
}
