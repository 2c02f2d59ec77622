//! W60 on mikomi and on the same simulation written for other tools, in turn on the same machine. See README.md beside it.

#![allow(missing_docs, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod contestants;
mod machine;
mod record;

use contestants::Measurement;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "cargo bench --bench peers -- [--trials N] [--flat N] [--rounds N] [--record FILE.md]";
const SCENARIO: &str = "scenarios/bench/w60.toml";

/// What was asked for.
struct Options {
    /// Trials of every contestant.
    trials: u64,
    /// Trials of the one run of mikomi that shows whether time per trial depends on their number.
    flat: u64,
    rounds: usize,
    record: Option<PathBuf>,
}

/// The options; none if this is not the bench that was asked for; a message if they make no sense.
fn options() -> Result<Option<Options>, String> {
    let mut options = Options { trials: 200_000, flat: 1_000_000, rounds: 5, record: None };
    let mut benched = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || {
            let value = args.next().and_then(|v| v.replace('_', "").parse::<u64>().ok()).filter(|n| *n > 0);
            value.ok_or_else(|| format!("{arg} needs a number\n{USAGE}"))
        };
        match arg.as_str() {
            "--bench" => benched = true,
            "--trials" => options.trials = number()?,
            "--flat" => options.flat = number()?,
            "--rounds" => options.rounds = number()? as usize,
            "--record" => {
                options.record = Some(args.next().ok_or_else(|| format!("--record needs a file\n{USAGE}"))?.into());
            }
            filter if !filter.starts_with('-') => {
                if !"peers".contains(filter) {
                    return Ok(None);
                }
            }
            other => return Err(format!("unknown option {other}\n{USAGE}")),
        }
    }
    Ok(benched.then_some(options))
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let peers = std::env::var_os("MIKOMI_PEERS").map_or_else(|| root.join("../shared/peers"), PathBuf::from);
    if !peers.join("w60.py").is_file() {
        println!("peers: not found beside the project (MIKOMI_PEERS names their folder); skipped");
        return ExitCode::SUCCESS;
    }
    let numbers = contestants::numbers_per_trial(root);
    let (mut contestants, missing) = contestants::prepare(root, &peers, options.trials, options.flat);
    for message in &missing {
        eprintln!("{message}");
    }
    let load_before = machine::load();
    for contestant in &contestants {
        eprintln!("warm-up: {}", contestant.name);
        if let Err(message) = contestant.measure(10_000, 1) {
            eprintln!("{}: {message}", contestant.name);
            return ExitCode::FAILURE;
        }
    }
    for round in 0..options.rounds {
        // Whoever comes first in one round comes last in the next, so that no one always follows the same other.
        for i in 0..contestants.len() {
            let at = (round + i) % contestants.len();
            let contestant = &mut contestants[at];
            match contestant.measure(contestant.trials, round as u64 + 1) {
                Ok(m) => {
                    eprintln!("round {}: {} {:.0} ns a trial", round + 1, contestant.name, m.ns);
                    contestant.measured.push(m);
                }
                Err(message) => {
                    eprintln!("{}: {message}", contestant.name);
                    return ExitCode::FAILURE;
                }
            }
        }
    }
    let command = format!(
        "cargo bench --bench peers -- --trials {} --flat {} --rounds {}",
        options.trials, options.flat, options.rounds
    );
    let machine = machine::describe(root, &load_before);
    let (text, agree) = record::markdown(&contestants, &missing, numbers, &command, &machine);
    println!("{text}");
    if let Some(path) = options.record
        && let Err(error) = std::fs::write(&path, &text)
    {
        eprintln!("{}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    if agree { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
