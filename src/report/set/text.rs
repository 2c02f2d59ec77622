//! What a set says on a terminal.

use super::told::{Piece, pieces};
use super::{SetReport, SetTable};
use crate::lang::{Lang, text};
use crate::report::columns::{self, Column};
use crate::report::tables::{align, table};
use comfy_table::CellAlignment;
use std::fmt::Write as _;

pub(super) fn render(report: &SetReport, table: SetTable, lang: Lang) -> String {
    let mut out = String::new();
    for piece in pieces(report, table, lang) {
        match piece {
            Piece::Section(_, head) => {
                let head = text!(ja: "\n■ {head}\n", en: "\n# {head}\n");
                let _ = writeln!(out, "{}", head.get(lang));
            }
            Piece::Said(words) | Piece::Hinted(words, _) => {
                let _ = writeln!(out, "{words}");
            }
            Piece::Table(labels, columns) => {
                columns::write(&mut out, &labels, &columns);
                out.push('\n');
            }
            Piece::Ranked(columns) => ranked(&mut out, &columns),
        }
    }
    out
}

/// The names stand last: those of a sweep are long.
fn ranked(out: &mut String, columns: &[Column]) {
    let mut table = table(columns.iter().map(|c| c.head.clone()).collect());
    for row in 0..columns.first().map_or(0, |c| c.cells.len()) {
        table.add_row(columns.iter().map(|c| c.cells[row].clone()));
    }
    align(&mut table);
    if let Some(names) = table.column_mut(columns.len() - 1) {
        names.set_cell_alignment(CellAlignment::Left);
    }
    let _ = writeln!(out, "{table}\n");
}
