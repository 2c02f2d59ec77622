//! The statistics by which scenarios are read: what each means, its unit, and which of two values is the better one.

use crate::lang::{Text, text};
use crate::outcome::Entry;
use crate::stats::{Part, student_t_975};

/// A statistic of one policy and period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Statistic {
    /// The probability of meeting the target.
    #[default]
    PMet,
    /// The mean effect.
    Mean,
    /// The mean effect less the target.
    Margin,
    /// The mean shortfall.
    MeanShortfall,
    /// The mean shortfall of the worst tenth of the trials.
    Cvar90,
    /// The additional certain effect needed for 80 % confidence.
    ExtraFor80,
    P5,
    P10,
    P20,
    P25,
    P50,
    P75,
    P80,
    P90,
    P95,
    /// Mean effect over target.
    Achievement,
    /// The effect as planned, without uncertainty.
    Planned,
}

/// What a statistic is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A probability.
    Probability,
    /// An amount, in the unit of the set.
    Amount,
    /// A ratio, printed in percent.
    Ratio,
}

/// Which of two values is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The larger.
    More,
    /// The smaller.
    Less,
}

impl Statistic {
    /// Every one, the most asked for first.
    pub const ALL: [Self; 17] = [
        Self::PMet,
        Self::Mean,
        Self::Margin,
        Self::MeanShortfall,
        Self::Cvar90,
        Self::ExtraFor80,
        Self::P5,
        Self::P10,
        Self::P20,
        Self::P25,
        Self::P50,
        Self::P75,
        Self::P80,
        Self::P90,
        Self::P95,
        Self::Achievement,
        Self::Planned,
    ];

    /// What a set is read by where nobody says: the odds of meeting the target, unless they are so low, or so high, in all
    /// scenarios that they tell nothing apart. Then by how much the target is missed, or passed, on average.
    pub fn leading(odds: &[f64]) -> Self {
        match odds {
            [] => Self::PMet,
            all if all.iter().all(|p| *p < Self::HARDLY_EVER) => Self::MeanShortfall,
            all if all.iter().all(|p| *p > Self::NEARLY_ALWAYS) => Self::Margin,
            _ => Self::PMet,
        }
    }

    /// Below this odds tell nothing apart.
    pub const HARDLY_EVER: f64 = 0.05;

    /// Above this odds tell nothing apart.
    pub const NEARLY_ALWAYS: f64 = 0.95;

