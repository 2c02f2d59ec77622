//! The table by fiscal year.

use super::document::{Adds, Cell, Column, Key, Layout, Look, Number, Table};
use super::text::{AmountOf, Report, period_key};
use super::{Rounding, terminal, words};
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Entry, TOTAL, YearState};

/// The most years beside one another on a terminal.
const BESIDE: usize = 8;

/// What is told of a policy in every year: its label, and its name for programs.
type YearlyFigure = (Text, &'static str);

impl<'a> Report<'a> {
    /// The table by year; several, of about as many years each, where there are too many for one.
    pub(super) fn years(&self, out: &mut String) {
        self.line(out, text!(ja: "\n年度別", en: "\nBy fiscal year"));
        for (i, table) in self.by_year(BESIDE).iter().enumerate() {
            if i > 0 {
                out.push('\n');
            }
            terminal::write(out, table, self.lang);
        }
    }

    /// The table by year, in parts of about as many years each, at most so many; the plan period stands in the last.
    pub(super) fn by_year(&self, beside: usize) -> Vec<Table> {
        let years: Vec<FiscalYear> = self.outcome.header.plan.years().collect();
        let parts = years.len().div_ceil(beside).max(1);
        let parts: Vec<&[FiscalYear]> = years.chunks(years.len().div_ceil(parts).max(1)).collect();
        let last = parts.len().saturating_sub(1);
        let part = |(at, years): (usize, &&[FiscalYear])| {
            self.some_years(years, self.outcome.header.fixed_period && at == last, parts.len() == 1)
        };
        parts.iter().enumerate().map(part).collect()
    }

    /// Some years beside one another, the plan period after them if that is wanted: the sum of them, where they are all.
    fn some_years(&self, years: &[FiscalYear], with_plan: bool, are_all: bool) -> Table {
        let told = told();
        let (mut labels, mut looks, mut keys) = ([Vec::new(), Vec::new()], Vec::new(), Vec::new());
        for policy in self.policies() {
            for (at, (label, statistic)) in told.iter().enumerate() {
                labels[0].push(if at == 0 { self.name(policy) } else { String::new() });
                labels[1].push(label.get(self.lang).to_owned());
                looks.push(Look::of_block(policy == TOTAL, at));
                keys.push(Key { policy: Some(policy.to_owned()), period: None, statistic: Some(statistic) });
            }
        }
        let [names, kinds] = labels;
        let labels =
            vec![Column::of_words(words::columns("")[0].get(self.lang), names), Column::of_words(String::new(), kinds)];
        let column = |head: String, adds: Option<Adds>, of: &dyn Fn(&str) -> Option<&'a Entry>| {
            let entries: Vec<Option<&Entry>> = self.policies().map(of).collect();
            let period = entries.iter().flatten().next().map(|e| period_key(&e.period));
            let cells = entries.into_iter().flat_map(|e| match e {
                Some(e) => self.of_year(e, adds),
                None => vec![Cell::Blank; told.len()],
            });
            Column { period, ..Column::new(head, cells.collect()) }
        };
        let of_year = |year: &FiscalYear| column(self.year_head(*year), None, &|p| self.outcome.year_entry(p, *year));
        let mut columns: Vec<Column> = years.iter().map(of_year).collect();
        if with_plan {
            let head = text!(ja: "計画期間", en: "Plan period").get(self.lang).to_owned();
            let adds = Adds::Before { count: years.len(), skip: 0 };
            columns.push(column(head, are_all.then_some(adds), &|p| self.outcome.plan_entry(p)));
        }
        let caption = text!(ja: "年度別の目標・計画値・平均・達成確率", en: "Target, planned effect, mean and odds by fiscal year");
        let (caption, unit) = (caption.get(self.lang).to_owned(), self.outcome.header.unit.name(self.lang).to_owned());
        Table {
            name: "by-year",
            caption,
            unit,
            labels,
            columns,
            looks,
            keys,
            layout: Layout::Whole,
            ..Table::default()
        }
    }

    /// The cells of an entry, below one another; `adds` of one that is the sum of its years.
    fn of_year(&self, e: &Entry, adds: Option<Adds>) -> Vec<Cell> {
        let sum = |cell: Cell| adds.map_or(cell.clone(), |adds| cell.that_adds(adds));
        let [target, planned, mean] =
            [AmountOf::Target, AmountOf::Planned, AmountOf::Mean].map(|of| sum(self.adding_up(e, of)));
        // What is left when the printed amounts are taken from each other.
        let gap = match self.figures.rounding() {
            Rounding::ToAdd => self.figures.amounts(e).gap(),
            Rounding::Each => e.gap(),
        };
        let gap = self.rounded(e.gap(), gap).that_adds(Adds::ChangeBelow);
        vec![target, planned, gap, mean, Cell::optional(e.p_met.as_ref().map(Number::chance))]
    }

    pub(super) fn year_head(&self, year: FiscalYear) -> String {
        format!("{}\n({})", year.short(self.lang), self.year_state(year).get(self.lang))
    }

    /// What is known of a year.
    pub(super) fn state(&self, year: FiscalYear) -> YearState {
        let header = &self.outcome.header;
        let state = header.plan.index(year).and_then(|at| header.states.get(at));
        *state.unwrap_or(&YearState::Forecast)
    }

    pub(super) fn year_state(&self, year: FiscalYear) -> Text {
        match self.state(year) {
            YearState::Actual => text!(ja: "実績", en: "actual"),
            YearState::Outturn => text!(ja: "決算見込", en: "outturn"),
            YearState::Unrecorded => text!(ja: "実績なし", en: "no record"),
            YearState::Forecast => text!(ja: "見込み", en: "forecast"),
        }
    }
}

fn told() -> [YearlyFigure; 5] {
    [
        (text!(ja: "目標", en: "target"), "target"),
        (text!(ja: "計画値", en: "planned"), "planned"),
        (text!(ja: "計画値－目標", en: "planned - target"), "gap"),
        (text!(ja: "平均", en: "mean"), "mean"),
        (text!(ja: "達成確率", en: "P(met)"), "p_met"),
    ]
}
