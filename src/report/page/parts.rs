//! What pages are made of: headings in order, figures with their note and their table, tables that programs can read.

use super::chart::About;
use crate::lang::{Lang, text};
use crate::money::Unit;
use maud::{Markup, html};

/// The looks of headings, whatever their level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Of the page or a part of it.
    Page,
    /// Of a section.
    Section,
    /// Of a group of figures in a section.
    Group,
    /// Of a figure.
    Figure,
}

/// A heading of a level from 1 to 6.
pub(super) fn heading(level: u8, look: Look, id: Option<&str>, words: &str) -> Markup {
    let class = match look {
        Look::Page => "h-page",
        Look::Section => "h-section",
        Look::Group => "h-group",
        Look::Figure => "h-figure",
    };
    html! {
        @match level {
            0 | 1 => h1 class=(class) id=[id] { (words) },
            2 => h2 class=(class) id=[id] { (words) },
            3 => h3 class=(class) id=[id] { (words) },
            4 => h4 class=(class) id=[id] { (words) },
            5 => h5 class=(class) id=[id] { (words) },
            _ => h6 class=(class) id=[id] { (words) },
        }
    }
}

/// A chart with its heading, a note in words beside it, and the table behind it below them, or a narrow one under the note.
pub(super) struct Figure<'a> {
    /// What the chart says about itself.
    pub(super) about: &'a About,
    /// The level of its heading.
    pub(super) level: u8,
    /// The chart.
    pub(super) chart: Markup,
    /// What it shows, a paragraph each.
    pub(super) note: Vec<String>,
    /// The table behind it; nothing where another one holds its numbers.
    pub(super) table: Option<Table>,
}

impl Figure<'_> {
    /// It as markup.
    pub(super) fn draw(&self) -> Markup {
        let after = format!("{}-after", self.about.id);
        let skip = text!(ja: "この図を飛ばす", en: "Skip this chart");
        html! {
            figure {
                div class="figure" {
                    (heading(self.level, Look::Figure, None, &self.about.title))
                    div {
                        a class="skip" href={ "#" (after) } { (skip.get(self.about.lang)) }
                        (self.chart)
                    }
                    div {
                        div class=[(!self.note.is_empty()).then_some("note")] id=(after) tabindex="-1" { @for words in &self.note { p { (words) } } }
                        @if let Some(table) = self.table.as_ref().filter(|t| t.is_narrow()) { (table.draw(self.about.lang)) }
                    }
                }
                @if let Some(table) = self.table.as_ref().filter(|t| !t.is_narrow()) { (table.draw(self.about.lang)) }
            }
        }
    }
}

/// One of several charts beside each other: what it is of, what it says, the chart.
pub(super) struct Panel<'a> {
    /// What the chart says about itself; its title is the finding.
    pub(super) about: &'a About,
    /// The level of its heading.
    pub(super) level: u8,
    /// What it is of; empty where the finding says it.
    pub(super) of: &'a str,
    /// The chart.
    pub(super) chart: Markup,
}

impl Panel<'_> {
    /// It as markup.
    pub(super) fn draw(&self) -> Markup {
        let after = format!("{}-after", self.about.id);
        let skip = text!(ja: "この図を飛ばす", en: "Skip this chart");
        html! {
            figure class="panel" {
                @if !self.of.is_empty() { p class="of" { (self.of) } }
                (heading(self.level, Look::Figure, None, &self.about.title))
                a class="skip" href={ "#" (after) } { (skip.get(self.about.lang)) }
                (self.chart)
                span id=(after) tabindex="-1" {}
            }
        }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    shown: String,
    value: Option<f64>,
    period: Option<String>,
    number: bool,
}

impl Cell {
    /// Words, to the left.
    pub(super) fn words(shown: impl Into<String>) -> Self {
        Self { shown: shown.into(), ..Self::default() }
    }

    /// A figure, to the right, with the number behind it.
    pub(super) fn number(shown: impl Into<String>, value: Option<f64>) -> Self {
        Self { shown: shown.into(), value, period: None, number: true }
    }

    /// An amount as tables print it.
    pub(super) fn amount(unit: Unit, value: f64) -> Self {
        Self::number(unit.in_table(value), Some(value))
    }

