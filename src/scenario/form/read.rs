//! The cells of a workbook → a tree whose values know their cells.

use super::cell::Cells;
use super::labels::{means, plain};
use super::layout::{Column, FORMAT, Holds, INITIATIVES, Rows, STREAMS, Section, SheetLayout, layout, row_rule};
use super::{BETWEEN, TITLE};
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::scenario::document::Located;
use crate::scenario::node::{Entry, Node, Origin, Value};
use crate::scenario::rules::{Others, Place as RulePlace, Rules};
use crate::scenario::schema;
use crate::scenario::structure::nearest;
use crate::scenario::types::WHOLE_PERIOD;
use crate::sheets::{Book, Content, Place, Sheet};
use std::collections::{BTreeMap, HashMap};

/// What was read of a workbook.
pub(in crate::scenario) struct Read {
    /// The tree.
    pub(in crate::scenario) root: Node,
    /// The names of the cells that origins point to.
    pub(in crate::scenario) cells: Vec<String>,
    /// The comments of a TOML file that it was made from.
    pub(in crate::scenario) comments: Vec<String>,
    /// What keeps it from being read.
    pub(in crate::scenario) problems: Vec<Located>,
}

/// Reads a workbook; `file` is its position among the files that are read.
pub(in crate::scenario) fn read(rules: &Rules, book: &Book, file: usize) -> Read {
    let sections = sections(rules);
    let mut reader = Reader {
        cells: Cells { rules },
        file,
        named: Vec::new(),
        root: Node { value: Value::Table(Vec::new()), origin: Origin { file, span: 0..0 } },
        comments: Vec::new(),
        lists: Vec::new(),
        places: Vec::new(),
        streams: Vec::new(),
        problems: Vec::new(),
    };
    let mut has_any = false;
    for sheet in &book.sheets {
        for part in parts(sheet, &sections) {
            has_any = true;
            reader.part(sheet, &part);
        }
    }
    if has_any {
        reader.finish();
    } else {
        let sheets = book.sheets.iter().map(|sheet| on_one_line(&sheet.name)).collect::<Vec<_>>().join(", ");
        let message = text!(ja: "mikomi の様式のブックではありません（シート：{sheets}）", en: "not a workbook in the form of mikomi (sheets: {sheets})");
        let hint = text!(ja: "mikomi template で様式を作って書き写してください", en: "make the form with mikomi template and copy your figures into it");
        reader.refuse(None, "", message, hint);
    }
    let Reader { root, named, comments, problems, .. } = reader;
    Read { root, cells: named, comments, problems }
}

/// Every section with the names of its sheet.
fn sections(rules: &Rules) -> Vec<(String, String, Section)> {
    let of = |sheet: SheetLayout| {
        let Text { ja, en } = sheet.name;
        sheet.sections.into_iter().map(move |section| (ja.clone(), en.clone(), section))
    };
    layout(rules).into_iter().flat_map(of).collect()
}

/// Whether a workbook has any section of the form.
pub(super) fn has_sections(book: &Book) -> bool {
    let sections = sections(schema::of_scenario());
    book.sheets.iter().any(|sheet| !parts(sheet, &sections).is_empty())
}

/// A section as it was found on a sheet.
struct Part<'s> {
    section: &'s Section,
    head: Option<(u32, &'s BTreeMap<u32, Content>)>,
    rows: Vec<(u32, &'s BTreeMap<u32, Content>)>,
}

/// The sections of a sheet: each begins with its title, or on a sheet of the form with its headings.
fn parts<'s>(sheet: &'s Sheet, sections: &'s [(String, String, Section)]) -> Vec<Part<'s>> {
    let is_named = |ja: &str, en: &str| [ja, en].iter().any(|name| plain(name) == plain(&sheet.name));
    let begin = |section| Part { section, head: None, rows: Vec::new() };
    let of_sheet = sections.iter().find(|(ja, en, _)| is_named(ja, en)).map(|(.., section)| section);
    let mut current = of_sheet.filter(|section| section.rows != Rows::Comments).map(begin);
    let mut parts = Vec::new();
    for (row, cells) in &sheet.rows {
        if let Some(section) = titled(cells, sections) {
            parts.extend(current.take().filter(Part::has_begun));
            current = Some(begin(section));
            continue;
        }
        let Some(part) = &mut current else { continue };
        match part.head {
            None if part.section.rows != Rows::Comments => {
                part.head = is_head(part.section, cells).then_some((*row, cells));
            }
            _ => part.rows.push((*row, cells)),
        }
    }
    parts.extend(current.filter(Part::has_begun));
    parts
}

/// The section whose title stands alone in a row.
fn titled<'s>(cells: &BTreeMap<u32, Content>, sections: &'s [(String, String, Section)]) -> Option<&'s Section> {
    let only = cells.values().next().filter(|_| cells.len() == 1)?;
    let title = plain(as_text(only)?.trim().strip_prefix(TITLE)?);
    let is_titled = |section: &&Section| [&section.title.ja, &section.title.en].iter().any(|own| plain(own) == title);
    sections.iter().map(|(.., section)| section).find(is_titled)
}

