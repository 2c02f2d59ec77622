//! The words of the reports in both languages, those of the field.

use crate::engine::Sampling;
use crate::lang::{Lang, Text, text};
use crate::model::Basis;
use crate::model::rails::Finding;
use crate::outcome::EditionEntry;
use crate::plan::{BridgeStep, ReconciliationStep};

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

/// The column headings of the overview of editions: those of the main table on two lines, beside longer names.
pub(super) fn edition_columns(confidence: &str) -> [Text; 10] {
    let mut columns = columns(confidence);
    columns[0] = text!(ja: "基準年度（対象年度）", en: "Edition, policy");
    columns[8] = text!(ja: "平均\n不足額", en: "Mean\nshortfall");
    columns[9] = text!(ja: "{confidence}確度に\n要する追加額", en: "Extra\nfor {confidence}");
    columns
}

/// The column headings of what editions booked.
pub(super) fn booked_columns(confidence: &str) -> [Text; 7] {
    [
        edition_columns("")[0].clone(),
        text!(ja: "計上額", en: "Booked"),
        text!(ja: "計画値", en: "Planned"),
        text!(ja: "平均", en: "Mean"),
        text!(ja: "計上額の\n達成確率", en: "P(booked\nmet)"),
        text!(ja: "計上額に対する\n平均不足額", en: "Mean shortfall\nagainst booked"),
        text!(ja: "{confidence}確度で計上額に\n要する追加額", en: "Extra for {confidence}\nof booked"),
    ]
}

/// The heading of a step of a reconciliation.
pub(super) fn reconciliation_step(step: ReconciliationStep, fixed_period: bool) -> Text {
    match step {
        ReconciliationStep::PlanPeriod => text!(ja: "計画期間\nの額", en: "Plan\nperiod"),
        ReconciliationStep::Basis => text!(ja: "算定方法\nの違い", en: "Counting\nbasis"),
        ReconciliationStep::BeforeWindow => text!(ja: "版の対象より\n前の年度", en: "Years before\nthe edition"),
        ReconciliationStep::AfterWindow => text!(ja: "版の対象より\n後の年度", en: "Years after\nthe edition"),
        ReconciliationStep::BeforePlan if fixed_period => {
            text!(ja: "計画期間より\n前の年度", en: "Years before\nthe plan")
        }
        ReconciliationStep::BeforePlan => text!(ja: "版の対象年度\nの水準", en: "Levels of\nits years"),
        ReconciliationStep::BeyondPlan => text!(ja: "計画期間より\n後の年度", en: "Years beyond\nthe plan"),
        ReconciliationStep::Rebase => text!(ja: "基準年度予算\nへの織込み分", en: "Rebased: in the\nbase already"),
        ReconciliationStep::AsOf => text!(ja: "作成時点の\n見込みとの差", en: "As known\nwhen made"),
    }
}

/// The heading of a step of a bridge.
pub(super) fn bridge_step(step: BridgeStep) -> Text {
    match step {
        BridgeStep::YearDropped => text!(ja: "対象から\n外れた年度", en: "Years\ndropped"),
        BridgeStep::YearAdded => text!(ja: "対象に\n加わった年度", en: "Years\nadded"),
        BridgeStep::Rebased => text!(ja: "予算織込み分\n(基準の更新)", en: "Rebased to\nthe later base"),
        BridgeStep::Actuals => text!(ja: "実績への\n置換え", en: "Actuals for\nforecasts"),
        BridgeStep::ReEstimated => text!(ja: "見込みの\n改訂", en: "Forecasts\nrevised"),
    }
}

/// An edition by its base year and the years that it covers.
pub(super) fn edition(edition: &EditionEntry, lang: Lang) -> String {
    let [base, first, last] = [edition.base, edition.first, edition.last].map(|year| year.short(lang));
    text!(ja: "{base}基準（{first}～{last}）", en: "base {base} ({first}-{last})").get(lang).to_owned()
}

/// A policy's name, with its id before it unless it begins with that.
pub(super) fn policy(id: &str, name: &str) -> String {
    if name.starts_with(id) { name.to_owned() } else { format!("{id} {name}") }
}

pub(super) fn total(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "合計" } else { "Total" }
}

/// What the total is called beside that of the general account.
pub(super) fn total_of_accounts(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "合計（全会計）" } else { "Total, all accounts" }
}

/// The total of the general account.
pub(super) fn general_account(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "うち一般会計" } else { "of which general account" }
}

/// A finding of a guard rail in one sentence, with why it is accepted if it is.
pub(super) fn finding(finding: &Finding) -> Text {
    let (ja, en) = (&finding.found.ja, &finding.found.en);
    match &finding.accepted {
        None => text!(ja: "注意：{ja}", en: "Warning: {en}"),
        Some(reason) => text!(ja: "承知済み：{ja}（理由：{reason}）", en: "Accepted: {en} (reason: {reason})"),
    }
}

/// How many findings are to be checked and how many are accepted; nothing where there is none.
pub(super) fn findings_count(findings: &[Finding]) -> Option<Text> {
    let open = findings.iter().filter(|f| f.is_open()).count();
    let accepted = findings.len() - open;
    (!findings.is_empty()).then(|| {
        text!(
            ja: "確認事項：要確認 {open} 件、承知済み {accepted} 件。なぜ大切か、どう直すかは mikomi check で見られます。",
            en: "Guard rails: {open} to check, {accepted} accepted; mikomi check says why each matters and what to do."
        )
    })
}

/// The table in which a finding arises.
pub(super) fn item(finding: &Finding) -> Text {
    if finding.item.is_empty() {
        text!(ja: "ファイル全体", en: "the whole file")
    } else {
        Text::same(finding.item.as_str())
    }
}
