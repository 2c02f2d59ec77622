//! The columns of the table, once for all formats and the view of the store: what a result is called wherever it stands, with
//! the scenario and its factors before it.

use crate::batch::Factor;
use crate::batch::store::{StoredEntry, StoredScenario};
use crate::lang::Lang;
use crate::outcome::fields::{BASIS, Fact, Field, Kind, PERIOD, STATISTICS};

/// What a row is made from.
pub(super) struct Line<'a> {
    pub(super) scenario: &'a StoredScenario,
    pub(super) row: &'a StoredEntry,
}

/// A column.
pub(super) struct ExportColumn {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) of: Box<dyn Fn(&Line) -> Fact>,
}

/// All columns: the scenario, one a factor, the result, what made it.
pub(super) fn columns(factors: &[Factor]) -> Vec<ExportColumn> {
    let mut all = vec![
        column("scenario", Kind::Text, |l| l.scenario.name.clone().into()),
        column("in_group", Kind::Text, |l| l.scenario.group.clone().into()),
        column("title", Kind::Text, |l| l.scenario.title.clone().into()),
    ];
    all.extend(factors.iter().enumerate().map(|(position, factor)| of_factor(position, factor)));
    all.push(column("policy", Kind::Text, |l| l.row.entry.policy.clone().into()));
    all.push(column("policy_name", Kind::Text, |l| l.row.policy_name.clone().into()));
    all.extend(PERIOD.map(|field| of_field(field, |l| &l.row.entry.period)));
    all.push(of_field(BASIS, |l| &l.row.entry));
    all.push(column("unit", Kind::Text, |l| l.scenario.unit.map(|u| u.name(Lang::Ja).to_owned()).into()));
    all.extend(STATISTICS.map(|field| of_field(field, |l| &l.row.entry)));
    all.extend(made_by());
    all
}

/// The label of the value that a scenario takes of a factor.
fn of_factor(position: usize, factor: &Factor) -> ExportColumn {
    let labels = factor.values.clone();
    let label = move |l: &Line| {
        let set = l.scenario.settings.iter().find(|s| s.factor == position);
        set.and_then(|s| labels.get(s.value).cloned()).into()
    };
    ExportColumn { name: factor.column(), kind: Kind::Text, of: Box::new(label) }
}

fn made_by() -> Vec<ExportColumn> {
    vec![
        column("confidence", Kind::Share, |l| l.scenario.confidence.into()),
        column("as_of_fy", Kind::Integer, |l| l.scenario.as_of.into()),
        column("trials", Kind::Integer, |l| Fact::Integer(l.scenario.trials as i64)),
        column("seed", Kind::Natural, |l| Fact::Natural(l.scenario.seed)),
        column("sampling", Kind::Text, |l| l.scenario.sampling.clone().into()),
        column("version", Kind::Text, |l| l.scenario.version.clone().into()),
        column("digest", Kind::Text, |l| l.scenario.digest.clone().into()),
    ]
}

fn column(name: &str, kind: Kind, of: impl Fn(&Line) -> Fact + 'static) -> ExportColumn {
    ExportColumn { name: name.to_owned(), kind, of: Box::new(of) }
}

/// A column of a part of what a row is made from.
fn of_field<T: 'static>(field: Field<T>, part: for<'l> fn(&'l Line) -> &'l T) -> ExportColumn {
    column(field.name, field.kind, move |l| (field.of)(part(l)))
}
