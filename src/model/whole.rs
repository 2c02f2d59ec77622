//! Amounts that are stated for the whole plan period only: they are spread equally over its years, which is an assumption.

use super::reader::{Reader, Years};
use super::{Initiative, accounts};
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
    /// Whether the targets or effects of the general account are.
    of_general: bool,
}

impl Spread {
    /// What is spread of a scenario; `initiatives` are those read from it, by id.
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
            let is_recorded = is_whole(policy.actuals.as_ref());
            for kind in spread([("targets", is_whole(policy.targets.as_ref())), ("actuals", is_recorded)]) {
                found.keys.push(format!("policy.{}.{kind}", policy.id));
                found.policies.insert(p);
            }
            found.of_general |= is_recorded;
        }
        for typed in &scenario.initiative {
            for stream in &typed.stream {
                let kinds =
                    [("amounts", is_whole(stream.amounts.as_ref())), ("actuals", is_whole(stream.actuals.as_ref()))];
                for kind in spread(kinds) {
                    found.keys.push(format!("initiative.{}.{}.{kind}", typed.id, stream.id));
                    found.of_general |= accounts::other(stream.account.as_ref()).is_none();
                    let read = initiatives.binary_search_by(|i| i.id.cmp(&typed.id)).map(|at| &initiatives[at].shares);
                    found.policies.extend(read.into_iter().flatten().map(|(policy, _)| *policy));
                }
            }
        }
        found
    }

    /// What is spread of the general account, of which the total alone is reported.
    pub(super) fn of_general_account(&self) -> Self {
        Self { keys: self.keys.clone(), of_total: self.of_general, ..Self::default() }
    }

    /// The same where each policy, by its position, stands at another one.
    #[must_use]
    pub fn of_policies_at(&self, places: &[usize]) -> Self {
        Self { policies: self.policies.iter().map(|p| places[*p]).collect(), ..self.clone() }
    }

    /// Whether the single years of a policy (by position), or of the total, are not known.
    pub fn hides_years(&self, policy: Option<usize>) -> bool {
        policy.map_or(self.of_total || !self.policies.is_empty(), |policy| self.policies.contains(&policy))
    }
}

fn is_whole<T>(series: Option<&Series<T>>) -> bool {
    series.is_some_and(|series| series.whole().is_some())
}

/// The kinds that are spread.
fn spread(kinds: [(&'static str, bool); 2]) -> impl Iterator<Item = &'static str> {
    kinds.into_iter().filter(|(_, is_spread)| *is_spread).map(|(kind, _)| kind)
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
