//! A region of a sheet → a table: what its columns and rows are, its unit, the figure of each cell.

use super::columns::{Column, Kind, Role, columns};
use super::figure::{self, Figure, Reading, Unclear};
use super::find::Region;
use super::footing::footings;
use super::headings::is_of_kinds;
use super::map::{Sign, TableMap, Takes};
use super::problems::ImportProblems;
use super::rows::{Named, RowLevel, rows, settle};
use super::source::Grid;
use super::spelling::{bare, half_width};
use super::table::{Printed, Row, Table, policies};
use super::{doubts, unit};
use crate::lang::{Lang, text};
use crate::money::Name;
use crate::scenario::StreamKind;
use crate::sheets::{Content, Look, Place, Shown};
use std::collections::{BTreeSet, HashMap};

/// Reads a table; tells what is not clear.
pub(super) fn table(
    grid: &Grid,
    region: &Region,
    seen: &Seen,
    map: TableMap,
    told: &mut ImportProblems,
) -> Option<Table> {
    let mut columns = columns(grid, region, &seen.title, &map);
    doubts::is_one_table(grid, region, &columns, seen.file, told);
    settle(grid, region, &mut columns);
    doubts::are_known(grid, region, &columns, seen.file, told);
    doubts::are_not_merged(grid, region, &columns, seen.file, told);
    let stated = default_unit(grid, region, &columns, &map, seen, told);
    let found = rows(grid, region, &columns, &map);
    doubts::are_no_costs(grid, &columns, &found.costs, seen.file, told);
    doubts::are_clear(grid, &found.unclear, seen.file, told);
    for row in &found.nameless {
        let column = columns.first().map_or(0, |column| column.at);
        let message = text!(ja: "数値のある行に名前がありません", en: "a row of figures has no name");
        let hint = match words_in(grid, region, &columns, *row) {
            Some(heading) if is_of_kinds(&heading) => text!(
                ja: "「{heading}」の列が歳出減・歳入増・計画・実績などを示すなら、対応表の [table.columns] に \"{heading}\" = \"kind\" と書いてください。なければ、行の名前を書いてください",
                en: "if '{heading}' says what the figures of a row are, write \"{heading}\" = \"kind\" under [table.columns] of a map; else write its name"
            ),
            Some(heading) => text!(
                ja: "行の名前が「{heading}」の列にあるなら、対応表の [table.columns] に \"{heading}\" = \"initiative\" と書いてください。なければ、行の名前を書くか、この行を消してください",
                en: "if its name stands under '{heading}', write \"{heading}\" = \"initiative\" under [table.columns] of a map; else write its name, or take the row out"
            ),
            None => text!(ja: "行の名前を書くか、この行を消してください", en: "write its name, or take the row out"),
        };
        told.refuse(grid, seen.file, (*row, column), None, message, hint);
    }
    let unit = stated?;
    let mut reader = Reader { grid, columns: &columns, unit, map: &map, seen, told };
    let mut rows: Vec<Row> = found.rows.into_iter().map(|named| reader.row(region, named)).collect();
    tell_apart(&mut rows);
    doubts::is_no_table_of_costs(&seen.title, told);
    doubts::is_sign_said(&rows, &seen.title, &map, told);
    if !rows.iter().any(|row| matches!(row.level, RowLevel::Policy | RowLevel::Initiative) && !row.figures.is_empty()) {
        let message = text!(ja: "取り込める数値がありません", en: "there is no figure to import");
        let hint = text!(ja: "表の見出しと行を確かめてください", en: "see to the headings and rows of the table");
        told.refuse(grid, seen.file, (region.years, region.first_value), None, message, hint);
        return None;
    }
    let takes = map.takes.unwrap_or_else(|| taken_for(&columns, &rows));
    let decimals = rows.iter().flat_map(|row| &row.figures).map(|figure| decimals(figure.number)).max().unwrap_or(0);
    let notes = region
        .below
        .iter()
        .chain(&found.notes)
        .filter_map(|row| line(grid, *row))
        .filter(|line| unit::stated(line).is_none())
        .collect();
    let title = seen.title.clone();
    let (number, file, sheet) = (seen.number, seen.name.clone(), seen.sheet.clone());
    let other_unit = unit::around(grid, region).first().map(|(name, ..)| *name).filter(|name| *name != unit);
    let mut table = Table {
        number,
        other_unit,
        other_year: region.other_year.zip(region.year),
        file,
        file_at: seen.file,
        is_alone: seen.is_alone,
        sheet,
        title,
        unit,
        decimals,
        map,
        takes,
        columns,
        rows,
        notes,
        footings: Vec::new(),
        unused: Vec::new(),
        policies: HashMap::new(),
    };
    table.policies = policies(&table.rows);
    table.footings = footings(&table);
    table.unused = table.map.unused(&table.columns, &table.rows, &table.sheet);
    Some(table)
}

