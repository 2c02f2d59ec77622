//! Whether the targets are met: in words that say as much as the simulation supports, and in figures.

use super::Basis;
use crate::lang::{Text, text};
use crate::outcome::{Entry, Held, TOTAL};
use crate::report::numbers::{Often, UNDEFINED, amount, often, probability};
use crate::report::text::Report;
use crate::stats::Proportion;

/// How the total stands on a basis.
#[derive(Clone, Debug)]
pub(in crate::report) struct Answer {
    /// What the basis is called.
    pub(in crate::report) basis: String,
    /// The probability of meeting the target.
    pub(in crate::report) odds: String,
    /// The answer as a sentence.
    pub(in crate::report) said: String,
    /// What stands behind it, by name.
    pub(in crate::report) figures: Vec<[String; 2]>,
}

impl<'a> Report<'a> {
    /// The answers on every basis.
    pub(in crate::report) fn answers(&self) -> Vec<Answer> {
        self.bases().into_iter().filter_map(|basis| self.answer(basis)).collect()
    }

    fn answer(&self, basis: Basis<'a>) -> Option<Answer> {
        let entry = self.on(basis, TOTAL)?;
        Some(Answer {
            basis: self.basis_name(basis),
            odds: self.odds_of(entry),
            said: self.in_a_sentence(entry).get(self.lang).to_owned(),
            figures: self.figures_behind(entry),
        })
    }

    /// Without uncertainty there are no odds: the target is reached or it is not.
    fn odds_of(&self, entry: &Entry) -> String {
        match entry.held() {
            Some(held) if self.outcome.provenance.deterministic => {
                let met = held.p_met.value >= 1.0;
                let said = if met { text!(ja: "到達", en: "reached") } else { text!(ja: "未達", en: "missed") };
                said.get(self.lang).to_owned()
            }
            Some(held) => probability(&held.p_met, self.lang),
            None => UNDEFINED.to_owned(),
        }
    }

    /// Whether the target is met, and how much is missing on average.
    fn in_a_sentence(&self, entry: &Entry) -> Text {
        let Some(held) = entry.held() else {
            let mean = self.said(entry.mean);
            return text!(ja: "目標額がないため達成確率は定まりません。効果額の見込みは{mean}です。", en: "Without a target there are no odds. The expected effect is {mean}.");
        };
        if self.outcome.provenance.deterministic {
            return self.as_planned(&held);
        }
        let Text { ja, en } = meets(&held.p_met);
        if self.money().is_nothing(held.mean_shortfall) {
            return text!(ja: "目標に{ja}。", en: "The target is {en}.");
        }
        let short = self.said(held.mean_shortfall);
        text!(ja: "目標に{ja}。平均で{short}不足します。", en: "The target is {en}; {short} are missing on average.")
    }

    fn as_planned(&self, held: &Held) -> Text {
        let gap = held.planned - held.target;
        let amount = self.said(gap.abs());
        match gap {
            _ if self.money().is_nothing(gap) => {
                text!(ja: "計画どおりに進めば、目標ちょうどです。", en: "If all goes as planned, the target is just met.")
            }
            gap if gap < 0.0 => {
                text!(ja: "計画どおりに進んでも、目標に{amount}足りません。", en: "Even if all goes as planned, {amount} are missing.")
            }
            _ => {
                text!(ja: "計画どおりに進めば、目標を{amount}上回ります。", en: "If all goes as planned, the target is exceeded by {amount}.")
            }
        }
    }

    fn figures_behind(&self, entry: &Entry) -> Vec<[String; 2]> {
        let money = self.money();
        let own = self.figures.amounts(entry);
        let mut figures = vec![
            (text!(ja: "目標", en: "Target"), amount(money, own.target)),
            (text!(ja: "計画値", en: "Planned"), money.in_table(own.planned)),
        ];
        if !self.outcome.provenance.deterministic {
            let [low, high] = [entry.quantiles.p10, entry.quantiles.p90].map(money.printer());
            figures.extend([
                (text!(ja: "見込み（平均）", en: "Outlook (mean)"), money.in_table(own.mean)),
                (text!(ja: "10回に8回の範囲", en: "Eight times in ten"), self.between(&low, &high)),
                (text!(ja: "平均不足額", en: "Mean shortfall"), amount(money, entry.mean_shortfall)),
            ]);
        }
        figures.into_iter().map(|(name, said)| [name.get(self.lang).to_owned(), said]).collect()
    }

