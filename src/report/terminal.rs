//! Tables of a report on a terminal: in as many parts as its width needs.

use super::columns;
use super::document::{Column, Layout, Table};
use super::tables::{align, table as empty};
use crate::lang::Lang;
use comfy_table::CellAlignment;
use std::fmt::Write as _;

/// Writes a table.
pub(super) fn write(out: &mut String, table: &Table, lang: Lang) {
    write_in(out, table, columns::WIDEST, lang);
}

/// Writes a table in parts that are no wider than that, where it may be parted.
pub(super) fn write_in(out: &mut String, table: &Table, widest: usize, lang: Lang) {
    let mut over = "";
    let mut shown = |column: &'_ Column| -> columns::TextColumn {
        columns::TextColumn { head: String::new(), cells: column.cells.iter().map(|cell| cell.shown(lang)).collect() }
    };
    let mut labels: Vec<columns::TextColumn> = table.labels.iter().map(&mut shown).collect();
    let mut others: Vec<columns::TextColumn> = table.columns.iter().map(&mut shown).collect();
    // What stands over several columns is written over the first of them.
    let heads = table.labels.iter().chain(&table.columns).map(|column| &column.head);
    for (column, head) in labels.iter_mut().chain(&mut others).zip(heads) {
        column.head = match head.over.as_str() {
            "" => head.own.clone(),
            same if same == over => format!("\n{}", head.own),
            first => format!("{first}\n{}", head.own),
        };
        over = &head.over;
    }
    match table.layout {
        Layout::LongNames => with_names_last(out, labels, others),
        Layout::Whole => columns::one(out, &labels.iter().chain(&others).collect::<Vec<_>>(), labels.len()),
        Layout::Parted | Layout::Grid => columns::write(out, &labels, &others, widest),
    }
}

/// A terminal does not wrap long names: they stand last.
fn with_names_last(out: &mut String, mut labels: Vec<columns::TextColumn>, others: Vec<columns::TextColumn>) {
    let names = labels.pop();
    let all: Vec<columns::TextColumn> = labels.into_iter().chain(others).chain(names).collect();
    let mut drawn = empty(all.iter().map(|column| column.head.clone()).collect());
    for row in 0..all.first().map_or(0, |column| column.cells.len()) {
        drawn.add_row(all.iter().map(|column| column.cells[row].clone()));
    }
    align(&mut drawn);
    if let Some(names) = drawn.column_mut(all.len() - 1) {
        names.set_cell_alignment(CellAlignment::Left);
    }
    let _ = writeln!(out, "{drawn}");
}
