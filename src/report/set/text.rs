//! What a set says on a terminal.

use super::told::{Room, said};
use super::{SetReport, SetTable};
use crate::lang::{Lang, text};
use crate::report::document::Piece;
use crate::report::terminal;
use std::fmt::Write as _;

pub(super) fn render(report: &SetReport, table: SetTable, lang: Lang) -> String {
    let mut out = String::new();
    let said = said(report, table, Room::TERMINAL, lang);
    pieces(&mut out, &said.before, lang);
    for section in &said.sections {
        let head = &section.head;
        let head = text!(ja: "\n■ {head}\n", en: "\n# {head}\n");
        let _ = writeln!(out, "{}", head.get(lang));
        pieces(&mut out, &section.pieces, lang);
    }
    out
}

fn pieces(out: &mut String, pieces: &[Piece], lang: Lang) {
    for piece in pieces {
        match piece {
            Piece::Said(words) | Piece::Hinted(words, _) | Piece::LeftOut(words, _) => {
                let _ = writeln!(out, "{words}");
            }
            Piece::Table(table) => {
                terminal::write(out, table, lang);
                out.push('\n');
            }
        }
    }
}
