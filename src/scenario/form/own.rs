//! Columns of a user's own: notes in the scenario, and columns again where it is written.

use super::layout::Rows;
use crate::scenario::node::{Node, OwnColumn, Value};
use crate::scenario::tree::entry_mut;
use crate::sheets::Content;
use std::borrow::Cow;

/// What stands between the heading of a column and what it holds, in a note.
pub(super) const AFTER_HEADING: char = '：';

/// The headings of the columns that users added to a section.
pub(super) fn headings<'c>(own: &'c [OwnColumn], rows: &Rows) -> Vec<&'c str> {
    let list = rows.list();
    own.iter().filter(|column| list == Some(&column.list)).map(|column| column.heading.as_str()).collect()
}

/// A row without the notes that came from columns, and what those held. Reading them gives the same notes.
pub(super) fn apart<'n>(row: &'n Node, headings: &[&str]) -> (Cow<'n, Node>, Vec<Option<Content>>) {
    let mut contents: Vec<Option<Content>> = vec![None; headings.len()];
    let note = row.get("note").and_then(Node::as_str).filter(|_| !headings.is_empty());
    let Some(note) = note else { return (Cow::Borrowed(row), contents) };
    let begins = |line: &str| {
        headings
            .iter()
            .position(|heading| line.strip_prefix(heading).is_some_and(|rest| rest.starts_with(AFTER_HEADING)))
    };
    let lines: Vec<&str> = note.split('\n').collect();
    let Some(first) = lines.iter().position(|line| begins(line).is_some()) else {
        return (Cow::Borrowed(row), contents);
    };
    let mut texts: Vec<(usize, String)> = Vec::new();
    for line in &lines[first..] {
        match (begins(line), texts.last_mut()) {
            (Some(at), _) => texts.push((at, line[headings[at].len() + AFTER_HEADING.len_utf8()..].to_owned())),
            (None, Some((_, text))) => *text = format!("{text}\n{line}"),
            (None, None) => {}
        }
    }
    // Columns come back in their order: what stands in another is a note.
    if !texts.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return (Cow::Borrowed(row), contents);
    }
    for (at, text) in texts {
        contents[at] = Some(content(text));
    }
    let mut row = row.clone();
    let rest = lines[..first].join("\n");
    if rest.is_empty() {
        if let Value::Table(entries) = &mut row.value {
            entries.retain(|entry| entry.key != "note");
        }
    } else if let Some(note) = entry_mut(&mut row, "note") {
        note.value = Value::String(rest);
    }
    (Cow::Owned(row), contents)
}

/// A number where writing it gives the same words.
fn content(text: String) -> Content {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.to_string() == text => Content::Number(number),
        _ => Content::Text(text),
    }
}
