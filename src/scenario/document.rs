//! The resolved scenario: files read, laid over one another, frozen; and where each of its values stands.

use super::node::{Entry, Node, Origin, OwnColumn, SourceFile, Value};
use super::problem::{At, Path, Problem, Segment};
use super::rules::whole;
use super::schema;
use crate::harmless::{acts, on_one_line};
use crate::lang::Text;
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// A resolved scenario file with its sources.
#[derive(Clone, Debug)]
pub struct Document {
    files: Arc<Vec<SourceFile>>,
    root: Node,
}

/// Problems with where they stand.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The files that were read.
    pub files: Vec<SourceFile>,
    /// Every problem, in the order of the files.
    pub list: Vec<Located>,
}

/// A problem and where it stands.
#[derive(Clone, Debug)]
pub struct Located {
    /// Where it stands; nothing if it is about no file that could be read.
    pub origin: Option<Origin>,
    /// The readable path of the key: `initiative.bpr.delay`.
    pub key: String,
    /// The value found there, as one would type it.
    pub found: Option<String>,
    /// What is wrong.
    pub message: Text,
    /// What is allowed.
    pub allowed: Option<Text>,
    /// What to do.
    pub hint: Option<Text>,
    /// Whether something is missing; `allowed` then says what it means.
    pub is_lack: bool,
}

impl Document {
    /// A tree whose values stand in `files`.
    pub(crate) fn new(files: Arc<Vec<SourceFile>>, root: Node) -> Self {
        Self { files, root }
    }

    /// The tree of a scenario whose values stand in `files`.
    pub(crate) fn of_scenario(files: Arc<Vec<SourceFile>>, mut root: Node) -> Self {
        schema::of_scenario().put_words_of_the_format(&mut root);
        Self { files, root }
    }

    /// The resolved tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The files that were read, in the order of reading.
    pub(crate) fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The ids of the tables of a list, in its order.
    pub fn ids(&self, list: &str) -> Vec<&str> {
        let tables = self.root.get(list).map(Node::items).unwrap_or_default();
        tables.iter().filter_map(|table| table.get("id")?.as_str()).collect()
    }

    /// The names of the files that were read, in the order of reading.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|f| f.name.as_str())
    }

    /// The comments of the files that were read, in the order of reading.
    pub fn comments(&self) -> Vec<String> {
        self.files.iter().flat_map(SourceFile::comments).collect()
    }

    /// The columns that users added to the workbooks that were read.
    pub fn own_columns(&self) -> Vec<OwnColumn> {
        let mut all: Vec<OwnColumn> = Vec::new();
        for column in self.files.iter().flat_map(|file| &file.own_columns) {
            if !all.contains(column) {
                all.push(column.clone());
            }
        }
        all
    }

    /// The resolved scenario as data, in an order that does not hang on how it was typed.
    pub fn to_json(&self) -> Json {
        schema::of_scenario().ordered(&self.root)
    }

    /// The resolved scenario as TOML. What would act on a terminal stands as its number, so that reading it gives the same
    /// texts.
    ///
    /// # Errors
    /// None that a parsed document can cause; the TOML writer's own otherwise.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(&marked(self.to_json())).map(|toml| unmarked(&toml))
    }

    /// SHA-256 of the resolved scenario in a canonical form (JSON, keys sorted), in hexadecimal.
    pub fn digest(&self) -> String {
        let mut text = Vec::new();
        canonical(&self.root, &mut text);
        Sha256::digest(&text).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }

    /// Says where problems stand, in the order of files and lines.
    pub fn locate(&self, problems: Vec<Problem>) -> Problems {
        let mut places = Places::default();
        let mut list: Vec<Located> = problems.into_iter().map(|p| self.located(p, &mut places)).collect();
        list.sort_by_key(|l| l.origin.as_ref().map(|o| (o.file, o.span.start)));
        Problems { files: self.files.to_vec(), list }
    }

    /// The readable path: list positions give way to the ids, or base years, of the tables that stand there.
    pub fn key(&self, path: &Path) -> String {
        self.key_by(path, &mut Places::default())
    }

    fn key_by<'d>(&'d self, path: &Path, places: &mut Places<'d>) -> String {
        let mut node = Some(&self.root);
        let mut names = Vec::new();
        for segment in path.segments() {
            node = match segment {
                Segment::Key(key) => {
                    names.push(on_one_line(key));
                    node.and_then(|n| places.entry(n, key)).map(|entry| &entry.node)
                }
                Segment::Index(index) => {
                    let item = node.and_then(|n| n.items().get(*index));
                    let id = item.and_then(|i| i.get("id").or_else(|| i.get("base")));
                    names.push(id.and_then(Node::name).unwrap_or_else(|| (index + 1).to_string()));
                    item
                }
            };
        }
        names.join(".")
    }

    /// A value as it was typed, if that is short; else the beginning of it.
    fn shown(&self, node: &Node) -> String {
        const MOST: usize = 60;
        let typed = self.files.get(node.origin.file).and_then(|f| f.text.get(node.origin.span.clone()));
        match typed.filter(|t| !t.is_empty() && !t.contains('\n')) {
            Some(typed) if typed.chars().count() > MOST => typed.chars().take(MOST).chain(['…']).collect(),
            Some(typed) => typed.to_owned(),
            None => node.shown(),
        }
    }

    fn located<'d>(&'d self, problem: Problem, places: &mut Places<'d>) -> Located {
        let (mut node, entry, depth) = places.follow(&self.root, &problem.path);
        let whole = depth == problem.path.segments().len();
        // Of a number with its source, it is the number that is meant.
        if let (true, At::Value, Some(number)) = (whole, problem.at, node.get("value"))
            && node.get("kind").is_none()
            && node.get("class").is_none()
        {
            node = number;
        }
        let origin = match (problem.at, entry) {
            (At::Key, Some(entry)) if whole => entry.key_origin.clone(),
            (At::Table, Some(entry)) => entry.key_origin.clone(),
            (At::Table, None) => first_key(node),
            _ => node.origin.clone(),
        };
        let is_of_cells = self.files.get(origin.file).is_some_and(SourceFile::is_of_cells);
        let (message, hint) = match problem.on_a_sheet.filter(|_| is_of_cells) {
            Some(on_a_sheet) => {
                let [message, hint] = *on_a_sheet;
                (message, Some(hint))
            }
            None => (problem.message, problem.hint),
        };
        Located {
            origin: Some(origin),
            key: self.key_by(&problem.path, places),
            found: (whole && problem.at == At::Value).then(|| self.shown(node)),
            message,
            allowed: problem.allowed,
            hint,
            is_lack: problem.at == At::Table,
        }
    }
}

