//! Policies and initiatives by their printed names: those that are there, and new ones.

use super::effects::Holder;
use super::labels::{Label, label};
use super::scenario::{Builder, table_node};
use super::table::Table;
use crate::lang::text;
use crate::scenario::tree::{id_of, items_of, put};
use crate::scenario::{Node, Origin, Value, nearest};

impl Builder<'_> {
    /// The id of a policy; a new one in a new scenario.
    pub(super) fn policy(&mut self, table: &Table, holder: &Holder) -> Option<String> {
        let origin = self.told.origin(table.file_at, holder.cell.clone());
        let Some((printed, name)) = &holder.policy else {
            if let Some(name) = holder.initiative.as_ref().filter(|_| !self.is_new()) {
                let known = self.policy_of_initiative(name);
                if known.is_none() {
                    self.unknown(&origin, "initiative", &name.name);
                }
                return known;
            }
            let is_told = self
                .told
                .problems
                .iter()
                .any(|known| known.message.en.starts_with("the table does not say of which policy"));
            if !is_told {
                let message = text!(ja: "どの基本方針の取組か、表に書かれていません", en: "the table does not say of which policy its initiatives are");
                let hint = text!(ja: "--policy 名前 を付けるか、表に基本方針の列か行を加えてください", en: "add --policy NAME, or put a column or rows of policies into the table");
                self.refuse(&origin, None, message, hint);
            }
            return None;
        };
        if let Some(at) = self.policies.called(printed, name).first() {
            let rows = self.root.get("policy").map(Node::items).unwrap_or_default();
            return rows.get(*at).and_then(|row| row.get("id")).and_then(Node::name);
        }
        if !self.is_new() {
            self.unknown(&origin, "policy", printed);
            return None;
        }
        let by_number = name.number.as_deref().map(id_of).filter(|id| !self.policies.has_id(id));
        let id = by_number.unwrap_or_else(|| self.policies.free(&id_of(&name.name)));
        self.policies.add(&id, &name.name);
        self.push("policy", &origin, &[("id", &id), ("name", &name.name)]);
        Some(id)
    }

    /// The policy of an initiative that is there, by the initiative's name alone.
    fn policy_of_initiative(&self, name: &Label) -> Option<String> {
        let rows = self.root.get("initiative").map(Node::items).unwrap_or_default();
        let fits = self.initiatives.called(&name.name, name);
        let found = rows.get(*fits.first().filter(|_| fits.len() == 1)?)?;
        Some(found.get("policy").and_then(Node::name).unwrap_or_default())
    }

    /// Refuses a policy or an initiative that the base does not have.
    fn unknown(&mut self, origin: &Origin, key: &str, printed: &str) {
        let rows = self.root.get(key).map(Node::items).unwrap_or_default();
        let names: Vec<String> = rows.iter().filter_map(|row| row.get("name").and_then(Node::name)).collect();
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let bare = label(printed).name;
        let hint = match nearest(&bare, &words) {
            Some(near) => {
                text!(ja: "「{near}」のことなら、表か計画の名前をそろえてください", en: "if '{near}' is meant, give both the same name")
            }
            None => {
                text!(ja: "計画に書き足すか、対応表の [table.rows] で \"skip\" としてください", en: "add it to the plan, or name the row \"skip\" under [table.rows] of a map")
            }
        };
        let message = match key {
            "policy" => text!(ja: "基本方針「{bare}」はもとの計画にありません", en: "the plan has no policy '{bare}'"),
            _ => text!(ja: "取組「{bare}」はもとの計画にありません", en: "the plan has no initiative '{bare}'"),
        };
        if !self.told.problems.iter().any(|known| known.message == message) {
            self.refuse(origin, None, message, hint);
        }
    }

    /// The position of an initiative; a new one in a new scenario.
    pub(super) fn initiative(&mut self, table: &Table, holder: &Holder, policy: &str, name: &Label) -> Option<usize> {
        let rows = self.root.get("initiative").map(Node::items).unwrap_or_default();
        let is_of_policy =
            |row: &Node| row.get("policy").and_then(Node::name).is_none_or(|own| own == policy) || policy.is_empty();
        let called = self.initiatives.called(&name.name, name);
        if let Some(known) = called.into_iter().find(|at| rows.get(*at).is_some_and(is_of_policy)) {
            return Some(known);
        }
        let origin = self.told.origin(table.file_at, holder.cell.clone());
        if !self.is_new() {
            self.unknown(&origin, "initiative", &name.name);
            return None;
        }
        let (id, at) = (self.initiatives.free(&id_of(&name.name)), self.initiatives.count());
        self.initiatives.add(&id, &name.name);
        let mut fields = vec![("id", id.as_str()), ("name", name.name.as_str()), ("policy", policy)];
        fields.extend(holder.owner.as_deref().map(|owner| ("owner", owner)));
        fields.extend(holder.note.as_deref().map(|note| ("note", note)));
        self.push("initiative", &origin, &fields);
        Some(at)
    }

    fn push(&mut self, list: &str, origin: &Origin, fields: &[(&str, &str)]) {
        let mut row = table_node(origin.clone());
        for (key, words) in fields {
            let value = Value::String((*words).to_owned());
            put(&mut row, &[(*key).to_owned()], origin, Node { value, origin: origin.clone() });
        }
        if let Some(rows) = items_of(&mut self.root, list, origin) {
            rows.push(row);
        }
    }
}
