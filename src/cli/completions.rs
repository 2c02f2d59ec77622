//! `mikomi completions`: what a shell needs to complete commands and options.

use super::args::{Cli, CompletionsArgs};
use super::{Failure, output};
use crate::harmless::Harmless;
use clap::CommandFactory;

pub(super) fn completions(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mikomi", &mut script);
    output::write(&Harmless::of_the_program(script), None)
}
