//! The sections of the page: charts where there are numbers to draw, the sentences as notes beside them, the tables.

use super::Set;
use crate::lang::{Text, text};
use crate::report::SetTable;
use crate::report::document::{Piece, Table};
use crate::report::page::parts::Figure;
use crate::report::page::tables::drawn;
use crate::report::set::told::{Room, said, too_many};
use maud::{Markup, html};

/// A section: its title and what is told in it.
pub(super) struct Section {
    pub(super) of: SetTable,
    pub(super) id: &'static str,
    /// What leads to it.
    pub(super) title: String,
    said: Vec<String>,
    tables: Vec<Table>,
}

impl Set<'_> {
    /// What the set has something to say about.
    pub(super) fn sections(&self) -> Vec<Section> {
        SetTable::ALL
            .into_iter()
            .filter(|table| self.report.tells(*table))
            .filter_map(|table| self.told(table))
            .collect()
    }

    fn told(&self, table: SetTable) -> Option<Section> {
        let (of, id, title) = (table, table.name(), self.word(title(table)));
        if of == SetTable::Odds
            && let Some([typed, _]) = too_many(&self.report, Room::PAGE)
        {
            let said = vec![typed.get(self.lang).trim().to_owned()];
            return Some(Section { of, id, title, said, tables: Vec::new() });
        }
        let told = said(&self.report, table, Room::PAGE, self.lang).sections.into_iter().next()?;
        let (mut said, mut tables) = (Vec::new(), Vec::new());
        for piece in told.pieces {
            let words = piece.printed().trim();
            said.extend(Some(words.to_owned()).filter(|words| !words.is_empty()));
            if let Piece::Table(table) = piece {
                tables.push(table);
            }
        }
        Some(Section { of, id, title, said, tables })
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
            @for table in &section.tables { (drawn(table, self.lang)) }
            @if charts.is_empty() { @for words in &section.said { p { (words) } } }
        }
    }
}

/// What a chart shows, where the sentences of its section do not say it.
fn shown(of: SetTable) -> Option<Text> {
    match of {
        SetTable::Ranking => Some(text!(
            ja: "棒は統計量の値、細い線は試行の誤差による95％区間です。名前は、基準と異なる対応策の値です（並んだ全件に共通の値は省いています）。",
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
        SetTable::Odds => text!(ja: "要因の組合せ別", en: "By combination of factors"),
        SetTable::Regret => text!(ja: "対応案別の最善案との差（機会損失）と頑健さ", en: "Regret and robustness"),
        SetTable::Effects => text!(ja: "効いている要因", en: "What matters most"),
        SetTable::Failures => text!(ja: "目標に届かないシナリオ", en: "Where targets are missed"),
        SetTable::Editions => text!(ja: "財政計画の版別", en: "By edition of the financial plan"),
        SetTable::Scenarios => text!(ja: "シナリオ一覧", en: "Scenarios"),
    }
}
