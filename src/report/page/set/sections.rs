//! The sections of the page: charts where there are numbers to draw, the sentences as notes beside them, the tables.

use super::charts::HEAT;
use super::{LISTED, Set, TABLES};
use crate::lang::{Text, text};
use crate::report::columns::{Column, apart};
use crate::report::page::parts::{Cell, Figure, Row, Table, of_numbers, of_words};
use crate::report::set::told::{Piece, pieces, too_many};
use crate::report::{Layout, SetReport, SetTable};
use maud::{Markup, html};

/// A section: its title and what is told in it.
pub(super) struct Section {
    pub(super) of: SetTable,
    pub(super) id: String,
    /// What leads to it.
    pub(super) title: String,
    said: Vec<String>,
    tables: Vec<Table>,
}

/// The widest table of a page, in characters.
const WIDEST: usize = 120;
/// The characters after which a cell goes on on its next line.
const CELL: usize = 24;

impl Set<'_> {
    /// What the set has something to say about.
    pub(super) fn sections(&self) -> Vec<Section> {
        let report = self.report;
        let has_factors = !report.results.factors.is_empty();
        let is_told = |table: &SetTable| match table {
            SetTable::Odds | SetTable::Regret | SetTable::Effects => has_factors,
            SetTable::Editions => report.edition_count > 1,
            _ => true,
        };
        TABLES.into_iter().filter(is_told).filter_map(|table| self.told(table)).collect()
    }

    fn told(&self, table: SetTable) -> Option<Section> {
        let layout = self.layout();
        let of_table = SetReport { layout: &layout, ..*self.report };
        let listed = SetReport { top: Some(self.report.rows_shown(LISTED)), ..of_table };
        let report = if table == SetTable::Scenarios { &listed } else { &of_table };
        let mut all = pieces(report, table, self.lang).into_iter().skip_while(|p| !matches!(p, Piece::Section(..)));
        let Some(Piece::Section(of, head)) = all.next() else { return None };
        let (id, title) = (format!("{of:?}").to_lowercase(), self.word(title(of)));
        if of == SetTable::Odds
            && let Some(words) = too_many(report)
        {
            let said = vec![words.get(self.lang).trim().to_owned()];
            return Some(Section { of, id, title, said, tables: Vec::new() });
        }
        let mut section = (Vec::new(), Vec::new());
        for piece in all {
            match piece {
                Piece::Said(words) | Piece::Hinted(_, words) => {
                    section.0.extend(Some(words.trim().to_owned()).filter(|w| !w.is_empty()));
                }
                Piece::Section(_, words) => section.0.push(words),
                Piece::Table(labels, columns) => section.1.extend(self.tables(&id, &head, &labels, &columns)),
                Piece::Ranked(mut columns) => {
                    // On a page long names wrap, so they can stand after the place.
                    let names = columns.pop();
                    columns.splice(1..1, names);
                    section.1.push(self.table(&id, &head, &columns[..2], &columns[2..].iter().collect::<Vec<_>>()));
                }
            }
        }
        Some(Section { of, id, title, said: section.0, tables: section.1 })
    }

    /// A table, in as many parts as its width needs.
    fn tables(&self, id: &str, head: &str, labels: &[Column], columns: &[Column]) -> Vec<Table> {
        let parts = apart(labels, columns, |cells| cells.min(CELL), WIDEST);
        parts.iter().map(|part| self.table(id, head, labels, part)).collect()
    }

    fn table(&self, id: &str, head: &str, labels: &[Column], columns: &[&Column]) -> Table {
        let words = |column: &Column| column.head.trim().to_owned();
        let mut heads: Vec<(String, bool)> = labels.iter().map(|l| of_words(&words(l))).collect();
        heads
            .extend(columns.iter().map(|c| if is_of_figures(c) { of_numbers(&words(c)) } else { of_words(&words(c)) }));
        let Some((first, others)) = labels.split_first() else { return Table::default() };
        let row = |(at, name): (usize, &String)| {
            let cell = |c: &&Column| c.cells.get(at).cloned().unwrap_or_default();
            let names = others.iter().map(|c| Cell::words(cell(&c)));
            let figures = columns
                .iter()
                .map(|c| if is_of_figures(c) { Cell::number(cell(c), None) } else { Cell::words(cell(c)) });
            Row { head: name.clone(), cells: names.chain(figures).collect(), ..Row::default() }
        };
        Table {
            name: TABLE_NAMES.iter().find(|name| **name == id).copied().unwrap_or("set"),
            caption: head.to_owned(),
            unit: self.unit_of_values(),
            heads,
            rows: first.cells.iter().enumerate().map(row).collect(),
        }
    }

    /// How the odds are laid out: down the page what would not fit across it, where the other way round does.
    pub(super) fn layout(&self) -> Layout {
        let layout = self.report.layout;
        let count = |factors: &[usize]| self.report.results.combinations(factors).len();
        if too_many(self.report).is_some() && count(&layout.rows) <= HEAT[1] {
            return Layout { rows: layout.columns.clone(), columns: layout.rows.clone() };
        }
        layout.clone()
    }

    pub(super) fn section(&self, section: &Section) -> Markup {
        let charts = self.charts(section);
        let note = |at: usize| -> Vec<String> {
            let shown = shown(section.of).filter(|_| at == 0).map(|words| self.word(words));
            let said = section.said.iter().filter(|_| at == 0).cloned();
            shown.into_iter().chain(said).collect()
        };
        html! {
            @for (at, (about, chart)) in charts.iter().enumerate() {
                (Figure { about, level: 3, chart: chart.clone(), note: note(at), table: None }.draw())
            }
            @for table in &section.tables { (table.draw(self.lang)) }
            @if charts.is_empty() { @for words in &section.said { p { (words) } } }
        }
    }
}

