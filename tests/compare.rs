//! A plan against a revision of it: differences on common draws, what they come from, and how the plan has held.
//!
//! Every comparison made here is held to what must be true of any: see [`sound`].

mod blending;
mod bridge;
mod broken;
mod common_draws;
mod components;
mod distribution;
mod interactions;
mod lineage;
mod order;
mod published;
mod random;
mod reference;
mod rolled;
mod same;
mod track;

use crate::simulated::settings;
use mikomi::analysis::{self, Attributed, Attribution, Comparison, Component, Difference, Dominance};
use mikomi::engine::{Progress, Settings};
use mikomi::fiscal::Span;
use mikomi::model::Model;
use mikomi::outcome::{self, BridgeEntry, Entry, Outcome, PeriodEntry, PeriodKind, Request};
use mikomi::plan::Uncertainty;
use mikomi::scenario::{self, Document};

/// A checked scenario.
type Scenario = (Document, Model);

/// A comparison with the outcomes that it was made of.
struct Compared {
    plan: Outcome,
    revised: Outcome,
    of: Comparison,
}

/// The trials of most tests: whole blocks.
const TRIALS: u64 = 8 * 1024;

/// One file laid over another.
fn laid(base: &str, over: &str) -> Scenario {
    let text = |name: &str| match name {
        "base.toml" => Ok(base.as_bytes().to_vec()),
        "over.toml" => Ok(over.as_bytes().to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let document = scenario::load("base.toml+over.toml", &text).unwrap_or_else(|p| panic!("{p:#?}"));
    let model = Model::read(&document).unwrap_or_else(|p| panic!("{:#?}", p.list));
    (document, model)
}

/// Compares two scenarios that can be compared.
fn compared(plan: &Scenario, revised: &Scenario, settings: Settings, uncertainty: Uncertainty) -> Compared {
    let request = Request { settings, uncertainty, confidence: 0.8 };
    let progress = Progress::default();
    let common: Vec<Span> = analysis::common_years(&plan.1, &revised.1).into_iter().collect();
    let run = |document: &Document, model: &Model| {
        outcome::simulate_over(document, model, &common, &request, &progress).expect("threads")
    };
    let (before, after) = (run(&plan.0, &plan.1), run(&revised.0, &analysis::beside(&plan.1, &revised.1)));
    let of = analysis::compare([&plan.1, &revised.1], [&before, &after], &request, &progress);
    let all = Compared { plan: before, revised: after, of: of.expect("comparable") };
    sound(&all);
    all
}

/// Compares without uncertainty.
fn on_paper(plan: &Scenario, revised: &Scenario) -> Comparison {
    compared(plan, revised, settings(1), Uncertainty::Off).of
}

/// Compares on common draws.
fn on_draws(plan: &Scenario, revised: &Scenario, trials: u64) -> Comparison {
    compared(plan, revised, settings(trials), Uncertainty::On).of
}

/// What is counted over.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Over {
    Year(i32),
    Plan,
    Rolling,
    /// The years that both have, where the periods differ.
    Common,
    /// By the calendar year of the base.
    Edition(i32),
}

impl Over {
    fn is(self, period: &PeriodEntry) -> bool {
        match self {
            Self::Year(year) => period.kind == PeriodKind::Year && period.first.calendar() == year,
            Self::Plan => period.kind == PeriodKind::Plan,
            Self::Rolling => period.kind == PeriodKind::Rolling,
            Self::Common => period.kind == PeriodKind::Years,
            Self::Edition(base) => period.base.is_some_and(|b| b.calendar() == base),
        }
    }
}

fn difference<'c>(of: &'c Comparison, policy: &str, over: Over) -> &'c Difference {
    let found = of.differences.iter().find(|d| d.policy == policy && over.is(&d.period));
    found.unwrap_or_else(|| panic!("no difference of {policy} over {over:?}"))
}

fn attribution<'c>(of: &'c Comparison, policy: &str, over: Over) -> &'c Attribution {
    let found = of.attribution.iter().find(|a| a.policy == policy && over.is(&a.period));
    found.unwrap_or_else(|| panic!("no attribution of {policy} over {over:?}"))
}

fn component(of: &Comparison, policy: &str, over: Over, component: Component) -> Attributed {
    *attribution(of, policy, over).components.iter().find(|c| c.component == component).expect("all components")
}

