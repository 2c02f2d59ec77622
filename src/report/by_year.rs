//! The table by fiscal year.

use super::Rounding;
use super::numbers::{self, probability};
use super::tables::{align, align_labels, table};
use super::text::Report;
use super::words;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::outcome::{Amounts, Entry, YearState};
use comfy_table::Table;
use std::fmt::Write as _;

/// The most years beside one another, so that a table stays on a page.
const BESIDE: usize = 8;

impl<'a> Report<'a> {
    /// The table by year; several, of about as many years each, where there are too many for one.
    pub(super) fn years(&self, out: &mut String) {
        self.line(out, text!(ja: "\n年度別", en: "\nBy fiscal year"));
        let years: Vec<FiscalYear> = self.outcome.header.plan.years().collect();
        let tables = years.len().div_ceil(BESIDE).max(1);
        let parts: Vec<&[FiscalYear]> = years.chunks(years.len().div_ceil(tables).max(1)).collect();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                out.push('\n');
            }
            let with_plan = self.outcome.header.fixed_period && i + 1 == parts.len();
            let _ = writeln!(out, "{}", self.by_year(part, with_plan));
        }
    }

    /// Some years beside one another, the plan period after them if that is wanted.
    fn by_year(&self, years: &[FiscalYear], with_plan: bool) -> Table {
        let mut heads = vec![words::columns("")[0].get(self.lang).to_owned(), String::new()];
        heads.extend(years.iter().map(|year| self.year_head(*year)));
        heads.extend(with_plan.then(|| text!(ja: "計画期間", en: "Plan period").get(self.lang).to_owned()));
        let mut table = table(heads);
        for policy in self.policies() {
            let of_years = years.iter().filter_map(|y| self.outcome.year_entry(policy, *y));
            let entries: Vec<&Entry> = of_years.chain(self.outcome.plan_entry(policy).filter(|_| with_plan)).collect();
            let mut name = self.name(policy);
            for (label, cell) in self.year_rows() {
                let mut row = vec![std::mem::take(&mut name), label.get(self.lang).to_owned()];
                row.extend(entries.iter().map(|e| cell(e)));
                table.add_row(row);
            }
        }
        align(&mut table);
        align_labels(&mut table);
        table
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

    #[allow(clippy::type_complexity)]
    pub(super) fn year_rows(&self) -> [(Text, Box<dyn Fn(&Entry) -> String + 'a>); 5] {
        let (lang, figures, unit) = (self.lang, self.figures, self.money());
        let amount = move |of: fn(&Amounts) -> Option<f64>| -> Box<dyn Fn(&Entry) -> String + 'a> {
            Box::new(move |e: &Entry| numbers::amount(unit, of(&figures.amounts(e))))
        };
        let difference = match figures.rounding() {
            // What is left when the printed amounts are taken from each other.
            Rounding::ToAdd => amount(Amounts::gap),
            Rounding::Each => Box::new(move |e: &Entry| numbers::amount(unit, e.gap())),
        };
        [
            (text!(ja: "目標", en: "target"), amount(|a| a.target)),
            (text!(ja: "計画値", en: "planned"), amount(|a| Some(a.planned))),
            (text!(ja: "計画値－目標", en: "planned - target"), difference),
            (text!(ja: "平均", en: "mean"), amount(|a| Some(a.mean))),
            (text!(ja: "達成確率", en: "P(met)"), Box::new(move |e: &Entry| probability(&e.p_met, lang))),
        ]
    }
}
