//! The notes under a comparison: what made it, and how to read it.

use super::super::Names;
use super::ComparisonReport;
use crate::lang::{Lang, Text, text};
use crate::outcome::{Outcome, TOTAL};
use crate::report::numbers::{UNDEFINED, spoken};
use crate::report::{notes, words};

impl ComparisonReport<'_> {
    pub(in crate::report) fn notes(&self) -> Vec<Text> {
        let mut out = self.own_notes();
        out.push(pointer());
        out
    }

    /// The notes without the one that leads to other commands, for a report that holds what these tell.
    pub(in crate::report) fn own_notes(&self) -> Vec<Text> {
        let mut out = self.made_by();
        if !self.is_certain() {
            out.extend([self.common_draws(), self.reading(), self.dominance_defined()]);
        }
        out.extend(self.on_common_years());
        out.extend([self.targets(), self.rounding(), allocated()]);
        out.extend(self.spread());
        out.extend(self.guard_rails());
        out
    }

    /// What either side spreads over the years of its plan.
    fn spread(&self) -> Vec<Text> {
        let Names { ja: [a_ja, b_ja], bare: [a, b], .. } = self.names();
        let sides = [(self.pair.plan, a_ja, a), (self.pair.revised, b_ja, b)];
        let of = |(outcome, side_ja, side): (_, _, _)| {
            let Text { ja, en } = self.of(outcome).spread()?;
            Some(text!(ja: "{side_ja}：{ja}", en: "{side}: {en}"))
        };
        sides.into_iter().filter_map(of).collect()
    }

    /// How many findings of guard rails either side has; nothing where neither has one.
    pub(super) fn guard_rails(&self) -> Option<Text> {
        let sides = [self.pair.plan, self.pair.revised];
        let count = |o: &Outcome| {
            let open = o.findings.iter().filter(|f| f.is_open()).count();
            [open, o.findings.len() - open]
        };
        let [[plan, plan_accepted], [revised, revised_accepted]] = sides.map(count);
        let Names { ja: [a_ja, b_ja], the: [a, b], .. } = self.names();
        sides.iter().any(|o| !o.findings.is_empty()).then(|| {
            text!(
                ja: "確認事項：{a_ja}は要確認 {plan} 件・承知済み {plan_accepted} 件、{b_ja}は要確認 {revised} 件・承知済み {revised_accepted} 件。内容は mikomi check で見られます。",
                en: "Guard rails: in {a} {plan} to check, {plan_accepted} accepted; in {b} {revised} to check, {revised_accepted} accepted; mikomi check shows them."
            )
        })
    }

    pub(super) fn made_by(&self) -> Vec<Text> {
        let plan = &self.pair.plan.provenance;
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words::basis_name(plan.basis, lang));
        let mut provenance = plan.clone();
        // Where the plan is certain and the revision is not, trials are the comparison's.
        provenance.trials = self.pair.comparison.trials;
        provenance.simulated = !self.is_certain();
        let [of_plan, of_revised] = [self.pair.plan, self.pair.revised].map(|o| notes::as_of(&o.provenance));
        let [plan_digest, revised_digest] = [self.pair.plan, self.pair.revised].map(digest);
        let version = &plan.version;
        let Text { ja: made_ja, en: made_en } = notes::made(&provenance);
        let Names { ja: [a_ja, b_ja], the: [a, b], bare: [a_bare, b_bare], .. } = self.names();
        let (plan_ja, revised_ja, plan_en, revised_en) = (of_plan.ja, of_revised.ja, of_plan.en, of_revised.en);
        vec![
            text!(ja: "効果額の算定方法：{ja}。", en: "Counting basis: {en}."),
            text!(ja: "時点：{a_ja}は{plan_ja}。{b_ja}は{revised_ja}。", en: "As of: in {a} {plan_en}; in {b} {revised_en}."),
            text!(ja: "再現情報：mikomi {version}、シナリオの識別値は{a_ja} {plan_digest}…、{b_ja} {revised_digest}…、{made_ja}", en: "To reproduce: mikomi {version}, scenario digests {a_bare} {plan_digest}…, {b_bare} {revised_digest}…; {made_en}"),
        ]
    }

    /// Why the difference is the revision's and not chance, and how exact it is.
    pub(super) fn common_draws(&self) -> Text {
        let error = self.main().find(|d| d.policy == TOTAL).and_then(|d| d.spread.se);
        let unit = self.unit();
        let error = match error {
            Some(error) if self.money().round(error) == 0.0 => text!(ja: "1{unit}未満", en: "less than 1 {unit}"),
            Some(error) => {
                let error = self.money().in_table(error);
                text!(ja: "{error}{unit}", en: "{error} {unit}")
            }
            None => Text::same(UNDEFINED),
        };
        let (error_ja, error_en) = (error.ja, error.en);
        text!(
            ja: "両方のシナリオで同じ名前のものには同じ乱数を使っているので、増減は見直しによるもので、乱数の違いによるものではありません。合計の平均の増減の標準誤差は {error_ja}です。",
            en: "What has the same name in both scenarios gets the same draws, so a difference is the revision's and not chance. The standard error of the mean change of the total is {error_en}."
        )
    }

    fn reading(&self) -> Text {
        let over = if self.is_over_years() {
            text!(ja: "計画期間", en: "over the period")
        } else {
            text!(ja: "版の対象年度", en: "over the years of the edition")
        };
        let (over_ja, over_en) = (over.ja, over.en);
        let confidence = spoken(self.pair.plan.provenance.confidence);
        text!(
            ja: "平均は足し合わせられますが、P10・P90（10回に1回これを下回る額・上回る額）、確率、{confidence}確度に要する追加額（{over_ja}の合計で、確実に生じる効果）は足しても合計の値になりません。増減の P10・P90 は増減そのものの分布によるもので、両方の P10・P90 の差ではありません。",
            en: "Means add up; P10 and P90 (undercut, or exceeded, one time in ten), probabilities and the extra for {confidence} (certain effect {over_en} in all) do not. P10 and P90 of a change are those of the change itself, not the difference of two P10 or P90."
        )
    }

    pub(super) fn targets(&self) -> Text {
        if self.targets_differ() {
            text!(
                ja: "目標が両方のシナリオで違います。達成確率と不足額は、それぞれの目標に対するものです。",
                en: "The targets of the two scenarios differ. Probabilities and shortfalls are against each one's own."
            )
        } else {
            text!(ja: "目標はどちらのシナリオでも同じです。", en: "The targets are the same in both scenarios.")
        }
    }

    fn dominance_defined(&self) -> Text {
        let [a_ja, b_ja] = self.names().ja;
        text!(
            ja: "優劣は、効果額の分布の1％点から99％点までを{b_ja}と{a_ja}で比べたもの。「優位」（一次優越）は、どの分位点でも低くないこと。「下振れに強い」（二次優越）は、分位点の高低は入れ替わるが、悪いほうからどこまでを平均しても低くないこと。「優劣なし」は、そのどれでもないこと。",
            en: "Dominance compares the percentiles 1 to 99 of the two distributions. 'above' (first order): not lower at any percentile. 'safer' (second order): percentiles cross, but the mean of the worst p % is not lower for any p. 'neither': none of these."
        )
    }

    fn rounding(&self) -> Text {
        let whole = match self.common() {
            Some(_) => "the sum of the common years and to each plan period",
            None => "the plan period",
        };
        text!(
            ja: "増減は、表示された両方の額の差に一致します。年度別の表は横に、見直しの要因の表は縦に（できるかぎり横にも）、版から版への増減は横に、表示の額で計が一致するよう端数を調整しています。ほかは四捨五入のため、内訳の和が合計と一致しないことがあります。",
            en: "Changes are the difference of the amounts as printed. Rounded to add up as printed: years across to {whole}, components down to the change (and across to the total where they can), steps of the bridge across. Elsewhere parts may not add up to their total because of rounding."
        )
    }
}

fn digest(outcome: &Outcome) -> &str {
    let digest = &outcome.provenance.digest;
    &digest[..16.min(digest.len())]
}

/// What components and lineages rest on.
fn allocated() -> Text {
    text!(
        ja: "要因と系譜は、それぞれのシナリオが取組項目に割り振った額によります。",
        en: "Components and lineages rest on the amounts that each scenario allocates to its initiatives."
    )
}

/// Where the assumptions behind both scenarios are told.
fn pointer() -> Text {
    text!(
        ja: "割振りの方法、根拠資料のない数値、類似事例に基づく標準値（参照クラス）、試算に入っていないものは、シナリオごとに mikomi run の注と mikomi explain・check で見られます。",
        en: "How amounts were allocated, numbers without a source, reference classes and what is not modelled are told for each scenario by the notes of mikomi run, and by mikomi explain and check."
    )
}