/// What a chart shows, where the sentences of its section do not say it.
fn shown(of: SetTable) -> Option<Text> {
    match of {
        SetTable::Ranking => Some(text!(
            ja: "棒は統計量の値、細い線は試行の誤差による95％区間です。名前は、基準と異なる打ち手の値です（並んだ全件に共通の値は省いています）。",
            en: "Bars are values, thin lines the 95% intervals of the simulation error. Names give the values of levers other than in the base, without those that all shown have in common."
        )),
        SetTable::Odds => Some(text!(
            ja: "ます目の数字は、行と列の要因の値を組み合わせたシナリオの達成確率です。濃いほど届きにくい組合せです。",
            en: "A cell is the probability of meeting the target with the values of its row and column: the darker, the less likely."
        )),
        _ => None,
    }
}

/// What leads to a section.
fn title(of: SetTable) -> Text {
    match of {
        SetTable::Summary | SetTable::Ranking => text!(ja: "順位", en: "Ranking"),
        SetTable::Odds => text!(ja: "要因の組合せごと", en: "By combination of factors"),
        SetTable::Regret => text!(ja: "対応案の後悔と頑健さ", en: "Regret and robustness"),
        SetTable::Effects => text!(ja: "効いている要因", en: "What matters most"),
        SetTable::Failures => text!(ja: "目標に届かないシナリオ", en: "Where targets are missed"),
        SetTable::Editions => text!(ja: "財政計画の版ごと", en: "By edition of the financial plan"),
        SetTable::Scenarios => text!(ja: "シナリオ一覧", en: "Scenarios"),
    }
}

/// What programs call the tables.
const TABLE_NAMES: [&str; 7] = ["ranking", "odds", "regret", "effects", "failures", "editions", "scenarios"];

/// Whether a column holds figures rather than words.
fn is_of_figures(column: &Column) -> bool {
    let of_figure = |c: char| c.is_ascii_digit() || ",.%▲－±～–<>未満超* /".contains(c);
    column.cells.iter().all(|cell| cell.chars().all(of_figure))
}
