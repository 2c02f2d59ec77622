//! A table as it was understood: what its columns and rows are, and the figure of each cell.

use super::columns::{Column, Kind, Names, Role, columns};
use super::effects::zeros;
use super::figure::{self, Figure, Reading, Unclear};
use super::find::Region;
use super::footing::{Footing, footings};
use super::labels::{Label, label};
use super::map::{ColumnIs, RowIs, Sign, TableMap, Takes};
use super::rows::{Level, Named, rows, settle};
use super::source::Grid;
use super::spelling::{bare, half_width};
use super::told::Told;
use super::unit;
use crate::harmless::on_one_line;
use crate::lang::{Lang, text};
use crate::money::Name;
use crate::sheets::Place;
use std::collections::BTreeSet;

/// A table of effects.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Its number among all tables of the files.
    pub(crate) number: usize,
    /// The name of its file.
    pub(crate) file: String,
    /// The position of its file.
    pub(super) file_at: usize,
    /// Whether its file has no other table.
    pub(super) is_alone: bool,
    /// The name of its sheet; empty of a text.
    pub(crate) sheet: String,
    /// Its title, as far as it has one.
    pub(crate) title: String,
    /// The unit of its amounts.
    pub(crate) unit: Name,
    /// The most decimals that its figures have.
    pub(crate) decimals: u8,
    /// What was decided.
    pub(crate) map: TableMap,
    /// What figures are that do not say it.
    pub(crate) takes: Takes,
    /// Its columns.
    pub(crate) columns: Vec<Column>,
    /// Its rows.
    pub(crate) rows: Vec<Row>,
    /// The notes around it.
    pub(crate) notes: Vec<String>,
    /// How its sums add up.
    pub(crate) footings: Vec<Footing>,
    /// What a map says of columns, rows and cells that it does not have.
    pub(crate) unused: Vec<String>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) level: Level,
    /// Its name as it is printed.
    pub(crate) printed: String,
    /// Its name taken apart.
    pub(super) label: Label,
    /// The cell of its name.
    pub(super) cell: String,
    /// The policy above it, as it is printed.
    pub(crate) policy: Option<String>,
    /// What its figures are, where a column says it, and in which words.
    pub(crate) kind: Option<Kind>,
    pub(crate) kind_words: Option<String>,
    /// The division.
    pub(crate) owner: Option<String>,
    /// Its remarks.
    pub(crate) note: Option<String>,
    /// Its figures, each with the position of its column, in the table's unit; nothing where nothing is printed.
    pub(crate) figures: Vec<Printed>,
    /// The cells of years in which nothing is printed, as 0.
    pub(super) blanks: Vec<Printed>,
}

/// A figure as it is printed.
#[derive(Clone, Debug)]
pub(crate) struct Printed {
    /// The position of its column.
    pub(crate) column: usize,
    /// What the cell is called.
    pub(crate) cell: String,
    /// The number.
    pub(crate) number: f64,
}

impl Table {
    /// Whether it has actuals of some years and what is planned or expected of others.
    pub(crate) fn has_both(&self) -> bool {
        let years = |wanted: Kind| {
            let mut years = BTreeSet::new();
            for row in self.rows.iter().filter(|row| matches!(row.level, Level::Policy | Level::Initiative)) {
                for figure in &row.figures {
                    if let Role::Year(year, kind) = self.columns[figure.column].role
                        && row.kind.unwrap_or(kind) == wanted
                    {
                        years.insert(year);
                    }
                }
            }
            years
        };
        let (actual, planned) = (years(Kind::Actual), years(Kind::Planned));
        let is_of_other_years =
            actual.difference(&planned).next().is_some() && planned.difference(&actual).next().is_some();
        is_of_other_years && self.takes == Takes::Amounts
    }

