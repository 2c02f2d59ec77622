//! Which scenarios of a set are run: those of some groups, or with some values of some factors.

use crate::batch::{Member, ScenarioSet};
use crate::lang::{Lang, Text, text};

/// What was asked for. Nothing asked is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// A factor and one of its values: of several values of one factor any, of several factors each.
    pub only: Vec<(String, String)>,
    /// Groups, of which any.
    pub groups: Vec<String>,
}

impl Choice {
    /// Whether each member of the set is to be run.
    ///
    /// # Errors
    /// What is asked for and not in the set, with what there is; or that nothing is left.
    pub fn of(&self, set: &ScenarioSet) -> Result<Vec<bool>, Text> {
        let only: Vec<(usize, usize)> =
            self.only.iter().map(|(factor, value)| place(set, factor, value)).collect::<Result<_, _>>()?;
        for group in &self.groups {
            if set.members.iter().all(|m| m.group.as_ref() != Some(group)) {
                return Err(no_such_group(set, group));
            }
        }
        let chosen: Vec<bool> = set.members.iter().map(|m| self.is_of_group(m) && fits(m, &only)).collect();
        if chosen.iter().any(|c| *c) { Ok(chosen) } else { Err(nothing_left()) }
    }

    fn is_of_group(&self, member: &Member) -> bool {
        self.groups.is_empty() || member.group.as_ref().is_some_and(|g| self.groups.contains(g))
    }
}

fn fits(member: &Member, only: &[(usize, usize)]) -> bool {
    let has = |factor: usize, value: usize| member.settings.iter().any(|s| (s.factor, s.value) == (factor, value));
    only.iter().all(|(factor, _)| only.iter().any(|(f, value)| f == factor && has(*f, *value)))
}

/// The positions of a factor and of its value.
fn place(set: &ScenarioSet, factor: &str, value: &str) -> Result<(usize, usize), Text> {
    let Some(at) = set.factors.iter().position(|f| f.is_called(factor)) else {
        let there = listed(set.factors.iter().map(|f| f.id.clone()).collect());
        let (ja, en) = (there.ja, there.en);
        return Err(text!(
            ja: "--only：このシナリオ群に要因「{factor}」はありません。{ja}",
            en: "--only: the set has no factor '{factor}'. {en}"
        ));
    };
    let Some(of_value) = set.factors[at].value(value) else {
        let there = listed(set.factors[at].values.clone());
        let (ja, en) = (there.ja, there.en);
        return Err(text!(
            ja: "--only：要因「{factor}」に値「{value}」はありません。{ja}",
            en: "--only: the factor '{factor}' has no value '{value}'. {en}"
        ));
    };
    Ok((at, of_value))
}

fn no_such_group(set: &ScenarioSet, group: &str) -> Text {
    let mut groups: Vec<String> = Vec::new();
    for found in set.members.iter().filter_map(|m| m.group.as_ref()) {
        if !groups.contains(found) {
            groups.push(found.clone());
        }
    }
    let there = listed(groups);
    let (ja, en) = (there.ja, there.en);
    text!(
        ja: "--group：このシナリオ群にグループ「{group}」はありません。{ja}",
        en: "--group: the set has no group '{group}'. {en}"
    )
}

fn nothing_left() -> Text {
    text!(
        ja: "--only と --group の条件に合うシナリオがありません。条件を減らしてください。",
        en: "no scenario of the set fits --only and --group. Ask for less."
    )
}

/// What there is.
fn listed(names: Vec<String>) -> Text {
    if names.is_empty() {
        return text!(ja: "一つもありません。", en: "It has none.");
    }
    let joined = |lang: Lang| names.join(if lang == Lang::Ja { "、" } else { ", " });
    let (ja, en) = (joined(Lang::Ja), joined(Lang::En));
    text!(ja: "あるのは {ja} です。", en: "There are: {en}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Setting;

    #[test]
    fn of_one_factor_any_value_and_of_several_factors_each() {
        let member = |settings: &[(usize, usize)]| {
            let settings = settings.iter().map(|&(factor, value)| Setting { factor, value }).collect();
            Member { name: String::new(), group: None, settings }
        };
        let low_and_late = member(&[(0, 1), (1, 2)]);
        for (only, fit) in [
            (&[][..], true),
            (&[(0, 1)], true),
            (&[(0, 0)], false),
            (&[(0, 0), (0, 1)], true),
            (&[(0, 1), (1, 2)], true),
            (&[(0, 1), (1, 0)], false),
            (&[(0, 0), (0, 1), (1, 2), (1, 3)], true),
            (&[(2, 0)], false),
        ] {
            assert_eq!(fits(&low_and_late, only), fit, "{only:?}");
        }
    }
}