impl Part<'_> {
    fn has_begun(&self) -> bool {
        self.head.is_some() || self.section.rows == Rows::Comments && !self.rows.is_empty()
    }
}

fn as_text(content: &Content) -> Option<&str> {
    if let Content::Text(text) = content { Some(text) } else { None }
}

/// Whether two cells or more are headings of a section.
fn is_head(section: &Section, cells: &BTreeMap<u32, Content>) -> bool {
    cells.values().filter_map(as_text).filter(|typed| matches!(heading(section, typed), Some(Head::At(..)))).count()
        >= 2
}

/// What a heading means.
#[derive(Clone, Debug, PartialEq)]
enum Head {
    /// The column by its position, and the year, where it has one for each.
    At(usize, Option<String>),
    /// What is worked out from other cells.
    WorkedOut,
}

/// The keys of the headings of fields and of places.
const FIELD: [&str; 2] = ["item", "content"];
const PLACE: [&str; 3] = ["place", "item", "content"];

fn heading(section: &Section, typed: &str) -> Option<Head> {
    let own: &[&str] = match section.rows {
        Rows::Fields => &FIELD,
        Rows::Places => &PLACE,
        _ => return column(&section.columns, typed).or_else(|| means(typed, "sum").then_some(Head::WorkedOut)),
    };
    own.iter().position(|key| means(typed, key)).map(|at| Head::At(at, None))
}

/// The column of a name, and the year that stands after it.
fn column(columns: &[Column], typed: &str) -> Option<Head> {
    let bare = plain(typed);
    let names = |column: &Column| [plain(&column.label.ja), plain(&column.label.en), plain(&column.path.join("."))];
    let whole = columns.iter().position(|c| !matches!(c.holds, Holds::Years(_)) && names(c).contains(&bare));
    if let Some(at) = whole {
        return Some(Head::At(at, None));
    }
    let of_years = columns.iter().enumerate().filter(|(_, column)| matches!(column.holds, Holds::Years(_)));
    let with_year = of_years.flat_map(|(at, column)| names(column).into_iter().map(move |name| (at, name)));
    let fitting = with_year.filter_map(|(at, name)| {
        let year = bare.strip_prefix(&name)?;
        let is_year = FiscalYear::parse(year).is_some() || WHOLE_PERIOD.contains(&year);
        is_year.then(|| (name.len(), at, as_typed(year)))
    });
    fitting.max_by_key(|(length, ..)| *length).map(|(_, at, year)| Head::At(at, Some(year)))
}

/// A year as the file format has it: with a capital letter.
fn as_typed(year: &str) -> String {
    if WHOLE_PERIOD.contains(&year) { year.to_owned() } else { year.to_uppercase() }
}

/// A row of the sheet of sources.
struct Told {
    place: (String, Origin),
    item: (String, Origin),
    content: (Content, Origin),
}

struct Reader<'r> {
    cells: Cells<'r>,
    file: usize,
    /// The names of the cells that origins point to.
    named: Vec<String>,
    root: Node,
    comments: Vec<String>,
    /// The tables of each list.
    lists: Vec<(String, Vec<Node>)>,
    places: Vec<Told>,
    /// Streams, with the initiative that is named beside each.
    streams: Vec<(String, Origin, Node)>,
    problems: Vec<Located>,
}

