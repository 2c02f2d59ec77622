//! `mikomi run`: simulate and report.

use super::args::{RunArgs, SimulationArgs};
use super::precision::{not_without_uncertainty, precision};
use super::writing::FormatArg;
use super::{Failure, editions, input, memory, next, output, remaining, samples};
use crate::engine::{EngineError, Memory, Precision, Progress, Settings, Shortage};
use crate::harmless;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Request, memory_wanted, simulate};
use crate::plan::Uncertainty;
use crate::report::{AsList, Detail, Editions, Format, Rounding, RunTable, Style, not_precise, render};
use indicatif::ProgressBar;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A run that takes less than this shows no progress.
const QUIET: Duration = Duration::from_secs(1);

pub(super) fn run(args: &RunArgs, lang: Lang) -> Result<(), Failure> {
    args.writing.go_together(args.table.map(drop), args.rounding.map(drop), args.edition.map(drop), args.detail)?;
    samples::go_together(args)?;
    let precision = asked_precision(args)?;
    let names: Vec<Option<&str>> =
        if args.files.is_empty() { vec![None] } else { args.files.iter().map(|f| Some(f.as_str())).collect() };
    let checked = input::all_checked(names.into_iter())?;
    let editions = |c: &input::Checked| c.model.editions.iter().map(|e| e.base).collect();
    editions::are_there(args.edition, checked.iter().map(|c| (c.model.title.as_str(), editions(c))))?;
    args.writing.out.is_free()?;
    samples::is_free(args)?;
    let stopped = stop_on_interrupt();
    let request = Request {
        settings: Settings { precision, ..settings(&args.simulation, args.threads) },
        uncertainty: if args.deterministic { Uncertainty::Off } else { Uncertainty::On },
        confidence: args.confidence,
    };
    all_fit(&checked, &args.files, &request)?;
    let mut outcomes = Vec::new();
    for scenario in &checked {
        let simulated = |progress: &Progress| simulate(&scenario.document, &scenario.model, &request, progress);
        let outcome = watched(&request.settings, &stopped, lang, simulated);
        outcomes.push(outcome.map_err(Failure::engine)?);
        if stopped.load(Ordering::Relaxed) {
            break;
        }
    }
    if let Some(left) = args.files.get(outcomes.len()..).filter(|left| !left.is_empty()) {
        let list = left.join(", ");
        let words =
            text!(ja: "中断したため、次は試算していません：{list}", en: "not run because of the interruption: {list}");
        output::log(words.get(lang));
    }
    if stopped.load(Ordering::Relaxed) && keeps_what_is_there(args, lang) {
        return Err(Failure::Interrupted);
    }
    outcomes.iter().filter_map(|outcome| not_precise(outcome, lang)).for_each(|words| output::log(&words));
    let style = Style { lang, rounding: args.rounding.map(Rounding::from).unwrap_or_default() };
    args.writing.write(render(&outcomes, format(args), style))?;
    if args.writing.is_printed() && detail(args.detail, args.edition) == Detail::Brief {
        let typed: Vec<&str> = std::iter::once("run").chain(args.files.iter().map(String::as_str)).collect();
        next::step(&typed, &next::outlook(), lang)?;
    }
    for (scenario, outcome) in checked.iter().zip(&outcomes) {
        samples::write_of(args, scenario, outcome, &stopped, lang)?;
    }
    if stopped.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Refuses scenarios of which one does not fit in the memory, before the first of several is run.
fn all_fit(checked: &[input::Checked], names: &[String], request: &Request) -> Result<(), Failure> {
    let Some(Memory { bytes, .. }) = request.settings.memory.filter(|_| checked.len() > 1) else { return Ok(()) };
    for (scenario, name) in checked.iter().zip(names) {
        let wanted = memory_wanted(&scenario.model, request);
        if wanted > bytes {
            let Text { ja, en } = EngineError::Memory(Shortage { wanted, there: bytes }).text();
            return Err(Failure::Other(text!(ja: "「{name}」：{ja}", en: "'{name}': {en}")));
        }
    }
    Ok(())
}

/// Says that the run was stopped. A finished file is not replaced by half a result.
fn keeps_what_is_there(args: &RunArgs, lang: Lang) -> bool {
    let there = args.writing.out.file().filter(|out| out.is_file());
    let words = match there.map(harmless::path) {
        Some(name) => text!(
            ja: "中断しました。「{name}」には前のファイルを残し、途中までの結果は書いていません。",
            en: "Interrupted. '{name}' is left as it was; what was done so far is not written."
        ),
        None => text!(ja: "中断しました。途中までの結果です。", en: "Interrupted: these are the results so far."),
    };
    output::log(words.get(lang));
    there.is_some()
}

/// The precision asked for.
fn asked_precision(args: &RunArgs) -> Result<Option<Precision>, Failure> {
    let asked = precision(&args.precision)?;
    if asked.is_some() && args.deterministic { Err(not_without_uncertainty()) } else { Ok(asked) }
}

/// How much text tells: everything where it is asked for, or where an edition is.
pub(super) fn detail(detail: bool, edition: Option<Editions>) -> Detail {
    if detail || edition.is_some() { Detail::Whole(edition.unwrap_or_default()) } else { Detail::Brief }
}

/// The format asked for with what is chosen about it.
fn format(args: &RunArgs) -> Format {
    let table = args.table.map(RunTable::from);
    let as_list = if args.files.len() > 1 { AsList::Yes } else { AsList::No };
    match args.writing.format() {
        FormatArg::Text => Format::Text(detail(args.detail, args.edition)),
        FormatArg::Csv => Format::Csv(table.unwrap_or_default(), args.writing.encoding()),
        FormatArg::Json => table.map_or(Format::Json(as_list), Format::JsonRows),
        FormatArg::Html => Format::Html,
        FormatArg::Xlsx => Format::Xlsx,
    }
}

/// The settings of a run without a precision.
pub(super) fn settings(args: &SimulationArgs, threads: u16) -> Settings {
    Settings {
        trials: args.trials,
        precision: None,
        seed: args.seed,
        sampling: args.sampling.into(),
        threads: usize::from(threads),
        memory: memory::there_is(),
    }
}

/// Ctrl-C ends the run at the next block; a second one ends the process as usual.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stopped);
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    stopped
}

