//! The simulation against closed forms: each to within 4 standard errors at 1,000,000 trials.

use crate::simulated::{one_stream, one_stream_and, plan_of, run, run_with, settings};
use mikomi::engine::{Sampling, Settings};
use mikomi::outcome::Entry;
use mikomi::plan::Uncertainty;

const N: f64 = 1e6;

/// The entry of policy P over the plan period under both samplings.
fn both(text: &str) -> [(Sampling, Entry); 2] {
    [Sampling::Random, Sampling::Latin].map(|sampling| {
        let outcome = run_with(text, Settings { sampling, ..settings(1_000_000) }, Uncertainty::On);
        (sampling, Entry::clone(&plan_of(&outcome)))
    })
}

/// Checks mean and variance. A sample's sd has the relative standard error √((κ − 1) / 4n) for kurtosis κ; `kurtosis`
/// is an upper bound of it. Stratified draws must not be worse than plain ones.
fn moments(name: &str, text: &str, mean: f64, variance: f64, kurtosis: f64) {
    let sd = variance.sqrt();
    let plain = sd / N.sqrt();
    for (sampling, e) in both(text) {
        let se = e.se.expect("many blocks");
        assert!((e.mean - mean).abs() < 4.0 * plain.max(1e-9), "{name} {sampling:?}: mean {} not {mean}", e.mean);
        assert!((e.mean - mean).abs() < 5.0 * se + 1e-6 * sd, "{name} {sampling:?}: {} not {mean} ± {se}", e.mean);
        let allowed = 4.0 * ((kurtosis - 1.0) / (4.0 * N)).sqrt();
        let ratio = e.sd.expect("many trials") / sd;
        assert!((ratio - 1.0).abs() < allowed, "{name} {sampling:?}: sd ratio {ratio}");
        let bound = if sampling == Sampling::Latin { 1.05 } else { 1.2 };
        assert!(se < bound * plain, "{name} {sampling:?}: standard error {se} against plain {plain}");
        if sampling == Sampling::Random {
            assert!(se > 0.8 * plain, "{name}: standard error {se} against plain {plain}");
        }
    }
}

/// 1,000 in R6 alone, times a realisation.
fn realised(distribution: &str) -> String {
    let stream = format!("amounts = {{ R6 = 1000 }}\nrecurring = false\nrealisation = {distribution}");
    one_stream("recurring", "", &stream)
}

#[test]
fn each_distribution_has_its_mean_and_variance() {
    let (log_mean, log_variance) = {
        // median 1.2, sigma 0.4: mean m·exp(σ²/2), variance mean²·(exp(σ²) − 1).
        let mean = 1.2 * (0.08_f64).exp();
        (mean, mean * mean * (0.16_f64.exp() - 1.0))
    };
    let metalog = {
        // Keelin (2016): a2 = (q90 − q10) / 2 ln 9, a3 = (q90 + q10 − 2 q50) / 0.8 ln 9; mean a1 + a3/2; variance
        // π²/3 a2² + (1/12 + π²/36) a3².
        let (a2, a3) = (0.6 / (2.0 * 9_f64.ln()), -0.1 / (0.8 * 9_f64.ln()));
        let pi2 = std::f64::consts::PI.powi(2);
        (0.8 + a3 / 2.0, pi2 / 3.0 * a2 * a2 + (1.0 / 12.0 + pi2 / 36.0) * a3 * a3)
    };
    for (distribution, mean, variance, kurtosis) in [
        ("{ kind = \"uniform\", low = 0.5, high = 1.5 }", 1.0, 1.0 / 12.0, 1.8),
        // (a + m + b)/3; (a² + m² + b² − am − ab − mb)/18.
        ("{ kind = \"triangular\", low = 0.4, mode = 0.9, high = 1.1 }", 0.8, 0.26 / 6.0 / 2.0, 2.4),
        // PERT is beta(5, 2) stretched to 0 … 1.2 for the mode 0.96: mean 0.8571, variance 10/(49·8)·1.44.
        (
            "{ kind = \"pert\", low = 0.0, mode = 0.96, high = 1.2 }",
            1.2 * (4.2 / 6.0),
            1.44 * 4.2 * 1.8 / (36.0 * 7.0),
            3.0,
        ),
        ("{ kind = \"normal\", mean = 0.8, sd = 0.2 }", 0.8, 0.04, 3.0),
        ("{ kind = \"lognormal\", mean = 0.9, sd = 0.3 }", 0.9, 0.09, 6.0),
        ("{ kind = \"lognormal\", median = 1.2, sigma = 0.4 }", log_mean, log_variance, 6.5),
        ("{ kind = \"beta\", mean = 0.82, sd = 0.25, low = 0.0, high = 1.3 }", 0.82, 0.0625, 3.0),
        // beta(2, 3): mean 2/5, variance 6/(25·6).
        ("{ kind = \"beta\", alpha = 2.0, beta = 3.0 }", 0.4, 0.04, 3.0),
        // 0.2·0 + 0.5·1 + 0.3·2 = 1.1; 0.5 + 1.2 − 1.21.
        ("{ kind = \"discrete\", values = [0, 1, 2], weights = [2, 5, 3] }", 1.1, 0.49, 3.0),
        // 0.6, 0.8, 1.3: mean 0.9, variance (0.09 + 0.01 + 0.16)/3.
        ("{ kind = \"empirical\", values = [0.8, 1.3, 0.6] }", 0.9, 0.26 / 3.0, 3.0),
        ("{ kind = \"quantiles\", p10 = 0.45, p50 = 0.80, p90 = 1.05 }", metalog.0, metalog.1, 5.0),
    ] {
        moments(distribution, &realised(distribution), 1000.0 * mean, 1e6 * variance, kurtosis);
    }
}

