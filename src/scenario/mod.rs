//! What was typed: the scenario file as plain data, strict, and able to say where every value stands.

mod assumptions;
mod document;
mod node;
mod overlay;
mod parse;
mod problem;
mod schema;
mod structure;
mod types;

pub use assumptions::{Assumption, assumptions};
pub use document::{Document, Located, Problems, load};
pub use node::{Entry, Node, Origin, SourceFile, Value};
pub use problem::{At, Path, Problem, Segment};
pub use schema::json_schema;
pub(crate) use structure::nearest;
pub use types::*;

/// Reads a resolved document as a scenario.
///
/// # Errors
/// Every difference between the document and the schema.
pub fn read(document: &Document) -> Result<(Scenario, Vec<Problem>), Vec<Problem>> {
    let problems = structure::check(document.root(), &json_schema());
    let survivable = problems.iter().all(|p| p.at == At::Key);
    if !survivable {
        return Err(problems);
    }
    let known = structure::without_unknown(document.root(), &problems);
    match serde_json::from_value(known.to_json()) {
        Ok(scenario) => Ok((scenario, problems)),
        Err(error) => Err(vec![Problem::new(
            Path::default(),
            At::Value,
            crate::lang::text!(ja: "シナリオとして読めません: {error}", en: "not readable as a scenario: {error}"),
        )]),
    }
}
