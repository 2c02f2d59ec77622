//! What the words of a heading say: what figures are, whether they are worked out of others, what words stand below.

use super::columns::{Kind, Names, Role};
use super::spelling::bare;
use super::sums;
use crate::scenario::StreamKind;

/// What is no figure of a year, by its heading.
const LEFT_OUT: [&str; 22] = [
    "差引",
    "差額",
    "増減",
    "比較",
    "前年比",
    "対前年",
    "前年度比",
    "構成比",
    "累計",
    "累積",
    "達成率",
    "進捗率",
    "実施率",
    "執行率",
    "割合",
    "%",
    "現在高",
    "年度末",
    "difference",
    "change",
    "cumulative",
    "percent",
];
/// What is saved, and what more comes in. A heading such as 「事業費」 does not say whether it is what an initiative takes or
/// what it saves of: a map says that.
const SAVINGS: [&str; 9] =
    ["歳出削減", "歳出減", "歳出抑制", "歳出の削減", "経費削減", "経費節減", "支出削減", "節減額", "削減額"];
const REVENUES: [&str; 7] = ["歳入確保", "歳入増", "歳入の確保", "増収", "収入増", "収入の増", "歳入の増"];
/// The longest heading of effects without a year.
const LONGEST: usize = 16;
const ACTUAL: [&str; 6] = ["実績", "決算", "actual", "outturn", "確定", "実額"];
const TARGET: [&str; 2] = ["目標", "target"];
const PLANNED: [&str; 11] =
    ["見込", "見通", "計画", "予定", "予算", "推計", "試算", "plan", "estimate", "forecast", "budget"];

/// Whether a heading that names one year means more than it, or less.
pub(super) fn is_open(part: &str) -> bool {
    const WORDS: [&str; 10] = ["以降", "以前", "以後", "まで", "から", "半期", "～", "〜", "~", "月"];
    WORDS.iter().any(|word| part.contains(word))
}

/// Whether the heading of a year says that its figures are no effects.
pub(super) fn is_no_effect(part: &str) -> bool {
    const WORDS: [&str; 18] = [
        "経費",
        "事業費",
        "費用",
        "導入費",
        "委託料",
        "コスト",
        "職員数",
        "人数",
        "人員",
        "件数",
        "未達",
        "執行残",
        "収支不足",
        "歳出増",
        "歳入減",
        "減収",
        "負担増",
        "支出増",
    ];
    WORDS.iter().any(|word| part.contains(word))
}

/// What figures are, by the lowest line of a heading that says it; of several words the last counts: 「実績見込み」 is an
/// estimate, 「実施計画の実績額」 an actual.
pub(super) fn kind_of<'p>(parts: impl DoubleEndedIterator<Item = &'p String>) -> Option<Kind> {
    let last = |bare: &str, words: &[&str]| words.iter().filter_map(|word| bare.rfind(word)).max();
    parts.rev().find_map(|part| {
        let bare = bare(part);
        let kinds = [(Kind::Target, &TARGET[..]), (Kind::Planned, &PLANNED), (Kind::Actual, &ACTUAL)];
        let found = kinds.into_iter().filter_map(|(kind, words)| Some((last(&bare, words)?, kind)));
        found.max_by_key(|(at, _)| *at).map(|(_, kind)| kind)
    })
}

/// What kind of money figures are, by the lowest line of a heading that says it.
pub(super) fn flow_of<'p>(parts: impl DoubleEndedIterator<Item = &'p String>) -> Option<StreamKind> {
    parts.rev().find_map(|part| {
        let bare = bare(part);
        let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
        match (has(&SAVINGS), has(&REVENUES)) {
            (true, false) => Some(StreamKind::Saving),
            (false, true) => Some(StreamKind::Revenue),
            // 「歳出削減・歳入確保」 is both.
            _ => None,
        }
    })
}

/// What a column of kinds says of a row: 「歳出減」, 「歳入（計画）」.
pub(super) fn flow_of_kind(words: &str) -> Option<StreamKind> {
    let bare = bare(words);
    let without = bare.split(['(', '[', '【']).next().unwrap_or_default();
    match without {
        _ if is_no_effect(words) && flow_of(std::iter::once(&words.to_owned())).is_none() => None,
        "歳出" | "支出" | "削減" | "節減" | "歳出面" => Some(StreamKind::Saving),
        "歳入" | "収入" | "増収" | "歳入面" => Some(StreamKind::Revenue),
        _ => flow_of(std::iter::once(&words.to_owned())),
    }
}