impl Reader<'_> {
    fn part(&mut self, sheet: &Sheet, part: &Part) {
        if part.section.rows == Rows::Comments {
            let bare = |line: &str| line.strip_prefix('#').unwrap_or(line).to_owned();
            let line = |(_, cells): &(u32, &BTreeMap<u32, Content>)| cells.values().find_map(as_text).map(bare);
            self.comments.extend(part.rows.iter().filter_map(line));
            return;
        }
        let heads = self.heads(sheet, part);
        for (row, cells) in &part.rows {
            self.row(sheet, part.section, &heads, *row, cells);
        }
    }

    /// What each column of the sheet holds; of a column that the form does not have, its heading.
    fn heads(&mut self, sheet: &Sheet, part: &Part) -> BTreeMap<u32, Result<Head, String>> {
        let Some((row, cells)) = part.head else { return BTreeMap::new() };
        let mut heads = BTreeMap::new();
        for (at, cell) in cells {
            let typed = as_text(cell).unwrap_or_default();
            let found = heading(part.section, typed);
            let is_twice = matches!(found, Some(Head::At(..)))
                && heads.values().any(|head| Some(head) == found.clone().map(Ok).as_ref());
            if is_twice {
                let name = on_one_line(typed);
                let message = text!(ja: "「{name}」という列が二つあります", en: "there are two columns '{name}'");
                let hint = text!(ja: "どちらかを消してください", en: "take one of them out");
                let origin = self.origin(sheet, row, *at);
                self.refuse(Some(origin), "", message, hint);
            }
            if found.is_none() {
                self.is_not_near(sheet, part.section, (row, *at), typed);
            }
            heads.insert(*at, found.ok_or_else(|| on_one_line(typed)));
        }
        heads
    }

    /// Refuses a heading that is almost one of the form's: what stands below it would be left out.
    fn is_not_near(&mut self, sheet: &Sheet, section: &Section, (row, at): (u32, u32), typed: &str) {
        let labels: Vec<String> =
            section.columns.iter().flat_map(|column| [column.label.ja.clone(), column.label.en.clone()]).collect();
        let words: Vec<&str> = labels.iter().map(String::as_str).collect();
        let name = on_one_line(typed);
        let Some(near) = nearest(&name, &words).filter(|near| near.chars().count() > 1) else { return };
        let message = text!(ja: "「{name}」という列は様式にありません", en: "the form has no column '{name}'");
        let hint = text!(
            ja: "「{near}」のことなら見出しを直し、自分用の列なら別の見出しにしてください",
            en: "if '{near}' is meant, correct the heading; if it is a column of your own, call it otherwise"
        );
        let origin = self.origin(sheet, row, at);
        self.refuse(Some(origin), "", message, hint);
    }

    fn origin(&mut self, sheet: &Sheet, row: u32, column: u32) -> Origin {
        let at = self.named.len();
        self.named.push(format!("{}!{}", on_one_line(&sheet.name), Place { row, column }));
        Origin { file: self.file, span: at..at + 1 }
    }

    fn refuse(&mut self, origin: Option<Origin>, key: &str, message: Text, hint: Text) {
        let (key, hint) = (key.to_owned(), Some(hint));
        self.problems.push(Located { origin, key, found: None, message, allowed: None, hint, is_lack: false });
    }

    fn row(
        &mut self,
        sheet: &Sheet,
        section: &Section,
        heads: &BTreeMap<u32, Result<Head, String>>,
        row: u32,
        cells: &BTreeMap<u32, Content>,
    ) {
        let mut known: Vec<(usize, Option<String>, Content, Origin)> = Vec::new();
        let mut notes = Vec::new();
        for (at, content) in cells {
            match heads.get(at) {
                Some(Ok(Head::WorkedOut)) => {}
                Some(Ok(Head::At(column, year))) => {
                    let origin = self.origin(sheet, row, *at);
                    if self.is_readable(content, &origin) {
                        known.push((*column, year.clone(), content.clone(), origin));
                    }
                }
                Some(Err(head)) => notes.push((format!("{head}："), content)),
                None => notes.push((String::new(), content)),
            }
        }
        match section.rows {
            Rows::Fields => self.field(section, &known),
            Rows::Places => self.place(&known),
            _ if known.is_empty() => {}
            _ => {
                let notes = notes.iter().filter_map(|(head, content)| Some(format!("{head}{}", shown(content)?)));
                self.table(section, known, notes.collect());
            }
        }
    }

    /// Refuses what is no value: dates, errors, formulas that were never worked out.
    fn is_readable(&mut self, content: &Content, origin: &Origin) -> bool {
        let (message, hint) = match content {
            Content::Text(_) | Content::Number(_) | Content::Truth(_) => return true,
            Content::Date => (
                text!(ja: "日付か時刻が入っています", en: "a date or a time stands here"),
                text!(ja: "セルの書式を「標準」にして、数か年度（R6 など）を入れ直してください", en: "set the format of the cell to General and type the number or the fiscal year (R6) again"),
            ),
            Content::Error(error) => (
                text!(ja: "計算式がエラー {error} になっています", en: "the formula gives the error {error}"),
                text!(ja: "Excel で式を直して保存し直してください", en: "correct the formula in Excel and save the file again"),
            ),
            Content::NotWorkedOut => (
                text!(ja: "計算式の結果が保存されていません", en: "the result of the formula was not saved"),
                text!(ja: "Excel か LibreOffice で開き、保存し直してください", en: "open the file in Excel or LibreOffice and save it again"),
            ),
        };
        self.refuse(Some(origin.clone()), "", message, hint);
        false
    }

    fn field(&mut self, section: &Section, known: &[(usize, Option<String>, Content, Origin)]) {
        let at = |wanted: usize| known.iter().find(|(at, ..)| *at == wanted);
        let (Some((.., item, item_origin)), Some((.., content, origin))) = (at(0), at(1)) else { return };
        let typed = shown(item).unwrap_or_default();
        let Some(Head::At(found, year)) = column(&section.columns, &typed) else {
            let name = on_one_line(&typed);
            let message = text!(ja: "「{name}」という項目は様式にありません", en: "the form has no item '{name}'");
            let hint = text!(ja: "項目の名前を直すか、行を消してください", en: "correct the name of the item, or take the row out");
            return self.refuse(Some(item_origin.clone()), "", message, hint);
        };
        let column = &section.columns[found];
        let node = self.value(column, content, origin);
        let path: Vec<String> = column.path.iter().cloned().chain(year.clone()).collect();
        match (at_path(&mut self.root, &path), node.value) {
            (None, value) => put(&mut self.root, &path, item_origin, Node { value, origin: origin.clone() }),
            // A list can go on in further rows.
            (Some(Node { value: Value::Array(items), .. }), Value::Array(more)) => items.extend(more),
            (Some(_), _) => {
                let name = on_one_line(&typed);
                let message = text!(ja: "項目「{name}」が二度あります", en: "the item '{name}' is there twice");
                let hint = text!(ja: "どちらかの行を消してください", en: "take one of the rows out");
                self.refuse(Some(item_origin.clone()), "", message, hint);
            }
        }
    }

    fn value(&self, column: &Column, content: &Content, origin: &Origin) -> Node {
        match column.holds {
            Holds::One(place) | Holds::Years(place) => {
                self.cells.read(place, column.path.last().map_or("", String::as_str), content, origin)
            }
            Holds::Parent => Node { value: Value::String(shown(content).unwrap_or_default()), origin: origin.clone() },
        }
    }

    fn place(&mut self, known: &[(usize, Option<String>, Content, Origin)]) {
        let at =
            |wanted: usize| known.iter().find(|(at, ..)| *at == wanted).map(|(.., content, origin)| (content, origin));
        let (place, item, content) = (at(0), at(1), at(2));
        let Some((item, content)) = item.zip(content) else { return };
        let words = |(content, origin): (&Content, &Origin)| (shown(content).unwrap_or_default(), origin.clone());
        self.places.push(Told {
            place: place.map_or_else(|| (String::new(), item.1.clone()), words),
            item: words(item),
            content: (content.0.clone(), content.1.clone()),
        });
    }

    /// A row as a table of a list.
    fn table(&mut self, section: &Section, known: Vec<(usize, Option<String>, Content, Origin)>, notes: Vec<String>) {
        let origin = known[0].3.clone();
        let mut table = Node { value: Value::Table(Vec::new()), origin: origin.clone() };
        let mut parent = None;
        for (at, year, content, origin) in known {
            let column = &section.columns[at];
            let node = self.value(column, &content, &origin);
            if column.holds == Holds::Parent {
                parent = node.as_str().map(|name| (name.to_owned(), origin));
                continue;
            }
            let path: Vec<String> = column.path.iter().cloned().chain(year).collect();
            put(&mut table, &path, &origin, node);
        }
        if !notes.is_empty() {
            let own = table.get("note").and_then(Node::as_str).map(str::to_owned);
            let all: Vec<String> = own.into_iter().chain(notes).collect();
            put(
                &mut table,
                &["note".to_owned()],
                &origin,
                Node { value: Value::String(all.join("\n")), origin: origin.clone() },
            );
        }
        match &section.rows {
            Rows::Of(key) => self.list(key).push(table),
            _ => match parent {
                Some((name, origin)) => self.streams.push((name, origin, table)),
                None => {
                    let message = text!(ja: "どの取組のものか書かれていません", en: "the row does not say of which initiative it is");
                    let hint = text!(ja: "列「取組」に取組の名称か ID を書いてください", en: "write the name or ID of the initiative in its column");
                    self.refuse(Some(origin), "", message, hint);
                }
            },
        }
    }

    /// The tables of a list.
    fn list(&mut self, key: &str) -> &mut Vec<Node> {
        let at = self.lists.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            self.lists.push((key.to_owned(), Vec::new()));
            self.lists.len() - 1
        });
        &mut self.lists[at].1
    }

    /// Puts together what stands on several sheets.
    fn finish(&mut self) {
        let rules = self.cells.rules;
        for key in &rules.top().keys {
            let Some(row) = row_rule(rules, key.place).map(|place| rules.rule(place)) else { continue };
            let has_name = row.keys.iter().any(|key| key.name == "name" && key.is_required);
            identified(self.list(&key.name), has_name, row.place_of("id").is_some());
        }
        self.add_streams();
        for (key, rows) in std::mem::take(&mut self.lists) {
            let Some(origin) = rows.first().map(|row| row.origin.clone()) else { continue };
            put(&mut self.root, &[key], &origin, Node { value: Value::Array(rows), origin: origin.clone() });
        }
        self.add_places();
        let names = names(&self.root);
        by_id(&mut self.root, &names);
        let origin = self.root.origin.clone();
        if self.root.get(FORMAT).is_none() {
            let one = Node { value: Value::Integer(1), origin: origin.clone() };
            put(&mut self.root, &[FORMAT.to_owned()], &origin, one);
        }
    }

    fn add_streams(&mut self) {
        let has_initiatives = !self.list(INITIATIVES).is_empty();
        let mut known = positions(self.list(INITIATIVES));
        let mut of_each: Vec<Vec<Node>> = vec![Vec::new(); self.list(INITIATIVES).len()];
        for (name, origin, stream) in std::mem::take(&mut self.streams) {
            let at = match known.get(&name) {
                Some(at) => *at,
                // A workbook that is laid over another may state amounts alone.
                None if !has_initiatives => {
                    known.insert(name.clone(), of_each.len());
                    let id = Node { value: Value::String(name), origin: origin.clone() };
                    let entry = Entry { key: "id".to_owned(), key_origin: origin.clone(), node: id };
                    self.list(INITIATIVES).push(Node { value: Value::Table(vec![entry]), origin });
                    of_each.push(Vec::new());
                    of_each.len() - 1
                }
                None => {
                    self.no_such_initiative(&name, origin);
                    continue;
                }
            };
            of_each[at].push(stream);
        }
        for (initiative, mut streams) in self.list(INITIATIVES).iter_mut().zip(of_each) {
            identified(&mut streams, false, true);
            let Some(origin) = streams.first().map(|stream| stream.origin.clone()) else { continue };
            let node = Node { value: Value::Array(streams), origin: origin.clone() };
            put(initiative, &[STREAMS.to_owned()], &origin, node);
        }
    }

    fn no_such_initiative(&mut self, name: &str, origin: Origin) {
        let names: Vec<&str> = self.list(INITIATIVES).iter().filter_map(|node| node.get("name")?.as_str()).collect();
        let hint = match nearest(name, &names) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None => {
                text!(ja: "シート「取組」にある名称か ID を書いてください", en: "write a name or ID that stands on the sheet of initiatives")
            }
        };
        let name = on_one_line(name);
        let message = text!(ja: "「{name}」という取組はありません", en: "there is no initiative '{name}'");
        self.refuse(Some(origin), "", message, hint);
    }

    fn add_places(&mut self) {
        for told in std::mem::take(&mut self.places) {
            if let Err(origin) = self.add(&told) {
                let Told { place: (place, _), item: (item, _), .. } = &told;
                let (place, item) = (on_one_line(place), on_one_line(item));
                let message = text!(ja: "「{place}」の「{item}」という場所はありません", en: "there is no place '{item}' of '{place}'");
                let hint = text!(ja: "場所は「基本方針 / I / 目標」のように、シートの名前と ID で書いてください", en: "write places by the names on the sheets and IDs, such as 'Policy / I / Target'");
                self.refuse(Some(origin), "", message, hint);
            }
        }
    }

    /// Puts a row of the sheet of sources where it says; else tells which cell is wrong.
    fn add(&mut self, told: &Told) -> Result<(), Origin> {
        let rules = self.cells.rules;
        let mut node = &mut self.root;
        let mut rule = Some(rules.top_place());
        let (place, place_origin) = &told.place;
        for step in place.split(BETWEEN.trim()).map(str::trim).filter(|step| !step.is_empty()) {
            if matches!(node.value, Value::Array(_)) {
                let Value::Array(items) = &mut node.value else { return Err(place_origin.clone()) };
                let at = position(items, step).ok_or_else(|| place_origin.clone())?;
                node = &mut items[at];
                rule = rule.and_then(|place| rules.rule(place).items);
            } else {
                let (key, below) = key_of(rules, rule, step).ok_or_else(|| place_origin.clone())?;
                node = child(node, &key, place_origin).ok_or_else(|| place_origin.clone())?;
                rule = below;
            }
        }
        let (item, item_origin) = &told.item;
        let (key, below) = key_of(rules, rule, item).ok_or_else(|| item_origin.clone())?;
        let (content, origin) = &told.content;
        let place = below.ok_or_else(|| item_origin.clone())?;
        let value = self.cells.read_one(place, &key, content, origin);
        match entry_mut(node, &key) {
            // The next item of a list.
            Some(Node { value: Value::Array(items), .. }) => {
                if let Value::Array(more) = value.value {
                    items.extend(more);
                }
            }
            Some(_) => return Err(item_origin.clone()),
            None => put(node, &[key], item_origin, value),
        }
        Ok(())
    }
}

