//! `mikomi bench`: the throughput of this machine.

use super::args::BenchArgs;
use super::{Failure, input, memory, output, run};
use crate::batch::{Asked, BatchError, MeasureError, Measured, generated::Size, measure};
use crate::files;
use crate::harmless;
use crate::lang::{Lang, Text, text};
use crate::report::throughput;
use std::path::Path;

pub(super) fn bench(args: &BenchArgs, lang: Lang) -> Result<(), Failure> {
    if let Some(against) = &args.against {
        input::remember(against);
    }
    if let Some(save) = args.save.as_deref().filter(|_| !args.force) {
        output::is_free("--save", save)?;
    }
    let against = args.against.as_deref().map(saved).transpose()?;
    let asked = asked(args);
    let folder = tempfile::tempdir().map_err(|error| {
        let Text { ja, en } = files::why(&error);
        Failure::Other(text!(
            ja: "一時フォルダを作れません（{ja}）。空き容量と権限を確かめてください。",
            en: "cannot make a temporary folder ({en}). Check the free space and the permissions."
        ))
    })?;
    let stopped = run::stop_on_interrupt();
    let measured = run::stoppable(&stopped, |progress| measure(&asked, memory::there_is(), folder.path(), progress));
    if matches!(measured, Err(MeasureError::Interrupted)) {
        let words = text!(ja: "中断しました。計測は途中のため、結果はありません。", en: "Interrupted; nothing was measured to the end.");
        output::log(words.get(lang));
    }
    let measured = measured.map_err(failure)?;
    if let Some(path) = &args.save {
        output::write(&output::as_json(&measured)?, Some(path))?;
    }
    output::print(&throughput(&measured, against.as_ref(), lang))
}

fn asked(args: &BenchArgs) -> Asked {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let initiatives = usize::from(args.initiatives);
    Asked {
        scenarios: args.scenarios as usize,
        size: Size { initiatives, years: usize::from(args.years), policies: initiatives.min(3), editions: 0 },
        trials: args.trials,
        threads: if args.threads == 0 { cores() } else { usize::from(args.threads) },
        seed: args.seed,
        rounds: usize::from(args.rounds),
    }
}

/// A measurement that was kept.
fn saved(path: &Path) -> Result<Measured, Failure> {
    let name = harmless::path(path);
    let text = input::from_path(path).map_err(|error| {
        let Text { ja, en } = files::why(&error);
        Failure::Arguments(text!(
            ja: "--against：「{name}」を読めません（{ja}）。",
            en: "--against: cannot read '{name}' ({en})."
        ))
    })?;
    serde_json::from_slice(&text).map_err(|error| {
        Failure::Arguments(text!(
            ja: "--against：「{name}」は mikomi bench --save で残したファイルではありません。",
            en: "--against: '{name}' is no file that mikomi bench --save has written ({error})."
        ))
    })
}

fn failure(error: MeasureError) -> Failure {
    match error {
        MeasureError::File(error) => {
            let Text { ja, en } = files::why(&error);
            Failure::Other(text!(
                ja: "生成したシナリオを書けません（{ja}）。空き容量を確かめてください。",
                en: "cannot write the generated scenarios ({en}). Check the free space."
            ))
        }
        MeasureError::Interrupted => Failure::Interrupted,
        MeasureError::FewerThreads { threads, asked } => Failure::Other(text!(
            ja: "メモリの都合で {asked} スレッドのうち {threads} スレッドしか使えず、計測になりません。--threads {threads} とするか、シナリオを小さくしてください。",
            en: "the memory suffices for {threads} of {asked} threads, which would measure something else. Use --threads {threads}, or smaller scenarios."
        )),
        MeasureError::Batch(BatchError::Store(error)) => Failure::Other(error.text()),
        MeasureError::Batch(BatchError::Engine(error)) => Failure::engine(error),
        MeasureError::Size(problems) => Failure::Input(vec![problems]),
        MeasureError::Differs => Failure::Other(text!(
            ja: "シナリオ群の中の試算と単独の試算が一致しません。この機械と版を添えて開発元に知らせてください。",
            en: "a scenario gives something else by itself than in the set. Please report it with this machine and version."
        )),
    }
}
