//! A table as it was understood: what its columns and rows are, and the figure of each cell.

use super::columns::{Column, Kind, Names, Role};
use super::effects::zeros;
use super::footing::Footing;
use super::labels::{Label, label};
use super::map::{ColumnIs, RowIs, TableMap, Takes};
use super::rows::RowLevel;
use super::spelling::{bare, half_width};
use crate::fiscal::FiscalYear;
use crate::lang::Lang;
use crate::money::Name;
use crate::scenario::StreamKind;
use std::collections::{BTreeSet, HashMap};

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
    /// Another unit that it states, which an option overrules.
    pub(crate) other_unit: Option<Name>,
    /// Another year that its title names, and the one that counts.
    pub(crate) other_year: Option<(FiscalYear, FiscalYear)>,
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
    /// The names of its policies, by how they are printed.
    pub(super) policies: HashMap<String, Label>,
    /// What a map says of columns, rows and cells that it does not have.
    pub(crate) unused: Vec<String>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) level: RowLevel,
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
    /// The kind of money of its figures, where the table or a map says it.
    pub(crate) flow: Option<StreamKind>,
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
            for row in self.rows.iter().filter(|row| matches!(row.level, RowLevel::Policy | RowLevel::Initiative)) {
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
        self.policies.get(printed).cloned().unwrap_or_else(|| label(printed))
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
                Role::Unit => ColumnIs::Unit,
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
                RowLevel::Sum => RowIs::Sum,
                RowLevel::OfWhich => RowIs::OfWhich,
                RowLevel::LeftOut if row.kind_words.is_none() => RowIs::Skip,
                RowLevel::Policy | RowLevel::Initiative | RowLevel::LeftOut => continue,
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

/// The names of policies by how they are printed: without their numbers, where those do not tell them apart.
pub(super) fn policies(rows: &[Row]) -> HashMap<String, Label> {
    let printed = rows
        .iter()
        .filter_map(|row| if row.level == RowLevel::Policy { Some(&row.printed) } else { row.policy.as_ref() });
    let mut found: HashMap<String, Label> = printed.map(|printed| (printed.clone(), label(printed))).collect();
    let mut spellings: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (printed, label) in &found {
        spellings.entry(bare(&label.name)).or_default().insert(bare(printed));
    }
    for (printed, label) in &mut found {
        if spellings.get(&bare(&label.name)).is_some_and(|spellings| spellings.len() > 1) {
            label.name = half_width(printed);
        }
    }
    found
}
