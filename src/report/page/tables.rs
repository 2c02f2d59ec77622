//! Tables of a report on a page: each number with its value for programs, in as many parts as its width needs.

use super::parts::{self, Row, RowLook, of_numbers, of_words};
use crate::lang::Lang;
use crate::report::document::{Column, Layout, Look, Table};
use maud::{Markup, html};
use unicode_width::UnicodeWidthStr;

/// The widest table of a page, in characters.
const WIDEST: usize = 120;
/// The characters after which a cell goes on on its next line.
const WRAPPED: usize = 24;
/// What stands between two columns.
const BETWEEN: usize = 3;

/// A table as markup. Columns that do not fit beside one another go on in a table below, with the labels again; on a page
/// names wrap, so those of a table of long names stay.
pub(super) fn drawn(table: &Table, lang: Lang) -> Markup {
    let parts = if matches!(table.layout, Layout::Whole | Layout::LongNames) {
        vec![table.columns.iter().collect()]
    } else {
        apart(table, lang)
    };
    html! { @for part in &parts { (one(table, part, lang).draw(lang)) } }
}

fn apart(table: &Table, lang: Lang) -> Vec<Vec<&Column>> {
    let width = |column: &Column| {
        let cells = column.cells.iter().map(|cell| cell.shown(lang).width());
        let head = column.head.in_full();
        let widest = head.lines().map(UnicodeWidthStr::width).chain(cells).max().unwrap_or(0);
        (widest + BETWEEN).min(WRAPPED)
    };
    let labels: usize = table.labels.iter().map(width).sum();
    let mut parts: Vec<Vec<&Column>> = Vec::new();
    let mut taken = WIDEST;
    for column in &table.columns {
        taken += width(column);
        match parts.last_mut().filter(|_| taken <= WIDEST) {
            Some(part) => part.push(column),
            None => {
                taken = labels + width(column);
                parts.push(vec![column]);
            }
        }
    }
    parts
}

fn one(table: &Table, columns: &[&Column], lang: Lang) -> parts::Table {
    let head = |column: &Column| {
        let words = breakable(column.head.own.trim());
        if column.is_of_figures() { of_numbers(&words) } else { of_words(&words) }
    };
    let (labels, others): (Vec<&Column>, Vec<&Column>) = (table.labels.iter().collect(), columns.to_vec());
    let all: Vec<&Column> = labels.into_iter().chain(others).collect();
    let row = |at: usize| {
        let names =
            table.labels.iter().map(|label| label.cells.get(at).map_or_else(String::new, |cell| cell.shown(lang)));
        let mut names = names.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
        let look = match table.look(at) {
            Look::Plain => RowLook::Plain,
            Look::First => RowLook::First,
            Look::Total => RowLook::Total,
            Look::Head => RowLook::Head,
        };
        let head = names.next().unwrap_or_default();
        let of_row = || columns.iter().map(|column| cell(column, at, lang)).collect();
        let key = table.keys.get(at).cloned().unwrap_or_default();
        let is_head = look == RowLook::Head;
        Row {
            head,
            labels: if is_head { Vec::new() } else { names.collect() },
            cells: if is_head { Vec::new() } else { of_row() },
            look,
            policy: key.policy,
            period: key.period,
            statistic: key.statistic,
        }
    };
    parts::Table {
        name: table.name,
        caption: table.caption.clone(),
        unit: table.unit.clone(),
        over: if all.iter().any(|column| !column.head.over.is_empty()) {
            all.iter().map(|column| column.head.over.clone()).collect()
        } else {
            Vec::new()
        },
        heads: all.iter().map(|column| head(column)).collect(),
        rows: (0..table.rows()).map(row).collect(),
    }
}

fn cell(column: &Column, at: usize, lang: Lang) -> parts::Cell {
    let found = column.cells.get(at).cloned().unwrap_or_default();
    let shown = found.shown(lang);
    let made = match found.number() {
        Some(number) => parts::Cell::number(shown, Some(number.exact)),
        None if column.is_of_figures() => parts::Cell::number(shown, None),
        None => parts::Cell::words(shown),
    };
    match &column.period {
        Some(period) => made.of_period(period),
        None => made,
    }
}

/// The most characters of a heading that stay together.
const TOGETHER: usize = 14;

/// A heading that may go on in another line after so many characters, as names may be long.
fn breakable(head: &str) -> String {
    let mut out = String::new();
    let mut run = 0;
    for character in head.chars() {
        run = if character.is_whitespace() { 0 } else { run + 1 };
        if run > TOGETHER {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_headings_can_be_broken() {
        assert_eq!(breakable("short one, and abcdefghijklmnop"), "short one, and abcdefghijklmn\u{200b}op");
    }
}
