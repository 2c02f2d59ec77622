//! Where every key of a scenario stands in a workbook: made from the schema, so that a key that is added there appears by
//! itself.

use super::labels::label;
use crate::lang::{Text, text};
use crate::scenario::rules::{Key, Kind, Others, Rule, RuleId, Rules};

/// A sheet and the sections on it.
#[derive(Clone, Debug)]
pub(crate) struct SheetLayout {
    /// What the sheet is called.
    pub(crate) name: Text,
    /// Its sections, from the top.
    pub(crate) sections: Vec<Section>,
}

/// A part of a sheet: a title, a row of headings, rows.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// Its title.
    pub(crate) title: Text,
    /// What its rows are.
    pub(crate) rows: Rows,
    /// Its columns; of [`Rows::Fields`] the fields.
    pub(crate) columns: Vec<FormColumn>,
}

/// What the rows of a section are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A field of the whole scenario each.
    Fields,
    /// A table of a list each, by its key.
    Of(String),
    /// A stream of an initiative each.
    Streams,
    /// What stands in no column each: where, which key, what it holds.
    Places,
    /// A line of the comments of a TOML file each.
    Comments,
}

impl Rows {
    /// The list of the tables that they are; nothing of what is no list.
    pub(super) fn list(&self) -> Option<&str> {
        match self {
            Self::Of(key) => Some(key),
            Self::Streams => Some(STREAMS),
            Self::Fields | Self::Places | Self::Comments => None,
        }
    }
}

/// A column of a section.
#[derive(Clone, Debug)]
pub(crate) struct FormColumn {
    /// The keys from the row's table to the value.
    pub(crate) path: Vec<String>,
    /// Whether there is one column, or one for each year.
    pub(crate) holds: Holds,
    /// What it is called.
    pub(crate) label: Text,
    /// What it means.
    pub(crate) meaning: Text,
    /// Whether a row cannot be without it.
    pub(crate) is_required: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A value, by its rule.
    One(RuleId),
    /// A value for each fiscal year, in a column each.
    Years(RuleId),
    /// The initiative of a stream.
    Parent,
}

/// The key of the list of streams in an initiative.
pub(super) const STREAMS: &str = "stream";
/// The list that holds [`STREAMS`].
pub(super) const INITIATIVES: &str = "initiative";
/// What every workbook says by being one.
pub(super) const FORMAT: &str = "format";

/// The sheets in their order, with the lists that stand on each.
const SHEETS: [(&str, &str, &[&str]); 5] = [
    ("計画", "Plan", &["edition"]),
    ("基本方針", "Policies", &["policy", "strategy"]),
    ("取組", "Initiatives", &[INITIATIVES]),
    ("金額", "Amounts", &[STREAMS]),
    ("前提", "Assumptions", &["driver", "dependence", "correlation", "overlap"]),
];

/// The layout of a schema. Lists that are new to it stand on the sheet of assumptions.
pub(crate) fn layout(rules: &Rules) -> Vec<SheetLayout> {
    let top = rules.top();
    let known = |key: &str| SHEETS.iter().any(|(.., lists)| lists.contains(&key));
    let lists = || top.keys.iter().filter_map(|key| Some((key.name.as_str(), row_rule(rules, key.place)?)));
    let mut sheets = vec![SheetLayout {
        name: text!(ja: "はじめに", en: "Start"),
        sections: vec![Section {
            title: text!(ja: "TOMLの注釈", en: "Comments of TOML"),
            rows: Rows::Comments,
            columns: Vec::new(),
        }],
    }];
    for (at, (ja, en, own)) in SHEETS.into_iter().enumerate() {
        let mut sections = Vec::new();
        if at == 0 {
            sections.push(fields(rules));
        }
        for key in own {
            match *key {
                STREAMS => sections.extend(streams(rules)),
                key => {
                    sections.extend(lists().find(|(name, _)| *name == key).map(|(name, row)| rows(rules, name, row)));
                }
            }
        }
        if at == SHEETS.len() - 1 {
            sections.extend(lists().filter(|(name, _)| !known(name)).map(|(name, row)| rows(rules, name, row)));
        }
        sheets.push(SheetLayout { name: Text { ja: ja.to_owned(), en: en.to_owned() }, sections });
    }
    let title = text!(ja: "出典と注記", en: "Sources and notes");
    let places = Section { title, rows: Rows::Places, columns: Vec::new() };
    sheets.push(SheetLayout { name: text!(ja: "出典", en: "Sources"), sections: vec![places] });
    sheets
}

/// The rule of a row, where a key holds a list of tables.
pub(super) fn row_rule(rules: &Rules, list: RuleId) -> Option<RuleId> {
    let row = rules.rule(list).items?;
    (!rules.rule(row).keys.is_empty()).then_some(row)
}

