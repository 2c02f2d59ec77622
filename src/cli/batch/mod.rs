//! `mikomi batch`: a set of scenarios into its store.

mod planned;
mod progress;
mod summary;

use super::args::BatchArgs;
use super::{Failure, input, output, problems, run};
use crate::batch::{self, BatchError, Choice, Inputs, Job, ScenarioSet, Store};
use crate::engine::Progress;
use crate::files;
use crate::harmless::{self, on_one_line};
use crate::lang::{Lang, Text, text};
use crate::outcome::Request;
use crate::plan::Uncertainty;
use crate::scenario::Problems;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

pub(super) fn batch(args: &BatchArgs, lang: Lang) -> Result<(), Failure> {
    let inputs = Inputs::new(input::from_disk);
    let set = ScenarioSet::open(&args.set, &|name| inputs.read(name)).map_err(|p| Failure::Input(vec![p]))?;
    let choice = Choice { only: args.only.clone(), groups: args.group.clone() };
    let job = Job {
        chosen: choice.of(&set).map_err(Failure::Arguments)?,
        set: &set,
        inputs: &inputs,
        told: &told,
        request: request(args),
    };
    if let Some(name) = &args.show {
        return show(&job, name, lang);
    }
    let store = args.store.clone().unwrap_or_else(|| usual_store(&args.set));
    if store == Path::new(files::STDIN) {
        return Err(Failure::Arguments(text!(
            ja: "--store：結果は標準出力には出せません。ファイルの名前を指定してください。",
            en: "--store: a store cannot go to standard output. Name a file."
        )));
    }
    if args.store.is_none() {
        is_of_this_set(&store, &set)?;
    }
    if args.plan {
        let planned = batch::plan(&job, &store).map_err(failure)?;
        return output::print(&planned::render(&job, &planned, &store, lang));
    }
    carry_out(&job, &store, args.json_progress, lang)
}

/// Refuses to take over the store of another set that is kept under the same name, unless that is named.
///
/// # Errors
/// What stands there is of another set. What cannot be read is told where it is to be used.
fn is_of_this_set(store: &Path, set: &ScenarioSet) -> Result<(), Failure> {
    let Ok(there) = Store::open_read(store) else { return Ok(()) };
    let (Ok(Some(source)), Ok(title)) = (there.source(), there.title()) else { return Ok(()) };
    // What comes from standard input is known by its title alone.
    let is_other = source != set.name || (files::is_stream(Path::new(&set.name)) && title != set.title);
    if !is_other {
        return Ok(());
    }
    let (store, this) = (harmless::path(store), &set.name);
    Err(Failure::Arguments(text!(
        ja: "「{store}」には別のシナリオ群（{source}「{title}」）の結果が入っています。このシナリオ群（{this}）の結果は、--store で別のファイルを指定して入れてください。シナリオ群のファイルを移しただけなら、--store {store} を付けて実行すれば続けられます。",
        en: "'{store}' holds the results of another set ({source}, '{title}'). Name a file of its own with --store for this one ({this}). If the set was only moved, --store {store} goes on with it."
    )))
}

/// Prints one scenario of the set as a file of its own.
fn show(job: &Job, name: &str, lang: Lang) -> Result<(), Failure> {
    let Some(member) = job.set.members.iter().position(|member| member.name == *name) else {
        return Err(Failure::Arguments(no_such_member(job.set, name)));
    };
    let document = job.set.document(member, &|file| job.inputs.read(file)).map_err(|p| Failure::Input(vec![p]))?;
    let toml = document.to_toml().map_err(|error| {
        Failure::Other(text!(ja: "TOML にできません（{error}）。", en: "cannot be written as TOML ({error})."))
    })?;
    let title = &job.set.title;
    let head = text!(ja: "# シナリオ群「{title}」の「{name}」", en: "# '{name}' of the set '{title}'");
    output::print(&format!("{}\n\n{toml}", on_one_line(head.get(lang))))
}

/// Says which names there are, or some of them.
fn no_such_member(set: &ScenarioSet, name: &str) -> Text {
    const NAMED: usize = 10;
    let names: Vec<&str> = set.members.iter().map(|member| member.name.as_str()).collect();
    let mut near: Vec<&str> = names.iter().copied().filter(|n| n.contains(name) || name.contains(n)).collect();
    near.extend(names.iter().filter(|n| !near.contains(*n)).take(NAMED).collect::<Vec<_>>());
    near.truncate(NAMED);
    let (count, list) = (names.len(), near.iter().map(|n| format!("\n  {n}")).collect::<String>());
    text!(
        ja: "--show：「{name}」というシナリオはこのシナリオ群にありません。{count} 件のうち：{list}",
        en: "--show: there is no scenario '{name}' in this set. Of its {count}:{list}"
    )
}

fn carry_out(job: &Job, store: &Path, as_json: bool, lang: Lang) -> Result<(), Failure> {
    let stopped = run::stop_on_interrupt();
    let progress = Progress::default();
    let teller = progress::Teller::new(&progress, as_json, lang);
    let done = teller.watched(&stopped, |told| batch::run(job, store, &progress, told));
    let summary = done.map_err(failure)?;
    teller.finished(summary.counts);
    output::print(&summary::render(&summary, job, store, lang))?;
    if stopped.load(Ordering::Relaxed) && summary.counts.left > 0 {
        output::log(summary::interrupted(&summary).get(lang));
        return Err(Failure::Interrupted);
    }
    match summary.fault {
        None => Ok(()),
        Some(fault) => Err(summary::without_results(&summary, fault)),
    }
}

fn request(args: &BatchArgs) -> Request {
    Request {
        settings: run::settings(&args.simulation, args.threads),
        uncertainty: if args.deterministic { Uncertainty::Off } else { Uncertainty::On },
        confidence: args.confidence,
    }
}

/// Problems as a store keeps them.
fn told(found: &Problems) -> Text {
    Text { ja: problems::render(found, Lang::Ja), en: problems::render(found, Lang::En) }
}

fn failure(error: BatchError) -> Failure {
    match error {
        BatchError::Store(error) => Failure::Other(error.text()),
        BatchError::Engine(error) => Failure::engine(error),
    }
}

/// `scenarios/stress.toml`, `scenarios/stress/`, `scenarios/stress/*.toml` and `example:stress` are kept in
/// `stress.sqlite`.
fn usual_store(set: &str) -> PathBuf {
    let set = set.strip_prefix("example:").unwrap_or(set);
    // Standard input has no name.
    let set = if files::is_stream(Path::new(set)) { "" } else { set };
    let names = Path::new(set).components().rev().filter_map(|part| match part {
        std::path::Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let bare = |name| {
        [".toml", ".xlsx", ".xlsm", ".ods"]
            .into_iter()
            .find_map(|ending| str::strip_suffix(name, ending))
            .unwrap_or(name)
    };
    let named = names.map(bare).find(|n| !n.contains(['*', '?', '[']));
    PathBuf::from(format!("{}.sqlite", named.unwrap_or("set")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_named_after_its_set() {
        for set in [
            "scenarios/stress.toml",
            "scenarios/stress.xlsx",
            "scenarios/stress/",
            "stress",
            "./stress/*.toml",
            "a/stress/R?.toml",
            "example:stress",
        ] {
            assert_eq!(usual_store(set), PathBuf::from("stress.sqlite"), "{set}");
        }
        assert_eq!(usual_store("*.toml"), PathBuf::from("set.sqlite"));
        assert_eq!(usual_store("."), PathBuf::from("set.sqlite"));
    }
}
