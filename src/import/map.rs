//! What was decided about a table: options of the command, and the map file that keeps them for the next year.

use super::columns::Column;
use super::spelling::bare;
use super::table::Row;
use crate::lang::text;
use crate::scenario::{
    Basis, Document, Loader, Located, Origin, Problems, Rules, StreamKind, check_structure, schema_of,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// What was decided about tables: the map file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "表の読み方（対応表）。"))]
pub(crate) struct MapFile {
    /// The version of this file format: 1.
    #[schemars(range(min = 1, max = 1), extend("x-ja" = "このファイル形式の版：1。"))]
    pub(crate) format: u32,
    /// How the effects of the tables are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "表の効果額の算定方法。"))]
    pub(crate) basis: Option<Basis>,
    /// What was decided about a table. Where tables are named by `title`, those are imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ja" = "表ごとの読み方。title があれば、その表だけを取り込みます。"))]
    pub(crate) table: Vec<TableMap>,
}

/// What was decided about a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ja" = "一つの表の読み方。"))]
pub(crate) struct TableMap {
    /// Words of the table's title, or its number. Left out: every table.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "表題に含まれる言葉か、表の番号。省くと、すべての表。"))]
    pub(crate) title: Option<String>,
    /// What figures that do not say it are: targets of policies, or planned amounts.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "見出しに目標・実績とない数値は何か：基本方針の目標額か、計画の金額。"))]
    pub(crate) takes: Option<Takes>,
    /// Whether `as` was typed for this table: then no title says otherwise.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) is_use_typed: bool,
    /// The unit of the amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "金額の単位。"))]
    pub(crate) unit: Option<String>,
    /// Whether a minus is a loss of effect, or less expenditure and so an effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "マイナスは、効果のマイナスか、歳出の減（＝効果）か。"))]
    pub(crate) sign: Option<Sign>,
    /// What numbers in brackets are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "括弧の付いた数値は何か。"))]
    pub(crate) brackets: Option<Brackets>,
    /// What a dash is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "「－」は何か。"))]
    pub(crate) dash: Option<Dash>,
    /// The policy of every row, where the table does not name any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ja" = "表に基本方針が書かれていないとき、すべての行の基本方針。"))]
    pub(crate) policy: Option<String>,
    /// What columns hold, by their headings.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "列は何か（見出しごと）。"))]
    pub(crate) columns: BTreeMap<String, ColumnIs>,
    /// What rows hold, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "行は何か（行の名前ごと）。"))]
    pub(crate) rows: BTreeMap<String, RowIs>,
    /// The numbers of cells that are to be read otherwise than they stand: `B12`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-ja" = "書かれたとおりに読まないセル（B12 など）の数値。"))]
    pub(crate) cells: BTreeMap<String, f64>,
}

/// What figures are that do not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "見出しに目標・実績とない数値。"))]
pub(crate) enum Takes {
    /// Targets of policies.
    #[schemars(extend("x-ja" = "基本方針の目標額。", "x-word" = "目標"))]
    Targets,
    /// Planned amounts: of initiatives, or of a policy as a whole.
    #[schemars(extend("x-ja" = "計画の金額：取組の、または基本方針ひとまとめの。", "x-word" = "金額"))]
    Amounts,
}

/// What a minus is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "マイナスの意味。"))]
pub(crate) enum Sign {
    /// Figures are effects: a minus is a loss.
    #[default]
    #[schemars(extend("x-ja" = "数値は効果額。マイナスは逆効果。", "x-word" = "効果額"))]
    Effect,
    /// Figures are changes of expenditure: a minus is an effect.
    #[schemars(extend("x-ja" = "数値は歳出の増減。マイナスが効果。", "x-word" = "増減"))]
    Change,
}

/// What numbers in brackets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "括弧の付いた数値の意味。"))]
pub(crate) enum Brackets {
    /// Below zero.
    #[schemars(extend("x-ja" = "マイナス。", "x-word" = "マイナス"))]
    Negative,
    /// Sums since the first year, which are not read.
    #[schemars(extend("x-ja" = "累計。読みません。", "x-word" = "累計"))]
    Cumulative,
}

/// What a dash is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "「－」の意味。"))]
pub(crate) enum Dash {
    /// No figure.
    #[default]
    #[schemars(extend("x-ja" = "数値がない。", "x-word" = "なし"))]
    None,
    /// 0.
    #[schemars(extend("x-ja" = "0。", "x-word" = "ゼロ"))]
    Zero,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "列の内容。"))]
