//! Tables with a column a policy or year: where they would be too wide, the columns go on in a table below.

use crate::report::tables::{align, align_labels, table};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The widest table, in columns of a terminal.
pub(super) const WIDEST: usize = 150;
/// What stands between two columns.
const BETWEEN: usize = 3;

/// A heading and the cells below it.
#[derive(Clone, Debug)]
pub(super) struct TextColumn {
    pub(super) head: String,
    pub(super) cells: Vec<String>,
}

impl TextColumn {
    fn width(&self) -> usize {
        let lines = self.cells.iter().map(String::as_str).chain(self.head.lines());
        lines.map(UnicodeWidthStr::width).max().unwrap_or(0) + BETWEEN
    }
}

/// Writes labels beside columns, in as many tables as are needed.
pub(super) fn write(out: &mut String, labels: &[TextColumn], columns: &[TextColumn], widest: usize) {
    for (i, part) in apart(labels, columns, |width| width, widest).iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        one(out, &labels.iter().chain(part.iter().copied()).collect::<Vec<_>>(), labels.len());
    }
}

/// The columns that stand beside one another next to the labels; `taken` is what a column takes that is so wide.
pub(super) fn apart<'a>(
    labels: &[TextColumn],
    columns: &'a [TextColumn],
    taken: impl Fn(usize) -> usize,
    widest: usize,
) -> Vec<Vec<&'a TextColumn>> {
    let labels_width: usize = labels.iter().map(|label| taken(label.width())).sum();
    let mut parts: Vec<Vec<&TextColumn>> = Vec::new();
    let mut width = widest;
    for column in columns {
        width += taken(column.width());
        match parts.last_mut().filter(|_| width <= widest) {
            Some(part) => part.push(column),
            None => {
                width = labels_width + taken(column.width());
                parts.push(vec![column]);
            }
        }
    }
    parts
}

/// Writes columns beside one another, however wide they are.
pub(super) fn one(out: &mut String, columns: &[&TextColumn], labels: usize) {
    let mut table = table(columns.iter().map(|c| c.head.clone()).collect());
    let rows = columns.iter().map(|c| c.cells.len()).max().unwrap_or(0);
    for row in 0..rows {
        table.add_row(columns.iter().map(|c| c.cells.get(row).cloned().unwrap_or_default()));
    }
    align(&mut table);
    if labels > 1 {
        align_labels(&mut table);
    }
    let _ = writeln!(out, "{table}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(head: &str, cell: &str) -> TextColumn {
        TextColumn { head: head.to_owned(), cells: vec![cell.to_owned()] }
    }

    #[test]
    fn what_does_not_fit_goes_on_below() {
        let labels = [column("基本方針", "合計")];
        let wide: Vec<TextColumn> = (0..5).map(|i| column(&format!("C{i}"), &"見".repeat(20))).collect();
        let mut out = String::new();
        write(&mut out, &labels, &wide, WIDEST);
        let heads: Vec<&str> = out.lines().filter(|l| l.contains('C')).collect();
        assert_eq!(heads.len(), 2, "{out}");
        assert!(heads[0].contains("C2") && heads[1].contains("C3"), "{out}");
        assert!(out.lines().all(|l| l.width() <= WIDEST + 2), "{out}");
        // A column that is too wide by itself is still shown.
        let mut out = String::new();
        write(&mut out, &labels, &[column("C", &"見".repeat(100))], WIDEST);
        assert!(out.contains(&"見".repeat(100)));
    }
}
