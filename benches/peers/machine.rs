//! What the figures were measured on.

use std::path::Path;
use std::process::Command;

/// How many threads the machine runs at once.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned())
}

/// The processor as Linux names it, with what its kernels depend on.
fn processor() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |key: &str| {
        let line = told.lines().find(|l| l.split(':').next().is_some_and(|k| k.trim() == key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let name = of("model name").unwrap_or_else(|| format!("an {} processor", std::env::consts::ARCH));
    let flags = of("flags").unwrap_or_default();
    let widest = ["avx512f", "avx2", "sse4_2"].into_iter().find(|f| flags.split(' ').any(|flag| flag == *f));
    let family = Option::zip(of("cpu family"), of("model")).map(|(f, m)| format!("family {f}, model {m}"));
    let details: Vec<String> = family.into_iter().chain(widest.map(str::to_owned)).collect();
    if details.is_empty() { name } else { format!("{name} ({})", details.join(", ")) }
}

/// The mean number of processes that wanted to run during the last minute, where the system tells.
pub(super) fn load() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split(' ').next().filter(|l| !l.is_empty()).map_or_else(|| "unknown".to_owned(), str::to_owned)
}

/// Processor time of all processes that were started here and have ended, in steps of 10 ms, where the system tells.
pub(super) fn processor_seconds_of_children() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name in brackets: state is the 3rd field, cutime and cstime are the 16th and 17th, in ticks of 1/100 s.
    let mut fields = told.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}

/// Commit, machine and versions, one a line.
pub(super) fn describe(root: &Path, load_before: &str) -> Vec<String> {
    let git = |args: &[&str]| first_line(Command::new("git").args(args).current_dir(root));
    let commit = git(&["rev-parse", "--short", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|l| !l.is_empty());
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let rustc = first_line(Command::new(rustc).arg("--version")).unwrap_or_else(|| "unknown compiler".to_owned());
    let mut lines = vec![
        format!("Commit: {commit}{}, release build", if changed { " with changes not committed" } else { "" }),
        format!("Machine: {}, {} threads at once, {}", processor(), cores(), std::env::consts::OS),
        format!("Load (mean of the last minute): {load_before} before the first round, {} after the last", load()),
        format!("Compiler: {rustc}"),
    ];
    lines.extend(crate::contestants::python_versions(root));
    lines
}
