//! The report on a terminal that fits a screen: what decides, in tables of at most a hundred columns, with the notes that
//! matter most. Every table and note is told by the whole report.

mod fit;
mod notes;
mod tables;
mod wrap;

pub(super) use fit::{WIDTH, within};
pub(super) use wrap::wrapped;

use super::document::Table;
use super::text::Report;
use super::{Editions, Style, figures::Figures, terminal};
use crate::lang::{Text, text};
use crate::outcome::{Held, Outcome, TOTAL};
use std::fmt::Write as _;

/// The most policies that are told; of more, those that are worst off.
const MOST_POLICIES: usize = 5;

pub(super) fn render(outcomes: &[Outcome], style: Style) -> String {
    let mut out = String::new();
    for (i, outcome) in outcomes.iter().enumerate() {
        if i > 0 {
            out.push_str("\n\n");
        }
        let figures = Figures::of(outcome, style.rounding);
        let report = Report { outcome, editions: Editions::None, lang: style.lang, figures: &figures };
        Brief { report, policies: told(report) }.write(&mut out);
    }
    out
}

/// A brief report being written.
struct Brief<'a> {
    report: Report<'a>,
    /// The policies that are told, then the totals.
    policies: Vec<&'a str>,
}

impl Brief<'_> {
    fn write(&self, out: &mut String) {
        let report = &self.report;
        let outcome = report.outcome;
        self.say(out, &Text::same(outcome.header.title.as_str()));
        self.say(out, &report.head());
        self.say(out, &report.counted());
        out.push('\n');
        if outcome.results.is_empty() {
            self.say(out, &super::text::no_result());
            return;
        }
        self.draw(out, &self.main());
        if let Some(left) = self.left_out() {
            self.say(out, &left);
        }
        if let Some(total) = report.main_entry(TOTAL) {
            out.push('\n');
            self.say(out, &report.verdict(total));
            if let Some(needed) = total.held().and_then(|held| self.needed(&held)) {
                self.say(out, &needed);
            }
        }
        self.by_year(out);
        self.edition(out);
        self.say(out, &text!(ja: "\n注", en: "\nNotes"));
        for (i, note) in self.notes().iter().enumerate() {
            let line = format!("{:>2}. {}", i + 1, note.get(report.lang));
            let _ = writeln!(out, "{}", wrapped(&line, WIDTH, 4));
        }
    }

    fn say(&self, out: &mut String, words: &Text) {
        let _ = writeln!(out, "{}", wrapped(words.get(self.report.lang), WIDTH, 0));
    }

    fn draw(&self, out: &mut String, table: &Table) {
        terminal::write(out, table, self.report.lang);
    }

    /// How many policies are not told.
    fn left_out(&self) -> Option<Text> {
        let all = self.report.outcome.header.policies.len();
        let left = all.checked_sub(MOST_POLICIES).filter(|left| *left > 0)?;
        Some(text!(
            ja: "達成確率の低い順に{MOST_POLICIES}本の基本方針を示しています。ほかの{left}本は --detail で示します。",
            en: "The {MOST_POLICIES} policies with the lowest odds are shown; --detail shows the other {left}."
        ))
    }

    /// What would have to be added for the confidence asked for.
    fn needed(&self, total: &Held) -> Option<Text> {
        let p = &self.report.outcome.provenance;
        if p.deterministic || total.extra <= 0.0 {
            return None;
        }
        let share = super::numbers::spoken(p.confidence);
        let Text { ja: extra_ja, en: extra_en } = self.report.money().said(total.extra);
        Some(text!(
            ja: "{share}の確度で目標に届くには、確実に生じる効果が合計であと{extra_ja}必要です。",
            en: "To meet the target with {share} confidence, certain effect of {extra_en} more is needed in all."
        ))
    }
}

/// The policies that are told: all, or those that are worst off. The totals are always told.
fn told(report: Report<'_>) -> Vec<&str> {
    let ids = report.outcome.header.policies.iter().map(|policy| policy.id.as_str());
    let own: Vec<&str> = ids.collect();
    let totals: Vec<&str> = report.policies().filter(|id| !own.contains(id)).collect();
    let told = if own.len() > MOST_POLICIES { report.worst_off(MOST_POLICIES) } else { own };
    told.into_iter().chain(totals).collect()
}
