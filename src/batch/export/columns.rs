//! The columns of the table, once for all formats: name, kind, and where the value comes from.

use crate::batch::Factor;
use crate::batch::store::{Row, StoredScenario};
use crate::fiscal::FiscalYear;
use crate::lang::Lang;
use crate::outcome::Entry;
use serde::Serialize;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Real,
}

/// A value of a column of its kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Nothing,
    Text(String),
    Integer(i64),
    Real(f64),
}

/// What a row is made from.
pub(super) struct Line<'a> {
    pub(super) scenario: &'a StoredScenario,
    pub(super) row: &'a Row,
}

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) of: Box<dyn Fn(&Line) -> Cell>,
}

/// All columns: the scenario, one a factor, the result, what made it.
pub(super) fn columns(factors: &[Factor]) -> Vec<Column> {
    let mut all = vec![
        text("scenario", |l| l.scenario.name.clone()),
        column("group", Kind::Text, |l| l.scenario.group.clone().into()),
        text("title", |l| l.scenario.title.clone()),
    ];
    all.extend(factors.iter().enumerate().map(|(position, factor)| of_factor(position, factor)));
    all.extend(which());
    all.extend(statistics());
    all.extend(booked());
    all.extend(provenance());
    all
}

/// The label of the value that a scenario takes of a factor.
fn of_factor(position: usize, factor: &Factor) -> Column {
    let labels = factor.values.clone();
    let label = move |l: &Line| {
        let set = l.scenario.settings.iter().find(|s| s.factor == position);
        set.and_then(|s| labels.get(s.value).cloned()).into()
    };
    Column { name: format!("factor.{}", factor.id), kind: Kind::Text, of: Box::new(label) }
}

fn which() -> Vec<Column> {
    vec![
        text("policy", |l| l.row.entry.policy.clone()),
        text("policy_name", |l| l.row.policy_name.clone()),
        text("period_kind", |l| word(&l.row.entry.period.kind)),
        column("first_fy", Kind::Integer, |l| year(Some(l.row.entry.period.first))),
        column("last_fy", Kind::Integer, |l| year(Some(l.row.entry.period.last))),
        column("base_fy", Kind::Integer, |l| year(l.row.entry.period.base)),
        text("era", |l| l.row.entry.period.era.clone()),
        text("basis", |l| word(&l.row.entry.basis)),
        column("unit", Kind::Text, |l| l.scenario.unit.map(|u| u.name(Lang::Ja).to_owned()).into()),
    ]
}

fn statistics() -> Vec<Column> {
    vec![
        optional("target", |e| e.target),
        real("planned", |e| e.planned),
        real("mean", |e| e.mean),
        optional("sd", |e| e.sd),
        optional("se", |e| e.se),
        real("p5", |e| e.quantiles.p5),
        real("p10", |e| e.quantiles.p10),
        real("p20", |e| e.quantiles.p20),
        real("p25", |e| e.quantiles.p25),
        real("p50", |e| e.quantiles.p50),
        real("p75", |e| e.quantiles.p75),
        real("p80", |e| e.quantiles.p80),
        real("p90", |e| e.quantiles.p90),
        real("p95", |e| e.quantiles.p95),
        optional("p_met", |e| e.p_met.map(|p| p.value)),
        optional("p_met_low", |e| e.p_met.map(|p| p.low)),
        optional("p_met_high", |e| e.p_met.map(|p| p.high)),
        optional("mean_shortfall", |e| e.mean_shortfall),
        optional("mean_shortfall_se", |e| e.mean_shortfall_se),
        optional("mean_shortfall_if_short", |e| e.mean_shortfall_if_short),
        optional("cvar90", |e| e.cvar90),
        optional("extra_for_80", |e| e.extra_for_80),
        optional("extra", |e| e.extra),
        optional("achievement", |e| e.achievement),
    ]
}

fn booked() -> Vec<Column> {
    vec![
        optional("booked", |e| e.booked.map(|b| b.amount)),
        optional("p_met_booked", |e| e.booked.map(|b| b.p_met.value)),
        optional("p_met_booked_low", |e| e.booked.map(|b| b.p_met.low)),
        optional("p_met_booked_high", |e| e.booked.map(|b| b.p_met.high)),
        optional("mean_shortfall_booked", |e| e.booked.map(|b| b.mean_shortfall)),
        optional("mean_shortfall_if_short_booked", |e| e.booked.and_then(|b| b.mean_shortfall_if_short)),
        optional("cvar90_booked", |e| e.booked.map(|b| b.cvar90)),
        optional("extra_booked", |e| e.booked.map(|b| b.extra)),
    ]
}

fn provenance() -> Vec<Column> {
    vec![
        column("confidence", Kind::Real, |l| l.scenario.confidence.map_or(Cell::Nothing, Cell::Real)),
        column("as_of_fy", Kind::Integer, |l| year(l.scenario.as_of)),
        column("trials", Kind::Integer, |l| Cell::Integer(l.scenario.trials as i64)),
        // As text: a seed can be larger than what spreadsheets hold exactly.
        text("seed", |l| l.scenario.seed.to_string()),
        column("sampling", Kind::Text, |l| l.scenario.sampling.clone().into()),
        column("version", Kind::Text, |l| l.scenario.version.clone().into()),
        column("digest", Kind::Text, |l| l.scenario.digest.clone().into()),
    ]
}

fn column(name: &str, kind: Kind, of: impl Fn(&Line) -> Cell + 'static) -> Column {
    Column { name: name.to_owned(), kind, of: Box::new(of) }
}

fn text(name: &str, of: impl Fn(&Line) -> String + 'static) -> Column {
    column(name, Kind::Text, move |l| Cell::Text(of(l)))
}

fn real(name: &str, of: impl Fn(&Entry) -> f64 + 'static) -> Column {
    column(name, Kind::Real, move |l| Cell::Real(of(&l.row.entry)))
}

fn optional(name: &str, of: impl Fn(&Entry) -> Option<f64> + 'static) -> Column {
    column(name, Kind::Real, move |l| of(&l.row.entry).map_or(Cell::Nothing, Cell::Real))
}

fn year(year: Option<FiscalYear>) -> Cell {
    year.map_or(Cell::Nothing, |y| Cell::Integer(y.calendar().into()))
}

fn word(choice: &impl Serialize) -> String {
    crate::batch::store::word(choice)
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}