    fn between(&self, low: &str, high: &str) -> String {
        text!(ja: "{low}～{high}", en: "{low} to {high}").get(self.lang).to_owned()
    }

    /// The answers in one line, the basis of each named.
    pub(in crate::report) fn headline(&self) -> String {
        let said: Vec<Text> = self.bases().into_iter().filter_map(|basis| self.in_short(basis)).collect();
        let [ja, en]: [Vec<&str>; 2] =
            [said.iter().map(|t| t.ja.as_str()).collect(), said.iter().map(|t| t.en.as_str()).collect()];
        Text { ja: ja.concat(), en: en.join(" ") }.get(self.lang).to_owned()
    }

    fn in_short(&self, basis: Basis<'a>) -> Option<Text> {
        let held = self.on(basis, TOTAL)?.held()?;
        let Text { ja, en } = if self.outcome.provenance.deterministic {
            planned(held.planned >= held.target)
        } else {
            meets(&held.p_met)
        };
        Some(match basis {
            Basis::Plan => text!(ja: "計画期間の目標に{ja}。", en: "The target of the plan period is {en}."),
            Basis::Edition(_) => {
                text!(ja: "現在の財政計画の目標に{ja}。", en: "That of the current financial plan is {en}.")
            }
        })
    }

    /// An amount as it is said in a sentence, with its unit.
    pub(in crate::report) fn said(&self, amount: f64) -> String {
        self.money().said(amount).get(self.lang).to_owned()
    }
}

fn planned(met: bool) -> Text {
    if met {
        text!(ja: "計画どおりに進めば届きます", en: "met if all goes as planned")
    } else {
        text!(ja: "計画どおりに進んでも届きません", en: "missed even if all goes as planned")
    }
}

/// How often a target is met: certain, almost certain, or so many times in ten.
pub(in crate::report) fn meets(met: &Proportion) -> Text {
    match often(met) {
        Often::Always => text!(ja: "必ず届きます", en: "met for certain"),
        Often::Never => text!(ja: "必ず届きません", en: "missed for certain"),
        Often::NearlyAlways => text!(ja: "ほぼ確実に届きます", en: "almost certainly met"),
        Often::NearlyNever => text!(ja: "ほぼ確実に届きません", en: "almost certainly missed"),
        Often::Tenths(n) if met.value >= 0.5 => {
            text!(ja: "10回のうちおよそ{n}回届きます", en: "met about {n} times in ten")
        }
        Often::Tenths(1) => text!(ja: "10回のうちおよそ1回しか届きません", en: "met only about once in ten"),
        Often::Tenths(n) => text!(ja: "10回のうちおよそ{n}回しか届きません", en: "met only about {n} times in ten"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_told_as_far_as_they_are_known() {
        let said = |value: f64, half: f64| meets(&Proportion { value, low: value - half, high: value + half }).ja;
        assert_eq!([said(1.0, 0.0), said(0.0, 0.0)], ["必ず届きます", "必ず届きません"]);
        assert_eq!([said(1.0, 0.001), said(0.95, 0.001)], ["ほぼ確実に届きます"; 2]);
        assert_eq!([said(0.0, 0.001), said(0.05, 0.001)], ["ほぼ確実に届きません"; 2]);
        assert_eq!(said(0.588, 0.001), "10回のうちおよそ6回届きます");
        assert_eq!(said(0.36, 0.001), "10回のうちおよそ4回しか届きません");
        assert_eq!(
            [said(0.94, 0.001), said(0.06, 0.001)],
            ["10回のうちおよそ9回届きます", "10回のうちおよそ1回しか届きません"]
        );
    }
}
