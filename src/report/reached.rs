//! What open years go on from: what was reached by the last closed year with a record, what was missed, what came early.

use super::tables::{align, table};
use super::words;
use crate::lang::{Lang, Text, text};
use crate::model::Model;
use crate::plan::{GoingOn, Reached};
use comfy_table::Table;

/// What each initiative has reached and what it has missed, by policy; nothing where open years go on from no record.
pub fn reached_text(model: &Model, lang: Lang) -> Option<String> {
    let reached = Reached::of(model).going_on(model);
    if reached.is_empty() {
        return None;
    }
    let unit = model.unit.name(lang);
    let head = text!(
        ja: "見込みの年度が続ける水準（{unit}、重複を除いた後）",
        en: "What open years go on from ({unit}, net of overlaps)"
    );
    let notes = text!(
        ja: "計画：その年度に計画されていた水準（遅れを除く）。未達：計画に届かず、取り戻すと書かれた分（made_good）のほかは戻らない額。先行：計画より早く生じた額で、計画の年度の額を書き直さなければ二重に数えられます。",
        en: "Planned: the level planned for that year, without any delay. Missed: short of the plan, and lost but for the share made good (made_good). Early: came before its first stated year, and is counted twice unless the amounts are restated."
    );
    Some(format!("{}\n{}\n{}\n", head.get(lang), rows(model, &reached, lang), notes.get(lang)))
}

fn rows(model: &Model, reached: &[GoingOn], lang: Lang) -> Table {
    let heads = [
        text!(ja: "基本方針", en: "Policy"),
        text!(ja: "取組項目", en: "Initiative"),
        text!(ja: "年度", en: "Year"),
        text!(ja: "計画", en: "Planned"),
        text!(ja: "到達", en: "Reached"),
        text!(ja: "未達", en: "Missed"),
        text!(ja: "うち取り戻す", en: "Made good"),
        text!(ja: "先行", en: "Early"),
    ];
    let mut table = table(heads.iter().map(|head| head.get(lang).to_owned()).collect());
    for of_initiative in
        reached.chunk_by(|a, b| initiative(a) == initiative(b) && a.policy == b.policy && a.from == b.from)
    {
        let first = &of_initiative[0];
        let policy = &model.policies[first.policy];
        let sum = |of: fn(&GoingOn) -> f64| model.unit.in_table(of_initiative.iter().map(of).sum());
        let name = initiative(first).map_or_else(|| unshared(lang), |i| model.initiatives[i].name.clone());
        table.add_row(vec![
            words::policy(&policy.id, &policy.name),
            name,
            first.from.short(lang),
            sum(|g| g.planned),
            sum(|g| g.reached),
            sum(|g| g.missed),
            sum(|g| g.made_good * g.missed),
            sum(|g| g.early),
        ]);
    }
    align(&mut table);
    table
}

fn initiative(going_on: &GoingOn) -> Option<usize> {
    going_on.stream.map(|(i, _)| i)
}

fn unshared(lang: Lang) -> String {
    let words: Text = text!(ja: "（取組項目に分けられない額）", en: "(not shared among initiatives)");
    words.get(lang).to_owned()
}
