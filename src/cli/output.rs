//! Data to standard output or, whole or not at all, to a file; messages to standard error.

use super::{Failure, input};
use crate::files;
use crate::harmless::{self, BYTE_ORDER_MARK, Harmless};
use crate::lang::{Text, text};
use clap::{ArgGroup, Args};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a command writes.
#[derive(Debug, Default, Args)]
#[command(group = ArgGroup::new("written").multiple(true))]
pub(super) struct OutArgs {
    /// Write to this file instead of standard output
    #[arg(long, group = "written")]
    out: Option<PathBuf>,
    /// Let --out write over a file that is input, the store of a set, or an example that was edited
    #[arg(long, requires = "written")]
    pub(super) force: bool,
}

impl OutArgs {
    /// The file; nothing for standard output, which is also `-`.
    pub(super) fn file(&self) -> Option<&Path> {
        self.out.as_deref().filter(|out| *out != Path::new(files::STDIN))
    }

    /// Refuses to take the place of what is not to be lost. Asked before a run, so that no result is lost either.
    ///
    /// # Errors
    /// The file is input of this command or a store, and nobody has said `--force`.
    pub(super) fn is_free(&self) -> Result<(), Failure> {
        let out = self.file().filter(|_| !self.force);
        out.map_or(Ok(()), |out| is_free("--out", out))
    }

    /// Writes to the file, or to standard output.
    pub(super) fn write(&self, report: &Harmless) -> Result<(), Failure> {
        write(report, self.file())
    }
}

/// Refuses to write over what a command reads, or a store; `option` is what names the file.
pub(super) fn is_free(option: &str, out: &Path) -> Result<(), Failure> {
    let name = harmless::path(out);
    let (ja, en) = match out {
        out if input::is_input(out) => ("もとのファイルです", "is a file that is read"),
        out if is_store(out) => ("結果の入ったファイル（SQLite）です", "is a store of results (SQLite)"),
        _ => return Ok(()),
    };
    Err(Failure::Arguments(text!(
        ja: "{option}：「{name}」は{ja}。書くと失われます。別の名前を指定するか、失われてよければ --force を付けてください。",
        en: "{option}: '{name}' {en} and would be lost. Name another file, or add --force if it may be lost."
    )))
}

fn is_store(path: &Path) -> bool {
    files::head(path, 16) == b"SQLite format 3\0"
}

/// Writes to `out`, or to standard output.
pub(super) fn write(report: &Harmless, out: Option<&Path>) -> Result<(), Failure> {
    match out {
        None => to_stdout(report),
        Some(path) => {
            files::write(path, report).map_err(|error| Failure::Other(files::unwritable(path, &files::why(&error))))
        }
    }
}

/// Prints words, without what would act on a terminal.
pub(super) fn print(words: &str) -> Result<(), Failure> {
    to_stdout(&Harmless::words(words))
}

/// Prints data as JSON.
pub(super) fn print_json(data: &impl Serialize) -> Result<(), Failure> {
    to_stdout(&as_json(data)?)
}

/// Data as JSON.
pub(super) fn as_json(data: &impl Serialize) -> Result<Harmless, Failure> {
    Harmless::json(data)
        .map_err(|e| Failure::Other(text!(ja: "JSONに書けません（{e}）。", en: "cannot write JSON ({e}).")))
}

/// Writes a message to standard error; if that is closed there is nobody to tell.
pub(super) fn log(message: &str) {
    to_stderr(&Harmless::words(message.trim_end()));
}

/// Writes an object of one line to standard error.
pub(super) fn log_json(object: &serde_json::Value) {
    to_stderr(&Harmless::json_line(object));
}

#[expect(clippy::disallowed_methods, reason = "the one place, given nothing but what is harmless")]
fn to_stderr(message: &Harmless) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(message.as_bytes()).and_then(|()| err.write_all(b"\n"));
}

#[expect(clippy::disallowed_methods, reason = "the one place, given nothing but what is harmless")]
fn to_stdout(report: &Harmless) -> Result<(), Failure> {
    // The mark tells a spreadsheet what a file is; to the next program it is a part of the first name.
    let bytes = report.as_bytes();
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(bytes);
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // The reader has seen enough, as `| head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Other(unprintable(&error))),
        Ok(()) => Ok(()),
    }
}

/// That standard output takes nothing.
pub(super) fn unprintable(error: &io::Error) -> Text {
    let Text { ja, en } = files::why(error);
    text!(ja: "標準出力に書けません（{ja}）。", en: "cannot write to standard output ({en}).")
}
