//! The sections of the report in words and tables, as they stand in every format, with a chart where one belongs.

use super::RevisionPart;
use crate::lang::Text;
use crate::report::compare::SectionPieces;
use crate::report::document::{Piece, Table};
use crate::report::page::tables::drawn;
use maud::{Markup, html};

/// What the sections are called, in their order.
pub(super) const NAMES: [&str; 7] =
    ["by-policy", "by-year", "attribution", "editions", "track-record", "outlook", "lineages"];

impl RevisionPart<'_> {
    pub(super) fn sections(&self) -> Markup {
        let sections: Vec<((Text, SectionPieces), &'static str)> =
            self.told.sections().into_iter().zip(NAMES).collect();
        html! {
            @for ((title, pieces), name) in &sections {
                section {
                    (self.heading(name, title))
                    @match *name {
                        "editions" => { (self.editions()) }
                        "track-record" => { (self.track_record()) }
                        _ => {}
                    }
                    (self.pieces(name, title, &self.not_beside_charts(name, pieces)))
                }
            }
        }
    }

    /// The pieces without those that stand beside a chart already.
    fn not_beside_charts(&self, name: &str, pieces: &SectionPieces) -> Vec<Piece> {
        let is_told = name == "track-record" && self.told.pair.comparison.track_record.is_some();
        pieces.0.iter().filter(|piece| !is_told || matches!(piece, Piece::Table(_))).cloned().collect()
    }

    /// Words and tables below one another; words right before a table are its caption.
    fn pieces(&self, name: &'static str, title: &Text, pieces: &[Piece]) -> Markup {
        let is_table = |at: usize| matches!(pieces.get(at), Some(Piece::Table(_)));
        let caption = |at: usize| match at.checked_sub(1).and_then(|before| pieces.get(before)).map(Piece::printed) {
            Some(words) if !words.trim().is_empty() => words.trim().to_owned(),
            _ => self.say(title),
        };
        html! {
            @for (at, piece) in pieces.iter().enumerate() {
                @if let Piece::Table(table) = piece {
                    @let unit = self.told.unit().to_owned();
                    @let name = if table.name.is_empty() { name } else { table.name };
                    @let caption = if table.caption.is_empty() { caption(at) } else { table.caption.clone() };
                    (drawn(&Table { name, caption, unit, ..table.clone() }, self.told.lang))
                } @else if !is_table(at + 1) {
                    (lines(piece.printed()))
                }
            }
        }
    }
}

/// Paragraphs, or a list where every line is indented.
fn lines(words: &str) -> Markup {
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    html! { @for line in lines { p { (line) } } }
}
