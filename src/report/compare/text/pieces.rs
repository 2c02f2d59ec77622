//! What a section of a report is made of, so that other renderings can say the same in the same words.

use crate::report::columns::{Column, write};
use comfy_table::Table;
use std::fmt::Write as _;

/// A piece of a section.
#[derive(Clone, Debug)]
pub(in crate::report) enum Piece {
    /// Words, maybe on several lines.
    Words(String),
    /// A table.
    Table(Table),
    /// Columns beside labels, in as many tables as the paper needs.
    Columns(Vec<Column>, Vec<Column>),
}

/// The pieces of a section in their order.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Pieces(pub(in crate::report) Vec<Piece>);

impl Pieces {
    pub(super) fn words(&mut self, words: impl Into<String>) {
        self.0.push(Piece::Words(words.into()));
    }

    pub(super) fn table(&mut self, table: Table) {
        self.0.push(Piece::Table(table));
    }

    pub(super) fn columns(&mut self, labels: Vec<Column>, columns: Vec<Column>) {
        self.0.push(Piece::Columns(labels, columns));
    }

    /// The lines of their words that say anything.
    pub(super) fn lines(&self) -> Vec<String> {
        let words = self.0.iter().filter_map(|p| if let Piece::Words(words) = p { Some(words) } else { None });
        words.flat_map(|w| w.lines()).map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }

    /// Writes them one below the other.
    pub(super) fn write(&self, out: &mut String) {
        for piece in &self.0 {
            let _ = match piece {
                Piece::Words(words) => writeln!(out, "{words}"),
                Piece::Table(table) => writeln!(out, "{table}"),
                Piece::Columns(labels, columns) => {
                    write(out, labels, columns);
                    Ok(())
                }
            };
        }
    }
}
