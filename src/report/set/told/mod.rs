//! What a set says, piece by piece: headings, sentences and tables that every renderer lays out in its own way.

mod editions;
pub(in crate::report) mod effects;
mod failures;
mod odds;
mod ranking;
mod regret;
mod scenarios;

use super::{SetReport, SetTable, words};
use crate::batch::reading::Statistic;
use crate::batch::{SetResults, Tally};
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::report::document::{Column, Piece, Table};
use failures::Detail;
use odds::FEW;
pub(in crate::report) use odds::{grid, laid_out, too_many};

/// How much of a table a medium has room for, unless more or less is asked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Room {
    /// Places of the ranking.
    pub(in crate::report) ranking: usize,
    /// Rows of the odds.
    pub(in crate::report) odds: usize,
    /// Columns of the odds.
    pub(in crate::report) columns: usize,
    /// More columns than this are laid down the rows...
    pub(in crate::report) across: usize,
    /// ...where no more rows than this are laid across.
    pub(in crate::report) down: usize,
    /// Strategies.
    pub(in crate::report) strategies: usize,
    /// Values of a factor.
    pub(in crate::report) levels: usize,
    /// Scenarios edition by edition.
    pub(in crate::report) editions: usize,
    /// Scenarios in a list of all.
    pub(in crate::report) scenarios: usize,
}

impl Room {
    /// Of a terminal.
    pub(in crate::report) const TERMINAL: Self = Self {
        ranking: 20,
        odds: 50,
        columns: usize::MAX,
        across: usize::MAX,
        down: 0,
        strategies: 30,
        levels: 8,
        editions: 30,
        scenarios: usize::MAX,
    };
    /// Of a page; its tables of all rows are in the store.
    pub(in crate::report) const PAGE: Self = Self { scenarios: 50, across: FEW, down: 9, ..Self::TERMINAL };
    /// Of a sheet that is printed; sheets of data hold all rows.
    pub(in crate::report) const SHEET: Self = Self {
        ranking: 1000,
        odds: 200,
        columns: 90,
        across: 9,
        down: 9,
        strategies: 1000,
        levels: usize::MAX,
        editions: 1000,
        scenarios: 1000,
    };
}

/// What is told of a table of a set.
pub(in crate::report) struct Section {
    /// Of which.
    pub(in crate::report) of: SetTable,
    /// What stands over it.
    pub(in crate::report) head: String,
    /// What it says.
    pub(in crate::report) pieces: Vec<Piece>,
}

/// What a report of a set says: what stands before its sections, and these.
pub(in crate::report) struct Said {
    /// Which scenarios are read, and what became of them; the title first.
    pub(in crate::report) before: Vec<Piece>,
    /// The sections.
    pub(in crate::report) sections: Vec<Section>,
}

/// Which scenarios are read, and what became of them.
pub(in crate::report) fn counts(report: &SetReport, lang: Lang) -> Vec<Piece> {
    let mut told = Told::of(report, Room::TERMINAL, lang);
    told.only();
    told.counts();
    told.said.before
}

/// What a report of one table says, or of all in short.
pub(in crate::report) fn said(report: &SetReport, table: SetTable, room: Room, lang: Lang) -> Said {
    let mut told = Told::of(report, room, lang);
    told.head();
    told.counts();
    match table {
        SetTable::Summary => told.summary(),
        SetTable::Ranking => told.ranking(report.rows_shown(room.ranking), 0),
        SetTable::Odds => told.odds(),
        SetTable::Regret => told.regret(),
        SetTable::Effects => told.effects(),
        SetTable::Failures => told.failures(Detail::EveryLevel),
        SetTable::Editions => told.editions(),
        SetTable::Scenarios => told.scenarios(),
    }
    told.said
}

/// A report being written.
struct Told<'a> {
    report: SetReport<'a>,
    room: Room,
    lang: Lang,
    said: Said,
}

impl<'a> Told<'a> {
    fn of(report: &SetReport<'a>, room: Room, lang: Lang) -> Self {
        Self { report: *report, room, lang, said: Said { before: Vec::new(), sections: Vec::new() } }
    }

    /// Where what is said next belongs.
    fn out(&mut self) -> &mut Vec<Piece> {
        match self.said.sections.last_mut() {
            Some(section) => &mut section.pieces,
            None => &mut self.said.before,
        }
    }

