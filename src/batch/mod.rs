//! Scenario sets: a folder, a glob or a sweep of variants; the store that keeps their results; what a set says as a whole.

mod results;
mod set;

pub use results::{PeriodChoice, ScenarioResult, Selection, SetResults};
pub use set::{Base, Combine, Listed, ListedFile, SweepFactor, SweepFile, SweepGroup, SweepValue, sweep_schema};
pub use set::{Factor, FactorKind, Member, ScenarioSet, Setting};