#[test]
fn going_ahead_times_realisation() {
    // p·m; p·(m² + s²) − p²m².
    let text = one_stream(
        "recurring",
        "go_ahead = 0.7",
        "amounts = { R6 = 1000 }\nrecurring = false\nrealisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }",
    );
    moments("go", &text, 1000.0 * 0.56, 1e6 * (0.7 * 0.68 - 0.56 * 0.56), 3.0);
}

#[test]
fn a_delay_shifts_the_curve() {
    // Linear over 3 years to 300 from R6: Σ R6…R9 is 900, 600, 300, 100 with a delay of 0, 1, 2, 3 years.
    let text = one_stream(
        "recurring",
        "delay = { class = \"start_delay\" }",
        "shape = { kind = \"linear\", start = \"R6\", years = 3, full = 300 }",
    );
    let outcomes: [(f64, f64); 4] = [(0.60, 900.0), (0.27, 600.0), (0.10, 300.0), (0.03, 100.0)];
    let mean: f64 = outcomes.iter().map(|(p, x)| p * x).sum();
    let variance = outcomes.iter().map(|(p, x)| p * (x - mean).powi(2)).sum();
    moments("delay", &text, mean, variance, 6.0);
}

#[test]
fn a_fractional_delay_interpolates() {
    // A step of 100 from R5 delayed by d uniform on 0 … 1 loses 100·d of its 500.
    let text = one_stream(
        "recurring",
        "delay = { kind = \"uniform\", low = 0, high = 1 }",
        "shape = { kind = \"step\", start = \"R5\", full = 100 }",
    );
    moments("fraction", &text, 450.0, 1e4 / 12.0, 1.8);
}

#[test]
fn yearly_noise_keeps_its_mean_and_persists() {
    // 100 a year over six years, noise of variance v = cv² with log-correlation ρ^|i−j|:
    // Var = 100²·Σ_ij (exp(s·ρ^|i−j|) − 1), s = ln(1 + cv²).
    let (cv, rho): (f64, f64) = (0.3, 0.6);
    let s = (1.0 + cv * cv).ln();
    let pairs = (0..6).flat_map(|i| (0..6).map(move |j: i32| (i - j).abs()));
    let variance: f64 = pairs.map(|k| (s * rho.powi(k)).exp() - 1.0).sum::<f64>() * 1e4;
    let stream =
        format!("shape = {{ kind = \"step\", start = \"R4\", full = 100 }}\nvolatility = {cv}\npersistence = {rho}");
    moments("noise", &one_stream("recurring", "", &stream), 600.0, variance, 5.0);
    let independent = format!("shape = {{ kind = \"step\", start = \"R4\", full = 100 }}\nvolatility = {cv}");
    moments("noise", &one_stream("recurring", "", &independent), 600.0, 6e4 * cv * cv, 5.0);
}

#[test]
fn an_index_grows_as_expected_and_spreads() {
    // Index in R9, base R6, 2 % a year, σ = 0.1: mean 1.02³, variance mean²·(exp(3σ²) − 1).
    let stream = "amounts = { R9 = 1000 }\nrecurring = false\ndriver = \"wage\"";
    let driver = "[[driver]]\nid = \"wage\"\nbase = \"R6\"\ngrowth = 0.02\nvolatility = 0.1";
    let mean = 1.02_f64.powi(3);
    let text = one_stream_and("recurring", "", stream, driver);
    moments("index", &text, 1000.0 * mean, 1e6 * mean * mean * (0.03_f64.exp() - 1.0), 4.0);
}