    fn set(&self) -> &'a SetResults {
        self.report.set()
    }

    /// The unit of the amounts of the set.
    fn money(&self) -> Unit {
        self.report.money()
    }

    fn statistic(&self) -> Statistic {
        self.report.statistic()
    }

    fn say(&mut self, words: Text) {
        let words = self.word(words);
        self.line(words);
    }

    fn word(&self, words: Text) -> String {
        words.get(self.lang).to_owned()
    }

    /// Says something with a hint at what to type, which only whoever can type it is given.
    fn hint(&mut self, typed: Text, printed: Text) {
        let (typed, printed) = (self.word(typed), self.word(printed));
        self.out().push(Piece::Hinted(typed, printed));
    }

    /// Says how many rows of a table are not shown, if any.
    fn left_out(&mut self, shown: usize, all: usize, counted: &Text) {
        self.left_out_of(shown, all, counted, "");
    }

    /// The same, where the summary has the table too.
    fn left_out_of(&mut self, shown: usize, all: usize, Text { ja, en }: &Text, table: &str) {
        let left = all.saturating_sub(shown);
        if left == 0 {
            return;
        }
        let typed = text!(
            ja: "{all} {ja}のうち {left} {ja}は省きました（{table}--top {all} ですべて表示）。",
            en: "{left} of {all}{en} are not shown (all with {table}--top {all})."
        );
        let printed = text!(ja: "{all} {ja}のうち {left} {ja}は省きました。", en: "{left} of {all}{en} are not shown.");
        let (typed, printed) = (self.word(typed), self.word(printed));
        self.out().push(Piece::LeftOut(typed, printed));
    }

    fn line(&mut self, words: String) {
        self.out().push(Piece::Said(words));
    }

    fn section(&mut self, of: SetTable, head: Text) {
        let head = self.word(head);
        self.said.sections.push(Section { of, head, pieces: Vec::new() });
    }

    /// How exactly the values are known that a table is made of.
    fn error_note(&mut self) {
        match self.report.outcome.error() {
            None => {
                let Text { ja, en } = self.statistic().name();
                self.say(text!(
                    ja: "{ja}の試行の誤差は残していません。小さな違いは誤差かもしれません。",
                    en: "The simulation error of the {en} is not kept: small differences may be chance."
                ));
            }
            Some(most) if most > 0.0 => {
                let half = self.report.change(most).shown(self.lang);
                let unit = words::difference_unit(self.statistic());
                let (ja, en) = (unit.ja, unit.en);
                self.say(text!(
                    ja: "試行の誤差（95%区間の半幅）は、シナリオ 1 件の値で大きくても {half}{ja} です。それより小さな違いは誤差かもしれません。",
                    en: "The simulation error (half the 95% interval) of one scenario is at most {half}{en}: smaller differences may be chance."
                ));
            }
            Some(_) => {}
        }
    }

    /// A table of the section that is told.
    fn table(&mut self, labels: Vec<Column>, columns: Vec<Column>) {
        self.put(Table { labels, columns, ..Table::default() });
    }

    fn put(&mut self, table: Table) {
        let unit = self.report.unit_of_values(self.lang);
        let section = self.said.sections.last();
        let (name, caption) = section.map_or(("", String::new()), |s| (s.of.name(), s.head.clone()));
        self.out().push(Piece::Table(Table { name, caption, unit, ..table }));
    }

    /// The names of the two columns of a difference and its error, where they stand apart.
    fn with_error(&self) -> [String; 2] {
        [String::new(), self.word(text!(ja: "その誤差(±)", en: "Its error (±)"))]
    }

    fn head(&mut self) {
        let report = self.report;
        self.line(report.set().title.clone());
        self.say(report.about(&text!(ja: "金額の単位", en: "unit of amounts")));
        if let Some(words) = report.leads() {
            self.say(words);
        }
        self.only();
    }

    /// Which scenarios are read, where they were chosen.
    fn only(&mut self) {
        let report = self.report;
        if !report.only.is_empty() {
            let only: Vec<String> = report.only.iter().map(|(f, v)| format!("{f}={v}")).collect();
            let only = only.join(", ");
            self.say(
                text!(ja: "次の値のシナリオだけを読んでいます：{only}", en: "Only scenarios with {only} are read."),
            );
        }
    }

    /// How many scenarios there are and what became of them.
    fn counts(&mut self) {
        let Tally { scenarios: all, done, failed, pending, without } = self.set().tally();
        self.say(text!(
            ja: "シナリオ {all} 件：試算済み {done} 件、失敗 {failed} 件、未試算 {pending} 件",
            en: "{all} scenarios: {done} done, {failed} failed, {pending} not run yet"
        ));
        if pending > 0 {
            self.say(text!(
                ja: "注意：未試算の {pending} 件は以下のどの表にも入っていません。同じ mikomi batch をもう一度実行すると続きから試算します。",
                en: "Warning: what is not run yet ({pending}) is in none of the tables below. The same mikomi batch command goes on from there."
            ));
        }
        if without > 0 {
            self.say(text!(
                ja: "注意：試算済みのうち {without} 件には、この基本方針または期間の結果がありません。",
                en: "Warning: done, but without results of this policy or period: {without}."
            ));
        }
        self.failed(failed);
    }

    /// The failed scenarios with the first line of what went wrong.
    fn failed(&mut self, failed: usize) {
        const NAMED: usize = 10;
        if failed == 0 {
            return;
        }
        self.say(text!(ja: "\n失敗したシナリオ：", en: "\nScenarios that failed:"));
        let failures = self.set().scenarios.iter().filter_map(|s| Some((&s.name, words::failure(s, self.lang)?)));
        for (name, message) in failures.take(NAMED).collect::<Vec<_>>() {
            self.line(format!("  {name}: {message}"));
        }
        if failed > NAMED {
            let more = failed - NAMED;
            self.hint(
                text!(ja: "  …ほか {more} 件（--table scenarios ですべて表示）", en: "  … and {more} more (all with --table scenarios)"),
                text!(ja: "…ほか {more} 件", en: "… and {more} more"),
            );
        }
    }

    fn summary(&mut self) {
        self.ranking(self.report.rows_shown(10), 3);
        let set = self.set();
        if set.factors.is_empty() {
            self.say(text!(
                ja: "\nこのシナリオ群には要因（対応策・前提）がないため、組合せの表はありません。",
                en: "\nThis set varies no factors (levers, uncertainties), so there are no tables by combination."
            ));
        } else {
            if self.report.outcome.is_of_both_kinds() {
                self.odds_if_few();
                self.regret();
            }
            self.effects();
        }
        self.failures(Detail::Marks);
        if self.report.edition_count > 1 {
            let n = self.report.edition_count;
            self.hint(
                text!(
                    ja: "\n財政計画の版が {n} つあります。版別の表は --table editions で見られます。",
                    en: "\nThere are {n} editions of the financial plan: see them side by side with --table editions."
                ),
                text!(ja: "\n財政計画の版が {n} つあります。", en: "\nThere are {n} editions of the financial plan."),
            );
        }
    }
}