    /// It with the period that its column stands for.
    pub(super) fn of_period(self, period: &str) -> Self {
        Self { period: Some(period.to_owned()), ..self }
    }
}

/// The looks of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum RowLook {
    /// As any other.
    #[default]
    Plain,
    /// The first of several that belong together.
    First,
    /// A sum.
    Total,
    /// A heading over the rows below it.
    Head,
}

/// A row: its heading and its cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// What it is about.
    pub(super) head: String,
    /// What else says it.
    pub(super) labels: Vec<String>,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
    /// How it looks.
    pub(super) look: RowLook,
    /// The id of its policy, for programs.
    pub(super) policy: Option<String>,
    /// Its period, for programs.
    pub(super) period: Option<String>,
    /// What its numbers are, for programs, where a column does not say it.
    pub(super) statistic: Option<&'static str>,
}

/// The most rows of a table that is not cut in two on paper.
const SHORT: usize = 14;

/// A table with its headings repeated on every page of paper.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What it is, for programs.
    pub(super) name: &'static str,
    /// What it is, for readers.
    pub(super) caption: String,
    /// The unit of its amounts; nothing where it has none.
    pub(super) unit: String,
    /// What stands over columns beside one another, by column; without any nothing does.
    pub(super) over: Vec<String>,
    /// The headings of its columns: words, and whether figures stand below them.
    pub(super) heads: Vec<(String, bool)>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// Whether it fits beside a chart.
    fn is_narrow(&self) -> bool {
        self.heads.len() <= 3 && self.rows.len() <= 16
    }

    /// It as markup.
    pub(super) fn draw(&self, lang: Lang) -> Markup {
        let unit = &self.unit;
        let unit = text!(ja: "（単位：{unit}）", en: "(unit: {unit})");
        html! {
            div class=(if self.rows.len() <= SHORT { "scroll short" } else { "scroll" }) {
                table data-table=(self.name) {
                    caption {
                        (self.caption)
                        @if !self.unit.is_empty() { span class="unit" { (unit.get(lang)) } }
                    }
                    thead {
                        @if !self.over.is_empty() { tr { @for (words, count) in self.groups() {
                            @if words.is_empty() { td colspan=(count) {} } @else { th scope="colgroup" colspan=(count) class="over" { (words) } }
                        } } }
                        tr { @for (words, number) in &self.heads {
                            th scope="col" class=[number.then_some("number")] { (words) }
                        } }
                    }
                    @for block in self.blocks() {
                        @let headed = block.first().is_some_and(|row| row.look == RowLook::Head);
                        tbody class=[headed.then_some("block")] { @for row in block { (self.row(row)) } }
                    }
                }
            }
        }
    }

    /// What stands over columns, and over how many.
    fn groups(&self) -> impl Iterator<Item = (&str, usize)> {
        self.over.chunk_by(|a, b| a == b).map(|same| (same.first().map_or("", String::as_str), same.len()))
    }

    /// The rows by heading.
    fn blocks(&self) -> impl Iterator<Item = &[Row]> {
        self.rows.chunk_by(|_, next| next.look != RowLook::Head)
    }

    fn row(&self, row: &Row) -> Markup {
        let class = match row.look {
            RowLook::Plain => None,
            RowLook::First => Some("first"),
            RowLook::Total => Some("total"),
            RowLook::Head => Some("head"),
        };
        let (policy, period) = (row.policy.as_deref(), row.period.as_deref());
        html! {
            tr class=[class] data-policy=[policy] data-period=[period] data-statistic=[row.statistic] {
                @if row.look == RowLook::Head {
                    th scope="rowgroup" colspan=(self.heads.len()) { (row.head) }
                } @else {
                    th scope="row" { (row.head) }
                }
                @for label in &row.labels { th scope="row" class="label" { (label) } }
                @for cell in &row.cells {
                    td class=[cell.number.then_some("number")] data-value=[cell.value] data-period=[cell.period.as_deref()] { (cell.shown) }
                }
            }
        }
    }
}

/// The heading of a column of words.
pub(super) fn of_words(words: &str) -> (String, bool) {
    (words.to_owned(), false)
}

/// The heading of a column of figures.
pub(super) fn of_numbers(words: &str) -> (String, bool) {
    (words.to_owned(), true)
}
