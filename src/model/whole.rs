//! Amounts that are stated for the whole plan period only: they are spread equally over its years, which is an assumption.

use super::Initiative;
use super::reader::{Reader, Years};
use crate::lang::{Text, text};
use crate::scenario::{At, Path, Problem, Scenario, Series};
use std::collections::BTreeSet;

/// What is spread equally over the years of the plan, as effects on its counting basis. The odds of its single years
/// are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// The keys of what is spread: `policy.I.targets`, `initiative.a.s.amounts`.
    pub keys: Vec<String>,
    /// The policies, by position, whose targets or effects are spread.
    policies: BTreeSet<usize>,
    /// Whether the targets of the total are.
    of_total: bool,
    /// Whether the targets of the general account are.
    of_general: bool,
}

impl Spread {
    pub(super) fn of(scenario: &Scenario, initiatives: &[Initiative]) -> Self {
        let mut found = Self::default();
        if scenario.total.as_ref().is_some_and(|total| total.targets.whole().is_some()) {
            found.keys.push("total.targets".to_owned());
            found.of_total = true;
        }
        if scenario.general_account.as_ref().is_some_and(|general| general.targets.whole().is_some()) {
            found.keys.push("general_account.targets".to_owned());
            found.of_general = true;
        }
        for (p, policy) in scenario.policy.iter().enumerate() {
            let kinds = [
                ("targets", policy.targets.as_ref().is_some_and(|s| s.whole().is_some())),
                ("actuals", policy.actuals.as_ref().is_some_and(|s| s.whole().is_some())),
            ];
            for (kind, _) in kinds.iter().filter(|(_, is_whole)| *is_whole) {
                found.keys.push(format!("policy.{}.{kind}", policy.id));
                found.policies.insert(p);
            }
        }
        for typed in &scenario.initiative {
            let Some(initiative) = initiatives.iter().find(|i| i.id == typed.id) else { continue };
            for stream in &typed.stream {
                let kinds = [
                    ("amounts", stream.amounts.as_ref().is_some_and(|s| s.whole().is_some())),
                    ("actuals", stream.actuals.as_ref().is_some_and(|s| s.whole().is_some())),
                ];
                for (kind, _) in kinds.iter().filter(|(_, is_whole)| *is_whole) {
                    found.keys.push(format!("initiative.{}.{}.{kind}", typed.id, stream.id));
                    found.policies.extend(initiative.shares.iter().map(|(policy, _)| *policy));
                }
            }
        }
        found
    }

    /// What is spread of the general account: its total has targets of its own.
    pub(super) fn of_general_account(&self) -> Self {
        Self { of_total: self.of_general, ..self.clone() }
    }

    /// Whether the single years of a policy (by position), or of the total, are not known.
    pub fn hides_years(&self, policy: Option<usize>) -> bool {
        policy.map_or(self.of_total || !self.policies.is_empty(), |policy| self.policies.contains(&policy))
    }
}

/// How a series is stated.
pub(super) enum Stated<'s, T> {
    /// Year by year.
    ByYear,
    /// By one sum for the plan period.
    Whole(&'s T),
    /// In a way that is told as a problem.
    Wrong,
}

impl Reader {
    /// Whether a series is one sum for the plan period.
    pub(super) fn stated<'s, T>(&mut self, series: &'s Series<T>, path: &Path, years: &Years) -> Stated<'s, T> {
        let Some((key, whole)) = series.whole() else { return Stated::ByYear };
        let mut refuse = |message: Text, hint: Text| {
            self.problems.push(Problem::new(path.key(key), At::Key, message).hint(hint));
            Stated::Wrong
        };
        if series.years.len() > 1 {
            let message = text!(ja: "期間全体の額と年度ごとの額の両方があります", en: "both a sum for the whole period and amounts of years are given");
            return refuse(message, text!(ja: "どちらか一方にしてください", en: "keep one of the two"));
        }
        if !years.fixed {
            let message = text!(ja: "計画期間がないため、期間全体の額は使えません", en: "a sum for the whole period needs a plan period");
            let hint = text!(ja: "plan に first と last を書くか、年度ごとに書いてください", en: "state first and last in plan, or the amount of each year");
            return refuse(message, hint);
        }
        Stated::Whole(whole)
    }
}
