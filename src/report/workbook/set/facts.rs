//! The tables of data of a set: the rows of every table as other programs get them, and what charts are drawn from.

use super::super::data::{Cell, Table};
use super::super::facts::sheet_name;
use crate::batch::FactorKind;
use crate::batch::reading::Effects;
use crate::lang::{Lang, Text, text};
use crate::report::set::rows;
use crate::report::set::tidy::TABLES;
use crate::report::{SetReport, SetTable};
use serde_json::Value;

/// All tables; the first is the ranking, the last the factors by weight.
pub(super) struct Facts {
    pub(super) tables: Vec<Table>,
}

impl Facts {
    pub(super) fn of(report: &SetReport, lang: Lang) -> Self {
        let one = |(_, table): (&str, SetTable)| {
            let tidy = rows::of(report, table);
            let rows = tidy.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
            Table { name: sheet_name(name(table), lang), columns: tidy.columns, rows: rows.collect() }
        };
        let mut tables: Vec<Table> = TABLES.into_iter().map(one).collect();
        tables.push(weights(report, lang));
        Self { tables }
    }

    pub(super) fn ranking(&self) -> Option<&Table> {
        self.tables.first()
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

/// One row a factor, the heaviest first.
fn weights(report: &SetReport, lang: Lang) -> Table {
    let name = sheet_name(text!(ja: "要因の重み", en: "weights"), lang);
    let mut table = Table::new(&name, &[&["factor", "factor_name", "kind", "share", "range"]]);
    let found = Effects::of(&report.reading());
    for i in found.by_weight() {
        let effect = &found.factors[i];
        let factor = &report.results.factors[effect.factor];
        let kind = if factor.kind == FactorKind::Lever { "lever" } else { "uncertainty" };
        let (share, range) = (effect.share.into(), effect.range.into());
        table.rows.push(vec![factor.id.as_str().into(), factor.name.as_str().into(), kind.into(), share, range]);
    }
    table
}
