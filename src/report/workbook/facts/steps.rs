//! How the amount of an edition follows from the plan period, and from the edition before: one row a step.

use super::super::data::{Cell, QUANTILES, Table, choice, quantiles};
use super::{WHOSE, sheet_name, whose};
use crate::lang::{Lang, text};
use crate::outcome::{Amounts, BridgeEntry, EditionEntry, Outcome};
use crate::report::ReportError;

const EDITION: [&str; 8] =
    ["base_fy", "base_era", "edition_name", "first_fy", "last_fy", "edition_as_of_fy", "edition_as_of_era", "step"];

pub(super) fn reconciliations(outcomes: &[Outcome], lang: Lang) -> Result<Table, ReportError> {
    let name = sheet_name(text!(ja: "版への組替え", en: "reconciliation"), lang);
    let mut table = Table::new(&name, &[&WHOSE, &EDITION, &["unit", "target", "planned", "mean"]]);
    for (number, outcome) in outcomes.iter().enumerate() {
        for edition in &outcome.editions {
            for entry in &edition.reconciliation {
                let whose = whose(number, outcome, &entry.policy, lang);
                let mut add = |step: Cell, amounts: &Amounts| {
                    let unit = outcome.header.unit.name(Lang::Ja).into();
                    table.rows.push([&whose[..], &described(edition, step), &[unit], &cells(amounts)].concat());
                };
                for step in &entry.steps {
                    add(choice(&step.step)?, &step.amounts);
                }
                add("edition".into(), &entry.edition);
            }
        }
    }
    Ok(table)
}

fn described(edition: &EditionEntry, step: Cell) -> [Cell; 8] {
    let name = edition.name.as_deref().map_or(Cell::Nothing, Cell::from);
    let EditionEntry { base, first, last, as_of, .. } = *edition;
    [base.into(), base.era().into(), name, first.into(), last.into(), as_of.into(), as_of.era().into(), step]
}

fn cells(amounts: &Amounts) -> [Cell; 3] {
    [amounts.target, Some(amounts.planned), Some(amounts.mean)].map(Cell::from)
}

pub(super) fn bridges(outcomes: &[Outcome], lang: Lang) -> Result<Table, ReportError> {
    let name = sheet_name(text!(ja: "版の増減", en: "bridges"), lang);
    let mut table = bridge_table(&name, &WHOSE);
    for (number, outcome) in outcomes.iter().enumerate() {
        for entry in &outcome.bridges {
            let whose = whose(number, outcome, &entry.policy, lang);
            table.rows.extend(bridge(&whose, entry, outcome.header.unit.name(Lang::Ja))?);
        }
    }
    Ok(table)
}

/// An empty table of bridges.
pub(in crate::report::workbook) fn bridge_table(name: &str, whose: &[&str]) -> Table {
    let bridge = ["from_base_fy", "from_base_era", "to_base_fy", "to_base_era", "step", "unit"];
    Table::new(name, &[whose, &bridge, &["target", "planned", "mean", "sd"], &QUANTILES])
}

/// The edition before, the steps and the edition after.
pub(in crate::report::workbook) fn bridge(
    whose: &[Cell],
    entry: &BridgeEntry,
    unit: &str,
) -> Result<Vec<Vec<Cell>>, ReportError> {
    let row = |step: Cell, amounts: &Amounts| {
        let (from, to) = (entry.from, entry.to);
        let ends = [from.into(), from.era().into(), to.into(), to.era().into(), step, unit.into()];
        [whose, &ends, &cells(amounts)].concat()
    };
    let mut rows = vec![row("before".into(), &entry.before)];
    for step in &entry.steps {
        let mut cells = row(choice(&step.step)?, &step.amounts);
        cells.push(step.sd.into());
        cells.extend(quantiles(&step.quantiles));
        rows.push(cells);
    }
    rows.push(row("after".into(), &entry.after));
    Ok(rows)
}
