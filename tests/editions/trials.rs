//! The simulated editions. One simulation serves them all, so what holds in each trial holds of the means; where closed
//! forms exist, means and standard deviations agree with them; and editions are only looked at: they change no draw.

use super::{MEAN, adds_up, amounts, apart_from_editions, edition, scenario, year};
use crate::simulated::{file, read, run, run_with, settings};
use mikomi::engine::{self, Progress, Settings};
use mikomi::outcome::{Entry, Outcome};
use mikomi::plan::{Plan, Uncertainty};

const TRIALS: u64 = 200_000;

/// Checks the mean and the sd of an edition of policy P against closed forms, within 4 standard errors; `kurtosis` is an
/// upper bound of the effect's.
fn moments(outcome: &Outcome, base: &str, mean: f64, variance: f64, kurtosis: f64) {
    let n = TRIALS as f64;
    for policy in ["P", "total"] {
        let entry = outcome.edition_entry(policy, year(base)).expect("an edition");
        let sd = variance.sqrt();
        assert!((entry.mean - mean).abs() <= 4.0 * sd / n.sqrt() + 1e-7, "{base}: mean {} not {mean}", entry.mean);
        let found = entry.sd.expect("many trials");
        let allowed = 4.0 * sd * ((kurtosis - 1.0) / (4.0 * n)).sqrt() + 1e-6;
        assert!((found - sd).abs() <= allowed, "{base}: sd {found} not {sd}");
    }
}

/// A plan over R4–R9 with one initiative `a` of policy P.
fn one(initiative: &str, streams: &str, editions: &str) -> Outcome {
    let head = "first = \"R4\"\nlast = \"R9\"\nbasis = \"recurring\"";
    let tables = format!(
        "[[policy]]\nid = \"P\"\nname = \"P\"\ntargets = {{ R9 = 100 }}\n\
         [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n{initiative}\n{streams}\n{editions}"
    );
    let outcome = run(&scenario(head, &tables), TRIALS);
    adds_up(&outcome, 1e-6);
    outcome
}

fn three_editions(beyond: &str) -> String {
    let more = format!("beyond_plan = \"{beyond}\"");
    [("R7", 4), ("R8", 3), ("R9", 2)].map(|(base, horizon)| edition(base, horizon, &more)).concat()
}

