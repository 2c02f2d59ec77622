//! The sections of the report in words and tables, as they stand in every format, with a chart where one belongs.

use super::Part;
use crate::lang::Text;
use crate::report::columns::Column;
use crate::report::compare::{Piece, Pieces};
use crate::report::page::parts::{Cell, Row, RowLook, Table};
use maud::{Markup, html};

/// What the sections are called, in their order.
pub(super) const NAMES: [&str; 7] =
    ["by-policy", "by-year", "attribution", "editions", "track-record", "outlook", "lineages"];

impl Part<'_> {
    pub(super) fn sections(&self) -> Markup {
        let sections: Vec<((Text, Pieces), &'static str)> = self.told.sections().into_iter().zip(NAMES).collect();
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
    fn not_beside_charts(&self, name: &str, pieces: &Pieces) -> Vec<Piece> {
        let is_told = name == "track-record" && self.told.pair.comparison.track_record.is_some();
        pieces.0.iter().filter(|p| !(is_told && matches!(p, Piece::Words(_)))).cloned().collect()
    }

    /// Words and tables below one another; words right before a table are its caption.
    fn pieces(&self, name: &'static str, title: &Text, pieces: &[Piece]) -> Markup {
        let is_table = |at: usize| pieces.get(at).is_some_and(|p| !matches!(p, Piece::Words(_)));
        let caption = |at: usize| match at.checked_sub(1).and_then(|before| pieces.get(before)) {
            Some(Piece::Words(words)) if !words.trim().is_empty() => words.trim().to_owned(),
            _ => self.say(title),
        };
        html! {
            @for (at, piece) in pieces.iter().enumerate() {
                @match piece {
                    Piece::Words(_) if is_table(at + 1) => {}
                    Piece::Words(words) => { (lines(words)) }
                    Piece::Table(table) => { (self.table(name, caption(at), &of_terminal(table))) }
                    Piece::Columns(labels, columns) => { (self.table(name, caption(at), &beside(labels, columns))) }
                }
            }
        }
    }

    /// A table of words and printed figures, the headings first.
    fn table(&self, name: &'static str, caption: String, rows: &[Vec<String>]) -> Markup {
        let Some((heads, rows)) = rows.split_first() else { return html! {} };
        let labels = self.told.names().labels.unwrap_or_default();
        let is_words = |column: usize| rows.iter().all(|row| row.get(column).is_none_or(|cell| is_label(cell, labels)));
        let heads = in_full(heads, &is_words).into_iter().enumerate();
        let heads = heads.map(|(c, head)| (breakable(&head), c > 0 && !is_words(c))).collect();
        let rows = rows.iter().map(|row| self.row(row, &is_words)).collect();
        Table { name, caption, unit: self.told.unit().to_owned(), heads, rows }.draw(self.told.lang)
    }

    fn row(&self, row: &[String], is_words: &dyn Fn(usize) -> bool) -> Row {
        let cell = |(c, cell): (usize, &String)| {
            if is_words(c) { Cell::words(cell.clone()) } else { Cell::number(cell.clone(), None) }
        };
        let (head, cells) = row.split_first().map_or((String::new(), &row[..0]), |(h, c)| (h.trim().to_owned(), c));
        let total = head == crate::report::words::total(self.told.lang);
        let look = match (total, head.is_empty()) {
            _ if cells.is_empty() => RowLook::Head,
            (true, _) => RowLook::Total,
            (false, false) => RowLook::First,
            (false, true) => RowLook::Plain,
        };
        let cells = cells.iter().enumerate().map(|(c, text)| cell((c + 1, text))).collect();
        Row { head, cells, look, ..Row::default() }
    }
}

/// Paragraphs, or a list where every line is indented.
fn lines(words: &str) -> Markup {
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    html! { @for line in lines { p { (line) } } }
}

/// Whether a cell holds words rather than a figure; P10 is a name, and what begins with the label of a side is told of it.
fn is_label(cell: &str, labels: [&str; 2]) -> bool {
    let told = labels.into_iter().filter(|label| !label.is_empty()).find_map(|label| cell.strip_prefix(label));
    let cell = told.unwrap_or(cell).replace("P10", "").replace("P90", "");
    !cell.chars().any(|c| c.is_ascii_digit() || c == '－')
}

/// Headings of figures that go on from the one before them say so in full.
fn in_full(heads: &[String], is_words: &dyn Fn(usize) -> bool) -> Vec<String> {
    let mut above = "";
    let mut out = Vec::new();
    for (c, head) in heads.iter().enumerate() {
        match head.strip_prefix('\n') {
            Some(rest) if is_words(c) => out.push(rest.to_owned()),
            Some(rest) if !above.is_empty() => out.push(format!("{above}\n{rest}")),
            _ => {
                above = head.split_once('\n').map_or("", |(first, _)| first);
                out.push(head.clone());
            }
        }
    }
    out
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

fn of_terminal(table: &comfy_table::Table) -> Vec<Vec<String>> {
    let row = |row: &comfy_table::Row| row.cell_iter().map(comfy_table::Cell::content).collect::<Vec<String>>();
    table.header().into_iter().chain(table.row_iter()).map(row).collect()
}

fn beside(labels: &[Column], columns: &[Column]) -> Vec<Vec<String>> {
    let all: Vec<&Column> = labels.iter().chain(columns).collect();
    let rows = all.iter().map(|c| c.cells.len()).max().unwrap_or(0);
    let row = |at: usize| all.iter().map(|c| c.cells.get(at).cloned().unwrap_or_default()).collect();
    [all.iter().map(|c| c.head.clone()).collect()].into_iter().chain((0..rows).map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_stand_for_themselves() {
        let heads = ["Policy", "Mean\nplan", "\nrevised", "\nchange", "Ratio", "P(revised\n≥ plan)", "\nBest"];
        let full = in_full(&heads.map(str::to_owned), &|c| c == 6);
        let expected = ["Policy", "Mean\nplan", "Mean\nrevised", "Mean\nchange", "Ratio", "P(revised\n≥ plan)", "Best"];
        assert_eq!(full, expected);
        assert_eq!(breakable("short one, and abcdefghijklmnop"), "short one, and abcdefghijklmn\u{200b}op");
        let labels = ["同じ", "", "P10～P90", "▲1,234", "－", "▲1～P10"].map(|cell| is_label(cell, [""; 2]));
        assert_eq!(labels, [true, true, true, false, false, false]);
        let labels =
            ["Plan 2025", "Plan 2025 above", "2024", "2,025"].map(|cell| is_label(cell, ["Plan 2024", "Plan 2025"]));
        assert_eq!(labels, [true, true, false, false]);
    }
}
