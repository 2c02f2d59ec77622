//! The record: medians, ratios, and whether the answers agree.

use crate::contestants::{Answer, Contestant};
use crate::{Measurement, SCENARIO};
use std::fmt::Write as _;

/// What the peers draw for a trial, besides three common factors.
const NUMBERS_OF_PEERS: f64 = 840.0;
/// A deviation of more standard errors than this is no chance.
const ERRORS: f64 = 4.5;

/// Median, least and greatest.
fn spread(values: impl Iterator<Item = f64>) -> Option<(f64, f64, f64)> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let (least, greatest) = (*values.first()?, *values.last()?);
    Some((f64::midpoint(values[(n - 1) / 2], values[n / 2]), least, greatest))
}

fn median(of: &Contestant, figure: impl Fn(&Measurement) -> Option<f64>) -> Option<f64> {
    spread(of.measured.iter().filter_map(figure)).map(|(median, ..)| median)
}

/// A whole number with commas, or a dash.
fn whole(value: Option<f64>) -> String {
    let Some(value) = value else { return "–".to_owned() };
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The ratio of medians, with the least and greatest ratio of one round.
fn ratio(of: &Contestant, to: &Contestant) -> String {
    let rounds = of.measured.iter().zip(&to.measured).map(|(a, b)| a.ns / b.ns);
    let medians = Option::zip(median(of, |m| Some(m.ns)), median(to, |m| Some(m.ns)));
    match Option::zip(medians, spread(rounds)) {
        Some(((a, b), (_, least, greatest))) => format!("**{:.2}** ({least:.2}–{greatest:.2})", a / b),
        None => "–".to_owned(),
    }
}

/// By how many standard errors two answers from as many trials differ at most, of mean, standard deviation and probability.
fn apart(a: Answer, b: Answer, trials: (u64, u64)) -> f64 {
    let each = (1.0 / trials.0 as f64 + 1.0 / trials.1 as f64).sqrt();
    let sd = a.sd.max(b.sd);
    let p = f64::midpoint(a.short, b.short);
    // The peers print one decimal of amounts and four of the probability.
    let beyond = |difference: f64, rounding: f64, error: f64| (difference.abs() - rounding).max(0.0) / error;
    let of_mean = beyond(a.mean - b.mean, 0.05, sd * each);
    let of_sd = beyond(a.sd - b.sd, 0.05, sd * each / std::f64::consts::SQRT_2);
    let of_p = beyond(a.short - b.short, 0.000_05, (p * (1.0 - p)).sqrt().max(1e-3) * each);
    of_mean.max(of_sd).max(of_p)
}

/// The record, and whether all answers agree.
pub(super) fn markdown(
    all: &[Contestant],
    missing: &[String],
    numbers: usize,
    command: &str,
    machine: &[String],
) -> (String, bool) {
    let mut out = String::from("# W60: mikomi and its peers\n\n");
    let rounds = all[0].measured.len();
    let _ = write!(
        out,
        "Every program ran once in each round, one after the other, beginning with another one each time; rounds after a warm-up: {rounds}. \
         Scenario: {SCENARIO}.\nmikomi is timed as a whole process (reading, simulating, all statistics, writing JSON); a peer by what it prints, \
         which leaves out\nimports and compiling. A ratio is that of the medians, with the least and the greatest of one round.\n\n\
         - Command: `{command}`\n"
    );
    for line in machine {
        let _ = writeln!(out, "- {line}");
    }
    for line in missing {
        let _ = writeln!(out, "- Missing: {line}");
    }
    let first = &all[0];
    let single = all.iter().find(|c| c.is_mikomi && c.threads == 1 && c.trials == first.trials);
    out.push_str(
        "\n## Time per trial, ns\n\n| program | threads | trials | median | min–max | whole process | processor time | times mikomi's | \
         times mikomi's on one thread |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for c in all {
        let (low, high) = spread(c.measured.iter().map(|m| m.ns)).map_or((None, None), |(_, a, b)| (Some(a), Some(b)));
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {}–{} | {} | {} | {} | {} |",
            c.name,
            c.threads,
            whole(Some(c.trials as f64)),
            whole(median(c, |m| Some(m.ns))),
            whole(low),
            whole(high),
            whole(median(c, |m| Some(m.process))),
            whole(median(c, |m| m.processor)),
            ratio(c, first),
            single.map_or_else(|| "–".to_owned(), |s| ratio(c, s)),
        );
    }
    for c in all {
        if let Some(ns) = median(c, |m| m.simulation) {
            let _ = write!(
                out,
                "\n{}: {} ns of the median are the simulation alone, without statistics.\n",
                c.name,
                whole(Some(ns))
            );
        }
    }
    let _ = write!(
        out,
        "\n## Time per random number, ns\n\nmikomi draws {numbers} numbers a trial, since it leaves out years in which nothing can be; the peers draw 840 \
         (and 3 common factors).\n\n| program | threads | trials | median over {numbers} | median over 840 |\n|---|---:|---:|---:|---:|\n"
    );
    for c in all {
        let ns = median(c, |m| Some(m.ns)).unwrap_or(f64::NAN);
        let own = if c.is_mikomi { format!("{:.2}", ns / numbers as f64) } else { "–".to_owned() };
        let (name, threads, trials) = (c.name, c.threads, whole(Some(c.trials as f64)));
        let _ = writeln!(out, "| {name} | {threads} | {trials} | {own} | {:.2} |", ns / NUMBERS_OF_PEERS);
    }
    out.push_str(
        "\n## Answers: gap of the total over the plan period, first round\n\n| program | threads | trials | mean | sd | probability of falling short | \
         furthest from mikomi in any round, standard errors |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut agree = true;
    for c in all {
        let (name, threads, trials) = (c.name, c.threads, whole(Some(c.trials as f64)));
        let pairs = c.measured.iter().zip(&first.measured).filter_map(|(a, b)| Option::zip(a.answer, b.answer));
        let errors = spread(pairs.map(|(a, b)| apart(a, b, (c.trials, first.trials)))).map(|(.., greatest)| greatest);
        agree &= errors.is_none_or(|e| e <= ERRORS);
        let row = match Option::zip(c.measured.first().and_then(|m| m.answer), errors) {
            Some((a, e)) => format!("{:.1} | {:.1} | {:.4} | {e:.2}", a.mean, a.sd, a.short),
            None => "– | – | – | not compared: its table is a stand-in".to_owned(),
        };
        let _ = writeln!(out, "| {name} | {threads} | {trials} | {row} |");
    }
    let verdict = if agree { "The answers agree" } else { "**THE ANSWERS DO NOT AGREE**" };
    let _ = write!(out, "\n{verdict} (each within {ERRORS} standard errors, in every round).\n");
    (out, agree)
}
