//! Ids: that they can be used, are unique, and name something.

use super::reader::Reader;
use crate::harmless::on_one_line;
use crate::lang::{Text, text};
use crate::scenario::{At, Path};
use std::collections::{HashMap, HashSet};

/// What an id names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Policy,
    Strategy,
    Initiative,
    Driver,
    Owner,
    Quantity,
}

impl Kind {
    fn name(self) -> Text {
        match self {
            Self::Policy => text!(ja: "基本方針", en: "policy"),
            Self::Strategy => text!(ja: "戦略区分", en: "strategy"),
            Self::Initiative => text!(ja: "取組項目", en: "initiative"),
            Self::Driver => text!(ja: "指数", en: "driver"),
            Self::Owner => text!(ja: "主担当課", en: "division in charge"),
            Self::Quantity => text!(ja: "量", en: "quantity"),
        }
    }
}

/// Notes ids that are empty, hold signs with a meaning of their own, or stand twice.
pub(super) fn check_ids<'a>(ids: impl Iterator<Item = &'a str>, list: &Path, reader: &mut Reader) {
    let mut seen: HashSet<&str> = HashSet::new();
    for (i, id) in ids.enumerate() {
        let path = list.index(i).key("id");
        let unusable = |c: char| c == '/' || c == '.' || c.is_whitespace();
        if id.is_empty() || id.chars().any(unusable) || on_one_line(id) != id {
            let message = text!(ja: "「{id}」は id に使えません", en: "'{id}' cannot be used as an id");
            let allowed = text!(ja: "空でなく、空白・「/」・「.」を含まない文字列", en: "text that is not empty and has no space, '/' or '.'");
            let hint = text!(ja: "id を付け直してください", en: "choose another id");
            reader.refuse(&path, message, allowed, hint);
        } else if seen.contains(id) {
            let message = text!(ja: "id「{id}」が二度使われています", en: "the id '{id}' is used twice");
            let allowed = text!(ja: "同じ並びの中で一つだけの id", en: "ids that are unique in their list");
            let hint = text!(ja: "どちらかの id を変えてください", en: "change one of them");
            reader.refuse(&path, message, allowed, hint);
        }
        seen.insert(id);
    }
}

/// The position of `id` among `ids`, or nothing and a problem at `path`.
pub(super) fn resolve(what: Kind, id: &str, ids: &[&str], path: &Path, reader: &mut Reader) -> Option<usize> {
    let found = ids.iter().position(|known| *known == id);
    if found.is_none() {
        let Text { ja, en } = what.name();
        let message = text!(ja: "{ja}「{id}」はありません", en: "there is no {en} '{id}'");
        let hint = match crate::scenario::nearest(id, ids) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None => {
                text!(ja: "あるものから選ぶか、その表を書き足してください", en: "use one that there is, or add its table")
            }
        };
        let known = if ids.is_empty() {
            text!(ja: "（まだ一つもありません）", en: "(none is defined)")
        } else {
            Text::same(ids.join(", "))
        };
        reader.refuse(path, message, known, hint);
    }
    found
}

/// The ids of a long list, each found at once.
pub(super) struct Ids<'a> {
    list: Vec<&'a str>,
    at: HashMap<&'a str, usize>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(list: impl Iterator<Item = &'a str>) -> Self {
        let list: Vec<&str> = list.collect();
        // Of an id that stands twice, which is refused, the first.
        let at = list.iter().enumerate().rev().map(|(position, id)| (*id, position)).collect();
        Self { list, at }
    }

    /// See [`resolve`].
    pub(super) fn resolve(&self, what: Kind, id: &str, path: &Path, reader: &mut Reader) -> Option<usize> {
        self.at.get(id).copied().or_else(|| resolve(what, id, &self.list, path, reader))
    }
}

/// The same where the id is itself the key of the table at `path`.
pub(super) fn resolve_key(what: Kind, id: &str, ids: &[&str], path: &Path, reader: &mut Reader) -> Option<usize> {
    let found = resolve(what, id, ids, &path.key(id), reader);
    if found.is_none() {
        reader.problems.iter_mut().next_back().into_iter().for_each(|p| p.at = At::Key);
    }
    found
}
