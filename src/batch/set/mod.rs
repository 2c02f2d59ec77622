//! What a set is: its scenarios by name, and how each comes from what was typed.

mod files;
mod sweep;
mod typed;

use crate::harmless::on_one_line;
pub use typed::{Base, BothNames, Combine, Listed, ListedFile, Named, SweepFactor, SweepFile, SweepGroup, SweepValue};

use crate::lang::Text;
use crate::model::Model;
use crate::scenario::{Document, Problems};
use std::collections::HashSet;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Whether a factor is ours to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// What we decide: a lever.
    Lever,
    /// What we do not: an uncertainty.
    Uncertainty,
}

impl FactorKind {
    /// Its word in data files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Lever => "lever",
            Self::Uncertainty => "uncertainty",
        }
    }
}

/// What a sweep varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its id in the sweep file.
    pub id: String,
    /// Its name, as printed.
    pub name: Text,
    /// Whether it is decided or befalls.
    pub kind: FactorKind,
    /// The labels by which its values are known, in the order of the file.
    pub values: Vec<String>,
    /// The names of its values, as printed.
    pub names: Vec<Text>,
    /// How much each value counts where a mean over them is taken, above 0; of levers 1.
    pub weights: Vec<f64>,
    /// The value, if there is one, that leaves the base scenario as it is.
    pub base: Option<usize>,
}

impl Factor {
    /// Whether its values are the base scenarios of a sweep that has several.
    pub fn is_bases(&self) -> bool {
        self.kind == FactorKind::Lever && self.id == sweep::BASES
    }

    /// Its column in every table that has one: its id, marked where it would be taken for another column.
    pub fn column(&self) -> String {
        format!("factor_{}", self.id)
    }

    /// Whether it is known by these words: its id, or its name in either language.
    pub fn is_called(&self, words: &str) -> bool {
        self.id == words || self.name.ja == words || self.name.en == words
    }

    /// The value that is known by these words: by its label, else by its name in either language.
    pub fn value(&self, words: &str) -> Option<usize> {
        let named = || self.names.iter().position(|n| n.ja == words || n.en == words);
        self.values.iter().position(|v| v == words).or_else(named)
    }
}

/// The value that a scenario takes of a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The position of the factor.
    pub factor: usize,
    /// The position of its value.
    pub value: usize,
}

/// One scenario of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, the only one in the set.
    pub name: String,
    /// The group of the sweep that it belongs to.
    pub group: Option<String>,
    /// The value of each factor that is set; others stand as in the base scenario.
    pub settings: Vec<Setting>,
}

/// A set of scenarios. Documents are made one at a time: ten thousand of them would not fit in memory.
#[derive(Debug)]
pub struct ScenarioSet {
    /// The file, folder or pattern that it is, as named from this folder.
    pub name: String,
    /// The title of the set.
    pub title: String,
    /// What it varies; nothing for a folder.
    pub factors: Vec<Factor>,
    /// Its scenarios.
    pub members: Vec<Member>,
    plan: Option<Plan>,
    left_out: Vec<LeftOut>,
    source: Source,
}

/// A file of a folder, or of a pattern, that is no member of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name, as far as it can be written.
    pub name: String,
    /// Why.
    pub why: Text,
}

impl LeftOut {
    fn new(path: &Path, why: Text) -> Self {
        Self { name: on_one_line(&path.to_string_lossy()), why }
    }
}

/// The plan that every scenario of a set is held against.
#[derive(Debug)]
pub struct Plan {
    /// Its name, as typed.
    pub name: String,
    /// SHA-256 of the plan.
    pub digest: String,
    /// The plan.
    pub model: Model,
}

/// Where the scenarios of a set come from.
#[derive(Debug)]
enum Source {
    /// Scenario files, one a member.
    Files(files::Files),
    /// A base and what is changed in it.
    Sweep(sweep::Sweep),
}

/// The JSON Schema (draft 2020-12) of the sweep file, described as that of the scenario file is.
pub fn sweep_schema() -> serde_json::Value {
    sweep::schema()
}

impl ScenarioSet {
    /// Opens a set: a folder, a glob, or a sweep or list file.
    ///
    /// # Errors
    /// Everything that is wrong with the set itself. What is wrong with one of its scenarios is told by
    /// [`ScenarioSet::document`].
    pub fn open(name: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Self, Problems> {
        let set = if files::is_folder_or_glob(name) { files::open(name) } else { sweep::open(name, read) }?;
        Ok(Self { name: from_here(name), ..set })
    }

    /// Files that were found where the set lies and cannot be members.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The plan that every scenario is held against; nothing where the set names none.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The document of a member.
    ///
    /// # Errors
    /// Everything that keeps it from being read. Whether it is a valid scenario is for [`crate::model::Model::read`] to say.
    pub fn document(&self, member: usize, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Document, Problems> {
        match &self.source {
            Source::Files(files) => files.document(member, read),
            Source::Sweep(sweep) => sweep.document(&self.members[member]),
        }
    }
}

/// A name as it is from this folder, whether or not the way to it was typed in full.
fn from_here(name: &str) -> String {
    let path = Path::new(name);
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok());
    let parts = below.unwrap_or(path).components().filter(|part| *part != Component::CurDir);
    on_one_line(&parts.collect::<PathBuf>().to_string_lossy())
}

/// A name that no other scenario has: the wanted one, or that with a number.
fn free(wanted: &str, taken: &mut HashSet<String>) -> String {
    let (mut name, mut number) = (wanted.to_owned(), 1);
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{wanted} ({number})");
    }
    name
}
