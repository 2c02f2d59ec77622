//! `mikomi run --samples`: what every trial gives, beside the report.

use super::args::RunArgs;
use super::run::watched;
use super::{Failure, input, output, writing};
use crate::engine::Settings;
use crate::files::{self, STDIN};
use crate::lang::{Lang, text};
use crate::outcome::Outcome;
use crate::samples::{SamplesError, SamplesOf, write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Whether samples can be written of what is asked for. Asked before a run.
///
/// # Errors
/// Several scenarios, none simulated, a name that is no file of samples, or a file that is not to be lost.
pub(super) fn go_together(args: &RunArgs) -> Result<(), Failure> {
    let Some(path) = &args.samples else { return Ok(()) };
    let mut wrong = Vec::new();
    if args.files.len() > 1 {
        wrong.push(text!(
            ja: "--samples は 1 つのシナリオの試行を書き出すものです。シナリオごとに実行してください。",
            en: "--samples writes the trials of one scenario. Run the scenarios one by one."
        ));
    }
    if args.deterministic {
        wrong.push(text!(
            ja: "--samples は試行ごとの効果額を書き出すものですが、--deterministic は試行を行いません。どちらか一方を使ってください。",
            en: "--samples writes the effects of every trial, and --deterministic simulates none. Use one of them."
        ));
    }
    if path == Path::new(STDIN) {
        wrong.push(text!(
            ja: "--samples：parquet は画面には出せません。書き込むファイルを指定してください（例：--samples samples.parquet）。",
            en: "--samples: parquet cannot be printed. Name the file to write (such as --samples samples.parquet)."
        ));
    } else if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("parquet")) {
        let name = crate::harmless::path(path);
        wrong.push(text!(
            ja: "--samples：「{name}」には書きません。試行ごとの効果額は parquet です。拡張子を .parquet にしてください。",
            en: "--samples: '{name}' is not written. Samples are parquet: let the name end with .parquet."
        ));
    }
    if args.writing.out.file().is_some_and(|out| files::is_same(out, path)) {
        wrong.push(text!(
            ja: "--samples と --out が同じファイルです。別の名前を指定してください。",
            en: "--samples and --out are the same file. Give them different names."
        ));
    }
    writing::all(&wrong)
}

/// Refuses to take the place of what is not to be lost.
///
/// # Errors
/// The file is input of this command or a store, and nobody has said `--force`.
pub(super) fn is_free(args: &RunArgs) -> Result<(), Failure> {
    let path = args.samples.as_ref().filter(|_| !args.writing.out.force);
    path.map_or(Ok(()), |path| output::is_free("--samples", path))
}

/// Writes the samples of an outcome, if they are asked for; those of an interrupted run are not.
pub(super) fn write_of(
    args: &RunArgs,
    scenario: &input::Checked,
    outcome: &Outcome,
    stopped: &AtomicBool,
    lang: Lang,
) -> Result<(), Failure> {
    let Some(path) = &args.samples else { return Ok(()) };
    if outcome.provenance.interrupted {
        output::log(not_written().get(lang));
        return Ok(());
    }
    if !outcome.provenance.simulated {
        let words = text!(
            ja: "不確かなものがないため試行は行わず、--samples のファイルに行はありません。",
            en: "Nothing is uncertain, so no trial was simulated: the file of --samples has no rows."
        );
        output::log(words.get(lang));
    }
    let trials = outcome.provenance.trials;
    let threads = usize::from(args.threads);
    let settings =
        Settings { trials, precision: None, threads, ..super::run::settings(&args.simulation, args.threads) };
    let of = args.samples_of.map(SamplesOf::from).unwrap_or_default();
    let work = |progress: &_| write(&scenario.model, outcome, threads, of, path, progress);
    watched(&settings, stopped, lang, work).map_err(|error| match error {
        SamplesError::Engine(error) => Failure::engine(error),
        SamplesError::Unwritable { path, why } => Failure::Other(files::unwritable(&path, &why)),
        SamplesError::Interrupted => {
            output::log(not_written().get(lang));
            Failure::Interrupted
        }
    })
}

fn not_written() -> crate::lang::Text {
    text!(
        ja: "中断したため、--samples のファイルは書いていません。",
        en: "The file of --samples is not written because of the interruption."
    )
}