/// Whether a heading is that of a column which says what the figures of a row are.
pub(super) fn is_of_kinds(heading: &str) -> bool {
    let bare = bare(heading);
    ["区分", "種別", "種類", "分類", "内訳", "歳入歳出", "歳入・歳出", "効果の種類"].contains(&bare.as_str())
}

/// Whether words are those of a whole, where parts stand beside them: 「効果額」, 「①＋②」, 「トータル」.
pub(super) fn is_whole(words: &str) -> bool {
    const WORDS: [&str; 9] =
        ["効果額", "財政効果額", "総効果額", "純効果額", "年間効果額", "年間効果", "効果", "全体", "トータル"];
    let bare = bare(words);
    let without = bare.split('(').next().unwrap_or_default();
    WORDS.contains(&without) || sums::is_heading(words) || sums::is_row(words)
}

/// Whether a heading without a year is one of effects: 「目標額」, 「実績」, 「効果額」.
pub(super) fn is_of_effects(words: &str) -> bool {
    let (bare, words) = (bare(words), words.to_owned());
    let is_said = kind_of(std::iter::once(&words)).is_some() || flow_of(std::iter::once(&words)).is_some();
    let is_amount = ["効果", "金額"].iter().any(|word| bare.contains(word));
    let is_of_other_year = ["翌年度", "前年度", "次年度", "昨年度", "来年度"].iter().any(|word| bare.contains(word));
    (is_said || is_amount)
        && !is_of_other_year
        && bare.chars().count() <= LONGEST
        && !is_left_out(&words)
        && !is_no_effect(&words)
}

/// What the figures of a table are by its title, where no heading says it.
pub(super) fn kind_of_title(title: &str) -> Option<Kind> {
    let bare = bare(title);
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    // 「計画と実績」 is both.
    let is_of_both = ["と実績", "及び実績", "・実績", "実績と", "実績及び", "実績・", "と決算", "目標と"];
    if has(&is_of_both) {
        return None;
    }
    let is_result = has(&["実施結果", "取組結果", "成果"]) && !has(&["見込", "予定"]);
    // 「実施計画の実績」 are actuals, 「実績を踏まえた計画」 is a plan.
    kind_of(std::iter::once(&title.to_owned()))
        .or(is_result.then_some(Kind::Actual))
        .filter(|kind| *kind != Kind::Planned)
}

/// Whether a heading is of figures that are worked out of others.
pub(super) fn is_left_out(words: &str) -> bool {
    let bare = bare(words);
    let is_part = bare.trim_start_matches(['(', '[']).starts_with("うち") || bare.starts_with("内訳");
    is_part
        || bare.ends_with(['差', '率', '比'])
        || has_formula(&bare)
        || LEFT_OUT.iter().any(|word| bare.contains(word))
}

/// `b-a`, `b/a*100`, with no letters around.
pub(super) fn has_formula(bare: &str) -> bool {
    ["b-a", "a-b", "b/a", "a/b"].iter().any(|formula| {
        bare.match_indices(formula).any(|(at, _)| {
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            !is_letter(bare[..at].chars().next_back()) && !is_letter(bare[at + formula.len()..].chars().next())
        })
    })
}

/// Whether a heading is that of the numbers of rows.
pub(super) fn is_of_row_numbers(heading: &str) -> bool {
    let bare = bare(heading);
    bare.ends_with("番号") || bare.ends_with("項番") || ["no", "no.", "№", "#", "番"].contains(&bare.as_str())
}

/// Whether a heading is that of the units of rows.
pub(super) fn is_of_units(heading: &str) -> bool {
    let bare = bare(heading);
    bare == "unit" || bare.contains("単位")
}

/// Columns of words.
pub(super) fn of_names(heading: &str) -> Option<Role> {
    let bare = bare(heading);
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    let policies = has(&["基本方針", "方針", "柱", "分野", "大項目", "policy", "directorate", "theme"]);
    let initiatives = has(&[
        "取組",
        "取り組み",
        "項目",
        "事業",
        "施策",
        "名称",
        "件名",
        "initiative",
        "scheme",
        "proposal",
        "measure",
    ]) && !has(&["大項目"]);
    if has(&["担当", "所管", "主管", "部署", "部局", "owner", "division", "department"]) {
        Some(Role::Owner)
    } else if has(&["備考", "摘要", "説明", "根拠", "会計", "remarks", "note", "comment"]) {
        Some(Role::Note)
    } else if policies && initiatives {
        Some(Role::Names(Names::Any))
    } else if policies {
        Some(Role::Names(Names::Policies))
    } else if initiatives {
        Some(Role::Names(Names::Initiatives))
    } else {
        None
    }
}
