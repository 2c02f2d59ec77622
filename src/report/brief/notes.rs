//! The notes of a brief report: the three that matter most.

use super::Brief;
use crate::lang::{Text, text};
use crate::report::edition_notes::missed_by_base;

/// How many notes are told.
const MOST: usize = 3;

impl Brief<'_> {
    /// The most important first: whether the result is what was asked for, what is to be checked, what an edition does not
    /// count as missing, what the result rests on, what made it.
    pub(super) fn notes(&self) -> Vec<Text> {
        let all =
            [self.unfinished(), self.to_check(), self.not_missing(), self.rests_on(), Some(self.report.reproduced())];
        all.into_iter().flatten().take(MOST).collect()
    }

    /// That the run was stopped, or is less precise than was asked.
    fn unfinished(&self) -> Option<Text> {
        let p = &self.report.outcome.provenance;
        let missed = p.precision.as_ref().filter(|precision| !precision.reached);
        missed.map(|precision| self.report.precision(precision)).or_else(|| self.report.interrupted())
    }

    /// What guard rails want checked.
    fn to_check(&self) -> Option<Text> {
        let open = self.report.outcome.findings.iter().filter(|finding| finding.is_open()).count();
        (open > 0).then(|| {
            text!(
                ja: "要確認の確認事項が {open} 件あります。内容と対処は mikomi check で示します。",
                en: "Guard rails: {open} to check; mikomi check tells them and what to do."
            )
        })
    }

    /// Why an edition's odds are not those of the plan period.
    fn not_missing(&self) -> Option<Text> {
        let report = &self.report;
        let edition = report.current().filter(|_| report.outcome.header.fixed_period)?;
        let years = edition.last.since(edition.first) + 1;
        let gap = missed_by_base(edition).filter(|gap| *gap > 0.0).map(|gap| gap * f64::from(years));
        let gap = gap.filter(|gap| report.money().round(*gap) != 0.0).map(|gap| report.money().said(gap));
        Some(match gap {
            Some(Text { ja, en }) => text!(
                ja: "財政計画の版では、基準年度までの未達（合計で{ja}）を予算に織込み済みとして不足額に含めません。計画期間の達成確率と違うのはこのためです。",
                en: "An edition does not count what was missed by its base year ({en} in total): the budget holds it already. Its odds therefore differ from those of the plan period."
            ),
            None => text!(
                ja: "財政計画の版では、基準年度予算への織込み分を目標からも効果額からも控除します。計画期間の達成確率と違うのはこのためです。",
                en: "An edition takes what the base year's budget holds off both target and effect. Its odds therefore differ from those of the plan period."
            ),
        })
    }

    /// What is assumed and what is left out.
    fn rests_on(&self) -> Option<Text> {
        let outcome = self.report.outcome;
        let numbers: usize = outcome.assumptions.iter().map(|a| a.numbers).sum();
        let (tables, left_out) = (outcome.assumptions.len(), outcome.header.not_modelled.len());
        let assumed = (numbers > 0).then(|| {
            text!(ja: "根拠資料のない数値（仮定）が {numbers} 個（{tables} 項目）", en: "{numbers} numbers ({tables} tables) have no source and are assumptions")
        });
        let missing = (left_out > 0)
            .then(|| text!(ja: "試算に入っていないものが {left_out} 件", en: "{left_out} things are not modelled"));
        let both: Vec<Text> = [assumed, missing].into_iter().flatten().collect();
        let join = |of: fn(&Text) -> &str, by: &str| both.iter().map(of).collect::<Vec<_>>().join(by);
        let (ja, en) = (join(|t| &t.ja, "、"), join(|t| &t.en, "; "));
        (!both.is_empty())
            .then(|| text!(ja: "{ja}あります。内容は --detail で示します。", en: "{en}. --detail tells them."))
    }
}
