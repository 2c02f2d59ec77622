//! mikomi
pub mod dist;
pub mod fiscal;
pub mod lang;
pub mod model;
pub mod money;
pub mod scenario;
pub mod stats;