/// Does work that tells its progress, and stops it on an interruption.
pub(super) fn watched<T>(
    settings: &Settings,
    stopped: &AtomicBool,
    lang: Lang,
    work: impl FnOnce(&Progress) -> T,
) -> T {
    let progress = Progress::default();
    let finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| watch(&progress, &finished, stopped, settings, lang));
        // The watcher ends with the work, however that ends.
        let _finish = Finish(&finished);
        work(&progress)
    })
}

/// Does work without telling how far it is, and stops it on an interruption.
pub(super) fn stoppable<T>(stopped: &AtomicBool, work: impl FnOnce(&Progress) -> T) -> T {
    let (progress, finished) = (Progress::default(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !finished.load(Ordering::Relaxed) {
                progress.stop.fetch_or(stopped.load(Ordering::Relaxed), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        let _finish = Finish(&finished);
        work(&progress)
    })
}

/// Sets its flag when it is dropped.
struct Finish<'a>(&'a AtomicBool);

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Passes an interruption on, and shows progress on standard error once the run takes longer than a second.
fn watch(progress: &Progress, finished: &AtomicBool, stopped: &AtomicBool, settings: &Settings, lang: Lang) {
    let begun = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    while !finished.load(Ordering::Relaxed) {
        if stopped.load(Ordering::Relaxed) {
            progress.stop.store(true, Ordering::Relaxed);
        }
        if begun.elapsed() >= QUIET {
            let done = progress.done.load(Ordering::Relaxed);
            bar.get_or_insert_with(|| progress_bar(settings, begun, lang)).set_position(done);
        }
        memory::tell(settings, progress, lang);
        std::thread::sleep(Duration::from_millis(2));
    }
    memory::tell(settings, progress, lang);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

/// A bar of a run that began at `begun`. How many trials a precision needs is not known beforehand.
fn progress_bar(settings: &Settings, begun: Instant, lang: Lang) -> ProgressBar {
    let words = match settings.precision {
        None => text!(
            ja: "{{wide_bar}} {{human_pos}}/{{human_len}} 試行　残り {{left}}",
            en: "{{wide_bar}} {{human_pos}}/{{human_len}} trials, {{left}} left"
        ),
        Some(_) => text!(
            ja: "{{wide_bar}} {{human_pos}} 試行　上限 {{human_len}}（長くても残り {{left}}）",
            en: "{{wide_bar}} {{human_pos}} trials, at most {{human_len}} ({{left}} left at most)"
        ),
    };
    let bar = ProgressBar::new(settings.trials);
    if let Some(style) = remaining::style(words.get(lang), begun, lang) {
        bar.set_style(style);
    }
    bar
}
