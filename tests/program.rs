//! mikomi as a program: run in the project, in a folder or by a shell; what it prints, and how it refuses.

use crate::simulated::at;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

/// The program, to be told what to do.
pub(crate) fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mikomi"))
}

/// Runs in the folder of the project.
pub(crate) fn mikomi(args: &[&str]) -> Output {
    within(&at(""), args)
}

/// Runs in a folder.
pub(crate) fn within(folder: &Path, args: &[impl AsRef<OsStr>]) -> Output {
    command().args(args).current_dir(folder).output().expect("runs")
}

/// Runs a command of a shell in a folder; `$M` is the path of mikomi.
pub(crate) fn in_shell(folder: &Path, line: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).env("M", env!("CARGO_BIN_EXE_mikomi")).current_dir(folder);
    shell.output().expect("a shell")
}

/// What is printed in the folder of the project, where all is well.
pub(crate) fn stdout(args: &[&str]) -> String {
    done(&at(""), args)
}

/// Arguments with `--detail`, where they ask for text.
pub(crate) fn detailed<'a>(args: &[&'a str]) -> Vec<&'a str> {
    let is_data = |arg: &&str| ["csv", "json", "html", "xlsx"].iter().any(|format| arg.ends_with(format));
    let is_other = args.windows(2).any(|pair| ["--format", "--out"].contains(&pair[0]) && is_data(&pair[1]));
    let more: &[&str] = if is_other { &[] } else { &["--detail"] };
    [args, more].concat()
}

/// What is printed in a folder, where all is well.
pub(crate) fn done(folder: &Path, args: &[&str]) -> String {
    let output = within(folder, args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What is said in a folder of arguments or files that are refused: with exit code 2, and nothing is printed.
pub(crate) fn refused(folder: &Path, args: &[&str]) -> String {
    let output = within(folder, args);
    let told = stderr(&output);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}: {told}");
    told
}

/// What is said beside what is printed.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
