//! Tables that fit a terminal: without the columns that tell least, and names on several lines as the last resort.

use super::wrap::wrapped;
use crate::lang::Lang;
use crate::report::document::{Cell, Column, Table};
use crate::report::terminal;
use unicode_width::UnicodeWidthStr;

/// The widest line of a brief report.
pub(in crate::report) const WIDTH: usize = 100;
/// The narrowest column of names.
const NARROWEST: usize = 12;

/// How wide a table is on a terminal.
fn width(table: &Table, lang: Lang) -> usize {
    let mut drawn = String::new();
    terminal::write(&mut drawn, table, lang);
    drawn.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Whether a table fits.
pub(in crate::report) fn fits(table: &Table, lang: Lang) -> bool {
    width(table, lang) <= WIDTH
}

/// A table without as many of its columns, by position and in this order, as it takes to fit; then with names on several
/// lines.
pub(in crate::report) fn fitting(table: &Table, order: &[&[usize]], lang: Lang) -> Table {
    let mut dropped: Vec<usize> = Vec::new();
    let mut fitted = table.clone();
    for group in order {
        if fits(&fitted, lang) {
            return fitted;
        }
        dropped.extend(*group);
        fitted = without(table, &dropped);
    }
    narrower(fitted, lang)
}

/// A table of a comparison: its names on several lines, then without its last columns, those under one heading together.
pub(in crate::report) fn within(table: &Table, lang: Lang) -> Table {
    let mut left = table.clone();
    loop {
        let fitted = narrower(left.clone(), lang);
        if fits(&fitted, lang) || left.columns.len() < 2 {
            return fitted;
        }
        let over = left.columns.pop().map(|column| column.head.over).unwrap_or_default();
        while !over.is_empty() && left.columns.last().is_some_and(|column| column.head.over == over) {
            left.columns.pop();
        }
    }
}

fn without(table: &Table, dropped: &[usize]) -> Table {
    let kept = table.columns.iter().enumerate().filter(|(at, _)| !dropped.contains(at));
    Table { columns: kept.map(|(_, column)| column.clone()).collect(), ..table.clone() }
}

/// It with names on as many lines as it takes.
fn narrower(mut table: Table, lang: Lang) -> Table {
    let beyond = width(&table, lang).saturating_sub(WIDTH);
    let Some(names) = table.labels.first_mut().filter(|_| beyond > 0) else { return table };
    let room = widest(names).saturating_sub(beyond).max(NARROWEST);
    for row in 0..names.cells.len() {
        let Some(Cell::Words(name)) = names.cells.get(row) else { continue };
        let mut lines: Vec<String> = wrapped(name, room, 0).lines().map(str::to_owned).collect();
        // Where rows below have no name of their own, they take what goes on; what they have no room for is cut off.
        let below = names.cells.iter().skip(row + 1).take_while(|cell| is_empty(cell)).count();
        if below > 0 && lines.len() > below + 1 {
            lines.truncate(below + 1);
            lines.iter_mut().skip(below).for_each(|line| cut(line, room));
        }
        let (first, rest) = lines.split_first().map_or((String::new(), &[][..]), |(first, rest)| (first.clone(), rest));
        if rest.is_empty() || below < rest.len() {
            names.cells[row] = Cell::Words(lines.join("\n"));
            continue;
        }
        names.cells[row] = Cell::Words(first);
        for (at, line) in rest.iter().enumerate() {
            names.cells[row + 1 + at] = Cell::Words(line.clone());
        }
    }
    table
}

/// Ends a line with what says that it goes on.
fn cut(line: &mut String, room: usize) {
    while line.width() + 2 > room && line.pop().is_some() {}
    line.push('…');
}

fn is_empty(cell: &Cell) -> bool {
    matches!(cell, Cell::Words(words) if words.is_empty())
}

fn widest(column: &Column) -> usize {
    let name = |cell: &Cell| if let Cell::Words(words) = cell { words.width() } else { 0 };
    column.cells.iter().map(name).max().unwrap_or(0)
}