/// A key by what it is called, and the rule of its value.
fn key_of(rules: &Rules, rule: Option<RulePlace>, typed: &str) -> Option<(String, Option<RulePlace>)> {
    let alternatives = rules.alternatives(rule?);
    let named = alternatives.iter().flat_map(|rule| &rule.keys).find(|key| means(typed, &key.name));
    if let Some(key) = named {
        return Some((key.name.clone(), Some(key.place)));
    }
    let other =
        alternatives.iter().find_map(|rule| if let Others::Of(place) = rule.others { Some(place) } else { None });
    other.map(|place| (typed.to_owned(), Some(place)))
}

fn position(items: &[Node], step: &str) -> Option<usize> {
    let is_known_by = |key: &str, node: &Node| node.get(key).and_then(Node::name).as_deref() == Some(step);
    let by = |key: &str| items.iter().position(|node| is_known_by(key, node));
    by("id").or_else(|| by("base")).or_else(|| by("name")).or_else(|| {
        let number: usize = step.parse().ok()?;
        (1..=items.len()).contains(&number).then(|| number - 1)
    })
}

/// Where tables of a list stand that are known by their ids or names; an id counts before a name.
fn positions(items: &[Node]) -> HashMap<String, usize> {
    let by = |key: &str| -> Vec<(String, usize)> {
        let known = |(at, node): (usize, &Node)| Some((node.get(key)?.name()?, at));
        items.iter().enumerate().filter_map(known).collect()
    };
    // What comes later takes the place: the first id.
    by("name").into_iter().rev().chain(by("id").into_iter().rev()).collect()
}