/// Ten initiatives of 100 once, realised normally with sd 0.2, under one factor of correlation ρ.
fn ten(rho: f64) -> String {
    let each = |i: usize| {
        format!(
            "[[initiative]]\nid = \"b{i}\"\nname = \"b\"\npolicy = \"P\"\n[[initiative.stream]]\nid = \"s\"\nkind = \"saving\"\n\
             amounts = {{ R6 = 100 }}\nrecurring = false\nrealisation = {{ kind = \"normal\", mean = 0.8, sd = 0.2 }}\n"
        )
    };
    let others: String = (1..10).map(each).collect();
    let group = format!(
        "[[dependence]]\nid = \"g\"\namong = {{ policy = \"P\" }}\nvariable = \"realisation\"\ncorrelation = {rho}\n"
    );
    let stream = "amounts = { R6 = 100 }\nrecurring = false\nrealisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }";
    one_stream_and("recurring", "", stream, &(others + &group))
}

#[test]
fn a_common_factor_widens_the_sum() {
    // Var = n·v + n(n−1)·ρ·v with v = 20².
    for rho in [0.0, 0.25, 0.9] {
        moments("factor", &ten(rho), 800.0, 400.0 * (10.0 + 90.0 * rho), 3.0);
    }
}

#[test]
fn the_correlation_asked_for_is_achieved() {
    let outcome = run_with(&ten(0.25), settings(1_000_000), Uncertainty::On);
    let entry = &outcome.correlations[0];
    assert_eq!((entry.members, entry.requested), (10, 0.25));
    assert!((entry.implied - 0.25).abs() < 1e-12);
    for achieved in [entry.latent, entry.value] {
        // The mean of 45 correlations, each with a standard error of at most 1/√n.
        assert!((achieved.expect("varies") - 0.25).abs() < 4.0 / N.sqrt());
    }
}

/// Whole one-off amounts and lasting ones hang on the same delay: it is one quantity, however often it is read.
#[test]
fn a_quantity_that_is_read_twice_counts_once_in_its_correlation() {
    let delay = "delay = { kind = \"uniform\", low = 0, high = 2 }";
    let more = |rho: f64| {
        format!(
            "[[initiative.stream]]\nid = \"t\"\nkind = \"saving\"\nrecurring = false\namounts = {{ R6 = 50 }}\n\
             [[initiative]]\nid = \"b\"\nname = \"b\"\npolicy = \"P\"\n{delay}\n\
             stream = [{{ id = \"s\", kind = \"saving\", recurring = false, amounts = {{ R6 = 100 }} }}]\n\
             [[dependence]]\nid = \"g\"\namong = {{ policy = \"P\" }}\nvariable = \"delay\"\ncorrelation = {rho}\n"
        )
    };
    for rho in [0.0_f64, 0.5] {
        let outcome = run(&one_stream_and("recurring", delay, "amounts = { R6 = 100 }", &more(rho)), 1_000_000);
        let entry = &outcome.correlations[0];
        assert_eq!((entry.members, entry.requested), (2, rho));
        // Of uniform values joined by normal ones: 6/π · arcsin(ρ/2).
        for (achieved, expected) in
            [(entry.latent, rho), (entry.value, 6.0 / std::f64::consts::PI * (rho / 2.0).asin())]
        {
            let achieved = achieved.expect("varies");
            assert!((achieved - expected).abs() < 4.0 / N.sqrt(), "{rho}: {achieved} {expected}");
        }
    }
}

#[test]
fn each_counting_basis_has_its_mean_and_variance() {
    // A step of 100 from R5 and 40 once in R6, each realised normally (mean 0.8, sd 0.2), independently.
    let basis = |name: &str| {
        let realised = "realisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }";
        let once = format!(
            "[[initiative.stream]]\nid = \"once\"\nkind = \"revenue\"\nshape = {{ kind = \"one_off\", start = \"R6\", full = 40 }}\n{realised}"
        );
        one_stream_and(
            name,
            "",
            &format!("shape = {{ kind = \"step\", start = \"R5\", full = 100 }}\n{realised}"),
            &once,
        )
    };
    for (name, lasting, once) in
        [("recurring", 500.0, 40.0), ("new_in_year", 100.0, 40.0), ("year_on_year", 100.0, 0.0)]
    {
        let variance: f64 = 0.04 * (lasting * lasting + once * once);
        moments(name, &basis(name), 0.8 * (lasting + once), variance, 3.0);
    }
}