    /// The name of a policy, without its number where that does not tell it from another.
    pub(super) fn policy_label(&self, printed: &str) -> Label {
        let own = label(printed);
        let policies = self.rows.iter().filter_map(|row| match row.level {
            Level::Policy => Some(&row.printed),
            _ => row.policy.as_ref(),
        });
        let is_other = |other: &&String| bare(other) != bare(printed) && bare(&label(other).name) == bare(&own.name);
        if policies.into_iter().any(|other| is_other(&other)) {
            Label { name: half_width(printed), ..own }
        } else {
            own
        }
    }

    /// The cells in which nothing is printed, and which are read as 0.
    pub(crate) fn zeros(&self) -> Vec<String> {
        zeros(self)
    }

    /// What was decided and understood, but for the columns of years, which say themselves what they are.
    pub(super) fn map(&self) -> TableMap {
        let mut map = self.map.clone();
        // The title of the next year's table may be another; it tells one of several.
        map.title =
            self.map.title.clone().or_else(|| (!self.is_alone && !self.title.is_empty()).then(|| self.title.clone()));
        map.takes = Some(self.takes);
        map.unit = Some(self.unit.text(Lang::Ja).to_owned());
        for column in &self.columns {
            let is = match column.role {
                Role::Names(Names::Policies) => ColumnIs::Policy,
                Role::Names(Names::Initiatives) => ColumnIs::Initiative,
                Role::Owner => ColumnIs::Owner,
                Role::Note => ColumnIs::Note,
                Role::Kind => ColumnIs::Kind,
                Role::Sum(..) => ColumnIs::Sum,
                Role::LeftOut => ColumnIs::Skip,
                Role::Names(Names::Any) | Role::Number | Role::Year(..) | Role::Period(..) | Role::Unknown => continue,
            };
            if !column.heading.is_empty() {
                map.columns.entry(column.heading.clone()).or_insert(is);
            }
        }
        for row in &self.rows {
            let is = match row.level {
                Level::Sum => RowIs::Sum,
                Level::OfWhich => RowIs::OfWhich,
                Level::LeftOut if row.kind_words.is_none() => RowIs::Skip,
                Level::Policy | Level::Initiative | Level::LeftOut => continue,
            };
            map.rows.entry(row.printed.clone()).or_insert(is);
        }
        map
    }
}

impl Row {
    /// The figure in a column.
    pub(crate) fn figure(&self, column: usize) -> Option<&Printed> {
        self.figures.iter().find(|figure| figure.column == column)
    }
}

