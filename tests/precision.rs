//! Runs that go on until a precision is reached: where they stop, what they say, and that nothing else changes.

use crate::expected::same_as;
use crate::program::mikomi;
use crate::simulated::{file, one_stream, plan_of, read, run, run_with, settings};
use mikomi::engine::{Margin, Precision, PrecisionStatistic, Progress, Sampling, Settings};
use mikomi::outcome::{self, CriterionEntry, Outcome, PrecisionEntry, Request, WidestEntry};
use mikomi::plan::Uncertainty;
use mikomi::stats::{Proportion, student_t_975};
use std::fmt::Write as _;
use std::sync::atomic::Ordering;

const EVERYTHING: &str = "tests/reference/everything.toml";
const MINIMAL: &str = "scenarios/minimal.toml";
const BLOCK: u64 = 1024;

fn odds(share: f64) -> Precision {
    Precision::of(PrecisionStatistic::Odds, Margin::Absolute(share))
}

fn until(precision: Precision, most: u64) -> Settings {
    Settings { precision: Some(precision), ..settings(most) }
}

fn simulated(text: &str, settings: Settings) -> Outcome {
    run_with(text, settings, Uncertainty::On)
}

fn asked(outcome: &Outcome) -> &PrecisionEntry {
    outcome.provenance.precision.as_ref().expect("a precision was asked for")
}

fn widest(outcome: &Outcome, statistic: PrecisionStatistic) -> &WidestEntry {
    let of = |c: &&CriterionEntry| c.statistic == statistic;
    asked(outcome).criteria.iter().find(of).expect("asked").widest.as_ref().expect("uncertain")
}

/// Normal with mean 800 and standard deviation 200 in R6 alone, against a target of 800 in that year.
fn normal() -> String {
    let stream =
        "amounts = { R6 = 1000 }\nrecurring = false\nrealisation = { kind = \"normal\", mean = 0.8, sd = 0.2 }";
    one_stream("recurring", "", stream).replace(
        "R4 = 100, R5 = 100, R6 = 100, R7 = 100, R8 = 100, R9 = 100",
        "R4 = 0, R5 = 0, R6 = 800, R7 = 0, R8 = 0, R9 = 0",
    )
}

/// The looks of a run, in blocks: 32, then each time a quarter more, rounded down.
fn looks() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(32_u64), |blocks| Some(blocks + blocks / 4))
}

/// Nobody counts the zeros of what can never be reached.
#[test]
fn a_tiny_half_width_is_told_by_its_power_of_ten() {
    let args = ["run", "scenarios/minimal.toml", "--trials", "64", "--precision", "1e-300,mean=1e300", "--lang", "en"];
    let output = mikomi(&args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("P(met) ±1e-300 points, mean ±1e300 thousand yen"), "{told}");
    assert!(!told.contains("0000000000") && !String::from_utf8_lossy(&output.stdout).contains("0000000000"), "{told}");
}

#[test]
fn the_run_stops_at_the_first_look_that_suffices() {
    assert_eq!(looks().take(8).collect::<Vec<_>>(), [32, 40, 50, 62, 77, 96, 120, 150]);
    for (sampling, share) in [(Sampling::Random, 0.003), (Sampling::Latin, 0.0015)] {
        let text = file(MINIMAL);
        let stopped = simulated(&text, Settings { sampling, ..until(odds(share), 10_000_000) });
        let trials = stopped.provenance.trials;
        let count = looks().position(|blocks| blocks * BLOCK == trials).expect("a look");
        assert!(asked(&stopped).reached && count > 2, "{sampling:?}: {trials}");
        assert_eq!(asked(&stopped).looks as usize, count + 1);
        // Half-widths as a run of as many trials prints them: too wide at the look before, narrow enough at the last.
        let half = |trials: u64| {
            let outcome = simulated(&text, Settings { sampling, ..settings(trials) });
            let wide = |p: &Proportion| (p.high - p.value).max(p.value - p.low);
            outcome.results.iter().map(|e| wide(&e.p_met.expect("a target"))).fold(0.0, f64::max)
        };
        let before = looks().nth(count - 1).expect("an earlier look") * BLOCK;
        assert!(half(before) > share && half(trials) <= share, "{sampling:?}: {} {}", half(before), half(trials));
        assert_eq!(widest(&stopped, PrecisionStatistic::Odds).half_width, Some(half(trials)));
    }
}

