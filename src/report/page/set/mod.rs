//! The page of a set of scenarios: what it says in three sentences, the ranking, odds by lever and uncertainty, regret,
//! what matters most, where targets are missed, editions side by side, every scenario.

mod charts;
mod sections;
mod summary;

use super::document::{Place, document};
use super::parts::{Look, heading};
use crate::batch::reading::Measure;
use crate::lang::{Lang, Text, text};
use crate::report::set::told::{Piece, pieces};
use crate::report::set::words;
use crate::report::{SetReport, SetTable};
use maud::{Markup, html};
use sections::Section;

/// What the page tells, in its order.
const TABLES: [SetTable; 7] = [
    SetTable::Ranking,
    SetTable::Odds,
    SetTable::Regret,
    SetTable::Effects,
    SetTable::Failures,
    SetTable::Editions,
    SetTable::Scenarios,
];

/// The most scenarios that the page lists; the store and its tables hold them all.
const LISTED: usize = 200;

/// The page of what a set says.
pub(super) fn page(report: &SetReport, lang: Lang) -> Vec<u8> {
    let set = Set { report, lang };
    let sections = set.sections();
    let place = |s: &Section| Place { id: s.id.clone(), title: s.title.clone() };
    let mut places: Vec<Place> = sections.iter().map(place).collect();
    let made = set.word(text!(ja: "この結果を作ったもの", en: "What made this result"));
    places.push(Place { id: "made".to_owned(), title: made.clone() });
    let body = html! {
        (set.summary())
        @for words in set.counts() { p { (words) } }
        @for section in &sections {
            section {
                (heading(2, Look::Section, Some(&section.id), &section.head))
                (set.section(section))
            }
        }
        section {
            (heading(2, Look::Section, Some("made"), &made))
            (set.made())
        }
    };
    document(lang, &report.results.title, &set.head(), &places, &body)
}

/// A set being laid out.
#[derive(Clone, Copy)]
struct Set<'a> {
    report: &'a SetReport<'a>,
    lang: Lang,
}

impl Set<'_> {
    fn word(&self, words: Text) -> String {
        words.get(self.lang).to_owned()
    }

    /// The policy or total that is read.
    fn policy(&self) -> String {
        self.report.policy_name(&self.report.selection.policy, self.lang)
    }

    fn unit(&self) -> String {
        self.report.reading().unit().map_or_else(String::new, |u| u.name(self.lang).to_owned())
    }

    /// The unit of a table or chart of the statistic.
    fn unit_of_values(&self) -> String {
        if self.report.statistic.measure() == Measure::Amount { self.unit() } else { String::new() }
    }

    fn head(&self) -> Markup {
        let (policy, unit) = (self.policy(), self.unit());
        let (period, statistic) = (words::period(self.report.selection.period), self.report.statistic.name());
        let (ja, en, by_ja, by_en) = (period.ja, period.en, statistic.ja, statistic.en);
        let about = text!(
            ja: "シナリオの組の結果　{policy}、{ja}　見る統計量：{by_ja}　（単位：{unit}）",
            en: "Results of the scenario set: {policy}, {en}; read by: {by_en} (unit: {unit})"
        );
        html! {
            (heading(1, Look::Page, None, &self.report.results.title))
            p class="about" { (self.word(about)) }
        }
    }

    /// What is said before the first table, without what the head says.
    fn counts(&self) -> Vec<String> {
        let all = pieces(self.report, SetTable::Scenarios, self.lang).into_iter();
        let said = all.take_while(|piece| !matches!(piece, Piece::Section(..)));
        said.filter_map(|piece| match piece {
            Piece::Said(words) if !words.trim().is_empty() => Some(words.trim().to_owned()),
            _ => None,
        })
        .skip(2)
        .collect()
    }

    /// How the scenarios were run.
    fn made(&self) -> Markup {
        let run = self.report.results.scenarios.iter().filter(|s| s.entry.is_ok());
        let mut how: Vec<(u64, u64, String)> =
            run.map(|s| (s.trials, s.seed, s.sampling.clone().unwrap_or_default())).collect();
        how.sort();
        how.dedup();
        let runs = how.iter().map(|(trials, seed, sampling)| {
            let trials = crate::money::in_table(*trials as f64);
            self.word(text!(
                ja: "試行 {trials} 回、乱数の種 {seed}、{sampling}",
                en: "{trials} trials, seed {seed}, sampling {sampling}"
            ))
        });
        let version = env!("CARGO_PKG_VERSION");
        html! {
            dl class="made" {
                dt { (self.word(text!(ja: "試算", en: "Runs"))) }
                dd { @for words in runs { div { (words) } } }
                dt { (self.word(text!(ja: "この帳票", en: "This report"))) }
                dd { "mikomi " (version) }
            }
            p class="small" {
                (self.word(text!(
                    ja: "シナリオごとの版・指紋・設定は、結果ファイルの全結果の書出し（mikomi report 結果ファイル --table results）にあります。",
                    en: "The version, digest and settings of every scenario are in the export of the store (mikomi report STORE --table results)."
                )))
            }
        }
    }
}
