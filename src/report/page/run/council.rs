//! The answer on one sheet of paper: it stands first, and is complete by itself.

use super::OutcomePart;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use crate::report::council::{Answer, Cumulative};
use crate::report::numbers::amount;
use crate::report::page::chart::{Band, Fan, FanYear};
use crate::report::page::parts::{Look, heading};
use crate::report::page::tables::drawn;
use maud::{Markup, html};

/// The most rows of a table beside which a chart has all its height.
const FEW: usize = 5;

impl OutcomePart<'_> {
    /// The sheet: the answers, why they differ, the policies, the sums by year, what all of it rests on.
    pub(super) fn council(&self) -> Markup {
        let report = &self.report;
        let (table, left_out) = report.council_table();
        let rests = text!(ja: "試算の前提", en: "What this rests on");
        html! {
            div class={ "council" @if table.rows() > FEW { " many" } } {
                p class="headline" { (report.headline()) }
                div class="answers" { @for answer in report.answers() { (self.answer(&answer)) } }
                @if let Some(why) = report.why_bases_differ() { p class="why" { (why) } }
                (drawn(&table, self.lang()))
                @if left_out > 0 { p class="small" { (self.say(&more_in_the_annex(left_out))) } }
                div class="beside" {
                    @if let Some(sums) = report.cumulative() { (self.sums(&sums)) }
                    div class="rests" {
                        (heading(self.level + 1, Look::Figure, None, &self.say(&rests)))
                        ul class="plain" { @for words in report.rests_on() { li { (self.say(&words)) } } }
                    }
                }
            }
        }
    }

    fn answer(&self, answer: &Answer) -> Markup {
        let odds = text!(ja: "達成確率", en: "P(met)");
        html! {
            div class="answer" {
                (heading(self.level + 1, Look::Figure, None, &answer.basis))
                p class="odds" { span class="small" { (self.say(&odds)) } " " strong { (answer.odds) } }
                p { (answer.said) }
                dl { @for [name, said] in &answer.figures { div { dt { (name) } dd { (said) } } } }
            }
        }
    }

    /// The sums of the total by year.
    pub(super) fn sums(&self, sums: &Cumulative) -> Markup {
        let year = |(at, year): (usize, &FiscalYear)| {
            let sum = sums.sums.get(at).copied().unwrap_or_default();
            let [planned, mean] = [sum.planned, sum.mean].map(self.money().printer());
            let target = amount(self.money(), sum.target);
            let name = year.label(self.lang());
            let values = text!(
                ja: "{name}までの累計　目標 {target}　計画値 {planned}　見込み {mean}",
                en: "up to {name}: target {target}, planned {planned}, expected {mean}"
            );
            let state = self.say(&self.report.year_state(*year));
            FanYear {
                name: self.year_name(*year),
                state,
                closed: self.is_closed(*year),
                values: vec![self.say(&values)],
            }
        };
        let outlook = text!(ja: "見込み（平均）", en: "outlook (mean)");
        let fan = Fan {
            years: sums.years.iter().enumerate().map(year).collect(),
            bands: vec![Band {
                name: self.say(&outlook),
                quantiles: sums.sums.iter().map(|sum| [sum.mean; 5]).collect(),
                target: sums.sums.iter().map(|sum| sum.target).collect(),
                planned: sums.sums.iter().map(|sum| sum.planned).collect(),
                reach: sums.reach,
            }],
        };
        let said: Vec<String> = fan.years.iter().flat_map(|y| y.values.clone()).collect();
        let about = self.about_half("sums", &self.report.cumulative_finding(sums), &said.join("; "));
        Self::panel(&about, self.level + 1, "", fan.draw(&about))
    }
}

fn more_in_the_annex(left_out: usize) -> Text {
    text!(
        ja: "ほか {left_out} の基本方針は附属資料の表にあります（達成確率の高いもの）。",
        en: "{left_out} more policies, with higher odds, are in the tables of the annex."
    )
}