/// An edition's base year; what one factor is multiplied with at each delay; and what another is.
type ByDelay = (&'static str, [f64; 3], f64);

#[test]
fn a_late_saving_across_the_end_of_the_plan() {
    // 100 from R8, 200 in R9, 300 from R10 on, late by 0, 1 or 2 years (5, 3, 2 of ten), times r with mean 0.8 and sd 0.2:
    //   R8: 100, 0, 0    R9: 200, 100, 0    R10: 300, 200, 100    R11: 300, 300, 200.
    // Beside it, always in time, a cost of 50 from R6 on, times c with mean 1.2 and sd 0.3.
    let delay = "delay = { kind = \"discrete\", values = [0, 1, 2], weights = [5, 3, 2] }";
    let streams = "[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R8 = 100, R9 = 200, R10 = 300 }\n\
                   realisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }\n\
                   [[initiative.stream]]\nid = \"c\"\nkind = \"cost\"\nshape = { kind = \"step\", start = \"R6\", full = 50 }\n\
                   realisation = { kind = \"lognormal\", mean = 1.2, sd = 0.3 }\n";
    // By edition: what r is multiplied with at each delay, and what c is.
    let cases: [(&str, [ByDelay; 3]); 3] = [
        // The level of R9 goes on: R8 + 3 × R9; 3 × (R9 − R8); nothing new after R9. The cost is in every base.
        (
            "hold",
            [
                ("R7", [100.0 + 3.0 * 200.0, 3.0 * 100.0, 0.0], 0.0),
                ("R8", [3.0 * (200.0 - 100.0), 3.0 * 100.0, 0.0], 0.0),
                ("R9", [0.0, 0.0, 0.0], 0.0),
            ],
        ),
        // R8 to R11; R9 to R11 less 3 × R8; R10 and R11 less 2 × R9.
        (
            "explicit",
            [
                ("R7", [900.0, 100.0 + 200.0 + 300.0, 100.0 + 200.0], 0.0),
                ("R8", [800.0 - 3.0 * 100.0, 600.0, 300.0], 0.0),
                ("R9", [600.0 - 2.0 * 200.0, 500.0 - 2.0 * 100.0, 300.0], 0.0),
            ],
        ),
        // Nothing after R9, so what the base holds lapses: of the cost 50 in 2, 2 and 2 years.
        (
            "zero",
            [
                ("R7", [100.0 + 200.0, 100.0, 0.0], -2.0 * 50.0 + 4.0 * 50.0),
                ("R8", [200.0 - 3.0 * 100.0, 100.0, 0.0], -50.0 + 3.0 * 50.0),
                ("R9", [-2.0 * 200.0, -2.0 * 100.0, 0.0], 2.0 * 50.0),
            ],
        ),
    ];
    for (beyond, editions) in cases {
        let outcome = one(delay, streams, &three_editions(beyond));
        for (base, by_delay, cost) in editions {
            let odds = [0.5, 0.3, 0.2];
            let expected = |power: i32| -> f64 { odds.iter().zip(by_delay).map(|(p, a)| p * a.powi(power)).sum() };
            // E[r a] and E[r²] E[a²] − (E[r] E[a])², with E[r²] = 0.64 + 0.04; the cost is independent of both.
            let mean = 0.8 * expected(1);
            let variance = 0.68 * expected(2) - mean * mean;
            moments(&outcome, base, mean + 1.2 * cost, variance + (0.3 * cost).powi(2), 6.0);
            // Planned: in time and in full.
            let planned = outcome.edition_entry("P", year(base)).unwrap().planned;
            assert_eq!(planned, by_delay[0] + cost, "{beyond} {base}");
        }
    }
}

#[test]
fn an_index_beyond_the_plan() {
    // 100 from R8 on, growing with an index that is 1 in R8: I₁, I₂, I₃ in R9 to R11, mean 1.02ᵏ, and
    // Cov(Iᵢ, Iⱼ) = 1.02^(i+j) · (exp(0.01 · min(i, j)) − 1).
    let streams = "[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R8 = 100 }\ndriver = \"wage\"\n";
    let driver = "[[driver]]\nid = \"wage\"\nbase = \"R8\"\ngrowth = 0.02\nvolatility = 0.1\n";
    let g = 1.02_f64;
    let covariance = |i: i32, j: i32| g.powi(i + j) * ((0.01 * f64::from(i.min(j))).exp() - 1.0);
    let variance_of = |weights: [f64; 3]| -> f64 {
        let pairs = (1..=3).flat_map(|i| (1..=3).map(move |j| (i, j)));
        let of = |(i, j): (i32, i32)| weights[i as usize - 1] * weights[j as usize - 1] * covariance(i, j);
        pairs.map(of).sum::<f64>() * 1e4
    };
    let mean_of = |weights: [f64; 3], base: f64| {
        100.0 * (weights[0] * g + weights[1] * g.powi(2) + weights[2] * g.powi(3) - base)
    };
    let outcome = one("", streams, &(three_editions("explicit") + driver));
    // R8–R11 less nothing: 1 + I₁ + I₂ + I₃; R9–R11 less 3 × 1; R10 + R11 less 2 × I₁.
    for (base, weights, of_r8) in
        [("R7", [1.0, 1.0, 1.0], -1.0), ("R8", [1.0, 1.0, 1.0], 3.0), ("R9", [-2.0, 1.0, 1.0], 0.0)]
    {
        moments(&outcome, base, mean_of(weights, of_r8), variance_of(weights), 5.0);
    }
    let outcome = one("", streams, &(three_editions("hold") + driver));
    // The index stops with the level of R9: 1 + 3 I₁; 3 I₁ − 3; nothing.
    for (base, weights, of_r8) in
        [("R7", [3.0, 0.0, 0.0], -1.0), ("R8", [3.0, 0.0, 0.0], 3.0), ("R9", [0.0, 0.0, 0.0], 0.0)]
    {
        moments(&outcome, base, mean_of(weights, of_r8), variance_of(weights), 5.0);
    }
}

#[test]
fn persistent_noise_beyond_the_plan() {
    // 100 from R6 on, times noise of cv 0.3 whose logarithm persists with 0.6: mean 1, and with s = ln(1 + 0.09)
    // Cov(Nᵢ, Nⱼ) = exp(s · 0.6^|i − j|) − 1.
    let streams = "[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R6 = 100 }\n\
                   volatility = 0.3\npersistence = 0.6\n";
    let s = 1.09_f64.ln();
    let variance = |weights: &[f64]| -> f64 {
        let n = weights.len() as i32;
        let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
        let of = |(i, j): (i32, i32)| {
            weights[i as usize] * weights[j as usize] * ((s * 0.6_f64.powi((i - j).abs())).exp() - 1.0)
        };
        pairs.map(of).sum::<f64>() * 1e4
    };
    let outcome = one("", streams, &three_editions("explicit"));
    // R8 + … + R11 − 4 × R7; R9 + R10 + R11 − 3 × R8; R10 + R11 − 2 × R9: means 0.
    moments(&outcome, "R7", 0.0, variance(&[-4.0, 1.0, 1.0, 1.0, 1.0]), 8.0);
    moments(&outcome, "R8", 0.0, variance(&[-3.0, 1.0, 1.0, 1.0]), 8.0);
    moments(&outcome, "R9", 0.0, variance(&[-2.0, 1.0, 1.0]), 8.0);
    let outcome = one("", streams, &three_editions("hold"));
    // R8 + 3 × R9 − 4 × R7; 3 × (R9 − R8); nothing.
    moments(&outcome, "R7", 0.0, variance(&[-4.0, 1.0, 3.0]), 8.0);
    moments(&outcome, "R8", 0.0, variance(&[-3.0, 3.0]), 8.0);
    moments(&outcome, "R9", 0.0, 0.0, 8.0);
    let outcome = one("", streams, &three_editions("zero"));
    moments(&outcome, "R9", -200.0, variance(&[-2.0]), 8.0);
}

#[test]
fn the_plan_period_edition_by_edition_of_a_normal_saving() {
    // Each year less the year before it: in all the level of R9, 100 r with r normal: mean 80, sd 20.
    let streams = "[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\namounts = { R5 = 60, R6 = 80, R7 = 100 }\n\
                   realisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }\n";
    let outcome = one("", streams, "[editions]\nfirst_base = \"R3\"\nlast_base = \"R8\"\nhorizon = 5\n");
    let entry = crate::simulated::held(outcome.rolling_entry("P").expect("an edition made in every year"));
    let error = 4.0 / (TRIALS as f64).sqrt();
    assert!((entry.mean - 80.0).abs() < error * 20.0 && (entry.sd.unwrap() - 20.0).abs() < error * 20.0, "{entry:?}");
    // Aimed at: 100 in R9 alone, 1 sd above the mean; met with 1 − Φ(1) = 0.158655.
    assert_eq!(entry.target, 100.0);
    assert!((entry.p_met.value - 0.158_655).abs() < error * 0.37, "{}", entry.p_met.value);
    let joint = outcome.joint.iter().filter(|j| j.all_met == entry.p_met).count();
    assert!(joint >= 1, "the joint odds of one policy are its own");
}

#[test]
fn means_of_steps_add_up_to_the_mean() {
    for scenario in ["scenarios/plan-time.toml", "scenarios/revised.toml", "tests/reference/everything.toml"] {
        let outcome = run(&file(scenario), 30_500);
        adds_up(&outcome, 1e-6);
        // None of it is a sum of zeros.
        assert!(outcome.bridges.iter().any(|b| MEAN(&b.after) != super::PLANNED(&b.after)), "{scenario}");
    }
}

/// The scenario without its editions, and so without the targets for years after the plan.
fn without_editions(text: &str) -> String {
    let mut value: toml::Table = toml::from_str(text).expect("TOML");
    value.remove("editions");
    value.remove("edition");
    let policies = value.get_mut("policy").and_then(toml::Value::as_array_mut).expect("policies");
    let tables = policies.iter_mut().filter_map(|policy| policy.get_mut("targets"));
    tables.filter_map(toml::Value::as_table_mut).for_each(|targets| drop(targets.remove("R10")));
    if let Some(total) = value.get_mut("total").and_then(|t| t.get_mut("targets")).and_then(toml::Value::as_table_mut) {
        total.remove("R10");
    }
    toml::to_string(&value).expect("TOML")
}

/// Checks that everything but the editions is the same bits in both outcomes, and so is each edition that both have.
fn same_apart_from_editions(a: &Outcome, b: &Outcome, what: &str) {
    let [ours, theirs] = [a, b].map(apart_from_editions);
    assert!(!ours.is_empty() && ours.len() == theirs.len());
    for (x, y) in ours.iter().zip(theirs) {
        assert!(*x == y, "{what}: {} {}: mean {} and {}", x.policy, x.period.era, x.mean, y.mean);
    }
    let joint = |o: &Outcome| -> Vec<String> {
        let of_edition = |j: &&mikomi::outcome::JointEntry| j.period.base.is_some();
        let apart = o.joint.iter().filter(|j| !of_edition(j)).take(o.header.plan.len() + 1);
        apart.map(|j| serde_json::to_string(j).expect("serialisable")).collect()
    };
    assert_eq!(joint(a), joint(b), "{what}: joint odds");
    for entry in a.results.iter().filter(|e| e.period.base.is_some()) {
        let base = entry.period.base.expect("an edition");
        let other: Option<&Entry> = b.edition_entry(&entry.policy, base);
        assert!(other.is_none_or(|other| other == entry), "{what}: {base} {}", entry.policy);
    }
}

#[test]
fn editions_change_no_other_figure() {
    for scenario in ["scenarios/revised.toml", "tests/reference/everything.toml"] {
        let text = file(scenario);
        let (with, none) = (run(&text, 20_000), run(&without_editions(&text), 20_000));
        assert!(!with.editions.is_empty() && none.editions.is_empty());
        same_apart_from_editions(&with, &none, scenario);
    }
}

/// A plan with everything in it that editions from before and after it could disturb: persistent noise, an index, delays
/// either way, one-off amounts, an overlap, dependence, recorded amounts, an early stream.
const DELICATE: &str = r#"
format = 1
title = "delicate"
unit = "千円"
plan = { first = "R4", last = "R9", basis = "recurring", as_of = "R6" }
[[policy]]
id = "P"
name = "P"
targets = { R4 = 50, R6 = 150, R9 = 300 }
actuals = { R4 = { value = 40, one_off = 10 }, R5 = { value = 70, state = "outturn", sd = 8 } }
[[policy]]
id = "Q"
name = "Q"
targets = { R7 = 60, R9 = 80 }
[[driver]]
id = "wage"
base = "R3"
growth = 0.02
volatility = 0.05
[[initiative]]
id = "a"
name = "a"
policy = "P"
go_ahead = 0.8
delay = { kind = "uniform", low = -2.0, high = 1.0 }
[[initiative.stream]]
id = "s"
kind = "saving"
amounts = { R4 = 60, R5 = 90, R6 = 120 }
realisation = { kind = "triangular", low = 0.5, mode = 0.9, high = 1.2 }
volatility = 0.2
persistence = 0.7
driver = "wage"
[[initiative.stream]]
id = "sale"
kind = "revenue"
recurring = false
amounts = { R5 = 100, R6 = 40, R7 = 50 }
realisation = { kind = "uniform", low = 0.5, high = 1.0 }
volatility = 0.3
persistence = -0.4
[[initiative]]
id = "b"
name = "b"
shares = { P = 0.5, Q = 0.5 }
delay = { kind = "discrete", values = [0, 1, 2], weights = [5, 3, 2] }
[[initiative.stream]]
id = "s"
kind = "saving"
amounts = { R3 = 10, R4 = 20, R5 = 40, R6 = 80 }
realisation = { kind = "normal", mean = 0.9, sd = 0.2 }
volatility = 0.1
persistence = 0.5
actuals = { R5 = { value = 30, state = "outturn", sd = 4 } }
[[initiative]]
id = "early"
name = "a stream of closed years only"
policy = "P"
[[initiative.stream]]
id = "s"
kind = "saving"
shape = { kind = "step", start = "R4", end = "R5", full = 25 }
realisation = { kind = "uniform", low = 0.2, high = 1.0 }
[[initiative]]
id = "afterwards"
name = "a stream after the plan only"
policy = "Q"
[[initiative.stream]]
id = "s"
kind = "saving"
amounts = { R10 = 40 }
realisation = { kind = "uniform", low = 0.2, high = 1.0 }
volatility = 0.2
persistence = 0.5
driver = "wage"
[[overlap]]
initiatives = ["a", "b"]
share = 0.5
[[dependence]]
id = "all"
among = {}
variable = "realisation"
correlation = 0.3
[[correlation]]
between = ["a/s/realisation", "early/s/realisation"]
value = 0.5
[[correlation]]
between = ["afterwards/s/realisation", "b/s/realisation"]
value = 0.5
"#;

#[test]
fn editions_from_before_and_after_the_plan_change_no_other_figure() {
    let single = |base: &str, beyond: &str| edition(base, 5, &format!("beyond_plan = \"{beyond}\""));
    let all =
        [("H28", "hold"), ("R2", "hold"), ("R4", "explicit"), ("R5", "zero"), ("R8", "explicit"), ("R12", "explicit")];
    let editions: Vec<String> = all.iter().map(|(base, beyond)| single(base, beyond)).collect();
    let whole = run(&(DELICATE.to_owned() + &editions.concat()), 20_000);
    adds_up(&whole, 1e-6);
    same_apart_from_editions(&whole, &run(DELICATE, 20_000), "none");
    for (k, (base, _)) in all.iter().enumerate() {
        let mut fewer = editions.clone();
        fewer.remove(k);
        same_apart_from_editions(&whole, &run(&(DELICATE.to_owned() + &fewer.concat()), 20_000), base);
        same_apart_from_editions(&whole, &run(&(DELICATE.to_owned() + &editions[k]), 20_000), base);
    }
}

#[test]
fn the_same_without_a_period_of_the_plan() {
    // The hull of the windows is R4–R13 with and without the editions between.
    let text = DELICATE.replace("first = \"R4\", last = \"R9\", ", "");
    let of =
        |bases: &[&str]| run(&(text.clone() + &bases.iter().map(|b| edition(b, 5, "")).collect::<String>()), 20_000);
    let (whole, fewer) = (of(&["R3", "R4", "R5", "R6", "R8"]), of(&["R3", "R6", "R8"]));
    assert_eq!(whole.header.plan, fewer.header.plan);
    adds_up(&whole, 1e-6);
    same_apart_from_editions(&whole, &fewer, "no period");
}

#[test]
fn any_number_of_threads_and_any_shards_give_the_same_bits() {
    let rule = "[editions]\nfirst_base = \"R2\"\nlast_base = \"R9\"\nhorizon = 6\nbeyond_plan = \"explicit\"\n";
    let text = DELICATE.to_owned() + rule + &edition("R5", 5, "booked = { P = 100, total = 150 }");
    let json = |threads| {
        let outcome = run_with(&text, Settings { threads, ..settings(20_500) }, Uncertainty::On);
        assert!(outcome.editions.len() == 8 && outcome.bridges.len() == 7 * 3);
        serde_json::to_string(&outcome).expect("serialisable")
    };
    let one = json(1);
    assert!(one == json(2) && one == json(3));
    let (_, model) = read(&text);
    let plan = Plan::compile(&model, Uncertainty::On);
    assert!(!plan.averaged.is_empty());
    let settings = settings(20_500);
    let whole = engine::run(&plan, &settings, &Progress::default()).expect("threads").tally;
    assert_eq!(whole.averages.len(), plan.averaged.len());
    let parts = || [0..1, 1..8, 8..15, 15..21].map(|range| engine::simulate_blocks(&plan, &settings, range));
    for order in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]] {
        let parts = parts();
        let mut merged = parts[order[0]].clone();
        order[1..].iter().for_each(|&part| merged.merge(&parts[part]));
        assert!(merged == whole, "{order:?}");
        assert!(merged.averages == whole.averages, "{order:?}: averages");
    }
}