/// Reads a table; tells what is not clear.
pub(super) fn table(grid: &Grid, region: &Region, seen: &Seen, map: TableMap, told: &mut Told) -> Option<Table> {
    let mut columns = columns(grid, region, &seen.title, &map);
    is_one_table(grid, region, &columns, seen.file, told);
    settle(grid, region, &mut columns);
    are_known(grid, region, &columns, seen.file, told);
    are_not_merged(grid, region, &columns, seen.file, told);
    let stated = default_unit(grid, region, &columns, &map, seen, told);
    let found = rows(grid, region, &columns, &map);
    for row in &found.nameless {
        let column = columns.first().map_or(0, |column| column.at);
        let message = text!(ja: "数値のある行に名前がありません", en: "a row of figures has no name");
        let hint = text!(ja: "行の名前を書くか、この行を消してください", en: "write its name, or take the row out");
        told.refuse(grid, seen.file, (*row, column), "", None, message, hint);
    }
    let unit = stated?;
    let mut reader = Reader { grid, columns: &columns, unit, map: &map, seen, told };
    let mut rows: Vec<Row> = found.rows.into_iter().map(|named| reader.row(region, named)).collect();
    tell_apart(&mut rows);
    if !rows.iter().any(|row| matches!(row.level, Level::Policy | Level::Initiative) && !row.figures.is_empty()) {
        let message = text!(ja: "取り込める数値がありません", en: "there is no figure to import");
        let hint = text!(ja: "表の見出しと行を確かめてください", en: "see to the headings and rows of the table");
        told.refuse(grid, seen.file, (region.years, region.first_value), "", None, message, hint);
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
    let mut table = Table {
        number,
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
    };
    table.footings = footings(&table);
    table.unused = table.map.unused(&table.columns, &table.rows, &table.sheet);
    Some(table)
}

/// Gives rows that are told apart by their numbers alone (1 その他, 2 その他) names with those numbers.
fn tell_apart(rows: &mut [Row]) {
    let is_same = |a: &Row, b: &Row| {
        let is_initiative = |row: &Row| row.level == Level::Initiative;
        is_initiative(a) && is_initiative(b) && a.policy == b.policy && bare(&a.label.name) == bare(&b.label.name)
    };
    let twice: Vec<usize> = (0..rows.len())
        .filter(|at| {
            rows.iter().any(|other| is_same(&rows[*at], other) && bare(&other.printed) != bare(&rows[*at].printed))
        })
        .collect();
    for at in twice {
        rows[at].label.name = half_width(&rows[at].printed);
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

/// The title of a table: the lines above it, without that of the unit.
pub(super) fn title(grid: &Grid, region: &Region) -> String {
    let words = region.above.iter().flat_map(|row| grid.row(*row).filter_map(|(column, _)| grid.words(*row, column)));
    let bare = words.map(|words| on_one_line(&unit::without(&words)).trim_start_matches('#').trim().to_owned());
    bare.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What figures are where no heading says it: a table of initiatives plans, one of policies alone sets targets.
fn taken_for(columns: &[Column], rows: &[Row]) -> Takes {
    let has_targets =
        columns.iter().any(|column| matches!(column.role, Role::Year(_, Kind::Target) | Role::Period(_, Kind::Target)))
            || rows.iter().any(|row| row.kind == Some(Kind::Target));
    let has_initiatives = rows.iter().any(|row| row.level == Level::Initiative);
    if has_targets || has_initiatives { Takes::Amounts } else { Takes::Targets }
}

/// Refuses columns of figures that say nothing, or the same as another.
fn are_known(grid: &Grid, region: &Region, columns: &[Column], file: usize, told: &mut Told) {
    for (at, column) in columns.iter().enumerate() {
        let head =
            region.heads.iter().rev().find(|row| grid.content(**row, column.at).is_some()).or(region.heads.last());
        let place = (head.copied().unwrap_or(region.years), column.at);
        if column.role == Role::Unknown {
            let message =
                text!(ja: "数値の列が何か分かりません", en: "it is not clear what this column of figures holds");
            let hint = text!(
                ja: "見出しに年度か「合計」と書くか、対応表の [table.columns] に書いてください（読まないなら \"skip\"）",
                en: "write a fiscal year or 'Total' in its heading, or name it under [table.columns] of a map (\"skip\" if it is not to be read)"
            );
            told.refuse(grid, file, place, "", Some(column.heading.clone()), message, hint);
        }
        let is_same = |other: &&Column| match (other.role, column.role) {
            (Role::Year(..), Role::Year(..)) => other.role == column.role,
            // A plan takes one sum for the whole period.
            (Role::Period(_, kind), Role::Period(_, other)) => kind == other,
            _ => false,
        };
        if let Some(other) = columns[..at].iter().find(is_same) {
            let first = grid.named(region.years, other.at);
            let message = text!(ja: "同じ年度（期間）の列が二つあります（{first} とこの列）", en: "two columns of the same year or of periods ({first} and this one)");
            let hint = text!(
                ja: "対応表の [table.columns] で、どちらかを \"skip\"（読まない）、\"targets\"（目標）、\"actuals\"（実績）としてください",
                en: "name one of them \"skip\", \"targets\" or \"actuals\" under [table.columns] of a map"
            );
            told.refuse(grid, file, place, "", Some(column.heading.clone()), message, hint);
        }
    }
}

/// Refuses merged cells of figures: it is not said how the one figure is shared among rows or years.
fn are_not_merged(grid: &Grid, region: &Region, columns: &[Column], file: usize, told: &mut Told) {
    for (from, to) in &grid.sheet.merged {
        let is_of_figures = columns.iter().any(|column| column.at == from.column && is_of_figures(column.role));
        if from == to
            || !is_of_figures
            || !region.body.contains(&from.row)
            || grid.content(from.row, from.column).is_none()
        {
            continue;
        }
        let cells = format!("{}:{}", grid.named(from.row, from.column), grid.named(to.row, to.column));
        let message = text!(ja: "数値のセルが結合されています（{cells}）", en: "cells of figures are merged ({cells})");
        let hint = text!(ja: "結合を解き、それぞれの行・年度の数値を書いてください", en: "take the merging off and write the figure of each row and year");
        told.refuse(grid, file, (from.row, from.column), "", None, message, hint);
    }
}

/// Refuses tables that stand side by side: the names of one would be those of the other.
fn is_one_table(grid: &Grid, region: &Region, columns: &[Column], file: usize, told: &mut Told) {
    let is_of_names = |column: &&Column| matches!(column.role, Role::Names(_));
    let first = columns.iter().find(|column| is_of_names(column) && column.at < region.first_value);
    let is_value_after = |at: u32| columns.iter().any(|column| column.at > at && is_of_figures(column.role));
    let is_second = |column: &&Column| {
        let is_headed_alike = first.is_some_and(|first| !first.heading.is_empty() && first.heading == column.heading);
        column.at > region.first_value && (is_of_names(column) || is_headed_alike) && is_value_after(column.at)
    };
    let second = first.and_then(|_| columns.iter().find(is_second));
    if let Some(second) = second {
        let message = text!(ja: "表が横に並んでいるようです（名前の列が数値の間にもあります）", en: "tables stand side by side (a column of names stands between figures)");
        let hint = text!(ja: "表ごとに別のシートか、上下に分けてください", en: "put each on a sheet of its own, or one below the other");
        told.refuse(grid, file, (region.years, second.at), "", Some(second.heading.clone()), message, hint);
    }
}

/// The unit of a table, of which the units of single columns may differ.
fn default_unit(
    grid: &Grid,
    region: &Region,
    columns: &[Column],
    map: &TableMap,
    seen: &Seen,
    told: &mut Told,
) -> Option<Name> {
    if let Some(typed) = &map.unit {
        return unit::known(typed).or_else(|| Name::of(typed).ok());
    }
    let around = unit::around(grid, region);
    if let [(only, ..)] = around[..] {
        return Some(only);
    }
    let mut of_columns: Vec<Name> = columns.iter().filter(|c| is_of_figures(c.role)).filter_map(|c| c.unit).collect();
    of_columns.dedup();
    match (&around[..], &of_columns[..]) {
        ([], [first, ..]) => Some(*first),
        // Amounts in words say their unit themselves.
        ([], []) if are_in_words(grid, region, columns) => Some(Name::Yen),
        ([], []) => {
            let message =
                text!(ja: "表の単位がどこにも書かれていません", en: "the unit of the table is not stated anywhere");
            let hint = text!(ja: "--unit 千円 のように指定してください", en: "state it: --unit 千円 (or yen, thousand_yen, million_yen …)");
            told.refuse(grid, seen.file, (region.years, region.first_value), "", None, message, hint);
            None
        }
        (several, _) => {
            let names: Vec<&str> = several.iter().map(|(name, ..)| name.text(Lang::Ja)).collect();
            let (names, (_, row, column)) = (names.join("・"), several[0]);
            let message = text!(ja: "表の単位が二とおり書かれています（{names}）", en: "two units are stated around the table ({names})");
            let hint = text!(ja: "--unit で正しいほうを指定してください", en: "state the right one with --unit");
            told.refuse(grid, seen.file, (row, column), "", None, message, hint);
            None
        }
    }
}

/// Whether every figure says its own unit.
fn are_in_words(grid: &Grid, region: &Region, columns: &[Column]) -> bool {
    let read = |content| figure::read(content, Reading::default());
    let cells = region.body.iter().flat_map(|row| grid.row(*row));
    let mut figures = cells
        .filter(|(at, _)| columns.iter().any(|c| c.at == *at && is_of_figures(c.role)))
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

/// Whether a column holds figures.
pub(super) fn is_of_figures(role: Role) -> bool {
    matches!(role, Role::Year(..) | Role::Period(..) | Role::Sum(..))
}

struct Reader<'a> {
    grid: &'a Grid,
    columns: &'a [Column],
    unit: Name,
    map: &'a TableMap,
    seen: &'a Seen,
    told: &'a mut Told,
}

impl Reader<'_> {
    fn row(&mut self, region: &Region, named: Named) -> Row {
        let Named { at, column, printed, level, label, policy, kind, kind_words, is_change } = named;
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
        if matches!(level, Level::Policy | Level::Initiative | Level::Sum) {
            let sign = if is_change == (self.map.sign == Some(Sign::Change)) { 1.0 } else { -1.0 };
            self.is_complete(region, at);
            for (position, column) in self.columns.iter().enumerate().filter(|(_, column)| is_of_figures(column.role)) {
                let cell = self.grid.named(at, column.at);
                match self.figure(at, column, level) {
                    Some(number) => figures.push(Printed { column: position, cell, number: sign * number + 0.0 }),
                    None => blanks.push(Printed { column: position, cell, number: 0.0 }),
                }
            }
        }
        let cell = self.grid.named(at, column);
        Row { level, printed, label, cell, policy, kind, kind_words, owner, note, figures, blanks }
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
            self.told.refuse(self.grid, self.seen.file, (row, region.first_value), "", None, message, hint);
        }
    }

    /// The number of a cell in the table's unit.
    fn figure(&mut self, row: u32, column: &Column, level: Level) -> Option<f64> {
        let name = self.grid.named(row, column.at);
        if let Some(number) = self.map.cell(&self.seen.sheet, &name) {
            return Some(number);
        }
        let content = self.grid.content(row, column.at)?;
        let look = self.grid.sheet.looks.get(&Place { row, column: column.at }).copied().unwrap_or_default();
        let reading = Reading { brackets: self.map.brackets, dash: self.map.dash.unwrap_or_default() };
        let figure = match figure::read(content, reading) {
            Ok(Figure::Number(..)) if look.is_percentage => Err(Unclear::Percent),
            Ok(Figure::Number(..)) if look.thousands > 0 => Err(Unclear::Scaled),
            Ok(Figure::WithYenSign(number)) if self.unit == Name::Yen => Ok(Figure::Number(number, None)),
            Ok(Figure::WithYenSign(_)) => Err(Unclear::YenSign),
            figure => figure,
        };
        match figure {
            Ok(Figure::Nothing | Figure::WithYenSign(_)) => None,
            Ok(Figure::Number(number, own)) => {
                let from = own.or(column.unit).unwrap_or(self.unit);
                match unit::factor(from, self.unit) {
                    Some(factor) => Some(to_a_millionth(number * factor)),
                    None => {
                        let (from, to) = (from.text(Lang::Ja), self.unit.text(Lang::Ja));
                        let message = text!(ja: "単位 {from} は {to} に換算できません", en: "the unit {from} cannot be converted into {to}");
                        let hint =
                            text!(ja: "--unit に円の単位を指定してください", en: "state a unit of yen with --unit");
                        self.told.refuse(
                            self.grid,
                            self.seen.file,
                            (row, column.at),
                            "",
                            shown(content),
                            message,
                            hint,
                        );
                        None
                    }
                }
            }
            // What is only checked, or left out, keeps nothing from being imported.
            Err(_) if level == Level::Sum => None,
            Err(why) => {
                let [message, hint] = Unclear::told(why);
                self.told.refuse(self.grid, self.seen.file, (row, column.at), "", shown(content), message, hint);
                None
            }
        }
    }
}

fn shown(content: &crate::sheets::Content) -> Option<String> {
    use crate::sheets::Content;
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
