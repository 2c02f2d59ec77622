//! Sweeps: a base scenario and what is changed in it.

mod apply;
mod bases;
mod change;
mod check;
mod combine;
mod factors;
mod groups;
mod latin;
mod list;
mod members;
mod names;
mod path;
mod plan;
mod problems;
mod walk;
mod writes;

use super::typed::SweepFile;
use super::{Member, ScenarioSet, Setting, Source, files};
use crate::harmless::on_one_line;
use crate::lang::text;
use crate::model::Model;
use crate::scenario::{
    Document, Loader, Located, Node, Origin, Problems, Rules, SourceFile, check_structure, schema_of,
};
use apply::Applied;
use change::{Change, ChangeKind};
use factors::{Dimension, FactorReader};
use groups::GroupReader;
use problems::SweepProblems;
use std::io;
use std::sync::Arc;

/// The id of the factor that several bases are.
pub(in crate::batch) const BASES: &str = "base";

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
    if loader.parts(name).len() > 1 {
        return Ok(files::of_one(name, true));
    }
    let Some(mut root) = loader.typed(name, None) else { return Err(all(loader, Vec::new())) };
    if is_scenario(&root) {
        return Ok(files::of_one(name, false));
    }
    let rules = Rules::of(&schema());
    rules.put_words_of_the_format(&mut root);
    let document = Document::new(Arc::new(loader.files.clone()), root.clone());
    let problems = check_structure(&root, &rules);
    if !problems.is_empty() {
        return Err(document.locate(problems));
    }
    let mut told = SweepProblems::default();
    let title = root.get("title").and_then(Node::as_str).map_or_else(|| on_one_line(name), on_one_line);
    if let Some(list) = root.get("scenarios") {
        list::alone(&root, &mut told);
        list::not_empty(list, &mut told);
        let mut set = list::listed(name, title, list, &loader);
        set.plan = plan::read(name, &root, &mut loader)?.map(|stated| stated.plan);
        return if told.list.is_empty() { Ok(set) } else { Err(all(loader, told.list)) };
    }
    let Some(bases) = bases::read(name, &root, &mut loader, &mut told) else { return Err(all(loader, told.list)) };
    let mut factors: Vec<Dimension> = bases::factor(&bases).into_iter().collect();
    let has_bases = !factors.is_empty();
    factors.extend(FactorReader { name, bases: &bases, loader: &mut loader, told: &mut told }.factors(&root));
    ids_once(&factors, &mut told);
    let plan = plan::read(name, &root, &mut loader)?;
    let groups = GroupReader::new(&factors, has_bases, &mut told).groups(&root);
    too_many(&groups, &factors, bases.len(), &mut told);
    if !told.list.is_empty() || !loader.problems.is_empty() {
        return Err(all(loader, told.list));
    }
    let members = members::members(&groups, &mut factors, has_bases, bases.len());
    let bases = bases.into_iter().map(|b| b.tree).collect();
    let sweep = Sweep { files: Arc::new(loader.files), bases, factors };
    if members.is_empty() {
        return Err(Problems { files: sweep.files.to_vec(), list: vec![members::nothing_left(&root, &groups)] });
    }
    let mut wrong = check::problems(&sweep, &members);
    if let (Some(stated), true) = (&plan, wrong.is_empty()) {
        wrong.extend(sweep.models().iter().filter_map(|base| stated.refuses(base)));
    }
    if !wrong.is_empty() {
        return Err(Problems { files: sweep.files.to_vec(), list: wrong });
    }
    let factors = sweep.factors.iter().map(|d| d.factor.clone()).collect();
    let plan = plan.map(|stated| stated.plan);
    Ok(ScenarioSet {
        name: String::new(),
        title,
        factors,
        members,
        plan,
        left_out: Vec::new(),
        source: Source::Sweep(sweep),
    })
}

