//! The tables behind the charts, and those that only some readers need.

use super::OutcomePart;
use crate::lang::text;
use crate::outcome::{Entry, TOTAL};
use crate::report::document::{Adds, Cell, Column, Figure, Heading, Key, Layout, Look, Number, Table};
use crate::report::page::parts::{self, heading};
use crate::report::page::tables::drawn;
use crate::report::text::{AmountOf, period_key};
use crate::report::words;
use maud::{Markup, html};

/// The probabilities, in percent, whose amounts are told.
const LEVELS: [usize; 7] = [95, 90, 80, 50, 20, 10, 5];
/// The most years beside one another.
const BESIDE: usize = 10;

impl OutcomePart<'_> {
    /// All of them.
    pub(super) fn annex(&self) -> Markup {
        let report = &self.report;
        let owners: Vec<&Entry> = self.owners().into_iter().filter_map(|o| report.main_entry(o)).collect();
        let shortfalls: Vec<parts::Table> = owners.iter().filter_map(|e| self.shortfall_behind(e)).collect();
        let title = self.of_period(text!(ja: "不足額の分布", en: "Distribution of the shortfall"));
        html! {
            @for table in report.by_year(BESIDE) { (drawn(&table, self.lang())) }
            (drawn(&self.by_year_spread(), self.lang()))
            @if owners.iter().any(|e| !self.is_certain(e)) { (drawn(&self.quantiles(&owners), self.lang())) }
            @if !shortfalls.is_empty() {
                (heading(self.level + 2, parts::Look::Figure, None, &self.say(&title)))
                div class="abreast" { @for table in &shortfalls { (table.draw(self.lang())) } }
            }
            (self.joint())
        }
    }

    /// The distribution of the effect of each year, policy by policy.
    fn by_year_spread(&self) -> Table {
        let report = &self.report;
        let heads = words::columns("");
        let mut names = vec![text!(ja: "年度", en: "Fiscal year").get(self.lang()).to_owned(), self.say(&heads[1])];
        names.extend(["P10", "P25", "P50", "P75", "P90"].map(str::to_owned));
        names.extend([&heads[3], &heads[7], &heads[8]].map(|head| self.say(head)));
        let (mut rows, mut keys) = (Vec::new(), Vec::new());
        for owner in self.owners() {
            rows.push((Look::Head, vec![Cell::Words(self.owner_name(owner))]));
            keys.push(Key::default());
            for e in self.yearly(owner) {
                let year = e.period.first;
                let state = report.year_state(year);
                let mut cells = vec![Cell::Words(format!("{} ({})", self.year_name(year), state.get(self.lang())))];
                cells.push(report.adding_up(e, AmountOf::Target));
                let q = &e.quantiles;
                cells.extend([q.p10, q.p25, q.p50, q.p75, q.p90].map(|amount| report.amount_of(Some(amount))));
                cells.push(report.adding_up(e, AmountOf::Mean));
                cells.push(Cell::optional(e.p_met.as_ref().map(Number::chance)));
                cells.push(report.amount_of(e.mean_shortfall));
                let cells = cells.into_iter().map(|cell| cell.that_adds(Adds::Nothing));
                rows.push((Look::Plain, cells.collect()));
                let period = Some(period_key(&e.period));
                keys.push(Key { policy: Some(owner.to_owned()), period, statistic: None });
            }
        }
        let caption = text!(ja: "年度ごとの効果額の分布", en: "Distribution of the effect by fiscal year");
        let table = Table::of_rows(1, names.into_iter().map(Heading::from).collect(), rows).with_keys(keys);
        Table { name: "fan", caption: self.say(&caption), unit: self.unit(), layout: Layout::Whole, ..table }
    }

    /// What is reached with a probability, and how far from the target that is.
    fn quantiles(&self, owners: &[&Entry]) -> Table {
        let amount = |exact: f64| Cell::Number(Number::of(exact, Figure::Amount(self.money())));
        let said = text!(ja: "この額以上", en: "at least");
        let gap = text!(ja: "目標との差", en: "against the target");
        let (mut names, mut kinds, mut looks, mut keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); LEVELS.len()];
        for entry in owners {
            let Some(distribution) = self.report.outcome.distribution(entry) else { continue };
            for (at, kind) in [&said, &gap].into_iter().enumerate().take(if entry.target.is_some() { 2 } else { 1 }) {
                names.push(if at == 0 { self.owner_name(&entry.policy) } else { String::new() });
                kinds.push(self.say(kind));
                looks.push(Look::of_block(entry.policy == TOTAL, at));
                let period = Some(period_key(&entry.period));
                keys.push(Key { policy: Some(entry.policy.clone()), period, statistic: None });
                for (column, level) in columns.iter_mut().zip(LEVELS) {
                    let reached = distribution.percentiles.get(99 - level).copied();
                    let less = if at == 0 { Some(0.0) } else { entry.target };
                    column.push(reached.zip(less).map_or(Cell::Undefined, |(reached, less)| amount(reached - less)));
                }
            }
        }
        let heads = LEVELS.map(|level| format!("{level}%"));
        let caption = self.of_period(text!(ja: "その確率で届く額", en: "What is reached with a probability"));
        let columns = heads.into_iter().zip(columns).map(|(head, cells)| Column::new(head, cells)).collect();
        let policy = self.say(&words::columns("")[0]);
        Table {
            name: "curve",
            caption: self.say(&caption),
            unit: self.unit(),
            labels: vec![Column::of_words(policy, names), Column::of_words(String::new(), kinds)],
            columns,
            layout: Layout::Whole,
            looks,
            keys,
            ..Table::default()
        }
    }
}
