//! The tables of data of a set: the rows of every table as other programs get them, and what charts are drawn from.

use super::super::data::{Cell, Table};
use super::super::facts::sheet_name;
use super::POINTS;
use crate::batch::FactorKind;
use crate::batch::reading::{Effects, Measure, Ranking};
use crate::harmless::cells;
use crate::lang::{Lang, Text, text};
use crate::report::set::tidy::TABLES;
use crate::report::set::{rows, words};
use crate::report::{SetReport, SetTable};
use serde_json::Value;

/// All tables; the last two are what the charts are drawn from: the first places, and the factors by weight.
pub(super) struct Facts {
    pub(super) tables: Vec<Table>,
}

impl Facts {
    pub(super) fn of(report: &SetReport, lang: Lang) -> Self {
        let one = |(_, table): (&str, SetTable)| {
            let tidy = rows::of(report, table, lang);
            let rows = tidy.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
            Table { name: sheet_name(name(table), lang), columns: tidy.columns, rows: rows.collect() }
        };
        let mut tables: Vec<Table> = TABLES.into_iter().map(one).collect();
        tables.push(best(report, lang));
        tables.push(weights(report, lang));
        Self { tables }
    }

    /// The first places.
    pub(super) fn best(&self) -> Option<&Table> {
        self.tables.get(self.tables.len().checked_sub(2)?)
    }

    pub(super) fn weights(&self) -> Option<&Table> {
        self.tables.last()
    }
}

fn name(table: SetTable) -> Text {
    match table {
        SetTable::Summary | SetTable::Ranking => text!(ja: "順位", en: "ranking"),
        SetTable::Odds => text!(ja: "要因の組合せ", en: "odds"),
        SetTable::Regret => text!(ja: "後悔", en: "regret"),
        SetTable::Effects => text!(ja: "主効果", en: "effects"),
        SetTable::Failures => text!(ja: "未達の条件", en: "failures"),
        SetTable::Editions => text!(ja: "版", en: "editions"),
        SetTable::Scenarios => text!(ja: "シナリオ", en: "scenarios"),
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
const LONGEST: usize = 24;
/// The most bars of a chart.
pub(super) const BARS: usize = 20;

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
    if report.is_of_one_choice() {
        return table;
    }
    let ranking = Ranking::of(&report.reading(), 0, 0);
    for (at, ranked) in ranking.rows.iter().take(BARS).enumerate() {
        let (place, name) = (at + 1, words::choice(report.results, &ranking.choices, ranked, lang));
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
    let found = Effects::of(&report.reading());
    for i in found.by_weight() {
        let effect = &found.factors[i];
        let factor = &report.results.factors[effect.factor];
        let kind = if factor.kind == FactorKind::Lever { "lever" } else { "uncertainty" };
        let points = effect.range.filter(|_| report.statistic.measure() != Measure::Amount).map(|range| range * POINTS);
        let name = words::factor(factor, lang);
        let mut row = vec![factor.id.as_str().into(), name.as_str().into(), short(&name).into()];
        row.extend([kind.into(), effect.share.into(), effect.range.into(), points.into()]);
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
        assert_eq!(short(&"名".repeat(24)), "名".repeat(24));
        assert_eq!(short(&"名".repeat(25)), format!("{}…", "名".repeat(23)));
    }
}