fn dominance<'c>(of: &'c Comparison, policy: &str, over: Over) -> &'c Dominance {
    let found = of.dominance.iter().find(|d| d.policy == policy && over.is(&d.period));
    found.unwrap_or_else(|| panic!("no verdict on {policy} over {over:?}"))
}

fn bridge_of<'c>(of: &'c Comparison, policy: &str) -> &'c BridgeEntry {
    of.bridge.iter().find(|b| b.policy == policy).expect("a bridge")
}

/// Within rounding of sums of numbers of this size.
#[track_caller]
fn close(found: f64, expected: f64, size: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-12 * size + 1e-7, "{what}: {found} against {expected}");
}

/// What must be true of every comparison: differences are those of the outcomes; components and steps of bridges add up,
/// exactly on paper and within rounding in the mean, since all of them are of the same draws; policies add up to the total.
#[track_caller]
fn sound(all: &Compared) {
    let of = &all.of;
    for d in &of.differences {
        let what = format!("{} {} {:?}", d.policy, d.period.era, d.basis);
        let same = |e: &&Entry| e.policy == d.policy && e.period == d.period && e.basis == d.basis;
        let [plan, revised] = [&all.plan, &all.revised].map(|o| o.results.iter().find(same));
        let of_policy = |o: &Outcome| o.results.iter().any(|e| e.policy == d.policy);
        // Without a fixed period only one of them may have the year.
        if [&all.plan, &all.revised].iter().zip([plan, revised]).all(|(o, e)| e.is_some() || !of_policy(o)) {
            let figure = |e: Option<&Entry>, f: fn(&Entry) -> f64| e.map_or(0.0, f);
            for (found, of) in [
                (d.difference.planned, (|e| e.planned) as fn(&Entry) -> f64),
                (d.difference.mean, |e| e.mean),
                (d.difference.target.unwrap_or(0.0), |e| e.target.unwrap_or(0.0)),
            ] {
                let [before, after] = [plan, revised].map(|e| figure(e, of));
                close(found, after - before, 1e3 * (after.abs() + before.abs()), &what);
            }
        }
        assert_eq!((d.plan.is_some(), d.revised.is_some()), (plan.is_some(), revised.is_some()), "{what}");
        finite(&[d.difference.planned, d.difference.mean, d.p_not_below.value], &what);
        rising(&d.spread.quantiles, &what);
    }
    for a in &of.attribution {
        let d = of.differences.iter().find(|d| (&d.policy, &d.period, d.basis) == (&a.policy, &a.period, a.basis));
        let d = d.expect("what is attributed is a difference");
        let what = format!("{} {} {:?}: {:?}", a.policy, a.period.era, a.basis, a.components);
        assert_eq!(a.components.iter().map(|c| c.component).collect::<Vec<_>>(), Component::ALL, "{what}");
        for (found, of) in
            [(d.difference.planned, (|c| c.planned) as fn(&Attributed) -> f64), (d.difference.mean, |c| c.mean)]
        {
            let sum: f64 = a.components.iter().map(of).sum();
            let size: f64 = a.components.iter().map(|c| of(c).abs()).sum();
            close(sum, found, 1e4 * size, &what);
        }
        a.components.iter().for_each(|c| finite(&[c.planned, c.mean, c.spread.sd.unwrap_or(0.0)], &what));
        a.components.iter().for_each(|c| rising(&c.spread.quantiles, &what));
    }
    policies_add_up(of);
    for b in &of.bridge {
        for figure in [(|a| a.planned) as fn(&outcome::Amounts) -> f64, |a| a.mean, |a| a.target.unwrap_or(0.0)] {
            let steps: f64 = b.steps.iter().map(|s| figure(&s.amounts)).sum();
            let size: f64 = b.steps.iter().map(|s| figure(&s.amounts).abs()).sum();
            let what = format!("bridge of {}: {b:?}", b.policy);
            close(figure(&b.before) + steps, figure(&b.after), 1e4 * (size + figure(&b.before).abs()), &what);
        }
    }
}

fn policies_add_up(of: &Comparison) {
    for total in of.attribution.iter().filter(|a| a.policy == "total") {
        for c in &total.components {
            let others = of.attribution.iter().filter(|a| a.policy != "total" && a.basis == total.basis);
            let same: Vec<&Attributed> = others
                .filter(|a| a.period == total.period)
                .flat_map(|a| a.components.iter().filter(|other| other.component == c.component))
                .collect();
            for figure in [(|c| c.planned) as fn(&Attributed) -> f64, |c| c.mean] {
                let size: f64 = same.iter().map(|c| figure(c).abs()).sum();
                close(same.iter().map(|c| figure(c)).sum(), figure(c), 1e4 * size, "policies against the total");
            }
        }
    }
}

