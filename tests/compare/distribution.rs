//! The distribution of a difference on common draws, against closed forms.

use super::{Over, as_stated, component, difference, initiative, laid, on_draws, small};
use crate::simulated::read;
use mikomi::analysis::{Attributed, Comparison, Component, Difference, Spread};
use mikomi::distributions::normal::{cumulative, quantile};

const N: u64 = 200 * 1024;

/// Once, in R6.
fn once(full: f64, mean: f64, sd: f64) -> String {
    format!(
        "{{ id = \"s\", kind = \"saving\", shape = {{ kind = \"one_off\", start = \"R6\", full = {full} }}, \
         realisation = {{ kind = \"normal\", mean = {mean}, sd = {sd} }} }}"
    )
}

fn a(full: f64, mean: f64, sd: f64) -> String {
    initiative("a", "", &once(full, mean, sd))
}

/// The difference of P is normal.
#[track_caller]
fn is_normal(d: &Difference, mean: f64, sd: f64) {
    let root = (N as f64).sqrt();
    assert!((d.difference.mean - mean).abs() < 4.0 * sd / root, "mean {} against {mean}", d.difference.mean);
    spreads(&d.spread, mean, sd);
    let p = cumulative(mean / sd);
    assert!((d.p_not_below.value - p).abs() < 4.0 * (p * (1.0 - p)).sqrt() / root + 2e-6, "{:?} {p}", d.p_not_below);
    assert!(d.p_not_below.low <= p + 1e-4 && p - 1e-4 <= d.p_not_below.high);
}

#[track_caller]
fn spreads(spread: &Spread, mean: f64, sd: f64) {
    let found = spread.sd.expect("many trials");
    // sd/√(2n), four times.
    assert!((found / sd - 1.0).abs() < 4.0 / (2.0 * N as f64).sqrt(), "sd {found} against {sd}");
    let q = &spread.quantiles;
    for (p, found) in
        [(0.05, q.p5), (0.1, q.p10), (0.25, q.p25), (0.5, q.p50), (0.8, q.p80), (0.9, q.p90), (0.95, q.p95)]
    {
        let z = quantile(p);
        let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let allowed = sd * (4.0 * (p * (1.0 - p) / N as f64).sqrt() / density + 0.002);
        assert!((found - (mean + sd * z)).abs() < allowed, "P{p}: {found} against {}", mean + sd * z);
    }
}

fn of_p(of: &Comparison) -> &Difference {
    difference(of, "P", Over::Plan)
}

fn part(of: &Comparison, c: Component) -> Attributed {
    component(of, "P", Over::Plan, c)
}

#[test]
fn what_both_have_is_no_difference_and_what_is_new_is_all_of_it() {
    // 1,000 · (0.8 + 0.2 z) in both; 500 · (0.9 + 0.3 z′) is new.
    let plan = small(&a(1000.0, 0.8, 0.2));
    let revised = plan.clone() + &initiative("n", "", &once(500.0, 0.9, 0.3));
    let of = on_draws(&read(&plan), &read(&revised), N);
    is_normal(of_p(&of), 450.0, 150.0);
    is_normal(difference(&of, "total", Over::Plan), 450.0, 150.0);
    is_normal(difference(&of, "P", Over::Year(2024)), 450.0, 150.0);
    assert_eq!(difference(&of, "P", Over::Year(2025)).spread.sd, Some(0.0));
    spreads(&part(&of, Component::New).spread, 450.0, 150.0);
}

#[test]
fn one_goes_and_another_comes() {
    // −500 · (0.9 + 0.3 z) + 400 · (1 + 0.4 z′): mean −50, variance 150² + 160².
    let plan = small(&(a(1000.0, 0.8, 0.2) + &initiative("o", "", &once(500.0, 0.9, 0.3))));
    let revised = small(&(a(1000.0, 0.8, 0.2) + &initiative("n", "", &once(400.0, 1.0, 0.4))));
    let of = on_draws(&read(&plan), &read(&revised), N);
    is_normal(of_p(&of), -50.0, 150_f64.hypot(160.0));
    spreads(&part(&of, Component::Ended).spread, -450.0, 150.0);
    spreads(&part(&of, Component::New).spread, 400.0, 160.0);
}

#[test]
fn the_same_latent_under_another_distribution() {
    // 1,000 · (0.9 + 0.1 z) less 1,000 · (0.8 + 0.2 z): 100 − 100 z.
    let (plan, revised) = (small(&a(1000.0, 0.8, 0.2)), small(&a(1000.0, 0.9, 0.1)));
    let of = on_draws(&read(&plan), &read(&revised), N);
    is_normal(of_p(&of), 100.0, 100.0);
    spreads(&part(&of, Component::Assumptions).spread, 100.0, 100.0);
}