/// What is called what: names that are not ids, by the list that they stand in.
fn names(root: &Node) -> HashMap<&'static str, HashMap<String, String>> {
    let of_list = |key: &'static str| {
        let rows = root.get(key).map(Node::items).unwrap_or_default();
        let id = |row: &Node| row.get("id").and_then(Node::as_str).map(str::to_owned);
        let ids: Vec<String> = rows.iter().filter_map(id).collect();
        let mut names: HashMap<String, Option<String>> = HashMap::new();
        for row in rows {
            let (Some(name), Some(id)) = (row.get("name").and_then(Node::as_str), id(row)) else { continue };
            names.entry(name.to_owned()).and_modify(|other| *other = None).or_insert(Some(id));
        }
        let unique = names.into_iter().filter_map(|(name, id)| Some((name, id?)));
        (key, unique.filter(|(name, _)| !ids.contains(name)).collect())
    };
    REFERENCES.iter().map(|(_, list)| of_list(list)).collect()
}

/// Keys that name a table of a list.
const REFERENCES: [(&str, &str); 5] = [
    ("policy", "policy"),
    ("strategy", "strategy"),
    ("driver", "driver"),
    ("requires", INITIATIVES),
    ("initiatives", INITIATIVES),
];

/// Puts ids in the place of names.
fn by_id(node: &mut Node, names: &HashMap<&'static str, HashMap<String, String>>) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| by_id(item, names)),
        Value::Table(entries) => {
            for entry in entries {
                let known = REFERENCES.iter().find(|(key, _)| *key == entry.key).and_then(|(_, list)| names.get(list));
                match known {
                    Some(known) => replace(&mut entry.node, known),
                    None if entry.key == "shares" => rename_keys(&mut entry.node, names),
                    None => {}
                }
                by_id(&mut entry.node, names);
            }
        }
        _ => {}
    }
}

