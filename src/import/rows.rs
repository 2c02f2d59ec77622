//! The rows of a table → what each is: a policy, an initiative, a sum, a part of another row.

use super::columns::{Column, Kind, Names, Role, merged_over};
use super::find::{Region, is_note};
use super::headings::{flow_of_kind, is_left_out, is_of_effects, is_of_kinds, is_whole, kind_of};
use super::labels::{Label, Style, is_left_out_row, is_no_money, is_of_costs, is_of_which, label};
use super::map::{RowIs, TableMap};
use super::source::Grid;
use super::spelling::{half_width, indent};
use super::sums;
use super::unit;
use crate::money::Name;
use crate::scenario::StreamKind;
use crate::sheets::{Content, Place};
use std::collections::BTreeSet;

/// What a row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowLevel {
    /// A basic policy.
    Policy,
    /// An initiative.
    Initiative,
    /// A sum of rows before, or below.
    Sum,
    /// A part of the row before.
    OfWhich,
    /// Nothing that is imported.
    LeftOut,
}

/// A row before its figures are read.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) at: u32,
    /// The column of its name.
    pub(super) column: u32,
    /// Its name as it is printed.
    pub(super) printed: String,
    pub(super) level: RowLevel,
    pub(super) label: Label,
    /// The name of the policy that an initiative stands under, as it is printed.
    pub(super) policy: Option<String>,
    /// What its figures are, where a column says it.
    pub(super) kind: Option<Kind>,
    /// The words that say it.
    pub(super) kind_words: Option<String>,
    /// Whether its figures are changes of expenditure.
    pub(super) is_change: bool,
    /// The kind of money of its figures, where the table or a map says it.
    pub(super) flow: Option<StreamKind>,
    /// The unit that its name or a column states.
    pub(super) unit: Option<Name>,
}

/// What the rows of a table are, and those that have no name.
pub(super) struct Found {
    pub(super) rows: Vec<Named>,
    pub(super) nameless: Vec<u32>,
    /// The rows that are notes.
    pub(super) notes: Vec<u32>,
    /// Rows of what is taken, of which nothing says whose it is or what it counts for.
    pub(super) costs: Vec<u32>,
    /// Cells that do not say which kind of money the figures of a row are, or in which unit.
    pub(super) unclear: Vec<(u32, u32)>,
}

/// Gives columns that hold what the figures of rows are that role, and names to the columns that hold them.
pub(super) fn settle(grid: &Grid, region: &Region, columns: &mut [Column]) {
    let first = columns.iter().find(|column| matches!(column.role, Role::Names(_))).map_or(u32::MAX, |first| first.at);
    for column in columns.iter_mut().filter(|column| matches!(column.role, Role::Names(Names::Any))) {
        let words: Vec<String> =
            region.body.iter().filter_map(|row| grid.words(*row, column.at)).map(|w| half_width(&w)).collect();
        let is_short = |word: &String| word.chars().count() <= 8;
        // 「歳入の確保」 is the name of a policy where nothing else is its name.
        let is_kind = |word: &String| {
            kind_of(std::iter::once(word)).is_some() || column.at > first && (is_of_effects(word) || is_of_costs(word))
        };
        let of_kind = |word: &String| {
            is_kind(word) && is_short(word) || is_left_out(word) || column.at > first && flow_of_kind(word).is_some()
        };
        let distinct: BTreeSet<&String> = words.iter().collect();
        let is_headed = column.at > first && is_of_kinds(&column.heading);
        if distinct.len() >= 2 && words.iter().all(of_kind) || is_headed && words.iter().any(of_kind) {
            column.role = Role::Kind;
        }
    }
    // Of names on three levels the highest are policies and the lowest initiatives.
    let of = |columns: &[Column], names| -> Vec<usize> {
        (0..columns.len()).filter(|at| columns[*at].role == Role::Names(names)).collect()
    };
    for at in of(columns, Names::Policies).into_iter().skip(1) {
        columns[at].role = Role::Note;
    }
    for at in of(columns, Names::Initiatives).into_iter().rev().skip(1) {
        columns[at].role = Role::Note;
    }
    let places: Vec<usize> = (0..columns.len()).filter(|at| matches!(columns[*at].role, Role::Names(_))).collect();
    let has = |names| columns.iter().any(|column| column.role == Role::Names(names));
    let (has_policies, has_initiatives) = (has(Names::Policies), has(Names::Initiatives));
    if let [first, .., last] = places[..] {
        let between: Vec<usize> = places.iter().copied().filter(|at| *at != first && *at != last).collect();
        for at in between {
            if columns[at].role == Role::Names(Names::Any) {
                columns[at].role = Role::Note;
            }
        }
        if columns[first].role == Role::Names(Names::Any) && !has_policies {
            columns[first].role = Role::Names(Names::Policies);
        }
        if columns[last].role == Role::Names(Names::Any) && !has_initiatives {
            columns[last].role = Role::Names(Names::Initiatives);
        }
    }
}

