//! Sweeps: a base scenario and what is changed in it.

mod change;
mod check;
mod combine;
mod factors;
mod groups;
mod latin;
mod path;
mod told;
mod walk;

use super::files::Files;
use super::typed::SweepFile;
use super::{Factor, FactorKind, Member, ScenarioSet, Setting, Source};
use crate::lang::text;
use crate::scenario::{
    Document, Loader, Located, NamedAt, Node, Origin, Problems, SourceFile, check_structure, schema_of,
};
use change::ChangeKind;
use factors::{Dimension, FactorReader, named_file};
use groups::GroupReader;
use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use told::Told;

/// The id of the factor that several bases are.
const BASES: &str = "base";

/// A base and what is changed in it.
#[derive(Debug)]
pub(super) struct Sweep {
    files: Arc<Vec<SourceFile>>,
    bases: Vec<Node>,
    factors: Vec<Dimension>,
}

/// The JSON Schema of the sweep file.
pub(super) fn schema() -> serde_json::Value {
    schema_of::<SweepFile>()
}

pub(super) fn open(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<ScenarioSet, Problems> {
    let mut loader = Loader::new(read);
    let Some(root) = loader.typed(name, None) else { return Err(all(loader, Vec::new())) };
    let document = Document::new(Arc::new(loader.files.clone()), root.clone());
    let problems = check_structure(&root, &schema());
    if !problems.is_empty() {
        return Err(document.locate(problems));
    }
    let mut told = Told::default();
    let title = root.get("title").and_then(Node::as_str).unwrap_or(name).to_owned();
    if let Some(list) = root.get("scenarios") {
        alone(&root, &mut told);
        let set = listed(name, title, list);
        return if told.list.is_empty() { Ok(set) } else { Err(all(loader, told.list)) };
    }
    let Some(bases) = bases(name, &root, &mut loader, &mut told) else { return Err(all(loader, told.list)) };
    let mut factors: Vec<Dimension> = several(&bases).into_iter().collect();
    let has_bases = !factors.is_empty();
    factors.extend(FactorReader { name, loader: &mut loader, told: &mut told }.factors(&root));
    ids_once(&factors, &mut told);
    let groups = GroupReader { factors: &factors, has_bases, told: &mut told }.groups(&root);
    too_many(&groups, &factors, bases.len(), &mut told);
    if !told.list.is_empty() || !loader.problems.is_empty() {
        return Err(all(loader, told.list));
    }
    let members = members(&groups, &mut factors, has_bases, bases.len());
    let bases = bases.into_iter().map(|b| b.tree).collect();
    let sweep = Sweep { files: Arc::new(loader.files), bases, factors };
    if members.is_empty() {
        return Err(Problems { files: sweep.files.to_vec(), list: vec![nothing_left(&root)] });
    }
    let wrong = check::problems(&sweep, &members);
    if !wrong.is_empty() {
        return Err(Problems { files: sweep.files.to_vec(), list: wrong });
    }
    let factors = sweep.factors.iter().map(|d| d.factor.clone()).collect();
    Ok(ScenarioSet { title, factors, members, source: Source::Sweep(sweep) })
}

fn all(loader: Loader<'_>, told: Vec<Located>) -> Problems {
    let mut list = loader.problems;
    list.extend(told);
    list.sort_by_key(|l| l.origin.as_ref().map(|o| (o.file, o.span.start)));
    Problems { files: loader.files, list }
}

/// A list of files has no base, and so nothing that could be changed in it.
fn alone(root: &Node, told: &mut Told) {
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
fn listed(name: &str, title: String, list: &Node) -> ScenarioSet {
    let mut paths = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    for item in list.items() {
        let file = item.as_str().or_else(|| item.get("file").and_then(Node::as_str)).unwrap_or_default();
        let own = item.get("name").and_then(Node::as_str);
        let wanted = own.unwrap_or(file.strip_suffix(".toml").unwrap_or(file));
        let again = |n: usize| if n == 1 { wanted.to_owned() } else { format!("{wanted} ({n})") };
        let free = (1..).map(again).find(|name| members.iter().all(|m| m.name != *name));
        paths.push(named_file(name, file).into());
        members.push(Member { name: free.unwrap_or_default(), group: None, settings: Vec::new() });
    }
    ScenarioSet { title, factors: Vec::new(), members, source: Source::Files(Files::new(paths)) }
}

/// A base scenario.
struct BaseTree {
    label: String,
    tree: Node,
}

/// The base scenarios; nothing where one cannot be read.
fn bases(name: &str, root: &Node, loader: &mut Loader<'_>, told: &mut Told) -> Option<Vec<BaseTree>> {
    let Some(stated) = root.get("base") else {
        let message = text!(ja: "base も scenarios もありません", en: "neither base nor scenarios is given");
        let hint = text!(ja: "base = \"…\" か scenarios = [ … ] を書いてください", en: "state base = \"…\" or scenarios = [ … ]");
        told.place(&first_key(root), "", message, None, hint);
        return None;
    };
    let one = [(String::new(), stated)];
    let several: Vec<(String, &Node)> = stated.entries().iter().map(|e| (e.key.clone(), &e.node)).collect();
    let named = if several.is_empty() { &one[..] } else { &several[..] };
    let mut read = Vec::new();
    for (label, node) in named {
        let file = named_file(name, node.as_str()?);
        let tree = loader.scenario(&file, Some(NamedAt { origin: &node.origin, key: BASES }));
        read.extend(tree.map(|tree| BaseTree { label: label.clone(), tree }));
    }
    (read.len() == named.len() && loader.problems.is_empty()).then_some(read)
}

/// The factor that several bases are.
fn several(bases: &[BaseTree]) -> Option<Dimension> {
    let labels: Vec<String> = bases.iter().map(|b| b.label.clone()).collect();
    let named = labels.iter().any(|l| !l.is_empty());
    let factor = Factor { id: BASES.to_owned(), name: BASES.to_owned(), kind: FactorKind::Lever, values: labels };
    let values = bases.iter().map(|_| Vec::new()).collect();
    named.then(|| Dimension { factor, at: Origin::default(), values, range: None })
}

fn ids_once(factors: &[Dimension], told: &mut Told) {
    for (i, dimension) in factors.iter().enumerate() {
        let id = &dimension.factor.id;
        if factors[..i].iter().any(|d| d.factor.id == *id) {
            let message = text!(ja: "要因の名前「{id}」が二度使われています", en: "the factor id '{id}' is used twice");
            let hint = text!(ja: "要因ごとに違う id にしてください（土台が複数あるとき base は使えません）", en: "give each factor an id of its own ('base' is taken where there are several bases)");
            told.place(&dimension.at, id, message, None, hint);
        }
    }
}

fn too_many(groups: &[groups::Group], factors: &[Dimension], bases: usize, told: &mut Told) {
    let counts = groups.iter().map(|g| combine::count(g, factors).and_then(|n| n.checked_mul(bases)));
    let mut sum: Option<usize> = Some(0);
    for (group, count) in groups.iter().zip(counts) {
        sum = sum.zip(count).and_then(|(a, b)| a.checked_add(b));
        if sum.is_none_or(|n| n > combine::MOST) {
            let message = match sum {
                Some(n) => text!(ja: "シナリオが{n}個になります", en: "{n} scenarios"),
                None => text!(ja: "シナリオの数が数えきれません", en: "more scenarios than can be counted"),
            };
            let most = combine::MOST;
            let allowed = text!(ja: "{most}個まで", en: "up to {most}");
            let hint = text!(ja: "要因を減らすか、combine = \"latin\" で標本にしてください", en: "use fewer factors, or a sample with combine = \"latin\"");
            return told.place(&group.at, "group", message, Some(allowed), hint);
        }
    }
}

fn nothing_left(root: &Node) -> Located {
    let message = text!(ja: "条件に合うシナリオが一つもありません", en: "no scenario is left");
    let hint = text!(ja: "only と except を確かめてください", en: "check only and except");
    let (origin, key) = (Some(first_key(root)), String::from("group"));
    Located { origin, key, found: None, message, allowed: None, hint: Some(hint), is_lack: false }
}

fn first_key(root: &Node) -> Origin {
    root.entries().iter().map(|e| &e.key_origin).min_by_key(|o| o.span.start).cloned().unwrap_or_default()
}

/// The scenarios of all groups. Of those of a group that come to the same the first is kept.
fn members(groups: &[groups::Group], factors: &mut [Dimension], has_bases: bool, bases: usize) -> Vec<Member> {
    let (mut members, mut names) = (Vec::new(), HashSet::new());
    for group in groups {
        let combined = combine::combinations(group, factors);
        let mut seen = HashSet::new();
        for base in 0..bases {
            for (number, settings) in combined.iter().enumerate() {
                let of_base = Setting { factor: 0, value: base };
                let stated = settings.iter().any(|s| has_bases && s.factor == 0);
                // A listed scenario that names its base is made of that base only.
                if stated && !settings.contains(&of_base) {
                    continue;
                }
                let first = (has_bases && !stated).then_some(of_base);
                let settings: Vec<Setting> = first.into_iter().chain(settings.iter().copied()).collect();
                let changing: Vec<(usize, usize)> = settings
                    .iter()
                    .filter(|s| (has_bases && s.factor == 0) || !factors[s.factor].values[s.value].is_empty())
                    .map(|s| (s.factor, s.value))
                    .collect();
                let is_sample = matches!(group.how, groups::How::Latin { .. });
                if !group.keeps(&settings) || (!seen.insert(changing) && !is_sample) {
                    continue;
                }
                let wanted = combine::name(group, number, &settings, factors);
                let again = |n: usize| if n == 1 { wanted.clone() } else { format!("{wanted} ({n})") };
                let name = (1..).map(again).find(|name| !names.contains(name)).unwrap_or_default();
                names.insert(name.clone());
                members.push(Member { name, group: group.id.clone(), settings });
            }
        }
    }
    members
}

impl Sweep {
    /// The scenario of a member: its base with its changes, factor by factor in the order of the file.
    pub(super) fn document(&self, member: &Member) -> Result<Document, Problems> {
        let tree = self.changed(self.bases[self.base_of(member)].clone(), &member.settings);
        match tree {
            Ok(tree) => Ok(Document::new(Arc::clone(&self.files), tree)),
            Err(stopped) => Err(Problems { files: self.files.to_vec(), list: vec![*stopped] }),
        }
    }

    fn base_of(&self, member: &Member) -> usize {
        let is_bases = |s: &&Setting| self.factors[s.factor].is_bases();
        member.settings.iter().find(is_bases).map_or(0, |s| s.value)
    }

    /// The settings that change anything.
    fn changing<'s>(&self, settings: &'s [Setting]) -> impl Iterator<Item = &'s Setting> {
        settings.iter().filter(|s| !self.factors[s.factor].values[s.value].is_empty())
    }

    fn changed(&self, mut tree: Node, settings: &[Setting]) -> Result<Node, Box<Located>> {
        for setting in settings {
            for change in &self.factors[setting.factor].values[setting.value] {
                change.apply(&mut tree)?;
            }
        }
        Ok(tree)
    }

    /// Lays over a tree whatever the values of earlier factors lay over it.
    fn lay_earlier(&self, tree: &mut Node, factor: usize) {
        for change in self.factors[..factor].iter().flat_map(|d| &d.values).flatten() {
            if let ChangeKind::Lay(over) = &change.kind {
                *tree = crate::scenario::merge(tree.clone(), over.clone());
            }
        }
    }
}