/// The heading of a column in which a row has words that are no name.
fn words_in(grid: &Grid, region: &Region, columns: &[Column], row: u32) -> Option<String> {
    let is_of_words = |column: &&Column| {
        matches!(column.role, Role::Owner | Role::Note | Role::Names(_)) && column.at < region.first_value
    };
    let words = |column: &&Column| grid.words(row, column.at).is_some_and(|words| !words.trim().is_empty());
    columns.iter().filter(is_of_words).find(words).map(|column| column.heading.clone())
}

/// Gives rows that are told apart by their numbers alone (1 その他, 2 その他) names with those numbers.
fn tell_apart(rows: &mut [Row]) {
    let called = |row: &Row| (row.policy.clone(), bare(&row.label.name));
    let mut printed: HashMap<(Option<String>, String), BTreeSet<String>> = HashMap::new();
    for row in rows.iter().filter(|row| row.level == RowLevel::Initiative) {
        printed.entry(called(row)).or_default().insert(bare(&row.printed));
    }
    for row in rows.iter_mut().filter(|row| row.level == RowLevel::Initiative) {
        if printed.get(&called(row)).is_some_and(|printed| printed.len() > 1) {
            row.label.name = half_width(&row.printed);
        }
    }
}

/// Where a table was seen.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Its number among all tables of the files.
    pub(super) number: usize,
    /// The position of its file.
    pub(super) file: usize,
    /// The name of its file.
    pub(super) name: String,
    /// The name of its sheet.
    pub(super) sheet: String,
    /// Its title.
    pub(super) title: String,
    /// Whether its file has no other table.
    pub(super) is_alone: bool,
}

/// The words of a row.
fn line(grid: &Grid, row: u32) -> Option<String> {
    let words: Vec<String> =
        grid.row(row).filter_map(|(column, _)| grid.words(row, column)).map(|words| half_width(&words)).collect();
    let line = words.join(" ");
    (!line.is_empty()).then_some(line)
}

/// What figures are where no heading says it: a table of initiatives plans, one of policies alone sets targets.
fn taken_for(columns: &[Column], rows: &[Row]) -> Takes {
    let has_targets =
        columns.iter().any(|column| matches!(column.role, Role::Year(_, Kind::Target) | Role::Period(_, Kind::Target)))
            || rows.iter().any(|row| row.kind == Some(Kind::Target));
    let has_initiatives = rows.iter().any(|row| row.level == RowLevel::Initiative);
    if has_targets || has_initiatives { Takes::Amounts } else { Takes::Targets }
}

/// The unit of a table, of which the units of single columns may differ.
fn default_unit(
    grid: &Grid,
    region: &Region,
    columns: &[Column],
    map: &TableMap,
    seen: &Seen,
    told: &mut ImportProblems,
) -> Option<Name> {
    if let Some(typed) = &map.unit {
        return unit::known(typed).or_else(|| Name::of(typed).ok());
    }
    let around = unit::around(grid, region);
    if let [(only, ..)] = around[..] {
        return Some(only);
    }
    let of_rows = columns
        .iter()
        .filter(|column| column.role == Role::Unit)
        .flat_map(|column| region.body.iter().filter_map(move |row| unit::known(&grid.words(*row, column.at)?)));
    let of_columns = columns.iter().filter(|c| c.role.is_of_figures()).filter_map(|c| c.unit);
    let mut of_columns: Vec<Name> = of_columns.chain(of_rows).collect();
    of_columns.dedup();
    match (&around[..], &of_columns[..]) {
        ([], [first, ..]) => Some(*first),
        // Amounts in words say their unit themselves.
        ([], []) if are_in_words(grid, region, columns) => Some(Name::Yen),
        ([], []) => {
            let message =
                text!(ja: "表の単位がどこにも書かれていません", en: "the unit of the table is not stated anywhere");
            let hint = text!(ja: "--unit 千円 のように指定してください", en: "state it: --unit 千円 (or yen, thousand_yen, million_yen …)");
            told.refuse(grid, seen.file, (region.years, region.first_value), None, message, hint);
            None
        }
        (several, _) => {
            let names: Vec<&str> = several.iter().map(|(name, ..)| name.text(Lang::Ja)).collect();
            let (names, (_, row, column)) = (names.join("・"), several[0]);
            let message = text!(ja: "表の単位が二とおり書かれています（{names}）", en: "two units are stated around the table ({names})");
            let hint = text!(ja: "--unit で正しいほうを指定してください", en: "state the right one with --unit");
            told.refuse(grid, seen.file, (row, column), None, message, hint);
            None
        }
    }
}

