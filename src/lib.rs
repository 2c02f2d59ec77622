//! mikomi
pub mod dist;
pub mod fiscal;
pub mod lang;
pub mod money;
pub mod stats;
