//! The years that the parts of a scenario may name.

use super::editions::Rolled;
use super::reader::{Reader, Years};
use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Lang, text};
use crate::scenario::{BeyondPlan, Path, Scenario, Year};

/// The longest plan: a lifetime of a municipal master plan several times over.
const LONGEST: usize = 60;
/// How far beyond the plan amounts may be stated.
const BEYOND: i32 = 20;
/// How far from the plan period the base year of an edition may lie.
const AWAY: i32 = 20;

pub(super) fn read(scenario: &Scenario, rolled: &[Rolled], reader: &mut Reader) -> Option<Years> {
    let path = Path::default().key("plan");
    let first = scenario.plan.first.as_ref().map(|year: &Year| reader.year(year, &path.key("first")));
    let last = scenario.plan.last.as_ref().map(|year: &Year| reader.year(year, &path.key("last")));
    let as_of = scenario.plan.as_of.as_ref().map(|year: &Year| reader.year(year, &path.key("as_of")));
    let fixed = first.is_some();
    let plan = match (first, last) {
        (Some(first), Some(last)) => period(first?, last?, &path, reader)?,
        (None, None) => hull(scenario, rolled, &path, reader)?,
        (stated, _) => {
            let missing = if stated.is_some() { "last" } else { "first" };
            let message = text!(ja: "計画期間の一方の端（{missing}）がありません", en: "one end of the plan period, {missing}, is missing");
            let hint = text!(ja: "{missing} を書くか、期間を決めないなら両方を消してください", en: "state {missing}, or leave out both if there is no fixed period");
            reader.missing(&path, &[missing], message, hint);
            return None;
        }
    };
    if fixed {
        near(rolled, plan, reader);
    }
    let bases = rolled.iter().map(|r| r.base);
    let earliest = bases.fold(plan.first.plus(-1), FiscalYear::min);
    let windows = rolled.iter().map(|r| r.window.last).fold(plan.last, FiscalYear::max);
    let as_of = match as_of {
        None => None,
        Some(year) => Some(within(year?, Span { first: earliest, last: plan.last.plus(1) }, fixed, reader)?),
    };
    let explicit = rolled.iter().any(|r| r.beyond == BeyondPlan::Explicit);
    // Without a fixed period the first base year can have a target too: what is aimed at by then is in the base.
    let targets_first = if fixed { plan.first } else { earliest };
    Some(Years {
        plan,
        fixed,
        rolled: !rolled.is_empty(),
        targets: Span { first: targets_first, last: if explicit { windows } else { plan.last } },
        closed: as_of.and_then(|year| Span::new(earliest, year.plus(-1))),
        amounts: Span::new(earliest, plan.last.plus(BEYOND).max(windows))?,
        as_of,
    })
}

fn period(first: FiscalYear, last: FiscalYear, path: &Path, reader: &mut Reader) -> Option<Span> {
    let period = Span::new(first, last).filter(|span| span.len() <= LONGEST);
    if period.is_none() {
        let years = last.since(first) + 1;
        let message = if years < 1 {
            text!(ja: "計画の終わりが始まりより前です", en: "the plan ends before it starts")
        } else {
            text!(ja: "計画が{years}年度あり、長すぎます", en: "the plan has {years} years, too many")
        };
        let (ja, en) = (first.text().ja, first.text().en);
        let allowed = text!(ja: "{ja}以後、{LONGEST}年度以内", en: "{en} or later, at most {LONGEST} years");
        let hint = text!(ja: "first と last を確かめてください", en: "check first and last");
        reader.refuse(&path.key("last"), message, allowed, hint);
    }
    period
}

/// Without a fixed period: all years that any edition covers.
fn hull(scenario: &Scenario, rolled: &[Rolled], path: &Path, reader: &mut Reader) -> Option<Span> {
    if scenario.editions.is_none() && scenario.edition.is_empty() {
        let message =
            text!(ja: "計画期間も財政計画の版もありません", en: "there is neither a plan period nor an edition");
        let hint = text!(ja: "first と last を書くか、[editions] を書いてください", en: "state first and last, or add [editions]");
        reader.missing(path, &["first", "last"], message, hint);
        reader.hangs_on_years();
        return None;
    }
    let last = rolled.last()?;
    let windows = rolled.iter().map(|r| r.window);
    let hull = windows.reduce(|a, b| Span { first: a.first.min(b.first), last: a.last.max(b.last) })?;
    if hull.len() <= LONGEST {
        return Some(hull);
    }
    let (years, span) = (hull.len(), [Lang::Ja, Lang::En].map(|lang| hull.short(lang)));
    let [ja, en] = span;
    let message = text!(ja: "版の対象年度が合わせて{years}年度（{ja}）あり、長すぎます", en: "the editions cover {years} years together ({en}), too many");
    let hint = text!(ja: "基準年度と horizon を確かめてください", en: "check the base years and horizon");
    reader.refuse(&last.stated_at(false), message, text!(ja: "{LONGEST}年度以内", en: "at most {LONGEST} years"), hint);
    None
}

/// Every edition's base must lie near the plan period: one typed in the wrong era does not.
fn near(rolled: &[Rolled], plan: Span, reader: &mut Reader) {
    let allowed = Span { first: plan.first.plus(-AWAY), last: plan.last.plus(AWAY) };
    let mut told: Vec<Path> = Vec::new();
    let early = rolled.iter().filter(|r| r.base < allowed.first).map(|r| (r, r.stated_at(true)));
    // Of a rule that begins early enough it is the last edition that shows how far it goes.
    let late = rolled.iter().rev().filter(|r| r.base > allowed.last).map(|r| (r, r.stated_at(false)));
    for (edition, path) in early.chain(late) {
        if told.contains(&path) {
            continue;
        }
        let (ja, en) = (edition.base.text().ja, edition.base.text().en);
        let message = text!(ja: "基準年度{ja}が計画期間から離れすぎています", en: "the base year {en} lies too far from the plan period");
        let (low, high) = (allowed.first.text(), allowed.last.text());
        let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
        let range = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
        reader.refuse(&path, message, range, text!(ja: "年度を確かめてください", en: "check the year"));
        told.push(path);
    }
}

fn within(year: FiscalYear, allowed: Span, fixed: bool, reader: &mut Reader) -> Option<FiscalYear> {
    if allowed.contains(year) {
        return Some(year);
    }
    let message = if fixed {
        text!(ja: "as_of の年度が計画期間から外れています", en: "the as-of year lies outside the plan period")
    } else {
        text!(ja: "as_of の年度が版の対象年度から外れています", en: "the as-of year lies outside the years of the editions")
    };
    let (low, high) = (allowed.first.text(), allowed.last.text());
    let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
    let range = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
    let hint = text!(ja: "見込みとする最初の年度を書いてください", en: "state the first year that is still open");
    reader.refuse(&Path::default().key("plan").key("as_of"), message, range, hint);
    None
}