fn replace(node: &mut Node, known: &HashMap<String, String>) {
    match &mut node.value {
        Value::String(name) => {
            if let Some(id) = known.get(name.as_str()) {
                id.clone_into(name);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, known)),
        _ => {}
    }
}

fn rename_keys(node: &mut Node, names: &HashMap<&'static str, HashMap<String, String>>) {
    let Value::Table(entries) = &mut node.value else { return };
    for entry in entries {
        if let Some(id) = names.get("policy").and_then(|known| known.get(&entry.key)) {
            id.clone_into(&mut entry.key);
        }
    }
}

/// Gives tables without an id their name for one, or their number; tables without a name their id.
fn identified(rows: &mut [Node], has_name: bool, has_id: bool) {
    for (at, row) in rows.iter_mut().enumerate() {
        let origin = row.origin.clone();
        if has_id && row.get("id").is_none() {
            let id = row.get("name").and_then(Node::as_str).map_or_else(|| (at + 1).to_string(), id_of);
            put(row, &["id".to_owned()], &origin, Node { value: Value::String(id), origin: origin.clone() });
        }
        if has_name && has_id && row.get("name").is_none() {
            let Some(id) = row.get("id").cloned() else { continue };
            put(row, &["name".to_owned()], &origin, id);
        }
    }
}

