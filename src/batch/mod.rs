//! Scenario sets: a folder, a glob or a sweep of variants; the store that keeps their results; what a set says as a whole.

mod export;
pub mod generated;
mod measure;
pub mod reading;
mod results;
mod run;
mod set;
mod store;

pub use export::{ExportError, ExportFormat, export, export_csv};
pub use measure::{Asked, MeasureError, Measured, OnThreads, measure};
pub use results::{AgainstPlan, PeriodChoice, ScenarioResult, Selection, SetResults, Tally};
pub use run::{
    BatchCounts, BatchError, Before, Choice, Estimate, Event, Failed, Fault, Inputs, Job, Planned, Summary, plan, run,
};
pub use set::{
    Base, BothNames, Combine, Listed, ListedFile, Named, SweepFactor, SweepFile, SweepGroup, SweepValue, sweep_schema,
};
pub use set::{Factor, FactorKind, LeftOut, Member, Plan, ScenarioSet, Setting};
pub use store::{ScenarioState, Store, StoreError, StoredScenario};
