//! What changes nothing is exactly nothing.

use super::{Over, TRIALS, compared, component, difference, laid, nothing_differs, only_in, small};
use crate::simulated::{file, read, settings};
use mikomi::analysis::{Component, FamilyKind};
use mikomi::engine::{Sampling, Settings};
use mikomi::plan::Uncertainty;

/// The scenarios at hand: published, every feature, a workload, the smallest, amounts that are no whole numbers.
fn scenarios() -> Vec<(&'static str, String)> {
    let shipped = [
        "scenarios/plan-time.toml",
        "scenarios/revised.toml",
        "scenarios/minimal.toml",
        "scenarios/bench/w60.toml",
        "tests/reference/everything.toml",
    ];
    let mut all: Vec<(&str, String)> = shipped.into_iter().map(|name| (name, file(name))).collect();
    all.push(("thirds", thirds()));
    all
}

/// Amounts that binary numbers do not hold, certain and uncertain, one-off and lasting.
fn thirds() -> String {
    let of = |i: usize| {
        let full = 10.1 / 3.0 + 0.1 * i as f64;
        let keys = if i.is_multiple_of(2) { "" } else { ", realisation = { class = \"cash_item\" }" };
        super::initiative(&format!("i{i}"), "", &super::step("R5", full, keys))
    };
    small(&(0..7).map(of).collect::<String>())
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    for (name, text) in scenarios() {
        for uncertainty in [Uncertainty::Off, Uncertainty::On] {
            let of = compared(&read(&text), &read(&text), settings(TRIALS), uncertainty).of;
            nothing_differs(&of);
            assert!(of.lineages.families.iter().all(|f| f.kind == FamilyKind::Continued), "{name}");
            assert_eq!(of.lineages.unmatched, [], "{name}");
        }
    }
}

#[test]
fn an_empty_overlay_or_a_remark_changes_nothing() {
    let notes = "title = \"another title\"\nnote = \"a remark\"\n";
    for (name, text) in scenarios() {
        for over in ["", notes] {
            let of = compared(&read(&text), &laid(&text, over), settings(TRIALS), Uncertainty::On).of;
            nothing_differs(&of);
            assert_eq!(of.lineages.unmatched, [], "{name}");
        }
    }
}

#[test]
fn sampling_and_seed_do_not_matter_where_nothing_differs() {
    let text = file("tests/reference/everything.toml");
    for (seed, sampling) in [(7, Sampling::Latin), (7, Sampling::Random), (0, Sampling::Random)] {
        let settings = Settings { seed, sampling, ..settings(3000) };
        nothing_differs(&compared(&read(&text), &read(&text), settings, Uncertainty::On).of);
    }
}

#[test]
fn the_bridge_from_an_edition_to_itself_takes_no_step() {
    let text = file("scenarios/revised.toml");
    for uncertainty in [Uncertainty::Off, Uncertainty::On] {
        let of = compared(&read(&text), &read(&text), settings(TRIALS), uncertainty).of;
        assert_eq!(of.bridge.len(), 4);
        for b in &of.bridge {
            assert_eq!(b.before, b.after, "{}", b.policy);
            assert_eq!((b.from.calendar(), b.to.calendar()), (2023, 2023));
            for s in &b.steps {
                assert_eq!(
                    (s.amounts.target.unwrap_or(0.0), s.amounts.planned, s.amounts.mean, s.sd),
                    (0.0, 0.0, 0.0, Some(0.0))
                );
            }
        }
    }
}

#[test]
fn targets_alone_change_targets_alone() {
    let plan = read(&thirds());
    let revised = laid(&thirds(), "[[policy]]\nid = \"P\"\ntargets = { R7 = 130 }\n");
    for uncertainty in [Uncertainty::Off, Uncertainty::On] {
        let of = compared(&plan, &revised, settings(TRIALS), uncertainty).of;
        Component::ALL.iter().for_each(|c| only_in(&of, *c));
        // 130 in place of 100 in R7.
        for (policy, over, expected) in [
            ("P", Over::Plan, 30.0),
            ("P", Over::Year(2025), 30.0),
            ("P", Over::Year(2026), 0.0),
            ("Q", Over::Plan, 0.0),
            ("total", Over::Plan, 30.0),
        ] {
            let d = difference(&of, policy, over);
            assert_eq!(
                (d.difference.target, d.difference.planned, d.difference.mean),
                (Some(expected), 0.0, 0.0),
                "{policy}"
            );
            assert_eq!(d.p_not_below.value, 1.0);
        }
        assert_eq!(component(&of, "P", Over::Plan, Component::Assumptions).mean, 0.0);
    }
}
