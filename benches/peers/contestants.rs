//! Who takes part, how each is run, and what is read off.

use crate::SCENARIO;
use mikomi::{model::Model, plan::Plan, plan::Uncertainty, scenario};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

/// The total's gap over the plan period: its mean, standard deviation, and how often the target is missed.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) short: f64,
}

/// One run.
pub(super) struct Measurement {
    /// Time per trial in ns: of mikomi the whole process, of a peer what it prints.
    pub(super) ns: f64,
    /// What a peer prints of its simulation alone, without statistics.
    pub(super) simulation: Option<f64>,
    /// The whole process, ns a trial.
    pub(super) process: f64,
    /// Processor time of the whole process, ns a trial, where the system tells.
    pub(super) processor: Option<f64>,
    pub(super) answer: Option<Answer>,
}

/// How one is run.
enum Run {
    Mikomi {
        scenario: PathBuf,
        out: PathBuf,
    },
    /// A program that takes the number of trials and prints its time.
    Peer {
        before: Vec<OsString>,
        folder: PathBuf,
    },
}

/// One who takes part.
pub(super) struct Contestant {
    pub(super) name: &'static str,
    pub(super) threads: usize,
    pub(super) trials: u64,
    pub(super) is_mikomi: bool,
    program: PathBuf,
    run: Run,
    pub(super) measured: Vec<Measurement>,
}

impl Contestant {
    /// Runs it once.
    pub(super) fn measure(&self, trials: u64, seed: u64) -> Result<Measurement, String> {
        let mut command = Command::new(&self.program);
        match &self.run {
            Run::Mikomi { scenario, out } => {
                command.arg("run").arg(scenario).args(["--format", "json", "--out"]).arg(out);
                command.args(["--trials", &trials.to_string(), "--seed", &seed.to_string()]);
                command.args(["--threads", &self.threads.to_string()]);
            }
            Run::Peer { before, folder } => {
                command.args(before).arg(trials.to_string()).current_dir(folder);
                // Nothing is written beside the peers.
                command.env("PYTHONDONTWRITEBYTECODE", "1");
                for variable in ["NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"] {
                    command.env(variable, self.threads.to_string());
                }
            }
        }
        let (processor, start) = (crate::machine::processor_seconds_of_children(), Instant::now());
        let output = succeeded(command.output())?;
        let elapsed = start.elapsed().as_secs_f64();
        let processor = Option::zip(processor, crate::machine::processor_seconds_of_children()).map(|(a, b)| b - a);
        let each = 1e9 / trials as f64;
        let process = elapsed * each;
        let processor = processor.map(|seconds| seconds * each);
        match &self.run {
            Run::Mikomi { out, .. } => {
                let answer = Some(answer_of_mikomi(out)?);
                Ok(Measurement { ns: process, simulation: None, process, processor, answer })
            }
            Run::Peer { .. } => {
                let printed = String::from_utf8_lossy(&output.stdout);
                let words: Vec<&str> =
                    printed.split_whitespace().map(|w| w.trim_matches(['(', ')', ';', ','])).collect();
                let ns = before(&words, "ns/trial").ok_or_else(|| format!("printed no time: {printed}"))?;
                let answer = match (after(&words, "mean"), after(&words, "sd"), after(&words, "P")) {
                    (Some(mean), Some(sd), Some(short)) => Some(Answer { mean, sd, short }),
                    _ => None,
                };
                // "(sim only 0.91s 4550)"
                let simulation = words.windows(4).find(|w| w[..2] == ["sim", "only"]).and_then(|w| w[3].parse().ok());
                Ok(Measurement { ns, simulation, process, processor, answer })
            }
        }
    }
}

fn after(words: &[&str], word: &str) -> Option<f64> {
    words.get(words.iter().rposition(|w| *w == word)? + 1)?.parse().ok()
}

fn before(words: &[&str], word: &str) -> Option<f64> {
    words[..words.iter().position(|w| *w == word)?].last()?.parse().ok()
}

/// The output of a command that ended well.
fn succeeded(output: std::io::Result<Output>) -> Result<Output, String> {
    let output = output.map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(output);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let last = told.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("no message");
    Err(format!("{}: {last}", output.status))
}

fn answer_of_mikomi(out: &Path) -> Result<Answer, String> {
    let text = std::fs::read(out).map_err(|error| error.to_string())?;
    let json: serde_json::Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let results = json["results"].as_array().into_iter().flatten();
    let total = results
        .into_iter()
        .find(|e| e["policy"] == "total" && e["period"]["kind"] == "plan" && e["basis"] == "recurring");
    let figure = |value: &serde_json::Value| value.as_f64().ok_or_else(|| "a figure is missing".to_owned());
    let total = total.ok_or("no total of the plan period")?;
    Ok(Answer {
        mean: figure(&total["target"])? - figure(&total["mean"])?,
        sd: figure(&total["sd"])?,
        short: 1.0 - figure(&total["p_met"]["value"])?,
    })
}