#[test]
fn tail_quantities_of_a_normal_effect() {
    // X normal with mean 600·0.9 = 540 and sd 600·0.15 = 90 against T = 600.
    let stream = "shape = { kind = \"step\", start = \"R4\", full = 100 }\n\
                  realisation = { kind = \"normal\", mean = 0.9, sd = 0.15 }";
    let (mean, sd, target) = (540.0, 90.0, 600.0);
    let d: f64 = (target - mean) / sd;
    let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let below = mikomi::distributions::normal::cumulative(d);
    let shortfall = sd * (d * below + density(d));
    let z90 = 1.281_551_565_544_600_4;
    let z80 = 0.841_621_233_572_914_3;
    for (sampling, e) in both(&one_stream("recurring", "", stream)) {
        let e = crate::simulated::held(&e);
        let plain = |p: f64| (p * (1.0 - p) / N).sqrt();
        assert!((e.p_met.value - (1.0 - below)).abs() < 4.0 * plain(below), "{sampling:?}");
        assert!(e.p_met.low <= 1.0 - below + 1e-4 && 1.0 - below <= e.p_met.high + 1e-4, "{sampling:?}");
        assert!((e.mean_shortfall - shortfall).abs() < 4.0 * sd / N.sqrt(), "{sampling:?}: {}", e.mean_shortfall);
        let if_short = e.mean_shortfall_if_short.expect("falls short");
        assert!((if_short - shortfall / below).abs() < 8.0 * sd / N.sqrt(), "{sampling:?}: {if_short}");
        // Quantiles: √(p(1−p)/n)/density of the normal, and 1/1000 of the sd for the histogram.
        let quantiles = e.quantiles;
        for (p, found) in [
            (0.05, quantiles.p5),
            (0.1, quantiles.p10),
            (0.2, quantiles.p20),
            (0.25, quantiles.p25),
            (0.5, quantiles.p50),
            (0.75, quantiles.p75),
            (0.8, quantiles.p80),
            (0.9, quantiles.p90),
            (0.95, quantiles.p95),
        ] {
            let z = mikomi::distributions::normal::quantile(p);
            let allowed = sd * (4.0 * plain(p) / density(z) + 0.001);
            assert!((found - (mean + sd * z)).abs() < allowed, "{sampling:?} P{p}: {found}");
        }
        // The worst tenth of T − X has mean T − μ + σ φ(z90)/0.1; its standard error is below 3σ/√n.
        let cvar = target - mean + sd * density(z90) / 0.1;
        assert!((e.cvar90 - cvar).abs() < sd * (4.0 * 3.0 / N.sqrt() + 0.001), "{sampling:?}: {} {cvar}", e.cvar90);
        assert!((e.extra_for_80 - (target - mean + sd * z80)).abs() < sd * (4.0 * plain(0.2) / density(z80) + 0.001));
        assert!((e.achievement.expect("T above 0") - 0.9).abs() < 1e-3);
    }
}

#[test]
fn stratified_draws_know_the_mean_of_a_sum_far_better() {
    let [(_, plain), (_, latin)] = both(&ten(0.25));
    assert!(plain.se.unwrap() > 15.0 * latin.se.unwrap(), "{:?} {:?}", plain.se, latin.se);
}

#[test]
fn a_rare_cost_is_counted_in_full_whatever_the_first_block_shows() {
    // 1,000,000 once with probability p = 0.0005, target 0: sd 1e6·√(p(1−p)), CVaR 10 times the mean shortfall.
    let text = one_stream(
        "recurring",
        "go_ahead = 0.0005",
        "shape = { kind = \"one_off\", start = \"R4\", full = 1_000_000 }\non_failure = \"avoided\"",
    )
    .replace("\"saving\"", "\"cost\"")
    .replace("R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = 100", "R4 = 0");
    for seed in 1..=6 {
        let outcome = run_with(&text, Settings { seed, ..settings(102_400) }, Uncertainty::On);
        let e = plan_of(&outcome);
        let p = e.mean / -1e6;
        assert!((p - 0.0005).abs() < 4.0 * (0.0005_f64 / 102_400.0).sqrt(), "{seed}: {p}");
        let sd = 1e6 * (p * (1.0 - p)).sqrt();
        assert!((e.sd.unwrap() / sd - 1.0).abs() < 1e-3, "{seed}: {:?} {sd}", e.sd);
        assert!((e.cvar90 / (10.0 * e.mean_shortfall) - 1.0).abs() < 2e-3, "{seed}: {} {}", e.cvar90, e.mean_shortfall);
    }
}

