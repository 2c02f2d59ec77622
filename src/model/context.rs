//! What the reading of initiatives and of their streams shares.

use super::decisions::Decision;
use super::ids::Ids;
use super::quantity::Quantities;
use super::reader::{Reader, Years};
use super::{Quantity, Uncertain};
use crate::distributions::Marginal;
use crate::scenario::{Path, Quantity as TypedQuantity, Scenario};

/// The scenario that is read, and what was found so far.
pub(super) struct Context<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) years: &'a Years,
    /// The ids of initiatives, sorted.
    pub(super) ids: &'a Ids<'a>,
    pub(super) read: &'a mut Quantities,
    pub(super) reader: &'a mut Reader,
    pub(super) quantities: Vec<Quantity>,
    /// What is decided about the initiative that is read.
    pub(super) decision: Decision,
}

impl Context<'_> {
    /// The marginal of a quantity, if one is typed and possible.
    pub(super) fn quantity(&mut self, typed: Option<&TypedQuantity>, name: &str, path: &Path) -> Option<Marginal> {
        // What cannot be read still counts as uncertain, so that what depends on it can be checked all the same.
        let stand_in = Marginal::Normal { mean: 1.0, sd: 1.0 };
        typed.map(|quantity| self.read.read(quantity, name, path, self.reader).unwrap_or(stand_in))
    }

    /// A certain value, or the position of a new uncertain quantity.
    pub(super) fn uncertain(&mut self, name: String, marginal: Marginal) -> Uncertain {
        if let Marginal::Fixed(value) = marginal {
            return Uncertain::Certain(value);
        }
        self.quantities.push(Quantity { name, marginal });
        Uncertain::Quantity(self.quantities.len() - 1)
    }
}