/// What the rows of a table are.
pub(super) fn rows(grid: &Grid, region: &Region, columns: &[Column], map: &TableMap) -> Found {
    let of = |names| columns.iter().find(|column| column.role == Role::Names(names)).map(|column| column.at);
    let (policies, initiatives, any) = (of(Names::Policies), of(Names::Initiatives), of(Names::Any));
    let of_role = |role| columns.iter().find(|column| column.role == role).map(|column| column.at);
    let (kinds, units) = (of_role(Role::Kind), of_role(Role::Unit));
    let mut found =
        Found { rows: Vec::new(), nameless: Vec::new(), notes: Vec::new(), costs: Vec::new(), unclear: Vec::new() };
    let mut walk = Walk { grid, map, policy: None, last: None };
    let has_flows = kinds.is_some_and(|column| {
        region
            .body
            .iter()
            .filter_map(|row| walk.words(*row, column))
            .any(|words| walk.flow(&words).is_some_and(|flow| flow != StreamKind::Cost))
    });
    let (mut kind_above, mut unit_above) = (None, None);
    for row in &region.body {
        let has_figures = has_figures(grid, columns, *row);
        if !has_figures && is_note(grid, *row) {
            found.notes.push(*row);
            continue;
        }
        let kind = kinds.and_then(|column| walk.like_above(*row, column, &mut kind_above));
        let unit = units.and_then(|column| walk.like_above(*row, column, &mut unit_above));
        let named = match (policies, initiatives) {
            (Some(policies), Some(initiatives)) => walk.of_two(*row, policies, initiatives, has_figures),
            _ => policies.or(initiatives).or(any).and_then(|column| walk.of_one(*row, column)),
        };
        match named.or_else(|| walk.going_on(*row, kind.as_deref())) {
            Some(mut named) => {
                let is_counted =
                    has_figures && !matches!(named.level, RowLevel::LeftOut | RowLevel::OfWhich | RowLevel::Sum);
                if let (Some(column), true) = (kinds, has_flows && is_counted)
                    && !walk.is_clear(kind.as_deref())
                {
                    found.unclear.push((*row, column));
                }
                if let Some(kind) = kind {
                    walk.of_kind(&mut named, kind, has_flows);
                }
                match (unit, units) {
                    (Some(unit), _) => walk.of_unit(&mut named, &unit),
                    // Below a unit a blank can be the same unit, or that of the table.
                    (None, Some(column)) if is_counted && unit_above.is_some() => found.unclear.push((*row, column)),
                    (None, _) => {}
                }
                if walk.is_unknown_cost(&named) && has_figures {
                    found.costs.push(*row);
                    named.level = RowLevel::LeftOut;
                }
                walk.last = Some(named.clone());
                found.rows.push(named);
            }
            None if has_figures => found.nameless.push(*row),
            None => {}
        }
    }
    let is_of_one = policies.is_none() || initiatives.is_none();
    if is_of_one {
        let is_of_initiatives = policies.is_none() && initiatives.is_some();
        levels(grid, columns, map, is_of_initiatives, &mut found.rows);
    }
    inherited(&mut found.rows);
    found
}

/// What is said of a policy, its unit and its kind of money, holds for its initiatives.
fn inherited(rows: &mut [Named]) {
    let (mut unit, mut flow) = (None, None);
    for row in rows {
        match row.level {
            RowLevel::Policy => (unit, flow) = (row.unit, row.flow),
            RowLevel::Initiative => {
                row.unit = row.unit.or(unit);
                row.flow = row.flow.or(flow);
            }
            RowLevel::Sum | RowLevel::OfWhich | RowLevel::LeftOut => {}
        }
    }
}

/// Whether a row holds a figure in a column of figures.
pub(super) fn has_figures(grid: &Grid, columns: &[Column], row: u32) -> bool {
    let is_value = |role: Role| matches!(role, Role::Year(..) | Role::Period(..) | Role::Sum(..) | Role::Unknown);
    columns.iter().any(|column| {
        is_value(column.role)
            && grid
                .content(row, column.at)
                .is_some_and(|content| !matches!(content, Content::Text(words) if words.trim().is_empty()))
    })
}