/// The order of policies, initiatives and editions in the file changes nothing of the editions either.
#[test]
fn the_order_of_no_list_changes_an_edition() {
    let bases = ["R2", "R4", "R5", "R8"];
    let text = DELICATE.to_owned() + &bases.map(|b| edition(b, 5, "booked = { P = 100, Q = 50 }")).concat();
    let straight = run(&text, 20_000);
    let sorted = |outcome: &Outcome| {
        let steps = outcome.editions.iter().flat_map(|e| &e.reconciliation).map(serde_json::to_string);
        let bridges = outcome.bridges.iter().map(serde_json::to_string);
        let results = outcome.results.iter().map(serde_json::to_string);
        let mut all: Vec<String> = steps.chain(bridges).chain(results).map(|t| t.expect("serialisable")).collect();
        all.sort();
        all
    };
    for list in ["policy", "edition", "initiative", "driver", "overlap", "correlation"] {
        let mut value: toml::Table = toml::from_str(&text).expect("TOML");
        value.get_mut(list).and_then(toml::Value::as_array_mut).expect(list).reverse();
        let turned = run(&toml::to_string(&value).expect("TOML"), 20_000);
        assert!(sorted(&turned) == sorted(&straight), "{list}");
    }
    assert_eq!(straight.editions.iter().map(|e| e.base).collect::<Vec<_>>(), bases.map(year));
    assert!(straight.results.iter().filter(|e| e.booked.is_some()).all(|e| amounts(e).mean != 0.0));
}
