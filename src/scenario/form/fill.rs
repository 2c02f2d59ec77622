//! A tree → the cells of a workbook. What has no column of its own stands on the sheet of sources, so that nothing is lost.

use super::cell::{CellRules, is_part};
use super::labels::label;
use super::layout::{FormColumn, Holds, INITIATIVES, Rows, STREAMS, Section, layout};
use super::{BETWEEN, TITLE, own};
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text};
use crate::scenario::node::{Entry, Node, Origin, OwnColumn, Value};
use crate::scenario::rules::{RuleId, Rules};
use crate::sheets::Content;
use std::collections::HashMap;

/// A workbook before it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    /// Its sheets.
    pub(crate) sheets: Vec<FilledSheet>,
}

/// A sheet before it is written.
#[derive(Clone, Debug)]
pub(crate) struct FilledSheet {
    /// Its name.
    pub(crate) name: String,
    /// Its sections, from the top.
    pub(crate) sections: Vec<FilledSection>,
}

/// A section before it is written.
#[derive(Clone, Debug)]
pub(crate) struct FilledSection {
    /// Its title, as it stands on the sheet.
    pub(crate) title: String,
    /// What its rows are.
    pub(crate) kind: Rows,
    /// Its columns.
    pub(crate) columns: Vec<FilledColumn>,
    /// Its rows; nothing in an empty cell.
    pub(crate) rows: Vec<Vec<Option<Content>>>,
    /// Of [`Rows::Fields`] the rule of each row's value.
    pub(crate) fields: Vec<Option<RuleId>>,
}

/// A column before it is written.
#[derive(Clone, Debug)]
pub(crate) struct FilledColumn {
    /// What stands at its head.
    pub(crate) head: String,
    /// What it means.
    pub(crate) meaning: String,
    /// The keys from the row's table to the value; of a year, with the year.
    pub(crate) path: Vec<String>,
    /// The rule of its values.
    pub(crate) place: Option<RuleId>,
    /// Whether it holds a fiscal year's values.
    pub(crate) is_year: bool,
    /// Whether a row cannot be without it.
    pub(crate) is_required: bool,
}

/// What a workbook holds besides the scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside<'a> {
    /// The comments of the file that it was read from.
    pub(crate) comments: &'a [String],
    /// The columns that users added.
    pub(crate) own_columns: &'a [OwnColumn],
    /// The years that have columns even where nothing stands in them.
    pub(crate) years: &'a [FiscalYear],
}

/// Lays out a resolved scenario.
pub(crate) fn fill(rules: &Rules, root: &Node, beside: Beside<'_>, lang: Lang) -> Filled {
    let Beside { comments, own_columns, years } = beside;
    let mut filler = Filler { cells: CellRules { rules }, lang, years, own_columns, places: Vec::new() };
    let plans = layout(rules);
    let mut sheets = Vec::new();
    for sheet in &plans {
        let sections = sheet.sections.iter().map(|section| filler.section(section, root, comments)).collect();
        sheets.push(FilledSheet { name: sheet.name.get(lang).to_owned(), sections });
    }
    let places = std::mem::take(&mut filler.places);
    let mut sections = sheets.iter_mut().flat_map(|sheet| &mut sheet.sections);
    if let Some(section) = sections.find(|section| section.kind == Rows::Places) {
        section.rows = places;
    }
    Filled { sheets }
}

/// What was written of a row: by path, the value that reading it gives.
type Written = HashMap<Vec<String>, Node>;

struct Filler<'r> {
    cells: CellRules<'r>,
    lang: Lang,
    years: &'r [FiscalYear],
    own_columns: &'r [OwnColumn],
    /// The rows of the sheet of sources.
    places: Vec<Vec<Option<Content>>>,
}