struct Walk<'a> {
    grid: &'a Grid,
    map: &'a TableMap,
    policy: Option<String>,
    last: Option<Named>,
}

impl Walk<'_> {
    fn words(&self, row: u32, column: u32) -> Option<String> {
        self.grid.words(row, column).map(|words| half_width(&words)).filter(|words| !words.is_empty())
    }

    /// A row of a table with columns of policies and of initiatives.
    fn of_two(&mut self, row: u32, policies: u32, initiatives: u32, has_figures: bool) -> Option<Named> {
        let (policy, initiative) = (self.words(row, policies), self.words(row, initiatives));
        match (policy, initiative) {
            (policy, Some(initiative)) => {
                if let Some(policy) = policy.filter(|policy| !sums::is_row(policy)) {
                    self.policy = Some(policy);
                }
                Some(self.named(row, initiatives, initiative, RowLevel::Initiative))
            }
            (Some(policy), None) => {
                let named = self.named(row, policies, policy.clone(), RowLevel::Policy);
                if named.level == RowLevel::Policy {
                    self.policy = Some(policy);
                }
                (has_figures || named.level == RowLevel::Policy).then_some(named)
            }
            (None, None) => None,
        }
    }

    /// A row of a table with one column of names; which are policies is seen when all are there.
    fn of_one(&self, row: u32, column: u32) -> Option<Named> {
        self.words(row, column).map(|words| self.named(row, column, words, RowLevel::Policy))
    }

    /// A row without a name of its own that tells another kind of figures of the row before.
    fn going_on(&self, row: u32, kind: Option<&str>) -> Option<Named> {
        let last = self.last.as_ref().filter(|_| kind.is_some())?;
        let level =
            if last.level == RowLevel::LeftOut { self.level(&last.printed, RowLevel::Policy) } else { last.level };
        let map = self.map.row(&last.printed);
        Some(Named { at: row, level, kind: None, flow: map.and_then(RowIs::flow), ..last.clone() })
    }

    /// The words of a cell, of the merged cell that it is part of, or of the one above that a ditto mark stands for.
    fn like_above(&self, row: u32, column: u32, above: &mut Option<String>) -> Option<String> {
        let own = self.words(row, column).or_else(|| {
            let (row, column) = merged_over(self.grid, row, column)?;
            self.words(row, column)
        });
        let is_ditto = own.as_deref().is_some_and(|words| ["〃", "々", "同上", "\"", "''"].contains(&words));
        let words = if is_ditto { above.clone() } else { own };
        if words.is_some() {
            above.clone_from(&words);
        }
        words
    }

    /// The kind of money that words of a column say, or a map says of them.
    fn flow(&self, words: &str) -> Option<StreamKind> {
        self.map.row(words).and_then(RowIs::flow).or_else(|| flow_of_kind(words))
    }

    /// Whether it is said what the figures of a row are, in a table that tells kinds of money apart.
    fn is_clear(&self, words: Option<&str>) -> bool {
        let Some(words) = words else { return false };
        let is_known = self.map.row(words).is_some() || self.flow(words).is_some();
        is_known || is_of_costs(words) || is_left_out(words) || is_whole(words)
    }

    /// What the words of a column say of the figures of a row. Beside kinds of money 「計」 and 「効果額」 are their sum.
    fn of_kind(&self, named: &mut Named, kind: String, has_flows: bool) {
        named.kind = kind_of(std::iter::once(&kind));
        let is = self.map.row(&kind);
        let of_words = self.flow(&kind);
        named.flow = is.and_then(RowIs::flow).or(named.flow).or(of_words);
        let is_sum = has_flows && of_words.is_none() && is_whole(&kind);
        if matches!(is, Some(RowIs::Skip | RowIs::Sum)) || is.is_none() && (is_left_out(&kind) || is_sum) {
            named.level = RowLevel::LeftOut;
        }
        named.kind_words = Some(kind);
    }

    /// What a column of units says of a row: what is no money is left out.
    fn of_unit(&self, named: &mut Named, words: &str) {
        named.unit = unit::known(words).or(named.unit);
        if unit::known(words).is_none() && self.map.row(&named.printed).is_none() {
            named.level = RowLevel::LeftOut;
        }
    }

    /// Whether a row is of what is taken, and nothing says how it is to be read.
    fn is_unknown_cost(&self, named: &Named) -> bool {
        let words = named.kind_words.as_ref().unwrap_or(&named.printed);
        let is_said = self.map.row(words).is_some() || self.map.row(&named.printed).is_some();
        named.level != RowLevel::LeftOut && is_of_costs(words) && !is_said
    }

    fn named(&self, row: u32, column: u32, printed: String, level: RowLevel) -> Named {
        Named {
            at: row,
            column,
            level: self.level(&printed, level),
            label: label(&unit::out_of_name(&printed)),
            policy: self.policy.clone().filter(|_| level == RowLevel::Initiative),
            kind: None,
            kind_words: None,
            is_change: self.map.row(&printed) == Some(RowIs::AsChange),
            flow: self.map.row(&printed).and_then(RowIs::flow),
            unit: unit::in_name(&printed),
            printed,
        }
    }

    fn level(&self, printed: &str, otherwise: RowLevel) -> RowLevel {
        match self.map.row(printed) {
            Some(RowIs::Policy) => RowLevel::Policy,
            Some(RowIs::Initiative) => RowLevel::Initiative,
            Some(RowIs::Sum) => RowLevel::Sum,
            Some(RowIs::OfWhich) => RowLevel::OfWhich,
            Some(RowIs::Skip) => RowLevel::LeftOut,
            Some(RowIs::AsChange | RowIs::Savings | RowIs::Revenues | RowIs::Costs) => otherwise,
            None if is_of_which(printed) => RowLevel::OfWhich,
            None if sums::is_row(printed) => RowLevel::Sum,
            None if is_left_out_row(printed) || is_no_money(printed) => RowLevel::LeftOut,
            None => otherwise,
        }
    }
}