/// Odds of a half to ±0.5 points need 1.96²·0.25/0.005² = 38,416 independent trials: the look after 40 blocks suffices. That
/// after 32 does so where the spread between blocks happens to be small: t² (3 + 31 s²)/34 < 1.96²·(32,768/38,416) with
/// t = 2.03, so s² < 0.78 of its mean, a χ² of 31 degrees of freedom below 24.2, in one run of five. The share of runs
/// whose interval holds the true odds is near 95 %.
#[test]
fn odds_of_a_half_need_as_many_trials_as_the_binomial_says_and_are_covered() {
    let text = normal();
    let (document, model) = read(&text);
    let (mut trials, mut missed) = (0, 0);
    for seed in 0..1000 {
        let settings = Settings { seed, sampling: Sampling::Random, threads: 1, ..until(odds(0.005), 10_000_000) };
        let request = Request { settings, uncertainty: Uncertainty::On, confidence: 0.8 };
        let outcome = outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads");
        let met = plan_of(&outcome).p_met;
        assert!(asked(&outcome).reached && met.high - met.value <= 0.005 && met.value - met.low <= 0.005, "{met:?}");
        assert!([32 * 1024, 40 * 1024].contains(&outcome.provenance.trials), "{}", outcome.provenance.trials);
        trials += outcome.provenance.trials;
        missed += u32::from(met.low > 0.5 || met.high < 0.5);
    }
    let early = (40.0 * 1024.0 - trials as f64 / 1000.0) / (8.0 * 1024.0);
    assert!((0.12..0.28).contains(&early), "{early} of the runs end after 32 blocks");
    // Between 94 % and 95.5 % are covered: of 1,000 runs 45 to 60 miss, and 3.7 standard deviations of either.
    assert!((20..=88).contains(&missed), "{missed} of 1,000 intervals miss the true odds");
}

/// The half-width of a mean is 1.96·σ/√n. That of a quantile is 1.96·√(p(1−p)/n) over the density, φ(1.2816)/σ = 0.17550/σ at
/// P10 and 0.39894/σ at P50; the farther of its two ends lies some 5 % farther than that.
#[test]
fn means_and_quantiles_need_as_many_trials_as_closed_forms_say() {
    let z: f64 = 1.959_964;
    for (statistic, margin, sd) in [
        (PrecisionStatistic::Mean, 0.5, 200.0),
        (PrecisionStatistic::P10, 1.0, 0.3 / 0.175_498 * 200.0),
        (PrecisionStatistic::P50, 0.75, 0.5 / 0.398_942 * 200.0),
        (PrecisionStatistic::P90, 1.0, 0.3 / 0.175_498 * 200.0),
    ] {
        let needed = (z * sd / margin).powi(2) / BLOCK as f64;
        let precision = Precision::of(statistic, Margin::Absolute(margin));
        let outcome = simulated(&normal(), Settings { sampling: Sampling::Random, ..until(precision, 10_000_000) });
        let trials = outcome.provenance.trials as f64;
        let blocks = trials / BLOCK as f64;
        // A look at least, and at most one more: the spread between some 500 blocks is known to 6 %.
        assert!(blocks > 0.85 * needed && blocks < 1.15 * 1.25 * needed, "{statistic:?}: {blocks}, not {needed}");
        let half = widest(&outcome, statistic).half_width.expect("many trials");
        let form = z * sd / trials.sqrt();
        assert!(half <= margin && (half / form - 1.0).abs() < 0.15, "{statistic:?}: {half}, not {form}");
        if statistic == PrecisionStatistic::Mean {
            let se = plan_of(&outcome).se.expect("many blocks");
            assert!((half / (se * student_t_975(blocks as u64 - 1)) - 1.0).abs() < 1e-12, "{half} {se}");
        }
    }
}

#[test]
fn a_share_is_of_the_figure_without_its_sign() {
    // A cost: the mean is −800, a thousandth of it 0.8.
    let text = normal().replace("\"saving\"", "\"cost\"");
    let precision = Precision::of(PrecisionStatistic::Mean, Margin::Relative(1e-3));
    let outcome = simulated(&text, Settings { sampling: Sampling::Random, ..until(precision, 10_000_000) });
    let found = widest(&outcome, PrecisionStatistic::Mean);
    let allowed = found.allowed.expect("many trials");
    assert!((allowed / (-1e-3 * plan_of(&outcome).mean) - 1.0).abs() < 1e-12 && (allowed - 0.8).abs() < 0.002);
    // (1.96·200/0.8)² = 240,100 trials.
    let ratio = outcome.provenance.trials as f64 / 240_100.0;
    assert!(asked(&outcome).reached && ratio > 0.8 && ratio < 1.2 * 1.25, "{ratio}");
}