pub(crate) enum ColumnIs {
    /// Names of basic policies.
    #[schemars(extend("x-ja" = "基本方針の名前。", "x-word" = "基本方針"))]
    Policy,
    /// Names of initiatives.
    #[schemars(extend("x-ja" = "取組の名前。", "x-word" = "取組"))]
    Initiative,
    /// Divisions.
    #[schemars(extend("x-ja" = "主担当課。", "x-word" = "主担当課"))]
    Owner,
    /// Remarks.
    #[schemars(extend("x-ja" = "注記。", "x-word" = "注記"))]
    Note,
    /// What a row holds: 計画, 実績 and so on.
    #[schemars(extend("x-ja" = "行の内容（計画・実績など）。", "x-word" = "行の内容"))]
    Kind,
    /// Figures of the year in the heading, as `as` says.
    #[schemars(extend("x-ja" = "見出しの年度の数値。何の数値かは as による。", "x-word" = "数値"))]
    Figures,
    /// Targets of the year in the heading.
    #[schemars(extend("x-ja" = "見出しの年度の目標額。", "x-word" = "目標"))]
    Targets,
    /// Actuals of the year in the heading.
    #[schemars(extend("x-ja" = "見出しの年度の実績。", "x-word" = "実績"))]
    Actuals,
    /// Less expenditure in the year of the heading.
    #[schemars(extend("x-ja" = "見出しの年度の歳出減。", "x-word" = "歳出減"))]
    Savings,
    /// More revenue in the year of the heading.
    #[schemars(extend("x-ja" = "見出しの年度の歳入増。", "x-word" = "歳入増"))]
    Revenues,
    /// What it takes in the year of the heading.
    #[schemars(extend("x-ja" = "見出しの年度の経費。", "x-word" = "経費"))]
    Costs,
    /// Units of rows: money of them is converted, what is no money left out.
    #[schemars(extend("x-ja" = "行の単位。円の単位は換算し、円でない行は読まない。", "x-word" = "単位"))]
    Unit,
    /// Sums of the columns before; checked, never imported.
    #[schemars(extend("x-ja" = "合計。照合だけに使い、取り込まない。", "x-word" = "合計"))]
    Sum,
    /// Not read.
    #[schemars(extend("x-ja" = "読まない。", "x-word" = "読まない"))]
    Skip,
}

/// What a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-ja" = "行の内容。"))]
pub(crate) enum RowIs {
    /// A basic policy.
    #[schemars(extend("x-ja" = "基本方針。", "x-word" = "基本方針"))]
    Policy,
    /// An initiative.
    #[schemars(extend("x-ja" = "取組。", "x-word" = "取組"))]
    Initiative,
    /// What it is by the table; its figures are changes of expenditure: a minus is an effect.
    #[schemars(extend("x-ja" = "数値が歳出の増減で、マイナスが効果の行。", "x-word" = "増減"))]
    AsChange,
    /// What it is by the table; its figures are less expenditure.
    #[schemars(extend("x-ja" = "数値が歳出減の行。", "x-word" = "歳出減"))]
    Savings,
    /// What it is by the table; its figures are more revenue.
    #[schemars(extend("x-ja" = "数値が歳入増の行。", "x-word" = "歳入増"))]
    Revenues,
    /// What it is by the table; its figures are what is taken.
    #[schemars(extend("x-ja" = "数値が経費の行。", "x-word" = "経費"))]
    Costs,
    /// A sum of the rows before; checked, never imported.
    #[schemars(extend("x-ja" = "合計。照合だけに使い、取り込まない。", "x-word" = "合計"))]
    Sum,
    /// A part of the row before; not imported.
    #[schemars(extend("x-ja" = "前の行のうち数。取り込まない。", "x-word" = "うち数"))]
    OfWhich,
    /// Not read.
    #[schemars(extend("x-ja" = "読まない。", "x-word" = "読まない"))]
    Skip,
}

/// The JSON Schema of the map file.
pub(crate) fn map_schema() -> serde_json::Value {
    schema_of::<MapFile>()
}

/// The kind of money of what is one of three: what is saved, what more comes in, what is taken.
fn flow<T: PartialEq>(is: T, [savings, revenues, costs]: [T; 3]) -> Option<StreamKind> {
    let all = [(savings, StreamKind::Saving), (revenues, StreamKind::Revenue), (costs, StreamKind::Cost)];
    all.into_iter().find(|(one, _)| *one == is).map(|(_, flow)| flow)
}

impl ColumnIs {
    /// The kind of money of a column.
    pub(super) fn flow(self) -> Option<StreamKind> {
        flow(self, [Self::Savings, Self::Revenues, Self::Costs])
    }
}

impl RowIs {
    /// The kind of money of a row.
    pub(super) fn flow(self) -> Option<StreamKind> {
        flow(self, [Self::Savings, Self::Revenues, Self::Costs])
    }

    /// Whether the table says what the row is: a map says of its figures alone.
    pub(super) fn is_of_figures(self) -> bool {
        self == Self::AsChange || self.flow().is_some()
    }
}