/// How many random numbers mikomi draws for a trial of W60.
pub(super) fn numbers_per_trial(root: &Path) -> usize {
    let text = std::fs::read(root.join(SCENARIO)).expect("shipped");
    let document = scenario::load("w60.toml", &|_| Ok(text.clone())).expect("readable");
    Plan::compile(&Model::read(&document).expect("valid"), Uncertainty::On).numbers_per_trial()
}

/// Everyone who can take part here, mikomi first; and a message for each that cannot.
pub(super) fn prepare(root: &Path, peers: &Path, trials: u64, flat: u64) -> (Vec<Contestant>, Vec<String>) {
    let work = root.join("target/peers");
    let cores = crate::machine::cores();
    let mut missing = Vec::new();
    let mut all = Vec::new();
    std::fs::create_dir_all(&work).expect("target is writable");
    let mikomi = |name, threads, trials| Contestant {
        name,
        threads,
        trials,
        is_mikomi: true,
        program: env!("CARGO_BIN_EXE_mikomi").into(),
        run: Run::Mikomi { scenario: root.join(SCENARIO), out: work.join("mikomi.json") },
        measured: Vec::new(),
    };
    all.push(mikomi("mikomi", cores, trials));
    all.push(mikomi("mikomi, more trials", cores, flat));
    if cores > 1 {
        all.push(mikomi("mikomi, one thread", 1, trials));
    }
    let peer = |name, threads, program: &Path, before: Vec<OsString>| Contestant {
        name,
        threads,
        trials,
        is_mikomi: false,
        program: program.into(),
        run: Run::Peer { before, folder: peers.into() },
        measured: Vec::new(),
    };
    match python(&work) {
        Ok(python) => {
            all.push(peer("NumPy", 1, &python, vec!["np_w60.py".into()]));
            all.push(peer("Numba", cores, &python, vec!["nb_w60.py".into()]));
            if cores > 1 {
                all.push(peer("Numba, one thread", 1, &python, vec!["nb_w60.py".into()]));
            }
        }
        Err(message) => missing.push(format!("NumPy and Numba are left out: {message}")),
    }
    match rust_scalar(&work, peers) {
        Ok(program) => {
            all.push(peer("Rust, trial by trial", cores, &program, Vec::new()));
            if cores > 1 {
                all.push(peer("Rust, trial by trial, one thread", 1, &program, Vec::new()));
            }
        }
        Err(message) => missing.push(format!("the Rust peer is left out: {message}")),
    }
    (all, missing)
}

/// A Python that has what the peers import, in an environment of its own.
fn python(work: &Path) -> Result<PathBuf, String> {
    let folder = work.join("venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let imports = || succeeded(Command::new(&python).args(["-c", "import numpy, scipy, numba"]).output());
    if imports().is_err() {
        eprintln!("installing NumPy, SciPy and Numba into target/peers/venv …");
        let system = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        succeeded(Command::new(system).args(["-m", "venv"]).arg(&folder).output())?;
        succeeded(Command::new(&python).args(["-m", "pip", "install", "--quiet", "numpy", "scipy", "numba"]).output())?;
        imports()?;
    }
    Ok(python)
}

/// The Rust peer, built from a copy so that nothing is written beside it.
fn rust_scalar(work: &Path, peers: &Path) -> Result<PathBuf, String> {
    let (source, copy) = (peers.join("rust_scalar"), work.join("rust_scalar"));
    let io = |error: std::io::Error| error.to_string();
    let manifest = std::fs::read_to_string(source.join("Cargo.toml")).map_err(io)?;
    let program = std::fs::read_to_string(source.join("src/main.rs")).map_err(io)?;
    std::fs::create_dir_all(copy.join("src")).map_err(io)?;
    // A workspace of its own: it lies inside the project's folder and is no part of it.
    let files = [("Cargo.toml", format!("{manifest}\n[workspace]\n")), ("src/main.rs", program)];
    for (name, text) in files {
        // Untouched if unchanged, so that it is not built anew.
        let path = copy.join(name);
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            std::fs::write(path, text).map_err(io)?;
        }
    }
    eprintln!("building the Rust peer …");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--quiet", "--target-dir"]).arg(copy.join("target")).current_dir(&copy);
    succeeded(build.output())?;
    Ok(copy.join("target/release").join(format!("rust_scalar{}", std::env::consts::EXE_SUFFIX)))
}

/// The versions of what the Python peers use, if they can run.
pub(super) fn python_versions(root: &Path) -> Option<String> {
    let python = python(&root.join("target/peers")).ok()?;
    let script = "import platform, numpy, scipy, numba; print('Python', platform.python_version() + ', NumPy', \
                  numpy.__version__ + ', SciPy', scipy.__version__ + ', Numba', numba.__version__)";
    let output = succeeded(Command::new(python).args(["-c", script]).output()).ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