fn fields(rules: &Rules) -> Section {
    let mut columns = Vec::new();
    for key in rules.top().keys.iter().filter(|key| key.name != FORMAT && row_rule(rules, key.place).is_none()) {
        columns.extend(columns_at(rules, std::slice::from_ref(&key.name), key.place, &key.meaning, key.is_required));
    }
    Section { title: text!(ja: "計画", en: "Plan"), rows: Rows::Fields, columns }
}

fn rows(rules: &Rules, key: &str, row: RuleId) -> Section {
    Section { title: label(key), rows: Rows::Of(key.to_owned()), columns: columns(rules, row) }
}

fn streams(rules: &Rules) -> Option<Section> {
    let initiative = rules.rule(row_rule(rules, rules.top().place_of(INITIATIVES)?)?);
    let row = row_rule(rules, initiative.place_of(STREAMS)?)?;
    let parent = FormColumn {
        path: vec![INITIATIVES.to_owned()],
        holds: Holds::Parent,
        label: label(INITIATIVES),
        meaning: text!(ja: "取組の ID か名称。シート「取組」にあるもの。", en: "The ID or name of an initiative on the sheet of initiatives."),
        is_required: true,
    };
    let columns = std::iter::once(parent).chain(columns(rules, row)).collect();
    Some(Section { title: label(STREAMS), rows: Rows::Streams, columns })
}

fn columns(rules: &Rules, row: RuleId) -> Vec<FormColumn> {
    let keys = &rules.rule(row).keys;
    let below = keys.iter().filter(|key| row_rule(rules, key.place).is_none());
    // Where no id is typed the name is one, or the number of the row.
    let is_required = |key: &Key| key.is_required && key.name != "id";
    below.flat_map(|k| columns_at(rules, std::slice::from_ref(&k.name), k.place, &k.meaning, is_required(k))).collect()
}

/// The columns of a value: one for what is a number, a word or a list, one for each year, those of the keys of a table.
fn columns_at(rules: &Rules, path: &[String], place: RuleId, meaning: &Text, is_required: bool) -> Vec<FormColumn> {
    let named =
        |holds| FormColumn { path: path.to_vec(), holds, label: named(path), meaning: meaning.clone(), is_required };
    let mut columns = Vec::new();
    let alternatives = rules.alternatives(place);
    if alternatives.iter().any(|rule| in_a_cell(rules, rule)) {
        columns.push(named(Holds::One(place)));
    }
    let has_numbers = alternatives.iter().any(|rule| rule.kinds.contains(&Kind::Number));
    for table in alternatives.iter().filter(|rule| rule.kinds.contains(&Kind::Table)) {
        if let Some(year) = of_years(table) {
            columns.push(named(Holds::Years(year)));
        } else if !has_numbers && table.others == Others::None {
            for key in table.keys.iter().filter(|key| !is_told_apart(&key.name)) {
                let path: Vec<String> = path.iter().cloned().chain([key.name.clone()]).collect();
                columns.extend(columns_at(rules, &path, key.place, &key.meaning, false));
            }
        }
    }
    columns
}

/// Whether a value of a rule fits into a cell: a word, a number, a list of them, a table of numbers by name.
fn in_a_cell(rules: &Rules, rule: &Rule) -> bool {
    let is_plain = |rule: &Rule| rule.words.is_some() || rule.kinds.iter().any(|kind| kind.is_plain());
    let is_list = || rule.items.is_some_and(|each| is_plain(rules.rule(each)));
    is_plain(rule) || is_list() || by_name(rules, rule).is_some()
}

/// The rule of the values of a table whose keys are names of the scenario, where they are numbers.
pub(super) fn by_name(rules: &Rules, rule: &Rule) -> Option<RuleId> {
    let Others::Of(each) = rule.others else { return None };
    let is_number = rules.alternatives(each).iter().any(|rule| rule.kinds.contains(&Kind::Number));
    (rule.keys.is_empty() && is_number).then_some(each)
}

/// The rule of the values of a series by fiscal years.
pub(super) fn of_years(rule: &Rule) -> Option<RuleId> {
    let Others::Of(each) = rule.others else { return None };
    (!rule.keys.is_empty() && rule.keys.iter().all(|key| is_told_apart(&key.name))).then_some(each)
}

/// Keys that stand on the sheet of sources where the value that they are about is not a row.
fn is_told_apart(key: &str) -> bool {
    matches!(key, "source" | "note" | "accept")
}

fn named(path: &[String]) -> Text {
    let labels: Vec<Text> = path.iter().map(|key| label(key)).collect();
    let of = |part: fn(&Text) -> &str| labels.iter().map(part).collect::<Vec<_>>().join(" ");
    Text { ja: of(|l| &l.ja), en: of(|l| &l.en) }
}