/// Every policy, the total, every year, the plan period and every edition with what it booked.
#[test]
fn every_figure_counts_and_the_widest_is_named() {
    let precision = odds(0.001).and(PrecisionStatistic::Mean, Margin::Relative(1e-3));
    let outcome = simulated(&file(EVERYTHING), until(precision, 40_960));
    let t = student_t_975(39);
    let of_odds = |p: Proportion| (p.high - p.value).max(p.value - p.low);
    let all = outcome.results.iter().flat_map(|e| [e.p_met, e.booked.map(|b| b.p_met)]).flatten();
    let found = widest(&outcome, PrecisionStatistic::Odds);
    assert_eq!(found.half_width, Some(all.map(of_odds).fold(0.0, f64::max)));
    let of_mean = |e: &outcome::Entry| t * e.se.unwrap_or_default() / (1e-3 * e.mean.abs());
    let largest = outcome.results.iter().max_by(|a, b| of_mean(a).total_cmp(&of_mean(b))).expect("entries");
    let found = widest(&outcome, PrecisionStatistic::Mean);
    assert_eq!((&found.policy, &found.period), (&largest.policy, &largest.period));
    let share = found.half_width.expect("many trials") / found.allowed.expect("many trials");
    assert!((share / of_mean(largest) - 1.0).abs() < 1e-9, "{share}");
    assert!(outcome.results.iter().any(|e| e.booked.is_some()), "nothing is booked");
}

/// The odds of reaching 100 in R6 are certain to all intents; those of the 800 that an edition booked are not.
#[test]
fn what_an_edition_booked_counts() {
    let text =
        normal().replace("R6 = 800", "R6 = -9000") + "[[edition]]\nbase = \"R5\"\nhorizon = 1\nbooked = { P = 800 }\n";
    let outcome = simulated(&text, Settings { sampling: Sampling::Random, ..until(odds(0.005), 10_000_000) });
    let found = widest(&outcome, PrecisionStatistic::Odds);
    assert!(found.booked && found.period.base.is_some() && outcome.provenance.trials > 32 * BLOCK, "{found:?}");
}

#[test]
fn any_number_of_threads_stops_at_the_same_trial_with_the_same_bits() {
    let precision = odds(0.004).and(PrecisionStatistic::P10, Margin::Relative(0.02));
    let with = |threads| {
        let outcome = simulated(&file(EVERYTHING), Settings { threads, ..until(precision, 200_000) });
        assert!(outcome.provenance.trials > 32 * BLOCK, "the first look sufficed");
        serde_json::to_string(&outcome).expect("serialisable")
    };
    let one = with(1);
    for threads in [2, 3, 8] {
        assert!(one == with(threads), "{threads} threads");
    }
}

/// All figures of a run, without what tells how it came about.
fn figures(mut outcome: Outcome) -> String {
    outcome.provenance.precision = None;
    outcome.provenance.trials_requested = 0;
    outcome.provenance.interrupted = false;
    serde_json::to_string(&outcome).expect("serialisable")
}

#[test]
fn a_run_that_stops_is_the_run_of_as_many_trials() {
    let text = file(EVERYTHING);
    let stopped = simulated(&text, until(odds(0.004), 10_000_000));
    let trials = stopped.provenance.trials;
    assert!(asked(&stopped).reached && trials > 32 * BLOCK && trials < 10_000_000);
    assert!(!stopped.provenance.interrupted);
    assert!(figures(stopped) == figures(run(&text, trials)), "{trials} trials");
    // The last block of a run that comes to its most trials is shorter.
    let ended = simulated(&text, until(odds(1e-5), 50_500));
    assert!(!asked(&ended).reached && !ended.provenance.interrupted);
    // Looks after 32 and 40 blocks, then at the end.
    assert_eq!((ended.provenance.trials, asked(&ended).looks), (50_500, 3));
    assert!(figures(ended) == figures(run(&text, 50_500)));
}

#[test]
fn an_interruption_leaves_whole_rounds_and_no_claim() {
    let text = file("scenarios/revised.toml");
    let (document, model) = read(&text);
    let request = Request { settings: until(odds(1e-9), 500_000_000), uncertainty: Uncertainty::On, confidence: 0.8 };
    let progress = Progress::default();
    let outcome = std::thread::scope(|scope| {
        scope.spawn(|| {
            while progress.done.load(Ordering::Relaxed) < 100_000 {
                std::thread::yield_now();
            }
            progress.stop.store(true, Ordering::Relaxed);
        });
        outcome::simulate(&document, &model, &request, &progress).expect("threads")
    });
    let trials = outcome.provenance.trials;
    assert!(trials > 0 && trials.is_multiple_of(BLOCK) && outcome.provenance.interrupted && !asked(&outcome).reached);
    assert!(figures(outcome) == figures(run_with(&text, settings(trials), Uncertainty::On)));
    // Before the first look there is nothing to tell.
    let progress = Progress::default();
    progress.stop.store(true, Ordering::Relaxed);
    let outcome = outcome::simulate(&document, &model, &request, &progress).expect("threads");
    assert_eq!((outcome.provenance.trials, asked(&outcome).looks), (0, 0));
    assert_eq!(widest(&outcome, PrecisionStatistic::Odds).half_width, None);
}

