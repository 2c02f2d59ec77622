//! The words of the reports in both languages, those of the field.

use crate::engine::Sampling;
use crate::lang::{Lang, Text, text};
use crate::model::Basis;

/// The name of a counting basis.
pub(super) fn basis_name(basis: Basis, lang: Lang) -> String {
    match basis {
        Basis::Recurring => text!(ja: "継続的効果額（続く効果を毎年度数える）", en: "recurring (a lasting effect counts every year)"),
        Basis::NewInYear => text!(ja: "単年度効果額（その年度に新しく生じた分）", en: "new in year (only what is new in the year counts)"),
        Basis::YearOnYear => text!(ja: "前年度比", en: "year on year (change against the year before)"),
    }
    .get(lang)
    .to_owned()
}

pub(super) fn sampling_name(sampling: Sampling, lang: Lang) -> &'static str {
    match (sampling, lang) {
        (Sampling::Latin, Lang::Ja) => "層化抽出（latin）",
        (Sampling::Latin, Lang::En) => "stratified (latin)",
        (Sampling::Random, Lang::Ja) => "単純抽出（random）",
        (Sampling::Random, Lang::En) => "plain (random)",
    }
}

/// The column headings of the main table.
pub(super) fn columns(confidence: &str) -> [Text; 10] {
    [
        text!(ja: "基本方針", en: "Policy"),
        text!(ja: "目標", en: "Target"),
        text!(ja: "計画値", en: "Planned"),
        text!(ja: "平均", en: "Mean"),
        text!(ja: "P10", en: "P10"),
        text!(ja: "P50", en: "P50"),
        text!(ja: "P90", en: "P90"),
        text!(ja: "達成確率", en: "P(met)"),
        text!(ja: "平均不足額", en: "Mean shortfall"),
        text!(ja: "{confidence}確度に要する追加額", en: "Extra for {confidence}"),
    ]
}

/// A policy's name, with its id before it unless it begins with that.
pub(super) fn policy(id: &str, name: &str) -> String {
    if name.starts_with(id) { name.to_owned() } else { format!("{id} {name}") }
}

pub(super) fn total(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "合計" } else { "Total" }
}
