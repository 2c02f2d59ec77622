//! Lists of scenario files.

use super::problems::SweepProblems;
use crate::batch::set::files::Files;
use crate::batch::set::{Member, ScenarioSet, Source, free};
use crate::harmless::on_one_line;
use crate::lang::text;
use crate::scenario::{Loader, Node};
use std::collections::HashSet;

/// A list names at least one file.
pub(super) fn not_empty(list: &Node, told: &mut SweepProblems) {
    if list.items().is_empty() {
        let message = text!(ja: "scenarios が空です", en: "scenarios is empty");
        let hint = text!(ja: "シナリオファイルを一つ以上書いてください", en: "name at least one scenario file");
        told.place(&list.origin, "scenarios", message, None, hint);
    }
}

/// A list of files has no base, and so nothing that could be changed in it.
pub(super) fn alone(root: &Node, told: &mut SweepProblems) {
    for key in ["base", "lever", "uncertainty", "group"] {
        for entry in root.entries().iter().filter(|e| e.key == key) {
            let message =
                text!(ja: "scenarios と {key} は一緒に書けません", en: "scenarios and {key} cannot stand together");
            let hint = text!(ja: "ファイルの一覧か、土台とその変え方の、どちらかにしてください", en: "state either a list of files or a base and what is changed in it");
            told.place(&entry.key_origin, key, message, None, hint);
        }
    }
}

/// A list of files: one that is missing is a failing scenario, not a failing set.
pub(super) fn listed(name: &str, title: String, list: &Node, loader: &Loader<'_>) -> ScenarioSet {
    let mut paths = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    let mut taken = HashSet::new();
    for item in list.items() {
        let file = item.as_str().or_else(|| item.get("file").and_then(Node::as_str)).unwrap_or_default();
        let own = item.get("name").and_then(Node::as_str);
        let wanted = own.unwrap_or(file.strip_suffix(".toml").unwrap_or(file));
        paths.push(loader.named(name, file).into());
        members.push(Member { name: free(&on_one_line(wanted), &mut taken), group: None, settings: Vec::new() });
    }
    ScenarioSet {
        name: String::new(),
        title,
        factors: Vec::new(),
        members,
        plan: None,
        left_out: Vec::new(),
        source: Source::Files(Files::new(paths)),
    }
}