#[test]
fn what_is_certain_is_known_exactly() {
    let certain = one_stream("recurring", "", "amounts = { R4 = 100 }");
    let precision = odds(1e-6).and(PrecisionStatistic::P50, Margin::Absolute(1e-6));
    let outcome = simulated(&certain, until(precision, 10_000_000));
    assert_eq!((outcome.provenance.trials, asked(&outcome).reached), (0, true));
    assert!(asked(&outcome).criteria.iter().all(|c| c.reached && c.widest.is_none()));
}

#[test]
fn too_few_trials_claim_nothing() {
    // One block: no spread between blocks, so the mean's half-width is unknown, not 0.
    let outcome = simulated(&normal(), until(Precision::of(PrecisionStatistic::Mean, Margin::Absolute(1e9)), 1024));
    assert!(!asked(&outcome).reached && widest(&outcome, PrecisionStatistic::Mean).half_width.is_none());
    // 20 trials: the interval of P5 reaches below the first of them.
    let outcome = simulated(&normal(), until(Precision::of(PrecisionStatistic::P5, Margin::Absolute(1e9)), 20));
    assert!(!asked(&outcome).reached && widest(&outcome, PrecisionStatistic::P5).half_width.is_none());
}

fn printed(args: &[&str]) -> (String, String) {
    let output = mikomi(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    (out, err)
}

#[test]
fn the_option_is_heeded_in_every_format_and_told_in_both_languages() {
    let json = |args: &[&str]| -> Outcome {
        let (out, err) = printed(&[&["run", MINIMAL, "--format", "json"], args].concat());
        assert_eq!(err, "", "{args:?}");
        serde_json::from_str(&out).expect("an outcome")
    };
    let plain = json(&[]);
    assert_eq!((plain.provenance.trials, &plain.provenance.precision), (100_000, &None));
    let stopped = json(&["--precision", "2"]);
    assert_eq!((stopped.provenance.trials, stopped.provenance.trials_requested), (32 * BLOCK, 10_000_000));
    let both = json(&["--precision", "odds=2,p10=0.5%"]);
    assert!(both.provenance.trials > 32 * BLOCK, "the quantile was not asked for");
    assert!(both == json(&["--precision", "p10=0.5%", "--precision", "2"]), "the order matters");
    for (lang, words) in [
        ("en", ["P(met) ±2 points, P10 ±0.5%", "reached with ", "at most 10,000,000", "P10 of "]),
        ("ja", ["達成確率 ±2 ポイント、P10 ±0.5%に", "試行で到達しました", "上限 10,000,000", "のP10（±"]),
    ] {
        let (out, err) = printed(&["run", MINIMAL, "--precision", "2,p10=0.5%", "--detail", "--lang", lang]);
        assert!(words.iter().all(|w| out.contains(w)) && err.is_empty(), "{out} {err}");
    }
}

#[test]
fn a_run_that_comes_to_its_most_trials_says_so_and_succeeds() {
    for (lang, words) in
        [("en", "Precision not reached: mean ±1 thousand yen"), ("ja", "精度に届きませんでした：平均 ±1千円")]
    {
        let args = ["run", MINIMAL, "--precision", "mean=1", "--trials", "4,096", "--lang", lang];
        let (out, err) = printed(&args);
        assert!(out.contains(&format!(" 1. {words}")) && out.contains("4,096"), "{out}");
        assert!(err.contains(words) && err.contains("--trials"), "{err}");
        // Rows of numbers have no room for it, so it is on standard error there too.
        let (_, err) = printed(&[&args[..], &["--format", "csv"]].concat());
        assert!(err.contains(words), "{err}");
    }
}

/// Exit code 2 and the exact message for whatever cannot be asked.
#[test]
fn what_cannot_be_asked_is_refused() {
    for lang in ["ja", "en"] {
        let mut told = String::new();
        for typed in [
            &["0"][..],
            &["-0.5"],
            &["nan"],
            &["50"],
            &["0.5%"],
            &[""],
            &["mean=abc"],
            &["mean=-1"],
            &["p10=100%"],
            &["sd=1"],
            &["mean"],
            &["mean=1,000"],
            &["0.5,odds=1"],
            &["0.5", "--deterministic"],
        ] {
            let output = mikomi(&[&["run", MINIMAL, "--lang", lang, "--precision"], typed].concat());
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{typed:?}");
            let message = String::from_utf8(output.stderr).expect("UTF-8");
            let _ = write!(told, "--precision {}\n  {message}", typed.join(" "));
        }
        same_as(&format!("tests/golden/precision.refused.{lang}.txt"), told.as_bytes());
    }
    // A comparison needs the same trials of both plans.
    let compared = ["compare", "scenarios/plan-time.toml", "scenarios/revised.toml", "--precision", "1"];
    assert_eq!(mikomi(&compared).status.code(), Some(2));
}
