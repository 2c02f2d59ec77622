//! The words of comparisons in both languages.

use super::Names;
use crate::analysis::{Component, DominanceVerdict, FamilyKind, Ratio};
use crate::lang::{Lang, Text, text};
use crate::report::document::{Cell, Figure, Number};

/// The one less the other.
pub(in crate::report) fn change() -> Text {
    text!(ja: "増減", en: "Change")
}

/// The one over the other.
pub(in crate::report) fn ratio_head() -> Text {
    text!(ja: "比率", en: "Ratio")
}

/// A ratio as a table has it.
pub(in crate::report) fn ratio(ratio: Ratio, lang: Lang) -> Cell {
    let words = |words: Text| Cell::Words(words.get(lang).to_owned());
    match ratio {
        Ratio::Value(value) => Cell::Number(Number::of(value, Figure::Ratio)),
        Ratio::FromZero => words(text!(ja: "皆増", en: "from 0")),
        Ratio::ToZero => words(text!(ja: "皆減", en: "to 0")),
        Ratio::Undefined => Cell::Undefined,
    }
}

/// The short name of a component.
pub(in crate::report) fn component(component: Component) -> Text {
    match component {
        Component::Actuals => text!(ja: "実績への置換え", en: "Actuals"),
        Component::Ended => text!(ja: "廃止・完了", en: "Ended"),
        Component::New => text!(ja: "新規", en: "New"),
        Component::Merged => text!(ja: "集約・引継ぎ", en: "Merged"),
        Component::Timing => text!(ja: "時期", en: "Timing"),
        Component::Amounts => text!(ja: "金額", en: "Amounts"),
        Component::Assumptions => text!(ja: "前提", en: "Assumptions"),
    }
}

/// What a component stands for.
pub(in crate::report) fn meaning(component: Component) -> Text {
    match component {
        Component::Actuals => text!(
            ja: "計画策定後に決算が済んだ年度の見込みを実績に置き換えた分",
            en: "forecasts of years closed since, replaced by their actuals"
        ),
        Component::Ended => text!(
            ja: "引継ぎ先なく終わった取組項目の効果額がなくなる分",
            en: "effects of initiatives that ended without a successor"
        ),
        Component::New => text!(
            ja: "前身のない取組項目の効果額が加わる分",
            en: "effects of initiatives without a predecessor"
        ),
        Component::Merged => text!(
            ja: "集約・分割・引継ぎをした取組項目の、その前後の差",
            en: "initiatives joined, split or taken over: after against before"
        ),
        Component::Timing => text!(
            ja: "継続する取組項目の開始年度と遅れの見直し",
            en: "when the effects of continuing initiatives come: the year in which they start, and delays"
        ),
        Component::Amounts => text!(
            ja: "継続する取組項目の年度ごとの計画額の見直し（歳出減・歳入増・経費の項目の追加と削除を含む）",
            en: "what continuing initiatives are planned to give year by year, with streams added or taken out"
        ),
        Component::Assumptions => text!(
            ja: "継続する取組項目の実現率・実施の確率・年度ごとのぶれ・指数・割合・相関・前提となる取組・二重計上の置き方の見直し",
            en: "what is assumed of continuing initiatives: realisation, chance of going ahead, noise, indices, shares, \
                 dependence, requirements, overlaps"
        ),
    }
}

/// Which distribution lies above the other, for a narrow column.
pub(in crate::report) fn verdict(verdict: DominanceVerdict, names: Names) -> Text {
    let Names { ja: [plan_ja, revised_ja], column: [plan, revised], .. } = names;
    match verdict {
        DominanceVerdict::Same => text!(ja: "同じ", en: "same"),
        DominanceVerdict::RevisedAbove => text!(ja: "{revised_ja}が優位", en: "{revised} above"),
        DominanceVerdict::PlanAbove => text!(ja: "{plan_ja}が優位", en: "{plan} above"),
        DominanceVerdict::RevisedSafer => text!(ja: "{revised_ja}が下振れに強い", en: "{revised} safer"),
        DominanceVerdict::PlanSafer => text!(ja: "{plan_ja}が下振れに強い", en: "{plan} safer"),
        DominanceVerdict::Neither => text!(ja: "優劣なし", en: "neither"),
    }
}

/// What became of initiatives.
pub(in crate::report) fn family(kind: FamilyKind) -> Text {
    match kind {
        FamilyKind::Continued => text!(ja: "継続", en: "Continued"),
        FamilyKind::Ended => text!(ja: "廃止・完了", en: "Ended"),
        FamilyKind::New => text!(ja: "新規", en: "New"),
        FamilyKind::Merged => text!(ja: "集約・引継ぎ", en: "Merged"),
    }
}
