//! The plan that every scenario of a set is held against.

use super::factors::named_file;
use crate::batch::set::Plan;
use crate::scenario::{Document, Loader, NamedAt, Node};
use std::sync::Arc;

/// Reads the plan that the set names; nothing where it names none, or one that cannot be read.
pub(super) fn read(name: &str, root: &Node, loader: &mut Loader<'_>) -> Option<Plan> {
    let stated = root.get("plan")?;
    let typed = stated.as_str()?;
    let tree = loader.scenario(&named_file(name, typed), Some(NamedAt { origin: &stated.origin, key: "plan" }))?;
    let document = Document::new(Arc::new(loader.files.clone()), tree);
    Some(Plan { name: typed.to_owned(), document, at: stated.origin.clone() })
}
