//! A value of a scenario file that remembers where it was typed.

use super::comments::comments;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name by which the user knows it.
    pub name: String,
    /// Its text; none of a workbook.
    pub text: String,
    /// The names of the cells of a workbook to which origins point, by their number.
    pub cells: Vec<String>,
    /// The comments that a workbook holds; those of a text stand in the text.
    pub remarks: Vec<String>,
    /// The columns of a workbook that the form does not have, which became notes.
    pub own_columns: Vec<OwnColumn>,
}

/// A column that a user added to the form: what it holds are notes, `heading：content`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnColumn {
    /// The list of the tables that its rows are.
    pub list: String,
    /// Its heading.
    pub heading: String,
}

impl SourceFile {
    /// A text.
    pub(super) fn of_text(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), text, cells: Vec::new(), remarks: Vec::new(), own_columns: Vec::new() }
    }

    /// A file of cells, of which none is pointed to yet.
    pub(crate) fn of_cells(name: &str) -> Self {
        Self::of_text(name, String::new())
    }

    /// Whether it is a file of cells.
    pub(crate) fn is_of_cells(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Its comments, a line each, wherever they stand.
    pub(super) fn comments(&self) -> impl Iterator<Item = String> {
        comments(&self.text).into_iter().map(str::to_owned).chain(self.remarks.iter().cloned())
    }

    /// The cell at which a range begins, of a workbook.
    pub fn cell(&self, origin: &Origin) -> Option<&str> {
        self.cells.get(origin.span.start).map(String::as_str)
    }
}

/// Where something stands: a file by position, and a range of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The position of the file in the document's list.
    pub file: usize,
    /// The bytes.
    pub span: std::ops::Range<usize>,
}

/// A value and where it was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was typed.
    pub origin: Origin,
}

/// What a scenario file can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A list.
    Array(Vec<Node>),
    /// A table, in the order in which it was typed.
    Table(Vec<Entry>),
}

/// One key of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was typed.
    pub key_origin: Origin,
    /// What it holds.
    pub node: Node,
}

impl Node {
    /// The entries of a table; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        if let Value::Table(entries) = &self.value { entries } else { &[] }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Self] {
        if let Value::Array(items) = &self.value { items } else { &[] }
    }

    /// What a table holds under `key`.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|e| e.key == key).map(|e| &e.node)
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// What can stand for a table in a path: text, or a whole number.
    pub(crate) fn name(&self) -> Option<String> {
        match &self.value {
            Value::String(text) => Some(text.clone()),
            Value::Integer(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The value without its positions.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::String(text) => Json::from(text.as_str()),
            Value::Integer(number) => Json::from(*number),
            Value::Float(number) => Json::from(*number),
            Value::Bool(truth) => Json::from(*truth),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(entries) => Json::Object(entries.iter().map(|e| (e.key.clone(), e.node.to_json())).collect()),
        }
    }

    /// The value as one would type it, cut where it is long.
    pub fn shown(&self) -> String {
        const MOST: usize = 60;
        let full = match &self.value {
            Value::Table(_) => String::from("{…}"),
            Value::Array(items) if items.iter().any(|i| !i.entries().is_empty()) => String::from("[…]"),
            Value::String(text) => format!("\"{}\"", text.escape_debug()),
            _ => self.to_json().to_string(),
        };
        if full.chars().count() > MOST { full.chars().take(MOST).chain(['…']).collect() } else { full }
    }
}
