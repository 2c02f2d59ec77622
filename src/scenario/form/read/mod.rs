//! The cells of a workbook → a tree whose values know their cells.

mod parts;
mod places;
mod together;

use super::cell::CellRules;
use super::labels::plain;
use super::layout::{FormColumn, Holds, Rows, Section};
use super::own::AFTER_HEADING;
use crate::fiscal::FiscalYear;
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::money::Name as Unit;
use crate::scenario::document::Located;
use crate::scenario::node::{Node, Origin, OwnColumn, Value};
use crate::scenario::rules::Rules;
use crate::scenario::structure::nearest;
use crate::scenario::tree::{at_path, put};
use crate::sheets::{Book, Content, Place, Sheet};
use parts::{FoundSection, Head, as_text, column, heading, parts, sections};
pub(super) use parts::{has_sections, is_worked_out, own_sheets};
use places::SourceRow;
use std::collections::BTreeMap;

/// What was read of a workbook.
pub(in crate::scenario) struct Read {
    /// The tree.
    pub(in crate::scenario) root: Node,
    /// The names of the cells that origins point to.
    pub(in crate::scenario) cells: Vec<String>,
    /// The comments of a TOML file that it was made from.
    pub(in crate::scenario) comments: Vec<String>,
    /// The columns that the form does not have.
    pub(in crate::scenario) own_columns: Vec<OwnColumn>,
    /// What keeps it from being read.
    pub(in crate::scenario) problems: Vec<Located>,
}

/// Reads a workbook; `file` is its position among the files that are read.
pub(in crate::scenario) fn read(rules: &Rules, book: &Book, file: usize) -> Read {
    let sections = sections(rules);
    let mut reader = Reader {
        cells: CellRules { rules },
        file,
        named: Vec::new(),
        root: Node { value: Value::Table(Vec::new()), origin: Origin { file, span: 0..0 } },
        comments: Vec::new(),
        own_columns: Vec::new(),
        lists: Vec::new(),
        places: Vec::new(),
        streams: Vec::new(),
        units: Vec::new(),
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
    let Reader { root, named, comments, own_columns, problems, .. } = reader;
    Read { root, cells: named, comments, own_columns, problems }
}

struct Reader<'r> {
    cells: CellRules<'r>,
    file: usize,
    /// The names of the cells that origins point to.
    named: Vec<String>,
    root: Node,
    comments: Vec<String>,
    own_columns: Vec<OwnColumn>,
    /// The tables of each list.
    lists: Vec<(String, Vec<Node>)>,
    places: Vec<SourceRow>,
    /// Streams, with the initiative that is named beside each.
    streams: Vec<(String, Origin, Node)>,
    /// The units that headings state, each with its cell.
    units: Vec<(Unit, Origin)>,
    problems: Vec<Located>,
}

