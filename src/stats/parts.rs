//! Means over parts of a run: two metrics of runs that share their draws are compared part by part, so that their
//! difference is known as exactly as the common draws allow.

/// Parts of a run: block b belongs to part b mod 64. A run of fewer blocks has fewer parts.
pub const PARTS: usize = 64;

/// Means of one metric over one part of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// Trials of the part.
    pub trials: u64,
    /// The share of them that meet the target.
    pub met: f64,
    /// The mean of the value.
    pub mean: f64,
    /// The mean of the shortfall.
    pub mean_shortfall: f64,
}
