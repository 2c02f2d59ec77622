//! Ids: that they can be used, are unique, and name something.

use super::reader::Reader;
use crate::lang::{Text, text};
use crate::scenario::Path;

/// Notes ids that are empty, hold signs with a meaning of their own, or stand twice.
pub(super) fn check_ids<'a>(ids: impl Iterator<Item = &'a str>, list: &Path, reader: &mut Reader) {
    let mut seen: Vec<&str> = Vec::new();
    for (i, id) in ids.enumerate() {
        let path = list.index(i).key("id");
        if id.is_empty() || id.chars().any(|c| c == '/' || c == '.' || c.is_whitespace() || c.is_control()) {
            let message = text!(ja: "id に使えない文字があります", en: "an id that cannot be used");
            let allowed = text!(ja: "空でなく、空白・「/」・「.」を含まない文字列", en: "text that is not empty and has no space, '/' or '.'");
            let hint = text!(ja: "id を付け直してください", en: "choose another id");
            reader.refuse(&path, message, allowed, hint);
        } else if seen.contains(&id) {
            let message = text!(ja: "id が重複しています", en: "the same id twice");
            let allowed = text!(ja: "同じ並びの中で一つだけの id", en: "ids that are unique in their list");
            let hint = text!(ja: "どちらかの id を変えてください", en: "change one of them");
            reader.refuse(&path, message, allowed, hint);
        }
        seen.push(id);
    }
}

/// The position of `id` among `ids`, or nothing and a problem at `path`.
pub(super) fn resolve(id: &str, ids: &[&str], path: &Path, reader: &mut Reader) -> Option<usize> {
    let found = ids.iter().position(|known| *known == id);
    if found.is_none() {
        let message = text!(ja: "「{id}」という id はありません", en: "there is no id '{id}'");
        let hint = match crate::scenario::nearest(id, ids) {
            Some(near) => text!(ja: "「{near}」のことですか", en: "did you mean '{near}'?"),
            None => text!(ja: "上の id から選ぶか、表を書き足してください", en: "use one of these, or add its table"),
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
