//! A finding, the table in which it arises, and which findings are accepted.

use super::accepts::Accept;
use super::catalogue::Rail;
use crate::fiscal::FiscalYear;
use crate::lang::{Text, text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A table of the scenario: the lists and ids that lead to it; nothing for the file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item(Vec<String>);

impl Item {
    /// A table that there is once: `plan`, `editions`, `total`.
    pub fn table(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }

    /// A table of a list, by its id.
    pub fn of(list: &str, id: &str) -> Self {
        Self(vec![list.to_owned(), id.to_owned()])
    }

    /// A stream of an initiative.
    pub fn stream(initiative: &str, stream: &str) -> Self {
        Self(["initiative", initiative, "stream", stream].map(str::to_owned).to_vec())
    }

    /// An edition by its base year.
    pub fn edition(base: FiscalYear) -> Self {
        Self::of("edition", &base.to_string())
    }

    /// Whether `other` is this table or stands in it.
    fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// The readable path: `initiative.bpr.stream.effect`.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// What a guard rail has found, before it is known whether it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The guard rail.
    pub rail: Rail,
    /// The table in which it arises.
    pub item: Item,
    /// What was found.
    pub words: Text,
}

impl Found {
    /// What a guard rail has found in a table.
    pub fn new(rail: Rail, item: Item, words: Text) -> Self {
        Self { rail, item, words }
    }
}

/// What a guard rail has found, as it is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The guard rail.
    pub id: Rail,
    /// The table in which it arises, as a readable path; empty for the file as a whole.
    pub item: String,
    /// What was found.
    pub found: Text,
    /// Why it matters.
    pub why: Text,
    /// What to do.
    pub to_do: Text,
    /// The reason for which it is accepted; nothing while it is to be checked.
    pub accepted: Option<String>,
}

impl Finding {
    fn of(found: &Found, accepts: &[Accept]) -> Self {
        let words = found.rail.words();
        // Of several, the nearest to the item says most.
        let fits = accepts.iter().filter(|a| a.rail == found.rail && a.item.holds(&found.item));
        let accepted = fits.max_by_key(|a| a.item.0.len()).map(|a| a.reason.clone());
        let (id, item, found) = (found.rail, found.item.to_string(), found.words.clone());
        Self { id, item, found, why: words.why, to_do: words.to_do, accepted }
    }

    /// Whether it is still to be checked.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none()
    }
}

/// Which findings are accepted, in the order of the guard rails, after them what is accepted in vain. Guard rails that
/// `can_fire` does not hold for were not looked at, and nothing is said of their acceptance.
pub fn settle(mut found: Vec<Found>, accepts: &[Accept], can_fire: impl Fn(Rail) -> bool) -> Vec<Finding> {
    let in_vain = |a: &&Accept| {
        let met = found.iter().any(|f| f.rail == a.rail && a.item.holds(&f.item));
        can_fire(a.rail) && a.rail != Rail::UnusedAccept && !met
    };
    let unused: Vec<Found> = accepts.iter().filter(in_vain).map(unused).collect();
    found.extend(unused);
    found.sort_by_key(|f| f.rail);
    found.iter().map(|f| Finding::of(f, accepts)).collect()
}

fn unused(accept: &Accept) -> Found {
    let id = accept.rail.id();
    let words = text!(ja: "accept に「{id}」がありますが、ここでは見つかりません", en: "accept names '{id}', which does not fire here");
    Found::new(Rail::UnusedAccept, accept.item.clone(), words)
}