impl Filler<'_> {
    fn section(&mut self, section: &Section, root: &Node, comments: &[String]) -> FilledSection {
        let mut fields = Vec::new();
        let (columns, rows) = match &section.rows {
            Rows::Comments => (Vec::new(), comments.iter().map(|line| vec![text(&format!("#{line}"))]).collect()),
            Rows::Places => (["place", "item", "content"].map(|key| self.plain(key)).to_vec(), Vec::new()),
            Rows::Fields => {
                let of_root = self.columns(&section.columns, &[root]);
                fields = of_root.iter().map(|column| column.place).collect();
                self.fields(&of_root, root)
            }
            Rows::Of(key) => {
                let list = root.get(key).map(Node::items).unwrap_or_default();
                let names = |at: usize, row: &Node| vec![self.word(key), name_of(row, at)];
                let rows: Vec<_> = list.iter().enumerate().map(|(at, row)| (names(at, row), row, None)).collect();
                self.rows(section, &rows)
            }
            Rows::Streams => {
                let initiatives = root.get(INITIATIVES).map(Node::items).unwrap_or_default();
                let (called, mut rows) = (called(initiatives), Vec::new());
                for (at, initiative) in initiatives.iter().enumerate() {
                    let parent = name_of(initiative, at);
                    for (at, stream) in initiative.get(STREAMS).map(Node::items).unwrap_or_default().iter().enumerate()
                    {
                        let path =
                            vec![self.word(INITIATIVES), parent.clone(), self.word(STREAMS), name_of(stream, at)];
                        rows.push((path, stream, Some(called(initiative).unwrap_or_else(|| parent.clone()))));
                    }
                }
                self.rows(section, &rows)
            }
        };
        FilledSection {
            title: format!("{TITLE} {}", section.title.get(self.lang)),
            kind: section.rows.clone(),
            columns,
            rows,
            fields,
        }
    }

    fn word(&self, key: &str) -> String {
        label(key).get(self.lang).to_owned()
    }

    fn plain(&self, key: &str) -> FilledColumn {
        FilledColumn {
            head: self.word(key),
            meaning: String::new(),
            path: Vec::new(),
            place: None,
            is_year: false,
            is_required: false,
        }
    }

    /// A row a field: what it is called, what it holds, what it means.
    fn fields(&mut self, columns: &[FilledColumn], root: &Node) -> (Vec<FilledColumn>, Vec<Vec<Option<Content>>>) {
        let (mut rows, mut written) = (Vec::new(), Written::new());
        for column in columns {
            let content = self.content(column, root, &mut written);
            rows.push(vec![text(&column.head), content, text(&column.meaning)]);
        }
        self.rest_of(&[], &[], root, &written);
        (["item", "content"].map(|key| self.plain(key)).to_vec(), rows)
    }

    /// A row each, of which the first names are those of the way to it; and the name of what holds it.
    fn rows(
        &mut self,
        section: &Section,
        rows: &[(Vec<String>, &Node, Option<String>)],
    ) -> (Vec<FilledColumn>, Vec<Vec<Option<Content>>>) {
        let headings = own::headings(self.own_columns, &section.rows);
        let tables: Vec<&Node> = rows.iter().map(|(_, row, _)| *row).collect();
        let mut columns = self.columns(&section.columns, &tables);
        let mut filled = Vec::new();
        for (names, row, parent) in rows {
            let (row, own) = own::apart(row, &headings);
            let row = row.as_ref();
            let mut written = Written::new();
            let cell = |column: &FilledColumn| match column.place {
                Some(_) => self.content(column, row, &mut written),
                None => parent.as_deref().and_then(text),
            };
            filled.push(columns.iter().map(cell).chain(own).collect());
            self.rest_of(names, &[], row, &written);
        }
        columns
            .extend(headings.iter().map(|heading| FilledColumn { head: (*heading).to_owned(), ..self.plain("note") }));
        (columns, filled)
    }

    /// The columns, with one for each year that anything is stated of.
    fn columns(&self, columns: &[FormColumn], rows: &[&Node]) -> Vec<FilledColumn> {
        columns.iter().flat_map(|column| self.column(column, rows)).collect()
    }

    fn column(&self, column: &FormColumn, rows: &[&Node]) -> Vec<FilledColumn> {
        let Text { ja, en } = &column.meaning;
        let own = FilledColumn {
            head: column.label.get(self.lang).to_owned(),
            meaning: if self.lang == Lang::Ja { ja.clone() } else { en.clone() },
            path: column.path.clone(),
            place: None,
            is_year: false,
            is_required: column.is_required,
        };
        match column.holds {
            Holds::Parent => vec![own],
            Holds::One(place) => vec![FilledColumn { place: Some(place), ..own }],
            Holds::Years(place) => {
                let of_year = |year: String| FilledColumn {
                    head: format!("{} {year}", own.head),
                    path: own.path.iter().cloned().chain([year]).collect(),
                    place: Some(place),
                    is_year: true,
                    ..own.clone()
                };
                self.stated(&column.path, rows).into_iter().map(of_year).collect()
            }
        }
    }

    /// The years of a series in any of the rows, as they were typed, in their order.
    fn stated(&self, path: &[String], rows: &[&Node]) -> Vec<String> {
        let mut stated: Vec<(Option<FiscalYear>, String)> = Vec::new();
        for entry in rows.iter().filter_map(|row| at(row, path)).flat_map(Node::entries) {
            let is_year = !matches!(entry.key.as_str(), "source" | "note" | "value");
            if is_year && !stated.iter().any(|(_, key)| *key == entry.key) {
                stated.push((FiscalYear::parse(&entry.key), entry.key.clone()));
            }
        }
        for year in self
            .years
            .iter()
            .filter(|_| path.len() == 1 && matches!(path[0].as_str(), "targets" | "actuals" | "amounts"))
        {
            if !stated.iter().any(|(known, _)| *known == Some(*year)) {
                stated.push((Some(*year), year.era()));
            }
        }
        stated.sort_by_key(|(year, _)| (year.is_none(), *year));
        stated.into_iter().map(|(_, key)| key).collect()
    }

    fn content(&self, column: &FilledColumn, row: &Node, written: &mut Written) -> Option<Content> {
        let (place, node) = (column.place?, at(row, &column.path)?);
        let key = column.path.last()?;
        // A number beside years, as growth has: the years have columns of their own.
        let content = self.cells.written(place, key, node, self.lang)?;
        written.insert(column.path.clone(), self.cells.read(place, key, &content, &Origin::default()));
        Some(content)
    }

    /// What no cell of a row holds; lists of tables have sections of their own.
    fn rest_of(&mut self, names: &[String], path: &[String], table: &Node, written: &Written) {
        for Entry { key, node, .. } in table.entries() {
            let path: Vec<String> = path.iter().cloned().chain([key.clone()]).collect();
            let is_section = node.items().iter().any(|item| !item.entries().is_empty());
            let is_format = names.is_empty() && key == super::layout::FORMAT;
            if is_section || is_format {
                continue;
            }
            match written.get(&path) {
                Some(part) => self.beside(names, key, part, node),
                None if node.entries().is_empty() => self.leaf(names, key, node),
                None => self.rest_of(&self.further(names, key), &path, node, written),
            }
        }
    }

    fn further(&self, names: &[String], key: &str) -> Vec<String> {
        names.iter().cloned().chain([self.word(key)]).collect()
    }

    /// What a value holds besides the part that stands in its cell.
    fn beside(&mut self, names: &[String], key: &str, part: &Node, whole: &Node) {
        if matches!(part.value, Value::Array(_)) {
            return;
        }
        let names = self.further(names, key);
        let is_value = |entry: &Entry| part.entries().is_empty() && entry.key == "value" && is_part(part, &entry.node);
        for entry in whole.entries().iter().filter(|entry| !is_value(entry)) {
            match part.get(&entry.key) {
                Some(part) => self.beside(&names, &entry.key, part, &entry.node),
                None => self.leaf(&names, &entry.key, &entry.node),
            }
        }
    }

    fn leaf(&mut self, names: &[String], key: &str, node: &Node) {
        let content = match &node.value {
            Value::String(typed) if typed.is_empty() => text("\"\""),
            Value::String(typed) => text(typed),
            Value::Integer(number) => Some(Content::Number(*number as f64)),
            Value::Float(number) => Some(Content::Number(*number)),
            Value::Bool(truth) => Some(Content::Truth(*truth)),
            Value::Array(items) if items.is_empty() => text("[]"),
            Value::Array(items) => return items.iter().for_each(|item| self.leaf(names, key, item)),
            Value::Table(entries) if entries.is_empty() => text("{}"),
            Value::Table(entries) => {
                let names = self.further(names, key);
                return entries.iter().for_each(|entry| self.leaf(&names, &entry.key, &entry.node));
            }
        };
        self.places.push(vec![text(&names.join(BETWEEN)), text(&self.word(key)), content]);
    }
}

/// What a table of a list is known by: its id, its base year, or its number.
fn name_of(row: &Node, at: usize) -> String {
    row.get("id").or_else(|| row.get("base")).and_then(Node::name).unwrap_or_else(|| (at + 1).to_string())
}

/// The names of initiatives that mean one only; they are easier to read than ids.
fn called(initiatives: &[Node]) -> impl Fn(&Node) -> Option<String> {
    let mut known: HashMap<String, usize> = HashMap::new();
    for word in
        initiatives.iter().flat_map(|node| ["id", "name"].map(|key| node.get(key).and_then(Node::as_str))).flatten()
    {
        *known.entry(word.to_owned()).or_default() += 1;
    }
    move |initiative| {
        let name = initiative.get("name").and_then(Node::as_str)?;
        let is_id = initiative.get("id").and_then(Node::as_str) == Some(name);
        (known.get(name) == Some(&1) || is_id && known.get(name) == Some(&2)).then(|| name.to_owned())
    }
}

/// The value at the end of a path of keys.
fn at<'n>(node: &'n Node, path: &[String]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, key| node.get(key))
}

fn text(words: &str) -> Option<Content> {
    (!words.is_empty()).then(|| Content::Text(words.to_owned()))
}