    /// Its name in data files and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::PMet => "p_met",
            Self::Mean => "mean",
            Self::Margin => "margin",
            Self::MeanShortfall => "mean_shortfall",
            Self::Cvar90 => "cvar90",
            Self::ExtraFor80 => "extra_for_80",
            Self::P5 => "p5",
            Self::P10 => "p10",
            Self::P20 => "p20",
            Self::P25 => "p25",
            Self::P50 => "p50",
            Self::P75 => "p75",
            Self::P80 => "p80",
            Self::P90 => "p90",
            Self::P95 => "p95",
            Self::Achievement => "achievement",
            Self::Planned => "planned",
        }
    }

    /// The statistic of this name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.id() == id)
    }

    /// Its name in words.
    pub fn name(self) -> Text {
        match self {
            Self::PMet => text!(ja: "達成確率", en: "P(met)"),
            Self::Mean => text!(ja: "効果額の平均", en: "mean effect"),
            Self::Margin => text!(ja: "目標に対する平均の余裕額", en: "mean margin over the target"),
            Self::MeanShortfall => text!(ja: "平均不足額", en: "mean shortfall"),
            Self::Cvar90 => text!(ja: "不足額の悪い方から1割の平均", en: "mean shortfall of the worst tenth"),
            Self::ExtraFor80 => text!(ja: "確度80%に要する追加額", en: "extra for 80%"),
            Self::Achievement => text!(ja: "達成率", en: "achievement rate"),
            Self::Planned => text!(ja: "計画値", en: "planned effect"),
            quantile => {
                let name = quantile.id().to_uppercase();
                text!(ja: "効果額の{name}", en: "{name} of the effect")
            }
        }
    }

    /// What it is measured in.
    pub fn measure(self) -> Measure {
        match self {
            Self::PMet => Measure::Probability,
            Self::Achievement => Measure::Ratio,
            _ => Measure::Amount,
        }
    }

    /// Whether more of it is better.
    pub fn better(self) -> Better {
        match self {
            Self::MeanShortfall | Self::Cvar90 | Self::ExtraFor80 => Better::Less,
            _ => Better::More,
        }
    }

    /// Its value; nothing where it is undefined.
    pub fn of(self, entry: &Entry) -> Option<f64> {
        let q = &entry.quantiles;
        Some(match self {
            Self::PMet => entry.p_met?.value,
            Self::Mean => entry.mean,
            Self::Margin => entry.mean - entry.target?,
            Self::MeanShortfall => entry.mean_shortfall?,
            Self::Cvar90 => entry.cvar90?,
            Self::ExtraFor80 => entry.extra_for_80?,
            Self::P5 => q.p5,
            Self::P10 => q.p10,
            Self::P20 => q.p20,
            Self::P25 => q.p25,
            Self::P50 => q.p50,
            Self::P75 => q.p75,
            Self::P80 => q.p80,
            Self::P90 => q.p90,
            Self::P95 => q.p95,
            Self::Achievement => return entry.achievement,
            Self::Planned => entry.planned,
        })
    }

    /// Its 95 % interval; nothing where the simulation error is not known.
    pub(super) fn interval(self, entry: &Entry) -> Option<[f64; 2]> {
        if self == Self::PMet {
            return entry.p_met.map(|p| [p.low, p.high]);
        }
        let (value, half) = (self.of(entry)?, student_t_975(u64::MAX) * self.error(entry)?);
        Some([value - half, value + half])
    }

    /// Its standard error, as far as one run tells.
    pub(super) fn error(self, entry: &Entry) -> Option<f64> {
        let is_certain = entry.sd == Some(0.0) && entry.p_met.is_none_or(|p| p.low == p.high);
        self.of(entry)?;
        match self {
            Self::Planned => Some(0.0),
            _ if is_certain => Some(0.0),
            Self::PMet => entry.p_met.map(|p| (p.high - p.low) / (2.0 * student_t_975(u64::MAX))),
            Self::Mean | Self::Margin => entry.se,
            Self::MeanShortfall => entry.mean_shortfall_se,
            Self::Achievement => entry.achievement.and(entry.se).zip(entry.target).map(|(se, target)| se / target),
            _ => None,
        }
    }

    /// Its value over one part of a run; nothing for what is no mean over trials.
    pub(super) fn in_part(self, part: &Part, entry: &Entry) -> Option<f64> {
        match self {
            Self::PMet => entry.target.map(|_| part.met),
            Self::Mean => Some(part.mean),
            Self::Margin => entry.target.map(|target| part.mean - target),
            Self::MeanShortfall => entry.target.map(|_| part.mean_shortfall),
            Self::Achievement => entry.achievement.and(entry.target).map(|target| part.mean / target),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statistic_has_its_own_name_and_is_found_by_it() {
        for statistic in Statistic::ALL {
            assert_eq!(Statistic::named(statistic.id()), Some(statistic));
            let name = statistic.name();
            assert_eq!(Statistic::ALL.iter().filter(|s| s.name() == name).count(), 1, "{name:?}");
        }
        assert_eq!(Statistic::named("p_50"), None);
    }

    #[test]
    fn odds_lead_where_they_tell_something_apart() {
        for (odds, leading) in [
            (&[][..], Statistic::PMet),
            (&[0.0, 0.049], Statistic::MeanShortfall),
            (&[0.0, 0.05], Statistic::PMet),
            (&[0.951, 1.0], Statistic::Margin),
            (&[0.95, 1.0], Statistic::PMet),
            (&[0.01, 0.99], Statistic::PMet),
        ] {
            assert_eq!(Statistic::leading(odds), leading, "{odds:?}");
        }
    }

    #[test]
    fn less_is_better_of_what_is_lacking() {
        let less: Vec<&str> =
            Statistic::ALL.into_iter().filter(|s| s.better() == Better::Less).map(Statistic::id).collect();
        assert_eq!(less, ["mean_shortfall", "cvar90", "extra_for_80"]);
    }
}
