//! mikomi
pub mod cli;
pub mod dist;
pub mod engine;
pub mod fiscal;
pub mod lang;
pub mod model;
pub mod money;
pub mod outcome;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod stats;