#[test]
fn other_amounts_on_the_same_draws() {
    // 1,500 against 1,000, times (0.8 + 0.2 z): 400 + 100 z; never below but where 0.8 + 0.2 z is.
    let (plan, revised) = (small(&a(1000.0, 0.8, 0.2)), small(&a(1500.0, 0.8, 0.2)));
    let of = on_draws(&read(&plan), &read(&revised), N);
    is_normal(of_p(&of), 400.0, 100.0);
}

#[test]
fn components_can_vary_where_their_sum_does_not() {
    // 2,000 · (0.9 + 0.1 z) less 1,000 · (0.8 + 0.2 z) is 1,000 in every trial. Amounts add ½ (1,000 · (0.8 + 0.2 z) +
    // 1,000 · (0.9 + 0.1 z)) = 850 + 150 z, assumptions ½ (1,000 + 2,000) · (0.1 − 0.1 z) = 150 − 150 z.
    let (plan, revised) = (small(&a(1000.0, 0.8, 0.2)), small(&a(2000.0, 0.9, 0.1)));
    let of = on_draws(&read(&plan), &read(&revised), N);
    let d = of_p(&of);
    assert!((d.difference.mean - 1000.0).abs() < 1e-9 && d.spread.sd.unwrap() < 1e-6, "{:?}", d.spread);
    assert_eq!(d.p_not_below.value, 1.0);
    let [amounts, assumptions] = [Component::Amounts, Component::Assumptions].map(|c| part(&of, c));
    spreads(&amounts.spread, 850.0, 150.0);
    spreads(&assumptions.spread, 150.0, 150.0);
    assert!((amounts.mean - 850.0).abs() < 1.0 && (assumptions.mean - 150.0).abs() < 1.0);
    assert!((amounts.mean + assumptions.mean - 1000.0).abs() < 1e-9);
    // What is uncertain is planned at 1.
    assert_eq!((amounts.planned, assumptions.planned), (1000.0, 0.0));
}

#[test]
fn an_outturn_against_its_forecast() {
    // 700 once recorded for R6, and what is open of it, 30 z′, in place of 1,000 · (0.8 + 0.2 z): −100. What is open is lasting
    // and goes on over R7 to R9: variance (4 · 30)² + 200². As stated it does not: 30² + 200².
    let plan = small(&a(1000.0, 0.8, 0.2));
    let told = "plan = { as_of = \"R7\" }\n[[policy]]\nid = \"P\"\n\
                actuals = { R4 = 0, R5 = 0, R6 = { value = 700, one_off = 700, state = \"outturn\", sd = 30 } }\n";
    for (plan, sd) in [(as_stated(&plan), 30.0), (plan, 4.0 * 30.0)] {
        let of = on_draws(&read(&plan), &laid(&plan, told), N);
        is_normal(of_p(&of), -100.0, f64::hypot(sd, 200.0));
        is_normal(difference(&of, "P", Over::Year(2024)), -100.0, 30_f64.hypot(200.0));
    }
}

#[test]
fn a_delay_and_a_probability_on_the_same_draws() {
    // 100 a year from R6 on, a year late with probability 0.5 instead of 0.2: the same latent, so 0.3 of the trials lose 100.
    let late = |p: f64| {
        let step = "{ id = \"s\", kind = \"saving\", shape = { kind = \"step\", start = \"R6\", full = 100 } }";
        let keys = format!("delay = {{ kind = \"discrete\", values = [0, 1], weights = [{}, {p}] }}", 1.0 - p);
        small(&initiative("a", &keys, step))
    };
    let of = on_draws(&read(&late(0.2)), &read(&late(0.5)), N);
    let d = of_p(&of);
    let error = 4.0 * (0.3 * 0.7 / N as f64).sqrt();
    assert!((d.difference.mean + 30.0).abs() < 100.0 * error, "{}", d.difference.mean);
    assert!((d.p_not_below.value - 0.7).abs() < error, "{}", d.p_not_below.value);
    assert!((d.spread.sd.unwrap() - 100.0 * 0.21_f64.sqrt()).abs() < 0.5);
    let q = &d.spread.quantiles;
    assert!(
        (q.p5 + 100.0).abs() < 0.2 && (q.p25 + 100.0).abs() < 0.2 && q.p50.abs() < 0.2 && q.p90.abs() < 0.2,
        "{q:?}"
    );
}
