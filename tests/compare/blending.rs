//! Plans simulated as one: what they have in common is drawn once, and every sum of them is what the plans give by themselves.

use super::{Over, TRIALS, compared, component, difference, initiative, laid, small, step};
use crate::simulated::{file, read, run_with, settings};
use mikomi::analysis::{Component, Unmatched};
use mikomi::engine::{self, Progress, Sampling, Settings};
use mikomi::model::Model;
use mikomi::plan::{Blend, MetricSubject, Plan, Uncertainty, blend};
use mikomi::stats::Summary;

const EVERYTHING: &str = "tests/reference/everything.toml";

/// A revision of tests/reference/everything.toml that changes something of each component: R6 is closed; energy has ended,
/// library is new, digital takes dx over; facilities are later; another realisation, other amounts, another overlap.
pub(super) fn revised(plan: &str) -> String {
    let over = r#"
plan = { as_of = "R7" }
[[policy]]
id = "I"
actuals = { R6 = { value = 33000, state = "outturn", sd = 1500 } }
[[initiative]]
id = "posts"
[[initiative.stream]]
id = "pay"
realisation = { kind = "normal", mean = 0.9, sd = 0.1 }
[[initiative]]
id = "fees"
[[initiative.stream]]
id = "income"
shape = { kind = "step", start = "R5", full = 50000 }
[[initiative]]
id = "facilities"
delay = { kind = "pert", low = 0.0, mode = 1.0, high = 3.0 }
[[overlap]]
initiatives = ["outsourcing", "subsidies"]
share = 0.9
[[initiative]]
id = "library"
name = "図書館の共同化"
policy = "III"
requires = ["facilities"]
go_ahead = 0.7
lineage = "new"
stream = [{ id = "staff", kind = "saving", shape = { kind = "linear", start = "R6", years = 2, full = 9000 }, realisation = { class = "cash_item" }, volatility = 0.1, persistence = 0.4 }]
"#;
    let (document, _) = laid(plan, over);
    let mut value: toml::Table =
        toml::from_str(&toml::to_string(&document.root().to_json()).expect("TOML")).expect("TOML");
    let list = value.get_mut("initiative").and_then(toml::Value::as_array_mut).expect("a list");
    list.retain(|i| i["id"].as_str() != Some("energy"));
    let dx = list.iter_mut().find(|i| i["id"].as_str() == Some("dx")).and_then(toml::Value::as_table_mut).expect("dx");
    dx.insert("id".to_owned(), "digital".into());
    dx.insert("lineage".to_owned(), "merged".into());
    dx.insert("replaces".to_owned(), vec!["dx"].into());
    toml::to_string(&value).expect("TOML").replace("\"fees\", \"dx\"", "\"fees\", \"digital\"")
}

/// The summaries of some sums of two plans, by sum and effect.
fn sums(plans: [&Plan; 2], weights: &[[i64; 2]], settings: &Settings) -> Vec<Vec<Summary>> {
    let metrics: Vec<(usize, f64)> = (0..plans[0].metrics.len())
        .filter(|m| plans[0].metrics[*m].measure == MetricSubject::Effect)
        .map(|m| (m, 0.0))
        .collect();
    let of = |w: &[i64; 2]| Blend { weights: w.to_vec(), per: 1, metrics: metrics.clone() };
    let blended = blend(&plans, &weights.iter().map(of).collect::<Vec<_>>());
    let run = engine::run(&blended, settings, &Progress::default()).expect("threads");
    let tallies: Vec<Summary> = run
        .tally
        .metrics
        .iter()
        .zip(&blended.metrics)
        .map(|(tally, metric)| match tally {
            Some(tally) => tally.summary().expect("trials"),
            None => Summary { mean: metric.sum.constant, sd: Some(0.0), ..nothing() },
        })
        .collect();
    tallies.chunks(metrics.len()).map(<[Summary]>::to_vec).collect()
}

fn nothing() -> Summary {
    let mut tally = mikomi::stats::Tally::new(mikomi::stats::Scale { centre: 0.0, unit: 1.0 }, 0.0);
    tally.add_block(&[0.0], 0, &mut mikomi::stats::Pending::default());
    tally.summary().expect("one trial")
}