impl Reader<'_> {
    fn part(&mut self, sheet: &Sheet, part: &FoundSection) {
        if part.section.rows == Rows::Comments {
            let bare = |line: &str| line.strip_prefix('#').unwrap_or(line).to_owned();
            let line = |(_, cells): &(u32, &BTreeMap<u32, Content>)| cells.values().find_map(as_text).map(bare);
            self.comments.extend(part.rows.iter().filter_map(line));
            return;
        }
        let heads = self.heads(sheet, part);
        self.are_not_merged(sheet, part, &heads);
        if let Some(list) = part.section.rows.list() {
            let own = heads.values().filter_map(|head| head.as_ref().err());
            let own = own.map(|heading| OwnColumn { list: list.to_owned(), heading: heading.clone() });
            self.own_columns.extend(own);
        }
        for (row, cells) in &part.rows {
            self.row(sheet, part.section, &heads, *row, cells);
        }
    }

    /// What each column of the sheet holds; of a column that the form does not have, its heading.
    fn heads(&mut self, sheet: &Sheet, part: &FoundSection) -> BTreeMap<u32, Result<Head, String>> {
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
            if let (Some(Head::At(..)), Some(unit)) = (&found, unit_in(typed)) {
                let origin = self.origin(sheet, row, *at);
                self.units.push((unit, origin));
            }
            if found.is_none() && !self.is_no_year(sheet, (row, *at), cell) {
                self.is_not_near(sheet, part.section, (row, *at), typed);
            }
            heads.insert(*at, found.ok_or_else(|| on_one_line(typed)));
        }
        heads
    }

    /// Refuses a heading that is a year, or ends with one, of nothing that the form knows: its figures would be left out.
    /// Whether it was refused.
    fn is_no_year(&mut self, sheet: &Sheet, (row, at): (u32, u32), cell: &Content) -> bool {
        let Some(name) = shown(cell).map(|typed| on_one_line(&typed)) else { return false };
        if !ends_with_year(&name) {
            return false;
        }
        let message = text!(ja: "見出し「{name}」の年度が、何の年度か分かりません", en: "the heading '{name}' does not say what its year is of");
        let hint = text!(ja: "「金額 R8」「目標 R8」「実績 R8」のように書いてください", en: "write 'Amount R8', 'Target R8' or 'Actual R8'");
        let origin = self.origin(sheet, row, at);
        self.refuse(Some(origin), "", message, hint);
        true
    }

    /// Refuses merged cells in columns of the form: only the first of them would count.
    fn are_not_merged(&mut self, sheet: &Sheet, part: &FoundSection, heads: &BTreeMap<u32, Result<Head, String>>) {
        let rows: Vec<u32> = part.rows.iter().map(|(row, _)| *row).collect();
        for (from, to) in &sheet.merged {
            let is_here = rows.contains(&from.row) && matches!(heads.get(&from.column), Some(Ok(Head::At(..))));
            if !is_here || from == to {
                continue;
            }
            let message = text!(ja: "セルが結合されています（{from}:{to}）", en: "cells are merged ({from}:{to})");
            let hint = text!(ja: "結合を解いて、それぞれの行・列に書いてください", en: "take the merging off and write each cell");
            let origin = self.origin(sheet, from.row, from.column);
            self.refuse(Some(origin), "", message, hint);
        }
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
        if section.rows.list().is_some() && is_remark(cells) {
            return;
        }
        let mut known: Vec<(usize, Option<String>, Content, Origin)> = Vec::new();
        let (mut notes, mut without_head) = (Vec::new(), Vec::new());
        for (at, content) in cells {
            match heads.get(at) {
                Some(Ok(Head::WorkedOut)) => {}
                Some(Ok(Head::At(column, year))) => {
                    let origin = self.origin(sheet, row, *at);
                    if self.is_readable(content, &origin) && self.is_shown_whole(sheet, (row, *at), content, &origin) {
                        known.push((*column, year.clone(), content.clone(), origin));
                    }
                }
                Some(Err(head)) => notes.push((format!("{head}{AFTER_HEADING}"), content)),
                None => without_head.push(*at),
            }
        }
        self.is_beside(section, &known, &without_head, (sheet, row), cells);
        // Beside the fields of the plan stands what they mean.
        let is_list = !matches!(section.rows, Rows::Fields | Rows::Places);
        for at in without_head.into_iter().filter(|_| is_list && !known.is_empty()) {
            let message = text!(ja: "見出しのない列に値があります", en: "a value in a column without a heading");
            let hint = text!(ja: "見出しを書くか、値を消してください", en: "write a heading, or take the value out");
            let origin = self.origin(sheet, row, at);
            self.refuse(Some(origin), "", message, hint);
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

    /// Refuses a value that stands beside the column of values, where what the field means may stand.
    fn is_beside(
        &mut self,
        section: &Section,
        known: &[(usize, Option<String>, Content, Origin)],
        without_head: &[u32],
        (sheet, row): (&Sheet, u32),
        cells: &BTreeMap<u32, Content>,
    ) {
        let [(0, _, Content::Text(item), _)] = known else { return };
        let field = column(&section.columns, item).filter(|_| section.rows == Rows::Fields);
        let Some(Head::At(found, _)) = field else { return };
        let Text { ja, en } = &section.columns[found].meaning;
        // What a field means is a sentence, in this version of the form and in others.
        let is_sentence = |typed: &str| typed == ja || typed == en || typed.trim_end().ends_with(['。', '.']);
        let is_value = |content: &Content| as_text(content).is_none_or(|typed| !is_sentence(typed));
        let at = without_head.iter().find(|at| cells.get(at).is_some_and(is_value));
        let Some(at) = at else { return };
        let name = on_one_line(item);
        let message = text!(ja: "「{name}」の値が、値の列にありません", en: "the value of '{name}' does not stand in the column of values");
        let hint = text!(ja: "項目のすぐ右の列に書いてください", en: "write it into the column right beside the item");
        let origin = self.origin(sheet, row, *at);
        self.refuse(Some(origin), "", message, hint);
    }

    /// Refuses what is no value: dates, errors, formulas that were never worked out.
    fn is_readable(&mut self, content: &Content, origin: &Origin) -> bool {
        let (message, hint) = match content {
            Content::Text(_) | Content::Number(_) | Content::Truth(_) => return true,
            Content::Date(_) => (
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

    /// Refuses numbers that are shown in thousands, or with another sign: what is read would not be what is seen.
    fn is_shown_whole(&mut self, sheet: &Sheet, (row, column): (u32, u32), content: &Content, origin: &Origin) -> bool {
        let (Some(look), Content::Number(number)) = (sheet.looks.get(&Place { row, column }), content) else {
            return true;
        };
        if look.turns(*number) {
            let message = text!(ja: "書式が数値と違う符号を見せるセルです。中の数値は {number} です", en: "the format of the cell shows another sign than its number has: {number}");
            let hint = text!(ja: "見えているとおりの数値を入れ直し、書式を「標準」にしてください", en: "type the number as it is shown and set the format to General");
            self.refuse(Some(origin.clone()), "", message, hint);
            return false;
        }
        if look.thousands == 0 {
            return true;
        }
        let message = text!(ja: "千で割って見せる書式（#,##0, など）のセルです。中の数値は {number} です", en: "the format of the cell shows a thousandth of it; it holds {number}");
        let hint = text!(ja: "見えているとおりの数値を入れ直し、書式を「標準」にしてください", en: "type the number as it is shown and set the format to General");
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

    fn value(&self, column: &FormColumn, content: &Content, origin: &Origin) -> Node {
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
        let Some((item, content)) = item.zip(content) else {
            let Some((_, origin)) = place.or(item).or(content) else { return };
            let origin = origin.clone();
            let message = text!(ja: "項目か内容がありません", en: "the item or the content is missing");
            let hint = text!(ja: "場所・項目・内容の三つを書くか、行を消してください", en: "write place, item and content, or take the row out");
            return self.refuse(Some(origin), "", message, hint);
        };
        let words = |(content, origin): (&Content, &Origin)| (shown(content).unwrap_or_default(), origin.clone());
        self.places.push(SourceRow {
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
            if is_sum(column, &content) {
                let message = text!(ja: "合計の行は読めません", en: "rows of sums are not read");
                let hint = text!(ja: "この行を消すか、別のシートに移してください", en: "take the row out, or move it to a sheet of your own");
                return self.refuse(Some(origin), "", message, hint);
            }
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
}

/// Whether a heading is a year or ends with one.
fn ends_with_year(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    bare.char_indices().any(|(at, _)| FiscalYear::parse(&bare[at..]).is_some())
        || bare
            .strip_suffix(['）', ')'])
            .and_then(|rest| rest.rsplit_once(['（', '(']))
            .is_some_and(|(rest, _)| ends_with_year(rest))
}

/// The unit that a heading states in brackets.
fn unit_in(typed: &str) -> Option<Unit> {
    let mut groups = typed.split(['（', '(']).skip(1).filter_map(|rest| rest.split(['）', ')']).next());
    let known = |group: &str| Unit::WORDS.iter().find(|(word, _)| plain(word) == plain(group)).map(|(_, unit)| *unit);
    groups.find_map(known)
}

/// Whether a row holds a remark and nothing else.
fn is_remark(cells: &BTreeMap<u32, Content>) -> bool {
    let only = cells.values().next().and_then(as_text).filter(|_| cells.len() == 1);
    only.is_some_and(|words| words.trim_start().starts_with('※'))
}

/// Whether a row is called a sum.
fn is_sum(column: &FormColumn, content: &Content) -> bool {
    const SUMS: [&str; 6] = ["計", "小計", "合計", "総計", "total", "subtotal"];
    let is_name = column.holds == Holds::Parent || matches!(&column.path[..], [key] if key == "id" || key == "name");
    is_name && as_text(content).is_some_and(|typed| SUMS.contains(&plain(typed).as_str()))
}

/// What a cell shows, as words.
fn shown(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(text.trim().to_owned()),
        Content::Number(number) => Some(number.to_string()),
        Content::Truth(truth) => Some(truth.to_string()),
        Content::Date(date) => (!date.is_empty()).then(|| date.clone()),
        Content::Error(_) | Content::NotWorkedOut => None,
    }
}
