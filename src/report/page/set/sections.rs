//! The sections of the page: charts where there are numbers to draw, the sentences as notes beside them, the tables.

use super::{LISTED, Set, TABLES};
use crate::report::SetTable;
use crate::report::columns::{Column, apart};
use crate::report::page::parts::{Cell, Figure, Row, Table, of_numbers, of_words};
use crate::report::set::told::{Piece, pieces, too_many};
use maud::{Markup, html};

/// A section: its heading and what is told in it.
pub(super) struct Section {
    pub(super) of: SetTable,
    pub(super) id: String,
    pub(super) head: String,
    said: Vec<String>,
    tables: Vec<Table>,
}

/// The widest table of a page, in characters.
const WIDEST: usize = 120;
/// The characters after which a cell goes on on its next line.
const CELL: usize = 24;

impl Set<'_> {
    /// What the set has something to say about.
    pub(super) fn sections(&self) -> Vec<Section> {
        let report = self.report;
        let has_factors = !report.results.factors.is_empty();
        let is_told = |table: &SetTable| match table {
            SetTable::Odds | SetTable::Regret | SetTable::Effects => has_factors,
            SetTable::Editions => report.edition_count > 1,
            _ => true,
        };
        TABLES.into_iter().filter(is_told).filter_map(|table| self.told(table)).collect()
    }

    fn told(&self, table: SetTable) -> Option<Section> {
        let listed = crate::report::SetReport { top: Some(self.report.rows_shown(LISTED)), ..*self.report };
        let report = if table == SetTable::Scenarios { &listed } else { self.report };
        let mut all = pieces(report, table, self.lang).into_iter().skip_while(|p| !matches!(p, Piece::Section(..)));
        let Some(Piece::Section(of, head)) = all.next() else { return None };
        let (id, mut section) = (format!("{of:?}").to_lowercase(), (Vec::new(), Vec::new()));
        if of == SetTable::Odds
            && let Some(words) = too_many(report)
        {
            return Some(Section {
                of,
                id,
                head,
                said: vec![words.get(self.lang).trim().to_owned()],
                tables: Vec::new(),
            });
        }
        for piece in all {
            match piece {
                Piece::Said(words) => section.0.extend(Some(words.trim().to_owned()).filter(|w| !w.is_empty())),
                Piece::Section(_, words) => section.0.push(words),
                Piece::Table(labels, columns) => section.1.extend(self.tables(&id, &head, &labels, &columns)),
                Piece::Ranked(mut columns) => {
                    // On a page long names wrap, so they can stand after the place.
                    let names = columns.pop();
                    columns.splice(1..1, names);
                    section.1.push(self.table(&id, &head, &columns[..2], &columns[2..].iter().collect::<Vec<_>>()));
                }
            }
        }
        Some(Section { of, id, head, said: section.0, tables: section.1 })
    }

    /// A table, in as many parts as its width needs.
    fn tables(&self, id: &str, head: &str, labels: &[Column], columns: &[Column]) -> Vec<Table> {
        let parts = apart(labels, columns, |cells| cells.min(CELL), WIDEST);
        parts.iter().map(|part| self.table(id, head, labels, part)).collect()
    }

    fn table(&self, id: &str, head: &str, labels: &[Column], columns: &[&Column]) -> Table {
        let words = |column: &Column| column.head.trim().to_owned();
        let mut heads: Vec<(String, bool)> = labels.iter().map(|l| of_words(&words(l))).collect();
        heads
            .extend(columns.iter().map(|c| if is_of_figures(c) { of_numbers(&words(c)) } else { of_words(&words(c)) }));
        let Some((first, others)) = labels.split_first() else { return Table::default() };
        let row = |(at, name): (usize, &String)| {
            let cell = |c: &&Column| c.cells.get(at).cloned().unwrap_or_default();
            let names = others.iter().map(|c| Cell::words(cell(&c)));
            let figures = columns
                .iter()
                .map(|c| if is_of_figures(c) { Cell::number(cell(c), None) } else { Cell::words(cell(c)) });
            Row { head: name.clone(), cells: names.chain(figures).collect(), ..Row::default() }
        };
        Table {
            name: TABLE_NAMES.iter().find(|name| **name == id).copied().unwrap_or("set"),
            caption: head.to_owned(),
            unit: self.unit_of_values(),
            heads,
            rows: first.cells.iter().enumerate().map(row).collect(),
        }
    }

    pub(super) fn section(&self, section: &Section) -> Markup {
        let Some((about, chart)) = self.chart(section) else {
            return html! {
                @for table in &section.tables { (table.draw(self.lang)) }
                @for words in &section.said { p { (words) } }
            };
        };
        let note = section.said.clone();
        html! {
            (Figure { about: &about, level: 3, chart, note, table: None }.draw())
            @for table in &section.tables { (table.draw(self.lang)) }
        }
    }
}

/// What programs call the tables.
const TABLE_NAMES: [&str; 7] = ["ranking", "odds", "regret", "effects", "failures", "editions", "scenarios"];

/// Whether a column holds figures rather than words.
fn is_of_figures(column: &Column) -> bool {
    let of_figure = |c: char| c.is_ascii_digit() || ",.%▲－±～–<>未満超* /".contains(c);
    column.cells.iter().all(|cell| cell.chars().all(of_figure))
}