/// Every sum of the two plans is what they give by themselves: alone, the mean and sd of a run; the sum and the difference,
/// mean(r ± p) = mean r ± mean p and var(r + p) + var(r − p) = 2 var r + 2 var p, since all draws are common.
fn agree(plan: &Model, revised: &Model, settings: &Settings) {
    let plans = [plan, revised].map(|m| Plan::compile(m, Uncertainty::On));
    let alone = plans.each_ref().map(|p| engine::run(p, settings, &Progress::default()).expect("threads").tally);
    let all = sums([&plans[0], &plans[1]], &[[1, 0], [0, 1], [1, 1], [-1, 1], [2, -2]], settings);
    let effects = (0..plans[0].metrics.len()).filter(|m| plans[0].metrics[*m].measure == MetricSubject::Effect);
    for (k, m) in effects.enumerate() {
        let of = |i: usize| {
            let tally = alone[i].metrics[m].as_ref().map(|t| t.summary().expect("trials"));
            tally.map_or((plans[i].metrics[m].sum.constant, 0.0), |s| (s.mean, s.sd.expect("many")))
        };
        let [(p, sd_p), (r, sd_r)] = [of(0), of(1)];
        let what = format!("{:?} {:?}", plans[0].metrics[m].policy, plans[0].metrics[m].period);
        let figures = |s: usize| (all[s][k].mean, all[s][k].sd.expect("many"));
        let size = p.abs() + r.abs() + sd_p + sd_r + 1.0;
        for (found, expected) in [
            (figures(0).0, p),
            (figures(0).1, sd_p),
            (figures(1).0, r),
            (figures(1).1, sd_r),
            (figures(2).0, r + p),
            (figures(3).0, r - p),
            (figures(4).0, 2.0 * (p - r)),
            (figures(4).1, 2.0 * figures(3).1),
        ] {
            assert!((found - expected).abs() < 1e-9 * size, "{what}: {found} against {expected}");
        }
        let (both, twice) = (figures(2).1.powi(2) + figures(3).1.powi(2), 2.0 * (sd_p.powi(2) + sd_r.powi(2)));
        assert!((both - twice).abs() <= 1e-8 * twice + 1e-9, "{what}: {both} against {twice}");
    }
}

#[test]
fn every_feature_at_once_is_blended_as_it_runs() {
    let plan = file(EVERYTHING);
    let models = [read(&plan).1, read(&revised(&plan)).1];
    for sampling in [Sampling::Latin, Sampling::Random] {
        for seed in [1, 2] {
            agree(&models[0], &models[1], &Settings { seed, sampling, ..settings(10 * 1024) });
        }
    }
}

#[test]
fn the_comparison_of_scenarios_with_every_feature_adds_up() {
    let plan = file(EVERYTHING);
    let (plan, revised) = (read(&plan), read(&revised(&plan)));
    let of = compared(&plan, &revised, settings(TRIALS), Uncertainty::On).of;
    // Every component has its part, and none is nothing by mistake.
    for c in Component::ALL {
        let found = component(&of, "total", Over::Plan, c);
        assert!(found.mean.abs() > 1.0 && found.spread.sd > Some(1.0), "{found:?}");
    }
    assert!(difference(&of, "total", Over::Plan).spread.sd > Some(1.0));
    let [Unmatched::Missing(gone)] = &of.lineages.unmatched[..] else { panic!("{:?}", of.lineages.unmatched) };
    assert_eq!(gone.id, "energy");
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let plan = file(EVERYTHING);
    let (plan, revised) = (read(&plan), read(&revised(&plan)));
    for (sampling, seed) in [(Sampling::Latin, 1), (Sampling::Random, 5)] {
        let with = |threads| {
            let settings = Settings { threads, seed, sampling, ..settings(70_500) };
            serde_json::to_string(&compared(&plan, &revised, settings, Uncertainty::On).of).expect("serialisable")
        };
        let one = with(1);
        assert!(one == with(2) && one == with(3), "{sampling:?}");
    }
}

#[test]
fn another_seed_differs_within_the_error() {
    let plan = file(EVERYTHING);
    let (plan, revised) = (read(&plan), read(&revised(&plan)));
    let with = |seed| {
        let settings = Settings { seed, sampling: Sampling::Random, ..settings(40 * 1024) };
        difference(&compared(&plan, &revised, settings, Uncertainty::On).of, "total", Over::Plan).clone()
    };
    let (one, two) = (with(1), with(2));
    assert_ne!(one.difference.mean, two.difference.mean);
    let error = one.spread.se.unwrap().hypot(two.spread.se.unwrap());
    assert!((one.difference.mean - two.difference.mean).abs() < 4.5 * error);
}

