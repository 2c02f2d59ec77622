//! The page of a run: the answer on one sheet, and an annex: years, odds, how far it may reach, the current edition of the
//! financial plan, tables, and what stands behind all of it.

mod alone;
mod annex;
mod council;
mod curve;
mod editions;
mod fan;
mod joint;
mod method;
mod missing;
mod odds;
mod owner;
mod shortfall;
mod sources;
mod steps;

use super::chart::{About, HALF, Kept, WHOLE};
use super::document::{Place, document};
use super::parts::{Look, Panel, heading};
use crate::fiscal::FiscalYear;
use crate::harmless::Harmless;
use crate::lang::{Lang, Text, text};
use crate::money::Unit;
use crate::outcome::{Entry, Outcome};
use crate::report::figures::Figures;
use crate::report::text::{Report, no_result};
use crate::report::{Editions, Style};
use maud::{Markup, html};

pub(super) use alone::charts;

/// The page of outcomes, one after the other.
pub(super) fn page(outcomes: &[Outcome], style: Style) -> Harmless {
    let figures: Vec<Figures> = outcomes.iter().map(|o| Figures::of(o, style.rounding)).collect();
    let several = outcomes.len() > 1;
    let part = |(i, (outcome, figures)): (usize, (&'_ Outcome, &'_ Figures<'_>))| {
        let report = Report { outcome, editions: Editions::Current, lang: style.lang, figures };
        let part = OutcomePart { report, id: format!("p{}", i + 1), level: if several { 2 } else { 1 }, kept: None };
        (part.place(), part.draw())
    };
    let (mut places, bodies): (Vec<Vec<Place>>, Vec<Markup>) =
        outcomes.iter().zip(&figures).enumerate().map(part).unzip();
    let places = match places.len() {
        1 => places.remove(0).split_off(1),
        _ => places.into_iter().filter_map(|p| p.into_iter().next()).collect(),
    };
    let title = match outcomes {
        [one] => one.header.title.clone(),
        _ => text!(ja: "改革改善効果額の見通し", en: "Outlook of the reform effect").get(style.lang).to_owned(),
    };
    let head = html! {
        (heading(1, Look::Page, None, &title))
        @if let (1, Some(outcome), Some(figures)) = (outcomes.len(), outcomes.first(), figures.first()) {
            @let report = Report { outcome, editions: Editions::Current, lang: style.lang, figures };
            p class="about" { (about(&report)) }
        }
    };
    document(style.lang, &title, &head, &places, &html! { @for body in &bodies { (body) } })
}

/// What lies behind an outcome, for a page of another kind: headings of `level` + 1 and below it, ids that begin with `id`.
pub(super) struct Behind<'a>(OutcomePart<'a>);

impl<'a> Behind<'a> {
    pub(super) fn of(report: Report<'a>, id: String, level: u8) -> Self {
        // The headings of a section stand two levels below the part's.
        Self(OutcomePart { report, id, level: level.saturating_sub(1), kept: None })
    }

    /// The method in half a page.
    pub(super) fn method(&self) -> Markup {
        self.0.method()
    }

    /// What its figures rest on.
    pub(super) fn sources(&self) -> Markup {
        self.0.sources()
    }
}

/// What the amounts of a page are.
fn about(report: &Report<'_>) -> String {
    let (unit, period) = (report.outcome.header.unit.name(report.lang), report.period());
    let (ja, en) = (&period.ja, &period.en);
    text!(ja: "改革改善効果額の見通し　{ja}　（単位：{unit}）", en: "Outlook of the reform effect, {en} (unit: {unit})")
        .get(report.lang)
        .to_owned()
}

/// One outcome on the page.
struct OutcomePart<'a> {
    report: Report<'a>,
    /// What begins every id in it.
    id: String,
    /// The level of its own heading.
    level: u8,
    /// Who wants its charts by themselves.
    kept: Option<Kept>,
}