#[test]
fn intervals_cover_with_a_short_last_block_too() {
    // 2,049 and 3,000 trials: the spread of the mean over seeds against the standard error that each run reports.
    let text = realised("{ kind = \"normal\", mean = 0.8, sd = 0.2 }");
    for trials in [2049, 3000] {
        let runs: Vec<Entry> = (0..200)
            .map(|seed| {
                let settings = Settings { seed, sampling: Sampling::Random, ..settings(trials) };
                Entry::clone(&plan_of(&run_with(&text, settings, Uncertainty::On)))
            })
            .collect();
        let n = runs.len() as f64;
        let spread = (runs.iter().map(|e| (e.mean - 800.0).powi(2)).sum::<f64>() / n).sqrt();
        let reported = (runs.iter().map(|e| e.se.unwrap().powi(2)).sum::<f64>() / n).sqrt();
        // With 2 blocks the squared error is a χ² of 1 degree of freedom: its mean over 200 runs is good to 10 %.
        assert!((reported / spread - 1.0).abs() < 0.25, "{trials}: {reported} against {spread}");
        let plain = 200.0 / (trials as f64).sqrt();
        assert!((spread / plain - 1.0).abs() < 0.2, "{trials}: {spread} against {plain}");
    }
    // With fewer than two whole blocks there is no standard error, and none is made up.
    assert_eq!(plan_of(&run_with(&text, settings(1100), Uncertainty::On)).se, None);
}

#[test]
fn nothing_need_be_added_where_enough_trials_meet_the_target() {
    for (probability, more) in [(0.9, false), (0.81, false), (0.7, true)] {
        let text = one_stream(
            "recurring",
            &format!("go_ahead = {probability}"),
            "amounts = { R4 = 1_000_000 }\nrecurring = false",
        );
        let e = run_with(&text, settings(102_400), Uncertainty::On);
        let e = plan_of(&e);
        assert_eq!(e.extra_for_80 > 0.0, more, "{probability}: {}", e.extra_for_80);
    }
}

#[test]
fn what_is_certain_in_a_year_is_exact_in_that_year() {
    // An uncertain index that is 1 up to R6, and a delay that cannot matter once the step is up.
    let driver = "[[driver]]\nid = \"wage\"\nbase = \"R6\"\ngrowth = 0.02\nvolatility = 0.1";
    let indexed = one_stream_and(
        "recurring",
        "",
        "shape = { kind = \"step\", start = \"R4\", full = 100 }\ndriver = \"wage\"",
        driver,
    );
    let delayed = one_stream(
        "recurring",
        "delay = { kind = \"discrete\", values = [0, 1], weights = [1, 1] }",
        "shape = { kind = \"step\", start = \"R4\", full = 100 }",
    );
    for (text, certain) in [(indexed, 2022..=2024), (delayed, 2023..=2027)] {
        let outcome = run_with(&text, settings(10_000), Uncertainty::On);
        let of_years = outcome.results.iter().filter(|e| e.policy == "P" && e.period.first == e.period.last);
        for e in of_years.map(crate::simulated::held) {
            let expected = certain.contains(&e.period.first.calendar());
            assert_eq!(e.sd == Some(0.0) && e.p_met.low == 1.0 && e.mean == 100.0, expected, "{:?}", e.period);
        }
    }
}

#[test]
fn a_one_off_amount_of_an_open_year_is_not_lost_by_coming_early() {
    // 1,000 in R6, a year early: R5 is closed with an actual of 20, so it comes in R6, the first open year. The 20 go on in each
    // of the four open years: 10 + 20 + 1,000 + 4 · 20.
    let text = one_stream("recurring", "delay = -1", "shape = { kind = \"one_off\", start = \"R6\", full = 1000 }")
        .replace("basis = \"recurring\"", "basis = \"recurring\"\nas_of = \"R6\"")
        .replace("[[initiative]]", "actuals = { R4 = 10, R5 = 20 }\n[[initiative]]");
    assert_eq!(plan_of(&run_with(&text, settings(1), Uncertainty::On)).mean, 1110.0);
    let later = text.replace("delay = -1", "delay = 0");
    assert_eq!(plan_of(&run_with(&later, settings(1), Uncertainty::On)).mean, 1110.0);
}
