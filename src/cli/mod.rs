//! The command line: arguments, files, progress, exit codes. One command a file.

mod args;
mod batch;
mod bench;
mod carried;
mod check;
mod compare;
mod completions;
mod editions;
mod example;
mod explain;
mod import;
mod input;
mod japanese;
mod labels;
mod man;
mod memory;
mod next;
mod output;
mod picture;
mod precision;
mod problems;
mod remaining;
mod report;
mod run;
mod samples;
mod schema;
mod template;
mod usage;
mod writing;

use args::{Cli, Command};
use clap::{CommandFactory, FromArgMatches};
use std::process::ExitCode;

use crate::engine::EngineError;
use crate::lang::{Lang, Text};
use crate::scenario::Problems;

/// Why a command ended without doing what was asked.
pub(crate) enum Failure {
    /// The input is at fault, one entry a scenario: exit code 2.
    Input(Vec<Problems>),
    /// The arguments are at fault, or scenarios of a set whose other scenarios were run: exit code 2.
    Arguments(Text),
    /// Anything else: exit code 1.
    Other(Text),
    /// The user stopped the run; what was complete has been reported: exit code 130.
    Interrupted,
}

impl Failure {
    /// A run did not begin.
    pub(crate) fn engine(error: EngineError) -> Self {
        Self::Other(error.text())
    }
}

/// Runs the command that the arguments ask for.
pub fn main() -> ExitCode {
    outlive_the_limit_of_file_sizes();
    let typed = usage::typed(std::env::args_os());
    let lang = args::language(typed.iter().cloned(), |name| std::env::var(name).ok());
    let asked = command(lang).try_get_matches_from(typed).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match asked {
        Ok(cli) => cli,
        Err(error) => return usage::told(&error, lang),
    };
    let done = match &cli.command {
        Command::Run(args) => run::run(args, lang),
        Command::Check(args) => check::check(args, lang),
        Command::Compare(args) => compare::compare(args, lang),
        Command::Batch(args) => batch::batch(args, lang),
        Command::Report(args) => report::report(args, lang),
        Command::Chart(args) => report::chart(args, lang),
        Command::Bench(args) => bench::bench(args, lang),
        Command::Explain(args) => explain::explain(args, lang),
        Command::Schema(args) => schema::schema(args, lang),
        Command::Example(args) => example::example(args, lang),
        Command::Template(args) => template::template(args, lang),
        Command::Convert(args) => template::convert(args, lang),
        Command::Import(args) => import::import(args, lang),
        Command::Completions(args) => completions::completions(args),
        Command::Man(args) => man::man(args, lang),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ended(&failure, lang),
    }
}

/// Where a limit of file sizes is reached, writing is to fail and be told, not to end the process by a signal.
#[cfg(unix)]
fn outlive_the_limit_of_file_sizes() {
    // Without the handler the signal ends the process as before: nothing to tell.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn outlive_the_limit_of_file_sizes() {}

/// Everything that can be typed, with the help in one language.
fn command(lang: Lang) -> clap::Command {
    let command = Cli::command().mut_subcommands(|command| command.mut_args(with_negative_numbers));
    match lang {
        Lang::Ja => japanese::localise(command),
        Lang::En => command,
    }
}

/// `--trials -5` is a value that is not allowed, not an option that there is not.
fn with_negative_numbers(arg: clap::Arg) -> clap::Arg {
    let takes = arg.get_action().takes_values() && !arg.is_positional();
    if takes { arg.allow_negative_numbers(true) } else { arg }
}

fn ended(failure: &Failure, lang: Lang) -> ExitCode {
    match failure {
        Failure::Input(found) => {
            found.iter().for_each(|p| output::log(&problems::render(p, lang)));
            ExitCode::from(2)
        }
        Failure::Arguments(message) => {
            output::log(message.get(lang));
            ExitCode::from(2)
        }
        Failure::Other(message) => {
            output::log(message.get(lang));
            ExitCode::from(1)
        }
        Failure::Interrupted => ExitCode::from(130),
    }
}