/// A table of a list has no key of its own; it is shown by its first.
fn first_key(node: &Node) -> Origin {
    node.entries().iter().map(|e| &e.key_origin).min_by_key(|o| (o.file, o.span.start)).unwrap_or(&node.origin).clone()
}

/// Where the keys of large tables stand, so that many problems of one table are found in linear time.
#[derive(Default)]
struct Places<'d>(HashMap<*const Node, HashMap<&'d str, &'d Entry>>);

impl<'d> Places<'d> {
    /// What a table holds under a key.
    fn entry(&mut self, table: &'d Node, key: &str) -> Option<&'d Entry> {
        const LARGE: usize = 32;
        let entries = table.entries();
        if entries.len() < LARGE {
            return entries.iter().find(|e| e.key == key);
        }
        let known = || entries.iter().rev().map(|entry| (entry.key.as_str(), entry)).collect();
        self.0.entry(table).or_insert_with(known).get(key).copied()
    }

    /// The deepest node on `path`, the entry it is held by, and how many segments were followed.
    fn follow(&mut self, root: &'d Node, path: &Path) -> (&'d Node, Option<&'d Entry>, usize) {
        let (mut node, mut entry) = (root, None);
        for (depth, segment) in path.segments().iter().enumerate() {
            let next = match segment {
                Segment::Key(key) => self.entry(node, key).map(|e| (&e.node, Some(e))),
                Segment::Index(index) => node.items().get(*index).map(|n| (n, None)),
            };
            let Some((below, held_by)) = next else { return (node, entry, depth) };
            (node, entry) = (below, held_by);
        }
        (node, entry, path.segments().len())
    }
}

/// Stands around the number of a character. TOML writes it by its number, too, and so never in a text without escapes.
const MARK: char = '\u{1}';
const MARK_WRITTEN: &str = "\\u0001";

/// The same with each character that would act on a terminal as its number between two marks.
fn marked(value: Json) -> Json {
    match value {
        Json::String(text) => Json::String(marked_text(text)),
        Json::Array(items) => items.into_iter().map(marked).collect(),
        Json::Object(entries) => entries.into_iter().map(|(key, value)| (marked_text(key), marked(value))).collect(),
        other => other,
    }
}

fn marked_text(text: String) -> String {
    if !text.contains(acts) {
        return text;
    }
    let one = |c: char| if acts(c) { format!("{MARK}{:04X}{MARK}", u32::from(c)) } else { c.to_string() };
    text.chars().map(one).collect()
}

/// Turns numbers between marks into escapes.
fn unmarked(toml: &str) -> String {
    let mut out = String::with_capacity(toml.len());
    for (i, part) in toml.split(MARK_WRITTEN).enumerate() {
        if i % 2 == 1 {
            out.push_str("\\u");
        }
        out.push_str(part);
    }
    out
}

fn canonical(node: &Node, out: &mut Vec<u8>) {
    match &node.value {
        Value::Table(entries) => {
            let mut sorted: Vec<&Entry> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            out.push(b'{');
            for entry in sorted {
                json(&entry.key, out);
                out.push(b':');
                canonical(&entry.node, out);
                out.push(b',');
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for item in items {
                canonical(item, out);
                out.push(b',');
            }
            out.push(b']');
        }
        Value::String(text) => json(text, out),
        Value::Integer(number) => json(number, out),
        // The same number has the same form with a decimal point and without: a cell of a workbook knows only the number.
        Value::Float(number) => match whole(*number) {
            Some(number) => json(&number, out),
            None => json(number, out),
        },
        Value::Bool(truth) => json(truth, out),
    }
}

/// Adds a text, a number or a truth. That has one form in JSON, and memory takes it: nothing can fail.
fn json(value: &impl Serialize, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(out, value);
    debug_assert!(written.is_ok());
}