/// Tells policies from initiatives where one column holds the names of both.
fn levels(grid: &Grid, columns: &[Column], map: &TableMap, is_of_initiatives: bool, rows: &mut [Named]) {
    let open: Vec<usize> = (0..rows.len())
        .filter(|at| {
            rows[*at].level == RowLevel::Policy && map.row(&rows[*at].printed).is_none_or(RowIs::is_of_figures)
        })
        .collect();
    let is_lower = by_indent(grid, rows, &open)
        .or_else(|| by_figures(grid, columns, rows, &open))
        .or_else(|| by_style(rows, &open))
        .unwrap_or_else(|| vec![is_of_initiatives; open.len()]);
    for (at, is_lower) in open.iter().zip(is_lower) {
        if is_lower {
            rows[*at].level = RowLevel::Initiative;
        }
    }
    let mut policy: Option<String> = None;
    for row in rows {
        match row.level {
            RowLevel::Policy => policy = Some(row.printed.clone()),
            RowLevel::Initiative => row.policy.clone_from(&policy),
            _ => {}
        }
    }
}

/// By how far the names stand from the left.
fn by_indent(grid: &Grid, rows: &[Named], open: &[usize]) -> Option<Vec<bool>> {
    let indents: Vec<usize> = open
        .iter()
        .map(|at| {
            let (row, column) = (rows[*at].at, rows[*at].column);
            let by_format = grid.sheet.looks.get(&Place { row, column }).map_or(0, |look| look.indent * 2);
            by_format + grid.words(row, column).map_or(0, |words| indent(&words))
        })
        .collect();
    let least = *indents.iter().min()?;
    let is_first_least = indents.first() == Some(&least);
    (is_first_least && indents.iter().any(|indent| *indent > least))
        .then(|| indents.iter().map(|indent| *indent > least).collect())
}

/// Rows without figures are titles of those below.
fn by_figures(grid: &Grid, columns: &[Column], rows: &[Named], open: &[usize]) -> Option<Vec<bool>> {
    let has: Vec<bool> = open.iter().map(|at| has_figures(grid, columns, rows[*at].at)).collect();
    let is_first_title = has.first() == Some(&false);
    // A title has rows below it.
    let is_last_row = has.last() == Some(&true);
    (is_first_title && is_last_row && has.iter().any(|has| *has)).then_some(has)
}

/// By how they are numbered: the first row is a policy, and those that are numbered alike.
fn by_style(rows: &[Named], open: &[usize]) -> Option<Vec<bool>> {
    let styles: Vec<Style> = open.iter().map(|at| rows[*at].label.style).collect();
    let first = *styles.first()?;
    let is_lower: Vec<bool> = styles.iter().map(|style| *style != first).collect();
    let has_numbers = first != Style::Plain || styles.iter().any(|style| *style != Style::Plain);
    // Each policy has initiatives below it, or the two ways of numbering mean nothing.
    let each_has = is_lower.windows(2).all(|pair| pair[0] || pair[1]) && is_lower.last() == Some(&true);
    (has_numbers && each_has && is_lower.iter().any(|lower| *lower)).then_some(is_lower)
}
