//! Odds by row and column, each written in its cell; the lower, the darker.

use super::label::{shortened, width, wrapped};
use super::{About, LINE, Point, SIZE, SMALL, area, chart, line, words};
use crate::lang::text;
use crate::report::numbers::UNDEFINED;
use maud::{Markup, html};

const ROW: f64 = 32.0;
const NAMES: f64 = 236.0;
/// The widest that a cell grows.
const CELL: f64 = 92.0;
/// What stands before a column that sums the others up.
const GAP: f64 = 8.0;

/// A cell.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct HeatCell {
    /// The probability.
    pub(in crate::report::page) share: f64,
    /// It as printed.
    pub(in crate::report::page) said: String,
    /// The cell in words.
    pub(in crate::report::page) values: String,
}

/// A row.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct HeatRow {
    /// Its name.
    pub(in crate::report::page) name: String,
    /// Its cells by column; nothing where there is no such thing.
    pub(in crate::report::page) cells: Vec<Option<HeatCell>>,
    /// Whether it sums the others up.
    pub(in crate::report::page) is_total: bool,
}

/// Rows by columns. More than about fourteen rows or nine columns do not fit: they are better drawn in parts.
#[derive(Clone, Debug)]
pub(in crate::report::page) struct Heat {
    /// The names of the columns.
    pub(in crate::report::page) columns: Vec<String>,
    /// Whether the last column sums the others up.
    pub(in crate::report::page) last_is_whole: bool,
    /// The rows.
    pub(in crate::report::page) rows: Vec<HeatRow>,
}

struct Grid {
    left: f64,
    top: f64,
    each: f64,
    whole: Option<usize>,
    total: Option<usize>,
}

impl Grid {
    fn x(&self, column: usize) -> f64 {
        let gap = if self.whole.is_some_and(|at| column >= at) { GAP } else { 0.0 };
        self.left + self.each * column as f64 + gap
    }

    fn y(&self, row: usize) -> f64 {
        let gap = if self.total.is_some_and(|at| row >= at) { GAP } else { 0.0 };
        self.top + ROW * row as f64 + gap
    }
}

impl Heat {
    /// The chart.
    pub(in crate::report::page) fn draw(&self, about: &About) -> Markup {
        let names = self.rows.iter().map(|r| width(&r.name, SIZE)).fold(0.0, f64::max).min(NAMES);
        let left = names + 18.0;
        let each = ((about.width - left - GAP - 6.0) / self.columns.len().max(1) as f64).min(CELL);
        let heads: Vec<Vec<String>> = self.columns.iter().map(|c| wrapped(c, each - 4.0, SMALL, 3)).collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        let whole = self.columns.len().checked_sub(1).filter(|at| self.last_is_whole && *at > 0);
        let total = self.rows.iter().position(|r| r.is_total).filter(|at| *at > 0);
        let grid = Grid { left, top: LINE * lines as f64 + 12.0, each, whole, total };
        let bottom = grid.y(self.rows.len());
        let drawing = html! {
            @for (i, head) in heads.iter().enumerate() {
                @for (k, said) in head.iter().enumerate() {
                    @let y = LINE * (lines - head.len() + k + 1) as f64;
                    (words("tick middle", (grid.x(i) + each / 2.0, y), said))
                }
            }
            @for (i, row) in self.rows.iter().enumerate() {
                @let class = if row.is_total { "label strong end" } else { "label end" };
                @let lines = named(&row.name);
                @let size = if lines.len() > 1 { format!("{class} tick") } else { class.to_owned() };
                @for (k, said) in lines.iter().enumerate() {
                    @let y = grid.y(i) + ROW / 2.0 + 4.5 + (k as f64 - (lines.len() - 1) as f64 / 2.0) * 14.0;
                    (words(&size, (names + 10.0, y), said))
                }
            }
            (key(about, bottom + 12.0, left))
        };
        chart(about, bottom + 12.0 + 2.0 * LINE, drawing, &self.points(&grid))
    }

    fn points(&self, grid: &Grid) -> Vec<Point> {
        let mut points = Vec::new();
        for (r, row) in self.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                let (x, y) = (grid.x(c), grid.y(r));
                let Some(cell) = cell else {
                    let marks = words("tick middle", (x + grid.each / 2.0, y + ROW / 2.0 + 4.5), UNDEFINED);
                    let values = vec![format!("{} {}: {UNDEFINED}", row.name, self.columns[c])];
                    points.push(Point { hit: html! {}, marks, values });
                    continue;
                };
                let level = level(cell.share);
                let room = grid.each - 4.0;
                let marks = html! {
                    (area(&format!("cell level{level}"), (x + 1.0, y + 1.0), (x + grid.each - 1.0, y + ROW - 1.0)))
                    @if level == 0 { (line("corner", (x + 3.0, y + ROW - 4.0), (x + grid.each - 3.0, y + ROW - 4.0))) }
                    (words(&format!("in middle on{level}"), (x + grid.each / 2.0, y + ROW / 2.0 + 4.5), &shortened(&cell.said, room, SMALL)))
                };
                points.push(Point { hit: html! {}, marks, values: vec![cell.values.clone()] });
            }
        }
        points
    }
}

/// A name on one line, or on two smaller ones where it is too long for that.
fn named(name: &str) -> Vec<String> {
    if width(name, SIZE) <= NAMES { vec![name.to_owned()] } else { wrapped(name, NAMES, SMALL, 2) }
}

/// Which of five shades a probability has.
fn level(share: f64) -> usize {
    (share * 5.0).floor().clamp(0.0, 4.0) as usize
}

/// What the shades mean.
fn key(about: &About, top: f64, left: f64) -> Markup {
    let said = text!(ja: "濃いほど達成確率が低い：", en: "The darker, the lower the odds:");
    let said = said.get(about.lang);
    let shades = ["0–20%", "20–40%", "40–60%", "60–80%", "80–100%"];
    let each = 68.0;
    let begin = (about.width - each * 5.0 - 12.0).min(left.max(width(said, SMALL) + 14.0));
    html! {
        (words("tick end", (begin - 8.0, top + 15.0), said))
        @for (i, shade) in shades.iter().enumerate() {
            @let x = begin + each * i as f64;
            (area(&format!("cell level{i}"), (x, top + 1.0), (x + each - 2.0, top + 21.0)))
            (words(&format!("in small middle on{i}"), (x + each / 2.0 - 1.0, top + 15.0), shade))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_are_fifths() {
        let shares = [f64::NAN, -0.1, 0.0, 0.199, 0.2, 0.5, 0.799, 0.8, 1.0];
        assert_eq!(shares.map(level), [0, 0, 0, 0, 1, 2, 3, 4, 4]);
    }
}
