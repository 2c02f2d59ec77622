//! What was typed: the scenario file as plain data, strict, and able to say where every value stands.

mod assumptions;
mod comments;
mod deserialize;
mod document;
pub(crate) mod form;
mod load;
mod names;
mod node;
mod overlay;
mod parse;
mod problem;
mod rules;
mod schema;
mod structure;
pub(crate) mod tree;
mod types;

pub use assumptions::{Assumption, Remark, assumptions, remarks};
pub use document::{Document, Located, Problems};
#[cfg(feature = "sets")]
pub(crate) use form::is_form;
pub use load::load;
pub(crate) use load::{Loader, NamedAt, load_file};
pub use node::{Entry, Node, Origin, OwnColumn, SourceFile, Value};
pub(crate) use overlay::{merge, replaced_by, year_of};
pub use problem::{At, Path, Problem, Segment};
pub(crate) use rules::{RuleId as RulePlace, Rules};
pub use schema::json_schema;
pub(crate) use schema::{of_scenario as scenario_rules, schema_of};
pub(crate) use structure::{check as check_structure, nearest};
pub use types::*;

use serde::Deserialize;

/// A document read as a scenario.
#[derive(Debug)]
pub struct Reading {
    /// The scenario, without the entries that are at fault; nothing where it cannot be read without them.
    pub scenario: Option<Scenario>,
    /// Every difference between the document and the schema.
    pub problems: Vec<Problem>,
}

/// Reads a resolved document as a scenario. What can be read in spite of problems is, so that all problems of a file
/// can be told at once.
pub fn read(document: &Document) -> Reading {
    let mut problems = structure::check(document.root(), schema::of_scenario());
    let known = structure::without(document.root(), &problems);
    match Scenario::deserialize(known.as_ref()) {
        Ok(mut scenario) => {
            names::put_on_one_line(&mut scenario);
            Reading { scenario: Some(scenario), problems }
        }
        Err(error) => {
            if problems.is_empty() {
                let message =
                    crate::lang::text!(ja: "シナリオとして読めません", en: "not readable as a scenario: {error}");
                problems.push(Problem::new(Path::default(), At::Value, message));
            }
            Reading { scenario: None, problems }
        }
    }
}