impl OutcomePart<'_> {
    fn draw(&self) -> Markup {
        let header = &self.report.outcome.header;
        html! {
            div class="part" id=(self.id) {
                @if self.level > 1 {
                    (heading(self.level, Look::Page, None, &header.title))
                    p class="about" { (about(&self.report)) }
                }
                @if self.report.outcome.results.is_empty() {
                    p class="notice" { (self.say(&no_result())) }
                } @else {
                    (self.interrupted())
                    (self.council())
                    (self.section("years", self.by_years()))
                    (self.section("odds", self.odds()))
                    (self.section("reach", self.reach()))
                    @if !self.report.outcome.editions.is_empty() { (self.section("editions", self.editions())) }
                    (self.section("tables", self.annex()))
                    @if !self.report.outcome.editions.is_empty() { (self.section("all-editions", self.all_editions())) }
                    (self.section("reading", self.reading()))
                }
                (self.section("method", self.method()))
                (self.section("made", self.made()))
                (self.section("sources", self.sources()))
            }
        }
    }

    /// Where the contents lead: to it, and to its sections.
    fn place(&self) -> Vec<Place> {
        let there = |name: &&str| match *name {
            "editions" | "all-editions" => !self.report.outcome.editions.is_empty(),
            "method" | "sources" | "made" => true,
            _ => !self.report.outcome.results.is_empty(),
        };
        let names =
            ["years", "odds", "reach", "editions", "tables", "all-editions", "reading", "method", "made", "sources"];
        let sections = names
            .into_iter()
            .filter(there)
            .map(|name| Place { id: self.name(name), title: self.say(&section_title(name)) });
        [Place { id: self.id.clone(), title: self.report.outcome.header.title.clone() }]
            .into_iter()
            .chain(sections)
            .collect()
    }

    fn section(&self, name: &str, body: Markup) -> Markup {
        let id = self.name(name);
        html! {
            section class={ "annex " (name) } aria-labelledby=(id) {
                (heading(self.level + 1, Look::Section, Some(&id), &self.say(&section_title(name))))
                (body)
            }
        }
    }

    fn interrupted(&self) -> Markup {
        let p = &self.report.outcome.provenance;
        html! { @if p.interrupted { @if let Some(note) = self.report.made_by().first() { p class="notice" { (self.say(note)) } } } }
    }

    /// The id of something in this part.
    fn name(&self, of: &str) -> String {
        format!("{}-{of}", self.id)
    }

    fn say(&self, words: &Text) -> String {
        words.get(self.report.lang).to_owned()
    }

    fn lang(&self) -> Lang {
        self.report.lang
    }

    /// The unit of every amount.
    fn money(&self) -> Unit {
        self.report.outcome.header.unit
    }

    fn unit(&self) -> String {
        self.report.outcome.header.unit.name(self.lang()).to_owned()
    }

    fn about(&self, id: &str, title: &Text, description: &str) -> About {
        About {
            id: self.name(id),
            title: self.say(title),
            description: description.to_owned(),
            unit: self.unit(),
            lang: self.lang(),
            width: WHOLE,
            kept: self.kept.clone(),
        }
    }

    /// The same of a chart beside another.
    fn about_half(&self, id: &str, title: &Text, description: &str) -> About {
        About { width: HALF, ..self.about(id, title, description) }
    }

    /// A chart among others beside it.
    fn panel(about: &About, level: u8, of: &str, chart: Markup) -> Markup {
        Panel { about, level, of, chart }.draw()
    }

    /// How figures are read.
    fn reading(&self) -> Markup {
        let report = &self.report;
        let notes = report.reading().into_iter().chain(report.progress()).chain(report.unallocated());
        html! { ul class="plain" { @for note in notes { li { (self.say(&note)) } } } }
    }

    fn year_name(&self, year: FiscalYear) -> String {
        year.short(self.lang())
    }

    /// Whether nothing about an effect is uncertain.
    fn is_certain(&self, entry: &Entry) -> bool {
        let spread = |d: &crate::outcome::Distribution| d.percentiles.first() != d.percentiles.last();
        !self.report.outcome.provenance.simulated || !self.report.outcome.distribution(entry).is_some_and(spread)
    }
}

fn section_title(name: &str) -> Text {
    match name {
        "odds" => text!(ja: "達成確率の一覧", en: "Odds at a glance"),
        "years" => text!(ja: "年度別の見通し", en: "Outlook by fiscal year"),
        "reach" => text!(ja: "見込みの幅と不足額", en: "How far it may reach, and what may be missing"),
        "editions" => text!(ja: "現在の財政計画", en: "The current financial plan"),
        "tables" => text!(ja: "附表", en: "Tables"),
        "all-editions" => text!(ja: "附表（財政計画のすべての版）", en: "Tables: all editions of the financial plan"),
        "reading" => text!(ja: "数字の読み方と進み具合", en: "How to read the figures, and progress"),
        "method" => text!(ja: "試算の方法", en: "How the figures came about"),
        "sources" => text!(ja: "前提とその出典", en: "Assumptions and their sources"),
        _ => text!(ja: "この帳票を作ったもの", en: "What made this report"),
    }
}