/// A name as an id, which has neither blanks nor the signs that paths are made with.
fn id_of(name: &str) -> String {
    on_one_line(name).replace([' ', '　', '/', '.'], "-")
}

/// What a cell shows, as words.
fn shown(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(text.trim().to_owned()),
        Content::Number(number) => Some(number.to_string()),
        Content::Truth(truth) => Some(truth.to_string()),
        Content::Date | Content::Error(_) | Content::NotWorkedOut => None,
    }
}

/// Puts a value at the end of a path of keys, with the tables on the way.
fn put(node: &mut Node, path: &[String], key_origin: &Origin, value: Node) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        let entry = Entry { key: first.clone(), key_origin: key_origin.clone(), node: value };
        if let Some(entries) = entries_of(node) {
            entries.push(entry);
        }
    } else if let Some(below) = child(node, first, key_origin) {
        put(below, rest, key_origin, value);
    }
}

/// What a table holds under a key; an empty table where it holds nothing yet.
fn child<'n>(node: &'n mut Node, key: &str, origin: &Origin) -> Option<&'n mut Node> {
    let entries = entries_of(node)?;
    let at = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        let node = Node { value: Value::Table(Vec::new()), origin: origin.clone() };
        entries.push(Entry { key: key.to_owned(), key_origin: origin.clone(), node });
        entries.len() - 1
    });
    entries.get_mut(at).map(|entry| &mut entry.node)
}

fn at_path<'n>(node: &'n mut Node, path: &[String]) -> Option<&'n mut Node> {
    path.iter().try_fold(node, |node, key| entry_mut(node, key))
}

fn entry_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let Value::Table(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
}

/// The entries of a table; a number becomes a table that holds it as its value.
fn entries_of(node: &mut Node) -> Option<&mut Vec<Entry>> {
    if !matches!(node.value, Value::Table(_)) {
        let own = std::mem::replace(&mut node.value, Value::Table(Vec::new()));
        let (key, origin) = ("value".to_owned(), node.origin.clone());
        let entry = Entry { key, key_origin: origin.clone(), node: Node { value: own, origin } };
        node.value = Value::Table(vec![entry]);
    }
    if let Value::Table(entries) = &mut node.value { Some(entries) } else { None }
}
