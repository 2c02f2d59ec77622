//! The tables of data of a set: the rows of every table as other programs get them, and what charts are drawn from.

use super::super::data::{Cell, Table};
use super::super::facts::sheet_name;
use super::names;
use crate::batch::reading::Measure;
use crate::harmless::cells;
use crate::lang::{Lang, text};
use crate::report::set::charts::{Best, Weight, drawn};
use crate::report::set::{charts, rows};
use crate::report::{SetReport, SetTable};
use serde_json::Value;

/// All tables.
pub(super) struct Facts {
    /// The rows of each table.
    pub(super) tables: Vec<Table>,
    /// What charts are drawn from: the first places.
    pub(super) best: Table,
    /// And the factors by weight.
    pub(super) weights: Table,
}

impl Facts {
    pub(super) fn of(report: &SetReport, lang: Lang) -> Self {
        let one = |table: SetTable| {
            let tidy = rows::of(report, table, lang);
            let rows = tidy.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
            Table { name: sheet_name(names(table)[1].clone(), lang), columns: tidy.columns, rows: rows.collect() }
        };
        let tables = SetTable::ALL.into_iter().map(one).collect();
        Self { tables, best: best(report, lang), weights: weights(report, lang) }
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Nothing,
        Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(real)) => real.into(),
            (None, None) => number.to_string().into(),
        },
        Value::String(words) => words.into(),
        other => other.to_string().into(),
    }
}

/// The longest name beside a bar, in characters.
const LONGEST: usize = 80;

/// A name that fits beside a bar.
fn short(name: &str) -> String {
    let name = cells::one_line(name);
    if name.chars().count() <= LONGEST {
        return name;
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The first places with short names: one row a bar, the best first.
fn best(report: &SetReport, lang: Lang) -> Table {
    let name = sheet_name(text!(ja: "順位図", en: "best"), lang);
    let mut table = Table::new(&name, &[&["place", "choice", "label", "value"]]);
    for Best { place, name, ranked } in charts::best(report, lang) {
        let label = format!("{place}. {}", short(&name));
        table.rows.push(vec![place.into(), name.into(), label.into(), ranked.value.into()]);
    }
    table
}

/// One row a factor, the heaviest first; how far the means of shares range is told in points as well.
fn weights(report: &SetReport, lang: Lang) -> Table {
    let name = sheet_name(text!(ja: "要因の重み", en: "weights"), lang);
    let columns = ["factor", "factor_name", "label", "kind", "share", "range", "range_points"];
    let mut table = Table::new(&name, &[&columns]);
    let statistic = report.statistic();
    for Weight { factor, name, effect } in charts::weights(report, lang) {
        let points =
            effect.range.filter(|_| statistic.measure() != Measure::Amount).map(|range| drawn(statistic, range));
        let mut row = vec![factor.id.as_str().into(), name.as_str().into(), short(&name).into()];
        row.extend([factor.kind.id().into(), effect.share.into(), effect.range.into(), points.into()]);
        table.rows.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn long_names_are_cut() {
        assert_eq!(short("基準"), "基準");
        assert_eq!(short(&"名".repeat(80)), "名".repeat(80));
        assert_eq!(short(&"名".repeat(81)), format!("{}…", "名".repeat(79)));
    }
}
