//! What the years of a policy say, in one line.

use crate::fiscal::FiscalYear;
use crate::lang::{Lang, Text, text};
use crate::outcome::Entry;
use crate::report::text::Report;

/// Within this share of its target a year counts as level with it.
const LEVEL: f64 = 0.03;

/// How the expected effect of a year stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Below,
    Level,
    Above,
}

impl Report<'_> {
    /// The finding of the effects of a policy by year: in which years they lie below their targets.
    pub(in crate::report) fn yearly_finding(&self, policy: &str) -> Text {
        let years = self.outcome.header.plan.years();
        let entries: Vec<&Entry> = years.filter_map(|year| self.outcome.year_entry(policy, year)).collect();
        let stands: Vec<(FiscalYear, Stands)> = entries.iter().filter_map(|e| self.stands(e)).collect();
        let whole = self.outcome.plan_entry(policy).filter(|_| self.outcome.header.fixed_period);
        let is_short = whole.and_then(Entry::held).map(|held| held.mean < held.target);
        finding(&stands, is_short, self.lang)
    }

    fn stands(&self, entry: &Entry) -> Option<(FiscalYear, Stands)> {
        let target = entry.target?;
        let gap = entry.mean - target;
        let stands = match gap {
            _ if self.money().is_nothing(gap) || gap.abs() <= LEVEL * target.abs() => Stands::Level,
            gap if gap < 0.0 => Stands::Below,
            _ => Stands::Above,
        };
        Some((entry.period.first, stands))
    }
}

fn finding(stands: &[(FiscalYear, Stands)], is_short: Option<bool>, lang: Lang) -> Text {
    let below: Vec<FiscalYear> = stands.iter().filter(|(_, s)| *s == Stands::Below).map(|(year, _)| *year).collect();
    let Some((last, at_the_end)) = stands.last() else {
        return text!(ja: "効果額（目標額なし）", en: "Effect by year (no target)");
    };
    let (last, missed) = (last.short(lang), ranges(&below, lang));
    if below.is_empty() {
        return text!(ja: "どの年度も、見込みは目標に届く", en: "Expected to reach the target in every year");
    }
    if below.len() == stands.len() {
        return text!(ja: "どの年度も、見込みは目標を下回る", en: "Expected below the target in every year");
    }
    match (at_the_end, is_short) {
        (Stands::Below, _) => text!(ja: "{missed}は目標を下回る見込み", en: "Expected below the target in {missed}"),
        (Stands::Level, Some(true)) => {
            text!(ja: "{last}には目標に並ぶが、{missed}の遅れは取り戻せない", en: "Level with the target in {last}, but what is missed in {missed} is not made up for")
        }
        (Stands::Above, Some(true)) => {
            text!(ja: "{last}には目標を上回るが、{missed}の遅れは取り戻せない", en: "Above the target in {last}, but what is missed in {missed} is not made up for")
        }
        (_, Some(false)) => {
            text!(ja: "{missed}は目標を下回るが、{last}までに取り戻す", en: "Below the target in {missed}, made up for by {last}")
        }
        (_, None) => {
            text!(ja: "{missed}は目標を下回るが、{last}には届く見込み", en: "Below the target in {missed}, expected to reach it in {last}")
        }
    }
}

/// Years, those in a row together: `R5～R8`, `R5、R7～R8`.
fn ranges(years: &[FiscalYear], lang: Lang) -> String {
    let runs = years.chunk_by(|a, b| b.since(*a) == 1);
    let to = if lang == Lang::Ja { "～" } else { "-" };
    let run = |run: &[FiscalYear]| match run {
        [first, .., last] => format!("{}{to}{}", first.short(lang), last.short(lang)),
        _ => run.iter().map(|year| year.short(lang)).collect(),
    };
    runs.map(run).collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stands: &str, is_short: Option<bool>) -> String {
        let first = FiscalYear::new(2022).unwrap();
        let of = |(at, sign): (usize, char)| {
            let stands = match sign {
                '-' => Stands::Below,
                '=' => Stands::Level,
                _ => Stands::Above,
            };
            (first.plus(at as i32), stands)
        };
        finding(&stands.chars().enumerate().map(of).collect::<Vec<_>>(), is_short, Lang::Ja).ja
    }

    #[test]
    fn years_are_told_by_what_they_miss_and_whether_it_is_made_up_for() {
        assert_eq!(said("+----=", Some(true)), "R9には目標に並ぶが、R5～R8の遅れは取り戻せない");
        assert_eq!(said("+-+--+", Some(true)), "R9には目標を上回るが、R5、R7～R8の遅れは取り戻せない");
        assert_eq!(said("+-+++", Some(false)), "R5は目標を下回るが、R8までに取り戻す");
        assert_eq!(said("+-+--", Some(true)), "R5、R7～R8は目標を下回る見込み");
        assert_eq!(
            [said("---", Some(true)), said("+=+", Some(false))],
            ["どの年度も、見込みは目標を下回る", "どの年度も、見込みは目標に届く"]
        );
        assert_eq!(said("-+", None), "R4は目標を下回るが、R5には届く見込み");
        assert_eq!(said("", None), "効果額（目標額なし）");
    }
}
