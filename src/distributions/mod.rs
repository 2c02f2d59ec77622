//! Distributions as functions of a standard normal latent, and the dependence between latents. Nothing here is random.

mod beta;
mod clamped;
mod columns;
mod dependence;
mod elementary;
mod marginal;
mod metalog;
mod moments;
pub mod normal;
mod steps;
mod strata;
mod table;

pub use clamped::Clamped;
pub use columns::{exp_affine, normal_quantiles};
pub use dependence::{CommonFactor, DependenceError, Mixing, MixingRow, Pair, Repair, mix};
pub use elementary::{exp, ln};
pub use marginal::{Marginal, MarginalError};
pub use metalog::Metalog;
pub use steps::Steps;
pub use strata::{Strata, TOLERANCE};
pub use table::QuantileTable;
