//! The page of a set of scenarios: what it says in three sentences, the ranking, odds by lever and uncertainty, regret,
//! what matters most, where targets are missed, editions side by side, every scenario.

mod alone;
mod charts;
mod sections;
mod summary;

use super::chart::Kept;
use super::document::{Place, document};
use super::parts::{Cell, Look, Row, Table, heading, of_words};
use crate::batch::{Factor, FactorKind};
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::report::SetReport;
use crate::report::set::told::counts;
use crate::report::set::words;
use maud::{Markup, html};
use sections::Section;

pub(super) use alone::charts;

/// The page of what a set says.
pub(super) fn page(report: &SetReport, lang: Lang) -> Harmless {
    let set = Set { report: *report, lang, kept: None };
    let sections = set.sections();
    let place = |s: &Section| Place { id: s.id.to_owned(), title: s.title.clone() };
    let mut places: Vec<Place> = sections.iter().map(place).collect();
    let made = set.word(text!(ja: "この結果を作ったもの", en: "What made this result"));
    places.push(Place { id: "made".to_owned(), title: made.clone() });
    let body = html! {
        (set.summary())
        @for words in set.counts() { p { (words) } }
        (set.factors())
        @for section in &sections {
            section {
                (heading(2, Look::Section, Some(section.id), &section.title))
                (set.section(section))
            }
        }
        section {
            (heading(2, Look::Section, Some("made"), &made))
            (set.made())
        }
    };
    document(lang, &report.set().title, &set.head(), &places, &body)
}

/// A set being laid out.
struct Set<'a> {
    report: SetReport<'a>,
    lang: Lang,
    /// Who wants its charts by themselves.
    kept: Option<Kept>,
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
        self.report.unit(self.lang).unwrap_or_default()
    }

    fn head(&self) -> Markup {
        let about = self.report.about(&text!(ja: "単位", en: "unit"));
        html! {
            (heading(1, Look::Page, None, &self.report.set().title))
            p class="about" { (self.word(about)) }
            @if let Some(words) = self.report.leads() { p { (self.word(words)) } }
        }
    }

    /// What became of the scenarios.
    fn counts(&self) -> Vec<String> {
        let said = counts(&self.report, self.lang).into_iter().map(|piece| piece.printed().trim().to_owned());
        said.filter(|words| !words.is_empty()).collect()
    }

    /// What the set varies, with all values.
    fn factors(&self) -> Markup {
        let factors = &self.report.set().factors;
        let kind = |kind| {
            if kind == FactorKind::Lever {
                text!(ja: "対応策（決められること）", en: "lever (we decide it)")
            } else {
                text!(ja: "前提（決められないこと）", en: "uncertainty (it befalls us)")
            }
        };
        let row = |f: &Factor| {
            let name = f.base.and_then(|b| f.names.get(b));
            let base = name.map_or_else(|| words::as_in_base(self.lang), |name| name.get(self.lang)).to_owned();
            let values: Vec<&str> = f.names.iter().map(|name| name.get(self.lang)).collect();
            let values = values.join(if self.lang == Lang::Ja { "、" } else { ", " });
            let cells = [self.word(kind(f.kind)), values, base].map(Cell::words).to_vec();
            Row { head: words::factor(f, self.lang), cells, ..Row::default() }
        };
        let heads = [
            text!(ja: "要因", en: "Factor"),
            text!(ja: "種別", en: "Kind"),
            text!(ja: "試した値", en: "Values tried"),
            text!(ja: "基準の値", en: "In the base"),
        ];
        let caption = self.word(text!(ja: "このシナリオ群で変えた要因", en: "What this set varies"));
        let table = Table {
            name: "factors",
            caption,
            unit: String::new(),
            over: Vec::new(),
            heads: heads.map(|head| of_words(&self.word(head))).to_vec(),
            rows: factors.iter().map(row).collect(),
        };
        html! { @if !factors.is_empty() { (table.draw(self.lang)) } }
    }

    /// How the scenarios were run.
    fn made(&self) -> Markup {
        let draws = self.report.set().draws();
        let runs = draws.iter().map(|(trials, seed, sampling)| {
            let trials = crate::money::count(*trials as f64);
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
            @for words in method() { p { (self.word(words)) } }
        }
    }
}

/// How the figures come about, and where to find what stands behind each scenario.
fn method() -> [Text; 2] {
    [
        text!(
            ja: "各シナリオは、基準となる計画の一部を要因の値のとおりに変えたものです。どのシナリオも、不確かな量（取組項目の実現率、開始の遅れなど）を同じ乱数で何度も引いて効果額を試算し、目標と比べています。同じ乱数を使うので、シナリオの間の差は、乱数の運ではなく変えたところによるものです。達成確率は、効果額が目標以上になった試行の割合です。",
            en: "Each scenario is the base plan with some things changed as its factors say. In every scenario what is uncertain (how far initiatives are realised, how late they start) is drawn many times, with the same draws in all of them, and the effect is held against the target. Since the draws are shared, scenarios differ by what was changed and not by luck. P(met) is the share of trials whose effect reaches the target."
        ),
        text!(
            ja: "前提の数値とその出典、類似事例に基づく標準値（参照クラス）、試算に入っていないものは、基準となる計画のシナリオファイルにあり、その計画の試算の帳票（mikomi run）に載ります。シナリオごとの版・識別値・設定は、結果ファイルの全結果の書出しにあります。",
            en: "Numbers with their sources, reference classes and what is not modelled stand in the scenario file of the base plan and in its own report (mikomi run). The version, digest and settings of every scenario are in the export of the store."
        ),
    ]
}
