//! What a batch would do, in words.

use super::summary::left_out;
use crate::batch::{Estimate, Factor, FactorKind, Job, Planned};
use crate::harmless;
use crate::lang::{Lang, Text, text};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// How many values of a factor are listed.
const VALUES: usize = 12;

pub(super) fn render(job: &Job, planned: &Planned, store: &Path, lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |words: Text| {
        let _ = writeln!(out, "{}", words.get(lang));
    };
    let (title, all) = (&job.set.title, job.set.members.len());
    let chosen = job.chosen.iter().filter(|c| **c).count();
    say(
        text!(ja: "シナリオ群「{title}」：シナリオ {all} 件、うち対象 {chosen} 件", en: "Set '{title}': {all} scenarios, {chosen} of them chosen"),
    );
    job.set.factors.iter().for_each(|f| say(factor(f, lang)));
    groups(job).into_iter().for_each(&mut say);
    left_out(job.set).into_iter().for_each(&mut say);
    let (store, before) = (harmless::path(store), planned.before);
    say(text!(ja: "結果ファイル：{store}", en: "Store: {store}"));
    let (same, changed, failed, new, twins) = (before.same, before.changed, before.failed, before.new, planned.twins);
    let run = changed + failed + new - twins;
    let trials = job.request.settings.trials;
    say(text!(
        ja: "  試算済み {same} 件（飛ばす）　変更あり {changed} 件　前回失敗 {failed} 件　未試算 {new} 件",
        en: "  {same} done already (skipped), {changed} changed, {failed} failed before, {new} not run yet"
    ));
    if twins > 0 {
        say(text!(
            ja: "  うち {twins} 件はシナリオ群の中の他のシナリオと同じ内容のため失敗になります",
            en: "  {twins} of them are the same as another scenario of the set and will fail"
        ));
    }
    say(
        text!(ja: "試算するもの：{run} 件、1 件あたり {trials} 試行", en: "To run: {run} scenarios, {trials} trials each"),
    );
    match &planned.estimate {
        Some(Ok(estimate)) => say(about(*estimate)),
        Some(Err(error)) => say(error.text()),
        None if run > 0 => say(text!(
            ja: "読めるシナリオがないため、所要時間は分かりません",
            en: "None of them can be read, so there is no telling how long it takes"
        )),
        None => {}
    }
    out
}

fn factor(factor: &Factor, lang: Lang) -> Text {
    let (id, name, count) = (&factor.id, factor.name.get(lang), factor.values.len());
    let comma = if lang == Lang::Ja { "、" } else { ", " };
    let shown: Vec<&str> = factor.names.iter().take(VALUES).map(|name| name.get(lang)).collect();
    let values = shown.join(comma) + if count > VALUES { "…" } else { "" };
    match factor.kind {
        FactorKind::Lever => text!(
            ja: "  対応策 {id}「{name}」：{count} 通り（{values}）",
            en: "  lever {id} '{name}': {count} values ({values})"
        ),
        FactorKind::Uncertainty => text!(
            ja: "  前提 {id}「{name}」：{count} 通り（{values}）",
            en: "  uncertainty {id} '{name}': {count} values ({values})"
        ),
    }
}

/// The groups of the chosen scenarios with their sizes.
fn groups(job: &Job) -> Vec<Text> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for (member, _) in job.set.members.iter().zip(&job.chosen).filter(|(_, chosen)| **chosen) {
        if let Some(group) = &member.group {
            *sizes.entry(group).or_default() += 1;
        }
    }
    sizes.into_iter().map(|(id, n)| text!(ja: "  グループ {id}：{n} 件", en: "  group {id}: {n} scenarios")).collect()
}

/// Two leading digits: more would claim what a measurement of a moment does not know.
fn about(estimate: Estimate) -> Text {
    let time = duration(estimate.time.as_secs_f64());
    let (ja, en) = (time.ja, time.en);
    let size = size(estimate.bytes as f64);
    text!(
        ja: "所要時間の目安：{ja}　結果ファイルの増加：約 {size}",
        en: "It takes {en} and adds about {size} to the store"
    )
}

fn duration(seconds: f64) -> Text {
    let rounded = |value: f64| {
        let step = 10f64.powf(value.max(1e-9).log10().floor() - 1.0).max(0.1);
        let digits = usize::from(step < 1.0);
        format!("{:.digits$}", (value / step).round() * step)
    };
    let (amount, ja, en) = match seconds {
        s if s < 1.0 => return text!(ja: "1 秒以内", en: "a second at most"),
        s if s < 90.0 => (rounded(s), "秒", "s"),
        s if s < 5400.0 => (rounded(s / 60.0), "分", "min"),
        s => (rounded(s / 3600.0), "時間", "h"),
    };
    text!(ja: "約 {amount} {ja}", en: "about {amount} {en}")
}

fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.0} kB", (b / 1e3).max(1.0)),
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_digits() {
        let told = [0.2, 3.12, 42.4, 89.9, 754.0, 7260.0, 360_000.0].map(|s| duration(s).en);
        assert_eq!(
            told,
            [
                "a second at most",
                "about 3.1 s",
                "about 42 s",
                "about 90 s",
                "about 13 min",
                "about 2.0 h",
                "about 100 h"
            ]
        );
        assert_eq!([900.0, 2.3e6, 4.56e9].map(size), ["1 kB", "2 MB", "4.6 GB"]);
    }
}