impl MapFile {
    /// Reads a map file.
    ///
    /// # Errors
    /// What is not TOML, and every difference from the format.
    pub(crate) fn read(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Self, Problems> {
        let mut loader = Loader::new(read);
        let root = loader.typed(name, None);
        let Some(mut root) = root else { return Err(Problems { files: loader.files, list: loader.problems }) };
        let rules = Rules::of(&schema_of::<Self>());
        rules.put_words_of_the_format(&mut root);
        let problems = check_structure(&root, &rules);
        let document = Document::new(Arc::new(loader.files.clone()), root.clone());
        if !problems.is_empty() {
            return Err(document.locate(problems));
        }
        Self::deserialize(&root).map_err(|error| {
            let message = text!(ja: "対応表として読めません", en: "not readable as a map: {error}");
            let origin = Some(Origin { file: 0, span: 0..0 });
            let located =
                Located { origin, key: String::new(), found: None, message, allowed: None, hint: None, is_lack: false };
            Problems { files: loader.files, list: vec![located] }
        })
    }

    /// The map as TOML.
    ///
    /// # Errors
    /// Those of the writer of TOML.
    pub(crate) fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

impl TableMap {
    /// What was decided about a column, by its whole heading or its last line, else by one that stands over it.
    pub(super) fn column(&self, parts: &[String]) -> Option<ColumnIs> {
        let is_over = |typed: &str| parts.iter().any(|part| bare(part) == bare(typed));
        let own = self.columns.iter().find(|(typed, _)| is_headed(typed, parts));
        own.or_else(|| self.columns.iter().find(|(typed, _)| is_over(typed))).map(|(_, is)| *is)
    }

    /// What was decided about a row, by its name.
    pub(super) fn row(&self, name: &str) -> Option<RowIs> {
        let name = bare(name);
        self.rows.iter().find(|(typed, _)| bare(typed) == name).map(|(_, is)| *is)
    }

    /// The number of a cell, by its name with or without its sheet.
    pub(super) fn cell(&self, sheet: &str, cell: &str) -> Option<f64> {
        let whole = format!("{sheet}!{cell}");
        self.cells
            .iter()
            .find(|(typed, _)| bare(typed) == bare(cell) || bare(typed) == bare(&whole))
            .map(|(_, number)| *number)
    }

    /// What is said of columns, rows and cells that the table does not have.
    pub(super) fn unused(&self, columns: &[Column], rows: &[Row], sheet: &str) -> Vec<String> {
        let is_of = |typed: &str, column: &Column| {
            is_headed(typed, &column.parts) || column.parts.iter().any(|part| bare(part) == bare(typed))
        };
        let has_column = |typed: &&String| columns.iter().any(|column| is_of(typed, column));
        let is_called = |row: &Row, typed: &str| {
            bare(&row.printed) == typed || row.kind_words.as_deref().is_some_and(|words| bare(words) == typed)
        };
        let has_row = |typed: &&String| rows.iter().any(|row| is_called(row, &bare(typed)));
        let cells: Vec<&String> =
            rows.iter().flat_map(|row| row.figures.iter().chain(&row.blanks)).map(|figure| &figure.cell).collect();
        let has_cell = |typed: &&String| {
            cells.iter().any(|cell| bare(typed) == bare(cell) || bare(typed) == bare(&format!("{sheet}!{cell}")))
        };
        let columns = self.columns.keys().filter(|typed| !has_column(typed));
        let rows = self.rows.keys().filter(|typed| !has_row(typed));
        let cells = self.cells.keys().filter(|typed| !has_cell(typed));
        columns.chain(rows).chain(cells).cloned().collect()
    }

    /// The same with what another says where this one says nothing.
    pub(super) fn or(self, other: &Self) -> Self {
        Self {
            title: self.title.or_else(|| other.title.clone()),
            takes: self.takes.or(other.takes),
            is_use_typed: self.is_use_typed || other.is_use_typed,
            unit: self.unit.or_else(|| other.unit.clone()),
            sign: self.sign.or(other.sign),
            brackets: self.brackets.or(other.brackets),
            dash: self.dash.or(other.dash),
            policy: self.policy.or_else(|| other.policy.clone()),
            columns: with_more(self.columns, &other.columns),
            rows: with_more(self.rows, &other.rows),
            cells: with_more(self.cells, &other.cells),
        }
    }
}

/// Entries with those of another whose names they do not have.
fn with_more<V: Copy>(mut own: BTreeMap<String, V>, other: &BTreeMap<String, V>) -> BTreeMap<String, V> {
    for (name, value) in other {
        own.entry(name.clone()).or_insert(*value);
    }
    own
}

/// Whether a heading is meant by what was typed: the whole of it, or its last line.
fn is_headed(typed: &str, parts: &[String]) -> bool {
    let typed = bare(typed);
    typed == bare(&parts.join("")) || parts.last().is_some_and(|last| typed == bare(last))
}