#[test]
fn the_sides_are_those_of_the_runs() {
    let text = file(EVERYTHING);
    let all = compared(&read(&text), &read(&revised(&text)), settings(TRIALS), Uncertainty::On);
    let again = run_with(&text, settings(TRIALS), Uncertainty::On);
    assert_eq!(all.plan.results, again.results);
    for d in &all.of.differences {
        let same = again.results.iter().find(|e| e.policy == d.policy && e.period == d.period).expect("in both");
        let side = d.plan.expect("in both");
        assert_eq!((side.amounts.mean, side.p_met, side.mean_shortfall), (same.mean, same.p_met, same.mean_shortfall));
    }
}

/// Two streams of one initiative that are alike in everything: on equal draws, with equal levels.
fn twins(of_stream: &str, keys: &str) -> String {
    let stream = |id: &str| {
        format!(
            "{{ id = \"{id}\", kind = \"saving\", shape = {{ kind = \"step\", start = \"R6\", full = 30 }}{of_stream} }}"
        )
    };
    let a = initiative("a", keys, &format!("{}, {}", stream("s"), stream("t")));
    small(&(a + &initiative("b", "go_ahead = 0.5", &step("R6", 100.0, ""))))
        + "[[overlap]]\ninitiatives = [\"a\", \"b\"]\nshare = 1\n[[driver]]\nid = \"w\"\nbase = \"R5\"\ngrowth = 0\nvolatility = 0.1\n"
}

#[test]
fn streams_that_are_alike_count_twice_where_they_overlap_too() {
    for (of_stream, keys) in [
        ("", "go_ahead = 0.6"),
        (", driver = \"w\"", ""),
        (", driver = \"w\"", "go_ahead = 0.6"),
        ("", "delay = { class = \"start_delay\" }"),
    ] {
        let plan = twins(of_stream, keys);
        let models = [read(&plan).1, laid(&plan, "[[overlap]]\ninitiatives = [\"a\", \"b\"]\nshare = 0.5\n").1];
        agree(&models[0], &models[1], &settings(4096));
        let revised = laid(&plan, &initiative("c", "", &step("R7", 10.0, ", realisation = { class = \"cash_item\" }")));
        compared(&read(&plan), &revised, settings(4096), Uncertainty::On);
    }
}

#[test]
fn plans_over_other_years_are_blended_year_by_year() {
    // Without a fixed period; the revision's editions reach two years further, so that its years begin and end elsewhere.
    let text = |first: &str, last: &str, full: f64| {
        let tables = initiative(
            "a",
            "delay = { class = \"start_delay\" }",
            &step("R5", full, ", realisation = { class = \"cash_item\" }, volatility = 0.2, driver = \"w\""),
        ) + "[[driver]]\nid = \"w\"\nbase = \"R4\"\ngrowth = 0\nvolatility = 0.05\n";
        small(&tables)
            .replace("first = \"R4\", last = \"R9\", ", "")
            .replace(
                "first_base = \"R3\", last_base = \"R8\"",
                &format!("first_base = \"{first}\", last_base = \"{last}\""),
            )
            .replace("targets = { R6 = 100, R7 = 100, R8 = 100, R9 = 100 }", "targets = { R9 = 100 }")
            .replace("targets = { R6 = 10 }", "targets = {}")
    };
    let (plan, revised) = (read(&text("R3", "R6", 50.0)), read(&text("R5", "R8", 60.0)));
    let of = compared(&plan, &revised, settings(TRIALS), Uncertainty::On).of;
    super::only_in(&of, Component::Amounts);
    // Bases R5 and R6 are in both; base R6 counts R7 to R11 against R6. All of it is 60 / 50 of the plan's.
    for base in [2023, 2024] {
        let d = difference(&of, "P", Over::Edition(base));
        let (plan, revised) = (d.plan.expect("both"), d.revised.expect("both"));
        assert!((revised.amounts.mean / plan.amounts.mean - 1.2).abs() < 1e-9, "{d:?}");
        assert!((d.difference.mean - plan.amounts.mean / 5.0).abs() < 1e-9, "{d:?}");
    }
}
