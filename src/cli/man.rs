//! `mikomi man`: manual pages, made from what can be typed.

use super::args::ManArgs;
use super::{Failure, command, output};
use crate::files;
use crate::harmless::Harmless;
use crate::lang::{Lang, text};
use clap::Command;
use clap_mangen::Man;
use std::path::Path;

pub(super) fn man(args: &ManArgs, lang: Lang) -> Result<(), Failure> {
    let mut whole = command(lang);
    // Puts what all commands take, such as --lang, into each of them.
    whole.build();
    let commands: Vec<Command> = whole.get_subcommands().filter(|c| c.get_name() != "help").cloned().collect();
    if let Some(folder) = &args.out {
        let pages = std::iter::once(("mikomi".to_owned(), whole)).chain(commands.into_iter().map(named));
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        for (name, command) in pages {
            output::write(&page(command)?, Some(&folder.join(format!("{name}.1"))))?;
        }
        return Ok(());
    }
    let asked = match &args.command {
        None => whole,
        Some(name) => match commands.iter().find(|c| c.get_name() == name) {
            Some(found) => named(found.clone()).1,
            None => return Err(no_such_command(name, &commands)),
        },
    };
    output::write(&page(asked)?, None)
}

/// A command under the name of its page.
fn named(command: Command) -> (String, Command) {
    let name = format!("mikomi-{}", command.get_name());
    let typed = format!("mikomi {}", command.get_name());
    (name.clone(), command.display_name(name).bin_name(typed))
}

fn page(command: Command) -> Result<Harmless, Failure> {
    let mut page = Vec::new();
    let written = Man::new(command).render(&mut page);
    written.map_err(|error| unwritable(Path::new("mikomi.1"), &error))?;
    Ok(Harmless::of_the_program(page))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Other(files::unwritable(path, &files::why(error)))
}

fn no_such_command(name: &str, commands: &[Command]) -> Failure {
    let names: Vec<&str> = commands.iter().map(Command::get_name).collect();
    let (ja, en) = (names.join("、"), names.join(", "));
    Failure::Arguments(text!(
        ja: "コマンド「{name}」はありません。あるのは {ja} です。",
        en: "there is no command '{name}'. There are: {en}."
    ))
}
