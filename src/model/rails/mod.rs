//! Guard rails: what is allowed but looks wrong, with an id, what was found, why it matters and what to do.
//!
//! Each can be accepted with a reason in the table where it arises. Those that can be seen from the checked scenario alone
//! are found here; `outcome` adds those that need planned values or a run, and settles which are accepted.

mod accepts;
mod actuals;
mod back_loading;
mod catalogue;
mod certain;
mod doubles;
mod editions;
mod examples;
mod finding;
mod increments;
mod indices;
mod initiatives;
mod realisations;
mod sizes;
mod streams;
mod targets;
pub mod threshold;
mod unused;

pub use accepts::Accept;
pub(super) use accepts::read as read_accepts;
pub use catalogue::{Rail, RailWords};
pub use finding::{Finding, Found, Item, settle};

use super::{Model, decisions};
use crate::scenario::Scenario;

/// What sums of stated amounts can be off 0 by rounding.
const SLACK: f64 = 1e-6;

/// Everything that can be seen without compiling the model, after what its reading has found.
pub(super) fn look(model: &mut Model, scenario: &Scenario) {
    let mut found = actuals::without_record(model);
    found.extend(actuals::read_without_record(model));
    found.extend(targets::policies_without(model));
    found.extend(targets::years_without(model));
    found.extend(editions::targets_beyond(model, scenario));
    found.extend(editions::targets_unread(model));
    found.extend(editions::losses_in_base(model));
    found.extend(unused::drivers(model));
    found.extend(unused::strategies(scenario));
    found.extend(initiatives::look(model, scenario));
    found.extend(decisions::found(scenario));
    found.extend(sizes::unit_slips(model));
    found.extend(increments::typed_as_levels(model, scenario));
    found.extend(indices::late(model));
    found.extend(realisations::negative(model));
    found.extend(certain::estimates(model));
    found.extend(doubles::pairs(model));
    found.extend(unused::correlations(model));
    found.extend(back_loading::look(model));
    model.found.extend(found);
}
