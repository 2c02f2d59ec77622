//! Statistics in bounded memory that merge exactly: sums are integers, so no order of merging can change a bit.

mod average;
mod correlation;
mod estimate;
mod exact;
mod histogram;
mod interval;
mod tally;

pub use average::Average;
pub use correlation::{CorrelationSums, MeanCorrelation};
pub use estimate::Estimate;
pub use exact::{BlockSum, Blocks};
pub use histogram::{BINS_PER_SCALE, Histogram};
pub use interval::{Proportion, student_t_975};
pub use tally::{Scale, Summary, Tally};

/// The number of trials of a full block, and so the longest column that a statistic is fed at once.
pub const BLOCK: usize = 1024;