/// A scenario, too, is a set: of itself.
fn is_scenario(root: &Node) -> bool {
    let has = |key: &str| root.get(key).is_some();
    (has("policy") || has("initiative") || has("extends")) && !(has("base") || has("scenarios"))
}

fn all(loader: Loader<'_>, told: Vec<Located>) -> Problems {
    let mut list = loader.problems;
    list.extend(told);
    list.sort_by_key(|l| l.origin.as_ref().map(|o| (o.file, o.span.start)));
    Problems { files: loader.files, list }
}

fn ids_once(factors: &[Dimension], told: &mut SweepProblems) {
    for (i, dimension) in factors.iter().enumerate() {
        let id = &dimension.factor.id;
        if factors[..i].iter().any(|d| d.factor.id == *id) {
            let message = text!(ja: "要因の名前「{id}」が二度使われています", en: "the factor id '{id}' is used twice");
            let hint = text!(ja: "要因ごとに違う id にしてください（土台が複数あるとき base は使えません）", en: "give each factor an id of its own ('base' is taken where there are several bases)");
            told.place(&dimension.at, id, message, None, hint);
        }
    }
}

fn too_many(groups: &[groups::FactorGroup], factors: &[Dimension], bases: usize, told: &mut SweepProblems) {
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

/// Where a table begins.
fn first_key(root: &Node) -> Origin {
    root.entries().iter().map(|e| &e.key_origin).min_by_key(|o| o.span.start).cloned().unwrap_or_default()
}

impl Sweep {
    /// The scenario of a member: its base with its changes. The order of the file does not matter.
    pub(super) fn document(&self, member: &Member) -> Result<Document, Problems> {
        match self.changed(self.bases[self.base_of(member)].clone(), &member.settings) {
            Ok(tree) => Ok(Document::of_scenario(Arc::clone(&self.files), tree)),
            Err(list) => Err(Problems { files: self.files.to_vec(), list }),
        }
    }

    /// The bases; they are right.
    fn models(&self) -> Vec<Model> {
        let documents = self.bases.iter().map(|tree| Document::of_scenario(Arc::clone(&self.files), tree.clone()));
        documents.filter_map(|document| Model::read(&document).ok()).collect()
    }

    fn base_of(&self, member: &Member) -> usize {
        let is_bases = |s: &&Setting| self.factors[s.factor].is_bases();
        member.settings.iter().find(is_bases).map_or(0, |s| s.value)
    }

    /// The settings that change anything.
    fn changing<'s>(&self, settings: &'s [Setting]) -> impl Iterator<Item = &'s Setting> {
        settings.iter().filter(|s| !self.factors[s.factor].values[s.value].is_empty())
    }

    fn changed(&self, tree: Node, settings: &[Setting]) -> Result<Node, Vec<Located>> {
        let Applied { tree, mut stopped, twice } = self.applied(tree, settings);
        stopped.extend(twice.into_iter().flatten());
        if stopped.is_empty() { Ok(tree) } else { Err(stopped) }
    }

    /// What becomes of a tree. Factors act in the order of their ids, so that moving them in the file changes nothing.
    fn applied(&self, tree: Node, settings: &[Setting]) -> Applied {
        let mut sorted: Vec<&Setting> = settings.iter().collect();
        sorted.sort_by_key(|s| &self.factors[s.factor].factor.id);
        let changes: Vec<&Change> = sorted.iter().flat_map(|s| &self.factors[s.factor].values[s.value]).collect();
        apply::apply(tree, &changes)
    }

    /// Lays over a tree whatever the values of other factors lay over it.
    fn lay_others(&self, tree: &mut Node, factor: usize) {
        let others = self.factors.iter().enumerate().filter(|(place, _)| *place != factor);
        for change in others.flat_map(|(_, d)| &d.values).flatten() {
            if let ChangeKind::Lay(over) = &change.kind {
                *tree = crate::scenario::merge(tree.clone(), over.clone());
            }
        }
    }
}
