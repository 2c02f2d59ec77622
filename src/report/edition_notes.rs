//! The notes on editions of the financial plan: what one is, what re-basing does to a shortfall, how rows add up.

use super::text::Report;
use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::model::BeyondPlan;
use crate::outcome::{EditionEntry, TOTAL};
use crate::plan::ReconciliationStep;

impl Report<'_> {
    /// By how much the target's level in the base year of an edition lies above the planned one of the total, a year and over
    /// its years; nothing where that is nothing.
    pub(super) fn hidden_by_rebasing(&self, edition: &EditionEntry) -> Option<[f64; 2]> {
        let gap = missed_by_base(edition).filter(|gap| self.money().round(*gap) != 0.0)?;
        Some([gap, gap * years_of(edition)])
    }

    pub(super) fn edition_notes(&self) -> Vec<Text> {
        let Some(current) = self.current() else { return Vec::new() };
        let mut notes = vec![self.what_it_is(current)];
        notes.extend(self.beyond_plan());
        notes.push(self.rebasing(current));
        if self.outcome.rolling_entry(TOTAL).is_some() {
            notes.push(text!(
                ja: "「計画期間（年度ごとの版で）」は、計画期間の各年度の効果額を、その年度に作る版の基準で数えて足したもの。",
                en: "'plan period, year by year' adds up the years of the plan period, each counted in the edition that is made in it."
            ));
        }
        if self.shown().next().is_some() {
            notes.push(text!(
                ja: "読替え（内訳）と増減の表では、目標・計画値・平均の行が表示の額で横の計が一致するよう端数を調整しています。P10・P90 の行は足しても合いません（不確かなものだけに示します）。",
                en: "In the reconciliation and the bridge, rows of target, planned and mean are rounded so that they add up across as printed. Rows of P10 and P90 do not add up; they are given for what is uncertain."
            ));
        }
        notes
    }

    /// What an edition is, by the current one.
    fn what_it_is(&self, current: &EditionEntry) -> Text {
        let [base, first, last, made] =
            [current.base, current.first, current.last, current.as_of].map(FiscalYear::text);
        let name = current.name.as_ref().map_or_else(Text::default, |name| text!(ja: "「{name}」", en: " '{name}'"));
        let (name_ja, name_en) = (name.ja, name.en);
        let (base_ja, first_ja, last_ja, made_ja) = (base.ja, first.ja, last.ja, made.ja);
        let (base_en, first_en, last_en, made_en) = (base.en, first.en, last.en, made.en);
        let known = self.outcome.provenance.as_of.map_or_else(Text::default, |now| {
            let known = now.min(current.as_of).text();
            let (ja, en) = (known.ja, known.en);
            text!(
                ja: "{ja}より前の年度は実績によります。これより前の版は作成時点で分かっていたこと、後の版は今分かっていることによります。",
                en: " Years before {en} are known by their actuals. Earlier editions rest on what was known when they were made, later ones on what is known now."
            )
        });
        let (known_ja, known_en) = (known.ja, known.en);
        text!(
            ja: "財政計画の版：毎年度作り直す（ローリングする）財政計画の一つ。基準年度の翌年度からの数年度を対象に、効果額を基準年度の予算からの増減として数えます。現在の版{name_ja}は、{base_ja}を基準年度、{first_ja}～{last_ja}を対象として、{made_ja}に作るものです。{known_ja}",
            en: "Edition of the financial plan: one of the financial plans that are made anew (rolled) every year. It covers some years from the one after its base year on and counts effects as changes against the base year's budget. The current one{name_en} has the base {base_en}, covers {first_en} to {last_en} and is made in {made_en}.{known_en}"
        )
    }

    /// The rules for years after the plan period, for the editions that reach beyond it.
    fn beyond_plan(&self) -> Option<Text> {
        let header = &self.outcome.header;
        let beyond: Vec<&EditionEntry> = self.outcome.editions.iter().filter(|e| e.last > header.plan.last).collect();
        if !header.fixed_period {
            return None;
        }
        let last = header.plan.last.text();
        let rules = [BeyondPlan::Hold, BeyondPlan::Zero, BeyondPlan::Explicit];
        let mut clauses: Vec<Text> = Vec::new();
        for wanted in rules.into_iter().filter(|rule| beyond.iter().any(|e| e.beyond_plan == *rule)) {
            let under: Vec<&EditionEntry> = beyond.iter().copied().filter(|e| e.beyond_plan == wanted).collect();
            let told = rule(wanted, &last);
            let (ja, en) = (told.ja, told.en);
            clauses.push(if under.len() == beyond.len() {
                text!(ja: "{ja}", en: ", {en}")
            } else {
                let bases = |lang: Lang| under.iter().map(|e| e.base.short(lang)).collect::<Vec<_>>();
                let (of_ja, of_en) = (bases(Lang::Ja).join("・"), bases(Lang::En).join(", "));
                text!(ja: "{of_ja}基準の版では{ja}", en: " (base {of_en}) {en}")
            });
        }
        let joined =
            |of: fn(&Text) -> &str, separator: &str| clauses.iter().map(of).collect::<Vec<_>>().join(separator);
        let (ja, en) = (joined(|c| &c.ja, "。"), joined(|c| &c.en, ";"));
        (!clauses.is_empty()).then(|| {
            text!(ja: "版の対象のうち計画期間より後の年度は、{ja}。", en: "For the years of an edition after the plan period{en}.")
        })
    }

    /// What re-basing does, with what the current edition's total no longer shows as a shortfall.
    fn rebasing(&self, current: &EditionEntry) -> Text {
        let told = self.hidden_by_rebasing(current).map_or_else(Text::default, |gap| self.hidden(current, gap));
        let (ja, en) = (told.ja, told.en);
        text!(
            ja: "版では、目標も効果も、それぞれの基準年度の継続的な水準を毎年度差し引いて数えます（基準年度予算への織込み分の控除）。基準年度までに目標に届かなかった分は、その年度の予算に既に入っているので、版の基準では不足になりません。{ja}",
            en: "In an edition both target and effect are counted against their own recurring level in the base year (rebase). What was missed by the base year is already in that year's budget and is no shortfall on the edition's basis.{en}"
        )
    }

    fn hidden(&self, current: &EditionEntry, [gap, whole]: [f64; 2]) -> Text {
        let unit = self.outcome.header.unit.name(self.lang);
        let base = current.base.text();
        let years = years_of(current);
        let [a_year, whole] = [gap, whole].map(|amount| self.money().in_table(amount.abs()));
        let (ja, en) = (base.ja, base.en);
        if gap > 0.0 {
            text!(
                ja: "現在の版の合計では、{ja}の目標の水準が計画値（決算済みの年度は実績）の水準を対象{years}年度で {whole}{unit}（年額 {a_year}{unit}）上回っていますが、この未達は版の不足額に含まれません。",
                en: " In the total of the current edition the target's level of {en} lies above the planned one (the actual one, where closed) by {whole} {unit} over its {years} years ({a_year} a year): this miss is not part of the edition's shortfall."
            )
        } else {
            text!(
                ja: "現在の版の合計では、{ja}の計画値（決算済みの年度は実績）の水準が目標の水準を対象{years}年度で {whole}{unit}（年額 {a_year}{unit}）上回っていますが、この超過は版の目標の達成には数えません。",
                en: " In the total of the current edition the planned level of {en} (the actual one, where closed) lies above the target's by {whole} {unit} over its {years} years ({a_year} a year): this surplus does not help to meet the edition's target."
            )
        }
    }
}

fn rule(beyond: BeyondPlan, last: &Text) -> Text {
    let (ja, en) = (&last.ja, &last.en);
    match beyond {
        BeyondPlan::Hold => {
            text!(ja: "{ja}の継続的な水準が、目標も含めてそのまま続くとみています", en: "the recurring level of {en} is taken to go on, that of the targets too")
        }
        BeyondPlan::Zero => {
            text!(ja: "目標も効果も水準が 0 に戻るとみています", en: "the levels of both targets and effects are taken to fall back to 0")
        }
        BeyondPlan::Explicit => {
            text!(ja: "シナリオに書かれた額によります", en: "amounts and targets are those that the scenario states")
        }
    }
}

/// By how much a year the target's level in the base year lies above the planned one, for the total.
pub(super) fn missed_by_base(edition: &EditionEntry) -> Option<f64> {
    let total = edition.reconciliation.iter().find(|r| r.policy == TOTAL)?;
    let rebase = total.steps.iter().find(|s| s.step == ReconciliationStep::Rebase)?.amounts;
    Some(rebase.gap()? / years_of(edition))
}

/// How many years an edition covers.
fn years_of(edition: &EditionEntry) -> f64 {
    f64::from(edition.last.since(edition.first) + 1)
}
