//! Reference classes: named distributions from the record of comparable reforms, shipped with their sources.

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

impl ReferenceClass {
    /// Whether a scenario can mean it by `name`: its id, or what it describes in either language.
    pub fn is_called(&self, name: &str) -> bool {
        [&self.id, &self.name.ja, &self.name.en].into_iter().any(|own| own == name)
    }
}

#[derive(Deserialize)]
struct File {
    class: Vec<ReferenceClass>,
}

/// All shipped classes, in the order of the file.
///
/// # Panics
/// Never with the file that is built in: a test reads it.
#[allow(clippy::expect_used)]
pub fn reference_classes() -> &'static [ReferenceClass] {
    static SHIPPED: OnceLock<Vec<ReferenceClass>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let file: File = toml::from_str(include_str!("classes.toml")).expect("the file built in is valid");
        file.class
    })
}
