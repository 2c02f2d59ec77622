//! The general account (一般会計) of a plan that spans several accounts: the same plan without the streams of others.

use super::reader::Reader;
use super::{Model, Stream};
use crate::lang::text;
use crate::scenario::{At, Path, Problem, Scenario};

/// The names by which a stream can say that it belongs to the general account.
const GENERAL: [&str; 2] = ["general", "一般会計"];

/// The account that a stream states, unless it is the general one.
pub(super) fn other(account: Option<&String>) -> Option<String> {
    account.filter(|name| !GENERAL.iter().any(|general| name.trim().eq_ignore_ascii_case(general))).cloned()
}

/// Refuses what cannot be divided among accounts, and targets of a general account that is the whole.
pub(super) fn check(scenario: &Scenario, reader: &mut Reader) {
    without_name(scenario, reader);
    let is_other = |stream: &crate::scenario::Stream| other(stream.account.as_ref()).is_some();
    let mut streams = scenario.initiative.iter().flat_map(|initiative| &initiative.stream);
    if scenario.general_account.is_some() && !streams.any(is_other) {
        let message = text!(ja: "どの流れも一般会計なので、一般会計の目標額は使えません", en: "every stream belongs to the general account, so it needs no targets of its own");
        let hint = text!(ja: "ほかの会計の流れに account を書くか、この表を消してください", en: "state account on the streams of other accounts, or take this table out");
        reader.problems.push(Problem::new(Path::default().key("general_account"), At::Key, message).hint(hint));
    }
    for (p, policy) in scenario.policy.iter().enumerate().filter(|(_, policy)| policy.actuals.is_some()) {
        let of_policy = |initiative: &&crate::scenario::Initiative| {
            initiative.policy.as_ref() == Some(&policy.id)
                || initiative.shares.as_ref().is_some_and(|shares| shares.contains_key(&policy.id))
        };
        if scenario.initiative.iter().filter(of_policy).flat_map(|i| &i.stream).any(is_other) {
            let message = text!(ja: "会計の異なる流れがあるため、基本方針の実績を会計に分けられません", en: "the actuals of this policy cannot be divided among the accounts of its streams");
            let hint = text!(ja: "実績を流れ（stream）ごとに書いてください", en: "state the actuals by stream");
            let path = Path::default().key("policy").index(p).key("actuals");
            reader.problems.push(Problem::new(path, At::Key, message).hint(hint));
        }
    }
}

/// Refuses accounts without a name: the stream would be left out of the general account.
fn without_name(scenario: &Scenario, reader: &mut Reader) {
    let streams = scenario
        .initiative
        .iter()
        .enumerate()
        .flat_map(|(i, initiative)| initiative.stream.iter().enumerate().map(move |(s, stream)| (i, s, stream)));
    for (i, s, _) in streams.filter(|(.., stream)| stream.account.as_ref().is_some_and(|name| name.trim().is_empty())) {
        let path = Path::default().key("initiative").index(i).key("stream").index(s).key("account");
        let message = text!(ja: "会計の名前が空です", en: "the name of the account is empty");
        let allowed = text!(ja: "会計の名前（「下水道事業会計」など）", en: "the name of an account");
        let hint = text!(ja: "一般会計ならこの行を消してください", en: "take this line out for the general account");
        reader.refuse(&path, message, allowed, hint);
    }
}

impl Model {
    /// The plan of the general account alone; nothing where it is the whole plan. Draws hang on names, so they are those of
    /// the whole plan. What editions booked and what policies aim at is of all accounts, and is left out.
    pub fn general_account(&self) -> Option<Self> {
        let is_other = |stream: &Stream| stream.account.is_some();
        self.initiatives.iter().flat_map(|initiative| &initiative.streams).any(is_other).then(|| {
            let mut general = self.clone();
            for initiative in &mut general.initiatives {
                initiative.streams.retain(|stream| !is_other(stream));
            }
            for edition in &mut general.editions {
                (edition.booked, edition.booked_total) = (vec![None; general.policies.len()], None);
            }
            general.total_targets = Some(self.general_targets.clone().unwrap_or_default());
            general.spread = self.spread.of_general_account();
            general
        })
    }
}
