//! Distributions as functions of a standard normal latent, and the dependence between latents. Nothing here is random.

mod beta;
mod dependence;
mod elementary;
mod marginal;
mod metalog;
mod moments;
pub mod normal;
mod steps;
mod table;

pub use dependence::{DependenceError, Group, Mixing, Pair, Repair, Row, mix};
pub use elementary::{exp, ln};
pub use marginal::{Marginal, MarginalError};
pub use metalog::Metalog;
pub use steps::Steps;
pub use table::Table;
