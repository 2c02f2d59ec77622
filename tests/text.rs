//! Reports of plain text, read.

/// The title and the rows of each table: titles stand on a line of their own after an empty one.
pub(crate) fn tables(report: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let mut found: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    let mut last = "";
    let mut below = false;
    for line in report.lines() {
        if line.contains("===") {
            below = true;
        } else if !line.contains(" | ") {
            (last, below) = (line, false);
        } else if below {
            found.last_mut().expect("a heading").1.push(line.split(" | ").map(|c| c.trim().to_owned()).collect());
        } else if found.last().is_none_or(|(title, rows)| title != last || !rows.is_empty()) {
            found.push((last.to_owned(), Vec::new()));
        }
    }
    found
}

/// An amount as a table shows it.
pub(crate) fn amount(cell: &str) -> i64 {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let value: i64 = digits.parse().unwrap_or_else(|_| panic!("{cell:?} is no amount"));
    if cell.starts_with('▲') { -value } else { value }
}
