//! The statistic by the values of some factors against those of others.

use super::{Room, Told};
use crate::batch::reading::{Grid, GridCell};
use crate::lang::{Text, text};
use crate::report::document::{Cell, Column, Layout, Table};
use crate::report::set::{SetReport, SetTable, words};

/// The most columns that a summary shows.
pub(super) const FEW: usize = 12;

/// How to ask for fewer columns, where a summary would have too many; and the same for whoever cannot ask.
pub(in crate::report) fn too_many(report: &SetReport, room: Room) -> Option<[Text; 2]> {
    let (_, [_, columns]) = laid_out(report, room);
    (columns > FEW).then(|| {
        [
            text!(
                ja: "\n要因の組合せの表は {columns} 列になるため省きました。--table odds --rows 要因 --columns 要因 で選べます。",
                en: "\nThe table by combinations of factors would have {columns} columns and is left out: choose factors with --table odds --rows FACTOR --columns FACTOR."
            ),
            text!(
                ja: "要因の組合せの表は {columns} 列になるため省きました。",
                en: "The table by combinations of factors would have {columns} columns and is left out."
            ),
        ]
    })
}

/// Whether rows and columns of the odds change places, since their columns are too many for a medium and their rows are
/// not; and how many rows and columns they have then.
pub(in crate::report) fn laid_out(report: &SetReport, room: Room) -> (bool, [usize; 2]) {
    let [rows, columns] = report.outcome.extent();
    if columns > room.across && rows <= room.down { (true, [columns, rows]) } else { (false, [rows, columns]) }
}

/// The odds as they are laid out.
pub(in crate::report) fn grid<'a>(report: &SetReport<'a>, room: Room) -> &'a Grid {
    let (is_transposed, _) = laid_out(report, room);
    if is_transposed { report.outcome.odds_transposed() } else { report.outcome.odds() }
}

impl Told<'_> {
    /// The odds in a summary: where there are too many columns, how to ask for fewer.
    pub(super) fn odds_if_few(&mut self) {
        match too_many(&self.report, self.room) {
            None => self.odds(),
            Some([typed, printed]) => self.hint(typed, printed),
        }
    }

    pub(super) fn odds(&mut self) {
        let (set, lang) = (self.set(), self.lang);
        let statistic = self.statistic().name();
        let (ja, en) = (&statistic.ja, &statistic.en);
        if set.factors.is_empty() {
            self.no_factors();
            return;
        }
        let grid = grid(&self.report, self.room);
        let [rows, columns] = [&grid.rows, &grid.columns].map(|factors| words::factors(set, factors, lang));
        if grid.columns.is_empty() {
            self.section(SetTable::Odds, text!(ja: "{rows}別の{ja}", en: "{en} by {rows}"));
        } else {
            self.section(
                SetTable::Odds,
                text!(ja: "{rows}（行）と{columns}（列）別の{ja}", en: "{en} by {rows} (rows) and {columns} (columns)"),
            );
        }
        let count = grid.column_levels.len();
        if count > self.room.columns {
            self.say(text!(
                ja: "組合せが {count} 列になるため、ここには示していません。すべての組合せは、データのシートにあります。",
                en: "With {count} columns the combinations are not shown here: all are on the sheet of data."
            ));
            return;
        }
        let shown = self.report.rows_shown(self.room.odds).min(grid.row_levels.len());
        let label = |place: usize| words::levels(set, &grid.rows, &grid.row_levels[place], lang);
        let labels = vec![Column::of_words(rows, (0..shown).map(label).collect())];
        let head = |place: usize| match grid.columns.len() {
            0 => statistic.get(lang).to_owned(),
            _ => words::levels(set, &grid.columns, &grid.column_levels[place], lang),
        };
        let cells = |place: usize| {
            (0..shown)
                .map(|row| self.odds_cell(&grid.cells[row][place], grid.is_partial(&grid.cells[row][place])))
                .collect()
        };
        let columns = (0..count).map(|place| Column::new(head(place), cells(place))).collect();
        self.put(Table { labels, columns, layout: Layout::Grid, ..Table::default() });
        self.odds_notes(grid, shown);
    }

    fn odds_cell(&self, cell: &GridCell, is_partial: bool) -> Cell {
        Cell::optional(self.report.odds(cell).map(|number| if is_partial { number.marked("*") } else { number }))
    }

    fn odds_notes(&mut self, grid: &Grid, shown: usize) {
        let set = self.set();
        self.left_out(shown, grid.row_levels.len(), &text!(ja: "行", en: " rows"));
        let most = grid.most_in_a_cell();
        if most > 1 {
            let others = words::factors(set, &grid.others, self.lang);
            self.say(text!(
                ja: "各欄は、ほかの前提（{others}）の値にわたる平均（最大 {most} 件）です。重みの指定がなければ同じ重みで数えています。",
                en: "Each cell is the mean over the values of the other uncertainties ({others}), up to {most} scenarios, counted alike unless weights are stated."
            ));
        }
        if grid.unweighted > 0 {
            let left = grid.unweighted;
            self.say(text!(
                ja: "重みが書かれていない値のシナリオ {left} 件は、どの平均にも入っていません。",
                en: "Scenarios whose setting has no weight are in no mean: {left}."
            ));
        }
        if !grid.held.is_empty() {
            let held = words::factors(set, &grid.held, self.lang);
            let at = words::levels(set, &grid.held, &set.references(&grid.held), self.lang);
            self.say(text!(
                ja: "ほかの対応策（{held}）は「{at}」のシナリオだけです。対応策の違いは平均していません。",
                en: "The other levers ({held}) stand at '{at}': choices are not averaged over."
            ));
        }
        if grid.missing() > 0 {
            let missing = grid.missing();
            self.say(text!(
                ja: "「－」の {missing} 欄には結果がありません（組にない組合せ、失敗、未試算）。",
                en: "Cells with － have no result (not in the set, failed, or not run yet): {missing}."
            ));
        }
        if grid.partial() > 0 {
            let partial = grid.partial();
            self.say(text!(
                ja: "* の {partial} 欄は、ほかの欄より少ないシナリオの平均です。ほかの欄とそのまま比べられません。",
                en: "Cells with * are the mean over fewer scenarios than others, so they do not compare with the rest as they stand: {partial}."
            ));
        }
        self.error_note();
        self.quantile_note();
    }

    /// What must not be done with quantiles.
    fn quantile_note(&mut self) {
        let is_quantile = self.statistic().id().strip_prefix('p').is_some_and(|n| n.parse::<u8>().is_ok());
        if is_quantile {
            self.say(text!(
                ja: "分位点は足せません。基本方針の分位点を足しても合計の分位点にはなりません。",
                en: "Quantiles do not add: those of the policies do not sum to that of the total."
            ));
        }
    }

    pub(super) fn no_factors(&mut self) {
        self.say(text!(
            ja: "\nこのシナリオ群には要因がありません（フォルダやファイルの並び）。要因別の表は、要因を定めたシナリオ群で使えます。",
            en: "\nThis set varies no factors (it is a folder or a list of files); tables by factor need a set that names them."
        ));
    }
}
