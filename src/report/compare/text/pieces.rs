//! What a section of a report is made of, so that other renderings can say the same in the same words.

use crate::lang::Lang;
use crate::report::brief::{WIDTH, within, wrapped};
use crate::report::document::{Layout, Piece, Table};
use crate::report::terminal;
use std::fmt::Write as _;

/// The pieces of a section in their order.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct SectionPieces(pub(in crate::report) Vec<Piece>);

impl SectionPieces {
    pub(super) fn words(&mut self, words: impl Into<String>) {
        self.0.push(Piece::Said(words.into()));
    }

    pub(super) fn table(&mut self, table: Table) {
        self.0.push(Piece::Table(table));
    }

    /// The lines of their words that say anything.
    pub(super) fn lines(&self) -> Vec<String> {
        let lines = self.0.iter().flat_map(|piece| piece.printed().lines());
        lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Writes them one below the other on lines of a brief report.
    pub(super) fn write_within(&self, out: &mut String, lang: Lang) {
        for piece in &self.0 {
            match piece {
                Piece::Said(words) | Piece::Hinted(words, _) | Piece::LeftOut(words, _) => {
                    let _ = writeln!(out, "{}", wrapped(words, WIDTH, 2));
                }
                Piece::Table(table) if table.is_beyond_terminal => {}
                Piece::Table(table) if table.layout == Layout::Whole => {
                    terminal::write(out, &within(table, lang), lang);
                }
                Piece::Table(table) => terminal::write_in(out, table, WIDTH, lang),
            }
        }
    }

    /// Writes them one below the other.
    pub(super) fn write(&self, out: &mut String, lang: Lang) {
        for piece in &self.0 {
            match piece {
                Piece::Said(words) | Piece::Hinted(words, _) | Piece::LeftOut(words, _) => {
                    let _ = writeln!(out, "{words}");
                }
                Piece::Table(table) if table.is_beyond_terminal => {}
                Piece::Table(table) => terminal::write(out, table, lang),
            }
        }
    }
}
