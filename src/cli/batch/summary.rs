//! What became of a batch, in words.

use crate::batch::{Failed, Fault, Job, LeftOut, ScenarioSet, Summary};
use crate::cli::Failure;
use crate::harmless;
use crate::lang::{Lang, Text, text};
use std::fmt::Write as _;
use std::path::Path;

/// How many scenarios without results are named.
const NAMED: usize = 20;
/// How many lines of its message are shown of each.
const LINES: usize = 6;

pub(super) fn render(summary: &Summary, job: &Job, store: &Path, lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |words: Text| {
        let _ = writeln!(out, "{}", words.get(lang));
    };
    let (c, store, trials) = (summary.counts, harmless::path(store), job.request.settings.trials);
    let (done, failed, skipped, left) = (c.done, c.failed, c.skipped, c.left);
    say(text!(
        ja: "試算 {done} 件　試算済み {skipped} 件　失敗 {failed} 件　残り {left} 件（1 件あたり {trials} 試行）",
        en: "{done} done, {skipped} skipped (done before), {failed} failed, {left} left; {trials} trials each"
    ));
    say(text!(ja: "結果ファイル：{store}", en: "Store: {store}"));
    if summary.others > 0 {
        let others = summary.others;
        say(text!(
            ja: "結果ファイルには、今のシナリオ群にないシナリオが {others} 件あります（残してありますが、集計には使いません）。",
            en: "The store holds {others} scenarios that are not in the set now; they are kept and left out of readings."
        ));
    }
    if summary.alone > 0 {
        let alone = summary.alone;
        say(text!(
            ja: "メモリの都合でほかと並べずに 1 件ずつ試算したシナリオ：{alone} 件（結果は変わりません）",
            en: "Scenarios simulated one at a time, for want of memory: {alone} (the results are the same)"
        ));
    }
    if !summary.failures.is_empty() {
        say(text!(ja: "\n失敗したシナリオ：", en: "\nScenarios that failed:"));
        summary.failures.iter().take(NAMED).for_each(|failed| say(named(failed)));
        if failed > NAMED {
            let more = failed - NAMED;
            say(text!(ja: "…ほか {more} 件", en: "… and {more} more"));
        }
        say(text!(
            ja: "メッセージの全文は、結果ファイルの表 scenario の列 message_ja にあります。",
            en: "The full messages are in the column message_en of the table scenario of the store."
        ));
    }
    left_out(job.set).into_iter().for_each(&mut say);
    if c.done + c.skipped > 0 {
        say(text!(ja: "\n結果を見るには：mikomi report {store}", en: "\nTo read the results: mikomi report {store}"));
    }
    out
}

/// Files that were found and cannot be members.
pub(super) fn left_out(set: &ScenarioSet) -> Vec<Text> {
    let all = set.left_out();
    if all.is_empty() {
        return Vec::new();
    }
    let count = all.len();
    let head = text!(
        ja: "\nこのシナリオ群に入れなかったファイル {count} 件：",
        en: "\nFiles that are left out of the set: {count}"
    );
    let one = |left: &LeftOut| {
        let (name, Text { ja, en }) = (&left.name, &left.why);
        text!(ja: "- {name}：{ja}", en: "- {name}: {en}")
    };
    let more = (count > NAMED).then(|| {
        let more = count - NAMED;
        text!(ja: "…ほか {more} 件", en: "… and {more} more")
    });
    [head].into_iter().chain(all.iter().take(NAMED).map(one)).chain(more).collect()
}

/// A scenario with the first lines of what is wrong with it.
fn named(failed: &Failed) -> Text {
    let name = &failed.name;
    let first = |message: &str| {
        let lines: Vec<String> = message.trim_end().lines().take(LINES).map(|l| format!("    {l}")).collect();
        let more = if message.trim_end().lines().count() > LINES { "\n    …" } else { "" };
        lines.join("\n") + more
    };
    let (ja, en) = (first(&failed.message.ja), first(&failed.message.en));
    text!(ja: "- {name}\n{ja}", en: "- {name}\n{en}")
}

pub(super) fn interrupted(summary: &Summary) -> Text {
    let left = summary.counts.left;
    text!(
        ja: "中断しました（残り {left} 件）。済んだと報告した結果はすべて結果ファイルに入っています。同じコマンドで続きから再開できます。",
        en: "Interrupted with {left} scenarios left. Everything that was told as done is in the store; the same command goes on from there."
    )
}

/// How a batch ends some of whose scenarios have no results.
pub(super) fn without_results(summary: &Summary, fault: Fault) -> Failure {
    let failed = summary.counts.failed;
    let message = text!(
        ja: "{failed} 件のシナリオは結果がありません。ほかのシナリオの結果は結果ファイルに入っています。",
        en: "{failed} scenarios have no results; those of the others are in the store."
    );
    match fault {
        Fault::Input => Failure::Arguments(message),
        Fault::Other => Failure::Other(message),
    }
}