/// Whether every figure says its own unit.
fn are_in_words(grid: &Grid, region: &Region, columns: &[Column]) -> bool {
    let read = |content| figure::read(content, Reading::default());
    let cells = region.body.iter().flat_map(|row| grid.row(*row));
    let mut figures = cells
        .filter(|(at, _)| columns.iter().any(|c| c.at == *at && c.role.is_of_figures()))
        .map(|(_, content)| read(content));
    let mut has_any = false;
    figures.all(|figure| match figure {
        Ok(Figure::Number(_, own)) => {
            has_any = true;
            own.is_some()
        }
        Ok(Figure::WithYenSign(_)) => {
            has_any = true;
            true
        }
        _ => true,
    }) && has_any
}

struct Reader<'a> {
    grid: &'a Grid,
    columns: &'a [Column],
    unit: Name,
    map: &'a TableMap,
    seen: &'a Seen,
    told: &'a mut ImportProblems,
}

impl Reader<'_> {
    fn row(&mut self, region: &Region, named: Named) -> Row {
        let Named { at, column, printed, level, label, policy, kind, kind_words, is_change, flow, unit } = named;
        let words = |role: Role| {
            let words = self
                .columns
                .iter()
                .filter(|column| column.role == role)
                .filter_map(|column| self.grid.words(at, column.at));
            let words: Vec<String> = words.map(|words| half_width(&words)).filter(|words| !words.is_empty()).collect();
            (!words.is_empty()).then(|| words.join(" "))
        };
        let (owner, note) = (words(Role::Owner), words(Role::Note));
        let (mut figures, mut blanks) = (Vec::new(), Vec::new());
        if matches!(level, RowLevel::Policy | RowLevel::Initiative | RowLevel::Sum) {
            let of_change = is_change != (self.map.sign == Some(Sign::Change));
            self.is_complete(region, at);
            for (position, column) in self.columns.iter().enumerate().filter(|(_, column)| column.role.is_of_figures())
            {
                let cell = self.grid.named(at, column.at);
                match self.figure(at, column, unit, level) {
                    Some(number) => {
                        // Less expenditure is an effect, and so is more revenue.
                        let is_turned = of_change && flow.or(column.flow) != Some(StreamKind::Revenue);
                        let number = if is_turned { -number } else { number } + 0.0;
                        figures.push(Printed { column: position, cell, number });
                    }
                    None => blanks.push(Printed { column: position, cell, number: 0.0 }),
                }
            }
        }
        let cell = self.grid.named(at, column);
        Row { level, printed, label, cell, policy, kind, kind_words, flow, owner, note, figures, blanks }
    }

    /// Of cells that blanks tell apart an empty one leaves no trace: a line has as many as there are headings, or it is
    /// not known which is missing.
    fn is_complete(&mut self, region: &Region, row: u32) {
        if !self.grid.is_ragged {
            return;
        }
        let count = |row: u32| self.grid.row(row).filter(|(column, _)| *column >= region.first_value).count();
        let (own, heads) = (count(row), count(region.years));
        if own != 0 && own != heads {
            let message = text!(ja: "この行の数値は {own} 個、見出しは {heads} 個で、どれがどの見出しのものか分かりません", en: "this line has {own} figures for {heads} headings: which is of which is not clear");
            let hint = text!(ja: "列をタブで区切るか、Excel に貼り付けて空のセルを残してください", en: "put tabs between the columns, or paste it into a sheet and leave empty cells empty");
            self.told.refuse(self.grid, self.seen.file, (row, region.first_value), None, message, hint);
        }
    }

    /// The number of a cell in the table's unit.
    fn figure(&mut self, row: u32, column: &Column, of_row: Option<Name>, level: RowLevel) -> Option<f64> {
        let name = self.grid.named(row, column.at);
        if let Some(number) = self.map.cell(&self.seen.sheet, &name) {
            return Some(number);
        }
        let content = self.grid.content(row, column.at)?;
        let look = self.grid.sheet.looks.get(&Place { row, column: column.at }).cloned().unwrap_or_default();
        let reading = Reading { brackets: self.map.brackets, dash: self.map.dash.unwrap_or_default() };
        let figure = match figure::read(content, reading) {
            Ok(Figure::Number(..)) if look.shown == Shown::Percentage => Err(Unclear::Percent),
            Ok(Figure::Number(..)) if look.thousands > 0 => Err(Unclear::Scaled),
            Ok(Figure::Number(number, None)) if matches!(content, Content::Number(_)) => as_shown(number, &look),
            figure => figure,
        };
        let figure = match figure {
            Ok(Figure::WithYenSign(number)) if self.unit == Name::Yen => Ok(Figure::Number(number, None)),
            Ok(Figure::WithYenSign(_)) => Err(Unclear::YenSign),
            figure => figure,
        };
        match figure {
            Ok(Figure::Nothing | Figure::WithYenSign(_)) => None,
            Ok(Figure::Number(number, own)) => {
                let from = own.or(of_row).or(column.unit).unwrap_or(self.unit);
                match unit::factor(from, self.unit) {
                    Some(factor) => Some(to_a_millionth(number * factor)),
                    None => {
                        let (from, to) = (from.text(Lang::Ja), self.unit.text(Lang::Ja));
                        let message = text!(ja: "単位 {from} は {to} に換算できません", en: "the unit {from} cannot be converted into {to}");
                        let hint =
                            text!(ja: "--unit に円の単位を指定してください", en: "state a unit of yen with --unit");
                        self.told.refuse(self.grid, self.seen.file, (row, column.at), shown(content), message, hint);
                        None
                    }
                }
            }
            // What is only checked, or left out, keeps nothing from being imported.
            Err(_) if level == RowLevel::Sum => None,
            Err(why) => {
                let [message, hint] = Unclear::told(why);
                self.told.refuse(self.grid, self.seen.file, (row, column.at), shown(content), message, hint);
                None
            }
        }
    }
}

