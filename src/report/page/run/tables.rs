//! The main table, the table by year, the odds together, and how to read them.

use super::Part;
use crate::fiscal::FiscalYear;
use crate::lang::text;
use crate::money::Unit;
use crate::outcome::{Entry, JointEntry, TOTAL};
use crate::report::numbers::{UNDEFINED, seen};
use crate::report::page::parts::{Cell, Row, RowLook, Table, of_numbers, of_words};
use crate::report::words;
use maud::{Markup, html};

/// A statistic of an entry, with its name for programs.
type Statistic = (&'static str, fn(&Entry) -> Option<f64>);

/// The most years beside one another.
const BESIDE: usize = 10;
/// The most policies whose failures are told two by two.
const PAIRS: usize = 12;

impl<'a> Part<'a> {
    pub(super) fn main_table(&self) -> Table {
        let entries = self.report.policies().filter_map(|p| self.report.main_entry(p));
        let period = self.report.period();
        let (ja, en) = (period.ja, period.en);
        let caption = text!(ja: "基本方針別の見通し　{ja}", en: "Outlook by policy, {en}");
        Table {
            name: "main",
            caption: self.say(&caption),
            unit: self.unit(),
            heads: self.heads(),
            rows: entries.map(|e| self.main_row(e)).collect(),
        }
    }

    /// The figures of an entry as the main table has them.
    pub(super) fn main_row(&self, e: &Entry) -> Row {
        let q = &e.quantiles;
        let effect = [e.planned, e.mean, q.p10, q.p50, q.p90].map(Some);
        let against = [e.p_met.map(|p| p.value), e.mean_shortfall, e.extra];
        let values = [e.target].into_iter().chain(effect).chain(against);
        let cells = self.report.row(e).into_iter().zip(values).map(|(shown, v)| Cell::number(shown, v));
        Row {
            head: self.report.name(&e.policy),
            cells: cells.collect(),
            look: if e.policy == TOTAL { RowLook::Total } else { RowLook::Plain },
            policy: Some(e.policy.clone()),
            period: Some(super::period_key(&e.period)),
            statistic: None,
        }
    }

    pub(super) fn years(&self) -> Markup {
        let years: Vec<FiscalYear> = self.report.outcome.header.plan.years().collect();
        let parts = years.len().div_ceil(BESIDE).max(1);
        let parts: Vec<&[FiscalYear]> = years.chunks(years.len().div_ceil(parts).max(1)).collect();
        html! {
            @for (i, part) in parts.iter().enumerate() {
                (self.by_year_table(part, self.report.outcome.header.fixed_period && i + 1 == parts.len()).draw(self.lang()))
            }
            ul class="plain" {
                @for note in self.report.progress() { li { (self.say(&note)) } }
                @for note in self.report.unallocated() { li { (self.say(&note)) } }
            }
        }
    }

    fn by_year_table(&self, years: &[FiscalYear], with_plan: bool) -> Table {
        let mut heads = vec![of_words(&self.say(&words::columns("")[0]))];
        heads.extend(years.iter().map(|y| of_numbers(&self.report.year_head(*y))));
        heads.extend(with_plan.then(|| of_numbers(&self.say(&text!(ja: "計画期間", en: "Plan period")))));
        let rows = self.report.policies().flat_map(|policy| {
            let of_years = years.iter().filter_map(|y| self.report.outcome.year_entry(policy, *y));
            let entries: Vec<&'a Entry> =
                of_years.chain(self.report.outcome.plan_entry(policy).filter(|_| with_plan)).collect();
            self.year_rows(policy, &entries)
        });
        let rows = rows.collect();
        let caption = text!(ja: "年度別の目標・計画値・平均・達成確率", en: "Target, planned effect, mean and odds by fiscal year");
        Table { name: "by-year", caption: self.say(&caption), unit: self.unit(), heads, rows }
    }

    /// A heading with the policy's name, and a row a statistic.
    fn year_rows(&self, policy: &str, entries: &[&'a Entry]) -> Vec<Row> {
        let of: [Statistic; 5] = [
            ("target", |e| e.target),
            ("planned", |e| Some(e.planned)),
            ("gap", Entry::gap),
            ("mean", |e| Some(e.mean)),
            ("p_met", |e| e.p_met.map(|p| p.value)),
        ];
        let head = Row { head: self.report.name(policy), look: RowLook::Head, ..Row::default() };
        let rows = self.report.year_rows().into_iter().zip(of).map(|((label, shown), (statistic, value))| {
            let cell = |e: &&Entry| Cell::number(shown(e), value(e)).of_period(&super::period_key(&e.period));
            Row {
                head: self.say(&label),
                cells: entries.iter().map(cell).collect(),
                policy: Some(policy.to_owned()),
                statistic: Some(statistic),
                ..Row::default()
            }
        });
        [head].into_iter().chain(rows).collect()
    }

    /// How figures are read, and the odds of several targets together.
    pub(super) fn reading(&self) -> Markup {
        html! {
            ul class="plain" { @for note in self.report.reading() { li { (self.say(&note)) } } }
            @if let Some(joint) = self.report.main_joint() {
                @for note in self.report.joint() { p { (self.say(&note)) } }
                (self.joint_table(joint).draw(self.lang()))
                @if joint.short_given.len() <= PAIRS { (self.given_table(joint).draw(self.lang())) }
            }
        }
    }

    fn joint_table(&self, joint: &JointEntry) -> Table {
        let row = |(k, (exactly, at_least)): (usize, (&f64, &f64))| {
            let cells = [exactly, at_least].map(|p| Cell::number(seen(*p, self.lang()), Some(*p)));
            Row { head: k.to_string(), cells: cells.into(), ..Row::default() }
        };
        let heads = [
            text!(ja: "目標に届く基本方針の数", en: "Policies that meet their targets"),
            text!(ja: "ちょうどその数", en: "Exactly that many"),
            text!(ja: "その数以上", en: "That many or more"),
        ];
        let [number, exactly, at_least] = heads.map(|w| self.say(&w));
        let caption = text!(ja: "同時に目標に届く確率", en: "Odds of meeting targets together");
        Table {
            name: "joint",
            caption: self.say(&caption),
            unit: String::new(),
            heads: vec![of_words(&number), of_numbers(&exactly), of_numbers(&at_least)],
            rows: joint.exactly.iter().zip(&joint.at_least).enumerate().map(row).collect(),
        }
    }

    /// Which policy falls short given that another one does.
    fn given_table(&self, joint: &JointEntry) -> Table {
        let names: Vec<String> = joint.policies.iter().map(|policy| self.report.name(policy)).collect();
        let cell = |p: Option<f64>| Cell::number(p.map_or_else(|| UNDEFINED.to_owned(), |p| seen(p, self.lang())), p);
        // That a policy falls short when it does says nothing.
        let row = |(at, (name, given)): (usize, (&String, &Vec<Option<f64>>))| Row {
            head: name.clone(),
            cells: given.iter().enumerate().map(|(of, p)| cell(p.filter(|_| of != at))).collect(),
            ..Row::default()
        };
        let corner = text!(ja: "この基本方針が届かないとき", en: "When this policy falls short");
        let caption = text!(
            ja: "ある基本方針が目標に届かないとき、ほかの基本方針も届かない確率",
            en: "Probability that another policy falls short too when one does"
        );
        let mut heads = vec![of_words(&self.say(&corner))];
        heads.extend(names.iter().map(|n| of_numbers(n)));
        Table {
            name: "short-given",
            caption: self.say(&caption),
            unit: String::new(),
            heads,
            rows: names.iter().zip(&joint.short_given).enumerate().map(row).collect(),
        }
    }
}

/// An amount as a table prints it, with the exact number behind it.
pub(super) fn printed(unit: Unit, shown: f64, exact: f64) -> Cell {
    Cell::number(unit.in_table(shown), Some(exact))
}
