//! Common draws hold for every change that leaves a quantity alone: what is not changed does not move.

use super::{laid, on_draws};
use crate::simulated::read;
use mikomi::analysis::Comparison;

/// Policy P with a saving of 100 a year, uncertain; policy Q with one certain; a group over all.
const PLAN: &str = r#"format = 1
title = "test"
unit = "千円"
plan = { first = "R4", last = "R7", basis = "recurring" }
policy = [{ id = "P", name = "P", targets = { R4 = 90 } }, { id = "Q", name = "Q" }]
dependence = [
    { id = "all", among = {}, variable = "realisation", correlation = 0.5 },
    { id = "of-P", among = { policy = "P" }, variable = "realisation", correlation = 0.5 },
    { id = "narrow", among = { owner = "x" }, variable = "realisation", correlation = 0.7 },
    { id = "weak", among = { initiatives = ["a"] }, variable = "realisation", correlation = 0.1 },
]
[[initiative]]
id = "a"
name = "a"
policy = "P"
owner = "x"
stream = [{ id = "s", kind = "saving", shape = { kind = "step", start = "R4", full = 100 }, realisation = { kind = "normal", mean = 0.9, sd = 0.1 } }]
[[initiative]]
id = "c"
name = "c"
policy = "Q"
stream = [{ id = "s", kind = "saving", shape = { kind = "step", start = "R4", full = 50 } }]
"#;

/// Another uncertain initiative of policy Q.
fn more(id: &str) -> String {
    let owner = if id == "d" { "x" } else { "y" };
    format!(
        "[[initiative]]\nid = \"{id}\"\nname = \"{id}\"\npolicy = \"Q\"\nowner = \"{owner}\"\n[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\n\
         shape = {{ kind = \"step\", start = \"R4\", full = 70 }}\nrealisation = {{ kind = \"normal\", mean = 0.8, sd = 0.2 }}\n"
    )
}

/// Policy P is exactly as it was, in every year and over the plan period.
fn keeps(policy: &str, of: &Comparison, what: &str) {
    let differences: Vec<_> = of.differences.iter().filter(|d| d.policy == policy).collect();
    assert!(!differences.is_empty(), "{what}");
    for d in differences {
        assert_eq!(
            (d.difference.mean, d.spread.sd, d.p_not_below.value),
            (0.0, Some(0.0), 1.0),
            "{what}: {:?}",
            d.period
        );
    }
}

#[test]
fn other_members_of_a_group_come_and_go() {
    let uncertain = "[[initiative]]\nid = \"c\"\n[[initiative.stream]]\nid = \"s\"\nrealisation = { kind = \"normal\", mean = 1, sd = 0.1 }";
    let certain = "[[initiative]]\nid = \"b\"\n[[initiative.stream]]\nid = \"s\"\nrealisation = 1.0";
    let decided = |what: &str| format!("[[initiative]]\nid = \"b\"\n{what}");
    let with_b = format!("{PLAN}{}", more("b"));
    let with_b = with_b.as_str();
    for (plan, revised, what) in [
        (PLAN, laid(PLAN, uncertain), "a certain one becomes uncertain"),
        (PLAN, read(with_b), "one is added"),
        (PLAN, read(&format!("{PLAN}{}", more("d"))), "one is added to an inner group"),
        (with_b, read(PLAN), "one is taken out"),
        (with_b, read(&format!("{with_b}{}", more("d"))), "a third one is added"),
        (with_b, laid(with_b, certain), "one becomes certain"),
        (with_b, laid(with_b, &decided("drop = true")), "one is dropped"),
        (with_b, laid(with_b, &decided("scale = 0")), "one is resized to nothing"),
    ] {
        keeps("P", &on_draws(&read(plan), &revised, 4096), what);
    }
}

/// A held level that moves from year to year.
fn noisy(plan: &str, decision: &str, more: &str) -> String {
    format!(
        "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ {plan} }}\npolicy = [{{ id = \"P\", name = \"P\" }}]\n{more}\n\
         [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n{decision}\n[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\n\
         shape = {{ kind = \"step\", start = \"R4\", full = 100 }}\nvolatility = 0.3\npersistence = 0.8\n"
    )
}

#[test]
fn an_early_start_moves_no_noise() {
    let period = "first = \"R4\", last = \"R7\", basis = \"recurring\"";
    let early = [
        "shift = -1",
        "shift = -2",
        "delay = -2",
        "delay = -9",
        "delay = { kind = \"discrete\", values = [-3, 0], weights = [1, 1] }",
    ];
    for decision in early {
        let of = on_draws(&read(&noisy(period, "", "")), &read(&noisy(period, decision, "")), 4096);
        keeps("P", &of, decision);
    }
    // Without a period: editions that read nothing before the start.
    let rolled = "editions = { first_base = \"R4\", last_base = \"R5\", horizon = 3 }\n";
    for decision in early {
        let [plan, revised] = ["", decision].map(|decision| read(&noisy("basis = \"recurring\"", decision, rolled)));
        keeps("P", &on_draws(&plan, &revised, 4096), decision);
    }
}

#[test]
fn noise_before_and_around_its_anchor_is_as_correlated_as_after_it() {
    // E = L[b+1] + L[b+2] − 2 L[b] with L = 100 N: variance 100² (6 c0 − 2 c1 − 4 c2), where N is log-normal with mean 1 and
    // c_k = exp(σ² φ^k) − 1, σ² = ln(1 + 0.3²). The anchor is FY2020.
    let variance: f64 = [(6.0, 0), (-2.0, 1), (-4.0, 2)]
        .iter()
        .map(|&(weight, k)| weight * ((0.09_f64.ln_1p() * 0.8_f64.powi(k)).exp() - 1.0))
        .sum();
    let sd = 100.0 * variance.sqrt();
    for base in [2014, 2018, 2019, 2020, 2025] {
        let editions = format!("editions = {{ first_base = {base}, last_base = {base}, horizon = 2 }}\n");
        let text = noisy("basis = \"recurring\"", "", &editions).replace("\"R4\"", &base.to_string());
        let outcome = crate::simulated::run(&text, 200 * 1024);
        let found = outcome.results.iter().find(|e| e.policy == "P" && e.period.base.is_some()).expect("an edition");
        // The sd of 204,800 skewed trials is good to half a percent.
        assert!((found.sd.expect("many") / sd - 1.0).abs() < 0.02, "{base}: {:?} {sd}", found.sd);
        assert!(found.mean.abs() < 4.0 * sd / (204_800.0_f64).sqrt(), "{base}: {}", found.mean);
    }
}
