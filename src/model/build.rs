//! Scenario → Model, part by part; all problems are gathered before any is reported.

use super::quantity::Quantities;
use super::reader::{Reader, Years};
use super::{Model, dependence, initiatives, lint, policies};
use crate::fiscal::Span;
use crate::lang::{Text, text};
use crate::scenario::{Path, Problem, Scenario, Year};

/// The longest plan: a lifetime of a municipal master plan several times over.
const LONGEST: usize = 60;
/// How far beyond the plan amounts may be stated.
const BEYOND: i32 = 20;

pub(super) fn build(scenario: &Scenario) -> Result<Model, Vec<Problem>> {
    let mut reader = Reader::default();
    let top = Path::default();
    if scenario.format != 1 {
        let hint = text!(ja: "format = 1 としてください", en: "write format = 1");
        let message = text!(ja: "この版のファイル形式には対応していません", en: "this version of the file format is not supported");
        reader.refuse(&top.key("format"), message, Text::same("1"), hint);
    }
    let Some(years) = years(scenario, &mut reader) else { return Err(reader.problems) };
    let policies = policies::read(scenario, &years, &mut reader);
    let total_targets = scenario.total.as_ref().map(|total| {
        let path = top.key("total").key("targets");
        reader.series(&total.targets, &path, years.plan).into_iter().map(|(y, a)| (y, a.value())).collect()
    });
    let strategies = policies::strategies(scenario, &mut reader);
    let drivers = policies::drivers(scenario, &mut reader);
    let mut read = Quantities::new();
    let found = initiatives::read(scenario, &years, &mut read, &mut reader);
    let overlaps = initiatives::overlaps(scenario, &found.initiatives, &mut reader);
    let dependence = dependence::read(scenario, &found, &mut reader);
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let mut model = Model {
        title: scenario.title.clone(),
        unit: scenario.unit,
        period: years.plan,
        basis: scenario.plan.basis,
        as_of: years.as_of,
        policies,
        total_targets,
        strategies,
        initiatives: found.initiatives,
        drivers,
        quantities: found.quantities,
        groups: dependence.groups,
        pairs: dependence.pairs,
        mixing: dependence.mixing,
        overlaps,
        classes: read.used(),
        not_modelled: scenario.not_modelled.clone(),
        warnings: dependence.warnings,
    };
    lint::warn(&mut model, scenario);
    Ok(model)
}

fn years(scenario: &Scenario, reader: &mut Reader) -> Option<Years> {
    let path = Path::default().key("plan");
    let first = reader.year(&scenario.plan.first, &path.key("first"));
    let last = reader.year(&scenario.plan.last, &path.key("last"));
    let as_of = scenario.plan.as_of.as_ref().map(|year: &Year| reader.year(year, &path.key("as_of")));
    let (first, last) = (first?, last?);
    let Some(plan) = Span::new(first, last).filter(|span| span.len() <= LONGEST) else {
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
        return None;
    };
    let as_of = match as_of {
        None => None,
        Some(year) => {
            let year = year?;
            if year > last.plus(1) || year < first.plus(-1) {
                let message = text!(ja: "as_of の年度が計画期間から外れています", en: "the as-of year lies outside the plan period");
                let (low, high) = (first.plus(-1).text(), last.plus(1).text());
                let (low_ja, high_ja, low_en, high_en) = (low.ja, high.ja, low.en, high.en);
                let allowed = text!(ja: "{low_ja}～{high_ja}", en: "{low_en} to {high_en}");
                let hint = text!(ja: "まだ締まっていない最初の年度を書いてください", en: "state the first year that is still open");
                reader.refuse(&path.key("as_of"), message, allowed, hint);
                return None;
            }
            Some(year)
        }
    };
    Some(Years {
        plan,
        closed: as_of.and_then(|year| Span::new(first.plus(-1), year.plus(-1))),
        amounts: Span::new(first.plus(-1), last.plus(BEYOND))?,
        as_of,
    })
}