/// A number with the unit and the sign that the format of its cell shows.
fn as_shown(number: f64, look: &Look) -> Result<Figure, Unclear> {
    if look.turns(number) {
        return Err(Unclear::Turned);
    }
    let [before, behind] = &look.words;
    let yen = ["¥", "￥", "\\"];
    if yen.contains(&before.as_str()) || yen.contains(&behind.as_str()) {
        return Ok(Figure::WithYenSign(number));
    }
    let of = |words: &str| unit::known(words).or_else(|| unit::stated(words));
    let signs = ["", "+", "▲", "△", "-", "(", ")", "（", "）", "－", "−"];
    let is_silent = |words: &String| signs.contains(&words.as_str());
    match (of(before), of(behind)) {
        (unit, None) if is_silent(behind) && (unit.is_some() || is_silent(before)) => Ok(Figure::Number(number, unit)),
        (None, unit) if unit.is_some() && is_silent(before) => Ok(Figure::Number(number, unit)),
        // Words that say nothing known may say anything.
        _ => Err(Unclear::NoMoney),
    }
}

fn shown(content: &Content) -> Option<String> {
    match content {
        Content::Text(words) => Some(half_width(words)),
        Content::Number(number) => Some(number.to_string()),
        Content::Truth(truth) => Some(truth.to_string()),
        Content::Error(error) => Some(error.clone()),
        Content::Date(_) | Content::NotWorkedOut => None,
    }
}

/// What a conversion adds is taken off.
fn to_a_millionth(number: f64) -> f64 {
    if number.abs() < 1e9 { (number * 1e6).round() / 1e6 } else { number }
}

/// The decimals of a number, up to six.
fn decimals(number: f64) -> u8 {
    let is_whole = |decimals: u8| {
        let scaled = number * 10_f64.powi(i32::from(decimals));
        (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1.0)
    };
    (0..crate::money::MOST_DECIMALS).find(|decimals| is_whole(*decimals)).unwrap_or(crate::money::MOST_DECIMALS)
}