fn finite(figures: &[f64], what: &str) {
    assert!(figures.iter().all(|f| f.is_finite()), "{what}: {figures:?}");
}

fn rising(q: &outcome::Quantiles, what: &str) {
    let all = [q.p5, q.p10, q.p20, q.p25, q.p50, q.p75, q.p80, q.p90, q.p95];
    assert!(all.windows(2).all(|w| w[0] <= w[1]), "{what}: {all:?}");
}

/// All of the difference is in one component over every period of every policy; every other one is exactly nothing.
#[track_caller]
fn only_in(of: &Comparison, component: Component) {
    for a in &of.attribution {
        for c in a.components.iter().filter(|c| c.component != component) {
            let what = format!("{} {} {:?} {:?}", a.policy, a.period.era, a.basis, c.component);
            assert_eq!((c.planned, c.mean, c.spread.sd), (0.0, 0.0, Some(0.0)), "{what}");
            let q = &c.spread.quantiles;
            assert_eq!((q.p5, q.p50, q.p95), (0.0, 0.0, 0.0), "{what}");
        }
    }
}

/// Nothing differs: not in any figure, to the last bit.
#[track_caller]
fn nothing_differs(of: &Comparison) {
    for d in &of.differences {
        let what = format!("{} {} {:?}", d.policy, d.period.era, d.basis);
        assert_eq!(
            (d.difference.target.unwrap_or(0.0), d.difference.planned, d.difference.mean),
            (0.0, 0.0, 0.0),
            "{what}"
        );
        assert_eq!((d.spread.sd, d.spread.se), (Some(0.0), Some(0.0)), "{what}");
        assert_eq!((d.p_not_below.value, d.p_not_below.low), (1.0, 1.0), "{what}");
        assert_eq!(d.plan, d.revised, "{what}");
    }
    Component::ALL.iter().for_each(|c| only_in(of, *c));
    for d in &of.dominance {
        assert_eq!(
            (d.verdict, d.revised_higher, d.revised_lower),
            (analysis::DominanceVerdict::Same, 0, 0),
            "{}",
            d.policy
        );
    }
    assert!(!of.differences.is_empty() && !of.attribution.is_empty() && !of.dominance.is_empty());
}

/// Two policies over R4–R9 with editions on the bases R3 to R8; behind them the tables given.
fn small(tables: &str) -> String {
    format!(
        r#"format = 1
title = "test"
unit = "千円"
plan = {{ first = "R4", last = "R9", basis = "recurring" }}
editions = {{ first_base = "R3", last_base = "R8", horizon = 5 }}
policy = [
    {{ id = "P", name = "P", targets = {{ R6 = 100, R7 = 100, R8 = 100, R9 = 100 }} }},
    {{ id = "Q", name = "Q", targets = {{ R6 = 10 }} }},
]
{tables}"#
    )
}

/// A scenario as it is, or with open years as stated.
type Reading = fn(&str) -> String;

/// The same, but what is stated for open years holds whatever was reached before them.
fn as_stated(text: &str) -> String {
    let basis = "basis = \"recurring\" }";
    assert_eq!(text.matches(basis).count(), 1, "{text}");
    text.replace(basis, "basis = \"recurring\", open_years = \"as_stated\" }")
}

/// An initiative `id` of policy P with the keys given, and its streams.
fn initiative(id: &str, keys: &str, streams: &str) -> String {
    format!("[[initiative]]\nid = \"{id}\"\nname = \"{id}\"\npolicy = \"P\"\n{keys}\nstream = [{streams}]\n")
}

/// A saving `s` from a year on, with more keys.
fn step(start: &str, full: f64, keys: &str) -> String {
    format!(
        "{{ id = \"s\", kind = \"saving\", shape = {{ kind = \"step\", start = \"{start}\", full = {full} }}{keys} }}"
    )
}

/// The keys of a normal realisation.
fn normal(mean: f64, sd: f64) -> String {
    format!(", realisation = {{ kind = \"normal\", mean = {mean}, sd = {sd} }}")
}
