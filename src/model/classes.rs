//! Reference classes: named distributions from the record of comparable reforms, shipped with their sources.

use crate::dist::Marginal;
use crate::lang::Text;
use crate::scenario::QuantityTable;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// A named distribution with where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceClass {
    /// The name by which a scenario refers to it.
    pub id: String,
    /// What it describes.
    pub name: Text,
    /// Where it comes from.
    pub source: Text,
    /// What to beware of.
    pub caveat: Text,
    /// The distribution.
    pub distribution: QuantityTable,
}

#[derive(Deserialize)]
struct File {
    class: Vec<ReferenceClass>,
}

/// All shipped classes, in the order of the file.
///
/// # Panics
/// Never with the file that is built in: a test reads it.
pub fn reference_classes() -> Vec<ReferenceClass> {
    shipped().to_vec()
}

/// The same, read once: a set of scenarios asks for them thousands of times.
#[allow(clippy::expect_used)]
pub(super) fn shipped() -> &'static [ReferenceClass] {
    static ALL: OnceLock<Vec<ReferenceClass>> = OnceLock::new();
    let read = || toml::from_str::<File>(include_str!("classes.toml")).expect("the file built in is valid").class;
    ALL.get_or_init(read)
}

/// The marginal of a class by its position; tabulated once, which takes longer than all else about a scenario.
pub(super) fn marginal(class: usize, tabulate: impl FnOnce() -> Option<Marginal>) -> Option<Marginal> {
    static ALL: OnceLock<Vec<OnceLock<Marginal>>> = OnceLock::new();
    let place = ALL.get_or_init(|| shipped().iter().map(|_| OnceLock::new()).collect()).get(class)?;
    if place.get().is_none() {
        // Another thread may have been first: its marginal is the same.
        let _ = place.set(tabulate()?);
    }
    place.get().cloned()
}
